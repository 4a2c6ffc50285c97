"""Names that a correction would print otherwise than the version before it, although nobody meant to correct them."""

from collections.abc import Iterator
from dataclasses import dataclass

from published.record import MeetingRecord
from publishing.checks.check import Check, coded, look
from publishing.freezing import names_in


@dataclass(frozen=True)
class Renamed:
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.before} is now printed as {self.after}."


@coded("retitled")
def retitled(record: MeetingRecord, link: str) -> Iterator[Check]:
    """The items that are printed with what the agenda called them."""
    for item in record.items:
        if item.former_title:
            yield look(
                f"“{item.title}” was “{item.former_title}” on the agenda, and both are printed. If the public must not read "
                "the earlier title, withdraw the agenda that has it before you publish.",
                link,
            )


def renamed(earlier: MeetingRecord, now: MeetingRecord) -> Iterator[Renamed]:
    """The names of people, the committee and the organisation that have changed since."""
    today = names_in(now)
    pairs = [(name, today.get(slug, name)) for slug, name in names_in(earlier).items()]
    pairs += [(earlier.committee, now.committee), (earlier.organisation, now.organisation)]
    for before, after in pairs:
        if before != after:
            yield Renamed(before, after)
