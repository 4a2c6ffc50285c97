"""Names that a correction would print otherwise than the version before it, although nobody meant to correct them."""

from collections.abc import Iterator

from published.record import MeetingRecord
from publishing.freezing import names_in


def renamed(earlier: MeetingRecord, now: MeetingRecord) -> Iterator[str]:
    """A sentence for each name of a person, the committee and the organisation that has changed since."""
    today = names_in(now)
    pairs = [(name, today.get(slug, name)) for slug, name in names_in(earlier).items()]
    pairs += [(earlier.committee, now.committee), (earlier.organisation, now.organisation)]
    for before, after in pairs:
        if before != after:
            yield f"{before} is now printed as {after}."
