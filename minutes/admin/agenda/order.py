"""The order of an agenda's items, changed by buttons: they work with a keyboard too (WCAG 2.5.7)."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseNotAllowed

from minutes.admin.addressed import number
from minutes.admin.agenda.answers import done, refused
from minutes.admin.tabs import of_meeting
from minutes.models import AgendaItem, Meeting

GONE = "That item isn’t on the agenda any more: somebody else has deleted it. This is the agenda as it is now."


@of_meeting("minutes.change_agendaitem")
def order(request, meeting: Meeting):
    """POST: move=<item>:<up, down, in, out or place>; the place is in place-<item>."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    pk, _, step = request.POST.get("move", "").partition(":")
    try:
        with transaction.atomic():
            Meeting.objects.select_for_update().get(pk=meeting.pk)
            item = AgendaItem.objects.filter(meeting=meeting, pk=number(pk)).select_related("parent").first()
            if item is None or step not in STEPS:
                return refused(request, meeting, [GONE])
            said = STEPS[step](item, request.POST.get(f"place-{item.pk}", ""))
            admin.site.get_model_admin(AgendaItem).log_change(request, item, "Moved.")
    except ValidationError as error:
        return refused(request, meeting, error.messages)
    return done(request, meeting, said, item)


def _by(step: int):
    def moved(item: AgendaItem, typed: str) -> str:
        before = item.position
        place = item.move(step)
        count = item.siblings().count()
        if item.position == before:
            raise ValidationError(f"“{item}” is the {'first' if step < 0 else 'last'} already.")
        return _said(item, place, count)

    return moved


def _to(item: AgendaItem, typed: str) -> str:
    """`typed` is a number as it is printed; of a sub-item, its last part alone will do. Headings are not counted."""
    rows = [row for row in item.meeting.numbered_items() if row.parent_id == item.parent_id]
    target = _target(item, rows, typed.strip().rstrip("."))
    at, to = rows.index(item), rows.index(target)
    item.move_to(to if not rows[at].number and at < to else to + 1)  # a heading stands before the item
    now = next(row.number for row in item.meeting.numbered_items() if row == item)
    return f"“{item}” is item {now} now." if now else f"“{item}” stands before “{target}” now."


def _target(item: AgendaItem, rows: list[AgendaItem], typed: str) -> AgendaItem:
    """The row whose place is meant. ValidationError where there is none, or it is the item itself."""
    numbered = [row for row in rows if row.number]
    if not numbered:
        raise ValidationError(f"No item beside “{item}” has a number. Move it by the arrows.")
    names = (typed, f"{numbered[0].number.rpartition('.')[0]}.{typed}") if item.parent_id else (typed,)
    found = next((row for row in numbered if row.number in names), None)
    if found is None:
        raise ValidationError(f"Write a number from {numbered[0].number} to {numbered[-1].number} for “{item}”.")
    if found == item:
        raise ValidationError(f"“{item}” is item {found.number} already.")
    return found


def _in(item: AgendaItem, typed: str) -> str:
    item.indent()
    return f"“{item}” is a sub-item of “{item.parent}” now."


def _out(item: AgendaItem, typed: str) -> str:
    item.outdent()
    return f"“{item}” is a main item now."


def _said(item: AgendaItem, place: int, count: int) -> str:
    return f"{item} moved to place {place} of {count}."


STEPS = {"up": _by(-1), "down": _by(1), "in": _in, "out": _out, "place": _to}
