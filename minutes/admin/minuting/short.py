"""The short ways of the minutes desk, each one press: the minute's number, a standing phrase, an action that is done."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from minutes.admin import arising
from minutes.admin.addressed import number as row_of
from minutes.admin.agenda.answers import done as on_agenda
from minutes.admin.minuting.answers import back, locked, told
from minutes.admin.minuting.items import item_of
from minutes.admin.minuting.log import log
from minutes.admin.minuting.texts import add_phrase, filled_phrase, number_form
from minutes.admin.tabs import may, of_meeting
from minutes.minute_numbers import number_minutes
from minutes.models import Action, Meeting, Phrase


@of_meeting("minutes.change_agendaitem")
@require_POST
@transaction.atomic
def number(request, meeting: Meeting, item: int) -> HttpResponse:
    """The minute's own number."""
    at = locked(meeting, item)
    form = number_form(at, request.POST)
    if not form.is_valid():
        problem = " ".join(error for errors in form.errors.values() for error in errors)
        return told(request, meeting, f"item-{item}", problem, problem=True)
    minute = form.save()
    if form.has_changed():
        log(request.user, minute, CHANGE, "Number.")
    return told(request, meeting, f"item-{item}", "The number is saved.", number=minute.number)


@of_meeting("minutes.change_agendaitem")
@require_POST
def numbers(request, meeting: Meeting) -> HttpResponse:
    """Each minute of the meeting that has no number gets the committee's next; `first` begins the period."""
    try:
        made = number_minutes(meeting, row_of(request.POST.get("first", "1")))
    except ValidationError as error:
        return back(request, meeting, "numbering", " ".join(error.messages), messages.ERROR)
    for minute in made:
        log(request.user, minute, CHANGE, "Number.")
    said = (
        f"The minutes are numbered: {made[0].number} to {made[-1].number}." if made else "Each minute has its number."
    )
    return back(request, meeting, "numbering", said)


@of_meeting("minutes.change_agendaitem")
@transaction.atomic
def phrase(request, meeting: Meeting, item: int) -> HttpResponse:
    """A standing phrase with its fields filled in: to be put into an open text (GET), or behind the minute (POST)."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen = get_object_or_404(Phrase.objects.of(meeting.committee), pk=row_of(sent.get("phrase")))
    if request.method == "POST":
        at = locked(meeting, item)
        return told(request, meeting, f"item-{item}", add_phrase(chosen, at, request.user))
    html, said = filled_phrase(chosen, item_of(meeting, item))
    return JsonResponse({"html": html, "said": said})


@of_meeting("minutes.change_action")
@require_POST
@transaction.atomic
def done(request, meeting: Meeting, action: int) -> HttpResponse:
    """An action of an earlier meeting of the committee is done, or with `again` it is not after all. It is done by the day of
    this meeting, which was told so, or today where that is still to come. `to` is "agenda" for who works there."""
    found = Action.objects.filter(item__meeting__committee=meeting.committee_id).select_for_update(of=("self",))
    row = get_object_or_404(found.select_related("item__meeting"), pk=action)
    if "again" in request.POST:
        row.reopen()
        said = f"Open again: {row}"
    else:
        row.finish(max(min(meeting.date, timezone.localdate()), row.item.meeting.date))
        said = f"Done: {row}"
    log(request.user, row, CHANGE, f"{said.partition(':')[0]}.")
    if request.POST.get("to") == "agenda" and may(request.user, "minutes.view_agendaitem"):
        return on_agenda(request, meeting, said)
    html = render_to_string("admin/minutes/meeting/_arising.html", arising.context_of(request.user, meeting), request)
    return told(request, meeting, "arising", said, arising=html)
