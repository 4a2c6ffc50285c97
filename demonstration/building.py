"""Makes the demonstration's meetings in the working record."""

from datetime import date, datetime, timedelta
from random import Random

from django.core.files.base import ContentFile

from committees.models import Committee, Person
from demonstration import standing
from demonstration.council import EXPERTS, JOINED_ONLINE, NOT_IN_PUBLIC, OFFICERS
from demonstration.papers import paper
from demonstration.stock import BUILDINGS, PLACES, QUESTIONS, ROADS, STOCK, Matter
from minutes.models import AgendaItem, Attendance, Decision, Document, Meeting, Minute, Motion
from richtext.plain_text import html_from_text

MINUTES_AN_ITEM = 13
BUSINESS = 4  # matters a meeting, besides what stands on every agenda


def make_meeting(committee: Committee, day: date, index: int, held: bool) -> Meeting:
    """A meeting with its agenda; minuted as well if it was held."""
    # By the month, so that what is put off by a week is the same business, whoever comes. Variety is wanted, not secrecy.
    chance, people = (Random(f"{what} {committee.slug} {day:%Y-%m}") for what in ("matters", "people"))  # noqa: S311
    annual = day.month == 5 and committee.slug in {"council", "withydale-parish-council"}
    meeting = Meeting.objects.create(
        committee=committee,
        date=day,
        start=committee.usual_start,
        venue=committee.usual_venue,
        kind="annual" if annual else "",
        subtitle="Annual meeting" if annual else "",
        attending="private" if committee.slug in NOT_IN_PUBLIC else "public",
        webcast_link=f"https://webcast.eskmere.example/{committee.slug}/{day}" if committee.slug == "council" else "",
        remote_link=f"https://meet.eskmere.example/{committee.slug}/{day}" if committee.slug in JOINED_ONLINE else "",
        summoned_by=OFFICERS[committee.slug][-1],
        clerk_note="Ring the caretaker about the side door.",
    )
    meeting.expect_members()
    if held:
        record_attendance(meeting, people)
    add_standing_items(meeting, held, index, people)
    stock = STOCK[committee.slug]
    for turn in range(BUSINESS):
        matter = stock[(index * BUSINESS + turn) % len(stock)]
        proposers = two_councillors(meeting, people)
        add_matter(meeting, matter, filling(day, chance, proposers), proposers, held, with_paper=turn == 0)
    add_item(meeting, *standing.NEXT_MEETING, held and "The date was noted.")
    if held:
        end_of(meeting)
    return meeting


def end_of(meeting: Meeting) -> None:
    """When it ended, as its minutes say, where it is known when it began."""
    if meeting.start:
        length = timedelta(minutes=MINUTES_AN_ITEM * meeting.items.count() + 7)
        meeting.end = (datetime.combine(meeting.date, meeting.start) + length).time()
        meeting.save(update_fields=["end"])


def add_standing_items(meeting: Meeting, held: bool, index: int, chance: Random) -> None:
    sent = meeting.attendances.filter(state="apologies").exists()
    said = held and ("Apologies were received as recorded above." if sent else "There were no apologies.")
    add_item(meeting, *standing.APOLOGIES, said)
    said = held and "Members were reminded to declare interests at this point, or as soon as they became aware of them."
    add_item(meeting, *standing.DECLARATIONS, said)
    add_previous_minutes(meeting, held)
    if meeting.committee.slug in standing.ASKED_BY_THE_PUBLIC:
        question = QUESTIONS[(index + len(meeting.committee.slug)) % len(QUESTIONS)]  # another body's is another
        said = held and question.format(road=chance.choice(ROADS), place=chance.choice(PLACES))
        add_item(meeting, *standing.QUESTIONS, said)


def add_previous_minutes(meeting: Meeting, held: bool) -> None:
    item = add_item(meeting, *standing.PREVIOUS_MINUTES, held and "The minutes were taken as read.")
    if held:
        text = "That the minutes be approved as a correct record and signed by the Chair."
        Decision.objects.create(item=item, kind="agreed", text=html(text))


