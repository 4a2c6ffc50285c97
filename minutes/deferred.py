"""Items that a meeting put off, until one of the committee's later meetings has them on its agenda."""

from datetime import timedelta
from itertools import takewhile

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from minutes.carrying import carry
from minutes.item_kinds import closes
from minutes.models import AgendaItem, Decision, Meeting

LONGEST_AGO = timedelta(days=2 * 366)


def waiting(meeting: Meeting) -> QuerySet[AgendaItem]:
    """What the committee's meetings of the two years before deferred and no later one has, the oldest first.

    Deferred is an item that is said to be, or of which that was decided. A later meeting has it where it was put on that
    agenda from here, or by hand under its title or its matter; not where that meeting is called off. A sub-item goes with
    the item above it, if that is deferred too. An extraordinary meeting, which does only what it was called for, is offered
    none. Each comes with its meeting."""
    if meeting.kind == Meeting.Kind.EXTRAORDINARY:
        return AgendaItem.objects.none()
    earlier = Q(meeting__date__lt=meeting.date) | Q(meeting__date=meeting.date, meeting__sitting__lt=meeting.sitting)
    earlier &= Q(meeting__committee=meeting.committee_id, meeting__date__gte=meeting.date - LONGEST_AGO)
    found = AgendaItem.objects.filter(earlier, _is_deferred()).exclude(kind=AgendaItem.Kind.HEADING)
    found = found.exclude(Exists(AgendaItem.objects.filter(_is_deferred(), pk=OuterRef("parent"))))
    found = found.exclude(Exists(_carried())).exclude(Exists(_by_hand()))
    return (
        found.in_order()
        .select_related("meeting", "parent")
        .order_by("meeting__date", "meeting__sitting", "main", "position")
    )


def _is_deferred() -> Q:
    so_decided = Decision.objects.filter(item=OuterRef("pk"), kind=Decision.Kind.DEFERRED)
    return Q(state=AgendaItem.State.DEFERRED) | Q(Exists(so_decided), state=AgendaItem.State.NORMAL)


def _carried() -> QuerySet[AgendaItem]:
    """Where an item went on: at a meeting that is held, or from one that was called off to yet another."""
    there = AgendaItem.objects.filter(carried_from=OuterRef("pk"))
    return there.filter(Q(meeting__cancelled_at=None) | Q(carried_to__isnull=False))


def _by_hand() -> QuerySet[AgendaItem]:
    same = Q(title__iexact=OuterRef("title")) | Q(matter=OuterRef("matter"))
    later = AgendaItem.objects.filter(
        same, meeting__committee=OuterRef("meeting__committee"), meeting__cancelled_at=None
    )
    return later.filter(meeting__date__gt=OuterRef("meeting__date"))


@transaction.atomic
def take(item: AgendaItem, meeting: Meeting, *, is_out: bool = False) -> AgendaItem:
    """Put what `waiting` gives on the meeting's agenda, with its sub-items that were not withdrawn and with the papers of each:
    before what closes the agenda, or at the very end where it `is_out`, so that the numbers stay. Gives the new item."""
    below = item.children.exclude(state=AgendaItem.State.WITHDRAWN).order_by("position", "pk")
    carry([item, *below], meeting)
    new = meeting.items.filter(carried_from=item).latest("pk")
    closing = None if is_out else _first_of_the_end(new)
    if closing:
        new.put_beside(closing, 0)
    return new


def _first_of_the_end(new: AgendaItem) -> AgendaItem | None:
    """The first of the items that close the agenda, behind which `new` stands. A closed item stays behind the resolution to
    exclude the public."""
    others = [row for row in new.siblings().order_by("-position", "-pk") if row != new]
    end = list(
        takewhile(lambda row: closes(row) and not (new.is_restricted and row.kind == row.Kind.EXCLUSION), others)
    )
    return end[-1] if end else None
