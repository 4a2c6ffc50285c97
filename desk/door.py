"""Choosing what to publish, its checks, its preview; then what it would do, to confirm.

Enter never publishes: on the first page it checks, and publishing is the one button of a second page, which holds only for
what that page showed.
"""

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from committees.models import Organisation
from desk import rights
from desk.forms import PublishForm
from desk.log_of_meeting import log_of
from desk.reviewing import Review, review, would_be
from minutes.models import Meeting
from published import addresses
from published.kinds import Kind
from published.models import html
from published.record import MeetingRecord
from publishing.models import Changed, NotReady, Publication
from publishing.projecting import pieces
from publishing.standing import in_words


def door(request, pk: int):
    meeting = rights.meeting_for(request, pk, rights.PUBLISH, rights.WITHDRAW)
    if request.method != "POST":
        return _first_page(request, meeting, PublishForm(initial={"kind": _asked_kind(request) or proposed(meeting)}))
    rights.demand(request, rights.PUBLISH)
    form, step = PublishForm(request.POST), request.POST.get("step")
    if step == "publish" and form.is_valid():
        return _publish(request, meeting, form)
    if step == "confirm" and form.is_valid():
        return _confirm(request, meeting, form)
    return _first_page(request, meeting, form)


def preview(request, pk: int, kind: str):
    """The public page as it would be, from the same record in the same templates; nothing is stored."""
    meeting = rights.meeting_for(request, pk, rights.PUBLISH, rights.WITHDRAW)
    if kind not in Kind.values:
        raise Http404
    request.organisation = Organisation.objects.current()
    record = would_be(meeting, Kind(kind), as_on_the_day=request.GET.get("names") != "now")
    now = timezone.now()
    made = pieces(Publication(meeting=meeting, published_at=now, goes_live_at=now), record, now)
    content = [made.version.front, *(piece for item in made.items for piece in (item.heading, item.body))]
    context = {"page_title": made.version.title, "text": html("\n".join(content)), "kind": Kind(kind), "pk": pk}
    response = render(request, "desk/preview.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def proposed(meeting: Meeting) -> Kind:
    """What the clerk most likely wants to publish next. Minutes are approved by a meeting, never by a default: they are
    proposed only where approved minutes stand already, to be corrected."""
    if meeting.is_cancelled:
        return Kind.CANCELLATION
    if not meeting.has_begun:
        return Kind.AGENDA
    approved = Publication.objects.of(meeting, Kind.MINUTES).standing().exists()
    return Kind.MINUTES if approved else Kind.DRAFT_MINUTES


def public_address(record: MeetingRecord) -> str:
    return settings.SITE_URL + addresses.meeting(record.committee_slug, record.slug)


def _first_page(request, meeting: Meeting, form: PublishForm, found: Review | None = None):
    found = found or _review(meeting, form)
    log = log_of(meeting)
    is_public = any(row.place and row.publication.stands for row in log)
    return _page(request, "door", meeting, form, found, log=log, is_public=is_public, may=_may(request))


def _confirm(request, meeting: Meeting, form: PublishForm, changed: str = ""):
    """The second page: what the public would see, to be confirmed; or the first again, if it can't be published so."""
    found = _review(meeting, form)
    if found.needs_note and not form.cleaned_data["note"].strip():
        form.add_error("note", "Say what has changed since the version before; the public reads it.")
    if found.is_stopped or found.is_unchanged or form.errors:
        return _first_page(request, meeting, form, found)
    return _page(request, "confirm", meeting, form, found, changed=changed)


def _publish(request, meeting: Meeting, form: PublishForm):
    chosen = form.cleaned_data
    try:
        publication = Publication.objects.publish(
            meeting,
            Kind(chosen["kind"]),
            author=request.user,
            note=chosen["note"],
            goes_live_at=chosen["goes_live_at"],
            as_on_the_day=chosen["as_on_the_day"],
            confirmed=request.POST.get("confirmed") or "nothing",
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
    link = format_html('<a href="{}">See the public page</a>', address)
    messages.success(request, format_html(text, publication, link))


def _review(meeting: Meeting, form: PublishForm) -> Review:
    """A form with a fault is reviewed as far as it can be read."""
    cleaned = form.cleaned_data if form.is_bound and not form.errors else {}
    kind = form.chosen_kind or proposed(meeting)
    names = cleaned.get("as_on_the_day", True)
    return review(meeting, kind, goes_live_at=cleaned.get("goes_live_at"), as_on_the_day=names)


def _page(request, name: str, meeting: Meeting, form: PublishForm, found: Review, **context):
    context |= {
        **admin.site.each_context(request),
        "title": f"Publish: {meeting}",
        "meeting": meeting,
        "form": form,
        "review": found,
        "address": public_address(found.record),
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
