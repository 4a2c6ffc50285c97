"""What a reader of documents has read → the source that is split into items."""

from xml.etree.ElementTree import Element, SubElement

from minutes.importing.blocks import LONGEST, Source, blocks_of
from minutes.importing.composing import Telling
from minutes.importing.refusal import CannotImport

TOO_LONG = "it holds far more text than minutes do (more than two million letters); split it into smaller files."


def source_of(body: Element, telling: Telling) -> Source:
    """The blocks of a document, and what is said of the rest."""
    if sum(map(len, body.itertext())) > LONGEST:
        raise CannotImport(TOO_LONG)
    return Source(blocks_of(body), "paragraph", telling.notes, telling.dropped, telling.asides)


def note_elements(note: Element, name: str, mark: str) -> list[Element]:
    """A footnote's paragraphs, as footnotes.py knows them: the first begins with its mark, a link to the text."""
    blocks = list(note)
    if not blocks or blocks[0].tag != "p":
        blocks.insert(0, Element("p"))
    first = Element("p", style="mso-element:footnote")
    SubElement(first, "a", href=f"#{name}").text = f"[{mark}]"
    first[0].tail = f" {(blocks[0].text or '').lstrip()}"
    first.extend(blocks[0])
    for block in blocks[1:]:
        block.set("style", f"mso-element:footnote;{block.get('style', '')}")
    return [first, *blocks[1:]]
