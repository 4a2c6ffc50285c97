"""Publishes several meetings at once, into an archive that nobody has read yet: the rows that publishing would make one
meeting at a time. It checks nothing and stores no papers; whoever calls it fills the search afterwards."""

import secrets
from datetime import datetime
from itertools import groupby

from minutes.models import Meeting
from published import bodies
from published.kinds import Kind
from published.models import Link, Record, Shown
from published.record import MeetingRecord, digest
from publishing import projecting
from publishing.freezing import freeze
from publishing.models import WHAT_BECAME, Head, Publication


def publish_together(meetings: list[Meeting], kind: Kind, now: datetime) -> None:
    """Publish the meetings as `kind`, in their order. Call it inside a transaction."""
    head = Head.locked()
    now = head.moment(now)
    made = [frozen(meeting, kind, head, now) for meeting in meetings]
    Publication.objects.bulk_create(publication for publication, _ in made)
    head.save()
    Record.objects.bulk_create(record for _, record in made)
    bodies.save_new(
        projecting.pieces(publication, MeetingRecord.from_json(record.text), now) for publication, record in made
    )
    show({meeting.pk for meeting in meetings}, now)


def frozen(meeting: Meeting, kind: Kind, head: Head, now: datetime) -> tuple[Publication, Record]:
    """The meeting's next row of the log and its record, not saved."""
    text, salt = freeze(meeting, kind, now=now).to_json(), secrets.token_hex(32)
    publication = Publication(
        meeting=meeting, address=meeting.address, kind=kind, record_digest=digest(salt, text), goes_live_at=now, published_at=now
    )  # fmt: skip
    publication.follow(head)
    return publication, Record(sequence=publication.sequence, salt=salt, text=text)


def show(keys: set[int], now: datetime) -> None:
    """Write what the meetings' addresses show, and the public side of the log's last row of each."""
    rows = Publication.objects.filter(meeting__in=keys).order_by("meeting_id", "sequence")
    logs = [list(log) for _, log in groupby(rows.select_related(*WHAT_BECAME), lambda row: row.meeting_id)]
    Shown.objects.filter(key__in=keys).delete()
    Shown.objects.bulk_create(shown for log in logs for shown in projecting.shown_rows(log, now))
    Link.objects.bulk_create(projecting.link_rows((log[-1] for log in logs), now))
