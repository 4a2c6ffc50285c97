"""Calendars to subscribe to (RFC 5545, RFC 7986): of all meetings, of a committee's, of one meeting.

An event keeps its UID for as long as the log lasts, whatever becomes of the meeting, and its SEQUENCE counts what the public
was told of it. A meeting that was called off, or withdrawn, stays as a cancelled event, because a calendar that was subscribed
to would go on showing it. How long a meeting will take nobody has announced: an event ends where the minutes say so.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, Timezone

from committees import asking as council
from published import addresses, asking, words
from published.kinds import Kind
from website.caching import unless_known
from website.feeds import known
from website.machines import in_xml, may_be_read_anywhere, site
from website.withdrawn import raise_gone

BACK = timedelta(days=366)  # how far calendars go back; they go on to the last meeting that is announced
ASK_AGAIN = timedelta(hours=12)

# The first digest of the log tells this installation from every other, and stays with it under another host name.
HISTORY = f"""
    (SELECT COUNT(*) FROM published_link l WHERE l.key = {{of}}.key AND {known("l")}),
    (SELECT MAX(l.goes_live_at) FROM published_link l WHERE l.key = {{of}}.key AND {known("l")}),
    (SELECT digest FROM published_link ORDER BY sequence LIMIT 1)
"""  # noqa: S608
SHOWN = f"""
    SELECT v.key, v.committee_slug, v.meeting_slug, v.committee_name, v.title, v.kind, v.start, v.head, '',
    {HISTORY.format(of="v")} FROM {asking.SHOWN} WHERE v.date >= %(since)s
"""  # noqa: S608
WITHDRAWN = f"""
    SELECT w.key, w.committee_slug, w.meeting_slug, COALESCE(c.name, w.committee_slug), '', '', NULL, '{{}}', w.reason,
    {HISTORY.format(of="w")} FROM published_withdrawal w
    LEFT JOIN committees_committee c ON c.slug = w.committee_slug AND c.shown_from <= %(today)s
    WHERE w.meeting_slug >= %(since)s
    AND NOT EXISTS (SELECT 1 FROM published_shown s WHERE s.key = w.key AND {asking._shown("s")})
    AND NOT EXISTS (SELECT 1 FROM published_withdrawal o WHERE o.key = w.key AND o.sequence > w.sequence)
