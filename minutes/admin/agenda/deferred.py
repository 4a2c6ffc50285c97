"""What earlier meetings deferred, put on the agenda by a button."""

from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseNotAllowed

from minutes.admin.addressed import number
from minutes.admin.agenda.answers import done, refused
from minutes.admin.tabs import of_meeting
from minutes.deferred import take, waiting
from minutes.models import AgendaItem, Meeting


@of_meeting("minutes.add_agendaitem")
@transaction.atomic
def bring_in(request, meeting: Meeting):
    """POST: item=…, one of those that wait."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    item = waiting(meeting).filter(pk=number(request.POST.get("item"))).first()
    if item is None:
        return refused(
            request, meeting, ["That item waits no longer: it is on an agenda, or is not deferred any more."]
        )
    new = take(item, meeting, is_out=admin.site.get_model_admin(Meeting).agenda_is_out(meeting))
    admin.site.get_model_admin(AgendaItem).log_addition(request, new, f"Deferred from {item.meeting}.")
    place = next(row.number for row in meeting.numbered_items("parent") if row == new)
    return done(request, meeting, f"“{new}” is added{f' as item {place}' if place else ''}, as it was asked then.", new)
