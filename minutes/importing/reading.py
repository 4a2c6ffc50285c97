"""A file → its blocks."""

from collections.abc import Callable
from pathlib import Path

from minutes.importing.blocks import Source, blocks_from_html, blocks_from_text
from minutes.importing.decoding import decode
from minutes.importing.files import kind_of, read_bytes
from minutes.importing.furniture import is_furniture
from minutes.importing.markdown import html_from_markdown
from minutes.importing.opendocument import read_opendocument
from minutes.importing.pages import turning
from minutes.importing.refusal import CannotImport
from minutes.importing.word import read_word


def read_file(path: Path) -> Source:
    """Read a file of any format that can be imported. Raises CannotImport with a sentence, and never anything else."""
    data = read_bytes(path)
    kind, notes = kind_of(data, path.suffix.lower())
    try:
        source = READERS[kind](data)
    except CannotImport:
        raise
    except Exception as error:  # a parser met something that nobody thought of: one file can't stop the clerk's day
        raise CannotImport(
            f"it can't be read ({type(error).__name__}); save it again, or as .txt, and try again."
        ) from error
    furniture = [block.text for block in source.blocks if is_furniture(block.text)]
    source.blocks = [block for block in source.blocks if not is_furniture(block.text)]
    source.dropped += [f"the number of a page: “{line}”" for line in dict.fromkeys(furniture)]
    if not source.blocks:
        raise CannotImport("there is no text in it; check that it was saved.")
    source.notes = list(dict.fromkeys(notes + source.notes))
    return source


def _read_text(data: bytes) -> Source:
    text, notes = decode(data)
    return Source(blocks_from_text(text), "line", notes)


def _read_html(data: bytes) -> Source:
    html, notes = decode(data, html=True)
    return _page(html, notes + turning(html))


def _read_markdown(data: bytes) -> Source:
    text, notes = decode(data)
    html, dropped, asides = html_from_markdown(text)
    source = _page(html, notes + turning(html))
    return Source(source.blocks, source.unit, source.notes, dropped + source.dropped, asides + source.asides)


def _page(html: str, notes: list[str]) -> Source:
    blocks, dropped = blocks_from_html(html)
    asides = [("page", line) for line in dropped]  # what the page says beside its text may say that it is not public
    return Source(blocks, "paragraph", notes, dropped, asides)


READERS: dict[str, Callable[[bytes], Source]] = {
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".md": _read_markdown,
    ".docx": read_word,
    ".odt": read_opendocument,
}
