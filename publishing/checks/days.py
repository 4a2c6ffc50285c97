"""Days that do not fit: a weekday that is another's, a day that no calendar has."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from publishing.checks.check import Check, coded
from publishing.checks.texts import Text

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LEAP_YEAR = 2024
WEEKDAY = "(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:r|rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|"
    "Dec(?:ember)?"
)
WRITTEN = re.compile(
    r"(?<![\d./,£:-])\b(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?[ \xa0]+(?:of[ \xa0]+)?"
    rf"(?P<month>{MONTH}|{MONTH.upper()})\b\.?,?(?:[ \xa0]+(?P<year>(?:19|20)\d\d)\b)?"
)
MONTH_FIRST = re.compile(
    rf"\b(?P<month>{MONTH}|{MONTH.upper()})\b\.?[ \xa0]+(?P<day>[12]?\d|3[01])"
    r"(?:(?:st|nd|rd|th)\b(?:,?[ \xa0]+(?P<year>(?:19|20)\d\d)\b)?|,?[ \xa0]+(?P<with_year>(?:19|20)\d\d)\b)"
)
AFTER = re.compile(rf"^[ \xa0]?\((?P<weekday>{WEEKDAY}|{WEEKDAY.upper()})\)")
BEFORE = re.compile(rf"\b(?P<weekday>{WEEKDAY}|{WEEKDAY.upper()}),?[ \xa0]+(?:the[ \xa0]+)?$")
IN_FIGURES = re.compile(
    r"(?<![\d/.-])(?:(?P<day>[0-3]?\d)(?P<between>[/.])(?P<month>[01]?\d)(?P=between)(?P<year>(?:19|20)\d\d)"
    r"|(?P<iso_year>(?:19|20)\d\d)-(?P<iso_month>[01]\d)-(?P<iso_day>[0-3]\d))(?![\d/-]|\.\d)"
)
COUNTED = re.compile(r"\b(?:items?|minutes?|no\.?|numbers?|page|paragraph|section)[ \xa0]+$", re.I)  # "item 31 June"


@coded("days")
def days(texts: Iterable[Text]) -> Iterator[Check]:
    for text in texts:
        for found in [*WRITTEN.finditer(text.words), *MONTH_FIRST.finditer(text.words)]:
            before = text.words[max(found.start() - 20, 0) : found.start()]
            first, last = BEFORE.search(before), AFTER.search(text.words[found.end() : found.end() + 20])
            weekday = first or last
            wrong = "" if COUNTED.search(before) else _wrong(found, weekday["weekday"] if weekday else "")
            if wrong:
                written = f"{first[0] if first else ''}{found[0].rstrip('.,')}{last[0] if last and not first else ''}"
                yield text.look(f"says “{written}”{wrong}")
        for found in IN_FIGURES.finditer(text.words):
            day, month, year = (int(found[part] or found[f"iso_{part}"]) for part in ("day", "month", "year"))
            if 1 <= month <= 12 and 1 <= day <= 31 and not _exists(day, month, year):
                yield text.look(f"says “{found[0]}”: there is no such day. Correct it.")


def _wrong(found: re.Match[str], said: str) -> str:
    """What is wrong with a day that is written out, after the weekday that is said; "" if nothing is."""
    day, month = int(found["day"]), MONTHS.index(found["month"][:3].capitalize()) + 1
    written = found["year"] or found.groupdict().get("with_year")
    year = int(written) if written else None
    if not _exists(day, month, year):
        return ": there is no such day. Correct it."
    if not (year and said):
        return ""
    weekday = WEEKDAYS[date(year, month, day).weekday()]
    return "" if weekday[:3] == said[:3].capitalize() else f", but that is a {weekday}. Correct the one or the other."


def _exists(day: int, month: int, year: int | None) -> bool:
    return 1 <= day <= monthrange(year or LEAP_YEAR, month)[1]
