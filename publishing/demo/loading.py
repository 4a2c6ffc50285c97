"""Loads the demonstration council: first everybody who sits, then the meetings, then what was published when."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from committees.models import Committee, Membership, Organisation, Party, Person, Ward
from minutes.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    Document,
    Meeting,
    Minute,
    Motion,
    Vote,
)
from publishing.demo.council import (
    CO_OPTED,
    COMMITTEES,
    OFFICERS,
    ORGANISATION,
    PARTIES,
    PARTNERS,
    PEOPLE,
    SEATS,
    WARDS,
)
from publishing.demo.days import meeting_days
from publishing.demo.papers import paper
from publishing.demo.stock import BUILDINGS, PLACES, ROADS, STOCK, Matter
from publishing.models import Kind, Publication
from richtext.plain_text import html_from_text

BUSINESS = 4  # matters a meeting, besides what stands on every agenda


@dataclass
class Story:
    """What happens, and when; told in the order of time, because the publication log is one chain."""

    today: date
    events: list[tuple[datetime, int, Callable]] = field(default_factory=list)

    def add(self, day: date, hour: int, do: Callable[[datetime], None]) -> None:
        when = timezone.make_aware(datetime.combine(day, time(hour, len(self.events) % 60)))
        self.events.append((when, len(self.events), do))

    def tell(self, watch: Callable = iter) -> None:
        now = timezone.now()
        for when, _, do in watch(sorted(self.events, key=lambda event: event[:2])):
            if when <= now:
                do(when)


@transaction.atomic
def load(today: date, watch: Callable = iter) -> dict[str, int]:
    """Everything, or nothing. `watch` wraps the list of events, to show progress. Returns what was made."""
    people = make_people()
    story = Story(today)
    for committee in make_committees(people):
        days = meeting_days(today)[committee.slug]
        meetings = [make_meeting(committee, day, index, today) for index, day in enumerate(days)]
        for meeting, following in zip(meetings, [*meetings[1:], None], strict=True):
            tell(story, meeting, following)
    special_cases(story)
    story.tell(watch)
    return {
        "committees": Committee.objects.count(),
        "people": Person.objects.count(),
        "meetings": Meeting.objects.count(),
        "items": AgendaItem.objects.count(),
        "publications": Publication.objects.count(),
        "papers": Document.objects.count(),
    }


def make_people() -> dict[str, Person]:
    """Everybody by last name."""
    Organisation(pk=1, **ORGANISATION).save()
    wards = {name: Ward.objects.create(name=name) for name in WARDS}
    parties = {name: Party.objects.create(name=name, abbreviation=short) for name, short in PARTIES.items()}
    people = {}
    for first, last, party, ward in PEOPLE:
        slug = slugify(f"{first} {last}")
        people[last] = Person.objects.create(
            title="Councillor", first_name=first, last_name=last, slug=slug, party=parties[party], ward=wards[ward]
        )
    for title, first, last, post in PARTNERS:
        people[last] = Person.objects.create(
            title=title, first_name=first, last_name=last, slug=slugify(f"{first} {last}"), post=post
        )
    return people


def make_committees(people: dict[str, Person]) -> list[Committee]:
    made = []
    for slug, name, kind, clear, quorum, venue, start, purpose, *_ in COMMITTEES:
        officer = OFFICERS[slug][-1].partition(",")[0]
        committee = Committee.objects.create(
            slug=slug, name=name, kind=kind, clear_days=clear, quorum=quorum, usual_venue=venue, usual_start=start,
            purpose=purpose, contact_officer=officer, contact_email="democracy@eskmere.example", contact_phone="01632 960 120",
        )  # fmt: skip
        seat(committee, people)
        made.append(committee)
    return made


def seat(committee: Committee, people: dict[str, Person]) -> None:
    members, substitutes = SEATS.get(committee.slug, (" ".join(last for _, last, _, _ in PEOPLE), ""))
    roles = ["chair", "vice-chair"]
    for place, last in enumerate(members.split()):
        role = roles[place] if place < 2 else "member"
        Membership.objects.create(committee=committee, person=people[last], role=role, started_on=date(2023, 5, 9))
    for last in substitutes.split():
        Membership.objects.create(
            committee=committee, person=people[last], role="substitute", started_on=date(2023, 5, 9)
        )
    for last in CO_OPTED.get(committee.slug, "").split():
        Membership.objects.create(
            committee=committee, person=people[last], role="co-opted", started_on=date(2024, 1, 15)
        )


def make_meeting(committee: Committee, day: date, index: int, today: date) -> Meeting:
    """A meeting with its agenda; minuted as well if it is past."""
    chance = Random(f"{committee.slug} {day}")  # noqa: S311  variety, not secrecy
    meeting = Meeting.objects.create(
        committee=committee,
        date=day,
        start=committee.usual_start,
        venue=committee.usual_venue,
        subtitle="Annual meeting"
        if day.month == 5 and committee.slug in {"council", "withydale-parish-council"}
        else "",
        webcast_link=f"https://webcast.eskmere.example/{committee.slug}/{day}" if committee.slug == "council" else "",
        clerk_note="Ring the caretaker about the side door.",
    )
    meeting.expect_members()
    held = day < today
    add_standing_items(meeting, held)
    stock = STOCK[committee.slug]
    for turn in range(BUSINESS):
        add_matter(meeting, stock[(index * BUSINESS + turn) % len(stock)], chance, held, with_paper=turn == 0)
    add_item(
        meeting, "Date of the next meeting", "any-other-business", "To note the date.", held and "The date was noted."
    )
    if held:
        record_attendance(meeting, chance)
    return meeting


def add_standing_items(meeting: Meeting, held: bool) -> None:
    title = "Apologies for absence and substitutes"
    add_item(
        meeting, title, "apologies", "To receive apologies.", held and "Apologies were received as recorded above."
    )
    text = "Members were reminded to declare interests at this point, or as soon as they became aware of them."
    add_item(
        meeting,
        "Declarations of interest",
        "declarations",
        "To receive declarations of members’ interests.",
        held and text,
    )
    item = add_item(
        meeting,
        "Minutes of the previous meeting",
        "previous-minutes",
        "To approve as a correct record the minutes of the last meeting.",
        held and "The minutes were taken as read.",
    )
    if held:
        Decision.objects.create(
            item=item,
            kind="agreed",
            text=html("That the minutes be approved as a correct record and signed by the Chair."),
        )
    if meeting.committee.slug in {"council", "withydale-parish-council", "planning-committee"}:
        asked = "A resident asked when the public lavatories at the quay would open again. The Chair replied that work would end within a month."
        add_item(
            meeting,
            "Questions from the public",
            "questions",
            "Up to fifteen minutes for questions of which notice was given.",
            held and asked,
        )


def add_item(
    meeting: Meeting, title: str, kind: str = "report", purpose: str = "", minutes: str | bool = "", **more
) -> AgendaItem:
    item = AgendaItem(meeting=meeting, title=title, kind=kind, purpose=html(purpose), **more)
    item.place_last()
    item.save()
    if minutes:
        Minute.objects.create(item=item, body=html(str(minutes)))
    return item


def add_matter(meeting: Meeting, matter: Matter, chance: Random, held: bool, with_paper: bool) -> AgendaItem:
    fill = filling(meeting, chance)
    item = add_item(
        meeting,
        first_capital(matter.title.format_map(fill)),
        "motion"
        if matter.title.startswith("Motion")
        else "petition"
        if matter.title.startswith("Petition")
        else "report",
        matter.purpose.format_map(fill),
        held and matter.minutes.format_map(fill),
        officer=matter.officer,
        recommendation=html(matter.recommendation.format_map(fill)),
    )
    if held:
        decide(item, matter, fill)
        if matter.vote:
            vote(item, fill, chance)
    if with_paper:
        title = f"Report: {item.title}"
        file = ContentFile(paper(meeting.committee.slug, meeting.committee.name), name="report.pdf")
        Document.objects.create(meeting=meeting, item=item, title=title[:300], kind="report", file=file)
    return item


def decide(item: AgendaItem, matter: Matter, fill: dict) -> None:
    day, cabinet = item.meeting.date, item.meeting.committee.slug == "cabinet"
    Decision.objects.create(
        item=item,
        kind=matter.kind,
        text=html(matter.decision.format_map(fill)),
        reasons=html(matter.reasons.format_map(fill)),
        options=html(matter.options.format_map(fill)),
        is_key=matter.is_key,
        reference=f"CAB/{day:%y}/{item.pk}" if cabinet else "",
        call_in_by=day + timedelta(8) if cabinet else None,
        effective_on=day + timedelta(9) if cabinet else None,
        officer=matter.officer if cabinet else "",
    )


def vote(item: AgendaItem, fill: dict, chance: Random) -> None:
    members = item.meeting.attendances.filter(capacity="member").count()
    against, abstained = chance.randint(0, members // 4), chance.randint(0, 1)
    movers = list(Person.objects.filter(memberships__committee=item.meeting.committee).order_by("pk")[:2])
    Motion.objects.create(
        item=item, text=html("That the recommendation be accepted."), mover=movers[0], seconder=movers[1], method="show-of-hands",
        votes_for=members - against - abstained - 1, votes_against=against, abstentions=abstained, result="carried",
    )  # fmt: skip


def filling(meeting: Meeting, chance: Random) -> dict:
    """What the braces in the stock are filled with: different at each meeting, the same at each loading."""
    members = [f"{first} {last}" for first, last, *_ in PEOPLE]
    member, other = chance.sample(members, 2)
    return {
        "place": chance.choice(PLACES),
        "road": chance.choice(ROADS),
        "building": chance.choice(BUILDINGS),
        "member": member,
        "other": other,
        "n": chance.randint(11, 38),
        "few": chance.randint(3, 9),
        "many": chance.randint(120, 860),
        "sum": f"£{chance.randint(12, 480)},{chance.choice(['000', '500', '250'])}",
        "ref": f"{chance.randint(101, 1990):05}",
        "yy": f"{meeting.date:%y}",
    }


def record_attendance(meeting: Meeting, chance: Random) -> None:
    """Most are there; one or two send apologies, and a substitute comes where there is one."""
    rows = list(meeting.attendances.all())
    away = {row.pk for row in chance.sample(rows[1:], min(chance.randint(0, 2), len(rows) // 4))}
    for row in rows:
        row.state = "apologies" if row.pk in away else "present"
        row.mode = "remote" if chance.random() < 0.06 else "in-person"
        row.save()
    place = len(rows) + 1
    substitute = meeting.committee.memberships.filter(role="substitute").first()
    if away and substitute:
        absent = next(row for row in rows if row.pk in away)
        Attendance.objects.create(
            meeting=meeting,
            person=substitute.person,
            capacity="substitute",
            substitute_for=absent.person,
            state="present",
            position=place,
        )
    for n, officer in enumerate(OFFICERS[meeting.committee.slug], start=1):
        name, _, post = officer.partition(", ")
        Attendance.objects.create(
            meeting=meeting, guest_name=name, role=post, capacity="officer", state="present", position=place + n
        )


def tell(story: Story, meeting: Meeting, following: Meeting | None) -> None:
    """What is published of a meeting: its agenda a week and a day before, the draft nine days after, the minutes once
    the next meeting has approved them; of a far meeting the date only."""
    agenda = meeting.date - timedelta(9)
    story.add(agenda, 15, publishing(meeting, Kind.AGENDA))
    if agenda >= story.today:
        story.add(story.today - timedelta(1), 10, publishing(meeting, Kind.NOTICE))
    if meeting.committee.slug == "cabinet":
        story.add(meeting.date + timedelta(1), 9, publishing(meeting, Kind.DECISIONS))
    story.add(meeting.date + timedelta(9), 11, publishing(meeting, Kind.DRAFT_MINUTES))
    if following:
        story.add(following.date + timedelta(2), 14, publishing(meeting, Kind.MINUTES))


def publishing(meeting: Meeting, kind: Kind, note: str = "", goes_live_at: datetime | None = None) -> Callable:
    def publish(when: datetime) -> None:
        if Meeting.objects.filter(pk=meeting.pk, cancelled_at=None).exists():
            Publication.objects.publish(meeting, kind, note=note, goes_live_at=goes_live_at, now=when)

    return publish


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


def make_clerk(path) -> str | None:
    """A clerk for the demonstration, whose password is written to `path` for the owner alone; none if there are users."""
    User = get_user_model()
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(15)
    User.objects.create_superuser("clerk", "clerk@eskmere.example", password)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"user: clerk\npassword: {password}\n", encoding="utf-8")
    return password


def html(text: str) -> str:
    """The stock's plain notation as HTML; what is HTML already stays."""
    blocks = text.split("\n\n")
    return "".join(block if block.startswith("<") else html_from_text(block) for block in blocks) if text else ""


def first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
