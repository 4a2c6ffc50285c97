"""Business that a meeting did not do, carried to another: put off, adjourned, or because too few came."""

from collections.abc import Iterable, Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.formats import date_format

from minutes.attending import expect_officers
from minutes.models import AgendaItem, Document, Meeting

# What is asked of a meeting. What became of it, and how it was late, belongs to the meeting before.
ASKED = [
    "title", "public_title", "kind", "officer", "purpose", "recommendation", "restriction", "restriction_reason", "is_numbered",
    "papers_missing", "matter", "background_papers", "chair_note",
]  # fmt: skip
FILED = ["title", "kind", "restriction", "restriction_reason", "position"]


@transaction.atomic
def postpone(meeting: Meeting, reason: str, instead: Meeting) -> None:
    """Call the meeting off, and let the new, stored one do all of its business. ValidationError without a reason."""
    meeting.cancel(reason, instead)
    _begin(instead, meeting)
    carry(meeting.items.in_order(), instead)


@transaction.atomic
def adjourn(meeting: Meeting, resumed: Meeting, items: Sequence[AgendaItem]) -> None:
    """Go on at another, stored meeting with these items, which were not reached. They stay on this agenda and say so."""
    meeting.adjourned_to = resumed
    meeting.save_columns("adjourned_to")
    _begin(resumed, meeting)
    carry(items, resumed)
    _defer(items, f"to the resumed meeting of {date_format(resumed.date, 'j F Y')}")


@transaction.atomic
def record_inquorate(meeting: Meeting, instead: Meeting | None, items: Sequence[AgendaItem]) -> None:
    """Record that too few members came, and carry the items to another meeting where there is one."""
    meeting.was_inquorate, meeting.adjourned_to = True, instead or meeting.adjourned_to
    meeting.save_columns("was_inquorate", "adjourned_to")
    if instead:
        _begin(instead, meeting)
        carry(items, instead)
        _defer(items, f"to the meeting of {date_format(instead.date, 'j F Y')}")


def take_up_again(meeting: Meeting) -> None:
    """It was neither adjourned nor inquorate after all. What other rows say of it stays."""
    meeting.was_inquorate, meeting.adjourned_to = False, None
    meeting.save_columns("was_inquorate", "adjourned_to")


def carry(items: Iterable[AgendaItem], to: Meeting) -> None:
    """Put copies of the items, in the order of the agenda, with their papers on another meeting's agenda."""
    copies: dict[int, AgendaItem] = {}
    for item in items:
        asked = {name: getattr(item, name) for name in ASKED}
        copy = AgendaItem(meeting=to, parent=copies.get(item.parent_id), carried_from=item, **asked)
        if copy.parent is None:
            _close_like_its_main_item(copy, item)
        copy.save()
        copies[item.pk] = copy
    for paper in Document.objects.filter(item__in=copies).order_by("position", "pk"):
        _copy_paper(paper, copies[paper.item_id])


def _close_like_its_main_item(copy: AgendaItem, item: AgendaItem) -> None:
    """A sub-item that goes on without the item above stays closed where that was what closed it."""
    if item.is_closed and not item.is_restricted:
        above = item.parent
        copy.restriction, copy.restriction_reason = above.restriction, above.restriction_reason
        copy.public_title = copy.public_title or above.public_title


def _copy_paper(paper: Document, item: AgendaItem) -> None:
    """A file of its own: each paper's file goes with its row."""
    if default_storage.exists(paper.file.name):
        with paper.file.open() as stored:
            file = ContentFile(stored.read(), name=paper.file_name)
        Document.objects.create(item=item, file=file, **{name: getattr(paper, name) for name in FILED})


def not_reached(meeting: Meeting) -> list[AgendaItem]:
    """The items of which nothing is written down: those that an adjourned meeting most likely did not come to."""
    items = meeting.numbered_items("minute", "decisions", "motions", "parent")
    return [
        item for item in items if not (_is_written(item) or item.state or item.kind in {"apologies", "declarations"})
    ]


def _is_written(item: AgendaItem) -> bool:
    return bool((hasattr(item, "minute") and item.minute.body) or item.decisions.all() or item.motions.all())


def _begin(new: Meeting, meeting: Meeting) -> None:
    new.expect_members()
    expect_officers(new, meeting)


def _defer(items: Sequence[AgendaItem], note: str) -> None:
    for item in items:
        if not item.is_heading:
            item.state, item.state_note = AgendaItem.State.DEFERRED, note
            item.save_columns("state", "state_note")
