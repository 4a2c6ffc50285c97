"""What is printed, and the papers that were published: files, of which a public request makes none but the sheet of an item."""

import hashlib
import math
import threading
import time
from collections.abc import Callable

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from committees.models import Organisation
from published import files
from published.models import PDF, Paper, Version
from published.not_made import PDFNotMade
from published.record import digest
from website import meetings
from website.caching import fresh_or_unchanged

HEADERS = {"Cross-Origin-Resource-Policy": "same-origin", "Content-Security-Policy": "default-src 'none'"}
SECONDS = 30  # as long as a reader waits for the sheet of an item
one_at_a_time = threading.Lock()  # a process makes no more sheets at once: readers of pages come first


@require_safe
def pdf(request, committee, slug, name):
    version, printed = meetings.printed_at(committee, slug, name, timezone.now())
    return _answer(request, version, printed, f"{committee}-{slug}-{version.kind if name == 'minutes' else name}.pdf")


@require_safe
def supplement(request, committee, slug, number):
    version, printed = meetings.printed_of(committee, slug, number, "supplement", timezone.now())
    return _answer(request, version, printed, f"{committee}-{slug}-supplement-{number}.pdf")


def _answer(request, version: Version, printed: PDF | None, file_name: str):
    if printed is None or not printed.sha256 or not files.exists(printed.sha256):
        return _not_printed(request, version, printed)
    return fresh_or_unchanged(request, printed.sha256, lambda: serve(printed.sha256, file_name))


def _not_printed(request, version: Version, printed: PDF | None):
    """503, with when to ask again (RFC 9110 §10.2.3): soon, or, if it failed, when it is tried next."""
    request.organisation = Organisation.objects.current()
    context = {"meeting": version, "printed": printed}
    response = render(request, "website/pdf_is_being_made.html", context, status=503)
    next_try = printed.next_try_at if printed else None
    response["Retry-After"] = max(10, math.ceil((next_try - timezone.now()).total_seconds())) if next_try else 10
    return response


@require_safe
def item(request, committee, slug, item):
    """An item on a sheet of its own, made when it is asked for: to keep one of every item would take more room than all that is
    published. One process makes one at a time, in a child with limits; who comes meanwhile is told to ask again."""
    from published import pdf  # brings WeasyPrint along, which takes half a second: not before somebody prints

    found = meetings.item_at(committee, slug, item, timezone.now())
    version = Version.objects.select_related("record").get(pk=found.version_id)
    known = f"{digest(version.record.salt, version.record.text)} {item} {pdf.toolchain()}"
    try:
        return fresh_or_unchanged(request, hashlib.sha256(known.encode()).hexdigest(), lambda: _sheet(version, item))
    except PDFNotMade as error:
        return _not_printed(request, version, PDF(problem=str(error)))


def _sheet(version: Version, item: str) -> HttpResponse:
    from published import pdf  # as `item`

    if not one_at_a_time.acquire(blocking=False):
        raise PDFNotMade("")  # the reader is told to ask again
    try:
        data = pdf.in_child(lambda: pdf.item_sheet(version, item), meanwhile=_patience())
    finally:
        one_at_a_time.release()
    name = f"{version.committee_slug}-{version.meeting_slug}-{item}.pdf"
    headers = {"Content-Disposition": content_disposition_header(False, name), **HEADERS}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def _patience() -> Callable[[], None]:
    """Raises once a reader has waited too long."""
    end = time.monotonic() + SECONDS - 10  # it is asked every ten seconds

    def meanwhile():
        if time.monotonic() > end:
            raise PDFNotMade("It takes too long.")

    return meanwhile


@require_safe
def document(request, sha256, file_name):
    live = Paper.objects.live(timezone.now()).filter(sha256=sha256, file_name=file_name)
    if not live.exists() or not files.exists(sha256):
        raise Http404
    return fresh_or_unchanged(request, sha256, lambda: serve(sha256, file_name))


def serve(sha256: str, file_name: str) -> FileResponse:
    """A published file. A PDF or a picture opens in the browser; anything else is saved."""
    ending = file_name.rpartition(".")[2].lower()
    response = FileResponse(
        files.path_of(sha256).open("rb"), filename=file_name, as_attachment=ending not in {"pdf", "png", "jpg", "jpeg"}
    )
    for name, value in HEADERS.items():
        response[name] = value
    if ending != "pdf":  # a browser's own PDF viewer does not run in a sandbox
        response["Content-Security-Policy"] += "; sandbox"
    return response
