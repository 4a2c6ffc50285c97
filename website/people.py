"""Members of committees: who they are, where they sit, how often they came, what they declared and how they voted.

Seats and names are public facts of today; the rest is told of what is shown of each meeting, and of nothing else. The functions
give plain data; the views at the end make pages of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from committees.models import Membership
from published import addresses, asking, asking_people
from published.kinds import Kind
from website.caching import MAY_KEEP, framed, page
from website.charts import Chart, shares

PAGE = 20  # votes, and declarations, on a person's page
BIGGEST = 10**18  # no row of the log has a higher number
ROLES = dict(Membership.Role.choices)


@dataclass(frozen=True)
class Member:
    """Somebody in the list of people; `sits` on a committee today."""

    slug: str
    name: str
    about: str
    sits: bool


@dataclass(frozen=True)
class Seat:
    """A seat on a committee. Days are None where they are not known, and `until` also while somebody sits there."""

    committee: str
    slug: str
    role: str  # its code
    label: str
    represents: str
    since: date | None
    until: date | None
    is_over: bool


@dataclass(frozen=True)
class Person:
    slug: str
    name: str
    post: str
    party: str
    ward: str
    has_photo: bool
    seats: list[Seat]

    @property
    def sits(self) -> list[Seat]:
        return [seat for seat in self.seats if not seat.is_over]

    @property
    def sat(self) -> list[Seat]:
        """The newest first."""
        over = [seat for seat in self.seats if seat.is_over]
        return sorted(over, key=lambda seat: seat.until or date.min, reverse=True)


@dataclass(frozen=True)
class Attendance:
    """How often somebody came as a member: of a committee, a person, or both."""

    label: str
    present: int
    apologies: int
    absent: int
    slug: str = ""

    @property
    def meetings(self) -> int:
        return self.present + self.apologies + self.absent


@dataclass(frozen=True)
class Place:
    """Where something was said: the item of a meeting. `key` is the place in the list, to go on from there."""

    key: str
    date: date
    committee: str
    meeting: str  # its address
    kind: Kind
    address: str
    number: str
    title: str


@dataclass(frozen=True)
class Declaration:
    """`kind` is the code of the interest, "" where no more may be told than that there is one."""

    place: Place
    kind: str
    nature: str
    afterwards: str


@dataclass
class Group:
    """How a party voted on a motion; "" of those whose party the record doesn't say."""

    party: str
    cast: dict[str, int] = field(default_factory=lambda: {"for": 0, "against": 0, "abstained": 0})


@dataclass
class Vote:
    """How somebody voted. `groups` are the parties of the day, where the record says them."""

    place: Place
    text: str
    is_amendment: bool
    method: str
    result: str
    cast: str
    groups: list[Group] = field(default_factory=list)

    @property
    def is_recorded(self) -> bool:
        """Whether names were taken of all, and not of some at their request."""
        return self.method in {"", "recorded"}


def people(now: datetime) -> list[Member]:
    """Who has, or has had, a seat on a committee, by name. One query."""
    return [_member(*row) for row in asking.rows(asking_people.PEOPLE, now, today=timezone.localdate(now))]


def _member(slug, title, first_name, last_name, post, party, ward, sits) -> Member:
    return Member(slug, _name(title, first_name, last_name), _together(post, party, ward), bool(sits))


def member(slug: str, now: datetime) -> Person:
    """The person at this address and their seats. One query; Http404 if the public is shown no such person."""
    today = timezone.localdate(now)
    rows = asking.rows(asking_people.SEATS, now, person=slug, today=today)
    if not rows:
        raise Http404
    title, first_name, last_name, post, photo, party, ward = rows[0][:7]
    seats = [_seat(today, *row[7:]) for row in rows]
    return Person(slug, _name(title, first_name, last_name), post, party or "", ward or "", bool(photo), seats)


def _seat(today: date, role, represents, since, until, slug, committee, dissolved_on) -> Seat:
    since, until, dissolved_on = (asking.day(value) if value else None for value in (since, until, dissolved_on))
    ends = min((day for day in (until, dissolved_on) if day), default=None)
    return Seat(committee, slug, role, ROLES.get(role, role), represents, since, ends, bool(ends and ends < today))


