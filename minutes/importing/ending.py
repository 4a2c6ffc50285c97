"""How minutes end: when the meeting closed, and the lines that are to be signed."""

import re
from collections.abc import Sequence
from datetime import time

from minutes.importing.blocks import Block
from minutes.importing.front import A_TIME, clock

LEADER = re.compile(r"[_.…·\\*-](?:\s?[_.…·\\*-]){3,}")
SIGNER = r"chair(?:man|woman|person)?|mayor|president|presiding (?:officer|member)|clerk|secretary"
SIGNING = rf"(?:signed|signature|{SIGNER}|dated?|name)"
BESIDE = re.compile(rf"(?:{SIGNING}|of|by|the|and|as|a|correct|record)", re.I)
SIGNED = re.compile(rf"{SIGNING}\b(?:\s*[:\t].*|\s*)", re.I)
ENDED = r"(?:ended|closed|concluded|finished|terminated|rose|declared closed)"
CLOSED = re.compile(
    rf"meeting (?:was |then |was then )?{ENDED}(?: at)?:? *(?P<time>{A_TIME})"
    rf"|(?:closed|ended|concluded) the meeting at (?P<also>{A_TIME})",
    re.I,
)
CLOSED_ALONE = re.compile(
    rf"(?:the )?meeting (?:was )?(?:ended|closed|concluded|finished)(?: at)?:? *(?P<time>{A_TIME})\.?", re.I
)
LOOKED_AT = 12  # blocks before the end


def end_of(blocks: Sequence[Block]) -> time | None:
    """When the meeting closed, if its last lines say so in one way."""
    found = {each for block in blocks[-LOOKED_AT:] if block.tag != "s" for each in _times(block.text)}
    return found.pop() if len(found) == 1 else None


def _times(text: str) -> list[time]:
    times = [clock(found["time"] or found["also"]) for found in CLOSED.finditer(text)]
    return [each for each in times if each]


def says_only_the_end(block: Block, end: time) -> bool:
    """Whether a line says when the meeting closed, and nothing else."""
    found = CLOSED_ALONE.fullmatch(block.text)
    return found is not None and not block.struck and clock(found["time"]) == end


def signature_lines(blocks: Sequence[Block]) -> int:
    """How many of the last blocks are there for a signature."""
    size = 0
    while size < len(blocks) and _is_for_signing(blocks[-1 - size]):
        size += 1
    if not any(is_blank_signature(block) or ":" in block.text for block in blocks[len(blocks) - size :]):
        return 0
    return size


def is_blank_signature(block: Block) -> bool:
    """Dots or dashes to write on, and beside them only who signs, and when."""
    beside = re.findall(r"\w+", LEADER.sub(" ", block.text).replace("_", " "))
    return bool(LEADER.search(block.text)) and all(map(BESIDE.fullmatch, beside))


def _is_for_signing(block: Block) -> bool:
    return block.tag == "p" and bool(is_blank_signature(block) or SIGNED.fullmatch(block.text))
