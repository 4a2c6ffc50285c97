"""One meeting, one place: the tabs over its pages, and what each of them needs."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from committees.rights import visible, work_at
from minutes.admin.locking import only_reading
from minutes.models import Meeting

# The address below the meeting's own, what the tab is called, and the right without which it is not shown.
TABS = [
    ("agenda", "Agenda", "minutes.view_agendaitem"),
    ("papers", "Papers", "minutes.view_document minutes.view_agendaitem"),
    ("people", "People", "minutes.view_attendance"),
    ("minutes", "Minutes", "minutes.view_agendaitem"),
    ("change", "Details", "minutes.view_meeting"),
]

Page = Callable[..., HttpResponse]


def tab_address(name: str, meeting: int) -> str:
    """The address of a meeting's page by its name: "agenda", "people"."""
    return reverse(f"admin:minutes_meeting_{name}", args=[meeting])


def first_address(user, meeting: int, *names: str) -> str:
    """The address of the first of these pages that the user may open: of the meeting's details, if of none."""
    open_to = {name for name, _, right in TABS if may(user, right)}
    return tab_address(next((name for name in names if name in open_to), "change"), meeting)


def may(user, right: str) -> bool:
    """Whether the user has the right, or all of several with spaces between them; who may change may also see."""
    return all(user.has_perm(one) or user.has_perm(one.replace(".view_", ".change_")) for one in right.split())


def tabs_of(meeting: Meeting, here: str, user) -> list[dict]:
    """The tabs that the user may open: each with its name, address and whether it is the page that is open (`here`)."""
    return [
        {"label": label, "address": tab_address(name, meeting.pk), "is_here": name == here}
        for name, label, right in TABS
        if may(user, right)
    ]


def meeting_at(user, pk: int, right: str = "") -> Meeting:
    """The meeting, for who has the right in its committee, where all that they may do is asked for from here on.

    PermissionDenied; Http404 for a meeting that they may not see, as for one that isn't there."""
    rights = f"minutes.view_meeting {right}"
    if not may(user, rights):
        raise PermissionDenied
    meeting = get_object_or_404(visible(Meeting.objects.select_related("committee"), user), pk=pk)
    work_at(user, meeting)
    if not may(user, rights):
        raise PermissionDenied
    return meeting


def of_meeting(right: str) -> Callable[[Page], Page]:
    """A view of one meeting, for who has `right` ("minutes.change_agendaitem"): it gets the meeting in place of its id."""

    def decorated(view: Page) -> Page:
        @wraps(view)
        def checked(request, pk: int, *args, **kwargs):
            meeting = meeting_at(request.user, pk, right)
            if meeting.lock:
                only_reading(request.user)
                if not may(request.user, right):
                    return refused(request, meeting)
            return view(request, meeting, *args, **kwargs)

        return checked

    return decorated


def refused(request, meeting: Meeting) -> HttpResponse:
    """The answer to somebody who had the page open from before it was locked. Its script keeps what was typed."""
    if request.headers.get("X-Requested-With") == "fetch" or request.method != "POST":
        raise PermissionDenied(meeting.lock.locked)
    messages.error(request, meeting.lock.locked)
    return HttpResponseRedirect(first_address(request.user, meeting.pk, "minutes"))


def tab(name: str, route: str, view: Page):
    """An address below the meeting's own, for `get_urls`: `<id>/<route>`, called minutes_meeting_<name>."""
    return path(f"<int:pk>/{route}", admin.site.admin_view(view), name=f"minutes_meeting_{name}")


def show(request, here: str, meeting: Meeting, page: str = "", **context) -> HttpResponse:
    """The page `admin/minutes/meeting/<here>.html` under the meeting's head and tabs; `page` is another one of that tab."""
    context = {
        **admin.site.each_context(request),
        "title": str(meeting),
        "opts": Meeting._meta,
        "meeting": meeting,
        "tabs": tabs_of(meeting, here, request.user),
        **context,
    }
    return render(request, f"admin/minutes/meeting/{page or here}.html", context, status=context.pop("status", 200))
