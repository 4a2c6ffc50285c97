"""The public numbers of publications: computed, so that they tell nothing of what the public never saw."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from published import asking
from published.kinds import Kind


@dataclass(frozen=True)
class Place:
    """A publication that went live: `number` is its place among all of its meeting's, `version` among those of its kind."""

    sequence: int
    kind: Kind
    goes_live_at: datetime
    note: str
    number: int
    version: int
    withdrawn_at: datetime | None = None
    reason: str = ""
    pdf_size: int | None = None  # bytes; None while there is no PDF


def places(rows: Iterable[tuple]) -> list[Place]:
    """Number a meeting's publications that ever went live: rows of (time of going live, sequence, kind, note, time of
    withdrawal or None, reason, size of the PDF or None), in any order. The oldest comes first."""
    versions: Counter[str] = Counter()
    found = []
    for number, (live, sequence, kind, note, *rest) in enumerate(sorted(rows, key=lambda row: row[:2]), start=1):
        versions[kind] += 1
        found.append(Place(sequence, Kind(kind), live, note, number, versions[kind], *rest))
    return found


def places_at(committee_slug: str, meeting_slug: str, now: datetime) -> list[Place]:
    """What was published at a meeting's address until now, withdrawn since or not. One query."""
    found = asking.rows(asking.PLACES, now, committee=committee_slug, meeting=meeting_slug)
    return places(asking.moments(found, 0, 4))
