"""A reader follows “item 9” and “minute 57” in a text to that item, and is never led to another."""

import re
import time
from io import StringIO

import pytest
from django.core.management import call_command

from minutes.models import AgendaItem, Decision, Minute, Motion
from published import record
from published.kinds import Kind
from published.models import Item as ItemRow
from published.record import MeetingRecord
from published.references import References, plain
from publishing.models import Publication
from tests.making import SUMMER, WINTER, make_held_meeting, make_item, publish

HERE = "/committees/harbour-committee/2026-07-15/"
LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')


def references(*numbers: tuple[str, str], minutes: tuple[tuple[str, str], ...] = ()) -> References:
    """Of a meeting whose items have these numbers, by slug, and their minutes those."""
    given = dict(minutes)
    items = tuple(
        record.Item(slug, number, slug.title(), "report", minute_number=given.get(slug, "")) for slug, number in numbers
    )
    return References.of(
        MeetingRecord(
            "minutes", "Council", "Harbour Committee", "harbour-committee", "2026-07-15", "2026-07-15", items=items
        )
    )


AGENDA = references(
    ("apologies", "1"),
    ("mole", "9"),
    ("stone", "9a"),
    ("fees", "9.1"),
    ("buoys", "10"),
    ("twice", "12"),
    ("again", "12"),
    ("lamps", "13(b)"),
    minutes=(
        ("mole", "57"),
        ("fees", "58."),
        ("buoys", "45/26"),
        ("lamps", "E.70/23"),
        ("twice", "61"),
        ("again", "61"),
    ),
)


def links(text: str) -> list[tuple[str, str]]:
    """What is a link in it, and to which item."""
    return [
        (words, href.removeprefix(HERE).strip("/")) for href, words in LINK.findall(AGENDA.in_html(f"<p>{text}</p>"))
    ]


LINKED = {
    "See item 9.": [("item 9", "mole")],
    "Item 9(a) was deferred": [("Item 9(a)", "stone")],
    "as item 9.a": [("item 9.a", "stone")],
    "(agenda item 10)": [("agenda item 10", "buoys")],
    "Agenda Item No. 10": [("Agenda Item No. 10", "buoys")],
    "ITEM 10": [("ITEM 10", "buoys")],
    "item&nbsp;9.1": [("item&nbsp;9.1", "fees")],
    "item 13b": [("item 13b", "lamps")],
    "See item 9, minute 57.": [("item 9", "mole"), ("minute 57", "mole")],
    "ITEM 9(A)": [("ITEM 9(A)", "stone")],
    "item 9A": [("item 9A", "stone")],
    "Item No. 10": [("Item No. 10", "buoys")],
    "Agreed on 4 March 2026. Item 9 was deferred": [("Item 9", "mole")],
    "the Council agreed item 9": [("item 9", "mole")],
    "item 9 (see the map)": [("item 9", "mole")],
    "the <strong>mole</strong> (item 9)": [("item 9", "mole")],
    "items 9, 9.1 and 10": [("items 9", "mole"), ("9.1", "fees"), ("10", "buoys")],
    "Items 9 to 10 and 40": [("Items 9", "mole"), ("10", "buoys")],
    "item 9 and 10 members": [("item 9", "mole")],
    "minute 57 refers": [("minute 57", "mole")],
    "Minute No. 58": [("Minute No. 58", "fees")],
    "minute 45/26.": [("minute 45/26", "buoys")],
    "Minute E.70/23": [("Minute E.70/23", "lamps")],
    "minutes 57 and 58": [("minutes 57", "mole"), ("58", "fees")],
    "item 9 on the agenda": [("item 9", "mole")],
    "item 9 of this agenda": [("item 9", "mole")],
}


@pytest.mark.parametrize("text", LINKED)
def test_a_number_leads_to_its_item(text):
    assert links(text) == LINKED[text]


