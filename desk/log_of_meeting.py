"""What was published of one meeting: the log's rows, read once, and as the door lists them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format

from minutes.models import Meeting
from published.kinds import Kind
from published.models import PACK, PDF
from published.places import Place, places
from published.templatetags.published import size
from publishing.models import Head, Publication
from publishing.overridden import Overridden


@dataclass(frozen=True)
class MeetingLog:
    """The rows of a meeting's log, the newest first, and what follows from them at a moment of the log's own clock."""

    rows: list[Publication]
    moment: datetime

    @classmethod
    def of(cls, meeting: Meeting, now: datetime) -> "MeetingLog":
        """Two queries."""
        rows = Publication.objects.log_of(meeting.pk).order_by("-sequence").select_related("author")
        return cls(list(rows), Head.objects.get(pk=1).moment(now))

    @property
    def last(self) -> int:
        """The sequence of its last row; 0 if there is none."""
        return self.rows[0].sequence if self.rows else 0

    @cached_property
    def known_or_coming(self) -> list[Publication]:
        """The publications that went live at some time, or still will."""
        return [row for row in self.rows if row.is_publication and not row.was_never_live]

    @cached_property
    def standing(self) -> list[Publication]:
        return [row for row in self.rows if row.stands]

    @cached_property
    def places(self) -> dict[int, Place]:
        """The public number and version of each publication that has gone live, by sequence."""
        live = [row.place_row for row in self.known_or_coming if row.goes_live_at <= self.moment]
        return {place.sequence: place for place in places(live)}


@dataclass(frozen=True)
class Row:
    publication: Publication
    place: Place | None
    pdfs: list[str]
    is_scheduled: bool
    overridden: list[Overridden]


def log_of(log: MeetingLog) -> list[Row]:
    """The rows of a meeting's log, the newest first, each with the state of its PDFs and what was overridden. Two queries."""
    made, overridden = defaultdict(dict), defaultdict(list)
    for pdf in PDF.objects.filter(version__in=[p.sequence for p in log.standing]):
        made[pdf.version_id][pdf.name] = pdf
    for row in Overridden.objects.filter(publication__in=log.rows).select_related("confirmed_by"):
        overridden[row.publication_id].append(row)
    return [
        Row(
            publication=p,
            place=log.places.get(p.sequence),
            pdfs=states(p, made[p.sequence]) if p.stands else [],
            is_scheduled=p.stands and p.sequence not in log.places,
            overridden=overridden[p.sequence],
        )
        for p in log.rows
    ]


def states(publication: Publication, made: dict[str, PDF]) -> list[str]:
    """Of each PDF how far it is; where there are no papers there is no pack."""
    names = Kind(publication.kind).pdfs
    return [state(name, made.get(name)) for name in names if name in made or name != PACK]


def state(name: str, pdf: PDF | None) -> str:
    """How far a PDF is, in words."""
    if pdf and pdf.sha256:
        return f"{name}.pdf: made, {size(pdf.size)}"
    if pdf and pdf.problem:
        again = date_format(timezone.localtime(pdf.next_try_at), "j M Y, H:i")
        return f"{name}.pdf: failed ({pdf.problem}); tried again {again}"
    return f"{name}.pdf: waiting to be made"
