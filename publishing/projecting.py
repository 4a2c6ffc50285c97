"""From the publication log to the read model: the same log always gives the same rows."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from publishing.chain import sha256
from publishing.kinds import Kind
from publishing.readmodel import (
    FOREVER,
    TABLES,
    PublishedDecision,
    PublishedDocument,
    PublishedItem,
    PublishedMeeting,
    PublishedVersion,
    PublishedWithdrawal,
    RenderedPDF,
)
from publishing.record import Item, MeetingRecord
from publishing.templatetags.published import clock


@dataclass(frozen=True)
class Version:
    """A publication that stands, with its record, the body made of it, and the size of its PDF (None: not made yet)."""

    publication: models.Model
    record: MeetingRecord
    body: SafeString
    pdf_size: int | None = None

    @property
    def kind(self) -> Kind:
        return Kind(self.record.kind)


@dataclass(frozen=True)
class Segment:
    """A stretch of time in which the same versions are live; `best` is the one that the meeting's address shows."""

    start: datetime
    end: datetime
    live: tuple[Version, ...]
    best: Version


def project(publications: Iterable) -> None:
    """Make the read model's rows of one meeting again, from its whole log. Call it inside a transaction."""
    log = list(publications)
    for table in TABLES:
        table._default_manager.filter(key=log[0].meeting_id).delete()
    rows = rows_for(log)
    for table in TABLES:
        table._default_manager.bulk_create([row for row in rows if type(row) is table])


def rows_for(log: list) -> list[models.Model]:
    """What the public can be shown of one meeting, from all its rows in the log in their order; nothing is saved."""
    sizes = dict(RenderedPDF.objects.filter(sequence__in=[p.sequence for p in log]).values_list("sequence", "size"))
    standing = [version(p, sizes.get(p.sequence)) for p in log if p.record is not None]
    time_line = segments(standing)
    return [
        *(_version_row(v) for v in standing),
        *(meeting_row(segment) for segment in time_line),
        *_item_rows(time_line),
        *_decision_rows(time_line),
        *(row for v in standing for row in _document_rows(v)),
        *(_withdrawal_row(p) for p in log if p.withdraws_id and p.was_live),
    ]


def _render(template: str, context: dict) -> SafeString:
    """A page's text, without the blank lines that templates leave behind: a good part of a long page's bytes."""
    return mark_safe(re.sub(r"\n\s*\n", "\n", render_to_string(template, context)))  # noqa: S308  our own templates


def version(publication, pdf_size: int | None = None) -> Version:
    record = publication.meeting_record
    body = _render("publishing/_meeting.html", _context(record))
    return Version(publication, record, body, pdf_size)


def segments(standing: list[Version]) -> list[Segment]:
    """The meeting's time line, from the first publication that goes live on."""
    found = []
    moments = sorted({v.publication.goes_live_at for v in standing})
    for start, end in pairwise([*moments, FOREVER]):
        live = tuple(v for v in standing if v.publication.goes_live_at <= start)
        found.append(Segment(start, end, live, best(live)))
    return found


def best(live: tuple[Version, ...]) -> Version:
    """A cancellation says all there is to say, until a later publication revives the meeting; otherwise the kind that
    says most, and of those the newest."""
    cancelled = [v for v in live if v.kind == Kind.CANCELLATION]
    if not cancelled:
        return max(live, key=_merit)
    revived = [v for v in live if v.publication.sequence > cancelled[-1].publication.sequence]
    return max(revived, key=_merit) if revived else cancelled[-1]


def _merit(v: Version) -> tuple[int, int]:
    return v.kind.rank, v.publication.sequence


def meeting_row(segment: Segment) -> PublishedMeeting:
    """What the meeting's address shows in a segment."""
    shown = segment.best
    text = _render(
        "publishing/_meeting_page.html",
        {
            **_context(shown.record),
            "publication": shown.publication,
            "body": shown.body,
            "agenda": _newest_pdf(segment.live, "agenda.pdf"),
            "minutes": _newest_pdf(segment.live, "minutes.pdf"),
            "log": [v.publication for v in reversed(segment.live)],
        },
    )
    return PublishedMeeting(
        **_place(shown),
        shown_from=segment.start,
        shown_until=segment.end,
        sequence=shown.publication.sequence,
        committee_id=shown.publication.meeting.committee_id,
        committee_name=shown.record.committee,
        date=date.fromisoformat(shown.record.date),
        start=_time(shown.record.start),
        subtitle=shown.record.subtitle,
        kind=shown.record.kind,
        **_page(_meeting_title(shown), text),
    )


def _page(title: str, text: str) -> dict:
    return {"page_title": title, "text": text, "digest": sha256(f"{title}\n{text}")}


def _meeting_title(v: Version) -> str:
    """What a reader of many tabs, or of search results, must see first."""
    day = date_format(date.fromisoformat(v.record.date), "l j F Y")
    time_of_day = f", {clock(v.record.start)}" if v.record.start else ""
    cancelled = "CANCELLED: " if v.kind == Kind.CANCELLATION else ""
    return f"{cancelled}{v.kind.holds} for {v.record.committee} on {day}{time_of_day}"


def _where(v: Version) -> str:
    return f"{v.record.committee}, {date_format(date.fromisoformat(v.record.date), 'j F Y')}"


def _newest_pdf(live: tuple[Version, ...], name: str) -> Version | None:
    """The version behind `agenda.pdf` or `minutes.pdf`: minutes before their draft, then the newest."""
    return max((v for v in live if v.kind.pdf_name == name), key=_merit, default=None)


