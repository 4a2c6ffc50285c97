"""Draft minutes as a Word file, to send by e-mail: what the public would read of them, marked as a draft on every page."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from desk import rights
from desk.draft_for_the_chair import DraftToRead, draft_to_read
from minutes.admin.tabs import may
from minutes.models import Meeting
from published.templatetags.published import clock_on
from richtext.lines import BULLET, Cell, Line, lines_of

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAFT = "DRAFT: subject to approval at the next meeting"
LEFT_OUT = "What is closed to the public is not in this file."
OUTWARD = ("https://", "http://", "mailto:")  # other links lead to pages that are not public yet
DEEPEST = 3  # levels of lists that Word's own template has styles for


@require_safe
def word_file(request, pk: int) -> HttpResponse:
    meeting = rights.meeting_for(request, pk, "minutes.view_meeting", "minutes.change_meeting")
    if not may(request.user, "minutes.view_decision"):
        raise PermissionDenied
    name = f"Draft minutes, {meeting.committee}, {date_format(meeting.date, 'j F Y')}.docx"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(word_of(meeting, draft_to_read(meeting, with_closed=False)), content_type=TYPE, headers=headers)


def word_of(meeting: Meeting, draft: DraftToRead) -> bytes:
    """The file: a heading an item, and below it what its page says, line by line, and the titles of its papers."""
    from docx import Document  # a third of a second, which no other page pays

    document, out = Document(), BytesIO()
    record = draft.record
    when = f"{date_format(meeting.date, 'l j F Y')}{record.start and f', {clock_on(record.start, record.date)}'}"
    properties = document.core_properties
    properties.title, properties.author = f"Draft minutes: {record.committee}, {when}", record.organisation
    properties.language, properties.comments = "en-GB", ""
    _lay_out(document.sections[0])
    document.add_heading(f"Minutes of the {record.committee}", level=1)
    document.add_paragraph(", ".join(filter(None, [when, record.subtitle])))
    if draft.left_out:
        document.add_paragraph(LEFT_OUT)
    _add(document, lines_of(draft.front))
    for each in draft.items:
        level = 3 if each.item.level == 2 and not each.item.is_heading else 2  # as the page's own headings count on
        document.add_heading(each.label, level=level)
        _add(document, lines_of(each.text))
        _list_papers(document, each.papers, level + 1)
    document.save(out)
    return out.getvalue()


def _lay_out(section) -> None:
    """A4, with the mark of a draft at the head of each page and its number at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    section.header.paragraphs[0].text = DRAFT
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in [("Page ", "PAGE"), (" of ", "NUMPAGES")]:
        foot.add_run(words)
        _add_field(foot, field)


def _add_field(paragraph, name: str) -> None:
    """A number that Word works out."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field, run = OxmlElement("w:fldSimple"), paragraph.add_run("1")._r
    field.set(qn("w:instr"), name)
    field.append(run)
    paragraph._p.append(field)


def _list_papers(document, titles: tuple[str, ...], level: int) -> None:
    if titles:
        document.add_heading("Supporting documents", level=level)
    for title in titles:
        document.add_paragraph(title, style="List Bullet")


def _add(document, lines: list[Line]) -> None:
    table = None
    for line in lines:
        if line.kind != "row":
            table = None
            paragraph = _paragraph(document, line)
            _write(paragraph, line.cells[0])
            _print_addresses(paragraph, line)
            continue
        columns = sum(cell.columns for cell in line.cells)
        if table is None or len(table.columns) != columns:
            table = document.add_table(rows=0, cols=columns, style="Table Grid")
        places = table.add_row().cells
        _fill(places, line.cells)
        _print_addresses(places[-1].paragraphs[0], line)


def _paragraph(document, line: Line):
    if line.kind == "h":
        return document.add_heading(level=line.level)
    if line.kind != "li":
        return document.add_paragraph()
    depth = min(line.level, DEEPEST)
    after = f" {depth}" if depth > 1 else ""
    if line.marker == BULLET:
        return document.add_paragraph(style=f"List Bullet{after}")
    paragraph = document.add_paragraph(style=f"List Continue{after}")
    paragraph.add_run(f"{line.marker} " if line.marker else "")  # as it is printed: Word would count anew
    return paragraph


def _fill(places, cells: tuple[Cell, ...]) -> None:
    """The cells of a row, each in as many columns of the table as it takes."""
    at = 0
    for cell in cells:
        place = places[at].merge(places[at + cell.columns - 1]) if cell.columns > 1 else places[at]
        _write(place.paragraphs[0], cell, is_bold=cell.is_head)
        at += cell.columns


def _write(paragraph, cell: Cell, *, is_bold: bool = False) -> None:
    for text, mark in cell.pieces:
        font = paragraph.add_run(text).font
        font.bold = is_bold or None
        font.strike, font.subscript, font.superscript = (mark == name or None for name in ("s", "sub", "sup"))


def _print_addresses(paragraph, line: Line) -> None:
    """Behind the words of a line where its links lead, if the words don't say it."""
    said = "".join(cell.text for cell in line.cells)
    for link in line.links:
        if link.startswith(OUTWARD) and link.removeprefix("mailto:") not in said:
            paragraph.add_run(" (")
            _add_link(paragraph, link)
            paragraph.add_run(")")


def _add_link(paragraph, link: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    run, around = paragraph.add_run(link.removeprefix("mailto:")), OxmlElement("w:hyperlink")
    run.font.underline, run.font.color.rgb = True, RGBColor(0x05, 0x63, 0xC1)
    around.set(qn("r:id"), paragraph.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    around.append(run._r)
    paragraph._p.append(around)
