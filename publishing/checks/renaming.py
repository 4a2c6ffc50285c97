"""Names that a correction would print otherwise than the version before it, although nobody meant to correct them."""

from collections.abc import Iterator
from dataclasses import dataclass

from published.record import MeetingRecord
from publishing.freezing import names_in


@dataclass(frozen=True)
class Renamed:
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.before} is now printed as {self.after}."


def renamed(earlier: MeetingRecord, now: MeetingRecord) -> Iterator[Renamed]:
    """The names of people, the committee and the organisation that have changed since."""
    today = names_in(now)
    pairs = [(name, today.get(slug, name)) for slug, name in names_in(earlier).items()]
    pairs += [(earlier.committee, now.committee), (earlier.organisation, now.organisation)]
    for before, after in pairs:
        if before != after:
            yield Renamed(before, after)