"""  # noqa: S608


@dataclass(frozen=True)
class Meeting:
    """A meeting as it is told now; `kind` is "" where all that was told of it was withdrawn, for `reason`."""

    key: int
    committee_slug: str
    slug: str
    committee: str
    title: str
    kind: str
    start: time | None
    head: dict
    reason: str
    changes: int
    changed: datetime
    log: str

    @property
    def day(self) -> date:
        return asking.day(self.slug[:10])

    @property
    def path(self) -> str:
        return addresses.meeting(self.committee_slug, self.slug)

    @property
    def is_off(self) -> bool:
        return self.kind in {"", Kind.CANCELLATION}

    @property
    def uid(self) -> str:
        return str(uuid5(UUID(self.log[:32]), str(self.key)))


def meetings(now: datetime, committee: str = "", slug: str = "") -> list[Meeting]:
    """Those of the last year and all that are announced, of a committee or one of its days. Two queries."""
    since = timezone.localdate(now) - BACK if not slug else date.min
    values = {"committee": committee, "meeting": slug} if slug else {"committee": committee} if committee else {}
    of = "".join(f" AND {{of}}.{column} = %({name})s" for column, name in _COLUMNS.items() if name in values)
    found = asking.rows(SHOWN + of.format(of="v"), now, since=since, **values)
    gone = WITHDRAWN + of.format(of="w")
    found += asking.rows(gone, now, since=str(since), today=timezone.localdate(now), **values)
    return sorted(map(_meeting, asking.moments(found, 10)), key=lambda meeting: (meeting.slug, meeting.committee_slug))


_COLUMNS = {"committee_slug": "committee", "meeting_slug": "meeting"}


def _meeting(row: tuple) -> Meeting:
    *facts, start, head, reason, changes, changed, log = row
    start = time.fromisoformat(start) if isinstance(start, str) else start
    return Meeting(*facts, start, json.loads(head), reason, changes, changed, log)


def event(meeting: Meeting) -> Event:
    """RFC 5545 §3.6.1. A time of which the clocks have two is the first (§3.3.5)."""
    found, zone = Event(), ZoneInfo(settings.TIME_ZONE)
    found.add("uid", meeting.uid)
    found.add("sequence", meeting.changes - 1)
    found.add("dtstamp", meeting.changed)
    found.add("last-modified", meeting.changed)
    begins = meeting.start and datetime.combine(meeting.day, meeting.start, zone)
    found.add("dtstart", begins or meeting.day)
    ended = meeting.head.get("end", "")
    if begins and ended and time.fromisoformat(ended) > meeting.start:
        found.add("dtend", datetime.combine(meeting.day, time.fromisoformat(ended), zone))
    found.add("summary", in_xml(_summary(meeting)))
    found.add("status", "CANCELLED" if meeting.is_off else "CONFIRMED")
    if meeting.head.get("venue"):
        found.add("location", in_xml(meeting.head["venue"]))
    found.add("url", site(meeting.path))
    found.add("description", in_xml("\n".join(_description(meeting))))
    return found


def _summary(meeting: Meeting) -> str:
    name = ", ".join(filter(None, (meeting.committee, meeting.head.get("subtitle", ""))))
    if meeting.kind == Kind.CANCELLATION:
        return f"{meeting.title.partition(':')[0]}: {name}"
    return name if meeting.kind else f"WITHDRAWN: {name}"


def _description(meeting: Meeting) -> Iterator[str]:
    """How to attend, and where to read on."""
    head = meeting.head
    if not meeting.kind:
        yield f"What was published of this meeting was withdrawn. Reason: {meeting.reason}"
    if head.get("cancellation_reason"):
        yield head["cancellation_reason"]
    if head.get("attending"):
        yield f"{words.word(head['attending'], 'attending')}."
    if head.get("remote_link"):
        yield f"Join online: {head['remote_link']}"
    if head.get("webcast_link"):
        yield f"Webcast: {head['webcast_link']}"
    if head.get("note"):
        yield head["note"]
    contact = ", ".join(filter(None, map(head.get, ("contact_officer", "contact_phone", "contact_email"))))
    if contact:
        yield f"Contact: {contact}"
    yield f"{'More' if meeting.is_off else 'Agenda and papers'}: {site(meeting.path)}"


def calendar(name: str, found: list[Meeting]) -> bytes:
    """The calendar as a file; METHOD is not set, because nobody is invited (RFC 5545 §3.7.2)."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Minutebook//Calendar of meetings//EN")
    made.add("name", in_xml(name))
    made.add("x-wr-calname", in_xml(name))
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", ASK_AGAIN)
    made.add_component(_zone(settings.TIME_ZONE))
    for meeting in found:
        made.add_component(event(meeting))
    return made.to_ical()


@cache
def _zone(name: str) -> Timezone:
    return Timezone.from_tzid(name)


@require_safe
def everything(request):
    return _answer(request, "Meetings")


@require_safe
def of_committee(request, committee):
    found = council.committee(committee, timezone.localdate())
    if found is None:
        raise Http404
    return _answer(request, found.name, committee)


@require_safe
def of_meeting(request, committee, slug):
    """Of what was withdrawn too: it tells a calendar that it is off."""
    found = meetings(timezone.now(), committee, slug)
    if not found:
        raise_gone(committee, slug)
    return _answer(request, found[0].committee, committee, slug, found)


def _answer(request, title: str, committee: str = "", slug: str = "", found: list[Meeting] | None = None):
    now = timezone.now()
    seen, changed = asking.latest(now)
    today = timezone.localdate(now)

    def make(organisation):
        name = f"{title}: {organisation.name}"
        response = HttpResponse(
            calendar(name, meetings(now, committee, slug)), content_type="text/calendar; charset=utf-8"
        )
        response["Content-Disposition"] = f'inline; filename="{slug or committee or "meetings"}.ics"'
        return response

    of = ("calendar", title, committee, slug, today, *seen)
    return may_be_read_anywhere(unless_known(request, of, make, changed and max(changed, _midnight(today))))


def _midnight(day: date) -> datetime:
    """Since when the calendar begins where it does."""
    return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE))
