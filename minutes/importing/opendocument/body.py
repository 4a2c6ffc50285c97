"""OpenDocument's XML → HTML elements: everything that is printed, in its order; what is not printed is said."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from minutes.importing.composing import KEPT, LEFT_OUT, Label, Line, Telling, element, table
from minutes.importing.documents import note_elements
from minutes.importing.opendocument.forms import EMPTY, TICKED, shown_controls, shown_mark
from minutes.importing.opendocument.lists import Lists
from minutes.importing.opendocument.names import (
    DRAW,
    FIELD,
    LOEXT,
    OFFICE,
    PARAGRAPHS,
    SVG,
    TABLE,
    TEXT,
    XLINK,
    squeezed,
    words,
)  # fmt: skip
from minutes.importing.opendocument.styles import Look, Styles, is_capital, is_hidden, is_highlighted, is_white, marks
from richtext.symbol_fonts import UNKNOWN, shown

HIDDEN = "hidden in the document"
DELETED = "deleted in tracked changes"
EMPTY_FIELD = "the prompt of an empty form field"
HIGHLIGHTED = "highlighted, and kept without its colour"
WHITE = "written in white, and kept; take it out if nobody was to see it"
STRANGE = "a sign of a symbol font that is not known, kept as �"
UNDECLARED = ("-source", "-decls", "tracked-changes", "forms", "-mark", "soft-page-break", "annotation-end")
MOST_REPEATED = 100


class Body:
    """Reads the text. `object_words` gives the words of an embedded object, such as a formula."""

    def __init__(self, content: Element, styles: Styles, telling: Telling):
        self.content, self.styles, self.telling = content, styles, telling
        self.lists = Lists(styles)
        self.controls = shown_controls(content)
        self.deletions = _deletions(content)
        self.object_words: Callable[[str], str] = lambda name: ""
        self.line, self.link, self.out = Line(), "", Element("body")
        self.in_table = False  # where white letters stand on dark cells
        self.boxes, self.notes = list[Element](), list[Element]()
        self.label: Label | None = None  # of the list item that has begun, until its first paragraph

    def read(self) -> Element:
        text = self.content.find(f"{OFFICE}body/{OFFICE}text")
        self.flow(text if text is not None else Element("none"), self.out)
        self.out.extend(self.notes)
        return self.out

    # Blocks

    def flow(self, parent: Element, out: Element) -> None:
        outer, self.out = self.out, out
        self._blocks(parent)
        self.out = outer

    def _blocks(self, parent: Element) -> None:
        for block in parent:
            if block.tag in BLOCKS:
                BLOCKS[block.tag](self, block)
            elif block.tag.startswith(DRAW):
                self._apart(block)
            elif not block.tag.endswith(UNDECLARED):
                self._blocks(block)

    def _apart(self, drawing: Element) -> None:
        """A drawing that hangs on the page and not on a paragraph."""
        paragraph = Element(f"{TEXT}p")
        paragraph.append(drawing)
        self.paragraph(paragraph)

    def paragraph(self, paragraph: Element) -> None:
        outer = self.line, self.boxes
        self.line, self.boxes = Line(), []
        style = paragraph.get(f"{TEXT}style-name", "")
        look = self.styles.look_of("paragraph", style)
        if _hides_itself(paragraph):
            look = look | {f"{TEXT}display": "none"}
        self.inline(paragraph, look)
        self._finish(paragraph, style)
        boxes = self.boxes
        self.line, self.boxes = outer
        for box in boxes:
            self.flow(box, self.out)

    def _finish(self, paragraph: Element, style: str) -> None:
        level = self._level(paragraph, style)
        label, self.label = self.label, None
        if label is None and paragraph.tag == f"{TEXT}h" and self.line.text:
            label = self.lists.heading(paragraph, level)
        self.line.label = label
        if self.line.text or (label and label.text != "·"):
            if level:
                self.line.runs = [run._replace(marks=run.marks - {"strong", "em"}) for run in self.line.runs]
            self.out.append(element(f"h{min(level, 6)}" if level and self.line.text else "p", self.line))
        self.telling.settle(self.line)

    def _level(self, paragraph: Element, style: str) -> int:
        if paragraph.tag == f"{TEXT}h":
            level = paragraph.get(f"{TEXT}outline-level", "1")
            return int(level) if level.isdecimal() else 1
        return 1 if self.styles.is_title(style) else 0

    def list(self, block: Element) -> None:
        self.lists.begin(block)
        for item in block:
            self.label = self.lists.label(item) if _is_numbered(item) else None
            self._blocks(item)
        self.lists.end()

    def section(self, section: Element) -> None:
        if section.get(f"{TEXT}display") == "none" or section.get(f"{TEXT}is-hidden") == "true":
            if said := words(section):
                self.telling.here(LEFT_OUT, HIDDEN, said)
        else:
            self._blocks(section)

    def table(self, block: Element) -> None:
        made, head = list[list[Element]](), 0
        outer, self.in_table = self.in_table, True
        for row, is_head in _rows(block):
            if row.get(f"{TABLE}visibility") in {"collapse", "filter"}:
                self.telling.here(LEFT_OUT, f"a row of a table, {HIDDEN}", words(row))
                continue
            head += is_head and head == len(made)
            made.append(list(self._cells(row)))
        self.in_table = outer
        if any(made):
            self.out.append(table(made, head))

    def _cells(self, row: Element) -> Iterator[Element]:
        for cell in row:
            if cell.tag == f"{TABLE}covered-table-cell" and (said := words(cell)):
                self.telling.here(LEFT_OUT, "in a joined cell of a table, where it is not printed", said)
            for _ in range(_count(cell, "number-columns-repeated") if cell.tag == f"{TABLE}table-cell" else 0):
                made = Element("td")
                for name in ("columns", "rows"):
                    if (span := _count(cell, f"number-{name}-spanned")) > 1:
                        made.set("colspan" if name == "columns" else "rowspan", str(span))
                self.flow(cell, made)
                yield made

    def changed(self, mark: Element) -> None:
        if said := self.deletions.get(mark.get(f"{TEXT}change-id", "")):
            self.telling.here(LEFT_OUT, DELETED, said)

    # Within a paragraph

    def inline(self, parent: Element, look: Look) -> None:
        self.show(squeezed(parent.text), look)
        for part in parent:
            if part.tag in INLINE:
                INLINE[part.tag](self, part, look)
            elif part.tag in PARAGRAPHS:
                self.show(" ", look)
                self.inline(part, look)
            elif part.tag.startswith(DRAW):
                self.drawing(part, look)
            elif not part.tag.endswith(UNDECLARED):
                self.inline(part, look)
            self.show(squeezed(part.tail), look)

    def show(self, text: str, look: Look) -> None:
        if is_hidden(look):
            self.line.say(LEFT_OUT, HIDDEN, text)
            return
        letters = shown(text, self.styles.font(look))
        if UNKNOWN in letters and UNKNOWN not in text:
            self.line.say(KEPT, STRANGE, "")
        if is_white(look) and not self.in_table and letters.strip():
            self.line.say(KEPT, WHITE, letters)
        if is_highlighted(look) and letters.strip():
            self.line.say(KEPT, HIGHLIGHTED, letters)
        found = marks(look)
        self.line.add(
            letters.upper() if is_capital(look) else letters, found - {"u"} if self.link else found, self.link
        )

    def span(self, span: Element, look: Look) -> None:
        self.inline(span, look | self._own_look(span))

    def _own_look(self, span: Element) -> Look:
        found: Look = {}
        for style in reversed(self.styles.above("text", span.get(f"{TEXT}style-name", ""))):
            for properties in style:
                found |= properties.attrib
        return found

    def anchor(self, link: Element, look: Look) -> None:
        outer, self.link = self.link, link.get(f"{XLINK}href", "")
        self.span(link, look)
        self.link = outer

    def spaces(self, part: Element, look: Look) -> None:
        self.show(" " * min(_count(part, "c", TEXT), 50), look)

    def note(self, note: Element, look: Look) -> None:
        mark, body = words(note.find(f"{TEXT}note-citation")), note.find(f"{TEXT}note-body")
        if is_hidden(look):
            self.line.say(LEFT_OUT, HIDDEN, words(body))
            return
        number = len(self.notes) + 1
        self.line.add(f"[{mark}]", {"sup"}, f"#note-{number}")
        outer, self.line = (self.line, self.label, self.lists.open), Line()
        self.label, self.lists.open = None, []
        made = Element("body")
        self.flow(body if body is not None else Element("none"), made)
        self.line, self.label, self.lists.open = outer
        self.notes += note_elements(made, f"note-ref-{number}", mark)

    def comment(self, part: Element, look: Look) -> None:
        said = words(_without_names(part))
        if said:
            self.line.say(LEFT_OUT, "comment", said)
            self.telling.asides.append(("comment", said))

    def change(self, mark: Element, look: Look) -> None:
        if said := self.deletions.get(mark.get(f"{TEXT}change-id", "")):
            self.line.say(LEFT_OUT, DELETED, f" {said}")

    def hidden_text(self, part: Element, look: Look) -> None:
        if part.get(f"{TEXT}is-hidden") == "true":
            self.line.say(LEFT_OUT, HIDDEN, part.get(f"{TEXT}string-value") or words(part))
        else:
            self.show(squeezed(part.text) or part.get(f"{TEXT}string-value", ""), look)

    def placeholder(self, part: Element, look: Look) -> None:
        self.line.say(LEFT_OUT, EMPTY_FIELD, words(part))

    def drop_down(self, part: Element, look: Look) -> None:
        chosen = [each.get(f"{TEXT}value", "") for each in part if each.get(f"{TEXT}current-selected") == "true"]
        self.show(words(part) or "".join(chosen), look)

    def control(self, part: Element, look: Look) -> None:
        if part.get(f"{LOEXT}checkbox") == "true":
            self.show(TICKED if part.get(f"{LOEXT}checked") == "true" else EMPTY, look)
        elif part.get(f"{LOEXT}showing-place-holder") == "true":
            self.placeholder(part, look)
        else:
            self.inline(part, look)

    def ruby(self, part: Element, look: Look) -> None:
        base, reading = part.find(f"{TEXT}ruby-base"), part.find(f"{TEXT}ruby-text")
        self.show(f"{words(base)} ({words(reading)})" if words(reading) else words(base), look)

    def drawing(self, part: Element, look: Look) -> None:
        """A picture, a box of text, a control of a form or an object."""
        if is_hidden(look):
            self.line.say(LEFT_OUT, HIDDEN, f" {words(part)} ")
            return
        for each in part.iter():
            if each.tag == f"{DRAW}control":
                self.show(f" {self.controls.get(each.get(f'{DRAW}control', ''), '')} ", look)
            elif each.tag == f"{DRAW}object":
                said = f"{self.object_words(each.get(f'{XLINK}href', ''))} {_described(part)}"
                self.line.say(LEFT_OUT, "an object (a formula or a chart, for example)", f" {said}")
        is_picture, said = any(True for _ in part.iter(f"{DRAW}image")), _described(part)
        if (is_picture or said) and not any(True for _ in part.iter(f"{DRAW}object")):
            self.line.say(LEFT_OUT, "a picture" if is_picture else "a drawing", f" {said}")
        if any(True for each in part.iter() if each.tag in PARAGRAPHS):
            self.boxes.append(_without_pictures(part))


def _is_numbered(item: Element) -> bool:
    """Whether an item has a number of its own: one that begins with a list only makes room for the deeper level."""
    first = next(iter(item), None)
    return item.tag == f"{TEXT}list-item" and first is not None and first.tag in PARAGRAPHS


def _hides_itself(paragraph: Element) -> bool:
    return any(each.get(f"{TEXT}is-hidden") == "true" for each in paragraph.iter(f"{TEXT}hidden-paragraph"))


def _deletions(content: Element) -> dict[str, str]:
    """What tracked changes have deleted, by the names of the changes."""
    regions = content.iter(f"{TEXT}changed-region")
    return {
        name: words(_without_names(deletion))
        for region in regions
        if (deletion := region.find(f"{TEXT}deletion")) is not None
        for name in region.attrib.values()
    }


def _without_names(part: Element) -> Element:
    """Without who wrote it, and when."""
    made = Element(part.tag)
    made.text = part.text
    made.extend(each for each in part if each.tag in {*PARAGRAPHS, f"{TEXT}list", f"{TABLE}table"})
    return made


def _without_pictures(part: Element) -> Element:
    """A box whose flow begins with its paragraphs, wherever in the drawing they are."""
    box = Element("box")
    box.extend(_outermost(part))
    return box


def _outermost(part: Element) -> Iterator[Element]:
    for each in part:
        if each.tag in BLOCKS:
            yield each
        else:
            yield from _outermost(each)


def _described(part: Element) -> str:
    found = [part.find(f".//{SVG}{name}") for name in ("title", "desc")]
    return " ".join(words(each) for each in found if each is not None)


def _rows(parent: Element, is_head: bool = False) -> Iterator[tuple[Element, bool]]:
    for each in parent:
        if each.tag == f"{TABLE}table-row":
            for _ in range(_count(each, "number-rows-repeated") if words(each) else 1):
                yield each, is_head
        elif each.tag in {f"{TABLE}table-{name}" for name in ("header-rows", "rows", "row-group")}:
            yield from _rows(each, is_head or each.tag.endswith("header-rows"))


def _count(element: Element, name: str, space: str = TABLE) -> int:
    number = element.get(f"{space}{name}", "1")
    return max(1, min(int(number), MOST_REPEATED)) if number.isdecimal() else 1


BLOCKS: dict[str, Callable[[Body, Element], None]] = {
    f"{TEXT}p": Body.paragraph,
    f"{TEXT}h": Body.paragraph,
    f"{TEXT}list": Body.list,
    f"{TEXT}section": Body.section,
    f"{TEXT}change": Body.changed,
    f"{TABLE}table": Body.table,
}
INLINE: dict[str, Callable[[Body, Element, Look], None]] = {
    f"{TEXT}span": Body.span,
    f"{TEXT}a": Body.anchor,
    f"{TEXT}s": Body.spaces,
    f"{TEXT}tab": lambda body, part, look: body.show("\t", look),
    f"{TEXT}line-break": lambda body, part, look: body.show("\n", look),
    f"{TEXT}note": Body.note,
    f"{TEXT}change": Body.change,
    f"{TEXT}hidden-text": Body.hidden_text,
    f"{TEXT}placeholder": Body.placeholder,
    f"{TEXT}drop-down": Body.drop_down,
    f"{TEXT}ruby": Body.ruby,
    f"{TEXT}number": lambda body, part, look: None,
    f"{TEXT}script": lambda body, part, look: None,
    f"{OFFICE}annotation": Body.comment,
    f"{LOEXT}content-control": Body.control,
    f"{FIELD}fieldmark": lambda body, part, look: body.show(shown_mark(part), look),
}
