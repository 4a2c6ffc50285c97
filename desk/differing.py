"""What differs between a meeting as it stands at the desk and what was published of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from desk.head import public_state
from minutes.models import Meeting
from published.kinds import Kind
from published.record import Item, MeetingRecord
from publishing.freezing import AsOnTheDay, freeze
from publishing.models import Publication


@dataclass(frozen=True)
class Renumbered:
    """An item that is printed with another number than before."""

    before: str
    item: Item

    def __str__(self) -> str:
        now = self.item.number
        if self.before and now:
            return f"Item {self.before} is now {now}: {self.item.title}"
        return f"Now item {now}: {self.item.title}" if now else f"No longer item {self.before}: {self.item.title}"


@dataclass(frozen=True)
class Differing:
    """How a meeting differs from what is public of it: items that are new, changed, gone or have another number, and what
    is said of the whole. One that is changed as well as renumbered is in both lists."""

    kind: Kind
    added: list[Item]
    changed: list[Item]
    gone: list[Item]
    renumbered: list[Renumbered]
    whole_differs: bool

    @property
    def count(self) -> int:
        other = {item.slug for item in self.changed} | {each.item.slug for each in self.renumbered}
        return len(self.added) + len(other) + len(self.gone)

    def sentence(self, what: str) -> str:
        """`what` it differs from: "what is public"."""
        if self.count:
            return f"{self.count} item{'s differ' if self.count > 1 else ' differs'} from {what}"
        return f"{'What is said of the meeting' if self.whole_differs else 'Nothing'} differs from {what}"


def how_it_differs(meeting: Meeting, now: datetime) -> str:
    """How much of the meeting differs from what is public of it, and from what is scheduled; "" if there is neither."""
    state = public_state(meeting, now)
    said = [_from(meeting, state.shown).sentence("what is public")] if state.shown else []
    for publication in state.scheduled:
        said.append(
            _from(meeting, publication).sentence(f"the {publication.get_kind_display().lower()} that is scheduled")
        )
    return "; ".join(said)


def _from(meeting: Meeting, publication: Publication) -> Differing:
    """What publishing the same kind again would change. The number of queries is constant."""
    stands, kind = publication.meeting_record, Kind(publication.kind)
    return compare(kind, stands, freeze(meeting, kind, AsOnTheDay(stands)))


def compare(kind: Kind, stands: MeetingRecord, would_be: MeetingRecord) -> Differing:
    """Items are the same by their address; a new one has none until it is published, or is of another title."""
    before, now = {item.slug: item for item in stands.items}, {item.slug for item in would_be.items}
    pairs = [(before[item.slug], item) for item in would_be.items if item.slug in before]
    return Differing(
        kind=kind,
        added=[item for item in would_be.items if item.slug not in before],
        changed=[item for was, item in pairs if item != replace(was, number=item.number)],
        renumbered=[Renumbered(was.number, item) for was, item in pairs if item.number != was.number],
        gone=[item for item in stands.items if item.slug not in now],
        whole_differs=replace(stands, items=()) != replace(would_be, items=()) or _order(stands) != _order(would_be),
    )


def _order(record: MeetingRecord) -> list[str]:
    return [item.slug for item in record.items]
