"""From the publication log to the read model: the same log always gives the same rows."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count, pairwise
from pathlib import Path

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string

from publishing.kinds import Kind
from publishing.readmodel import (
    PublishedDecision,
    PublishedDocument,
    PublishedItem,
    PublishedMeeting,
    PublishedWithdrawal,
)
from publishing.record import MeetingRecord

Interval = tuple[datetime, datetime | None]


@dataclass
class Rows:
    """The read model's rows of one meeting, not saved."""

    meetings: list[PublishedMeeting] = field(default_factory=list)
    items: list[PublishedItem] = field(default_factory=list)
    decisions: list[PublishedDecision] = field(default_factory=list)
    documents: list[PublishedDocument] = field(default_factory=list)
    withdrawals: list[PublishedWithdrawal] = field(default_factory=list)

    def __iter__(self) -> Iterator[list[models.Model]]:
        return iter([self.meetings, self.items, self.decisions, self.documents, self.withdrawals])


def rows_for(publications: Iterable) -> Rows:
    """What the public can be shown of one meeting, from all its rows in the log in their order."""
    log = list(publications)
    rows = Rows()
    standing = [p for p in log if p.record is not None]
    records = {p.pk: MeetingRecord.from_json(p.record) for p in standing}
    shown = intervals(standing)
    items_shown = _item_intervals(standing, records)
    for publication in standing:
        meeting = meeting_row(publication, records[publication.pk], shown.get(publication.pk))
        rows.meetings.append(meeting)
        rows.items += item_rows(meeting, records[publication.pk], items_shown)
        rows.decisions += _decision_rows(meeting, records[publication.pk])
        rows.documents += _document_rows(meeting, records[publication.pk])
    rows.withdrawals += [_withdrawal_row(p) for p in log if p.withdraws_id and p.was_live]
    return rows


def project(publications: Iterable) -> None:
    """Make the read model's rows of one meeting again, from its whole log. Call it inside a transaction."""
    log = list(publications)
    sequences = [publication.sequence for publication in log]
    PublishedMeeting.objects.filter(sequence__in=sequences).delete()
    PublishedWithdrawal.objects.filter(sequence__in=sequences).delete()
    for rows in rows_for(log):
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)


def meeting_row(publication, record: MeetingRecord, shown: Interval | None) -> PublishedMeeting:
    """The row of one publication; of an unsaved one for the preview."""
    return PublishedMeeting(
        sequence=publication.sequence,
        committee_id=publication.meeting.committee_id,
        committee_slug=record.committee_slug,
        committee_name=record.committee,
        slug=record.slug,
        date=date.fromisoformat(record.date),
        start=time.fromisoformat(record.start) if record.start else None,
        subtitle=record.subtitle,
        venue=record.venue,
        cancelled=record.kind == Kind.CANCELLATION,
        kind=record.kind,
        version=publication.version,
        number=publication.number,
        note=publication.note,
        published_at=publication.published_at,
        goes_live_at=publication.goes_live_at,
        shown_from=shown[0] if shown else None,
        shown_until=shown[1] if shown else None,
        digest=publication.digest,
        body=render_to_string("publishing/_meeting.html", _context(record)),
    )


def item_rows(meeting: PublishedMeeting, record: MeetingRecord, shown: dict) -> list[PublishedItem]:
    """The rows of a record's items; `shown` holds the interval of each (sequence, item slug)."""
    pages = [item for item in record.items if not item.is_heading]
    neighbours = pairwise([None, *pages, None])
    before = [first for first, _ in neighbours]
    rows = []
    for position, (item, previous, following) in enumerate(
        zip(pages, before, [*pages[1:], None], strict=False), start=1
    ):
        interval = shown.get((meeting.sequence, item.slug))
        context = {**_context(record), "item": item, "previous": previous, "following": following}
        rows.append(
            PublishedItem(
                meeting=meeting,
                committee_slug=meeting.committee_slug,
                meeting_slug=meeting.slug,
                slug=item.slug,
                position=position,
                number=item.number,
                title=item.title,
                body=render_to_string("publishing/_item_page.html", context),
                goes_live_at=meeting.goes_live_at,
                shown_from=interval[0] if interval else None,
                shown_until=interval[1] if interval else None,
            )
        )
    return rows


