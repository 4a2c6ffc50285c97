"""Sending draft minutes to the chair: links are made and taken back, and what came back is decided on."""

import logging
from datetime import datetime, time, timedelta
from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE
from django.core.mail import EmailMessage
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from committees.days_and_times import ComingDayField
from desk import rights
from desk.for_the_chair import why_ended
from minutes.admin.addressed import number
from minutes.admin.minuting.answers import back
from minutes.admin.minuting.log import log
from minutes.models import ChairComment, ChairLink, Meeting

SEND, DECIDE = "minutes.add_chairlink", "minutes.change_chaircomment"
USUAL, LONGEST = timedelta(days=14), timedelta(days=90)
MAIL = """{name},

the draft minutes of the {committee}, {day}, are ready for you to read:

{address}

The link is private: please don’t pass it on. It is open until the end of {until}. You can write a comment on each
item there; the clerk decides about each.

{clerk}
"""

logger = logging.getLogger(__name__)


class LinkForm(forms.ModelForm):
    until = ComingDayField(label="Open until the end of", help_text="For example 4 March 2026.")

    class Meta:
        model = ChairLink
        fields = ["to_name", "to_email", "with_closed"]
        labels = {"with_closed": "With what is closed to the public"}

    field_order = ["to_name", "to_email", "until", "with_closed"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = date_format(timezone.localdate() + USUAL, "j F Y")
        sends = (
            "The link is sent there."
            if settings.SENDS_EMAIL
            else "For your own list: this site sends no e-mail, so you send the link."
        )
        self.fields["to_email"].help_text = f"May be left empty. {sends}"

    def clean_until(self):
        day, today = self.cleaned_data["until"], timezone.localdate()
        if day < today:
            raise forms.ValidationError("This day is past. Choose a later one.")
        if day > today + LONGEST:
            raise forms.ValidationError(f"A link is open for {LONGEST.days} days at most.")
        return day

    def _post_clean(self):
        if day := self.cleaned_data.get("until"):
            midnight = datetime.combine(day + timedelta(1), time())
            self.instance.expires_at = timezone.make_aware(midnight)
        super()._post_clean()


def chair_links(request, pk: int) -> HttpResponse:
    """The page: a form for a new link, the links that there are, and the comments that came back."""
    meeting = rights.meeting_for(request, pk, SEND)
    if request.method == "POST" and "take-back" in request.POST:
        return _take_back(request, meeting)
    form = LinkForm(request.POST if request.method == "POST" else None, instance=ChairLink(meeting=meeting))
    address = ""
    if request.method == "POST" and not meeting.lock and form.is_valid():
        address = _made(request, form.instance)
        form = LinkForm(instance=ChairLink(meeting=meeting))
    now = timezone.now()
    links = list(meeting.chair_links.select_related("made_by").prefetch_related("comments"))
    for link in links:
        link.has_ended = bool(link.taken_back_at or why_ended(link, now))
    context = {
        **admin.site.each_context(request),
        "title": f"For the chair: {meeting}",
        "meeting": meeting,
        "here": "minutes",
        "form": form,
        "links": links,
        "address": address,
    }
    return render(request, "desk/chair_links.html", context)


def _made(request, link: ChairLink) -> str:
    """Store the link and send it where an e-mail address is named; gives its address, which is shown this once."""
    token = link.make_token()
    link.made_by, link.made_at = request.user, timezone.now()
    link.save()
    address = settings.SITE_URL + reverse("admin:for_the_chair", args=[token])
    closed = ", with what is closed" if link.with_closed else ""
    log(request.user, link.meeting, CHANGE, f"Draft minutes sent to {link.to_name} by a private link{closed}.")
    if link.to_email and settings.SENDS_EMAIL:
        _mail(request, link, address)
    return address


def _mail(request, link: ChairLink, address: str) -> None:
    text = MAIL.format(
        name=link.to_name,
        committee=link.meeting.committee,
        day=date_format(link.meeting.date, "j F Y"),
        address=address,
        until=date_format(link.last_day, "j F Y"),
        clerk=request.user,
    )
    subject = f"Draft minutes: {link.meeting}"
    try:
        EmailMessage(subject, text, to=[link.to_email], reply_to=[request.user.email]).send()
    except (SMTPException, OSError) as error:
        logger.warning("The link for the chair could not be sent by e-mail: %s", error)
        messages.error(request, "The e-mail could not be sent. Copy the link below and send it yourself.")
    else:
        messages.success(request, f"The link was sent to {link.to_email}.")


def _take_back(request, meeting: Meeting) -> HttpResponse:
    link = get_object_or_404(meeting.chair_links, pk=number(request.POST["take-back"]), taken_back_at=None)
    link.taken_back_at = timezone.now()
    link.save(update_fields=["taken_back_at"])
    log(request.user, meeting, CHANGE, f"The private link for {link.to_name} taken back.")
    messages.success(request, f"The link for {link.to_name} opens nothing any more. What was written by it stays.")
    return HttpResponseRedirect(reverse("admin:publishing_chair_links", args=[meeting.pk]))


@require_POST
def decide(request, pk: int, comment: int) -> HttpResponse:
    """POST: decision=done, set-aside, or "" to think again. It changes nothing in the minutes."""
    meeting = rights.meeting_for(request, pk, DECIDE)
    row = get_object_or_404(ChairComment.objects.filter(link__meeting=meeting), pk=comment)
    decision = request.POST.get("decision", "")
    if decision not in {"", *ChairComment.Decision.values}:
        raise Http404
    row.decision, row.decided_by, row.decided_at = decision, request.user, timezone.now()
    row.save(update_fields=["decision", "decided_by", "decided_at"])
    said = row.get_decision_display() if decision else "Waiting again"
    log(request.user, meeting, CHANGE, f"{said}: what {row.name} wrote on {row.title or 'the whole'}.")
    return back(
        request, meeting, f"item-{row.item_id}" if row.item_id else "comments", f"{said}: what {row.name} wrote."
    )
