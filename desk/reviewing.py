"""What publishing would do, worked out without doing it: for the clerk to read before they confirm it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from committees.clear_days import Notice
from desk.log_of_meeting import MeetingLog
from minutes.draft import Draft
from minutes.models import Meeting
from published.kinds import Kind
from published.models import Record
from published.record import Item, MeetingRecord
from publishing import slugs
from publishing.before import AGENDAS
from publishing.checks import Check, checks, in_order
from publishing.checks.approval import as_approved
from publishing.checks.check import meeting_link, tab_link
from publishing.checks.closing import closing
from publishing.checks.coming import coming
from publishing.checks.doubled import doubled
from publishing.checks.renaming import Renamed, renamed, retitled
from publishing.freezing import AsOnTheDay, freeze
from publishing.models import Publication, fingerprint
from publishing.projecting import best
from publishing.standing import Standing


@dataclass(frozen=True)
class Review:
    """A meeting as it would be published as `kind`, from `goes_live_at` on (None: at once). `notice`: that of an agenda of a
    meeting to come, which is asked of the first agenda; None where no law asks for any."""

    kind: Kind
    goes_live_at: datetime | None
    record: MeetingRecord
    fingerprint: str
    checks: list[Check]
    renamed: list[Renamed]
    standing: list[Standing]
    notice: Notice | None
    needs_note: bool
    is_unchanged: bool
    log: MeetingLog
    now: datetime

    @property
    def is_stopped(self) -> bool:
        return any(check.stops for check in self.checks)

    @property
    def agenda_items(self) -> list[Item]:
        """Without the headings between them."""
        return [item for item in self.record.items if not item.is_heading]

    @property
    def closed_items(self) -> int:
        """Of how many the public is told the title and the ground alone."""
        return sum(item.closed is not None and not item.summary for item in self.agenda_items)

    @property
    def summarised_items(self) -> int:
        """Of how many closed ones there is a public minute."""
        return sum(item.closed is not None and bool(item.summary) for item in self.agenda_items)

    @property
    def moment(self) -> datetime:
        return self.goes_live_at or self.now

    @property
    def version(self) -> int:
        """Its public number among those of its kind, as long as none of them is moved."""
        earlier = (row for row in self.log.known_or_coming if row.kind == self.kind and row.goes_live_at <= self.moment)
        return 1 + len(list(earlier))

    @property
    def latest_moment(self) -> datetime | None:
        """The last lawful moment for the first agenda, as long as it is to come."""
        is_out = any(version.kind in AGENDAS for version in self.standing)
        latest = self.notice.last_moment if self.notice and not is_out else None
        return latest if latest and latest > self.now else None

    @property
    def newest(self) -> Standing | None:
        """The newest that stands of the kind, the scheduled among them."""
        return next((version for version in self.standing if version.kind == self.kind), None)

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


def review(
    meeting: Meeting,
    kind: Kind,
    *,
    goes_live_at: datetime | None = None,
    as_on_the_day: bool = True,
    log: MeetingLog | None = None,
    note: str = "",
) -> Review:
    """Everything that the clerk should know before `meeting` is published as `kind`. The number of queries does not depend
    on the number of items or of versions. `log` is the meeting's, if it has been read; `note` is what will be
    said of the new version."""
    now = timezone.now()
    log = log or MeetingLog.of(meeting, now)
    moment, standing = goes_live_at or now, standing_in(log)
    earlier = next((row for row in log.known_or_coming if row.kind == kind), None)
    newest = next((version for version in standing if version.kind == kind), None)
    owners = slugs.owners(meeting)
    draft = addressed(meeting, kind, owners)
    as_now = freeze(meeting, kind, None, now, draft)
    names = list(renamed(newest.record, as_now)) if newest else []
    on_the_day = names and as_on_the_day
    record = freeze(meeting, kind, AsOnTheDay(newest.record), now, draft) if on_the_day else as_now
    is_unchanged = bool(newest and newest.sequence == earlier.sequence and newest.is_still(record, moment))
    return Review(
        kind=kind,
        goes_live_at=goes_live_at,
        record=record,
        fingerprint=fingerprint(log.last, record.to_json()),
        checks=_all_checks(draft, record, moment, standing, log, owners, note),
        renamed=names,
        standing=standing,
        notice=notice_then(meeting, kind, moment, standing),
        needs_note=earlier is not None,
        is_unchanged=is_unchanged,
        log=log,
        now=now,
    )


def would_be(meeting: Meeting, kind: Kind, now: datetime | None = None, *, as_on_the_day: bool) -> MeetingRecord:
    """The record that publishing now would make. The addresses that it gives to new items are not kept."""
    names = Publication.objects.names_on_the_day(meeting, kind) if as_on_the_day else None
    return freeze(meeting, kind, names, now, addressed(meeting, kind, slugs.owners(meeting)))


def addressed(meeting: Meeting, kind: Kind, owners: dict[str, int]) -> Draft:
    """The draft, its items with the addresses at which they would be published; `owners` as in publishing.slugs."""
    draft = Draft(meeting)
    if kind.has_items:
        slugs.propose(draft.items, Publication.objects.standing_records(meeting), owners)
    return draft


def standing_of(meeting: Meeting, now: datetime) -> list[Standing]:
    """What stands of the meeting, the scheduled among it; the newest first."""
    return standing_in(MeetingLog.of(meeting, now))


def standing_in(log: MeetingLog) -> list[Standing]:
    """What stands of a meeting whose log has been read. One query."""
    numbers = [p.sequence for p in log.standing]
    texts = dict(Record.objects.filter(sequence__in=numbers).values_list("sequence", "text"))
    return [
        Standing(
            sequence=p.sequence,
            kind=Kind(p.kind),
            goes_live_at=p.goes_live_at,
            place=log.places.get(p.sequence),
            record=MeetingRecord.from_json(texts[p.sequence]),
        )
        for p in log.standing
        if p.sequence in texts  # it may be withdrawn between the two queries
    ]


def notice_then(meeting: Meeting, kind: Kind, moment: datetime, standing: list[Standing]) -> Notice | None:
    """The notice that the meeting has if that goes live then, beside what stands; None where it is no agenda to come."""
    if kind not in AGENDAS or meeting.has_begun:
        return None
    earlier = (version.goes_live_at for version in standing if version.kind in AGENDAS)
    notice = Notice.of(meeting, timezone.localdate(min([moment, *earlier])))
    return notice if notice.needed and notice.issued <= meeting.date else None


def _all_checks(
    draft: Draft,
    record: MeetingRecord,
    moment: datetime,
    standing: list[Standing],
    log: MeetingLog,
    owners: dict[str, int],
    note: str,
) -> list[Check]:
    meeting = draft.meeting
    here, agenda = meeting_link(meeting), tab_link("agenda", meeting.pk)
    addresses = [
        Check(sentence, here, code="address")
        for sentence in Publication.objects.address_problems(meeting, log.known_or_coming)
    ]
    of_draft = checks(meeting, Kind(record.kind), timezone.localdate(moment), draft, note)
    of_log = [
        *coming(meeting, Kind(record.kind), moment, standing),
        *retitled(record, agenda),
        *doubled(record, agenda),
        *closing(draft, standing, owners),
        *as_approved(meeting, record, standing),
    ]
    return in_order([*addresses, *of_draft, *of_log], draft.items)
