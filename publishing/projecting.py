"""From the publication log to the rows of the pages: the same log always gives the same rows.

Publishing renders the new version and nothing that was published before; of the others only times and ids are written.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from published import bodies, extracting, indexing
from published.kinds import Kind
from published.models import Link, Record, Shown, Version, Withdrawal
from published.record import MeetingRecord
from publishing import chain

LINK_FACTS = "facts about key committee_slug meeting_slug kind published_at goes_live_at".split()


def project(log: Iterable, now: datetime, new: MeetingRecord | None = None) -> None:
    """Bring the rows of one meeting up to its log (all its rows in their order), of which the last was just written.

    `new` is its record, if it is a publication. Call it inside a transaction, under the lock."""
    log = list(log)
    last = log[-1]
    if new:
        pieces(last, new, now).save()
    save_times(log, now)
    changed = [row for row in log if last.withdraws_id and last.withdraws_id in (row.sequence, row.strikes_id)]
    for row in link_rows([*changed, last], now):
        row.save()


def save_times(log: list, now: datetime) -> None:
    """Write what a meeting's address shows when, which words of it can be searched, and what was withdrawn there."""
    key = log[0].meeting_id
    Shown.objects.filter(key=key).delete()
    Shown.objects.bulk_create(shown_rows(log, now))
    indexing.keep(key)
    Withdrawal.objects.filter(key=key).delete()
    Withdrawal.objects.bulk_create(withdrawal_rows(log))


def forget(publication) -> set[str]:
    """Delete a withdrawn publication's record, with the rows and PDFs made of it; its log row says so already. Returns the
    sha-256 of the files that it had. The worker locks the same row to add a PDF: it comes before, or not at all."""
    version = Version.objects.select_for_update().get(record_id=publication.sequence)
    pdfs = version.pdfs.made().values_list("sha256", flat=True)
    gone = {*publication.meeting_record.files, *pdfs}
    Record.objects.filter(sequence=publication.sequence).delete()
    extracting.forget(gone)
    return gone


def pieces(publication, record: MeetingRecord, now: datetime) -> bodies.Pieces:
    """The rows of a publication's pages, not saved."""
    version = Version(
        record_id=publication.sequence,
        key=publication.meeting_id,
        note=publication.note,
        published_at=publication.published_at,
        goes_live_at=publication.goes_live_at,
        live_from=_from(publication.goes_live_at, now),
    )
    return bodies.make(record, version)


def shown_rows(log: list, now: datetime) -> list[Shown]:
    """What the meeting's address shows from `now` on. What has begun has no start, and what is over is not kept."""
    standing = [p for p in log if p.stands]
    moments = sorted({p.goes_live_at for p in standing if p.goes_live_at > now})
    stretches = [(start, best([p for p in standing if p.goes_live_at <= (start or now)])) for start in [None, *moments]]
    runs = [next(run) for _, run in groupby(stretches, key=lambda stretch: stretch[1])]
    ends = [start for start, _ in runs[1:]] + [None]
    return [
        Shown(key=shown.meeting_id, version_id=shown.sequence, starts_at=start, ends_at=end)
        for (start, shown), end in zip(runs, ends, strict=True)
        if shown
    ]


def best(live: list):
    """Which of the publications that are live the address shows; None of none. A cancellation says all there is to say,
    until a later publication revives the meeting; otherwise the kind that says most, and of those the newest."""
    cancelled = [p.sequence for p in live if p.kind == Kind.CANCELLATION]
    revived = [p for p in live if p.sequence > max(cancelled)] if cancelled else live
    if cancelled and not revived:
        return max((p for p in live if p.kind == Kind.CANCELLATION), key=lambda p: p.sequence)
    return max(revived, key=lambda p: (Kind(p.kind).rank, p.sequence), default=None)


def withdrawal_rows(log: list) -> list[Withdrawal]:
    return [
        Withdrawal(
            sequence=p.sequence,
            key=p.meeting_id,
            committee_slug=p.address.partition("/")[0],
            meeting_slug=p.address.partition("/")[2],
            kind=p.kind,
            goes_live_at=p.goes_live_at,
            reason=p.withdrawal.note,
            withdrawn_at=p.withdrawal.published_at,
        )
        for p in log
        if p.is_withdrawn and not p.was_never_live
    ]


def link_rows(rows: Iterable, now: datetime) -> list[Link]:
    """The public side of rows of the log: all their facts, but for what was taken back before it was live."""
    return [
        Link(sequence=p.sequence, digest=p.digest, live_from=_from(p.goes_live_at, now), **_known_of(p)) for p in rows
    ]


def _known_of(p) -> dict:
    if p.was_never_live:
        return {"facts": ""}
    committee, _, meeting = p.address.partition("/")
    return {
        "facts": chain.canonical(p.facts),
        "about": p.withdraws_id or p.strikes_id or p.sequence,
        "key": p.meeting_id,
        "committee_slug": committee,
        "meeting_slug": meeting,
        "kind": p.kind,
        "published_at": p.published_at,
        "goes_live_at": p.goes_live_at,
    }


def _from(moment: datetime, now: datetime) -> datetime | None:
    """The moment from which something is live, or None if it is already: a clock set back later takes nothing away."""
    return moment if moment > now else None
