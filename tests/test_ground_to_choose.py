"""An item is closed and nobody has said on which ground: Alison is led to the field, and reads which one its words name."""

import pytest

from committees.law import Ground, Law
from desk.reviewing import review
from minutes.models import AgendaItem
from published.kinds import Kind
from tests.desk import Page, item_page
from tests.making import SUMMER, WINTER, make_item, make_meeting

pytestmark = pytest.mark.django_db
CLOSED = {"restriction": "unknown", "public_title": "Business of the harbour"}
PURPOSE = "<p>Not for publication by virtue of para 3 of Schedule 12A.</p>"
NAMED = "The item’s words name paragraph 3"


@pytest.fixture
def items():
    """One whose title names its ground, one whose text does, and one that says nothing; another meeting's is open."""
    make_item(make_meeting(date=WINTER), "Pay (exempt, paragraph 3)")
    meeting = make_meeting(date=SUMMER)
    return [
        make_item(meeting, "Tender (exempt, paragraph 3)", **CLOSED),
        make_item(meeting, "Lease", purpose=PURPOSE, **CLOSED),
        make_item(meeting, "Pension", **CLOSED),
    ]


def test_go_there_leads_to_the_field_which_stands_open(desk, items):
    links = [
        check.link for check in review(items[0].meeting, Kind.AGENDA).checks if "on which ground" in check.sentence
    ]
    assert links == [f"{item_page(item)}#id_restriction" for item in items]
    [select] = Page(desk, item_page(items[0])).tree.xpath("//select[@id='id_restriction']")
    assert not select.xpath("ancestor::details")
    AgendaItem.objects.filter(pk=items[0].pk).update(restriction="england-2006-3")
    [select] = Page(desk, item_page(items[0])).tree.xpath("//select[@id='id_restriction']")
    assert select.xpath("ancestor::details")


def test_the_ground_that_its_words_name_is_proposed_and_not_set(desk, items):
    told = [NAMED in Page(desk, item_page(item)).text for item in items]
    assert told == [True, True, False]
    page = Page(desk, item_page(items[0]))
    assert "financial or business affairs" in page.text.partition(NAMED)[2] and page.fields["restriction"] == "unknown"


@pytest.mark.parametrize(
    ("law", "text", "ground"),
    [
        (Law.ENGLAND, "Tender (exempt, paragraph 3)", Ground.ENGLAND_3),
        (Law.ENGLAND, "Exempt information: Para. 1", Ground.ENGLAND_1),
        (Law.ENGLAND, "paragraph 5 of Part 1 of Schedule 12A", Ground.ENGLAND_5),
        (Law.WALES, "Exempt under paragraph 14", Ground.WALES_14),
        (Law.WALES, "Exempt under paragraph 3", None),
        (Law.ENGLAND, "Exempt: paragraph 1. Exempt: paragraph 3", None),
        (Law.ENGLAND, "The report, paragraph 3", None),
        (Law.PARISH, "Exempt, paragraph 3", None),
    ],
)
def test_a_paragraph_counts_as_a_ground_where_it_is_said_to_be_one(law, text, ground):
    assert law.ground_named(text) == ground
