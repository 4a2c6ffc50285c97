"""Words struck out of the working record of a meeting, so that no later publication brings them back."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import F

from minutes import models as record
from minutes.models import AgendaItem, Meeting
from richtext.cleaning import clean_html
from richtext.fields import RichTextField
from richtext.striking import Wanted, strike, strike_address, strike_name

# Which way leads from a row with words of people to its meeting.
MEETING_OF: dict[type[models.Model], str] = {
    record.Meeting: "pk",
    record.AgendaItem: "meeting",
    record.Matter: "items__meeting",
    record.Minute: "item__meeting",
    record.Decision: "item__meeting",
    record.Motion: "item__meeting",
    record.Declaration: "item__meeting",
    record.Action: "item__meeting",
    record.Attendance: "meeting",
    record.Document: "meeting",
    record.PaperReceived: "meeting",
    record.PaperWanted: "item__meeting",
    record.Approval: "of_meeting",
    record.Annotation: "of_meeting",
    record.ChairLink: "meeting",
    record.ChairComment: "link__meeting",
    record.Typing: "meeting",
    record.Wording: "meeting",
}
# The columns of these that are no texts.
NAMES = {"file_name", "original_name"}


def words_of(model: type[models.Model]) -> list[models.Field]:
    """The columns that hold words of people: no codes, addresses or digests."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.FileField)
        and not field.choices
        and field.name not in {"sha256", "restriction", "field", "window", "number", "attending"}
    ]


def without(row: models.Model, wanted: Wanted, mark: str) -> tuple[dict[str, str], int]:
    """The columns of a row in which `wanted` finds something, each with `mark` in its place; and how often it does."""
    changed, total = {}, 0
    for field in words_of(type(row)):
        left, count = _struck(field, getattr(row, field.name), wanted, mark)
        if count:
            is_html = isinstance(field, RichTextField) or "<" in left
            changed[field.name], total = clean_html(left) if is_html else left[: field.max_length], total + count
    return changed, total


def _struck(field: models.Field, text: str, wanted: Wanted, mark: str) -> tuple[str, int]:
    if field.name in NAMES:
        return strike_name(text, wanted)
    return strike_address(text, wanted) if isinstance(field, models.URLField) else strike(text, wanted, mark)


def strike_row(row: models.Model, wanted: Wanted, mark: str) -> None:
    """Store it without what `wanted` finds. Its version rises, so that who has it open is asked before she saves over it; no
    lock of approved minutes stops it."""
    changed, count = without(row, wanted, mark)
    if not count:
        return
    if hasattr(row, "version") and not isinstance(row, record.Wording):
        changed["version"] = F("version") + 1
    type(row)._default_manager.filter(pk=row.pk).update(**changed)


def rows_of(meeting: Meeting) -> Iterator[models.Model]:
    """Everything with words of people that the desk keeps of the meeting, its histories and what is being typed among it. A query
    for each kind of row."""
    for model, way in MEETING_OF.items():
        yield from model._default_manager.filter(**{way: meeting.pk}).distinct()


def count_in_draft(meeting: Meeting, wanted: Wanted) -> int:
    """How often the desk's own rows hold it."""
    return sum(without(row, wanted, "")[1] for row in rows_of(meeting))


def strike_draft(meeting: Meeting, wanted: Wanted, mark: str) -> None:
    """Strike it there. Call it inside a transaction."""
    for row in rows_of(meeting):
        strike_row(row, wanted, mark)


def strike_history(wanted: Wanted, mark: str) -> None:
    """Strike it in the desk's list of who changed what, which names rows by their titles."""
    for entry in LogEntry.objects.all().iterator():
        named, message = strike(entry.object_repr, wanted, mark), strike(entry.change_message, wanted, mark)
        if named[1] or message[1]:
            LogEntry.objects.filter(pk=entry.pk).update(object_repr=named[0][:200], change_message=message[0])


def tell(meeting: Meeting, on: date, reason: str, items: Iterable[AgendaItem], elsewhere: bool) -> None:
    """Keep that words were removed, for the versions to come."""
    told = [*items, None] if elsewhere else [*items]
    record.WordsRemoved.objects.bulk_create(
        record.WordsRemoved(meeting=meeting, item=item, on=on, reason=reason) for item in told
    )
