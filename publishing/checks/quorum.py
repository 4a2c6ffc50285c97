"""Whether enough members were in the room at each item."""

from collections.abc import Iterator
from itertools import groupby

from minutes.models import AgendaItem, Meeting
from minutes.room import Room, as_taken
from publishing.checks.check import Check, coded, look, minutes_link
from publishing.checks.votes import outside


@coded("quorum")
def quorum(meeting: Meeting, room: Room, items: list[AgendaItem]) -> Iterator[Check]:
    """A sentence for items that were taken one after the other by too few. That a whole meeting had no quorum is said once,
    by publishing.checks.outcome."""
    needed = meeting.committee.quorum
    if not needed or meeting.was_inquorate or len(room.voting) < needed:
        return
    taken = [item for item in as_taken(items) if not (item.is_heading or item.state)]
    for present, run in groupby(taken, key=lambda item: _present(item, room)):
        if present < needed:
            yield _too_few(list(run), present, needed)


def _present(item: AgendaItem, room: Room) -> int:
    """Members with a vote who were in the room for a part of the item at least, and had not left it for an interest."""
    left = outside(item)
    return sum(row.person_id not in left for row in room.voting_at(item))


def _too_few(items: list[AgendaItem], present: int, needed: int) -> Check:
    first, *_, last = [*items, items[-1]]
    at = f"“{first.title}”" if first is last else f"“{first.title}” to “{last.title}”"
    members = "member" if present == 1 else "members"
    return look(
        f"{at}: {present} {members} with a vote in the room; the quorum is {needed}. Put right who came and went, or record that "
        "nothing was decided.",
        minutes_link(first),
        first,
    )
