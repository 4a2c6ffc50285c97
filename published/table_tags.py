"""What a screen reader is told of a table: which cells are heads, what each cell's heads are, and rows of one length.

WeasyPrint tags what each page holds of a table as a table of its own. It looks for a cell's heads in the wrong column where
cells span others, and leaves holes where a cell reaches over the page end (PDF/UA-1, 7.2 and 7.5).
"""

from dataclasses import dataclass

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure.boxes import TableBox, TableCellBox, TableRowGroupBox

SCOPES = {"col": "/Column", "row": "/Row"}


@dataclass
class Cell:
    """A cell at its place on the page's part of the table; `tag` is its element in the file's structure."""

    tag: pydyf.Dictionary
    scope: str  # of a head
    x: int
    y: int
    wide: int
    tall: int

    @classmethod
    def of(cls, box: TableCellBox, y: int, rows_left: int) -> "Cell":
        scope = box.element.get("scope", "col") if box.element_tag == "th" else ""
        return cls(box.mark, scope, box.grid_x, y, box.colspan, min(box.rowspan, rows_left))

    @property
    def columns(self) -> range:
        return range(self.x, self.x + self.wide)

    @property
    def rows(self) -> range:
        return range(self.y, self.y + self.tall)

    def is_head_of(self, other: "Cell") -> bool:
        if self.scope == "row":
            return self.x < other.x and overlap(self.rows, other.rows)
        return self.scope == "col" and self.y < other.y and overlap(self.columns, other.columns)


def overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def mend(document: Document, pdf: pydyf.PDF) -> None:
    """Mend the structure that WeasyPrint has just made; called before the file is written."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, TableBox):
                tell_heads(box, pdf)


def tell_heads(table: TableBox, pdf: pydyf.PDF) -> None:
    cells, y = [], 0
    for group in table.children:
        there = cells_of(group, y)
        fill(group, there, y, len(table.column_widths), pdf)
        cells += there
        y += len(group.children)
    heads = [cell for cell in cells if cell.scope]
    for cell in cells:
        tell(cell, heads)


def cells_of(group: TableRowGroupBox, y: int) -> list[Cell]:
    count = len(group.children)
    return [Cell.of(box, y + n, count - n) for n, row in enumerate(group.children) for box in row.children]


def tell(cell: Cell, heads: list[Cell]) -> None:
    about = cell.tag["A"]
    about.pop("Headers", None)
    if cell.tall != about.get("RowSpan", 1):
        about["RowSpan"] = cell.tall
    if cell.scope:
        about["Scope"] = SCOPES[cell.scope]
    elif found := [head.tag["ID"] for head in heads if head.is_head_of(cell)]:
        about["Headers"] = pydyf.Array(found)


def fill(group: TableRowGroupBox, cells: list[Cell], y: int, width: int, pdf: pydyf.PDF) -> None:
    """Put an empty cell where one would be that began on the page before."""
    taken = {(row, column) for cell in cells for row in cell.rows for column in cell.columns}
    holes = [(n, x) for n in range(len(group.children)) for x in range(width) if (y + n, x) not in taken]
    if not holes or not cells:
        return
    row_tags = below(parent(parent(cells[0].tag, pdf), pdf), pdf)
    for n, x in holes:
        place = sum(cell.y == y + n and cell.x < x for cell in cells) + sum(m == n and z < x for m, z in holes)
        row_tags[n]["K"].insert(place, empty_cell(row_tags[n], pdf).reference)


def parent(tag: pydyf.Dictionary, pdf: pydyf.PDF) -> pydyf.Dictionary:
    return pdf.objects[int(tag["P"].split()[0])]


def below(tag: pydyf.Dictionary, pdf: pydyf.PDF) -> list[pydyf.Dictionary]:
    return [pdf.objects[int(kid.split()[0])] for kid in tag["K"]]


def empty_cell(row: pydyf.Dictionary, pdf: pydyf.PDF) -> pydyf.Dictionary:
    about = pydyf.Dictionary({"O": "/Table"})
    tag = pydyf.Dictionary({"Type": "/StructElem", "S": "/TD", "K": pydyf.Array([]), "P": row.reference, "A": about})
    pdf.add_object(tag)
    return tag
