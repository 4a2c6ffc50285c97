"""The agenda of a meeting: its items in order, typed one after the other."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import JsonResponse
from django.template.loader import render_to_string

from committees.law import Ground
from minutes.admin.addressed import number
from minutes.admin.agenda import deferred, matters_arising, order, paste
from minutes.admin.agenda import row as one_item
from minutes.admin.agenda.answers import context_of, done, is_scripted
from minutes.admin.agenda.row import TITLE_ERRORS, TOO_LONG
from minutes.admin.tabs import of_meeting, show, tab
from minutes.closed_titles import SAYS_SO, closed_part, is_heading, part_at, why_closed
from minutes.item_kinds import item_kind
from minutes.models import AgendaItem, Meeting
from richtext.admin import editor_policy

LATE = {"late_reason", "late_agreed_by"}


class AddForm(forms.ModelForm):
    """One item more, at the end or beside another. `at` is "before-12" or "after-12", beside which; anything else is the end.

    A title that says that it is closed, or stands where closed items do, is asked about (`why`) and not stored meanwhile."""

    is_closed = forms.BooleanField(required=False)
    asked = forms.BooleanField(required=False)
    why = ""

    class Meta:
        model = AgendaItem
        fields = ["title", "is_late", "late_reason", "late_agreed_by", "public_title"]
        error_messages = {"title": TITLE_ERRORS, "public_title": {"max_length": TOO_LONG}}

    def __init__(self, meeting: Meeting, data=None, at: str = ""):
        super().__init__(data, instance=AgendaItem(meeting=meeting), initial={"is_closed": True})
        side, _, other = at.partition("-")
        beside = AgendaItem.objects.filter(meeting=meeting, pk=number(other)).select_related("parent").first()
        self.at, self.beside, self.is_before = at, beside, side == "before"

    def clean(self):
        cleaned, item = super().clean() or self.cleaned_data, self.instance
        item.parent = self.beside.parent if self.beside else None
        item.kind = kind = item_kind(title := cleaned.get("title", ""))
        if kind == AgendaItem.Kind.BUSINESS and item.parent is None and is_heading(title):
            item.kind = AgendaItem.Kind.HEADING
        if title and not (item.parent and item.parent.is_closed):
            self._ask_whether_closed(title, cleaned)
        return cleaned

    def _ask_whether_closed(self, title: str, cleaned: dict) -> None:
        is_part = self.instance.is_heading
        self.why = why_closed(
            title, closed_part(title) if is_part else part_at(self.instance.meeting, self.beside, self.is_before)
        )
        if self.why and not cleaned.get("asked"):
            self.add_error(None, self.why)
        elif cleaned.get("asked") and cleaned.get("is_closed"):
            self.instance.restriction, self.why = Ground.UNKNOWN, self.why or SAYS_SO
            if not cleaned.get("public_title") and "public_title" not in self.errors:
                self.add_error("public_title", "It is closed: write what the public may read in its place.")

    def store(self) -> AgendaItem:
        item = self.instance
        item.save()
        if self.beside and self.at.startswith(("before-", "after-")):
            item.put_beside(self.beside, not self.is_before)
        return item


@editor_policy
@of_meeting("minutes.view_agendaitem")
def agenda(request, meeting: Meeting):
    if request.method != "POST":
        return _page(request, meeting, at=request.GET.get("at", ""))
    return _add(request, meeting)


@of_meeting("minutes.add_agendaitem")
def _checked(request, meeting: Meeting):
    """Nothing: it asks for the right."""


def _add(request, meeting: Meeting):
    _checked(request, meeting.pk)
    at = request.POST.get("at", "")
    form = AddForm(meeting, request.POST, at)
    if not form.is_valid():
        return _page(request, meeting, form, at)
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        item = form.store()
        admin.site.get_model_admin(AgendaItem).log_addition(request, item, [{"added": {}}])
    place = next(row.number for row in meeting.numbered_items("parent") if row == item)
    said = f"“{item}” is added as item {place}." if place else f"“{item}” is added."
    return done(request, meeting, said, item, **({"at": f"after-{item.pk}"} if at else {}))


def _page(request, meeting: Meeting, form: AddForm | None = None, at: str = ""):
    if form and is_scripted(request):
        return _refuse_script(request, meeting, form)
    context = context_of(request, meeting) | {"form": form or AddForm(meeting), "at": at}
    context |= {"beside": next((row for row in context["items"] if at.endswith(f"-{row.pk}")), None)}
    context |= {"added": paste.added(request.GET.get("added", ""), meeting)}
    context |= paste.read(paste.kept_lines(request, meeting))
    has_item = any(row.kind == AgendaItem.Kind.MATTERS_ARISING for row in context["items"])
    is_printed = has_item and meeting.committee.publishes_actions
    context |= {
        "late_rule": meeting.committee.law.late_rule,
        "to_bring_in": 0 if is_printed else len(matters_arising.open_to_the_public(context["arising"])),
        "has_item_for_them": has_item,
        "item_first": matters_arising.ITEM_FIRST,
    }
    return show(request, "agenda", **context)


def _refuse_script(request, meeting: Meeting, form: AddForm) -> JsonResponse:
    """What is wrong with a title; of one that may be closed, the form that asks."""
    if not form.why or form.errors.keys() & LATE:
        fields = {name: " ".join(errors) for name, errors in form.errors.items()}
        return JsonResponse({"error": " ".join(fields.values()), "fields": fields}, status=422)
    html = render_to_string("admin/minutes/meeting/_add_asks.html", {"meeting": meeting, "form": form}, request)
    return JsonResponse({"asks": html, "said": f"Not added yet: “{form['title'].value()}”. {form.why}"}, status=422)


def urls() -> list:
    return [
        tab("agenda", "agenda/", agenda),
        tab("agenda_order", "agenda/order/", order.order),
        tab("agenda_paste", "agenda/paste/", paste.paste),
        tab("agenda_undo", "agenda/undo/", paste.undo),
        tab("agenda_deferred", "agenda/deferred/", deferred.bring_in),
        tab("agenda_arising", "agenda/matters-arising/", matters_arising.bring_in),
        tab("agenda_matters", "agenda/matters/", one_item.matters),
        tab("agenda_item", "agenda/<int:item>/", one_item.row),
    ]
