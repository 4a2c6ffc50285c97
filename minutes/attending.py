"""What the clerk states about who attends: of one person, of all, of who presided; and whether they are a quorum."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef

from committees.models import Membership
from minutes.models import Attendance, Meeting, Movement
from minutes.room import VOTING

State, Capacity = Attendance.State, Attendance.Capacity
NOT_COMING = {State.APOLOGIES, State.ABSENT}
FIRST = [Membership.Role.CHAIR, Membership.Role.VICE_CHAIR]


def people_of(meeting: Meeting, *related: str) -> list[Attendance]:
    """Everybody on the list, with who they are: the chair, the vice-chair, then the others by name.

    Each with `has_moved`: whether it is recorded when they came or went. `related` names what to fetch with them (as in
    prefetch_related)."""
    moved = Exists(Movement.objects.filter(attendance=OuterRef("pk")))
    rows = meeting.attendances.select_related("person", "substitute_for").annotate(has_moved=moved)
    return sorted(rows.prefetch_related(*related), key=_rank)


def _rank(row: Attendance) -> tuple:
    place = FIRST.index(row.seat) if row.seat in FIRST else len(FIRST)
    names = (row.person.last_name, row.person.first_name) if row.person else (row.guest_name, "")
    return place, *(name.casefold() for name in names), row.pk


def quorum_of(rows: Sequence[Attendance], quorum: int | None) -> str:
    """ "7 of 12 members present; quorum 4", from what is stated of them."""
    present = [row for row in rows if row.state == State.PRESENT and row.capacity in VOTING]
    members = sum(row.capacity == Capacity.MEMBER for row in rows)
    said = f"{len(present)} of {members} members present"
    if substitutes := sum(row.capacity == Capacity.SUBSTITUTE for row in present):
        said += f", {substitutes} by a substitute" if substitutes == 1 else f", {substitutes} by substitutes"
    if quorum is None:
        return f"{said}; the committee’s quorum is not on file"
    return f"{said}; quorum {quorum}" + ("" if len(present) >= quorum else ", not reached")


def substitute_of(row: Attendance, rows: Sequence[Attendance]) -> Attendance | None:
    """Who on the list stands in for somebody, and is not known to stay away."""
    standing_in = (other for other in rows if other.substitute_for_id and other.state not in NOT_COMING)
    return next((other for other in standing_in if other.substitute_for_id == row.person_id), None)


def check_state(row: Attendance, state: str, rows: Sequence[Attendance]) -> None:
    """ValidationError where somebody (of `people_of`, unless they are present) can't be what is stated of them, for what
    else is."""
    if state == State.PRESENT and (other := substitute_of(row, rows)):
        raise ValidationError(f"{other} is listed as the substitute for {row}. Remove the substitute first.")
    if state != State.PRESENT and row.has_moved:
        raise ValidationError(f"It is recorded when {row} came or went. Remove that first.")
    if state not in NOT_COMING and row.substitute_for_id and (member := _present(row.substitute_for_id, rows)):
        raise ValidationError(f"{member} is present, and needs no substitute. Remove {row} from the list.")


def _present(person: int, rows: Sequence[Attendance]) -> Attendance | None:
    return next((row for row in rows if row.person_id == person and row.state == State.PRESENT), None)


def all_present(rows: Sequence[Attendance]) -> tuple[list[Attendance], list[Attendance]]:
    """Everybody who is still expected is present: who is now, and who is not because a substitute is listed for them."""
    expected = [row for row in rows if row.state == State.EXPECTED]
    left = [row for row in expected if substitute_of(row, rows)]
    stated = [row for row in expected if row not in left]
    still = Attendance.objects.filter(pk__in=[row.pk for row in stated], state=State.EXPECTED)
    still.update(state=State.PRESENT, version=F("version") + 1)
    return stated, left


@transaction.atomic
def give_seat(meeting: Meeting, seat: str, chosen: Attendance | None) -> None:
    """`chosen` had this seat that day and nobody else: one chair presides over a meeting. Who had it has their own again."""
    rows = list(meeting.attendances.select_for_update().select_related(None))
    for row in rows:
        if row.seat == seat and row != chosen:
            row.seat = _own_seat(meeting, row, {seat, *(other.seat for other in rows if other.seat in FIRST)})
            row.save_columns("seat")
    if chosen and chosen.seat != seat:
        chosen.seat = seat
        chosen.save_columns("seat")


def _own_seat(meeting: Meeting, row: Attendance, taken: set[str]) -> str:
    """The seat that somebody has on the committee that day, unless it is taken; none for who is no member."""
    if row.capacity != Capacity.MEMBER:
        return ""
    held = Membership.objects.filter(committee=meeting.committee_id, person=row.person_id).on(meeting.date)
    role = held.values_list("role", flat=True).first()
    return Membership.Role.MEMBER if role is None or role in taken else role


def expect_officers(meeting: Meeting, last: Meeting) -> None:
    """List the officers of the last meeting, in their order. Whether they come nobody has said."""
    listed = set(meeting.attendances.values_list("person_id", flat=True)) - {None}
    officers = last.attendances.filter(capacity=Attendance.Capacity.OFFICER).exclude(person__in=listed)
    for officer in officers.order_by("position", "pk"):
        Attendance.objects.create(
            meeting=meeting,
            person_id=officer.person_id,
            guest_name=officer.guest_name,
            role=officer.role,
            capacity=officer.capacity,
        )
