"""The desk is as quick with a full agenda as with an empty one: what a page asks of the database doesn't grow."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minutes.models import Action, Attendance, Decision, Declaration, Motion, Movement, Vote
from tests.desk import Page, item_page, meeting_page, motion_page
from tests.making import make_committee, make_document, make_item, make_meeting, make_person

pytestmark = pytest.mark.django_db


def full(meeting, count: int):
    """`count` attendees and items; the first item has `count` of everything, and its motion as many votes."""
    items = [make_item(meeting, f"Item {n}", minutes="<p>Said.</p>", decision="<p>Done.</p>") for n in range(count)]
    for n in range(count):
        person = make_person(f"Una Reed{n}")
        row = Attendance.objects.create(meeting=meeting, person=person, capacity="substitute", substitute_for=person)
        Movement.objects.create(attendance=row, kind="arrived", item=items[n])
        make_item(meeting, f"Below {n}", parent=items[n])
        Decision.objects.create(item=items[0], text="<p>Done.</p>")
        Declaration.objects.create(item=items[0], person=person, kind="pecuniary")
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
    ("address", "most"), [(meeting_page, 11), (item_page, 17), (motion_page, 16)], ids=["meeting", "item", "motion"]
)
def test_a_page_asks_as_much_for_2_of_everything_as_for_20(desk, address, most):
    place = {meeting_page: 0, item_page: 1, motion_page: 2}[address]
    few = full(make_meeting(), 2)[place]
    many = full(make_meeting(date=date(2026, 7, 8)), 20)[place]
    queries(desk, address(few))  # fills what is remembered for good, such as content types
    counts = [queries(desk, address(row)) for row in (few, many)]
    assert counts[0] == counts[1] <= most


@pytest.mark.parametrize(("place", "most"), [(0, 35), (1, 34), (2, 9)], ids=["meeting", "item", "motion"])
def test_deleting_counts_20_of_everything_with_as_many_queries_as_2(desk, place, most):
    few = full(make_meeting(), 2)[place]
    many = full(make_meeting(date=date(2026, 7, 8)), 20)[place]
    addresses = [f"/admin/minutes/{row._meta.model_name}/{row.pk}/delete/" for row in (few, many)]
    queries(desk, addresses[0])
    counts = [queries(desk, address) for address in addresses]
    assert counts[0] == counts[1] <= most


def test_a_meeting_of_300_items_is_shown_and_saved(desk, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
    meeting = make_meeting()
    for n in range(300):
        make_item(meeting, f"Item {n}")
    Attendance.objects.create(meeting=meeting, person=make_person())
    assert "Item 299" in Page(desk, f"/admin/minutes/meeting/{meeting.pk}/agenda/").text
    page = Page(desk, meeting_page(meeting))
    assert page.send(venue="Custom House") is None


def test_the_list_of_items_asks_as_much_for_20_meetings_as_for_2(desk):
    counts = []
    for n in range(1, 21):
        meeting = make_meeting(date=date(2026, 7, n), committee=make_committee(name=f"Pier {n}", slug=f"pier-{n}"))
        make_item(meeting)
        counts += [queries(desk, "/admin/minutes/agendaitem/")] if n in {1, 2, 20} else []
    assert counts[1] == counts[2]


def test_the_list_of_motions_asks_as_much_for_20_as_for_2_and_names_them_by_their_items(desk):
    (few, _, _), (_, _, motion) = full(make_meeting(), 2), full(make_meeting(date=date(2026, 7, 8)), 2)
    counts = [queries(desk, "/admin/minutes/motion/")]
    for n in range(18):
        Motion.objects.create(item=few.items.first(), text=f"<p>That pier {n} be mended.</p>")
    Motion.objects.create(item=motion.item, text="<p>Twice.</p>", amends=motion)
    counts.append(queries(desk, "/admin/minutes/motion/"))
    assert counts[0] == counts[1] <= 7
    page = Page(desk, "/admin/minutes/motion/").text
    assert "Motion 20" in page and "Motion 21" not in page and "Amendment 1 to Motion 2" in page


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/admin/minutes/agendaitem/add/", 6),
        ("/admin/autocomplete/?term=pier&app_label=minutes&model_name=agendaitem&field_name=meeting", 4),
        ("/admin/minutes/meeting/?q=pier", 8),
    ],
)
def test_a_meeting_is_found_among_20_with_as_many_queries_as_among_2(desk, address, most):
    counts = []
    for n in range(1, 21):
        make_meeting(date=date(2026, 7, n), committee=make_committee(name=f"Pier {n}", slug=f"pier-{n}"))
        counts += [asked_for(desk, address)] if n in {1, 2, 20} else []
    assert counts[1] == counts[2] <= most


def asked_for(desk, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("kind", ["agenda", "draft-minutes"])
def test_checking_what_was_never_published_asks_as_much_for_20_items_as_for_2(desk, kind):
    counts = []
    for day, count in [(date(2026, 3, 4), 2), (date(2026, 7, 8), 2), (date(2026, 7, 9), 20)]:
        meeting = full(make_meeting(date=day), count)[0]
        door = f"/admin/publishing/publication/meeting/{meeting.pk}/"
        counts.append([asked_for(desk, f"{door}?kind={kind}"), asked_for(desk, f"{door}preview/{kind}/")])
    assert counts[1] == counts[2]
    assert counts[2][0] <= 33 and counts[2][1] <= 25
