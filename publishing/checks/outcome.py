"""Whether what came of the items is written, and who was there."""

import re
from collections.abc import Iterator
from itertools import pairwise

from committees.law import LateRule
from minutes.models import AgendaItem, Attendance, Decision, Meeting, Movement
from minutes.phrases import listed
from minutes.room import Room
from published.kinds import Kind
from publishing.checks.check import Check, coded, look, minutes_link, tab_link
from richtext.plain_text import text_of

HAS = {Movement.Kind.ARRIVED: "arrives", Movement.Kind.LEFT: "leaves"}
HAD = {Movement.Kind.ARRIVED: "arrive", Movement.Kind.LEFT: "leave"}
NAMED = 6  # people in one sentence
NO_APOLOGIES = re.compile(r"\bno (?:apologies|absences)\b|\bapologies[^.]{0,30}: none\b", re.I)
NONE_DECLARED = re.compile(
    r"\bno (?:(?:declarations of )?interests?|declarations)\b|\bnone (?:was|were) declared\b", re.I
)
DECIDES_NOTHING = {Decision.Kind.NOTED, Decision.Kind.DEFERRED, Decision.Kind.WITHDRAWN}


@coded("outcome")
def outcome(meeting: Meeting, kind: Kind, items: list[AgendaItem]) -> Iterator[Check]:
    decided = any(item.decisions.all() for item in items)
    if items and kind == Kind.DECISIONS and not decided:
        yield Check(
            "No item has a decision. Record the decisions before you publish them.", tab_link("minutes", meeting.pk)
        )
    written = decided or meeting.was_inquorate or any(_has_minute(item) for item in items)
    if items and kind.has_minutes and not written:
        yield Check(
            "No minutes have been written for any item. Write them before you publish.", tab_link("minutes", meeting.pk)
        )
    for item in items:
        for sentence in _of_decisions(meeting, item):
            yield look(f"“{item.title}” {sentence}", minutes_link(item), item)


def _of_decisions(meeting: Meeting, item: AgendaItem) -> Iterator[str]:
    decisions = item.decisions.all()
    if any(not decision.kind for decision in decisions):
        yield "has a decision without an outcome: none is printed."
    if decisions and meeting.was_inquorate:
        yield "has a decision, but the meeting was inquorate: it decides nothing."


@coded("late")
def late(meeting: Meeting, items: list[AgendaItem]) -> Iterator[Check]:
    """Business that was not on a parish council's summons can be noted or put off, but not decided."""
    if meeting.committee.law.late_rule != LateRule.INFORMATION:
        return
    for item in items:
        if item.is_late and any(decision.kind not in DECIDES_NOTHING for decision in item.decisions.all()):
            yield look(
                f"“{item.title}” was not on the summons, but has a decision. {LateRule.INFORMATION.label}",
                minutes_link(item),
                item,
            )


@coded("attendance")
def attendance(meeting: Meeting, room: Room) -> Iterator[Check]:
    here, rows, present = tab_link("people", meeting.pk), room.rows, len(room.voting)
    quorum = meeting.committee.quorum
    if not present:
        yield look("Nobody is recorded as present.", here)
    elif quorum and (present < quorum) != meeting.was_inquorate:
        but = "; yet the meeting is marked as inquorate" if meeting.was_inquorate else ""
        yield look(f"Members recorded as present: {present}. The quorum is {quorum}{but}.", here)
    if expected := [str(row) for row in rows if row.state == Attendance.State.EXPECTED]:
        yield look(f"Still “expected”: {_some(expected)}. Record who was present, absent or sent apologies.", here)


@coded("contradictions")
def contradictions(room: Room, items: list[AgendaItem]) -> Iterator[Check]:
    """A sentence for each item that says that there were none of what is recorded of the same meeting."""
    away = [row for row in room.rows if row.state == Attendance.State.APOLOGIES]
    declared = [row for item in items for row in item.declarations.all()]
    for kind, says, what, recorded in [
        (AgendaItem.Kind.APOLOGIES, NO_APOLOGIES, "apologies", away),
        (AgendaItem.Kind.DECLARATIONS, NONE_DECLARED, "interests", declared),
    ]:
        for item in items if recorded else []:
            if item.kind == kind and says.search(text_of(item.minute.body) if hasattr(item, "minute") else ""):
                count = f"{len(recorded)} {'is' if len(recorded) == 1 else 'are'}"
                yield look(
                    f"“{item.title}” says that there were no {what}, but {count} recorded.", minutes_link(item), item
                )


def _some(names: list[str]) -> str:
    """The first six names, and how many there are beside them."""
    further = len(names) - NAMED
    return f"{', '.join(names[:NAMED])} and {further} more" if further > 0 else listed(names)


@coded("movements")
def movements(meeting: Meeting, room: Room) -> Iterator[Check]:
    """Who stands in for somebody that was there, or comes and goes in an order in which nobody can."""
    here, members = tab_link("people", meeting.pk), {row.person_id: row for row in room.voting if row.person_id}
    for row in room.rows:
        member = members.get(row.substitute_for_id)
        if member and row.state == Attendance.State.PRESENT and not (room.movements(member) or room.movements(row)):
            yield look(f"{row} is a substitute for {member}, who is recorded as present.", here)
        for before, after in pairwise(room.movements(row)):
            if sentence := _out_of_order(before, after, room):
                yield look(f"{row} {sentence}. Put right when they came and went.", here)


def _out_of_order(before: Movement, after: Movement, room: Room) -> str:
    if before.kind == after.kind:
        return f"{HAS[before.kind]} at “{before.item}”, and again at “{after.item}”"
    if room.places[after.item_id] < room.places[before.item_id]:
        return f"{HAS[after.kind]} at “{after.item}”, before “{before.item}”, at which they {HAD[before.kind]}"
    return ""


def _has_minute(item: AgendaItem) -> bool:
    return bool(hasattr(item, "minute") and item.minute.body)