def _version_row(v: Version) -> PublishedVersion:
    p = v.publication
    return PublishedVersion(
        **_place(v),
        sequence=p.sequence,
        committee_name=v.record.committee,
        date=date.fromisoformat(v.record.date),
        start=_time(v.record.start),
        kind=p.kind,
        version=p.version,
        number=p.number,
        note=p.note,
        published_at=p.published_at,
        goes_live_at=p.goes_live_at,
        **_page(f"{v.kind.label}, version {p.version}: {_where(v)}", v.body),
    )


def _item_rows(time_line: list[Segment]) -> list[PublishedItem]:
    """What each item's address shows. It goes on working when a newer version no longer holds the item, and says so."""
    return [
        _item_row(slug, source, is_current=is_current, start=start, end=end)
        for slug in dict.fromkeys(item.slug for segment in time_line for v in segment.live for item in _pages(v.record))
        for start, end, (source, is_current) in _coalesced((s, _holding(s, slug)) for s in time_line)
    ]


def _holding(segment: Segment, slug: str) -> tuple[Version, bool] | None:
    """The best live version that holds the item, and whether it is what the meeting's address shows."""
    live = tuple(v for v in segment.live if any(item.slug == slug for item in _pages(v.record)))
    if not live:
        return None
    source = segment.best if segment.best in live else best(live)
    return source, source is segment.best


def _coalesced(parts: Iterable) -> list[tuple]:
    """(start, end, what) for runs of segments with the same `what`; those with None are left out."""
    runs: list[list] = []
    for segment, what in parts:
        if runs and runs[-1][2] == what and runs[-1][1] == segment.start:
            runs[-1][1] = segment.end
        else:
            runs.append([segment.start, segment.end, what])
    return [tuple(run) for run in runs if run[2] is not None]


def _item_row(slug: str, source: Version, *, is_current: bool, start: datetime, end: datetime) -> PublishedItem:
    pages = _pages(source.record)
    here = next(n for n, item in enumerate(pages) if item.slug == slug)
    text = _render(
        "publishing/_item_page.html",
        {
            **_context(source.record),
            "publication": source.publication,
            "is_current": is_current,
            "item": pages[here],
            "previous": pages[here - 1] if here else None,
            "following": pages[here + 1] if here + 1 < len(pages) else None,
        },
    )
    return PublishedItem(
        **_place(source),
        shown_from=start,
        shown_until=end,
        slug=slug,
        sequence=source.publication.sequence,
        committee_name=source.record.committee,
        date=date.fromisoformat(source.record.date),
        title=pages[here].title,
        **_page(f"{pages[here].title}: {_where(source)}", text),
    )


def _pages(record: MeetingRecord) -> list[Item]:
    return [item for item in record.items if not item.is_heading]


def _decision_rows(time_line: list[Segment]) -> list[PublishedDecision]:
    rows = []
    for start, end, shown in _coalesced((segment, segment.best) for segment in time_line):
        decisions = [(item, decision) for item in shown.record.items for decision in item.decisions]
        for position, (item, decision) in enumerate(decisions, start=1):
            rows.append(
                PublishedDecision(
                    **_place(shown),
                    shown_from=start,
                    shown_until=end,
                    item_slug=item.slug,
                    item_title=item.title,
                    item_kind=item.kind,
                    sequence=shown.publication.sequence,
                    position=position,
                    committee_id=shown.publication.meeting.committee_id,
                    committee_name=shown.record.committee,
                    date=date.fromisoformat(shown.record.date),
                    kind=decision.kind,
                    reference=decision.reference,
                    is_key=decision.is_key,
                    text=decision.text,
                )
            )
    return rows


def _document_rows(v: Version) -> list[PublishedDocument]:
    return [
        PublishedDocument(
            **_place(v),
            sequence=v.publication.sequence,
            goes_live_at=v.publication.goes_live_at,
            sha256=paper.sha256,
            file_name=paper.file_name,
            title=paper.title,
            size=paper.size,
        )
        for paper in v.record.all_papers
    ]


def _withdrawal_row(withdrawal) -> PublishedWithdrawal:
    withdrawn = withdrawal.withdraws
    committee_slug, _, meeting_slug = withdrawn.address.partition("/")
    return PublishedWithdrawal(
        key=withdrawal.meeting_id,
        committee_slug=committee_slug,
        meeting_slug=meeting_slug,
        sequence=withdrawal.sequence,
        kind=withdrawn.kind,
        number=withdrawn.number,
        reason=withdrawal.note,
        withdrawn_at=withdrawal.published_at,
    )


def _place(v: Version) -> dict:
    return {
        "key": v.publication.meeting_id,
        "committee_slug": v.record.committee_slug,
        "meeting_slug": v.record.slug,
    }


def _time(clock: str) -> time | None:
    return time.fromisoformat(clock) if clock else None


def _context(record: MeetingRecord) -> dict:
    return {"record": record, "day": date.fromisoformat(record.date), "kind": Kind(record.kind)}


def made_with() -> str:
    """The digest of everything that pages are made with; when it has changed, the read model is made again."""
    templates = Path(settings.BASE_DIR, "templates", "publishing")
    sources = [
        *templates.glob("_*.html"),
        *Path(settings.BASE_DIR, "richtext").rglob("*.py"),
        *Path(__file__).parent.rglob("*.py"),
    ]
    found = hashlib.sha256()
    for source in sorted(sources):
        found.update(source.read_bytes())
    return found.hexdigest()
