"""Matters arising: what earlier meetings of a committee left to be done, and how it stands at a later one.

Nothing is copied to be carried over: a later meeting reads the actions themselves, so that none can be doubled or lost."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from minutes.models import Action, AgendaItem, Meeting

TITLE = "Matters arising and actions"
MOST = 50  # on a page


@dataclass(frozen=True)
class Arising:
    """An action as a later meeting finds it. `carried` says at how many meetings between the two it was open already."""

    action: Action
    meeting: Meeting
    carried: int

    @property
    def is_overdue(self) -> bool:
        return self.action.done_on is None and self.action.due is not None and self.action.due < timezone.localdate()

    @property
    def is_closed(self) -> bool:
        """Whether it belongs to business that the public may not read."""
        item = self.action.item
        return item.is_closed or (hasattr(item, "minute") and item.minute.is_restricted)

    @property
    def times(self) -> str:
        """ "once", "twice", "3 times"; "" where no meeting has had it before."""
        return {0: "", 1: "once", 2: "twice"}.get(self.carried, f"{self.carried} times")


def arising_at(meeting: Meeting, most: int | None = MOST) -> list[Arising]:
    """What earlier meetings of the committee left open, and what was done since the meeting before; the most urgent first.

    What was done by the day of an earlier meeting is not carried on. An extraordinary meeting has none: it does only what it
    was called for. One query."""
    if meeting.kind == Meeting.Kind.EXTRAORDINARY:
        return []
    before = _ordinary(meeting).filter(date__lt=meeting.date)
    last = Coalesce(Subquery(before.order_by("-date").values("date")[:1]), date.min)
    between = before.filter(date__gt=OuterRef("item__meeting__date")).order_by().values("committee")
    carried = Coalesce(Subquery(between.annotate(count=Count("pk")).values("count")), 0)
    found = _of_earlier(meeting).filter(Q(done_on=None) | Q(done_on__gt=last)).annotate(carried=carried)
    found = found.select_related("item__meeting", "item__parent", "item__minute")
    ordered = found.order_by(F("done_on").asc(nulls_first=True), F("due").asc(nulls_last=True), "pk")
    return [Arising(action, meeting, action.carried) for action in ordered[:most]]


def _ordinary(meeting: Meeting) -> QuerySet[Meeting]:
    """The committee's meetings that are held and take matters arising."""
    held = Meeting.objects.filter(committee=meeting.committee_id, cancelled_at=None)
    return held.exclude(kind=Meeting.Kind.EXTRAORDINARY)


def _of_earlier(meeting: Meeting) -> QuerySet[Action]:
    day, sitting = meeting.date, meeting.sitting
    earlier = Q(item__meeting__date__lt=day) | Q(item__meeting__date=day, item__meeting__sitting__lt=sitting)
    return Action.objects.filter(earlier, item__meeting__committee=meeting.committee_id)


def item_for_them(meeting: Meeting) -> AgendaItem | None:
    """The item of the meeting at which they are taken, under the committee's own title for it."""
    return meeting.items.filter(kind=AgendaItem.Kind.MATTERS_ARISING).first()


@transaction.atomic
def expect_them(meeting: Meeting) -> None:
    """Let the agenda have the item, once."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if item_for_them(meeting) is None:
        make_item(meeting)


def make_item(meeting: Meeting) -> AgendaItem:
    """Put the item on an agenda that has none, behind the minutes of the last meeting."""
    item = AgendaItem(meeting=meeting, title=TITLE, kind=AgendaItem.Kind.MATTERS_ARISING)
    item.place_last()
    item.save()
    before = meeting.items.filter(kind=AgendaItem.Kind.PREVIOUS_MINUTES, parent=None).first()
    if before:
        item.put_beside(before, 1)
    return item


def next_after(meeting: Meeting) -> Meeting | None:
    """The committee's next meeting to come that takes what this one leaves to be done."""
    later = _ordinary(meeting).filter(date__gt=meeting.date, date__gte=timezone.localdate())
    return later.select_related("committee").order_by("date", "sitting").first()


def is_next(meeting: Meeting) -> bool:
    """Whether no other meeting that takes business comes before it, from today on."""
    return not _ordinary(meeting).filter(date__gte=timezone.localdate(), date__lt=meeting.date).exists()
