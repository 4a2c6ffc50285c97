"""HTML elements and their words."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre address hr".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
STRUCK = frozenset("s strike del".split())
STRIKES = re.compile(r"text-decoration(?:-line)?\s*:[^;]*\bline-through|text-line-through\s*:\s*(?!none)[a-z]", re.I)
SPACES = re.compile(r"[^\S\t]+")


def squeeze(text: str) -> str:
    return SPACES.sub(" ", text).strip()


def words_of(element: Element) -> str:
    """The visible words of an element, without its tail."""
    return squeeze("".join(_strings(element)))


def standing(element: Element) -> Element:
    """A copy without what is struck; the element itself where nothing is."""
    return _standing(element) if any(map(is_struck, element.iter())) else element


def is_struck(element: Element) -> bool:
    return element.tag in STRUCK or bool(STRIKES.search(element.get("style") or ""))


def _standing(element: Element) -> Element:
    made = Element("span" if is_struck(element) else element.tag, element.attrib)
    if is_struck(element):
        return made
    made.text = element.text
    for child in element:
        made.append(_standing(child))
        made[-1].tail = child.tail
    return made


def holds_blocks(element: Element) -> bool:
    return isinstance(element.tag, str) and any(below.tag in BLOCKS or below.tag == "div" for below in element.iter())


def _strings(element: Element) -> Iterator[str]:
    yield " " if element.tag in BLOCKS or element.tag in {"br", "li", "td", "th", "div"} else ""
    yield element.text or ""
    for child in element:
        yield from _strings(child)
        yield child.tail or ""
