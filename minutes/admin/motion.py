"""A motion's page: its text, its vote with the names, and what it amends. Nowhere else is a motion edited."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from minutes.admin.addressed import number, opened
from minutes.admin.rows import TableOfRows, offer_grounds
from minutes.admin.versions import VersionedAdmin, VersionedForm
from minutes.models import AgendaItem, Motion, Vote


class MotionForm(VersionedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        item = self.instance.item if self.instance.pk else self.fields["item"].queryset.first()
        if item and "restriction" in self.fields:
            offer_grounds(self.fields["restriction"], item.meeting.committee.law, self.instance.restriction)


class VoteInline(TableOfRows):
    model = Vote
    autocomplete_fields = ["person"]


@admin.register(Motion)
class MotionAdmin(VersionedAdmin):
    form = MotionForm
    inlines = [VoteInline]
    fieldsets = [
        (None, {"fields": ["item", "text", ("mover", "seconder"), "amends"]}),
        ("Vote", {"fields": ["method", ("votes_for", "votes_against", "abstentions"), "result"]}),
        ("Restriction", {"fields": ["restriction", "restriction_reason"], "classes": ["collapse"]}),
    ]
    autocomplete_fields = ["mover", "seconder"]

    def has_module_permission(self, request):
        return False  # reached from its item

    def get_readonly_fields(self, request, obj=None):
        return ["item"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A motion is of the item that it is added at, and amends another of the same item."""
        if db_field.name == "item":
            kwargs |= {"queryset": AgendaItem.objects.filter(pk=self._item(request)), "empty_label": None}
        if db_field.name == "amends":
            kwargs["queryset"] = Motion.objects.filter(item=self._item(request)).exclude(pk=opened(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _item(self, request) -> int:
        if motion := opened(request):
            return Motion.objects.filter(pk=motion).values_list("item", flat=True).first() or 0
        return number(request.GET.get("item"))

    def response_add(self, request, obj, post_url_continue=None):
        return self._back(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._back(request, obj) or super().response_change(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        return HttpResponseRedirect(reverse("admin:minutes_meeting_changelist"))

    def _back(self, request, motion):
        """After “Save” the clerk is at the item again; “Save and add another” stays with it."""
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse("admin:minutes_motion_add") + f"?item={motion.item_id}")
        if "_continue" in request.POST:
            return None
        return HttpResponseRedirect(reverse("admin:minutes_agendaitem_change", args=[motion.item_id]) + "#motions")
