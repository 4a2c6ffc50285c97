"""Times as a clerk writes them: those of the organisation's clocks, which leave out an hour in spring and show one twice
in autumn."""

import re
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from committees.days_and_times import read_day, read_time

FIRST, SECOND = "first", "second"
HOW = "write one like 4 March 2026, 5 pm."
DAY_AND_TIME = re.compile(
    r"(?P<day>.+?)(?:,| at|,? )\s*(?P<time>\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.?\s?m\.?)?|noon|midday|midnight)",
    re.IGNORECASE,
)


def read(text: str, which: str | None = None) -> datetime:
    """The moment that was written, such as "4 March 2026, 5 pm", 2026-03-04T17:00 or, with its offset, 2026-10-25T01:30+01:00.

    `which` is FIRST or SECOND for an hour that comes twice. Raises ValidationError, with the code "unreadable", "missing"
    (the clocks leave that time out) or "twice" (they show it twice, and nobody said which is meant)."""
    moment = _parsed(text)
    return moment if timezone.is_aware(moment) else _on_our_clocks(moment, which)


def _parsed(text: str) -> datetime:
    """As it is written, on no clock yet unless it names its offset: a day and a time, each as it is typed everywhere."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        found = DAY_AND_TIME.fullmatch(" ".join(text.split()))
    if found is None:
        raise ValidationError(f"“{text}” is not a time; {HOW}", code="unreadable")
    try:
        return datetime.combine(read_day(found["day"], coming=timezone.localdate()), read_time(found["time"]))
    except ValidationError as error:
        raise ValidationError(error.messages[0], code="unreadable") from error


def both(text: str) -> tuple[datetime, datetime]:
    """The two moments at which the clocks show a time that comes twice."""
    zone, moment = timezone.get_current_timezone(), _parsed(text)
    return moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)


def _on_our_clocks(moment: datetime, which: str | None) -> datetime:
    first, second = both(moment.isoformat())
    day, time = date_format(moment, "j F Y"), date_format(moment, "H:i")
    if first.astimezone(UTC).astimezone(first.tzinfo).replace(tzinfo=None) != moment:
        raise ValidationError(
            f"There is no {time} on {day}: the clocks go forward then. Choose another time.", code="missing"
        )
    if first.utcoffset() != second.utcoffset() and which not in {FIRST, SECOND}:
        raise ValidationError(
            f"{time} comes twice on {day}, when the clocks go back. Say which is meant.", code="twice"
        )
    return second if which == SECOND else first
