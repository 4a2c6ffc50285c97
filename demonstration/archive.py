"""A generated archive: as many meetings as wanted, made in bulk and published as publishing would have done it.

The same functions freeze, link and render; only the rows are stored together. It is told a week at a time, in the order
of the log: the agendas of a coming week's meetings, then the minutes of a past week's.
"""

from collections import deque
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from django.db import transaction
from django.utils import timezone

from committees.models import Committee, Membership, Person
from demonstration.building import filling, first_capital, html, kind_of
from demonstration.bulk import publish_together
from demonstration.days import BEFORE
from demonstration.people import ELECTED, SHOWN, make_people
from demonstration.stock import PLACES, STOCK, Matter
from minutes.models import AgendaItem, Attendance, Decision, Meeting, Minute
from published import fulltext, indexing
from published.kinds import Kind
from publishing.slugs import TakenSlug

ITEMS, MEMBERS = 20, 8  # a meeting
VARIETIES = 3  # in which each matter comes before the committees
LONG = 2000  # meetings, weekly through some forty years; then there is one committee more
BODIES = ("Area Committee", "Planning Panel", "Licensing Panel", "Harbour Board", "Works Committee")
WEEK = timedelta(7)
AHEAD = LATER = 2  # weeks from an agenda to its meeting, and from a meeting to its minutes


def load_archive(count: int, today: date, watch: Callable) -> None:
    """Make and publish `count` meetings, which end before the demonstration's own begin. Each week is a transaction: memory
    stays as it is, and if it is stopped, what is there is whole, but for the search (`rebuild_website` makes it). `watch` wraps the weeks, to show progress."""
    with transaction.atomic():
        councillors = [person for person in make_people().values() if person.title == "Councillor"]
        committees = [make_committee(n, councillors) for n in range(-(-count // LONG))]
    weeks = -(-count // len(committees))
    first = monday_before(today - timedelta(31 * (BEFORE + 2))) - weeks * WEEK
    coming: deque[list[Meeting]] = deque()
    for n in watch(range(weeks + AHEAD + LATER), "Making the archive"):
        week = first + (n - AHEAD) * WEEK
        with transaction.atomic():
            if n < weeks:
                held_by = committees[: count - n * len(committees)]
                coming.append(make_meetings(held_by, n, first + n * WEEK))
                publish_together(coming[-1], Kind.AGENDA, at(week, 9))
            if n >= AHEAD + LATER:
                publish_together(coming.popleft(), Kind.MINUTES, at(week, 15))
    with fulltext.filled_afterwards():
        indexing.fill()


def monday_before(day: date) -> date:
    return day - timedelta(day.weekday())


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def make_committee(number: int, people: list[Person]) -> Committee:
    """With eight of the people for members, whom it keeps as `sitting`, the Chair first."""
    turn, body = divmod(number, len(BODIES))
    place = PLACES[turn % len(PLACES)]
    slug, name = f"archive-{number + 1}", f"{place} {BODIES[body]}" + (f" {turn + 1}" if turn >= len(PLACES) else "")
    known = {"slug": slug, "name": name, "shown_from": SHOWN}
    committee = Committee.objects.create(**known, kind="other", usual_venue=f"{place} Library", quorum=3)
    committee.sitting = [people[(number + n) % len(people)] for n in range(MEMBERS)]
    for n, person in enumerate(committee.sitting):
        role = ["chair", "vice-chair", "member"][min(n, 2)]
        Membership.objects.create(committee=committee, person=person, role=role, started_on=ELECTED)
    return committee


def make_meetings(committees: list[Committee], week: int, monday: date) -> list[Meeting]:
    """A meeting of each committee in the week that begins on `monday`: the working record, minuted."""
    meetings = Meeting.objects.bulk_create(
        Meeting(
            committee=committee, date=monday + timedelta(n % 5), start=time(18, 30), venue=committee.usual_venue,
            attending=Meeting.Attending.PUBLIC,
        )
        for n, committee in enumerate(committees)
    )  # fmt: skip
    Attendance.objects.bulk_create(attendance for meeting in meetings for attendance in attendances(meeting))
    pool = matters()
    chosen = [
        (meeting, n, pool[(week * ITEMS + 7 * place + n) % len(pool)])
        for place, meeting in enumerate(meetings)
        for n in range(ITEMS)
    ]
    items = AgendaItem.objects.bulk_create(with_addresses(item(*each) for each in chosen))
    TakenSlug.objects.bulk_create(TakenSlug(meeting=row.meeting, slug=row.slug, item=row.pk) for row in items)
    minuted = [(row, said) for row, (_, _, said) in zip(items, chosen, strict=True)]
    Minute.objects.bulk_create(Minute(item=row, body=said["minutes"]) for row, said in minuted)
    Decision.objects.bulk_create(
        Decision(item=row, position=1, kind=said["decided"], text=said["decision"]) for row, said in minuted
    )
    return meetings


def attendances(meeting: Meeting):
    for n, person in enumerate(meeting.committee.sitting):
        seat = ["chair", "vice-chair", "member"][min(n, 2)]
        yield Attendance(meeting=meeting, person=person, seat=seat, state="present", position=n + 1)


def item(meeting: Meeting, place: int, said: dict[str, str]) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        position=place + 1,
        title=said["title"],
        kind=said["kind"],
        officer=said["officer"],
        purpose=said["purpose"],
        recommendation=said["recommendation"],
    )


def with_addresses(items):
    """The items, each with the address that publishing would give it."""
    used: dict[int, set[str]] = {}
    for row in items:
        taken = used.setdefault(row.meeting_id, set())
        row.slug = row.proposed_slug(taken)
        taken.add(row.slug)
        yield row


@cache
def matters() -> list[dict[str, str]]:
    """What the committees talk about: few enough texts that each need be cleaned once only."""
    stock = [matter for found in STOCK.values() for matter in found]
    return [said_of(matter, turn) for turn in range(VARIETIES) for matter in stock]


def said_of(matter: Matter, turn: int) -> dict[str, str]:
    chance = Random(f"{matter.title} {turn}")  # noqa: S311  variety, not secrecy
    councillors = chance.sample(list(Person.objects.filter(title="Councillor")), 2)
    fill = filling(date(2000 + turn, 1, 1), chance, councillors)
    texts = {
        name: html(getattr(matter, name).format_map(fill))
        for name in ("purpose", "recommendation", "minutes", "decision")
    }
    title = first_capital(matter.title.format_map(fill))
    return {"title": title, "kind": kind_of(matter), "officer": matter.officer, "decided": matter.kind, **texts}
