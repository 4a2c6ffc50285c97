"""How the demonstration's minutes are approved: by the next meeting, now and then with a correction, a copying error or a note."""

from collections.abc import Callable
from datetime import datetime, timedelta

from demonstration.building import html
from demonstration.story import Story
from minutes.models import Annotation, Approval, Meeting, Minute
from published.kinds import Kind
from publishing.models import Publication

CORRECTION = "That in the first report it be added that the figures were those of the year before."
ADDED = "The figures were those of the year before."
ERROR = "The last sentence of the first report was missing."
MISSING = "The report was thanked for."
NOTE = "The figures of the first report were those of two years before, as the auditor has found."


def approving(meeting: Meeting, following: Meeting) -> Callable:
    """The next meeting approves them, and its Chair signs them there."""

    def approve(when: datetime) -> None:
        held = Meeting.objects.filter(pk__in=[meeting.pk, following.pk], cancelled_at=None).count() == 2
        item = following.items.filter(kind="previous-minutes").first()
        if not held or item is None or not Publication.objects.of(meeting, Kind.DRAFT_MINUTES).exists():
            return
        present = following.attendances.filter(state="present", capacity="member").select_related("person")
        signed = {"signed_on": following.date, "signed_by": present.first().name}
        Approval.objects.create(of_meeting=meeting, by_item=item, outcome="approved", **signed)

    return approve


def with_a_correction(story: Story, meeting: Meeting) -> None:
    """The next meeting corrects them before it approves them."""

    def correct(when: datetime) -> None:
        Approval.objects.filter(of_meeting=meeting).update(outcome="corrected", corrections=CORRECTION)
        _add(meeting, ADDED)

    story.add(_after(meeting, 1).date + timedelta(2), 10, correct)


def with_a_copying_error(story: Story, meeting: Meeting) -> None:
    """What was published as approved lacked a sentence, and was replaced."""

    def replace(when: datetime) -> None:
        Approval.objects.of(meeting).reopen(ERROR)
        _add(meeting, MISSING)
        Publication.objects.publish(meeting, Kind.MINUTES, note=f"Copying error: {ERROR}", now=when)

    story.add(_after(meeting, 1).date + timedelta(5), 17, replace)


def with_a_note(story: Story, meeting: Meeting) -> None:
    """The meeting after the next adds a note, and leaves the words."""

    def annotate(when: datetime) -> None:
        item = _after(meeting, 2).items.filter(kind="previous-minutes").first()
        Annotation.objects.create(of_meeting=meeting, by_item=item, text=NOTE)
        Publication.objects.publish(meeting, Kind.MINUTES, note="A note was added by a later resolution.", now=when)

    story.add(_after(meeting, 2).date + timedelta(3), 15, annotate)


def _after(meeting: Meeting, count: int) -> Meeting:
    """The meeting of the committee that was held so many later."""
    later = meeting.committee.meetings.filter(date__gt=meeting.date, cancelled_at=None).order_by("date")
    return later[count - 1]


def _add(meeting: Meeting, sentence: str) -> None:
    minutes = Minute.objects.filter(item__meeting=meeting, item__kind="report")
    minute = minutes.order_by("item__position").first()
    minute.body += html(sentence)
    minute.save_columns("body")
