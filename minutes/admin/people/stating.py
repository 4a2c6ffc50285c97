"""What a clerk changes in the grid of people, one column of one row at a time, over what she saw there."""

from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import date_format

from committees.days_and_times import TimeOfDayField
from minutes.admin.conflicts import who_changed
from minutes.attending import FIRST, check_state, give_seat, people_of
from minutes.models import Attendance, Meeting
from minutes.models.versioned import Stale

# What can be changed of a person, and what the history calls it. The history tells no text: reasons are private.
COLUMNS = {
    "state": "attendance",
    "mode": "how",
    "comment": "comment",
    "apology_reason": "reason for apologies",
    "role": "post",
    "seat": "seat",
    "capacity": "capacity",
}
CHOSEN = {"state", "mode", "seat", "capacity"}
TIMES = {"began": "Began at", "end": "Ended at"}
PRESIDING = {"chair": "In the chair", "vice-chair": "Vice-chair"}
GONE = "This person is not on the list any more: somebody else removed the row."


@dataclass
class Problem:
    """Why something was not stored. `stored` is what somebody else stored meanwhile, as its control would send it."""

    sentence: str
    stored: str | None = None
    stored_words: str = ""


class Refused(Exception):
    """A change that is not stored, and its Problem."""

    def __init__(self, problem: Problem):
        super().__init__(problem.sentence)
        self.problem = problem


class Stating:
    """The changes in a form: each is stored by itself or has its problem, by the name of its control."""

    def __init__(self, request, meeting: Meeting):
        self.request, self.post, self.meeting = request, request.POST, meeting
        self.rows = people_of(meeting)
        self.problems: dict[str, Problem] = {}
        self.said: list[str] = []

    def store(self) -> "Stating":
        for name in self._changed():
            try:
                with transaction.atomic():
                    self._store(name)
            except Refused as refused:
                self.problems[name] = refused.problem
            except ValidationError as error:
                self.problems[name] = Problem(" ".join(error.messages))
        return self

    def _changed(self) -> list[str]:
        """The names of the controls that hold something else than when the page was made."""
        return [name for name in self.post if self.post.get(f"was-{name}", self.post[name]) != self.post[name]]

    def _store(self, name: str) -> None:
        whose, _, column = name.partition("-")
        if whose == "meeting" and column in TIMES:
            said = self._store_time(name, column)
        elif whose == "meeting" and column in PRESIDING:
            said = self._store_presiding(name, column)
        elif column in COLUMNS:
            said = self._store_column(name, self._row(whose.removeprefix("p")), column)
        else:
            return
        self.said.append(said)
        log(self.request, self.meeting, said)

    def _row(self, pk: str) -> Attendance:
        row = next((row for row in self.rows if str(row.pk) == pk), None)
        if row is None:
            raise ValidationError(GONE)
        return row

    def _store_column(self, name: str, row: Attendance, column: str) -> str:
        value = Attendance._meta.get_field(column).formfield().clean(self.post[name])
        was = self.post[f"was-{name}"]
        if column == "state":
            check_state(row, value, self.rows)
        if column == "capacity":
            _check_capacity(row, value)
        about = f"{row}, {COLUMNS[column]}"
        if column == "seat" and value in FIRST and row.seat == was:
            give_seat(self.meeting, value, row)
        else:
            self._replace(row, column, was, value, about)
        return f"{about}: {shown(column, value) if column in CHOSEN else 'changed'}."

    def _replace(self, row, column: str, was, value, about: str) -> None:
        """Store one column, or say who changed it meanwhile, and show both values."""
        try:
            row.replace(column, was, value)
        except Stale as stale:
            self._refuse(about, shown(column, stale.stored), shown(column, value), as_sent(stale.stored))

    def _refuse(self, about: str, stored: str, mine: str, as_stored: str) -> None:
        who = who_changed(self.meeting, about)
        raise Refused(
            Problem(f"{who} changed this meanwhile, to {stored}. Yours is not saved: {mine}.", as_stored, stored)
        )

    def _store_time(self, name: str, column: str) -> str:
        if not self.request.user.has_perm("minutes.change_meeting"):
            raise PermissionDenied
        clean = TimeOfDayField(required=False).clean
        value = clean(self.post[name])
        self._replace(self.meeting, column, clean(self.post[f"was-{name}"]), value, TIMES[column])
        return f"{TIMES[column]}: {shown(column, value)}."

    def _store_presiding(self, name: str, seat: str) -> str:
        holder = next((row for row in self.rows if row.seat == seat), None)
        chosen = self._row(self.post[name]) if self.post[name] else None
        stored = str(holder.pk) if holder else ""
        if stored not in {self.post[f"was-{name}"], self.post[name]}:
            self._refuse(PRESIDING[seat], str(holder or "nobody"), str(chosen or "nobody"), stored)
        give_seat(self.meeting, seat, chosen)
        return f"{PRESIDING[seat]}: {chosen or 'nobody'}."


def _check_capacity(row: Attendance, capacity: str) -> None:
    if capacity != row.capacity and Attendance.Capacity.SUBSTITUTE in {capacity, row.capacity}:
        raise ValidationError("A substitute is listed with the member that they stand in for: see “Substitute” below.")


def log(request, meeting: Meeting, said: str) -> None:
    """Write what was changed into the meeting's history."""
    admin.site.get_model_admin(Meeting).log_change(request, meeting, said)


def shown(column: str, value) -> str:
    """A value as the clerk reads it."""
    if column in CHOSEN:
        return f"“{dict(Attendance._meta.get_field(column).choices).get(value, 'none')}”"
    return f"“{as_sent(value)}”" if value else "nothing"


def as_sent(value) -> str:
    """A value as its control sends it."""
    return "" if value is None else value if isinstance(value, str) else date_format(value, "H:i")
