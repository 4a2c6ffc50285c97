"""Minutes of another body, which this meeting approves: named by the body and the day, because no list offers them."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from committees.days_and_times import DayField
from committees.models import Committee
from committees.rights import ALL, narrowed, where
from desk.approving import RIGHT, ApprovalForm, is_out, item_at, stored
from minutes.admin.minuting.answers import back
from minutes.admin.minuting.tab import whole_page
from minutes.admin.tabs import of_meeting
from minutes.models import AgendaItem, Approval, Meeting


class ElsewhereForm(ApprovalForm):
    committee = forms.ModelChoiceField(Committee.objects.none(), label="Body", empty_label="Choose")
    day = DayField(label="Meeting of", help_text="For example 4 March 2026.")
    field_order = ["committee", "day"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = narrowed(Committee.objects.all(), user, RIGHT)

    def clean(self):
        committee, day = self.cleaned_data.get("committee"), self.cleaned_data.get("day")
        if committee and day:
            held = Meeting.objects.select_for_update().filter(committee=committee, date=day).order_by("sitting")
            self.instance.of_meeting = found = next(filter(is_out, held), None)
            if found is None:
                self.add_error("day", NONE.format(committee=committee, day=date_format(day, "j F Y")))
        return super().clean() if self.is_complete else self.cleaned_data

    def _post_clean(self):
        if self.is_complete:
            super()._post_clean()

    @property
    def is_complete(self) -> bool:
        return self.instance.of_meeting_id is not None


# One sentence: where nothing is out, nobody learns whether the body met.
NONE = "No draft minutes of {committee} of {day} are published."


def elsewhere_at(item: AgendaItem, user, bound: ElsewhereForm | None = None) -> ElsewhereForm | None:
    """The form at an item; `bound`, one that was sent and can't be stored, at its own item. None for who may change approvals
    of no other body."""
    bodies = where(user, RIGHT)
    if bodies is not ALL and bodies <= {item.meeting.committee_id}:
        return None
    if bound is not None and bound.instance.by_item_id == item.pk:
        return bound
    return ElsewhereForm(instance=Approval(by_item=item), user=user, auto_id=f"elsewhere-{item.pk}-%s")


@require_POST
@of_meeting("minutes.change_agendaitem")
@transaction.atomic
def approve_elsewhere(request, meeting: Meeting, item: int) -> HttpResponse:
    """Record what the meeting made at this item of the minutes of another body."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    at, known = item_at(meeting, item), {"user": request.user, "auto_id": f"elsewhere-{item}-%s"}
    form = ElsewhereForm(request.POST, instance=Approval(by_item=at), **known)
    if not form.is_valid():
        request.approving_elsewhere = form
        return whole_page(request, meeting)
    return back(request, meeting, f"approvals-{item}", stored(request.user, form))
