"""Atom feeds (RFC 4287) of what was published: of the whole site, and of a committee.

Each publication is one entry for ever. What becomes of it changes that entry and brings it to the top: where it was
withdrawn, the entry says so and nothing else, so that readers' programs drop what they kept.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from committees import asking as council
from published import addresses, asking
from published.kinds import Kind
from published.templatetags.published import written
from website.caching import unless_known
from website.machines import in_xml, licence, may_be_read_anywhere, site

PAGE = 40  # entries
ATOM = "http://www.w3.org/2005/Atom"
SINCE = "2026-01-01"  # when the names of entries were thought of (RFC 4151: a day on which the host was the site's)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """`name` tells it from every other of the site, for ever."""

    name: str
    title: str
    link: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""


@dataclass(frozen=True)
class Moment:
    """A place in the log by time: when a row went live, and which it is. In an address, its microseconds and its number."""

    at: datetime
    sequence: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}.{self.sequence}"

    @classmethod
    def read(cls, text: str) -> "Moment | None":
        """What `str` wrote; None of anything else."""
        time, _, sequence = text.partition(".")
        if not all(part.isascii() and part.isdigit() and len(part) < 18 for part in (time, sequence)):
            return None
        return cls(EPOCH + timedelta(microseconds=int(time)), int(sequence))


def known(link: str) -> str:
    """Whether the public may know the facts of a row of the log."""
    return f"{link}.goes_live_at IS NOT NULL AND {asking._live(link)}"


# The rows of the log, each publication's last alone.
CHANGES = f"""
    SELECT l.goes_live_at, l.sequence, l.about, l.committee_slug, l.meeting_slug, l.kind, l.facts, v.sequence IS NULL,
    v.committee_name, v.title, v.goes_live_at, c.name
    FROM published_link l LEFT JOIN published_version v ON v.sequence = l.about
    LEFT JOIN committees_committee c ON c.slug = l.committee_slug AND c.shown_from <= %(today)s
    WHERE {known("l")}
    AND NOT EXISTS (SELECT 1 FROM published_link o WHERE o.about = l.about AND o.sequence > l.sequence AND {known("o")})
"""  # noqa: S608
OF_COMMITTEE = " AND l.committee_slug = %(committee)s"
BEFORE = " AND (l.goes_live_at, l.sequence) < (%(at)s, %(sequence)s)"
NEWEST = " ORDER BY l.goes_live_at DESC, l.sequence DESC LIMIT %(most)s"


def entries(
    now: datetime, committee: str = "", before: Moment | None = None, most: int | None = None
) -> tuple[list[Entry], Moment | None]:
    """What was published last, at most so many, and where it goes on. One query, the same for any page of any archive."""
    most = most or PAGE
    sql = CHANGES + (OF_COMMITTEE if committee else "") + (BEFORE if before else "") + NEWEST
    place = {"at": asking.as_stored(before.at), "sequence": before.sequence} if before else {}
    today = timezone.localdate(now)
    found = asking.rows(
        sql, now, today=today, most=most + 1, **({"committee": committee} if committee else {}), **place
    )
    found = list(asking.moments(found, 0, 10))
    following = Moment(*found[most - 1][:2]) if len(found) > most else None
    return [_entry(*row) for row in found[:most]], following


def _entry(at, sequence, about, committee, meeting, kind, facts, is_gone, name, title, first, name_now) -> Entry:
    kind, note = Kind(kind), json.loads(facts)["note"]
    day = written(asking.day(meeting[:10]), "l j F Y")
    what = f"{kind.label}: {name or name_now or committee}, {day}"
    if is_gone:
        what, note = f"Withdrawn: {what}", f"This was withdrawn. Reason: {note}"
    elif kind == Kind.CANCELLATION:
        what = title
    if not is_gone and sequence != about:
        note = f"Words were removed. Reason: {note}"
    elif not is_gone and note:
        note = f"Changed: {note}"
    return Entry(f"publication/{about}", what, addresses.meeting(committee, meeting), at, first, note)


def feed_of(
    organisation, title: str, path: str, page: str, entries: Iterable[Entry], following: str = "", first: str = ""
):
    """A feed as an answer: RFC 4287 §4.1.1, with the pages of RFC 5005 §3. `path` is its own, `page` that of the page which it
    is of, `following` and `first` those of its next page and its first."""
    entries = list(entries)
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _add(feed, "id", _tag(first or path))
    _add(feed, "title", f"{title}: {organisation.name}")
    _add(feed, "updated", max((entry.updated for entry in entries), default=organisation.updated_at).isoformat())
    _add(ET.SubElement(feed, "author"), "name", organisation.name)
    rights = licence(organisation)
    if rights:
        _add(feed, "rights", " ".join(filter(None, rights.values())))
    for rel, to in (("self", path), ("alternate", page), ("first", first), ("next", following)):
        if to:
            kind = "text/html" if rel == "alternate" else "application/atom+xml"
            ET.SubElement(feed, "link", {"rel": rel, "type": kind, "href": site(to)})
    for entry in entries:
        element = ET.SubElement(feed, "entry")
        _add(element, "id", _tag(entry.name))
        _add(element, "title", entry.title)
        _add(element, "updated", entry.updated.isoformat())
        if entry.published:
            _add(element, "published", entry.published.isoformat())
        ET.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": site(entry.link)})
        if entry.summary:
            _add(element, "summary", entry.summary)
    text = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = in_xml(text)


def _tag(name: str) -> str:
    """A name for ever: RFC 4151."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:{name.strip('/')}"


@require_safe
def everything(request):
    return _answer(request, "Published", "/feed.atom", "/")


@require_safe
def of_committee(request, committee):
    found = council.committee(committee, timezone.localdate())
    if found is None:
        raise Http404
    path = addresses.committee(committee)
    return _answer(request, found.name, f"{path}feed.atom", path, committee)


def _answer(request, title: str, path: str, page: str, committee: str = ""):
    now, before = timezone.now(), Moment.read(request.GET.get("before", ""))
    seen, changed = asking.latest(now)

    def make(organisation):
        found, following = entries(now, committee, before)
        return feed_of(
            organisation,
            title,
            f"{path}?before={before}" if before else path,
            page,
            found,
            following=f"{path}?before={following}" if following else "",
            first=path if before else "",
        )

    return may_be_read_anywhere(unless_known(request, ("feed", title, str(before), path, *seen), make, changed))
