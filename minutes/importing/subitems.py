"""What stands below an item under a title of its own: "5.1" below "5", "A." below "IV.", Heading 2 below Heading 1.

One level, as the working record has. Lines that are points of a list, sentences with numbers, or labels that come again
below several items stay text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from minutes.importing.blocks import HEADINGS, Block
from minutes.importing.candidates import Heading, is_part, weighed_as, with_minute
from minutes.importing.labels import label_of
from minutes.importing.looks import ATTENDANCE, RESOLUTION, VOTING
from minutes.importing.marks import LONGEST_NUMBER, Mark, Style, roman
from minutes.importing.titles import LONGEST_PLAIN, VERB, is_usual, likeness

LETTERED = re.compile(
    r"(?P<number>(?P<open>\()?(?P<count>[A-Za-z]|[ivxl]{1,5}|\d{1,2})(?(open)\)|(?=[.)])))(?P<stop>[.)]?)(?P<gap>\s*)(?P<title>\S.*)?",
    re.S,
)
BELOW = r"(?:\.(?P<count>\d{{1,2}})|\s?\((?P<letter>[a-z])\))(?P<stop>[.):]?)(?:\s+(?:[–—-]\s+)?(?P<title>\S.*)|$)"
# Headings over a part of what an item says, and no business of their own.
PARTS_OF_A_TEXT = re.compile(
    r"(?:background|introduction|discussion|debate|summary|recommendations?|resolutions?|outcomes?|conclusions?|"
    r"considerations?|implications|key points|next steps|notes?|votes?|voting)\W*",
    re.I,
)
SURE = 0.6  # of the members of a sort in the file that have text below them
LEAST_FILLED = 3  # of them
OF_LISTS = frozenset({"lower", "roman"})  # what clauses and points are numbered with, as a rule


@dataclass(frozen=True)
class Member:
    """A line below an item that may be the title of a sub-item."""

    heading: Heading
    count: int
    block: Block
    is_filled: bool = False  # text stands between it and the next

    @property
    def is_strong(self) -> bool:
        return self.block.strong or bool(self.heading.rest)

    @property
    def is_sentence(self) -> bool:
        """Whether it can be no title: a point of a list, or a numbered paragraph."""
        title = self.heading.title
        looks = len(title) > LONGEST_PLAIN or likeness(title) < -0.2 or bool(RESOLUTION.match(title))
        says = title[-1] in ".;:,?!" or (len(title.split()) > 3 and bool(VERB.search(title)))
        return looks or (says and not self.is_strong and not is_usual(title))


class Run(NamedTuple):
    """The lines below one item that count on from 1 or A in one way, or are headings of one level."""

    sort: str
    above: Heading
    members: list[Member]
    is_introduced: bool  # a colon stands before it: "the following were agreed:"

    @property
    def filled(self) -> int:
        return sum(member.is_filled for member in self.members)

    @property
    def is_strong(self) -> bool:
        return all(member.is_strong for member in self.members)

    @property
    def holds_sentences(self) -> bool:
        return any(member.is_sentence for member in self.members)


class Alike(NamedTuple):
    """The runs of one sort in a file."""

    runs: int
    with_sentences: int
    filled: int  # lines of the others that have text below them
    members: int  # lines of the others

    @property
    def is_sure(self) -> bool:
        return self.filled >= LEAST_FILLED and self.filled >= SURE * self.members


class Found(NamedTuple):
    headings: list[Heading]
    notes: list[tuple[str, int]]


def sub_items(blocks: Sequence[Block], headings: Sequence[Heading]) -> Found:
    """The headings of sub-items below the items that begin at `headings`, and what the clerk is to look at."""
    by_item = _all_runs(blocks, headings)
    runs = sorted((run for here in by_item for run in here), key=lambda run: run.sort)
    alike = {sort: _alike(list(found)) for sort, found in groupby(runs, lambda run: run.sort)}
    chosen = [next((run for run in here if _is_taken(run, alike[run.sort])), None) for here in by_item]
    members = [member for run in chosen if run for member in run.members]
    sorts = {run.sort for run in chosen if run}
    notes = [note for here, run in zip(by_item, chosen, strict=True) for note in _told(here, run, sorts)]
    notes += [] if _level_of(blocks, headings) else _unclear(blocks, headings)
    return Found([replace(member.heading, is_sub=True) for member in members], notes)


def _all_runs(blocks: Sequence[Block], headings: Sequence[Heading]) -> list[list[Run]]:
    """For each item its runs, those that begin first before the others."""
    ends = [*(heading.at for heading in headings[1:]), len(blocks)]
    level = _level_of(blocks, headings)
    pairs = [pair for pair in zip(headings, ends, strict=True) if not pair[0].is_part]
    labels = _labels(blocks, headings, level)
    return [sorted(_runs(blocks, *pair, level, labels), key=_place) for pair in pairs]


def _place(run: Run) -> tuple[int, bool]:
    return run.members[0].heading.at, run.sort != "level"


def _is_taken(run: Run, alike: Alike) -> bool:
    """Whether its lines are titles of sub-items: by their look, by the text below them, by what such lines are elsewhere."""
    if not run.filled or (run.holds_sentences and run.sort != "level"):
        return False
    if run.is_strong:
        return True
    if run.sort == "dotted":
        return alike.with_sentences * 2 <= alike.runs
    if run.is_introduced or run.sort in OF_LISTS:
        return False
    is_whole = run.filled == len(run.members) and alike.members > 1 and alike.filled > 1
    return is_whole or (run.sort == "upper" and alike.is_sure)


def _alike(runs: Sequence[Run]) -> Alike:
    titled = [run for run in runs if not run.holds_sentences]
    return Alike(
        len(runs), len(runs) - len(titled), sum(run.filled for run in titled), sum(len(run.members) for run in titled)
    )


def _told(here: Sequence[Run], chosen: Run | None, sorts: set[str]) -> Iterator[tuple[str, int]]:
    """What could be read in two ways, and how it was. `sorts` are those of which there are sub-items in the file."""
    for run in here:
        first, last = run.members[0].heading, run.members[-1].heading
        lines = f"“{_shown(first)}”" + (f" to “{_shown(last)}”" if first is not last else "")
        if run is chosen and not run.is_strong and run.filled < len(run.members):
            yield f"{lines}: taken as sub-items of “{run.above.title}”, not as a list", first.at
        elif chosen is None and not run.holds_sentences and (run.filled or run.sort in sorts):
            yield f"{lines}: taken as a list within “{run.above.title}”, not as sub-items", first.at


def _unclear(blocks: Sequence[Block], headings: Sequence[Heading]) -> Iterator[tuple[str, int]]:
    """Headings of Word or HTML below items that are none: whether they are above or below these can't be seen."""
    items = {at: heading for heading in headings for at in range(heading.at, heading.end)}
    above = headings[0]
    for at in range(above.end, len(blocks)):
        above = items.get(at, above)
        if at not in items and blocks[at].tag in HEADINGS and _is_of_business(blocks[at], set()):
            yield f"“{blocks[at].text}”: a heading, taken as text within “{above.title}”, not as an item", at


