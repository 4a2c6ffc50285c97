"""A file → its blocks."""

from collections.abc import Callable
from pathlib import Path

from minutes.importing.blocks import Source, blocks_from_html, blocks_from_text
from minutes.importing.decoding import decode
from minutes.importing.files import read_bytes
from minutes.importing.refusal import CannotImport
from minutes.importing.word import html_from_word


def read_file(path: Path) -> Source:
    """Read a .txt, .html or .docx file. Raises CannotImport with a sentence, and never anything else."""
    data = read_bytes(path)
    try:
        source = READERS[path.suffix.lower()](data)
    except CannotImport:
        raise
    except Exception as error:  # a parser met something that nobody thought of: one file can't stop the clerk's day
        raise CannotImport(
            f"it can't be read ({type(error).__name__}); save it again, or as .txt, and try again."
        ) from error
    if not source.blocks:
        raise CannotImport("there is no text in it; check that it was saved.")
    return source


def _read_text(data: bytes) -> Source:
    text, notes = decode(data)
    return Source(blocks_from_text(text), "line", notes)


def _read_html(data: bytes) -> Source:
    html, notes = decode(data, html=True)
    blocks, dropped = blocks_from_html(html)
    return Source(blocks, "paragraph", notes, dropped)


def _read_word(data: bytes) -> Source:
    html, dropped = html_from_word(data)
    blocks, also = blocks_from_html(html)
    return Source(blocks, "paragraph", [], dropped + also)


READERS: dict[str, Callable[[bytes], Source]] = {
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".docx": _read_word,
}
