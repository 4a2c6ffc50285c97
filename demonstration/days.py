"""On which days the demonstration's meetings are held: always around today, and the same for a given day."""

from collections.abc import Sequence
from datetime import date, timedelta

from demonstration.council import COMMITTEES
from minutes.models import Meeting

BEFORE, AFTER = 18, 3  # months
QUIET_MONTHS = {8}


def meeting_days(today: date) -> dict[str, list[date]]:
    """The days of each committee's meetings from 18 months before `today` to three after it, in order.

    A committee meets on, say, the second Tuesday of every other month, and not in August. If that leaves the next
    fortnight empty, the Planning Committee has one meeting more, so that there is always a next meeting soon.
    """
    days = {committee[0]: _regular(committee, today) for committee in COMMITTEES}
    soon = {day for found in days.values() for day in found if today < day <= today + timedelta(14)}
    if not soon:
        extra = next(day for n in range(7, 14) if (day := today + timedelta(n)).isoweekday() == 4)
        days["planning-committee"] = sorted({*days["planning-committee"], extra})
    return days


def _regular(committee: tuple, today: date) -> list[date]:
    every, offset, weekday, which = committee[8:]
    this_month = today.year * 12 + today.month - 1
    months = [m for m in range(this_month - BEFORE, this_month + AFTER + 1) if m % every == offset]
    return [_weekday(m // 12, m % 12 + 1, weekday, which) for m in months if m % 12 + 1 not in QUIET_MONTHS]


def _weekday(year: int, month: int, weekday: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))


def one_in_each_half(meetings: Sequence[Meeting]) -> tuple[Meeting, Meeting]:
    """The last in summer time and the last in winter time."""
    summer = [meeting for meeting in meetings if is_summer(meeting.date)]
    winter = [meeting for meeting in meetings if not is_summer(meeting.date)]
    return summer[-1], winter[-1]


def is_summer(day: date) -> bool:
    return 4 <= day.month <= 9
