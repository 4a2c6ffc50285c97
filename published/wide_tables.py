"""Tables that are wider than the sheet: set smaller; then, if they are long, on a turned page; then in parts that repeat the
first column. A short one is better in parts than on a page of its own.

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
WAYS_OF_SHORT = ["", "small", "small parted", "small parted broken"]
SHORT = 12  # rows
ROUNDS = 10
ROUNDING = 1
LONG_WORD = re.compile(r"[^ \n\t\u00ad\u200b-]{25,}")
TALL = 1200  # letters of a row's longest cell times its cells: such a row may be torn, and such a head is not repeated


@dataclass
class Wide:
    """A table that leaves its page: the least widths of its columns, the way in which it was set when they were measured,
    how far in it stands, and the width of the page."""

    table: Element
    columns: list[float]
    way: str
    indent: float
    page: float

    def width(self, column: int, way: str) -> float:
        already = "small" in self.way or "small" not in way
        return self.columns[column] if already else (self.columns[column] - GAP) * SMALL + SMALL_GAP

    def room(self, way: str) -> float:
        return (TURNED_ROOM if "turned" in way else self.page) - self.indent - ROUNDING

    def fits(self, way: str) -> bool:
        return sum(self.width(column, way) for column in range(len(self.columns))) <= self.room(way)


def prepare(root: Element) -> None:
    """What can be said of tables before they are laid out: where a word may be broken, and which rows may be torn."""
    for table in root.iter("table"):
        for row in table.iter("tr"):
            for cell in row:
                loosen(cell)
            if is_tall(row):
                row.set("class", "tall")
        head, body = table.find("thead"), table.find("tbody")
        if head is not None and body is not None and any(map(is_tall, head)):
            table.remove(head)  # else it stands on each page, and may fill it
            body[:0] = list(head)


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
    """The document with no table off the sheet. Each round takes the next way for what is found too wide."""
    widths: dict[Element, Wide] = {}
    document = render(page)
    for _ in range(ROUNDS):
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
                way, indent = box.element.get("data-way", ""), max(box.position_x - left, 0)
                yield Wide(box.element, list(box.column_widths), way, indent, sheet.width)


def take_next_way(wide: Wide, root: Element) -> None:
    """The first way not tried yet that will do. What no page holds is parted, again if need be; two columns that are still too
    wide have their words broken wherever a line ends."""
    ways = WAYS_OF_SHORT if len(list(wide.table.iter("tr"))) <= SHORT else WAYS
    now = wide.table.get("data-way", "")
    left = ways[ways.index(now) + ("parted" not in now or len(wide.columns) <= 2) :]
    way = next(way for way in left if "parted" in way or wide.fits(way))
    wide.table.set("data-way", way)
    if way.endswith("parted"):
        part(wide, way, next(parent for parent in root.iter() if wide.table in list(parent)))


def part(wide: Wide, way: str, parent: Element) -> None:
    """Put in the table's place one table for each group of columns, all with the first column."""
    place = list(parent).index(wide.table)
    parent.remove(wide.table)
    for number, columns in enumerate(groups(wide, way)):
        piece = with_columns(wide.table, columns)
        piece.tail = wide.table.tail
        caption = piece.find("caption")
        if number and caption is not None and caption.find("span[@class='continued']") is None:
            SubElement(caption, "span", {"class": "continued"}).text = " (continued)"
        parent.insert(place + number, piece)


def groups(wide: Wide, way: str) -> list[set[int]]:
    """As few groups of neighbouring columns as fit, of about one width, each with the first column."""
    first, *others = (wide.width(column, way) for column in range(len(wide.columns)))
    most = wide.room(way) - first
    fewest = len(filled(others, most))
    even = sum(others) / fewest + max(others) / 2
    found = filled(others, even) if even < most else []
    return [{0, *group} for group in (found if len(found) == fewest else filled(others, most))]


def filled(widths: list[float], most: float) -> list[list[int]]:
    """The columns from 1 on, put together until they would be wider than `most`."""
    together: list[list[int]] = [[]]
    free = most
    for column, needed in enumerate(widths, start=1):
        if needed > free and together[-1]:
            together.append([])
            free = most
        together[-1].append(column)
        free -= needed
    return together


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
