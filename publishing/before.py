"""What the public could read of a meeting before it is published again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from minutes.models import Document, Meeting
from published.kinds import Kind
from published.models import Item, Paper, Version

AGENDAS = [Kind.AGENDA, Kind.SUPPLEMENT]


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


def titles_on_agendas(meeting: Meeting, now: datetime) -> dict[str, str]:
    """By address, what the first live agenda that holds an item calls it. Empty: no agenda is public. One query."""
    agendas = Version.objects.live(now).filter(key=meeting.pk, kind__in=AGENDAS)
    newest_first = Item.objects.filter(version__in=agendas.values("pk")).order_by("-version_id")
    return dict(newest_first.values_list("slug", "title"))


def _read(meeting: Meeting, files: set[str], now: datetime) -> frozenset[str]:
    """Which of the files the public could read with this meeting."""
    public = Paper.objects.live(now).filter(version__key=meeting.pk, sha256__in=files)
    return frozenset(public.values_list("sha256", flat=True))
