"""What could be the heading of an item, and how much speaks for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from minutes.importing.blocks import Block
from minutes.importing.labels import label_of
from minutes.importing.marks import MINUTE, YEAR, Mark, Style, marks_of
from minutes.importing.titles import LONGEST_TITLE, cut, goes_on, is_usual, likeness

RUN = 3  # so many numbered lines with nothing between are a list, or a table of contents
HEADING_TAGS = frozenset("p h1 h2 h3 h4 h5 h6".split())
CONTINUED = re.compile(r"\b(?:continued|cont(?:inue)?d?\.|resumed|cont’d|cont'd)(?=\W|$)", re.I)
PAGE_BREAK = re.compile(r"[-–—_=*\s]{3,}|(?:page\s+)?\d{1,4}\s*(?:of|/)\s*\d{1,4}|page\s+\d{1,4}", re.I)
PART = re.compile(r"(?:part|section)\s+(?:[IVX]{1,5}|\d{1,2}|[A-D]|one|two|three|four)\b(?!\s*(?:of|[a-z]))", re.I)
MINUTE_AFTER = re.compile(
    rf"(?P<title>.*\S)(?:\s*[(\[]\s*min(?:ute)?\.?\s*(?:no\.?\s*)?(?P<one>{MINUTE})\s*[)\]]|\t\s*(?P<two>{MINUTE}))",
    re.I | re.S,
)
NEVER = 0.1
FOR_A_STYLE = 0.7  # a number in a heading of Word or HTML needs no stop behind it
FOR_NUMBERS_BELOW, FOR_OTHERS_BESIDE = 0.3, 0.1
LEAST_ABOVE = 2  # items with numbers below them, before the others without a stop are believed
FOR_A_MARK = {Style.MINUTE: 0.7, Style.DOTTED: 0.5, Style.LETTER: 0.55, Style.ROMAN: 0.6}


@dataclass(frozen=True)
class Heading:
    at: int  # index of its block
    size: int  # how many blocks it takes: 2 where the number stands on a line of its own
    title: str
    number: str = ""
    minute: str = ""
    label: str = ""  # the word before the number: "Agenda item no."
    is_part: bool = False  # "Part 2": a heading over items, and no item
    is_sub: bool = False  # of a sub-item of the item before it
    rest: Block | None = None  # what stands behind the title on the same line, and is text

    @property
    def end(self) -> int:
        return self.at + self.size


@dataclass
class Division:
    """How a file is divided, and what the clerk is to know of it: words, and the place among the blocks."""

    headings: list[Heading] = field(default_factory=list)
    worth: float = 0
    how: str = ""
    notes: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Candidate:
    heading: Heading
    mark: Mark
    likely: float  # between 0 and 1
    count: int = 0  # which number of its chain it is
    is_alone: bool = False  # on a line of its own
    is_strong: bool = False
    shorter: "Candidate | None" = None  # the same read as a title that runs into its text

    @property
    def is_plain(self) -> bool:
        return not (self.is_alone or self.is_strong or self.mark.is_firm)

    @property
    def is_continued(self) -> bool:
        return bool(CONTINUED.search(self.heading.title))


def candidates(blocks: Sequence[Block]) -> dict[Style, list[Candidate]]:
    """All that could be headings, in order, by the style of their marks."""
    found: dict[Style, list[Candidate]] = {style: [] for style in Style}
    for at in range(len(blocks)):
        for mark in _marks(blocks, at):
            if made := weighed_as(blocks, at, mark):
                found[mark.style].append(made)
    found[Style.ITEM] = _counting_below(blocks, found[Style.ITEM])
    return {style: _without_lists(_beside_the_strong(_counted(each, style))) for style, each in found.items()}


def is_part(block: Block) -> bool:
    """Whether it is the heading of a part of the agenda, after which numbers may begin again."""
    return bool(
        block.tag in HEADING_TAGS and len(block.text) <= 120 and PART.match(block.text) and block.text[-1] not in ".;,"
    )


def with_minute(heading: Heading) -> Heading:
    """The minute's own number taken out of the title: "Mooring fees (Minute 12/26)"."""
    found = MINUTE_AFTER.fullmatch(heading.title)
    return replace(heading, title=found["title"], minute=found["one"] or found["two"]) if found else heading


def _marks(blocks: Sequence[Block], at: int) -> list[Mark]:
    return marks_of(blocks[at].text) if blocks[at].tag in HEADING_TAGS and not _is_page_number(blocks, at) else []


def _is_page_number(blocks: Sequence[Block], at: int) -> bool:
    text = blocks[at].text
    return bool(PAGE_BREAK.fullmatch(text)) or (
        text.isdigit() and at > 0 and bool(PAGE_BREAK.fullmatch(blocks[at - 1].text))
    )


