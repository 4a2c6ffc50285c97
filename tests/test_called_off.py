"""Once a meeting is cancelled its clerk reads what is left to be done: to be published, taken back, told and moved."""

from datetime import UTC, date, datetime

import lxml.html
import pytest

from minutes.models import Attendance, PaperWanted
from tests.making import make_document, make_item, make_meeting, make_person, publish
from tests.test_desk_queries import queries
from tests.test_rights import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(clock):
    """Of 4 March 2026, a month before it: with an agenda that is out, one that is scheduled, a paper and one that is wanted."""
    clock(datetime(2026, 2, 4, 9, tzinfo=UTC))
    meeting = make_meeting()
    make_item(meeting, "Apologies", kind="apologies")
    mole = make_item(meeting, "Mole")
    make_item(meeting, "Buoys", state="deferred")
    make_document(meeting, item=mole)
    Attendance.objects.create(meeting=meeting, person=make_person())
    PaperWanted.objects.create(item=mole, title="Report", of_whom="Head of Works", by=date(2026, 3, 1))
    PaperWanted.objects.create(item=mole, title="Plan", came_on=date(2026, 2, 1))
    publish(meeting, "agenda")
    make_item(meeting, "Quay")
    publish(meeting, "agenda", note="The quay.", goes_live_at=datetime(2026, 2, 20, 17, tzinfo=UTC))
    return meeting


def page_of(meeting) -> str:
    return f"/admin/minutes/meeting/{meeting.pk}/cancellation/"


def to_do(response) -> list[str]:
    lines = lxml.html.fromstring(response.content.decode()).xpath("//section[@id='to-do']//li")
    return [" ".join(line.text_content().split()) for line in lines]


def cancel(client, meeting):
    posted = {"reason": "Storm.", "cancel": "1", "opened_version": str(meeting.version)}
    return client.post(page_of(meeting), posted, follow=True)


def test_what_is_to_be_told_taken_back_and_moved_is_listed_until_it_is_done(desk, meeting):
    assert to_do(desk.get(page_of(meeting))) == []
    page = cancel(desk, meeting)
    assert page.redirect_chain[-1][0] == f"{page_of(meeting)}#to-do"
    assert to_do(page) == [
        "Agenda still goes live on 20 February 2026, 17:00, and says nothing of this. Take it back",
        "The public still expects it, and reads Agenda. Publish the cancellation What was published stays in its list, and its "
        "papers with it.",
        "Tell the 1 person on its list, and whoever keeps the room.",
        "Head of Works is still asked for “Report” by 1 March 2026: say for which meeting it is wanted now.",
        "2 items with 1 paper are on no other agenda: “Mole”, “Quay”. Say at the agenda which are deferred, and later meetings "
        "are offered them with their papers; or which are withdrawn.",
    ]
    links = lxml.html.fromstring(page.content.decode()).xpath("//section[@id='to-do']//a/@href")
    assert all(desk.get(link).status_code == 200 for link in links) and len(links) == 4
    meeting.publications.latest("sequence").withdraw("Cancelled.")
    meeting.refresh_from_db()
    publish(meeting, "cancellation")
    meeting.items.update(state="deferred")
    PaperWanted.objects.update(came_on=date(2026, 2, 4))
    assert to_do(desk.get(page_of(meeting))) == [
        "The public knows: the cancellation is published. Who was summoned is told on the page Summons.",
        "Tell the 1 person on its list, and whoever keeps the room.",
    ]


def test_where_nothing_is_public_nobody_has_to_be_told_and_who_may_not_publish_asks_somebody(meeting):
    cancel(client := staff("minutes.view_meeting", "minutes.change_meeting"), meeting)
    listed = to_do(client.get(page_of(meeting)))
    assert "Ask somebody who may withdraw to take it back." in listed[0]
    assert "Somebody who publishes for this committee publishes the cancellation." in listed[1]
    assert "2 items" in listed[-1] and "Mole" not in listed[-1]  # whose titles they may not read
    other = make_meeting(date=date(2026, 3, 11))
    assert to_do(cancel(client, other)) == ["Nothing of it is public, so that no reader has to be told."]


def test_the_list_asks_as_much_for_2_items_as_for_20(desk, meeting):
    cancel(desk, meeting)
    queries(desk, page_of(meeting))
    few = queries(desk, page_of(meeting))
    for n in range(18):
        PaperWanted.objects.create(item=make_item(meeting, f"Item {n}"))
    assert queries(desk, page_of(meeting)) == few
