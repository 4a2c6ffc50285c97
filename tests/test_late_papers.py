"""Papers that came after the first agenda stand in their place and say when they came; items say where the webcast has them."""

from datetime import UTC, date, datetime

import lxml.html
import pytest

from published.kinds import Kind
from published.webcasts import position, starting_at
from tests.desk import Page, item_page
from tests.making import make_document, make_held_meeting, make_pdf, publish

pytestmark = pytest.mark.django_db
FIRST, LATE, AFTER = (datetime(2026, *day, 23, 30, tzinfo=UTC) for day in ((7, 1), (7, 7), (7, 20)))
PAGE, MOLE = "/committees/harbour-committee/2026-07-15/", "repair-of-the-north-mole/"


def papers(client, address: str) -> list[str]:
    """Each paper's title, and what is said behind its link."""
    page = lxml.html.fromstring(client.get(address).content.decode())
    lines = page.xpath("//section[@class='papers']//li")
    return [f"{line.xpath('a')[0].text_content().partition(' (')[0]}{line.xpath('a')[0].tail or ''}" for line in lines]


@pytest.fixture
def meeting():
    """A meeting of summer; the winter one's papers all came with its agenda."""
    winter, summer = make_held_meeting(date=date(2026, 1, 14)), make_held_meeting(date=date(2026, 7, 15))
    for found in (winter, summer):
        make_document(found, "Survey", item=found.items.get(), position=1)
    return summer


def add(meeting, title: str, pages: int, **changes):
    return make_document(
        meeting, title, item=meeting.items.get(), content=make_pdf(pages), name=f"{pages}.pdf", **changes
    )


def test_a_paper_that_came_later_stands_in_its_place_and_says_on_which_day(client, clock, meeting):
    clock(FIRST)
    publish(meeting, Kind.AGENDA)
    add(meeting, "Tenders", 2)
    meeting.documents.filter(title="Tenders").update(position=0)
    clock(LATE)
    publish(meeting, Kind.SUPPLEMENT)
    wanted = ["Tenders, added on 8 July 2026", "Survey"]
    assert papers(client, PAGE) == papers(client, f"{PAGE}{MOLE}") == wanted
    assert papers(client, f"{PAGE}publications/1/") == ["Survey"]
    clock(AFTER)
    add(meeting, "Photographs", 3, position=5)
    publish(meeting, Kind.MINUTES)
    assert papers(client, PAGE) == [*wanted, "Photographs, added on 21 July 2026"]  # each its own day, and keeps it


def test_no_paper_is_late_where_no_agenda_was_published(client, clock, meeting):
    clock(AFTER)
    publish(meeting, Kind.DRAFT_MINUTES)
    add(meeting, "Tenders", 2)
    publish(meeting, Kind.MINUTES)
    assert not any("added" in line for line in papers(client, PAGE))


def test_a_notice_is_no_agenda_and_one_that_was_withdrawn_or_is_scheduled_is_none_either(client, clock, meeting):
    clock(FIRST)
    publish(meeting, Kind.NOTICE)
    publish(meeting, Kind.AGENDA).withdraw("It named a person.")
    publish(meeting, Kind.AGENDA, note="Put right.", goes_live_at=datetime(2099, 1, 1, tzinfo=UTC))
    add(meeting, "Tenders", 2)
    publish(meeting, Kind.SUPPLEMENT)
    assert papers(client, PAGE) and not any("added" in line for line in papers(client, PAGE))


def test_a_file_that_was_replaced_is_no_late_paper(client, clock, meeting):
    clock(FIRST)
    publish(meeting, Kind.AGENDA)
    document = meeting.documents.get()
    document.earlier, document.replaced_on = [document.sha256], date(2026, 7, 8)
    other = add(meeting, "Other", 4)
    document.file, document.sha256, document.size = other.file, other.sha256, other.size
    other.delete()
    document.save()
    clock(LATE)
    publish(meeting, Kind.AGENDA, note="The survey was put right.")
    assert papers(client, PAGE) == ["Survey, replaced on 8 July 2026"]


def test_the_late_paper_of_another_meeting_is_told_there_alone(client, clock, meeting):
    winter = meeting.committee.meetings.exclude(pk=meeting.pk).get()
    clock(FIRST)
    publish(meeting, Kind.AGENDA)
    publish(winter, Kind.AGENDA)
    add(winter, "Tenders", 2)
    clock(LATE)
    publish(winter, Kind.SUPPLEMENT), publish(meeting, Kind.SUPPLEMENT)
    assert papers(client, PAGE) == ["Survey"]


# Webcasts

ADDRESSES = {
    "https://www.youtube.com/watch?v=abc": "https://www.youtube.com/watch?v=abc&t=3723s",
    "https://www.youtube.com/watch?v=abc&t=5s": "https://www.youtube.com/watch?v=abc&t=3723s",
    "https://youtu.be/abc": "https://youtu.be/abc?t=3723s",
    "https://vimeo.com/123": "https://vimeo.com/123#t=3723s",
    "https://media.example.org/council.mp4": "https://media.example.org/council.mp4#t=3723",
    "https://webcast.example.org/core/portal/123": "",
    "https://youtube.com.example.org/watch?v=abc": "",
    "https://[": "",
    "": "",
}


@pytest.mark.parametrize("link", ADDRESSES)
def test_a_webcast_starts_at_the_item_where_its_site_says_how(link):
    assert starting_at(link, 3723) == ADDRESSES[link] and starting_at(link, None) == ""


def test_a_position_is_written_as_people_write_it():
    assert [position(seconds) for seconds in (0, 59, 60, 2530, 3600, 3723, 36000)] == [
        "0:00", "0:59", "1:00", "42:10", "1:00:00", "1:02:03", "10:00:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("https://youtu.be/abc", "Webcast of “Repair of the north mole”, from 1:02:03"),
        ("https://webcast.example.org/1", "1:02:03 into the webcast"),
        ("", ""),
    ],
)
def test_an_item_says_where_it_is_in_the_webcast_if_there_is_one(client, meeting, link, wanted):
    type(meeting).objects.filter(pk=meeting.pk).update(webcast_link=link)
    meeting.items.update(video_at=3723)
    meeting.refresh_from_db()
    publish(meeting)
    for address in (PAGE, f"{PAGE}{MOLE}"):
        page = lxml.html.fromstring(client.get(address).content.decode())
        assert "".join(found.text_content() for found in page.xpath("//p[@class='video']")) == wanted
        assert page.xpath("//p[@class='video']/a/@href") == (
            ["https://youtu.be/abc?t=3723s"] if "Webcast" in wanted else []
        )


TYPED = {"1:02:03": 3723, "42:10": 2530, "0:00": 0, "": None}


@pytest.mark.parametrize("typed", TYPED)
def test_a_clerk_types_where_an_item_begins(desk, meeting, typed):
    item = meeting.items.get()
    meeting.items.update(video_at=7)
    assert Page(desk, item_page(item)).fields["video_at"] == "0:00:07"
    assert Page(desk, item_page(item)).send(video_at=typed) is None
    assert meeting.items.get().video_at == TYPED[typed]


@pytest.mark.parametrize("typed", ["soon", "3723", "1:60", "1:2:3", "-1:00", "１:00", "100:00:00", "1" * 100_000])
def test_a_position_that_is_none_is_refused_at_its_field(desk, meeting, typed):
    page = Page(desk, item_page(meeting.items.get())).send(video_at=typed)
    assert page and "like 1:02:03 or 42:10" in page.text and meeting.items.get().video_at is None
