"""What a file itself says is not for the public: found and weighed here, decided by the clerk.

Nothing is closed because of a word, and nothing that a word may mean is published before somebody has said what it is. What
is plainly no mark ("There was no confidential business", "exempt from tax") passes; where it is not plain, it is asked.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePath
from typing import NamedTuple

from django.utils.text import slugify

from committees.law import Ground
from minutes.importing.blocks import Block, Source, squeeze
from minutes.importing.candidates import PART
from minutes.importing.closed_words import closes, is_mark, is_mark_aside, plain, reopens
from minutes.importing.draft import ImportedItem, ImportedMinutes, Remark
from minutes.importing.refusal import CannotImport

ALL = "all"
LONGEST_QUOTE, LONGEST_SENTENCE = 120, 12  # characters, lines

TAGS = re.compile(r"</?(?:td|th|tr|li|p|br|div|h[1-6])\b[^<>]*>", re.IGNORECASE)
LEFT_OUT = re.compile(
    r"(?P<where>header|footer|comments?|hidden[^:]*|a picture|the page's title in the browser): “(?P<text>.*)”",
    re.DOTALL,
)


@dataclass(frozen=True)
class Mark:
    """A line that says, or may say, that business is closed."""

    words: str
    where: str
    line: int = 0  # of its block; 0 for what is said of the whole file
    ends_block: bool = True


class Line(NamedTuple):
    block: Block
    text: str
    ends_block: bool


@dataclass
class Closing:
    """What a file says of itself, and which of its items that may mean."""

    minutes: ImportedMinutes
    marks: list[Mark] = field(default_factory=list)
    items: list[ImportedItem] = field(default_factory=list)

    @property
    def keys(self) -> dict[str, ImportedItem]:
        """Each item by what the clerk calls it: its number, or the line it begins at where a number is missing or twice;
        rows of a table begin at the same line, and are counted."""
        items = self.minutes.items
        numbers = Counter(item.number or item.minute_number for item in items)
        names = [self._name(item, numbers).lower() for item in items]
        shared, places = Counter(names), defaultdict[str, Iterator[int]](lambda: itertools.count(1))
        counted = [f"{name}-{next(places[name])}" if shared[name] > 1 else name for name in names]
        return dict(zip(counted, items, strict=True))

    @property
    def parts(self) -> dict[str, str]:
        """The key of the part in which an item stands, by the item's own; of the part's heading too."""
        found, part = dict[str, str](), ""
        for key, item in self.keys.items():
            part = key if _part_of(item) else part
            found[key] = part
        return found

    @property
    def mains(self) -> dict[str, str]:
        """The key of the item below which a sub-item stands, by the sub-item's own; of any other its own."""
        found, main = dict[str, str](), ""
        for key, item in self.keys.items():
            main = main if item.is_sub else key
            found[key] = main
        return found

    def _name(self, item: ImportedItem, numbers: Counter[str]) -> str:
        if part := _part_of(item):
            return part
        number = item.number or item.minute_number
        return number if number and numbers[number] == 1 else f"{self.minutes.unit}-{item.line}"

    def unanswered(self, answers: "Answers") -> dict[str, ImportedItem]:
        asked, parts, mains = set(map(id, self.items)), self.parts, self.mains
        return {
            key: item
            for key, item in self.keys.items()
            if id(item) in asked
            and not answers.say(key, parts[key])
            and answers.say(mains[key], parts[mains[key]]) != "closed"
        }

    def question(self, answers: "Answers") -> str:
        """Several lines: what the file says, and the items that wait for an answer."""
        left = self.unanswered(answers)
        marks = [f"  {mark.where}: “{mark.words}”" for mark in self.marks]
        width = max(12, *(len(key) + 2 for key in left))
        items = [f"  {key:<{width}}{item.title}" for key, item in left.items()]
        parts = [f"  {part:<{width}}all of {part}" for part in dict.fromkeys(map(self.parts.get, left)) if part]
        return "\n".join(
            ["it says that business is closed to the public:", *marks, "and this may mean:", *items, *parts]
        )


@dataclass(frozen=True)
class Answers:
    """What the clerk says of items, by their keys ("3", "line-14", "part-2", "all")."""

    open: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    ground: str = ""
    reason: str = ""

    def say(self, key: str, part: str = "") -> str:
        """ "open", "closed", or "" where nothing is said; what is said of one item counts before what is said of its part, and
        that before what is said of all."""
        for name in (key, part, ALL):
            if name in self.closed | self.open:
                return "closed" if name in self.closed else "open"
        return ""

    def check(self, files: Sequence[Closing]) -> None:
        """Raises CannotImport for a key that names no item, or more than one, or is said to be both."""
        for key in sorted((self.open | self.closed) - {ALL}):
            count = sum(key in file.keys for file in files)
            if count > 1:
                raise CannotImport(f"“{key}” names an item in more than one of the files; import them one at a time.")
            if not count:
                known = ", ".join(each for file in files for each in file.keys)
                raise CannotImport(f"“{key}” names no item; the items are {known}.")
        if both := sorted(self.open & self.closed):
            raise CannotImport(f"“{both[0]}” is said to be open and closed; say one of them.")


def read_closing(source: Source, minutes: ImportedMinutes, file: str) -> Closing:
    """What the file says of itself: in its text, its name, and what stands aside of the text (headers, properties…)."""
    blocks = source.blocks
    marks = [*marks_aside([("file name", PurePath(file).stem), *asides(source)]), *marks_in(blocks, source.unit)]
    reopened = [block.line for block in blocks if block.tag != "s" and any(map(reopens, lines_of(block)))]
    asked = [item for mark in marks for item in items_below(mark, minutes.items, blocks, reopened)]
    return Closing(minutes, marks, [item for item in minutes.items if any(item is each for each in asked)])


