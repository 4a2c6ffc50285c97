"""Alison would move a meeting that readers have seen: its date is its address, and she is told so where she types it."""

from datetime import date

import pytest

from minutes.models import Meeting
from published.kinds import Kind
from tests.desk import Page, meeting_page
from tests.making import SUMMER, WINTER, make_committee, make_held_meeting, publish

pytestmark = pytest.mark.django_db
REFUSED = "This meeting is published as that of 15 July 2026: readers keep links to it"


@pytest.fixture
def meeting():
    """A published meeting, and another one of the winter that nobody has seen."""
    make_held_meeting(date=WINTER)
    found = make_held_meeting(date=SUMMER)
    publish(found, Kind.AGENDA)
    return found


@pytest.mark.parametrize("changes", [{"date": "22 July 2026"}, {"sitting": "2"}, {"committee": "other"}])
def test_a_published_meeting_keeps_its_day_its_sitting_and_its_committee(desk, meeting, changes):
    other = make_committee(slug="quays", name="Quays")
    changes = {name: other.pk if value == "other" else value for name, value in changes.items()}
    address = meeting_page(meeting)
    page = Page(desk, address, desk.post(address, Page(desk, address).fields | changes))
    assert REFUSED in page.text and "harbour-committee/2026" not in page.text
    [way] = page.tree.xpath(
        f"//ul[contains(@class, 'errorlist')]//a[@href='/admin/minutes/meeting/{meeting.pk}/cancellation/']"
    )
    assert way.text_content() == "postpone it" and page.fields[next(iter(changes))] == str(next(iter(changes.values())))
    assert Meeting.objects.get(pk=meeting.pk).address == "harbour-committee/2026-07-15"


def test_a_published_meeting_may_begin_earlier_and_one_that_nobody_saw_may_be_moved(desk, meeting):
    assert Page(desk, meeting_page(meeting)).send(start="18:00", date="Wednesday 15 July 2026") is None
    unseen = Meeting.objects.get(date=WINTER)
    assert Page(desk, meeting_page(unseen)).send(date="21 January 2026") is None
    assert Meeting.objects.get(pk=unseen.pk).date == date(2026, 1, 21)


def test_a_date_that_was_changed_before_this_was_refused_may_be_set_back(desk, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(date=date(2026, 7, 22))
    assert Page(desk, meeting_page(meeting)).send(date="15 July 2026") is None
