"""A new meeting in one form of few fields: the day proposed from the committee's pattern, the rest as it usually is."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import wraps

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format

from committees.calendar import bank_holiday, next_usual_day
from committees.clear_days import REQUIRED, ClearDays
from committees.clocks import twice_by_the_clocks
from committees.days_and_times import ComingDayField, TimeOfDayField
from committees.models import Committee
from committees.rights import narrowed, work_at
from minutes.admin.addressed import number
from minutes.admin.tabs import may, tab_address
from minutes.models import AgendaItem, Meeting
from minutes.new_meetings import Begin, furnish, last_of


class NewMeetingForm(forms.ModelForm):
    begin = forms.ChoiceField(label="It begins", choices=Begin, widget=forms.RadioSelect)
    with_officers = forms.BooleanField(
        label="List the officers of the last meeting",
        required=False,
        help_text="As expected. Whether they come is said at the meeting.",
    )

    class Meta:
        model = Meeting
        fields = ["date", "start", "venue", "kind", "subtitle", "sitting"]
        field_classes = {"date": ComingDayField, "start": TimeOfDayField}
        widgets = {"date": forms.TextInput, "start": forms.TextInput(attrs={"size": 8})}

    def __init__(self, committee: Committee, data=None):
        last = last_of(committee)
        super().__init__(data, instance=Meeting(committee=committee), initial=proposed(committee, last))
        self.last = last
        self.fields["date"].help_text = earliest(committee)
        offered = [Begin.STANDING] if committee.standing_items.exists() else []
        offered += [Begin.LAST] if last else []
        self.fields["begin"].choices = [(each.value, each.label) for each in [*offered, Begin.EMPTY]]
        self.initial["begin"] = [*offered, Begin.EMPTY][0]
        if last is None:
            del self.fields["with_officers"]

    @property
    def main_fields(self):
        return [self[name] for name in ("date", "start", "venue")]

    @property
    def further_fields(self):
        return [self[name] for name in ("kind", "subtitle", "sitting")]

    @property
    def holds_more(self) -> bool:
        return any(self[name].errors for name in ("kind", "subtitle", "sitting")) or "sitting" in str(
            self.non_field_errors()
        )

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"committee"}  # the day is unique in it


def proposed(committee: Committee, last: Meeting | None) -> dict:
    """The next usual day for which the clear days can be kept, the usual time and place; or else those of the last meeting."""
    before = first_day(committee) - timedelta(1)
    day = next_usual_day(committee, max(last.date, before) if last else before)
    return {
        "date": date_format(day, "l j F Y") if day else "",
        "start": _time(committee.usual_start or (last and last.start)),
        "venue": committee.usual_venue or (last.venue if last else ""),
        "with_officers": True,
    }


def first_day(committee: Committee) -> date:
    """The first day for which an agenda of today can call a meeting; tomorrow where no clear days are asked for."""
    rule, today = ClearDays.of(committee), timezone.localdate()
    return rule.first_meeting(today) if rule.needed else today + timedelta(1)


def earliest(committee: Committee) -> str:
    """That first day in a sentence; "" where no clear days are asked for."""
    needed = REQUIRED[committee.clear_days]
    day = date_format(first_day(committee), "l j F Y")
    return (
        f"With {needed} clear days, an agenda published today can call it for {day} at the earliest." if needed else ""
    )


def _time(at) -> str:
    return f"{at:%H:%M}" if at else ""


def for_committee(view):
    """A view of one committee, ?committee=…, for who may add meetings; without one it shows the committees to choose from."""

    @wraps(view)
    def checked(request):
        if not request.user.has_perm("minutes.add_meeting") or not may(request.user, "minutes.view_meeting"):
            raise PermissionDenied
        theirs = narrowed(Committee.objects.all(), request.user, "minutes.add_meeting")
        asked = request.GET.get("committee")
        if asked is None:
            committees = list(theirs.active().by_kind())
            if len(committees) != 1:
                return page(request, "choose_committee", "Whose meeting?", committees=committees)
            return HttpResponseRedirect(f"?committee={committees[0].pk}")
        committee = get_object_or_404(theirs, pk=number(asked))
        work_at(request.user, committee)
        return view(request, committee)

    return checked


def page(request, name: str, title: str, **context):
    context = {**admin.site.each_context(request), "title": title, "opts": Meeting._meta, **context}
    return render(request, f"admin/minutes/meeting/{name}.html", context)


@for_committee
def new_meeting(request, committee: Committee):
    form = NewMeetingForm(committee, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            meeting = form.save()
            brought = furnish(
                meeting, Begin(form.cleaned_data["begin"]), with_officers=form.cleaned_data.get("with_officers", False)
            )
            log_made(request, meeting, brought)
        messages.success(request, f"{meeting} is made, with the members of that day as expected. This is its agenda.")
        if brought:
            names = ", ".join(f"“{item}”" for item in brought)
            messages.info(request, f"Brought over, because an earlier meeting deferred it: {names}.")
        _warn(request, meeting, Begin(form.cleaned_data["begin"]))
        if holiday := bank_holiday(meeting.date, committee):
            messages.warning(request, f"{date_format(meeting.date, 'l j F Y')} is a bank holiday: {holiday}.")
        if meeting.start and (twice := twice_by_the_clocks(meeting.date, meeting.start)):
            messages.warning(request, twice)
        return HttpResponseRedirect(tab_address("agenda", meeting.pk))
    return page(request, "new", f"New meeting: {committee}", committee=committee, form=form)


def log_made(request, meeting: Meeting, brought: Iterable[AgendaItem]) -> None:
    """Write into the desk's history that it was made, and which deferred items came onto it."""
    admin.site.get_model_admin(Meeting).log_addition(request, meeting, [{"added": {}}])
    for item in brought:
        admin.site.get_model_admin(AgendaItem).log_addition(
            request, item, f"Deferred from {item.carried_from.meeting}."
        )


def _warn(request, meeting: Meeting, begin: Begin) -> None:
    if timezone.localdate() <= meeting.date < first_day(meeting.committee):
        messages.warning(request, f"Its clear days can’t be kept any more. {earliest(meeting.committee)}")
    if begin == Begin.LAST and not meeting.items.exists():
        before = last_of(meeting.committee, meeting.date)
        why = (
            f"The meeting of {date_format(before.date, 'j F Y')} had no regular items"
            if before
            else "There is no meeting before it"
        )
        messages.warning(request, f"{why}, so the agenda is empty.")


def urls() -> list:
    view = admin.site.admin_view
    return [path("new/", view(new_meeting), name="minutes_meeting_new")]
