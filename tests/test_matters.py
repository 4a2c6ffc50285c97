"""A matter is followed through all its meetings, in whichever committee, and by what is public alone."""

from datetime import UTC, date, datetime

import lxml.html
import pytest

from committees.law import Ground
from minutes.models import AgendaItem, Decision, Matter
from published.kinds import Kind
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, publish
from website import matters

pytestmark = pytest.mark.django_db
LATER = datetime(2099, 1, 1, tzinfo=UTC)


def tree(client, address: str, status: int = 200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return lxml.html.fromstring(answer.content.decode())


def text(found) -> str:
    return " ".join(found.text_content().split())


def entries(client, matter: Matter, query: str = "") -> list[str]:
    page = tree(client, f"/matters/{matter.pk}/{query}")
    return [article.xpath(".//h3/a/@href")[0] for article in page.xpath("//article")]


@pytest.fixture
def matter():
    return Matter.objects.create(title="Repair of the mole", reference="26/0123")


@pytest.fixture
def other():
    return Matter.objects.create(title="Mooring fees")


def taken(matter: Matter, day: date, committee=None, **changes):
    """A held meeting with an item of the matter, decided."""
    meeting = make_held_meeting(date=day, **({"committee": committee} if committee else {}))
    make_item(meeting, "The mole", matter=matter, decision="<p>That it be repaired.</p>", **changes)
    return meeting


@pytest.fixture
def three(matter, other):
    """The matter in winter, then in summer in two committees; another one in summer too."""
    cabinet = make_committee(slug="cabinet", name="Cabinet")
    meetings = [
        taken(matter, date(2026, 1, 14)),
        taken(matter, date(2026, 7, 15)),
        taken(matter, date(2026, 7, 20), cabinet),
    ]
    make_item(meetings[1], "Fees", matter=other)
    for meeting in meetings:
        publish(meeting)
    return meetings


def test_a_matter_is_told_across_committees_the_newest_first_with_its_decisions(client, three, matter, other):
    assert entries(client, matter) == [
        "/committees/cabinet/2026-07-20/the-mole/",
        "/committees/harbour-committee/2026-07-15/the-mole/",
        "/committees/harbour-committee/2026-01-14/the-mole/",
    ]
    page = tree(client, f"/matters/{matter.pk}/")
    assert text(page.xpath("//h1")[0]) == "Matter 26/0123 Repair of the mole"
    first = text(page.xpath("//article")[0])
    assert first == "The mole Agreed Cabinet, 20 July 2026 That it be repaired."
    assert entries(client, other) == ["/committees/harbour-committee/2026-07-15/fees/"]
    for link in entries(client, matter):
        tree(client, link)


def test_an_item_leads_to_its_matter_and_to_others_only_where_there_are_some(client, three, matter, other):
    page = tree(client, "/committees/harbour-committee/2026-07-15/the-mole/")
    assert page.xpath("//p[@class='matter']/a/@href") == page.xpath("//p[@class='matter-history']/a/@href")
    assert page.xpath("//p[@class='matter']/a/@href") == [f"/matters/{matter.pk}/"]
    page = tree(client, "/committees/harbour-committee/2026-07-15/fees/")
    assert not page.xpath("//p[@class='matter-history']")
    assert not tree(client, "/committees/harbour-committee/2026-07-15/repair-of-the-north-mole/").xpath(
        "//p[@class='matter']"
    )


def test_an_item_that_was_not_decided_says_what_is_published_of_it(client, matter):
    meeting = make_meeting(date=date(2099, 3, 4))
    make_item(meeting, "The mole", matter=matter)
    publish(meeting, Kind.AGENDA)
    page = tree(client, f"/matters/{matter.pk}/")
    assert [text(each) for each in page.xpath("//article")] == ["The mole Agenda Harbour Committee, 4 March 2099"]


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_matter_that_is_not_public_is_answered_as_one_that_never_was(client, method):
    draft, scheduled, withdrawn, closed = (Matter.objects.create(title=f"Secret {n}") for n in range(4))
    taken(draft, date(2026, 1, 14))
    publish(taken(scheduled, date(2026, 1, 15)), goes_live_at=LATER)
    publish(taken(withdrawn, date(2026, 1, 16))).withdraw("It named a person.")
    meeting = taken(closed, date(2026, 1, 17), restriction=Ground.ENGLAND_3, public_title="A contract")
    Decision.objects.filter(item__matter=closed).update(restriction=Ground.ENGLAND_3)
    publish(meeting)
    unknown = getattr(client, method)("/matters/999999/")
    assert unknown.status_code == 404
    for matter in (draft, scheduled, withdrawn, closed):
        answer = getattr(client, method)(f"/matters/{matter.pk}/")
        assert (answer.status_code, answer.content) == (404, unknown.content), matter


def test_of_a_public_matter_nothing_is_told_that_is_not(client, three, matter, clock):
    publish(taken(matter, date(2026, 8, 1)), goes_live_at=LATER)
    taken(matter, date(2026, 8, 2))
    publish(taken(matter, date(2026, 8, 3))).withdraw("It named a person.")
    closed = taken(matter, date(2026, 8, 4), restriction=Ground.ENGLAND_3, public_title="A contract")
    Decision.objects.filter(item__meeting=closed, item__matter=matter).update(restriction=Ground.ENGLAND_3)
    publish(closed)
    Matter.objects.filter(pk=matter.pk).update(title="Secret", reference="S/1")
    assert len(entries(client, matter)) == 3
    assert "Secret" not in text(tree(client, f"/matters/{matter.pk}/")) and "2026-08" not in str(
        entries(client, matter)
    )
    clock(datetime(2099, 1, 1, 0, 0, 1, tzinfo=UTC))
    assert entries(client, matter)[0] == "/committees/harbour-committee/2026-08-01/the-mole/"


def test_a_matter_that_no_page_shows_now_says_so(client, three, matter, other):
    AgendaItem.objects.filter(matter=other).update(matter=None)
    publish(three[1], note="It was the wrong matter.")
    page = tree(client, f"/matters/{other.pk}/")
    assert "Mooring fees" in text(page.xpath("//h1")[0]) and "No meeting’s page shows this matter now." in text(page)


def test_a_long_history_is_read_in_pages_and_each_item_once(client, three, matter, monkeypatch):
    whole = entries(client, matter)
    monkeypatch.setattr(matters, "PAGE", 1)
    found, query = [], ""
    for _ in range(4):
        page = tree(client, f"/matters/{matter.pk}/{query}")
        found += page.xpath("//article//h3/a/@href")
        query = next(iter(page.xpath("//a[contains(., 'Earlier meetings')]/@href")), "")
        if not query:
            break
    assert found == whole


def test_two_items_of_one_meeting_and_two_sittings_of_a_day_are_told_in_order(client, matter):
    first, second = taken(matter, date(2026, 7, 15)), make_held_meeting(date=date(2026, 7, 15), sitting=2)
    make_item(first, "The mole again", matter=matter)
    make_item(second, "The mole at last", matter=matter)
    publish(first), publish(second)
    assert [link.rpartition("2026-07-15")[2] for link in entries(client, matter)] == [
        "-2/the-mole-at-last/", "/the-mole-again/", "/the-mole/",
    ]  # fmt: skip


def test_a_matter_asks_as_much_of_twelve_meetings_as_of_three(client, three, matter, django_assert_num_queries):
    with django_assert_num_queries(3):
        tree(client, f"/matters/{matter.pk}/")
    for day in range(1, 10):
        publish(taken(matter, date(2026, 2, day)))
    with django_assert_num_queries(3):
        assert len(entries(client, matter)) == 12


ODD = [
    "2026-02-30.cabinet.1",
    "0000-00-00..",
    "%00",
    "x",
    "9999-99-99.cabinet.999999999",
    "' OR 1=1",
    "x" * 100_000,
    "😀",
    "\u202e",
]


@pytest.mark.parametrize("before", ODD, ids=lambda odd: ascii(odd[:12]))
def test_an_odd_place_is_answered_with_a_page(client, three, matter, before):
    assert client.get(f"/matters/{matter.pk}/", {"before": before}).status_code == 200
    assert client.get(f"/matters/{matter.pk}/?before={before}&before=1").status_code in {200, 400}


@pytest.mark.parametrize("address", ["0", "-1", "1%00", "１", "9" * 30, "../1", "x", "1'"])
def test_an_odd_number_of_a_matter_is_a_page_that_is_not_there(client, three, address):
    assert client.get(f"/matters/{address}/").status_code == 404


def test_a_matter_answers_however_it_is_asked(client, three, matter):
    address = f"/matters/{matter.pk}/"
    assert client.head(address).status_code == 200 and client.post(address).status_code == 405
    assert client.get(address, headers={"if-none-match": client.get(address)["ETag"]}).status_code == 304
    assert client.get(address, headers={"if-none-match": "garbage"}).status_code == 200
