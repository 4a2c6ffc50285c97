"""What a file says, before anything is stored."""

from dataclasses import dataclass, field
from datetime import date, time

from minutes.importing.blocks import Block
from minutes.importing.front import Fact


@dataclass
class ImportedDecision:
    text: list[Block] = field(default_factory=list)
    reasons: list[Block] = field(default_factory=list)
    options: list[Block] = field(default_factory=list)
    told: int = 0  # how many blocks at the end of the text only tell how it was taken: "Cllr Garrow voted against."

    @property
    def resolved(self) -> list[Block]:
        return self.text[: len(self.text) - self.told]


@dataclass
class ImportedItem:
    title: str
    line: int
    number: str = ""  # as printed: "54", "7a"; "" if none is
    minute_number: str = ""  # "45/18"
    is_heading: bool = False  # stands over items, or holds what stands before or after them
    is_front: bool = False
    is_sub: bool = False  # of the last item before it that is none itself
    ground: str = ""  # of committees.law.Ground, where the clerk says that it is closed to the public
    ground_reason: str = ""
    agenda: list[Block] = field(default_factory=list)  # what the meeting was asked
    minutes: list[Block] = field(default_factory=list)
    decisions: list[ImportedDecision] = field(default_factory=list)
    names_papers: bool = False  # which are not in the file


@dataclass(frozen=True)
class Remark:
    """Something that a clerk should know of: the words, and where in the file they stand."""

    words: str
    where: str = ""


@dataclass
class ImportedMinutes:
    items: list[ImportedItem]
    unit: str = "line"  # what the items' `line` counts
    committee: str = ""  # its name, if the file plainly says it
    day: date | None = None
    start: time | None = None
    end: time | None = None
    facts: list[Fact] = field(default_factory=list)
    ending: list[Block] = field(default_factory=list)  # lines that say when it ended, and nothing else
    notes: list[Remark] = field(default_factory=list)
    unplaced: list[Remark] = field(default_factory=list)
    dropped: list[Remark] = field(default_factory=list)

    @property
    def committee_said(self) -> str:
        """Whose minutes the file says they are; the council's name at its head alone says nothing of that."""
        titles = [fact for fact in self.facts if fact.committee and fact.is_title]
        heads = {
            fact.committee for fact in self.facts if not fact.is_title and fact.committee.lower().endswith("council")
        }
        return titles[0].committee if titles else "" if self.committee in heads else self.committee
