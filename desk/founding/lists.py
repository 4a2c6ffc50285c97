"""Committees and people from CSV files as Excel and others save them: UTF-8, UTF-16, Windows-1252; commas, semicolons, tabs."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from minutes.importing.decoding import decode
from minutes.importing.refusal import CannotImport

DELIMITERS = ",;\t"
COMMITTEES = {"name": True, "kind": False, "quorum": False, "venue": False, "start": False}  # whether it must be there
PEOPLE = {"name": True, "party": False, "ward": False, "post": False, "committee": False, "role": False}
START = re.compile(r"(\d{1,2})[:.](\d{2})")


class NotAList(Exception):
    """A sentence: what is wrong with the file, and where."""


@dataclass(frozen=True)
class Row:
    """A line of the file; `values` has each column, "" where the file has nothing."""

    where: str
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


def read(path: Path, columns: dict[str, bool]) -> list[Row]:
    """Its rows. Raises NotAList for a file without the columns that it needs, or with one that nobody would read."""
    try:
        text, _ = decode(path.read_bytes())
    except OSError as error:
        raise NotAList(f"{path} can't be read: {error.strerror}.") from error
    except CannotImport as error:
        raise NotAList(f"{path} can't be read: {error}") from error
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(_rows(path, lines, columns))
    except csv.Error as error:
        raise NotAList(f"{path}, line {lines.line_num}: it can't be read ({error}).") from error


def _rows(path: Path, lines, columns: dict[str, bool]) -> Iterator[Row]:
    heading = None
    for cells in lines:
        cells = [" ".join(cell.split()) for cell in cells]
        where = f"{path}, line {lines.line_num}"
        if not any(cells):
            continue
        if heading is None:
            heading = _heading(path, [cell.casefold() for cell in cells], columns)
            continue
        if any(cells[len(heading) :]):
            raise NotAList(
                f"{where}: it has more values than there are columns. Put one with a comma in quotation marks."
            )
        found = dict(zip(heading, cells, strict=False))
        row = Row(where, {column: found.get(column, "") for column in columns})
        if empty := [column for column, needed in columns.items() if needed and not row[column]]:
            raise NotAList(f"{where}: there is nothing under “{empty[0]}”.")
        yield row
    if heading is None:
        raise NotAList(f"{path} is empty.")


def _heading(path: Path, cells: list[str], columns: dict[str, bool]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    known = f"Its first line names its columns, of these: {', '.join(columns)}."
    for column, needed in columns.items():
        if needed and column not in cells:
            raise NotAList(f"{path} has no column “{column}”. {known}")
    for cell in cells:
        if cell not in columns:
            raise NotAList(f"{path} has a column “{cell}”, which can't be read. {known}")
        if cells.count(cell) > 1:
            raise NotAList(f"{path} has two columns “{cell}”.")
    return cells


def number(row: Row, column: str) -> int | None:
    if row[column] and not (row[column].isascii() and row[column].isdigit() and 0 < int(row[column]) < 1000):
        raise NotAList(f"{row.where}: “{row[column]}” under “{column}” is no number of members.")
    return int(row[column]) if row[column] else None


def start(row: Row) -> time | None:
    found = START.fullmatch(row["start"])
    if row["start"] and not (found and int(found[1]) < 24 and int(found[2]) < 60):
        raise NotAList(f"{row.where}: “{row['start']}” under “start” is no time; write it as 19:30.")
    return time(int(found[1]), int(found[2])) if found else None


def choice(row: Row, column: str, choices, default: str) -> str:
    """The value of what is written, by its code or its label."""
    if not row[column]:
        return default
    known = {word.casefold(): value for value, label in choices.choices for word in (value, label)}
    if row[column].casefold() not in known:
        raise NotAList(f"{row.where}: “{row[column]}” under “{column}” is none of these: {', '.join(choices.values)}.")
    return known[row[column].casefold()]
