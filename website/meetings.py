"""What a meeting's pages show: at its address, at its items', at its versions', at its PDFs'."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils.safestring import SafeString

from published import addresses, asking
from published.bodies import raised
from published.kinds import Kind
from published.models import PACK, PDF, Item, Version, html
from published.places import Place, places_at
from website.withdrawn import raise_gone


def shown_at(committee: str, slug: str, now: datetime) -> Version:
    """What the meeting's address shows, with its neighbours in time and the latest public change. One query; Http404, or
    Withdrawn."""
    return asking.version(asking.MEETING, now, committee=committee, meeting=slug) or raise_gone(committee, slug)


def version_among(committee: str, slug: str, number: int, now: datetime) -> tuple[Version, Place, list[Place]]:
    """One publication as it was, by its public number, with its place and those of all. Two queries; Http404, or Withdrawn."""
    places = places_at(committee, slug, now)
    place = next((p for p in places if p.number == number), None)
    if place is None:
        raise Http404
    found = asking.version(asking.VERSION, now, sequence=place.sequence)
    return found or raise_gone(committee, slug, sequence=place.sequence), place, places


OTHER_MEETING = re.compile(
    r'<span(?: data-committee="(?P<committee>[\w-]+)")? data-meeting="(?P<meeting>[0-9-]+)"(?: data-item="(?P<item>[\w-]+)")?>'
    r"(?P<day>.*?)</span>"
)


def front(version: Version, now: datetime) -> str:
    """What stands before the items. The day to which a meeting was put off or adjourned, or on which its minutes were
    approved, is a link as soon as that meeting is public, which costs a query or two of such a page only."""
    if "data-meeting" not in version.front:
        return version.front_html

    def link(found: re.Match) -> str:
        address = _address_of(found["committee"] or version.committee_slug, found["meeting"], found["item"], now)
        return f'<a href="{address}">{found["day"]}</a>' if address else found[0]

    return html(OTHER_MEETING.sub(link, version.front))


def _address_of(committee: str, meeting: str, item: str | None, now: datetime) -> str:
    """Of the item where it is public, else of its meeting where that is; "" where neither is."""
    known = {"committee": committee, "meeting": meeting}
    if item and asking.item(now, **known, item=item) is not None:
        return addresses.item(committee, meeting, item)
    return addresses.meeting(committee, meeting) if asking.version(asking.MEETING, now, **known) is not None else ""


@dataclass(frozen=True)
class Approved:
    """Minutes that a meeting approved, at its item `item`; `committee` is named where it is not the meeting's own."""

    address: str
    committee: str
    day: date
    item: str


def approved_at(version: Version, now: datetime) -> list[Approved]:
    """The public minutes that were approved at a meeting, the oldest first. One query, where there are any."""
    rows = asking.rows(asking.APPROVED_AT, now, address=f"{version.committee_slug}/{version.meeting_slug}")
    return [
        Approved(addresses.meeting(slug, of), "" if slug == version.committee_slug else name, asking.day(day), item)
        for slug, name, of, day, item in rows
    ]


@dataclass(frozen=True)
class Replacing:
    """An item whose decision replaces an earlier one."""

    address: str
    day: date


def replaced_by(version: Version, item: str, now: datetime) -> list[Replacing]:
    """What the public can read that replaces the decisions of an item, the oldest first. One query, where there is any."""
    rows = asking.rows(asking.REPLACED_BY, now, address=f"{version.committee_slug}/{version.meeting_slug}/{item}")
    found = [
        Replacing(addresses.item(committee, meeting, slug), asking.day(day)) for committee, meeting, day, slug in rows
    ]
    return list(dict.fromkeys(found))


def seen(version: Version) -> tuple:
    """All that decides what a page made of this version shows."""
    return version.pk, version.made_with, version.last_link, version.last_gone_live, version.last_pdf


def seen_item(item: Item) -> tuple:
    """The same of an item's page. The row is another when its version was made again."""
    return "item", item.pk, item.is_current, item.last_link, item.last_gone_live, item.last_pdf


def changed(found: Version | Item) -> datetime | None:
    """When anything of `seen` or `seen_item` changed last."""
    return asking.last_of(found.last_pdf, found.last_public)


