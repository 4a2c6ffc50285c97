"""A resolution that stands among the minutes: where it begins, and where it ends."""

import re
from collections.abc import Sequence

from minutes.importing.blocks import Block

LONGEST = 40  # lines of one resolution, at most: after that it is more likely that a quotation mark is missing
# Capitals are what sets a resolution apart from a sentence about one.
OPENS = re.compile(r"(?:(?:It was|And|The \w+) )?(?:unanimously )?(?:RESOLVED|RECOMMENDED|AGREED)\b")
ALONE = re.compile(r"(?:(?:it was|and) )?(?:unanimously )?(?:resolved|recommended|agreed)(?: that)?\s*[:–—-]*", re.I)
CLAUSE = re.compile(r"(?:that\b|[“\"]|[(\[]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)\]]\s|[·•o§\uf0b7–-]\s)", re.I)
GOES_ON = re.compile(r"(?:[:;,–—-]|\b(?:and|or|that))$", re.I)
# How it was taken, and who came and went: it means what it says only behind the resolution.
TELLS = re.compile(
    r"\b(?:voted|abstain(?:ed|ing)|abstentions?|dissent(?:ed)?|returned|re-?entered|re-?joined|left the|"
    r"ask(?:ed|ing) (?:that|for)\b.*\b(?:recorded|minuted)|the (?:vote|motion|resolution) (?:was|being)|unanimous(?:ly)?)\b|"
    r"^\W*(?:vote|voting|proposed|seconded|(?:for|in favour):?\s*\d+)\b",
    re.I,
)
MOST_TOLD, LONGEST_TOLD = 3, 300  # blocks, and their letters, that may end an item behind its last resolution


def resolution_at(blocks: Sequence[Block], at: int) -> int:
    """How many blocks the resolution that begins here takes; 0 if none begins here."""
    text = blocks[at].text
    alone = bool(ALONE.fullmatch(text))
    if blocks[at].joined or not (alone or OPENS.match(text)) or blocks[at].tag in {"table", "s"}:
        return 0
    size, waiting = 1, alone
    while at + size < len(blocks) and size < LONGEST:
        taken, following = blocks[at : at + size], blocks[at + size]
        if not (waiting or _goes_on(taken, following)):
            break
        waiting = waiting and not any(map(str.isalpha, following.text))  # a page break and its number are not the words
        size += 1
    return size


def told_in(blocks: Sequence[Block], is_end: bool) -> int:
    """How many of the blocks behind a resolution belong to it: a few at the end of the item, or those that say how it was
    taken."""
    told, texts = 0, _paragraphs(blocks)
    if is_end and len(texts) <= MOST_TOLD and _is_short(blocks) and not any(block.is_heading for block in blocks):
        return len(blocks)
    for text in texts:
        if not (_is_short(text) and TELLS.search(" ".join(block.text for block in text))):
            break
        told += len(text)
    return told


def _paragraphs(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks, of plain text with the lines that go on with a sentence behind the line that begins it."""
    found: list[list[Block]] = []
    for block in blocks:
        if found and block.joined:
            found[-1].append(block)
        else:
            found.append([block])
    return found


def _is_short(blocks: Sequence[Block]) -> bool:
    return sum(len(block.text) for block in blocks) <= LONGEST_TOLD


def _goes_on(taken: Sequence[Block], following: Block) -> bool:
    last = taken[-1].text
    text = " ".join(block.text for block in taken)
    if following.is_heading:
        return False
    if following.joined or text.count("“") > text.count("”") or (last[-1].isalnum() and following.text[0].islower()):
        return True
    return bool(GOES_ON.search(last)) and (following.tag in {"ul", "ol", "table"} or bool(CLAUSE.match(following.text)))
