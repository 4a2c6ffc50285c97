"""Zipped documents: whether the archive may be opened at all, and its parts read, changed and written again."""

import zipfile
import zlib
from io import BytesIO

from django.core.exceptions import ValidationError
from lxml import etree

MAX_UNPACKED, MAX_RATIO, MAX_MEMBERS = 200 * 1024 * 1024, 100, 2_000
BOMB = "This file unpacks to far more than a document should; it was not opened."
LOCKED = "This file is protected by a password; save it without one and try again."
UNREADABLE = "This file can't be opened; save it again and try again."
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
PATHS = "This file names parts that lie outside of it, as no office program writes; save it again and try again."
ENTITIES = "This file declares entities, as no office program writes; save it again and try again."
DAY = (1980, 1, 1, 0, 0, 0)  # of each part that is written: the same file comes out the same


def check_zip(file) -> None:
    """Refuse an archive that unpacks to more than a document would. Raises ValidationError."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ValidationError(UNREADABLE) from error
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 1):
        raise ValidationError(BOMB)
    if any(m.flag_bits & 1 for m in members):
        raise ValidationError(LOCKED)


class Parts:
    """The parts of a document by their names, in their order. `damaged` is said of what can't be read."""

    def __init__(self, data: bytes, damaged: str):
        check_zip(BytesIO(data))
        self.damaged, self.has_changed = damaged, False
        self._trees: dict[str, etree._Element] = {}
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                names = [member.filename for member in archive.infolist()]
                _check_names(names)
                self.bytes = {name: archive.read(name) for name in names if not name.endswith("/")}
        except BROKEN as error:
            raise ValidationError(damaged) from error

    def __contains__(self, name: str) -> bool:
        return name in self.bytes

    def names(self) -> list[str]:
        return list(self.bytes)

    def tree(self, name: str) -> etree._Element:
        """A part's XML; what is changed in it is written with it, once `changed` is called."""
        if name not in self._trees:
            self._trees[name] = parsed(self.bytes[name], self.damaged)
        return self._trees[name]

    def changed(self, name: str) -> None:
        self.has_changed = True
        tree = self._trees[name]
        self.bytes[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    def replace(self, name: str, data: bytes) -> None:
        self.has_changed = True
        self.bytes[name] = data
        self._trees.pop(name, None)

    def drop(self, name: str) -> None:
        self.has_changed = True
        self.bytes.pop(name, None)
        self._trees.pop(name, None)

    def written(self) -> bytes:
        """The archive again; `mimetype` lies in it unpacked, as OpenDocument asks (ODF 1.3 part 2 §3.3)."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.bytes.items():
                member = zipfile.ZipInfo(name, DAY)
                member.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                archive.writestr(member, data)
        return out.getvalue()


def _check_names(names: list[str]) -> None:
    odd = any("\\" in n or ":" in n or n.startswith("/") or ".." in n.split("/") for n in names)
    if odd or len({name.lower() for name in names}) < len(names):
        raise ValidationError(PATHS)


def parsed(data: bytes, damaged: str) -> etree._Element:
    """XML of strangers: no entities, no network. Raises ValidationError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=len(data) > 1 << 20)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValidationError(damaged) from error
    if tree.getroottree().docinfo.doctype:
        raise ValidationError(ENTITIES)
    return tree


def cut(element) -> None:
    """Take an element out; the text that lxml hangs behind it stays."""
    parent, tail, before = element.getparent(), element.tail or "", element.getprevious()
    if parent is None:
        return
    if tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)
