"""MeetingRecord: what the public may know of a meeting, frozen. Page, PDF and everything else is made from it alone.

Plain typed classes with a JSON form. They hold codes and slugs ("agreed", "for", "england-2006-3"), which a page prints in
its reader's language (published.words), and the names as they were on the day. Rich text is clean HTML
(richtext.cleaning); dates are ISO 8601; times are local to the organisation, "HH:MM", and "" where they are not known. A
record never changes: a new field gets a default, so that older records are read; what an older release doesn't know it
leaves out; anything more raises SCHEMA and is read by `from_json` in both forms for ever.
"""

import dataclasses
import hashlib
import json
import types
from dataclasses import dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

SCHEMA = 1
PROCEDURAL = frozenset({"apologies", "declarations", "previous-minutes"})  # kinds of items


@dataclass(frozen=True)
class Name:
    """A person, by the name of the day and their slug ("" for somebody who is not on file)."""

    name: str
    slug: str = ""


@dataclass(frozen=True)
class Closed:
    """Why something is not open to the public: the code of the ground (committees.law.Ground) and the reason stated in
    the resolution, which some bodies' law asks for."""

    ground: str
    reason: str = ""


@dataclass(frozen=True)
class Paper:
    """`replaced_on` is the day on which it took the place of a file that the public had read, `added_on` that on which a paper
    came that was not with the first agenda."""

    title: str
    kind: str
    file_name: str
    sha256: str
    size: int
    pages: int | None = None
    replaced_on: str = ""
    added_on: str = ""

    @property
    def format(self) -> str:
        """PDF, DOCX, …: the ending, as readers know it."""
        return self.file_name.rpartition(".")[2].upper()


@dataclass(frozen=True)
class ClosedPaper:
    """The trace of a paper that the public may not see (LGA 1972 s.100B(5)): what it is and why, but not its title, which may
    tell what is in it."""

    kind: str
    closed: Closed


@dataclass(frozen=True)
class Removal:
    """That words which anybody could read were removed: on which day, and why. What they were is kept nowhere."""

    on: str
    reason: str


@dataclass(frozen=True)
class Vote:
    """`group` is the party that the member was in on the day, "" where that is not known."""

    person: Name
    cast: str
    group: str = ""


@dataclass(frozen=True)
class Motion:
    """A motion with the amendments to it, in their order. `casting_vote` is the code of how whoever presided decided it after
    equal votes, which are counted without it."""

    text: str
    mover: Name | None = None
    seconder: Name | None = None
    method: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    result: str = ""
    casting_vote: str = ""
    votes: tuple[Vote, ...] = ()
    amendments: tuple["Motion", ...] = ()

    @property
    def names_are_of_who_asked(self) -> bool:
        """Whether the votes are those of single members who asked for it, because names were not taken of all."""
        return self.method not in {"", "recorded"}

    @property
    def voters(self) -> list[tuple[str, list[Name]]]:
        """Who voted how: each code of a vote, in the order of printed minutes, with its people."""
        by_cast: dict[str, list[Name]] = {"for": [], "against": [], "abstained": []}
        for vote in self.votes:
            by_cast.setdefault(vote.cast, []).append(vote.person)
        return [(code, people) for code, people in by_cast.items() if people]


@dataclass(frozen=True)
class Replaced:
    """The item at which the same committee took the decision that does not stand any more, by its address."""

    committee_slug: str
    meeting: str
    date: str
    item: str


@dataclass(frozen=True)
class Decision:
    kind: str
    text: str
    reference: str = ""
    reasons: str = ""
    options: str = ""
    conflicts: str = ""
    dispensation: str = ""
    is_key: bool = False
    call_in: str = ""
    call_in_by: str = ""
    effective_on: str = ""
    officer: str = ""
    replaces: Replaced | None = None


@dataclass(frozen=True)
class Declaration:
    """`kind` is "" where no more may be told than that there is an interest (Localism Act 2011 s.32); `afterwards` is the
    code of what the member did then."""

    person: Name
    kind: str = ""
    nature: str = ""
    afterwards: str = ""


