"""Days of the week that stand before a date, in English or Welsh, and aren't that day's."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from django.utils.formats import date_format

from minutes.importing.blocks import Block

WEEKDAYS = (
    "mon(?:day)?|(?:d?dydd|nos) lun", "tue(?:s|sday)?|(?:d?dydd|nos) [mf]awrth", "wed(?:s|nesday)?|(?:d?dydd|nos) [mf]ercher",
    "thu(?:r|rs|rsday)?|(?:d?dydd|nos) iau", "fri(?:day)?|(?:d?dydd|nos) g?wener", "sat(?:urday)?|(?:d?dydd|nos) sadwrn",
    "sun(?:day)?|(?:d?dydd|nos) sul",
)  # fmt: skip
MONTHS = (
    "january|ionawr", "february|[cg]?hwefror", "march|[mf]awrth", "april|ebrill", "may|[mf]ai", "june|[mf]ehefin",
    "july|g?orffennaf", "august|awst", "september|[mf]edi", "october|hydref", "november|[td]achwedd", "december|rh?agfyr",
)  # fmt: skip
WEEKDAY, MONTH = "|".join(WEEKDAYS), "|".join(MONTHS)
ORDINAL = r"(?: ?(?:st|nd|rd|th|af|ain|il|ydd|f?ed|eg))?"
DATED = re.compile(
    rf"\b(?P<weekday>{WEEKDAY})\b(?:(?<!day)\.)?,? (?:the |y |yr )?"
    rf"(?:(?P<day>\d{{1,2}}){ORDINAL}(?: day of| of| o)?,? (?P<month>{MONTH}),? (?P<year>\d{{4}})"
    rf"|(?P<month_first>{MONTH}) (?P<day_then>\d{{1,2}}){ORDINAL},? (?P<year_then>\d{{4}})"
    r"|(?P<day_in>\d{1,2})[/.](?P<month_in>\d{1,2})[/.](?P<year_in>\d{4}))\b",
    re.IGNORECASE,
)


def misfits(blocks: Sequence[Block]) -> Iterator[tuple[str, Block]]:
    """A sentence for each date whose day of the week is another, and where it stands; once for what is said again."""
    seen = set()
    for block, after in zip_longest(blocks, blocks[1:]):
        going_on = f" {after.text}" if after and after.joined else ""
        for found in DATED.finditer(block.text + going_on):
            day, is_here = _date(found), found.start() < len(block.text)
            if is_here and day and day.weekday() != _place(WEEKDAYS, found["weekday"]) and found[0] not in seen:
                seen.add(found[0])
                yield f"the file says “{found[0]}”, but that day is a {date_format(day, 'l')}", block


def _date(found: re.Match[str]) -> date | None:
    day, year = (found[name] or found[f"{name}_then"] or found[f"{name}_in"] for name in ("day", "year"))
    named = found["month"] or found["month_first"]
    try:
        return date(int(year), _place(MONTHS, named) + 1 if named else int(found["month_in"]), int(day))
    except ValueError:  # 31 June: not plainly said
        return None


def _place(table: tuple[str, ...], word: str) -> int:
    return next(at for at, pattern in enumerate(table) if re.fullmatch(pattern, word, re.IGNORECASE))
