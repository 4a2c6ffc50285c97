"""The meetings of all committees: the next ones as a list, and a month as a calendar."""

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from committees.models import Committee
from published import addresses, asking, asking_calendar
from published.kinds import Kind
from published.models import html
from website.caching import framed, page

PAGE = 40  # meetings in the list
KEY = re.compile(r"(\d{4}-\d{2}-\d{2}(?:-[1-9]\d?)?)\.([-\w]{1,80})", re.ASCII)


def upcoming(now: datetime, committee: str = "", after: str = "") -> tuple[list[SafeString], str]:
    """The next meetings of all committees, or of one, as lines of a list; and the key after which there are more, or "". What is
    no such key is the beginning. One query."""
    sql = asking_calendar.OF_ONE if committee else asking_calendar.OF_ALL
    asked = {"committee": committee, "most": PAGE + 1, **_after(after)}
    rows = asking.rows(sql, now, **asked, **asking.days(now))
    key = "{}.{}".format(*rows[PAGE - 1][:2]) if len(rows) > PAGE else ""
    return [html(line) for _meeting, _committee, line in rows[:PAGE]], key


def _after(key: str) -> dict[str, date | str]:
    found = KEY.fullmatch(key)
    try:
        day = date.fromisoformat(found[1][:10]) if found else date.min
    except ValueError:
        found, day = None, date.min
    return {"date": day, "meeting": found[1] if found else "", "after": found[2] if found else ""}


@dataclass(frozen=True)
class Held:
    """A meeting in the calendar. `called_off` is "Cancelled", or "Postponed to 22 July 2026"; "" where it is held."""

    date: date
    committee: str
    address: str
    slug: str
    start: time | None
    subtitle: str
    called_off: str


@dataclass(frozen=True)
class Day:
    date: date
    is_today: bool
    meetings: list[Held] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month's weeks from Monday on, with None for days of another month; and the nearest months with meetings, or None."""

    first: date
    weeks: list[list[Day | None]]
    previous: date | None
    following: date | None

    @property
    def has_meetings(self) -> bool:
        return any(day and day.meetings for week in self.weeks for day in week)


def month(year: int, number: int, now: datetime) -> Month:
    """Two queries, which cost the same in any archive. Http404 for a month before the first meeting or after the last, unless it
    is the present one."""
    try:
        first = date(year, number, 1)
        following = date(year + number // 12, number % 12 + 1, 1)
    except ValueError as error:
        raise Http404 from error
    asked, today = {"first": first, "following": following}, timezone.localdate(now)
    found = [_held(*row) for row in asking.rows(asking_calendar.MONTH, now, **asked)]
    (around,) = asking.rows(asking_calendar.AROUND, now, **asked)
    before, after = (asking.day(day).replace(day=1) if day else None for day in around)
    if not found and not (before and after) and first != today.replace(day=1):
        raise Http404
    weeks = [
        [_day(day, today, found) if day.month == number else None for day in week]
        for week in Calendar().monthdatescalendar(year, number)
    ]
    return Month(first, weeks, before, after)


def _day(day: date, today: date, found: list[Held]) -> Day:
    return Day(day, day == today, [held for held in found if held.date == day])


def _held(day, committee, name, meeting, start, subtitle, kind, title) -> Held:
    start = time.fromisoformat(start) if isinstance(start, str) else start
    off, _colon, to = title.partition(":")[0].partition(" ") if kind == Kind.CANCELLATION else ("", "", "")
    called_off = f"{off.capitalize()} {to}".strip()
    return Held(asking.day(day), name, addresses.meeting(committee, meeting), meeting, start, subtitle, called_off)


@page
def meetings(request):
    today = timezone.localdate(request.now)
    shown = list(Committee.objects.active().shown_on(today).by_kind().only("slug", "name", "kind_order"))
    wanted = request.GET.get("committee", "")
    if wanted and wanted not in {committee.slug for committee in shown}:
        raise Http404
    lines, later = upcoming(request.now, wanted, request.GET.get("after", ""))
    context = {"committees": shown, "wanted": wanted, "meetings": lines, "later": later, "today": today}
    return framed(request.organisation, "Next meetings", render_to_string("website/meetings.html", context))


@page
def month_page(request, year, month_number):
    found = month(year, month_number, request.now)
    title = f"Meetings in {date_format(found.first, 'F Y')}"
    return framed(request.organisation, title, render_to_string("website/month.html", {"month": found, "title": title}))
