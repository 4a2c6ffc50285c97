"""Open data: the twin of a page in JSON on the same address, and /api/, which lists what has changed.

All of it is made of what the pages show. docs/open-data.md says what is where; website/schemas.py what each answer holds.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import wraps
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from committees import asking as council
from committees.models import Committee, Organisation, Person
from published import addresses, asking
from published.models import Record, Version
from published.places import Place, places_at
from published.record import MeetingRecord
from website import known, meetings, register, schemas
from website.caching import fresh_or_unchanged, unless_known
from website.feeds import EPOCH, Moment
from website.feeds import known as is_known
from website.machines import json_of, may_be_read_anywhere, site
from website.withdrawn import raise_gone

PAGE = 100  # entries
LISTS = {
    "bodies": "Committees and other bodies that meet",
    "people": "Members of these bodies",
    "meetings": "Meetings, as their addresses show them",
    "decisions": "The decisions of each meeting that has changed",
}


class NotUnderstood(ValueError):
    """What was asked for can't be answered; the sentence says why."""


def machine(view):
    """A public answer for machines: GET and HEAD, for any site's scripts; 400 with a sentence of what was not understood."""

    @require_safe
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except NotUnderstood as error:
            response = JsonResponse({"error": str(error)}, status=400)
        return may_be_read_anywhere(response)

    return wrapped


# — Twins of pages —


@machine
def meeting(request, committee, slug):
    version = meetings.shown_at(committee, slug, timezone.now())

    def make(organisation):
        frozen = _record(version.pk)
        path = addresses.meeting(committee, slug)
        data = {
            "address": site(path),
            "calendar": site(f"{path}calendar.ics"),
            "publications": site(f"{path}publications.json"),
            "publication": _publication(version),
            "meeting": meeting_data(frozen),
        }
        return json_of(organisation, data, "meeting")

    return unless_known(request, ("meeting.json", *meetings.seen(version)), make, meetings.changed(version))


@machine
def item(request, committee, slug, item):
    now = timezone.now()
    found = meetings.item_at(committee, slug, item, now)

    def make(organisation):
        version = asking.version(asking.OF_ITEM, now, sequence=found.version_id)
        path = addresses.meeting(committee, slug)
        frozen = meeting_data(_record(found.version_id))
        data = {
            "address": site(addresses.item(committee, slug, item)),
            "meeting": site(f"{path}meeting.json"),
            "committee": {"slug": committee, "name": frozen["committee"]},
            "date": frozen["date"],
            "is_current": bool(found.is_current),
            "publication": _publication(version),
            "item": next(each for each in frozen["items"] if each["slug"] == found.slug),
        }
        return json_of(organisation, data, "item")

    return unless_known(request, ("item.json", *meetings.seen_item(found)), make, meetings.changed(found))


@machine
def publications(request, committee, slug):
    """The log of a meeting, also of one of which everything was withdrawn."""
    now = timezone.now()
    places = places_at(committee, slug, now)
    if not places:
        raise_gone(committee, slug)
    seen, changed = asking.latest(now)

    def make(organisation):
        path = addresses.meeting(committee, slug)
        log = [_place(committee, slug, place) for place in places]
        return json_of(organisation, {"address": site(path), "publications": log}, "publications")

    return unless_known(request, ("publications.json", committee, slug, *seen), make, changed)


@machine
def committees(request):
    found = [body(committee) for committee in known.committees(timezone.now()).by_kind()]
    return _of_live_facts(request, {"committees": found}, "committees")


@machine
def committee(request, slug):
    today = timezone.localdate()
    found = council.committee(slug, today)
    if found is None:
        raise Http404
    members = [
        {"name": seat.name, "role": seat.role, "party_and_ward": seat.party_and_ward}
        for seat in council.seats(found.pk, today)
    ]
    path = addresses.committee(slug)
    links = {
        "meetings": site(f"/api/meetings?committee={slug}"),
        "decisions": site(f"/decisions.json?committee={slug}"),
        "calendar": site(f"{path}calendar.ics"),
        "feed": site(f"{path}feed.atom"),
    }
    return _of_live_facts(request, {"committee": body(found), "members": members, "links": links}, "committee")


def _of_live_facts(request, data: dict, schema: str):
    """Facts that are edited live: their ETag is the digest of their bytes."""
    organisation = Organisation.objects.current()
    text = json.dumps(data, sort_keys=True)
    return unless_known(request, (schema, text, organisation.pk), lambda of: json_of(of, data, schema))