def _shown(heading: Heading) -> str:
    return f"{heading.number} {heading.title}".strip()


def _runs(blocks: Sequence[Block], above: Heading, end: int, level: int, labels: set[str]) -> Iterator[Run]:
    places = range(above.end, end)
    if level and (found := _of_level(blocks, above, places, level, labels)):
        yield Run("level", above, _with_text(blocks, found, end), False)
    chains: dict[str, list[Member]] = {}
    for at in places:
        for sort, count, mark in _marks(blocks[at], above):
            chain = chains.setdefault(sort, [])
            after = chain[-1] if chain else None
            if not _follows(sort, count, after.count if after else 0) or (after and at < after.heading.end):
                continue
            heading = _titled(blocks, at, mark)
            if heading and heading.end <= end:
                chain.append(Member(heading, count, blocks[at]))
    for sort, chain in chains.items():
        if chain:
            before = blocks[chain[0].heading.at - 1].text
            is_introduced = chain[0].heading.at > above.end and before[-1] in ":;"
            yield Run(sort, above, _with_text(blocks, chain, end), is_introduced)


def _follows(sort: str, count: int, last: int) -> bool:
    """Whether it counts on. "5.3" is plainly below "5", even where "5.2" was left out."""
    return count > last if sort == "dotted" else count == last + 1


def _titled(blocks: Sequence[Block], at: int, mark: Mark) -> Heading | None:
    """The heading at a mark. Words in plain type that could run on from a title are one line: "Bus shelter: repaired."."""
    candidate = weighed_as(blocks, at, mark)
    if candidate and candidate.heading.rest and not candidate.is_strong:
        return with_minute(Heading(at, 1, mark.title, mark.number))
    return candidate.heading if candidate else None


