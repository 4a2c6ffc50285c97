"""What minutes say of themselves before the first item: whose meeting, on which day, at what time."""

import re
from collections.abc import Sequence
from datetime import date, time

from minutes.importing.blocks import Block

LOOKED_AT = 40  # blocks
MEETING_OF = re.compile(
    r"minutes of (?:the )?(?:proceedings (?:at|of) )?(?:an? |the )?(?:[a-z-]+ )?meeting of (?:the )?"
    r"(?P<name>[^.:;]{3,120}?),? held\b(?P<rest>.{0,300})",
    re.I,
)
MONTHS = "january february march april may june july august september october november december".split()
DAY = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<month>" + "|".join(MONTHS) + r"),? (?P<year>\d{4})",
    re.I,
)
TIME = re.compile(r"\bat (?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))? ?(?P<half>[ap])\.?m\b", re.I)
SMALL = frozenset("and of the for in on with to".split())


def meeting_named(blocks: Sequence[Block]) -> tuple[str, date | None, time | None]:
    """The committee, the day and the start, where "Minutes of a meeting of … held on …" says them; otherwise empty."""
    found = MEETING_OF.search(re.sub(r"\s+", " ", " ".join(block.text for block in blocks[:LOOKED_AT])))
    if not found:
        return "", None, None
    day = DAY.search(found["rest"])
    start = TIME.search(found["rest"], day.end()) if day else None
    return _title(found["name"]), _date(day), _time(start)


def _title(name: str) -> str:
    """CAPITALS in small letters, for a name that is to be read."""
    if not name.isupper():
        return name
    words = [word if word in SMALL else "-".join(map(str.capitalize, word.split("-"))) for word in name.lower().split()]
    return " ".join([words[0].capitalize(), *words[1:]])


def _date(found: re.Match[str] | None) -> date | None:
    try:
        return date(int(found["year"]), MONTHS.index(found["month"].lower()) + 1, int(found["day"])) if found else None
    except ValueError:  # 31 June: not plainly said
        return None


def _time(found: re.Match[str] | None) -> time | None:
    if not found or not 1 <= int(found["hour"]) <= 12 or int(found["minute"] or 0) > 59:
        return None
    return time(int(found["hour"]) % 12 + (12 if found["half"].lower() == "p" else 0), int(found["minute"] or 0))
