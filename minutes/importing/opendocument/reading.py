"""The parts of an OpenDocument text, put together: its text, its notes, and what stands beside the text."""

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element

from minutes.importing.archive import DAMAGED, Archive
from minutes.importing.blocks import Source
from minutes.importing.composing import LEFT_OUT, Telling
from minutes.importing.documents import source_of
from minutes.importing.opendocument.body import Body
from minutes.importing.opendocument.names import DC, META, OFFICE, STYLE, words
from minutes.importing.opendocument.styles import Styles
from minutes.importing.refusal import CannotImport

LOCKED = "it is protected by a password; save it without one and try again."
TELLING = {f"{DC}title", f"{DC}subject", f"{DC}description", f"{META}keyword", f"{META}user-defined"}


def read_opendocument(data: bytes) -> Source:
    """An OpenDocument text's blocks, as LibreOffice prints them. Raises CannotImport."""
    _refuse_locked(data)
    archive, telling = Archive(data), Telling()
    content, styles = archive.tree("content.xml"), archive.tree("styles.xml")
    if content is None or content.find(f"{OFFICE}body/{OFFICE}text") is None:
        raise CannotImport("it is a ZIP file, but not an OpenDocument text; save it again as .odt and try again.")
    body = Body(content, Styles(content, styles), telling)
    body.object_words = lambda name: _object_words(archive, name)
    elements = body.read()
    for kind, said in dict.fromkeys(_margins(styles)):
        telling.everywhere(LEFT_OUT, kind, said)
        telling.asides.append((kind, said))
    telling.asides += _properties(archive.tree("meta.xml"))
    return source_of(elements, telling)


def _refuse_locked(data: bytes) -> None:
    """A locked document's parts are no XML: its manifest says why."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            name = "META-INF/manifest.xml"
            is_small = name in archive.namelist() and archive.getinfo(name).file_size < 5_000_000
            manifest = archive.read(name) if is_small else b""
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise CannotImport(DAMAGED) from error
    if b"encryption-data" in manifest:
        raise CannotImport(LOCKED)


def _margins(styles: Element | None) -> Iterator[tuple[str, str]]:
    for page in styles.iter(f"{STYLE}master-page") if styles is not None else ():
        for part in page:
            kind = part.tag.removeprefix(STYLE).partition("-")[0]
            if kind in {"header", "footer"} and (said := words(part)):
                yield kind, said


def _properties(meta: Element | None) -> Iterator[tuple[str, str]]:
    for each in meta.iter() if meta is not None else ():
        if each.tag in TELLING and (said := words(each)):
            yield f"document property “{each.get(f'{META}name') or each.tag.rpartition('}')[2]}”", said


def _object_words(archive: Archive, name: str) -> str:
    tree = archive.tree(posixpath.join(posixpath.normpath(name), "content.xml"))
    return words(tree)
