"""Where the items of whole minutes begin: of all ways to divide a file, the one that most speaks for."""

from collections.abc import Iterator, Sequence

from minutes.importing.blocks import HEADINGS, Block
from minutes.importing.candidates import HEADING_TAGS, Candidate, Division, Heading, candidates, is_part, with_minute
from minutes.importing.closed_words import closes, is_alone, is_short, plain, reopens
from minutes.importing.front import is_front
from minutes.importing.labels import label_of
from minutes.importing.looks import by_looks
from minutes.importing.marks import Style, marks_of
from minutes.importing.readings import left_alone, readings
from minutes.importing.refusal import CannotImport
from minutes.importing.subitems import sub_items
from minutes.importing.titles import last_business, likeness
from minutes.importing.weighing import Weighed, weigh

LATEST_FIRST = 100  # blocks before the first plain numbered line: after that, it is in the midst of something
LEAST_BELIEF = 0.45  # on average
LEAST_BELIEF_IN_THE_FIRST = 0.4  # in a number 1 that is the only one below a front: "1 The flood"
MOST_BELOW_A_DIVIDER = 2  # blocks between "EXEMPT ITEMS" and the first of them
MOST = 20_000  # numbered lines of a file
# The styles, the fewest headings that make a division, and how much such a division counts beside others.
STYLES = (
    (Style.ITEM, 2, 1.0),
    (Style.MINUTE, 2, 1.05),
    (Style.DOTTED, 3, 0.6),
    (Style.ROMAN, 2, 0.8),
    (Style.LETTER, 3, 0.7),
)


def divide(blocks: Sequence[Block]) -> Division:
    """The headings of the items, in order; none means that the file holds one item."""
    ways = sorted([*_by_marks(blocks), *by_looks(blocks)], key=lambda way: -way.worth)
    best = ways[0] if ways else Division()
    if len(best.headings) < 2:
        return _below_a_front(blocks) or Division(notes=best.notes)
    best.notes += _other_ways(ways)
    best.headings = _in_order([*best.headings, *_parts(blocks, best), *_unnumbered(blocks, best)])
    best.headings = _in_order([*best.headings, *_last(blocks, best.headings)])
    below = sub_items(blocks, best.headings)
    best.headings = _in_order([*best.headings, *below.headings])
    best.notes += below.notes
    return best


def _in_order(headings: list[Heading]) -> list[Heading]:
    return sorted(headings, key=lambda each: each.at)


def heading_of(block: Block) -> Heading:
    """A title that may carry a number, of the item or of the minute."""
    for mark in marks_of(block.text):
        sure = (
            mark.is_firm or mark.style is Style.MINUTE or (mark.is_marked and mark.style is Style.ITEM) or block.strong
        )
        if mark.title and sure and mark.style in {Style.ITEM, Style.MINUTE} and likeness(mark.title) > -0.4:
            is_minute = mark.style is Style.MINUTE and not mark.is_of_item
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
            yield Division(taken, weighed.worth * factor, style.value, list(readings(weighed, places)))
        elif style is Style.ITEM and len(found) > 1:
            yield Division(notes=list(_told_of_one_item(found, len(blocks))))


def _told_of_one_item(found: Sequence[Candidate], end: int) -> Iterator[tuple[str, int]]:
    """What is said of the numbered lines of a file that is one item, which the first of them may be the title of."""
    title, rest = (found[0], found[1:]) if not found[0].heading.at else (None, found)
    goes_on = title and rest[0].count == title.count + 1
    yield from left_alone(rest, title, 1 if goes_on else max(3, end // 2))


def _below_a_front(blocks: Sequence[Block]) -> Division | None:
    """By the only number that a file has, where what stands before it is the front of minutes."""
    by_style = candidates(blocks)
    for style in (Style.ITEM, Style.MINUTE):
        weighed = weigh(by_style[style])
        if len(weighed.taken) != 1:
            continue
        one = weighed.taken[0]
        least = LEAST_BELIEF_IN_THE_FIRST if one.count == 1 else LEAST_BELIEF
        if is_front(blocks[: one.heading.at]) and _holds(weighed, style, len(blocks), least):
            return Division([one.heading], weighed.worth, style.value, list(readings(weighed, [])))
    return None


def _holds(weighed: Weighed, style: Style, end: int, least: float = LEAST_BELIEF) -> bool:
    """Whether it may be a division at all: plain numbered lines need text below them, letters begin with the first."""
    taken = weighed.taken
    if style in {Style.LETTER, Style.ROMAN} and taken[0].count != 1:
        return False
    if weighed.belief < least or len(_passed(weighed)) > len(taken):
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
    """ "Part 2: Confidential", "IN CAMERA": headings over items. One far before the first item is part of the front."""
    first, last = division.headings[0].at, division.headings[-1].at
    taken = {at for each in division.headings for at in range(each.at, each.end)}
    for at in range(max(first - 3, 0), last):
        if at not in taken and (is_part(blocks[at]) or (at > first and _divides(blocks, at, taken))):
            yield Heading(at, 1, blocks[at].text, is_part=True)


def _divides(blocks: Sequence[Block], at: int, taken: set[int]) -> bool:
    """Whether a line parts open from closed business: it says nothing else, and stands over an item."""
    end = at + 1
    while end not in taken and end - at <= MOST_BELOW_A_DIVIDER and closes(plain(blocks[end].text)):
        end += 1  # "The press and public were excluded."
    block = blocks[at]
    is_line = block.tag in HEADING_TAGS and is_short(block.text) and block.text[-1] not in ".;,"
    return end in taken and is_line and (is_alone(plain(block.text)) or reopens(block.text))


def _last(blocks: Sequence[Block], headings: Sequence[Heading]) -> Iterator[Heading]:
    """ "Any other business" and "Next meeting: 4 May" behind the last heading: items too, unless there are such already."""
    there = {last_business(heading.title)[0] for heading in headings}
    for at in range(headings[-1].end, len(blocks)):
        block = blocks[at]
        sort, title, rest = last_business(block.text) if block.tag in HEADING_TAGS else (-1, "", "")
        if sort in there or sort < 0 or (rest and block.joined) or not title[0].isupper():
            continue
        there.add(sort)
        yield Heading(at, 1, title, rest=block.behind(rest) if rest else None)


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
