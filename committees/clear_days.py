"""Clear days: those between the day of issue and the day of the meeting, neither of them counted.

Principal councils count working days (R v Swansea City Council, ex p Elitestone Ltd (1993); LGA 1972 s.100B(3)). Parishes
leave out what LGA 1972 s.243 names: Sundays, bank holidays, the breaks of Christmas and Easter, and days of public
thanksgiving or mourning. Saturdays are the committee's setting: NALC counts them, many councils don't. All days are those
of the organisation's clocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from dateutil.easter import easter
from django.utils import timezone

from committees.bank_holidays import ENGLAND, WALES, bank_holidays

REQUIRED = {"principal-5": 5, "parish-3": 3, "wales-3": 3, "none": 0}
DAYS_TO_CALL_IN = (
    5  # clear working days in which a decision of an executive may be called in (LGA 2000 s.9F; the number is custom)
)
ONE = timedelta(1)


@dataclass(frozen=True)
class Day:
    """A day of the working: which of the clear days it is, or 0, and why it is none."""

    date: date
    number: int
    left_out: str


@dataclass(frozen=True)
class ClearDays:
    """How a body counts: its profile (Committee.ClearDays), whether Saturdays count for a parish, and the days that it
    closed by hand, each with the reason."""

    profile: str
    counts_saturdays: bool = True
    closed: Mapping[date, str] = field(default_factory=dict)

    @classmethod
    def of(cls, committee) -> "ClearDays":
        """One query, unless the committee knows its closed days already."""
        closed = committee.closed_days if REQUIRED[committee.clear_days] else {}
        return cls(committee.clear_days, committee.counts_saturdays, closed)

    @property
    def needed(self) -> int:
        """How many clear days of notice the law asks for; 0: it asks for none."""
        return REQUIRED[self.profile]

    def left_out(self, day: date) -> str:
        """Why a day is no clear day, in words; "" if it is one."""
        nation = WALES if self.profile == "wales-3" else ENGLAND
        is_saturday = day.isoweekday() == 6
        if day.isoweekday() == 7:
            return "Sunday"
        if name := bank_holidays(day.year, nation).get(day):
            return name
        if self.profile == "parish-3" and (name := self._break(day)):
            return f"{name} (LGA 1972 s.243)"
        if is_saturday and self.profile != "parish-3":
            return "Saturday"
        if is_saturday and not self.counts_saturdays:
            return "Saturday, which this council doesn’t count"
        reason = self.closed.get(day)
        return f"The council’s own closed day: {reason}" if reason else ""

    def between(self, issued: date, meeting: date) -> list[Day]:
        """The days between two others, counted one by one."""
        days, number = [], 0
        for n in range(1, max((meeting - issued).days, 1)):
            day = issued + timedelta(n)
            reason = self.left_out(day)
            number += not reason
            days.append(Day(day, 0 if reason else number, reason))
        return days

    def count(self, issued: date, meeting: date) -> int:
        return sum(day.number > 0 for day in self.between(issued, meeting))

    def last_day(self, meeting: date) -> date | None:
        """The last day on which the agenda of a meeting may be issued; None where no law asks for clear days."""
        return self._after(self.needed, meeting, -ONE) if self.needed else None

    def first_meeting(self, issued: date) -> date:
        """The first day that counts itself and has the clear days before it, if the agenda is issued on that day."""
        return self._first_that_counts(self._after(self.needed, issued, ONE))

    def call_in(self, published: date) -> tuple[date, date]:
        """Until which day a decision that is published on a day may be called in, and the working day from which it
        has effect then: see DAYS_TO_CALL_IN."""
        effective = self._after(DAYS_TO_CALL_IN, published, ONE)
        return effective - ONE, self._first_that_counts(effective)

    def _after(self, count: int, day: date, step: timedelta) -> date:
        """The day next to so many that count, going from another one day by day."""
        day += step
        while count:
            count -= not self.left_out(day)
            day += step
        return day

    def _first_that_counts(self, day: date) -> date:
        while self.left_out(day):
            day += ONE
        return day

    def _break(self, day: date) -> str:
        """The break that a day lies in. Christmas: from the last weekday before Christmas Day to the first weekday after it
        that is no bank holiday; Easter: from the Thursday before to the Tuesday after."""
        sunday = easter(day.year)
        if sunday - timedelta(3) <= day <= sunday + timedelta(2):
            return "Easter break"
        last_weekday = 6 if self.counts_saturdays else 5
        first, last = date(day.year, 12, 24), date(day.year, 12, 26)
        while first.isoweekday() > last_weekday:
            first -= ONE
        while last.isoweekday() > last_weekday or last in bank_holidays(day.year, ENGLAND):
            last += ONE
        return "Christmas break" if first <= day <= last else ""


@dataclass(frozen=True)
class Notice:
    """The notice of one meeting, if its agenda is issued on a day."""

    rule: ClearDays
    meeting: date
    issued: date

    @classmethod
    def of(cls, meeting, issued: date) -> "Notice":
        return cls(ClearDays.of(meeting.committee), meeting.date, issued)

    @property
    def needed(self) -> int:
        return self.rule.needed

    @property
    def given(self) -> int:
        return self.rule.count(self.issued, self.meeting)

    @cached_property
    def last_day(self) -> date | None:
        return self.rule.last_day(self.meeting)

    @property
    def last_moment(self) -> datetime | None:
        """The last minute of the last day, on the organisation's clocks."""
        return self.last_day and datetime.combine(self.last_day, time(23, 59), timezone.get_current_timezone())

    @property
    def days_left(self) -> int:
        """From the day of issue to the last day; below 0 if it is late."""
        return (self.last_day - self.issued).days if self.last_day else 0

    @property
    def days_late(self) -> int:
        return max(-self.days_left, 0)

    @property
    def first_meeting(self) -> date:
        return self.rule.first_meeting(self.issued)

    @property
    def counted_from(self) -> date:
        """The day of issue; where that leaves more days than are needed, the last day that would do."""
        return min(max(self.issued, self.last_day or self.issued), self.meeting)

    @property
    def working(self) -> list[Day]:
        return self.rule.between(self.counted_from, self.meeting)
