"""The register of decisions: of every committee, the newest first, as a page, as CSV, as JSON and as Atom.

It lists what meetings' addresses show now. A page begins behind the last decision of the one before, which its address
names, so that a page far back costs what the first does, and none moves while decisions are added.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from committees.asking import moment
from published import addresses, asking, words
from published.bodies import CARRIED
from published.models import html
from published.templatetags.published import timed
from website import known
from website.caching import framed, page, unless_known
from website.feeds import Entry, feed_of
from website.machines import json_of, may_be_read_anywhere, site

PAGE = 25  # decisions
CHUNK = 500  # that are read at a time for the file
LOOKED_THROUGH = 2000  # decisions that one page looks through for words
TERMS, LETTERS = 8, 200  # of what is looked for
KINDS = {**words.DECISION, CARRIED: words.RESULT["carried"]}
FILTERS = "committee kind from to q key before after".split()


@dataclass(frozen=True)
class Place:
    """Where a decision stands in the register: its day, its meeting's key, and its place there counted down from -1."""

    day: date
    key: int
    rank: int

    def __str__(self) -> str:
        return f"{self.day}.{self.key}.{-self.rank}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that `str` wrote; ValueError of anything else."""
        found = re.fullmatch(r"(\d{4}-\d\d-\d\d)\.(\d{1,18})\.(\d{1,9})", text, re.ASCII)
        if found is None:
            raise ValueError(text)
        return cls(date.fromisoformat(found[1]), int(found[2]), -int(found[3]))


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the register. `before` and `after` are places between which it goes on; `told` are the sentences
    for what can't be answered and was left out."""

    committee: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    terms: tuple[str, ...] = ()
    q: str = ""
    is_key: bool | None = None
    before: Place | None = None
    after: Place | None = None
    told: tuple[str, ...] = ()

    @property
    def filters(self) -> dict[str, str]:
        """As they stand in an address, but for the place."""
        key = {True: "yes", False: "no", None: ""}[self.is_key]
        found = {
            "committee": self.committee,
            "kind": self.kind,
            "from": self.since,
            "to": self.until,
            "q": self.q,
            "key": key,
        }
        return {name: str(value) for name, value in found.items() if value}

    def address(self, **place: Place) -> str:
        return "?" + urlencode(self.filters | {name: str(value) for name, value in place.items()})


@dataclass(frozen=True)
class Entered:
    """A decision in the register."""

    place: Place
    number: int  # among those of its item
    committee_slug: str
    committee: str
    meeting_slug: str
    of_kind: str  # of what was published: draft-minutes
    item: str
    item_number: str
    title: str
    kind: str
    reference: str
    is_key: bool | int  # as the database has it
    text: str
    reasons: str
    options: str
    officer: str
    call_in: str
    entry: str  # HTML, without the words of its call-in
    call_in_by: date | None
    effective_on: date | None
    published_at: datetime

    @property
    def kind_in_words(self) -> str:
        return str(KINDS.get(self.kind, self.kind))

    @property
    def path(self) -> str:
        return addresses.item(self.committee_slug, self.meeting_slug, self.item)

    @property
    def meeting_path(self) -> str:
        return addresses.meeting(self.committee_slug, self.meeting_slug)


def read(given: Mapping[str, str], committees: Mapping[str, str]) -> Asked:
    """What the parameters of an address ask for; `committees` are the names of those that the public knows, by slug."""
    told: list[str] = []
    told += [_not_known("committee", given)] if given.get("committee") and given["committee"] not in committees else []
    told += [_not_known("kind", given)] if given.get("kind") and given["kind"] not in KINDS else []
    key = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False, "": None}
    is_key = given.get("key", "").lower()
    told += [] if is_key in key else ["“key” is yes or no; it was left out."]
    q = " ".join(given.get("q", "").replace("\0", " ").split())
    told += [f"Only the first {LETTERS} letters are looked for."] if len(q) > LETTERS else []
    asked = Asked(
        committee=given.get("committee", "") if given.get("committee") in committees else "",
        kind=given.get("kind", "") if given.get("kind") in KINDS else "",
        since=_day("from", given, told),
        until=_day("to", given, told),
        q=q[:LETTERS].strip(),
        terms=tuple(dict.fromkeys(q[:LETTERS].casefold().split()))[:TERMS],
        is_key=key.get(is_key),
        before=_place("before", given, told),
        after=_place("after", given, told),
    )
    told += (
        ["The first day comes after the last one."] if asked.since and asked.until and asked.since > asked.until else []
    )
    return replace(asked, told=tuple(told), after=None if asked.before else asked.after)


