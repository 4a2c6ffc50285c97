"""A reader follows an item and its meeting from agenda to signature: what was published when, what was corrected, and back."""

import re
from datetime import UTC, datetime

import lxml.html
import pytest

from minutes.models import Approval, Minute
from published.kinds import Kind
from published.paragraphs import numbered
from tests.making import make_held_meeting, make_item, make_meeting, make_winter_and_summer, publish

pytestmark = pytest.mark.django_db
COMMITTEE = "/committees/harbour-committee/"
WINTER_PAGE, SUMMER_PAGE = f"{COMMITTEE}2026-01-14/", f"{COMMITTEE}2026-07-15/"
MOLE, DREDGING = "repair-of-the-north-mole/", "dredging/"
AGENDA, DRAFT, RIGHT = (datetime(2026, *day, 23, 30, tzinfo=UTC) for day in ((7, 7), (7, 20), (11, 3)))


def tree(client, address: str):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return lxml.html.fromstring(answer.content.decode())


def text(found) -> str:
    return " ".join(found.text_content().split())


def log(client, address: str) -> list[str]:
    return [text(line) for line in tree(client, address).xpath("//section[@class='log']//li")]


def rewrite(meeting, html: str) -> None:
    Minute.objects.filter(item=meeting.items.first()).update(body=html)


@pytest.fixture
def two(clock):
    """Meetings of winter and summer: agenda, draft minutes, approved ones. Of the summer's, the first item was put right."""
    winter, summer = make_winter_and_summer()
    for meeting in (winter, summer):
        make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>", purpose="<p>To dredge.</p>")
    for moment, kind in ((AGENDA, Kind.AGENDA), (DRAFT, Kind.DRAFT_MINUTES), (RIGHT, Kind.MINUTES)):
        clock(moment)
        if kind == Kind.MINUTES:
            rewrite(summer, "<p>Sea kale grew on the mole.</p>")
        for meeting in (winter, summer):
            publish(meeting, kind)
    return winter, summer


def test_an_item_says_when_each_version_of_it_was_published_the_newest_first(client, two):
    assert [line.partition("What changed")[0] for line in log(client, f"{SUMMER_PAGE}{MOLE}")] == [
        "Minutes, 3 November 2026, 23:30",
        "Draft minutes, 21 July 2026, 00:30",
        "Agenda, 8 July 2026, 00:30",
    ]


def test_each_of_these_leads_to_the_item_in_the_version_as_it_was(client, two):
    links = tree(client, f"{SUMMER_PAGE}{MOLE}").xpath("//section[@class='log']//li/a/@href")
    for link, words in zip(links, ("Sea kale", "Samphire", ""), strict=True):
        address, _, slug = link.partition("#")
        page = tree(client, address)
        assert text(page.get_element_by_id(slug)).endswith("Repair of the north mole")
        assert words in text(page) and ("Samphire" in text(page)) == (words == "Samphire")


def test_an_item_that_was_added_later_was_not_in_the_first_agenda(client, two):
    summer = two[1]
    make_item(summer, "Mooring fees", minutes="<p>They stay.</p>")
    publish(summer, note="An item was missing.")
    assert len(log(client, f"{SUMMER_PAGE}mooring-fees/")) == 1 and len(log(client, f"{SUMMER_PAGE}{MOLE}")) == 4


def test_what_was_corrected_is_told_at_the_item_and_at_its_error_and_nowhere_else(client, two):
    item = tree(client, f"{SUMMER_PAGE}{MOLE}")
    (note,) = item.xpath("//p[@class='corrected']")
    assert text(note) == "Corrected on 3 November 2026. What was corrected in this item"
    back = note.xpath("a/@href")[0]
    assert back == f"{SUMMER_PAGE}publications/3/changes/#repair-of-the-north-mole"
    assert "Sea kale" in text(tree(client, back.partition("#")[0]).get_element_by_id("repair-of-the-north-mole"))
    (note,) = tree(client, f"{SUMMER_PAGE}publications/2/").xpath("//p[@class='corrected']")
    assert text(note) == "Corrected on 3 November 2026. Read this item as it is now"
    assert note.xpath("a/@href") == [f"{SUMMER_PAGE}{MOLE}"]
    assert note.getprevious().get("id") == "repair-of-the-north-mole"
    uncorrected = [f"{SUMMER_PAGE}{DREDGING}", f"{WINTER_PAGE}{MOLE}"]
    uncorrected += [f"{WINTER_PAGE}publications/2/", f"{SUMMER_PAGE}publications/1/", f"{SUMMER_PAGE}publications/3/"]
    for address in uncorrected:
        assert not tree(client, address).xpath("//p[@class='corrected']"), address


