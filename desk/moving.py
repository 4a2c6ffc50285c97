"""Letting what is scheduled go live at another time: the time first, then what follows from it, to confirm."""

from datetime import datetime

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from committees.clear_days import Notice
from desk import rights
from desk.forms import TimeForm
from desk.reviewing import notice_then, standing_of
from published.kinds import Kind
from publishing.models import Publication
from publishing.standing import in_words


def move(request, pk: int, sequence: int):
    """It is taken back and published anew, so it needs the rights to do both."""
    meeting = rights.meeting_for(request, pk, rights.PUBLISH)
    rights.demand(request, rights.WITHDRAW)
    publication = get_object_or_404(Publication.objects.of(meeting), pk=sequence)
    if not publication.stands or publication.goes_live_at <= timezone.now():
        messages.info(request, f"{publication} is not scheduled any more.")
        return _back(meeting)
    form = TimeForm(request.POST or None, initial={"goes_live_at": _typed(publication.goes_live_at)})
    step = request.POST.get("step") if form.is_valid() else None
    if step == "move":
        return _move(request, publication, form)
    context = {
        **admin.site.each_context(request),
        "title": f"Change when it goes live: {meeting}",
        "meeting": meeting,
        "here": "door",
        "publication": publication,
        "form": form,
        "is_confirming": step == "confirm",
    }
    if step == "confirm":
        context |= {
            "moment": form.cleaned_data["goes_live_at"],
            "late": _late(publication, form.cleaned_data["goes_live_at"]),
            "newer": _newer(publication),
        }
    return render(request, "desk/move.html", context)


def _typed(moment: datetime) -> str:
    """As the field reads it: "4 March 2026, 17:00", on the council's clock."""
    return date_format(timezone.localtime(moment), "j F Y, H:i")


def _move(request, publication: Publication, form: TimeForm):
    moment = form.cleaned_data["goes_live_at"]
    try:
        publication.move(moment, author=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        when = f"goes live on {in_words(moment)}" if moment else "is public now"
        messages.success(request, f"{publication} {when}, and not on {in_words(publication.goes_live_at)}.")
    return _back(publication.meeting)


def _late(publication: Publication, moment: datetime | None) -> Notice | None:
    """The notice that the meeting would have, where the agenda that goes live then is too late."""
    now = timezone.now()
    others = [version for version in standing_of(publication.meeting, now) if version.sequence != publication.pk]
    notice = notice_then(publication.meeting, Kind(publication.kind), moment or now, others)
    return notice if notice and notice.days_late else None


def _newer(publication: Publication) -> list[Publication]:
    """What was published of the meeting since this was scheduled, and says as much: what is published anew takes its place."""
    since = Publication.objects.of(publication.meeting).standing().filter(sequence__gt=publication.pk)
    return [row for row in since if Kind(row.kind).rank == Kind(publication.kind).rank]


def _back(meeting) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:publishing_door", args=[meeting.pk]))
