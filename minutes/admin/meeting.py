"""One meeting: its facts, and the addresses below it."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import path

from committees.clocks import twice_by_the_clocks
from committees.days_and_times import TYPED
from minutes.admin.agenda import tab as agenda
from minutes.admin.following import tell_followed
from minutes.admin.locking import Lockable
from minutes.admin.meetings import new as new_meeting
from minutes.admin.meetings import year
from minutes.admin.meetings.cancellation import cancellation
from minutes.admin.minuting import tab as minuting
from minutes.admin.papers import rows as paper_rows
from minutes.admin.papers import tab as paper_tab
from minutes.admin.papers import wanted as paper_wanted
from minutes.admin.papers.files import private_file
from minutes.admin.people import tab as people
from minutes.admin.tabs import first_address, meeting_at
from minutes.admin.texts import addresses as texts
from minutes.admin.versions import VersionedAdmin
from minutes.following_seats import follow, seats_on
from minutes.models import Meeting


class Meetings(ChangeList):
    """The list, which leads to the meetings' agendas."""

    def get_results(self, request):
        super().get_results(request)
        self.user = request.user

    def url_for_result(self, result):
        return first_address(self.user, result.pk, "agenda")


@admin.register(Meeting)
class MeetingAdmin(Lockable, VersionedAdmin):
    formfield_overrides = TYPED | {models.URLField: {"assume_scheme": "https"}}
    list_display = ["date", "committee", "starts", "subtitle", "state"]
    list_display_links = ["date", "committee"]
    list_filter = ["committee", "date"]
    search_fields = ["committee__name", "subtitle"]
    date_hierarchy = "date"
    fieldsets = [
        (None, {"fields": ["committee", "kind", "subtitle", "venue"]}),
        ("When", {"fields": [("date", "sitting"), ("start", "began", "end")]}),
        (
            "Notice and summons",
            {"fields": ["summoned_by", "called_by_members", ("notice_fixed_at", "notice_fixed_on"), "summons_sent"]},
        ),
        ("The public", {"fields": ["attending", "public_note", "remote_link", "webcast_link"]}),
        ("For ourselves", {"fields": ["clerk_note"]}),
    ]

    def agenda_is_out(self, meeting: Meeting) -> bool:
        """Whether the public can read an agenda of it: the desk knows, and not the working record."""
        return False

    @admin.display(description="Starts at", ordering="start")
    def starts(self, meeting):
        return meeting.start.strftime("%H:%M") if meeting.start else ""

    @admin.display(description="State")
    def state(self, meeting):
        if meeting.is_cancelled:
            return "Postponed" if meeting.postponed_to_id else "Cancelled"
        return "Held" if meeting.has_begun else "To come"

    def get_model_perms(self, request):
        """For the lists of what there is: they don't lead to the plain form. A meeting is made by meetings/new.py."""
        return super().get_model_perms(request) | {"add": False}

    def get_search_results(self, request, queryset, search_term):
        """For the list, and for who looks for a meeting by typing: each is named by its committee."""
        return super().get_search_results(request, queryset.select_related("committee"), search_term)

    def get_changelist(self, request, **kwargs):
        return Meetings

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/cancellation/", view(self.cancellation), name="minutes_meeting_cancellation"),
            path("papers/<path:name>", view(private_file), name="minutes_private_file"),
        ]
        own += agenda.urls() + new_meeting.urls() + year.urls()
        own += paper_tab.urls() + paper_rows.urls() + paper_wanted.urls()
        own += people.urls() + minuting.urls() + texts.urls(self)
        return own + super().get_urls()

    def save_model(self, request, obj, form, change):
        if not change:
            obj.venue = obj.venue or obj.committee.usual_venue
            obj.start = obj.start or obj.committee.usual_start
        super().save_model(request, obj, form, change)
        if change and "date" in form.changed_data and not obj.is_cancelled and not obj.has_begun:
            was, now = form.initial["date"], obj.date
            seats = seats_on(obj.committee, [was, now])
            tell_followed(request, follow(obj, seats[was], seats[now]))
        moved = {"date", "start"} & set(form.changed_data)
        if moved and obj.start and (twice := twice_by_the_clocks(obj.date, obj.start)):
            messages.warning(request, twice)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.expect_members()
            messages.info(request, "The committee’s members of that day are listed as expected.")

    def response_add(self, request, obj, post_url_continue=None):
        """Its agenda comes next."""
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, f"{obj} is made. Add its agenda items now.")
        return HttpResponseRedirect(first_address(request.user, obj.pk, "agenda"))

    def response_change(self, request, obj):
        """Whoever saves it is at this meeting, and stays there."""
        response = super().response_change(request, obj)
        if "_addanother" in request.POST:
            return response
        return HttpResponseRedirect(first_address(request.user, obj.pk, "change"))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["here"] = "change"
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def cancellation(self, request, pk):
        meeting = meeting_at(request.user, pk, "minutes.change_meeting")
        if not self.has_change_permission(request, meeting):
            raise PermissionDenied
        return cancellation(self, request, pk)
