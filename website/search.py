"""/search/: what is published now, by its words. Nothing is searched that no page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property

from published import addresses, asking
from published.query import Query, parse, words
from published.searching import COUNTED, Filters, Found, Result, search
from website.caching import framed, page
from website.snippets import Part, marked, snippet

PEOPLE = "people"
LABELS = {
    "agenda": "Agendas",
    "minutes": "Minutes",
    "decisions": "Decisions",
    "documents": "Documents",
    PEOPLE: "People",
}
OFFERED = 3  # people, and committees, above the results
MOST_PEOPLE = 50
# Their names are a few hundred, and what is typed may lack an accent or begin a name: they are compared here.
NAMES = """
    SELECT 0 AS sort, slug, name, '' AS post FROM committees_committee
    WHERE shown_from <= %(day)s AND dissolved_on IS NULL
    UNION ALL
    SELECT 1, slug, TRIM(title || ' ' || first_name || ' ' || last_name), post FROM committees_person
    WHERE shown_from <= %(day)s
    ORDER BY sort, name
"""


@dataclass(frozen=True)
class Name:
    """A committee or a person, whose page is offered."""

    slug: str
    name: str
    post: str
    address: str


@dataclass(frozen=True)
class Asked:
    """What a reader asks: the parameters as far as they can be read. What can't be is as if it were not there."""

    query: Query
    committee: str
    kind: str
    year: int | None
    newest_first: bool
    after: int | None
    told: tuple[str, ...] = ()  # a sentence for each filter that can't be read

    @classmethod
    def of(cls, given) -> "Asked":
        kind, year = given.get("kind", ""), given.get("year", "").strip()
        is_year = bool(year.isascii() and year.isdecimal() and len(year) == 4 and int(year))
        unread = {"year": year if not is_year else "", "kind": kind if kind not in LABELS else ""}
        return cls(
            query=parse(given.get("q", "")),
            committee=given.get("committee", "")[:80].replace("\0", ""),
            kind=kind if kind in LABELS else "",
            year=int(year) if is_year else None,
            newest_first=given.get("sort", "") == "newest",
            after=_number(given.get("after", "")),
            told=tuple(f"“{text[:40]}” is no {name} here; it was left out." for name, text in unread.items() if text),
        )

    def address(self, path: str = "/search/", **changes) -> str:
        """This question's address, or one that differs in something; without what stands at its default."""
        given = {
            "q": self.query.typed,
            "committee": self.committee,
            "kind": self.kind,
            "year": self.year or "",
            "sort": "newest" if self.newest_first else "",
        } | changes
        return f"{path}?{urlencode({name: value for name, value in given.items() if value})}"

    @property
    def filters(self) -> Filters:
        return Filters(self.committee, self.kind, self.year)

    @property
    def is_filtered(self) -> bool:
        return bool(self.committee or self.kind or self.year)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


@dataclass(frozen=True)
class Line:
    """A result as it is printed."""

    result: Result
    query: Query

    @property
    def title(self) -> list[Part]:
        return marked(self.result.title, self.query)

    @cached_property
    def text(self) -> list[Part]:
        return snippet(self.result.text, self.query)

    @property
    def what(self) -> str:
        """What it is, in a reader's words."""
        if self.result.sha256:
            return f"Document ({self.result.file_name.rpartition('.')[2].upper()})"
        label = str(self.result.version.label)
        return f"{label}, with a decision" if self.result.has_decisions and self.result.kind == "minutes" else label


@dataclass(frozen=True)
class Answer:
    asked: Asked
    committees: list[Name]  # all: the filter's choices
    offered: list[Name]  # committees whose names match
    people: list[Name]
    found: Found

    @property
    def lines(self) -> list[Line]:
        return [Line(result, self.asked.query) for result in self.found.results]

    @property
    def count(self) -> str:
        """How many there are, in words."""
        count = len(self.people) if self.asked.kind == PEOPLE else self.found.count
        if count > COUNTED:
            return f"More than {COUNTED:,} results"
        return {0: "Nothing was found", 1: "1 result"}.get(count, f"{count:,} results")

    @property
    def following(self) -> str:
        """The next page's address; "" of the last."""
        return self.asked.address(after=self.found.next) if self.found.next is not None else ""


