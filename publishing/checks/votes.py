"""Votes that don't add up, or were cast by somebody who was not in the room."""

from collections.abc import Iterator
from dataclasses import dataclass

from minutes.models import AgendaItem, Attendance, Meeting, Motion, Vote
from publishing.checks.check import Check, look, motion_link
from publishing.checks.outcome import VOTING

COUNTED = {
    Vote.Cast.FOR: "votes_for",
    Vote.Cast.AGAINST: "votes_against",
    Vote.Cast.ABSTAINED: "abstentions",
}
NOT_THERE = {
    Attendance.State.APOLOGIES: "sent apologies",
    Attendance.State.ABSENT: "was absent",
    Attendance.State.EXPECTED: "is still “expected”",
}


@dataclass(frozen=True)
class Room:
    """Who is on the list of attendance, and which item came when."""

    rows: dict[int, Attendance]
    places: dict[int, int]

    @property
    def voting(self) -> int:
        """How many were there with a vote."""
        return sum(row.state == Attendance.State.PRESENT and row.capacity in VOTING for row in self.rows.values())


def votes(meeting: Meeting) -> Iterator[Check]:
    items = list(meeting.items.in_order().prefetch_related("motions__votes__person", "declarations"))
    room = Room(
        rows={row.person_id: row for row in meeting.attendances.exclude(person=None)},
        places={item.pk: place for place, item in enumerate(items)},
    )
    for item in items:
        for motion in item.motions.all():
            for sentence in [*_names(motion), *_sums(motion, room), *_voters(motion, item, room)]:
                yield look(f"“{item.title}”, {str(motion).lower()}: {sentence}", motion_link(motion))


def _names(motion: Motion) -> Iterator[str]:
    """Where names are recorded, they are as many as were counted."""
    names = [vote.cast for vote in motion.votes.all()]
    for cast, column in COUNTED.items():
        count = getattr(motion, column)
        if names and count is not None and count != names.count(cast):
            yield f"{count} counted as “{cast.label}”, but {names.count(cast)} by name."


def _sums(motion: Motion, room: Room) -> Iterator[str]:
    votes_for, against = motion.votes_for or 0, motion.votes_against or 0
    total = votes_for + against + (motion.abstentions or 0)
    if total > room.voting > 0:
        yield f"{total} votes are counted, but {room.voting} members were present."
    if motion.result == Motion.Result.CARRIED and votes_for < against:
        yield f"it is recorded as carried, by {votes_for} votes to {against}."
    if motion.result == Motion.Result.LOST and votes_for > against:
        yield f"it is recorded as lost, by {votes_for} votes to {against}."


def _voters(motion: Motion, item: AgendaItem, room: Room) -> Iterator[str]:
    outside = {declaration.person_id for declaration in item.declarations.all() if declaration.left_the_room}
    for vote in motion.votes.all():
        why = _why_not_there(room.rows.get(vote.person_id), item, room)
        if not why and vote.person_id in outside:
            why = "declared an interest and left the room"
        if why:
            yield f"{vote.person} voted “{vote.get_cast_display()}”, but {why}."


def _why_not_there(row: Attendance | None, item: AgendaItem, room: Room) -> str:
    """Why somebody can't have voted at the item, or nothing. At the very item at which they came or went, they may have."""
    if row is None:
        return "is not on the list of who attended"
    if row.state in NOT_THERE:
        return NOT_THERE[Attendance.State(row.state)]
    if row.capacity not in VOTING:
        return f"is listed as “{row.get_capacity_display()}”, without a vote"
    here = room.places[item.pk]
    if room.places.get(row.left_at_item_id, here) < here:
        return "had left the meeting before"
    if room.places.get(row.arrived_at_item_id, here) > here:
        return "had not arrived yet"
    return ""
