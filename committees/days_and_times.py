"""Days and times as people type them at the desk: "12 November 2026", "1.12.26", "Tues 1st Dec", "7.30 pm".

What has one meaning is read; what has two, or none, is refused with a sentence that says which, or how."""

import calendar
import re
from datetime import date, time, timedelta

from django import forms
from django.contrib.admin.widgets import AdminTimeWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
HOW = "Write the day like 12 November 2026 or 12/11/2026."
HOW_TIME = "Write the time like 19:30 or 7.30 pm."
TURN_OF_THE_CENTURY = 69  # 68 is 2068, 69 is 1969, as Python's own %y has it

ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
IN_FIGURES = re.compile(r"(?P<day>\d{1,2})\s?[-/.\s]\s?(?P<month>\d{1,2})(?:\s?[-/.\s]\s?(?P<year>\d{4}|\d{2}))?")
IN_WORDS = re.compile(
    r"(?:(?P<weekday>(?!the )[a-z]+) )?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -]?(?:of )?(?P<month>[a-z]+)"
    r"(?:[ -]?(?P<year>\d{4}|\d{2}))?"
)
MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]+) (?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<year>\d{4})"
)  # "December 26" is a month
TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:\s?[:.h]\s?(?P<minute>\d{2})(?::\d{2})?)?\s?(?P<half>[ap]m)?(?:\s?(?:hrs?|hours))?"
)
FOUR_FIGURES = re.compile(r"(?P<hour>[012]\d)(?P<minute>\d{2})\s?(?:hrs?|hours|h)?")


def read_day(typed: str, *, coming: date | None = None) -> date:
    """The day that somebody means. Without a year it is the next such day from `coming` on, that day itself included.

    ValidationError where it is none, or may be more than one."""
    words = " ".join(re.sub(r"[,\u2013]", " ", typed).lower().split()).rstrip(".")
    if words in NAMED_DAYS:
        return timezone.localdate() + timedelta(NAMED_DAYS[words])
    plain = words.replace(".", "")
    found = (
        ISO.fullmatch(words) or IN_FIGURES.fullmatch(words) or IN_WORDS.fullmatch(plain) or MONTH_FIRST.fullmatch(plain)
    )
    if found is None:
        raise ValidationError(HOW, "invalid")
    parts = found.groupdict()
    day = _day(int(parts["day"]), _month(parts["month"]), parts["year"], coming)
    if weekday := parts.get("weekday"):
        _check_weekday(day, weekday)
    return day


def _month(word: str) -> int:
    if word.isdecimal():
        if 1 <= int(word) <= 12:
            return int(word)
        raise ValidationError(f"There is no month {int(word)}: the day comes first. {HOW}", "invalid")
    return _one_of(MONTHS, word)


def _check_weekday(day: date, word: str) -> None:
    """Where the two differ, one is a slip, and nobody knows which."""
    if day.weekday() != (weekday := _one_of(WEEKDAYS, word)):
        is_a, not_a = f"{day.day} {day:%B %Y} is a {day:%A}", calendar.day_name[weekday]
        raise ValidationError(f"{is_a}, not a {not_a}. Correct one of the two.", "invalid")


def _one_of(names: dict[str, int], word: str) -> int:
    """What a name is short for, from three letters on."""
    found = [number for name, number in names.items() if len(word) >= 3 and name.startswith(word)]
    if len(found) != 1:
        raise ValidationError(HOW, "invalid")
    return found[0]


def _day(day: int, month: int, year: str | None, coming: date | None) -> date:
    if year is None:
        longest = calendar.monthrange(2024, month)[1]
        if not 1 <= day <= longest:
            raise ValidationError(f"There is no {day} {calendar.month_name[month]}. {HOW}", "invalid")
        if coming is None:
            this = timezone.localdate().year
            said = f"Of which year? Write it out, such as {day} {calendar.month_name[month]} {this}."
            raise ValidationError(said, "invalid")
        return next(found for n in range(9) if (found := _or_none(coming.year + n, month, day)) and found >= coming)
    number = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < TURN_OF_THE_CENTURY else 1900)
    if found := _or_none(number, month, day):
        return found
    raise ValidationError(f"There is no {day} {calendar.month_name[month]} {number}. {HOW}", "invalid")


def _or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_time(typed: str) -> time:
    """The time of day that somebody means. ValidationError where it is none, or may be in the morning or in the evening."""
    words = re.sub(r"([ap])\.?\s?m\.?$", r"\1m", " ".join(typed.lower().split()))
    if words in {"noon", "midday", "12 noon", "midnight"}:
        return time(0 if words == "midnight" else 12)
    found = FOUR_FIGURES.fullmatch(words) or TIME.fullmatch(words)
    if found is None:
        raise ValidationError(HOW_TIME, "invalid")
    parts = found.groupdict()
    half, hour, minute = parts.get("half"), int(parts["hour"]), int(parts["minute"] or 0)
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        raise ValidationError(f"There is no such time. {HOW_TIME}", "invalid")
    if not half and _is_of_either_half(parts["hour"], parts["minute"]):
        at = f"{hour}.{minute:02}" if minute else f"{hour}"
        raise ValidationError(f"In the morning or in the evening? Write {at} am or {at} pm.", "invalid")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def _is_of_either_half(hour: str, minute: str | None) -> bool:
    """ "7.30" and "7" may be in the evening; "07:30" and "10:15" are of a clock of 24 hours."""
    return 1 <= int(hour) <= (9 if minute else 12) and not (minute and hour.startswith("0"))


class DayField(forms.DateField):
    """A day of any time: one without a year is refused, with the sentence that asks for it."""

    def coming(self) -> date | None:
        return None

    def to_python(self, value) -> date | None:
        if isinstance(value, str) and value.strip():
            return read_day(value, coming=self.coming())
        return super().to_python(value)


class ComingDayField(DayField):
    """A day that is to come: without a year it is the next such day."""

    def coming(self) -> date:
        return timezone.localdate()


class TimeOfDayField(forms.TimeField):
    def to_python(self, value) -> time | None:
        if isinstance(value, str) and value.strip():
            return read_time(value)
        return super().to_python(value)


# For a ModelAdmin's or an inline's formfield_overrides.
TYPED = {
    models.DateField: {"form_class": DayField},
    models.TimeField: {"form_class": TimeOfDayField, "widget": AdminTimeWidget(format="%H:%M")},
}
