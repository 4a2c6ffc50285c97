"""From paragraphs with typed bullets and numbers to list items.

Minutes are a legal record: a number is either printed as it was written or left in the text, never worked out anew.
So each item keeps its own number, and the writer starts a new list where the next number does not follow.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from richtext.blocks import BREAK, Block, Marker, Run, lines, without_start
from richtext.markers import (
    FIXED,
    LONE_BULLET,
    NONE,
    SPACE,
    WIDE,
    Candidate,
    as_text,
    candidate,
    word_readings,
)

FAR = 8  # blocks between two members of one sequence that only a single space marks as such


def with_lists(blocks: list[Block]) -> list[Block]:
    blocks = without_lone_bullets([piece for block in blocks for piece in parted(block)])
    believed = {one.place: one for one in believable(blocks)}
    listed = Levels().applied(blocks, believed)
    return [without_bullet(block) for block in rejoined(listed)]


def parted(block: Block) -> list[Block]:
    """A paragraph, cut before each line that begins with a marker, and at empty lines."""
    if block.kind != "p":
        return [block]
    pieces: list[Block] = []
    empty = False
    for line in lines(block.runs):
        piece = replace(block, runs=line)
        if not piece.text.strip():
            empty = True
            continue
        if not pieces:
            pieces.append(piece)
        elif empty or candidate(piece, 0):
            pieces.append(replace(piece, follows_break=not empty, word_level=0, word_marker=""))
        else:
            pieces[-1].runs += [BREAK, *line]
        empty = False
    return pieces


def without_lone_bullets(blocks: list[Block]) -> list[Block]:
    """A bullet on a line of its own belongs to the paragraph after it; text taken out of a PDF comes so."""
    kept: list[Block] = []
    for block in blocks:
        before = kept[-1] if kept else None
        if before and is_lone_bullet(before) and block.kind == "p" and not is_lone_bullet(block):
            kept[-1] = replace(block, runs=[Run(before.text.strip() + "\xa0"), *block.runs])
        else:
            kept.append(block)
    return kept


def is_lone_bullet(block: Block) -> bool:
    return block.kind == "p" and bool(LONE_BULLET.fullmatch(block.text))


def believable(blocks: list[Block]) -> list[Candidate]:
    """The candidates that are markers indeed, each with its one reading."""
    found = [one for place, block in enumerate(blocks) if block.kind == "p" and (one := candidate(block, place))]
    tails: dict[tuple[str, str], Candidate] = {}
    for one in found:
        read_in_sequence(one, tails)
    in_a_row = {place for a, b in pairwise(found) if rises(a, b) for place in (a.place, b.place)}
    in_a_row |= {one.place for row in rows(found) if len(row) > 1 and are_bullets(row) for one in row if one.is_sign}
    return [one for one in found if one.place in in_a_row or (not one.is_sign and is_believed(one))]


def rows(found: list[Candidate]) -> Iterator[list[Candidate]]:
    """The candidates that stand one directly after the other, together."""
    for _, row in groupby(enumerate(found), key=lambda pair: pair[1].place - pair[0]):
        yield [one for _, one in row]


def are_bullets(row: list[Candidate]) -> bool:
    """Whether the signs in it are bullets: one sign, more than once, before words. Two different ones tell apart."""
    signs = [one.shape for one in row if one.is_sign]
    return len(signs) > 1 and len(set(signs)) == 1 and all(one.has_words for one in row if one.is_sign)


def read_in_sequence(one: Candidate, tails: dict[tuple[str, str], Candidate]) -> None:
    """Read it as what follows an earlier candidate of its shape, if it does; else as what is likeliest."""
    following = [
        (tail, reading)
        for reading in one.readings
        if (tail := tails.get((one.shape, reading.type))) and follows(tail, reading)
    ]
    if following:
        tail, one.reading = max(following, key=lambda pair: pair[0].place)
        tail.reading = next(r for r in tail.readings if r.type == one.reading.type)
        one.chain = tail.chain
        one.chain.append(one)
        tails[one.shape, one.reading.type] = one
        return
    one.reading, one.chain = one.readings[0], [one]
    for reading in one.readings:
        if reading == one.reading or (one.shape, reading.type) not in tails:
            tails[one.shape, reading.type] = one


def follows(tail: Candidate, reading: Marker) -> bool:
    return (
        bool(reading.type)
        and reading in {read.following for read in tail.readings}
        and (len(tail.chain) == 1 or tail.reading.type == reading.type)
    )


def rises(a: Candidate, b: Candidate) -> bool:
    """Two numbered paragraphs, one directly after the other: believed even if a number between them is missing."""
    return (
        a.shape == b.shape
        and b.place == a.place + 1
        and a.reading.type == b.reading.type == "1"
        and a.reading.number < b.reading.number
    )


def is_believed(one: Candidate) -> bool:
    """Whether the marker is one, and not the start of a sentence ("A. Smith said", "2016. That year")."""
    kind = one.reading.type
    if not kind:
        return one.gap > NONE or not one.shape.isalnum()
    if kind == "1":
        return one.gap >= FIXED or in_sequence(one, 2)
    if one.shape.endswith(")"):
        return one.gap >= FIXED or (in_sequence(one, 2) and one.chain[0].reading.number == 1)
    if one.gap == WIDE and (one.shape == "a." or one.reading.number == 1 or len(one.chain) > 1):
        return True
    # "A. Smith, B. Jones, C. Brown" may be people; five in the order of the alphabet are not.
    enough = 2 if one.gap > SPACE else 5 if kind == "A" else 3
    return in_sequence(one, enough) and one.chain[0].reading.number == 1


def in_sequence(one: Candidate, length: int) -> bool:
    near = any(0 < abs(other.place - one.place) <= FAR for other in neighbours(one))
    return len(one.chain) >= length and near


def neighbours(one: Candidate) -> list[Candidate]:
    place = one.chain.index(one) if len(one.chain) < 400 else one.reading.number - one.chain[0].reading.number
    return one.chain[max(0, place - 1) : place + 2]


class Shape(NamedTuple):
    key: tuple[str, str]  # what its markers look like
    place: int  # where it began


class Levels:
    """Gives each item its level: what Word said, or else how markers of different shapes contain one another."""

    def __init__(self):
        self.shapes: list[Shape] = []  # of the lists that are open, the outermost first
        self.last: dict[int, Marker] = {}  # the last marker at each of Word's levels

    def applied(self, blocks: list[Block], believed: dict[int, Candidate]) -> list[Block]:
        return [self.listed(block, believed.get(place)) for place, block in enumerate(blocks)]

    def listed(self, block: Block, found: Candidate | None) -> Block:
        if block.word_level:
            return self.by_word(block, found)
        if block.word_marker:  # of a heading, or without a level: a number is put back as text
            block = replace(block, runs=[*as_text(block.word_marker), *block.runs], word_marker="")
        if found is None:
            self.shapes.clear()
            return block
        level = self.level(found)
        return replace(
            block, kind="li", runs=without_start(block.runs, found.length), level=level, marker=found.reading
        )

    def by_word(self, block: Block, found: Candidate | None) -> Block:
        self.shapes.clear()
        level, printed = block.word_level, block.word_marker
        plain = replace(block, word_level=0, word_marker="")
        if not printed:  # the browser left the marker out, or left it in the text
            marker = found.reading if found else Marker()
            runs = without_start(block.runs, found.length) if found else block.runs
        elif readings := word_readings(printed):
            marker, runs = self.expected(level, readings), block.runs
        else:
            return replace(plain, runs=[Run(printed + " "), *block.runs])
        self.last = {other: last for other, last in self.last.items() if other < level} | {level: marker}
        return replace(plain, kind="li", level=level, marker=marker, runs=runs)

    def expected(self, level: int, readings: list[Marker]) -> Marker:
        last = self.last.get(level, Marker())
        return next((one for one in readings if one.type and one == last.following), readings[0])

    def level(self, found: Candidate) -> int:
        key = (found.shape, found.reading.type)
        while self.shapes and self.shapes[-1].key != key and self.began_before(found, self.shapes[-1]):
            self.shapes.pop()
        keys = [shape.key for shape in self.shapes]
        if key in keys:
            del self.shapes[keys.index(key) + 1 :]
            return len(self.shapes)
        if found.reading.type:  # a numbered list begins inside a numbered one, hardly inside a bulleted one
            while self.shapes and not self.shapes[-1].key[1]:
                self.shapes.pop()
        self.shapes.append(Shape(key, found.place))
        return len(self.shapes)

    @staticmethod
    def began_before(found: Candidate, inner: "Shape") -> bool:
        """Whether it goes on from what stood before the inner list, and so is not part of it."""
        return bool(found.reading.type) and (
            found.chain[0].place < inner.place or (found.reading.type == "1" and found.chain[0].reading.number > 1)
        )


def rejoined(blocks: list[Block]) -> list[Block]:
    """Lines that were cut off and turned out to be no items go back to what they were cut from."""
    joined: list[Block] = []
    for block in blocks:
        if block.follows_break and block.kind == "p" and joined and joined[-1].kind in {"p", "li"}:
            joined[-1] = replace(joined[-1], runs=[*joined[-1].runs, BREAK, *block.runs])
        else:
            joined.append(replace(block, follows_break=False))
    return joined


def without_bullet(block: Block) -> Block:
    """A list item prints its own marker, and a heading has none: a bullet typed into either is one too many, a sign is not."""
    if block.kind not in {"li", "h"}:
        return block
    while (found := candidate(block, 0)) and not (found.readings[0].type or found.shape.isalnum() or found.is_sign):
        block = replace(block, runs=without_start(block.runs, found.length))
    return block
