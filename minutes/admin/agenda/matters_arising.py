"""Matters arising: what was to be done since earlier meetings, brought into an item's agenda text by a button."""

import re
from collections.abc import Iterable
from html import escape

from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseNotAllowed
from django.utils.formats import date_format

from minutes.admin.agenda.answers import done, refused
from minutes.admin.tabs import of_meeting
from minutes.models import Action, AgendaItem, Meeting

TITLE = "Matters arising"
ITEM_FIRST = (
    f"The agenda is published, and an item put between others would move the numbers that people have read. Add “{TITLE}” as "
    "a late item, or to the draft of the next agenda; then bring the open actions in."
)
IS_SUCH = re.compile(r"matters arising\b", re.IGNORECASE)


def open_actions(meeting: Meeting):
    """What is not done yet of the committee's earlier meetings. What belongs to closed business stays out of an agenda,
    and all of it out of that of an extraordinary meeting, which does only what it was called for."""
    if meeting.kind == Meeting.Kind.EXTRAORDINARY:
        return Action.objects.none()
    is_open = Q(item__restriction="") & (Q(item__parent=None) | Q(item__parent__restriction=""))
    is_open &= Q(item__minute=None) | Q(item__minute__restriction="")
    earlier = Action.objects.filter(item__meeting__committee=meeting.committee_id, item__meeting__date__lt=meeting.date)
    return earlier.filter(is_open, done_on=None).select_related("item__meeting").order_by("item__meeting__date", "pk")


@of_meeting("minutes.change_agendaitem")
@transaction.atomic
def bring_in(request, meeting: Meeting):
    """POST: adds those that the item doesn't list yet; the item is made where there is none."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    item = item_for_them(meeting.items.all())
    lines = [line for line in map(_line, open_actions(meeting)) if item is None or line not in item.purpose]
    if not lines:
        return refused(request, meeting, ["Every open action of earlier meetings is on this agenda already."])
    if item is None and not request.user.has_perm("minutes.add_agendaitem"):
        return refused(request, meeting, [f"Ask somebody who may add items for one called “{TITLE}”."])
    if item is None and admin.site.get_model_admin(Meeting).agenda_is_out(meeting):
        return refused(request, meeting, [ITEM_FIRST])
    item = item or _made(meeting)
    item.purpose += f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    item.save_columns("purpose")
    admin.site.get_model_admin(AgendaItem).log_change(request, item, "Open actions brought in.")
    said = f"{len(lines)} open action{' is' if len(lines) == 1 else 's are'} listed at “{item}”. Read them before you publish."
    return done(request, meeting, said, item)


def item_for_them(items: Iterable[AgendaItem]) -> AgendaItem | None:
    return next((item for item in items if IS_SUCH.match(item.title)), None)


def _made(meeting: Meeting) -> AgendaItem:
    item = AgendaItem.objects.create(meeting=meeting, title=TITLE)
    before = meeting.items.filter(kind=AgendaItem.Kind.PREVIOUS_MINUTES, parent=None).first()
    if before:
        item.put_beside(before, 1)
    return item


def _line(action: Action) -> str:
    """ "Mend the buoy (meeting of 14 January 2026)", as HTML. Who is to do it, and by when, stays at the desk: it is for the
    clerk to say in public."""
    return escape(f"{action.what} (meeting of {date_format(action.item.meeting.date, 'j F Y')})", quote=False)
