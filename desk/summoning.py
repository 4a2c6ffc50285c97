"""The page "Summons" of a meeting: who is summoned with its newest agenda and how, sending it by e-mail, and what was done; once
its cancellation is public, telling those who were summoned."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.letters import is_sent_or_printed
from committees.days_and_times import DayField
from desk import rights
from desk.summoned import Member, Summoning
from desk.summons_mail import OUTCOME, Trouble, send
from minutes.admin.minuting.log import log
from minutes.models import Meeting
from published.not_made import PDFNotMade
from publishing.summonses import Summons


class DeliveredForm(forms.Form):
    """That printed summonses were delivered."""

    people = forms.TypedMultipleChoiceField(
        label="To whom",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the members to whom it was delivered."},
    )
    way = forms.ChoiceField(
        label="How",
        choices=[(way.value, way.label) for way in (Summons.Way.HAND, Summons.Way.POST)],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was by hand or by post."},
    )
    on = DayField(
        label="On which day", help_text="When it was handed over or left at home, or posted: such as 4 March 2026."
    )

    def __init__(self, members: list[Member], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(member.person.pk, str(member.person)) for member in members]

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError("This day is to come. Record it once it is done.")
        return self.cleaned_data["on"]


def summons(request, pk: int) -> HttpResponse:
    """POST by who may publish: step=send to all who consent, again=PERSON to one, step=delivered for paper."""
    meeting = rights.meeting_for(request, pk, rights.READ_LOG, rights.PUBLISH)
    found = Summoning.of(meeting, shows_addresses=request.user.has_perm(rights.READ_ADDRESSES))
    if request.method != "POST":
        return _page(request, found, DeliveredForm(found.members))
    rights.demand(request, rights.PUBLISH)
    form = DeliveredForm(found.members, request.POST if request.POST.get("step") == "delivered" else None)
    if found.publication and form.is_bound:
        if not form.is_valid():
            return _page(request, found, form)
        _keep(request, found, **form.cleaned_data)
    elif (request.POST.get("step") == "send" or "again" in request.POST) and found.is_open and is_sent_or_printed():
        _send(request, found)
    return HttpResponseRedirect(reverse("admin:publishing_summons", args=[meeting.pk]))


def _send(request, found: Summoning) -> None:
    again = request.POST.get("again")
    if again:
        members = [one for one in found.members if str(one.person.pk) == again and one.may_be_mailed_again]
    else:
        members = found.mailed_next
    try:
        rows = send(found, members, request.user)
    except Trouble as trouble:
        said = "The mail server can’t be used just now, and nothing was sent"
        messages.error(request, f"{said}: {trouble}. Press the button again later, or print the summonses.")
        return
    sent = sum(row.outcome == OUTCOME.DONE for row in rows)
    if sent:
        what = "The cancellation" if found.is_called_off else "The summons"
        log(request.user, found.meeting, CHANGE, f"{what} was sent by e-mail to {_counted(sent)}.")
        messages.success(request, f"{what} was sent by e-mail to {_counted(sent)}.")
    if len(rows) > sent:
        messages.error(request, f"It could not be sent to {_counted(len(rows) - sent)}: the list says why.")
    if len(rows) < len(members):
        messages.info(
            request, "Somebody else has sent some of it, or it took too long: the list says who still lacks it."
        )


def _keep(request, found: Summoning, people: list[int], way: str, on) -> None:
    made = {"publication": found.publication, "way": way, "delivered_on": on}
    rest = {"by": request.user, "outcome": OUTCOME.DONE}
    new = [Summons.objects.get_or_create(**made, person_id=person, defaults=rest)[1] for person in people]
    what = "cancellation" if found.is_called_off else "summons"
    if any(new):
        log(request.user, found.meeting, CHANGE, f"Printed {what} delivered to {_counted(sum(new))}.")
    messages.success(request, f"Recorded: a printed {what} for {_counted(len(people))}.")


def _counted(members: int) -> str:
    return f"{members} member{'' if members == 1 else 's'}"


def _page(request, found: Summoning, form: DeliveredForm) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": f"Summons: {found.meeting}",
        "meeting": found.meeting,
        "meeting_log": found.log,
        "here": "summons",
        "found": found,
        "form": form,
        "sends": is_sent_or_printed(),
        "may_send": request.user.has_perm(rights.PUBLISH),
    }
    return render(request, "desk/summons.html", context)


def printed(meeting: Meeting, everybody: bool = False) -> dict:
    """What the sheet of printed summonses needs: one for each who gets none by e-mail, or for everybody. Raises PDFNotMade."""
    found = Summoning.of(meeting)
    if found.publication is None:
        raise PDFNotMade("No agenda is public. Publish it first: the summons is printed of what was published.")
    members = found.members if everybody else found.printed_for
    if not members:
        raise PDFNotMade("There is nobody to print it for.")
    people = [member.person for member in members]
    return {"record": found.record, "day": meeting.date, "people": people, "today": timezone.localdate(found.now)}


def record_of(meeting: Meeting) -> dict:
    """What the sheet needs that says how members were summoned, and at which addresses."""
    return {"found": Summoning.of(meeting, shows_addresses=True)}