@dataclass(frozen=True)
class Action:
    """What somebody is to do, and how it stood when this was published: `state` is the code of that. `id` is its own at every
    meeting that names it; of an earlier meeting's, `given_on` is that meeting's day, and `carried` at how many meetings since
    it was open."""

    what: str
    id: int = 0
    owner: str = ""
    due: str = ""
    state: str = ""
    done_on: str = ""
    given_on: str = ""
    carried: int = 0


@dataclass(frozen=True)
class Matter:
    """The subject that an item belongs to, through all its meetings."""

    id: int
    title: str
    reference: str = ""


@dataclass(frozen=True)
class Item:
    """An agenda item. `closed`, `minutes_closed` and `decisions_closed` say why the public may not see the item, its
    minutes or its decisions; what is closed is not in the record, and `summary` is the public minute in its place.
    `former_title` is what the first agenda called it; `state` is the code of what became of an item that was not taken, and
    `taken` its place in the order taken, where that was not the agenda's. `late_rule` is the code of the rule by which a late
    item was taken (committees.law.LateRule). `added_on` is the day on which it came, if not with the first agenda. `actions` are
    those that it gave, `arising` those of earlier meetings that are taken at it. `papers_missing` says that papers are named
    which are not here, and `background_papers` names those that the report relies on. `video_at` is how many seconds into the
    webcast it begins."""

    slug: str
    number: str
    title: str
    kind: str
    level: int = 1
    former_title: str = ""
    matter: Matter | None = None
    state: str = ""
    state_note: str = ""
    taken: int | None = None
    minute_number: str = ""
    officer: str = ""
    purpose: str = ""
    recommendation: str = ""
    is_late: bool = False
    late_rule: str = ""
    late_reason: str = ""
    late_agreed_by: str = ""
    added_on: str = ""
    closed: Closed | None = None
    minutes: str = ""
    minutes_closed: Closed | None = None
    summary: str = ""
    decisions: tuple[Decision, ...] = ()
    decisions_closed: Closed | None = None
    motions: tuple[Motion, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    actions: tuple[Action, ...] = ()
    arising: tuple[Action, ...] = ()
    papers: tuple[Paper, ...] = ()
    papers_closed: tuple[ClosedPaper, ...] = ()
    papers_missing: bool = False
    background_papers: tuple[str, ...] = ()
    video_at: int | None = None
    removals: tuple[Removal, ...] = ()

    @property
    def is_heading(self) -> bool:
        return self.kind == "heading"

    @property
    def is_procedural(self) -> bool:
        """Whether it stands on every agenda, so that a reader who looks for business passes over it."""
        return self.kind in PROCEDURAL

    @property
    def lacks_papers(self) -> bool:
        """Whether the page says that none are here: not of what is closed, nor where it says something else of them."""
        return not (self.papers or self.papers_closed or self.papers_missing or self.closed)


@dataclass(frozen=True)
class Movement:
    """Somebody came in or went out: the code of which, the title of the item that was being taken, and the local time ("18:42")
    where it is known."""

    kind: str
    item: str
    at: str = ""


@dataclass(frozen=True)
class Attendee:
    """`seat` is the code of a member's role in the committee, `represents` the body that appointed them to it, `role` an
    officer's post or another role in words; `state` is "" where attendance is not part of what was published (an agenda lists
    the members only)."""

    person: Name
    capacity: str
    seat: str = ""
    role: str = ""
    state: str = ""
    remote: bool = False
    substitute_for: Name | None = None
    represents: str = ""
    comment: str = ""
    movements: tuple[Movement, ...] = ()


@dataclass(frozen=True)
class Approval:
    """Which meeting approved the minutes, at which item, and with which corrections; who signed them. `committee` names the
    body where it is not the minutes' own, and `item` is the item's address, "" where the public can't go there."""

    meeting: str
    date: str
    committee_slug: str
    committee: str = ""
    item: str = ""
    number: str = ""
    corrections: tuple[str, ...] = ()
    signed_on: str = ""
    signed_by: str = ""


@dataclass(frozen=True)
class Annotation:
    """What a later resolution says of approved minutes; where it was passed, as an approval has it."""

    meeting: str
    date: str
    committee_slug: str
    text: str
    committee: str = ""
    item: str = ""
    number: str = ""


@dataclass(frozen=True)
class MeetingRecord:
    """`notice_days` is how many clear days of notice the body's law asked for, and `notice_by` the last day on which an
    agenda gave them: in agendas alone, and 0 and "" where no law asks for any. `summoned_by` are those who sign the notice,
    each with the office, as long as the meeting is to come: the proper officer or, where `called_by_members`, who call it (LGA
    1972 Sch. 12 paras. 3, 4, 9, 10)."""

    kind: str
    organisation: str
    committee: str
    committee_slug: str
    slug: str
    date: str
    meeting_kind: str = ""
    start: str = ""
    began: str = ""
    end: str = ""
    inquorate: bool = False
    adjourned_to: str = ""
    subtitle: str = ""
    venue: str = ""
    remote_link: str = ""
    webcast_link: str = ""
    attending: str = ""
    note: str = ""
    contact_officer: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    cancellation_reason: str = ""
    postponed_to: str = ""
    notice_days: int = 0
    notice_by: str = ""
    summoned_by: tuple[str, ...] = ()
    called_by_members: bool = False
    approval: Approval | None = None
    annotations: tuple[Annotation, ...] = ()
    attendance: tuple[Attendee, ...] = ()
    items: tuple[Item, ...] = ()
    papers: tuple[Paper, ...] = ()
    papers_closed: tuple[ClosedPaper, ...] = ()
    removals: tuple[Removal, ...] = ()
    schema: int = SCHEMA

    @property
    def address(self) -> str:
        return f"{self.committee_slug}/{self.slug}"

    @property
    def all_papers(self) -> tuple[Paper, ...]:
        return self.papers + tuple(paper for item in self.items for paper in item.papers)

    @property
    def files(self) -> set[str]:
        """The sha-256 of every paper."""
        return {paper.sha256 for paper in self.all_papers}

    def to_json(self) -> str:
        """The canonical JSON: the same record gives the same bytes (keys sorted, no spaces, UTF-8 as it is)."""
        return json.dumps(self, default=vars, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "MeetingRecord":
        """The record that `to_json` wrote, here or in a release that knows more fields.

        ValueError, with a sentence, if it has a schema that this release doesn't know."""
        data = json.loads(text)
        if data.get("schema") != SCHEMA:
            raise ValueError(
                f"This record was written by a newer Minutebook (schema {data.get('schema')}; this one reads {SCHEMA}). "
                "Install that release again."
            )
        record: MeetingRecord = _build(cls, data)
        return record


def digest(salt: str, text: str) -> str:
    """What the log keeps of a record: SHA-256 (FIPS 180-4) of its salt and its text, in hexadecimal. Without the salt,
    which is destroyed with a withdrawn record, nobody can tell a text by guessing it."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def _build(wanted: Any, data: Any) -> Any:
    """`data` (from JSON) as the type `wanted`: a dataclass, a tuple of one, an optional or a plain value."""
    if data is None:
        return None
    if get_origin(wanted) is tuple:
        return tuple(_build(get_args(wanted)[0], value) for value in data)
    if get_origin(wanted) in (Union, types.UnionType):
        return _build(next(option for option in get_args(wanted) if option is not type(None)), data)
    if not (isinstance(wanted, type) and dataclasses.is_dataclass(wanted)):
        return data
    hints, nested = _hints(wanted)
    given = {name: value for name, value in data.items() if name in hints}
    return wanted(**given | {name: _build(hints[name], given[name]) for name in nested & given.keys()})


@cache
def _hints(wanted: type) -> tuple[dict[str, Any], frozenset[str]]:
    """The types of a dataclass's fields, and the names of those whose values are not plain: lists and other dataclasses."""
    hints = get_type_hints(wanted)
    nested = (
        name
        for name, hint in hints.items()
        if get_origin(hint) is tuple or any(map(dataclasses.is_dataclass, get_args(hint) or [hint]))
    )
    return hints, frozenset(nested)
