"""How the minutes desk answers: to the script with what has changed, to a browser without it with the way back."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404

from minutes.admin.minuting.items import item_of
from minutes.admin.tabs import tab_address
from minutes.models import AgendaItem, Meeting


def is_fetched(request) -> bool:
    """Whether the page's script asks, and not the browser itself."""
    return request.headers.get("X-Requested-With") == "fetch"


def locked(meeting: Meeting, pk: int) -> AgendaItem:
    """The item, for this transaction alone: what is added twice at once is seen by the second."""
    get_object_or_404(AgendaItem.objects.select_for_update().filter(meeting=meeting), pk=pk)
    return item_of(meeting, pk)


def back(request, meeting: Meeting, anchor: str, said: str, level: int = messages.SUCCESS) -> HttpResponse:
    """Back to where the clerk was, with what was done said there."""
    messages.add_message(request, level, said)
    return HttpResponseRedirect(f"{tab_address('minutes', meeting.pk)}#{anchor}")


def told(request, meeting: Meeting, anchor: str, said: str, problem: bool = False, **facts) -> HttpResponse:
    """What was done, or what the `problem` is, in a sentence; the script gets the facts with it."""
    if is_fetched(request):
        return JsonResponse({"said": said, **facts}, status=422 if problem else 200)
    return back(request, meeting, anchor, said, messages.ERROR if problem else messages.SUCCESS)
