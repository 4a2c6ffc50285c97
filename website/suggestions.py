"""What somebody may have looked for who asked for an address that is not there: of what is public, what is near it.

It goes by the words of the address and by what anybody can read, so it says the same of a draft as of what never was."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from published import addresses, by_day
from published.asking import rows
from published.models import html
from website import known

DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
LONGEST = 100  # characters of an address that are compared
MOST = 4


@dataclass(frozen=True)
class Suggestions:
    """`meetings` are lines of a list; `pages` addresses with their names; `words` what may be searched for."""

    pages: list[tuple[str, str]]
    meetings: list[str]
    words: str


def suggestions(path: str, now: datetime) -> Suggestions:
    """What is public near an address that is not, "/committees/planing-committee/2026-03-05/". At most two queries."""
    parts = [part[:LONGEST] for part in path.split("/") if part][:4]
    words = " ".join(re.findall(r"[a-z]{2,}", parts[-1].casefold())) if parts else ""
    if parts[:1] == ["committees"] and len(parts) > 1:
        pages = _near(parts[1], _committees(now), addresses.committee)
        meetings = _meetings(parts[1], parts[2], now) if len(parts) > 2 else []
        return Suggestions(pages, meetings, words)
    if parts[:1] == ["people"] and len(parts) > 1:
        return Suggestions(_near(parts[1], _people(now), lambda slug: f"/people/{slug}/"), [], words)
    return Suggestions([], [], words)


def _committees(now: datetime) -> dict[str, str]:
    return dict(known.committees(now).values_list("slug", "name"))


def _people(now: datetime) -> dict[str, str]:
    return {person.slug: str(person) for person in known.people(now)}


def _near(slug: str, names: dict[str, str], address) -> list[tuple[str, str]]:
    near = [slug] if slug in names else get_close_matches(slug.casefold(), names, n=MOST)
    return [(address(each), names[each]) for each in near]


def _meetings(committee: str, written: str, now: datetime) -> list[str]:
    """The meetings of the committee nearest to the day that is written, the oldest first."""
    found = DAY.match(written)
    if not found:
        return []
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return []
    found_rows = rows(by_day.NEAR, now, committee=committee, day=day)
    return [html(brief) for _, _, brief in sorted(found_rows)]
