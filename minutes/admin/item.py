"""One agenda item: what is asked, what happened, what was decided, the papers."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from committees.law import Ground, Law
from minutes.admin.addressed import number, opened
from minutes.admin.asking_whether_closed import AsksWhetherClosed
from minutes.admin.locking import Lockable
from minutes.admin.matter import known_to
from minutes.admin.papers.files import DocumentInline
from minutes.admin.rows import StackOfRows, WideTableOfRows, offer_grounds
from minutes.admin.tabs import may
from minutes.admin.versions import VersionedAdmin, VersionedForm
from minutes.admin.video import PositionField
from minutes.admin.ways_back import LeadsBack, agenda_or_page, at, came_from
from minutes.models import Action, AgendaItem, Decision, Declaration, Meeting, Minute, name_motions
from richtext.plain_text import text_of

RESTRICTION = "Restriction"


def minute_field(name: str, **options):
    return Minute._meta.get_field(name).formfield(required=False, **options)


class ItemForm(AsksWhetherClosed, VersionedForm):
    """An item and its minute in one: the minute has no form of its own, so two clerks can't both add it."""

    video_at = PositionField.of(AgendaItem._meta.get_field("video_at"))
    minute_body = minute_field("body")
    minute_number = minute_field("number")
    minute_restriction = minute_field("restriction", label="restriction of the minutes alone")
    minute_restriction_reason = minute_field("restriction_reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.minute = Minute.objects.filter(item=self.instance.pk or 0).first() or Minute()
        for name in self._minute_fields:
            self.initial[name] = getattr(self.minute, name.removeprefix("minute_"))
        if meeting := self.chosen_meeting():
            self.instance.meeting = meeting  # before any row of the page asks for it
            law = meeting.committee.law
            offer_grounds(self.fields["minute_restriction"], law, self.minute.restriction)
            if "restriction" in self.fields:
                offer_grounds(self.fields["restriction"], law, self.instance.restriction)
                self._propose_ground(law)
                self.fields["late_reason"].help_text = law.late_rule.label

    def _propose_ground(self, law: Law) -> None:
        """Where the ground is still to be chosen, say which one the item's own words name. It is not set: they may be wrong."""
        item = self.instance
        named = item.restriction == Ground.UNKNOWN and law.ground_named(
            " ".join([item.title, *map(text_of, (item.purpose, item.recommendation))])
        )
        if named:
            self.fields[
                "restriction"
            ].help_text = f"The item’s words name paragraph {named.paragraph}: “{named.label}”. Choose it if it is so."

    @property
    def _minute_fields(self) -> list[str]:
        return [name for name in self.fields if name.startswith("minute_")]

    def chosen_meeting(self) -> Meeting | None:
        if self.instance.pk:
            return self.instance.meeting
        chosen = number(str(self.data.get("meeting") or self.initial.get("meeting") or ""))
        return self.fields["meeting"].queryset.select_related("committee").filter(pk=chosen).first()

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if (meeting := self.chosen_meeting()) and meeting.lock:
            raise ValidationError(meeting.lock.locked)
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
    fk_name = "item"  # and not the item whose decision it replaces
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
    verbose_name_plural = "actions (published where the committee’s page says so)"


@admin.register(AgendaItem)
class AgendaItemAdmin(Lockable, LeadsBack, VersionedAdmin):
    form = ItemForm
    list_display = ["title", "meeting", "kind", "restriction"]
    list_filter = ["kind", "meeting__committee"]
    list_select_related = ["meeting__committee"]
    search_fields = ["title"]
    autocomplete_fields = ["matter"]
    inlines = [DecisionInline, ItemDocumentInline, DeclarationInline, ActionInline]
    fieldsets = [
        (None, {"fields": ["meeting", "back", "title", "kind"]}),
        ("What the meeting is asked", {"fields": ["officer", "purpose", "recommendation", "papers_missing"]}),
        ("Minutes", {"fields": ["minute_body", "minute_number", "video_at"]}),
        (
            RESTRICTION,
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
                    "matter",
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
        if obj and obj.restriction == Ground.UNKNOWN:  # what is to be chosen stands open
            rest = [(title, {**set_, "classes": []} if title == RESTRICTION else set_) for title, set_ in rest]
        return [(name, {**first, "fields": [field for field in first["fields"] if field != hidden]}), *rest]

    def get_autocomplete_fields(self, request):
        """A meeting is found by typing, among thousands; one that is named in the address is the only one to choose."""
        named = number(request.GET.get("meeting"))
        return self.autocomplete_fields if named else [*self.autocomplete_fields, "meeting"]

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return initial if number(initial.get("meeting")) else {**initial, "meeting": None}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = self._main_items(request)
        if db_field.name == "matter":
            kwargs["queryset"] = known_to(request.user)
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
        if may(request.user, "minutes.view_meeting"):
            context["meeting"] = context["adminform"].form.chosen_meeting()
        if obj and self.may_see_motions(request):
            motions = list(obj.motions.select_related("mover", "amends"))
            name_motions(motions)
            context |= {"shows_motions": True, "motions": motions}
            context["to_here"] = self.way_to(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def way_to(self, request, item) -> str:
        """The query by which a motion's page leads back to this one, which still knows then where the clerk came from."""
        own, kept = reverse("admin:minutes_agendaitem_change", args=[item.pk]), self.get_preserved_filters(request)
        return urlencode({"back": f"{own}?{kept}#motions"}) if kept else ""

    def may_see_motions(self, request) -> bool:
        return request.user.has_perm("minutes.view_motion") or request.user.has_perm("minutes.change_motion")

    def response_add(self, request, obj, post_url_continue=None):
        return self._back(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._back(request, obj) or super().response_change(request, obj)

    def delete_model(self, request, obj):
        request.deleted_from = obj.meeting_id
        super().delete_model(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        """After deleting, the clerk is where they came from, or else at the agenda."""
        messages.success(request, f"“{obj_display}” is deleted.")
        page = agenda_or_page(request.user, request.deleted_from, reverse("admin:index"))
        return HttpResponseRedirect(came_from(request) or page)

    def _back(self, request, item):
        """After “Save” the clerk is where they came from, or else at the agenda; “Save and add another” stays in it."""
        if "_continue" in request.POST or "_popup" in request.POST:
            return None
        messages.success(request, f"“{item}” is saved.")
        if "_addanother" in request.POST:
            return HttpResponseRedirect(self.once_more(request, meeting=item.meeting_id))
        own = reverse("admin:minutes_agendaitem_change", args=[item.pk])
        page = came_from(request) or agenda_or_page(request.user, item.meeting_id, own)
        return HttpResponseRedirect(at(page, f"item-{item.pk}"))
