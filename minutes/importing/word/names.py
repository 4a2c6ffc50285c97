"""The names in Word's XML, and how a value is read from it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
PLACEHOLDER = "placeholder"  # our own: words of an empty form field, which Word shows in grey


def child(element: Element | None, name: str) -> Element | None:
    return element.find(f"{W}{name}") if element is not None else None


def value(element: Element | None, name: str) -> str:
    """The w:val of a child; "" if there is none."""
    found = child(element, name)
    return (found.get(f"{W}val") or "") if found is not None else ""


def whole(text: str | None, otherwise: int = 0) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.lstrip("-").isdecimal() and len(digits) < 9 else otherwise


def is_on(element: Element | None) -> bool:
    """Whether a switch is there, and not there to say no (w:val="0")."""
    return element is not None and (element.get(f"{W}val") or "1").lower() not in {"0", "false", "off", "none"}


def words(tree: Element, *, deleted: bool = False) -> str:
    """The words of a part: what Word prints of it, or also what was deleted from it, a space after each paragraph."""
    return " ".join("".join(_words(tree, deleted)).split())


def shown_form(alternatives: Element) -> Element | None:
    """Of mc:AlternateContent, the form that Word shows: the first that has anything in it."""
    forms = [form for form in alternatives if form.tag in {f"{MC}Choice", f"{MC}Fallback"}]
    return next((form for form in forms if len(form)), None)


def _words(tree: Element, deleted: bool) -> Iterator[str]:
    for part in tree:
        if part.tag in {f"{W}t", f"{M}t", f"{A}t"} or (deleted and part.tag == f"{W}delText"):
            yield part.text or ""
        elif part.tag == f"{V}textpath":
            yield f" {part.get('string') or ''} "
        elif part.tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
            yield " "
        elif part.tag == f"{MC}AlternateContent":
            form = shown_form(part)
            yield from _words(form, deleted) if form is not None else ()
        elif deleted or part.tag not in {f"{W}del", f"{W}moveFrom"}:
            yield from _words(part, deleted)
    if tree.tag in {f"{W}p", f"{A}p"}:
        yield " "
