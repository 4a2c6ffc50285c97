"""One meeting: its facts, who attends, its items in order."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from committees.days_and_times import TYPED
from minutes.admin.addressed import number, opened
from minutes.admin.cancellation import cancellation
from minutes.admin.papers import DocumentInline, private_file
from minutes.admin.rows import WideTableOfRows
from minutes.admin.versions import VersionedAdmin
from minutes.models import AgendaItem, Attendance, Meeting

RIGHTS = ["view", "add", "change"]


class AttendanceInline(WideTableOfRows):
    model = Attendance
    autocomplete_fields = ["person", "substitute_for"]
    fields = [
        "person",
        "guest_name",
        "state",
        "seat",
        "capacity",
        "substitute_for",
        "mode",
        "arrived_at_item",
        "left_at_item",
        "role",
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name not in {"arrived_at_item", "left_at_item"}:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        kwargs["queryset"] = AgendaItem.objects.filter(meeting=opened(request)).in_order()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.choices = list(field.choices)  # read once for all rows
        return field


class MeetingDocumentInline(DocumentInline):
    verbose_name_plural = "papers of the meeting as a whole"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(item=None)


@admin.register(Meeting)
class MeetingAdmin(VersionedAdmin):
    formfield_overrides = TYPED | {models.URLField: {"assume_scheme": "https"}}
    list_display = ["date", "committee", "start", "subtitle", "state"]
    list_display_links = ["date", "committee"]
    list_filter = ["committee", "date"]
    list_select_related = ["committee"]
    search_fields = ["committee__name", "subtitle"]
    date_hierarchy = "date"
    inlines = [AttendanceInline, MeetingDocumentInline]
    fieldsets = [
        (None, {"fields": ["committee", "date", ("start", "end"), "subtitle", "venue"]}),
        ("The public", {"fields": ["attending", "public_note", "remote_link", "webcast_link"]}),
        ("Notes and second sittings", {"fields": ["clerk_note", "sitting"], "classes": ["collapse"]}),
    ]

    @admin.display(description="State")
    def state(self, meeting):
        if meeting.is_cancelled:
            return "Cancelled"
        return "Held" if meeting.has_begun else "To come"

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/move/", view(self.move), name="minutes_meeting_move"),
            path("<int:pk>/cancellation/", view(self.cancellation), name="minutes_meeting_cancellation"),
            path("papers/<path:name>", view(private_file), name="minutes_private_file"),
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

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["items"] = obj.numbered_items("minute", "decisions", "documents", "parent")
            context["may"] = {right: request.user.has_perm(f"minutes.{right}_agendaitem") for right in RIGHTS}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def move(self, request, pk):
        """POST only: move=<item>:<-1 or 1>. Buttons, not dragging: they work with a keyboard (WCAG 2.5.7)."""
        if not request.user.has_perm("minutes.change_agendaitem"):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        item, _, step = request.POST.get("move", "").partition(":")
        if step in {"-1", "1"}:
            moved = get_object_or_404(AgendaItem, pk=number(item), meeting=pk)
            moved.move(int(step))
            self.log_change(request, moved, "Moved.")
        return HttpResponseRedirect(reverse("admin:minutes_meeting_change", args=[pk]) + f"#item-{number(item)}")

    def cancellation(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return cancellation(self, request, pk)
