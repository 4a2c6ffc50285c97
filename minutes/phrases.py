"""Standing phrases: what stands in braces is filled in from the meeting. Nothing is executed, and every value is escaped."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from django.utils.formats import date_format

from committees.law import Ground
from minutes.models import Attendance, Meeting
from richtext.cleaning import clean_html

KNOWN = {"apologies", "substitutes", "chair", "date", "time", "committee", "closed items", "grounds"}
FIELD = re.compile(r"\{([a-z ]{1,30})\}")
# Where nobody is, nothing is to be written: the sentence is left out, and why is said.
NOBODY = {
    "apologies": "nobody is recorded with apologies",
    "substitutes": "no substitute is recorded as present",
}
# What is missing where one of the others is not known yet, and what to do.
MISSING = {
    "chair": "nobody is recorded as present in the chair. State on the People tab who took it, and use the phrase again",
    "time": "the meeting has no time yet. Give it one on the Details tab, and use the phrase again",
    "closed items": "no numbered item is closed to the public. Close them on the Agenda tab, and use the phrase again",
    "grounds": "no paragraph of the Act is given for all the closed items. Give it on the Agenda tab, and use the phrase again",
}
BLOCK = re.compile(r"(</?(?:p|li|ul|ol|h\d|blockquote|table|caption|thead|tbody|tr|th|td)\b[^>]*>)")
SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z<“])")


@dataclass(frozen=True)
class Filled:
    """A phrase as it goes into the minutes; "" where nothing of it can be said."""

    html: str
    left: tuple[str, ...]  # the fields that stay in braces, for the clerk to fill in
    left_out: tuple[str, ...]  # those whose sentence is left out, because nobody is to be named

    @property
    def sentence(self) -> str:
        """What the clerk is told of the fields that could not be filled in; "" if there are none."""
        return " ".join(filter(None, [self._left_out(), self._left()]))

    def _left_out(self) -> str:
        if not self.left_out:
            return ""
        what = "A sentence is left out" if self.html else "Nothing is put in"
        return f"{what}: {listed([NOBODY[name] for name in self.left_out])}. If that is not so, state it on the People tab first."

    def _left(self) -> str:
        said = [f"{{{name}}} stays as it is: {MISSING[name]}, or write it in." for name in self.left if name in MISSING]
        others = [f"{{{name}}}" for name in self.left if name not in MISSING]
        stay = "stays as it is: it is" if len(others) == 1 else "stay as they are: they are"
        return " ".join([*said, f"{listed(others)} {stay} not known here. Write it in." if others else ""]).strip()


def filled(html: str, values: Mapping[str, str]) -> Filled:
    """Rich text with each field that has a value filled in. A sentence that names people is left out where there are none;
    what else is in braces and has no value stays as it is."""
    empty = [name for name in dict.fromkeys(FIELD.findall(html)) if not values.get(name)]
    left_out = tuple(name for name in empty if name in NOBODY)
    if left_out:
        html = clean_html("".join(_without(left_out, piece) for piece in BLOCK.split(html)))
    left = tuple(name for name in empty if f"{{{name}}}" in html)
    return Filled(FIELD.sub(lambda found: escape(values.get(found[1]) or found[0]), html), left, left_out)


def _without(fields: Iterable[str], words: str) -> str:
    """What stands between two tags of blocks, without its sentences that hold one of the fields."""
    holds = [f"{{{name}}}" for name in fields]
    return " ".join(one for one in SENTENCE_ENDS.split(words) if not any(field in one for field in holds))


def unfilled(html: str) -> list[str]:
    """The fields that still stand in a text ("{reason}"), each once."""
    return [f"{{{name}}}" for name in dict.fromkeys(FIELD.findall(html))]


def unstated(html: str, attendances: Iterable[Attendance]) -> str:
    """A sentence where a phrase names the substitutes, and somebody listed as one is not stated to be there or not; or ""."""
    names = [_for(row) for row in attendances if row.substitute_for_id and row.state == Attendance.State.EXPECTED]
    if not names or "{substitutes}" not in html:
        return ""
    are = "is a listed substitute" if len(names) == 1 else "are listed substitutes"
    return f"{listed(names)} {are}, but still “expected”: state on the People tab who came, then use the phrase again."


def values_of(meeting: Meeting, attendances: Iterable[Attendance]) -> dict[str, str]:
    """What can be filled in for a meeting, as far as it is stated: nobody sent apologies as long as nobody said so."""
    rows = list(attendances)
    start = meeting.began or meeting.start
    return {
        "apologies": listed([row.name for row in rows if row.state == Attendance.State.APOLOGIES]),
        "substitutes": listed([_for(row) for row in rows if row.substitute_for_id and _is_present(row)]),
        "chair": next((row.name for row in rows if row.seat == "chair" and _is_present(row)), ""),
        "date": date_format(meeting.date, "j F Y"),
        "time": date_format(start, "g.i A").lower() if start else "",
        "committee": str(meeting.committee),
        **_closed(meeting),
    }


def _closed(meeting: Meeting) -> dict[str, str]:
    """The closed items by number ("items 7 and 8"; never by title) and the paragraphs that close them. What can't be said of
    all of them is not said: the public is excluded for what the resolution names."""
    closed = [item for item in meeting.numbered_items() if item.is_restricted and not item.state]
    numbers = [item.number for item in closed]
    return {
        "closed items": f"item{'s' * (len(numbers) > 1)} {listed(numbers)}" if all(numbers) and numbers else "",
        "grounds": _paragraphs([Ground(item.restriction) for item in closed]),
    }


def _paragraphs(grounds: list[Ground]) -> str:
    """ "paragraphs 1 and 3 of Part 1 of Schedule 12A to the Act", or "" where another ground is among them."""
    ordered = [ground for ground in Ground if ground in grounds]
    parts = {ground.part_of_schedule for ground in ordered}
    if len(parts) != 1 or "" in parts:
        return ""
    paragraphs = [ground.paragraph for ground in ordered]
    return f"paragraph{'s' * (len(paragraphs) > 1)} {listed(paragraphs)} of {parts.pop()} of Schedule 12A to the Act"


def listed(names: list[str]) -> str:
    """ "Mary Bell, Ann Vane and Joe Marsh"."""
    *rest, last = names or [""]
    return f"{', '.join(rest)} and {last}" if rest else last


def _is_present(row: Attendance) -> bool:
    return row.state == Attendance.State.PRESENT


def _for(row: Attendance) -> str:
    return f"{row.name} (for {row.substitute_for})"
