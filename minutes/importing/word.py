"""A Word document → HTML by mammoth, once it is known to be harmless."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree
from xml.parsers import expat

import mammoth  # type: ignore[import-untyped]
from django.core.exceptions import ValidationError

from minutes.importing.blocks import MAX_DEPTH
from minutes.importing.refusal import CannotImport
from minutes.importing.word_lists import W, mark_lists, show_lists
from minutes.papers import check_zip

MAX_XML = 30 * 1024 * 1024
MAIN_PART = re.compile(r'<Relationship\s[^>]*officeDocument"[^>]*')
ASIDE = re.compile(r"word/(header|footer|comments)\d*\.xml")
DRAWN = re.compile(r"word/(charts|diagrams|embeddings)/[^/]+\.\w+")
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
BACK_TO_TEXT = re.compile(r'\s*<a href="#[^"]*-ref-\d+">↑</a>')  # mammoth's own, after each footnote
STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh\nu => em"


def html_from_word(data: bytes) -> tuple[str, list[str]]:
    """The document's HTML, and a line for each thing in it that is not in the HTML. Raises CannotImport.

    Lists come as Word itself writes them to HTML (mso-list), with the numbers and letters that Word would print: mammoth
    alone knows only that a list is numbered, and would turn "(c)" into "3.".
    """
    try:
        check_zip(BytesIO(data))
    except ValidationError as error:
        raise CannotImport(f"{error.messages[0][:1].lower()}{error.messages[0][1:]}") from error
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {member.filename: archive.read(member) for member in _xml(archive)}
        others = [name for name in archive.namelist() if name not in parts]
    main = _main_part(parts)
    trees = {name: _tree(part) for name, part in parts.items()}
    dropped = [*_aside(trees), *_deleted(trees[main]), *_drawn([*parts, *others])]
    words = list(_words(trees[main]))
    mark_lists(trees[main], trees.get("word/numbering.xml"), trees.get("word/styles.xml"))
    repacked = _repack(
        data, {name: ElementTree.tostring(tree) for name, tree in trees.items() if name in {main, "word/numbering.xml"}}
    )
    result = mammoth.convert_to_html(repacked, convert_image=mammoth.images.img_element(_no_picture), style_map=STYLES)
    html = BACK_TO_TEXT.sub("", show_lists(result.value))
    return html, [*dropped, *_missed(words, html)]


def _xml(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = [member for member in archive.infolist() if member.filename.endswith((".xml", ".rels"))]
    if sum(member.file_size for member in members) > MAX_XML:
        raise CannotImport("it holds far more text than minutes do; split it into smaller documents.")
    return members


def _main_part(parts: dict[str, bytes]) -> str:
    relation = MAIN_PART.search(parts.get("_rels/.rels", b"").decode("utf-8", "replace"))
    target = re.search(r'Target="/?([^"]+)"', relation[0]) if relation else None
    name = target[1] if target else "word/document.xml"
    if name not in parts:
        raise CannotImport("it is a ZIP file, but not a Word document; save it from Word as .docx and try again.")
    return name


def _tree(part: bytes) -> ElementTree.Element:
    _check_xml(part)
    return ElementTree.fromstring(part)  # noqa: S314  checked in the line above


def _check_xml(part: bytes) -> None:
    """Refuse what Word never writes: a DTD (entities that grow, or that read other files), or a bottomless nesting."""
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
        raise CannotImport("it defines XML entities, which no Word document does; it was not read.")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise CannotImport(
            "this Word file is damaged; open it in Word, save it again as .docx and try again."
        ) from error


def _no_picture(image: object) -> dict[str, str]:
    return {}  # the element stays, with its description, so that the picture is among what is said to be dropped


def _repack(data: bytes, changed: dict[str, bytes]) -> BytesIO:
    """The same archive, with some parts changed."""
    repacked = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(repacked, "w", zipfile.ZIP_DEFLATED) as target:
        for name in dict.fromkeys(source.namelist()):
            target.writestr(name, changed[name] if name in changed else source.read(name))
    repacked.seek(0)
    return repacked


def _aside(trees: dict[str, ElementTree.Element]) -> Iterator[str]:
    for name, tree in trees.items():
        found = ASIDE.fullmatch(name)
        text = " ".join("".join(_words(tree)).split())
        if found and text:
            yield f"{found[1].removesuffix('s')}: “{text}”"


def _deleted(tree: ElementTree.Element) -> Iterator[str]:
    text = "".join(element.text or "" for element in tree.iter(f"{W}delText")).strip()
    if text:
        yield f"deleted in Word's tracked changes: “{text}”"


def _drawn(names: list[str]) -> Iterator[str]:
    for kind, count in Counter(found[1] for found in map(DRAWN.fullmatch, names) if found).items():
        yield f"{kind} drawn or embedded in Word: {count} parts"


def _words(tree: ElementTree.Element) -> Iterator[str]:
    """What Word prints of a part, a space after each paragraph; of two forms of the same drawing, the simple one."""
    simple = any(child.tag == f"{CHOICES}Fallback" for child in tree)
    for child in tree:
        if child.tag in {f"{W}t", f"{MATHS}t"}:
            yield child.text or ""
        elif child.tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
            yield " "
        elif not (simple and child.tag == f"{CHOICES}Choice"):
            yield from _words(child)
    if tree.tag == f"{W}p":
        yield " "


def _missed(words: list[str], html: str) -> Iterator[str]:
    """Words that the document has and the HTML has not: an equation, or a kind of box that mammoth doesn't know."""
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:strong|em|s|sup|sub|a|span)\b[^>]*>", "", html))
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    left = Counter(plain.split())
    missed = []
    for word in "".join(words).split():
        if left[word]:
            left[word] -= 1
        else:
            missed.append(word)
    if missed:
        yield f"words that can't be read from Word (of an equation, for example): “{' '.join(missed)}”"
