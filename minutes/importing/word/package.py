"""The parts of a Word document, found as Word finds them: by what each part says it is related to."""

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from minutes.importing.archive import Archive
from minutes.importing.refusal import CannotImport

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
NO_WORD = "it is a ZIP file, but not a Word document; save it from Word as .docx and try again."


class Related(NamedTuple):
    kind: str  # the end of its type: "footnotes", "header", "hyperlink"
    target: str  # the name of a part, or an address
    is_outside: bool


class Package:
    def __init__(self, data: bytes):
        self.archive = Archive(data)
        roots = self.related("")
        name = next((each.target for each in roots.values() if each.kind == "officeDocument"), "word/document.xml")
        main = self.archive.tree(name)
        if main is None or not main.tag.endswith("}document"):
            raise CannotImport(NO_WORD)
        self.name, self.main = name, main

    def related(self, name: str) -> dict[str, Related]:
        """What a part refers to, by the ids that it uses."""
        folder, file = posixpath.split(name)
        tree = self.archive.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        return {each.get("Id", ""): _related(each, folder) for each in _relationships(tree)}

    def parts(self, kind: str) -> Iterator[tuple[str, Element]]:
        """The main part's related parts of a kind, in the order of their names."""
        for name in sorted({each.target for each in self.related(self.name).values() if each.kind == kind}):
            tree = self.archive.tree(name)
            if tree is not None:
                yield name, tree

    def part(self, kind: str) -> tuple[str, Element | None]:
        return next(self.parts(kind), ("", None))


def _relationships(tree: Element | None) -> list[Element]:
    return tree.findall(RELATIONSHIP) if tree is not None else []


def _related(element: Element, folder: str) -> Related:
    kind, target = element.get("Type", "").rpartition("/")[2], element.get("Target", "")
    if element.get("TargetMode") == "External":
        return Related(kind, target, True)
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Related(kind, path, False)
