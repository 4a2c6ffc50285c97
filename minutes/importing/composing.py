"""What a reader of Word or OpenDocument hands on: HTML elements, and what is said to the clerk of what is not in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from minutes.importing.decoding import CONTROLS, TURNED, TURNS
from minutes.importing.flow import squeeze
from richtext.markers import word_readings

MARKS = ("strong", "em", "u", "s", "sub", "sup")  # in the order in which they are nested
QUOTED = 60  # letters of a paragraph that are enough to find it
KEPT, LEFT_OUT = "notes", "dropped"  # whether what is said of is in the text all the same


CONTROL = "Control characters were removed."


class Run(NamedTuple):
    """A stretch of text in one style. A newline is a line break."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


class Label(NamedTuple):
    """What is printed before a paragraph of a list: "3.", "(b)", "Part I "; "·" for a bullet."""

    text: str
    level: int = 1
    of: str = "1"  # which list
    gap: str = " "  # what stands between it and the words, where it is text

    @property
    def is_listed(self) -> bool:
        """Whether a list of HTML can print it; otherwise it is text."""
        return bool(word_readings(self.text))


@dataclass
class Line:
    """A paragraph that is being read."""

    runs: list[Run] = field(default_factory=list)
    said: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    label: Label | None = None

    @property
    def text(self) -> str:
        return squeeze("".join(run.text for run in self.runs).replace("\n", " "))

    @property
    def has_words(self) -> bool:
        return any(run.text.strip() for run in reversed(self.runs))

    def add(self, text: str, marks: Iterable[str] = (), href: str = "") -> None:
        clean = CONTROLS.sub("", text)
        if clean != text:
            self.say(KEPT, TURNED if TURNS.search(text) else CONTROL, "")
        if clean:
            self.runs.append(Run(clean, frozenset(marks), href))

    def say(self, sort: str, what: str, words: str) -> None:
        """Something of this paragraph that the clerk is to know; the words of one kind are joined."""
        self.said.setdefault((sort, what), []).append(words)


class Telling:
    """What is said of a whole document. Each line names the paragraph, by its first words, that it is about."""

    def __init__(self) -> None:
        self.asides: list[tuple[str, str]] = []  # words outside the text: where, and what
        self.last = ""  # the words of the latest paragraph that has any
        self._said: list[tuple[str, str, list[str], str]] = []

    @property
    def notes(self) -> list[str]:
        return self._lines(KEPT)

    @property
    def dropped(self) -> list[str]:
        return self._lines(LEFT_OUT)

    def settle(self, line: Line) -> None:
        """Say what is to be said of a paragraph whose words are known now."""
        text = line.text
        where = f"in {_quoted(text)}" if text else self.after()
        for (sort, what), words in line.said.items():
            self._add(sort, what, "".join(words).replace("\n", " "), where)
        self.last = text or self.last

    def here(self, sort: str, what: str, words: str = "") -> None:
        """Say what stands between two paragraphs."""
        self._add(sort, what, words, self.after())

    def everywhere(self, sort: str, what: str, words: str = "") -> None:
        """Say what has no place in the text."""
        self._add(sort, what, words, "")

    def after(self) -> str:
        return f"after {_quoted(self.last)}" if self.last else "at the beginning"

    def _add(self, sort: str, what: str, words: str, where: str) -> None:
        before = self._said[-1] if self._said else None
        if before and before[:2] == (sort, what) and before[3] == where and where.startswith("after"):
            before[2].append(squeeze(words))  # one passage of several paragraphs
        else:
            self._said.append((sort, what, [squeeze(words)], where))

    def _lines(self, sort: str) -> list[str]:
        return [
            _line(what, " ".join(filter(None, words)), where) for kind, what, words, where in self._said if kind == sort
        ]


def _line(what: str, words: str, where: str) -> str:
    return what + (f": “{words}”" if words else "") + (f" ({where})" if where else "")


def _quoted(words: str) -> str:
    return f"“{words}”" if len(words) <= QUOTED else f"“{words[:QUOTED].rsplit(' ', 1)[0]} …”"


def element(tag: str, line: Line) -> Element:
    """The paragraph as HTML, its label as Word writes it to HTML (mso-list), or as text where no list can print it."""
    made, label, runs = Element(tag), line.label, line.runs
    if label and label.text == "·" and tag != "p":
        label = None
    if label and tag == "p" and label.is_listed and line.has_words:
        made.set("class", "MsoListParagraph")
        made.set("style", f"mso-list:l{label.of} level{label.level} lfo{label.of}")
        ignored = SubElement(made, "span", style="mso-list:Ignore")
        ignored.text = label.text
        SubElement(ignored, "span").text = "\xa0\xa0\xa0"
    elif label:
        runs = [Run(label.text + (label.gap if line.has_words else ""), runs[0].marks if runs else frozenset()), *runs]
    fill(made, runs)
    return made


def fill(parent: Element, runs: Iterable[Run]) -> None:
    for (marks, href), group in groupby(runs, key=lambda run: (run.marks, run.href)):
        inner = SubElement(parent, "a", href=href) if href else parent
        for mark in MARKS:
            inner = SubElement(inner, mark) if mark in marks else inner
        _write(inner, "".join(run.text for run in group))


def _write(parent: Element, text: str) -> None:
    for place, piece in enumerate(text.split("\n")):
        if place:
            SubElement(parent, "br")
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + piece
        else:
            parent.text = (parent.text or "") + piece


def table(rows: list[list[Element]], head: int) -> Element:
    """A table of cells (td); those of the first `head` rows become headings."""
    made = Element("table")
    body = SubElement(made, "thead") if 0 < head < len(rows) else SubElement(made, "tbody")
    for place, cells in enumerate(rows):
        if place == head and head > 0:
            body = SubElement(made, "tbody")
        row = SubElement(body, "tr")
        for cell in cells:
            cell.tag = "th" if place < head < len(rows) else "td"
            row.append(cell)
    return made
