"""What the reader makes of HTML and the writer makes HTML of: a flat row of blocks, each of them runs of text."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

MARKS = ("strong", "em", "u", "s", "sub", "sup")  # in the order in which they are nested


class Run(NamedTuple):
    """A stretch of text in one style. The text of a line break is a newline, and nothing else holds a newline."""

    text: str
    marks: frozenset[str] = frozenset()
    title: str = ""  # of an abbreviation
    href: str = ""
    font: str = ""  # a symbol font, while the text is read: what is read are the signs


BREAK = Run("\n")
LIST_CLASSES = {
    f"{around}-{kind}" for around in ("round", "half") for kind in "1aAiI"
}  # of lists written "(a)" or "a)"


class Marker(NamedTuple):
    """What stands before a list item: a bullet (type ""), or a number written in one of HTML's five ways; `around` is "round"
    where it is written "(a)", "half" where "a)", and "" for "a."."""

    type: str = ""
    number: int = 0
    around: str = ""

    @property
    def following(self) -> "Marker":
        """What the next item has."""
        return self._replace(number=self.number + 1) if self.type else self


@dataclass
class Block:
    kind: str  # p, h, li, table
    runs: list[Run] = field(default_factory=list)
    level: int = 0  # of a heading (3–6) or of a list item (1 is the outermost)
    quote: int = 0  # how many block quotes it stands in
    marker: Marker = Marker()
    table: "Table | None" = None
    word_level: int = 0  # the list level that Word wrote beside the paragraph
    word_marker: str = ""  # and the marker, as Word printed it
    follows_break: bool = False  # cut from the paragraph before it, at a line break

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class Cell:
    blocks: list[Block]
    header: bool = False
    scope: str = ""
    colspan: int = 1
    rowspan: int = 1

    @property
    def is_blank(self) -> bool:
        return not self.blocks


@dataclass
class Table:
    rows: list[list[Cell]]
    caption: list[Run] = field(default_factory=list)
    head: int = 0  # how many rows, from the top, are the table's head


def without_start(runs: list[Run], length: int) -> list[Run]:
    """The runs less so many characters at their start."""
    left = []
    for run in runs:
        cut = min(length, len(run.text))
        length -= cut
        if cut < len(run.text):
            left.append(run._replace(text=run.text[cut:]))
    return left


def lines(runs: list[Run]) -> list[list[Run]]:
    """The runs, parted at the line breaks."""
    parted: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\n":
            parted.append([])
        else:
            parted[-1].append(run)
    return parted


def tidy(runs: list[Run]) -> list[Run]:
    """The runs with single, ordinary spaces, none at the ends of a line, and no empty line."""
    tidied: list[Run] = []
    for line in lines(runs):
        if line := tidy_line(line):
            tidied += [BREAK, *line] if tidied else line
    return like_their_neighbours(whole_links(tidied))


def whole_links(runs: list[Run]) -> list[Run]:
    """A link is one run: it may hold no element, so what is bold or slanted in a part of it only is not marked."""
    whole: list[Run] = []
    for run in runs:
        last = whole[-1] if whole else BREAK
        if run.href and run.href == last.href:
            whole[-1] = Run(last.text + run.text, last.marks & run.marks, "", run.href)
        else:
            whole.append(run)
    return whole


def tidy_line(line: list[Run]) -> list[Run]:
    tidied: list[Run] = []
    space_before = True
    for run in line:
        text = re.sub(r"\s+", " ", run.text)
        if space_before:
            text = text.removeprefix(" ")
        if text:
            space_before = text.endswith(" ")
            tidied.append(run._replace(text=text))
    if tidied and space_before:
        tidied[-1] = tidied[-1]._replace(text=tidied[-1].text.rstrip(" "))
        return tidied if tidied[-1].text else tidy_line(tidied[:-1])
    return tidied


def like_their_neighbours(runs: list[Run]) -> list[Run]:
    """Spaces and breaks between two runs get what both have: "<b>a</b> <b>b</b>" is one bold run, not two."""
    for place, run in enumerate(runs):
        if run.text in (" ", "\n") and 0 < place < len(runs) - 1:
            before, after = runs[place - 1], runs[place + 1]
            same_link = run.text == " " and before[2:] == after[2:]  # a link holds no element, so no break either
            runs[place] = Run(run.text, before.marks & after.marks, *(before[2:] if same_link else ("", "")))
    return runs
