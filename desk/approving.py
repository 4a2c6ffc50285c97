"""At the item for the minutes of earlier meetings: which wait to be approved, and what the meeting made of them.

Which minutes are out is asked of what was published. A browser needs no script: each of the minutes is a form of its own."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from committees.rights import ALL, narrowed, where
from minutes.admin.conflicts import who_changed
from minutes.admin.minuting.answers import back, is_fetched
from minutes.admin.minuting.log import log
from minutes.admin.minuting.tab import whole_page
from minutes.admin.tabs import of_meeting
from minutes.models import AgendaItem, Approval, Meeting
from published.kinds import Kind
from published.models import Version

RIGHT = "minutes.change_approval"
MOST = 12  # the newest that wait


class ApprovalForm(forms.ModelForm):
    """What a meeting made of the minutes of an earlier one. The outcome is chosen by the button that is pressed."""

    class Meta:
        model = Approval
        fields = ["outcome", "corrections"]
        widgets = {"corrections": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.opened_version = str(self.instance.version) if self.instance.pk else ""

    def clean(self):
        cleaned, row = super().clean(), self.instance
        outcome, written = cleaned.get("outcome"), cleaned.get("corrections", "").strip()
        cleaned["corrections"] = written
        if row.pk and is_published(row):
            raise ValidationError(PUBLISHED)
        if self.data.get("opened_version", "") != self.opened_version:
            raise ValidationError(CONFLICT.format(who=who_changed(row)))
        if outcome == Approval.Outcome.CORRECTED and not written:
            self.add_error("corrections", "Write the corrections that were agreed, one a line.")
        if outcome != Approval.Outcome.CORRECTED and written:
            self.add_error(
                "corrections", "Corrections are written here: press “Approved with corrections”, or delete them."
            )
        if not row.pk and not is_out(row.of_meeting):
            raise ValidationError(NOT_OUT.format(day=_day(row.of_meeting)))
        return cleaned

    def _post_clean(self):
        """The rules of the two meetings as well, which are no fields here."""
        super()._post_clean()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error)

    @property
    def is_no_news(self) -> bool:
        """Whether it says what is stored, as the second press of a button does."""
        row, said = self.instance, self.data
        return bool(row.pk) and (row.outcome, row.corrections) == (
            said.get("outcome"),
            said.get("corrections", "").replace("\r\n", "\n").strip(),
        )


CONFLICT = (
    "{who} recorded something here while you had the page open. Nothing of yours is stored: look at what is recorded now, and "
    "press the button again if that is still what you want."
)
NOT_OUT = (
    "The minutes of {day} are not published. Publish them as draft minutes first: a meeting approves what everybody could "
    "read."
)
PUBLISHED = (
    "The approved minutes are published with this. Withdraw them first if it was recorded by mistake; for another slip publish a "
    "corrected version."
)


@dataclass(frozen=True)
class Waiting:
    """Minutes at the item that is to approve them: `approval` says what was made of them, None: nothing yet."""

    meeting: Meeting
    approval: Approval | None
    form: ApprovalForm
    is_published: bool

    def is_for(self, user) -> bool:
        """Whether the user may change approvals in the committee whose minutes these are."""
        found = where(user, RIGHT)
        return found is ALL or self.meeting.committee_id in found


def waiting_at(item: AgendaItem, bound: ApprovalForm | None = None) -> list[Waiting]:
    """The minutes that wait for approval at an item, and those of which something is recorded there, the oldest first.

    Of the same body, earlier, out as draft minutes and not approved yet. `bound` is a form that was sent and can't be stored.
    Two queries."""
    recorded = {row.of_meeting_id: row for row in item.approvals.select_related("of_meeting__committee")}
    meetings = {row.of_meeting for row in recorded.values()} | set(_waiting(item.meeting))
    if bound is not None and bound.instance.by_item_id == item.pk:
        meetings.add(bound.instance.of_meeting)  # what is wrong is said also of what waits no longer
    published = set(Version.objects.filter(key__in=recorded, kind=Kind.MINUTES).values_list("key", flat=True))
    ordered = sorted(meetings, key=lambda meeting: (meeting.date, meeting.sitting, meeting.pk))
    return [_row(item, meeting, recorded.get(meeting.pk), meeting.pk in published, bound) for meeting in ordered]


def _row(item, meeting, approval, published: bool, bound: ApprovalForm | None) -> Waiting:
    is_bound = bound is not None and bound.instance.of_meeting_id == meeting.pk and bound.instance.by_item_id == item.pk
    form = (
        bound
        if is_bound
        else ApprovalForm(instance=approval or Approval(), auto_id=f"approval-{item.pk}-{meeting.pk}-%s")
    )
    return Waiting(meeting, approval, form, published)


def _waiting(meeting: Meeting) -> list[Meeting]:
    """The earlier meetings of the same body whose draft minutes are out and not approved."""
    own = Meeting.objects.filter(committee=meeting.committee_id, cancelled_at=None)
    earlier = own.filter(Q(date__lt=meeting.date) | Q(date=meeting.date, sitting__lt=meeting.sitting))
    given = Approval.objects.given().filter(of_meeting=OuterRef("pk"))
    found = earlier.filter(_out(), ~Exists(_standing(Kind.MINUTES)), ~Exists(given)).select_related("committee")
    return list(found.order_by("-date", "-sitting")[:MOST])


def _standing(kind: Kind):
    return Version.objects.filter(key=OuterRef("pk"), kind=kind)


def _out() -> Exists:
    return Exists(_standing(Kind.DRAFT_MINUTES).live(timezone.now()))


def is_out(meeting: Meeting) -> bool:
    """Whether the public can read its minutes: as a draft, or, where they were imported so, as approved."""
    kinds = [Kind.DRAFT_MINUTES, Kind.MINUTES]
    return Version.objects.live(timezone.now()).filter(key=meeting.pk, kind__in=kinds).exists()


def is_published(approval: Approval) -> bool:
    """Whether minutes stand, published or scheduled, that name this approval."""
    return approval.gives and Version.objects.filter(key=approval.of_meeting_id, kind=Kind.MINUTES).exists()


@require_POST
@of_meeting("minutes.change_agendaitem")
@transaction.atomic
def approve(request, meeting: Meeting, item: int, of: int) -> HttpResponse:
    """Record what the meeting made at this item of the minutes of the meeting `of`, or take that back."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    at = item_at(meeting, item)
    known = _within_reach(at, request.user).select_for_update(of=("self",)).select_related("committee")
    minutes = get_object_or_404(known, pk=of)
    row = Approval.objects.filter(of_meeting=minutes, by_item=at).first()
    row = row or Approval(of_meeting=minutes, by_item=at)
    row.of_meeting, row.by_item = minutes, at
    if "take_back" in request.POST:
        return answered(request, at, *_taken_back(request, row))
    form = ApprovalForm(request.POST, instance=row, auto_id=f"approval-{item}-{of}-%s")
    if form.is_no_news:
        return answered(request, at, _said(row))
    if not form.is_valid():
        request.approving = form
        return answered(request, at, "Not recorded.") if is_fetched(request) else whole_page(request, meeting)
    return answered(request, at, stored(request.user, form))