def _not_known(name: str, given: Mapping[str, str]) -> str:
    what = {"committee": "a committee here", "kind": "a kind of decision"}[name]
    return f"“{given[name][:80]}” is not {what}; it was left out."


def _day(name: str, given: Mapping[str, str], told: list[str]) -> date | None:
    text = given.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        told.append(f"“{text[:80]}” is not a day; write it like 2026-03-04. It was left out.")
        return None


def _place(name: str, given: Mapping[str, str], told: list[str]) -> Place | None:
    try:
        return Place.read(given[name]) if given.get(name) else None
    except ValueError:
        told.append("This address names no place in the register, so it begins with the newest decision.")
        return None


# — What is asked of the database —

ENTRY = """
    SELECT d.date, d.key, d.rank, d.number, v.committee_slug, v.committee_name, v.meeting_slug, v.kind, i.slug, i.number, i.title,
    d.kind, d.reference, d.is_key, d.text, d.reasons, d.options, d.officer, d.call_in, d.entry, d.call_in_by, d.effective_on,
    v.goes_live_at
    FROM published_decision d JOIN published_version v ON v.sequence = d.version_id JOIN published_item i ON i.id = d.item_id
"""
SHOWN = f"EXISTS (SELECT 1 FROM published_shown s WHERE s.version_id = d.version_id AND {asking._shown('s')})"  # noqa: S608
ORDER = {"<": "d.date DESC, d.key DESC, d.rank DESC", ">": "d.date, d.key, d.rank"}


def _where(asked: Asked) -> tuple[str, dict]:
    """The conditions of the filters and of the place, and their values. Each set of filters has an index in this order."""
    conditions, values = [SHOWN], {}
    place, since, until = asked.before or asked.after, asked.since, asked.until
    # The nearer of two bounds alone: a database begins at one of them, and would walk from there to the other.
    if asked.before and until:
        place, until = (place, None) if asked.before.day <= until else (None, until)
    if asked.after and since:
        place, since = (place, None) if asked.after.day >= since else (None, since)
    for condition, name, value in (
        ("d.committee_slug = %(committee)s", "committee", asked.committee),
        ("d.kind = %(kind)s", "kind", asked.kind),
        ("d.date >= %(since)s", "since", since),
        ("d.date <= %(until)s", "until", until),
    ):
        if value:
            conditions.append(condition)
            values[name] = value
    if asked.is_key is not None:
        conditions.append("d.is_key" if asked.is_key else "NOT d.is_key")
    if place:
        side = "<" if asked.before else ">"
        conditions.append(f"(d.date, d.key, d.rank) {side} (%(day)s, %(key)s, %(rank)s)")
        values |= {"day": place.day, "key": place.key, "rank": place.rank}
    return " AND ".join(conditions), values


def _order(asked: Asked) -> str:
    return ORDER[">" if asked.after else "<"]


@dataclass(frozen=True)
class Found:
    """Decisions, the newest first; `earlier` and `later` are the places at which the register goes on, and `looked_through`
    says that it was looked through no further than that."""

    entries: list[Entered]
    earlier: Place | None = None
    later: Place | None = None
    looked_through: bool = False


def find(asked: Asked, now: datetime, most: int = PAGE) -> Found:
    """A page of the register. One query, or two with words: these are looked for in so many decisions from the page's place
    on as any page takes, so that a word that is rare costs no more than one that is not."""
    where, values = _where(asked)
    if asked.terms:
        return _find_words(asked, where, values, now, most)
    sql = f"{ENTRY} WHERE {where} ORDER BY {_order(asked)} LIMIT %(most)s"
    entries = [_entered(row) for row in asking.rows(sql, now, **values, most=most + 1)]
    return _page(asked, entries[:most], entries[most - 1].place if len(entries) > most else None, False)


