"""What changes after an agenda or minutes were published: called off, late, withdrawn, corrected, still to come."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from committees.models import Committee
from demonstration.building import add_item, html
from demonstration.days import is_summer, one_in_each_half
from demonstration.story import Story, publishing
from minutes.models import Action, Decision, Meeting
from published.kinds import Kind
from publishing.models import Publication

# Which committee's meeting is called off, whether in summer, and why; the parish meets a week later instead.
CALLED_OFF = {
    "safer-neighbourhoods-board": (
        False,
        "The community centre has no heating. The business is taken at the next meeting.",
    ),
    "withydale-parish-council": (True, "The village hall is needed as a polling station."),
}


def called_off(slug: str, days: list[date]) -> date | None:
    """The day in the committee's archive, but not the first one, on which a meeting was called off."""
    if slug not in CALLED_OFF:
        return None
    return next(day for day in days[1:] if is_summer(day) == CALLED_OFF[slug][0])


def call_off(story: Story, meeting: Meeting, instead: Meeting | None) -> None:
    """Its agenda goes out, and two days before the meeting its cancellation."""

    def cancel(when: datetime) -> None:
        meeting.cancelled_at = when
        meeting.cancel(CALLED_OFF[meeting.committee.slug][1], postponed_to=instead)
        Publication.objects.publish(meeting, Kind.CANCELLATION, now=when)

    story.add(meeting.date - timedelta(9), 15, publishing(meeting, Kind.AGENDA))
    story.add(meeting.date - timedelta(2), 16, cancel)


def late_items(story: Story, held: dict[str, list[Meeting]]) -> None:
    """Two that a principal council may take for their urgency, and two that a parish may only hear of."""
    summer, winter = one_in_each_half(held["scrutiny-committee"])
    reason = "The bridge was closed after the agenda had been published, and a new term begins before the next meeting."
    said = "The county’s engineer explained the crack that was found on Monday, and the diversion."
    late(story, summer, "Closure of the Lathe bridge", said, reason, "That the county be asked to run a shuttle bus.")
    reason = (
        "The pumps failed after the agenda had been published, and high tides are forecast before the next meeting."
    )
    said = "The drainage board’s engineer explained what had failed, and when the parts would come."
    late(story, winter, "Failure of the quay pumps", said, reason, "That the board be asked for a standby pump.")
    for meeting in one_in_each_half(held["withydale-parish-council"]):
        late(story, meeting, "Fallen tree on the green", "The clerk reported that the tree had been made safe.")


def late(story: Story, meeting: Meeting, title: str, minutes: str, reason: str = "", decision: str = "") -> None:
    """It comes two days before the meeting, and a supplementary agenda says so."""

    def add(when: datetime) -> None:
        kind = "report" if decision else "business"
        item = add_item(meeting, title, kind, minutes=minutes, is_late=True, late_reason=reason)
        if decision:
            Decision.objects.create(item=item, kind="agreed", text=html(decision))
            due = meeting.date + timedelta(7)
            Action.objects.create(
                item=item, what="Write to those who can help", owner="Gwen Tarrant", due=due, done_on=due
            )
        Publication.objects.publish(meeting, Kind.SUPPLEMENT, now=when)

    story.add(meeting.date - timedelta(2), 12, add)


def deferred(story: Story, meeting: Meeting, title: str, until: str) -> None:
    """It is on the agenda, and put off on the day before the meeting."""
    item = add_item(meeting, title, "business", "To hear how far the work has come.")

    def put_off(when: datetime) -> None:
        item.state, item.state_note = "deferred", until
        item.save_columns("state", "state_note")

    story.add(meeting.date - timedelta(1), 11, put_off)


def withdrawn(story: Story, meeting: Meeting) -> None:
    """The decisions were put out too early and were taken back in the afternoon."""

    def withdraw(when: datetime) -> None:
        decisions = Publication.objects.of(meeting, Kind.DECISIONS).standing().get()
        decisions.withdraw("The list was published before the Monitoring Officer had checked it.", now=when)

    story.add(meeting.date + timedelta(1), 15, withdraw)


def scheduled(story: Story) -> None:
    """The agendas of two coming meetings, published yesterday and live in two days."""
    live = timezone.make_aware(datetime.combine(story.today + timedelta(2), time(17)))
    coming = Meeting.objects.filter(date__gt=story.today + timedelta(11)).order_by("date", "pk")
    for meeting in coming[:2]:
        story.add(story.today - timedelta(1), 11, publishing(meeting, Kind.AGENDA, goes_live_at=live))


def unpublished() -> None:
    """Two meetings that nobody outside knows of yet; who may attend is not settled."""
    for slug, title, purpose in (
        ("council", "Reorganisation of local government", "To consider the government’s letter."),
        ("withydale-parish-council", "Purchase of the forge field", "To consider the owner’s offer."),
    ):
        committee = Committee.objects.get(slug=slug)
        last = committee.meetings.order_by("-date").first()
        meeting = Meeting.objects.create(
            committee=committee, date=last.date + timedelta(28), subtitle="Extraordinary meeting", venue="To be settled"
        )
        add_item(meeting, title, purpose=purpose)
