"""A feed tells of each publication once, in an entry that goes on to say what became of it."""

import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import lxml.html
import pytest

from committees.models import Organisation
from minutes.models import Meeting
from published.kinds import Kind
from publishing import striking
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, make_winter_and_summer, publish
from website import feeds

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ATOM = "{http://www.w3.org/2005/Atom}"
OF_HARBOUR = "/committees/harbour-committee/feed.atom"


def feed(client, address: str = "/feed.atom") -> ET.Element:
    """The feed, which is what RFC 4287 asks for."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    found = ET.fromstring(answer.content)
    assert found.tag == f"{ATOM}feed"
    for element in (found, *found.iter(f"{ATOM}entry")):  # §4.1.1, §4.1.2
        for name in ("id", "title", "updated"):
            [child] = element.findall(f"{ATOM}{name}")
            assert child.text.strip()
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo  # §3.3
        assert re.fullmatch(r"tag:[\w.:-]+,\d{4}-\d\d-\d\d:\S+", element.findtext(f"{ATOM}id"))  # RFC 4151
        kinds = [link.get("rel") for link in element.findall(f"{ATOM}link")]
        assert kinds.count("alternate") == 1 and len(set(kinds)) == len(kinds)
        assert all(link.get("href").startswith("http://127.0.0.1:8000/") for link in element.findall(f"{ATOM}link"))
    ids = [entry.findtext(f"{ATOM}id") for entry in found.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert found.find(f"{ATOM}author/{ATOM}name").text  # §4.1.1: for all entries
    return found


def said(client, address: str = "/feed.atom") -> list[tuple[str, str]]:
    """Title and summary of each entry."""
    return [
        (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary") or "")
        for entry in feed(client, address).iter(f"{ATOM}entry")
    ]


def links(client, address: str) -> dict[str, str]:
    return {
        link.get("rel"): link.get("href").partition("8000")[2] for link in feed(client, address).findall(f"{ATOM}link")
    }


def test_an_empty_feed_is_one(client):
    make_committee()
    assert said(client) == said(client, OF_HARBOUR) == []


def test_each_publication_is_an_entry_and_a_correction_says_what_was_changed(client, clock):
    clock(NOON)
    winter, summer = make_winter_and_summer()
    publish(winter, Kind.AGENDA), publish(winter, Kind.DRAFT_MINUTES), publish(winter), publish(summer)
    make_item(summer, "Dredging", minutes="<p>Deferred.</p>")
    publish(summer, note="An item was missing.")
    made = make_meeting(date=date(2026, 12, 9))
    made.cancel("The heating failed.")
    publish(made, Kind.CANCELLATION)
    assert said(client) == [
        ("CANCELLED: Meeting for Harbour Committee on Wednesday 9 December 2026, 7.30 pm", ""),
        ("Minutes: Harbour Committee, Wednesday 15 July 2026", "Changed: An item was missing."),
        ("Minutes: Harbour Committee, Wednesday 15 July 2026", ""),
        ("Minutes: Harbour Committee, Wednesday 14 January 2026", ""),
        ("Draft minutes: Harbour Committee, Wednesday 14 January 2026", ""),
        ("Agenda: Harbour Committee, Wednesday 14 January 2026", ""),
    ]
    assert said(client, OF_HARBOUR) == said(client)


def test_a_committee_s_feed_is_its_own(client):
    publish(make_held_meeting())
    quay = make_committee(name="Quay Board", slug="quay-board")
    publish(make_held_meeting(committee=quay, date=date(2026, 7, 15)))
    assert [title for title, _ in said(client, "/committees/quay-board/feed.atom")] == [
        "Minutes: Quay Board, Wednesday 15 July 2026"
    ]
    assert len(said(client)) == 2
    assert client.get("/committees/moon/feed.atom").status_code == 404


def test_an_entry_comes_when_its_publication_goes_live(client, clock):
    clock(NOON)
    publish(make_held_meeting(), goes_live_at=NOON + DAY, note="Not before tomorrow.")
    before = client.get("/feed.atom")
    assert said(client) == [] and b"tomorrow" not in before.content
    clock(NOON + DAY)
    assert [title for title, _ in said(client)] == ["Minutes: Harbour Committee, Wednesday 4 March 2026"]
    assert client.get("/feed.atom", headers={"if-none-match": before["ETag"]}).status_code == 200


def test_what_is_withdrawn_is_the_same_entry_which_says_so_and_nothing_else(client, clock):
    clock(NOON)
    winter, summer = make_winter_and_summer()
    wrong = publish(winter, note="Councillor Bell’s name.")
    publish(summer)
    [_, old] = feed(client).iter(f"{ATOM}entry")
    clock(NOON + DAY)
    wrong.withdraw("It named a person.")
    [new, _] = feed(client).iter(f"{ATOM}entry")
    assert new.findtext(f"{ATOM}id") == old.findtext(f"{ATOM}id")
    assert new.findtext(f"{ATOM}updated") > old.findtext(f"{ATOM}updated")
    assert new.findtext(f"{ATOM}title") == "Withdrawn: Minutes: Harbour Committee, Wednesday 14 January 2026"
    assert new.findtext(f"{ATOM}summary") == "This was withdrawn. Reason: It named a person."
    assert "Bell" not in client.get("/feed.atom").content.decode()


def test_of_what_was_taken_back_before_it_was_live_nothing_is_told(client, clock):
    clock(NOON)
    publish(make_held_meeting(), goes_live_at=NOON + DAY).withdraw("Not yet.")
    clock(NOON + 2 * DAY)
    assert said(client) == []


def test_words_that_were_removed_are_told_of_in_the_entry(client, clock):
    clock(NOON)
    meeting = make_held_meeting()
    publish(meeting)
    clock(NOON + DAY)
    finding = striking.find("state of the mole", [meeting])
    striking.remove("state of the mole", [meeting], "A secret.", confirmed=finding.fingerprint)
    assert said(client) == [
        ("Minutes: Harbour Committee, Wednesday 4 March 2026", "Words were removed. Reason: A secret.")
    ]


@pytest.mark.parametrize("address", ["/feed.atom", OF_HARBOUR])
def test_each_entry_stands_on_one_page(client, monkeypatch, address, clock):
    monkeypatch.setattr(feeds, "PAGE", 2)
    clock(NOON)
    for day in range(1, 6):
        publish(make_held_meeting(date=date(2026, 3, day)))
    found, following = [], address
    while following:
        found.append([title.rpartition("day ")[2] for title, _ in said(client, following)])
        of = links(client, following)
        assert of["self"] == following and of.get("first", address) == address
        following = of.get("next")
    assert found == [["5 March 2026", "4 March 2026"], ["3 March 2026", "2 March 2026"], ["1 March 2026"]]
    ids = {feed(client, at).findtext(f"{ATOM}id") for at in (address, links(client, address)["next"])}
    assert len(ids) == 1


def test_no_character_that_xml_can_not_hold_gets_in(client):
    Organisation.objects.update(name="Port\x0b & <Council>\ufffe\x1b")
    meeting = make_held_meeting()
    publish(meeting)
    make_item(meeting, "Dredging", minutes="<p>Deferred.</p>")
    publish(meeting, note="Bell\x07, form feed\x0c and \ud800."[:-2] + ".")
    assert said(client)[0][1] == "Changed: Bell, form feed and ."
    assert feed(client).findtext(f"{ATOM}title") == "Published: Port & <Council>"


def test_a_feed_is_asked_for_again_by_its_etag_or_by_time(client, clock):
    clock(NOON)
    publish(make_held_meeting())
    clock(NOON + DAY)
    answer = client.get("/feed.atom")
    assert answer["Access-Control-Allow-Origin"] == "*" and not answer.cookies
    assert client.get("/feed.atom", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get("/feed.atom", headers={"if-modified-since": answer["Last-Modified"]}).status_code == 304
    publish(make_held_meeting(date=date(2026, 7, 15)))
    for known in ({"if-none-match": answer["ETag"]}, {"if-modified-since": answer["Last-Modified"]}):
        assert client.get("/feed.atom", headers=known).status_code == 200


def test_a_page_costs_three_queries(client, django_assert_num_queries):
    for meeting in make_winter_and_summer():
        publish(meeting)
    with django_assert_num_queries(3):  # the latest change, the organisation, the entries
        client.get("/feed.atom")
    with django_assert_num_queries(4):
        client.get(OF_HARBOUR)


@pytest.mark.parametrize(
    "before",
    ["", "x", "-1.1", "1", "1.", ".1", "9" * 17 + ".1", "9" * 500 + ".1", "%00", "1.1.1", "%F0%9F%9A%A2", "٣.١"],
)
@pytest.mark.parametrize("address", ["/feed.atom", OF_HARBOUR])
def test_an_odd_page_is_answered(client, address, before):
    publish(make_held_meeting())
    assert client.get(f"{address}?before={before}").status_code == 200
    assert client.head(f"{address}?before={before}").status_code == 200


@pytest.mark.parametrize(
    ("page", "of", "title"),
    [
        ("/", "/feed.atom", "Published"),
        ("/committees/harbour-committee/", OF_HARBOUR, "Harbour Committee"),
        ("/decisions/", "/decisions.atom", "Decisions"),
        ("/decisions/?committee=harbour-committee", "/decisions.atom?committee=harbour-committee", "Decisions"),
    ],
)
def test_a_page_names_the_feed_of_what_it_shows(client, page, of, title):
    make_committee()
    tree = lxml.html.fromstring(client.get(page).content)
    [link] = tree.xpath("//link[@rel='alternate']")
    assert (link.get("type"), link.get("href")) == ("application/atom+xml", of)
    assert title in feed(client, of).findtext(f"{ATOM}title")
    assert not Meeting.objects.exists()
