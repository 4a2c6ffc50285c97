"""Hours that the organisation's clocks show twice, or never: on the nights on which they go back and forward."""

from datetime import UTC, date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format


def comes_twice(day: date, at: time) -> bool:
    """Whether the clocks show that time twice on that day. What a meeting says of it is the first, in summer time."""
    first = datetime.combine(day, at, timezone.get_current_timezone())
    return first.utcoffset() > first.replace(fold=1).utcoffset()


def left_out_by_the_clocks(day: date, at: time) -> str:
    """A sentence where the clocks leave out that time of that day; "" where they show it, once or twice."""
    moment = datetime.combine(day, at, timezone.get_current_timezone())
    if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None):
        return ""
    return f"There is no {at:%H:%M} on {date_format(day, 'j F Y')}: the clocks go forward then. Choose another time."


def twice_by_the_clocks(day: date, at: time) -> str:
    """A sentence where the clocks show that time twice on that day, about which of them is taken; else ""."""
    if not comes_twice(day, at):
        return ""
    return (
        f"{at:%H:%M} comes twice on {date_format(day, 'j F Y')}: the clocks go back then. "
        "The first is taken, in summer time; the public reads so."
    )
