"""From a parsed tree to blocks: everything that is a paragraph, a heading, a list item or a table, in order."""

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from richtext.blocks import BREAK, LIST_CLASSES, Block, Cell, Marker, Run, Table, tidy
from richtext.characters import readable
from richtext.links import safe_address
from richtext.markers import as_text, in_print
from richtext.symbol_fonts import font_of, shown

MARK_OF_TAG = {"b": "strong", "strong": "strong", "i": "em", "em": "em"} | {
    tag: tag for tag in ("u", "s", "sub", "sup")
}
HEADING = {f"h{level}": level for level in range(1, 7)}
TYPES = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I",
}  # fmt: skip
WORD_LEVEL = re.compile(r"mso-list\s*:[^;]*\blevel(\d)", re.IGNORECASE)
IGNORE = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
DEEPEST_QUOTE = 2


@dataclass
class Item:
    """A list item that is being read."""

    marker: Marker
    level: int
    block: Block | None = None


@dataclass
class OpenList:
    ordered: bool
    type: str
    number: int
    around: str = ""


def whole_number(value: str | None, default: int) -> int:
    found = re.fullmatch(r"\s*([+-]?[0-9]{1,6})\s*", value or "")
    return int(found[1]) if found else default


def restyled(run: Run, style: str) -> Run:
    """The run with what its element's style says about weight, slant, lines, height and symbols."""
    given, taken, font = told_by(style)
    return run._replace(marks=(run.marks - taken) | given, font=run.font if font is None else font)


@lru_cache(maxsize=1000)  # a pasted text repeats a few styles a thousand times
def told_by(style: str) -> tuple[frozenset[str], frozenset[str], str | None]:
    """The marks that a style gives, those that it takes away, and the symbol font that it sets."""
    said = {mark: value.lower().strip() in MEANS_YES for pattern, mark in STYLES for value in pattern.findall(style)}
    given = frozenset(mark for mark, yes in said.items() if yes)
    return given, frozenset(said) - given, font_of(style)


STYLES = (
    (re.compile(r"font-weight\s*:\s*([a-z0-9]+)", re.IGNORECASE), "strong"),
    (re.compile(r"font-style\s*:\s*([a-z]+)", re.IGNORECASE), "em"),
    (re.compile(r"text-decoration(?:-line)?\s*:[^;]*\b(line-through)", re.IGNORECASE), "s"),
    (re.compile(r"text-line-through\s*:\s*([a-z]+)", re.IGNORECASE), "s"),  # Word's, where it strikes twice
    (re.compile(r"text-decoration(?:-line)?\s*:[^;]*\b(underline|none)", re.IGNORECASE), "u"),
    (re.compile(r"vertical-align\s*:\s*(sub)\b", re.IGNORECASE), "sub"),
    (re.compile(r"vertical-align\s*:\s*(super)\b", re.IGNORECASE), "sup"),
)
MEANS_YES = set("bold bolder 600 700 800 900 italic oblique line-through single double underline sub super".split())


