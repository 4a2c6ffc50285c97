"""The redline at the desk: the meeting as it would be published now, against a version that the public can read or could."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from desk import rights
from desk.log_of_meeting import MeetingLog
from desk.reviewing import standing_in, would_be
from minutes.admin.addressed import number
from minutes.models import Meeting
from published.kinds import Kind
from published.redline import redline
from publishing.projecting import best
from publishing.standing import Standing


@require_safe
def redline_page(request, pk: int, kind: str):
    """What publishing the meeting as `kind` now would change, word by word. `?against=` is the number of another version in the
    log than the one that `compared_with` chooses; `?names=now` prints names as they are now."""
    meeting = rights.meeting_for(request, pk, *rights.DOOR)
    if kind not in Kind.values:
        raise Http404
    log = MeetingLog.of(meeting, timezone.now())
    standing = standing_in(log)
    older = chosen(request, standing, Kind(kind))
    newer = would_be(meeting, Kind(kind), as_on_the_day=request.GET.get("names") != "now") if older else None
    context = {
        **admin.site.each_context(request),
        "title": f"What differs: {meeting}",
        "meeting": meeting,
        "here": "door",
        "meeting_log": log,
        "kind": Kind(kind),
        "older": older,
        "choices": standing,
        "names": request.GET.get("names", ""),
        "redline": redline(older.record, newer) if older else None,
    }
    return render(request, "desk/redline.html", context)


def chosen(request, standing: list[Standing], kind: Kind) -> Standing | None:
    """The version that was asked for, which must be the meeting's and stand; else `compared_with`."""
    if "against" not in request.GET:
        return compared_with(standing, kind)
    sequence = number(request.GET["against"])
    found = next((version for version in standing if version.sequence == sequence), None)
    if found is None:
        raise Http404
    return found


def compared_with(standing: list[Standing], kind: Kind) -> Standing | None:
    """With what a version of the kind is compared: with the newest of its kind, the scheduled among them, or else with what the
    meeting's address shows; None if there is neither."""
    newest = next((version for version in standing if version.kind == kind), None)
    return newest or best([version for version in standing if not version.is_scheduled])


def redline_address(meeting: Meeting, kind: Kind, query: dict[str, str]) -> str:
    return reverse("admin:publishing_redline", args=[meeting.pk, kind.value], query=query or None)