def asides(source: Source) -> Iterator[tuple[str, str]]:
    """(where, text) of what stands beside the text, or was left out of it; what is said twice counts once."""
    left_out = [(found["where"], found["text"]) for found in map(LEFT_OUT.fullmatch, source.dropped) if found]
    yield from (one for one in source.asides if one[1] not in source.dropped or not LEFT_OUT.fullmatch(one[1]))
    told = {text for _, text in source.asides}
    yield from (one for one in left_out if one[1] not in told)


def marks_aside(told: Iterable[tuple[str, str]]) -> Iterator[Mark]:
    """Marks of the whole file."""
    for where, text in dict.fromkeys(told):
        if is_mark_aside(text, is_name=where == "file name"):
            yield Mark(quoted(text), where)


def marks_in(blocks: Sequence[Block], unit: str) -> Iterator[Mark]:
    lines = [Line(block, text, at == count) for block in blocks for at, count, text in numbered(lines_of(block))]
    for place, line in enumerate(lines):
        after = lines[place + 1].text if place + 1 < len(lines) else ""
        sentence = sentence_from(lines, place)
        if reopens(line.text):
            continue
        if is_mark(line.text, line.block.strong, after):
            yield Mark(quoted(line.text), f"{unit} {line.block.line}", line.block.line, line.ends_block)
        elif len(sentence) > 1 and closes(plain(words := " ".join(each.text for each in sentence))):
            yield Mark(quoted(words), f"{unit} {line.block.line}", sentence[-1].block.line)


def numbered(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Each line with its place and that of the last one."""
    return ((at, len(lines) - 1, text) for at, text in enumerate(lines))


def sentence_from(lines: Sequence[Line], place: int) -> Sequence[Line]:
    """A line with those that go on with its sentence; itself alone if it goes on with one."""
    begins = not lines[place].block.joined and (not place or lines[place - 1].block is not lines[place].block)
    end = place + 1
    while begins and end < len(lines) and end - place < LONGEST_SENTENCE and goes_on(lines[place], lines[end]):
        end += 1
    return lines[place:end]


def goes_on(first: Line, line: Line) -> bool:
    return line.block.joined or (line.block is first.block and line.block.tag not in {"table", "ul", "ol"})


def lines_of(block: Block) -> list[str]:
    """The block's lines: of a table its cells, of a list its items."""
    if not block.html:
        return [block.text]
    pieces = (squeeze(unescape(re.sub(r"<[^<>]*>", "", piece))) for piece in TAGS.split(block.html))
    return [piece for piece in pieces if piece] or [block.text]


def items_below(
    mark: Mark, items: Sequence[ImportedItem], blocks: Sequence[Block], reopened: Sequence[int]
) -> list[ImportedItem]:
    """The items that begin after the mark, until the public is let in again, and the one in which it stands, if that goes on
    after it or nothing else does. All, for what is said of the whole file, and all rows of a table for a mark in it."""
    if not mark.line:
        return list(items)
    after_all = blocks[-1].line + 1
    starts = [*(item.line for item in items[1:]), after_all]
    if noted := [
        item for item, start in zip(items, starts, strict=True) if start < mark.line and holds(item, mark.line)
    ]:
        return noted  # a note at the end of the file, which was put to its item
    end = min((line for line in reopened if line > mark.line), default=after_all)
    below = [item for item in items if mark.line < item.line < end or runs_on(item, end)]
    rows = [item for item in items if item.line == mark.line]
    if len(rows) > 1:
        return rows + below
    around = [(item, start) for item, start in zip(items, starts, strict=True) if item.line <= mark.line < start]
    has_more = not mark.ends_block or any(mark.line < block.line < start for _, start in around for block in blocks)
    return [item for item, _ in around if has_more or not below or runs_on(item, mark.line)] + below or list(items)


def runs_on(item: ImportedItem, line: int) -> bool:
    """Whether the item begins on the line, and its text as well: it stands beside whatever else the line says."""
    return item.line == line and holds(item, line)


def holds(item: ImportedItem, line: int) -> bool:
    decided = [text for decision in item.decisions for text in (decision.text, decision.reasons, decision.options)]
    return any(block.line == line for text in (item.minutes, item.agenda, *decided) for block in text)


def apply(answers: Answers, closing: Closing) -> None:
    """Close the items that the clerk says are closed, and note what nobody has answered yet."""
    parts = closing.parts
    for key, item in closing.keys.items():
        meant = {key, parts[key]} & answers.closed or any(item is each for each in closing.items)
        if meant and answers.say(key, parts[key]) == "closed":
            item.ground, item.ground_reason = answers.ground or Ground.UNKNOWN, answers.reason
    if left := closing.unanswered(answers):
        told = ", ".join(f"{key} “{item.title}”" for key, item in left.items())
        closing.minutes.notes += [Remark(f"it says “{mark.words}”", mark.where) for mark in closing.marks]
        closing.minutes.notes.append(
            Remark(f"that may close {told}: close at the desk what is closed, before you publish")
        )


def _part_of(item: ImportedItem) -> str:
    """ "part-2" for the heading "Part 2: Confidential"; "" for what heads no part."""
    found = PART.match(item.title) if item.is_heading else None
    return slugify(found[0]) if found else ""


def quoted(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE].rstrip()}…"
