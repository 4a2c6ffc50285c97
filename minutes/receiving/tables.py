"""Tables as text (CSV, RFC 4180): readable, and nothing that a spreadsheet would work out."""

import csv
import io
import re

from django.core.exceptions import ValidationError

from minutes.receiving.looked import Looked

NO_TEXT = "This file is no table as text; save it again as CSV (UTF-8), and try again."
FORMULA = (
    "Row {row}, column {column} begins with “{sign}”, which a spreadsheet would work out. Write its "
    "result there, and try again."
)
LONG = "A cell in row {row} is longer than a spreadsheet can show. Is it a table? Save it as PDF, and try again."
PAGE = re.compile(r"\s*<(?:!doctype|html|script|svg|\?xml)\b", re.I)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
ACTS = re.compile(r"\s*(?:[=@]|[+-].*[(|!])", re.S)  # OWASP: “CSV injection”
LONGEST = 32_767  # letters of a cell in Excel


def look(data: bytes) -> Looked:
    """Raises ValidationError, with what to do. The bytes stay as they are."""
    text = _decoded(data)
    if PAGE.match(text) or CONTROLS.search(text):
        raise ValidationError(NO_TEXT)
    csv.field_size_limit(LONGEST)
    row = 0
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), start=1):
            _check(row, cells)
    except csv.Error as error:
        raise ValidationError(LONG.format(row=row + 1)) from error
    return Looked()


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codes = ["utf-16"]
    else:
        codes = ["utf-8-sig", "cp1252"]
    for code in codes:
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise ValidationError(NO_TEXT)


def _delimiter(text: str) -> str:
    """What stands most often in the first line."""
    first = text.partition("\n")[0]
    return max(",;\t|", key=first.count)


def _check(row: int, cells: list[str]) -> None:
    for column, cell in enumerate(cells, start=1):
        if ACTS.match(cell):
            raise ValidationError(FORMULA.format(row=row, column=column, sign=cell.strip()[0]))
