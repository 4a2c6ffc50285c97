"""Whatever a clerk saves, deletes or publishes: they are where they were, and are told. Nothing published is deleted unseen."""

from datetime import UTC, date, datetime, time

import pytest

from minutes.models import AgendaItem, Meeting, Motion
from published.kinds import Kind
from tests.desk import Page, item_page, meeting_page, motion_page
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, publish
from tests.test_rights import staff

pytestmark = pytest.mark.django_db

LIST = "/admin/minutes/meeting/"


def deleted(desk, address: str) -> tuple[str, str]:
    """Where the clerk is after saying yes, and what the page says."""
    answer = desk.post(address.replace("/change/", "/delete/"), {"post": "yes"}, follow=True)
    where = answer.redirect_chain[-1][0]
    return where, " ".join(str(message) for message in answer.context["messages"])


def selected(desk, path: str, *rows, sure: bool = False):
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]} | (
        {"post": "yes"} if sure else {}
    )
    return desk.post(f"/admin/minutes/{path}/", data, follow=True)


def test_after_deleting_a_motion_the_clerk_is_at_its_item(desk):
    item, other = make_item(make_meeting()), make_item(make_meeting(date=date(2026, 7, 8)))
    motion = Motion.objects.create(item=item, text="<p>That it be mended.</p>")
    Motion.objects.create(item=other, text="<p>That it be left.</p>")
    where, said = deleted(desk, motion_page(motion))
    assert where == f"{item_page(item)}#motions" and said == "Motion 1 is deleted."
    assert [left.item for left in Motion.objects.all()] == [other]


def test_after_deleting_an_item_the_clerk_is_at_the_agenda_of_its_meeting(desk):
    item, other = make_item(make_meeting()), make_item(make_meeting(date=date(2026, 7, 8)))
    where, said = deleted(desk, item_page(item))
    assert where.startswith(f"/admin/minutes/meeting/{item.meeting_id}/agenda/") and "is deleted" in said
    assert list(AgendaItem.objects.all()) == [other]


def test_selected_meetings_that_were_published_are_not_deleted_and_a_sentence_says_why(desk):
    published, draft = make_held_meeting(), make_meeting(date=date(2026, 7, 8))
    publish(published)
    for sure in (False, True):
        page = selected(desk, "meeting", published, draft, sure=sure).content.decode()
        assert f"Nothing is deleted: “{published}” was published" in page and "The others can be deleted" in page
    assert Meeting.objects.count() == 2
    selected(desk, "meeting", draft, sure=True)
    assert list(Meeting.objects.all()) == [published]


def test_selected_items_say_what_was_published_of_them(desk):
    meeting = make_held_meeting()
    publish(meeting, Kind.AGENDA)
    published, draft = meeting.items.get(), make_item(meeting, "Dredging")
    page = selected(desk, "agendaitem", published, draft).content.decode()
    assert "What was published of “Repair of the north mole” stays: Agenda (version 1)" in page
    assert "of “Dredging” stays" not in page
    assert f"/admin/publishing/publication/meeting/{meeting.pk}/#log" in page


def test_times_are_shown_as_they_are_said(desk):
    make_committee(usual_start=time(18, 5))
    meeting = make_meeting(start=time(19, 30), end=time(21, 0))
    make_meeting(date=date(2026, 7, 8), start=None)
    assert "19:30" in Page(desk, LIST).text and "p.m." not in Page(desk, LIST).text
    fields = Page(desk, meeting_page(meeting)).fields
    assert (fields["start"], fields["end"], fields.get("began")) == ("19:30", "21:00", None)
    committee = Page(desk, f"/admin/committees/committee/{meeting.committee_id}/change/")
    assert committee.fields["usual_start"] == "18:05"


def test_the_log_of_publications_says_when_in_24_hours(desk, clock):
    for moment, day in [(datetime(2026, 3, 5, 18, 5, tzinfo=UTC), 4), (datetime(2026, 7, 9, 18, 5, tzinfo=UTC), 8)]:
        clock(moment)
        publish(make_held_meeting(date=date(2026, moment.month, day)))
    text = Page(desk, "/admin/publishing/publication/").text
    assert "5 Mar 2026, 18:05" in text and "9 Jul 2026, 19:05" in text


def test_the_list_of_meetings_leads_to_the_agenda_or_to_what_the_clerk_may_open(desk):
    meeting, other = make_meeting(), make_meeting(date=date(2026, 7, 8))
    found = Page(desk, LIST).tree.xpath("//table[@id='result_list']//tbody//th//a/@href")
    assert found == [f"/admin/minutes/meeting/{row.pk}/agenda/" for row in (other, meeting)]
    reader = Page(staff("minutes.view_meeting"), LIST).tree.xpath("//table[@id='result_list']//tbody//th//a/@href")
    assert reader == [meeting_page(other), meeting_page(meeting)]


def test_the_details_are_grouped_and_hold_the_kind_and_the_times(desk):
    meeting = make_meeting()
    page = Page(desk, meeting_page(meeting))
    assert page.send(kind="annual", began="7.35 pm", end="21.00", sitting="2", date="5 March 2026") is None
    meeting.refresh_from_db()
    assert (meeting.kind, meeting.began, meeting.end, meeting.sitting) == ("annual", time(19, 35), time(21), 2)
    assert meeting.date == date(2026, 3, 5)


def test_messages_are_told_to_who_hears_the_page(desk):
    page = Page(desk, meeting_page(make_meeting()))
    page.press("_continue", venue="Custom House")
    (messages,) = Page(desk, "/admin/").tree.xpath("//*[@role='status'][.//ul[@class='messagelist']]")
    assert messages.tag == "div" and "changed" in messages.text_content()
