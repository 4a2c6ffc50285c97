"""The Minutes tab: one page, an item after the other in the order taken, with what came of each, filled in in place.

Each address works in two ways: a browser without the script gets the whole page and is sent back to where it was; the
script (static/minutes/minutes.js) gets the one part of one item that has changed."""

from django.contrib.admin.models import ADDITION, CHANGE, DELETION
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from minutes.admin import arising
from minutes.admin.conflicts import Conflict
from minutes.admin.minuting import begun
from minutes.admin.minuting import items as desk
from minutes.admin.minuting.answers import back, is_fetched, locked
from minutes.admin.minuting.items import PARTS, Part
from minutes.admin.minuting.log import log
from minutes.admin.minuting.room import RoomAtItem
from minutes.admin.minuting.short import done, number, numbers, phrase
from minutes.admin.minuting.texts import take_as_decision
from minutes.admin.tabs import of_meeting, show, tab, tab_address
from minutes.minute_numbers import next_number
from minutes.models import AgendaItem, Meeting
from richtext.admin import editor_policy, sentences_of

RIGHT = "minutes.view_agendaitem"


def urls() -> list:
    return [
        tab("minutes", "minutes/", page),
        tab("minutes_part", "minutes/<int:item>/<str:name>/<int:row>/", part),
        *begun.urls(),
        tab("minutes_number", "minutes/<int:item>/number/", number),
        tab("minutes_numbers", "minutes/numbers/", numbers),
        tab("minutes_phrase", "minutes/<int:item>/phrase/", phrase),
        tab("minutes_done", "minutes/done/<int:action>/", done),
    ]


@editor_policy
@of_meeting(RIGHT)
def page(request, meeting: Meeting) -> HttpResponse:
    return whole_page(request, meeting)


@editor_policy
def whole_page(request, meeting: Meeting, form=None) -> HttpResponse:
    """The page, with a form open in it if one is given."""
    items, may = desk.items_of(meeting), desk.rights_of(request.user)
    for item in items:
        item.form = form if form and form.room.item == item else None
    context = {"items": items, "may": may, "said": "", "address": tab_address("minutes", meeting.pk)}
    context["numbering"] = next_number(meeting, items) if may["item"]["change"] else None
    context |= arising.context_of(request.user, meeting)
    context["more_phrases"] = desk.add_phrases(items, meeting) if may["item"]["change"] else []
    return show(request, "minutes", **context)


@editor_policy
@of_meeting(RIGHT)
@transaction.atomic
def part(request, meeting: Meeting, item: int, name: str, row: int) -> HttpResponse:
    """A form for one row of an item, or for a new one (0): to fill in, and when it is sent."""
    kind = PARTS.get(name) or not_found()
    right = wanted_right(request, row)
    if not kind.rights_of(request.user)[right]:
        raise PermissionDenied
    at = locked(meeting, item) if request.method == "POST" else desk.item_of(meeting, item)
    if "closed" in request.GET and is_fetched(request):
        return piece(request, at, kind)
    if "take" in request.POST and name == "decision" and not row:
        return taken(request, at, kind)
    instance = get_object_or_404(kind.model, pk=row, item=at) if row else kind.model(item=at)
    instance.item = at
    form = form_of(kind, at, instance, request.POST if request.method == "POST" else None)
    form.may_remove = kind.rights_of(request.user)["delete"]
    if request.method == "POST":
        return sent(request, at, kind, form)
    if amended := request.GET.get("amends"):
        form.initial["amends"] = amended
    return shown(request, at, kind, form)


def wanted_right(request, row: int) -> str:
    if not row:
        return "add"
    return "delete" if "remove" in request.POST else "change"


def form_of(kind: Part, item: AgendaItem, instance, data=None):
    form = kind.form(
        data, instance=instance, room=RoomAtItem(item), auto_id=f"{kind.name}-{item.pk}-{instance.pk or 0}-%s"
    )
    form.part = kind
    return form


def sent(request, item: AgendaItem, kind: Part, form) -> HttpResponse:
    """Save what was sent, or show it again with what is wrong in it."""
    row = form.instance.pk or 0  # before it is stored or removed
    if "all_for" in request.POST and kind.name == "motion":
        form.set_the_others_for()
        return shown(request, item, kind, form)
    if "remove" in request.POST and form.instance.pk and not form.is_in_conflict:
        said = log(request.user, form.instance, DELETION, f"{form.instance}")
        form.instance.delete()
    elif form.is_valid():
        said = f"{stored(request.user, form)} {form.hint}".strip()
    else:
        form.conflict = Conflict(form, []) if form.is_in_conflict else None
        return shown(request, item, kind, form)
    begun.forget_form(request, item.pk, kind.name, row)
    elsewhere = form.instance.item if form.is_elsewhere and form.instance.pk else None
    where = [f"It stands at “{elsewhere.title}”."] if elsewhere else []
    return answered(request, item, kind, " ".join([said, *where, *sentences_of(form, "")]), elsewhere)


def stored(user, form) -> str:
    """Store a valid form, and say what was done."""
    if form.instance.pk and not form.has_changed():
        return "Nothing was changed."
    flag = CHANGE if form.instance.pk else ADDITION
    return log(user, form.save(), flag, ", ".join(form.changed_data))


def taken(request, item: AgendaItem, kind: Part) -> HttpResponse:
    """The resolution in the minutes is the decision now, and its form stands open for what else is known of it."""
    decision = take_as_decision(item, request.user)
    if decision is None:
        return answered(request, item, kind, "There is no resolution in the minutes of this item.")
    if is_fetched(request):
        decision.item = item
        return shown(request, item, kind, form_of(kind, item, decision))
    return answered(request, item, kind, "Decision added: say what kind it is.")


def shown(request, item: AgendaItem, kind: Part, form) -> HttpResponse:
    if not is_fetched(request):
        return whole_page(request, item.meeting, form)
    return piece(request, item, kind, form=form)


def answered(request, item: AgendaItem, kind: Part, said: str, elsewhere: AgendaItem | None = None) -> HttpResponse:
    """After something was done: back to where the clerk was, or the part as it is now. `elsewhere`: the item whose part has
    changed with it."""
    if is_fetched(request):
        return piece(request, item, kind, said=said, elsewhere=elsewhere)
    return back(request, item.meeting, f"{kind.rows}-{item.pk}", said)


def piece(request, item: AgendaItem, kind: Part, form=None, said: str = "", elsewhere=None) -> HttpResponse:
    """One part of one item as HTML."""
    fresh = desk.item_of(item.meeting, item.pk, kind)
    fresh.form = form
    context = {
        "item": fresh,
        "meeting": item.meeting,
        "address": tab_address("minutes", item.meeting.pk),
        "may": desk.rights_of(request.user),
        "said": said,
        "elsewhere": elsewhere,
        "part": kind.template,
    }
    return render(request, "admin/minutes/meeting/_minutes_part.html", context)


def not_found():
    raise Http404
