"""One each of what a council meets with now and then: an exempt item, a late one, a correction, a cancellation, …"""

from datetime import datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from committees.models import Committee
from demonstration.building import add_item, html
from demonstration.papers import paper
from demonstration.stock import STOCK
from demonstration.story import Story, publishing
from minutes.models import Action, AgendaItem, Decision, Declaration, Document, Meeting, Minute, Motion, Vote
from published.kinds import Kind
from publishing.models import Publication


def special_cases(story: Story) -> None:
    """One each of what a council meets with now and then."""
    today = story.today
    held = {
        slug: list(Meeting.objects.filter(committee__slug=slug, date__lt=today - timedelta(20)).order_by("date"))
        for slug in STOCK
    }
    exempt_item(held["cabinet"][-1])
    late_item(held["scrutiny-committee"][-1])
    sub_items(held["withydale-parish-council"][-1])
    interests(held["planning-committee"][-1])
    recorded_vote(held["council"][-1])
    restricted_paper(held["cabinet"][-2])
    continued(held["planning-committee"][-2], held["planning-committee"][-1])
    cancelled(story, held["safer-neighbourhoods-board"][1])
    corrected(story, held["scrutiny-committee"][1])
    scheduled(story)
    unpublished(story)


def exempt_item(meeting: Meeting) -> None:
    text = (
        "That under section 100A(4) of the Local Government Act 1972 the public be excluded from the meeting for the next "
        "item, because exempt information as defined in paragraph 3 of Part 1 of Schedule 12A to the Act is likely to be "
        "disclosed."
    )
    resolution = add_item(
        meeting,
        "Exclusion of the public",
        "exclusion",
        "To consider excluding the public.",
        "The Chair put the resolution.",
    )
    Decision.objects.create(item=resolution, kind="agreed", text=html(text))
    item = add_item(
        meeting, "Purchase of 14 Quay Street from Harker Estates", minutes="The valuer advised an offer of £412,000.",
        restriction="england-2006-3", public_title="Purchase of a property", officer="Director of Finance",
    )  # fmt: skip
    Decision.objects.create(item=item, kind="agreed", text=html("That up to £430,000 be offered."))
    Meeting.objects.filter(pk=meeting.pk).update(attending="partly")


def late_item(meeting: Meeting) -> None:
    item = add_item(
        meeting, "Closure of the Lathe bridge", minutes="The county’s engineer explained the crack that was found on Monday, and the diversion.",
        is_late=True, late_reason="The bridge was closed after the agenda had been published, and the school term begins before the next meeting.",
    )  # fmt: skip
    Decision.objects.create(
        item=item, kind="agreed", text=html("That the county be asked to run a shuttle bus while the bridge is closed.")
    )
    Action.objects.create(
        item=item,
        what="Write to the county about the shuttle bus",
        owner="Gwen Tarrant",
        due=meeting.date + timedelta(7),
    )


def sub_items(meeting: Meeting) -> None:
    heading = AgendaItem(meeting=meeting, title="Village matters", kind="heading")
    heading.place_last()
    heading.save()
    parent = add_item(
        meeting, "Burial ground", "business", "To consider three small matters.", "The clerk reported on each."
    )
    for title, said in (
        ("Headstone repairs", "Two stones had been made safe."),
        ("Fees", "The fees were last changed four years ago."),
        ("The yew", "The tree surgeon had found it sound."),
    ):
        item = AgendaItem(meeting=meeting, parent=parent, title=title, kind="business")
        item.place_last()
        item.save()
        Minute.objects.create(item=item, body=html(said))


def interests(meeting: Meeting) -> None:
    item = meeting.items.filter(kind="report").order_by("position").first()
    rows = meeting.attendances.filter(state="present", capacity="member").order_by("-position")
    Declaration.objects.create(
        item=item, person=rows[0].person, kind="pecuniary", nature="owns land next to the site", left_the_room=True
    )
    Declaration.objects.create(item=item, person=rows[1].person, kind="non-registrable", nature="knows the applicant")
    rows.filter(pk=rows[2].pk).update(arrived_at_item=item)


