"""Blocks → the items of the meeting, each with its minutes and decisions. Pure: nothing is stored, no word is lost.

Every block of the source ends in exactly one place: a title, an item's minutes, a decision, or a remark that quotes it.
"""

import re
from collections.abc import Sequence

from minutes.importing.blocks import Block, Source
from minutes.importing.draft import ImportedDecision, ImportedItem, ImportedMinutes, Remark
from minutes.importing.front import meeting_named
from minutes.importing.candidates import Heading
from minutes.importing.headings import divide, heading_of
from minutes.importing.marks import MINUTE
from minutes.importing.titles import LONGEST_TITLE
from minutes.importing.labels import Label, Part, label_of
from minutes.importing.refusal import CannotImport
from minutes.importing.resolutions import resolution_at

FRONT_TITLE = "Attendance and opening"
MANY = 60  # more paragraphs than one item has, as a rule
MINUTE_LINE = re.compile(rf"(?P<label>min(?:ute)?\.?\s*(?:no\.?|number)?\s*:?)\s*(?P<minute>{MINUTE})", re.IGNORECASE)
NOT_PUBLIC = re.compile(r"not for publication|exempt minutes?|strictly confidential|restricted minutes?", re.IGNORECASE)


def split(source: Source) -> ImportedMinutes:
    """One item, or whole minutes where at least two headings divide them. Raises CannotImport for a text with no title."""
    committee, day, start = meeting_named(source.blocks)
    minutes = ImportedMinutes([], source.unit, committee, day, start)
    minutes.notes = [Remark(note) for note in source.notes]
    minutes.dropped = [Remark(thing) for thing in source.dropped]
    splitter = Splitter(minutes)
    division = divide(source.blocks)
    splitter.say(division.notes, source.blocks)
    if division.headings:
        splitter.whole(source.blocks, division.headings)
    else:
        splitter.single(source.blocks)
    return minutes


def closed_words(source: Source) -> str:
    """The first words that say that something in the file is not for the public; "" if none do."""
    for block in source.blocks:
        found = NOT_PUBLIC.search(block.text)
        if found and (found[0].lower() == "not for publication" or found[0].isupper() or found[0] == block.text):
            return found[0]
    return ""


class Splitter:
    def __init__(self, minutes: ImportedMinutes):
        self.minutes = minutes

    def say(self, notes: list[tuple[str, int]], blocks: list[Block]) -> None:
        for words, at in sorted(notes, key=lambda note: note[1]):
            self._remark(self.minutes.notes, words, blocks[at])

    def whole(self, blocks: list[Block], headings: list[Heading]) -> None:
        if headings[0].at:
            self._front(blocks[: headings[0].at])
        ends = [*(heading.at for heading in headings[1:]), len(blocks)]
        for heading, end in zip(headings, ends, strict=True):
            rest = [heading.rest] if heading.rest else []
            self._item(heading, blocks[heading.at].line, [*rest, *blocks[heading.end : end]])

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
        if len(blocks) > MANY:
            self.minutes.notes.append(
                Remark("no numbered headings were found, so that all of it is one item; divide it at the desk")
            )
        item = self._item(heading_of(blocks[at]), blocks[at].line, [*blocks[:at], *blocks[at + 1 :]])
        item.number = item.number or number

    def _front(self, blocks: list[Block]) -> None:
        item = ImportedItem(FRONT_TITLE, blocks[0].line, is_heading=True, minutes=blocks)
        self.minutes.items.append(item)
        self.minutes.unplaced.append(
            Remark(
                f"who was there, and all else before the first item: kept as text under “{FRONT_TITLE}”; "
                "enter the attendance at the desk if it is to be listed",
                self._where(blocks[0]),
            )
        )

    def _item(self, heading: Heading, line: int, blocks: list[Block]) -> ImportedItem:
        item = ImportedItem(heading.title.replace("\t", " "), line, heading.number, heading.minute)
        self.minutes.items.append(item)
        found = MINUTE_LINE.fullmatch(blocks[0].text) if blocks and not item.minute_number else None
        if found:
            item.minute_number = found["minute"]
            self._remark(self.minutes.dropped, f"label “{found['label']}” (the number is kept)", blocks[0])
            blocks = blocks[1:]
        self._sort(item, blocks)
        return item

    def _sort(self, item: ImportedItem, blocks: list[Block]) -> None:
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
            else:
                size = 1
                self._put(item, part, [block])
            at += size
        for decision in [each for each in item.decisions if not each.text]:
            item.decisions.remove(decision)  # a label with nothing below it
            item.minutes += decision.reasons + decision.options

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
            for block in blocks:
                self._remark(
                    self.minutes.unplaced, f"paper of “{item.title}”, to be uploaded at the desk: “{block.text}”", block
                )
        elif part is Part.DECISION:
            item.decisions[-1].text += blocks
        elif part is Part.REASONS:
            item.decisions[-1].reasons += blocks
        elif part is Part.OPTIONS:
            item.decisions[-1].options += blocks
        else:
            item.minutes += blocks

    def _drop(self, label: Label, block: Block) -> None:
        self._remark(self.minutes.dropped, f"label “{label.words}”", block)

    def _remark(self, remarks: list[Remark], words: str, block: Block) -> None:
        remarks.append(Remark(words, self._where(block)))

    def _where(self, block: Block) -> str:
        return f"{self.minutes.unit} {block.line}"


def _may_be_title(block: Block) -> bool:
    return len(block.text) <= LONGEST_TITLE and block.tag not in {"ul", "ol", "table"}
