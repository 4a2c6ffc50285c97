"""Tables whose rows are of one length and whose headings say what they head: else no reader can follow them, and a PDF
of them is not accessible (PDF/UA-1, 7.2-42 and 7.5-1). What isn't plainly a heading is none."""

import re
from collections.abc import Callable
from dataclasses import replace

from richtext.blocks import Block, Cell, Table
from richtext.markers import SIGNS

WIDEST_SPAN = 60
MOST_CELLS = 30_000  # of the grid, spans and padding counted: beyond it a table becomes paragraphs

FIGURE = re.compile(rf"[\s£€$(+–—-]*\d[\d.,:/\s]*(?:%|p|k|m|am|pm)?\)?|\s*[{SIGNS}•–—-]\s*", re.IGNORECASE)

Grid = list[list["Cell | None"]]  # None: covered by a cell above or to the left
Look = Callable[[Cell], bool]


def mended(table: Table) -> Table | None:
    """The table made rectangular and given a head. None if it has no words, or is too wide to be one."""
    kept = [(cells, place < table.head) for place, cells in enumerate(table.rows) if cells]
    table = replace(table, rows=[cells for cells, _ in kept], head=sum(in_head for _, in_head in kept))
    grid = laid_out(table.rows)
    if grid is None:
        return None
    grid, head = without_blank_rows(grid, table.head)
    grid = without_covered_columns(grid)
    if not any(cell and not cell.is_blank for row in grid for cell in row):
        return None
    if not head and not any(cell and cell.header and not cell.is_blank for row in grid for cell in row):
        grid, head = with_headings_by_look(grid)
    return with_head(replace(table, rows=[[cell for cell in row if cell] for row in grid], head=head))


def laid_out(rows: list[list[Cell]]) -> Grid | None:
    """Each cell at its place, as a browser puts it, but with no overlap, no overhang and no hole."""
    if sum(min(cell.colspan, WIDEST_SPAN) for row in rows for cell in row) > MOST_CELLS:
        return None
    taken: dict[tuple[int, int], Cell | None] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            wide = next((n for n in range(1, min(cell.colspan, WIDEST_SPAN)) if (y, x + n) in taken), None)
            wide = wide or min(cell.colspan, WIDEST_SPAN)
            tall = min(cell.rowspan, len(rows) - y)
            if len(taken) + wide * tall > MOST_CELLS:
                return None
            taken.update({(y + dy, x + dx): None for dy in range(tall) for dx in range(wide)})
            taken[y, x] = replace(cell, colspan=wide, rowspan=tall)
            x += wide
    width = max((x for _, x in taken), default=-1) + 1
    if width * len(rows) > MOST_CELLS:
        return None
    return [
        [taken.get((y, x), Cell([])) if (y, x) in taken else Cell([]) for x in range(width)] for y in range(len(rows))
    ]


def without_blank_rows(grid: Grid, head: int) -> tuple[Grid, int]:
    """The grid less rows in which no words begin; cells from above that reached through them become shorter."""
    for y in range(len(grid) - 1, -1, -1):
        if any(cell and (not cell.is_blank or cell.rowspan > 1) for cell in grid[y]):
            continue
        shorten(grid, y)
        del grid[y]
        head -= y < head
    return grid, head


def shorten(grid: Grid, y: int) -> None:
    for above, row in enumerate(grid[:y]):
        for x, cell in enumerate(row):
            if cell and above + cell.rowspan > y:
                grid[above][x] = replace(cell, rowspan=cell.rowspan - 1)


def without_covered_columns(grid: Grid) -> Grid:
    """The grid less columns in which no cell begins: left over where a table was cut out of a wider one."""
    width = len(grid[0]) if grid else 0
    for x in range(width - 1, 0, -1):
        if any(row[x] for row in grid):
            continue
        for row in grid:
            for before in range(x):
                cell = row[before]
                if cell and before + cell.colspan > x:
                    row[before] = replace(cell, colspan=cell.colspan - 1)
            del row[x]
    return grid


