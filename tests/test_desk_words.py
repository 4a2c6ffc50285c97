"""The desk speaks a clerk's words: what it calls things, what she may type, and what it says before something goes."""

from datetime import date, time

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from committees.models import Membership
from minutes.models import Action, Document, Meeting
from published.kinds import Kind
from tests.desk import Page, item_page, meeting_page
from tests.making import make_committee, make_document, make_held_meeting, make_item, make_meeting, make_person, publish

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("7 pm", time(19)),
        ("7pm", time(19)),
        ("7.30 pm", time(19, 30)),
        ("7:30 p.m.", time(19, 30)),
        ("7.30 P.M", time(19, 30)),
        ("19:30", time(19, 30)),
        ("19.30", time(19, 30)),
        ("19:30:00", time(19, 30)),
        ("10 am", time(10)),
        ("12 pm", time(12)),
        ("noon", time(12)),
    ],
)
def test_a_time_is_typed_as_people_write_it(desk, typed, means):
    meeting = make_meeting(start=None)
    assert Page(desk, meeting_page(meeting)).send(start=typed) is None
    assert Meeting.objects.get().start == means


@pytest.mark.parametrize("typed", ["half past seven", "25:00", "19:30 pm", "7 pm sharp"])
def test_a_time_that_there_is_not_is_refused_with_an_example(desk, typed):
    page = Page(desk, meeting_page(make_meeting(start=time(18)))).send(start=typed)
    assert "Write the time like 19:30 or 7.30 pm." in page.text
    assert page.fields["start"] == typed


@pytest.mark.parametrize(
    "typed",
    "12 November 2026|12 Nov 2026|12th November 2026|Thursday 12 November 2026|Thu, 12 Nov 2026|12/11/2026|12/11/26"
    "|12.11.2026|2026-11-12|12  november  2026".split("|"),
)
def test_a_day_is_typed_as_people_write_it(desk, typed):
    assert Page(desk, meeting_page(make_meeting())).send(date=typed) is None
    assert Meeting.objects.get().date == date(2026, 11, 12)


@pytest.mark.parametrize("typed", ["November 2026", "31 June 2026", "12/13/2026", "soon"])
def test_a_day_that_there_is_not_is_refused_with_an_example(desk, typed):
    page = Page(desk, meeting_page(make_meeting())).send(date=typed)
    assert "Write the day like 12 November 2026 or 12/11/2026." in page.text
    assert page.fields["date"] == typed


def test_so_it_is_in_the_tables(desk):
    committee = make_committee()
    page = Page(desk, f"/admin/committees/committee/{committee.pk}/change/")
    page.row("memberships", person=make_person().pk, role="chair", started_on="1 May 2026")
    assert page.send(usual_start="7 pm") is None
    assert Membership.objects.get().started_on == date(2026, 5, 1)
    committee.refresh_from_db()
    assert committee.usual_start == time(19)
    item = make_item(make_meeting())
    assert Page(desk, item_page(item)).row("actions", what="Mend it", due="1 May 2026").send() is None
    assert Action.objects.get().due == date(2026, 5, 1)


def test_the_first_page_names_no_package(desk):
    words = Page(desk, "/admin/").text
    assert "Log-in attempts" in words and "Groups of rights" in words
    assert "Axes" not in words and "Authorization" not in words


def reader(client, *rights: str):
    """Somebody who may only look."""
    user = User.objects.create_user("reader@example.org", name="Reader", is_staff=True)
    for right in rights:
        app, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client.force_login(user)
    return client


def test_who_may_only_read_sees_texts_and_no_tags(client):
    meeting = make_meeting(committee=make_committee(purpose="<p>The <strong>harbour</strong>.</p>"))
    item = make_item(
        meeting, purpose="<p>The <em>mole</em>.</p><ul><li>Its lamp</li></ul>", decision="<p>Mend <em>it</em>.</p>"
    )
    make_document(meeting, item=item, name="Survey of 2026.pdf")
    rights = [f"minutes.view_{model}" for model in ("agendaitem", "decision", "document", "meeting")]
    client = reader(client, "committees.view_committee", *rights)
    page = Page(client, item_page(item))
    assert "<p>" not in page.text and "The mole." in page.text and "Mend it." in page.text
    assert [element.text for element in page.tree.xpath("//*[@class='readonly']//li")] == ["Its lamp"]
    assert page.tree.xpath("//td[contains(@class, 'field-file')]//a")[0].text == "Survey-of-2026.pdf"
    assert "The harbour." in Page(client, f"/admin/committees/committee/{meeting.committee_id}/change/").text


def test_a_paper_is_called_by_its_own_name(desk):
    item = make_item(make_meeting())
    make_document(item.meeting, item=item, name="Survey of 2026.pdf")
    page = Page(desk, item_page(item))
    [link] = page.tree.xpath("//tr[@id='documents-0']//a")
    assert link.text == "Survey-of-2026.pdf"
    stored = Document.objects.get().file.name
    assert stored not in page.text and page.send() is None
    assert Document.objects.get().file.name == stored


def test_before_an_item_goes_the_clerk_reads_that_what_was_published_of_it_stays(desk):
    meeting = make_held_meeting()
    item = meeting.items.get()
    publish(meeting, Kind.AGENDA)
    publish(meeting)
    late = make_item(meeting, "Dredging")
    page = Page(desk, f"/admin/minutes/agendaitem/{item.pk}/delete/")
    assert "What was published of it stays: Minutes (version 1), Agenda (version 1)." in page.text
    door = f"/admin/publishing/publication/meeting/{meeting.pk}/"
    assert [a.text for a in page.tree.xpath(f"//a[@href='{door}#log']")] == ["Withdraw it there"]
    assert "of it stays" not in Page(desk, f"/admin/minutes/agendaitem/{late.pk}/delete/").text
    for publication in meeting.publications.filter(withdraws=None):
        publication.withdraw("It named a resident.")
    assert "of it stays" not in Page(desk, f"/admin/minutes/agendaitem/{item.pk}/delete/").text
