"""Minutes laid out as a table (Item · Discussion · Action): what is a heading in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise, product
from xml.etree.ElementTree import tostring

import tinyhtml5  # type: ignore[import-untyped]

from minutes.importing.blocks import STARTS, Block, Element, blocks_of, struck_in, words_of
from minutes.importing.flow import standing
from minutes.importing.marks import follows, marks_of
from minutes.importing.titles import LONGEST_PLAIN, likeness

LEAST_ROWS = 2
NUMBERS = re.compile(r"(?:(?:agenda )?item )?(?:no\.?|number|ref(?:erence)?|#|min(?:ute)? no\.?)", re.I)
TITLES = re.compile(r"(?:agenda )?items?|subjects?|topics?|agenda|headings?|business|matters?", re.I)
TEXTS = re.compile(
    r"discussions?(?:(?: and | ?/ ?)(?:decisions?|outcomes?|resolutions?))?|minutes?|notes?|details?|summary|comments?|narrative",
    re.I,
)
OTHERS = re.compile(
    r"actions?(?: points?)?|action by|by whom|owner|lead|decisions?|outcomes?|resolutions?|when|who|by when|deadline|"
    r"responsible(?: person)?|person responsible|due(?: date)?|status",
    re.I,
)
NUMBER = re.compile(r"(?:item )?(?:\d{1,3}[a-z]?|\d{1,4}/\d{1,4}(?:/\d{1,4})?)[.):]?", re.I)
ALSO = re.compile(r"\s*(?:[/&,]|\band\b)\s*")  # "Action/Owner"
BEGINNING = re.compile(r"^<[a-z]\w*\b[^<>]*>")
BREAK = re.compile(r"<br\s*/?>")
LINK = re.compile(r'<a\b[^<>]*\bhref="#[^"<>]*"[^<>]*>')


@dataclass(frozen=True)
class Column:
    at: int
    sort: str  # "number", "title", "text" or "other"
    label: str


def unfolded(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[str, Block]]]:
    """The blocks with tables of minutes taken apart, and for each such table its caption and the labels of its columns."""
    found: list[Block] = []
    said: list[tuple[str, Block]] = []
    for block in blocks:
        rows, columns = _laid_out(block) if block.tag == "table" else ([], [])
        if columns:
            pieces = (piece for row in rows for piece in _pieces(block, row, columns))
            found += [replace(one, in_row=True) for piece in pieces for one in _set_apart(piece)]
            said.append((" · ".join([*_captions(block), *(column.label for column in columns)]), block))
        else:
            found += _set_apart(block)
    return found, said


def paragraphs_in(block: Block) -> int:
    """How many paragraphs a block is: in a table, each that stands below another in its cell is one more."""
    cells = _body([block.html]).iter("td") if block.tag == "table" else ()
    return 1 + sum(max(len(blocks_of(cell)) - 1, 0) for cell in cells)


def _set_apart(block: Block) -> Iterator[Block]:
    """The block; or, of a table that only sets a mark apart from a title and its text ("A." beside them), what is in it."""
    row = _lone_row(block) if block.tag == "table" else []
    if not row:
        yield block
        return
    mark, (first, *rest) = words_of(row[0]), _text(block, row[1])
    html = BEGINNING.sub(lambda tag: f"{tag[0]}{escape(mark)}\xa0\xa0", first.html)
    yield replace(first, text=f"{mark} {first.text}", html=html)
    yield from rest


def _lone_row(block: Block) -> list[Element]:
    rows = _rows(tinyhtml5.parse(block.html, namespace_html_elements=False).find(".//table"))
    cells = [cell for cell in rows[0] if words_of(cell)] if len(rows) == 1 else []
    is_marked = len(cells) == 2 and any(not mark.title for mark in marks_of(words_of(cells[0])))
    return cells if is_marked and _has_title(cells[1]) else []


def _captions(block: Block) -> list[str]:
    table = tinyhtml5.parse(block.html, namespace_html_elements=False).find(".//table")
    return [words_of(caption) for caption in table.findall("caption")]


def _laid_out(block: Block) -> tuple[list[list[Element]], list[Column]]:
    """The rows below the head of a table of minutes, and its columns; nothing for any other table."""
    rows = _rows(tinyhtml5.parse(block.html, namespace_html_elements=False).find(".//table"))
    if len(rows) <= LEAST_ROWS or any(cell.get("rowspan", "1") != "1" for row in rows for cell in row):
        return [], []
    if _is_counted(rows):
        return _with_their_own(rows), [Column(at, "text" if at else "number", "") for at in range(len(rows[0]))]
    columns = [_counting(_column(at, cell), rows[1:]) for at, cell in enumerate(rows[0])]
    if "text" not in {column.sort for column in columns}:
        columns = [_telling(column, rows[1:]) for column in columns]
    sorts = [column.sort for column in columns]
    if "" in sorts or not {"text", "other"} & set(sorts) or not {"title", "number"} & set(sorts) or len(columns) < 2:
        return [], []
    if "title" not in sorts and "text" not in sorts:
        return [], []
    return rows[1:], columns


def _rows(table: Element) -> list[list[Element]]:
    """The cells of its rows, without those of tables in it."""
    parts = [part for part in table if part.tag in {"thead", "tbody", "tfoot"}]
    return [[cell for cell in row if cell.tag in {"td", "th"}] for part in parts for row in part if row.tag == "tr"]


def _is_counted(rows: list[list[Element]]) -> bool:
    """Whether it has no head, numbers that go on by one in its first column, and bold titles in its second, most over text."""
    numbered = [row for row in rows if len(row) > 1 and words_of(row[0])]
    if len(numbered) <= LEAST_ROWS or len({len(row) for row in rows}) > 1 or not words_of(rows[0][0]):
        return False
    marks = [[mark for mark in marks_of(words_of(row[0])) if not mark.title] for row in numbered]
    in_order = all(any(follows(one, two) for one, two in product(*pair)) for pair in pairwise(marks))
    titles = [_paragraphs(row[1])[:1] for row in numbered]
    is_bold = all(title and title[0].strong for title in titles)
    return in_order and is_bold and sum(_has_title(row[1]) for row in numbered) * 2 >= len(numbered)


def _with_their_own(rows: list[list[Element]]) -> list[list[Element]]:
    """Each row with those below it that have no number."""
    whole: list[list[Element]] = []
    for row in rows:
        if words_of(row[0]):
            whole.append(row)
        else:
            whole[-1][1].extend(part for cell in row[1:] for part in _loose(cell))
    return whole


def _loose(cell: Element) -> Iterator[Element]:
    """What is in a cell, as blocks of another."""
    yield from (_body([block.html]) for block in blocks_of(cell))


def _has_title(cell: Element) -> bool:
    pieces = _paragraphs(cell)
    return len(pieces) > 1 and _is_title(pieces[0])


def _telling(column: Column, rows: list[list[Element]]) -> Column:
    """A column of titles with the text below each ("Item", where there is no "Discussion") is one of text."""
    cells = [row[column.at] for row in rows if column.at < len(row)]
    is_text = column.sort == "title" and sum(map(_has_title, cells)) * 2 > len(cells)
    return replace(column, sort="text") if is_text else column


def _column(at: int, cell: Element) -> Column:
    label = words_of(cell).strip(" :.")
    for sort, pattern in (("number", NUMBERS), ("title", TITLES), ("text", TEXTS), ("other", OTHERS)):
        is_such = pattern.fullmatch(label) or all(map(pattern.fullmatch, ALSO.split(label)))
        if is_such or (not label and sort == "number" and not at):
            return Column(at, sort, label)
    return Column(at, "", label)


def _counting(column: Column, rows: list[list[Element]]) -> Column:
    """A column of titles that holds only numbers ("Item": 1, 2, 3) is one of numbers."""
    words = [words_of(row[column.at]) for row in rows if column.at < len(row)]
    is_number = column.sort == "title" and all(NUMBER.fullmatch(each) for each in words if each)
    return replace(column, sort="number") if is_number else column


def _pieces(block: Block, row: list[Element], columns: list[Column]) -> Iterator[Block]:
    """A row's heading, then the text of each of its other cells; a label only before what is not plain minutes."""
    cells = {column: row[column.at] for column in columns if column.at < len(row)}
    first = [cell for column, cell in cells.items() if column.sort in {"number", "title"}]
    heading, links = " ".join(filter(None, map(_standing_words, first))), "".join(map(_links, first))
    if "title" not in {column.sort for column in columns}:
        heading, links, cells = _from_text(heading, links, cells)
    if heading := _pointed(heading, cells):
        html = f"<h2>{escape(heading)}{links}</h2>"
        yield replace(block, text=heading, html=html, tag="h2", strong=True, lead="", struck=struck_in(html))
    for column, cell in cells.items():
        if column.sort in {"text", "other"} and words_of(cell):
            if column.sort == "other":
                yield replace(
                    block,
                    text=column.label,
                    html=f"<p><strong>{escape(column.label)}</strong></p>",
                    tag="p",
                    strong=True,
                )
            yield from _text(block, cell)
    for cell in row[len(columns) :]:
        yield from _text(block, cell)


