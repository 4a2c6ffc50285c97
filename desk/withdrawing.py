"""Withdrawing a publication, or taking back a scheduled one: the reason first, then what will be gone, to confirm."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from desk import rights
from desk.forms import TakeBackForm, WithdrawForm
from desk.reviewing import standing_of
from minutes.models import Meeting
from published.models import Paper
from publishing.models import Publication
from publishing.projecting import best
from publishing.standing import Standing


def withdraw(request, pk: int, sequence: int):
    meeting = rights.meeting_for(request, pk, rights.WITHDRAW)
    publication = get_object_or_404(Publication, pk=sequence, meeting=meeting, withdraws=None)
    standing = standing_of(meeting, timezone.now())
    version = next((version for version in standing if version.sequence == sequence), None)
    if version is None:
        messages.info(request, f"{publication} is withdrawn already.")
        return _back(meeting)
    form = (TakeBackForm if version.is_scheduled else WithdrawForm)(request.POST or None)
    step = request.POST.get("step") if form.is_valid() else None
    if step == "withdraw":
        return _withdraw(request, meeting, publication, version, form.cleaned_data["reason"])
    return _page(request, meeting, standing, version, form, is_confirming=step == "confirm")


def _withdraw(request, meeting: Meeting, publication: Publication, version: Standing, reason: str):
    try:
        publication.withdraw(reason, author=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        done = (
            "taken back; the public never knew of it" if version.is_scheduled else "withdrawn, and gone from the site"
        )
        messages.success(request, f"{version}: {done}.")
    return _back(meeting)


def _page(request, meeting: Meeting, standing: list[Standing], version: Standing, form, *, is_confirming: bool):
    verb = "Take back" if version.is_scheduled else "Withdraw"
    live = [other for other in standing if not other.is_scheduled]
    context = {
        **admin.site.each_context(request),
        "title": f"{verb}: {meeting}",
        "verb": verb,
        "meeting": meeting,
        "version": version,
        "form": form,
        "is_confirming": is_confirming,
        "is_shown": best(live) is version,
        "shows_after": best([other for other in live if other is not version]),
        "papers": _only_here(version),
    }
    return render(request, "desk/withdraw.html", context)


def _only_here(version: Standing) -> list[str]:
    """The titles of the papers that nothing else published needs."""
    others = Paper.objects.filter(sha256__in=version.record.files).exclude(version=version.sequence)
    kept = set(others.values_list("sha256", flat=True))
    return list({paper.sha256: paper.title for paper in version.record.all_papers if paper.sha256 not in kept}.values())


def _back(meeting: Meeting) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:publishing_door", args=[meeting.pk]))
