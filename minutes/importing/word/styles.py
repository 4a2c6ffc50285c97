"""Word's styles: what a paragraph or a run inherits, and so how its words look."""

import re
from dataclasses import dataclass
from functools import cache
from xml.etree.ElementTree import Element

from minutes.importing.word.names import W, child, is_on, value, whole

SWITCHES = ("b", "i", "strike", "dstrike", "caps", "smallCaps", "vanish")
VALUES = ("u", "vertAlign", "highlight", "color", "shd")
HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
NO_LEVEL = 9  # an outline level that says: this is text

Look = dict[str, object]


@dataclass(frozen=True)
class Format:
    """How a run looks."""

    marks: frozenset[str] = frozenset()
    capitals: bool = False
    hidden: bool = False
    highlight: str = ""
    is_white: bool = False  # on no ground of its own
    font: str = ""


class Styles:
    def __init__(self, tree: Element | None):
        styles = tree.findall(f"{W}style") if tree is not None else []
        self.by_id = {style.get(f"{W}styleId", ""): style for style in styles}
        defaults = child(child(tree, "docDefaults"), "rPrDefault")
        self.defaults = look(child(defaults, "rPr"))
        self.standard = next((s.get(f"{W}styleId", "") for s in styles if _is_standard(s)), "")
        self.look_of, self.heading_of = cache(self._look_of), cache(self._heading_of)

    def above(self, name: str) -> list[Element]:
        """The style of that name and those that it is based on, the nearest first."""
        chain: list[Element] = []
        while name in self.by_id and self.by_id[name] not in chain:
            chain.append(self.by_id[name])
            name = value(chain[-1], "basedOn")
        return chain

    def format(self, paragraph: str, properties: Element | None) -> Format:
        """How a run with these properties (w:rPr) looks in a paragraph of that style."""
        own = look(properties)
        styles = self.look_of(paragraph or self.standard), self.look_of(value(properties, "rStyle"))
        on = {name for name in SWITCHES if self._switch(name, own, styles)}
        found = {
            name: own.get(name) or styles[1].get(name) or styles[0].get(name) or self.defaults.get(name, "")
            for name in (*VALUES, "font")
        }
        return Format(
            marks=frozenset(_marks(on, found)),
            capitals=bool(on & {"caps", "smallCaps"}),
            hidden="vanish" in on,
            highlight=str(found["highlight"]).replace("none", ""),
            is_white=str(found["color"]).upper() == "FFFFFF" and not found["shd"],
            font=str(found["font"]),
        )

    def level(self, properties: Element | None) -> int:
        """The heading level (1–6) of a paragraph with these properties (w:pPr); 0 if it is text."""
        own = value(properties, "outlineLvl")
        return _heading(whole(own, NO_LEVEL)) if own else self.heading_of(value(properties, "pStyle"))

    def _switch(self, name: str, own: Look, styles: tuple[Look, Look]) -> bool:
        """A switch in a paragraph's and a character's style at once switches off again: so Word has it."""
        if name in own:
            return bool(own[name])
        return bool(self.defaults.get(name)) or bool(styles[0].get(name)) != bool(styles[1].get(name))

    def _look_of(self, name: str) -> Look:
        found: Look = {}
        for style in reversed(self.above(name)):
            found |= look(child(style, "rPr"))
        return found

    def _heading_of(self, name: str) -> int:
        for style in self.above(name):
            level = value(child(style, "pPr"), "outlineLvl")
            called = value(style, "name")
            if level:
                return _heading(whole(level, NO_LEVEL))
            if found := HEADING.fullmatch(called):
                return _heading(int(found[1]) - 1)
            if called.lower() == "title":
                return 1
        return 0


def look(properties: Element | None) -> Look:
    """What a w:rPr says by itself."""
    found: Look = {}
    for part in properties if properties is not None else ():
        name = part.tag.removeprefix(W)
        if name in SWITCHES:
            found[name] = is_on(part)
        elif name in VALUES:
            found[name] = part.get(f"{W}val") or ""
            if name == "shd":
                found[name] = (part.get(f"{W}fill") or "").replace("auto", "")
        elif name == "rFonts":
            found["font"] = part.get(f"{W}ascii") or part.get(f"{W}hAnsi") or part.get(f"{W}cs") or ""
    return found


def _marks(on: set[str], found: Look) -> list[str]:
    marks = ["strong"] * ("b" in on) + ["em"] * ("i" in on) + ["s"] * bool(on & {"strike", "dstrike"})
    if str(found["u"]) not in {"", "none"}:
        marks.append("u")
    return marks + {"superscript": ["sup"], "subscript": ["sub"]}.get(str(found["vertAlign"]), [])


def _heading(outline: int) -> int:
    return min(outline + 1, 6) if 0 <= outline < NO_LEVEL else 0


def _is_standard(style: Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}
