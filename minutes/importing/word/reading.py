"""The parts of a Word document, put together: its text, its notes, and what stands beside the text."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from minutes.importing.blocks import Source
from minutes.importing.composing import KEPT, LEFT_OUT, Telling
from minutes.importing.documents import note_elements, source_of
from minutes.importing.refusal import CannotImport
from minutes.importing.word.body import Body
from minutes.importing.word.chunks import read_chunk
from minutes.importing.word.lists import Lists
from minutes.importing.word.names import A, W, words
from minutes.importing.word.notes import Notes, read_notes
from minutes.importing.word.package import Package, Related
from minutes.importing.word.styles import Styles

DRAWN = re.compile(r"word/(chart|diagram|embedding)s/[^/]+\.\w+")
WITH_WORDS = re.compile(r"word/(?:charts/chart|diagrams/data)\d*\.xml")
CHART_VALUE = "{http://schemas.openxmlformats.org/drawingml/2006/chart}v"
DEEPEST = 3  # documents in documents in documents
PROPERTIES = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
TELLING = frozenset("title subject keywords description category contentStatus Manager Company property".split())


def read_word(data: bytes) -> Source:
    """A Word document's blocks, as Word prints them. Raises CannotImport."""
    telling = Telling()
    return source_of(elements_of(data, telling), telling)


def elements_of(data: bytes, telling: Telling, depth: int = 0) -> Element:
    """The document as HTML, its notes at its end; `depth` counts the documents that it lies in."""
    package = Package(data)
    styles = Styles(package.part("styles")[1])
    lists = Lists(package.part("numbering")[1], styles)
    settings = package.part("settings")[1]
    body = Body(package.main, styles, lists, telling)
    body.related = package.related(package.name)
    parts = {kind: package.part(f"{kind}s") for kind in ("footnote", "endnote")}
    body.notes = {kind: read_notes(kind, part, package.main, settings) for kind, (_, part) in parts.items()}
    body.comments = _comments(package)
    body.chunk = lambda name: _chunk(name, package.archive.read(name), telling, depth)
    out = body.read()
    for kind, (name, _) in parts.items():
        out.extend(_notes(body.notes[kind], Body(Element("none"), styles, lists, telling), package.related(name)))
    _tell(package, body, telling)
    return out


def _chunk(name: str, data: bytes, telling: Telling, depth: int) -> list[Element] | None:
    """The blocks of a document inside this one; None if it can't be read."""
    try:
        if name.lower().endswith((".docx", ".docm", ".dotx")):
            return list(elements_of(data, telling, depth + 1)) if depth < DEEPEST else None
        return read_chunk(name, data, telling)
    except CannotImport:
        return None


def _comments(package: Package) -> dict[str, Element]:
    part = package.part("comments")[1]
    return {each.get(f"{W}id", ""): each for each in part.findall(f"{W}comment")} if part is not None else {}


def _notes(notes: Notes, body: Body, related: dict[str, Related]) -> Iterator[Element]:
    """The notes that the text refers to; those that nothing refers to are said to be left out."""
    body.related = related
    for number, text in notes.texts.items():
        if number not in notes.marks:
            if said := words(text):
                body.telling.everywhere(LEFT_OUT, f"a {notes.kind} whose mark is deleted, hidden or missing", said)
    for number, mark in notes.marks.items():
        yield from note_elements(body.note(notes.texts[number]), f"note-{notes.kind}-ref-{number}", mark)


def _tell(package: Package, body: Body, telling: Telling) -> None:
    """Say what stands beside the text."""
    for kind in ("header", "footer"):
        for text in dict.fromkeys(words(tree) for _, tree in package.parts(kind)):
            if text:
                telling.everywhere(LEFT_OUT, kind, text)
                telling.asides.append((kind, text))
    for comment in body.comments.values():
        if said := words(comment):
            telling.everywhere(LEFT_OUT, "comment", said)
            telling.asides.append(("comment", said))
    for form in sorted(body.lists.unknown):
        telling.everywhere(
            KEPT, f"the numbers of a list are printed as 1, 2, 3, where Word has its form “{form}”; check them"
        )
    for what, said in _drawn(package):
        telling.everywhere(LEFT_OUT, what, said)
    telling.asides += _properties(package)


def _drawn(package: Package) -> Iterator[tuple[str, str]]:
    """Charts and diagrams, with their words, and embedded files."""
    for name in package.archive.names:
        found = DRAWN.fullmatch(name)
        if found and WITH_WORDS.fullmatch(name):
            yield f"a {found[1]} drawn in Word", _drawn_words(package, name)
        elif found and found[1] == "embedding":
            yield f"a file embedded in Word ({name.rpartition('/')[2]})", ""


def _drawn_words(package: Package, name: str) -> str:
    tree = package.archive.tree(name)
    parts = tree.iter() if tree is not None else ()
    return " ".join(part.text or "" for part in parts if part.tag in {f"{A}t", CHART_VALUE})


def _properties(package: Package) -> Iterator[tuple[str, str]]:
    for part in PROPERTIES:
        tree = package.archive.tree(part)
        for each in tree if tree is not None else ():
            name = each.tag.rpartition("}")[2]
            said = " ".join("".join(each.itertext()).split())
            if name in TELLING and said:
                yield f"document property “{each.get('name') or name}”", said
