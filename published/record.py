"""MeetingRecord: what the public may know of a meeting, frozen. Page, PDF and everything else is made from it alone.

Plain typed classes with a JSON form. Rich text is clean HTML (richtext.cleaning); dates are ISO 8601; times are local
to the organisation, "HH:MM", and "" where they are not known. A record never changes: a new field gets a default, and
anything more raises SCHEMA and is read by `from_json` in both forms for ever.
"""

import dataclasses
import json
import types
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

SCHEMA = 1


@dataclass(frozen=True)
class Paper:
    title: str
    kind: str
    file_name: str
    sha256: str
    size: int
    pages: int | None = None

    @property
    def format(self) -> str:
        """PDF, DOCX, …: the ending, as readers know it."""
        return self.file_name.rpartition(".")[2].upper()


@dataclass(frozen=True)
class Vote:
    name: str
    person: str
    cast: str


@dataclass(frozen=True)
class Motion:
    label: str
    text: str
    mover: str = ""
    seconder: str = ""
    method: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    result: str = ""
    votes: tuple[Vote, ...] = ()

    @property
    def has_counts(self) -> bool:
        return any(count is not None for count in (self.votes_for, self.votes_against, self.abstentions))


@dataclass(frozen=True)
class Decision:
    kind: str
    text: str
    reference: str = ""
    reasons: str = ""
    options: str = ""
    is_key: bool = False
    call_in: str = ""
    call_in_by: str = ""
    effective_on: str = ""
    officer: str = ""


@dataclass(frozen=True)
class Declaration:
    name: str
    person: str
    kind: str
    nature: str = ""
    left_the_room: bool = False


@dataclass(frozen=True)
class Item:
    """An agenda item. `closed`, `minutes_closed` and `decisions_closed` hold the legal ground where the public may not
    see the item, its minutes or its decisions; what is closed is not in the record."""

    slug: str
    number: str
    title: str
    kind: str
    level: int = 1
    minute_number: str = ""
    officer: str = ""
    purpose: str = ""
    recommendation: str = ""
    late_reason: str = ""
    closed: str = ""
    minutes: str = ""
    minutes_closed: str = ""
    decisions_closed: str = ""
    decisions: tuple[Decision, ...] = ()
    motions: tuple[Motion, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def is_heading(self) -> bool:
        return self.kind == "heading"


@dataclass(frozen=True)
class Attendee:
    """`state` is "" where attendance is not part of what was published (an agenda lists the members only)."""

    name: str
    person: str
    role: str
    capacity: str
    state: str = ""
    remote: bool = False
    substitute_for: str = ""
    arrived_at: str = ""
    left_at: str = ""


@dataclass(frozen=True)
class MeetingRecord:
    kind: str
    organisation: str
    committee: str
    committee_slug: str
    slug: str
    date: str
    start: str = ""
    end: str = ""
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
    attendance: tuple[Attendee, ...] = ()
    items: tuple[Item, ...] = ()
    papers: tuple[Paper, ...] = ()
    schema: int = SCHEMA

    @property
    def address(self) -> str:
        return f"{self.committee_slug}/{self.slug}"

    @property
    def all_papers(self) -> tuple[Paper, ...]:
        return self.papers + tuple(paper for item in self.items for paper in item.papers)

    @property
    def files(self) -> list[str]:
        """The sha-256 of every paper, each once, sorted."""
        return sorted({paper.sha256 for paper in self.all_papers})

    def attended(self, *capacities: str, state: str) -> tuple[Attendee, ...]:
        return tuple(a for a in self.attendance if a.capacity in capacities and a.state == state)

    def to_json(self) -> str:
        """The canonical JSON: the same record gives the same bytes (keys sorted, no spaces, UTF-8 as it is)."""
        return json.dumps(dataclasses.asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "MeetingRecord":
        """The record that `to_json` wrote. ValueError if it is of a schema that this version does not know."""
        data = json.loads(text)
        if data.get("schema") != SCHEMA:
            raise ValueError(f"This record has schema {data.get('schema')}; this version of Minutebook reads {SCHEMA}.")
        record: MeetingRecord = _build(cls, data)
        return record


def _build(wanted: Any, data: Any) -> Any:
    """`data` (from JSON) as the type `wanted`: a dataclass, a tuple of one, an optional or a plain value."""
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        hints = get_type_hints(wanted)
        return wanted(**{name: _build(hints[name], value) for name, value in data.items()})
    if get_origin(wanted) is tuple:
        return tuple(_build(get_args(wanted)[0], value) for value in data)
    if get_origin(wanted) in (Union, types.UnionType) and data is not None:
        return _build(next(option for option in get_args(wanted) if option is not type(None)), data)
    return data
