"""The words that clerks set over a part of an item: Minutes, Decision, Supporting documents (domain.md §3.2)."""

import re
from dataclasses import dataclass, replace
from enum import Enum

from minutes.importing.blocks import Block, squeeze


class Part(Enum):
    ITEM = "agenda item"
    PURPOSE = "purpose"
    MINUTES = "minutes"
    DECISION = "decision"
    REASONS = "reasons"
    OPTIONS = "options"
    ACTIONS = "actions"
    PAPERS = "papers"


WORDS = {
    Part.ITEM: r"agenda item",
    Part.PURPOSE: r"purpose(?: of (?:the )?(?:report|item))?",
    Part.MINUTES: r"minutes",
    Part.DECISION: r"decisions?",
    Part.REASONS: r"reasons? for (?:the )?(?:decisions?|recommendations?)",
    Part.OPTIONS: r"(?:alternative )?options considered(?: and rejected)?",
    Part.ACTIONS: r"actions?(?: points?)?",
    Part.PAPERS: r"(?:supporting|additional|accompanying) documents",
}
LABELS = {part: re.compile(rf"(?P<label>{words}\s*:?)(?P<number>)", re.IGNORECASE) for part, words in WORDS.items()}
LABELS[Part.ITEM] = re.compile(
    r"(?P<label>agenda item)(?: +(?:no\.? *)?(?P<number>\d{1,3}[a-z]?))?\.?:?", re.IGNORECASE
)
BEFORE = {part: re.compile(rf"(?P<label>{words}\s*:)\s*(?=\S)", re.IGNORECASE) for part, words in WORDS.items()}
GAP = r"(?:\s|&nbsp;|<[^>]*>)*"
LONGEST = 60


@dataclass(frozen=True)
class Label:
    part: Part
    words: str
    number: str = ""
    rest: Block | None = None  # what stands behind it on the same line


def label_of(block: Block) -> Label | None:
    """The label that the block is, or begins with ("Decision: Members noted the report.")."""
    if block.joined or block.tag in {"ul", "ol", "table", "s"} or not block.text[0].isupper():
        return None  # "… made the following / decisions:" is the end of a sentence
    for part, pattern in LABELS.items():
        found = pattern.fullmatch(block.text) if len(block.text) <= LONGEST and not block.struck else None
        if found:
            return Label(part, found["label"], (found["number"] or "").lower())
        found = BEFORE[part].match(block.text)
        if found and part not in {Part.ITEM, Part.ACTIONS}:
            rest = _without(block, part, found.end())
            return Label(part, found["label"], rest=rest) if rest else None
    return None


def _without(block: Block, part: Part, length: int) -> Block | None:
    """The block without its label; None where tags stand in the midst of the label, so that it can't be cut out."""
    words = WORDS[part].replace(" ", r"\s+")
    pattern = re.compile(rf"^({GAP}){words}({GAP}):", re.IGNORECASE)
    changed, count = pattern.subn(r"\1\2", block.raw or block.html, count=1)
    if not count:
        return None
    text = squeeze(block.text[length:])
    return replace(block, text=text, raw=changed) if block.raw else replace(block, text=text, html=changed)
