"""A meeting's public history: what was published when, and which words each version changed."""

from datetime import datetime
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from published import addresses, asking
from published.models import Version
from published.places import Place, compared_with, places_at, places_of_item, standing
from published.record import MeetingRecord
from published.redline import redline
from website import meetings
from website.caching import framed, unless_known

MOST_COMPARED = 400_000  # characters of two records together: docs/decisions.md says what that costs


@require_safe
def publications(request, committee, slug):
    """The log of a meeting: every version that went live, the newest first."""
    now = timezone.now()
    version = meetings.shown_at(committee, slug, now)

    def make(organisation):
        context = {"version": version, "log": log_of(places_at(committee, slug, now))}
        title = f"What was published when: {version.title}"
        return framed(organisation, title, render_to_string("website/publications.html", context))

    return unless_known(request, ("publications", *meetings.seen(version)), make)


def log_of(places: list[Place]) -> list[tuple[Place, Place | None]]:
    """The places, the newest first, each that stands with the one that it is compared with."""
    return [(place, None if place.withdrawn_at else compared_with(place, places)) for place in reversed(places)]


def beside(place: Place, places: list[Place]) -> dict[str, Place | None]:
    """Of the versions that stand, the one before and the one after; and the one that this one is compared with."""
    stand = standing(places)
    return {
        "before": next((other for other in reversed(stand) if other.number < place.number), None),
        "after": next((other for other in stand if other.number > place.number), None),
        "older": compared_with(place, places),
    }


def of_item(version: Version, slug: str, now: datetime) -> dict:
    """When what was published of an item, the newest first, each with the version that it changed it from or None, and whether
    it is the first that tells of its approval; and the last version that put right what minutes said of it before. One query."""
    places = places_of_item(version.committee_slug, version.meeting_slug, slug, now)
    of_it = [place for place in standing(places) if place.said is not None]
    days = [None, *(place.approved_on for place in of_it)]
    log = [(p, _changed_from(p, places), p.approved_on != before) for p, before in zip(of_it, days, strict=False)][::-1]
    minutes = [place for place in of_it if place.minuted and place.kind.has_minutes]
    corrected = [(was, place) for was, place in pairwise(minutes) if was.minuted != place.minuted]
    return {"item_log": log, "corrected": corrected[-1][1] if corrected else None}


def _changed_from(place: Place, places: list[Place]) -> Place | None:
    """With what the page of changes compares a version, where that says otherwise of the item and is of the same sort."""
    older = compared_with(place, places)
    if older is None or older.said in {None, place.said} or older.kind.has_decisions != place.kind.has_decisions:
        return None
    return older


def corrected_since(version: Version, place: Place, places: list[Place], now: datetime) -> dict[str, str]:
    """Of minutes that later ones put right: for below each item of which they say something else now, that and when, with a link.
    One query, where there are later ones."""
    later = [other for other in standing(places) if other.number > place.number and other.kind.has_minutes]
    if not later or not place.kind.has_minutes:
        return {}
    known = {"committee": version.committee_slug, "meeting": version.meeting_slug}
    by_slug: dict[str, dict[int, str]] = {}
    for sequence, slug, minuted in asking.rows(asking.MINUTED, now, **known):
        by_slug.setdefault(slug, {})[sequence] = minuted
    found = {}
    for slug, said in by_slug.items():
        was, now_is = said.get(place.sequence), said.get(later[-1].sequence)
        if was and now_is and was != now_is:
            first = next(other for other in later if said.get(other.sequence, was) != was)
            context = {"place": first, "address": addresses.item(version.committee_slug, version.meeting_slug, slug)}
            found[slug] = render_to_string("website/_corrected.html", context)
    return found


@require_safe
def changes(request, committee, slug, number):
    """What a version changed, word by word, from the one before it."""
    now = timezone.now()
    version, place, places = meetings.version_among(committee, slug, number, now)

    def make(organisation):
        older = compared_with(place, places)
        context = beside(place, places) | {
            "version": version,
            "place": place,
            "passed": [p for p in places if p.withdrawn_at and (older.number if older else 0) < p.number < number],
            **(_compared(older, place, now) if older else {}),
        }
        title = f"What changed in publication {place.number}: {version.title}"
        return framed(organisation, title, render_to_string("website/changes.html", context))

    return unless_known(request, ("changes", number, *meetings.seen(version)), make)


def _compared(older: Place, newer: Place, now: datetime) -> dict:
    """The redline of two versions, and how many items are the same in both; of what is too long to be compared at a request
    nothing but that. One query."""
    texts = dict(asking.rows(asking.RECORDS, now, older=older.sequence, newer=newer.sequence))
    if len(texts) < 2 or sum(map(len, texts.values())) > MOST_COMPARED:
        return {"is_too_long": True}
    was, now_is = (MeetingRecord.from_json(texts[place.sequence]) for place in (older, newer))
    found = redline(was, now_is)
    told = {each.item.slug for each in found.items if each.state != "gone"}
    return {"redline": found, "unchanged": sum(not i.is_heading and i.slug not in told for i in now_is.items)}
