"""Who was there, where every name in the front of the minutes is a member of the committee."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from committees.models import Membership, Person
from committees.naming import like, meant
from minutes.importing.blocks import Block
from minutes.models import Attendance, Meeting

State = Attendance.State
LABELS = (
    (State.PRESENT, re.compile(r"(?:members |councillors )?present(?: in the chair)?", re.I)),
    (State.APOLOGIES, re.compile(r"apolog(?:y|ies)(?: for absence)?(?:(?: were)? received)?(?: from)?", re.I)),
    (State.ABSENT, re.compile(r"absent(?: without apologies)?", re.I)),
    (
        None,
        re.compile(
            r"(?:also |officers? |officials? )?in attendance|also present|officers?|officials?|public|press|clerk", re.I
        ),
    ),
)
LABELLED = re.compile(r"(?P<label>[^:\t]{3,50}?)(?:\s*[:\t]\s*(?P<rest>.*)|)", re.S)
BETWEEN = re.compile(r"\s*(?:[,;·•]|\band\b|&)\s*(?![^()]*\))")  # not in brackets
ASIDE = re.compile(r"\([^()]*\)")
ROLE = re.compile(r"\((?:in the )?(?P<role>chair|chairman|chairwoman|chairperson|vice[- ]chair(?:man)?)\)", re.I)


@dataclass(frozen=True)
class Seat:
    person: Person
    role: str
    state: str


@dataclass
class Group:
    """What stands under one label: "Present: Councillors Ash (Chair) and Oak"."""

    state: str | None
    blocks: list[Block]
    names: list[str]


@dataclass
class Taken:
    blocks: list[Block] = field(default_factory=list)  # that need no printing any more
    strangers: list[str] = field(default_factory=list)  # names that are no one member's, with the nearest that is
    asides: list[str] = field(default_factory=list)  # "(from item 3)": words that rows don't hold
    says_present: bool = False  # whether the front names anybody under "Present"


def take_attendance(meeting: Meeting, blocks: Sequence[Block]) -> Taken:
    """Make rows of the names under "Present", "Apologies" and "Absent".

    All of them or none: with one name that is not on the committee, or words beside one, the text stays as it is.
    """
    groups = [group for group in _groups(blocks) if group.state]
    sitting = Membership.objects.filter(committee=meeting.committee).on(meeting.date).select_related("person")
    seats = {seat.person: seat for seat in sitting}
    says_present = any(group.names for group in groups if group.state == State.PRESENT)
    names = [name for group in groups for name in group.names]
    who = {name: meant(_bare(name), seats) for name in names}
    strangers = [_with_nearest(name, who[name], seats) for name in names if len(who[name]) != 1]
    asides = [words for name in names for words in ASIDE.findall(ROLE.sub("", name))]
    asides += [block.struck for group in groups for block in group.blocks if block.struck]
    if strangers or asides or not groups:
        return Taken(strangers=strangers, asides=asides, says_present=says_present)
    _store(meeting, [(seats[who[name][0]], name, group.state) for group in groups for name in group.names])
    return Taken([block for group in groups for block in group.blocks], says_present=says_present)


def _with_nearest(name: str, several: list[Person], people: Iterable[Person]) -> str:
    near = [] if several else like(_bare(name), people)
    return f"“{name}”" + (f" (did you mean {near[0]}?)" if near else "")


def _store(meeting: Meeting, rows: list[tuple[Membership, str, str | None]]) -> None:
    seen = set(meeting.attendances.values_list("person_id", flat=True))
    for place, (seat, name, state) in enumerate(rows, start=1):
        if seat.person_id not in seen:
            seen.add(seat.person_id)
            Attendance.objects.create(
                meeting=meeting, person=seat.person, seat=_role(name) or seat.role, state=state, position=place
            )


def _groups(blocks: Sequence[Block]) -> list[Group]:
    groups: list[Group] = []
    for block in blocks:
        state, rest, is_label = _label(block.text)
        if is_label:
            groups.append(Group(state, [block], _names(rest)))
        elif groups and (block.joined or not groups[-1].names or block.tag in {"ul", "ol"}):
            groups[-1].blocks.append(block)
            groups[-1].names += _names(block.text)
    return groups


def _label(text: str) -> tuple[str | None, str, bool]:
    if found := LABELLED.fullmatch(text):
        for state, pattern in LABELS:
            if pattern.fullmatch(found["label"].strip()):
                return state, found["rest"] or "", True
    return None, "", False


def _names(text: str) -> list[str]:
    return [name for name in (piece.strip(" .\t") for piece in BETWEEN.split(text)) if name and name.lower() != "none"]


def _bare(name: str) -> str:
    return ASIDE.sub(" ", name)


def _role(name: str) -> str:
    found = ROLE.search(name)
    if not found:
        return ""
    return Membership.Role.VICE_CHAIR if found["role"].lower().startswith("vice") else Membership.Role.CHAIR