def weighed_as(blocks: Sequence[Block], at: int, mark: Mark) -> Candidate | None:
    """The heading that begins at a block if the mark before it is one; None if it can't be one."""
    if blocks[at].joined and not mark.is_marked:
        return None  # "… at a cost of / 12 Pounds"
    made = _inline(blocks, at, mark) if mark.title else _alone(blocks, at, mark)
    if not made:
        return None
    likely = made.likely + _surroundings(blocks, made.heading)
    return replace(made, likely=min(max(likely, 0.05), 1.0)) if likely > NEVER or mark.is_marked else None


def _inline(blocks: Sequence[Block], at: int, mark: Mark) -> Candidate | None:
    """A number and what stands behind it on its line: a title, or a title that the text runs on from."""
    block, title = blocks[at], mark.title
    shorter = None if block.strong else _run_in(block, at, mark)
    if shorter and (shorter.is_strong or title[-1] == "."):
        return shorter
    size, whole = _whole_title(title, blocks[at + 1 :], not block.strong)
    belief = (FOR_A_STYLE if block.is_heading and not mark.is_marked else _of_mark(mark)) + (
        0.25 if block.strong else 0
    )
    likely = belief + likeness(whole)
    if len(whole) > LONGEST_TITLE or (shorter and shorter.likely > likely):
        return shorter
    ended = 0.2 if whole[-1] in ".?!" and not block.strong and not (is_usual(whole) or whole.isupper()) else 0
    heading = _heading(at, size + 1, whole, mark)
    return Candidate(heading, mark, likely - ended, is_strong=block.strong, shorter=shorter)


def _run_in(block: Block, at: int, mark: Mark) -> Candidate | None:
    lead = next((each.title for each in marks_of(block.lead) if each.style is mark.style), "") if block.lead else ""
    if lead and likeness(lead) > -0.3 and (rest := block.behind(block.text[len(block.lead) :])):
        return Candidate(_heading(at, 1, lead.rstrip(" .:–—-"), mark, rest), mark, 0.8, is_strong=True)
    title, text, sure = cut(mark.title)
    if not title or len(title) > LONGEST_TITLE:
        return None
    rest = block.behind(text)
    return Candidate(_heading(at, 1, title, mark, rest), mark, sure + _of_mark(mark) - 0.7) if rest else None


def _alone(blocks: Sequence[Block], at: int, mark: Mark) -> Candidate | None:
    """A number on a line of its own, and the title on the next."""
    if YEAR.fullmatch(mark.number) and not mark.is_firm:
        return None  # the end of a sentence that was broken there: "… on 3 March / 2026."
    if at + 1 == len(blocks) or blocks[at + 1].tag not in HEADING_TAGS or _is_label(blocks[at + 1]):
        return None
    following = blocks[at + 1]
    if _is_page_number(blocks, at + 1) or any(
        not each.title or (each.style is mark.style and each.is_marked) for each in marks_of(following.text)
    ):
        return None
    size, whole = _whole_title(following.text, blocks[at + 2 :], False)
    if len(whole) > LONGEST_TITLE:
        return None
    belief = 0.8 if mark.is_marked else 0.4
    strong = 0.15 if following.strong or blocks[at].strong else 0
    heading = _heading(at, size + 2, whole, mark)
    return Candidate(heading, mark, belief + strong + likeness(whole), is_alone=mark.is_marked, is_strong=bool(strong))


def _is_label(block: Block) -> bool:
    """A label that is no title: below a number of its own, "MINUTES" is the item about the last ones."""
    return bool(label_of(block)) and not (block.strong and is_usual(block.text) and block.text[-1] != ":")


def _heading(at: int, size: int, title: str, mark: Mark, rest: Block | None = None) -> Heading:
    if mark.style not in {Style.MINUTE, Style.DOTTED}:
        return with_minute(Heading(at, size, title, mark.number, label=mark.label, rest=rest))
    # "C048/23  1.  Apologies" has both numbers
    item = next((each for each in marks_of(title) if each.style is Style.ITEM and each.is_marked and each.title), None)
    if item:
        return Heading(at, size, item.title, item.number, mark.number, mark.label, rest=rest)
    number, minute = (mark.number, "") if mark.is_of_item else ("", mark.number)
    return Heading(at, size, title, number, minute, mark.label, rest=rest)


def _of_mark(mark: Mark) -> float:
    if mark.style in FOR_A_MARK:
        return FOR_A_MARK[mark.style]
    return 0.9 if mark.is_firm else 0.7 if mark.is_marked else 0.4


def _whole_title(title: str, following: Sequence[Block], careful: bool) -> tuple[int, str]:
    """How many of the following blocks belong to a title that was broken into lines, and the title."""
    for size, block in enumerate(following[:4]):
        cannot = block.tag not in HEADING_TAGS or (careful and not block.joined and title[-1] in ",")
        if cannot or not goes_on(title, block.text) or len(title) + len(block.text) > LONGEST_TITLE:
            return size, title
        if not _is_broken(title, block):
            return size, title
        title = f"{title} {block.text}"
    return min(len(following), 4), title


