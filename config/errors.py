"""What a clerk reads whose page is not there or not for them, or who sent more than Django takes at once. What the public
reads of errors is website/'s."""

from contextlib import suppress

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import render
from django.views.defaults import permission_denied

from website import views

TOO_MUCH = {
    RequestDataTooBig: f"more than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2} MB of text",
    TooManyFieldsSent: f"more than {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} fields",
    TooManyFilesSent: f"more than {settings.DATA_UPLOAD_MAX_NUMBER_FILES:,} files",
}


def not_found(request, exception):
    """Who is at the desk stays there; whoever has not logged in is told what the public is told."""
    if not _is_at_the_desk(request):
        return views.not_found(request, exception)
    return render(request, "admin/404.html", admin.site.each_context(request), status=404)


def forbidden(request, exception):
    """A right that is lacking at the desk, in the words of the refusal if it has any."""
    if not _is_at_the_desk(request):
        return permission_denied(request, exception)
    context = admin.site.each_context(request) | {"why": str(exception)}
    return render(request, "admin/403.html", context, status=403)


def _is_at_the_desk(request) -> bool:
    return request.path.startswith("/admin/") and admin.site.has_permission(request)


def bad_request(request, exception):
    """A request that can't be read: 413 with what was too much of it, 400 for any other reason."""
    _read_to_the_end(request)
    too_much = TOO_MUCH.get(type(exception))
    return render(request, "400.html", {"too_much": too_much}, status=413 if too_much else 400)


def _read_to_the_end(request) -> None:
    """A browser shows no answer to what it could not send to the end: it would see a connection that broke."""
    with suppress(OSError):
        while request.read(64 * 1024):
            pass