def add_item(
    meeting: Meeting, title: str, kind: str = "report", purpose: str = "", minutes: str | bool = "", **more
) -> AgendaItem:
    """An item at the end of the agenda, with what was said at it if that is given."""
    item = AgendaItem.objects.create(meeting=meeting, title=title, kind=kind, purpose=html(purpose), **more)
    if minutes:
        Minute.objects.create(item=item, body=html(str(minutes)))
    return item


def add_matter(
    meeting: Meeting, matter: Matter, fill: dict, proposers: list[Person], held: bool, with_paper: bool
) -> None:
    item = add_item(
        meeting,
        first_capital(matter.title.format_map(fill)),
        kind_of(matter),
        matter.purpose.format_map(fill),
        held and matter.minutes.format_map(fill),
        officer=matter.officer,
        recommendation=html(matter.recommendation.format_map(fill)),
    )
    if held:
        bring(meeting, matter.officer)
        decide(item, matter, fill)
        if matter.vote:
            move(item, matter, fill, proposers)
    if with_paper:
        add_paper(item, f"Report: {item.title}", "report", paper(meeting.committee.name, "report.pdf"))


def bring(meeting: Meeting, post: str) -> None:
    """Let the officer who speaks to an item be there."""
    if post in EXPERTS and not meeting.attendances.filter(guest_name=EXPERTS[post]).exists():
        Attendance.objects.create(
            meeting=meeting, guest_name=EXPERTS[post], role=post, capacity="officer", state="present"
        )


def kind_of(matter: Matter) -> str:
    return {"Motion": "motion", "Petition": "petition"}.get(matter.title.partition(" ")[0].strip(":"), "report")


def add_paper(item: AgendaItem, title: str, kind: str, file: ContentFile, **more) -> None:
    Document.objects.create(meeting=item.meeting, item=item, title=title[:300], kind=kind, file=file, **more)


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


def move(item: AgendaItem, matter: Matter, fill: dict, proposers: list[Person]) -> None:
    """The motion that came to the decision, and what was lost on the way to it. Who voted how: see voting.py."""
    mover, seconder = proposers
    known = {"item": item, "mover": mover, "seconder": seconder, "method": "show-of-hands"}
    if matter.against_advice:
        Motion.objects.create(**known, text=html("That the recommendation be accepted."), result="lost")
        known |= {"mover": seconder, "seconder": mover}
    motion = Motion.objects.create(**known, text=html(matter.decision.format_map(fill)), result="carried")
    if matter.amendment:
        known |= {"mover": seconder, "seconder": mover}
        Motion.objects.create(**known, amends=motion, text=html(matter.amendment), result="lost")


def two_councillors(meeting: Meeting, chance: Random) -> list[Person]:
    """Two who are there, or are to be."""
    rows = meeting.attendances.filter(state__in=["present", "expected"], person__title="Councillor")
    return [row.person for row in chance.sample(list(rows.select_related("person")), 2)]


def filling(day: date, chance: Random, councillors: list[Person]) -> dict:
    """What the braces in the stock are filled with: different at each meeting, the same at each loading."""
    member, other = (f"{person.first_name} {person.last_name}" for person in councillors)
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
        "yy": f"{day:%y}",
    }


def record_attendance(meeting: Meeting, chance: Random) -> None:
    """Most are there; one or two send apologies, and a substitute comes where there is one."""
    rows = list(meeting.attendances.all())
    away = chance.sample(rows[1:], min(chance.randint(0, 2), len(rows) // 4))
    for row in rows:
        row.state = "apologies" if row in away else "present"
        is_remote = chance.random() < 0.06 and row.state == "present"
        row.mode = "remote" if is_remote else "in-person"
        row.save(update_fields=["state", "mode"])
    substitute = meeting.committee.memberships.filter(role="substitute").first()
    if away and substitute:
        Attendance.objects.create(
            meeting=meeting, person=substitute.person, seat="substitute", capacity="substitute",
            substitute_for=away[0].person, state="present",
        )  # fmt: skip
    for officer in OFFICERS[meeting.committee.slug]:
        name, _, post = officer.partition(", ")
        Attendance.objects.create(meeting=meeting, guest_name=name, role=post, capacity="officer", state="present")


def html(text: str) -> str:
    """The stock's plain notation as HTML; what is HTML already stays."""
    blocks = text.split("\n\n")
    return "".join(block if block.startswith("<") else html_from_text(block) for block in blocks) if text else ""


def first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
