"""One meeting: its facts, who attends, its items in order."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone

from minutes.admin.papers import DocumentInline, private_file
from minutes.admin.versions import VersionedForm
from minutes.models import AgendaItem, Attendance, Meeting


class MeetingForm(VersionedForm):
    is_cancelled = forms.BooleanField(
        label="This meeting is cancelled",
        required=False,
        help_text="The public knows once you publish the cancellation.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_cancelled"].initial = self.instance.is_cancelled

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_cancelled") and not (cleaned.get("cancellation_reason") or "").strip():
            # The constraint says so too, but a form asks only those whose columns are fields of it.
            self.add_error("cancellation_reason", "Say why the meeting is cancelled; the public reads it.")
        if cleaned.get("is_cancelled") and not self.instance.is_cancelled:
            self.instance.cancelled_at = timezone.now()
        elif not cleaned.get("is_cancelled"):
            self.instance.cancelled_at = None
        return cleaned


class AttendanceInline(admin.TabularInline):
    model = Attendance
    extra = 0
    autocomplete_fields = ["person", "substitute_for"]
    fields = [
        "person",
        "guest_name",
        "role",
        "capacity",
        "state",
        "mode",
        "substitute_for",
        "arrived_at_item",
        "left_at_item",
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in {"arrived_at_item", "left_at_item"}:
            meeting = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = AgendaItem.objects.filter(meeting_id=meeting) if meeting else AgendaItem.objects.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class MeetingDocumentInline(DocumentInline):
    verbose_name_plural = "papers of the meeting as a whole"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(item=None)


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):
    form = MeetingForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["date", "committee", "start", "subtitle", "state"]
    list_display_links = ["date", "committee"]
    list_filter = ["committee", "date"]
    list_select_related = ["committee"]
    search_fields = ["committee__name", "subtitle"]
    date_hierarchy = "date"
    inlines = [AttendanceInline, MeetingDocumentInline]
    raw_id_fields = ["postponed_to"]
    fieldsets = [
        (None, {"fields": ["committee", "date", ("start", "end"), "subtitle", "venue", "opened_version"]}),
        ("The public", {"fields": ["attending", "public_note", "remote_link", "webcast_link"]}),
        ("Notes and second sittings", {"fields": ["clerk_note", "sitting"], "classes": ["collapse"]}),
        ("Cancellation", {"fields": ["is_cancelled", "cancellation_reason", "postponed_to"], "classes": ["collapse"]}),
    ]

    @admin.display(description="State")
    def state(self, meeting):
        if meeting.is_cancelled:
            return "Cancelled"
        return "Held" if meeting.has_begun else "To come"

    def get_urls(self):
        own = [
            path("<int:pk>/move/", self.admin_site.admin_view(self.move), name="minutes_meeting_move"),
            path("papers/<path:name>", self.admin_site.admin_view(private_file), name="minutes_private_file"),
        ]
        return own + super().get_urls()

    def save_model(self, request, obj, form, change):
        if not change:
            obj.venue = obj.venue or obj.committee.usual_venue
            obj.start = obj.start or obj.committee.usual_start
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.expect_members()
            messages.info(request, "The committee’s members of that day are listed as expected.")

    def response_add(self, request, obj, post_url_continue=None):
        """Stay at the meeting: its agenda comes next."""
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, f"{obj} is made. Add its agenda items now.")
        return HttpResponseRedirect(reverse("admin:minutes_meeting_change", args=[obj.pk]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        meeting = self.get_object(request, object_id)
        items = meeting.numbered_items("minute", "decisions", "documents") if meeting else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "items": items})

    def move(self, request, pk):
        """POST only: move=<item>:<-1 or 1>. Buttons, not dragging: they work with a keyboard (WCAG 2.5.7)."""
        meeting = get_object_or_404(Meeting, pk=pk)
        item_pk, _, step = request.POST.get("move", "").partition(":")
        if request.method == "POST" and self.has_change_permission(request, meeting) and step in {"-1", "1"}:
            get_object_or_404(AgendaItem, pk=item_pk if item_pk.isdigit() else 0, meeting=meeting).move(int(step))
        return HttpResponseRedirect(reverse("admin:minutes_meeting_change", args=[pk]) + f"#item-{item_pk}")
