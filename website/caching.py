"""What a cache may keep of a public page, how it asks whether that is still true, and the frame around every page."""

import hashlib
import re
from datetime import UTC, datetime
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.views.decorators.http import require_safe

from committees.models import Organisation

# A browser for a minute; what stands between it and us and answers for many (s-maxage, RFC 9111 §5.2.2.10) for a second, so
# that what is withdrawn is gone at once.
MAY_KEEP = "public, max-age=60, s-maxage=1, must-revalidate"


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


def unless_known(request, seen: tuple, make, changed: datetime | None = None):
    """A page of what was published: 304 without rendering anything if the reader has it. `seen` is all that decides what
    the page shows, beside the organisation and the release; `make(organisation)` gives the response. `changed` is when
    anything of `seen` changed last, if that is known."""
    organisation = request.organisation = Organisation.objects.current()
    decides = (*seen, organisation.updated_at, release(), settings.OFFERS_ALERTS)
    known = hashlib.sha256(repr(decides).encode()).hexdigest()
    changed = changed and max(changed, organisation.updated_at, released_at())
    return fresh_or_unchanged(request, known, lambda: make(organisation), changed)


def framed(organisation: Organisation, title: str, content: str, feed: str = "") -> HttpResponse:
    """A page of `content` (HTML) in the frame that all have in common. `feed` is where a feed reader finds its news."""
    before, between, above, after = _frame(organisation)
    name = escape(title)
    link = f'<link rel="alternate" type="application/atom+xml" title="{name}" href="{escape(feed)}">' if feed else ""
    return HttpResponse("".join([before, name, between, link, above, content, after]))


_frames: dict[tuple[datetime, bool], list[str]] = {}


def _frame(organisation: Organisation) -> list[str]:
    """What stands before the title, between title and the end of the head, from there to the content, and after the content.
    Rendering it takes as long as all the rest of an answer, and it is the same until the organisation changes its name or
    contact."""
    known = (organisation.updated_at, settings.OFFERS_ALERTS)
    parts = _frames.get(known)
    if parts is None:
        marks = "title-goes-here", "feed-goes-here", "text-goes-here"
        context = {
            "page_title": marks[0],
            "feed": marks[1],
            "text": marks[2],
            "request": {"organisation": organisation},
        }
        parts = re.split("|".join(marks), render_to_string("website/framed.html", context))
        _frames.clear()
        _frames[known] = parts
    return parts


def fresh_or_unchanged(request, digest: str, make, changed: datetime | None = None):
    """`make()`, or 304 if the reader has it (RFC 9110 §13.1.2, and §13.1.3 for who names a time and no ETag).

    The time is the next whole second, and is left out until that has come: whoever was told a time before a change is never
    told "unchanged" after it, be both in one second."""
    etag, modified = f'"{digest[:32]}"', _whole_second(changed)
    response = HttpResponseNotModified() if _has_it(request, etag, modified) else make()
    response["ETag"], response["Cache-Control"] = etag, MAY_KEEP
    if modified:
        response["Last-Modified"] = http_date(modified)
    return response


def _has_it(request, etag: str, modified: int | None) -> bool:
    asked = request.headers.get("If-None-Match")
    if asked is not None:
        known = parse_etags(asked)
        return etag in known or f"W/{etag}" in known or known == ["*"]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return modified is not None and since is not None and modified <= since <= timezone.now().timestamp()


def _whole_second(changed: datetime | None) -> int | None:
    second = int(changed.timestamp()) + 1 if changed else None
    return second if second is not None and second <= timezone.now().timestamp() else None


@cache
def release() -> str:
    """A digest of the templates and static files around the pages' text: a new release changes every ETag."""
    found = hashlib.sha256()
    for path in _released():
        found.update(path.read_bytes())
    return found.hexdigest()


@cache
def released_at() -> datetime:
    """When the newest of these was put here."""
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in _released()), UTC)


def _released() -> list[Path]:
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    pages = sorted(Path(settings.BASE_DIR, "templates", "website").rglob("*.html"))
    return [*pages, manifest] if manifest.is_file() else pages
