"""The meeting that approved minutes leads to them: at once when they are public, and to nothing that is not."""

from datetime import UTC, datetime

import pytest
from lxml import html

from minutes.models import Approval
from published.kinds import Kind
from publishing.models import Publication
from tests.making import make_committee, make_item, make_meeting, publish
from tests.test_approval import FEBRUARY, MARCH, approve, item_of, made_next, made_public

pytestmark = pytest.mark.django_db
LATER = datetime(2099, 1, 1, tzinfo=UTC)


def links(client, address: str) -> list[tuple[str, str]]:
    """What was approved there: words and address."""
    found = html.fromstring(client.get(address).content.decode()).xpath("//section[@class='approved']//a")
    return [(" ".join(link.text_content().split()), link.get("href")) for link in found]


@pytest.fixture
def february():
    return made_public(FEBRUARY)


@pytest.fixture
def march(february):
    return made_next()


def at(meeting, *below: str) -> str:
    return "/".join(["/committees", meeting.address, *below, ""])


def test_the_meeting_and_the_item_that_approved_them_lead_to_the_minutes(client, february, march):
    approve(february, march)
    assert links(client, at(march)) == []
    publish(february, Kind.MINUTES)
    item_of(march).refresh_from_db()
    there = [("4 February 2026", at(february))]
    assert links(client, at(march)) == there == links(client, at(march, item_of(march).slug))
    assert links(client, at(march, "apologies")) == []
    assert links(client, at(february)) == []


def test_minutes_of_another_body_are_named_with_it(client, march):
    parks = made_public(FEBRUARY, committee=make_committee(name="Parks Committee", slug="parks"))
    approve(parks, march)
    publish(parks, Kind.MINUTES)
    assert links(client, at(march)) == [("Parks Committee, 4 February 2026", at(parks))]


def test_each_item_leads_to_what_was_approved_at_it(client, february, march):
    january = made_public(FEBRUARY.replace(month=1))
    second = make_item(march, "Minutes of January", kind="business")
    publish(march, Kind.AGENDA, note="An item more.")
    approve(february, march)
    Approval.objects.create(of_meeting=january, by_item=second, outcome="approved")
    for minutes in (january, february):
        publish(minutes, Kind.MINUTES)
    assert [words for words, _ in links(client, at(march))] == ["4 January 2026", "4 February 2026"]
    assert [words for words, _ in links(client, at(march, "minutes-of-january"))] == ["4 January 2026"]


def test_minutes_lead_to_the_meeting_alone_once_its_item_is_not_public_any_more(client, february, march):
    approve(february, march)
    publish(february, Kind.MINUTES)
    link = "//div[@class='banner approved']//a/@href"
    assert html.fromstring(client.get(at(february)).content).xpath(link) == [at(march, "minutes-of-the-last-meeting")]
    publish(march, Kind.NOTICE)
    Publication.objects.of(march, Kind.AGENDA).get().withdraw("It named a child.")
    assert html.fromstring(client.get(at(february)).content).xpath(link) == [at(march)]


def test_what_is_scheduled_or_withdrawn_is_not_led_to(client, february, march):
    approve(february, march)
    publish(february, Kind.MINUTES, goes_live_at=LATER).withdraw("Too early.")
    assert links(client, at(march)) == []
    scheduled = publish(february, Kind.MINUTES, goes_live_at=LATER, note="Again.")
    assert links(client, at(march)) == []
    scheduled.withdraw("Too early.")
    published = publish(february, Kind.MINUTES)
    assert len(links(client, at(march))) == 1
    published.withdraw("It named a child.")
    assert links(client, at(march)) == []


def test_of_a_closed_item_the_meeting_alone_leads_to_them(client, february, march):
    item = item_of(march)
    item.restriction, item.public_title = "england-2006-3", "Staffing"
    item.save_columns("restriction", "public_title")
    approve(february, march)
    publish(february, Kind.MINUTES)
    publish(march, Kind.AGENDA, note="An item is closed.")
    item.refresh_from_db()
    assert len(links(client, at(march))) == 1
    assert links(client, at(march, item.slug)) == []


def test_a_reader_who_kept_the_page_is_told_that_it_has_changed(client, february, march):
    approve(february, march)
    kept = client.get(at(march))["ETag"]
    assert client.get(at(march), headers={"if-none-match": kept}).status_code == 304
    publish(february, Kind.MINUTES)
    assert client.get(at(march), headers={"if-none-match": kept}).status_code == 200


def test_the_page_asks_one_query_more_for_one_and_for_ten(client, march, django_assert_num_queries):
    client.get(at(march))
    for n, queries in [(1, 5), (9, 5)]:
        for number in range(n):
            body = make_committee(name=f"Body {n} {number}", slug=f"body-{n}-{number}")
            minutes = made_public(FEBRUARY, committee=body)
            approve(minutes, march)
            publish(minutes, Kind.MINUTES)
        with django_assert_num_queries(queries):
            client.get(at(march))
    assert len(links(client, at(march))) == 10
    other = make_meeting(date=MARCH, committee=make_committee(name="Other", slug="other"))
    make_item(other)
    publish(other, Kind.AGENDA)
    with django_assert_num_queries(4):
        client.get(at(other))
