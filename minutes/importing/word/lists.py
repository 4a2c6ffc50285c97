"""The numbers, letters and bullets that Word prints before paragraphs, and which are nowhere in its text."""

import re
from xml.etree.ElementTree import Element

from minutes.importing.composing import Label
from minutes.importing.numerals import KNOWN, figure
from minutes.importing.word.names import MC, W, child, is_on, value, whole
from minutes.importing.word.styles import Styles, look
from richtext.symbol_fonts import shown

GAPS = {"nothing": "", "space": " ", "tab": " "}
TICKS = frozenset("✓✔✗✘☐☑☒")  # before a paragraph they say something; any other sign is a bullet
Levels = dict[int, Element]


class Lists:
    """Word's list definitions, and how far each list has counted."""

    def __init__(self, numbering: Element | None, styles: Styles):
        self.styles = styles
        self.abstract = {a.get(f"{W}abstractNumId", ""): a for a in _all(numbering, "abstractNum")}
        self.nums = {num.get(f"{W}numId", ""): num for num in _all(numbering, "num")}
        self.levels: dict[str, Levels] = {}
        self.family: dict[str, str] = {}  # lists with the same definition count on together, unless one starts anew
        self.starts: dict[tuple[str, int], int] = {}
        for number, num in self.nums.items():
            self._read(number, num)
        self.counted: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()  # forms of number that are printed as 1, 2, 3

    def label(self, properties: Element | None) -> Label | None:
        """Count on, and say what is printed before a paragraph with these properties (w:pPr); None if nothing is."""
        place = self.place(properties)
        if place is None:
            return None
        number, level = place
        self._count(number, level)
        definition = self.levels[number][level]
        text = self._text(number, level, definition)
        if not text.strip():
            return None
        # LibreOffice writes that nothing follows a label without figures, where it sets a gap by the indent.
        gap = " " if _form(definition)[0] == "none" else GAPS.get(value(definition, "suff"), " ")
        return Label(text, level + 1, number, gap)

    def place(self, properties: Element | None) -> tuple[str, int] | None:
        """The list and level that a paragraph stands in, by itself or by its style; None for no list."""
        own = child(properties, "numPr")
        number, level, style = value(own, "numId"), value(own, "ilvl"), ""
        for above in self.styles.above(value(properties, "pStyle") or self.styles.standard):
            inherited = child(child(above, "pPr"), "numPr")
            if not number and value(inherited, "numId"):
                number, style = value(inherited, "numId"), above.get(f"{W}styleId", "")
            level = level or value(inherited, "ilvl")
        levels = self.levels.get(number, {})
        named = [depth for depth, definition in levels.items() if style and value(definition, "pStyle") == style]
        depth = whole(level) if value(own, "ilvl") or not named else named[0]
        return (number, depth) if depth in levels else None

    def _read(self, number: str, num: Element) -> None:
        self.family[number] = self._definition(value(num, "abstractNumId"))
        self.levels[number] = _levels(self.abstract.get(self.family[number]))
        for override in num.findall(f"{W}lvlOverride"):
            level = whole(override.get(f"{W}ilvl"))
            replaced = child(override, "lvl")
            if replaced is not None:
                self.levels[number][level] = replaced
            if child(override, "startOverride") is not None:
                self.starts[number, level] = whole(value(override, "startOverride"))

    def _definition(self, name: str) -> str:
        """The definition that counts: one that only names a list style (numStyleLink) lends that style's list."""
        seen: set[str] = set()
        while name not in seen and (link := value(self.abstract.get(name), "numStyleLink")):
            seen.add(name)
            style = self.styles.by_id.get(link)
            num = self.nums.get(value(child(child(style, "pPr"), "numPr"), "numId"))
            linked = value(num, "abstractNumId") or self._styled(link)
            name = linked or name
        return name

    def _styled(self, link: str) -> str:
        return next((name for name, each in self.abstract.items() if value(each, "styleLink") == link), "")

    def _count(self, number: str, level: int) -> None:
        counted = self.counted.setdefault(self.family[number], {})
        if (number, level) in self.starts and (number, level) not in self.begun:
            counted.pop(level, None)
        self.begun.add((number, level))
        counted[level] = counted[level] + 1 if level in counted else self._start(number, level)
        for deeper in [each for each in counted if each > level and self._restarts(number, each, level)]:
            del counted[deeper]

    def _restarts(self, number: str, deeper: int, level: int) -> bool:
        """Whether the deeper level begins anew after one at this level (lvlRestart names the highest that does so)."""
        restart = value(self.levels[number].get(deeper), "lvlRestart")
        return level < whole(restart) if restart else True

    def _start(self, number: str, level: int) -> int:
        start = value(self.levels[number].get(level), "start")
        return self.starts.get((number, level), whole(start, 1))

    def _text(self, number: str, level: int, definition: Element) -> str:
        properties = look(child(definition, "rPr"))
        if properties.get("vanish"):
            return ""
        pattern = child(definition, "lvlText")
        text = (pattern.get(f"{W}val") or "") if pattern is not None else f"%{level + 1}."
        if _form(definition)[0] == "bullet":
            return _bullet(shown(text, str(properties.get("font", ""))))
        legal = is_on(child(definition, "isLgl"))
        text = re.sub("%([1-9])", lambda found: self._figure(number, int(found[1]) - 1, legal), text)
        return text.upper() if properties.get("caps") or properties.get("smallCaps") else text

    def _figure(self, number: str, level: int, legal: bool) -> str:
        count = self.counted[self.family[number]].get(level, self._start(number, level))
        form, width = _form(self.levels[number].get(level))
        if form not in KNOWN:
            self.unknown.add(form)
        if legal and form != "decimalZero":
            form = "decimal"
        return figure(count, form).rjust(width, "0")


def _bullet(sign: str) -> str:
    """A bullet may be a word ("RESOLVED") or a tick, which are printed as they are."""
    sign = sign.strip()
    return sign if sign and (sign in TICKS or sum(map(str.isalnum, sign)) > 1) else "·" if sign else ""


def _form(definition: Element | None) -> tuple[str, int]:
    """The form of the numbers, and how many figures they have at least ("001")."""
    found = child(definition, "numFmt")
    if found is None and definition is not None:
        found = definition.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    form = (found.get(f"{W}val") or "decimal") if found is not None else "decimal"
    if found is None or form != "custom":
        return form, 0
    return "decimal", len((found.get(f"{W}format") or "").split(",")[0].strip())


def _levels(definition: Element | None) -> Levels:
    return {whole(level.get(f"{W}ilvl")): level for level in _all(definition, "lvl")}


def _all(parent: Element | None, name: str) -> list[Element]:
    return parent.findall(f"{W}{name}") if parent is not None else []
