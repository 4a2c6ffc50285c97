"""What a version changed can be read, and heard, by anybody: word by word, from what is published alone."""

import hashlib
from datetime import UTC, datetime
from urllib.parse import urljoin

import lxml.html
import pytest
from django.test import Client

from minutes.models import AgendaItem, Minute
from published.kinds import Kind
from published.models import Record
from tests.making import SUMMER, make_held_meeting, make_item, make_winter_and_summer, publish
from website import history

pytestmark = pytest.mark.django_db
SUMMER_PAGE, WINTER_PAGE = "/committees/harbour-committee/2026-07-15/", "/committees/harbour-committee/2026-01-14/"
LATER = datetime(2099, 1, 1, tzinfo=UTC)


def rewrite(meeting, text: str) -> None:
    Minute.objects.filter(item__meeting=meeting).update(body=f"<p>{text}</p>")


@pytest.fixture
def meeting():
    """The summer meeting of two: its agenda, draft minutes, and those put right; the winter one was put right otherwise."""
    winter, summer = make_winter_and_summer()
    for meeting, right in ((winter, "Frost lay on the mole."), (summer, "Sea kale grew on the mole.")):
        make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
        publish(meeting, Kind.AGENDA)
        publish(meeting, Kind.DRAFT_MINUTES)
        rewrite_first(meeting, right)
        publish(meeting, note="A word was put right.")
    return summer


def rewrite_first(meeting, text: str) -> None:
    Minute.objects.filter(item=meeting.items.first()).update(body=f"<p>{text}</p>")