def body(committee: Committee) -> dict:
    """A committee as open data."""
    return {
        "address": site(addresses.committee(committee.slug)),
        "data": site(f"/committees/{committee.slug}.json"),
        "slug": committee.slug,
        "name": committee.name,
        "kind": committee.kind,
        "purpose": committee.purpose,
        "quorum": committee.quorum,
        "contact": {
            "officer": committee.contact_officer,
            "email": committee.contact_email,
            "phone": committee.contact_phone,
        },
        "dissolved_on": str(committee.dissolved_on) if committee.dissolved_on else None,
    }


def person(found: Person) -> dict:
    """A member as open data: for /api/people, and for the twin of their page."""
    return {
        "address": site(f"/people/{found.slug}/"),
        "slug": found.slug,
        "name": str(found),
        "title": found.title,
        "first_name": found.first_name,
        "last_name": found.last_name,
        "party": found.party.name if found.party else None,
        "ward": found.ward.name if found.ward else None,
    }


def meeting_data(frozen: MeetingRecord) -> dict:
    """A record as open data: as it was frozen, and the addresses of its items and papers."""
    data = json.loads(frozen.to_json())
    for each in data["items"]:
        each["address"] = site(addresses.item(frozen.committee_slug, frozen.slug, each["slug"]))
    for paper in [*data["papers"], *(paper for each in data["items"] for paper in each["papers"])]:
        paper["address"] = site(addresses.document(paper["sha256"], paper["file_name"]))
    return data


def _record(sequence: int) -> MeetingRecord:
    """Of a version that was just found; 404 if it was withdrawn this very moment."""
    text = Record.objects.filter(pk=sequence).values_list("text", flat=True).first()
    if text is None:
        raise Http404
    return MeetingRecord.from_json(text)


def _publication(version: Version) -> dict:
    return {
        "sequence": version.pk,
        "kind": version.kind,
        "note": version.note,
        "published_at": version.published_at.isoformat(),
        "goes_live_at": version.goes_live_at.isoformat(),
        "record": site(f"{addresses.PROOF}records/{version.pk}"),
    }


def _place(committee: str, slug: str, place: Place) -> dict:
    stands = place.withdrawn_at is None
    return {
        "number": place.number,
        "version": place.version,
        "sequence": place.sequence,
        "kind": place.kind.value,
        "goes_live_at": place.goes_live_at.isoformat(),
        "note": place.note,
        "address": site(addresses.publication(committee, slug, place.number)) if stands else None,
        "withdrawn_at": None if stands else place.withdrawn_at.isoformat(),
        "reason": place.reason,
    }


# — /api/: what has changed —

# Each meeting at the time of its last change, with what its address shows.
CHANGED = f"""
    SELECT l.goes_live_at, l.sequence, l.committee_slug, l.meeting_slug, l.facts,
    v.sequence, v.kind, v.title, v.note, v.goes_live_at, v.head
    FROM published_link l
    LEFT JOIN published_shown s ON s.key = l.key AND {asking._shown("s")}
    LEFT JOIN published_version v ON v.sequence = s.version_id
    WHERE {is_known("l")} AND NOT EXISTS (
        SELECT 1 FROM published_link o WHERE o.key = l.key AND {is_known("o")}
        AND (o.goes_live_at, o.sequence) > (l.goes_live_at, l.sequence)
    )
"""  # noqa: S608
OF_COMMITTEE = " AND l.committee_slug = %(committee)s"
SINCE = " AND l.goes_live_at >= %(since)s"
BEHIND = " AND (l.goes_live_at, l.sequence) > (%(at)s, %(after)s)"
OLDEST = " ORDER BY l.goes_live_at, l.sequence LIMIT %(most)s"


@machine
def index(request):
    lists = [{"address": site(f"/api/{name}"), "name": name, "what": what} for name, what in LISTS.items()]
    found = [site(f"/api/schemas/{name}.json") for name in schemas.ALL]
    return _of_live_facts(request, {"lists": lists, "schemas": found}, "api")


@machine
def schema(request, name):
    found = schemas.ALL.get(name)
    if found is None:
        raise Http404
    text = json.dumps({"$id": site(f"/api/schemas/{name}.json"), **found}, indent=1)
    return fresh_or_unchanged(
        request, schemas.digest(text), lambda: HttpResponse(text, content_type="application/schema+json")
    )


@machine
def changed_meetings(request):
    return _changed(request, "meetings", lambda rows, now: [_meeting(*row) for row in rows])


@machine
def changed_decisions(request):
    return _changed(request, "decisions", _decisions)