def with_head(table: Table) -> Table:
    """Header cells say what they head."""
    rows = [list(row) for row in table.rows]
    head = whole_rows(rows, table.head or leading_header_rows(rows))
    for y, row in enumerate(rows):
        rows[y] = [headed(cell, y < head) for cell in row]
    return replace(table, rows=rows, head=head if head < len(rows) else 0)


def with_headings_by_look(grid: Grid) -> tuple[Grid, int]:
    """A grid without header cells, with those that look like headings made such, and how many rows name the columns.

    Bold cells name what they stand over or before, if that is not bold too; and words name figures and ticks.
    """
    for looks_like_heading, looks_like_content in ((is_bold, is_plain), (is_words, is_figure)):
        head = head_by_look(grid, looks_like_heading, looks_like_content)
        labelled = has_labels(grid[head:], looks_like_heading, looks_like_content)
        if head or labelled:
            return [with_label(row) if labelled and y >= head else row for y, row in enumerate(grid)], head
    return grid, 0


def head_by_look(grid: Grid, looks_like_heading: Look, looks_like_content: Look) -> int:
    """1 if the first row heads the columns: nothing but headings in it, and content alone in a column below it."""
    first = [cell for cell in grid[0] if cell]
    if any(cell.is_blank for cell in first[1:]) or not all(looks_like_heading(c) for c in first if not c.is_blank):
        return 0
    below = [[row[x] for row in grid[1:]] for x in range(len(grid[0]))]
    return int(any(are_all(looks_like_content, column) for column in below))


def has_labels(body: Grid, looks_like_heading: Look, looks_like_content: Look) -> bool:
    """Whether the first column heads the rows: each cell of it a heading, and behind them nothing but content."""
    labels, rest = [row[0] for row in body], [cell for row in body for cell in row[1:]]
    return are_all(looks_like_heading, labels) and are_all(looks_like_content, rest)


def are_all(look: Look, cells: list["Cell | None"]) -> bool:
    told = [cell for cell in cells if cell and not cell.is_blank]
    return bool(told) and all(map(look, told))


def with_label(row: list["Cell | None"]) -> list["Cell | None"]:
    return [replace(row[0], header=True, scope="row"), *row[1:]] if row[0] else row


def is_bold(cell: Cell) -> bool:
    return all("strong" in run.marks for block in cell.blocks for run in block.runs if run.text.strip())


def is_plain(cell: Cell) -> bool:
    return not is_bold(cell)


def is_figure(cell: Cell) -> bool:
    return all(FIGURE.fullmatch(block.text) for block in cell.blocks)


def is_words(cell: Cell) -> bool:
    return not is_figure(cell)


def leading_header_rows(rows: list[list[Cell]]) -> int:
    count = 0
    while (
        count < len(rows)
        and all(cell.is_blank or (cell.header and cell.scope != "row") for cell in rows[count])
        and any(cell.header for cell in rows[count])
    ):
        count += 1
    return count


def whole_rows(rows: list[list[Cell]], head: int) -> int:
    """How many rows the head has, if no cell may reach from it into the body."""
    y = 0
    while y < head < len(rows):
        head = max(head, *(y + cell.rowspan for cell in rows[y])) if rows[y] else head
        y += 1
    return min(head, len(rows))


def headed(cell: Cell, in_head: bool) -> Cell:
    if cell.is_blank:
        return replace(cell, header=False, scope="")
    header = cell.header or in_head
    return replace(cell, header=header, scope=(cell.scope or ("col" if in_head else "row")) if header else "")


def as_paragraphs(table: Table, quote: int) -> list[Block]:
    """What the table says, in reading order."""
    caption = [Block("p", table.caption)] if table.caption else []
    told = caption + [block for row in table.rows for cell in row for block in cell.blocks]
    return [replace(block, quote=quote) for block in told]
