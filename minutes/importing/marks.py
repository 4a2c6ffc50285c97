"""The number, letter or reference that a heading of minutes begins with: "4.", "4.0", "4A", "70/17", "§ 41", "IV.", "B."."""

import re
from dataclasses import dataclass
from enum import Enum

MINUTE = (  # 45/18, E.70/23, FC24/101, 268/12/13, 2024/101, 2024-15, 66/E (domain.md §3.5)
    r"(?:(?:[A-Z]{1,4}[./-]?)?(?:\d{1,4}(?:/\d{1,4}){1,2}[A-Za-z]?|\d{1,4}/[A-Z]|20\d\d-\d{1,4})"
    r"|[A-Z][A-Z&]{0,7}[/-](?:20)?\d\d(?:[-/]\d\d)?[/-]\d{1,4})"  # FC-26-11, F&GP/26/11, FC/26-27/11
)
LONGEST_NUMBER = 12  # AgendaItem.number_by_hand
ITEM = re.compile(
    r"(?P<word>(?:agenda )?(?:item|eitem)\s*(?:no\.?\s*|number\s*)?)?(?P<number>\d{1,2}\.0(?=\s)|\d{1,5}[a-zA-Z]?)"
    r"(?![a-zA-Z0-9/,])(?P<mark>\.\)|\s?[.):](?!\d)|\s*[–—-](?=\s))?(?P<gap>\s*)(?P<title>\S.*)?",
    re.I | re.S,
)
REFERENCE = re.compile(
    rf"(?P<word>(?i:min(?:ute)?\.?\s*(?:no\.?\s*)?))?(?P<number>{MINUTE})(?![\d/])(?P<mark>[.:)](?!\d)|\s*[–—-](?=\s))?"
    r"(?P<gap>\s*)(?P<title>\S.*)?",
    re.S,
)
MINUTE_WORD = re.compile(
    r"(?P<word>min(?:ute)?\.?\s*(?:no\.?\s*)?)(?P<number>\d{1,5}[A-Z]?)(?P<mark>[.:)])?(?P<gap>\s*)(?P<title>\S.*)?",
    re.I | re.S,
)
PREFIXED = re.compile(  # § 41, AUD.14
    r"(?P<word>)(?P<number>§\s?\d{1,4}[a-z]?|[A-Z]{2,4}[./-]\d{1,4})(?![\d/]|[.-]\d)(?P<mark>[.:)])?(?P<gap>\s*)(?P<title>\S.*)?",
    re.S,
)
DOTTED = re.compile(r"(?P<number>\d{2}\.\d{1,3})(?![\d.])(?P<mark>)(?P<gap>\s+)(?P<title>\S.*)", re.S)
LETTER = re.compile(r"(?P<number>[A-Z])(?P<mark>[.):])(?P<gap>\s*)(?P<title>\S.*)?", re.S)
ROMAN = re.compile(r"(?P<number>[IVXL]{1,7})(?P<mark>[.):]|(?=\t))(?P<gap>\s*)(?P<title>\S.*)?", re.S)
BEGINNING = re.compile(r"[\d§]|[A-Z][A-Z&]{0,7}[\s.):/\d-]|(?i:agenda|e?item|min)")
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
DATE = re.compile(rf"{MONTH}(?:,?\s+\d{{4}}\b|$)", re.I)
MONTH_FIRST = re.compile(MONTH, re.I)
YEAR = re.compile(r"(?:19|20)\d\d")
DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")


class Style(Enum):
    """Marks of one style count together."""

    ITEM = "number"
    MINUTE = "minute reference"
    DOTTED = "reference with a dot"
    LETTER = "letter"
    ROMAN = "Roman number"


