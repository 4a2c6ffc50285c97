"""What a cache may keep of a public page, how it asks whether that is still true, and the frame around every page."""

import hashlib
import re
from datetime import datetime
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from committees.models import Organisation

MAY_KEEP = "public, max-age=60, must-revalidate"


def page(view):
    """A public page that shows live facts (members, contacts) beside what was published: GET and HEAD only, may be kept
    for a minute, and its ETag is the digest of its bytes."""

    @require_safe
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        request.now, request.organisation = timezone.now(), Organisation.objects.current()
        response = view(request, *args, **kwargs)
        return fresh_or_unchanged(request, hashlib.sha256(response.content).hexdigest(), lambda: response)

    return wrapped


def unless_known(request, seen: tuple, make):
    """A page of what was published: 304 without rendering anything if the reader has it. `seen` is all that decides what
    the page shows, beside the organisation and the release; `make(organisation)` gives the response."""
    organisation = request.organisation = Organisation.objects.current()
    known = hashlib.sha256(repr((*seen, organisation.updated_at, release())).encode()).hexdigest()
    return fresh_or_unchanged(request, known, lambda: make(organisation))


def framed(organisation: Organisation, title: str, content: str) -> HttpResponse:
    """A page of `content` (HTML) in the frame that all have in common."""
    before, between, after = _frame(organisation)
    return HttpResponse("".join([before, escape(title), between, content, after]))


_frames: dict[datetime, list[str]] = {}


def _frame(organisation: Organisation) -> list[str]:
    """What stands before the title, between title and content, and after the content. Rendering it takes as long as all
    the rest of an answer, and it is the same until the organisation changes its name or contact."""
    parts = _frames.get(organisation.updated_at)
    if parts is None:
        marks = "title-goes-here", "text-goes-here"
        context = {"page_title": marks[0], "text": marks[1], "request": {"organisation": organisation}}
        parts = re.split("|".join(marks), render_to_string("website/framed.html", context))
        _frames.clear()
        _frames[organisation.updated_at] = parts
    return parts


def fresh_or_unchanged(request, digest: str, make):
    """`make()`, or 304 if the reader has it (RFC 9110 §13.1.2)."""
    etag = f'"{digest[:32]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponseNotModified() if etag in known or f"W/{etag}" in known or known == ["*"] else make()
    response["ETag"], response["Cache-Control"] = etag, MAY_KEEP
    return response


@cache
def release() -> str:
    """A digest of the templates and static files around the pages' text: a new release changes every ETag."""
    found = hashlib.sha256()
    for path in sorted(Path(settings.BASE_DIR, "templates", "website").rglob("*.html")):
        found.update(path.read_bytes())
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    if manifest.is_file():
        found.update(manifest.read_bytes())
    return found.hexdigest()
