"""How the agenda's addresses answer: the page again for a form, its changed parts for the script (static/minutes/agenda.js)."""

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string

from minutes.admin import arising
from minutes.admin.tabs import tab_address
from minutes.deferred import waiting
from minutes.models import AgendaItem, Meeting

RIGHTS = ["add", "change", "delete"]


def is_scripted(request) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def context_of(request, meeting: Meeting) -> dict:
    """What the list of items is shown from. The number of queries doesn't depend on how many there are."""
    items = meeting.numbered_items("parent", "documents", "minute", "matter")
    may = {right: request.user.has_perm(f"minutes.{right}_agendaitem") for right in RIGHTS}
    deferred = [] if meeting.is_cancelled else list(waiting(meeting))
    last_place = sum(item.parent_id is None for item in items)
    context = {"items": items, "may": may, "deferred": deferred, "last_place": last_place}
    return context | arising.context_of(request.user, meeting)


def done(request, meeting: Meeting, said: str, item: AgendaItem | None = None, **further):
    """What was done, in a sentence; `item` is the row where the clerk goes on. `further` is for the script, or the address."""
    if is_scripted(request):
        items = render_to_string("admin/minutes/meeting/_items.html", context_of(request, meeting), request)
        return JsonResponse({"said": said, "items": items, "item": item and item.pk} | further)
    messages.success(request, said)
    query = "".join(f"?{name}={value}" for name, value in further.items())
    return HttpResponseRedirect(tab_address("agenda", meeting.pk) + query + (f"#item-{item.pk}" if item else ""))


def refused(request, meeting: Meeting, sentences: list[str]):
    """Why nothing was done. The script leaves what was typed where it is; a form's own page shows its form again."""
    if is_scripted(request):
        items = render_to_string("admin/minutes/meeting/_items.html", context_of(request, meeting), request)
        return JsonResponse({"error": " ".join(sentences), "items": items}, status=422)
    for sentence in sentences:
        messages.error(request, sentence)
    return HttpResponseRedirect(tab_address("agenda", meeting.pk))
