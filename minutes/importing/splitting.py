"""Blocks → the items of the meeting, each with its minutes and decisions. Pure: nothing is stored, no word is lost.

Every block of the source ends in exactly one place: a title, an item's texts, a decision, a fact, or a remark that quotes it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format

from minutes.importing.blocks import Block, Source
from minutes.importing.candidates import Heading
from minutes.importing.composing import QUOTED
from minutes.importing.draft import ImportedDecision, ImportedItem, ImportedMinutes, Remark
from minutes.importing.ending import end_of, is_blank_signature, says_only_the_end, signature_lines
from minutes.importing.footnotes import with_their_items
from minutes.importing.front import days_named, facts_of, meeting_named
from minutes.importing.headings import divide, heading_of
from minutes.importing.labels import Label, Part, label_of
from minutes.importing.marks import MINUTE
from minutes.importing.refusal import CannotImport
from minutes.importing.resolutions import resolution_at, told_in
from minutes.importing.tables import paragraphs_in, unfolded
from minutes.importing.titles import LONGEST_TITLE
from minutes.importing.weekdays import misfits

WITH_ATTENDANCE, WITHOUT, CLOSE_TITLE = "Attendance and opening", "Opening", "Close of the meeting"
MANY, SOME = 60, 15  # more paragraphs than one item has, as a rule; and one whose text no label ("Minutes:") divides
NEAR_THE_TOP = 12  # blocks of a single item that may name the meeting: further down, an earlier one is spoken of
MINUTE_LINE = re.compile(rf"(?P<label>min(?:ute)?\.?\s*(?:no\.?|number)?\s*:?)\s*(?P<minute>{MINUTE})", re.IGNORECASE)
NO_PAPERS = re.compile(r"(?:none|nil|n/a|there (?:are|were) no\b.*)\W*$", re.IGNORECASE)
ATTENDANCE = re.compile(r"(?:members |councillors )?(?:present|attendance|apologies|in attendance)\b", re.IGNORECASE)
ASKED = re.compile(
    r"To (?:consider|receive|note|approve|agree|confirm|discuss|elect|appoint|review|adopt|resolve|determine|decide|sign|record|"
    r"hear|accept|authorise|ratify|declare|deal|report|answer|give|fix|set|exclude|invite|endorse|comment|recommend|scrutinise)\b"
)


def split(source: Source) -> ImportedMinutes:
    """Whole minutes where headings divide them, be it one below a front; else one item. Raises CannotImport without a title."""
    blocks, tables = unfolded(source.blocks)
    blocks = with_their_items(blocks)
    _refuse_several(blocks, source.unit)
    division = divide(blocks)
    first = division.headings[0].at if division.headings else NEAR_THE_TOP
    committee, day, start = meeting_named(blocks[:first])
    minutes = ImportedMinutes([], source.unit, committee, day, start)
    minutes.notes = [Remark(note) for note in source.notes]
    minutes.dropped = [Remark(thing) for thing in source.dropped]
    splitter = Splitter(minutes)
    splitter.say(division.notes, blocks)
    splitter.say_tables(tables)
    splitter.say_weekdays(blocks)
    if division.headings:
        splitter.whole(blocks, division.headings)
    else:
        splitter.single(blocks)
    return minutes


def _refuse_several(blocks: list[Block], unit: str) -> None:
    days = days_named(blocks)
    if len(days) > 1:
        listed = "; ".join(f"{_written(day)}, {unit} {block.line}" for day, block in days)
        raise CannotImport(
            f"it holds the minutes of {len(days)} meetings ({listed}); save those of each as a file of their own, and import "
            "them one by one."
        )


def _written(day: date) -> str:
    return date_format(day, "j F Y")


class Splitter:
    def __init__(self, minutes: ImportedMinutes):
        self.minutes = minutes

    def say(self, notes: list[tuple[str, int]], blocks: list[Block]) -> None:
        for words, at in sorted(notes, key=lambda note: note[1]):
            self._remark(self.minutes.notes, words, blocks[at])

    def say_tables(self, tables: list[tuple[str, Block]]) -> None:
        for labels, block in tables:
            self._remark(
                self.minutes.notes, "a table was read as minutes, each row as an item; look how it came out", block
            )
            if labels.strip(" ·"):
                self._remark(self.minutes.dropped, f"the table's head: “{labels}”", block)

    def say_weekdays(self, blocks: list[Block]) -> None:
        for words, block in misfits(blocks):
            self._remark(self.minutes.notes, words, block)

    def whole(self, blocks: list[Block], headings: list[Heading]) -> None:
        self.minutes.end = end_of(blocks)
        blocks, after = self._end(blocks, headings[-1].end)
        if headings[0].at:
            self._front(blocks[: headings[0].at])
        ends = [*(heading.at for heading in headings[1:]), len(blocks)]
        for heading, end in zip(headings, ends, strict=True):
            rest = [heading.rest] if heading.rest else []
            self._item(heading, blocks[heading.at].line, [*rest, *blocks[heading.end : end]])
            self._say_struck(heading, blocks)
        self._say_labels(headings)
        if after:
            self.minutes.items.append(ImportedItem(CLOSE_TITLE, after[0].line, is_heading=True, minutes=after))

    def _say_labels(self, headings: list[Heading]) -> None:
        for label, count in Counter(heading.label for heading in headings if heading.label).items():
            self.minutes.dropped.append(
                Remark(f"label “{label}” before the number of {count} item{'s' if count > 1 else ''}")
            )

    def _say_struck(self, heading: Heading, blocks: list[Block]) -> None:
        """A title is plain text, in which struck words would stand: it goes without them."""
        for block in blocks[heading.at : heading.end]:
            struck = block.struck.removesuffix(heading.rest.struck).strip() if heading.rest else block.struck
            if struck:
                self._remark(self.minutes.dropped, f"struck in the title “{heading.title}”: “{struck}”", block)

    def single(self, blocks: list[Block]) -> None:
        number = ""
        label = label_of(blocks[0])
        if label and label.part is Part.ITEM and not label.rest:
            number = label.number
            self._drop(label, blocks[0])
            blocks = blocks[1:]
        at = next((i for i, block in enumerate(blocks[:5]) if block.is_heading and not label_of(block)), 0)
        if not blocks or label_of(blocks[at]) or not _may_be_title(blocks[at]):
            raise CannotImport(
                f"it has no title; write the title of the agenda item on its first line (at most {LONGEST_TITLE} characters)."
            )
        if sum(map(paragraphs_in, blocks)) > (MANY if any(map(label_of, blocks)) else SOME):
            self.minutes.notes.append(
                Remark(
                    "no headings of items were found, so that all of it is one item; divide it at the desk if it is not"
                )
            )
        heading = heading_of(blocks[at])
        item = self._item(heading, blocks[at].line, [*blocks[:at], *blocks[at + 1 :]])
        self._say_struck(heading, blocks[at:])
        self._say_labels([heading])
        item.number = item.number or number

    def _end(self, blocks: list[Block], least: int) -> tuple[list[Block], list[Block]]:
        """The blocks without those at their end that say when it ended or are for signing; and of those, what is printed."""
        size = min(signature_lines(blocks), len(blocks) - least)
        blocks, signing = blocks[: len(blocks) - size], blocks[len(blocks) - size :]
        for block in filter(is_blank_signature, signing):
            self._remark(
                self.minutes.dropped,
                f"a line for a signature, which the PDF has once the minutes are approved: “{block.text}”",
                block,
            )
        end = self.minutes.end
        if end and len(blocks) > least + 1 and says_only_the_end(blocks[-1], end):
            self.minutes.ending, blocks = [blocks[-1]], blocks[:-1]
        return blocks, [block for block in signing if not is_blank_signature(block)]

    def _front(self, blocks: list[Block]) -> None:
        self.minutes.facts = facts_of(blocks)
        self._name_the_meeting()
        title = WITH_ATTENDANCE if any(ATTENDANCE.match(block.text) for block in blocks) else WITHOUT
        self.minutes.items.append(ImportedItem(title, blocks[0].line, is_heading=True, is_front=True, minutes=blocks))

    def _name_the_meeting(self) -> None:
        """What "Minutes of a meeting of … held on …" didn't say in one sentence, and the lines of the front do."""
        minutes = self.minutes
        for fact in minutes.facts:
            minutes.day = minutes.day or fact.day
            minutes.start = minutes.start or fact.start
        named = [fact.committee for fact in reversed(minutes.facts) if fact.committee]
        if minutes.day and named and not minutes.committee:
            # "Harbour Parish Council" above "Minutes of the Parish Council meeting" says it better
            minutes.committee = max((name for name in named if name.endswith(named[0])), key=len)

    def _item(self, heading: Heading, line: int, blocks: list[Block]) -> ImportedItem:
        item = ImportedItem(
            heading.title.replace("\t", " "),
            line,
            heading.number,
            heading.minute,
            is_heading=heading.is_part,
            is_sub=heading.is_sub,
        )
        self.minutes.items.append(item)
        found = (
            MINUTE_LINE.fullmatch(blocks[0].text)
            if blocks and not item.minute_number and not blocks[0].struck
            else None
        )
        if found:
            item.minute_number = found["minute"]
            self._remark(self.minutes.dropped, f"label “{found['label']}” (the number is kept)", blocks[0])
            blocks = blocks[1:]
        asked = 0 if heading.rest else _asked(blocks)
        for block in blocks[:asked]:
            self._remark(self.minutes.notes, f"agenda text of “{item.title}”: “{block.text}”", block)
        item.agenda = list(blocks[:asked])
        self._sort(item, blocks[asked:])
        return item

    def _sort(self, item: ImportedItem, blocks: Sequence[Block]) -> None:
        """Each block to its part of the item. What stands below a table of minutes is in none of its columns."""
        rows = next((at for at, block in enumerate(blocks) if not block.in_row), len(blocks))
        self._sort_below_labels(item, blocks[:rows])
        below = blocks[rows:]
        if rows and below and item.decisions:
            below = below[self._follow(item, *_behind(below, 0)) :]
        elif rows and below:
            words = f"“{_quoted(below)}” stands below the table, and was put at the end of “{item.title}”"
            self._remark(self.minutes.notes, words, below[0])
        self._sort_below_labels(item, below)

    def _sort_below_labels(self, item: ImportedItem, blocks: Sequence[Block]) -> None:
        """Each block to the part of the item that the last label names."""
        part, at = Part.MINUTES, 0
        while at < len(blocks):
            block, label, size = blocks[at], label_of(blocks[at]), 1
            if label and label.part is not Part.ACTIONS:
                part = self._open(item, label, block)
                self._put(item, part, [label.rest] if label.rest else [])
            elif label:
                part = Part.MINUTES  # actions are no part of what is published yet: their words stay in the minutes
                self._remark(
                    self.minutes.unplaced,
                    f"“{block.text}”: kept, with what follows, in the minutes of “{item.title}”",
                    block,
                )
                self._put(item, part, [block])
            elif part is Part.MINUTES and (size := resolution_at(blocks, at)):
                item.decisions.append(ImportedDecision(list(blocks[at : at + size])))
                size += self._follow(item, *_behind(blocks, at + size))
            else:
                size = 1
                self._put(item, part, [block])
            at += size
        for decision in [each for each in item.decisions if not each.text]:
            item.decisions.remove(decision)  # a label with nothing below it
            item.minutes += decision.reasons + decision.options

    def _follow(self, item: ImportedItem, blocks: Sequence[Block], is_end: bool) -> int:
        """How many of the blocks behind a resolution are kept as its last words. The clerk is told of them and of the rest."""
        told = told_in(blocks, is_end)
        item.decisions[-1].text += blocks[:told]
        item.decisions[-1].told = told
        of = f"the decision of “{item.title}”"
        if told:
            words = f"“{_quoted(blocks[:told])}” follows {of}, and was kept as its last words"
            self._remark(self.minutes.notes, words, blocks[0])
        if blocks[told:]:
            words = f"what follows {of}, “{_quoted(blocks[told:])}”, stands before it on the page"
            self._remark(self.minutes.notes, words, blocks[told])
        return told

    def _open(self, item: ImportedItem, label: Label, block: Block) -> Part:
        self._drop(label, block)
        waiting = bool(item.decisions) and not item.decisions[-1].text  # reasons that stood before their decision
        if label.part is Part.DECISION and not waiting:
            item.decisions.append(ImportedDecision())
        if label.part in {Part.REASONS, Part.OPTIONS} and not item.decisions:
            item.decisions.append(ImportedDecision())
        return Part.MINUTES if label.part is Part.ITEM else label.part

    def _put(self, item: ImportedItem, part: Part, blocks: Sequence[Block]) -> None:
        if part is Part.PAPERS:
            self._papers(item, blocks)
        elif part is Part.PURPOSE:
            item.agenda += blocks
        elif part is Part.DECISION:
            item.decisions[-1].text += blocks
        elif part is Part.REASONS:
            item.decisions[-1].reasons += blocks
        elif part is Part.OPTIONS:
            item.decisions[-1].options += blocks
        else:
            item.minutes += blocks

    def _papers(self, item: ImportedItem, blocks: Sequence[Block]) -> None:
        for block in blocks:
            item.names_papers = item.names_papers or not NO_PAPERS.match(block.text)
            self._remark(
                self.minutes.unplaced,
                f"paper of “{item.title}”, to be uploaded at the desk: “{block.text.lstrip('·•- ')}”",
                block,
            )

    def _drop(self, label: Label, block: Block) -> None:
        words = block.text if label.part is Part.ITEM else label.words  # "Agenda item no. 12B"
        self._remark(self.minutes.dropped, f"label “{words}”", block)

    def _remark(self, remarks: list[Remark], words: str, block: Block) -> None:
        remarks.append(Remark(words, self._where(block)))

    def _where(self, block: Block) -> str:
        return f"{self.minutes.unit} {block.line}"


def _behind(blocks: Sequence[Block], at: int) -> tuple[Sequence[Block], bool]:
    """What stands between a resolution that ends here and the next, or a label; and whether it goes on to the item's end."""
    stops = (end for end in range(at, len(blocks)) if label_of(blocks[end]) or resolution_at(blocks, end))
    end = next(stops, len(blocks))
    return blocks[at:end], end == len(blocks)


def _quoted(blocks: Sequence[Block]) -> str:
    words = " ".join(block.text for block in blocks).replace("\t", " ")
    return words if len(words) <= QUOTED else f"{words[:QUOTED].rsplit(' ', 1)[0]} …"


def _asked(blocks: Sequence[Block]) -> int:
    """How many of the first blocks say what the meeting was asked: "To consider …", or all that stands before "Minutes:"."""
    labels = [(at, label.part) for at, block in enumerate(blocks) if (label := label_of(block))]
    if labels and labels[0][1] is Part.MINUTES:
        return labels[0][0]
    return next((at for at, block in enumerate(blocks) if not ASKED.match(block.text)), len(blocks))


def _may_be_title(block: Block) -> bool:
    return len(block.text) <= LONGEST_TITLE and block.tag not in {"ul", "ol", "table", "s"}
