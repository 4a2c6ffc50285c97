"""A document that is a ZIP archive of XML parts (Word, OpenDocument) → its parts, once they are known to be harmless."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree
from xml.parsers import expat

from django.core.exceptions import ValidationError

from minutes.importing.blocks import MAX_DEPTH
from minutes.importing.refusal import CannotImport
from minutes.receiving.archives import check_zip

MAX_XML = 30 * 1024 * 1024
DAMAGED = "it is damaged; open it in the program that made it, save it again and try again."
LISTS = ("META-INF/", "Basic/", "Dialogs/")  # OpenOffice's lists name a DTD, without entities; they are not read
# ISO's own names for what everybody else writes as in 2006 ("Strict Open XML Document").
STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


class Archive:
    """The parts of a document. Raises CannotImport for one that is damaged, locked, or made to fill a machine."""

    def __init__(self, data: bytes):
        try:
            check_zip(BytesIO(data))
            with zipfile.ZipFile(BytesIO(data)) as archive:
                self.names = archive.namelist()
                members = [member for member in archive.infolist() if _is_xml(member.filename)]
                if sum(member.file_size for member in members) > MAX_XML:
                    raise CannotImport("it holds far more text than minutes do; split it into smaller documents.")
                self.parts = {member.filename: _plain(archive.read(member)) for member in members}
        except ValidationError as error:
            raise CannotImport(f"{error.messages[0][:1].lower()}{error.messages[0][1:]}") from error
        except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError) as error:
            raise CannotImport(DAMAGED) from error
        self.data = data
        for name, part in self.parts.items():
            _check_xml(part, may_name_dtd=name.startswith(LISTS))

    def tree(self, name: str) -> ElementTree.Element | None:
        """The part of that name, parsed; None if there is none."""
        part = self.parts.get(name)
        return ElementTree.fromstring(part) if part else None  # noqa: S314  checked when the archive was opened

    def read(self, name: str) -> bytes:
        """The bytes of any member; none if it is not there."""
        with zipfile.ZipFile(BytesIO(self.data)) as archive:
            return archive.read(name) if name in self.names else b""


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _plain(part: bytes) -> bytes:
    for strict, usual in STRICT:
        part = part.replace(strict, usual)
    return part


def _check_xml(part: bytes, may_name_dtd: bool) -> None:
    """Refuse what no program writes: a DTD (entities that grow, or that read other files), or a bottomless nesting."""
    depth = 0

    def start(name: str, attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise CannotImport("its parts are nested more deeply than a document's are; it was not read.")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*args: object) -> None:
        raise CannotImport("it defines XML entities, which no document of a word processor does; it was not read.")

    def doctype(name: str, system: str | None, public: str | None, has_own_part: bool) -> None:
        if has_own_part or not may_name_dtd:
            refuse()

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = doctype, refuse
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise CannotImport(DAMAGED) from error
