"""Whether the meeting is in a state to be published at all, and its agenda complete and in time."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format

from committees.law import Ground
from minutes.models import AgendaItem, Meeting
from published.kinds import Kind
from publishing.checks.check import Check, item_link, look, meeting_link
from publishing.clear_days import REQUIRED, clear_days


def state(meeting: Meeting, kind: Kind) -> Iterator[Check]:
    here = meeting_link(meeting)
    if kind == Kind.CANCELLATION and not meeting.is_cancelled:
        yield Check("The meeting is not cancelled. Cancel it, with a reason, before you publish a cancellation.", here)
    if kind != Kind.CANCELLATION and meeting.is_cancelled:
        yield Check("The meeting is cancelled; only its cancellation can be published.", here)
    if kind.has_decisions and not meeting.has_begun:
        yield Check("The meeting has not taken place yet. Publish this after it, or correct its date.", here)


def items(meeting: Meeting, all_items: list[AgendaItem]) -> Iterator[Check]:
    here = meeting_link(meeting)
    if not all_items:
        yield Check("There are no agenda items. Add at least one before you publish.", here)
    for item in all_items:
        if item.restriction == Ground.UNKNOWN:
            yield Check(f"“{item.title}” is closed, but on which ground is not chosen yet.", item_link(item))
    if not any(item.is_restricted for item in all_items):
        return
    if not any(item.kind == AgendaItem.Kind.EXCLUSION for item in all_items):
        yield look("There is a closed item, but no item for the resolution to exclude the public.", here)
    if meeting.attending == Meeting.Attending.PUBLIC:
        yield look("The meeting is marked as wholly open to the public, but has a closed item.", here)


def papers(meeting: Meeting) -> Iterator[Check]:
    for document in meeting.documents.filter(restriction=""):
        if not document.file.storage.exists(document.file.name):
            yield Check(
                f"The file of “{document.title}” is missing. Upload it again, or remove the paper.",
                meeting_link(meeting),
            )


def notice(meeting: Meeting, issued: date) -> Iterator[Check]:
    """Whether the meeting has its clear days if its agenda is issued on that day."""
    needed = REQUIRED[meeting.committee.clear_days]
    given = clear_days(issued, meeting.date, meeting.committee.clear_days)
    if given < needed and meeting.date >= issued:
        yield look(
            f"Published on {date_format(issued, 'j F Y')}, the meeting has {given} clear days’ notice; "
            f"{needed} are required.",
            meeting_link(meeting),
        )
