"""What publishing would do, worked out without doing it: for the clerk to read before they confirm it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minutes.models import Meeting
from published.kinds import Kind
from published.models import Record
from published.record import MeetingRecord
from publishing import slugs
from publishing.checks import Check, checks, in_order
from publishing.checks.check import meeting_link
from publishing.checks.closing import closing
from publishing.checks.renaming import Renamed, renamed
from publishing.freezing import freeze
from publishing.models import Publication
from publishing.projecting import best
from publishing.standing import Standing


@dataclass(frozen=True)
class Review:
    """A meeting as it would be published as `kind`, from `goes_live_at` on (None: at once)."""

    kind: Kind
    goes_live_at: datetime | None
    record: MeetingRecord
    fingerprint: str
    checks: list[Check]
    renamed: list[Renamed]
    standing: list[Standing]
    needs_note: bool
    is_unchanged: bool
    now: datetime

    @property
    def is_stopped(self) -> bool:
        return any(check.stops for check in self.checks)

    @property
    def closed_items(self) -> int:
        return sum(item.closed is not None for item in self.record.items)

    @property
    def moment(self) -> datetime:
        return self.goes_live_at or self.now

    @property
    def shown_before(self) -> Standing | None:
        """What the meeting's address shows just before that moment."""
        return best(self._live)

    @property
    def is_shown(self) -> bool:
        """Whether the meeting's address shows it then: a kind that says less than what stands is only listed."""
        after = max((version.sequence for version in self.standing), default=0) + 1
        own = Standing(after, self.kind, self.moment, None, self.record)
        return best([*self._live, own]) is own

    @property
    def _live(self) -> list[Standing]:
        return [version for version in self.standing if version.goes_live_at <= self.moment]


def review(meeting: Meeting, kind: Kind, *, goes_live_at: datetime | None = None, as_on_the_day: bool = True) -> Review:
    """Everything that the clerk should know before `meeting` is published as `kind`. The number of queries does not depend
    on the number of items or of versions."""
    now = timezone.now()
    moment, standing = goes_live_at or now, standing_of(meeting, now)
    earlier = Publication.objects.of(meeting, kind).known_or_coming().first()
    newest = next((version for version in standing if version.kind == kind), None)
    as_now = would_be(meeting, kind, as_on_the_day=False)
    names = list(renamed(newest.record, as_now)) if newest else []
    record = would_be(meeting, kind, as_on_the_day=True) if names and as_on_the_day else as_now
    is_unchanged = bool(newest and newest.sequence == earlier.sequence and newest.is_still(record, moment))
    return Review(
        kind=kind,
        goes_live_at=goes_live_at,
        record=record,
        fingerprint=Publication.objects.fingerprint(meeting, record.to_json()),
        checks=_all_checks(meeting, kind, moment, standing),
        renamed=names,
        standing=standing,
        needs_note=earlier is not None,
        is_unchanged=is_unchanged,
        now=now,
    )


def would_be(meeting: Meeting, kind: Kind, *, as_on_the_day: bool) -> MeetingRecord:
    """The record that publishing now would make. The addresses that it gives to new items are not kept."""
    names = Publication.objects.names_on_the_day(meeting, kind) if as_on_the_day else None
    with transaction.atomic():
        if kind.has_items:
            slugs.settle(meeting, Publication.objects.standing_records(meeting))
        record = freeze(meeting, kind, names)
        transaction.set_rollback(True)
    return record


def standing_of(meeting: Meeting, now: datetime) -> list[Standing]:
    """What stands of the meeting, the scheduled among it; the newest first."""
    publications = list(Publication.objects.of(meeting).standing())
    texts = dict(Record.objects.filter(sequence__in=[p.sequence for p in publications]).values_list("sequence", "text"))
    places = Publication.objects.places_of(meeting, now)
    return [
        Standing(
            sequence=p.sequence,
            kind=Kind(p.kind),
            goes_live_at=p.goes_live_at,
            place=places.get(p.sequence),
            record=MeetingRecord.from_json(texts[p.sequence]),
        )
        for p in publications
        if p.sequence in texts  # it may be withdrawn between the two queries
    ]


def _all_checks(meeting: Meeting, kind: Kind, moment: datetime, standing: list[Standing]) -> list[Check]:
    addresses = [Check(sentence, meeting_link(meeting)) for sentence in Publication.objects.address_problems(meeting)]
    of_record = checks(meeting, kind, timezone.localdate(moment))
    return in_order([*addresses, *of_record, *closing(meeting, standing)])
