"""What a new meeting begins with: the committee's standing items, or what the last meeting had."""

import re
from collections.abc import Sequence

from django.db import models, transaction
from django.utils.formats import date_format

from minutes.arising import arising_at, expect_them, is_next
from minutes.attending import expect_officers
from minutes.deferred import take, waiting
from minutes.models import AgendaItem, Meeting, StandingItem

KINDS = [
    AgendaItem.Kind.APOLOGIES,
    AgendaItem.Kind.DECLARATIONS,
    AgendaItem.Kind.PREVIOUS_MINUTES,
    AgendaItem.Kind.MATTERS_ARISING,
    AgendaItem.Kind.QUESTIONS,
    AgendaItem.Kind.EXCLUSION,
    AgendaItem.Kind.ANY_OTHER,
]
# An extraordinary meeting takes only the business that it is summoned for (LGA 1972 Sch. 12 paras. 3, 9).
OF_EVERY_SUMMONS = {AgendaItem.Kind.APOLOGIES, AgendaItem.Kind.DECLARATIONS, AgendaItem.Kind.EXCLUSION}
OF_THE_MEETING_BEFORE = {AgendaItem.Kind.PREVIOUS_MINUTES, AgendaItem.Kind.MATTERS_ARISING}
DATE = re.compile(r"\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4}")


class Begin(models.TextChoices):
    STANDING = "standing", "With the standing items"
    LAST = "last", "With the regular items of the meeting before: apologies, declarations, minutes and the like"
    EMPTY = "empty", "With an empty agenda"


def last_of(committee, before=None) -> Meeting | None:
    """The committee's last meeting that was not called off; `before` a day, where one is given."""
    meetings = committee.meetings.filter(cancelled_at=None)
    return (meetings.filter(date__lt=before) if before else meetings).order_by("-date", "-sitting").first()


@transaction.atomic
def furnish(meeting: Meeting, begin: Begin, *, with_officers: bool = True) -> list[AgendaItem]:
    """Give a new, stored meeting its expected members, who signs its notice, and its items and officers. Gives the items that
    earlier meetings deferred, which come onto it by themselves."""
    last = last_of(meeting.committee, meeting.date)
    meeting.expect_members()
    if last and last.summoned_by and not last.called_by_members:
        meeting.summoned_by = last.summoned_by
        meeting.save_columns("summoned_by")
    if last and with_officers:
        expect_officers(meeting, last)
    if begin == Begin.STANDING:
        _add(meeting, list(meeting.committee.standing_items.all()))
    elif begin == Begin.LAST and last:
        _add(meeting, list(last.items.filter(kind__in=KINDS, parent=None, restriction="", is_late=False)), last)
    return [] if begin == Begin.EMPTY else _bring_over(meeting)


def _bring_over(meeting: Meeting) -> list[AgendaItem]:
    """The item for matters arising, if there are any; and what was deferred, if this is the committee's next meeting."""
    if arising_at(meeting, most=1):
        expect_them(meeting)
    return [take(item, meeting) for item in waiting(meeting)] if is_next(meeting) else []


def _add(meeting: Meeting, models_of: Sequence[StandingItem | AgendaItem], last: Meeting | None = None) -> None:
    if meeting.kind == Meeting.Kind.EXTRAORDINARY:
        models_of = [each for each in models_of if each.kind in OF_EVERY_SUMMONS]
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            position=place,
            kind=each.kind,
            title=_title(each, last),
            purpose="" if each.kind in OF_THE_MEETING_BEFORE and last else each.purpose,
        )
        for place, each in enumerate(models_of, start=1)
    )


def _title(each: StandingItem | AgendaItem, last: Meeting | None) -> str:
    """ "Minutes of 14 January 2026" is about another meeting each time."""
    if last is None or each.kind != AgendaItem.Kind.PREVIOUS_MINUTES:
        return each.title
    return DATE.sub(date_format(last.date, "j F Y"), each.title)