def _find_words(asked: Asked, where: str, values: dict, now: datetime, most: int) -> Found:
    """The seam for a search index: it would give the same decisions for the same terms."""
    hit = " AND ".join(f"d.words LIKE %(term{n})s ESCAPE '!'" for n in range(len(asked.terms)))
    terms = {f"term{n}": _anywhere(term) for n, term in enumerate(asked.terms)}
    sql = f"""
        SELECT d.id, d.date, d.key, d.rank, CASE WHEN {hit} THEN 1 ELSE 0 END
        FROM published_decision d WHERE {where} ORDER BY {_order(asked)} LIMIT %(most)s
    """  # noqa: S608
    seen = asking.rows(sql, now, **values, **terms, most=LOOKED_THROUGH)
    hits = [row for row in seen if row[4]]
    last = hits[most - 1] if len(hits) > most else seen[-1] if len(seen) == LOOKED_THROUGH else None
    ids = {f"id{n}": row[0] for n, row in enumerate(hits[:most])}
    wanted = ", ".join(f"%({name})s" for name in ids)
    sql = f"{ENTRY} WHERE d.id IN ({wanted}) ORDER BY {_order(asked)}"
    entries = [_entered(row) for row in asking.rows(sql, now, **ids)] if ids else []
    return _page(
        asked, entries, Place(asking.day(last[1]), *last[2:4]) if last else None, len(hits) <= most and bool(last)
    )


def _anywhere(term: str) -> str:
    """As LIKE wants it, whose own signs are letters like any other here."""
    return "%" + re.sub("[!%_]", r"!\g<0>", term) + "%"


def _page(asked: Asked, entries: list[Entered], last: Place | None, looked_through: bool) -> Found:
    """`last` is the place at which there is more, in the direction that was asked for."""
    if asked.after:
        back = Place(asked.after.day, asked.after.key, asked.after.rank)
        return Found(entries[::-1], entries[0].place if entries else _before(back), last, looked_through)
    return Found(
        entries, last, (entries[0].place if entries else asked.before) if asked.before else None, looked_through
    )


def _before(place: Place) -> Place:
    """So that the decision at the place itself is on the page before it."""
    return replace(place, rank=place.rank + 1)


def _entered(row: tuple) -> Entered:
    day, key, rank, *rest, call_in_by, effective_on, published = row
    days = [asking.day(value) if value else None for value in (call_in_by, effective_on)]
    return Entered(Place(asking.day(day), key, rank), *rest, *days, moment(published))


def all_of(asked: Asked, now: datetime) -> Iterator[Entered]:
    """The whole register from the page's place on, a chunk at a time: a slow reader holds nothing up."""
    place = asked.before
    while True:
        found = find(replace(asked, before=place, after=None), now, CHUNK)
        yield from found.entries
        if found.earlier is None:
            return
        place = found.earlier


def of_versions(versions: list[int], now: datetime) -> dict[int, list[Entered]]:
    """The decisions of each of these versions, in their order. One query."""
    if not versions:
        return {}
    ids = {f"id{n}": version for n, version in enumerate(versions)}
    wanted = ", ".join(f"%({name})s" for name in ids)
    sql = f"{ENTRY.replace('SELECT ', 'SELECT d.version_id, ')} WHERE d.version_id IN ({wanted}) ORDER BY d.rank DESC"
    found: dict[int, list[Entered]] = {}
    for version, *row in asking.rows(sql, now, **ids):
        found.setdefault(version, []).append(_entered(row))
    return found


# — What is answered —


@page
def register(request):
    committees = known.names(request.now)
    asked = read(request.GET, committees)
    found = find(asked, request.now)
    context = {
        "asked": asked,
        "filters": asked.filters,
        "found": found,
        "entries": _entries(found.entries, timezone.localdate(request.now)),
        "committees": committees,
        "kinds": KINDS,
        "earlier": asked.address(before=found.earlier) if found.earlier else "",
        "later": asked.address(after=found.later) if found.later else "",
        "newest": asked.address() if asked.before or asked.after else "",
        "query": asked.address() if asked.filters else "",
        "more": bool(asked.filters.keys() - {"q"}),
        "looked_through": LOOKED_THROUGH,
    }
    name = committees.get(asked.committee, "")
    title = f"Decisions, {name}" if name else "Decisions"
    content = render_to_string("website/decisions.html", context)
    return framed(request.organisation, title, content, feed=f"/decisions.atom{context['query']}")


CALL_IN = re.compile(r'<span data-call-in="([0-9-]{10})"></span>')


def _entries(entries: list[Entered], today: date) -> SafeString:
    """The HTML of these, which say of each call-in what is true today."""

    def said(found: re.Match) -> str:
        until = date.fromisoformat(found[1])
        return f"{'Open to call-in until' if until >= today else 'Call-in ended'} {timed(until, 'j F Y')}. "

    return html("\n".join(CALL_IN.sub(said, entry.entry) for entry in entries))


