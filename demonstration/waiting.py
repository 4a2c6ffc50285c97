"""What waits for the clerk today: papers that are wanted, actions that are due, minutes half written, notes for a chair, a
notice that nobody has recorded as fixed on the board."""

from datetime import date, timedelta

from django.utils import timezone

from minutes.models import Action, AgendaItem, Meeting, Minute, PaperWanted
from publishing.models import Publication

# by how many days from today, and what was said when it was asked for
PAPERS = [(-2, True), (4, False)]
# due in how many days, what, how far it is
ACTIONS = [
    (-6, "Tell those who wrote to us what was decided", "Letters are drafted."),
    (5, "Report back on what it costs", ""),
    (11, "Put the notice into the local paper", ""),
]
NOTE = (
    "The officer wants five minutes, and will stay for questions.\nAsk whether anybody has an interest before the vote."
)


def leave_waiting(today: date) -> None:
    """Two papers are wanted, one of them overdue; actions are due; of the last meeting the minutes are half written."""
    coming = Meeting.objects.filter(date__gt=today, cancelled_at=None, documents__isnull=False).order_by("date", "pk")
    for meeting, (days, is_reminded) in zip(coming.distinct()[: len(PAPERS)], PAPERS, strict=False):
        want_a_paper(meeting, today + timedelta(days), today - timedelta(1) if is_reminded else None)
    held = Meeting.objects.filter(date__lt=today, cancelled_at=None).order_by("-date", "-pk")
    for meeting, (days, what, update) in zip(held[1:], ACTIONS, strict=False):
        item = business(meeting)[0]
        due = today + timedelta(days)
        Action.objects.create(item=item, what=what, owner=item.officer, due=due, update=update)
    if last := held.first():
        Minute.objects.filter(item__in=[*business(last)[-1:], *last.items.filter(kind="any-other-business")]).delete()

    fix_notices(today)


def fix_notices(today: date) -> None:
    """On the day on which they were published, but for the second meeting to come."""
    coming = [
        meeting
        for meeting in Meeting.objects.filter(date__gte=today).order_by("date", "pk")
        if meeting.waits_for_the_board
    ]
    first = {
        meeting.pk: Publication.objects.of(meeting).standing().order_by("goes_live_at").first() for meeting in coming
    }
    public = [
        meeting
        for meeting in coming
        if first[meeting.pk] and timezone.localdate(first[meeting.pk].goes_live_at) <= today
    ]
    for meeting in [*public[:1], *public[2:]]:
        meeting.notice_fixed_at = f"The board at the {meeting.venue}" if meeting.venue else "The board at the Guildhall"
        meeting.notice_fixed_on = timezone.localdate(first[meeting.pk].goes_live_at)
        meeting.save_columns("notice_fixed_at", "notice_fixed_on")


def want_a_paper(meeting: Meeting, by: date, reminded_on: date | None) -> None:
    first, *_, last = business(meeting)
    first.chair_note = NOTE
    first.save_columns("chair_note")
    title = f"Report: {last.title}"[:300]
    PaperWanted.objects.create(item=last, title=title, of_whom=last.officer, by=by, reminded_on=reminded_on)


def business(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.items.exclude(officer="").filter(restriction="").order_by("position"))
