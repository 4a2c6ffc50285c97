"""When somebody came in and went out while the meeting sat: as often as they did, and only as they can have."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction

from committees.days_and_times import TimeOfDayField
from minutes.attending import check_state, people_of
from minutes.models import AgendaItem, Attendance, Movement
from minutes.room import as_taken

HALF_A_DAY = 12  # hours: what is earlier by more was after midnight
ARRIVED, LEFT = Movement.Kind.ARRIVED, Movement.Kind.LEFT


def in_words(moves: Sequence[Movement]) -> list[str]:
    """What each of one person's movements is called: who arrives after having left comes back."""
    return ["Left" if move.kind == LEFT else "Came back" if at else "Arrived" for at, move in enumerate(moves)]


def possible(moves: Sequence[Movement]) -> list[tuple[str, str]]:
    """What somebody can do next, as kinds and words."""
    if not moves:
        return [(ARRIVED, "Arrived"), (LEFT, "Left")]
    return [(LEFT, "Left")] if moves[-1].kind == ARRIVED else [(ARRIVED, "Came back")]


def named_item(typed: str, items: Sequence[AgendaItem]) -> AgendaItem:
    """The item of the agenda (numbered) that somebody means by "5" or by words of its title. ValidationError if none, or
    more than one."""
    wanted = " ".join(typed.casefold().split()).rstrip(".")
    if not wanted:
        raise ValidationError("At which item? Write its number on the agenda, or its title.")
    exact = [item for item in items if wanted in {item.number.casefold().rstrip("."), label(item).casefold()}]
    found = exact or [item for item in items if wanted in item.title.casefold()]
    if len(found) == 1:
        return found[0]
    which = "More than one item is" if found else "No item on the agenda is"
    raise ValidationError(f"{which} “{typed.strip()}”. Write the item’s number on the agenda, or its title.")


CLOCK = r"(?P<clock>\d{1,2}[:.]\d\d\s*(?:[ap]\.?\s?m\.?)?|\d{1,2}\s*[ap]\.?\s?m\.?)"
BESIDE = [re.compile(rf"(?P<item>.+?)[\s,;]+(?:at\s+)?{CLOCK}", re.I), re.compile(rf"{CLOCK}[\s,;]+(?P<item>.+)", re.I)]


def placed(typed: str, items: Sequence[AgendaItem]) -> tuple[AgendaItem, time | None]:
    """The item that is meant, and the local time where one stands beside it: "5", "5, 18:42", "Budget 6.42 pm".

    ValidationError where no item is meant: a time alone doesn't say who was there at which vote."""
    try:
        return named_item(typed, items), None
    except ValidationError:
        for words, clock in _beside(typed.strip()):
            with suppress(ValidationError):
                return named_item(words, items), clock
        if re.fullmatch(CLOCK, typed.strip(), re.I):
            example = f"{next((item.number for item in items if item.number), 1)}, {typed.strip()}"
            raise ValidationError(f"Which item was taken then? Write it with the time: “{example}”.") from None
        raise


def _beside(typed: str) -> Iterator[tuple[str, time]]:
    for found in filter(None, (pattern.fullmatch(typed) for pattern in BESIDE)):
        with suppress(ValidationError):
            yield found["item"], TimeOfDayField().clean(found["clock"])


def label(item: AgendaItem) -> str:
    return f"{item.number} {item.title}".strip()


@transaction.atomic
def move(row: Attendance, kind: str, item: AgendaItem, items: Sequence[AgendaItem], at: time | None = None) -> Movement:
    """Somebody came in or went out at an item, and `at` which local time if that is known; with it they are stated to be
    present. `items` are in the agenda's order.

    ValidationError where they can't have, after what is recorded of them already."""
    Attendance.objects.select_for_update().get(pk=row.pk)  # of two clerks at once, the second sees what the first wrote
    _check(row, kind, item, items, at)
    if row.state != Attendance.State.PRESENT:
        check_state(row, Attendance.State.PRESENT, people_of(row.meeting))
        row.state = Attendance.State.PRESENT
    row.save_columns("state")
    return Movement.objects.create(attendance=row, kind=kind, item=item, at=at)


def _check(row: Attendance, kind: str, item: AgendaItem, items: Sequence[AgendaItem], at: time | None) -> None:
    moves = list(row.movements.select_related("item"))
    if not moves:
        return
    last, places = moves[-1], {item.pk: place for place, item in enumerate(as_taken(items))}
    if last.kind == kind:
        what, next_ = ("is in the room", "left") if kind == ARRIVED else ("has left", "came back")
        raise ValidationError(f"{row} {what} already, since “{last.item}”. Say first at which item they {next_}.")
    did, cannot = ("arrived", "left") if kind == LEFT else ("left", "come back")
    if at and last.at and at < last.at and last.at.hour - at.hour < HALF_A_DAY:
        raise ValidationError(f"{row} {did} at {last.at:%H:%M}, and can’t have {cannot} at {at:%H:%M}, before it.")
    if places[item.pk] < places[last.item_id]:
        raise ValidationError(
            f"{row} {did} at “{last.item}”, and can’t have {cannot} at “{item}”, which was taken before it."
        )
