"""One agenda item: what is asked, what happened, what was decided, the papers."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from minutes.admin.papers import DocumentInline
from minutes.admin.versions import VersionedForm
from minutes.models import Action, AgendaItem, Decision, Declaration, Document, Meeting, Minute, Motion, Vote
from richtext.admin import RichTextAdmin, RichTextInline


class MinuteInline(RichTextInline):
    model = Minute
    verbose_name_plural = "minutes"
    fields = ["body", "number", "restriction"]


class DecisionInline(RichTextInline):
    model = Decision
    extra = 0
    fieldsets = [
        (None, {"fields": ["kind", "text"]}),
        (
            "Reasons, key decision, call-in, restriction",
            {
                "classes": ["collapse"],
                "fields": [
                    "reference",
                    "reasons",
                    "options",
                    "is_key",
                    "call_in_by",
                    "call_in",
                    "effective_on",
                    "officer",
                    "restriction",
                ],
            },
        ),
    ]


class MotionInline(RichTextInline):
    model = Motion
    extra = 0
    show_change_link = True  # names of a recorded vote are on the motion's own page
    autocomplete_fields = ["mover", "seconder"]
    fieldsets = [
        (None, {"fields": ["text", "mover", "seconder"]}),
        (
            "Vote",
            {"fields": ["method", ("votes_for", "votes_against", "abstentions"), "result", "amends", "restriction"]},
        ),
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "amends":
            kwargs["queryset"] = Motion.objects.filter(item_id=request.resolver_match.kwargs.get("object_id") or 0)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class DeclarationInline(admin.TabularInline):
    model = Declaration
    extra = 0
    autocomplete_fields = ["person"]


class ItemDocumentInline(DocumentInline):
    verbose_name_plural = "supporting documents"


class ActionInline(admin.TabularInline):
    model = Action
    extra = 0
    verbose_name_plural = "actions (not published)"


@admin.register(AgendaItem)
class AgendaItemAdmin(RichTextAdmin):
    form = VersionedForm
    list_display = ["title", "meeting", "kind", "restriction"]
    list_filter = ["kind", "meeting__committee"]
    list_select_related = ["meeting__committee"]
    search_fields = ["title"]
    autocomplete_fields = ["follows"]
    inlines = [MinuteInline, DecisionInline, ItemDocumentInline, MotionInline, DeclarationInline, ActionInline]
    fieldsets = [
        (None, {"fields": ["meeting", "back", "title", "kind", "opened_version"]}),
        ("What the meeting is asked", {"fields": ["officer", "purpose", "recommendation"]}),
        ("Restriction", {"fields": ["restriction", "public_title"], "classes": ["collapse"]}),
        (
            "Number, sub-item, late item, matter",
            {"fields": ["number_by_hand", "parent", "is_late", "late_reason", "follows"], "classes": ["collapse"]},
        ),
    ]
    readonly_fields = ["back"]

    def has_module_permission(self, request):
        return False  # reached from its meeting

    @admin.display(description="Meeting")
    def back(self, item):
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:minutes_meeting_change", args=[item.meeting_id]), item.meeting
        )

    def get_fieldsets(self, request, obj=None):
        """The meeting is chosen once, by where the item is added; afterwards it is a link back."""
        (name, first), *rest = self.fieldsets
        hidden = "meeting" if obj else "back"
        return [(name, {**first, "fields": [field for field in first["fields"] if field != hidden]}), *rest]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = self._main_items(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _main_items(self, request):
        item = request.resolver_match.kwargs.get("object_id")
        items = AgendaItem.objects.filter(parent=None)
        if item:
            return items.filter(meeting__items=item).exclude(pk=item)
        meeting = request.GET.get("meeting", "")
        return items.filter(meeting=meeting) if meeting.isdigit() else items.none()

    def save_model(self, request, obj, form, change):
        if not change:
            obj.place_last()
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        if formset.model is Document:
            for document in formset.save(commit=False):
                document.meeting = form.instance.meeting
        super().save_formset(request, form, formset, change)

    def response_add(self, request, obj, post_url_continue=None):
        return self._back(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._back(request, obj) or super().response_change(request, obj)

    def _back(self, request, item):
        """After “Save” the clerk is at the meeting again; “Save and add another” stays in it."""
        if "_continue" in request.POST or "_popup" in request.POST:
            return None
        if "_addanother" in request.POST:
            messages.success(request, f"“{item}” is saved.")
            return HttpResponseRedirect(reverse("admin:minutes_agendaitem_add") + f"?meeting={item.meeting_id}")
        messages.success(request, f"“{item}” is saved.")
        return HttpResponseRedirect(
            reverse("admin:minutes_meeting_change", args=[item.meeting_id]) + f"#item-{item.pk}"
        )

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        meeting = (
            Meeting.objects.filter(pk=initial["meeting"]).first() if str(initial.get("meeting", "")).isdigit() else None
        )
        return {**initial, "meeting": meeting.pk if meeting else None}


class VoteInline(admin.TabularInline):
    model = Vote
    extra = 0
    autocomplete_fields = ["person"]


@admin.register(Motion)
class MotionAdmin(RichTextAdmin):
    """A motion's own page: for the names of a recorded vote."""

    form = VersionedForm
    inlines = [VoteInline]
    fields = [
        "text",
        "mover",
        "seconder",
        "method",
        ("votes_for", "votes_against", "abstentions"),
        "result",
        "restriction",
        "opened_version",
    ]
    autocomplete_fields = ["mover", "seconder"]

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def response_change(self, request, obj):
        if "_continue" in request.POST:
            return super().response_change(request, obj)
        return HttpResponseRedirect(reverse("admin:minutes_agendaitem_change", args=[obj.item_id]))
