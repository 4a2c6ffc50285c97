"""What Alison would delete is told in her words, and what was published can't be deleted."""

import pytest

from committees.models import Person
from minutes.models import AgendaItem, Attendance, Meeting
from published.kinds import Kind
from tests.desk import Page
from tests.making import SUMMER, WINTER, make_held_meeting, make_item, make_person, publish

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/committees/person/"


def deleting(row) -> str:
    return f"/admin/minutes/{row._meta.model_name}/{row.pk}/delete/"


@pytest.fixture
def meeting():
    make_held_meeting(date=WINTER)
    found = make_held_meeting(date=SUMMER)
    make_item(found, "Dredging")
    return found


def test_a_published_meeting_is_kept_and_the_page_leads_on(desk, meeting):
    publish(meeting, Kind.AGENDA)
    page = Page(desk, deleting(meeting))
    assert "can’t be deleted: it was published" in page.text and "Taken slug" not in page.text
    ways = {a.text_content(): a.get("href") for a in page.tree.xpath("//div[@id='content']//a")}
    assert ways["Postpone or cancel it"] == f"/admin/minutes/meeting/{meeting.pk}/cancellation/"
    assert ways["What was published of it"].endswith(f"/meeting/{meeting.pk}/#log")


def test_a_draft_goes_with_what_is_counted_in_words(desk, meeting):
    page = Page(desk, deleting(meeting))
    assert "Delete “Harbour Committee, 15 July 2026”? It can’t be brought back." in page.text
    assert "Agenda items: 2" in page.text and "Summary" not in page.text and "Objects" not in page.text
    assert desk.post(page.address, {"post": "yes"}).status_code == 302
    assert [left.date for left in Meeting.objects.all()] == [WINTER]


def test_several_items_are_deleted_together(desk, meeting):
    chosen = list(meeting.items.values_list("pk", flat=True))
    address = "/admin/minutes/agendaitem/"
    asked = desk.post(address, {"action": "delete_selected", "_selected_action": chosen})
    page = Page(desk, address, asked)
    assert "Delete 2 agenda items? They can’t be brought back." in page.text and "Dredging" in page.text
    assert "Summary" not in page.text
    desk.post(address, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert AgendaItem.objects.filter(meeting=meeting).count() == 0 and AgendaItem.objects.count() == 1


def test_of_several_chosen_in_a_list_those_that_can_t_be_deleted_are_named(desk, meeting):
    mary, ann, joe = (make_person(name) for name in ("Mary Bell", "Ann Vane", "Joe Marsh"))  # Mary was there already
    Attendance.objects.create(meeting=meeting, person=ann)
    data = {"action": "delete_selected", "_selected_action": [mary.pk, ann.pk, joe.pk], "post": "yes"}
    text = Page(desk, PEOPLE, desk.post(PEOPLE, data)).text
    assert "Nothing is deleted: “Councillor Mary Bell”, “Councillor Ann Vane” can’t be" in text
    assert "The others can, if you choose them alone." in text and Person.objects.count() == 3