def items_of(version: Version, now: datetime, below: Mapping[str, str] | None = None) -> SafeString:
    """The items of a meeting's page, joined; `below` is HTML of ours that stands below an item's heading, by its address. One
    query."""
    below, pieces = below or {}, asking.rows(asking.ITEMS, now, version=version.pk)
    return html("\n".join(piece for slug, *pair in pieces for piece in (pair[0], below.get(slug, ""), pair[1])))


@dataclass(frozen=True)
class Download:
    """A link to a PDF: `href` from the meeting's address on; `size` in bytes, 0 while it isn't made."""

    name: str
    place: Place
    size: int

    @property
    def href(self) -> str:
        below = f"publications/{self.place.number}/" if self.name in OF_A_PUBLICATION else ""
        return f"{below}{self.name}.pdf"


NAMES = "notice agenda supplement pack decisions minutes".split()  # in the order of a meeting's life
OF_A_PUBLICATION = {"supplement"}  # each is a dated paper of its own; of all others the newest alone counts


def downloads(places: list[Place]) -> list[Download]:
    """The PDFs of what was published at an address: of each name what `printed_at` would find, and every supplement."""
    found: dict[tuple[str, int], Download] = {}
    standing = (place for place in places if not place.withdrawn_at)
    for place in sorted(standing, key=lambda place: (place.kind.rank, place.sequence), reverse=True):
        for name in place.kind.pdfs:
            key = name, place.sequence if name in OF_A_PUBLICATION else 0
            found.setdefault(key, Download(name, place, place.pdfs.get(name, -1)))
    there = [download for download in found.values() if download.size >= 0]
    return sorted(there, key=lambda download: (NAMES.index(download.name), download.place.number))


def printed_at(committee: str, slug: str, name: str, now: datetime) -> tuple[Version, PDF | None]:
    """The version behind `<name>.pdf` (minutes before their draft, then the newest) and its PDF, made or not: None if
    nobody has tried yet. Two queries; Http404, or Withdrawn."""
    kinds = [kind.value for kind in Kind if name in kind.pdfs]
    live = Version.objects.live(now).at(committee, slug).filter(kind__in=kinds)
    version = live.order_by("-rank", "-record_id").defer("front", "brief").first() or raise_gone(
        committee, slug, kind__in=kinds
    )
    return version, _printed(version, name)


def printed_of(committee: str, slug: str, number: int, name: str, now: datetime) -> tuple[Version, PDF | None]:
    """The same of one publication, by its public number. Three queries; Http404, or Withdrawn."""
    version, _, _ = version_among(committee, slug, number, now)
    if name not in Kind(version.kind).pdfs:
        raise Http404
    return version, _printed(version, name)


def _printed(version: Version, name: str) -> PDF | None:
    """None if nobody has tried yet; Http404 of the pack of a version without papers."""
    printed = PDF.objects.filter(version=version, name=name).first()
    if printed is None and name == PACK:
        raise Http404
    return printed


def item_at(committee: str, slug: str, item: str, now: datetime) -> Item:
    """What the item's address shows, with its text as `text`; `is_current` says whether its meeting's address shows the
    same version. One query, and two more where there is none; Http404, or Withdrawn.

    Below a meeting of which everything was withdrawn any item is answered so: which ones there were, nobody is told."""
    row = asking.item(now, committee=committee, meeting=slug, item=item)
    if row is None and Version.objects.live(now).at(committee, slug).exists():
        raise Http404
    if row is None:
        raise_gone(committee, slug)
    row.text = html(raised(row.body, 2 if row.level == 2 and row.kind != "heading" else 1))
    return row


@dataclass(frozen=True)
class Neighbour:
    slug: str
    number: str
    title: str


def neighbours(item: Item, now: datetime) -> tuple[Neighbour | None, Neighbour | None]:
    """The items before and after it on the agenda, headings left out. One query."""
    found = asking.rows(asking.NEIGHBOURS, now, version=item.version_id, position=item.position)
    either = {side: Neighbour(*row) for side, *row in found}
    return either.get(-1), either.get(1)
