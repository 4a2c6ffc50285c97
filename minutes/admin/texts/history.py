"""The history of one text: who wrote what when, two wordings compared, and an earlier one put back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from minutes.admin.addressed import number
from minutes.admin.tabs import first_address, may, refused, show
from minutes.admin.texts.saving import stored
from minutes.comparing import compared
from minutes.models import Meeting, Wording
from minutes.texts import Name, text_of

MOST_LISTED = 200


def page(request, meeting: Meeting, name: Name):
    if request.method == "POST":
        return restore(request, meeting, name)
    text = text_of(meeting, name)
    wordings = list(_of(meeting, name).select_related("author").defer("text").reverse()[:MOST_LISTED])
    if text is None and not wordings:
        raise Http404
    context = _context(request, meeting, name, text, wordings)
    return show(request, name.page, meeting, page="text_history", **context)


def _of(meeting: Meeting, name: Name):
    return Wording.objects.of(str(name)).filter(meeting=meeting)


def _context(request, meeting: Meeting, name: Name, text, wordings: list[Wording]) -> dict:
    """The newest two are compared unless others are asked for."""
    ids = [row.pk for row in wordings]
    newer = number(request.GET.get("newer")) or (ids[0] if ids else 0)
    older = number(request.GET.get("older")) or next((pk for pk in ids if pk < newer), 0)
    known = _of(meeting, name).select_related("author").in_bulk([older, newer])
    new, old = known.get(newer), known.get(older)
    lines = compared(old.text if old else "", new.text) if new else []
    return {
        "name": name,
        "back": first_address(request.user, meeting.pk, name.page),
        "text": text,
        "wordings": wordings,
        "newest": ids[0] if ids else 0,
        "older": old,
        "newer": new,
        "lines": lines,
        "only_marks": bool(
            old and new and old.text != new.text and all(s.kind == "same" for line in lines for s in line)
        ),
        "may_restore": text is not None and not meeting.lock and may(request.user, name.right("change")),
    }


@transaction.atomic
def restore(request, meeting: Meeting, name: Name):
    """POST: wording=<id> becomes the text again, as a save like any other; what stood there stays in the history."""
    if not request.user.has_perm(name.right("change")):
        raise PermissionDenied
    if meeting.lock:
        return refused(request, meeting)
    wording = get_object_or_404(_of(meeting, name), pk=number(request.POST.get("wording")))
    here = reverse("admin:minutes_meeting_text_history", args=[meeting.pk, name])
    text = text_of(meeting, name, to_write=True)
    if text is None:
        raise Http404
    if request.POST.get("seen_version") != str(text.version):
        messages.error(
            request, "Somebody changed the text since you opened this page. Look at the newest wording first."
        )
    else:
        stored(request, text, wording.text, [])
        messages.success(request, f"{name.label} of “{text.whose}”: the earlier wording stands again.")
    return HttpResponseRedirect(here)
