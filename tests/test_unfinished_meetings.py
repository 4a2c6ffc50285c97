"""A meeting is put off, adjourned, or too few members come: nothing of its business is lost."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.files.storage import default_storage

from minutes.models import Attendance, Document, Matter, Meeting
from tests.making import make_clerk, make_document, make_item, make_meeting, make_person
from tests.test_rights import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(clock):
    """Five items, the first two written down, one closed; 4 March 2026 in the evening. Another meeting has its own items."""
    clock(datetime(2026, 3, 4, 21, tzinfo=UTC))
    make_item(make_meeting(date=date(2026, 7, 8)), "Elsewhere")
    meeting = make_meeting(kind="extraordinary", subtitle="Budget")
    make_item(meeting, "Apologies", kind="apologies")
    make_item(meeting, "Mole", minutes="<p>Said.</p>")
    matter = Matter.objects.create(title="The quay")
    quay = make_item(
        meeting, "Quay", purpose="<p>To repair it.</p>", officer="Engineer", matter=matter, chair_note="Ask Bell."
    )
    make_item(meeting, "North", parent=quay, decision="<p>Done.</p>")
    make_item(meeting, "South", parent=quay)
    make_item(meeting, "Contract", restriction="england-2006-3", public_title="A contract")
    make_document(meeting, item=quay)
    Attendance.objects.create(meeting=meeting, person=make_person(), capacity="officer", state="present")
    return meeting


def page_of(meeting) -> str:
    return f"/admin/minutes/meeting/{meeting.pk}/cancellation/"


def say(client, meeting, what: str, **fields):
    items = fields.pop(
        "items", [str(item) for item in client.get(page_of(meeting)).context["unfinished"].initial["items"]]
    )
    posted = {f"unfinished-{name}": value for name, value in ({"what": what, "items": items} | fields).items()}
    return client.post(
        page_of(meeting), posted | {"unfinished": "1", "opened_version": str(meeting.version)}, follow=True
    )


def listed(meeting) -> list[str]:
    return [f"{item.number} {item.title}" for item in meeting.numbered_items("parent")]


def test_a_meeting_that_is_put_off_has_all_its_business_at_the_new_one(desk, meeting):
    page = say(desk, meeting, "postponed", date="1 April 2026", start="18:00", venue="Custom House", reason="Storm.")
    meeting.refresh_from_db()
    new = meeting.postponed_to
    assert (
        meeting.is_cancelled
        and meeting.cancellation_reason == "Storm."
        and page.redirect_chain[-1][0].endswith(f"{new.pk}/agenda/")
    )
    assert (new.date, new.start, new.venue, new.kind, new.subtitle) == (
        date(2026, 4, 1),
        time(18),
        "Custom House",
        "extraordinary",
        "Budget",
    )
    assert (
        f'Back to: <a href="{page_of(meeting).replace("cancellation", "change")}">{meeting}</a>'
        in page.content.decode()
    )
    assert listed(new) == listed(meeting) == ["1 Apologies", "2 Mole", "3 Quay", "3.1 North", "3.2 South", "4 Contract"]
    quay = new.items.get(title="Quay")
    assert (quay.purpose, quay.officer, str(quay.matter), quay.chair_note) == (
        "<p>To repair it.</p>",
        "Engineer",
        "The quay",
        "Ask Bell.",
    )
    closed = new.items.get(title="Contract")
    assert (closed.restriction, closed.public_title) == ("england-2006-3", "A contract")
    assert not new.items.exclude(minute=None).exists() and not new.items.exclude(decisions=None).exists()
    assert [row.state for row in new.attendances.all()] == ["expected"]


def test_a_carried_paper_has_a_file_of_its_own(desk, meeting, django_capture_on_commit_callbacks):
    say(desk, meeting, "postponed", date="1 April 2026", reason="Storm.")
    meeting.refresh_from_db()
    old, new = Document.objects.get(meeting=meeting), Document.objects.get(meeting=meeting.postponed_to)
    assert (new.title, new.sha256, new.item.title) == (old.title, old.sha256, "Quay") and new.file.name != old.file.name
    with django_capture_on_commit_callbacks(execute=True):
        old.delete()
    assert default_storage.exists(new.file.name)


def test_an_adjourned_meeting_goes_on_with_what_was_not_reached_and_says_so(desk, meeting):
    page = say(desk, meeting, "adjourned", date="11 March 2026")
    meeting.refresh_from_db()
    resumed = meeting.adjourned_to
    assert listed(resumed) == ["1 Quay", "1.1 South", "2 Contract"]
    states = {item.title: (item.state, item.state_note) for item in meeting.items.all()}
    to = ("deferred", "to the resumed meeting of 11 March 2026")
    nothing = ("", "")
    assert states == {"Apologies": nothing, "Mole": nothing, "Quay": to, "North": nothing, "South": to, "Contract": to}
    assert not meeting.is_cancelled and "adjourned to 11 March 2026, with 3 items." in page.content.decode()
    text = desk.get(page_of(meeting)).content.decode()
    assert "Its business goes on at the" in text and "Record it and make the new meeting" not in text


def test_it_is_resumed_the_same_evening_as_a_second_sitting(desk, meeting):
    say(desk, meeting, "adjourned", date="4 March 2026", start="21:30")
    meeting.refresh_from_db()
    assert (meeting.adjourned_to.date, meeting.adjourned_to.sitting) == (meeting.date, 2)


def test_of_an_inquorate_meeting_it_is_recorded_with_or_without_another(desk, meeting):
    say(desk, meeting, "inquorate")
    meeting.refresh_from_db()
    assert meeting.was_inquorate and meeting.adjourned_to is None and not meeting.items.exclude(state="").exists()
    desk.post(page_of(meeting), {"resume": "1", "opened_version": str(meeting.version)})
    meeting.refresh_from_db()
    assert not meeting.was_inquorate
    south = meeting.items.get(title="South")
    say(desk, meeting, "inquorate", date="11 March 2026", items=[str(south.pk)])
    meeting.refresh_from_db()
    assert meeting.was_inquorate and listed(meeting.adjourned_to) == ["1 South"]


@pytest.mark.parametrize(
    ("what", "fields", "said"),
    [
        ("postponed", {"date": "1 April 2026"}, "Say why the meeting is put off"),
        ("postponed", {"reason": "Storm."}, "Say on which day it is held instead."),
        ("adjourned", {}, "Say on which day it is held instead."),
        ("adjourned", {"date": "soon"}, "Write the day like 12 November 2026"),
        ("adjourned", {"date": "1 March 2026"}, "The new meeting can’t be before this one."),
        ("adjourned", {"date": "8 July 2026"}, "This committee has a meeting on that day already"),
        ("adjourned", {"date": "11 March 2026", "items": ["99999"]}, "Select a valid choice"),
    ],
)
def test_what_can_t_be_is_said_and_nothing_is_done(desk, meeting, what, fields, said):
    page = say(desk, meeting, what, venue="Custom House", **fields).content.decode()
    assert said in page and "Custom House" in page
    meeting.refresh_from_db()
    assert Meeting.objects.count() == 2 and meeting.version == 0


def test_two_clerks_and_a_second_press_make_one_new_meeting(desk, meeting):
    first = say(desk, meeting, "adjourned", date="11 March 2026")
    second = say(desk, Meeting(pk=meeting.pk, version=0), "adjourned", date="12 March 2026", items=[])
    assert "adjourned to" in first.content.decode() and Meeting.objects.count() == 3
    assert "changed this meeting while you had this page open" in second.content.decode()


def test_only_who_may_make_meetings_carries_business_to_a_new_one(meeting):
    make_clerk("other")
    client = staff("minutes.change_meeting", "minutes.view_agendaitem")
    assert "Record it and make the new meeting" not in client.get(page_of(meeting)).content.decode()
    client.post(page_of(meeting), {"unfinished": "1", "unfinished-what": "inquorate", "opened_version": "0"})
    meeting.refresh_from_db()
    assert not meeting.was_inquorate and not meeting.is_cancelled
