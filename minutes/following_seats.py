"""Who is expected at the meetings to come follows who sits on the committee on that day, until something is stated of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from committees.models import Committee, Membership
from minutes.models import Attendance, Meeting, Movement

State, Capacity = Attendance.State, Attendance.Capacity
Seats = dict[int, Membership]  # by the person


@dataclass
class Followed:
    """What was changed on a meeting's list: names."""

    meeting: Meeting
    joined: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    other_seat: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.joined or self.left or self.other_seat)

    def __str__(self) -> str:
        parts = [("Expected", self.joined), ("Not expected any more", self.left), ("In another seat", self.other_seat)]
        return " ".join(f"{what}: {', '.join(names)}." for what, names in parts if names)


def to_come(committee: Committee) -> list[Meeting]:
    """The committee's meetings that have not begun and are not called off, the next first."""
    found = committee.meetings.filter(date__gte=timezone.localdate(), cancelled_at=None).order_by("date", "sitting")
    return [meeting for meeting in found if not meeting.has_begun]


def seats_on(committee: Committee, days: Iterable[date]) -> dict[date, Seats]:
    """Who sits on the committee on each of the days, but for substitutes. One query."""
    seats = list(Membership.objects.filter(committee=committee).exclude(role="substitute").in_order())
    return {day: {seat.person_id: seat for seat in seats if _is_on(seat, day)} for day in set(days)}


def _is_on(seat: Membership, day: date) -> bool:
    return (seat.started_on is None or seat.started_on <= day) and (seat.ended_on is None or day <= seat.ended_on)


def follow(meeting: Meeting, before: Seats, now: Seats) -> Followed:
    """Let a meeting's list follow a change of the seats on its day; gives what was changed.

    Who sits now and did not is expected; who sits no more is not, unless something is stated of them. Whoever the clerk took
    off the list or put on it by hand stays so, and a list that was empty for another reason than empty seats is left alone."""
    rows = list(meeting.attendances.select_for_update(of=("self",)).select_related("person").annotate(moved=_MOVED))
    done = Followed(meeting)
    if not rows and before:
        return done
    listed, stood_in_for = {row.person_id for row in rows}, {row.substitute_for_id for row in rows}
    for row in rows:
        if row.capacity == Capacity.MEMBER and row.person_id in before:
            _follow_one(row, before[row.person_id], now.get(row.person_id), row.person_id in stood_in_for, done)
    place = max((row.position for row in rows), default=0)
    for seat in [seat for person, seat in now.items() if person not in before and person not in listed]:
        place += 1
        Attendance.objects.create(meeting=meeting, person=seat.person, seat=seat.role, position=place)
        done.joined.append(str(seat.person))
    if done:
        meeting.save_columns()
    return done


_MOVED = Exists(Movement.objects.filter(attendance=OuterRef("pk")))


def _follow_one(row: Attendance, was: Membership, now: Membership | None, has_substitute: bool, done: Followed) -> None:
    stated = row.state != State.EXPECTED or row.mode or row.comment or row.apology_reason or row.moved or has_substitute
    if now is None and not stated:
        row.delete()
        done.left.append(str(row))
    elif now is not None and now.role != was.role == row.seat:
        row.seat = now.role
        row.save_columns("seat")
        done.other_seat.append(f"{row} ({now.get_role_display().lower()})")


def without_a_seat(meeting: Meeting) -> list[Attendance]:
    """Who is listed as a member, and has no seat on the committee on that day."""
    seats = Membership.objects.filter(committee=meeting.committee_id).on(meeting.date).values("person")
    rows = meeting.attendances.filter(~Q(person=None), capacity=Capacity.MEMBER).exclude(person__in=seats)
    return list(rows.select_related("person"))
