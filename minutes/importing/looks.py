"""Dividing by looks: Word's and HTML's own headings, bold lines, lines in capitals."""

import re
from collections.abc import Iterator, Sequence

from minutes.importing.blocks import Block
from minutes.importing.candidates import Division, Heading, with_minute
from minutes.importing.labels import Part, label_of
from minutes.importing.titles import LONGEST_TITLE, capital_lead, is_usual, likeness

FOR_A_LEVEL, FOR_BOLD, FOR_CAPITALS = 1.0, 0.55, 0.5
ATTENDANCE = re.compile(
    r"(?:members |councillors )?present|(?:also |officers? )?in attendance|attendance|attendees", re.I
)
RESOLUTION = re.compile(r"(?:it was )?(?:unanimously )?(?:resolved|recommended|agreed|action|decision|noted)\b", re.I)


def by_looks(blocks: Sequence[Block]) -> Iterator[Division]:
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


def _looking(blocks: Sequence[Block], at: list[int], factor: float, how: str) -> Division:
    return Division([_looking_heading(blocks[i], i) for i in at], factor * len(at), how)


def _looking_heading(block: Block, at: int) -> Heading:
    lead, rest = capital_lead(block.text)
    if lead and not block.strong:
        return Heading(at, 1, lead, rest=block.behind(rest))
    return with_minute(Heading(at, 1, block.text))
