"""Calling a meeting off, and letting it take place after all: each a button of its own, never a box in a form."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html

from minutes.admin.conflicts import who_changed
from minutes.admin.meetings.called_off import called_off
from minutes.admin.meetings.unfinished import RIGHTS, UnfinishedForm, undo
from minutes.admin.tabs import show, tab_address
from minutes.models import Meeting


class CancellationForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="The public reads this once you publish the cancellation.",
    )
    postponed_to = forms.ModelChoiceField(Meeting.objects.none(), label="The meeting instead", required=False)

    def __init__(self, meeting: Meeting, data=None):
        initial = {"reason": meeting.cancellation_reason, "postponed_to": meeting.postponed_to_id}
        super().__init__(data, initial=initial)
        self.meeting = meeting
        instead = self.fields["postponed_to"]
        instead.queryset = _meetings_instead(meeting)
        day = date_format(meeting.date, "j F Y")
        instead.help_text = f"If it is postponed: one of the committee’s meetings on {day} or later that takes place."
        instead.error_messages["invalid_choice"] = (
            f"A meeting can’t be postponed to an earlier day, nor to a meeting that is cancelled. Choose one on {day} or later, "
            "or none."
        )

    def clean(self):
        if self.data.get("opened_version") != str(self.meeting.version):
            raise ValidationError(
                f"{who_changed(self.meeting)} changed this meeting while you had this page open. Look at what is said of it "
                "now, and press the button again if that is still what you want."
            )

    def carry_out(self) -> str:
        """Do what the pressed button says, and tell it in a sentence. ValidationError if that can't be."""
        if "resume" in self.data:
            return undo(self.meeting)
        if "revive" in self.data:
            self.meeting.revive()
            return "The meeting takes place after all."
        self.meeting.cancel(self.cleaned_data["reason"], self.cleaned_data["postponed_to"])
        return "The meeting is cancelled. What is still to be done stands here."


def _meetings_instead(meeting: Meeting):
    """Those to which it may be postponed, and the one to which it is, cancelled since or not; the next one first."""
    others = meeting.committee.meetings.exclude(pk=meeting.pk).filter(date__gte=meeting.date)
    return others.filter(Q(cancelled_at=None) | Q(pk=meeting.postponed_to_id)).order_by("date", "sitting")


@transaction.atomic
def cancellation(admin, request, pk: int):
    """The page with the buttons; `admin` is the meetings' ModelAdmin, which has asked whether the clerk may."""
    meeting = get_object_or_404(Meeting.objects.select_for_update().select_related("committee"), pk=pk)
    posted = request.POST if request.method == "POST" else None
    is_unfinished = posted is not None and "unfinished" in posted
    unfinished = UnfinishedForm(meeting, posted if is_unfinished else None) if request.user.has_perms(RIGHTS) else None
    form = CancellationForm(meeting, None if is_unfinished else posted)
    if unfinished and unfinished.is_valid():
        return _told(admin, request, meeting, *unfinished.carry_out())
    if form.is_valid():
        try:
            return _told(admin, request, meeting, form.carry_out())
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "unfinished": unfinished, "called_off": called_off(meeting)}
    return show(request, "change", meeting, page="cancellation", **context)


def _told(admin, request, meeting: Meeting, done: str, new: Meeting | None = None):
    admin.log_change(request, meeting, done)
    messages.success(request, done)
    if new is None and meeting.is_cancelled:
        return HttpResponseRedirect(reverse("admin:minutes_meeting_cancellation", args=[meeting.pk]) + "#to-do")
    if new is None:
        return HttpResponseRedirect(reverse("admin:minutes_meeting_change", args=[meeting.pk]))
    admin.log_addition(request, new, [{"added": {}}])
    before = format_html('<a href="{}">{}</a>', tab_address("change", meeting.pk), meeting)
    messages.info(request, format_html("This is the agenda of the meeting instead, {}. Back to: {}", new, before))
    return HttpResponseRedirect(tab_address("agenda", new.pk))
