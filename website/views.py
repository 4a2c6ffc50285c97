"""The public pages. A view finds and renders; what is live is asked of the read model."""

from datetime import date

from django.db import connection
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from committees.models import Committee, Membership, Organisation
from publishing import files
from publishing.kinds import Kind
from publishing.readmodel import PublishedDecision, PublishedDocument, PublishedMeeting
from website.caching import MAY_KEEP, framed, fresh_or_unchanged, page, stored
from website.finding import current_pdf, item_at, meeting_at, meetings_of, version_at


@page
def home(request):
    today, shown = timezone.localdate(), PublishedMeeting.objects.shown(request.now).defer("text")
    context = {
        "upcoming": shown.filter(date__gte=today).order_by("date", "start", "committee_name")[:6],
        "latest": shown.filter(date__lte=today, kind__in=["draft-minutes", "minutes"]).order_by("-date", "-sequence")[
            :6
        ],
        "decisions": PublishedDecision.objects.shown(request.now)
        .exclude(item_kind="previous-minutes")
        .order_by("-date", "-sequence", "position")[:6],
        "today": today,
    }
    return render(request, "website/home.html", context)


@page
def committees(request):
    return render(request, "website/committees.html", {"committees": Committee.objects.active().by_kind()})


@page
def committee(request, slug):
    found, today = get_object_or_404(Committee, slug=slug), timezone.localdate()
    meetings, earlier = meetings_of(found, request.now, before=_day(request.GET.get("before", "")))
    context = {
        "committee": found,
        "members": Membership.objects.filter(committee=found).on(today).in_order(),
        "upcoming": [m for m in reversed(meetings) if m.date >= today],
        "past": [m for m in meetings if m.date < today],
        "earlier": earlier,
    }
    return render(request, "website/committee.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
def meeting(request, committee, slug):
    return _ready(request, meeting_at(committee, slug, timezone.now()))


@require_safe
def item(request, committee, slug, item):
    return _ready(request, item_at(committee, slug, item, timezone.now()))


def _ready(request, found):
    return stored(
        request, found["digest"], lambda organisation: framed(found["page_title"], found["text"], organisation)
    )


@require_safe
def publication(request, committee, slug, number):
    found = version_at(committee, slug, number, timezone.now())
    context = {"version": found, "kind": Kind(found.kind)}
    return stored(request, found.digest, lambda _: render(request, "website/publication.html", context))


@require_safe
def agenda_pdf(request, committee, slug):
    return _pdf(request, committee, slug, ["agenda", "supplementary-agenda"])


@require_safe
def minutes_pdf(request, committee, slug):
    return _pdf(request, committee, slug, ["draft-minutes", "minutes"])


def _pdf(request, committee, slug, kinds):
    version, pdf = current_pdf(committee, slug, kinds, timezone.now())
    if pdf is None or not files.exists(pdf.sha256):
        request.organisation = Organisation.objects.current()
        response = render(request, "website/pdf_is_being_made.html", {"meeting": version}, status=503)
        response["Retry-After"] = "10"
        return response
    return fresh_or_unchanged(request, pdf.sha256, lambda: serve(pdf.sha256, f"{committee}-{slug}-{version.kind}.pdf"))


@require_safe
def document(request, sha256, file_name):
    live = PublishedDocument.objects.live(timezone.now()).filter(sha256=sha256, file_name=file_name)
    if not live.exists() or not files.exists(sha256):
        raise Http404
    return fresh_or_unchanged(request, sha256, lambda: serve(sha256, file_name))


def serve(sha256: str, file_name: str) -> FileResponse:
    """A published file. A PDF or a picture opens in the browser; anything else is saved."""
    ending = file_name.rpartition(".")[2].lower()
    response = FileResponse(
        files.path_of(sha256).open("rb"), filename=file_name, as_attachment=ending not in {"pdf", "png", "jpg", "jpeg"}
    )
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # A browser's own PDF viewer does not run in a sandbox.
    response["Content-Security-Policy"] = "default-src 'none'" + ("" if ending == "pdf" else "; sandbox")
    return response


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
    return render(request, "website/404.html", status=404)


def server_error(request):
    return render(request, "website/500.html", status=500)
