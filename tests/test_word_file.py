"""Alison Thrale sends the draft minutes by e-mail, as a Word file that opens with every word of the draft in it."""

from io import BytesIO

import pytest
from docx import Document

from minutes.models import Minute
from richtext.plain_text import text_of
from tests.making import make_held_meeting, make_item, make_meeting
from tests.test_door import door

pytestmark = pytest.mark.django_db

LONG = (
    "<p>The Harbour Master reported on <s>one crane</s> two cranes of 25 m<sup>2</sup>.</p>"
    "<ul><li>the quay<ul><li>its steps</li></ul></li><li>the mole</li></ul>"
    '<ol type="a" class="round-a"><li>to let it</li><li>to sell it</li></ol>'
    '<table><thead><tr><th>Crane</th><th>Price</th></tr></thead><tbody><tr><td colspan="2">Both</td></tr>'
    "<tr><td>North</td><td>£900</td></tr></tbody></table>"
)


def opened(desk, meeting):
    response = desk.get(f"{door(meeting)}draft-minutes.docx")
    assert response.status_code == 200 and ".docx" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    return Document(BytesIO(response.content))


def said(document) -> list[str]:
    """Its words in order, paragraphs and tables as they come."""
    return [
        text
        for block in document.element.body.iter("{*}p")
        for text in ["".join(t.text for t in block.iter("{*}t"))]
        if text
    ]


@pytest.fixture
def meeting():
    meeting = make_held_meeting(subtitle="Extraordinary, on the mole")
    make_item(meeting, "Cranes", minutes=LONG, decision="<p>That the north crane be sold.</p>")
    return meeting


def test_the_file_holds_every_word_of_the_draft_and_says_on_each_page_that_it_is_one(desk, meeting):
    document = opened(desk, meeting)
    lines = said(document)
    wanted = [
        line for minute in Minute.objects.filter(item__meeting=meeting) for line in text_of(minute.body).split("\n")
    ]
    held = " ".join(" ".join(lines).split())
    assert [line for line in wanted if line not in held] == []
    assert "That the north crane be sold." in lines and "Councillor Mary Bell (Chair)" in lines
    assert document.sections[0].header.paragraphs[0].text == "DRAFT: subject to approval at the next meeting"
    assert "Wednesday 4 March 2026, 7.30 pm, Extraordinary, on the mole" in lines


def test_its_headings_lists_and_tables_are_word_s_own(desk, meeting):
    document = opened(desk, meeting)
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    headings = [(name, text) for name, text in styles if name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Minutes of the Harbour Committee")
    assert [text for name, text in headings if name == "Heading 2"] == ["1 Repair of the north mole", "2 Cranes"]
    assert ("Heading 3", "Decision") in headings
    lists = [(name, text) for name, text in styles if name.startswith("List")]
    assert lists[-5:] == [
        ("List Bullet", "the quay"),
        ("List Bullet 2", "its steps"),
        ("List Bullet", "the mole"),
        ("List Continue", "(a) to let it"),
        ("List Continue", "(b) to sell it"),
    ]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Crane", "Price"],
        ["Both", "Both"],
        ["North", "£900"],
    ]
    struck = [run.text for p in document.paragraphs for run in p.runs if run.font.strike]
    raised = [run.text for p in document.paragraphs for run in p.runs if run.font.superscript]
    assert (struck, raised) == (["one crane"], ["2"])


def test_what_is_closed_is_not_in_the_file_which_says_so(desk, meeting):
    closed = make_item(
        meeting, "Tender", minutes="<p>CANARY</p>", restriction="england-2006-3", public_title="A contract"
    )
    document = opened(desk, meeting)
    assert "CANARY" not in repr(said(document)) and closed.title not in repr(said(document))
    assert "What is closed to the public is not in this file." in said(document)


def test_another_meeting_s_words_are_not_in_it_and_an_empty_one_is_a_file_too(desk, meeting):
    other = make_meeting(date=meeting.date.replace(day=11))
    assert not any("Harbour Master" in line for line in said(opened(desk, other)))