@pytest.mark.parametrize(
    "text",
    [
        "item 12",  # two have it
        "minute 61",
        "item 99",
        "minute 9",  # an item's number is no minute's
        "item 57",
        "item 9 of the last meeting",
        "minute 57 of 4 March 2026",
        "item 9 on the agenda of the Cabinet",
        "Cabinet minute 57",
        "the Council’s minute 57",
        "budget item 9",
        "after 20 minutes 57 left",
        "minute 57 seconds",
        "item 9.30",
        "item 9/26",
        "item 9,000",
        "item 9th",
        "sub-item 9",
        "items",
        "itemised 9",
        "item 9.1.1",
        "Cabinet, 10 November 2026, item 9",
        "Planning Committee, item 9",
        "Cabinet (item 9)",
        "on 10 November, under item 9",
        "10 November 2026: item 9",
        "<strong>Cabinet</strong>, item 9",
        "<strong>item 9</strong> of the last meeting",
        "at the previous meeting (item 9)",
        "At its last meeting the Committee agreed, as item 9 said",
        "at the meeting held on 4 March 2026 it agreed item 9",
        "item 9 (Cabinet, 10 November 2026)",
        "item 9, 10 November 2026",
        "paragraph 6, item 9",
        "paragraph 6(a), item 9",
        "Appendix B, item 9",
        "item 9 000",
        "item 9\u202f000",
        "item 9&nbsp;000",
        "item 9 pounds",
        "item 9 per cent",
        "item 9%",
        "item 9 million",
        "item 9(b)",  # nothing has that number, and item 9 is another
        "item 9 (b)",
        "item 9b",
        "item 9-b",
        "item 9(B)",
        "item 9(viii)",
        "item 9(a)(i)",
        "item 10(c)",
        'as <a href="https://example.org/">item 9</a> says',
        "<s>item 9</s>",
        "item <strong>9</strong>",
    ],
)
def test_a_number_that_may_be_another_s_leads_nowhere(text):
    assert AGENDA.in_html(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_what_is_quoted_is_another_s_and_what_follows_it_is_not():
    html = "<blockquote><p>See item 9.</p></blockquote><p>See item 10.</p>"
    assert LINK.findall(AGENDA.in_html(html)) == [(f"{HERE}buoys/", "item 10")]


def test_an_item_does_not_lead_to_itself():
    assert (
        AGENDA.in_html("<p>items 9 and 10</p>", own=f"{HERE}mole/")
        == f'<p>items 9 and <a href="{HERE}buoys/">10</a></p>'
    )


@pytest.mark.parametrize(
    ("number", "as_written"), [("9(a)", "9a"), ("9.A", "9a"), ("9.", "9"), ("45/26", "45/26"), ("9.1", "9.1")]
)
def test_a_number_is_known_however_it_is_written(number, as_written):
    assert plain(number) == as_written


@pytest.mark.parametrize("words", ["items 1, 2 and 9, ", "item ", "items 9, 10, 9, 10"])
def test_a_text_of_300_kilobytes_is_read_in_a_moment(words):
    began = time.process_time()
    AGENDA.in_html(f"<p>{words * (300_000 // len(words))}</p>")
    assert time.process_time() - began < 5


# On the page


@pytest.fixture
def meeting(db):
    """A meeting in summer with three numbered items, and one of the same numbers in winter."""
    make_item(make_held_meeting(date=WINTER), "Ice on the mole", minutes="<p>Minute 57 refers.</p>")
    meeting = make_held_meeting(date=SUMMER)
    mole = meeting.items.get()
    fees = make_item(
        meeting,
        "Fees",
        purpose="<p>Purpose: item 1.</p>",
        recommendation="<p>Recommended: item 1.</p>",
        minutes="<p>Minutes: item 1, minute 57 and item 3.</p>",
    )
    Decision.objects.create(
        item=fees, text="<p>Decided: item 1.</p>", reasons="<p>Reasons: item 1.</p>", options="<p>Options: item 1.</p>"
    )
    motion = Motion.objects.create(item=fees, text="<p>Moved: item 1.</p>")
    Motion.objects.create(item=fees, text="<p>Amended: item 1.</p>", amends=motion)
    make_item(meeting, "Lease of the quay", restriction="england-2006-3", public_title="A lease", minutes="<p>Let.</p>")
    Minute.objects.filter(item=mole).update(number="57")
    return meeting


def test_each_text_of_the_page_leads_to_the_item_and_the_closed_one_where_its_public_place_is(meeting, client):
    publish(meeting)
    mole = f"{HERE}repair-of-the-north-mole/"
    for address in (HERE, f"{HERE}fees/", f"{HERE}publications/1/"):
        page = client.get(address).content.decode()
        for said in "Purpose Recommended Minutes Decided Reasons Options Moved Amended".split():
            assert f'{said}: <a href="{mole}">item 1</a>' in page, (address, said)
        assert f'<a href="{mole}">minute 57</a> and <a href="{HERE}a-lease/">item 3</a>' in page
    assert client.get(mole).status_code == client.get(f"{HERE}a-lease/").status_code == 200
    assert "Let." not in client.get(f"{HERE}a-lease/").content.decode()


def test_what_lies_below_a_closed_item_or_at_another_meeting_is_led_to_by_nothing(meeting):
    closed = meeting.items.get(title="Lease of the quay")
    make_item(meeting, "The rent", parent=closed, minutes="<p>Paid.</p>")
    Minute.objects.filter(item__title="Fees").update(body="<p>Items 3.1 and 3(a), minute 58.</p>")
    Minute.objects.filter(item__meeting__date=WINTER).update(number="58")
    winter = AgendaItem.objects.get(title="Ice on the mole").meeting
    publish(winter)
    publish(meeting)
    body = ItemRow.objects.get(version__meeting_slug="2026-07-15", slug="fees").body
    assert "Items 3.1 and 3(a), minute 58." in body and "2026-01-14" not in body


@pytest.mark.parametrize(
    ("title", "kind"), [("Matters arising", "business"), ("Minutes", "previous-minutes"), ("Action list", "report")]
)
def test_what_arises_from_the_last_meeting_speaks_of_its_numbers(meeting, title, kind):
    for name, sort in ((title, kind), ("Boats", "report")):
        make_item(meeting, name, kind=sort, minutes="<p>Minute 57 and item 1.</p>")
    publish(meeting)
    bodies = dict(ItemRow.objects.filter(version__meeting_slug="2026-07-15").values_list("title", "body"))
    assert [len(LINK.findall(bodies[name])) for name in (title, "Boats")] == [0, 2]


def test_the_record_and_its_paper_say_what_was_written(meeting):
    publication = publish(meeting)
    assert "Minutes: item 1, minute 57 and item 3." in publication.record.text
    assert "<a href" not in publication.record.text


def test_verify_makes_the_same_links_again(meeting):
    publish(meeting, Kind.DRAFT_MINUTES)
    publish(meeting)
    make_item(meeting, "A new first item", minutes="<p>Noted.</p>")
    out = StringIO()
    call_command("verify", "--processes", "1", stdout=out)
    assert out.getvalue().startswith("All is in order: 2 publications") and Publication.objects.count() == 2
