"""Committees, and a committee: who sits on it, when it meets, and, where it has chosen so, its last twelve months in numbers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from committees import asking as council
from committees.models import Committee
from published import addresses, asking, asking_committee
from published.models import html
from website.caching import framed, page
from website.charts import Chart
from website.people import Attendance, a_year_before, chart, together

PAGE = 40  # meetings in a list
FORMER = 60  # former members that are named
FIRST_YEAR, LAST_YEAR = 1000, 9998


@dataclass(frozen=True)
class Meetings:
    """A committee's meetings as lines of lists: the next ones, the nearest first, and those that are over (in one year, if it is
    asked for), the newest first. `earlier` is the day before which there are more, `years` those in which there are any."""

    upcoming: list[SafeString]
    past: list[SafeString]
    earlier: date | None
    years: list[int]


def meetings_of(committee: str, now: datetime, before: date | None = None, year: int | None = None) -> Meetings:
    """One query, which costs the same for any page of any archive."""
    days = asking.days(now)
    ends = [day for day in (before, date(year + 1, 1, 1) if year else None) if day]
    before = min([*ends, days["today"] + timedelta(days=1)])
    rows = asking.rows(asking_committee.meetings(), now, committee=committee, before=before, most=PAGE + 3, **days)
    lines: dict[str, list[tuple[date, SafeString]]] = {"next": [], "past": [], "year": []}
    for which, day, line in rows:
        lines[which].append((asking.day(day), html(line)))
    found = [row for row in lines["past"] if not year or row[0].year == year]
    past = [row for n, row in enumerate(found) if n < PAGE or row[0] == found[PAGE - 1][0]]  # a day's sittings together
    return Meetings(
        [line for _day, line in lines["next"][:PAGE]],
        [line for _day, line in past],
        past[-1][0] if len(found) > len(past) else None,
        [day.year for day, _line in lines["year"]],
    )


@dataclass(frozen=True)
class Pace:
    """How many days it takes from a meeting until something of it can be read: the median of `meetings`."""

    what: str
    days: float
    meetings: int


@dataclass(frozen=True)
class Numbers:
    """A committee's last twelve months, which began after the day `since`."""

    since: date
    paces: list[Pace]
    attendance: list[Attendance]

    @property
    def together(self) -> Attendance:
        return together(self.attendance)

    @property
    def chart(self) -> Chart:
        return chart(self.attendance)


PACES = {"decisions": _("decisions"), "draft-minutes": _("draft minutes"), "minutes": _("approved minutes")}


def numbers_of(committee: str, now: datetime, members: list[council.Seat]) -> Numbers:
    """As the log tells it, and the minutes that are shown; members in the order given, others behind them. One query."""
    today = timezone.localdate(now)
    since = a_year_before(today)
    slugs = {"since_slug": f"{since.isoformat()}-99", "end_slug": (today + timedelta(days=1)).isoformat()}
    asked = {"committee": committee, "since": since, "today": today, **slugs}
    rows = list(asking.moments(asking.rows(asking_committee.NUMBERS, now, **asked), 3))
    days: dict[str, list[int]] = {kind: [] for kind in PACES}
    for kind, slug, live in (row[1:4] for row in rows if row[0] == "published"):
        days[kind].append((timezone.localdate(live) - date.fromisoformat(slug[:10])).days)
    paces = [Pace(str(what), median(days[kind]), len(days[kind])) for kind, what in PACES.items() if days[kind]]
    places = {seat.slug: place for place, seat in enumerate(members)}
    came = [Attendance(name, *tally, slug or "") for which, name, slug, _live, *tally in rows if which == "attended"]
    came.sort(key=lambda row: (places.get(row.slug, len(places)), row.label))
    return Numbers(since, paces, came)


@page
def index(request):
    shown = Committee.objects.active().shown_on(timezone.localdate(request.now))
    return render(request, "website/committees.html", {"committees": shown.by_kind()})


@page
def page_of(request, slug):
    today = timezone.localdate(request.now)
    found = council.committee(slug, today)
    if found is None:
        raise Http404
    year = _year(request.GET.get("year", ""))
    members, former = council.now_and_before(found.pk, today)
    if found.dissolved_on and found.dissolved_on < today:
        members, former = [], [*members, *former]
    context = {
        "committee": found,
        "members": members,
        "former": former[:FORMER],
        "meetings": meetings_of(slug, request.now, _day(request.GET.get("before", "")), year),
        "year": year,
        "numbers": numbers_of(slug, request.now, members) if found.publishes_numbers else None,
        "usually": usually(found),
    }
    feed = f"{addresses.committee(found.slug)}feed.atom"
    return framed(request.organisation, found.name, render_to_string("website/committee.html", context), feed)


def usually(committee: Committee) -> str:
    """When it usually meets: "the second Tuesday of the month", "Tuesdays"; "" where its page at the desk doesn't say."""
    if committee.usual_weekday is None:
        return ""
    day = committee.get_usual_weekday_display()
    return f"the {committee.get_usual_week_display()} {day} of the month" if committee.usual_week else f"on {day}s"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _year(text: str) -> int | None:
    is_one = len(text) == 4 and text.isascii() and text.isdigit()
    return int(text) if is_one and FIRST_YEAR <= int(text) <= LAST_YEAR else None
