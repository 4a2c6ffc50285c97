"""Who is in the room at an item: what the clerk stated of each, and when they came in and went out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minutes.draft import Draft
from minutes.models import Attendance, Movement
from minutes.room import Room, as_taken
from tests.making import SUMMER, WINTER, make_item, make_meeting, make_person

pytestmark = pytest.mark.django_db

TITLES = ["Apologies", "Mooring fees", "The north mole", "Dredging", "Any other business"]


@pytest.fixture(params=[WINTER, SUMMER], ids=["winter", "summer"])
def meeting(request):
    """A meeting of five items, with another beside it at which everybody leaves at once."""
    meetings = {day: make_meeting(date=day) for day in (WINTER, SUMMER)}
    for made in meetings.values():
        for title in TITLES:
            make_item(made, title)
    other = next(made for day, made in meetings.items() if day != request.param)
    attend(other, "Mary Bell", (("left", 0),))
    return meetings[request.param]


def attend(meeting, name: str, moves=(), state: str = "present") -> Attendance:
    row = Attendance.objects.create(meeting=meeting, person=make_person(name), state=state)
    items = list(meeting.items.in_order())
    for kind, at in moves:
        Movement.objects.create(attendance=row, kind=kind, item=items[at])
    return row


def there(meeting) -> list[set[str]]:
    """The last names of who is in the room, item by item in the agenda's order."""
    room = Room.of(meeting)
    return [{row.person.last_name for row in room.voting_at(item)} for item in meeting.items.in_order()]


def test_who_is_stated_to_be_present_is_there_at_each_item_and_nobody_else(meeting):
    attend(meeting, "Mary Bell")
    for name, state in [("Ann Vane", "expected"), ("Joe Marsh", "apologies"), ("Zoe Ash", "absent")]:
        attend(meeting, name, state=state)
    assert there(meeting) == [{"Bell"}] * 5


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([("arrived", 2)], "--xxx"),
        ([("left", 2)], "xxx--"),
        ([("arrived", 1), ("left", 3)], "-xxx-"),
        ([("left", 1), ("arrived", 3)], "xx-xx"),
        ([("arrived", 1), ("left", 1), ("arrived", 3), ("left", 3)], "-x-x-"),
        ([("left", 2), ("arrived", 2)], "xxxxx"),
        ([("arrived", 2), ("left", 2)], "--x--"),
    ],
)
def test_who_comes_or_goes_during_an_item_was_there_for_a_part_of_it(meeting, moves, expected):
    attend(meeting, "Mary Bell", moves)
    attend(meeting, "Ann Vane")
    assert there(meeting) == [{"Bell", "Vane"} if at == "x" else {"Vane"} for at in expected]


def test_the_order_in_which_the_items_were_taken_counts_and_not_that_of_the_agenda(meeting):
    attend(meeting, "Mary Bell", [("arrived", 3)])  # at "Dredging"
    meeting.items.filter(title="Dredging").update(taken=2)
    taken = [item.title for item in as_taken(meeting.items.in_order())]
    assert taken == ["Apologies", "Dredging", "Mooring fees", "The north mole", "Any other business"]
    assert [bool(people) for people in there(meeting)] == [False, True, True, True, True]


def test_sub_items_are_taken_with_the_item_above_them_and_two_at_one_place_in_the_agenda_s_order(meeting):
    mole = meeting.items.get(title="The north mole")
    for title in ("Tender", "Guarantee"):
        make_item(meeting, title, parent=mole)
    meeting.items.filter(title__in=["The north mole", "Dredging"]).update(taken=1)
    assert [item.title for item in as_taken(meeting.items.in_order())] == [
        "The north mole",
        "Tender",
        "Guarantee",
        "Dredging",
        "Apologies",
        "Mooring fees",
        "Any other business",
    ]


def test_an_item_taken_at_a_place_beyond_the_last_comes_last(meeting):
    meeting.items.filter(title="Apologies").update(taken=40)
    assert as_taken(meeting.items.in_order())[-1].title == "Apologies"


def test_a_movement_at_an_item_of_another_meeting_tells_nothing(meeting):
    row = attend(meeting, "Ann Vane")
    Movement.objects.create(attendance=row, kind="left", item=make_item(make_meeting()))
    assert there(meeting) == [{"Vane"}] * 5


def test_nothing_is_asked_for_a_person_or_an_item(meeting):
    for n in range(30):
        attend(meeting, f"Una Reed{n}", [("left", 1)])
    with CaptureQueriesContext(connection) as asked:
        draft = Draft(meeting)
        assert [len(draft.room.voting_at(item)) for item in draft.items] == [30, 30, 0, 0, 0]
    assert len(asked) == 4


def test_headings_are_not_counted_in_the_order_taken(meeting):
    part = make_item(meeting, "Part 1", kind="heading")
    meeting.items.filter(pk=part.pk).update(position=0)
    meeting.items.filter(title="Dredging").update(taken=2)
    assert [item.title for item in as_taken(meeting.items.in_order())][:4] == [
        "Part 1",
        "Apologies",
        "Dredging",
        "Mooring fees",
    ]