def _name(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _together(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def a_year_before(today: date) -> date:
    """The day after which the last twelve months began."""
    leap_day = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year - 1, day=28 if leap_day else today.day)


def attendance_of(slug: str, now: datetime) -> list[Attendance]:
    """How often they came as a member in the last twelve months, by committee. One query."""
    today = timezone.localdate(now)
    asked = {"person": slug, "since": a_year_before(today), "today": today}
    return [Attendance(*row) for row in asking.rows(asking_people.ATTENDED, now, **asked)]


def together(rows: Iterable[Attendance]) -> Attendance:
    rows = list(rows)
    sums = (sum(getattr(row, name) for row in rows) for name in ("present", "apologies", "absent"))
    return Attendance("", *sums)


def chart(rows: Iterable[Attendance]) -> Chart:
    return shares((row.label, row.present, row.meetings) for row in rows)


KEY = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})\.(\d{1,9})", re.ASCII)


def _after(key: str) -> dict[str, date | int]:
    """What to ask with for what comes after a place in the list; anything else than such a place is its beginning."""
    found = KEY.fullmatch(key)
    try:
        day = date.fromisoformat(found[1]) if found else date.max
    except ValueError:
        found, day = None, date.max
    return {
        "date": day,
        "after_version": int(found[2]) if found else BIGGEST,
        "position": int(found[3]) if found else 0,
    }


def declarations_of(slug: str, now: datetime, after: str = "") -> tuple[list[Declaration], str]:
    """What they declared, the newest first, from `after` (a place's key) on, and the key to go on from, or "". One query."""
    rows = asking.rows(asking_people.DECLARED, now, person=slug, most=PAGE + 1, **_after(after))
    found = [Declaration(_place(*row[:10]), *row[10:]) for row in rows]
    return found[:PAGE], found[PAGE - 1].place.key if len(found) > PAGE else ""


def votes_of(slug: str, now: datetime, after: str = "") -> tuple[list[Vote], str]:
    """How they voted, the newest first, likewise. One query."""
    rows = asking.rows(asking_people.VOTED, now, person=slug, most=PAGE + 1, **_after(after))
    found: dict[tuple, Vote] = {}
    for row in rows:
        _motion, text, is_amendment, method, result, cast, party, how, votes = row[10:]
        own = found.setdefault(row[:3], Vote(_place(*row[:10]), text, bool(is_amendment), method, result, cast))
        if votes:
            _count(own.groups, party, how, votes)
    for vote in found.values():
        vote.groups = _told(vote.groups)
    listed = list(found.values())
    return listed[:PAGE], listed[PAGE - 1].place.key if len(listed) > PAGE else ""


def _count(groups: list[Group], party: str, how: str, votes: int) -> None:
    group = next((each for each in groups if each.party == party), None)
    if group is None:
        group = Group(party)
        groups.append(group)
    group.cast[how] = group.cast.get(how, 0) + votes


def _told(groups: list[Group]) -> list[Group]:
    """Those with a party first, by its name; none at all where the record says no party."""
    return sorted(groups, key=lambda group: (not group.party, group.party)) if any(g.party for g in groups) else []


def _place(day, version, position, committee, name, meeting, kind, item, number, title) -> Place:
    day = asking.day(day)
    return Place(
        f"{day.isoformat()}.{version}.{position}",
        day,
        name,
        addresses.meeting(committee, meeting),
        Kind(kind),
        addresses.item(committee, meeting, item),
        number,
        title,
    )


@page
def index(request):
    found = people(request.now)
    context = {"sit": [each for each in found if each.sits], "sat": [each for each in found if not each.sits]}
    return framed(request.organisation, "Members", render_to_string("website/people.html", context))


@page
def page_of(request, person):
    found = member(person, request.now)
    attendance = attendance_of(person, request.now)
    declarations, more_declared = declarations_of(person, request.now, request.GET.get("declared", ""))
    votes, more_votes = votes_of(person, request.now, request.GET.get("votes", ""))
    context = {
        "person": found,
        "attendance": attendance,
        "together": together(attendance),
        "chart": chart(attendance),
        "since": a_year_before(timezone.localdate(request.now)),
        "declarations": declarations,
        "more_declared": more_declared,
        "votes": votes,
        "more_votes": more_votes,
    }
    return framed(request.organisation, found.name, render_to_string("website/person.html", context))


@require_safe
def photo(request, person):
    """The photograph of somebody whom the public is shown, as the desk has made it. Http404 where there is none."""
    now = timezone.now()
    rows = asking.rows(asking_people.PHOTO, now, person=person, today=timezone.localdate(now))
    if not rows or not rows[0][0] or not default_storage.exists(rows[0][0]):
        raise Http404
    response = FileResponse(default_storage.open(rows[0][0]), content_type="image/jpeg")
    response["Cache-Control"], response["Content-Security-Policy"] = MAY_KEEP, "default-src 'none'; sandbox"
    return response