def _pointed(heading: str, cells: dict[Column, Element]) -> str:
    """A full stop behind the number that stands in a column of its own: before a title it is plainly one then."""
    number = next((words_of(cell) for column, cell in cells.items() if column.sort == "number"), "")
    title = heading.removeprefix(f"{number} ")
    return f"{number}. {title}" if number.isdigit() and title != heading else heading


def _links(cell: Element) -> str:
    return _without_words(tostring(cell, encoding="unicode", method="html"))


def _without_words(html: str) -> str:
    """The links within the page, by which a note is known to belong to the heading; and what is struck, to be told of."""
    struck = "".join(f"<s>{escape(words)}</s>" for words in [struck_in(html)] if words)
    return "".join(f"{link}</a>" for link in LINK.findall(html)) + struck


def _standing_words(cell: Element) -> str:
    return words_of(standing(cell))


def _from_text(number: str, links: str, cells: dict[Column, Element]) -> tuple[str, str, dict[Column, Element]]:
    """Where there is no column of titles, the first paragraph or line of the text is one if it is bold or looks like one."""
    column = next(column for column in cells if column.sort == "text")
    pieces = _paragraphs(cells[column])
    if len(pieces) > 1 and _is_title(pieces[0]):
        links += _without_words(pieces[0].html)
        return f"{number} {pieces[0].text}".strip(), links, cells | {column: _body(piece.html for piece in pieces[1:])}
    return number, links, cells


