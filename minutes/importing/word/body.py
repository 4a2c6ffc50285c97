"""Word's XML → HTML elements: everything that Word prints, in its order; what it doesn't print is said."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from minutes.importing.composing import KEPT, LEFT_OUT, Line, Telling, element, table
from minutes.importing.decoding import TURNED
from minutes.importing.flow import words_of
from minutes.importing.word.fields import Field
from minutes.importing.word.lists import Lists
from minutes.importing.word.names import (
    OFFICE,
    PLACEHOLDER,
    WP,
    A,
    M,
    R,
    V,
    W,
    child,
    shown_form,
    value,
    words,
)  # fmt: skip
from minutes.importing.word.notes import Notes
from minutes.importing.word.package import Related
from minutes.importing.word.settling import settle
from minutes.importing.word.styles import Format, Styles
from minutes.importing.word.tables import Row, join, rows_of
from richtext.symbol_fonts import UNKNOWN, shown, symbol

HIDDEN = "hidden in Word"
DELETED = "deleted in Word's tracked changes"
EMPTY_FIELD = "the prompt of an empty form field"
HIGHLIGHTED = "highlighted in Word, and kept without its colour"
WHITE = "written in white in Word, and kept; take it out if nobody was to see it"
EQUATION = "an equation, kept as one line of signs"
STRANGE = "a sign of a symbol font that is not known, kept as �"
UNREAD = "what only Word can work out"
CONTENTS = "Word's table of contents"
ONE_LINE = {f"{W}r", f"{W}t", f"{W}hyperlink", f"{W}fldSimple", f"{M}oMath"}
Handler = Callable[["Body", Element], None]


class Body:
    """Reads one part: the document, or its notes. `chunk` reads what an altChunk names."""

    def __init__(self, part: Element, styles: Styles, lists: Lists, telling: Telling):
        settle(part)
        self.part, self.styles, self.lists, self.telling = part, styles, lists, telling
        self.related: dict[str, Related] = {}
        self.notes: dict[str, Notes] = {}
        self.comments: dict[str, Element] = {}
        self.chunk: Callable[[str], list[Element] | None] = lambda name: None
        self.line, self.fields, self.boxes = Line(), list[Field](), list[Element]()
        self.style, self.link, self.out = "", "", Element("body")
        self.in_table = False  # where white letters stand on dark cells
        self.moved_in = any(True for _ in part.iter(f"{W}moveTo"))

    def read(self) -> Element:
        body = child(self.part, "body")
        self.flow(body if body is not None else self.part, self.out)
        return self.out

    def note(self, note: Element) -> Element:
        """The blocks of a footnote."""
        settle(note)
        out = Element("body")
        self.flow(note, out)
        return out

    # Blocks

    def flow(self, parent: Element, out: Element) -> None:
        """The paragraphs and tables of a document, a cell, a box or a note."""
        outer, self.out = self.out, out
        waiting = self._blocks(parent, None)
        if waiting is not None:
            self.finish(waiting, None)
        self.out = outer

    def _blocks(self, parent: Element, waiting: Line | None) -> Line | None:
        """`waiting` is a paragraph whose end is deleted or hidden, so that the next one goes on with it."""
        for block in parent:
            if block.tag == f"{W}p":
                waiting = self.paragraph(block, waiting)
            elif block.tag in ONE_LINE:
                waiting = self.paragraph(_as_paragraph(block), waiting)
            elif block.tag in BLOCKS:
                BLOCKS[block.tag](self, block)
            elif _is_contents(block):
                self.contents(block)
            elif block.tag.endswith("}AlternateContent"):
                form = shown_form(block)
                waiting = self._blocks(form, waiting) if form is not None else waiting
            elif block.tag not in SKIPPED:
                waiting = self._blocks(block, waiting)
        return waiting

    def paragraph(self, paragraph: Element, waiting: Line | None) -> Line | None:
        properties = child(paragraph, "pPr")
        outer = self.line, self.style, self.boxes
        self.line, self.style, self.boxes = waiting or Line(), value(properties, "pStyle"), []
        self.inline(paragraph)
        line, end = self.line, child(properties, "rPr")
        goes_on = self._end_is_gone(line, properties, end)
        if not goes_on:
            self.finish(line, properties)
        elif not line.has_words:  # all of the paragraph is gone
            self.telling.settle(line)
        boxes = self.boxes
        self.line, self.style, self.boxes = outer
        for box in boxes:
            self.flow(box, self.out)
        return line if goes_on and line.has_words else None

    def _end_is_gone(self, line: Line, properties: Element | None, end: Element | None) -> bool:
        """Whether the mark that ends a paragraph is deleted or hidden; if hidden, its number is printed all the same."""
        frame = child(properties, "framePr")
        if frame is not None and frame.get(f"{W}dropCap", "none") != "none":
            return True  # a large first letter
        if child(end, "del") is not None or child(end, "moveFrom") is not None:
            return True
        hidden = self.styles.format(self.style, end).hidden
        if hidden and line.has_words:
            line.label = line.label or self.lists.label(properties)
        return hidden

    def finish(self, line: Line, properties: Element | None) -> None:
        """Put the paragraph into the HTML, and say what there is to say of it."""
        line.label = line.label or self.lists.label(properties)
        level = self.styles.level(properties) if line.has_words else 0
        printed = line.label and line.label.text != "·"
        if line.has_words or printed:
            if level:
                line.runs = [run._replace(marks=run.marks - {"strong", "em"}) for run in line.runs]
            self.out.append(element(f"h{level}" if level else "p", line))
        self.telling.settle(line)

    def table(self, block: Element) -> None:
        rows = [row for row in rows_of(block) if not self._is_gone(row)]
        join(rows)
        outer, self.in_table = self.in_table, True
        head = next((place for place, row in enumerate(rows) if not row.is_head), len(rows))
        made = [list(self._cells(row)) for row in rows]
        self.in_table = outer
        if any(made):
            self.out.append(table(made, head))

    def _is_gone(self, row: Row) -> bool:
        what = DELETED if row.is_deleted else HIDDEN if row.is_hidden else ""
        if what and (said := words(row.element, deleted=row.is_deleted)):
            self.telling.here(LEFT_OUT, f"a row of a table, {what}", said)
        return bool(what)

    def _cells(self, row: Row) -> Iterator[Element]:
        if row.before:
            yield Element("td", colspan=str(row.before))
        for cell in row.cells:
            if cell.goes_on:
                self._hide_joined(cell.element)
                continue
            made = Element("td")
            for name, size in (("colspan", cell.width), ("rowspan", cell.height)):
                if size > 1:
                    made.set(name, str(size))
            self._cell(cell.element, made)
            yield made

    def _cell(self, cell: Element, made: Element) -> None:
        if child(child(cell, "tcPr"), "cellDel") is not None:
            self.telling.here(LEFT_OUT, f"a cell of a table, {DELETED}", words(cell, deleted=True))
        else:
            self.flow(cell, made)

    def _hide_joined(self, cell: Element) -> None:
        if said := words(cell):
            self.telling.here(LEFT_OUT, "in a joined cell of a table, where Word doesn't print it", said)

    def contents(self, block: Element) -> None:
        """A table of contents is left out; its paragraphs count in their lists all the same, as they do in Word."""
        made, before = Element("body"), self.telling.last
        self.flow(block, made)
        self.telling.last = before
        if said := words_of(made):
            self.telling.here(LEFT_OUT, CONTENTS, said)

    def alt_chunk(self, block: Element) -> None:
        """Another document inside this one."""
        related = self.related.get(block.get(f"{R}id", ""))
        read = self.chunk(related.target) if related and not related.is_outside else None
        if read is None:
            name = related.target if related else "which is missing"
            self.telling.here(
                LEFT_OUT, f"a document inside this one that can't be read ({name}); add its text at the desk"
            )
        else:
            self.out.extend(read)

    def other_document(self, block: Element) -> None:
        self.telling.here(LEFT_OUT, "a document that Word fetches from elsewhere; import it by itself")

    def deleted_blocks(self, blocks: Element) -> None:
        if said := self._deleted_words(blocks):
            self.telling.here(LEFT_OUT, DELETED, said)

    def _deleted_words(self, part: Element) -> str:
        """What was moved away is kept at the place that it was moved to."""
        return "" if part.tag == f"{W}moveFrom" and self.moved_in else words(part, deleted=True)

    # Within a paragraph

    def inline(self, parent: Element) -> None:
        for part in parent:
            if part.tag in INLINE:
                INLINE[part.tag](self, part)
            elif part.tag.endswith("}AlternateContent"):
                form = shown_form(part)
                self.inline(form if form is not None else Element("none"))
            elif part.tag not in SKIPPED:
                self.inline(part)

    def deleted(self, part: Element) -> None:
        if said := self._deleted_words(part):
            self.line.say(LEFT_OUT, DELETED, f" {said}")

    def loose(self, text: Element) -> None:
        """Words outside any run, as no program writes them."""
        self.show(text.text or "", Format())

    def run(self, run: Element) -> None:
        properties = child(run, "rPr")
        self._pieces(run, self.styles.format(self.style, properties))

    def _pieces(self, run: Element, form: Format) -> None:
        for piece in run:
            if piece.tag in PIECES:
                self.show(PIECES[piece.tag](piece), form)
            elif piece.tag in IN_RUN:
                IN_RUN[piece.tag](self, piece, form)
            elif piece.tag.endswith("}AlternateContent"):
                shape = shown_form(piece)
                self._pieces(shape if shape is not None else Element("none"), form)
            elif piece.tag not in SKIPPED:
                self.inline(piece)

    def show(self, text: str, form: Format) -> None:
        """Words in their format, unless they are hidden, or the code of a field."""
        if any(not field.in_result for field in self.fields):
            return
        if form.hidden:
            self.line.say(LEFT_OUT, HIDDEN, text)
            return
        for field in self.fields:
            field.has_result = field.has_result or bool(text.strip())
        letters = shown(text, form.font)
        if UNKNOWN in letters and UNKNOWN not in text:
            self.line.say(KEPT, STRANGE, "")
        if form.is_white and not self.in_table and letters.strip():
            self.line.say(KEPT, WHITE, letters)
        if form.highlight and letters.strip():
            self.line.say(KEPT, HIGHLIGHTED, letters)
        href = next((field.href for field in reversed(self.fields) if field.href), self.link)
        marks = form.marks - {"u"} if href else form.marks
        self.line.add(letters.upper() if form.capitals else letters, marks, href)

    def symbol(self, piece: Element, form: Format) -> None:
        sign = symbol(piece.get(f"{W}char") or "", piece.get(f"{W}font") or "")
        if sign == UNKNOWN:
            self.line.say(KEPT, STRANGE, "")
        self.show(sign, Format(form.marks, hidden=form.hidden, highlight=form.highlight))

    def placeholder(self, piece: Element, form: Format) -> None:
        self.line.say(LEFT_OUT, EMPTY_FIELD, piece.text or "")

    def field_mark(self, piece: Element, form: Format) -> None:
        kind = piece.get(f"{W}fldCharType")
        if kind == "begin":
            self.fields.append(Field(child(piece, "ffData")))
        elif kind == "separate" and self.fields:
            self.fields[-1].begin_result()
        elif kind == "end" and self.fields:
            self._end_field(self.fields.pop(), form)

    def _end_field(self, field: Field, form: Format) -> None:
        self.show(field.shows(), form)
        if field.is_lost and not any(not outer.in_result for outer in self.fields):
            self.line.say(LEFT_OUT, UNREAD, f"{{{field.code.strip()}}}")

    def field_code(self, piece: Element, form: Format) -> None:
        if self.fields and not self.fields[-1].in_result:
            self.fields[-1].code += piece.text or ""

    def simple_field(self, field: Element) -> None:
        self.fields.append(Field(child(field, "ffData"), field.get(f"{W}instr") or ""))
        self.fields[-1].begin_result()
        self.inline(field)
        self._end_field(self.fields.pop(), Format())

    def hyperlink(self, link: Element) -> None:
        related = self.related.get(link.get(f"{R}id", ""))
        outer, self.link = self.link, related.target if related and related.is_outside else self.link
        self.inline(link)
        self.link = outer

    def turned(self, part: Element) -> None:
        self.line.say(KEPT, TURNED, "")
        self.inline(part)

    def equation(self, part: Element) -> None:
        said = words(part)
        self.line.say(KEPT, EQUATION, f" {said}")
        self.line.add(f" {said} ")

    def ruby(self, piece: Element, form: Format) -> None:
        base, reading = child(piece, "rubyBase"), child(piece, "rt")
        for part, before, after in ((base, "", ""), (reading, " (", ")")):
            if part is not None and words(part):
                self.show(before, form)
                self.inline(part)
                self.show(after, form)

    def note_mark(self, piece: Element, form: Format) -> None:
        kind = piece.tag.removeprefix(W).removesuffix("Reference")
        notes, number = self.notes.get(kind), piece.get(f"{W}id") or ""
        own = is_on_attribute(piece, "customMarkFollows")
        mark = notes.mark(number, "*" if own else "") if notes and not form.hidden else ""
        if mark:
            self.line.add(f"[{mark}]", form.marks - {"u"} | {"sup"}, f"#note-{kind}-{number}")
        elif not form.hidden:
            self.line.say(LEFT_OUT, f"the mark of a {kind} that is not in the file", "")

    def comment(self, piece: Element, form: Format) -> None:
        comment = self.comments.pop(piece.get(f"{W}id") or "", None)
        if comment is not None and (said := words(comment)):
            self.line.say(LEFT_OUT, "comment", said)
            self.telling.asides.append(("comment", said))

    def drawing(self, piece: Element, form: Format) -> None:
        """A picture, a drawing or an object: its texts, and what can't be kept."""
        if form.hidden:
            self.line.say(LEFT_OUT, HIDDEN, f" {words(piece)} ")
            return
        for part in piece.iter():
            self._drawn(part, form)
        self.boxes += _outermost(piece, f"{W}txbxContent")
        is_picture = any(each.tag in {f"{A}blip", f"{V}imagedata"} for each in piece.iter())
        said = ". ".join(dict.fromkeys(_descriptions(piece)))
        if is_picture or said:
            self.line.say(LEFT_OUT, "a picture" if is_picture else "a drawing", f" {said}")

    def _drawn(self, part: Element, form: Format) -> None:
        if part.tag == f"{V}textpath":
            self.show(f" {part.get('string') or ''} ", form)
        elif part.tag == f"{A}t":
            self.show(f" {part.text or ''} ", form)
        elif part.tag in {f"{OFFICE}OLEObject", f"{W}control"}:
            self.line.say(
                LEFT_OUT, "an object of another program", f" {part.get('ProgID') or part.get(f'{W}name') or ''}"
            )