def _answered(make):
    """A view of the register in a form for machines: 400 with a sentence where it can't be answered as it was asked."""

    @require_safe
    def view(request):
        now = timezone.now()
        asked = read(request.GET, known.names(now))
        if asked.told:
            return HttpResponse("\n".join(asked.told), status=400, content_type="text/plain; charset=utf-8")
        seen, changed = asking.latest(now)
        answer = unless_known(
            request, (make.__name__, asked, *seen), lambda organisation: make(asked, now, organisation), changed
        )
        return may_be_read_anywhere(answer)

    return view


COLUMNS = (
    "date committee meeting item title decision kind key reference text reasons options officer call_in_by call_in effective_on "
    "published_in published_at"
).split()
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@_answered
def as_csv(asked, now, organisation):
    response = StreamingHttpResponse(_lines(asked, now), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    return response


class _Echo:
    """What csv.writer writes a row to: it gives it back."""

    def write(self, row: str) -> str:
        return row


def _lines(asked: Asked, now: datetime) -> Iterator[str]:
    writer = csv.DictWriter(_Echo(), COLUMNS)
    yield "\ufeff" + writer.writerow({name: name for name in COLUMNS})  # the mark by which Excel knows UTF-8
    for entry in all_of(asked, now):
        yield writer.writerow({name: harmless(value) for name, value in row_of(entry).items()})


def harmless(value: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def row_of(entry: Entered) -> dict[str, str]:
    """A decision by the names of COLUMNS, as text."""
    return {
        "date": str(entry.place.day),
        "committee": entry.committee,
        "meeting": site(entry.meeting_path),
        "item": entry.item_number,
        "title": entry.title,
        "decision": site(entry.path),
        "kind": entry.kind_in_words,
        "key": "yes" if entry.is_key else "no",
        "reference": entry.reference,
        "text": entry.text,
        "reasons": entry.reasons,
        "options": entry.options,
        "officer": entry.officer,
        "call_in_by": str(entry.call_in_by or ""),
        "call_in": words.word(entry.call_in, "call_in"),
        "effective_on": str(entry.effective_on or ""),
        "published_in": entry.of_kind,
        "published_at": entry.published_at.isoformat(),
    }


def data_of(entry: Entered) -> dict:
    """A decision as open data: see docs/open-data.md."""
    return {
        "address": site(entry.path),
        "date": str(entry.place.day),
        "committee": {"slug": entry.committee_slug, "name": entry.committee},
        "meeting": site(entry.meeting_path),
        "item": {"slug": entry.item, "number": entry.item_number, "title": entry.title},
        "kind": entry.kind,
        "is_key": bool(entry.is_key),
        "reference": entry.reference,
        "text": entry.text,
        "reasons": entry.reasons,
        "options": entry.options,
        "officer": entry.officer,
        "call_in": entry.call_in,
        "call_in_by": str(entry.call_in_by) if entry.call_in_by else None,
        "effective_on": str(entry.effective_on) if entry.effective_on else None,
        "published_in": entry.of_kind,
        "published_at": entry.published_at.isoformat(),
    }


@_answered
def as_json(asked, now, organisation):
    found = find(asked, now)
    following = site(f"/decisions.json{asked.address(before=found.earlier)}") if found.earlier else None
    return json_of(organisation, {"decisions": list(map(data_of, found.entries)), "next": following}, "decisions")


@_answered
def as_atom(asked, now, organisation):
    found = find(asked, now)
    entries = [
        Entry(
            name=f"decision{entry.path}{entry.number}",
            title=f"{entry.kind_in_words or 'Decision'}: {entry.title}",
            link=entry.path,
            updated=entry.published_at,
            summary=f"{entry.committee}, {date_format(entry.place.day, 'j F Y')}. {entry.text}",
        )
        for entry in found.entries
    ]
    query = asked.address() if asked.filters else ""
    first = f"/decisions.atom{query}"
    return feed_of(
        organisation,
        "Decisions",
        f"/decisions.atom{asked.address(before=asked.before)}" if asked.before else first,
        f"/decisions/{query}",
        entries,
        following=f"/decisions.atom{asked.address(before=found.earlier)}" if found.earlier else "",
        first=first if asked.before else "",
    )
