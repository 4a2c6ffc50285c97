"""What the desk prints of the working record: for the chair, for taking notes, for who has something to do, for members.

It is made when it is asked for, is sent to who asked, and lies nowhere: not in public storage, and in no cache."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from committees.models import Organisation
from desk import rights
from desk.pack import Pack
from desk.sheets_of_meeting import actions, chair, notes
from desk.signing import signing
from desk.summoning import printed as summonses
from desk.summoning import record_of
from minutes.admin.tabs import may
from minutes.models import Meeting
from published.not_made import PDFNotMade

SECONDS = 50  # as long as a clerk and the server before us wait


def alone(context: dict, html: str) -> bytes:
    from published.typesetting import typeset  # as `printed`

    return typeset(html)


def bound(context: dict, html: str) -> bytes:
    from desk import binding  # as `printed`

    return binding.bound(context["pack"], html)


@dataclass(frozen=True)
class Sheet:
    """`asks` gives what the template prints, which has the sheet's name or that of `template`; who prints it needs the
    `rights`, and may read all the meeting's drafts."""

    label: str
    asks: Callable[[Meeting], dict]
    rights: str
    finish: Callable[[dict, str], bytes] = alone
    template: str = ""


def pack(meeting: Meeting) -> dict:
    """The pack, and whom to ask for a paper that isn't in it."""
    of_committee = meeting.committee.contact_officer or meeting.committee.contact_email
    contact = meeting.committee if of_committee else Organisation.objects.current()
    return {"pack": Pack(meeting), "contact": contact, "site_url": settings.SITE_URL}


SHEETS = {
    "chair": Sheet("Chair’s agenda", chair, "minutes.view_document"),
    "notes": Sheet("Note sheet", notes, "minutes.view_attendance"),
    "actions": Sheet("Action sheet", actions, "minutes.view_action"),
    "signing": Sheet("Minutes to sign", signing, "minutes.view_decision"),
    "summons": Sheet("Summons", summonses, rights.READ_LOG),
    "summons-for-all": Sheet("Summons", partial(summonses, everybody=True), rights.READ_LOG, template="summons"),
    "summoned": Sheet("How members were summoned", record_of, rights.READ_ADDRESSES),
    "pack": Sheet("Members’ pack", pack, "minutes.view_document", bound),
}


@require_safe
def sheet(request, pk: int, name: str) -> HttpResponse:
    meeting = rights.meeting_for(request, pk, "minutes.view_meeting", "minutes.change_meeting")
    if name not in SHEETS:
        raise Http404
    if not may(request.user, SHEETS[name].rights):
        raise PermissionDenied
    try:
        return _answer(printed(name, meeting), SHEETS[name].label, meeting)
    except PDFNotMade as error:
        messages.error(request, f"{SHEETS[name].label}: {error}")
        return HttpResponseRedirect(reverse("admin:minutes_meeting_change", args=[meeting.pk]))


def printed(name: str, meeting: Meeting) -> bytes:
    """The PDF. It is set in a child process with limits, as what is published; all that is asked of the database comes before."""
    from published import pdf  # brings WeasyPrint along, which takes half a second: not before somebody prints

    found = SHEETS[name]
    context = found.asks(meeting)
    html = render_to_string(f"desk/sheets/{found.template or name}.html", context | _heads(found, meeting))
    return pdf.in_child(partial(found.finish, context, html), meanwhile=_patience())


def _heads(found: Sheet, meeting: Meeting) -> dict:
    return {"meeting": meeting, "sheet": found, "organisation": Organisation.objects.current()}


def _patience() -> Callable[[], None]:
    """Raises once somebody has waited too long."""
    end = time.monotonic() + SECONDS - 10  # it is asked every ten seconds

    def meanwhile():
        if time.monotonic() > end:
            raise PDFNotMade("It takes too long. Print its parts: the papers are on the page “Papers”.")

    return meanwhile


def _answer(data: bytes, label: str, meeting: Meeting) -> HttpResponse:
    name = f"{label}, {meeting.committee}, {date_format(meeting.date, 'j F Y')}.pdf"
    headers = {
        "Content-Disposition": content_disposition_header(False, name),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": "default-src 'none'",
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)
