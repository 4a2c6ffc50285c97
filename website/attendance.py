"""Who attended a meeting, from what is shown of it now: a table, as data and as a page."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from published import addresses, asking, asking_people, words
from published.kinds import Kind
from published.models import Version
from website import meetings
from website.caching import framed, page

IN_ATTENDANCE = {"officer", "guest", "press", "other-member"}


@dataclass(frozen=True)
class Attended:
    """A line of the table. `slug` leads to the person's page, "" where they have none; `attendance` is in words, "" where it was
    not published; `is_member` of who sat there with a vote."""

    slug: str
    name: str
    role: str
    attendance: str
    comment: str
    is_member: bool


@dataclass(frozen=True)
class DeclaredAt:
    """A declaration at an item of the meeting; codes. `kind` is "" where no more may be told than that there is an interest."""

    slug: str
    name: str
    address: str
    number: str
    title: str
    kind: str
    nature: str
    afterwards: str


def attended(version: Version, now: datetime) -> list[Attended]:
    """Whom the version lists, in its order. One query."""
    today = timezone.localdate(now)
    return [_attended(*row) for row in asking.rows(asking_people.PRESENT, now, version=version.pk, today=today)]


def _attended(slug, name, capacity, seat, role, represents, state, remote, substitute_for, comment) -> Attended:
    posts = [words.word(seat, "seat"), role, "" if seat or role else _other(capacity)]
    said = [_("substitute for {name}").format(name=substitute_for)] if substitute_for else []
    said += [_("representing {body}").format(body=represents)] if represents else []
    said += [_("remotely")] if remote else []
    return Attended(
        slug or "",
        name,
        ", ".join(filter(None, posts)),
        _attendance(state, capacity),
        ", ".join(filter(None, [*said, comment])),
        capacity in {"member", "substitute"},
    )


def _other(capacity: str) -> str:
    word = words.word(capacity, "capacity")
    return word[:1].upper() + word[1:]


def _attendance(state: str, capacity: str) -> str:
    """As councils' tables of attendance say it."""
    if state == "present" and capacity in IN_ATTENDANCE:
        return _("In attendance")
    if state == "present":
        return _("Present, as substitute") if capacity == "substitute" else _("Present")
    return words.word(state, "state") if state else ""


def declared_at(version: Version, now: datetime) -> list[DeclaredAt]:
    """The declarations of interest that the version tells of, in its order. One query."""
    found = asking.rows(asking_people.DECLARED_AT, now, version=version.pk, today=timezone.localdate(now))
    return [
        DeclaredAt(slug or "", name, addresses.item(version.committee_slug, version.meeting_slug, item), *rest)
        for slug, name, item, *rest in found
    ]


@page
def attendance(request, committee, slug):
    version = meetings.shown_at(committee, slug, request.now)
    kind = Kind(version.kind)
    context = {
        "version": version,
        "kind": kind,
        "attended": attended(version, request.now),
        "declared": declared_at(version, request.now) if kind.has_minutes else [],
    }
    title = f"Attendance: {version.title}"
    return framed(request.organisation, title, render_to_string("website/attendance.html", context))
