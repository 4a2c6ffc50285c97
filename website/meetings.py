"""What a meeting's pages show: at its address, at its items', at its versions', at its PDFs'."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404
from django.utils.safestring import SafeString

from published.bodies import raised
from published.kinds import Kind
from published.models import PDF, Item, Paper, Version, html, latest_change
from published.places import Place, places_at
from website.withdrawn import raise_gone

PAGE = 40  # meetings in a committee's list
FACTS = (
    "record_id", "committee_slug", "committee_name", "meeting_slug", "date", "start", "subtitle", "kind", "note",
    "published_at", "goes_live_at", "title", "made_with",
)  # fmt: skip


def shown_at(committee: str, slug: str, now: datetime) -> Version:
    """What the meeting's address shows, with its neighbours in time and the latest public change. One query; Http404, or
    Withdrawn."""
    return _page(Version.objects.shown(now).at(committee, slug), now) or raise_gone(committee, slug)


def version_at(committee: str, slug: str, number: int, now: datetime) -> tuple[Version, Place]:
    """One publication as it was, by its public number. Three queries; Http404, or Withdrawn."""
    place = next((p for p in places_at(committee, slug, now) if p.number == number), None)
    if place is None:
        raise Http404
    found = _page(Version.objects.filter(pk=place.sequence), now)
    return found or raise_gone(committee, slug, sequence=place.sequence), place


def _page(versions, now: datetime) -> Version | None:
    others = Version.objects.shown(now).filter(committee_slug=OuterRef("committee_slug"))
    day, slug = OuterRef("date"), OuterRef("meeting_slug")
    before = others.filter(Q(date__lt=day) | Q(date=day, meeting_slug__lt=slug)).order_by("-date", "-meeting_slug")
    after = others.filter(Q(date__gt=day) | Q(date=day, meeting_slug__gt=slug)).order_by("date", "meeting_slug")
    found = versions.annotate(
        previous_slug=Subquery(before.values("meeting_slug")[:1]),
        following_slug=Subquery(after.values("meeting_slug")[:1]),
        **latest_change(now),
    )
    return found.only(*FACTS, "front").first()


def seen(version: Version, changes=None) -> tuple:
    """All that decides what a page made of this version shows; `changes` is the row that holds the latest change."""
    row = changes or version
    return version.pk, version.made_with, row.last_link, row.last_gone_live, row.last_pdf


def items_of(version: Version) -> SafeString:
    """The items of a meeting's page, joined. One query."""
    pieces = version.items.in_order().values_list("heading", "body")
    return html("\n".join(piece for pair in pieces for piece in pair))


def downloads(places: list[Place]) -> list[Place]:
    """Of what was published at an address, what its PDFs are made of: for each name what `printed_at` would find."""
    found: dict[str, Place] = {}
    for place in sorted(places, key=lambda place: (place.kind.rank, place.sequence), reverse=True):
        for name in () if place.withdrawn_at else place.kind.pdfs:
            found.setdefault(name, place)
    return list(found.values())


def printed_at(committee: str, slug: str, name: str, now: datetime) -> tuple[Version, PDF | None]:
    """The version behind `<name>.pdf` (minutes before their draft, then the newest) and its PDF, made or not: None if
    nobody has tried yet. Two queries; Http404, or Withdrawn."""
    kinds = [kind.value for kind in Kind if name in kind.pdfs]
    live = Version.objects.live(now).at(committee, slug).filter(kind__in=kinds)
    version = live.order_by("-rank", "-record_id").only(*FACTS).first() or raise_gone(committee, slug, kind__in=kinds)
    return version, PDF.objects.filter(version=version, name=name).first()


def item_at(committee: str, slug: str, item: str, now: datetime) -> Item:
    """What the item's address shows, with its text as `text`; `is_current` says whether its meeting's address shows the
    same version. One query; Http404."""
    found = Item.objects.at(committee, slug, item, now).annotate(
        has_papers=Exists(Paper.objects.filter(item=OuterRef("pk"))), **latest_change(now)
    )
    row = found.select_related("version").defer("heading", "version__front", "version__brief").first()
    if row is None:
        raise Http404
    row.text = html(raised(row.body, 2 if row.level == 2 and row.kind != "heading" else 1))
    return row


def neighbours(item: Item) -> tuple[Item | None, Item | None]:
    """The items before and after it on the agenda, headings left out. Two queries."""
    others = item.version.items.exclude(kind="heading").only("version", "slug", "number", "title")
    before = others.filter(position__lt=item.position).order_by("-position").first()
    return before, others.filter(position__gt=item.position).order_by("position").first()


def upcoming(committee_slug: str, today: date, now: datetime) -> list[SafeString]:
    """The committee's next meetings, the nearest first, as lines of a list. One query."""
    found = Version.objects.shown(now).filter(committee_slug=committee_slug, date__gte=today).in_time()
    return [html(brief) for brief in found.values_list("brief", flat=True)[:PAGE]]


def past(committee_slug: str, today: date, now: datetime, before: date | None = None):
    """The committee's meetings before today (or before an earlier day), the newest first, as lines of a list; and the day
    before which there are more, or None. One query that costs the same for any page of any archive."""
    shown = Version.objects.shown(now).filter(committee_slug=committee_slug, date__lt=min(before or today, today))
    found = list(shown.order_by("-date", "-meeting_slug").values_list("date", "brief")[: PAGE + 3])
    page = [row for n, row in enumerate(found) if n < PAGE or row[0] == found[PAGE - 1][0]]  # a day's sittings together
    return [html(brief) for _, brief in page], page[-1][0] if len(found) > len(page) else None
