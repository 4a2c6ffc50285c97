"""What the public could read of a meeting before it is published again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone

from committees.models import Person
from minutes.models import Document, Meeting
from published.kinds import Kind
from published.models import Item, Paper, Version, VoteCast

AGENDAS = [Kind.AGENDA, Kind.SUPPLEMENT]
OF_THE_DAY = timedelta(days=92)  # after a meeting: so long its members' parties of today are taken for those of the day


@dataclass(frozen=True)
class Before:
    """`titles`: by address, what the first agenda that holds an item calls it. `files`: the sha-256 of those that were public
    and in whose place another lies now. Of what is withdrawn, or not live yet, nothing."""

    titles: dict[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()

    @classmethod
    def of(cls, meeting: Meeting, documents: Iterable[Document], now: datetime) -> "Before":
        """`documents` are those that are to be published of it. One query, or two where a file was replaced."""
        earlier = {sha256 for document in documents for sha256 in document.earlier}
        return cls(titles_on_agendas(meeting, now), _read(meeting, earlier, now) if earlier else frozenset())


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


def _read(meeting: Meeting, files: set[str], now: datetime) -> frozenset[str]:
    """Which of the files the public could read with this meeting."""
    public = Paper.objects.live(now).filter(version__key=meeting.pk, sha256__in=files)
    return frozenset(public.values_list("sha256", flat=True))
