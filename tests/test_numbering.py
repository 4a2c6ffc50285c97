"""Whoever holds the printed agenda finds the same number before the item on the page."""

from types import SimpleNamespace

import pytest

from minutes.numbering import printed_numbers
from tests.making import SUMMER, WINTER, make_item, make_meeting

pytestmark = pytest.mark.once


def numbers(*items: dict) -> list[str]:
    plain = {"parent_id": None, "number_by_hand": "", "is_late": False, "is_heading": False, "is_numbered": True}
    return printed_numbers([SimpleNamespace(**plain | {"pk": pk} | item) for pk, item in enumerate(items, start=1)])


MAIN, LATE, HEADING = {}, {"is_late": True}, {"is_heading": True}


def below(parent: int) -> dict:
    return {"parent_id": parent}


def by_hand(number: str, **more) -> dict:
    return {"number_by_hand": number, **more}


AGENDAS = {
    "items are counted from one": ([MAIN, MAIN, MAIN], ["1", "2", "3"]),
    "sub-items of two items": (
        [MAIN, below(1), below(1), MAIN, below(4), below(4)],
        ["1", "1.1", "1.2", "2", "2.1", "2.2"],
    ),
    "late items move no number and have letters of their own": (
        [MAIN, LATE, LATE, MAIN, LATE, LATE, MAIN],
        ["1", "1a", "1b", "2", "2a", "2b", "3"],
    ),
    "sub-items of a late item": ([MAIN, LATE, below(2), below(2), MAIN], ["1", "1a", "1a.1", "1a.2", "2"]),
    "a late item that comes first has nothing before it": ([LATE, LATE, MAIN], ["1", "1a", "2"]),
    "a heading has no number and takes none": ([HEADING, MAIN, HEADING, MAIN], ["", "1", "", "2"]),
    "below a heading the sub-items alone are counted": ([HEADING, below(1), below(1)], ["", "1", "2"]),
    "an item without a number takes none": ([MAIN, {"is_numbered": False}, MAIN, LATE], ["1", "", "2", "2a"]),
    "a number by hand takes no place in the count": ([MAIN, by_hand("7"), MAIN], ["1", "7", "2"]),
    "sub-items of a number by hand": ([by_hand("45/26"), below(1), MAIN, below(3)], ["45/26", "45/26.1", "1", "1.1"]),
    "a number by hand before a late item": ([MAIN, by_hand("A"), LATE, MAIN], ["1", "A", "1a", "2"]),
    "a number by hand of a sub-item": (
        [MAIN, by_hand("1(i)", parent_id=1), below(1), by_hand("B", is_late=True), LATE],
        ["1", "1(i)", "1.1", "B", "1a"],
    ),
    "a heading with a number by hand": ([by_hand("Part I", is_heading=True), MAIN], ["Part I", "1"]),
}


@pytest.mark.parametrize(("items", "printed"), AGENDAS.values(), ids=AGENDAS)
def test_an_item_is_printed_with_its_number(items, printed):
    assert numbers(*items) == printed


def test_the_letters_go_on_after_z():
    late = numbers(MAIN, *[LATE] * 80)[1:]
    assert late[:2] == ["1a", "1b"]
    assert late[25:28] == ["1z", "1aa", "1ab"]
    assert late[51:53] == ["1az", "1ba"]
    assert len(set(late)) == 80


@pytest.mark.django_db
def test_a_meeting_numbers_its_own_items_and_sub_items_stand_below_theirs():
    winter, summer = make_meeting(date=WINTER), make_meeting(date=SUMMER)
    for meeting in (winter, summer):
        first = make_item(meeting, "Mole")
        make_item(meeting, "Dredging", is_late=True)
        make_item(meeting, "The north end", parent=first)
        make_item(meeting, "The south end", parent=first)
    make_item(summer, "Regatta")
    printed = ["1 Mole", "1.1 The north end", "1.2 The south end", "1a Dredging"]
    assert [f"{item.number} {item}" for item in winter.numbered_items()] == printed
    assert [f"{item.number} {item}" for item in summer.numbered_items()] == [*printed, "2 Regatta"]
