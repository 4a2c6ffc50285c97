"""Choosing what to publish, its checks, its preview; then what it would do, to confirm.

Enter never publishes: on the first page it checks, and publishing is the one button of a second page, which holds only for
what that page showed. Who may not publish reads the checks and the preview.
"""

from datetime import datetime

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from committees.clear_days import Notice
from committees.models import Organisation
from desk import rights
from desk.approved import proposed_note
from desk.differing import compare, how_it_differs
from desk.forms import PublishForm
from desk.log_of_meeting import MeetingLog, log_of
from desk.redlining import compared_with, redline_address
from desk.reviewing import Review, review, would_be
from minutes.models import Approval, Meeting
from published import addresses
from published.kinds import Kind
from published.models import html
from published.places import places_at
from published.record import MeetingRecord
from publishing.before import AGENDAS
from publishing.models import Changed, NotReady, Publication, Summons
from publishing.projecting import pieces
from publishing.standing import in_words


def door(request, pk: int):
    meeting = rights.meeting_for(request, pk, *rights.DOOR)
    if request.method != "POST":
        log = MeetingLog.of(meeting, timezone.now())
        kind = _asked_kind(request) or proposed(meeting, log)
        form = PublishForm(initial={"kind": kind, "note": proposed_note(meeting) if kind == Kind.MINUTES else ""})
        return _first_page(request, meeting, form, _review(meeting, form, log))
    rights.demand(request, rights.PUBLISH)
    step = request.POST.get("step")
    form = PublishForm(_at_the_last_moment(request, meeting) if step == "last-moment" else request.POST)
    if step == "publish" and form.is_valid():
        return _publish(request, meeting, form)
    if step == "confirm" and form.is_valid():
        return _confirm(request, meeting, form)
    return _first_page(request, meeting, form)


def _at_the_last_moment(request, meeting: Meeting) -> QueryDict:
    """What the clerk typed, with the last lawful moment as the time at which it goes live."""
    data, latest = request.POST.copy(), Notice.of(meeting, timezone.localdate()).last_moment
    data["goes_live_at"] = date_format(latest, "j F Y, H:i") if latest else ""
    return data


