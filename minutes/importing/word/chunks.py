"""A document inside a Word document (altChunk), where it is a web page, a web archive or a text."""

import email
import email.policy
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from minutes.importing.blocks import blocks_from_text, body_of
from minutes.importing.composing import LEFT_OUT, Telling
from minutes.importing.decoding import decode


def read_chunk(name: str, data: bytes, telling: Telling) -> list[Element] | None:
    """The blocks of a chunk; None for one that can't be read. May raise CannotImport."""
    reader = READERS.get(name.rpartition(".")[2].lower())
    return list(reader(data, telling)) if reader and data else None


def _page(data: bytes, telling: Telling) -> Element:
    return _said(decode(data, html=True)[0], telling)


def _web_archive(data: bytes, telling: Telling) -> Element:
    """A page with its pictures, written as an e-mail is (MHTML)."""
    part = email.message_from_bytes(data, policy=email.policy.default).get_body(("html", "plain"))
    return _said(part.get_content() if part else "", telling)


def _text(data: bytes, telling: Telling) -> Element:
    body = Element("body")
    for block in blocks_from_text(decode(data)[0]):
        SubElement(body, "p").text = block.text
    return body


def _said(html: str, telling: Telling) -> Element:
    body, dropped = body_of(html)
    for line in dropped:
        telling.here(LEFT_OUT, f"in a document inside this one, {line}")
    return body


READERS: dict[str, Callable[[bytes, Telling], Element]] = {
    "html": _page,
    "htm": _page,
    "xhtml": _page,
    "mht": _web_archive,
    "mhtml": _web_archive,
    "txt": _text,
}