def intervals(publications: list) -> dict[int, Interval]:
    """When each publication is the one that its address shows: from its time on, until a better one's time comes."""
    found: dict[int, Interval] = {}
    moments = sorted({publication.goes_live_at for publication in publications})
    for start, end in pairwise([*moments, None]):
        best = _best([p for p in publications if p.goes_live_at <= start])
        found[best.pk] = (found[best.pk][0] if best.pk in found else start, end)
    return found


def _best(live: list):
    """A cancellation says all there is to say, until a later publication revives the meeting; otherwise the kind that
    says most, and of those the newest."""
    cancelled = max((p.sequence for p in live if p.kind == Kind.CANCELLATION), default=0)
    revived = [p for p in live if p.sequence > cancelled]
    if cancelled and not revived:
        return next(p for p in live if p.sequence == cancelled)
    return max(revived, key=lambda p: (Kind(p.kind).rank, p.sequence))


def _item_intervals(publications: list, records: dict) -> dict[tuple[int, str], Interval]:
    """As `intervals`, for each item's address: it goes on working when a newer publication no longer holds the item."""
    holding: dict[str, list] = {}
    for publication in publications:
        for item in records[publication.pk].items:
            holding.setdefault(item.slug, []).append(publication)
    sequences = {p.pk: p.sequence for p in publications}
    return {
        (sequences[pk], slug): interval for slug, some in holding.items() for pk, interval in intervals(some).items()
    }


def _decision_rows(meeting: PublishedMeeting, record: MeetingRecord) -> list[PublishedDecision]:
    position = count(1)
    return [
        PublishedDecision(
            meeting=meeting,
            committee_id=meeting.committee_id,
            committee_slug=meeting.committee_slug,
            committee_name=meeting.committee_name,
            meeting_slug=meeting.slug,
            item_slug=item.slug,
            item_title=item.title,
            date=meeting.date,
            position=next(position),
            kind=decision.kind,
            reference=decision.reference,
            is_key=decision.is_key,
            text=decision.text,
            goes_live_at=meeting.goes_live_at,
            shown_from=meeting.shown_from,
            shown_until=meeting.shown_until,
        )
        for item in record.items
        for decision in item.decisions
    ]


def _document_rows(meeting: PublishedMeeting, record: MeetingRecord) -> list[PublishedDocument]:
    return [
        PublishedDocument(
            meeting=meeting,
            goes_live_at=meeting.goes_live_at,
            sha256=paper.sha256,
            file_name=paper.file_name,
            title=paper.title,
            size=paper.size,
        )
        for paper in record.all_papers
    ]


def _withdrawal_row(withdrawal) -> PublishedWithdrawal:
    withdrawn = withdrawal.withdraws
    committee_slug, _, meeting_slug = withdrawn.address.partition("/")
    return PublishedWithdrawal(
        sequence=withdrawal.sequence,
        committee_slug=committee_slug,
        meeting_slug=meeting_slug,
        kind=withdrawn.kind,
        number=withdrawn.number,
        reason=withdrawal.note,
        withdrawn_at=withdrawal.published_at,
    )


def _context(record: MeetingRecord) -> dict:
    return {"record": record, "day": date.fromisoformat(record.date), "kind": Kind(record.kind)}


def made_with() -> str:
    """The digest of everything that bodies are made with; when it has changed, the read model is made again."""
    sources = sorted(
        [
            *Path(settings.BASE_DIR, "templates", "publishing").glob("_*.html"),
            *Path(settings.BASE_DIR, "richtext").rglob("*.py"),
            Path(__file__),
        ]
    )
    found = hashlib.sha256()
    for source in sources:
        found.update(source.read_bytes())
    return found.hexdigest()
