"""Makes the demonstration's people, committees and meetings in the working record."""

from datetime import date, timedelta
from random import Random

from django.core.files.base import ContentFile
from django.utils.text import slugify

from committees.models import Committee, Membership, Organisation, Party, Person, Ward
from demonstration.council import (
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
from demonstration.papers import paper
from demonstration.stock import BUILDINGS, PLACES, ROADS, STOCK, Matter
from minutes.models import AgendaItem, Attendance, Decision, Document, Meeting, Minute, Motion
from richtext.plain_text import html_from_text

BUSINESS = 4  # matters a meeting, besides what stands on every agenda


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


def html(text: str) -> str:
    """The stock's plain notation as HTML; what is HTML already stays."""
    blocks = text.split("\n\n")
    return "".join(block if block.startswith("<") else html_from_text(block) for block in blocks) if text else ""


def first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