def _is_title(block: Block) -> bool:
    looks = block.text[-1] not in ".:?!" and len(block.text) <= LONGEST_PLAIN and likeness(block.text) >= 0
    return block.tag not in {"ul", "ol", "table"} and (block.strong or looks)


def _paragraphs(cell: Element) -> list[Block]:
    """The blocks of a cell; a first line that looks like a title, and a line that begins anew, are paragraphs."""
    pieces = blocks_of(cell)
    return blocks_of(_body(html for at, piece in enumerate(pieces) for html in _divided(piece, not at)))


def _divided(block: Block, is_first: bool) -> Iterator[str]:
    """The paragraph as HTML, divided where a line begins anew, unless a tag runs from one line to the next."""
    lines = BREAK.split(block.html.removeprefix("<p>").removesuffix("</p>"))
    if not block.html.startswith("<p>") or any(line.count("<") != 2 * line.count("</") for line in lines):
        yield block.html
        return
    groups = [lines[:1]]
    for at, line in enumerate(lines[1:], start=1):
        if STARTS.match(_words(line)) or (at == 1 and is_first and _begins_with_title(lines[0])):
            groups.append([])
        groups[-1].append(line)
    yield from (f"<p>{'<br>'.join(group)}</p>" for group in groups)


def _begins_with_title(line: str) -> bool:
    [block] = blocks_of(_body([f"<p>{line}</p>"])) or [None]
    return bool(block and _is_title(block))


def _words(line: str) -> str:
    return words_of(_body([line]))


def _body(html: Iterable[str]) -> Element:
    return tinyhtml5.parse("".join(html), namespace_html_elements=False).find("body")


def _text(block: Block, cell: Element) -> Iterator[Block]:
    for piece in _paragraphs(cell):
        yield replace(piece, line=block.line)
