"""What a cache may keep of a public page, and how it asks whether that is still true."""

import hashlib
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.db.models import Subquery
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from committees.models import Committee, Organisation
from publishing.readmodel import Edition, PublishedMeeting, RenderedPDF

MAY_KEEP = "public, max-age=60, must-revalidate"


def page(view):
    """A public page: GET and HEAD only; may be kept for a minute; its ETag is the digest of its bytes.

    For pages that show live facts (members, contacts) beside what was published.
    """

    @require_safe
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        request.now, request.organisation = timezone.now(), Organisation.objects.get(pk=1)
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        response["Cache-Control"] = MAY_KEEP
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return condition(etag_func=lambda *_, **__: etag)(lambda *_, **__: response)(request)

    return wrapped


def published(view):
    """As `page`, for what is made from publications alone: one query answers whether it has changed at all."""

    @require_safe
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        request.now = timezone.now()
        request.organisation = state = _state(request.now)
        response = condition(etag_func=lambda *_, **__: _etag(state, request.path))(view)(request, *args, **kwargs)
        if response.status_code in {200, 304}:
            response["Cache-Control"] = MAY_KEEP
        else:
            del response["ETag"]
        return response

    return wrapped


def _state(now) -> Organisation:
    """The organisation, with all that a published page can depend on besides its address."""
    edition = Edition.objects.filter(pk=1)
    live = PublishedMeeting.objects.filter(goes_live_at__lte=now).order_by("-goes_live_at")
    return Organisation.objects.annotate(
        head_digest=Subquery(edition.values("head_digest")),
        made_with=Subquery(edition.values("made_with")),
        newest_live=Subquery(live.values("goes_live_at")[:1]),
        committees_at=Subquery(Committee.objects.order_by("-updated_at").values("updated_at")[:1]),
        newest_pdf=Subquery(RenderedPDF.objects.order_by("-pk").values("pk")[:1]),
    ).get(pk=1)


def _etag(state: Organisation, path: str) -> str:
    parts = (
        path,
        state.head_digest,
        state.made_with,
        state.newest_live,
        state.committees_at,
        state.newest_pdf,
        state.updated_at,
        timezone.localdate(),
        frame_digest(),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@cache
def frame_digest() -> str:
    """Of the templates and static files around the bodies: a new release changes every ETag."""
    found = hashlib.sha256()
    for path in sorted(Path(settings.BASE_DIR, "templates", "website").glob("*.html")):
        found.update(path.read_bytes())
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    if manifest.is_file():
        found.update(manifest.read_bytes())
    return found.hexdigest()
