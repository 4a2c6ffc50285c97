"""Tables that are wider than the sheet: set smaller, then on a turned page, then in parts that repeat the first column.

Which of them a table needs is read from WeasyPrint's own layout, so a document in which nothing is too wide is laid out
once. Lengths are the renderer's pixels; those named after print.css say what it says.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from weasyprint import HTML, Document
from weasyprint.formatting_structure.boxes import TableBox

MM = 96 / 25.4
SMALL = 8 / 9.5  # print.css: the type of a small table to that of any other
GAP, SMALL_GAP = 3 * MM, 1.6 * MM  # print.css: the space between columns
TURNED_ROOM = (297 - 2 * 24) * MM  # print.css: the width of a turned page within its margins
WAYS = ["", "small", "turned", "small turned", "small turned parted", "small turned parted broken"]
WHOLE = WAYS[1:4]
ROUNDING = 1
LONG_WORD = re.compile(r"[^ \n\t\u00ad\u200b-]{25,}")
TALL = 1200  # letters of a row's longest cell times its cells: such a row may be torn, and such a head is printed once


@dataclass
class Wide:
    """A table that leaves its page: the least widths of its columns in ordinary type, and how far in it stands."""

    table: Element
    columns: list[float]
    indent: float
    room: float


def prepare(root: Element) -> None:
    """What can be said of tables before they are laid out: where a word may be broken, and which rows may be torn."""
    for table in root.iter("table"):
        for row in table.iter("tr"):
            for cell in row:
                loosen(cell)
            if is_tall(row):
                row.set("class", "tall")
        for head in table.findall("thead"):
            if any(map(is_tall, head)):
                head.set("class", "tall")


def is_tall(row: Element) -> bool:
    return max((len("".join(cell.itertext())) for cell in row), default=0) * len(row) > TALL


def loosen(element: Element) -> None:
    """Let words of more letters than any language's ordinary ones be broken. A link may hold no element: all of it may."""
    if element.tag == "a":
        if LONG_WORD.search(element.text or ""):
            element.set("class", "long")
        return
    for place in range(len(element) - 1, -1, -1):
        loosen(element[place])
        child = element[place]
        child.tail, after = parted_text(child.tail)
        for offset, span in enumerate(after, start=1):
            element.insert(place + offset, span)
    element.text, before = parted_text(element.text)
    for offset, span in enumerate(before):
        element.insert(offset, span)


def parted_text(text: str | None) -> tuple[str | None, list[Element]]:
    """The text before the first long word, and a span for each of them, its tail what follows."""
    before, *rest = LONG_WORD.split(text or "")
    spans = []
    for word, after in zip(LONG_WORD.findall(text or ""), rest, strict=True):
        span = Element("span", {"class": "long"})
        span.text, span.tail = word, after
        spans.append(span)
    return (before if spans else text), spans


def laid_out(page: HTML, render: Callable[[HTML], Document]) -> Document:
    """The document with no table off the sheet. Each round but the last takes a wider way for what was found too wide."""
    widths: dict[Element, Wide] = {}
    document = render(page)
    for _ in WAYS:
        found = list(too_wide(document))
        if not found:
            break
        for wide in found:
            take_next_way(widths.setdefault(wide.table, wide), page.etree_element)
        document = render(page)
    return document


def too_wide(document: Document) -> Iterator[Wide]:
    """The tables that reach beyond the margin; each once, though it goes over pages."""
    seen = set()
    for page in document.pages:
        sheet = page._page_box
        left, right = sheet.content_box_x(), sheet.content_box_x() + sheet.width
        for box in sheet.descendants():
            if not isinstance(box, TableBox) or box.element in seen:
                continue
            if box.position_x < left - ROUNDING or box.position_x + box.margin_width() > right + ROUNDING:
                seen.add(box.element)
                yield Wide(box.element, list(box.column_widths), max(box.position_x - left, 0), sheet.width)


def take_next_way(wide: Wide, root: Element) -> None:
    """The first way not tried yet that will do. What no page holds is parted; what is then still too wide has its words
    broken wherever a line ends."""
    left = WAYS[WAYS.index(wide.table.get("data-way", "")) + 1 :]
    way = next(way for way in left if way not in WHOLE or width(wide.columns, way) <= room(wide, way))
    wide.table.set("data-way", way)
    if way == WAYS[4]:
        part(wide, next(parent for parent in root.iter() if wide.table in list(parent)))


def width(columns: list[float], way: str) -> float:
    if "small" not in way:
        return sum(columns)
    return sum((column - GAP) * SMALL + SMALL_GAP for column in columns)


def room(wide: Wide, way: str) -> float:
    return (TURNED_ROOM if "turned" in way else wide.room) - wide.indent - ROUNDING


def part(wide: Wide, parent: Element) -> None:
    """Put in the table's place one table for each group of columns, all with the first column."""
    place = list(parent).index(wide.table)
    parent.remove(wide.table)
    for number, columns in enumerate(groups(wide)):
        piece = with_columns(wide.table, columns)
        piece.tail = wide.table.tail
        caption = piece.find("caption")
        if number and caption is not None:
            caption.append(Element("span"))
            caption[-1].text = " (continued)"
        parent.insert(place + number, piece)


def groups(wide: Wide) -> list[set[int]]:
    """As few groups of neighbouring columns as fit, of about one size, each with the first column."""
    way = WAYS[4]
    together, free = [], 0.0
    for column in range(1, len(wide.columns)):
        needed = width([wide.columns[column]], way)
        if needed > free or not together:
            together.append(set())
            free = room(wide, way) - width([wide.columns[0]], way)
        together[-1].add(column)
        free -= needed
    return [{0, *group} for group in together]


def with_columns(table: Element, columns: set[int]) -> Element:
    """A copy of the table with these columns of it alone; a cell over several is as wide as what is left of them."""
    copied = deepcopy(table)
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(copied.iter("tr")):
        x = 0
        for cell in list(row):
            while (y, x) in taken:
                x += 1
            wide, tall = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            taken |= {(y + dy, x + dx) for dy in range(tall) for dx in range(wide)}
            kept = len(columns & set(range(x, x + wide)))
            if not kept:
                row.remove(cell)
            elif wide > 1:
                cell.set("colspan", str(kept))
            x += wide
    return copied
