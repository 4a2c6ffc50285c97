"""Notes go where they belong: from the end of the file to the end of what they are notes to.

A note is known by its first link, which leads back to its mark in the text, as every program writes it: "#_ftnref1" and
"#_ftn1" in Word's pages, "#note-ref-1" and "#note-1" in ours.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from minutes.importing.blocks import Block
from minutes.importing.headings import divide
from minutes.importing.labels import label_of

LINK = re.compile(r'<a\b[^<>]*?href="#([^"<>]+)"[^<>]*>(.*?)</a>', re.DOTALL)
FIRST_LINK = re.compile(r'\s*(?:<(?!a\b)[^<>]*>\s*)*<a\b[^<>]*?href="#([^"<>]+)"')
BACK = re.compile(r"[_-]?(?:ref|anc|sym)(?=[_-]?\d|$)|^_+")
GOES_ON = re.compile(r'<\w+[^<>]*style="[^"]*mso-element:\s*footnote')


def with_their_items(blocks: list[Block]) -> list[Block]:
    """The blocks in their order, but each note behind the part of the item that refers to it."""
    referred = _references(blocks)
    notes, text, current = dict[int, list[Block]](), list[tuple[int, Block]](), None
    for at, block in enumerate(blocks):
        current = _place(at, block, referred, current)
        if current is None:
            text.append((at, block))
        else:
            notes.setdefault(current, []).append(replace(_unlinked(block), in_row=blocks[current].in_row))
    if not notes:
        return blocks
    return _joined(text, notes)


def _references(blocks: Sequence[Block]) -> dict[str, int]:
    """The place of the block that refers to a note, by the note's name; what begins with a link back is no reference."""
    referred: dict[str, int] = {}
    for at, block in enumerate(blocks):
        first = FIRST_LINK.match(block.html)
        for target in dict.fromkeys(found[1] for found in LINK.finditer(block.html)):
            if first is None or target != first[1]:
                referred.setdefault(_name(target), at)
    return referred


def _place(at: int, block: Block, referred: dict[str, int], current: int | None) -> int | None:
    """The place of the block that this one is a note to; None for text."""
    first = FIRST_LINK.match(block.html)
    if first and BACK.search(first[1]) and (to := referred.get(_name(first[1]))) is not None and to < at:
        return to
    return current if current is not None and not first and GOES_ON.match(block.html) else None


def _name(target: str) -> str:
    return BACK.sub("", target)


def _unlinked(block: Block) -> Block:
    return replace(block, html=LINK.sub(r"\2", block.html))


def _joined(text: list[tuple[int, Block]], notes: dict[int, list[Block]]) -> list[Block]:
    """The text with its notes; each block of the text comes with the place that it had among all."""
    ends = _ends([block for _, block in text])
    joined: list[Block] = []
    waiting: list[Block] = []
    for place, (at, block) in enumerate(text):
        if place in ends:
            joined += waiting
            waiting = []
        joined.append(_unlinked(block) if at in notes else block)
        waiting += notes.get(at, [])
    return joined + waiting


def _ends(text: list[Block]) -> set[int]:
    """Where a note that waits for the end of its part has its place: before a heading, a label, or what stands below a table."""
    headings = {heading.at for heading in divide(text).headings}
    below = {at for at, (before, block) in enumerate(pairwise(text), start=1) if before.in_row != block.in_row}
    return headings | below | {at for at, block in enumerate(text) if label_of(block)}
