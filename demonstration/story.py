"""What is published of the demonstration, and when: told in the order of time, because the log is one chain."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from minutes.models import Meeting
from published.kinds import Kind
from publishing.models import Publication


@dataclass
class Story:
    """What happens, and when; told in the order of time, because the publication log is one chain."""

    today: date
    now: datetime = field(default_factory=timezone.now)
    events: list[tuple[datetime, int, Callable]] = field(default_factory=list)

    def add(self, day: date, hour: int, do: Callable[[datetime], None]) -> None:
        when = timezone.make_aware(datetime.combine(day, time(hour, len(self.events) % 60)))
        self.events.append((when, len(self.events), do))

    def tell(self, watch: Callable) -> None:
        for when, _, do in watch(sorted(self.events, key=lambda event: event[:2]), "Publishing"):
            if when <= self.now:
                do(when)


def tell(story: Story, meeting: Meeting, following: Meeting | None, *, is_written: bool = True) -> None:
    """What is published of a meeting: its agenda a week and a day before, the draft nine days after (if it is written), the
    minutes once the next meeting has approved them; of a far meeting the date only."""
    agenda = meeting.date - timedelta(9)
    story.add(agenda, 15, publishing(meeting, Kind.AGENDA))
    if agenda >= story.today:
        story.add(story.today - timedelta(1), 10, publishing(meeting, Kind.NOTICE))
    if meeting.committee.slug == "cabinet":
        story.add(meeting.date + timedelta(1), 9, publishing(meeting, Kind.DECISIONS))
    if is_written:
        story.add(meeting.date + timedelta(9), 11, publishing(meeting, Kind.DRAFT_MINUTES))
    if following:
        story.add(following.date + timedelta(2), 14, publishing(meeting, Kind.MINUTES))


def publishing(meeting: Meeting, kind: Kind, note: str = "", goes_live_at: datetime | None = None) -> Callable:
    def publish(when: datetime) -> None:
        if Meeting.objects.filter(pk=meeting.pk, cancelled_at=None).exists():
            Publication.objects.publish(meeting, kind, note=note, goes_live_at=goes_live_at, now=when)

    return publish