def preview(request, pk: int, kind: str):
    """The public page as it would be, from the same record in the same templates, with the note that `?note=` gives;
    nothing is stored."""
    meeting = rights.meeting_for(request, pk, *rights.DOOR)
    if kind not in Kind.values:
        raise Http404
    request.organisation = Organisation.objects.current()
    record = would_be(meeting, Kind(kind), as_on_the_day=request.GET.get("names") != "now")
    now = timezone.now()
    new = Publication(meeting=meeting, published_at=now, goes_live_at=now, note=request.GET.get("note", "").strip())
    made = pieces(new, record, now)
    content = [made.version.front, *(piece for item in made.items for piece in (item.heading, item.body))]
    context = {
        "page_title": made.version.title,
        "heading": _heading(record, now),
        "version": made.version,
        "text": html("\n".join(content)),
        "kind": Kind(kind),
        "pk": pk,
    }
    response = render(request, "desk/preview.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _heading(record: MeetingRecord, now: datetime) -> str:
    """What would stand over the meeting's page, beside what is public there."""
    kind, places = Kind(record.kind), places_at(record.committee_slug, record.slug, now)
    return kind.heading_after([kind, *(place.kind for place in places if not place.withdrawn_at)])


def preview_address(meeting: Meeting, kind: Kind, form: PublishForm) -> str:
    """Where the preview is of what the form says: with its note, and the names of today if they were chosen."""
    note = form["note"].value()
    query = {**({"note": note} if note else {}), **_names(form)}
    return reverse("admin:publishing_preview", args=[meeting.pk, kind.value], query=query or None)


def _names(form: PublishForm) -> dict[str, str]:
    """What an address says of the names that the form asks for."""
    return {"names": "now"} if form.is_bound and not form["as_on_the_day"].value() else {}


def differs(request, pk: int) -> HttpResponse:
    """How much of the meeting differs from what is public or scheduled: a page's script asks, and the page need not wait."""
    meeting = rights.meeting_for(request, pk, *rights.DOOR)
    return HttpResponse(how_it_differs(meeting, timezone.now()), content_type="text/plain; charset=utf-8")


def proposed(meeting: Meeting, log: MeetingLog) -> Kind:
    """What the clerk most likely wants to publish next. Minutes are approved by a meeting, never by a default: they are
    proposed only where one has, or where approved minutes stand already, to be corrected."""
    if meeting.is_cancelled:
        return Kind.CANCELLATION
    if not meeting.has_begun:
        return Kind.AGENDA
    approved = any(row.kind == Kind.MINUTES for row in log.standing)
    return Kind.MINUTES if approved or Approval.objects.of(meeting) else Kind.DRAFT_MINUTES


def public_address(record: MeetingRecord) -> str:
    return settings.SITE_URL + addresses.meeting(record.committee_slug, record.slug)


def _first_page(request, meeting: Meeting, form: PublishForm, found: Review | None = None):
    found = found or _review(meeting, form)
    log = log_of(found.log)
    is_public = any(row.place and row.publication.stands for row in log)
    context = {
        "log": log,
        "is_public": is_public,
        "after": found.log.last,
        "may": _may(request),
        "newest": found.newest,
    }
    if found.newest:
        context["differing"] = compare(found.kind, found.newest.record, found.record)
    return _page(request, "door", meeting, form, found, **context)


def _confirm(request, meeting: Meeting, form: PublishForm, changed: str = ""):
    """The second page: what the public would see, to be confirmed; or the first again, if it can't be published so."""
    found = _review(meeting, form)
    if found.needs_note and not form.cleaned_data["note"].strip():
        form.add_error("note", "Say what has changed since the version before; the public reads it.")
    if found.is_stopped or found.is_unchanged or form.errors:
        return _first_page(request, meeting, form, found)
    return _page(request, "confirm", meeting, form, found, changed=changed)


def _publish(request, meeting: Meeting, form: PublishForm):
    chosen, found = form.cleaned_data, _review(meeting, form)
    try:
        publication = Publication.objects.publish(
            meeting,
            Kind(chosen["kind"]),
            author=request.user,
            note=chosen["note"],
            goes_live_at=chosen["goes_live_at"],
            as_on_the_day=chosen["as_on_the_day"],
            confirmed=request.POST.get("confirmed") or "nothing",
            despite=found.checks,
        )
    except Changed as error:
        return _confirm(request, meeting, form, changed=str(error))
    except NotReady as error:
        for problem in error.problems:
            messages.error(request, problem)
        return _first_page(request, meeting, form)
    _say(request, publication)
    return HttpResponseRedirect(reverse("admin:publishing_door", args=[meeting.pk]))


def _say(request, publication: Publication) -> None:
    address = f"{settings.SITE_URL}{addresses.meeting(*publication.address.split('/'))}"
    if publication.is_unchanged:
        text = "Nothing has changed since {} was published; there is no new version. {}"
    elif publication.goes_live_at > publication.published_at:
        moment = in_words(publication.goes_live_at)
        messages.success(request, f"{publication}: scheduled for {moment}. It will be at {address}.")
        return
    else:
        text = "{} published. {}"
    # A page may be kept for a minute; an address that was never asked for is in no cache.
    link = format_html('<a href="{}?after={}">See the public page</a>', address, publication.sequence)
    messages.success(request, format_html(text, publication, link))
    if not publication.is_unchanged:
        _ask_for_board_and_summons(request, publication)


def _ask_for_board_and_summons(request, publication: Publication) -> None:
    """A website is no notice board (LGA 1972 Sch. 12 paras. 4, 10), and summons nobody. Whoever publishes a notice is asked for
    the board, as is who opens the meeting or My desk later, until it is recorded; and is led to the summons."""
    meeting = publication.meeting
    if publication.kind in {Kind.NOTICE, Kind.AGENDA} and meeting.waits_for_the_board:
        details = reverse("admin:minutes_meeting_change", args=[meeting.pk])
        record = format_html('<a href="{}">Record where and when</a>', details)
        messages.info(request, format_html("Published here. Has it been fixed on the notice board? {}", record))
    if publication.kind in AGENDAS and not meeting.has_begun:
        page = reverse("admin:publishing_summons", args=[meeting.pk])
        messages.info(request, format_html('<a href="{}">Summon the members with it</a>', page))
    if publication.kind == Kind.CANCELLATION and Summons.objects.filter(publication__meeting=meeting).exists():
        page = reverse("admin:publishing_summons", args=[meeting.pk])
        messages.info(request, format_html('<a href="{}">Tell those who were summoned to it</a>', page))


def _review(meeting: Meeting, form: PublishForm, log: MeetingLog | None = None) -> Review:
    """A form with a fault is reviewed as far as it can be read. `log` is the meeting's, if it has been read a moment ago."""
    log = log or MeetingLog.of(meeting, timezone.now())
    cleaned = form.cleaned_data if form.is_bound and not form.errors else {}
    kind = form.chosen_kind or proposed(meeting, log)
    names = cleaned.get("as_on_the_day", True)
    moment, note = cleaned.get("goes_live_at"), form["note"].value() or ""
    return review(meeting, kind, goes_live_at=moment, as_on_the_day=names, log=log, note=note)


def _page(request, name: str, meeting: Meeting, form: PublishForm, found: Review, **context):
    context |= {
        **admin.site.each_context(request),
        "title": f"Publish: {meeting}",
        "meeting": meeting,
        "here": "door",
        "form": form,
        "review": found,
        "meeting_log": found.log,
        "address": public_address(found.record),
        "preview": preview_address(meeting, found.kind, form),
        "older": compared_with(found.standing, found.kind),
        "redline": redline_address(meeting, found.kind, _names(form)),
    }
    return render(request, f"desk/{name}.html", context)


def _may(request) -> dict[str, bool]:
    return {
        "publish": request.user.has_perm(rights.PUBLISH),
        "withdraw": request.user.has_perm(rights.WITHDRAW),
    }


def _asked_kind(request) -> str | None:
    kind = request.GET.get("kind")
    return kind if kind in Kind.values else None