def tree(client, address: str, status: int = 200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return lxml.html.fromstring(answer.content.decode())


def text(found) -> str:
    return " ".join(found.text_content().split())


def heard(found) -> list[str]:
    """The marked words, as a screen reader says them."""
    return [text(each) for each in found.xpath(".//section[not(@id='Front')]//*[self::ins or self::del]")]


def test_the_words_that_changed_are_marked_and_said_aloud(client, meeting):
    page = tree(client, f"{SUMMER_PAGE}publications/3/changes/")
    assert heard(page) == ["[deleted: Samphire]", "[inserted: Sea kale]"]
    assert [section.get("id") for section in page.xpath("//section")] == ["Front", "repair-of-the-north-mole"]
    assert "[deleted: Draft minutes] [inserted: Minutes] for Harbour Committee" in text(page.get_element_by_id("Front"))
    assert "One other item is the same in both and not shown." in text(page)
    assert "A word was put right." in text(page)
    winter = tree(client, f"{WINTER_PAGE}publications/3/changes/")
    assert heard(winter) == ["[deleted: Ice]", "[inserted: Frost]"]


def test_new_gone_moved_and_renamed_items_are_told_in_words(client):
    meeting = make_held_meeting(date=SUMMER)
    dredging, lights = make_item(meeting, "Dredging"), make_item(meeting, "Harbour lights")
    publish(meeting, Kind.AGENDA)
    AgendaItem.objects.filter(pk=meeting.items.first().pk).update(title="Repair of the south mole")
    dredging.delete()
    AgendaItem.objects.filter(pk=lights.pk).update(position=0)
    make_item(meeting, "Mooring fees")
    publish(meeting, Kind.AGENDA, note="Business was added.")
    page = tree(client, f"{SUMMER_PAGE}publications/2/changes/")
    said = [text(line) for line in page.xpath("//ul[@class='sentences']/li")]
    assert "New: Mooring fees" in said and "Gone: Dredging" in said
    assert any("Moved: it stood" in line for line in said)
    assert "[deleted: north] [inserted: south]" in text(page.get_element_by_id("repair-of-the-north-mole"))


def test_the_first_version_says_that_there_is_nothing_before_it(client, meeting):
    page = tree(client, f"{SUMMER_PAGE}publications/1/changes/")
    assert "nothing that was published of this meeting before it stands" in text(page)
    assert not page.xpath("//section")


def test_a_withdrawn_version_is_compared_with_nothing_and_its_words_are_nowhere(client, meeting):
    withdrawn = meeting.publications.get(kind="draft-minutes")
    withdrawn.withdraw("It named a person.")
    page = tree(client, f"{SUMMER_PAGE}publications/3/changes/")
    assert "Samphire" not in text(page) and "Sea kale" in text(page)
    assert "compared with the agenda published on" in text(page)
    assert "The draft minutes published on" in text(page) and "was withdrawn, and can be compared with nothing" in text(
        page
    )
    tree(client, f"{SUMMER_PAGE}publications/2/changes/", status=410)
    for address in (SUMMER_PAGE, f"{SUMMER_PAGE}publications/", f"{SUMMER_PAGE}publications/3/"):
        assert "publications/2/" not in client.get(address).content.decode(), address


def test_what_is_scheduled_is_compared_with_nothing_before_its_time(client, meeting, clock):
    rewrite_first(meeting, "Marram grew on the mole.")
    publish(meeting, note="Another word.", goes_live_at=LATER)
    tree(client, f"{SUMMER_PAGE}publications/4/changes/", status=404)
    for address in ("", "publications/", "publications/3/", "publications/3/changes/"):
        answer = client.get(f"{SUMMER_PAGE}{address}").content.decode()
        assert "Marram" not in answer and "Another word." not in answer and "publications/4" not in answer, address
    clock(datetime(2099, 1, 1, 0, 0, 1, tzinfo=UTC))
    assert heard(tree(client, f"{SUMMER_PAGE}publications/4/changes/")) == ["[deleted: Sea kale]", "[inserted: Marram]"]


def test_an_agenda_put_right_after_the_minutes_is_compared_with_the_agenda(client, meeting):
    AgendaItem.objects.filter(meeting=meeting, title="Dredging").update(purpose="<p>To dredge.</p>")
    publish(meeting, Kind.AGENDA, note="A purpose was missing.")
    page = tree(client, f"{SUMMER_PAGE}publications/4/changes/")
    assert heard(page) == ["[inserted: To dredge.]"]
    assert "compared with the agenda published on" in text(page)


def test_the_meeting_before_and_after_is_another_s(client, meeting):
    """Two sittings of one day have logs of their own."""
    other = make_held_meeting(date=SUMMER, sitting=2)
    publish(other)
    assert "could be compared" in text(tree(client, f"{SUMMER_PAGE[:-1]}-2/publications/1/changes/"))
    tree(client, f"{SUMMER_PAGE[:-1]}-2/publications/2/changes/", status=404)


def test_two_versions_that_are_too_long_are_not_compared_but_can_be_read(client, meeting, monkeypatch):
    monkeypatch.setattr(history, "MOST_COMPARED", 100)
    page = tree(client, f"{SUMMER_PAGE}publications/3/changes/")
    assert "too long to be compared here" in text(page) and not page.xpath("//section")
    for link in page.xpath("//main//a/@href"):
        assert client.get(urljoin(f"{SUMMER_PAGE}publications/3/changes/", link)).status_code == 200, link


def test_what_was_typed_as_html_is_words_on_the_page(client):
    meeting = make_held_meeting(date=SUMMER)
    publish(meeting)
    rewrite(meeting, "&lt;script&gt;alert(1)&lt;/script&gt;")
    publish(meeting, note="<b>Put right</b>")
    page = tree(client, f"{SUMMER_PAGE}publications/2/changes/")
    assert (
        not page.xpath("//main//script | //main//b") and "<script>" in text(page) and "<b>Put right</b>" in text(page)
    )


def test_a_reader_goes_from_version_to_version_and_to_what_each_changed(client, meeting):
    page = tree(client, f"{SUMMER_PAGE}publications/2/")
    assert page.xpath("//a[@rel='prev']/@href") == ["../1/"] and page.xpath("//a[@rel='next']/@href") == ["../3/"]
    assert "changes/" in page.xpath("//main//a/@href")
    page = tree(client, f"{SUMMER_PAGE}publications/3/changes/")
    assert page.xpath("//a[@rel='prev']/@href") == ["../../2/"] and not page.xpath("//a[@rel='next']")
    log = tree(client, f"{SUMMER_PAGE}publications/")
    assert [link.rpartition("publications/")[2] for link in log.xpath("//ol[@class='publications']//a/@href")] == [
        "3/", "3/changes/", "2/", "2/changes/", "1/",
    ]  # fmt: skip


def test_the_log_tells_of_a_withdrawal_with_its_reason_and_of_none_of_its_words(client, meeting):
    meeting.publications.get(kind="draft-minutes").withdraw("It named a person.")
    log = [text(line) for line in tree(client, f"{SUMMER_PAGE}publications/").xpath("//ol[@class='publications']/li")]
    assert "It named a person." in log[1] and "withdrawn" in log[1] and len(log) == 3
    assert "What changed from the agenda" in log[0]


def test_a_log_is_of_its_meeting_alone_and_gone_where_all_was_withdrawn(client, meeting):
    tree(client, "/committees/harbour-committee/2026-05-06/publications/", status=404)
    for publication in meeting.publications.standing():
        publication.withdraw("It named a person.")
    tree(client, f"{SUMMER_PAGE}publications/", status=410)
    assert len(tree(client, f"{WINTER_PAGE}publications/").xpath("//ol[@class='publications']/li")) == 3


# Of what later minutes put right one more is asked: what they put right.
QUERIES = {"publications/": (3, 3), "publications/3/": (4, 5), "publications/3/changes/": (4, 4)}


@pytest.mark.parametrize("address", QUERIES)
def test_a_page_of_history_asks_as_much_of_ten_versions_as_of_three(
    client, meeting, address, django_assert_num_queries
):
    with django_assert_num_queries(QUERIES[address][0]):
        assert client.get(f"{SUMMER_PAGE}{address}").status_code == 200
    for number in range(7):
        rewrite_first(meeting, f"Wave {number} broke on the mole.")
        publish(meeting, note=f"Put right, {number}.")
    with django_assert_num_queries(QUERIES[address][1]):
        assert client.get(f"{SUMMER_PAGE}{address}").status_code == 200


def test_a_page_that_is_known_is_not_compared_again(client, meeting, django_assert_num_queries):
    address = f"{SUMMER_PAGE}publications/3/changes/"
    etag = client.get(address)["ETag"]
    assert etag != client.get(f"{SUMMER_PAGE}publications/3/")["ETag"]
    with django_assert_num_queries(3):
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    meeting.publications.get(kind="draft-minutes").withdraw("It named a person.")
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


ODD = ["0", "99999999999999999999999", "-1", "1%00", "../1", "１", "1'", "x" * 100_000]


@pytest.mark.parametrize("number", ODD, ids=lambda number: number[:12])
def test_an_odd_number_is_a_page_that_is_not_there(client, meeting, number):
    for address in (f"{SUMMER_PAGE}publications/{number}/", f"{SUMMER_PAGE}publications/{number}/changes/"):
        assert client.get(address).status_code in {404, 301}, address


@pytest.mark.parametrize("address", ["publications/", "publications/3/changes/"])
def test_a_page_of_history_answers_however_it_is_asked(client, meeting, address):
    page = f"{SUMMER_PAGE}{address}"
    assert client.head(page).status_code == 200 and client.post(page).status_code == 405
    for query in ("?page=-1", "?x=%00", "?x=1&x=2", "?" + "é" * 2000):
        assert client.get(f"{page}{query}").status_code == 200
    assert client.get(page, headers={"if-none-match": "\"garbage, W/'"}).status_code == 200
    assert Client(enforce_csrf_checks=True).get(page).cookies == {}


def test_what_is_compared_is_what_was_digested(client, meeting):
    """The control of the whole page: the records that it reads are those whose digests the log holds."""
    for publication in meeting.publications.standing():
        kept = Record.objects.get(sequence=publication.sequence)
        assert hashlib.sha256((kept.salt + kept.text).encode()).hexdigest() == publication.record_digest