def is_on_attribute(element: Element, name: str) -> bool:
    return (element.get(f"{W}{name}") or "0").lower() not in {"0", "false", "off"}


def _is_contents(block: Element) -> bool:
    """Whether it is the content control in which Word keeps a table of contents, whatever the style of its heading."""
    properties = child(block, "sdtPr") if block.tag == f"{W}sdt" else None
    galleries = properties.iter(f"{W}docPartGallery") if properties is not None else ()
    return any(gallery.get(f"{W}val") == "Table of Contents" for gallery in galleries)


def _as_paragraph(loose: Element) -> Element:
    paragraph = Element(f"{W}p")
    paragraph.append(loose)
    return paragraph


def _outermost(parent: Element, tag: str) -> list[Element]:
    found: list[Element] = []
    for each in parent:
        form = shown_form(each) if each.tag.endswith("}AlternateContent") else each
        if form is not None:
            found += [form] if form.tag == tag else _outermost(form, tag)
    return found


def _descriptions(piece: Element) -> Iterator[str]:
    """What a picture or a drawing is said to show."""
    for each in piece.iter():
        is_vml = each.tag.startswith(V)
        if is_vml or each.tag == f"{WP}docPr" or each.tag.endswith("}cNvPr"):
            yield from filter(None, map(each.get, ("alt",) if is_vml else ("title", "descr")))


