"""The public numbers of publications: computed, so that they tell nothing of what the public never saw."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

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
    # The bytes of each PDF by its name, 0 while it isn't made: no part of which place it is.
    pdfs: Mapping[str, int] = field(default_factory=dict, compare=False)
    approved_on: date | None = None  # of approved minutes: the day of the meeting that approved them
    signed_on: date | None = None
    said: str | None = None  # of one item that was asked for: digests of what it says of it; None where it has none
    minuted: str | None = None


def places(rows: Iterable[tuple]) -> list[Place]:
    """Number a meeting's publications that ever went live: rows of (time of going live, sequence, kind, note, time of
    withdrawal or None, reason, bytes of its PDFs by name, approved on, signed on), in any order, the last of them left out where
    nobody asks. The oldest comes first."""
    versions: Counter[str] = Counter()
    found = []
    for number, (live, sequence, kind, note, *rest) in enumerate(sorted(rows, key=lambda row: row[:2]), start=1):
        versions[kind] += 1
        found.append(Place(sequence, Kind(kind), live, note, number, versions[kind], *rest))
    return found


def places_at(committee_slug: str, meeting_slug: str, now: datetime) -> list[Place]:
    """What was published at a meeting's address until now, withdrawn since or not. One query."""
    found = asking.rows(asking.PLACES, now, committee=committee_slug, meeting=meeting_slug)
    return places(_with_times(found))


def places_of_item(committee_slug: str, meeting_slug: str, item: str, now: datetime) -> list[Place]:
    """The same, with what each says of an item. One query."""
    found = asking.rows(asking.PLACES_OF_ITEM, now, committee=committee_slug, meeting=meeting_slug, item=item)
    return places(_with_times(found))


def _with_times(found: Iterable[tuple]) -> Iterator[tuple]:
    """A row a publication, of the rows for each of its PDFs."""
    by_sequence: dict[int, list[tuple]] = {}
    for row in asking.moments(found, 0, 4):
        by_sequence.setdefault(row[1], []).append(row)
    for rows in by_sequence.values():
        *facts, _name, _size, approved, signed, said = (*rows[0][:10], rows[0][10:])
        pdfs = {row[6]: row[7] for row in rows if row[6]}
        days = (asking.day(value) if value else None for value in (approved, signed))
        yield (*facts, pdfs, *days, *said)


def standing(places: Iterable[Place]) -> list[Place]:
    """Those that were not withdrawn, the oldest first."""
    return [place for place in places if place.withdrawn_at is None]


def compared_with(place: Place, places: Iterable[Place]) -> Place | None:
    """With which of a meeting's publications a reader compares one: with the last before it that stands; but an agenda that is
    put right after the minutes is no draft of them, so one that says more than its kind does is passed over."""
    before = [other for other in standing(places) if other.number < place.number]
    of_no_more = [other for other in before if other.kind.rank <= place.kind.rank]
    return (of_no_more or before or [None])[-1]
