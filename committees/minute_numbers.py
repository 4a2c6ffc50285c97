"""How a committee writes the numbers of its minutes, and when they begin again: "57", "45/26", "E.70/26"."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

FIELD = re.compile(r"\{([^{}]*)\}")
FIELDS = {"seq", "year", "yy", "prefix"}
LONGEST = 20  # characters of a minute's number
MAY = 5  # the month in which a council's civic year begins, with its annual meeting (LGA 1972 Sch. 12 para. 1 and 7)


class Restart(TextChoices):
    NEVER = "", "They never begin again"
    YEAR = "year", "With each calendar year"
    CIVIC = "civic", "With each civic year, on 1 May"

    def period(self, day: date) -> str:
        """What tells the numbers of that day from those after they began again: "2026", or "" where they never do."""
        if self is Restart.NEVER:
            return ""
        return str(day.year - (self is Restart.CIVIC and day.month < MAY))


def check_pattern(pattern: str, restart: str) -> None:
    """ValidationError, with what to write, unless numbers can be made of it and none comes twice."""
    fields = FIELD.findall(pattern)
    if unknown := set(fields) - FIELDS:
        raise ValidationError(f"“{{{min(unknown)}}}” is not known. Write {{seq}}, {{year}}, {{yy}} or {{prefix}}.")
    if set("{}") & set(FIELD.sub("", pattern)):
        raise ValidationError("A brace is left open. Write fields like {seq}.")
    if fields.count("seq") != 1:
        raise ValidationError("Write {seq} once, for the number itself.")
    if restart and not {"year", "yy"} & set(fields):
        raise ValidationError(
            "Each year would have the same numbers. Write {yy} or {year} too, for example {seq}/{yy}."
        )


def written(pattern: str, seq: int, *, prefix: str, period: str, day: date) -> str:
    """The number of a minute: its `seq` in the pattern. The year is that in which the numbers began, so that none comes twice."""
    year = period or str(day.year)
    values = {"seq": str(seq), "year": year, "yy": year[-2:], "prefix": prefix}
    return FIELD.sub(lambda field: values[field[1]], pattern)
