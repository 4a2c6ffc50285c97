"""Notes go where they belong: from the end of the file to the end of what they are notes to.

A note is known by its first link, which leads back to its mark in the text, as every program writes it: "#_ftnref1" and
"#_ftn1" in Word's pages, "#note-ref-1" and "#note-1" in ours.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

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
    notes, text, current = dict[int, list[Block]](), list[Block](), None
    for block in blocks:
        current = _place(block, referred, current)
        if current is None:
            text.append(block)
        else:
            notes.setdefault(current, []).append(_unlinked(block))
    if not notes:
        return blocks
    return _joined(text, notes)


def _references(blocks: Sequence[Block]) -> dict[str, int]:
    """The number of the block that refers to a note, by the note's name; what begins with a link back is no reference."""
    referred: dict[str, int] = {}
    for block in blocks:
        first = FIRST_LINK.match(block.html)
        for target in dict.fromkeys(found[1] for found in LINK.finditer(block.html)):
            if first is None or target != first[1]:
                referred.setdefault(_name(target), block.line)
    return referred


def _place(block: Block, referred: dict[str, int], current: int | None) -> int | None:
    """The number of the block that this one is a note to; None for text."""
    first = FIRST_LINK.match(block.html)
    if first and BACK.search(first[1]) and (line := referred.get(_name(first[1]))) is not None and line < block.line:
        return line
    return current if current is not None and not first and GOES_ON.match(block.html) else None


def _name(target: str) -> str:
    return BACK.sub("", target)


def _unlinked(block: Block) -> Block:
    return replace(block, html=LINK.sub(r"\2", block.html))


def _joined(text: list[Block], notes: dict[int, list[Block]]) -> list[Block]:
    ends = [heading.at for heading in divide(text).headings] + [at for at, block in enumerate(text) if label_of(block)]
    joined: list[Block] = []
    waiting: list[Block] = []
    for at, block in enumerate(text):
        if at in ends:
            joined += waiting
            waiting = []
        joined.append(_unlinked(block) if block.line in notes else block)
        waiting += notes.get(block.line, [])
    return joined + waiting
