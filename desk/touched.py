"""Who wrote last, and where: from the desk's own history, and from what is being typed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.contrib.admin.models import LogEntry
from django.utils import timezone

from committees.rights import visible
from minutes.models import AgendaItem, Meeting, Typing

RECENT = 300  # rows of the history that are looked through
PLACES = 6


@dataclass(frozen=True)
class Touched:
    """Who wrote last at a meeting and when; `is_typing` if that is not saved yet."""

    who: str
    when: datetime
    is_typing: bool

    @property
    def is_today(self) -> bool:
        return timezone.localtime(self.when).date() == timezone.localdate()


@dataclass(frozen=True)
class Place:
    """Something that a clerk worked at."""

    name: str
    kind: str
    address: str


def history() -> list[LogEntry]:
    """The desk's newest entries, the newest first. One query."""
    return list(LogEntry.objects.select_related("user", "content_type").order_by("-pk")[:RECENT])


def by_meeting(entries: Iterable[LogEntry], meetings: Iterable[Meeting]) -> dict[int, Touched]:
    """Who wrote last at each of the meetings, where the entries or what is being typed tell. Two queries."""
    found: dict[int, Touched] = {}
    for typing in Typing.objects.filter(meeting__in=list(meetings)).select_related("user").order_by("-changed_at"):
        found.setdefault(typing.meeting_id, Touched(str(typing.user), typing.changed_at, is_typing=True))
    entries = list(entries)
    of_items = [entry.object_id for entry in entries if _is(entry, AgendaItem)]
    meeting_of = dict(AgendaItem.objects.filter(pk__in=of_items).values_list("pk", "meeting"))
    for entry in entries:
        number = int(entry.object_id) if entry.object_id and entry.object_id.isdecimal() else 0
        meeting = number if _is(entry, Meeting) else meeting_of.get(number) if _is(entry, AgendaItem) else None
        if meeting:
            found.setdefault(meeting, Touched(str(entry.user), entry.action_time, is_typing=False))
    return found


def places(entries: Iterable[LogEntry], user) -> list[Place]:
    """What the user worked at last, each once and the newest first: what is there no more, or not for them, is left out."""
    found: dict[str, LogEntry] = {}
    for entry in entries:
        if entry.user_id == user.pk and not entry.is_deletion() and (address := entry.get_admin_url()):
            found.setdefault(address, entry)
    seen = _seen(list(found.values()), user)
    places = (Place(e.object_repr, e.content_type.name, address) for address, e in found.items() if seen(e))
    return list(islice(places, PLACES))


def _seen(entries: list[LogEntry], user) -> Callable[[LogEntry], bool]:
    """Whether the user may see the row of an entry. At most one query a kind of rows, and none for who may see all."""
    rows_of = defaultdict(set)
    for entry in entries:
        rows_of[entry.content_type.model_class()].add(entry.object_id)
    hidden = set()
    for model, ids in rows_of.items():
        rows = model._default_manager.filter(pk__in=ids)
        if hasattr(model, "COMMITTEE") and (theirs := visible(rows, user)) is not rows:
            hidden |= {(model, pk) for pk in ids - {str(pk) for pk in theirs.values_list("pk", flat=True)}}
    return lambda entry: (entry.content_type.model_class(), entry.object_id) not in hidden


def _is(entry: LogEntry, model: type) -> bool:
    return entry.content_type is not None and entry.content_type.model_class() is model
