"""What was published of one meeting, as the door lists it."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from minutes.models import Meeting
from published.kinds import Kind
from published.models import PDF
from published.places import Place
from published.templatetags.published import size
from publishing.models import Publication


@dataclass(frozen=True)
class Row:
    publication: Publication
    place: Place | None
    pdfs: list[str]
    is_scheduled: bool


def log_of(meeting: Meeting) -> list[Row]:
    """The rows of the meeting's log, the newest first, each with the state of its PDFs. Three queries and the head."""
    now = timezone.now()
    places = Publication.objects.places_of(meeting, now)
    rows = list(Publication.objects.log_of(meeting.pk).order_by("-sequence").select_related("author"))
    made = defaultdict(dict)
    for pdf in PDF.objects.filter(version__in=[p.sequence for p in rows]):
        made[pdf.version_id][pdf.name] = pdf
    return [
        Row(
            publication=p,
            place=places.get(p.sequence),
            pdfs=[state(name, made[p.sequence].get(name)) for name in Kind(p.kind).pdfs] if p.stands else [],
            is_scheduled=p.stands and p.sequence not in places,
        )
        for p in rows
    ]


def state(name: str, pdf: PDF | None) -> str:
    """How far a PDF is, in words."""
    if pdf and pdf.sha256:
        return f"{name}.pdf: made, {size(pdf.size)}"
    if pdf and pdf.problem:
        again = date_format(timezone.localtime(pdf.next_try_at), "j M Y, H:i")
        return f"{name}.pdf: failed ({pdf.problem}); tried again {again}"
    return f"{name}.pdf: waiting to be made"
