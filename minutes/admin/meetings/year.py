"""A year of meetings in one go: the days of a pattern, ticked off, made at once."""

from datetime import date, time, timedelta

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format

from committees.calendar import bank_holiday, usual_days
from committees.clocks import left_out_by_the_clocks, twice_by_the_clocks
from committees.days_and_times import ComingDayField, TimeOfDayField
from committees.models import Committee
from minutes.admin.meetings.new import for_committee, last_of, log_made, page
from minutes.models import Meeting
from minutes.new_meetings import Begin, furnish

MOST = 60  # meetings made at once: one a week


class PatternForm(forms.Form):
    week = forms.TypedChoiceField(
        label="Which of the month",
        choices=[("", "every week"), *Committee.Week.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    weekday = forms.TypedChoiceField(label="Day", choices=Committee.Weekday.choices, coerce=int)
    begin = ComingDayField(label="From", error_messages={"required": "Say from which day on."})
    end = ComingDayField(label="To", error_messages={"required": "Say until which day."})
    start = TimeOfDayField(label="Starts at", required=False)
    venue = forms.CharField(max_length=300, required=False)
    without = forms.TypedMultipleChoiceField(
        label="Months left out",
        choices=list(MONTHS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self):
        cleaned = super().clean()
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin and end and not begin <= end <= begin + timedelta(750):
            self.add_error("end", "It must come after the first day, and within two years of it.")
        return cleaned

    def days(self) -> list[date]:
        asked = self.cleaned_data
        found = usual_days(asked["weekday"], asked["week"], asked["begin"], asked["end"])
        return [day for day in found if day.month not in asked["without"]]


def proposed(committee: Committee) -> dict:
    """A year from the last meeting on, or from today."""
    last, today = last_of(committee), timezone.localdate()
    begin = max(last.date + timedelta(1), today) if last else today
    return {
        "week": committee.usual_week or "",
        "weekday": committee.usual_weekday if committee.usual_weekday is not None else 0,
        "begin": date_format(begin, "j F Y"),
        "end": date_format(begin + timedelta(364), "j F Y"),
        "start": f"{committee.usual_start:%H:%M}" if committee.usual_start else "",
        "venue": committee.usual_venue,
        "without": [],
    }


@for_committee
def year(request, committee: Committee):
    """The pattern, and its days with ticks. POST: makes the ticked ones, unless they were shown for another pattern."""
    sent = request.POST if request.method == "POST" else request.GET
    form = PatternForm(sent if "begin" in sent else proposed(committee))
    makes = request.method == "POST" and "show" not in request.POST and form.is_valid()
    is_other = makes and [day.isoformat() for day in form.days()] != request.POST.getlist("shown")
    if makes and not is_other:
        return _make(request, committee, form)
    known = committee.usual_weekday is not None or "begin" in sent
    days = _listed(committee, form.days(), form.cleaned_data["start"]) if known and form.is_valid() else []
    context = {
        "committee": committee,
        "form": form,
        "days": days,
        "known": known,
        "is_other": is_other,
    }
    return page(request, "year", f"A year of meetings: {committee}", **context)


def _listed(committee: Committee, days: list[date], start: time | None) -> list[dict]:
    """Each day with the meeting that it has already, the bank holiday that it is, and what the clocks do at that hour."""
    there = {meeting.date: meeting for meeting in committee.meetings.filter(date__in=days)}
    return [
        {"day": day, "meeting": there.get(day), "holiday": bank_holiday(day, committee), "clocks": _clocks(day, start)}
        for day in days
    ]


def _clocks(day: date, start: time | None) -> str:
    if start is None:
        return ""
    never = left_out_by_the_clocks(day, start)
    return f"{never} Made now, it has no time yet." if never else twice_by_the_clocks(day, start)


def _make(request, committee: Committee, form: PatternForm):
    ticked = set(request.POST.getlist("days"))
    chosen = [day for day in form.days() if day.isoformat() in ticked][:MOST]
    with transaction.atomic():
        Committee.objects.select_for_update().get(pk=committee.pk)
        listed = _listed(committee, chosen, form.cleaned_data["start"])
        made = [_one(request, committee, row["day"], form) for row in listed if not row["meeting"]]
    if not made:
        messages.warning(request, "No meeting is made: tick the days, of those that have none yet.")
    else:
        messages.success(request, f"{len(made)} meeting{'' if len(made) == 1 else 's'} made.")
    for row in listed:
        if row["meeting"]:
            messages.warning(
                request, f"There was a meeting on {date_format(row['day'], 'j F Y')} already; it is left as it is."
            )
    return HttpResponseRedirect(reverse("admin:minutes_meeting_changelist") + f"?committee__id__exact={committee.pk}")


def _one(request, committee: Committee, day: date, form: PatternForm) -> Meeting:
    start = form.cleaned_data["start"]
    if start and (sentence := left_out_by_the_clocks(day, start)):
        messages.warning(request, f"The meeting of {date_format(day, 'j F Y')} has no time yet. {sentence}")
        start = None
    elif start and (twice := twice_by_the_clocks(day, start)):
        messages.warning(request, twice)
    meeting = Meeting.objects.create(committee=committee, date=day, start=start, venue=form.cleaned_data["venue"])
    log_made(request, meeting, furnish(meeting, Begin.STANDING, with_officers=False))
    return meeting


def urls() -> list:
    return [path("year/", admin.site.admin_view(year), name="minutes_meeting_year")]
