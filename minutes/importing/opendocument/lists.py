"""The numbers, letters and bullets that OpenDocument prints before paragraphs, and which are nowhere in its text."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from minutes.importing.composing import Label
from minutes.importing.numerals import figure
from minutes.importing.opendocument.names import LOEXT, STYLE, TEXT, XML
from minutes.importing.opendocument.styles import Styles
from minutes.importing.word.lists import TICKS

FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
FORMS |= {"1st": "ordinal", "One": "cardinalText", "First": "ordinalText", "01, 02, 03, ...": "decimalZero"}


@dataclass
class OpenList:
    """A list that is being read, with all that is nested in it."""

    style: str
    number: int  # which of the document's lists
    counted: dict[int, int] = field(default_factory=dict)


class Lists:
    def __init__(self, styles: Styles):
        self.styles = styles
        self.open: list[OpenList] = []
        self.by_id: dict[str, OpenList] = {}
        self.last: dict[str, OpenList] = {}  # the latest list of a style
        self.headings = OpenList("", 0)
        self.number = 0

    def begin(self, element: Element) -> None:
        """A list begins: below the one that is open, going on with an earlier one, or anew."""
        style = element.get(f"{TEXT}style-name", "")
        if self.open:
            outer = self.open[-1]
            self.open.append(OpenList(style or outer.style, outer.number, outer.counted))
        else:
            self.open.append(self._outermost(element, style))
        name = element.get(f"{XML}id", "") or element.get(f"{TEXT}id", "")
        self.by_id[name] = self.last[self.open[-1].style] = self.open[-1]

    def end(self) -> None:
        self.open.pop()

    def label(self, item: Element) -> Label | None:
        """Count on, and say what is printed before an item of the list that is open."""
        here, level = self.open[-1], len(self.open)
        definition = _level(self.styles.lists.get(here.style), level)
        self._count(here.counted, level, item.get(f"{TEXT}start-value", ""), definition)
        return self._printed(here, level, self.styles.lists.get(here.style))

    def heading(self, heading: Element, level: int) -> Label | None:
        """The number of a heading, where the document's outline has numbers."""
        definition = _level(self.styles.outline, level)
        if definition is None or heading.get(f"{TEXT}is-list-header") == "true":
            return None
        start = heading.get(f"{TEXT}start-value", "") if heading.get(f"{TEXT}restart-numbering") == "true" else ""
        self._count(self.headings.counted, level, start, definition)
        return self._printed(self.headings, level, self.styles.outline)

    def _outermost(self, element: Element, style: str) -> OpenList:
        earlier = self.by_id.get(element.get(f"{TEXT}continue-list") or "-")
        if earlier is None and element.get(f"{TEXT}continue-numbering") == "true":
            earlier = self.last.get(style)
        self.number += 1
        return OpenList(style, self.number, earlier.counted if earlier else {})

    @staticmethod
    def _count(counted: dict[int, int], level: int, start: str, definition: Element | None) -> None:
        first = definition.get(f"{TEXT}start-value", "1") if definition is not None else "1"
        if start.isdecimal() or level not in counted:
            counted[level] = int(start) if start.isdecimal() else int(first) if first.isdecimal() else 1
        else:
            counted[level] += 1
        for deeper in [each for each in counted if each > level]:
            del counted[deeper]

    @staticmethod
    def _printed(here: OpenList, level: int, style: Element | None) -> Label | None:
        definition = _level(style, level)
        if definition is None:
            return None
        if not definition.tag.endswith(("-number", "outline-level-style")):
            sign = definition.get(f"{TEXT}bullet-char", "·").strip()
            return Label(sign if sign in TICKS else "·", level, str(here.number))
        text = _text(here.counted, level, style, definition)
        return Label(text, level, str(here.number)) if text.strip() else None


def _text(counted: dict[int, int], level: int, style: Element | None, definition: Element) -> str:
    pattern = definition.get(f"{LOEXT}num-list-format") or definition.get(f"{STYLE}num-list-format")
    if pattern:
        return re.sub(r"%(\d{1,2})%", lambda found: _figure(counted, int(found[1]), style), pattern)
    shown = definition.get(f"{TEXT}display-levels", "1")
    levels = range(max(1, level + 1 - int(shown if shown.isdecimal() else 1)), level + 1)
    figures = [text for each in levels if (text := _figure(counted, each, style))]
    if not figures:
        return ""
    return f"{definition.get(f'{STYLE}num-prefix', '')}{'.'.join(figures)}{definition.get(f'{STYLE}num-suffix', '')}"


def _figure(counted: dict[int, int], level: int, style: Element | None) -> str:
    definition = _level(style, level)
    form = definition.get(f"{STYLE}num-format", "") if definition is not None else ""
    return figure(counted.get(level, 1), FORMS.get(form, "decimal"))


def _level(style: Element | None, level: int) -> Element | None:
    if style is None:
        return None
    return next((each for each in style if each.get(f"{TEXT}level") == str(level)), None)