def _break(piece: Element) -> str:
    return " " if piece.get(f"{W}type") in {"page", "column"} else "\n"


BLOCKS: dict[str, Handler] = {
    f"{W}tbl": Body.table,
    f"{W}altChunk": Body.alt_chunk,
    f"{W}subDoc": Body.other_document,
    f"{W}del": Body.deleted_blocks,
    f"{W}moveFrom": Body.deleted_blocks,
}
INLINE: dict[str, Handler] = {
    f"{W}r": Body.run,
    f"{W}t": Body.loose,
    f"{W}hyperlink": Body.hyperlink,
    f"{W}fldSimple": Body.simple_field,
    f"{W}del": Body.deleted,
    f"{W}moveFrom": Body.deleted,
    f"{W}bdo": Body.turned,
    f"{M}oMath": Body.equation,
    f"{W}subDoc": Body.other_document,
    f"{W}tbl": lambda body, part: body.boxes.append(_as_paragraph(part)),
}
PIECES: dict[str, Callable[[Element], str]] = {
    f"{W}t": lambda piece: (
        " ".join((piece.text or "").splitlines()) if "\n" in (piece.text or "") else piece.text or ""
    ),
    f"{W}tab": lambda piece: "\t",
    f"{W}ptab": lambda piece: "\t",
    f"{W}br": _break,
    f"{W}cr": lambda piece: "\n",
    f"{W}noBreakHyphen": lambda piece: "\u2011",
}
IN_RUN: dict[str, Callable[[Body, Element, Format], None]] = {
    f"{W}sym": Body.symbol,
    PLACEHOLDER: Body.placeholder,
    f"{W}fldChar": Body.field_mark,
    f"{W}instrText": Body.field_code,
    f"{W}ruby": Body.ruby,
    f"{W}footnoteReference": Body.note_mark,
    f"{W}endnoteReference": Body.note_mark,
    f"{W}commentReference": Body.comment,
    f"{W}drawing": Body.drawing,
    f"{W}pict": Body.drawing,
    f"{W}object": Body.drawing,
}
SKIPPED = frozenset(
    {
        f"{W}{name}"
        for name in "pPr rPr tblPr tblGrid sectPr sdtPr sdtEndPr delText delInstrText footnoteRef endnoteRef".split()
    }
)
