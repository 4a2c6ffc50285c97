"""What an import tells the clerk."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from minutes.importing.draft import Remark


class Sort(Enum):
    MADE = "Made"
    NOTE = "To check"
    UNPLACED = "Not placed"
    DROPPED = "Dropped"


@dataclass(frozen=True)
class Line:
    sort: Sort
    what: str
    where: str = ""
    is_first: bool = False  # before all else


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)

    def made(self, what: str, where: str = "") -> None:
        self.lines.append(Line(Sort.MADE, what, where))

    def note(self, what: str, where: str = "") -> None:
        self.lines.append(Line(Sort.NOTE, what, where))

    def warn(self, what: str, where: str = "") -> None:
        self.lines.append(Line(Sort.NOTE, what, where, is_first=True))

    def remarks(self, sort: Sort, remarks: Iterable[Remark], file: str) -> None:
        self.lines += [Line(sort, remark.words, f"{file}, {remark.where}".rstrip(", ")) for remark in remarks]

    def in_order(self) -> list[Line]:
        """Warnings, then what was made, then what the clerk must look at, in the order of the files."""
        return sorted(self.lines, key=lambda line: (not line.is_first, list(Sort).index(line.sort)))
