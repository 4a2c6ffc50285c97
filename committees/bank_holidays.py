"""Bank holidays, asked of the library `holidays` in this one place."""

from datetime import date
from functools import lru_cache

import holidays

ENGLAND, WALES = "ENG", "WLS"


@lru_cache(maxsize=64)
def bank_holidays(year: int, nation: str) -> dict[date, str]:
    """The bank holidays of a year, those moved or proclaimed for one year among them, with their names. `nation` is ENGLAND or
    WALES."""
    return dict(holidays.country_holidays("GB", subdiv=nation, years=year))
