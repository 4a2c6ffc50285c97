"""The public pages. A view finds and renders; what is live is asked of what was published."""

from django.db import connection
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from committees import asking as council
from committees.models import Organisation
from published import asking
from published.kinds import Kind
from published.models import html
from published.places import places_at
from website import history, meetings
from website.caching import MAY_KEEP, framed, page, unless_known
from website.feeds import entries
from website.progress import progress_of
from website.suggestions import suggestions


@page
def home(request):
    asked = asking.days(request.now) | {"most": 6}
    context = {
        "upcoming": _briefs(asking.UPCOMING, request.now, **asked),
        "latest": _briefs(asking.MINUTES, request.now, **asked),
        "decisions": _briefs(asking.DECISIONS, request.now, most=6),
        "news": entries(request.now, most=8)[0],
        "organisation": request.organisation,
    }
    title = "Meetings, minutes and decisions"
    return framed(request.organisation, title, render_to_string("website/home.html", context), feed="/feed.atom")


def _briefs(sql: str, now, **asked) -> list:
    return [html(brief) for (brief,) in asking.rows(sql, now, **asked)]


@page
def progress(request, committee):
    """What became of the committee's decisions, where it has chosen that the public reads so."""
    today = timezone.localdate(request.now)
    found = council.committee(committee, today)
    if found is None or not found.publishes_actions:
        raise Http404
    actions = progress_of(committee, request.now)
    context = {
        "committee": found,
        "to_do": [a for a in actions if not a.is_done],
        "done": [a for a in actions if a.is_done],
    }
    title = f"Progress of decisions: {found.name}"
    return framed(request.organisation, title, render_to_string("website/progress.html", context | {"today": today}))


@require_safe
def meeting(request, committee, slug):
    now = timezone.now()
    version = meetings.shown_at(committee, slug, now)

    def make(organisation):
        places = places_at(committee, slug, now)
        context = {
            "heading": Kind(version.kind).heading_after(place.kind for place in places if not place.withdrawn_at),
            "log": history.log_of(places),
            "downloads": meetings.downloads(places),
            "approved": meetings.approved_at(version, now) if version.approves else [],
        }
        return _version_page(organisation, "website/meeting.html", version, now, context)

    return unless_known(request, meetings.seen(version), make, meetings.changed(version))


def _version_page(organisation, template, version, now, context, below=None):
    context |= {"version": version, "kind": Kind(version.kind), "items": meetings.items_of(version, now, below)}
    context["front"] = meetings.front(version, now)
    return framed(organisation, version.title, render_to_string(template, context))


@require_safe
def publication(request, committee, slug, number):
    now = timezone.now()
    version, place, places = meetings.version_among(committee, slug, number, now)

    def make(organisation):
        context = {"place": place} | history.beside(place, places)
        below = history.corrected_since(version, place, places, now)
        return _version_page(organisation, "website/publication.html", version, now, context, below)

    return unless_known(request, (*meetings.seen(version), number), make, meetings.changed(version))


@require_safe
def item(request, committee, slug, item):
    now = timezone.now()
    found = meetings.item_at(committee, slug, item, now)

    def make(organisation):
        version = asking.version(asking.OF_ITEM, now, sequence=found.version_id)
        before, after = meetings.neighbours(found, now)
        approved = meetings.approved_at(version, now) if found.approves else []
        context = {
            "approved": [minutes for minutes in approved if minutes.item == found.slug],
            "replaced_by": meetings.replaced_by(version, found.slug, now) if found.is_replaced else [],
            "item": found,
            "version": version,
            "kind": Kind(version.kind),
            "previous": before,
            "following": after,
            **history.of_item(version, found.slug, now),
        }
        return framed(organisation, f"{found.title}: {version.title}", render_to_string("website/item.html", context))

    return unless_known(request, meetings.seen_item(found), make, meetings.changed(found))


@require_safe
def logo(request):
    """The organisation's own sign: a picture that the admin has checked to be one."""
    organisation = Organisation.objects.current()
    if not organisation.logo or not organisation.logo.storage.exists(organisation.logo.name):
        raise Http404
    response = FileResponse(organisation.logo.open(), filename=organisation.logo.name)
    response["Cache-Control"], response["Content-Security-Policy"] = MAY_KEEP, "default-src 'none'; sandbox"
    return response


@require_safe
def healthz(request):
    """200 and "ok" if the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def not_found(request, exception):
    request.organisation = Organisation.objects.current()
    near = suggestions(request.path, timezone.now())
    return render(request, "website/404.html", {"near": near}, status=404)


def server_error(request):
    return render(request, "website/500.html", status=500)
