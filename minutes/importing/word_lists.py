"""The numbers, letters and bullets that Word prints before paragraphs, and which are nowhere in its text."""

import re
from html import escape
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
START, END = "\ue000", "\ue001"  # private use: carries a label through mammoth, "level|list|label" between the two
MARKED = re.compile(rf"(<(p|h[1-6]|li)>)((?:<[a-z][^>]*>)*){START}(\d+)\|(\w+)\|([^{END}]*){END}")
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def mark_lists(
    document: ElementTree.Element, numbering: ElementTree.Element | None, styles: ElementTree.Element | None
) -> None:
    """Write each list paragraph's label into its text, and take the lists' definitions away so that mammoth sees none."""
    if numbering is None:
        return
    lists = WordLists(numbering, styles)
    for paragraph in document.iter(f"{W}p"):
        place = lists.place_of(paragraph)
        if place and any((text.text or "").strip() for text in paragraph.iter(f"{W}t")):
            label = lists.next_label(*place)
            run = ElementTree.Element(f"{W}r")
            text = ElementTree.SubElement(run, f"{W}t")
            text.text = f"{START}{place[1] + 1}|{place[0]}|{label}{END}"
            paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, run)
    for child in list(numbering):
        numbering.remove(child)


def show_lists(html: str) -> str:
    """The labels in mammoth's HTML, as Word's own HTML has them; before a heading, as plain text."""

    def show(found: re.Match[str]) -> str:
        opening, tag, inner, level, number, label = found.groups()
        if tag != "p":
            return f"{opening}{inner}{label} " if label != "·" else opening + inner
        ignored = f'<span style="mso-list:Ignore">{label}<span>&nbsp;&nbsp;&nbsp;</span></span>'
        return f'<p class="MsoListParagraph" style="mso-list:l{number} level{level} lfo{number}">{ignored}{inner}'

    return MARKED.sub(show, html)


class WordLists:
    """Word's list definitions, and how far each list has counted."""

    def __init__(self, numbering: ElementTree.Element, styles: ElementTree.Element | None):
        abstract = {a.get(f"{W}abstractNumId"): a for a in numbering.iter(f"{W}abstractNum")}
        self.levels: dict[str, dict[int, ElementTree.Element]] = {}
        self.family: dict[str, str] = {}  # lists with the same definition count on together, unless one starts anew
        self.starts: dict[tuple[str, int], int] = {}
        for num in numbering.findall(f"{W}num"):
            number = num.get(f"{W}numId", "")
            self.family[number] = _value(num, "abstractNumId")
            self.levels[number] = _levels(abstract.get(self.family[number]))
            for override in num.findall(f"{W}lvlOverride"):
                level = int(override.get(f"{W}ilvl", "0"))
                if _value(override, "startOverride"):
                    self.starts[number, level] = int(_value(override, "startOverride"))
        self.counted: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        self.styles = {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")} if styles is not None else {}

    def place_of(self, paragraph: ElementTree.Element) -> tuple[str, int] | None:
        """The list and level that a paragraph stands in, by itself or by its style; None for no list."""
        properties, seen = paragraph.find(f"{W}pPr"), set()
        style = _value(properties, "pStyle")
        while properties is not None and properties.find(f"{W}numPr") is None and style and style not in seen:
            seen.add(style)
            above = self.styles.get(style)
            properties = above.find(f"{W}pPr") if above is not None else None
            style = _value(above, "basedOn")
            if properties is None and style:
                properties = ElementTree.Element(f"{W}pPr")
        place = properties.find(f"{W}numPr") if properties is not None else None
        number = _value(place, "numId")
        level = int(_value(place, "ilvl") or 0)
        return (number, level) if level in self.levels.get(number, {}) else None

    def next_label(self, number: str, level: int) -> str:
        """Count on, and say what is printed: "3.", "(b)", "iv)"; "·" for any bullet."""
        counted = self.counted.setdefault(self.family[number], {})
        if (number, level) in self.starts and (number, level) not in self.begun:
            counted.pop(level, None)
        self.begun.add((number, level))
        counted[level] = counted[level] + 1 if level in counted else self._start(number, level)
        for deeper in [each for each in counted if each > level]:
            del counted[deeper]
        definition = self.levels[number][level]
        if _value(definition, "numFmt") in {"bullet", "none"}:
            return "·"
        pattern = _value(definition, "lvlText") or f"%{level + 1}."
        return escape(re.sub(r"%(\d)", lambda found: self._figure(number, int(found[1]) - 1), pattern))

    def _start(self, number: str, level: int) -> int:
        return self.starts.get((number, level)) or int(_value(self.levels[number].get(level), "start") or 1)

    def _figure(self, number: str, level: int) -> str:
        count = self.counted[self.family[number]].get(level, self._start(number, level))
        return figure(count, _value(self.levels[number].get(level), "numFmt"))


def figure(count: int, form: str) -> str:
    """A count in Word's named form: decimal, lowerLetter, upperRoman …"""
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)  # z, aa, bb: as Word goes on
    elif form in {"lowerRoman", "upperRoman"} and 0 < count < 400:
        text, rest = "", count
        for value, letters in ROMAN:
            text, rest = text + letters * (rest // value), rest % value
    else:
        text = f"{count:02}" if form == "decimalZero" else str(count)
    return text.upper() if form.startswith("upper") else text


def _levels(definition: ElementTree.Element | None) -> dict[int, ElementTree.Element]:
    if definition is None:
        return {}
    return {int(level.get(f"{W}ilvl", "0")): level for level in definition.findall(f"{W}lvl")}


def _value(element: ElementTree.Element | None, name: str) -> str:
    found = element.find(f"{W}{name}") if element is not None else None
    return (found.get(VAL) or "") if found is not None else ""
