"""A motion's page: its text, its vote with the names, and what it amends. Nowhere else is a motion edited."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse

from committees.rights import narrowed
from minutes.admin.addressed import number, opened
from minutes.admin.locking import Lockable
from minutes.admin.rows import TableOfRows, offer_grounds
from minutes.admin.tabs import may
from minutes.admin.versions import VersionedAdmin, VersionedForm
from minutes.admin.ways_back import LeadsBack, at, came_from
from minutes.models import AgendaItem, Meeting, Motion, Vote, name_motions


class MotionForm(VersionedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        item = self.instance.item if self.instance.pk else self.fields["item"].queryset.first()
        if item and "restriction" in self.fields:
            offer_grounds(self.fields["restriction"], item.meeting.committee.law, self.instance.restriction)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if (item := cleaned.get("item")) and item.meeting.lock:
            raise ValidationError(item.meeting.lock.locked)
        return cleaned


class VoteInline(TableOfRows):
    model = Vote
    autocomplete_fields = ["person"]


class Motions(ChangeList):
    """The list, whose motions are all named at once, lest each asks for its own name."""

    def get_results(self, request):
        super().get_results(request)
        rows = list(self.result_list)
        of_the_items = list(Motion.objects.filter(item__in={row.item_id for row in rows}))
        name_motions(of_the_items)
        names = {motion.pk: motion.called for motion in of_the_items}
        for row in rows:
            row.called = names.get(row.pk, "")
        self.result_list = rows


@admin.register(Motion)
class MotionAdmin(Lockable, LeadsBack, VersionedAdmin):
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

    def get_changelist(self, request, **kwargs):
        return Motions

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item__meeting")  # whose lock is asked

    def get_readonly_fields(self, request, obj=None):
        return ["item"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A motion is of the item that it is added at, and amends another of the same item."""
        if db_field.name == "item":
            kwargs |= {"queryset": AgendaItem.objects.filter(pk=self._item(request)), "empty_label": None}
        if db_field.name == "amends":
            return self._amends(request, Motion.objects.filter(item=self._item(request)), db_field, **kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _amends(self, request, motions, db_field, **kwargs):
        """The choice of a motion to amend: all of the item are named at once, lest each asks for its own name."""
        own = opened(request)
        kwargs["queryset"] = motions.exclude(pk=own)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        named = list(motions)
        name_motions(named)
        field.choices = [("", "None: a motion of its own"), *((m.pk, str(m)) for m in named if m.pk != own)]
        return field

    def _item(self, request) -> int:
        if motion := opened(request):
            return Motion.objects.filter(pk=motion).values_list("item", flat=True).first() or 0
        items = narrowed(AgendaItem.objects.filter(pk=number(request.GET.get("item"))), request.user, self.right("add"))
        return items.values_list("pk", flat=True).first() or 0

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if may(request.user, "minutes.view_meeting"):
            item = obj.item_id if obj else self._item(request)
            context["meeting"] = Meeting.objects.select_related("committee").filter(items=item).first()
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        return self._back(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._back(request, obj) or super().response_change(request, obj)

    def delete_model(self, request, obj):
        request.deleted_from = obj.item_id
        super().delete_model(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        """After deleting, the clerk is where they came from, or else at the item."""
        messages.success(request, f"{obj_display} is deleted.")
        return self._leave(request, request.deleted_from)

    def _back(self, request, motion):
        """After “Save” the clerk is where they came from, or else at the item; “Save and add another” stays with it."""
        if "_addanother" in request.POST:
            return HttpResponseRedirect(self.once_more(request, item=motion.item_id))
        return None if "_continue" in request.POST else self._leave(request, motion.item_id)

    def _leave(self, request, item: int):
        if back := came_from(request):
            return HttpResponseRedirect(at(back, f"item-{item}"))
        return HttpResponseRedirect(reverse("admin:minutes_agendaitem_change", args=[item]) + "#motions")