@dataclass(frozen=True)
class Mark:
    style: Style
    number: str  # as it is printed: "4a", "70/17", "B"
    parts: tuple[int, ...]  # the numbers in it; the one that counts is found by comparing the marks of a file
    title: str = ""  # what stands behind it; "" where it stands alone
    label: str = ""  # the word before it: "Agenda item no."
    is_marked: bool = True  # with a stop or bracket, or a wide gap

    @property
    def is_of_item(self) -> bool:
        """Whether it is the minute's own reference that serves as the item's number: "FC/26/11", but not "Minute 11/26"."""
        return self.number[0].isalpha() and not self.label and len(self.number) <= LONGEST_NUMBER

    @property
    def is_firm(self) -> bool:
        """Whether it can mean nothing else."""
        return bool(self.label)


def marks_of(text: str) -> list[Mark]:
    """What a line may begin with; more than one where it can be read in several ways ("C." is a letter and a hundred)."""
    if not BEGINNING.match(text):
        return []
    return [mark for mark in (_item(text), _reference(text), _dotted(text), _letter(text), _roman(text)) if mark]


def follows(before: Mark, after: Mark) -> bool:
    """Whether one of its numbers is the next, and the others are the same: "15/26" behind "14/26"."""
    if before.style is not after.style or len(before.parts) != len(after.parts):
        return False
    return sorted(two - one for one, two in zip(before.parts, after.parts, strict=True)) == [0] * (
        len(after.parts) - 1
    ) + [1]


def _item(text: str) -> Mark | None:
    found = ITEM.fullmatch(text)
    title = (found["title"] or "") if found else ""
    if not found or not _is_apart(found, title) or DATE.match(title):
        return None
    is_section = found["number"].endswith(".0")  # "1.0 Welcome", above "1.1 The chair …"
    if is_section and not title[:1].isupper():
        return None  # "4.0 hours"
    marked = bool(found["mark"] or "\t" in found["gap"] or found["word"] or is_section)
    is_year = bool(YEAR.fullmatch(found["number"])) and not title.isupper()
    if is_year and not found["word"] and (not marked or len(title.split()) > 8):
        return None  # "… since / 2016. As can be seen …"
    if not marked and (MONTH_FIRST.match(title) or found["number"][-1].isalpha()):
        return None
    figures = re.match(r"\d+", found["number"])
    count = int(figures[0]) if figures else 0
    return (
        Mark(Style.ITEM, found["number"].lower(), (count,), title, (found["word"] or "").strip(), marked)
        if count
        else None
    )


def _is_apart(found: re.Match[str], title: str) -> bool:
    """Whether number and title are two things: "1.Adoption", "1 Adoption" and "1", but not "1.5" or "1st"."""
    return not title or bool(found["gap"]) or (bool(found["mark"]) and (title[0].isalpha() or title[0] in "“‘\"'("))


def _reference(text: str) -> Mark | None:
    found = REFERENCE.fullmatch(text) or MINUTE_WORD.fullmatch(text) or PREFIXED.fullmatch(text)
    if not found or DAY.fullmatch(found["number"]) or not (found["gap"] or not found["title"] or found["mark"]):
        return None
    return Mark(
        Style.MINUTE, found["number"], _numbers(found["number"]), found["title"] or "", (found["word"] or "").strip()
    )


def _dotted(text: str) -> Mark | None:
    found = DOTTED.fullmatch(text)
    return Mark(Style.DOTTED, found["number"], _numbers(found["number"]), found["title"]) if found else None


def _letter(text: str) -> Mark | None:
    found = LETTER.fullmatch(text)
    return (
        Mark(Style.LETTER, found["number"], (ord(found["number"]) - 64,), found["title"] or "")
        if found and _is_apart(found, found["title"] or "")
        else None
    )


def _roman(text: str) -> Mark | None:
    found = ROMAN.fullmatch(text)
    count = roman(found["number"]) if found and _is_apart(found, found["title"] or "") else 0
    return Mark(Style.ROMAN, found["number"], (count,), found["title"] or "") if found and count else None


def _numbers(reference: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", reference)))


def roman(text: str) -> int:
    """The value of a Roman number below ninety, written in the usual way; 0 if it is none."""
    if not re.fullmatch(r"(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})", text):
        return 0
    worth = [{"I": 1, "V": 5, "X": 10, "L": 50}[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(worth, [*worth[1:], 0], strict=True))
