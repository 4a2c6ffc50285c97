"""Dividing by looks: Word's and HTML's own headings, lines that are bold, underlined or in capitals, lines that stand alone."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from minutes.importing.blocks import Block
from minutes.importing.candidates import Division, Heading, with_minute
from minutes.importing.labels import Part, label_of
from minutes.importing.marks import marks_of
from minutes.importing.titles import LONGEST_TITLE, capital_lead, is_usual, likeness

FOR_A_LEVEL, FOR_BOLD, FOR_CAPITALS, FOR_UNDERLINED, FOR_SHORT = 1.0, 0.55, 0.5, 0.5, 0.4
UNDERLINED = re.compile(r"<(em|i|u)\b[^<>]*>.*?</\1>", re.S)  # Word's underline is kept as emphasis
BROKEN = re.compile(r"^.*?</(?:b|strong)>\s*<br", re.S)  # the line ends behind the first bold words
STOPS = ".:–—-"
TAGS = re.compile(r"<[^<>]*>")
USUAL = 4  # so many titles of every agenda are those of a meeting
SENTENCE_LENGTH = 80  # characters: a line of so many has text in it, whatever it ends with
ATTENDANCE = re.compile(
    r"(?:members |councillors )?present|(?:also |officers? )?in attendance|attendance|attendees", re.I
)
RESOLUTION = re.compile(r"(?:it was )?(?:unanimously )?(?:resolved|recommended|agreed|action|decision|noted)\b", re.I)


def by_looks(blocks: Sequence[Block]) -> Iterator[Division]:
    """By Word's and HTML's own headings, or by bold lines or lines in capitals that are titles of every agenda."""
    labels = {i: label.part for i, block in enumerate(blocks) if (label := label_of(block))}
    if _is_one_item(blocks, list(labels.values())):
        return
    last_minutes = {i for i, part in labels.items() if part is Part.MINUTES and is_usual(blocks[i].text)}
    may_be = [
        i
        for i, block in enumerate(blocks)
        if _is_heading(block) and (i not in labels or ({i} == last_minutes and block.text[-1] != ":"))
    ]
    for level in ("h1", "h2", "h3", "h4"):
        at = [i for i in may_be if blocks[i].tag == level]
        if len(at) > 1:
            yield _looking(blocks, at, FOR_A_LEVEL, "level")
            break
    lines = [i for i in may_be if blocks[i].tag == "p"]
    yield _usual(blocks, [i for i in lines if blocks[i].strong], FOR_BOLD, "bold lines")
    yield _usual(blocks, [i for i in lines if _is_underlined(blocks[i])], FOR_UNDERLINED, "underlined lines")
    capitals = [i for i in lines if _is_in_capitals(blocks[i]) or capital_lead(blocks[i].text)[0]]
    yield _usual(blocks, capitals, FOR_CAPITALS, "lines in capitals")
    yield _beginning_bold(blocks)
    short = [i for i in lines if _is_over_text(blocks, i)]
    if sum(is_usual(blocks[i].text) for i in short) * 3 > len(short):  # a weak look: other lines stand alone as well
        yield _usual(blocks, short, FOR_SHORT, "short lines over text")


def _is_one_item(blocks: Sequence[Block], labels: list[Part]) -> bool:
    """Whether it is one item, whose text has headings of its own: not where "Minutes" stands among titles of every agenda."""
    is_usual_here = sum(is_usual(block.text) for block in blocks if block.tag not in {"ul", "ol", "table"}) >= USUAL
    return labels.count(Part.ITEM) == 1 or (labels.count(Part.MINUTES) == 1 and not is_usual_here)


def _is_heading(block: Block) -> bool:
    return bool(block.text) and not ATTENDANCE.fullmatch(block.text.rstrip(" :")) and len(block.text) <= LONGEST_TITLE


def _is_in_capitals(block: Block) -> bool:
    return block.text.isupper() and sum(map(str.isalpha, block.text)) > 3 and not block.joined


def _is_underlined(block: Block) -> bool:
    return bool(block.html) and not block.strong and not TAGS.sub("", UNDERLINED.sub("", block.html)).strip()


def _is_over_text(blocks: Sequence[Block], at: int) -> bool:
    """A line without a stop at its end, between the end of a text and the sentences of another, as none in a list is."""
    before, block, after = blocks[at - 1], blocks[at], blocks[min(at + 1, len(blocks) - 1)]
    return (
        at > 0
        and (block.text[-1].isalnum() or block.text[-1] in ")”’")
        and block.text[0].isupper()
        and not (block.joined or after.joined or marks_of(block.text))
        and (block.raw.startswith("\n") if block.raw else _is_text(before))
        and (_is_text(after) or bool(marks_of(after.text)))
    )


def _is_text(block: Block) -> bool:
    return block.text[-1] in ".;:!?”" or len(block.text) > SENTENCE_LENGTH or block.tag in {"ul", "ol", "table"}


def _usual(blocks: Sequence[Block], at: list[int], factor: float, how: str) -> Division:
    """Lines of one look, from the first that is a usual title on: without two such it isn't plain that they are items."""
    titles = [i for i in at if _is_lone(blocks, i)]
    usual = [i for i in titles if is_usual(_beginning(blocks[i])[0] or blocks[i].text)]
    return _looking(blocks, [i for i in titles if i >= usual[0]], factor, how) if len(usual) > 1 else Division()


def _beginning_bold(blocks: Sequence[Block]) -> Division:
    """Paragraphs that begin with a title in bold. Words that begin several of them ("Motion:") are no titles."""
    leads = {i: lead for i, block in enumerate(blocks) if (lead := _beginning(block)[0]) and not label_of(block)}
    again = {lead for lead, count in Counter(leads.values()).items() if count > 1}
    at = [i for i, lead in leads.items() if lead not in again]
    return _usual(blocks, at, FOR_BOLD, "bold beginnings")


def _beginning(block: Block) -> tuple[str, str]:
    """The title that a paragraph begins with, in capitals or bold, and the rest; two empty ones for any other."""
    title, rest = block.lead, block.text[len(block.lead) :].strip()
    is_set_off = rest and title and (title[-1] in STOPS or rest[0] in STOPS or BROKEN.search(block.html))
    return (title.rstrip(f" {STOPS}"), rest.lstrip(f" {STOPS}")) if is_set_off else capital_lead(block.text)


def _is_lone(blocks: Sequence[Block], at: int) -> bool:
    """A short line with text below, that is no sentence and no resolution."""
    block = blocks[at]
    if lead := _beginning(block)[0]:
        return likeness(lead) > -0.1 and not (RESOLUTION.match(lead) or ATTENDANCE.fullmatch(lead))
    is_last = at + 1 == len(blocks) or (
        _is_title(blocks[at + 1]) and blocks[at + 1].strong and not block.text.isupper()
    )
    return _is_title(block) and not is_last


def _is_title(block: Block) -> bool:
    return len(block.text) <= 100 and likeness(block.text) > -0.1 and not RESOLUTION.match(block.text)


def _looking(blocks: Sequence[Block], at: list[int], factor: float, how: str) -> Division:
    return Division([_looking_heading(blocks[i], i) for i in at], factor * len(at), how)


def _looking_heading(block: Block, at: int) -> Heading:
    lead, rest = _beginning(block)
    if lead and not block.strong:
        return Heading(at, 1, lead, rest=block.behind(rest))
    return with_minute(Heading(at, 1, block.text))
