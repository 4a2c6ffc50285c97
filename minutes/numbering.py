"""The numbers printed before agenda items: 1, 2, 2.1, and 7a for a late item that came between 7 and 8."""

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Protocol


class Numberable(Protocol):
    pk: int
    parent_id: int | None
    number_by_hand: str
    is_late: bool
    is_heading: bool
    is_numbered: bool


def printed_numbers(items: Sequence[Numberable]) -> list[str]:
    """The printed number of each item, in the order of the agenda.

    A number set by hand is printed as it is and takes no place in the count; a heading has none. A late item takes the
    number before it and a letter, so that numbers already printed on a published agenda don't move. What has no number
    on paper is given none.
    """
    counted = 0
    late = 0
    children: dict[int, int] = {}
    numbers: dict[int, str] = {}
    for item in items:
        if item.number_by_hand or item.is_heading or not item.is_numbered:
            number = item.number_by_hand
        elif item.parent_id is not None:
            children[item.parent_id] = children.get(item.parent_id, 0) + 1
            number = f"{numbers.get(item.parent_id, '')}.{children[item.parent_id]}".lstrip(".")
        elif item.is_late and counted:
            number = f"{counted}{_letters(late)}"
            late += 1
        else:
            counted, late = counted + 1, 0
            number = str(counted)
        numbers[item.pk] = number
    return [numbers[item.pk] for item in items]


def _letters(index: int) -> str:
    """a … z, aa, ab …"""
    head, tail = divmod(index, len(ascii_lowercase))
    return (_letters(head - 1) if head else "") + ascii_lowercase[tail]
