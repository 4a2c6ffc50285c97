"""What is left to do once a meeting is called off, as far as the working record knows: who is to be told, what is to be moved."""

from dataclasses import dataclass

from minutes.models import AgendaItem, Document, Meeting, PaperWanted

NO_BUSINESS = {AgendaItem.Kind.HEADING, AgendaItem.Kind.APOLOGIES, AgendaItem.Kind.DECLARATIONS}


@dataclass(frozen=True)
class CalledOff:
    """`left` are the items that are on no other agenda; `papers` how many papers these have; `wanted` what is still awaited."""

    left: list[AgendaItem]
    papers: int
    wanted: list[PaperWanted]
    people: int


def called_off(meeting: Meeting) -> CalledOff | None:
    """None while it is to be held. Four queries."""
    if not meeting.is_cancelled:
        return None
    left = meeting.items.filter(carried_to=None, state="").exclude(kind__in=NO_BUSINESS)
    papers = Document.objects.filter(item__in=left).count()
    wanted = PaperWanted.objects.outstanding().filter(item__meeting=meeting).select_related("item")
    return CalledOff(list(left), papers, list(wanted), meeting.attendances.count())
