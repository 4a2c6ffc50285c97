"""Word's fields: codes that Word works out (a form's boxes, a link, a page number), and what it shows for them."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from minutes.importing.word.names import W, child, is_on, value, whole
from minutes.importing.word.settling import EMPTY, TICKED
from richtext.symbol_fonts import symbol

LINK = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]*)"', re.IGNORECASE)
SYMBOL = re.compile(r'SYMBOL\s+(\S+)(?:.*?\\f\s+(?:"([^"]*)"|(\S+)))?', re.IGNORECASE)
PRESSED = re.compile(r"(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)
UNSEEN = re.compile(
    r"\s*(?:XE|TC|TA|RD|SET|ASK|PRIVATE|BOOKMARK|ADVANCE|NOTEREF|REF|PAGEREF|TOC|INDEX)\b", re.IGNORECASE
)


@dataclass
class Field:
    """A field between its marks."""

    form: Element | None = None  # of a form field: its state (w:ffData)
    code: str = ""
    in_result: bool = False
    has_result: bool = False  # whether Word kept words that it showed
    href: str = ""

    def begin_result(self) -> None:
        self.in_result = True
        link = LINK.match(self.code.strip())
        self.href = link[1] if link else ""

    def shows(self) -> str:
        """What is printed of a field without kept words."""
        code = self.code.strip()
        if self.form is not None and (box := child(self.form, "checkBox")) is not None:
            return TICKED if _is_ticked(box) else EMPTY
        if self.has_result:
            return ""
        if self.form is not None and (choices := child(self.form, "ddList")) is not None:
            return _chosen(choices)
        if found := SYMBOL.match(code):
            return _symbol(found)
        found = PRESSED.match(code)
        return found[1].strip() if found else ""

    @property
    def is_lost(self) -> bool:
        """Whether Word prints something here that only Word can work out."""
        code = self.code.strip()
        return bool(code) and not (self.in_result or self.form is not None or UNSEEN.match(code) or self.shows())


def _is_ticked(box: Element) -> bool:
    checked = child(box, "checked")
    return is_on(checked if checked is not None else child(box, "default"))


def _chosen(choices: Element) -> str:
    entries = [entry.get(f"{W}val") or "" for entry in choices.findall(f"{W}listEntry")]
    place = whole(value(choices, "result") or value(choices, "default"))
    return entries[place] if 0 <= place < len(entries) else ""


def _symbol(found: re.Match[str]) -> str:
    code = found[1].lower()
    number = code.removeprefix("0x") if code.startswith("0x") else f"{whole(code):x}"
    return symbol(number, found[2] or found[3] or "Symbol")
