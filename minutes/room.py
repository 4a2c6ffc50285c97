"""Who was in the room when an item was taken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from minutes.models import AgendaItem, Attendance, Meeting, Movement

VOTING = {Attendance.Capacity.MEMBER, Attendance.Capacity.SUBSTITUTE}


@dataclass(frozen=True)
class Room:
    """Who is on the list of attendance, and in which place each item was taken."""

    rows: list[Attendance]
    agenda: Iterable[AgendaItem]  # the items in the order of the agenda

    @classmethod
    def of(cls, meeting: Meeting) -> "Room":
        """Three queries, or four where somebody came or went."""
        rows = meeting.attendances.select_related("person", "substitute_for").prefetch_related("movements__item")
        return cls(list(rows), meeting.items.in_order())

    @cached_property
    def places(self) -> dict[int, int]:
        """By item, in which place it was taken."""
        return {item.pk: place for place, item in enumerate(as_taken(self.agenda))}

    @cached_property
    def voting(self) -> list[Attendance]:
        """Who was there with a vote, be it for a part of the meeting."""
        return [row for row in self.rows if row.state == Attendance.State.PRESENT and row.capacity in VOTING]

    def row_of(self, person: int) -> Attendance | None:
        return self._by_person.get(person)

    @cached_property
    def _by_person(self) -> dict[int, Attendance]:
        return {row.person_id: row for row in self.rows if row.person_id}

    def voting_at(self, item: AgendaItem) -> list[Attendance]:
        """Who was there with a vote while the item was taken, or while a part of it was."""
        return [row for row in self.voting if not self.away(row, item)]

    def away(self, row: Attendance, item: AgendaItem) -> Movement | None:
        """The movement that says that somebody was not there at the item: they left before it, or arrived after it.

        At the very item at which they came or went they may have been there."""
        here = self.places[item.pk]
        moved = [(self.places[movement.item_id] - here, movement) for movement in self.movements(row)]
        if any(distance == 0 for distance, _ in moved):
            return None
        before = [movement for distance, movement in moved if distance < 0]
        if before:
            return before[-1] if before[-1].kind == Movement.Kind.LEFT else None
        return moved[0][1] if moved and moved[0][1].kind == Movement.Kind.ARRIVED else None

    def movements(self, row: Attendance) -> list[Movement]:
        """In the order in which they are recorded, of the items of this meeting."""
        return self._movements[row.pk]

    @cached_property
    def _movements(self) -> dict[int, list[Movement]]:
        places = self.places
        return {
            row.pk: [movement for movement in row.movements.all() if movement.item_id in places] for row in self.rows
        }


def as_taken(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Items that are given in the order of the agenda, in the order in which they were taken: an item with a place of its
    own (`taken`) is put there, counted among the main items, and takes its sub-items along."""
    below: dict[int, list[AgendaItem]] = {}
    mains = []
    for item in items:
        if item.parent_id is None:
            mains.append(item)
        else:
            below.setdefault(item.parent_id, []).append(item)
    order = [item for item in mains if item.taken is None]
    # Of two at one place the later on the agenda goes in first, and is moved on by the other.
    for item in sorted((item for item in mains[::-1] if item.taken is not None), key=lambda item: item.taken):
        order.insert(_index(order, item.taken), item)

    def with_all_below(item: AgendaItem) -> Iterator[AgendaItem]:
        yield item
        for each in below.get(item.pk, []):
            yield from with_all_below(each)

    return [each for item in order for each in with_all_below(item)]


def _index(order: list[AgendaItem], place: int) -> int:
    """Where the item that is taken as number `place` belongs: headings are not counted."""
    counted = 0
    for index, item in enumerate(order):
        counted += not item.is_heading
        if counted >= place:
            return index
    return len(order)
