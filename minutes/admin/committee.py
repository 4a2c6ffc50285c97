"""A committee's page at the desk, with what its meetings begin with."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from committees.admin import CommitteeAdmin
from committees.models import Committee
from committees.of_committee import OfCommittee
from minutes.admin.following import tell_followed
from minutes.admin.rows import PlainChoices
from minutes.following_seats import follow, seats_on, to_come
from minutes.item_kinds import item_kind
from minutes.models import StandingItem
from richtext.admin import RichTextAdmin


class StandingItemForm(forms.ModelForm):
    def clean(self):
        """A new item's kind follows from its title, unless the clerk has chosen one."""
        cleaned = super().clean()
        if not self.instance.pk and "kind" not in self.changed_data and cleaned.get("title"):
            cleaned["kind"] = item_kind(cleaned["title"])
        return cleaned


class StandingItemInline(PlainChoices, admin.TabularInline):
    model = StandingItem
    form = StandingItemForm
    fields = ["title", "kind", "position"]
    extra = 0
    verbose_name_plural = "standing items: every agenda begins with them"


@admin.register(StandingItem)
class StandingItemAdmin(OfCommittee, RichTextAdmin):
    fields = ["title", "kind", "purpose"]

    def has_module_permission(self, request):
        return False  # reached from its committee

    def has_add_permission(self, request):
        return False  # added there

    def response_change(self, request, obj):
        messages.success(request, f"“{obj}” is saved.")
        return HttpResponseRedirect(reverse("admin:committees_committee_change", args=[obj.committee_id]))


class CommitteeWithMeetingsAdmin(CommitteeAdmin):
    """The committee's own page, as lower rooms have it, with its standing items and the ways to new meetings."""

    inlines = [*CommitteeAdmin.inlines, StandingItemInline]
    change_form_template = "admin/minutes/committee/change_form.html"

    def save_related(self, request, form, formsets, change):
        """The lists of the meetings to come follow what was changed of the seats."""
        committee = form.instance
        meetings = to_come(committee) if change else []
        days = [meeting.date for meeting in meetings]
        before = seats_on(committee, days)
        super().save_related(request, form, formsets, change)
        now = seats_on(committee, days)
        for meeting in meetings:
            tell_followed(request, follow(meeting, before[meeting.date], now[meeting.date]))

    def response_add(self, request, obj, post_url_continue=None):
        """Stay at the committee, whose meetings come next, or make the first of them."""
        if "_addanother" in request.POST or "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        if "_meeting" in request.POST:
            messages.success(request, f"{obj} is added.")
            return HttpResponseRedirect(f"{reverse('admin:minutes_meeting_new')}?committee={obj.pk}")
        messages.success(request, f"{obj} is added. Make its meetings with the buttons above.")
        return HttpResponseRedirect(reverse("admin:committees_committee_change", args=[obj.pk]))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        may = obj and request.user.has_perm("minutes.change_standingitem")
        context["standing_items"] = list(obj.standing_items.all()) if may else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


admin.site.unregister(Committee)
admin.site.register(Committee, CommitteeWithMeetingsAdmin)
