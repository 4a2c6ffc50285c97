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
    """The file: a heading an item, and below it what its page says, line by line."""
    from docx import Document  # a third of a second, which no other page pays

    document, out = Document(), BytesIO()
    record = draft.record
    when = f"{date_format(meeting.date, 'l j F Y')}{record.start and f', {clock_on(record.start, record.date)}'}"
    properties = document.core_properties
    properties.title, properties.author = f"Draft minutes: {record.committee}, {when}", record.organisation
    properties.language, properties.comments = "en-GB", ""
    document.sections[0].header.paragraphs[0].text = DRAFT
    document.add_heading(f"Minutes of the {record.committee}", level=1)
    document.add_paragraph(", ".join(filter(None, [when, record.subtitle])))
    if draft.left_out:
        document.add_paragraph(LEFT_OUT)
    _add(document, lines_of(draft.front))
    for each in draft.items:
        document.add_heading(each.label, level=2)
        _add(document, lines_of(each.text))
    document.save(out)
    return out.getvalue()


def _add(document, lines: list[Line]) -> None:
    table = None
    for line in lines:
        if line.kind != "row":
            table = None
            _write(_paragraph(document, line), line.cells[0])
            continue
        columns = sum(cell.columns for cell in line.cells)
        if table is None or len(table.columns) != columns:
            table = document.add_table(rows=0, cols=columns, style="Table Grid")
        _fill(table.add_row().cells, line.cells)


def _paragraph(document, line: Line):
    if line.kind == "h":
        return document.add_heading(level=3)
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
