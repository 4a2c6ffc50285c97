"""Where the items of whole minutes begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minutes.importing.blocks import Block
from minutes.importing.labels import Part, label_of

LONGEST_TITLE = 300  # AgendaItem.title
LATEST_FIRST = 100  # blocks before the first plain numbered line: after that, it is in the midst of something
LONGEST_PLAIN_TITLE = 150  # of a line that nothing but its number marks as a heading
MINUTE = r"(?:[A-Z]{1,4}\.?)?\d{1,4}/(?:\d{2,4}(?:/\d{2,4})?|[A-Z])"  # 45/18, E.70/23, 268/12/13, 66/E (domain.md §3.5)
NUMBERED = re.compile(
    r"(?P<item>(?:agenda )?item\s+)?(?P<number>\d{1,3}[a-zA-Z]?)(?P<mark>[.):]|\s*[–—-](?=\s))?\s+(?P<title>\S.*)", re.I
)
ALONE = re.compile(r"(?P<number>\d{1,3}[a-zA-Z]?)[.)]")
MINUTED = re.compile(rf"(?:min(?:ute)?\.?\s*(?:no\.?\s*)?)?(?P<minute>{MINUTE})[.:]?\s+(?P<title>\S.*)", re.I)
MINUTE_AFTER = re.compile(
    rf"(?P<title>.*\S)(?:\s*[(\[]\s*min(?:ute)?\.?\s*(?:no\.?\s*)?(?P<one>{MINUTE})\s*[)\]]|\t\s*(?P<two>{MINUTE}))",
    re.I,
)
MONTH = re.compile(r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b", re.I)
LIST_LINE = re.compile(r"\d{1,3}[.)]\s")


@dataclass(frozen=True)
class Heading:
    at: int  # index of its block
    size: int  # how many blocks it takes: 2 where the number stands on a line of its own
    title: str
    number: str = ""
    minute: str = ""
    strong: bool = False

    @property
    def end(self) -> int:
        return self.at + self.size

    @property
    def count(self) -> int:
        return int(re.match(r"\d+", self.number)[0]) if self.number else 0  # type: ignore[index]


def find_headings(blocks: Sequence[Block]) -> list[Heading]:
    """The headings of the items, in order; fewer than two mean that the file holds one item.

    Numbers decide; where they are on headings or bold lines, plain numbered lines are text. Without numbers, Word's and
    HTML's own headings do, at the highest level that has two.
    """
    numbered = [found for at in range(len(blocks)) if (found := _numbered(blocks, at))]
    strong = _chain([each for each in numbered if each.strong], len(blocks))
    plain = [] if len(strong) > 1 else _chain(_no_lists(numbered), len(blocks), strict=True)
    minuted = [found for at, block in enumerate(blocks) if (found := _minuted(block, at))]
    best = max(strong, plain, minuted if len({each.minute for each in minuted}) == len(minuted) else [], key=len)
    return best if len(best) > 1 else _by_level(blocks)


def heading_of(block: Block) -> Heading:
    """A title that may carry a number, of the item or of the minute."""
    found = _minuted(block, 0) or _numbered([block], 0)
    return (
        found
        if found and (found.minute or block.strong or LIST_LINE.match(block.text))
        else _with_minute(Heading(0, 1, block.text))
    )


def _numbered(blocks: Sequence[Block], at: int) -> Heading | None:
    block = blocks[at]
    if block.tag not in {"p", "h1", "h2", "h3", "h4", "h5", "h6"} or block.joined or len(block.text) > LONGEST_TITLE:
        return None
    alone = ALONE.fullmatch(block.text)
    if alone and at + 1 < len(blocks) and _is_title(blocks[at + 1], blocks[at + 1].text.rstrip(",")):
        size, title = _whole_title(blocks[at + 1 :])
        return _with_minute(Heading(at, 1 + size, title, alone["number"].lower(), strong=True))
    found = NUMBERED.fullmatch(block.text)
    if not found or MONTH.match(found["title"]):
        return None
    strong = block.strong or bool(found["item"])
    if not strong and (not found["mark"] or not _is_title(block, found["title"])):
        return None
    return _with_minute(Heading(at, 1, found["title"], found["number"].lower(), strong=strong))


def _whole_title(blocks: Sequence[Block]) -> tuple[int, str]:
    """A title with the lines that it was broken into, as far as a comma or an open bracket shows them."""
    title = ""
    for size, block in enumerate(blocks[:4], start=1):
        title = f"{title} {block.text}".strip()
        if title.count("(") == title.count(")") and title[-1] != "," and len(title) <= LONGEST_TITLE:
            return size, title
    return 1, blocks[0].text


def _is_title(block: Block, text: str) -> bool:
    """Whether it looks like a title, not a sentence or a clause of a resolution."""
    return (
        len(text) <= LONGEST_PLAIN_TITLE
        and text[-1] not in ".;:,"
        and not text[0].islower()
        and block.tag not in {"ul", "ol", "table"}
    )


def _minuted(block: Block, at: int) -> Heading | None:
    found = MINUTED.fullmatch(block.text) if len(block.text) <= LONGEST_TITLE and not block.joined else None
    if not found or not (block.strong or _is_title(block, found["title"])):
        return None
    return Heading(at, 1, found["title"], minute=found["minute"], strong=block.strong)


def _with_minute(heading: Heading) -> Heading:
    found = MINUTE_AFTER.fullmatch(heading.title)
    if not found:
        return heading
    return Heading(
        heading.at, heading.size, found["title"], heading.number, found["one"] or found["two"], heading.strong
    )


def _no_lists(candidates: list[Heading]) -> list[Heading]:
    """Without three or more that follow each other with nothing between: that is a list, or a table of contents."""
    runs: list[list[Heading]] = []
    for each in candidates:
        if runs and runs[-1][-1].end == each.at and each.count == runs[-1][-1].count + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return [each for run in runs if len(run) < 3 for each in run]


def _chain(candidates: list[Heading], end: int, strict: bool = False) -> list[Heading]:
    """Those that count: each number once. `strict`: plain lines must go on by one, and most must have text below."""
    chain: list[Heading] = []
    seen: set[str] = set()
    highest, bare = 0, True
    for each in candidates:
        if bare and chain and each.number == chain[0].number:
            chain, seen = [], set()  # it starts again, and nothing came between: those were the table of contents
        highest = highest if chain else each.count
        if each.number in seen or (strict and not each.strong and not highest <= each.count <= highest + 1):
            continue
        bare = bare and (not chain or chain[-1].end == each.at)
        chain.append(each)
        seen.add(each.number)
        highest = max(highest, each.count)
    if strict and (not chain or chain[0].at > LATEST_FIRST or _filled(chain, end) * 2 <= len(chain)):
        return []
    return chain


def _filled(chain: list[Heading], end: int) -> int:
    """How many of the headings have text below them."""
    starts = [*(each.at for each in chain), end]
    return sum(each.end != after for each, after in zip(chain, starts[1:], strict=True))


def _by_level(blocks: Sequence[Block]) -> list[Heading]:
    parts = [label.part for label in map(label_of, blocks) if label]
    if parts.count(Part.ITEM) == 1 or parts.count(Part.MINUTES) == 1:
        return []  # one item, whose text has headings of its own
    for level in ("h1", "h2", "h3"):
        at = [
            i
            for i, block in enumerate(blocks)
            if block.tag == level and label_of(block) is None and len(block.text) <= LONGEST_TITLE
        ]
        if len(at) > 1:
            return [Heading(i, 1, blocks[i].text, strong=True) for i in at]
    return []
