"""A meeting's public history: what was published when, and which words each version changed."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from published import asking
from published.places import Place, compared_with, places_at, standing
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
