"""Matters arising written into an item's agenda text by a button, for the public to read: what is still to be done."""

from collections.abc import Iterable
from html import escape

from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.utils.formats import date_format

from minutes.admin.agenda.answers import done, refused
from minutes.admin.tabs import of_meeting
from minutes.arising import TITLE, Arising, arising_at, item_for_them, make_item
from minutes.models import Action, AgendaItem, Meeting

ITEM_FIRST = (
    f"The agenda is published, and an item put between others would move the numbers that people have read. Add “{TITLE}” as "
    "a late item, or to the draft of the next agenda; then bring the open actions in."
)


def open_to_the_public(arising: Iterable[Arising]) -> list[Action]:
    """What is not done yet. What belongs to closed business stays out of an agenda."""
    return [row.action for row in arising if row.action.done_on is None and not row.is_closed]


@of_meeting("minutes.change_agendaitem")
@transaction.atomic
def bring_in(request, meeting: Meeting):
    """POST: adds those that the item doesn't list yet; the item is made where there is none. Where the committee publishes its
    actions the item is enough: they are printed there."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    item = item_for_them(meeting)
    rows = open_to_the_public(arising_at(meeting, most=None))
    is_text = not meeting.committee.publishes_actions
    lines = [line for line in map(_line, rows) if item is None or (is_text and line not in item.purpose)]
    if not lines:
        return refused(request, meeting, ["Every open action of earlier meetings is on this agenda already."])
    if item is None and not request.user.has_perm("minutes.add_agendaitem"):
        return refused(request, meeting, [f"Ask somebody who may add items for one called “{TITLE}”."])
    if item is None and admin.site.get_model_admin(Meeting).agenda_is_out(meeting):
        return refused(request, meeting, [ITEM_FIRST])
    item = item or make_item(meeting)
    if is_text:
        item.purpose += f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
        item.save_columns("purpose")
    admin.site.get_model_admin(AgendaItem).log_change(request, item, "Open actions brought in.")
    said = f"{len(lines)} open action{' is' if len(lines) == 1 else 's are'} listed at “{item}”. Read them before you publish."
    return done(request, meeting, said, item)


def _line(action: Action) -> str:
    """ "Mend the buoy (meeting of 14 January 2026)", as HTML. Who is to do it, and by when, stays at the desk: it is for the
    clerk to say in public."""
    return escape(f"{action.what} (meeting of {date_format(action.item.meeting.date, 'j F Y')})", quote=False)
