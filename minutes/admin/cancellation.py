"""Calling a meeting off, and letting it take place after all: each a button of its own, never a box in a form."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from minutes.admin.conflicts import who_changed
from minutes.models import Meeting


class CancellationForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="The public reads this once you publish the cancellation.",
    )
    postponed_to = forms.ModelChoiceField(
        Meeting.objects.none(), label="The meeting instead", required=False, help_text="If it is postponed."
    )

    def __init__(self, meeting: Meeting, data=None):
        initial = {"reason": meeting.cancellation_reason, "postponed_to": meeting.postponed_to_id}
        super().__init__(data, initial=initial)
        self.meeting = meeting
        self.fields["postponed_to"].queryset = meeting.committee.meetings.exclude(pk=meeting.pk)

    def clean(self):
        if self.data.get("opened_version") != str(self.meeting.version):
            raise ValidationError(
                f"{who_changed(self.meeting)} changed this meeting while you had this page open. Look at what is said of it "
                "now, and press the button again if that is still what you want."
            )

    def carry_out(self) -> str:
        """Do what the pressed button says, and tell it in a sentence. ValidationError if that can't be."""
        if "revive" in self.data:
            self.meeting.revive()
            return "The meeting takes place after all."
        self.meeting.cancel(self.cleaned_data["reason"], self.cleaned_data["postponed_to"])
        return "The meeting is cancelled. The public knows once you publish the cancellation."


@transaction.atomic
def cancellation(admin, request, pk: int):
    """The page with the buttons; `admin` is the meetings' ModelAdmin, which has asked whether the clerk may."""
    meeting = get_object_or_404(Meeting.objects.select_for_update(), pk=pk)
    form = CancellationForm(meeting, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = form.carry_out()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            admin.log_change(request, meeting, done)
            messages.success(request, done)
            return HttpResponseRedirect(reverse("admin:minutes_meeting_change", args=[pk]))
    context = admin.admin_site.each_context(request) | {"title": "Cancellation", "meeting": meeting, "form": form}
    return render(request, "admin/minutes/meeting/cancellation.html", context | {"opts": Meeting._meta})
