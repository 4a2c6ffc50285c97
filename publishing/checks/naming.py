"""Names that do not fit: one that is nearly a member's, and one of a member of the public."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from committees.models import Person
from minutes.draft import Draft
from minutes.phrases import listed
from publishing.checks.check import Check, coded
from publishing.checks.texts import Text

COUNCILLOR = r"Cllrs?|Councillors?"
TITLE = rf"(?:{COUNCILLOR}|Mr|Mrs|Ms|Miss|Mx|Dr)"
WORD = rf"(?!{TITLE}\b)[A-Z](?:[\w’'-]|\.(?=[A-Z]))*"
NAME = rf"{WORD}(?:(?:(?<=\b[A-Z])\.)?[ \xa0]{WORD}){{0,3}}"
TITLES = rf"{TITLE}(?:\.?[ \xa0]{TITLE}){{0,3}}"
OTHERS = rf"(?:(?:,| and|, and)[ \xa0]{NAME}){{0,40}}"
TITLED = re.compile(rf"\b(?P<title>{TITLES})\.?[ \xa0](?P<name>{NAME})(?P<others>{OTHERS})")
OTHER = re.compile(NAME)
IS_COUNCILLOR = re.compile(COUNCILLOR)
MANY = re.compile(r"(?:Cllrs|Councillors)\b")
OFFICE = re.compile(r"(?:Deputy|Vice|Chair|Mayor|President|Speaker|Leader|Clerk|Sheriff)")  # "Mr Chairman"
ADDRESS_BEFORE = re.compile(r"\b[A-Z][\w’'-]+[ \xa0]$")  # "Quarry Dr North"
PLACE = re.compile(r"\b(?:Street|Road|Lane|Avenue|Close|Way|School|Centre|Hall|Trust|Foundation)$")
SHORTEST = 4  # letters of the longer of two names that may be one, mistyped


@dataclass(frozen=True)
class Named:
    """A name that stands after a title: "Mrs A. Bell"."""

    text: Text
    title: str
    name: str

    def __str__(self) -> str:
        return f"{self.title} {self.name}"

    @property
    def is_of_a_councillor(self) -> bool:
        return bool(IS_COUNCILLOR.search(self.title))

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.name)

    @property
    def families(self) -> set[str]:
        """What the family name may be: the last word, or more of them."""
        words = self.words
        return {" ".join(words[start:]) for start in range(len(words))}


@coded("names")
def names(draft: Draft, texts: Iterable[Text]) -> Iterator[Check]:
    """A sentence for each name that is nearly that of somebody who was there, and one a text for the names of people whom nobody
    here knows. One query if there are such names, or two."""
    found = [named for text in texts for named in _named(text)]
    there = list(_there(draft)) if found else []
    known = {word for name in [*there, *_officers(draft)] for word in words_of(name)}
    found = [named for named in found if known.isdisjoint(named.words)]
    if not found:
        return
    members, on_file = _people(draft, found)
    known |= {*on_file, *(word for name in [*members, draft.organisation.contact_name] for word in words_of(name))}
    families = {words_of(name)[-1]: name for name in [*there, *members] if words_of(name)}
    yield from _sentences([named for named in found if named.families.isdisjoint(known)], families)


def _sentences(strangers: list[Named], families: dict[str, str]) -> Iterator[Check]:
    public: dict[Text, list[str]] = {}
    for named in strangers:
        last = named.words[-1] if named.words else ""
        meant = next((families[family] for family in families if is_nearly(last, family)), "")
        if meant:
            yield named.text.look(f"says “{named}”. Is “{meant}” meant?", "Correct it, unless it is somebody else.")
        elif not named.is_of_a_councillor:
            public.setdefault(named.text, []).append(f"“{named}”")
    for text, found in public.items():
        people = listed(list(dict.fromkeys(found)))
        yield text.look(f"says {people}.", "This names a member of the public. Is the name needed?")


def _named(text: Text) -> Iterator[Named]:
    for found in TITLED.finditer(text.words):
        title, name = found["title"], found["name"]
        before = text.words[max(found.start() - 40, 0) : found.start()]
        is_drive = title == "Dr" and ADDRESS_BEFORE.search(before)
        if not (OFFICE.match(name) or PLACE.search(name) or is_drive):
            yield Named(text, title, name)
        for other in OTHER.findall(found["others"]) if MANY.match(title) else ():
            yield Named(text, title, other)


def _there(draft: Draft) -> Iterator[str]:
    """The family names of those who were there, or should have been."""
    for row in draft.attendances:
        yield from (person.last_name for person in (row.person, row.substitute_for) if person)
        yield row.guest_name.rpartition(" ")[2]


def _officers(draft: Draft) -> list[str]:
    return [draft.meeting.committee.contact_officer, *(item.officer for item in draft.items)]


def _people(draft: Draft, found: list[Named]) -> tuple[list[str], set[str]]:
    """The family names of the members of that day; and in small letters those that are on file and were written. One query."""
    wanted = {family for named in found for family in named.families}
    written = wanted | {family.replace("'", "’") for family in wanted}
    seats = draft.meeting.committee.memberships.on(draft.meeting.date).filter(person=OuterRef("pk"))
    people = Person.objects.annotate(family=Lower("last_name"), sits=Exists(seats))
    rows = list(people.filter(Q(family__in=written) | Q(sits=True)).values_list("last_name", "family", "sits"))
    on_file = {family.replace("’", "'") for _, family, _ in rows}
    return [name for name, _, sits in rows if sits], on_file & wanted


def words_of(name: str) -> list[str]:
    """The words of a name in small letters, without initials and the s of "Bell’s"."""
    found = re.findall(r"[^\W\d_][\w'-]+", name.lower().replace("’", "'"))
    return [re.sub(r"'s$", "", word) for word in found]


def is_nearly(one: str, other: str) -> bool:
    """Whether two names differ by one letter (left out, put in, another) or by two that have changed places."""
    short, long = sorted((one, other), key=len)
    if one == other or len(long) < SHORTEST or short[:1] != long[0] or len(long) - len(short) > 1:
        return False
    if len(short) < len(long):
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    at = [n for n, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
    return len(at) == 1 or (len(at) == 2 and short[at[0]] == long[at[1]] and short[at[1]] == long[at[0]])
