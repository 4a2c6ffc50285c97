"""Where the items of whole minutes begin: of all ways to divide a file, the one that most speaks for."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from minutes.importing.blocks import HEADINGS, Block
from minutes.importing.candidates import Candidate, Heading, candidates, is_part, with_minute
from minutes.importing.labels import Part, label_of
from minutes.importing.marks import Style, marks_of
from minutes.importing.refusal import CannotImport
from minutes.importing.titles import LONGEST_TITLE, capital_lead, is_usual, likeness
from minutes.importing.weighing import Weighed, weigh

LATEST_FIRST = 100  # blocks before the first plain numbered line: after that, it is in the midst of something
LEAST_BELIEF = 0.45  # on average
WORTH_SAYING = 0.5  # how likely a heading is whose refusal is to be told
MOST = 20_000  # numbered lines of a file
# The styles, the fewest headings that make a division, and how much such a division counts beside others.
STYLES = (
    (Style.ITEM, 2, 1.0),
    (Style.MINUTE, 2, 1.05),
    (Style.DOTTED, 3, 0.6),
    (Style.ROMAN, 2, 0.8),
    (Style.LETTER, 3, 0.7),
)
FOR_A_LEVEL, FOR_BOLD, FOR_CAPITALS = 1.0, 0.55, 0.5
ATTENDANCE = re.compile(
    r"(?:members |councillors )?present|(?:also |officers? )?in attendance|attendance|attendees", re.I
)


@dataclass
class Division:
    """How a file is divided, and what the clerk is to know of it: words, and the place among the blocks."""

    headings: list[Heading] = field(default_factory=list)
    worth: float = 0
    how: str = ""
    notes: list[tuple[str, int]] = field(default_factory=list)


def divide(blocks: Sequence[Block]) -> Division:
    """The headings of the items, in order; none means that the file holds one item."""
    ways = sorted([*_by_marks(blocks), *_by_looks(blocks)], key=lambda way: -way.worth)
    best = ways[0] if ways else Division()
    if len(best.headings) < 2:
        return Division(notes=best.notes)
    best.notes += _other_ways(ways)
    best.headings = sorted(
        [*best.headings, *_parts(blocks, best), *_unnumbered(blocks, best)], key=lambda each: each.at
    )
    return best


def heading_of(block: Block) -> Heading:
    """A title that may carry a number, of the item or of the minute."""
    for mark in marks_of(block.text):
        sure = (
            mark.is_firm or mark.style is Style.MINUTE or (mark.is_marked and mark.style is Style.ITEM) or block.strong
        )
        if mark.title and sure and mark.style in {Style.ITEM, Style.MINUTE} and likeness(mark.title) > -0.4:
            is_minute = mark.style is Style.MINUTE
            number, minute = ("", mark.number) if is_minute else (mark.number, "")
            return with_minute(Heading(0, 1, mark.title, number, minute, mark.label))
    return with_minute(Heading(0, 1, block.text))


def _by_marks(blocks: Sequence[Block]) -> Iterator[Division]:
    places = [at for at, block in enumerate(blocks) if is_part(block)]
    by_style = candidates(blocks)
    for style, least, factor in STYLES:
        found = by_style[style]
        if len(found) > MOST:
            raise CannotImport("it holds far more numbered lines than minutes do; split it into smaller files.")
        weighed = weigh(found, places)
        taken = [each.heading for each in weighed.taken]
        if len(taken) >= least and _holds(weighed, style, len(blocks)):
            yield Division(taken, weighed.worth * factor, style.value, list(_remarks(weighed, places)))
        elif style is Style.ITEM and len(found) > 1:
            yield Division(notes=list(_left_alone(found, None, max(3, len(blocks) // 2))))


def _holds(weighed: Weighed, style: Style, end: int) -> bool:
    """Whether it may be a division at all: plain numbered lines need text below them, letters begin with the first."""
    taken = weighed.taken
    if style in {Style.LETTER, Style.ROMAN} and taken[0].count != 1:
        return False
    if weighed.belief < LEAST_BELIEF or len(_passed(weighed)) > len(taken):
        return False
    starts = [*(each.heading.at for each in taken), end]
    filled = sum(
        each.heading.end != after or each.heading.rest is not None
        for each, after in zip(taken, starts[1:], strict=True)
    )
    plain = sum(each.is_plain for each in taken) * 2 > len(taken)
    return not plain or (taken[0].heading.at <= LATEST_FIRST and filled * 2 > len(taken))


def _passed(weighed: Weighed) -> list[Candidate]:
    """What was taken as text and goes on with the numbers of the headings: many such are the sentences of one list."""
    counts = {each.count for each in weighed.taken}
    end, chain = weighed.taken[-1].heading.at, max(counts)
    passed = []
    for each in weighed.left:
        if each.heading.at > end and each.count == chain + 1:
            passed.append(each)
            chain += 1
    return passed


def _remarks(weighed: Weighed, parts: list[int]) -> Iterator[tuple[str, int]]:
    seen: set[int] = set()
    there = {each.count for each in weighed.taken}
    for before, each in zip([None, *weighed.taken], weighed.taken, strict=False):
        if before and any(before.heading.at < at < each.heading.at for at in parts):
            seen = set()  # another part of the agenda: numbers begin again
        yield from _of_one(each, before, seen, there)
        seen.add(each.count)
    starts = [each.heading.at for each in weighed.taken]
    for place, left in groupby(weighed.left, lambda each: bisect(starts, each.heading.at)):
        yield from _left_alone(list(left), weighed.taken[place - 1] if place else None)


def _of_one(each: Candidate, before: Candidate | None, seen: set[int], there: set[int]) -> Iterator[tuple[str, int]]:
    """What a clerk should look at in one heading, beside the numbers that came before it (`seen`) and are
    anywhere in the file (`there`)."""
    title, at = f"“{each.mark.number} {each.heading.title}”", each.heading.at
    if each.heading.rest and not each.is_strong:
        yield f"{title}: the title stands on one line with its text; check where it ends", at
    if not before or not seen:
        return
    if each.is_continued or (each.count in seen and each.mark.number[-1:].isdigit()):
        yield f"{title}: the number {each.mark.number} again; taken as an item of its own", at
    elif not there.issuperset(range(max(seen) + 1, each.count)):
        yield f"{title} follows number {max(seen)}: look whether what lies between has a heading", at
    elif each.count < before.count:
        yield f"{title} comes after number {before.mark.number}: kept in the file's order", at


def _left_alone(left: Sequence[Candidate], within: Candidate | None, many: int = MOST) -> Iterator[tuple[str, int]]:
    """Numbered lines that could be headings and were taken as text: the runs of them, each with its place. Runs of so `many`
    are told of in any case."""
    runs: list[list[Candidate]] = []
    for each in left:
        if runs and each.count == runs[-1][-1].count + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    where = f" within “{within.heading.title}”" if within else ""
    for run in runs:
        goes_on = within is not None and within.count + 1 == run[0].count
        likely = max(each.likely for each in run)
        if likely >= WORTH_SAYING or len(run) >= many or (goes_on and (len(run) > 1 or likely >= WORTH_SAYING / 2)):
            yield _shown(run, where), run[0].heading.at


def _shown(run: list[Candidate], where: str) -> str:
    first, last = (f"“{each.mark.number} {each.heading.title}”" for each in (run[0], run[-1]))
    if len(run) == 1:
        return f"{first}: taken as text{where}, not as an item"
    return f"{first} to {last} ({len(run)} numbered lines): taken as a list{where}, not as items"


def _other_ways(ways: list[Division]) -> Iterator[tuple[str, int]]:
    best, places = ways[0], {each.at for each in ways[0].headings}
    for way in ways[1:]:
        apart = [each for each in way.headings if each.at not in places]
        if len(apart) > 1 and way.worth > 0.6 * best.worth:
            yield (
                (
                    f"divided by {best.how} ({len(best.headings)} items); by {way.how} there would be {len(way.headings)}, from "
                    f"“{way.headings[0].title}” to “{way.headings[-1].title}”"
                ),
                way.headings[0].at,
            )


def _parts(blocks: Sequence[Block], division: Division) -> Iterator[Heading]:
    """ "Part 2: Confidential": headings over items. One that stands far before the first item is part of the front."""
    first, last = division.headings[0].at, division.headings[-1].at
    taken = {at for each in division.headings for at in range(each.at, each.end)}
    for at, block in enumerate(blocks):
        if is_part(block) and first - 3 <= at < last and at not in taken:
            yield Heading(at, 1, block.text, is_part=True)


def _unnumbered(blocks: Sequence[Block], division: Division) -> Iterator[Heading]:
    """Headings without a number, at the level of those with one."""
    levels = {blocks[each.at].tag for each in division.headings if each.size == 1} & HEADINGS
    if (
        division.how == "level"
        or len(levels) != 1
        or any(blocks[each.at].tag not in HEADINGS for each in division.headings)
    ):
        return
    taken = {at for each in division.headings for at in range(each.at, each.end)}
    for at in range(division.headings[0].at, len(blocks)):
        if blocks[at].tag in levels and at not in taken and not label_of(blocks[at]) and not is_part(blocks[at]):
            yield with_minute(Heading(at, 1, blocks[at].text))


def _by_looks(blocks: Sequence[Block]) -> Iterator[Division]:
    """By Word's and HTML's own headings, or by bold lines or lines in capitals that are titles of every agenda."""
    parts = [label.part for label in map(label_of, blocks) if label]
    if parts.count(Part.ITEM) == 1 or parts.count(Part.MINUTES) == 1:
        return  # one item, whose text has headings of its own
    for level in ("h1", "h2", "h3", "h4"):
        at = [i for i, block in enumerate(blocks) if block.tag == level and _is_heading(block)]
        if len(at) > 1:
            yield _looking(blocks, at, FOR_A_LEVEL, "level")
            break
    yield _usual(
        blocks, [i for i, b in enumerate(blocks) if b.tag == "p" and b.strong and b.text], FOR_BOLD, "bold lines"
    )
    capitals = [i for i, b in enumerate(blocks) if b.tag == "p" and (_is_in_capitals(b) or capital_lead(b.text)[0])]
    yield _usual(blocks, capitals, FOR_CAPITALS, "lines in capitals")


def _is_heading(block: Block) -> bool:
    return not (label_of(block) or ATTENDANCE.fullmatch(block.text.rstrip(" :"))) and len(block.text) <= LONGEST_TITLE


def _is_in_capitals(block: Block) -> bool:
    return block.text.isupper() and sum(map(str.isalpha, block.text)) > 3 and not block.joined


def _usual(blocks: Sequence[Block], at: list[int], factor: float, how: str) -> Division:
    """Lines of one look, from the first that is a usual title on: without two such it isn't plain that they are items."""
    titles = [i for i in at if _is_heading(blocks[i]) and _is_lone(blocks, i)]
    usual = [i for i in titles if is_usual(capital_lead(blocks[i].text)[0] or blocks[i].text)]
    return _looking(blocks, [i for i in titles if i >= usual[0]], factor, how) if len(usual) > 1 else Division()


def _is_lone(blocks: Sequence[Block], at: int) -> bool:
    """A short line with text below, that is no sentence and no resolution."""
    block = blocks[at]
    if lead := capital_lead(block.text)[0]:
        return not (RESOLUTION.match(lead) or ATTENDANCE.fullmatch(lead))
    is_last = at + 1 == len(blocks) or (blocks[at + 1].strong and not block.text.isupper())
    return len(block.text) <= 100 and likeness(block.text) > -0.1 and not is_last and not RESOLUTION.match(block.text)


RESOLUTION = re.compile(r"(?:it was )?(?:unanimously )?(?:resolved|recommended|agreed|action|decision|noted)\b", re.I)


def _looking(blocks: Sequence[Block], at: list[int], factor: float, how: str) -> Division:
    return Division([_looking_heading(blocks[i], i) for i in at], factor * len(at), how)


def _looking_heading(block: Block, at: int) -> Heading:
    lead, rest = capital_lead(block.text)
    if lead and not block.strong:
        return Heading(at, 1, lead, rest=block.behind(rest))
    return with_minute(Heading(at, 1, block.text))
