"""The desk is as quick with a full agenda as with an empty one: what a page asks of the database doesn't grow."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minutes.models import Action, Attendance, Decision, Declaration, Motion, Vote
from tests.desk import Page, item_page, meeting_page, motion_page
from tests.making import make_committee, make_document, make_item, make_meeting, make_person

pytestmark = pytest.mark.django_db


def full(meeting, count: int):
    """`count` attendees and items; the first item has `count` of everything, and its motion as many votes."""
    items = [make_item(meeting, f"Item {n}", minutes="<p>Said.</p>", decision="<p>Done.</p>") for n in range(count)]
    for n in range(count):
        person = make_person(f"Una Reed{n}")
        Attendance.objects.create(
            meeting=meeting, person=person, capacity="substitute", substitute_for=person, arrived_at_item=items[n]
        )
        make_item(meeting, f"Below {n}", parent=items[n])
        Decision.objects.create(item=items[0], text="<p>Done.</p>")
        Declaration.objects.create(item=items[0], person=person)
        Action.objects.create(item=items[0], what="Mend")
        make_document(meeting, item=items[0])
        make_document(meeting)
        motion = Motion.objects.create(item=items[0], text="<p>That it be done.</p>", mover=person)
    for n in range(count):
        Vote.objects.create(motion=motion, person=make_person(f"Una Reed{n}"), cast="for")
    return meeting, items[0], motion


def queries(desk, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        Page(desk, address)
    return len(asked)


@pytest.mark.parametrize(
    ("address", "most"), [(meeting_page, 16), (item_page, 12), (motion_page, 10)], ids=["meeting", "item", "motion"]
)
def test_a_page_asks_as_much_for_2_of_everything_as_for_20(desk, address, most):
    place = {meeting_page: 0, item_page: 1, motion_page: 2}[address]
    few = full(make_meeting(), 2)[place]
    many = full(make_meeting(date=date(2026, 7, 8)), 20)[place]
    queries(desk, address(few))  # fills what is remembered for good, such as content types
    counts = [queries(desk, address(row)) for row in (few, many)]
    assert counts[0] == counts[1] <= most


def test_a_meeting_of_300_items_is_shown_and_saved(desk, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
    meeting = make_meeting()
    for n in range(300):
        make_item(meeting, f"Item {n}")
    Attendance.objects.create(meeting=meeting, person=make_person())
    page = Page(desk, meeting_page(meeting))
    assert "Item 299" in page.text
    assert page.send(venue="Custom House") is None


def test_the_list_of_items_asks_as_much_for_20_meetings_as_for_2(desk):
    counts = []
    for n in range(1, 21):
        meeting = make_meeting(date=date(2026, 7, n), committee=make_committee(name=f"Pier {n}", slug=f"pier-{n}"))
        make_item(meeting)
        counts += [queries(desk, "/admin/minutes/agendaitem/")] if n in {1, 2, 20} else []
    assert counts[1] == counts[2]
