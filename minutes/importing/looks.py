"""Dividing by looks: Word's and HTML's own headings, lines that are bold, underlined or in capitals, lines that stand alone."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from minutes.importing.blocks import Block
from minutes.importing.candidates import Division, Heading, with_minute
from minutes.importing.labels import Part, label_of
from minutes.importing.marks import marks_of
from minutes.importing.titles import LONGEST_TITLE, capital_lead, is_routine, is_usual, likeness

Beginning = tuple[str, str]  # a title, and the text behind it on the same line

FOR_A_LEVEL, FOR_BOLD, FOR_CAPITALS, FOR_UNDERLINED, FOR_WEAK = 1.0, 0.55, 0.5, 0.5, 0.4
UNDERLINED = re.compile(r"<(em|i|u)\b[^<>]*>.*?</\1>", re.S)  # what is slanted from end to end does the same
BROKEN = re.compile(r"^.*?</(?:b|strong)>\s*<br", re.S)  # the line ends behind the first bold words
STOPS = ".:–—-"
TAGS = re.compile(r"<[^<>]*>")
LEVELS = ("h1", "h2", "h3", "h4")
COLON = re.compile(r"(?P<title>[A-Z][^:.;,\n\d]{2,50}):\s+(?P<rest>\S.*)", re.S)
SENTENCE_LENGTH = 80  # characters: a line of so many has text in it, whatever it ends with
ATTENDANCE = re.compile(
    r"(?:(?:members|councillors|officers?|staff|public|others|also) ){0,2}(?:present|in attendance)|attendance|attendees",
    re.I,
)
WERE_THERE = re.compile(rf"(?:{ATTENDANCE.pattern}|attending|apologies|absent)\s*:", re.I)
VOTING = re.compile(r"motion|vot(?:e|ing)|ayes|nays|noes|against|abstain(?:ed|ing)?|abstentions?|note|total", re.I)
RESOLUTION = re.compile(r"(?:it was )?(?:unanimously )?(?:resolved|recommended|agreed|action|decision|noted)\b", re.I)


def by_looks(blocks: Sequence[Block]) -> Iterator[Division]:
    """By Word's and HTML's own headings, or by lines of one look, of which some are titles of every agenda."""
    labels = {i: label.part for i, block in enumerate(blocks) if (label := label_of(block))}
    if _is_one_item(blocks, list(labels.values())):
        return
    minutes = [i for i, part in labels.items() if part is Part.MINUTES]
    titled = minutes if len(minutes) == 1 else []  # the item about the last minutes, and no label over a text
    may_be = [i for i, block in enumerate(blocks) if _is_heading(block) and (i not in labels or i in titled)]
    yield from _by_level(blocks, may_be)
    lines = [i for i in may_be if blocks[i].tag == "p"]
    yield _usual(blocks, {i: _whole(blocks[i]) for i in lines if blocks[i].strong}, FOR_BOLD, "bold lines")
    underlined = {i: (blocks[i].text, "") for i in lines if _is_underlined(blocks[i])}
    yield _usual(blocks, underlined, FOR_UNDERLINED, "underlined lines")
    capitals = {i: _whole(blocks[i]) for i in lines if _is_in_capitals(blocks[i])}
    run_in = _once({i: capital_lead(blocks[i].text) for i in lines})
    yield _usual(blocks, dict(sorted((capitals | run_in).items())), FOR_CAPITALS, "lines in capitals")
    yield _usual(blocks, _once({i: bold_lead(blocks[i]) for i in lines}), FOR_BOLD, "bold beginnings")
    # Two weak looks: other lines stand alone, or have a colon, as well.
    short = {i: (blocks[i].text, "") for i in lines if _is_over_text(blocks, i)}
    yield _usual(blocks, short, FOR_WEAK, "short lines over text", share=3)
    colons = _once({i: plain_lead(blocks[i]) for i in lines})
    yield _usual(blocks, colons, FOR_WEAK, "beginnings with a colon", share=3)


def _is_one_item(blocks: Sequence[Block], labels: list[Part]) -> bool:
    """Whether it is one item, whose text has headings of its own: not where "Minutes" stands among those of a meeting."""
    if labels.count(Part.ITEM) == 1:
        return True
    words = (title for block in blocks for title in (block.text, bold_lead(block)[0], plain_lead(block)[0]))
    routine = {title.strip(" .:").lower() for title in words if is_routine(title)}
    return labels.count(Part.MINUTES) == 1 and len(routine) < 2


def _is_heading(block: Block) -> bool:
    return block.tag != "s" and not ATTENDANCE.fullmatch(block.text.rstrip(" :")) and len(block.text) <= LONGEST_TITLE


def _by_level(blocks: Sequence[Block], may_be: list[int]) -> Iterator[Division]:
    """The highest level with several headings, or a lower one whose headings are titles of every agenda, within parts."""
    levels = [[i for i in may_be if blocks[i].tag == level] for level in LEVELS]
    usual = [sum(is_usual(blocks[i].text) for i in level) for level in levels]
    highest = next((at for at, level in enumerate(levels) if len(level) > 1), None)
    if highest is None:
        return
    lower = next((at for at in range(highest + 1, len(levels)) if usual[at] > 1), highest)
    chosen = lower if usual[highest] < 2 else highest
    items, first, last = set(levels[chosen]), levels[chosen][0], levels[chosen][-1]
    higher = levels[highest:chosen]
    above = {i for level in higher for i in level if first - 1 <= i < last}
    headings = [replace(_heading(blocks, i), is_part=i in above and i + 1 in items) for i in sorted(items | above)]
    yield Division(headings, FOR_A_LEVEL * len(headings), "level")


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


def _whole(block: Block) -> Beginning:
    """A line that is a title, or begins with one in capitals."""
    return capital_lead(block.text) if capital_lead(block.text)[0] else (block.text, "")


def bold_lead(block: Block) -> Beginning:
    """The title in bold that a paragraph begins with, and the rest; two empty ones for any other."""
    title, rest = block.lead, block.text[len(block.lead) :].strip()
    is_set_off = rest and title and (title[-1] in STOPS or rest[0] in STOPS or BROKEN.search(block.html))
    return (title.rstrip(f" {STOPS}"), rest.lstrip(f" {STOPS}")) if is_set_off else ("", "")


def plain_lead(block: Block) -> Beginning:
    """The same of a few plain words before a colon."""
    found = COLON.fullmatch(block.text) if not block.joined and block.tag == "p" else None
    return (found["title"], found["rest"]) if found else ("", "")


def _once(beginnings: dict[int, Beginning]) -> dict[int, Beginning]:
    """Without the words that begin several paragraphs ("Motion:"), which are no titles."""
    count = Counter(title for title, _ in beginnings.values())
    return {i: (title, rest) for i, (title, rest) in beginnings.items() if title and count[title] == 1}


def _usual(blocks: Sequence[Block], found: dict[int, Beginning], factor: float, how: str, share: int = 0) -> Division:
    """Lines of one look, from the first that is a usual title on, or behind those who were there: without two such it isn't
    plain that they are items. Where one of so many (`share`) must be usual, three are needed."""
    titles = {i: each for i, each in found.items() if _is_lone(blocks, i, *each)}
    usual = [i for i, (title, _) in titles.items() if is_usual(title)]
    if len(usual) < (3 if share else 2) or (share and len(usual) * share < len(found)):
        return Division()
    front = max((i for i in range(usual[0]) if WERE_THERE.match(blocks[i].text)), default=usual[0] - 1)
    headings = [_heading(blocks, i, *each) for i, each in titles.items() if i > front]
    doubt = f"nothing but {how} tells where items begin; look whether all {len(headings)} are titles"
    return Division(headings, factor * len(headings), how, [(doubt, headings[0].at)] if share else [])


def _is_lone(blocks: Sequence[Block], at: int, title: str, rest: str) -> bool:
    """A short line with text below or behind it, that is no sentence and no resolution."""
    if rest:
        is_other = RESOLUTION.match(title) or VOTING.fullmatch(title) or ATTENDANCE.fullmatch(title)
        return likeness(title) > -0.1 and not is_other
    block = blocks[at]
    is_last = at + 1 == len(blocks) or (
        _is_title(blocks[at + 1]) and blocks[at + 1].strong and not block.text.isupper()
    )
    return _is_title(block) and not is_last


def _is_title(block: Block) -> bool:
    looks = len(block.text) <= 100 and likeness(block.text) > -0.1 and block.text[-1] != "!"
    return looks and not RESOLUTION.match(block.text)


def _heading(blocks: Sequence[Block], at: int, title: str = "", rest: str = "") -> Heading:
    if rest:
        return Heading(at, 1, title, rest=blocks[at].behind(rest))
    return with_minute(Heading(at, 1, blocks[at].text))
