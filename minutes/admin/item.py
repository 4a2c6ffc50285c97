"""One agenda item: what is asked, what happened, what was decided, the papers."""

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from minutes.admin.addressed import number, opened
from minutes.admin.papers import DocumentInline
from minutes.admin.rows import StackOfRows, WideTableOfRows, offer_grounds
from minutes.admin.versions import VersionedAdmin, VersionedForm
from minutes.models import Action, AgendaItem, Decision, Declaration, Meeting, Minute
from richtext.plain_text import text_of


def minute_field(name: str, **options):
    return Minute._meta.get_field(name).formfield(required=False, **options)


class ItemForm(VersionedForm):
    """An item and its minute in one: the minute has no form of its own, so two clerks can't both add it."""

    minute_body = minute_field("body")
    minute_number = minute_field("number")
    minute_restriction = minute_field("restriction", label="restriction of the minutes alone")
    minute_restriction_reason = minute_field("restriction_reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.minute = Minute.objects.filter(item=self.instance.pk or 0).first() or Minute()
        for name in self._minute_fields:
            self.initial[name] = getattr(self.minute, name.removeprefix("minute_"))
        if meeting := self._meeting():
            self.instance.meeting = meeting  # before any row of the page asks for it
            law = meeting.committee.law
            offer_grounds(self.fields["minute_restriction"], law, self.minute.restriction)
            if "restriction" in self.fields:
                offer_grounds(self.fields["restriction"], law, self.instance.restriction)
                self.fields["late_reason"].help_text = law.late_rule.label

    @property
    def _minute_fields(self) -> list[str]:
        return [name for name in self.fields if name.startswith("minute_")]

    def _meeting(self) -> Meeting | None:
        if self.instance.pk:
            return self.instance.meeting
        chosen = number(str(self.data.get("meeting") or self.initial.get("meeting") or ""))
        return Meeting.objects.select_related("committee").filter(pk=chosen).first()

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name in self._minute_fields:
            if name in cleaned:
                setattr(self.minute, name.removeprefix("minute_"), cleaned[name])
        try:
            self.minute.full_clean(exclude=["item"])
        except ValidationError as error:
            for name, errors in error.message_dict.items():
                field = "restriction_reason" if name == NON_FIELD_ERRORS else name
                if f"minute_{field}" not in self.errors:
                    self.add_error(f"minute_{field}", errors)
        return cleaned

    def save_minute(self) -> None:
        changed = [name.removeprefix("minute_") for name in self._minute_fields if name in self.changed_data]
        if self.minute.pk:
            self.minute.save_columns(*changed)
        elif changed:
            self.minute.item = self.instance
            self.minute.save()


class DecisionInline(StackOfRows):
    model = Decision
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
                    "restriction_reason",
                ],
            },
        ),
    ]


class DeclarationInline(WideTableOfRows):
    model = Declaration
    autocomplete_fields = ["person"]


class ItemDocumentInline(DocumentInline):
    verbose_name_plural = "supporting documents"


class ActionInline(WideTableOfRows):
    model = Action
    verbose_name_plural = "actions (not published)"


@admin.register(AgendaItem)
class AgendaItemAdmin(VersionedAdmin):
    form = ItemForm
    list_display = ["title", "meeting", "kind", "restriction"]
    list_filter = ["kind", "meeting__committee"]
    list_select_related = ["meeting__committee"]
    search_fields = ["title"]
    autocomplete_fields = ["follows"]
    inlines = [DecisionInline, ItemDocumentInline, DeclarationInline, ActionInline]
    fieldsets = [
        (None, {"fields": ["meeting", "back", "title", "kind"]}),
        ("What the meeting is asked", {"fields": ["officer", "purpose", "recommendation", "papers_missing"]}),
        ("Minutes", {"fields": ["minute_body", "minute_number"]}),
        (
            "Restriction",
            {
                "fields": [
                    "restriction",
                    "restriction_reason",
                    "public_title",
                    "minute_restriction",
                    "minute_restriction_reason",
                ],
                "classes": ["collapse"],
            },
        ),
        (
            "Number, sub-item, late item, matter",
            {
                "fields": [
                    "number_by_hand",
                    "is_numbered",
                    "parent",
                    "is_late",
                    "late_reason",
                    "follows",
                ],
                "classes": ["collapse"],
            },
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

    # For who may read the item and not write it: the form's fields that are no columns of it.

    def minute_body(self, item):
        return text_of(item.minute.body) if hasattr(item, "minute") else ""

    def minute_number(self, item):
        return item.minute.number if hasattr(item, "minute") else ""

    def minute_restriction(self, item):
        return item.minute.get_restriction_display() if hasattr(item, "minute") else ""

    def minute_restriction_reason(self, item):
        return item.minute.restriction_reason if hasattr(item, "minute") else ""

    def get_fieldsets(self, request, obj=None):
        """The meeting is chosen once, by where the item is added; afterwards it is a link back."""
        (name, first), *rest = self.fieldsets
        hidden = "meeting" if obj else "back"
        return [(name, {**first, "fields": [field for field in first["fields"] if field != hidden]}), *rest]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = self._main_items(request)
        if db_field.name == "meeting" and (meeting := number(request.GET.get("meeting"))):
            kwargs |= {"queryset": Meeting.objects.filter(pk=meeting), "empty_label": None}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _main_items(self, request):
        items = AgendaItem.objects.filter(parent=None)
        if item := opened(request):
            return items.filter(meeting__items=item).exclude(pk=item)
        return items.filter(meeting=number(request.GET.get("meeting")))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        form.save_minute()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and self.may_see_motions(request):
            context |= {"shows_motions": True, "motions": obj.motions.select_related("mover", "amends")}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def may_see_motions(self, request) -> bool:
        return request.user.has_perm("minutes.view_motion") or request.user.has_perm("minutes.change_motion")

    def response_add(self, request, obj, post_url_continue=None):
        return self._back(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._back(request, obj) or super().response_change(request, obj)

    def _back(self, request, item):
        """After “Save” the clerk is at the meeting again; “Save and add another” stays in it."""
        if "_continue" in request.POST or "_popup" in request.POST:
            return None
        messages.success(request, f"“{item}” is saved.")
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse("admin:minutes_agendaitem_add") + f"?meeting={item.meeting_id}")
        return HttpResponseRedirect(
            reverse("admin:minutes_meeting_change", args=[item.meeting_id]) + f"#item-{item.pk}"
        )
