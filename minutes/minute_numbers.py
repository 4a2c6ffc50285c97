"""Numbering the minutes of a meeting by its committee's pattern: each number is given once, however many clerks do it at once."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from committees.minute_numbers import LONGEST, Restart, written
from committees.models import Committee
from minutes.models import AgendaItem, Meeting, Minute, MinuteNumber

MOST = 100_000  # the highest number that can be begun with


@dataclass(frozen=True)
class Series:
    """The numbers of a committee's minutes in the period of a meeting."""

    meeting: Meeting
    committee: Committee

    @property
    def period(self) -> str:
        return Restart(self.committee.minute_restart).period(self.meeting.date)

    @property
    def given(self):
        return MinuteNumber.objects.filter(committee=self.committee, period=self.period)

    def last(self) -> int:
        """The highest that was given; 0 if none was. One query."""
        return self.given.aggregate(last=Max("seq"))["last"] or 0

    def number(self, seq: int) -> str:
        made = self.committee
        return written(made.minute_pattern, seq, prefix=made.minute_prefix, period=self.period, day=self.meeting.date)


@dataclass(frozen=True)
class Next:
    """What the clerk is offered: the number that comes next, and whether it is hers to say with which the period begins."""

    number: str
    is_first: bool


def next_number(meeting: Meeting, items: list[AgendaItem]) -> Next | None:
    """None where the committee has no pattern, or each minute its number. `items` with their minutes. One query at the most."""
    if not meeting.committee.minute_pattern or not without_number(items):
        return None
    series = Series(meeting, meeting.committee)
    last = series.last()
    return Next(series.number(last + 1), last == 0)


def without_number(items: list[AgendaItem]) -> list[AgendaItem]:
    """The main items that were taken and have no number yet."""
    return [
        item
        for item in items
        if item.parent_id is None
        and not (item.is_heading or item.state or (hasattr(item, "minute") and item.minute.number))
    ]


@transaction.atomic
def number_minutes(meeting: Meeting, first: int = 1) -> list[Minute]:
    """Give each minute without a number the next one, in the order of the agenda. `first` is what a period begins with in which
    none has been given. ValidationError where there is no pattern, a number would be too long to be kept, or `first` is none."""
    if not 1 <= first <= MOST:
        raise ValidationError(f"Begin with a number from 1 to {MOST:,}.")
    committee = Committee.objects.select_for_update().get(pk=meeting.committee_id)  # who comes second waits here
    if not committee.minute_pattern:
        raise ValidationError("This committee numbers its minutes by hand: its page has no pattern for them.")
    series, items = Series(meeting, committee), without_number(meeting.numbered_items("minute"))
    seq = series.last() or first - 1
    made = []
    for item in items:
        seq = _free(series, seq + 1)
        minute = item.minute if hasattr(item, "minute") else Minute(item=item)
        minute.number = series.number(seq)
        if len(minute.number) > LONGEST:
            raise ValidationError(
                f"“{minute.number}” is longer than {LONGEST} characters. Shorten the committee’s pattern."
            )
        MinuteNumber.objects.create(
            committee=committee, period=series.period, seq=seq, number=minute.number, item=item.pk
        )
        if minute.pk:
            minute.save_columns("number")
        else:
            minute.save()
        made.append(minute)
    return made


def _free(series: Series, seq: int) -> int:
    """The first from `seq` on that no clerk has given by hand."""
    while owner_of(series.committee, series.number(seq)):
        seq += 1
    return seq


def owner_of(committee: Committee, number: str, but: AgendaItem | None = None) -> AgendaItem | None:
    """The item of the committee, another than `but`, whose minute has the number."""
    found = Minute.objects.filter(item__meeting__committee=committee, number=number)
    found = found.exclude(item=but.pk) if but else found
    minute = found.select_related("item__meeting__committee").first()
    return minute.item if minute else None
