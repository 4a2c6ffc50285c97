"""Word, Excel and PowerPoint files (ECMA-376): every part is of a kind that is known, or the file is refused."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from lxml import etree

from minutes.receiving import sheets, slides, word
from minutes.receiving.archives import Parts, cut
from minutes.receiving.looked import Looked, named
from minutes.receiving.photographs import strip

PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES, TYPES_NAMESPACE = "[Content_Types].xml", "{http://schemas.openxmlformats.org/package/2006/content-types}"
DC, TERMS = (
    "{http://purl.org/dc/elements/1.1/}",
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}",
)

MACROS = "This file holds macros. Save it without them (as .{ending}), or as PDF, and try again."
EMBEDDED = (
    "This file holds another file in it (an embedded object, or the data behind a chart). Paste it "
    "as a picture, or save the file as PDF, and try again."
)
ELSEWHERE = (
    "This file takes parts of itself from elsewhere ({target}). Break the link, or save the file as PDF, and try again."
)
LINK = (
    "This file links to {target}, which readers can't open and which may tell of your network. "
    "Remove the link and try again."
)
UNKNOWN = "This file holds a part that is not known to be harmless ({name}). Save it as PDF, and send that."

PICTURES = {"png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg"}
MACRO = re.compile(
    r"macroEnabled|vbaProject|vbaData|/macrosheets/|attachedToolbars|activeX|customUI|intlmacro|ms-excel\.macro", re.I
)
INSIDE = re.compile(r"/embeddings/|oleObject|/package$|aFChunk|/control$|ctrlProps?$|ctrlProp", re.I)
# What an archive may hold: the end of a part's content type.
KNOWN = re.compile(
    r"(?:\+xml|/xml|-?rels|relationships)$|^image/|fontdata$|obfuscatedFont$|printerSettings$|vmlDrawing$", re.I
)
REFUSED_TYPES = {
    "externalLink": ELSEWHERE.format(target="another workbook"),
    "connections": ELSEWHERE.format(target="a database or a web page"),
    "queryTable": ELSEWHERE.format(target="a database or a web page"),
    "pivotTable": (
        "This file holds a pivot table, with all the data behind it. Copy what is shown as values, and try again."
    ),
    "pivotCacheDefinition": (
        "This file holds a pivot table, with all the data behind it. Copy what is shown as values, and try again."
    ),
    "slicer": (
        "This file holds a pivot table, with all the data behind it. Copy what is shown as values, and try again."
    ),
    "revisionHeaders": (
        "This workbook is shared, and holds what was changed by whom. Stop sharing it, save it, and try again."
    ),
    **dict.fromkeys(
        ("video", "audio", "media"),
        "This file holds sound or films, which are not published with papers. Remove them and try again.",
    ),
    "subDocument": ELSEWHERE.format(target="another document"),
    "model3d": EMBEDDED,
}
# What goes with what refers to it: the end of a relationship's type, and what is said of it.
DROPPED = {
    "customXml": "data of a document system",
    "custom-properties": "properties of its own",
    "printerSettings": "the name of a printer",
    "thumbnail": "",
    "tags": "",
    "customXmlProps": "",
    "keyMapCustomizations": "",
    "recipientData": "",
    "mailMergeSource": "",
    "classificationlabels": "",
    "revisionInfo": "",
    "changesInfo": "",
    "person": "",
    "people": "",
    "commentsExtended": "",
    "commentsIds": "",
    "commentsExtensible": "",
    "commentAuthors": "",
    "authors": "",
    "calcChain": "",
}
GOOD_LINK = re.compile(r"(?:https?|mailto|tel|ftp):|#|(?![a-z]:|/|\\)(?![a-z][a-z0-9+.-]*:)", re.I)


class Kind(NamedTuple):
    main: str  # the end of the main part's content type
    look: object  # what is particular to it


KINDS = {
    "docx": Kind("wordprocessingml.document.main+xml", word.look),
    "xlsx": Kind("spreadsheetml.sheet.main+xml", sheets.look),
    "pptx": Kind("presentationml.presentation.main+xml", slides.look),
}


@dataclass
class Related:
    """One relationship: its element, the part it stands in, and what it leads to."""

    element: etree._Element
    rels: str
    kind: str
    target: str
    is_outside: bool


def look(data: bytes, ending: str) -> Looked:
    """Raises ValidationError, with what to do, for what may not be kept."""
    package = Package(data, ending)
    package.check()
    found = [
        *package.properties(),
        *KINDS[ending].look(package),
        *package.dropped(),
        *package.pictures(),
        *package.orphans(),
    ]
    if not package.parts.has_changed:
        return Looked()
    package.settle()
    return Looked(None, tuple(dict.fromkeys(found or ["traces of its making"])), package.parts.written())


class Package:
    """The parts of an office file, found as the program finds them."""

    def __init__(self, data: bytes, ending: str):
        program = {"docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint"}[ending]
        damaged = (
            f"This {program} file is damaged, or is no document; open it in {program}, save it again and try again."
        )
        self.parts, self.ending, self.damaged = Parts(data, damaged), ending, damaged
        if TYPES not in self.parts:
            raise ValidationError(damaged)
        self.types = self._types()
        self.main = self._main()

    def _types(self) -> dict[str, str]:
        """The content type of each part."""
        tree = self.parts.tree(TYPES)
        by_ending = {
            e.get("Extension", "").lower(): e.get("ContentType", "") for e in tree.iter(f"{TYPES_NAMESPACE}Default")
        }
        by_name = {
            e.get("PartName", "").lstrip("/").lower(): e.get("ContentType", "")
            for e in tree.iter(f"{TYPES_NAMESPACE}Override")
        }
        return {
            name: by_name.get(name.lower()) or by_ending.get(name.rpartition(".")[2].lower(), "")
            for name in self.parts.names()
        }

    def _main(self) -> str:
        if any(MACRO.search(kind) for kind in self.types.values()):
            raise ValidationError(MACROS.format(ending=self.ending))
        for related in self.related("_rels/.rels"):
            if related.kind == "officeDocument" and related.target in self.parts:
                if self.types[related.target].endswith(KINDS[self.ending].main):
                    return related.target
        raise ValidationError(self.damaged)

    def related(self, *rels: str) -> Iterator[Related]:
        """The relationships of these parts, or of all."""
        for name in rels or [name for name in self.parts.names() if name.endswith(".rels")]:
            if name not in self.parts:
                continue
            folder = posixpath.dirname(posixpath.dirname(name))
            for each in self.parts.tree(name).iter(f"{PACKAGE}Relationship"):
                target, outside = each.get("Target", ""), each.get("TargetMode") == "External"
                if not outside:
                    target = (
                        target.lstrip("/")
                        if target.startswith("/")
                        else posixpath.normpath(posixpath.join(folder, target))
                    )
                yield Related(each, name, each.get("Type", "").rpartition("/")[2], target, outside)

    def of_kind(self, *kinds: str) -> list[str]:
        """The parts that relationships of these kinds lead to."""
        found = (r.target for r in self.related() if r.kind in kinds and not r.is_outside and r.target in self.parts)
        return list(dict.fromkeys(found))

    def remove(self, name: str, *names: str) -> None:
        """Take elements of these local names out of a part."""
        gone = list(self.parts.tree(name).iter(*[f"{{*}}{name}" for name in names]))
        for each in gone:
            cut(each)
        if gone:
            self.parts.changed(name)

    def of(self, part: str) -> str:
        """The name of the part that holds a part's relationships."""
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def check(self) -> None:
        for related in list(self.related()):
            self._check_related(related)
        for name, kind in self.types.items():
            if name == TYPES:
                continue
            if MACRO.search(name):
                raise ValidationError(MACROS.format(ending=self.ending))
            if INSIDE.search(name):
                raise ValidationError(EMBEDDED)
            if not KNOWN.search(kind):
                raise ValidationError(UNKNOWN.format(name=posixpath.basename(name)))
            if kind.endswith(("+xml", "/xml")) or name.endswith(".rels"):
                self.parts.tree(name)  # well-formed, without entities

    def _check_related(self, related: Related) -> None:
        if MACRO.search(related.kind) or MACRO.search(related.target if not related.is_outside else ""):
            raise ValidationError(MACROS.format(ending=self.ending))
        if INSIDE.search(f"/{related.kind}") or INSIDE.search("" if related.is_outside else f"/{related.target}"):
            raise ValidationError(EMBEDDED)
        if related.kind in REFUSED_TYPES and not (
            related.kind == "externalLink" and not related.is_outside and related.target not in self.parts
        ):
            raise ValidationError(REFUSED_TYPES[related.kind])
        if not related.is_outside:
            return
        if related.kind == "attachedTemplate":
            self._check_template(related)
        elif related.kind != "hyperlink":
            raise ValidationError(ELSEWHERE.format(target=related.target[:80]))
        elif not GOOD_LINK.match(related.target):
            raise ValidationError(LINK.format(target=related.target[:80]))

    def _check_template(self, related: Related) -> None:
        """Word names the template that a document was made of: on a disk it tells a path, on a
        server it would be fetched."""
        if re.match(r"https?:|\\\\|file:/*[^/:]+\.[^/:]+/", related.target, re.I):
            raise ValidationError(ELSEWHERE.format(target=related.target[:80]))

    def drop(self, related: Related) -> None:
        """A relationship, the part it leads to, and what that part alone led to."""
        related.element.getparent().remove(related.element)
        self.parts.changed(related.rels)
        if not related.is_outside:
            for inner in list(self.related(self.of(related.target))):
                if not inner.is_outside and inner.kind in DROPPED:
                    self.drop(inner)
            self.parts.drop(self.of(related.target))
            self.parts.drop(related.target)

    def drop_kinds(self, *kinds: str, of: str = "") -> int:
        """How many relationships of these kinds went, with the parts that they led to."""
        gone = [r for r in self.related(*([of] if of else [])) if r.kind in kinds]
        for related in gone:
            self.drop(related)
        return len(gone)

    def dropped(self) -> Iterator[str]:
        for kind, said in DROPPED.items():
            if self.drop_kinds(kind) and said:
                yield said
        if self.drop_kinds("attachedTemplate"):
            for name in self.of_kind("settings"):
                self.remove(name, "attachedTemplate")
            yield "the path of its template"

    def properties(self) -> Iterator[str]:
        """Title and language stay."""
        people, told = [], False
        for related in [
            r for r in self.related("_rels/.rels") if r.kind.endswith("properties") and r.target in self.parts
        ]:
            tree = self.parts.tree(related.target)
            if related.kind == "core-properties":
                people += [tree.findtext(f"{DC}creator") or "", tree.findtext(f"{TERMS}lastModifiedBy") or ""]
            gone = [each for each in tree if each.tag not in (f"{DC}title", f"{DC}language")]
            for each in gone:
                tree.remove(each)
            if gone:
                told = True
                self.parts.changed(related.target)
        if any(name.strip() for name in people):
            yield named("the author", people)
        if told:
            yield "properties (such as the program and the days it was made on)"

    def pictures(self) -> Iterator[str]:
        told = False
        for name in self.parts.names():
            if self.types.get(name, "").startswith("image/"):
                after = strip(self.parts.bytes[name])
                if after != self.parts.bytes[name]:
                    told = True
                    self.parts.replace(name, after)
        if told:
            yield "what its photographs told of place, day and device"

    def orphans(self) -> Iterator[str]:
        """Drops what nothing leads to: no program opens it, and whoever unpacks the file reads it."""
        reached, waiting = {TYPES, "_rels/.rels"}, ["_rels/.rels"]
        while waiting:
            for related in self.related(waiting.pop()):
                if not related.is_outside and related.target not in reached:
                    reached |= {related.target, self.of(related.target)}
                    waiting.append(self.of(related.target))
        gone = [name for name in self.parts.names() if name not in reached]
        for name in gone:
            self.parts.drop(name)
        if gone:
            yield "parts that nothing in it shows"

    def settle(self) -> None:
        """The list of content types names what is there."""
        tree = self.parts.tree(TYPES)
        there = {name.lower() for name in self.parts.names()}
        for each in list(tree.iter(f"{TYPES_NAMESPACE}Override")):
            if each.get("PartName", "").lstrip("/").lower() not in there:
                cut(each)
        self.parts.changed(TYPES)
