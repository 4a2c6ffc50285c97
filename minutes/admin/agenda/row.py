"""One item of the agenda, opened where it stands: what the clerk changes of it while building the agenda."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import cached_property

from committees.law import Ground, LateRule
from minutes.admin.agenda.answers import done, is_scripted, refused
from minutes.admin.agenda.order import GONE
from minutes.admin.asking_whether_closed import AsksWhetherClosed
from minutes.admin.conflicts import Conflict
from minutes.admin.matter import known_to
from minutes.admin.rows import changed_columns, offer_grounds
from minutes.admin.tabs import of_meeting, show
from minutes.admin.versions import VersionedForm
from minutes.models import AgendaItem, Matter, Meeting
from richtext.admin import editor_policy

MOST_MATTERS = 20
TOO_LONG = (
    "A title holds %(limit_value)d letters, and this one has %(show_value)d. "
    "Nothing is cut: shorten it, and say the rest in the item’s text."
)
TITLE_ERRORS = {"required": "Write the item’s title.", "max_length": TOO_LONG}
# What is folded until it is wanted, or holds something.
FOLDED = {
    "Late item": ["is_late", "late_reason", "late_agreed_by"],
    "Deferred, withdrawn, taken in another order": ["state", "state_note", "taken"],
    "Number": ["number_by_hand", "is_numbered"],
    "Note for the chair, background papers": ["chair_note", "background_papers"],
}


class RowForm(AsksWhetherClosed, VersionedForm):
    """The small form of an item. Its texts, decisions and papers have pages of their own."""

    matter_name = forms.CharField(
        label="Matter",
        required=False,
        max_length=300,
        help_text="What it is about through all its meetings. Type a few letters; a name that is not on file makes a new one.",
        widget=forms.TextInput(attrs={"list": "matters", "autocomplete": "off"}),
    )

    class Meta:
        model = AgendaItem
        fields = [
            "title",
            "kind",
            "officer",
            "restriction",
            "public_title",
            "restriction_reason",
            *(name for names in FOLDED.values() for name in names),
        ]
        widgets = {
            "title": forms.TextInput,
            "late_reason": forms.Textarea(attrs={"rows": 2}),
            "chair_note": forms.Textarea(attrs={"rows": 3}),
            "background_papers": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {"title": TITLE_ERRORS, "public_title": {"max_length": TOO_LONG}}

    def __init__(self, item: AgendaItem, user, data=None):
        super().__init__(data, instance=item, prefix=f"item-{item.pk}", initial={"matter_name": str(item.matter or "")})
        self.may_make_matters, self.matters = user.has_perm("minutes.add_matter"), known_to(user)
        for name in ("title", "public_title"):
            self.fields[name].widget.attrs.pop("maxlength", None)  # a browser cuts what is pasted, and doesn't say so
        law = item.meeting.committee.law
        offer_grounds(self.fields["restriction"], law, item.restriction)
        self.fields["late_reason"].help_text = law.late_rule.label

    def clean_matter_name(self) -> str:
        name = " ".join(self.cleaned_data["matter_name"].split())
        if name and not self.may_make_matters and matter_of(name, self.matters) is None:
            raise ValidationError("There is no matter of that name. Choose one that is on file.")
        return name

    def clean_taken(self) -> int | None:
        """One item is taken at a time: the other is moved first."""
        taken = self.cleaned_data["taken"]
        mains = self.instance.meeting.items.filter(parent=None).exclude(pk=self.instance.pk)
        if taken and self.instance.parent_id is None and (other := mains.filter(taken=taken).first()):
            raise ValidationError(
                f"“{other}” is taken as number {taken} already. Give one of the two another number: that one first, if it "
                "is to move."
            )
        return taken

    def clean(self):
        """What the database holds of a closed item, said at the field that lacks it."""
        cleaned = super().clean() or self.cleaned_data
        ground = Ground(cleaned.get("restriction") or Ground.OPEN)
        if ground != Ground.OPEN and not cleaned.get("public_title"):
            self._lacks("public_title", "restricted_item_has_a_public_title")
        if ground.needs_reason and not cleaned.get("restriction_reason"):
            self._lacks("restriction_reason", "agendaitem_states_its_reason")
        return cleaned

    def _lacks(self, field: str, constraint: str) -> None:
        held = next(held for held in AgendaItem._meta.constraints if held.name == constraint)
        if field not in self.errors:
            self.add_error(field, held.violation_error_message)

    def store(self) -> str:
        """Store what was changed; a sentence about it, with the matter that was made."""
        columns, made = changed_columns(self), ""
        if "matter_name" in self.changed_data:
            name = self.cleaned_data["matter_name"]
            self.instance.matter = matter_of(name, self.matters) if name else None
            if name and self.instance.matter is None:
                self.instance.matter = Matter.objects.create(title=name)
                made = f" “{name}” is a new matter."
            columns.append("matter")
        self.instance.save_columns(*columns)
        return f"“{self.instance}” is saved.{made}"

    @cached_property
    def folded(self) -> list[dict]:
        return [
            {"name": name, "fields": [self[field] for field in fields], "is_open": self._holds_something(fields)}
            for name, fields in FOLDED.items()
        ]

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in ("kind", "officer", "matter_name")]

    @property
    def restriction_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("restriction", "public_title", "restriction_reason")]

    def _holds_something(self, fields: list[str]) -> bool:
        return any(
            name in self.errors or self[name].value() not in {"", None, False}
            for name in fields
            if name != "is_numbered"
        ) or ("is_numbered" in fields and not self["is_numbered"].value())


def matter_of(name: str, matters: QuerySet[Matter]) -> Matter | None:
    """The one of the matters that is called so on the page: by its title, with its reference in brackets where it has one."""
    wanted = name.casefold()
    near = matters.filter(title__istartswith=name.partition(" (")[0])[:200]
    return next((matter for matter in near if wanted in {str(matter).casefold(), matter.title.casefold()}), None)


@of_meeting("minutes.view_agendaitem")
def matters(request, meeting: Meeting):
    """The names of the matters in which what was typed stands: ?q=…, for the script."""
    typed = request.GET.get("q", "").strip()[:100]
    found = known_to(request.user).filter(Q(title__icontains=typed) | Q(reference__icontains=typed))
    return JsonResponse({"matters": [str(matter) for matter in found[:MOST_MATTERS]] if typed else []})


@editor_policy
@of_meeting("minutes.change_agendaitem")
@transaction.atomic
def row(request, meeting: Meeting, item: int):
    """GET: the form; for the script without the page around it. POST: saves it."""
    query = AgendaItem.objects.select_for_update(of=("self",)) if request.method == "POST" else AgendaItem.objects
    found = query.select_related("meeting__committee", "matter").filter(meeting=meeting, pk=item).first()
    if found is None:
        return refused(request, meeting, [GONE])
    form = RowForm(found, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.store()
        admin.site.get_model_admin(AgendaItem).log_change(request, found, [{"changed": {"fields": form.changed_data}}])
        return done(request, meeting, said, found)
    return _page(request, meeting, form)


def _page(request, meeting: Meeting, form: RowForm):
    stored = AgendaItem.objects.select_related("parent").get(pk=form.instance.pk)  # the form's own holds what was typed
    context = {"form": form, "item": stored, "meeting": meeting}
    context |= {"conflict": Conflict(form, []) if form.is_in_conflict else None}
    context |= {"fields": {name: f"item-{stored.pk}-{name}" for name in ("purpose", "recommendation")}}
    context |= {
        "rule": meeting.committee.law.late_rule,
        "cannot_decide": meeting.committee.law.late_rule == LateRule.INFORMATION,
    }
    if is_scripted(request):
        html = render_to_string("admin/minutes/meeting/_item.html", context, request)
        return JsonResponse({"row": html, "item": stored.pk}, status=422 if form.errors else 200)
    return show(request, "agenda", page="agenda_item", **context)
