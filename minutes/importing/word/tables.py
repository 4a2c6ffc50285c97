"""Word's tables: rows and cells as they are printed, joined cells as HTML joins them."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from minutes.importing.word.names import W, child, is_on, value, whole

WIDEST = 1000  # columns that a cell may take


@dataclass
class Cell:
    element: Element
    column: int
    width: int
    merge: str = ""  # "restart" for the first of cells that are joined, "continue" for those below it
    height: int = 1

    @property
    def goes_on(self) -> bool:
        """Whether it is the lower part of the cell above."""
        return self.merge == "continue"


@dataclass
class Row:
    element: Element
    cells: list[Cell]
    before: int = 0  # columns that are left out at its start

    @property
    def is_head(self) -> bool:
        return is_on(child(child(self.element, "trPr"), "tblHeader"))

    @property
    def is_deleted(self) -> bool:
        return child(child(self.element, "trPr"), "del") is not None

    @property
    def is_hidden(self) -> bool:
        return is_on(child(child(self.element, "trPr"), "hidden"))


def rows_of(table: Element) -> list[Row]:
    return [_row(element) for element in within(table, "tr")]


def join(rows: list[Row]) -> None:
    """Give each cell its height: those below that go on with it count as one."""
    open_cells: dict[int, Cell] = {}
    for row in rows:
        open_cells = {cell.column: _joined(cell, open_cells) for cell in row.cells}


def _joined(cell: Cell, above: dict[int, Cell]) -> Cell:
    """The cell that this one is a part of: itself, or the one above."""
    upper = above.get(cell.column)
    if not cell.goes_on or upper is None or not upper.merge or upper.width != cell.width:
        cell.merge = "restart" if cell.merge else ""
        return cell
    upper.height += 1
    return upper


def _row(element: Element) -> Row:
    before = min(whole(value(child(element, "trPr"), "gridBefore")), WIDEST)
    row, column = Row(element, [], before), before
    for cell in within(element, "tc"):
        properties = child(cell, "tcPr")
        width = max(1, min(whole(value(properties, "gridSpan"), 1), WIDEST))
        if value(properties, "hMerge") == "continue" and row.cells:
            row.cells[-1].width += width
        else:
            row.cells.append(Cell(cell, column, width, _merge(properties)))
        column += width
    return row


def _merge(properties: Element | None) -> str:
    merge = child(properties, "vMerge")
    return merge.get(f"{W}val", "continue") if merge is not None else ""


def within(parent: Element, name: str) -> Iterator[Element]:
    """The rows or cells of an element, also those that lie in a content control or another wrapper."""
    for each in parent:
        if each.tag == f"{W}{name}":
            yield each
        elif each.tag not in {f"{W}tbl", f"{W}p", f"{W}tr", f"{W}tc"}:
            yield from within(each, name)
