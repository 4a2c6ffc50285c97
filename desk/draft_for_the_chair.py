"""What a reader of the draft minutes outside the desk sees: as they are now, item by item, with no papers."""

from dataclasses import dataclass, replace

from django.utils import timezone

from desk.reviewing import addressed
from minutes.models import AgendaItem, Meeting, Minute
from published import bodies
from published.kinds import Kind
from published.models import Version, html
from published.record import Item, MeetingRecord
from publishing import slugs
from publishing.freezing import freeze
from publishing.models import Publication


@dataclass(frozen=True)
class DraftItem:
    """An item of the agenda with its text as the public page would print it, and the titles of its papers beside it; `is_closed`
    if the public may not read it."""

    row: AgendaItem
    item: Item
    text: str
    is_closed: bool
    papers: tuple[str, ...] = ()

    @property
    def minute(self) -> Minute | None:
        return getattr(self.row, "minute", None)

    @property
    def label(self) -> str:
        return f"{self.item.number} {self.item.title}".strip()


@dataclass(frozen=True)
class DraftToRead:
    """`left_out` says whether anything closed is not in it."""

    record: MeetingRecord
    front: str
    items: list[DraftItem]
    left_out: bool


def draft_to_read(meeting: Meeting, *, with_closed: bool) -> DraftToRead:
    """The draft minutes as they stand. With what is closed, its restrictions are lifted here, on rows that nobody stores, before
    they are frozen as any other draft is."""
    draft = addressed(meeting, Kind.DRAFT_MINUTES, slugs.owners(meeting))
    rows = draft.items_with("minute", "decisions")
    closed = {row.pk for row in rows if _is_closed(row)}
    if with_closed:
        _open(rows)
    names = Publication.objects.names_on_the_day(meeting, Kind.DRAFT_MINUTES)
    frozen = freeze(meeting, Kind.DRAFT_MINUTES, names, timezone.now(), draft)
    record = without_papers(frozen)
    by_slug = {row.slug: row for row in rows}
    papers = {item.slug: tuple(paper.title for paper in item.papers) for item in frozen.items}
    made = bodies.make(record, Version(goes_live_at=timezone.now()))
    items = [
        DraftItem(by_slug[item.slug], item, html(row.body), by_slug[item.slug].pk in closed, papers[item.slug])
        for item, row in zip(record.items, made.items, strict=True)
    ]
    front = bodies.make(replace(record, items=()), Version(goes_live_at=timezone.now())).version.front
    return DraftToRead(record, html(front), items, bool(closed) and not with_closed)


def _is_closed(row: AgendaItem) -> bool:
    minute = getattr(row, "minute", None)
    return row.is_closed or bool(minute and minute.is_restricted) or any(d.is_restricted for d in row.decisions.all())


def _open(rows: list[AgendaItem]) -> None:
    for row in rows:
        minute = [row.minute] if hasattr(row, "minute") else []
        for restricted in [row, *minute, *row.decisions.all()]:
            restricted.restriction = restricted.restriction_reason = ""


def without_papers(record: MeetingRecord) -> MeetingRecord:
    """Papers lie in public storage only once they are published: a link to one would lead nowhere."""
    nothing = {"papers": (), "papers_closed": ()}
    items = (replace(item, **nothing, papers_missing=False, background_papers=()) for item in record.items)
    return replace(record, **nothing, items=tuple(items))