def recorded_vote(meeting: Meeting) -> None:
    item = meeting.items.filter(motions__isnull=False).first() or meeting.items.filter(kind="report").first()
    present = [row.person for row in meeting.attendances.filter(state="present", capacity="member")]
    motion = Motion.objects.create(
        item=item, text=html("That the matter be put to a public consultation."), mover=present[2], seconder=present[3], method="recorded",
        votes_for=0, votes_against=0, abstentions=1, result="carried",
    )  # fmt: skip
    for n, person in enumerate(present):
        Vote.objects.create(
            motion=motion, person=person, cast="abstained" if n == 5 else "against" if n % 3 == 1 else "for"
        )
    for cast, name in (("for", "votes_for"), ("against", "votes_against"), ("abstained", "abstentions")):
        setattr(motion, name, motion.votes.filter(cast=cast).count())
    motion.save()
    Motion.objects.create(
        item=item, amends=motion, text=html("To insert “of six weeks” after “consultation”."), mover=present[4], seconder=present[6],
        method="show-of-hands", votes_for=6, votes_against=9, abstentions=1, result="lost", position=1,
    )  # fmt: skip


def restricted_paper(meeting: Meeting) -> None:
    item = meeting.items.filter(kind="report").order_by("position").first()
    file = ContentFile(paper("prices", "Cabinet: bidders’ prices"), name="appendix-2.pdf")
    Document.objects.create(
        meeting=meeting,
        item=item,
        title="Appendix 2: bidders’ prices",
        kind="appendix",
        file=file,
        restriction="england-2006-3",
    )


def continued(earlier: Meeting, later: Meeting) -> None:
    first = earlier.items.filter(kind="report").order_by("position").first()
    later.items.filter(kind="report", title=first.title).update(follows=first)
    item = later.items.filter(kind="report").order_by("-position").first()
    AgendaItem.objects.filter(pk=item.pk).update(follows=first)


def cancelled(story: Story, meeting: Meeting) -> None:
    def cancel(when: datetime) -> None:
        meeting.cancel("The community centre has no heating. The business is taken at the next meeting.")
        Publication.objects.publish(meeting, Kind.CANCELLATION, now=when)

    story.add(meeting.date - timedelta(2), 16, cancel)


def corrected(story: Story, meeting: Meeting) -> None:
    def correct(when: datetime) -> None:
        minute = Minute.objects.filter(item__meeting=meeting, item__kind="report").order_by("item__position").first()
        minute.body += html("The Chair thanked the clerk for correcting a figure.")
        minute.save()
        note = "A figure in the first report was put right, as agreed at the following meeting."
        Publication.objects.publish(meeting, Kind.MINUTES, note=note, now=when)

    after = max(when.date() for when, _, _ in story.events if when.date() < story.today)
    approved = Meeting.objects.filter(committee=meeting.committee, date__gt=meeting.date).order_by("date")[
        0
    ].date + timedelta(5)
    story.add(min(approved, after), 17, correct)


def scheduled(story: Story) -> None:
    """The agenda of a coming meeting, published today and live in two days."""
    meeting = Meeting.objects.filter(date__gt=story.today + timedelta(11)).order_by("date").first()
    live = timezone.make_aware(datetime.combine(story.today + timedelta(2), time(17)))
    story.add(story.today - timedelta(1), 11, publishing(meeting, Kind.AGENDA, goes_live_at=live))


def unpublished(story: Story) -> None:
    """A meeting that nobody outside knows of yet."""
    committee = Committee.objects.get(slug="council")
    last = Meeting.objects.filter(committee=committee).order_by("-date").first()
    meeting = Meeting.objects.create(
        committee=committee, date=last.date + timedelta(28), subtitle="Extraordinary meeting", venue="To be settled"
    )
    add_item(meeting, "Reorganisation of local government", purpose="To consider the government’s letter.")