@page
def search_page(request):
    asked = Asked.of(request.GET)
    answer = _answer(asked, request.now)
    context = {
        "answer": answer,
        "asked": asked,
        "kinds": LABELS,
        "unfiltered": asked.address(committee="", kind="", year=""),
    }
    title = f"{asked.query.typed} - Search" if asked.query.typed else "Search"
    response = framed(request.organisation, title, render_to_string("website/search.html", context))
    return _unlisted(response) if request.GET else response


@page
def search_json(request):
    """The same as data: parameters as those of the page."""
    asked = Asked.of(request.GET)
    answer = _answer(asked, request.now)
    data = {
        "query": asked.query.typed,
        "page": settings.SITE_URL + asked.address(),
        "licence": {"name": request.organisation.data_licence, "url": request.organisation.data_licence_url},
        "count": min(answer.found.count, COUNTED),
        "there_are_more": answer.found.count > COUNTED,
        "results": [*map(_as_data, answer.lines)],
        "people": [*map(_name_as_data, answer.people)],
        "committees": [*map(_name_as_data, answer.offered)],
        "next": (
            settings.SITE_URL + asked.address("/search.json", after=answer.found.next)
            if answer.found.next is not None
            else None
        ),
    }
    return _unlisted(JsonResponse(data, json_dumps_params={"ensure_ascii": False}))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Search engines shall list what was found, not the finding."""
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(asked: Asked, now: datetime) -> Answer:
    """Two queries, or three of what is very common."""
    committees, people = _names(now)
    wanted = [word for term in asked.query.wanted for word in term.words]
    most = MOST_PEOPLE if asked.kind == PEOPLE else OFFERED
    nothing = Found([], 0, None)
    is_first = asked.after is None
    return Answer(
        asked,
        committees,
        _matching(committees, wanted, OFFERED) if is_first and asked.kind != PEOPLE else [],
        _matching(people, wanted, most) if is_first else [],
        nothing
        if asked.kind == PEOPLE
        else search(asked.query, asked.filters, now, newest_first=asked.newest_first, after=asked.after),
    )


def _names(now: datetime) -> tuple[list[Name], list[Name]]:
    rows = asking.rows(NAMES, now, day=timezone.localdate(now))
    committees = [Name(slug, name, "", addresses.committee(slug)) for sort, slug, name, _ in rows if not sort]
    people = [Name(slug, name, post, f"/people/{slug}/") for sort, slug, name, post in rows if sort]
    return committees, people


def _matching(names: Iterable[Name], wanted: list[str], most: int) -> list[Name]:
    """Those whose names have all that was typed: whole words, or the beginnings of words."""
    if not wanted:
        return []
    return [name for name in names if all(_has(words(name.name), word) for word in wanted)][:most]


def _has(parts: list[str], word: str) -> bool:
    return word in parts or (len(word) > 2 and any(part.startswith(word) for part in parts))


def _as_data(line: Line) -> dict:
    result = line.result
    return {
        "kind": result.kind,
        "has_decisions": bool(result.has_decisions),
        "title": result.title,
        "address": settings.SITE_URL + result.address,
        "date": result.day.isoformat(),
        "committee": {
            "name": result.committee,
            "address": settings.SITE_URL + addresses.committee(result.committee_slug),
        },
        "meeting": settings.SITE_URL + result.of_meeting,
        "item": {"number": result.number, "title": result.item_title, "address": settings.SITE_URL + result.of_item}
        if result.item
        else None,
        "snippet": "".join(part.text for part in line.text),
    }


def _name_as_data(name: Name) -> dict:
    return {"name": name.name, "address": settings.SITE_URL + name.address}
