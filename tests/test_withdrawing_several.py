"""An item that was public is closed: Alison withdraws every version that shows it, with one reason and one second page."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from desk import withdrawing
from desk.reviewing import review
from published.kinds import Kind
from published.models import Version
from publishing.models import Publication
from tests.desk import Page
from tests.making import make_held_meeting, make_item, make_winter_and_summer, publish

pytestmark = pytest.mark.django_db
TOGETHER = "These 3 can be withdrawn together, with one reason."


@pytest.fixture
def meeting():
    """Three versions of a meeting that show an item which is closed since; another meeting's stand beside them."""
    other, meeting = make_winter_and_summer()
    publish(other)
    publish(meeting, Kind.AGENDA)
    publish(meeting, Kind.DRAFT_MINUTES)
    publish(meeting)
    item = meeting.items.first()
    item.restriction, item.public_title = "england-2006-3", "A contract"
    item.save()
    return meeting


def way(meeting) -> str:
    [check] = [check for check in review(meeting, Kind.MINUTES).checks if check.sentence == TOGETHER]
    return check.link


def test_one_reason_and_one_second_page_withdraw_all_of_them(desk, meeting):
    page = Page(desk, way(meeting))
    assert "Withdraw 3 publications" in page.text and Version.objects.count() == 4
    said = desk.post(page.address, page.fields | {"reason": " ", "step": "confirm"}).content.decode()
    assert "Say why it is withdrawn" in said
    second = Page(
        desk, page.address, desk.post(page.address, page.fields | {"reason": "It named a tenant.", "step": "confirm"})
    )
    assert "“It named a tenant.”" in second.text and Version.objects.count() == 4
    done = desk.post(page.address, second.fields | {"step": "withdraw"}, follow=True)
    assert "Withdrawn, and gone from the site: Minutes" in done.content.decode()
    assert [version.date.month for version in Version.objects.all()] == [1]
    reasons = Publication.objects.exclude(withdraws=None).values_list("note", flat=True)
    assert list(reasons) == ["It named a tenant."] * 3
    assert TOGETHER not in [check.sentence for check in review(meeting, Kind.MINUTES).checks]
    again = desk.get(page.address, follow=True).content.decode()
    assert "They are withdrawn already." in again


def test_versions_of_another_meeting_are_not_reached_and_of_one_alone_it_is_not_offered(desk, meeting):
    elsewhere = Publication.objects.first()
    address = f"{urlsplit(way(meeting)).path}?version={elsewhere.sequence}&version=x"
    assert "They are withdrawn already." in desk.get(address, follow=True).content.decode()
    alone = make_held_meeting(committee=meeting.committee, date=date(2026, 5, 6))
    make_item(alone, "Dredging", restriction="")
    publish(alone, Kind.AGENDA)
    alone.items.update(restriction="england-2006-3", public_title="A contract")
    sentences = [check.sentence for check in review(alone, Kind.AGENDA).checks]
    assert any("still shows" in said for said in sentences) and not any("together" in said for said in sentences)


def test_what_a_colleague_withdrew_a_moment_before_is_said_and_nothing_else_is_withdrawn(desk, meeting, monkeypatch):
    address, before = way(meeting), withdrawing.standing_of(meeting, timezone.now())
    Publication.objects.of(meeting).first().withdraw("It named a tenant.")
    monkeypatch.setattr(withdrawing, "standing_of", lambda *of: before)  # as this page read it, a moment earlier
    said = desk.post(address, {"reason": "It named a tenant.", "step": "withdraw"}, follow=True).content.decode()
    assert "None of these is withdrawn. This publication is withdrawn already." in said
    assert Publication.objects.of(meeting).standing().count() == 2
