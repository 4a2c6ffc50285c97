"""Who can be named at an item: who was in the room when it was taken, and who sits on the committee."""

from committees.models import Membership, Person
from minutes.models import AgendaItem, Attendance, Declaration, Movement
from minutes.room import VOTING, Room

NOT_THERE = {
    Attendance.State.APOLOGIES: "sent apologies",
    Attendance.State.ABSENT: "was absent",
    Attendance.State.EXPECTED: "is not stated to be present",
}
AWAY = {Movement.Kind.LEFT: "had left before this item", Movement.Kind.ARRIVED: "had not arrived at this item yet"}


class RoomAtItem:
    """A meeting's room as it is seen from one item. Six queries."""

    def __init__(self, item: AgendaItem):
        meeting = item.meeting
        self.item = item
        self.law = meeting.committee.law
        self._room = Room.of(meeting)
        self._rows = [row for row in self._room.rows if row.person_id]
        left = item.declarations.filter(afterwards=Declaration.Afterwards.LEFT)
        self._declared = set(left.values_list("person", flat=True))
        seats = Membership.objects.filter(committee=meeting.committee_id).on(meeting.date).in_order()
        self._members = [seat.person for seat in seats]

    @property
    def is_known(self) -> bool:
        """Whether anybody is stated to have been there; before that, nobody can be said to be missing."""
        return any(row.state == Attendance.State.PRESENT for row in self._rows)

    @property
    def voters(self) -> list[Attendance]:
        """Who could vote at the item. As long as nobody is stated to be present: who is listed and has not been excused."""
        voting = [row for row in self._rows if row.capacity in VOTING]
        if not self.is_known:
            return [row for row in voting if row.state == Attendance.State.EXPECTED]
        return [row for row in voting if not self.why_not(row.person_id)]

    @property
    def still_expected(self) -> list[Attendance]:
        """Who would have a vote, but is not stated to have come, or to have stayed away, while others are."""
        expected = Attendance.State.EXPECTED
        return [row for row in self._rows if self.is_known and row.capacity in VOTING and row.state == expected]

    @property
    def people(self) -> list[Person]:
        """Who can be found by name: who was in the room first, then everybody else who is listed or has a seat."""
        listed = sorted(self._rows, key=lambda row: bool(self.why_not(row.person_id)))
        return list({person.pk: person for person in [*(row.person for row in listed), *self._members]}.values())

    def why_not(self, person: int) -> str:
        """Why somebody can't have taken part in the item ("had left before this item"), or nothing."""
        row = self._room.row_of(person)
        if not self.is_known:
            return ""
        if row is None:
            return "is not on the list of who attended"
        if row.state in NOT_THERE:
            return NOT_THERE[Attendance.State(row.state)]
        if person in self._declared:
            return "declared an interest in this item and left the room"
        away = self._room.away(row, self.item)
        return AWAY[Movement.Kind(away.kind)] if away else ""
