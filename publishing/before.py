"""What the public could read of a meeting before it is published again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db import models
from django.utils import timezone

from committees.models import Person
from minutes.models import AgendaItem, Document, Meeting
from published.kinds import Kind
from published.models import Item, Version, VoteCast
from published.record import Replaced
from publishing.approvals import is_public
from publishing.slugs import TakenSlug

AGENDAS = [Kind.AGENDA, Kind.SUPPLEMENT]
OF_THE_DAY = timedelta(days=92)  # after a meeting: so long its members' parties of today are taken for those of the day


@dataclass(frozen=True)
class Before:
    """`titles`: by address, what the first agenda that holds an item calls it. `items`: by its number in the working record, the
    day of that agenda, None if it is the very first. `files`: the sha-256 of what was published with
    the meeting, with the first day of each; `with_agenda`: of those that came with its first agenda. `now` is the moment of
    publication. Of what is withdrawn, or not live yet, nothing."""

    titles: dict[str, str] = field(default_factory=dict)
    items: dict[int, date | None] = field(default_factory=dict)
    files: dict[str, date] = field(default_factory=dict)
    with_agenda: frozenset[str] | None = None  # None: there is no agenda yet
    now: datetime | None = None

    @classmethod
    def of(cls, meeting: Meeting, documents: Iterable[Document], now: datetime) -> "Before":
        """`documents` are those that are to be published of it. One query, and one more where there are any, or where
        an agenda is out."""
        titles = titles_on_agendas(meeting, now)
        items = _items(meeting, now) if titles else {}
        if not list(documents):
            return cls(titles, items, now=now)
        files, with_agenda = _read(meeting, now)
        return cls(titles, items, files, with_agenda, now)

    @property
    def today(self) -> date | None:
        """The council's day."""
        return timezone.localdate(self.now) if self.now else None

    def item_added_on(self, item: AgendaItem, kind: Kind) -> date | None:
        """The day on which an item came onto the agenda; None if it came with the first, or there is none. What no agenda holds
        comes with this one, if it is one."""
        return self.items.get(item.pk, self.today if self.items and kind in AGENDAS else None)

    def added_on(self, files: set[str]) -> date | None:
        """The day on which a paper came after the first agenda; None if it came with it, or there is none. `files` are the
        sha-256 of its own and of those in whose place it lies."""
        if self.with_agenda is None or not self.with_agenda.isdisjoint(files):
            return None
        return min((self.files[sha256] for sha256 in files & self.files.keys()), default=self.today)

    def replaced(self, item: AgendaItem | None) -> Replaced | None:
        """Where the public reads an earlier decision that is replaced; None where it can't. Of a closed item nothing is told:
        its address may be made of a title that nobody is to read. A query or two, where there is one."""
        if item is None or self.now is None or item.is_closed or not is_public(item, self.now):
            return None
        meeting = item.meeting
        return Replaced(meeting.committee.slug, meeting.slug, meeting.date.isoformat(), item.slug)


@dataclass(frozen=True)
class Groups:
    """The parties in which members voted: as the meeting's first minutes told it, and those of today as long as they may be taken
    for those of the day. Of minutes that are put here years later nothing is known."""

    meeting: Meeting
    now: datetime

    @cached_property
    def _told(self) -> dict[str, str]:
        """By slug. One query, where anybody's vote is named."""
        votes = VoteCast.objects.filter(version__key=self.meeting.pk).exclude(party="").exclude(person="")
        return dict(votes.order_by("-version_id").values_list("person", "party").distinct())

    def group(self, person: Person) -> str:
        is_todays = timezone.localdate(self.now) - self.meeting.date <= OF_THE_DAY
        return self._told.get(person.slug, person.party.name if is_todays and person.party else "")


def titles_on_agendas(meeting: Meeting, now: datetime) -> dict[str, str]:
    """By address, what the first live agenda that holds an item calls it. Empty: no agenda is public. One query."""
    agendas = Version.objects.live(now).filter(key=meeting.pk, kind__in=AGENDAS)
    newest_first = Item.objects.filter(version__in=agendas.values("pk")).order_by("-version_id")
    return dict(newest_first.values_list("slug", "title"))


def _items(meeting: Meeting, now: datetime) -> dict[int, date | None]:
    """The items of live agendas, whatever their addresses were: of each the day of the first that holds it, None of the very
    first. One query."""
    agendas = Version.objects.live(now).filter(key=meeting.pk, kind__in=AGENDAS)
    owner = TakenSlug.objects.filter(meeting=meeting, slug=models.OuterRef("slug")).values("item")
    rows = Item.objects.filter(version__in=agendas.values("pk")).annotate(owner=models.Subquery(owner))
    in_order = rows.order_by("version__goes_live_at", "version")
    found: dict[int, date | None] = {}
    first = None
    for sequence, pk, moment in in_order.values_list("version", "owner", "version__goes_live_at"):
        first = first or sequence
        found.setdefault(pk, None if sequence == first else timezone.localdate(moment))
    return found


def _read(meeting: Meeting, now: datetime) -> tuple[dict[str, date], frozenset[str] | None]:
    """The files that the public could read with this meeting, with the first day of each; and those of its first agenda, None
    without one. One query."""
    live = Version.objects.live(now).filter(key=meeting.pk).order_by("goes_live_at", "pk")
    days: dict[str, date] = {}
    agenda, first = None, set()
    for sequence, kind, moment, sha256 in live.values_list("pk", "kind", "goes_live_at", "papers__sha256"):
        agenda = sequence if agenda is None and kind in AGENDAS else agenda
        if sha256:
            days.setdefault(sha256, timezone.localdate(moment))
        if sha256 and sequence == agenda:
            first.add(sha256)
    return days, None if agenda is None else frozenset(first)
