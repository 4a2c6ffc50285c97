"""The days on which a committee usually meets, and what speaks against a day."""

from collections.abc import Iterator
from datetime import date, timedelta

from committees.bank_holidays import ENGLAND, WALES, bank_holidays
from committees.models import Committee

LONGEST = 366 * 3  # days that a calendar is asked for at once


def usual_days(weekday: int | None, week: int | None, start: date, end: date) -> Iterator[date]:
    """The days of a pattern, such as the second Tuesday of each month, from `start` to `end`, both included.

    `weekday` counts as Committee.Weekday, `week` as Committee.Week; without a week it is every week, without a day none."""
    days = (start + timedelta(n) for n in range(min((end - start).days + 1, LONGEST)))
    return (day for day in days if day.weekday() == weekday and (not week or _is_of_week(day, week)))


def next_usual_day(committee: Committee, after: date) -> date | None:
    """The first usual day after a day; None where the committee's page doesn't say when it meets each month."""
    if committee.usual_weekday is None or not committee.usual_week:
        return None
    return next(usual_days(committee.usual_weekday, committee.usual_week, after + timedelta(1), after + timedelta(70)))


def _is_of_week(day: date, week: int) -> bool:
    if week == Committee.Week.LAST:
        return (day + timedelta(7)).month != day.month
    return (day.day - 1) // 7 + 1 == week


def bank_holiday(day: date, committee: Committee) -> str:
    """The name of the bank holiday that a day is, where the committee meets; "" if it is none."""
    nation = WALES if committee.clear_days == Committee.ClearDays.WALES else ENGLAND
    return bank_holidays(day.year, nation).get(day, "")
