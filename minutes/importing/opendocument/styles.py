"""OpenDocument's styles: what a paragraph or a run inherits, and so how its words look."""

from functools import cache
from xml.etree.ElementTree import Element

from minutes.importing.opendocument.names import FO, LOEXT, OFFICE, STYLE, SVG, TEXT

Look = dict[str, str]
NONE = {"", "none", "transparent", "normal"}
BOLD = {"bold", "600", "700", "800", "900"}


class Styles:
    def __init__(self, content: Element, styles: Element | None):
        self.by_name: dict[tuple[str, str], Element] = {}
        self.lists: dict[str, Element] = {}
        self.outline: Element | None = None
        self.fonts: dict[str, str] = {}
        for place in _places(content, styles):
            for each in place:
                self._take(each)
        self.look = cache(self._look)

    def look_of(self, family: str, name: str) -> Look:
        """What a style says of its words, with what it inherits."""
        return self.look(family, name)

    def above(self, family: str, name: str) -> list[Element]:
        """The style and those that it is based on, the nearest first."""
        chain: list[Element] = []
        while (family, name) in self.by_name and self.by_name[family, name] not in chain:
            chain.append(self.by_name[family, name])
            name = chain[-1].get(f"{STYLE}parent-style-name", "")
        return chain

    def is_title(self, name: str) -> bool:
        return any(style.get(f"{STYLE}name") == "Title" for style in self.above("paragraph", name))

    def font(self, look: Look) -> str:
        name = look.get(f"{STYLE}font-name", "")
        return (self.fonts.get(name, name) or look.get(f"{FO}font-family", "")).strip("'\"")

    def _take(self, each: Element) -> None:
        name = each.get(f"{STYLE}name", "")
        if each.tag == f"{STYLE}style":
            self.by_name.setdefault((each.get(f"{STYLE}family", ""), name), each)
        elif each.tag == f"{STYLE}default-style":
            self.by_name.setdefault((each.get(f"{STYLE}family", ""), "default-style"), each)
        elif each.tag == f"{TEXT}list-style":
            self.lists.setdefault(name, each)
        elif each.tag == f"{TEXT}outline-style":
            self.outline = each
        elif each.tag == f"{STYLE}font-face":
            self.fonts.setdefault(name, each.get(f"{SVG}font-family", ""))

    def _look(self, family: str, name: str) -> Look:
        chain = self.above(family, name)
        default = self.by_name.get((family, "default-style"))
        found: Look = {}
        for style in [*([default] if default is not None else []), *reversed(chain)]:
            for properties in style.findall(f"{STYLE}text-properties"):
                found |= properties.attrib
        return found


def marks(look: Look) -> frozenset[str]:
    height = look.get(f"{STYLE}text-position", "").split(" ")[0]
    struck = {look.get(f"{STYLE}text-line-through-{kind}", "") for kind in ("style", "type")} - NONE
    underlined = {look.get(f"{STYLE}text-underline-{kind}", "") for kind in ("style", "type")} - NONE
    slanted = look.get(f"{FO}font-style") in {"italic", "oblique"}
    found = {
        "strong": look.get(f"{FO}font-weight") in BOLD,
        "em": slanted,
        "u": bool(underlined),
        "s": bool(struck),
        "sup": height == "super" or (height.endswith("%") and not height.startswith(("-", "0"))),
        "sub": height == "sub" or height.startswith("-"),
    }
    return frozenset(mark for mark, is_on in found.items() if is_on)


def is_capital(look: Look) -> bool:
    return look.get(f"{FO}text-transform") == "uppercase" or look.get(f"{FO}font-variant") == "small-caps"


def is_hidden(look: Look) -> bool:
    return look.get(f"{TEXT}display") == "none"


def is_highlighted(look: Look) -> bool:
    colours = {look.get(f"{FO}background-color", ""), look.get(f"{LOEXT}char-highlight", "")}
    return bool(colours - NONE - {"#ffffff"})


def is_white(look: Look) -> bool:
    return look.get(f"{FO}color", "").lower() == "#ffffff" and look.get(f"{FO}background-color", "") in NONE


def _places(content: Element, styles: Element | None) -> list[Element]:
    """Where styles are defined; those of the text itself come first, because names are used twice."""
    names = ("automatic-styles", "styles", "font-face-decls")
    found = [content.find(f"{OFFICE}{name}") for name in names]
    found += [styles.find(f"{OFFICE}{name}") for name in ("styles", "font-face-decls")] if styles is not None else []
    return [place for place in found if place is not None]
