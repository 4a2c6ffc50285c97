"""The public numbers of publications: computed, so that they tell nothing of what the public never saw."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from published.kinds import Kind
from published.models import Version, Withdrawal


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


def places(rows: Iterable[tuple]) -> list[Place]:
    """Number a meeting's publications that ever went live: rows of (time of going live, sequence, kind, note,
    time of withdrawal or None, reason), in any order; the oldest first."""
    versions: Counter[str] = Counter()
    found = []
    for number, (live, sequence, kind, note, withdrawn_at, reason) in enumerate(sorted(rows, key=lambda r: r[:2]), 1):
        versions[kind] += 1
        found.append(Place(sequence, Kind(kind), live, note, number, versions[kind], withdrawn_at, reason))
    return found


def places_at(committee_slug: str, meeting_slug: str, now: datetime) -> list[Place]:
    """What was published at a meeting's address until now, withdrawn since or not. Two queries."""
    standing = Version.objects.live(now).at(committee_slug, meeting_slug)
    gone = Withdrawal.objects.filter(committee_slug=committee_slug, meeting_slug=meeting_slug)
    return places(
        [
            *(row + (None, "") for row in standing.values_list("goes_live_at", "record_id", "kind", "note")),
            *(
                (live, sequence, kind, "", at, reason)
                for live, sequence, kind, at, reason in gone.values_list(
                    "goes_live_at", "sequence", "kind", "withdrawn_at", "reason"
                )
            ),
        ]
    )