class Reader:
    """Reads one flow of blocks: a document, or a table's cell."""

    def __init__(self, in_cell: bool = False):
        self.in_cell = in_cell
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.heading = self.quote = self.preformatted = self.word_level = 0
        self.word_marker = ""
        self.lists: list[OpenList] = []
        self.item: Item | None = None

    def read(self, element: Element, style: Run = Run("")) -> list[Block]:
        self.children(element, style)
        self.flush()
        return self.blocks

    def children(self, element: Element, style: Run) -> None:
        self.text(element.text, style)
        for child in element:
            self.element(child, style)
            self.text(child.tail, style)

    def text(self, text: str | None, style: Run) -> None:
        if not text:
            return
        if style.font:
            text, style = shown(text, style.font), style._replace(font="")
        text = re.sub(r"[ \t\f]+", " ", text) if self.preformatted else re.sub(r"[ \t\n\f]+", " ", text)
        for place, line in enumerate(readable(text).split("\n")):
            if place:
                self.runs.append(BREAK)
            if line:
                self.runs.append(style._replace(text=line))

    def element(self, element: Element, style: Run) -> None:
        tag, css = element.tag, element.get("style", "")
        if tag == "span" and IGNORE.search(css):
            self.word_marker = " ".join((self.word_marker + readable("".join(element.itertext()))).split())
        elif tag == "br":
            self.runs.append(BREAK)
        elif tag in INLINE:
            self.children(element, self.inline_style(element, style, css))
        else:
            self.flush()
            found = WORD_LEVEL.search(css)
            self.word_level = int(found[1]) if found and not self.item else 0
            BLOCKS.get(tag, Reader.paragraph)(self, element, restyled(style, css) if css else style)
            self.flush()

    @staticmethod
    def inline_style(element: Element, style: Run, css: str) -> Run:
        if mark := MARK_OF_TAG.get(element.tag):
            other = {"sub": {"sup"}, "sup": {"sub"}}.get(mark, set())
            style = style._replace(marks=(style.marks - other) | {mark})
        elif element.tag == "a":
            style = style._replace(href=safe_address(element.get("href", "")))
        elif element.tag == "abbr":
            style = style._replace(title=" ".join(readable(element.get("title", ""))[:300].split()))
        return restyled(style, css) if css else style

    def paragraph(self, element: Element, style: Run) -> None:
        self.children(element, style)

    def title(self, element: Element, style: Run) -> None:
        if self.item or self.in_cell:  # a heading has no place there: its words are kept, in bold
            self.children(element, style._replace(marks=style.marks | {"strong"}))
            return
        outer, self.heading = self.heading, HEADING[element.tag]
        self.children(element, style)
        self.flush()
        self.heading = outer

    def quotation(self, element: Element, style: Run) -> None:
        if self.in_cell:
            self.children(element, style)
            return
        self.number_alone()
        outer, self.item, lists, self.lists = self.item, None, self.lists, []
        self.quote += 1
        self.children(element, style)
        self.flush()
        self.quote -= 1
        self.item, self.lists = outer, lists

    def verbatim(self, element: Element, style: Run) -> None:
        self.preformatted += 1
        self.children(element, style)
        self.flush()
        self.preformatted -= 1

    def whole_list(self, element: Element, style: Run) -> None:
        if self.item and self.item.block is None and self.item.marker.type:
            # "1. (a) …": the item has no words of its own, but its number is printed.
            self.item.block = Block("li", level=self.item.level, marker=self.item.marker, quote=self.quote)
            self.blocks.append(self.item.block)
        start = whole_number(element.get("start"), 1)
        around = element.get("class", "").partition("-")[0] if element.get("class") in LIST_CLASSES else ""
        self.lists.append(OpenList(element.tag == "ol", self.list_type(element, "1"), start, around))
        outer, self.item = self.item, None
        self.children(element, style)
        self.flush()
        self.item = outer
        self.lists.pop()

    @staticmethod
    def list_type(element: Element, default: str) -> str:
        named = LIST_STYLE.search(element.get("style", ""))
        if named and named[1].lower() in TYPES:
            return TYPES[named[1].lower()]
        return element.get("type", "") if element.get("type") in {"1", "a", "A", "i", "I"} else default

    def list_item(self, element: Element, style: Run) -> None:
        inside = self.lists[-1] if self.lists else OpenList(False, "1", 1)
        number = whole_number(element.get("value"), inside.number)
        inside.number = number + 1
        kind = self.list_type(element, inside.type)
        marker = Marker(kind, number, inside.around) if inside.ordered else Marker()
        outer, self.item = self.item, Item(marker, max(1, len(self.lists)))
        self.children(element, style)
        self.flush()
        self.item = outer

    def table(self, element: Element, style: Run) -> None:
        if self.in_cell or sum(map(len, rows_of(element))) <= 1:
            self.children(element, style)  # a table in a table, or one for the layout: what it holds, in order
        else:
            self.number_alone()
            self.blocks.append(Block("table", table=read_table(element, style), quote=self.quote))

    def number_alone(self) -> None:
        """The number of an item that begins with what no item can hold, which parts the list: a paragraph of its own."""
        if self.item and self.item.block is None and (number := in_print(self.item.marker)):
            self.item.block = Block("p", [Run(number)], quote=self.quote)
            self.blocks.append(self.item.block)

    def flush(self) -> None:
        """End the paragraph that is being read, if it has words."""
        runs, self.runs = self.runs, []
        marker, self.word_marker = self.word_marker, ""
        level, self.word_level = self.word_level, 0
        if not any(run.text.strip() for run in runs):
            return
        if self.item:
            self.flush_item([*as_text(marker), *runs])
        elif self.heading:
            self.blocks.append(Block("h", runs, level=self.heading, quote=self.quote, word_marker=marker))
        else:
            level = level or bool(marker)
            self.blocks.append(Block("p", runs, quote=self.quote, word_level=level, word_marker=marker))

    def flush_item(self, runs: list[Run]) -> None:
        item = self.item
        if item.block is None:
            item.block = Block("li", runs, level=item.level, marker=item.marker, quote=self.quote)
            self.blocks.append(item.block)
        elif self.blocks[-1] is item.block:
            item.block.runs += [BREAK, *runs]
        else:  # words after a nested list or a table: a paragraph, and the list goes on after it
            self.blocks.append(Block("p", runs, quote=self.quote))


INLINE = {"a", "abbr", "span", *MARK_OF_TAG}
BLOCKS = {
    **dict.fromkeys(HEADING, Reader.title),
    "blockquote": Reader.quotation, "pre": Reader.verbatim, "ul": Reader.whole_list, "ol": Reader.whole_list,
    "li": Reader.list_item, "table": Reader.table,
}  # fmt: skip


def rows_of(element: Element, *parts: str) -> list[list[Element]]:
    """The cells of the table's own rows; of some of its parts only, if they are named."""
    rows = [
        row
        for part in element
        if not parts or part.tag in parts
        for row in ([part] if part.tag == "tr" else part if part.tag in {"thead", "tbody", "tfoot"} else [])
    ]
    return [[cell for cell in row if cell.tag in {"th", "td"}] for row in rows]


def read_table(element: Element, style: Run) -> Table:
    head, body, foot = rows_of(element, "thead"), rows_of(element, "tbody", "tr"), rows_of(element, "tfoot")
    return Table(
        rows=[[read_cell(cell, style) for cell in row] for row in head + body + foot],
        caption=[run for part in element if part.tag == "caption" for run in caption(part, style)],
        head=len(head),
    )


def caption(element: Element, style: Run) -> list[Run]:
    runs: list[Run] = []
    for block in Reader(in_cell=True).read(element, style):
        runs += [BREAK, *block.runs] if runs else block.runs
    return tidy(runs)


def read_cell(element: Element, style: Run) -> Cell:
    css = element.get("style", "")
    return Cell(
        Reader(in_cell=True).read(element, restyled(style, css) if css else style),
        header=element.tag == "th",
        scope={"row": "row", "rowgroup": "row", "col": "col", "colgroup": "col"}.get(element.get("scope", ""), ""),
        colspan=max(1, whole_number(element.get("colspan"), 1)),
        rowspan=max(1, whole_number(element.get("rowspan"), 1)),
    )
