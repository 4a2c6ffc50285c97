"""What must be right before publishing, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from minutes.models import AgendaItem, Attendance, Meeting
from published.kinds import Kind
from publishing.clear_days import REQUIRED, clear_days


@dataclass(frozen=True)
class Check:
    """A sentence for the clerk, and where at the desk it can be put right. `stops`: publishing is refused until it is."""

    sentence: str
    link: str = ""
    stops: bool = True


def checks(meeting: Meeting, kind: Kind, today: date | None = None) -> list[Check]:
    """Everything to be put right or thought about before `meeting` is published as `kind`; what stops comes first.

    `today` is the day of publication in the organisation's time zone.
    """
    found = [*_state(meeting, kind)]
    if kind.has_items:
        found += [*_agenda(meeting), *_papers(meeting)]
    if kind.has_items and not kind.has_decisions:
        found += _notice(meeting, today or timezone.localdate())
    if kind.has_decisions:
        found += _outcome(meeting, kind)
    if kind.has_minutes:
        found += _attendance(meeting)
    return sorted(found, key=lambda check: not check.stops)


def _state(meeting: Meeting, kind: Kind) -> Iterator[Check]:
    here = _meeting_link(meeting)
    if kind == Kind.CANCELLATION and not meeting.is_cancelled:
        yield Check("The meeting is not cancelled. Cancel it, with a reason, before you publish a cancellation.", here)
    if kind != Kind.CANCELLATION and meeting.is_cancelled:
        yield Check("The meeting is cancelled; only its cancellation can be published.", here)
    if kind.has_decisions and not meeting.has_begun:
        yield Check("The meeting has not taken place yet. Publish this after it, or correct its date.", here)


def _agenda(meeting: Meeting) -> Iterator[Check]:
    items = list(meeting.items.all())
    if not items:
        yield Check("There are no agenda items. Add at least one before you publish.", _meeting_link(meeting))
    closed = [item for item in items if item.is_restricted]
    if closed and not any(item.kind == AgendaItem.Kind.EXCLUSION for item in items):
        yield Check(
            "There is an exempt item, but no item for the resolution to exclude the public (LGA 1972 s.100A(4)).",
            _meeting_link(meeting),
            stops=False,
        )
    if closed and meeting.attending == Meeting.Attending.PUBLIC:
        yield Check(
            "The meeting is marked as wholly open to the public, but has an exempt item.",
            _meeting_link(meeting),
            stops=False,
        )


def _papers(meeting: Meeting) -> Iterator[Check]:
    for document in meeting.documents.filter(restriction=""):
        if not document.file.storage.exists(document.file.name):
            yield Check(
                f"The file of “{document.title}” is missing. Upload it again, or remove the paper.",
                _meeting_link(meeting),
            )


def _notice(meeting: Meeting, today: date) -> Iterator[Check]:
    needed = REQUIRED[meeting.committee.clear_days]
    given = clear_days(today, meeting.date, meeting.committee.clear_days)
    if given < needed and meeting.date >= today:
        yield Check(
            f"Published today, the meeting has {given} clear days’ notice; {needed} are required.",
            _meeting_link(meeting),
            stops=False,
        )


def _outcome(meeting: Meeting, kind: Kind) -> Iterator[Check]:
    items = list(meeting.items.prefetch_related("decisions").select_related("minute"))
    if items and kind == Kind.DECISIONS and not any(item.decisions.all() for item in items):
        yield Check("No item has a decision. Record the decisions before you publish them.", _meeting_link(meeting))
    if items and kind.has_minutes and not any(_has_minute(item) or item.decisions.all() for item in items):
        yield Check("No minutes have been written for any item. Write them before you publish.", _meeting_link(meeting))
    for item in items:
        if item.kind == AgendaItem.Kind.REPORT and not item.decisions.all():
            yield Check(f"“{item.title}” is a report, but has no decision.", _item_link(item), stops=False)


def _attendance(meeting: Meeting) -> Iterator[Check]:
    rows = list(meeting.attendances.all())
    voting = {Attendance.Capacity.MEMBER, Attendance.Capacity.SUBSTITUTE}
    present = sum(row.state == Attendance.State.PRESENT and row.capacity in voting for row in rows)
    if not present:
        yield Check("Nobody is recorded as present.", _meeting_link(meeting), stops=False)
    elif meeting.committee.quorum and present < meeting.committee.quorum:
        yield Check(
            f"{present} members are recorded as present; the quorum is {meeting.committee.quorum}.",
            _meeting_link(meeting),
            stops=False,
        )
    if any(row.state == Attendance.State.EXPECTED for row in rows):
        yield Check(
            "Somebody is still “expected”: record who was present, absent or sent apologies.",
            _meeting_link(meeting),
            stops=False,
        )


def _has_minute(item: AgendaItem) -> bool:
    return bool(hasattr(item, "minute") and item.minute.body)


def _meeting_link(meeting: Meeting) -> str:
    return reverse("admin:minutes_meeting_change", args=[meeting.pk])


def _item_link(item: AgendaItem) -> str:
    return reverse("admin:minutes_agendaitem_change", args=[item.pk])
