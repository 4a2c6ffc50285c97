"""What is being typed and is in no record yet: at the desk, and at the door."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from minutes.models import AgendaItem, Decision, Meeting, Motion, Typing
from minutes.texts import Name, name_of
from richtext.cleaning import clean_html

JUST_NOW = timedelta(minutes=2)


@dataclass(frozen=True)
class Unsaved:
    """Somebody's typing in one text, without the text: the clerk whose it is sees that."""

    who: str
    user: int
    name: Name
    whose: str  # the title of the item
    typing: Typing
    address: str

    @property
    def is_now(self) -> bool:
        return timezone.now() - self.typing.changed_at < JUST_NOW

    @property
    def since(self) -> str:
        return moment(self.typing.changed_at)


def unsaved(meeting: Meeting) -> list[Unsaved]:
    """What is typed at the meeting and not saved, the oldest first; nothing of an item that is gone."""
    rows = list(meeting.typing.select_related("user"))
    return list(_named(meeting, rows)) if rows else []


def _named(meeting: Meeting, rows: list[Typing]) -> Iterator[Unsaved]:
    stored = _stored(meeting, {name for row in rows if (name := name_of(row.field))})
    for row in rows:
        name = name_of(row.field)
        title, html = stored.get(name, ("", None))
        if html is not None and clean_html(row.text) != html:
            address = reverse("admin:minutes_meeting_text", args=[meeting.pk, row.field])
            yield Unsaved(str(row.user), row.user_id, name, title, row, address)


# Where each kind of row has its item's title, and what stands before its columns.
PLACES = {
    "item": (AgendaItem, "meeting", "title", ""),
    "minute": (AgendaItem, "meeting", "title", "minute__"),
    "decision": (Decision, "item__meeting", "item__title", ""),
    "motion": (Motion, "item__meeting", "item__title", ""),
}


def _stored(meeting: Meeting, names: set[Name]) -> dict[Name, tuple[str, str]]:
    """The title of the item that each text belongs to, and the text: a query for each kind of row, whatever their number."""
    found = {}
    for kind in {name.kind for name in names}:
        model, of_meeting, title, prefix = PLACES[kind]
        of_kind = [name for name in names if name.kind == kind]
        rows = model.objects.filter(**{of_meeting: meeting}, pk__in={name.number for name in of_kind})
        columns = {prefix + name.column for name in of_kind}
        known = {row["pk"]: row for row in rows.values("pk", title, *columns)}
        for name in of_kind:
            if row := known.get(name.number):
                found[name] = row[title], row[prefix + name.column] or ""
    return found


def moment(when) -> str:
    """ "at 14:05", of another day than today "on 28 November at 14:05"."""
    local = timezone.localtime(when)
    day = "" if local.date() == timezone.localdate() else f"on {date_format(local, 'j F')} "
    return f"{day}at {date_format(local, 'H:i')}"
