"""What was sent by somebody who is logged out, or from a page that is older than the log-in, is shown again and not lost."""

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.csrf import csrf_failure

LONG = 60  # characters that a field in one line shows
NOT_AGAIN = {"csrfmiddlewaretoken"}


def may_be_held(request) -> bool:
    """Whether a form of the desk was sent by the browser itself from one of our own pages: nothing that another site sent may
    be put before a clerk to press a button at. Scripts keep what they send."""
    sent = request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Site")
    secret = tuple(map(reverse, ("admin:login", "admin:logout", "admin:password_change", "admin:account")))
    elsewhere = request.path.startswith("/admin/") and not request.path.startswith(secret)
    return request.method == "POST" and sent == ("navigate", "same-origin") and elsewhere


def held(request, status: int) -> HttpResponse:
    """The fields that were sent, in a form that sends them again to the same address."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in NOT_AGAIN for value in values]
    shown = [field for field in fields if len(field[1]) > LONG or "\n" in field[1]]
    context = admin.site.each_context(request) | {
        "title": "Not saved yet",
        "hidden": [field for field in fields if field not in shown],
        "shown": shown,
        "has_files": bool(request.FILES),
        "is_logged_in": admin.site.has_permission(request),
    }
    return render(request, "desk/held.html", context, status=status)


def refused(request, reason: str = "") -> HttpResponse:
    """Django's answer to a token that is not the log-in's (CSRF_FAILURE_VIEW)."""
    return held(request, 403) if may_be_held(request) else csrf_failure(request, reason)