def _changed(request, name: str, made):
    """A page of the meetings that have changed, the longest ago first. Three queries, and what `made` asks."""
    now, since, after = timezone.now(), _since(request), _after(request)
    committee = request.GET.get("committee", "")
    if committee and not known.committees(now).filter(slug=committee.replace("\0", "")).exists():
        raise NotUnderstood("There is no such committee.")
    seen, changed = asking.latest(now)

    def make(organisation):
        values = {"committee": committee} if committee else {}
        if after and after.at >= since:  # the nearer of the two alone, at which the database begins
            begin, place = BEHIND, {"at": asking.as_stored(after.at), "after": after.sequence}
        else:
            begin, place = SINCE, {"since": asking.as_stored(since)}
        sql = CHANGED + (OF_COMMITTEE if committee else "") + begin + OLDEST
        rows = asking.rows(sql, now, most=PAGE + 1, **values, **place)
        rows = list(asking.moments(rows, 0, 9))
        following = Moment(*rows[PAGE - 1][:2]) if len(rows) > PAGE else None
        data = {name: made(rows[:PAGE], now), "next": _next(request, name, following)}
        return json_of(organisation, data, schemas.OF_LISTS[name])

    return unless_known(request, (name, str(since), str(after), committee, *seen), make, changed)


def _meeting(at, sequence, committee, slug, facts, version, kind, title, note, live_from, head) -> dict:
    said = {**_of_meeting(committee, slug), "changed": at.isoformat()}
    if version is None:
        return said | {"withdrawn": True, "reason": json.loads(facts)["note"]}
    path = addresses.meeting(committee, slug)
    return said | {
        "data": site(f"{path}meeting.json"),
        "calendar": site(f"{path}calendar.ics"),
        "title": title,
        "publication": {"sequence": version, "kind": kind, "note": note, "goes_live_at": live_from.isoformat()},
        "meeting": json.loads(head),
    }


def _of_meeting(committee: str, slug: str) -> dict:
    return {"address": site(addresses.meeting(committee, slug)), "committee": committee, "date": slug[:10]}


def _decisions(rows: list[tuple], now: datetime) -> list[dict]:
    """One query for all of them."""
    by_version = register.of_versions([row[5] for row in rows if row[5] is not None], now)
    return [
        {**_of_meeting(*row[2:4]), "changed": row[0].isoformat()}
        | (
            {"withdrawn": True, "reason": json.loads(row[4])["note"]}
            if row[5] is None
            else {"decisions": [register.data_of(entry) for entry in by_version.get(row[5], [])]}
        )
        for row in rows
    ]


@machine
def bodies(request):
    now = timezone.now()
    found = known.committees(now)
    return _changed_facts(request, "bodies", ((_changed_at(each), each.pk, body(each)) for each in found))


@machine
def people(request):
    """Those who sit or sat on a committee that the public knows: somebody may be on file for a draft alone."""
    found = known.people(timezone.now()).select_related("party", "ward")
    return _changed_facts(request, "people", ((_changed_at(each), each.pk, person(each)) for each in found))


def _changed_at(row: Committee | Person) -> datetime:
    """When the public could first read it as it is."""
    shown = datetime.combine(row.shown_from, time.min, ZoneInfo(settings.TIME_ZONE))
    return max(row.updated_at, shown).astimezone(UTC)


def _changed_facts(request, name: str, rows: Iterable[tuple[datetime, int, dict]]):
    """A page of facts that are edited live: so few that all are read."""
    since, after = _since(request), _after(request)
    behind = (after.at, after.sequence) if after else (since, 0)
    found = sorted((row for row in rows if row[0] >= since and row[:2] > behind), key=lambda row: row[:2])
    following = Moment(*found[PAGE - 1][:2]) if len(found) > PAGE else None
    entries = [{**data, "changed": at.isoformat()} for at, _, data in found[:PAGE]]
    return _of_live_facts(request, {name: entries, "next": _next(request, name, following)}, schemas.OF_LISTS[name])


def _since(request) -> datetime:
    """The moment from which on changes are asked for; the beginning of all where none is given."""
    text = request.GET.get("since", "")
    try:
        # A plus that was not escaped comes as a space.
        found = datetime.fromisoformat(text.strip().replace(" ", "+")) if text else EPOCH
    except ValueError as error:
        raise NotUnderstood("“since” is a day or a moment, such as 2026-03-04 or 2026-03-04T12:00:00Z.") from error
    if not 1970 <= found.year <= 9000:
        raise NotUnderstood("“since” is a moment between the years 1970 and 9000.")
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def _after(request) -> Moment | None:
    text = request.GET.get("after", "")
    found = Moment.read(text) if text else None
    if text and found is None:
        raise NotUnderstood("“after” is what “next” names; nothing begins there.")
    return found


def _next(request, name: str, place: Moment | None) -> str | None:
    if place is None:
        return None
    query = {key: request.GET[key] for key in ("since", "committee") if key in request.GET}
    return site(f"/api/{name}?{urlencode(query | {'after': str(place)})}")
