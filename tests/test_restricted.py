"""What is closed says so, on which ground and under which Act; that leads to all grounds in full words, and to no more of it."""

from datetime import UTC, date, datetime

import lxml.html
import pytest

from committees.law import Ground, Law
from committees.models import Committee, Organisation
from minutes.models import Decision, Minute
from published.kinds import Kind
from tests.making import make_document, make_held_meeting, make_item, make_pdf, publish

pytestmark = pytest.mark.django_db
REASONS, PAGE = "/reasons-restricted/", "/committees/harbour-committee/2026-07-15/"
OPEN = {Ground.OPEN, Ground.UNKNOWN}


def tree(client, address: str, status: int = 200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return lxml.html.fromstring(answer.content.decode())


def text(found) -> str:
    return " ".join(found.text_content().split())


@pytest.mark.parametrize("ground", [ground for ground in Ground if ground not in OPEN], ids=str)
def test_each_ground_is_told_in_full_words_with_its_act_and_can_be_linked_to(client, ground):
    said = text(tree(client, REASONS).get_element_by_id(ground.value))
    assert ("Act 19" in said) == (ground.law != Law.OWN) and ground.value not in said and "LGA" not in said
    assert f"paragraph {ground.paragraph} of" in said or not ground.paragraph


def test_what_a_clerk_chooses_of_what_is_open_is_no_ground(client):
    page = tree(client, REASONS)
    assert len(page.xpath("//section[@class='grounds']//li")) == len(set(Ground) - OPEN)
    assert "still to be chosen" not in text(page)


@pytest.mark.parametrize(
    ("days", "first"), [("wales-3", "Principal councils in Wales"), ("parish-3", "Parish, town and community")]
)
def test_the_law_of_the_council_s_own_committees_stands_first(client, days, first):
    make_held_meeting()
    Committee.objects.update(clear_days=days)
    assert text(tree(client, REASONS).xpath("//section[@class='grounds']/h2")[0]).startswith(first)


def test_it_says_whom_to_ask_for_a_review(client):
    Organisation.objects.update(contact_email="clerk@council.example", contact_phone="01632 960 120")
    page = tree(client, REASONS)
    assert "clerk@council.example" in page.xpath("//section[h2[@id='Review']]")[0].text_content()


@pytest.fixture
def closed():
    """A meeting of which an item, minutes, a decision and a paper are closed; its winter twin is open."""
    for day in (date(2026, 1, 14), date(2026, 7, 15)):
        meeting = make_held_meeting(date=day)
        is_closed = day.month == 7
        shut = {"restriction": Ground.ENGLAND_3} if is_closed else {}
        title = {"public_title": "A contract"} if is_closed else {}
        make_item(
            meeting, "SECRET title", minutes="<p>SECRET words</p>", purpose="<p>SECRET purpose</p>", **shut, **title
        )
        part = make_item(meeting, "Mooring fees", minutes="<p>SECRET minutes</p>", decision="<p>SECRET decision</p>")
        Minute.objects.filter(item=part).update(**shut, summary="<p>Fees were discussed.</p>" if is_closed else "")
        Decision.objects.filter(item=part).update(**shut)
        make_document(meeting, "SECRET paper", item=part, content=make_pdf(day.month), name="secret.pdf", **shut)
        publish(meeting)
    return meeting


def test_whatever_is_closed_leads_to_its_ground(client, closed):
    page = tree(client, PAGE)
    found = page.xpath("//*[contains(@class, 'closed')]")
    assert len(found) == 4
    for each in found:
        assert each.xpath(".//a/@href") == [f"{REASONS}#england-2006-3"], text(each)
        assert "Schedule 12A, paragraph 3 of Part 1" in text(each) and text(each).endswith("Reasons restricted")
    assert "This report is not open to the public." in text(page)
    assert not tree(client, "/committees/harbour-committee/2026-01-14/").xpath("//*[contains(@class, 'closed')]")


def test_nothing_else_of_what_is_closed_is_on_any_page_of_history(client, closed):
    publish_again(closed)
    pages = [
        "",
        "publications/",
        "publications/1/",
        "publications/2/",
        "publications/2/changes/",
        "a-contract/",
        "mooring-fees/",
    ]
    for page in [*(f"{PAGE}{page}" for page in pages), REASONS]:
        assert "SECRET" not in client.get(page).content.decode(), page
    twin = client.get("/committees/harbour-committee/2026-01-14/").content.decode()
    assert all(f"SECRET {what}" in twin for what in ("title", "words", "purpose", "minutes", "decision", "paper"))


def publish_again(meeting) -> None:
    """Its other items are put right, so that there are changes to be read."""
    Minute.objects.filter(item=meeting.items.first()).update(body="<p>Samphire grew on the mole.</p>")
    publish(meeting, note="A word was put right.")


def test_what_was_closed_later_is_not_told_by_the_page_of_changes_once_the_first_version_is_withdrawn(client):
    meeting = make_held_meeting(date=date(2026, 7, 15))
    item = make_item(meeting, "SECRET title", minutes="<p>SECRET words</p>")
    first = publish(meeting, Kind.DRAFT_MINUTES)
    item.restriction, item.public_title = Ground.ENGLAND_3, "A contract"
    item.save()
    publish(meeting)
    assert (
        "SECRET words" in client.get(f"{PAGE}publications/2/changes/").content.decode()
    )  # the first can still be read
    first.withdraw("It held what is exempt.")
    for page in (PAGE, f"{PAGE}publications/", f"{PAGE}publications/2/", f"{PAGE}publications/2/changes/"):
        assert "SECRET" not in client.get(page).content.decode(), page


# What was withdrawn


def test_a_withdrawn_version_leads_to_what_stands(client):
    meeting = make_held_meeting(date=date(2026, 7, 15))
    publish(meeting, Kind.AGENDA)
    publish(meeting).withdraw("It named a person.")
    links = tree(client, f"{PAGE}publications/2/", status=410).xpath("//main//a/@href")
    assert links == [PAGE, f"{PAGE}publications/", "/committees/harbour-committee/"]
    for link in links:
        tree(client, link)


def test_where_nothing_stands_it_leads_to_the_committee_alone(client):
    meeting = make_held_meeting(date=date(2026, 7, 15))
    publish(meeting).withdraw("It named a person.")
    publish(meeting, Kind.AGENDA, note="As it was.", goes_live_at=datetime(2099, 1, 1, tzinfo=UTC))
    for address in ("", "publications/", "publications/1/", "publications/1/changes/"):
        page = tree(client, f"{PAGE}{address}", status=410)
        assert page.xpath("//main//a/@href") == ["/committees/harbour-committee/"] and "It named a person." in text(
            page
        )


def test_the_page_answers_however_it_is_asked(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert client.get(REASONS).status_code == 200
    assert client.head(REASONS).status_code == 200 and client.post(REASONS).status_code == 405
    assert client.get(f"{REASONS}?x=%00&x=1").status_code == 200
    assert client.get(REASONS, headers={"if-none-match": client.get(REASONS)["ETag"]}).status_code == 304
