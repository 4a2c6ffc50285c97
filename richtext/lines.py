"""A text as its reader sees it, line by line: a paragraph, a heading, a list item with its number, a row of a table."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from richtext.blocks import Marker
from richtext.cleaning import tree
from richtext.markers import in_print
from richtext.reading import whole_number

BULLET = "•"
SPACES = re.compile(r"\s{2,}|[^\S ]")
MARKS = {"s", "sub", "sup"}  # without which words say something else
APART = set("p div section header footer nav article dl blockquote caption h1 h2 h3 h4 h5 h6 ul ol li table".split())


class Piece(NamedTuple):
    text: str
    mark: str = ""


class Cell(NamedTuple):
    """A cell of a table; the one cell of any other line."""

    pieces: tuple[Piece, ...]
    is_head: bool = False
    columns: int = 1

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class Line(NamedTuple):
    """`kind` is p, h, li or row; `level` that of a heading or list item; `marker` what is printed before an item, "" where it
    goes on after something else; `links` are where its links lead."""

    kind: str
    level: int
    marker: str
    cells: tuple[Cell, ...]
    links: tuple[str, ...] = ()


def lines_of(html: str) -> list[Line]:
    """The lines of what a page prints: our templates' HTML around clean rich text."""
    return list(_Reader().read(tree(html)))


class _Reader:
    def __init__(self):
        self.lines: list[Line] = []
        self.pieces: list[Piece] = []
        self.links: list[str] = []
        self.kind, self.level, self.marker = "p", 0, ""
        self.depth = 0

    def read(self, element: Element) -> list[Line]:
        self.children(element, "")
        self.flush()
        return self.lines

    def children(self, element: Element, mark: str) -> None:
        self.text(element.text, mark)
        for child in element:
            self.element(child, mark)
            self.text(child.tail, mark)

    def text(self, text: str | None, mark: str) -> None:
        if not text:
            return
        text = SPACES.sub(" ", text)
        if not self.pieces or self.pieces[-1].text.endswith((" ", "\n")):
            text = text.removeprefix(" ")
        if text:
            self.pieces.append(Piece(text, mark))

    def element(self, element: Element, mark: str) -> None:
        tag = element.tag
        if tag == "br":
            self.pieces.append(Piece("\n"))
        elif tag == "a":
            self.links.append(element.get("href", ""))
            self.children(element, mark)
        elif tag not in APART:
            self.children(element, tag if tag in MARKS else mark)
            if tag == "dt":
                self.text(" ", mark)
        else:
            self.flush()
            if tag == "table":
                self.lines += _rows(element)
            elif tag in {"ul", "ol"}:
                self.items(element, mark)
            elif re.fullmatch("h[1-6]", tag):
                self.line(element, mark, "h", int(tag[1]), "")
            else:
                self.children(element, mark)
                self.flush()

    def items(self, element: Element, mark: str) -> None:
        if self.marker:  # "1. (a) …": the item has no words of its own, but its number is printed
            self.lines.append(Line("li", self.level, self.marker, (Cell(()),)))
            self.marker = ""
        self.depth += 1
        around = element.get("class", "").partition("-")[0]
        marker = Marker(element.get("type", "1"), whole_number(element.get("start"), 1), around)
        for item in element:
            self.line(item, mark, "li", self.depth, in_print(marker) if element.tag == "ol" else BULLET)
            marker = marker.following
        self.depth -= 1

    def line(self, element: Element, mark: str, kind: str, level: int, marker: str) -> None:
        outer = self.kind, self.level, ""
        self.kind, self.level, self.marker = kind, level, marker
        self.children(element, mark)
        self.flush()
        self.kind, self.level, self.marker = outer

    def flush(self) -> None:
        """End the line that is being read, if it has words."""
        if pieces := _stripped(self.pieces):
            self.lines.append(Line(self.kind, self.level, self.marker, (Cell(pieces),), tuple(self.links)))
            self.marker = ""
        self.pieces, self.links = [], []


def _stripped(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Without space at the end."""
    while pieces and pieces[-1].text.isspace():
        pieces.pop()
    if pieces and pieces[-1].text[-1].isspace():
        pieces[-1] = pieces[-1]._replace(text=pieces[-1].text.rstrip())
    return tuple(pieces)


def _rows(table: Element) -> Iterator[Line]:
    """A row a line; a cell that reaches into rows below leaves an empty one in each."""
    for caption in table.iter("caption"):
        yield from _Reader().read(caption)
    below: dict[int, int] = {}  # of each column, how many rows a cell above still reaches into
    for row in table.iter("tr"):
        cells: list[Cell] = []
        links: list[str] = []
        for cell in row:
            while below.get(len(cells), 0):
                below[len(cells)] -= 1
                cells.append(Cell(()))
            read = _Reader().read(cell)
            below[len(cells)] = whole_number(cell.get("rowspan"), 1) - 1
            cells.append(Cell(_together(read), cell.tag == "th", whole_number(cell.get("colspan"), 1)))
            links += [link for line in read for link in line.links]
        yield Line("row", 0, "", tuple(cells), tuple(links))


def _together(lines: list[Line]) -> tuple[Piece, ...]:
    """What a cell holds, its lines below each other."""
    pieces: list[Piece] = []
    for line in lines:
        pieces += [Piece("\n")] if pieces else []
        pieces += [Piece(f"{line.marker} ")] if line.marker else []
        pieces += line.cells[0].pieces
    return tuple(pieces)
