"""The page of a meeting's approval: who signed the minutes, a copying error to put right, what a later resolution says."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from committees.days_and_times import DayField
from committees.models import Committee
from committees.rights import visible
from desk import rights
from desk.approving import RIGHT
from desk.reviewing import standing_of
from minutes.admin.minuting.log import log
from minutes.models import AgendaItem, Annotation, Approval, Meeting
from published.kinds import Kind

VIEW = "minutes.view_approval"


class SignForm(forms.ModelForm):
    prefix = "signed"
    signed_on = DayField(label="Signed on", help_text="For example 4 March 2026.")

    class Meta:
        model = Approval
        fields = ["signed_by", "signed_on"]

    def carry_out(self, user) -> str:
        row = self.instance
        row.save_columns("signed_by", "signed_on")
        log(user, row, CHANGE, "Signed.")
        return f"Signed by {row.signed_by}. The public reads it with the next version of the minutes."


def _signature_removed(user, approval: Approval) -> str:
    """One that was recorded by mistake, and that no version names."""
    approval.signed_by, approval.signed_on = "", None
    approval.save_columns("signed_by", "signed_on")
    log(user, approval, CHANGE, "Signature removed: it was recorded by mistake.")
    return "The signature is removed."


def _is_told(meeting: Meeting) -> bool:
    """Whether approved minutes that stand name the signature."""
    standing = [one.record for one in standing_of(meeting, timezone.now()) if one.kind == Kind.MINUTES]
    return any(record.approval and record.approval.signed_by for record in standing)


def _locked_again(user, approval: Approval) -> str:
    """Minutes that were opened for a copying error by mistake."""
    approval.lock()
    log(user, approval, CHANGE, "Locked again: nothing was published since they were opened for a copying error.")
    return "The minutes are locked again."


class ReopenForm(forms.Form):
    prefix = "reopened"
    reason = forms.CharField(
        label="What is otherwise in what is published than in what was approved",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example: item 4 says 12 where the signed minutes say 21. It is proposed as the public note.",
        error_messages={"required": "Say which copying error it is; the public reads it."},
    )

    def __init__(self, *args, instance: Approval, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance

    def carry_out(self, user) -> str:
        self.instance.reopen(self.cleaned_data["reason"])
        log(user, self.instance, CHANGE, f"Reopened for a copying error: {self.cleaned_data['reason']}")
        return (
            "The minutes can be written. Put the error right, and publish them again: they are locked then as before."
        )


class AnnotateForm(forms.ModelForm):
    """A note, and the item of the later meeting that resolved it, by its day and its number on the agenda."""

    prefix = "note"
    committee = forms.ModelChoiceField(Committee.objects.none(), label="Resolved by", empty_label=None)
    day = DayField(label="At the meeting of", help_text="For example 6 May 2026.")
    number = forms.CharField(label="Item", max_length=12, help_text="Its number on the agenda.")

    class Meta:
        model = Annotation
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = visible(Committee.objects.all(), user)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if {"committee", "day", "number"} <= cleaned.keys():
            self.instance.by_item = self._item(cleaned["committee"], cleaned["day"], cleaned["number"])
        return cleaned

    def _item(self, committee: Committee, day, number: str) -> AgendaItem | None:
        meetings = list(committee.meetings.filter(date=day).order_by("sitting"))
        if not meetings:
            self.add_error("day", f"{committee} did not meet on that day.")
            return None
        items = [item for meeting in meetings for item in meeting.numbered_items() if item.number == number.strip()]
        if not items:
            self.add_error("number", "The agenda of that day has no item with this number.")
            return None
        return items[0]

    def _post_clean(self):
        """The note's own rules ask for its item."""
        if not self.errors:
            super()._post_clean()

    def carry_out(self, user) -> str:
        self.instance.save()
        log(user, self.instance, ADDITION, self.instance.text)
        return (
            "The note is added. The public reads it once you publish the minutes again; their words stay as they are."
        )


@transaction.atomic
def approved(request, pk: int):
    """The page, and what its forms ask for."""
    meeting = rights.meeting_for(request, pk, RIGHT, VIEW)
    Meeting.objects.select_for_update().filter(pk=pk).first()  # for one who writes at a time
    approval = Approval.objects.of(meeting)
    data = request.POST if request.method == "POST" else None
    if data is not None:
        rights.demand(request, RIGHT)
        if "remove" in data:
            return _back(request, meeting, _removed(request.user, meeting, data["remove"]))
        if "unsign" in data and approval and approval.signed_on and not _is_told(meeting):
            return _back(request, meeting, _signature_removed(request.user, approval))
        if "lock" in data and _may_lock(request, approval):
            return _back(request, meeting, _locked_again(request.user, approval))
    made = _forms(request, meeting, approval, data)
    for name, form in made.items():
        if data is not None and name in data and form.is_valid():
            return _back(request, meeting, form.carry_out(request.user))
    context = {
        **admin.site.each_context(request),
        "title": f"Approval: {meeting}",
        "meeting": meeting,
        "here": "approval",
        "approval": Approval.objects.of(meeting) if data is not None else approval,  # and not what a form made of it
        "may_unsign": bool(approval and approval.signed_on) and not _is_told(meeting),
        "may_lock": _may_lock(request, approval),
        "annotations": meeting.annotations.select_related("by_item__meeting__committee"),
        "may_change": request.user.has_perm(RIGHT),
        **made,
    }
    return render(request, "desk/approval.html", context)


def _may_lock(request, approval: Approval | None) -> bool:
    """Whether they are open for a copying error, and nothing was published since: that locks them."""
    return bool(approval and approval.reopened_because) and all(map(request.user.has_perm, (RIGHT, rights.PUBLISH)))


def _forms(request, meeting: Meeting, approval: Approval | None, data) -> dict[str, forms.BaseForm]:
    """Those that can be sent now; of a page that was sent, the one whose button was pressed has what was typed."""
    if approval is None or not request.user.has_perm(RIGHT):
        return {}

    def of(name):
        return data if data is not None and name in data else None

    found: dict[str, forms.BaseForm] = {}
    if not approval.signed_on:
        found["sign"] = SignForm(of("sign"), instance=approval)
    if meeting.locked_at and request.user.has_perm(rights.PUBLISH):
        found["reopen"] = ReopenForm(of("reopen"), instance=approval)
    note = Annotation(of_meeting=meeting)
    at = {"committee": meeting.committee_id}
    found["annotate"] = AnnotateForm(of("annotate"), instance=note, initial=at, user=request.user)
    return found


def _removed(user, meeting: Meeting, number: str) -> str:
    note = get_object_or_404(meeting.annotations, pk=number if number.isdecimal() else 0)
    log(user, note, DELETION, note.text)
    note.delete()
    return "The note is removed. The public reads it until you publish the minutes again."


def _back(request, meeting: Meeting, said: str) -> HttpResponseRedirect:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:publishing_approval", args=[meeting.pk]))


def proposed_note(meeting: Meeting) -> str:
    """What the public is told of a new version of approved minutes, where that is known."""
    approval = Approval.objects.of(meeting)
    return f"Copying error: {approval.reopened_because}" if approval and approval.reopened_because else ""