def _with_text(blocks: Sequence[Block], members: list[Member], end: int) -> list[Member]:
    ends = [*(member.heading.at for member in members[1:]), end]
    return [
        replace(member, is_filled=bool(member.heading.rest) or _has_text(blocks[member.heading.end : after]))
        for member, after in zip(members, ends, strict=True)
    ]


def _has_text(blocks: Sequence[Block]) -> bool:
    return any(not (block.joined and block.text[0].islower()) for block in blocks)


def _marks(block: Block, above: Heading) -> Iterator[tuple[str, int, Mark]]:
    """What a line may be numbered with below an item, with its sort and count."""
    if block.tag not in {"p", *HEADINGS} or (block.joined and not any(map(str.isupper, block.text))):
        return  # "… would be mended by / 2.5 men"
    number = (above.number or above.minute).removesuffix(".0")
    dotted = re.compile(re.escape(number) + BELOW.format(), re.S).match(block.text) if number else None
    if dotted and dotted.end() - len(dotted["title"] or "") <= LONGEST_NUMBER:
        count = int(dotted["count"]) if dotted["count"] else ord(dotted["letter"]) - 96
        printed = block.text[: dotted.end("count") if dotted["count"] else dotted.end("letter") + 1]
        yield "dotted", count, Mark(Style.LETTER, printed, (count,), dotted["title"] or "")
    elif (found := LETTERED.fullmatch(block.text)) and (found["gap"] or not found["title"]):
        mark = Mark(Style.LETTER, found["number"], (), found["title"] or "")
        yield from ((sort, count, mark) for sort, count in _counts(found["count"], above))


def _counts(mark: str, above: Heading) -> Iterator[tuple[str, int]]:
    if mark.isdigit():
        if not above.number[:1].isdigit() and not above.minute:
            yield "number", int(mark)
        return
    if len(mark) == 1 and mark.isupper() and mark != above.number:
        yield "upper", ord(mark) - 64
    elif len(mark) == 1 and mark.islower():
        yield "lower", ord(mark) - 96
    if mark.islower() and (count := roman(mark.upper())):
        yield "roman", count


def _level_of(blocks: Sequence[Block], headings: Sequence[Heading]) -> int:
    """The level of the headings of the items; 0 where most are no headings of Word or HTML."""
    tags = [blocks[heading.at].tag for heading in headings if not heading.is_part]
    levels = [int(tag[1]) for tag in tags if tag in HEADINGS]
    return max(levels) if len(levels) * 2 > len(tags) else 0


def _labels(blocks: Sequence[Block], headings: Sequence[Heading], level: int) -> set[str]:
    """The words of headings that come again: labels over parts of a text ("Discussion")."""
    items = {heading.at for heading in headings}
    deeper = [block.text for at, block in enumerate(blocks) if level and at not in items and _is_deeper(block, level)]
    return {text for text, count in Counter(deeper).items() if count > 1}


def _is_deeper(block: Block, level: int) -> bool:
    return block.tag in HEADINGS and int(block.tag[1]) > level


def _of_level(blocks: Sequence[Block], above: Heading, places: range, level: int, labels: set[str]) -> list[Member]:
    """The headings of the highest level below that of the items."""
    may_be = [at for at in places if _is_deeper(blocks[at], level) and _is_of_business(blocks[at], labels)]
    highest = min((blocks[at].tag for at in may_be), default="")
    found = [at for at in may_be if blocks[at].tag == highest]
    return [Member(_read(blocks, at, above), place, blocks[at]) for place, at in enumerate(found, start=1)]


def _is_of_business(block: Block, labels: set[str]) -> bool:
    words = block.text.rstrip(" .:")
    is_other = ATTENDANCE.fullmatch(words) or VOTING.fullmatch(words) or RESOLUTION.match(block.text)
    is_text = PARTS_OF_A_TEXT.fullmatch(block.text) or block.text in labels or len(block.text) > LONGEST_PLAIN
    return not (is_other or is_text or label_of(block) or is_part(block))


def _read(blocks: Sequence[Block], at: int, above: Heading) -> Heading:
    mark = next((mark for _, _, mark in _marks(blocks[at], above) if mark.title), None)
    return with_minute(Heading(at, 1, mark.title, mark.number) if mark else Heading(at, 1, blocks[at].text))
