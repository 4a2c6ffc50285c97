"""Whether minutes that are to be published as approved were approved, and say what was approved."""

from collections.abc import Iterator

from django.utils.formats import date_format

from minutes.draft import Draft
from minutes.models import Meeting
from published.kinds import Kind
from published.record import MeetingRecord
from publishing.checks.check import Check, coded, look, minutes_link, tab_link
from publishing.standing import Standing

NOBODY = (
    "Nobody has recorded that these minutes were approved. Record it at the item “Minutes of the previous meeting” of the "
    "meeting that approved them; publish them so only if that meeting is not kept here."
)


@coded("approval")
def approval(draft: Draft, kind: Kind) -> Iterator[Check]:
    if kind != Kind.MINUTES:
        return
    given = draft.approval
    if given and given.by_item.meeting.is_cancelled:
        yield Check(
            f"The meeting of {date_format(given.approved_on, 'j F Y')}, which is recorded as the one that approved these "
            "minutes, is cancelled: it approved nothing.",
            minutes_link(given.by_item),
        )


@coded("as-approved")
def as_approved(meeting: Meeting, record: MeetingRecord, standing: list[Standing]) -> Iterator[Check]:
    """Whether a meeting has approved them, and the words are those that it approved: what was public as draft, with the
    corrections. Nothing is said any more where approved minutes stand already."""
    if record.kind != Kind.MINUTES or any(one.kind == Kind.MINUTES for one in standing):
        return
    if record.approval is None:
        yield look(NOBODY, tab_link("minutes", meeting.pk))
        return
    draft = next((one.record for one in standing if one.kind == Kind.DRAFT_MINUTES), None)
    if draft:
        yield from _words(meeting, record, draft)


def _words(meeting: Meeting, record: MeetingRecord, draft: MeetingRecord) -> Iterator[Check]:
    before = {item.slug: item for item in draft.items}
    changed = [item.title for item in record.items if item != before.get(item.slug)]
    here = tab_link("minutes", meeting.pk)
    if changed and not record.approval.corrections:
        titles = ", ".join(f"“{title}”" for title in changed[:5])
        yield look(
            f"These minutes were approved as they stood, but differ from the draft that is public: {titles}.", here
        )
    if not changed and record.approval.corrections:
        yield look(
            "These minutes were approved with corrections, but say what the draft says. Write the corrections in.", here
        )
