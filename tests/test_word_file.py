"""Alison Thrale sends the draft minutes by e-mail, as a Word file that opens with every word of the draft in it."""

from io import BytesIO

import pytest
from docx import Document

from minutes.models import Meeting, Minute
from richtext.plain_text import text_of
from tests.making import make_document, make_held_meeting, make_item, make_meeting
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
    assert [text for name, text in headings if name == "Heading 2"] == [
        "Attendance",
        "1 Repair of the north mole",
        "2 Cranes",
    ]
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


def test_it_is_printed_on_a4_and_each_page_has_its_number(desk, meeting):
    (section,) = opened(desk, meeting).sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    sides = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert {round(side.mm) for side in sides} == {25}
    (foot,) = section.footer.paragraphs
    assert "".join(text.text for text in foot._p.iter("{*}t")) == "Page 1 of 1"
    fields = foot._p.findall("{*}fldSimple")
    assert [value for field in fields for value in field.attrib.values()] == ["PAGE", "NUMPAGES"]


def test_what_is_linked_can_be_followed_on_paper_and_in_word(desk, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(webcast_link="https://video.example.org/4-march")
    make_item(meeting, "Lamps", minutes='<p>See <a href="https://example.org/lamps">the survey</a>.</p>')
    make_item(meeting, "Buoys", minutes="<p>As item 1 says.</p>")
    document = opened(desk, meeting)
    assert "Webcast: View the webcast (https://video.example.org/4-march)" in said(document)
    assert "See the survey. (https://example.org/lamps)" in said(document) and "As item 1 says." in said(document)
    links = [link.address for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert links == ["https://video.example.org/4-march", "https://example.org/lamps"]


def test_the_papers_of_each_item_are_listed_by_title_and_no_closed_one(desk, meeting):
    mole, cranes = meeting.items.all()
    for item, title in [(mole, "Survey of the mole"), (cranes, "Prices"), (cranes, "Drawings")]:
        make_document(meeting, title, item=item)
    make_document(meeting, "CANARY", item=cranes, restriction="england-2006-3")
    stone = make_item(meeting, "Its stone", parent=mole, minutes="<p>Cut.</p>")
    make_document(meeting, "Quarry", item=stone)
    closed = make_item(meeting, "Tender", restriction="england-2006-3", public_title="A contract")
    make_document(meeting, "CANARY of the tender", item=closed)
    document = opened(desk, meeting)
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    heading = "Supporting documents"
    assert [style for style, text in styles if text == heading] == ["Heading 3", "Heading 4", "Heading 3"]
    after = [styles[at + 1][1] for at, (_, text) in enumerate(styles) if text == heading]
    assert after == ["Survey of the mole", "Quarry", "Prices"]
    at = styles.index(("List Bullet", "Prices"))
    assert styles[at + 1] == ("List Bullet", "Drawings")
    assert "CANARY" not in repr(said(document))