def test_a_paper_that_is_added_is_no_correction_of_the_minutes(client, two):
    two[0].items.first().__class__.objects.filter(meeting=two[0]).update(papers_missing=True)
    publish(two[0], note="Papers are named that are not here.")
    assert not tree(client, f"{WINTER_PAGE}{MOLE}").xpath("//p[@class='corrected']")
    assert "What changed in this item from the minutes of 3 November 2026" in log(client, f"{WINTER_PAGE}{MOLE}")[0]


def test_to_close_an_item_is_no_correction_of_its_minutes(client, two):
    two[1].items.filter(title="Dredging").update(restriction="england-2006-3", public_title="A contract")
    publish(two[1], note="An item is exempt.")
    for address in (f"{SUMMER_PAGE}{DREDGING}", f"{SUMMER_PAGE}publications/3/"):
        assert not tree(client, address).xpath("//p[@class='corrected']"), address


def test_a_correction_that_was_withdrawn_is_told_nowhere(client, two):
    two[1].publications.get(kind="minutes").withdraw("It named a person.")
    for address in (f"{SUMMER_PAGE}{MOLE}", f"{SUMMER_PAGE}publications/2/"):
        page = tree(client, address)
        assert not page.xpath("//p[@class='corrected']") and "Sea kale" not in text(page), address
    assert len(log(client, f"{SUMMER_PAGE}{MOLE}")) == 2


def test_a_correction_that_is_scheduled_is_told_at_its_time_and_not_before(client, two, clock):
    rewrite(two[0], "<p>Frost lay on the mole.</p>")
    publish(two[0], note="A word was put right.", goes_live_at=datetime(2026, 12, 1, 9, tzinfo=UTC))
    pages = [f"{WINTER_PAGE}{MOLE}", f"{WINTER_PAGE}publications/3/"]
    for page in pages:
        assert not tree(client, page).xpath("//p[@class='corrected']") and "Frost" not in text(tree(client, page))
    clock(datetime(2026, 12, 1, 9, 0, 1, tzinfo=UTC))
    for page in pages:
        assert "Corrected on 1 December 2026." in text(tree(client, page)), page


def test_who_approved_and_who_signed_is_told_with_the_version_that_says_so(client, two, clock):
    clock(datetime(2026, 11, 20, tzinfo=UTC))
    approving = make_held_meeting(date=datetime(2026, 11, 18).date())
    approval = Approval(of_meeting=two[0], by_item=approving.items.first(), outcome="approved")
    approval.signed_on, approval.signed_by = datetime(2026, 11, 19).date(), "Councillor Mary Bell"
    approval.save()
    publish(approving), publish(two[0], note="They are signed.")
    said = "Minutes, version 2, 20 November 2026, 00:00; approved at the meeting of 18 November 2026, signed on 19 November 2026"
    assert said in log(client, f"{WINTER_PAGE}{MOLE}")[0]
    assert f"{said}: They are signed." in log(client, WINTER_PAGE)[0]
    assert not any("approved" in line for line in log(client, f"{SUMMER_PAGE}{MOLE}") + log(client, WINTER_PAGE)[1:])
    rewrite(two[0], "<p>Rime lay on the mole.</p>")
    publish(two[0], note="A word was put right.")
    for page in (WINTER_PAGE, f"{WINTER_PAGE}{MOLE}"):
        assert ["approved" in line for line in log(client, page)][:2] == [False, True], page


