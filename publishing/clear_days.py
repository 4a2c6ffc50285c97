"""Clear days: those between the day of issue and the day of the meeting, neither of them counted.

Principal councils in England count working days (R v Swansea City Council, ex p Elitestone Ltd (1993); LGA 1972
s.100B(3)). Parishes leave out what LGA 1972 s.243 names: Sundays, bank holidays, and the breaks of Christmas and Easter;
NALC counts Saturdays (domain practice differs: the clerk sees the working and decides).
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from dateutil.easter import easter

REQUIRED = {"principal-5": 5, "parish-3": 3, "wales-3": 3, "none": 0}


def clear_days(issued: date, meeting: date, profile: str) -> int:
    """How many clear days lie between two days, counted as the profile (Committee.ClearDays) says."""
    days = (issued + timedelta(n) for n in range(1, max((meeting - issued).days, 1)))
    return sum(_counts(day, profile) for day in days)


def _counts(day: date, profile: str) -> bool:
    if day in _bank_holidays(day.year, "WLS" if profile == "wales-3" else "ENG"):
        return False
    if profile == "parish-3":
        thursday_before = easter(day.year) - timedelta(3)
        in_easter = thursday_before <= day <= thursday_before + timedelta(5)
        return day.isoweekday() != 7 and not in_easter and (day.month, day.day) != (12, 24)
    return day.isoweekday() < 6


@lru_cache(maxsize=64)
def _bank_holidays(year: int, nation: str) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=nation, years=year))
