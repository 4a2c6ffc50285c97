"""The addresses of agenda items: a slug that was public stays its item's, and none tells what is closed."""

from django.db import models

from minutes.models import AgendaItem, Meeting
from published.models import Item, Record
from published.record import MeetingRecord


class TakenSlug(models.Model):
    """A slug at which an item of a meeting was published. It is given to no other, also when the item is deleted."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=100)
    item = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "slug"], name="slug_taken_once")]

    def __str__(self) -> str:
        return self.slug


def settle(meeting: Meeting, standing: models.QuerySet[Record]) -> None:
    """Give each item of the meeting, stored, the address at which it is to be published: see `propose`."""
    items, taken = list(meeting.items.all()), owners(meeting)
    moved = propose(items, standing, taken)
    AgendaItem.objects.filter(pk__in=[item.pk for item in moved]).update(slug="")
    AgendaItem.objects.bulk_update(moved, ["slug"])
    new = [TakenSlug(meeting=meeting, slug=item.slug, item=item.pk) for item in items if item.slug not in taken]
    TakenSlug.objects.bulk_create(new)


def owners(meeting: Meeting) -> dict[str, int]:
    """The item at which each slug was published, by slug."""
    return dict(TakenSlug.objects.filter(meeting=meeting).values_list("slug", "item"))


def propose(items: list[AgendaItem], standing: models.QuerySet[Record], taken: dict[str, int]) -> list[AgendaItem]:
    """Set on each item of a meeting, unstored, the address at which it is to be published; gives those that did not keep theirs.
    `taken` is what `owners` says.

    It keeps the one that `standing` records show, unless that was made of a title which is closed now. Any other is made
    of the title that the public may see today: what it was when the meeting's notice went out, or in what was withdrawn,
    may be closed by now."""
    shown = set(Item.objects.filter(version__in=standing.values("sequence")).values_list("slug", flat=True))
    # Reading every record costs more with each version, and a correction seldom asks for it.
    asked = bool(shown) and any(item.is_restricted or item.slug not in shown for item in items)
    open_then = _open_in(standing) if asked else set()
    kept = {item.pk for item in items if item.slug in shown and not (item.is_restricted and item.slug in open_then)}
    used = {item.slug for item in items if item.pk in kept}
    for item in items:
        if item.pk not in kept:
            others = {slug for slug, owner in taken.items() if owner != item.pk or slug in open_then}
            item.slug = item.proposed_slug(used | others)
        used.add(item.slug)
    return [item for item in items if item.pk not in kept]


def _open_in(standing: models.QuerySet[Record]) -> set[str]:
    """The addresses of the items that the records show open."""
    records = map(MeetingRecord.from_json, standing.values_list("text", flat=True))
    return {item.slug for record in records for item in record.items if item.closed is None}
