"""Minutes laid out as a table (Item · Discussion · Action): what is a heading in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

import tinyhtml5  # type: ignore[import-untyped]

from minutes.importing.blocks import Block, Element, blocks_of, words_of

LEAST_ROWS = 2
NUMBERS = re.compile(r"(?:(?:agenda )?item )?(?:no\.?|number|ref(?:erence)?|#|min(?:ute)? no\.?)", re.I)
TITLES = re.compile(r"(?:agenda )?items?|subjects?|topics?|agenda|headings?|business|matters?", re.I)
TEXTS = re.compile(
    r"discussions?|minutes?|notes?|details?|summary|discussion(?: and| ?/ ?)decisions?|comments?|narrative|minute", re.I
)
OTHERS = re.compile(
    r"actions?(?: points?)?|action by|by whom|owner|lead|decisions?|outcomes?|resolutions?|when|who|by when|deadline",
    re.I,
)
NUMBER = re.compile(r"(?:item )?(?:\d{1,3}[a-z]?|\d{1,4}/\d{1,4}(?:/\d{1,4})?)[.):]?", re.I)


@dataclass(frozen=True)
class Column:
    at: int
    sort: str  # "number", "title", "text" or "other"
    label: str


def unfolded(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[str, Block]]]:
    """The blocks with tables of minutes taken apart, and for each such table the labels of its columns."""
    found: list[Block] = []
    said: list[tuple[str, Block]] = []
    for block in blocks:
        rows, columns = _laid_out(block) if block.tag == "table" else ([], [])
        if columns:
            found += [piece for row in rows for piece in _pieces(block, row, columns)]
            said.append((" · ".join(column.label for column in columns), block))
        else:
            found.append(block)
    return found, said


def _laid_out(block: Block) -> tuple[list[list[Element]], list[Column]]:
    """The rows below the head of a table of minutes, and its columns; nothing for any other table."""
    table = tinyhtml5.parse(block.html, namespace_html_elements=False).find(".//table")
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    if len(rows) <= LEAST_ROWS or any(cell.get("rowspan", "1") != "1" for row in rows for cell in row):
        return [], []
    columns = [_column(at, cell) for at, cell in enumerate(rows[0])]
    sorts = [column.sort for column in columns]
    if "" in sorts or not {"text", "other"} & set(sorts) or not {"title", "number"} & set(sorts) or len(columns) < 2:
        return [], []
    if "title" not in sorts and "text" not in sorts:
        return [], []
    return rows[1:], columns


def _column(at: int, cell: Element) -> Column:
    label = words_of(cell).strip(" :")
    for sort, pattern in (("number", NUMBERS), ("title", TITLES), ("text", TEXTS), ("other", OTHERS)):
        if pattern.fullmatch(label) or (not label and sort == "number" and not at):
            return Column(at, sort, label)
    return Column(at, "", label)


def _pieces(block: Block, row: list[Element], columns: list[Column]) -> Iterator[Block]:
    """A row's heading, then the text of each of its other cells; a label only before what is not plain minutes."""
    cells = {column: row[column.at] for column in columns if column.at < len(row)}
    first = [words_of(cell) for column, cell in cells.items() if column.sort in {"number", "title"}]
    heading = " ".join(filter(None, first))
    if "title" not in {column.sort for column in columns}:
        heading, cells = _from_text(heading, cells)
    if heading:
        yield replace(block, text=heading, html=f"<h2>{escape(heading)}</h2>", tag="h2", strong=True, lead="")
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


def _from_text(number: str, cells: dict[Column, Element]) -> tuple[str, dict[Column, Element]]:
    """Where there is no column of titles, the first paragraph of the text is one if it is bold."""
    column = next(column for column in cells if column.sort == "text")
    pieces = blocks_of(cells[column])
    if len(pieces) > 1 and pieces[0].strong:
        title = pieces[0].text
        rest = tinyhtml5.parse("".join(piece.html for piece in pieces[1:]), namespace_html_elements=False).find("body")
        return f"{number} {title}".strip(), cells | {column: rest}
    return number, cells


def _text(block: Block, cell: Element) -> Iterator[Block]:
    for piece in blocks_of(cell):
        yield replace(piece, line=block.line)
