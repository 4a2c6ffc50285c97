"""What a meeting's and an item's page say to search engines: schema.org as JSON-LD 1.1, made of what the page shows.

It is data and no script: a browser doesn't run it, and the content security policy doesn't concern it (HTML, "prepare the
script element": a data block).
"""

import json
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings

from published import addresses
from published.kinds import Kind
from published.models import Item, Version, html
from published.templatetags.published import written
from website.machines import site

register = template.Library()
SCHEMA = "https://schema.org"
# So that nothing in it ends the element or begins another, as Django's json_script.
ESCAPED = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


@register.simple_tag
def meeting_json_ld(version: Version):
    return _element(meeting_of(version))


@register.simple_tag
def item_json_ld(item: Item, version: Version):
    return _element(item_of(item, version))


def _element(data: dict[str, Any]):
    text = json.dumps({"@context": SCHEMA, **data}, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    return html(f'<script type="application/ld+json">{text}</script>')


def meeting_of(version: Version) -> dict[str, Any]:
    """A meeting as an Event: https://schema.org/Event."""
    head = json.loads(version.head)
    found = {
        "@type": "Event",
        "name": f"{version.committee_name}, {written(version.date, 'j F Y')}",
        "url": site(version.get_absolute_url()),
        "startDate": _moment(version, version.start),
        "eventStatus": f"{SCHEMA}/{_status(version, head)}",
        "organizer": {"@type": "Organization", "name": head["organisation"], "url": site("/")},
    }
    if version.start and head.get("end", "") > f"{version.start:%H:%M}":
        found["endDate"] = _moment(version, time.fromisoformat(head["end"]))
    places = list(_places(head))
    if places:
        modes = {"Place": "Offline", "VirtualLocation": "Online"}
        mode = "Mixed" if len(places) > 1 else modes[places[0]["@type"]]
        found |= {"location": places, "eventAttendanceMode": f"{SCHEMA}/{mode}EventAttendanceMode"}
    return found


def _places(head: dict):
    if head.get("venue"):
        yield {"@type": "Place", "name": head["venue"], "address": head["venue"]}
    if head.get("remote_link"):
        yield {"@type": "VirtualLocation", "url": head["remote_link"]}


def _status(version: Version, head: dict) -> str:
    if version.kind != Kind.CANCELLATION:
        return "EventScheduled"
    return "EventPostponed" if head.get("postponed_to") else "EventCancelled"


def _moment(version: Version, hour: time | None) -> str:
    """With the offset of the day; the day alone where the hour isn't known."""
    if hour is None:
        return version.date.isoformat()
    return datetime.combine(version.date, hour, ZoneInfo(settings.TIME_ZONE)).isoformat()


def item_of(item: Item, version: Version) -> dict[str, Any]:
    """An agenda item's page, which is about its meeting: https://schema.org/WebPage."""
    path = version.get_absolute_url()
    crumbs = [
        ("Committees", "/committees/"),
        (version.committee_name, addresses.committee(version.committee_slug)),
        (written(version.date, "j F Y"), path),
        (item.title, f"{path}{item.slug}/"),
    ]
    return {
        "@type": "WebPage",
        "name": item.title,
        "url": site(f"{path}{item.slug}/"),
        "about": meeting_of(version),
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": site(to)}
                for position, (name, to) in enumerate(crumbs, start=1)
            ],
        },
    }
