"""OpenDocument texts (ODF 1.3, ISO/IEC 26300): their parts by an allow-list, their comments and changes taken out."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError

from minutes.receiving.archives import Parts, cut
from minutes.receiving.looked import Looked, named, several
from minutes.receiving.photographs import strip

DAMAGED = "This OpenDocument text is damaged, or is none; open it in LibreOffice, save it as .odt and try again."
LOCKED = "This file is protected by a password; save it without one and try again."
MACROS = "This file holds macros. Save it without them, or as PDF, and try again."
EMBEDDED = (
    "This file holds another file in it (an embedded object or a chart). Paste it as a picture, or "
    "save the file as PDF, and try again."
)
ELSEWHERE = (
    "This file takes parts of itself from elsewhere ({target}). Break the link, or save the file as PDF, and try again."
)
LINK = (
    "This file links to {target}, which readers can't open and which may tell of your network. "
    "Remove the link and try again."
)
UNKNOWN = "This file holds a part that is not known to be harmless ({name}). Save it as PDF, and send that."

TEXT = "application/vnd.oasis.opendocument.text"
KNOWN = re.compile(
    r"mimetype|(?:content|styles|meta|settings)\.xml|manifest\.rdf|layout-cache|META-INF/manifest\.xml"
    r"|Pictures/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf|svm)|Fonts/[^/]+\.(?:ttf|otf)|Thumbnails/.*|Configurations2/.*|VersionList\.xml|Versions/.*",
    re.I,
)
DROPPED = re.compile(r"(?:Thumbnails|Configurations2|Versions)/|VersionList\.xml$|layout-cache$")
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
HREF = "{http://www.w3.org/1999/xlink}href"
DC = "{http://purl.org/dc/elements/1.1/}"
GOOD_LINK = re.compile(r"(?:https?|mailto|tel|ftp):|#|(?![a-z]:|/|\\)(?![a-z][a-z0-9+.-]*:)", re.I)
INSIDE = re.compile(r"(?:\./)?(?:Pictures|Fonts)/[^/]+|#.*")
MARKS = ("change", "change-start", "change-end")
PRINTERS = ("PrinterName", "PrinterSetup", "RsidRoot", "Rsid")


def look(data: bytes) -> Looked:
    """Raises ValidationError, with what to do, for what may not be kept."""
    parts = Parts(data, DAMAGED)
    if parts.bytes.get("mimetype", b"").strip().decode(errors="replace") != TEXT or "content.xml" not in parts:
        raise ValidationError(DAMAGED)
    _check(parts)
    found = [*_properties(parts), *_contents(parts), *_others(parts), *_pictures(parts)]
    return Looked(None, tuple(found), parts.written() if parts.has_changed else None)


def _check(parts: Parts) -> None:
    for name in parts.names():
        _check_name(name)
    if (
        "META-INF/manifest.xml" in parts
        and next(parts.tree("META-INF/manifest.xml").iter("{*}encryption-data"), None) is not None
    ):
        raise ValidationError(LOCKED)
    for name in ("content.xml", "styles.xml"):
        if name in parts:
            _check_tree(parts.tree(name))


def _check_name(name: str) -> None:
    if re.match(r"(?:Basic|Scripts|Dialogs)/", name, re.I):
        raise ValidationError(MACROS)
    if re.match(r"(?:Object|ObjectReplacements|media)", name, re.I):
        raise ValidationError(EMBEDDED)
    if not KNOWN.fullmatch(name):
        raise ValidationError(UNKNOWN.format(name=name[:80]))


def _check_tree(tree) -> None:
    if next(tree.iter("{*}event-listener", "{*}script"), None) is not None:
        raise ValidationError(MACROS)
    if next(tree.iter("{*}object", "{*}object-ole", "{*}plugin", "{*}applet", "{*}floating-frame"), None) is not None:
        raise ValidationError(EMBEDDED)
    if next(tree.iter("{*}dde-source", "{*}dde-connection-decl", "{*}dde-connection"), None) is not None:
        raise ValidationError(ELSEWHERE.format(target="another program"))
    for each in tree.iter(f"{ODF_TEXT}section-source"):
        raise ValidationError(ELSEWHERE.format(target=each.get(HREF, "another document")[:80]))
    for each in tree.iter():
        target = each.get(HREF) if isinstance(each.tag, str) else None
        if target is not None:
            _check_target(each.tag.rpartition("}")[2], target)


def _check_target(tag: str, target: str) -> None:
    """Links may lead to the web; a picture lies in the file."""
    if tag in ("a", "change-info"):
        if not GOOD_LINK.match(target):
            raise ValidationError(LINK.format(target=target[:80]))
    elif target and not INSIDE.fullmatch(target):
        raise ValidationError(ELSEWHERE.format(target=target[:80]))


def _properties(parts: Parts) -> Iterator[str]:
    """Title and language stay."""
    if "meta.xml" not in parts:
        return
    tree = parts.tree("meta.xml")
    people, told = [], False
    for meta in list(tree.iter(f"{OFFICE}meta")):
        for each in list(meta):
            if each.tag not in (f"{DC}title", f"{DC}language"):
                people += (
                    [each.text or ""]
                    if isinstance(each.tag, str) and each.tag.endswith(("creator", "printed-by"))
                    else []
                )
                meta.remove(each)
                told = True
    if told:
        parts.changed("meta.xml")
        if any(name.strip() for name in people):
            yield named("the author", people)
        yield "properties (such as the program and the days it was made on)"


def _contents(parts: Parts) -> Iterator[str]:
    comments, changes, hidden, people, changers = 0, 0, 0, [], []
    for name in [n for n in ("content.xml", "styles.xml") if n in parts]:
        tree = parts.tree(name)
        notes = list(tree.iter(f"{OFFICE}annotation"))
        people += [note.findtext(f"{DC}creator") or "" for note in notes]
        regions = list(tree.iter(f"{ODF_TEXT}changed-region"))
        changers += [each.findtext(f".//{DC}creator") or "" for each in regions]
        veiled = _hidden(tree)
        for each in [*notes, *tree.iter(f"{OFFICE}annotation-end"), *tree.iter(f"{ODF_TEXT}tracked-changes"), *veiled]:
            cut(each)
        for each in [e for mark in MARKS for e in tree.iter(f"{ODF_TEXT}{mark}")]:
            cut(each)
        comments, changes, hidden = comments + len(notes), changes + len(regions), hidden + len(veiled)
        if notes or regions or veiled:
            parts.changed(name)
    if comments:
        yield named(several(comments, "comment"), people)
    if changes:
        yield named(
            f"{several(changes, 'tracked change')}, which {'was' if changes == 1 else 'were'} accepted", changers
        )
    if hidden:
        yield f"hidden text in {several(hidden, 'place')}"


def _hidden(tree) -> list:
    """Sections, fields and words that are not shown."""
    styles = {
        each.get(f"{STYLE}name")
        for each in tree.iter(f"{STYLE}style")
        if any(inner.get(f"{ODF_TEXT}display") == "none" for inner in each)
    }
    found = list(tree.iter(f"{ODF_TEXT}hidden-text", f"{ODF_TEXT}hidden-paragraph"))
    found += [each for each in tree.iter(f"{ODF_TEXT}section") if each.get(f"{ODF_TEXT}display") == "none"]
    return found + [each for each in tree.iter(f"{ODF_TEXT}span") if each.get(f"{ODF_TEXT}style-name") in styles]


def _others(parts: Parts) -> Iterator[str]:
    gone = [name for name in parts.names() if DROPPED.match(name)]
    for name in gone:
        parts.drop(name)
    if gone and "META-INF/manifest.xml" in parts:
        manifest = parts.tree("META-INF/manifest.xml")
        for each in list(manifest.iter("{*}file-entry")):
            if any(DROPPED.match(value) for key, value in each.items() if key.endswith("full-path")):
                cut(each)
        parts.changed("META-INF/manifest.xml")
    if any(name.startswith("Version") for name in gone):
        yield "earlier states of the file"
    if any(name.startswith("Thumbnails") for name in gone):
        yield "its thumbnail"
    if "settings.xml" in parts:
        items = [
            e
            for e in parts.tree("settings.xml").iter(f"{CONFIG}config-item")
            if e.get(f"{CONFIG}name") in PRINTERS and e.text
        ]
        for each in items:
            each.text = ""
        if items:
            parts.changed("settings.xml")
            yield "the name of a printer"


def _pictures(parts: Parts) -> Iterator[str]:
    told = False
    for name in [n for n in parts.names() if n.startswith("Pictures/")]:
        after = strip(parts.bytes[name])
        if after != parts.bytes[name]:
            parts.replace(name, after)
            told = True
    if told:
        yield "what its photographs told of place, day and device"