def _is_broken(title: str, block: Block) -> bool:
    """Small letters alone don't show it: "was bought" goes on with a sentence, not with a title."""
    return goes_on(title, "X") or (block.text[-1] not in ".;:" and len(title) > 45)


def _surroundings(blocks: Sequence[Block], heading: Heading) -> float:
    belief, block = 0.0, blocks[heading.at]
    if heading.at and blocks[heading.at - 1].text[-1] in ":;" and not block.strong:
        belief -= 0.35
    if block.joined and not block.strong:
        belief -= 0.15
    if heading.end < len(blocks) and not heading.rest and blocks[heading.end].text[0].islower():
        belief -= 0.3
    return belief - (0.2 if block.raw and block.indent > 3 else 0)


def _counted(found: list[Candidate], style: Style) -> list[Candidate]:
    """Each with its count: of "70/17" and "71/17" the number that goes on by one, most often."""
    at = 0
    if style in {Style.MINUTE, Style.DOTTED}:
        at = max(range(3), key=lambda place: (_steps(found, place), -place))
    return [replace(each, count=each.mark.parts[at]) for each in found if len(each.mark.parts) > at]


def _steps(found: list[Candidate], at: int) -> int:
    parts = [each.mark.parts for each in found if len(each.mark.parts) > at]
    return sum(
        after[at] == before[at] + 1 and _others(before, at) == _others(after, at) for before, after in pairwise(parts)
    )


def _others(parts: tuple[int, ...], at: int) -> tuple[int, ...]:
    return parts[:at] + parts[at + 1 :]


def _beside_the_strong(found: list[Candidate]) -> list[Candidate]:
    """Where the numbers stand on headings or bold lines, plain numbered lines are text."""
    if sum(each.is_strong for each in found) < 2:
        return found
    return [each if not each.is_plain else replace(each, likely=each.likely - 0.4) for each in found]


def _counting_below(blocks: Sequence[Block], found: list[Candidate]) -> list[Candidate]:
    """Plain numbers that the next lines count on below ("1 Works / 1.1 Lamps") are of items; where several do, so are others
    that have text below them. Those that have none and come again are of a table of contents."""
    ends = [*(each.heading.at for each in found), len(blocks)][1:]
    pairs = [(each, blocks[each.heading.end : end]) for each, end in zip(found, ends, strict=True)]
    filled = [(each, below) for each, below in pairs if _has_text(each, below)]
    if sum(each.is_plain and _counts_below(each, below) for each, below in filled) < LEAST_ABOVE:
        return found
    numbers = {each.mark.number for each, _ in filled}
    return [replace(each, likely=each.likely + _of_counting(each, below, numbers)) for each, below in pairs]


def _of_counting(each: Candidate, below: Sequence[Block], filled: set[str]) -> float:
    if not each.is_plain:
        return 0
    if _has_text(each, below):
        return FOR_NUMBERS_BELOW if _counts_below(each, below) else FOR_OTHERS_BESIDE
    return -FOR_NUMBERS_BELOW if each.mark.number in filled else 0


def _counts_below(each: Candidate, below: Sequence[Block]) -> bool:
    """Whether "1.1 Lamps" is the first below "1 Works"."""
    return bool(below and re.match(rf"{re.escape(each.mark.number)}\.1\.?\s", below[0].text))


def _has_text(each: Candidate, below: Sequence[Block]) -> bool:
    """Whether anything but numbers of its own ("1.1 Lamps") stands below it."""
    own = re.compile(rf"{re.escape(each.mark.number)}\.\d{{1,2}}\.?\s")
    return bool(each.heading.rest) or not all(own.match(block.text) for block in below)


def _without_lists(found: list[Candidate]) -> list[Candidate]:
    """Less for three or more that follow each other with nothing between: that is a list, or a table of contents."""
    runs: list[list[Candidate]] = []
    for each in found:
        last = runs[-1][-1] if runs else None
        if last and last.heading.end == each.heading.at and not last.heading.rest and each.count == last.count + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return [each for run in runs for each in (_of_a_list(run) if len(run) >= RUN else run)]


def _of_a_list(run: list[Candidate]) -> list[Candidate]:
    """A run whose lines each have their text behind the title is no list: "4. Lamps – none"."""
    if sum(each.shorter is not None or each.heading.rest is not None for each in run) * 2 >= len(run):
        return [replace(each.shorter, count=each.count, likely=each.likely) if each.shorter else each for each in run]
    return [replace(each, likely=max(each.likely - (0.2 if each.is_strong else 0.5), 0.05)) for each in run]
