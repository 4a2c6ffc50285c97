"""What came of looking through a file."""

from collections.abc import Iterable
from dataclasses import dataclass

NAMES = 3  # of people that a sentence tells
LONGEST = 60  # letters of a name that stands in a file


@dataclass(frozen=True)
class Looked:
    """`found`: what nobody may have meant to publish, each in a few words. `clean`: the file
    without it, or None if nothing is."""

    pages: int | None = None
    found: tuple[str, ...] = ()
    clean: bytes | None = None


def several(number: int, one: str, more: str = "") -> str:
    """“1 comment”, “3 comments”."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def named(what: str, names: Iterable[str]) -> str:
    """“the author (Jane Smith)”, “3 comments (Jane Smith, Bryn Hale and others)”."""
    told = list(dict.fromkeys(" ".join(name.split())[:LONGEST] for name in names if name and name.strip()))
    more = " and others" if len(told) > NAMES else ""
    return f"{what} ({', '.join(told[:NAMES])}{more})" if told else what


def listed(phrases: Iterable[str]) -> str:
    """“a, b and c”."""
    *first, last = phrases
    return f"{', '.join(first)} and {last}" if first else last
