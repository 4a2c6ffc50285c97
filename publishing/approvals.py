"""What the public may know of how minutes were approved, and the lock that their publication puts on them."""

from datetime import datetime

from minutes.draft import Draft
from minutes.models import AgendaItem, Annotation, Approval, Meeting, Wording
from published import record
from published.kinds import Kind
from published.models import Item, Version


def approval_of(draft: Draft, now: datetime) -> record.Approval | None:
    """By which meeting, at which item. Where the public does not know that item, or it is closed, its address is not told:
    it may be made of a title that nobody is to read. Three queries, or one where nothing is recorded."""
    approval = draft.approval
    if approval is None:
        return None
    return record.Approval(
        **_place(approval.by_item, draft.meeting, now),
        corrections=tuple(approval.correction_list),
        signed_on=approval.signed_on.isoformat() if approval.signed_on else "",
        signed_by=approval.signed_by,
    )


def annotations_of(meeting: Meeting, now: datetime) -> tuple[record.Annotation, ...]:
    """What later resolutions say of the minutes, in their order."""
    notes = Annotation.objects.filter(of_meeting=meeting).select_related("by_item__meeting__committee")
    return tuple(record.Annotation(**_place(note.by_item, meeting, now), text=note.text) for note in notes)


def _place(item: AgendaItem, of: Meeting, now: datetime) -> dict[str, str]:
    by = item.meeting
    return {
        "meeting": by.slug,
        "date": by.date.isoformat(),
        "committee_slug": by.committee.slug,
        "committee": by.committee.name if by.committee_id != of.committee_id else "",
        "item": item.slug if not item.is_closed and is_public(item, now) else "",
        "number": _number(item),
    }


def is_public(item: AgendaItem, now: datetime) -> bool:
    """Whether a live version of its meeting has the item. One query."""
    versions = Version.objects.live(now).filter(key=item.meeting_id)
    return Item.objects.filter(version__in=versions.values("pk"), slug=item.slug).exists()


def _number(item: AgendaItem) -> str:
    """As it is printed on the agenda; "" below a closed item, which the public doesn't know."""
    if item.parent and item.parent.is_closed:
        return ""
    return next(row.number for row in item.meeting.numbered_items() if row.pk == item.pk)


COPYING_ERROR = "Copying error"


def problems_of_note(meeting: Meeting, kind: Kind, note: str) -> list[str]:
    """What is replaced because it is not what was approved says so in public."""
    reopened = kind == Kind.MINUTES and meeting.approvals.exclude(reopened_because="").exists()
    if not reopened or note.strip().lower().startswith(COPYING_ERROR.lower()):
        return []
    return [
        f"These minutes were reopened for a copying error. Begin the note with “{COPYING_ERROR}:”; the public reads it."
    ]


def lock(meeting: Meeting) -> None:
    """Minutes that name their approval are published: nothing is written in them any more, and their history goes where the
    council has chosen so. An approval recorded after they were frozen locks nothing: they don't name it."""
    if approval := Approval.objects.of(meeting):
        approval.lock()
        Wording.objects.clear(meeting)


def unlock(meeting_id: int) -> None:
    """No approved minutes of it are left in public."""
    for approval in Approval.objects.given().filter(of_meeting=meeting_id):
        approval.unlock()
