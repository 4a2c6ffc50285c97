"""The door at the clerk's desk: checks, preview, publish, withdraw; and the log, to read."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from committees.models import Organisation
from minutes.models import Meeting
from published.kinds import Kind
from published.models import html
from publishing import slugs
from publishing.checks import checks
from publishing.freezing import freeze
from publishing.models import NotReady, Publication
from publishing.projecting import pieces


class PublishForm(forms.Form):
    kind = forms.ChoiceField(label="Publish as", choices=Kind)
    note = forms.CharField(
        label="What changed, and why",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed from the second version on; the public reads it.",
    )
    goes_live_at = forms.DateTimeField(
        label="Goes live at",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Empty: at once. Until then no public page, file or feed knows of it.",
    )


class WithdrawForm(forms.Form):
    publication = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Reason", help_text="The public reads it.")


@admin.register(Publication)
class PublicationAdmin(admin.ModelAdmin):
    list_display = ["sequence", "address", "__str__", "published_at", "author", "note"]
    list_filter = ["kind"]
    search_fields = ["address"]
    ordering = ["-sequence"]
    list_select_related = ["author"]
    fields = [
        "sequence",
        "address",
        "kind",
        "note",
        "goes_live_at",
        "published_at",
        "author",
        "digest",
        "previous_digest",
    ]
    readonly_fields = fields

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_add_permission(self, request):
        return False  # by the door only

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("meeting/<int:pk>/", view(self.door), name="publishing_door"),
            path("meeting/<int:pk>/preview/<str:kind>/", view(self.preview), name="publishing_preview"),
            *super().get_urls(),
        ]

    def door(self, request, pk):
        """Checks, preview and publishing of one meeting."""
        if not request.user.has_perm("publishing.add_publication"):
            raise PermissionDenied
        meeting = get_object_or_404(Meeting.objects.select_related("committee", "postponed_to"), pk=pk)
        if request.method == "POST":
            done = self._withdraw(request) if "withdraw" in request.POST else self._publish(request, meeting)
            if done:
                return HttpResponseRedirect(reverse("admin:publishing_door", args=[pk]))
        return render(request, "admin/publishing/door.html", self._door_context(request, meeting))

    def _door_context(self, request, meeting):
        chosen = _kind(request.POST.get("kind") or request.GET.get("kind")) or proposed(meeting)
        log = Publication.objects.log_of(meeting.pk).order_by("-sequence").select_related("author", "withdrawal")
        return {
            **self.admin_site.each_context(request),
            "title": f"Publish: {meeting}",
            "meeting": meeting,
            "kind": chosen,
            "kinds": [(kind, kind == chosen) for kind in Kind],
            "checks": checks(meeting, chosen),
            "form": PublishForm(request.POST if "publish" in request.POST else None, initial={"kind": chosen}),
            "log": log,
            "now": timezone.now(),
        }

    def _publish(self, request, meeting) -> bool:
        form = PublishForm(request.POST)
        if not form.is_valid():
            return False
        wanted = form.cleaned_data
        try:
            publication = Publication.objects.publish(
                meeting,
                Kind(wanted["kind"]),
                author=request.user,
                note=wanted["note"],
                goes_live_at=wanted["goes_live_at"],
            )
        except NotReady as error:
            for problem in error.problems:
                messages.error(request, problem)
            return False
        if publication.is_unchanged:
            messages.info(request, f"Nothing has changed since {publication} was published; there is no new version.")
        elif publication.goes_live_at > publication.published_at:
            messages.success(request, f"{publication} is scheduled.")
        else:
            messages.success(request, f"{publication} is published. The PDF follows within seconds.")
        return True

    def _withdraw(self, request) -> bool:
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Say why it is withdrawn; the public reads it.")
            return False
        publication = get_object_or_404(Publication, pk=form.cleaned_data["publication"])
        try:
            publication.withdraw(form.cleaned_data["reason"], author=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return False
        messages.success(request, f"{publication} is withdrawn: its text, PDF and files are gone.")
        return True

    def preview(self, request, pk, kind):
        """The public page as it would be, from the same record in the same templates; nothing is stored."""
        if not request.user.has_perm("publishing.add_publication"):
            raise PermissionDenied
        meeting, kind = (
            get_object_or_404(Meeting.objects.select_related("committee", "postponed_to"), pk=pk),
            _kind(kind),
        )
        if kind is None:
            raise Http404
        request.organisation = Organisation.objects.current()
        made = unpublished(meeting, kind)
        content = [made.version.front, *(piece for item in made.items for piece in (item.heading, item.body))]
        response = render(
            request,
            "admin/publishing/preview.html",
            {"page_title": made.version.title, "text": html("\n".join(content)), "kind": kind, "pk": pk},
        )
        response["X-Robots-Tag"] = "noindex"
        return response


def unpublished(meeting: Meeting, kind: Kind):
    """The pieces of the page that publishing now would make; nothing of it is kept."""
    with transaction.atomic():
        slugs.settle(meeting, Publication.objects.standing_records(meeting))
        record = freeze(meeting, kind)
        transaction.set_rollback(True)
    now = timezone.now()
    publication = Publication(sequence=0, meeting=meeting, published_at=now, goes_live_at=now)
    return pieces(publication, record, now)


def proposed(meeting: Meeting) -> Kind:
    """What the clerk most likely wants to publish next."""
    if meeting.is_cancelled:
        return Kind.CANCELLATION
    if not meeting.has_begun:
        return Kind.AGENDA
    published = set(Publication.objects.of(meeting).standing().values_list("kind", flat=True))
    return Kind.MINUTES if Kind.DRAFT_MINUTES in published else Kind.DRAFT_MINUTES


def _kind(value: str | None) -> Kind | None:
    return Kind(value) if value in Kind.values else None