def answered(request, at: AgendaItem, said: str, level: int = messages.SUCCESS) -> HttpResponse:
    """To the page's script the approvals of the item as they are now; else the way back to them."""
    if not is_fetched(request):
        return back(request, at.meeting, f"approvals-{at.pk}", said, level)
    context = {"meeting": at.meeting, "item": at}
    return JsonResponse({"said": said, "approvals": render_to_string("desk/_approvals.html", context, request)})


def item_at(meeting: Meeting, pk: int) -> AgendaItem:
    """The item for the minutes of earlier meetings; also one of another kind at which something is recorded already."""
    items = meeting.items.filter(
        Q(kind=AgendaItem.Kind.PREVIOUS_MINUTES) | Q(pk__in=Approval.objects.values("by_item"))
    )
    return get_object_or_404(items.select_related("meeting__committee", "parent"), pk=pk)


def _within_reach(at: AgendaItem, user) -> QuerySet[Meeting]:
    """The meetings of whose minutes something may be recorded by their number: the committee's own. Of another body only those
    that are recorded at the item already, and only for who may change approvals there too."""
    theirs = narrowed(Meeting.objects.filter(pk__in=at.approvals.values("of_meeting")), user, RIGHT)
    return Meeting.objects.filter(Q(committee=at.meeting.committee_id) | Q(pk__in=theirs.values("pk")))


def _taken_back(request, row: Approval) -> tuple[str, int]:
    if row.pk and (row.signed_on or is_published(row)):
        return PUBLISHED, messages.ERROR
    if row.pk and request.POST.get("opened_version") != str(row.version):
        return CONFLICT.format(who=who_changed(row)), messages.ERROR
    if row.pk:
        log(request.user, row, DELETION, _day(row.of_meeting))
        row.delete()
    return f"Nothing is recorded of the minutes of {_day(row.of_meeting)} any more.", messages.SUCCESS


def stored(user, form: ApprovalForm) -> str:
    row = form.instance
    is_new = row.pk is None
    if is_new:
        row.save()
    else:
        row.save_columns("outcome", "corrections")
    log(user, row, ADDITION if is_new else CHANGE, _day(row.of_meeting))
    return _said(row)


def _said(row: Approval) -> str:
    day = _day(row.of_meeting)
    if not row.gives:
        return f"The minutes of {day} wait for the next meeting."
    written = " Write the corrections into the minutes before that." if row.corrections else ""
    return (
        f"{row.get_outcome_display()}: the minutes of {day}. The approved version is prepared; the public reads it once somebody "
        f"publishes it.{written}"
    )


def _day(meeting: Meeting) -> str:
    return date_format(meeting.date, "j F Y")
