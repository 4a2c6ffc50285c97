"""What the public could read of a meeting before it is published again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils import timezone

from committees.models import Person
from minutes.models import Document, Meeting
from published.kinds import Kind
from published.models import Item, Version, VoteCast

AGENDAS = [Kind.AGENDA, Kind.SUPPLEMENT]
OF_THE_DAY = timedelta(days=92)  # after a meeting: so long its members' parties of today are taken for those of the day


@dataclass(frozen=True)
class Before:
    """`titles`: by address, what the first agenda that holds an item calls it. `files`: the sha-256 of what was published with
    the meeting, with the first day of each; `with_agenda`: of those that came with its first agenda. `today` is the council's
    day. Of what is withdrawn, or not live yet, nothing."""

    titles: dict[str, str] = field(default_factory=dict)
    files: dict[str, date] = field(default_factory=dict)
    with_agenda: frozenset[str] | None = None  # None: there is no agenda yet
    today: date | None = None

    @classmethod
    def of(cls, meeting: Meeting, documents: Iterable[Document], now: datetime) -> "Before":
        """`documents` are those that are to be published of it. One query, or two where there are any."""
        titles, today = titles_on_agendas(meeting, now), timezone.localdate(now)
        if not list(documents):
            return cls(titles, today=today)
        files, with_agenda = _read(meeting, now)
        return cls(titles, files, with_agenda, today)

    def added_on(self, files: set[str]) -> date | None:
        """The day on which a paper came after the first agenda; None if it came with it, or there is none. `files` are the
        sha-256 of its own and of those in whose place it lies."""
        if self.with_agenda is None or not self.with_agenda.isdisjoint(files):
            return None
        return min((self.files[sha256] for sha256 in files & self.files.keys()), default=self.today)


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
