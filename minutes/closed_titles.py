"""Titles that say of themselves that they are closed to the public: the clerk is asked, and nothing is stored meanwhile."""

import re

from minutes.importing.candidates import PART
from minutes.importing.closed_words import is_mark, is_mark_aside, reopens, says_only_that
from minutes.models import AgendaItem, Meeting

SAYS_SO = "Its words say that it is closed to the public: is it?"
EXCLUDES = re.compile(
    r"(?:to|that|motion|resolution|exclu\w*)\b.*?\bexclu|exclusion\b", re.I
)  # of the public: open itself


def is_heading(title: str) -> bool:
    """Whether it is the heading of a part: "Part 2", "Section B: reports"."""
    return bool(PART.match(title))


def closed_part(heading: str) -> str:
    """The heading, if what stands below it is closed to the public; else ""."""
    return heading if is_mark(heading, is_heading=True) and not reopens(heading) else ""


def why_closed(title: str, part: str = "") -> str:
    """The question whether an item of that title is closed; "" where nothing says so. `part` is the closed part that it
    stands in. The heading of a closed part is asked about where it says more than that."""
    if EXCLUDES.match(title) or (title == part and says_only_that(title)):
        return ""
    if is_mark_aside(title) or title == part:
        return SAYS_SO
    return f"It stands below “{part}”: is it closed to the public?" if part else ""


def part_at(meeting: Meeting, beside: AgendaItem | None, is_before: bool) -> str:
    """The closed part of the agenda in which an item beside another would stand, or one at the end; "" if in none."""
    part, main = "", beside and (beside.parent_id or beside.pk)
    for item in meeting.items.filter(parent=None):
        if item.pk == main and is_before:
            break
        part = closed_part(item.title) if item.is_heading else part
        if item.pk == main:
            break
    return part