def test_an_item_page_asks_as_much_of_ten_versions_as_of_three(client, two, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get(f"{SUMMER_PAGE}{MOLE}")
    for number in range(7):
        rewrite(two[1], f"<p>Wave {number}.</p>")
        publish(two[1], note=f"Put right, {number}.")
    with django_assert_num_queries(5):
        client.get(f"{SUMMER_PAGE}{MOLE}")


# What was recommended beside what was resolved


@pytest.mark.parametrize(("recommended", "decided"), [(True, True), (True, False), (False, True)])
def test_what_was_recommended_stands_once_and_beside_what_was_resolved(client, recommended, decided):
    meeting = make_held_meeting()
    asked = {"recommendation": "<p>That new lamps be bought.</p>"} if recommended else {}
    make_item(
        meeting,
        "Lamps",
        minutes="<p>It was discussed.</p>",
        decision="<p>That none be.</p>" if decided else "",
        **asked,
    )
    publish(meeting)
    page = tree(client, f"{COMMITTEE}2026-03-04/lamps/")
    assert text(page).count("That new lamps be bought.") == recommended and text(page).count("That none be.") == decided
    beside = page.xpath("//div[@class='beside']")
    assert len(beside) == (recommended and decided)
    for pair in beside:
        assert [text(heading) for heading in pair.xpath(".//h2")] == ["Recommendation", "Decision"]
        assert [name for name in ("agree", "differ", "same") if name in text(pair).lower()] == [
            "agree"
        ]  # "Agreed", its kind
    if recommended and not decided:
        assert text(page).index("That new lamps") < text(page).index("It was discussed.")


# Paragraphs


def test_each_paragraph_of_minutes_has_an_address_that_no_item_has(client):
    meeting = make_held_meeting()
    make_item(meeting, "Repair of the north mole P1", minutes="<p>One.</p><ul><li>Two.</li></ul><p>Three.</p>")
    publish(meeting)
    for address in ("", "publications/1/", "repair-of-the-north-mole-p1/"):
        page = tree(client, f"{COMMITTEE}2026-03-04/{address}")
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        for number, words in enumerate(("One.", "Two.", "Three."), start=1):
            found = page.get_element_by_id(f"repair-of-the-north-mole-p1-P{number}")
            assert text(found) == words
            assert found.xpath("a/@aria-label | a/@href") == [
                f"#repair-of-the-north-mole-p1-P{number}", f"Link to paragraph {number} of item 2",
            ]  # fmt: skip


def test_a_paragraph_keeps_its_address_within_its_version(client, two):
    before = client.get(f"{SUMMER_PAGE}publications/2/").content.decode()
    rewrite(two[1], "<p>First.</p><p>Sea kale grew on the mole.</p>")
    publish(two[1], note="A paragraph was missing.")
    after = client.get(f"{SUMMER_PAGE}publications/2/").content.decode()
    ids = re.compile(r'id="([\w-]+-P\d+)"')
    assert ids.findall(before) == ids.findall(after) == ["repair-of-the-north-mole-P1", "dredging-P1"]


MINUTES = '<section class="minutes"><h3>Minutes</h3>\n<div class="prose">{}</div></section>'
NUMBERED = {
    "paragraphs": ("<p>a</p><p dir=\"rtl\">b</p>", ["p", "p"]),
    "a list within a list": ("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", ["li", "li", "li"]),
    "paragraphs within a list": ("<ul><li><p>a</p><p>b</p></li></ul><p>c</p>", ["li", "p"]),
    "a table": ("<p>a</p><table><tbody><tr><td><p>b</p><ul><li>c</li></ul></td></tr></tbody></table><p>d</p>", ["p", "p"]),
    "a quotation": ("<blockquote><p>a</p></blockquote>", ["p"]),
    "nothing": ("", []),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERED)
def test_what_is_numbered_is_whole_and_says_what_it_said(name):
    prose, wanted = NUMBERED[name]
    before = f"<p>Agenda</p>{MINUTES.format(prose)}<p>Decision</p>"
    page = lxml.html.fromstring(f"<div>{numbered(before, 'mole')}</div>")
    assert [each.tag for each in page.xpath("//*[@id]")] == wanted
    assert page.xpath("//@id") == [f"mole-P{n}" for n in range(1, len(wanted) + 1)]
    assert [
        link.getparent().get("id") or link.getparent().getparent().get("id") for link in page.xpath("//a")
    ] == page.xpath("//@id")
    assert page.text_content() == lxml.html.fromstring(f"<div>{before}</div>").text_content()


def test_the_paper_has_no_link_to_a_paragraph_and_a_redline_no_word_of_it(client, two):
    page = client.get(f"{SUMMER_PAGE}publications/3/changes/").content.decode()
    assert "pilcrow" not in page and "[link" not in page and "Link to paragraph" not in page


def test_a_meeting_says_in_its_heading_how_far_it_is(client):
    meeting = make_held_meeting()
    said = {}
    for kind in (Kind.NOTICE, Kind.AGENDA, Kind.DECISIONS, Kind.DRAFT_MINUTES, Kind.MINUTES):
        publish(meeting, kind)
        said[kind.value] = text(tree(client, f"{COMMITTEE}2026-03-04/").xpath("//h1")[0])
    assert said == {
        "notice": "Meeting Harbour Committee",
        "agenda": "Agenda Harbour Committee",
        "decisions": "Agenda and decisions Harbour Committee",
        "draft-minutes": "Agenda and draft minutes Harbour Committee",
        "minutes": "Agenda and minutes Harbour Committee",
    }
    other = make_meeting(date=datetime(2099, 3, 4).date())
    other.cancel("The heating failed.")
    publish(other, Kind.CANCELLATION)
    assert text(tree(client, f"{COMMITTEE}2099-03-04/").xpath("//h1")[0]) == "Meeting Harbour Committee, CANCELLED"
