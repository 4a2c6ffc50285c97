"""Withdrawing a publication, or taking back a scheduled one: the reason first, then what will be gone, to confirm."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
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
    publication = get_object_or_404(Publication.objects.of(meeting), pk=sequence)
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


def withdraw_several(request, pk: int):
    """Those that ?version= names, each time it is given: one reason, one second page."""
    meeting = rights.meeting_for(request, pk, rights.WITHDRAW)
    standing, asked = standing_of(meeting, timezone.now()), set(request.GET.getlist("version"))
    versions = [version for version in standing if str(version.sequence) in asked]
    if not versions:
        messages.info(request, "They are withdrawn already.")
        return _back(meeting)
    form = WithdrawForm(request.POST or None)
    step = request.POST.get("step") if form.is_valid() else None
    if step == "withdraw":
        return _withdraw_all(request, meeting, versions, form.cleaned_data["reason"])
    left = [version for version in standing if version not in versions and not version.is_scheduled]
    context = {
        **admin.site.each_context(request),
        "title": f"Withdraw {len(versions)} publications: {meeting}",
        "meeting": meeting,
        "here": "door",
        "versions": versions,
        "form": form,
        "is_confirming": step == "confirm",
        "shows_after": best(left),
        "papers": _only_here(versions),
    }
    return render(request, "desk/withdraw_several.html", context)


def _withdraw_all(request, meeting: Meeting, versions: list[Standing], reason: str):
    """All of them, or none where somebody else has withdrawn one meanwhile."""
    try:
        with transaction.atomic():
            for publication in Publication.objects.filter(pk__in=[version.sequence for version in versions]):
                publication.withdraw(reason, author=request.user)
    except ValidationError as error:
        messages.error(request, f"None of these is withdrawn. {' '.join(error.messages)}")
    else:
        messages.success(request, f"Withdrawn, and gone from the site: {', '.join(map(str, versions))}.")
    return _back(meeting)


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
        "here": "door",
        "version": version,
        "form": form,
        "is_confirming": is_confirming,
        "is_shown": best(live) is version,
        "shows_after": best([other for other in live if other is not version]),
        "papers": _only_here([version]),
    }
    return render(request, "desk/withdraw.html", context)


def _only_here(versions: list[Standing]) -> list[str]:
    """The titles of the papers that nothing else published needs."""
    papers = {paper.sha256: paper.title for version in versions for paper in version.record.all_papers}
    others = Paper.objects.filter(sha256__in=papers).exclude(version__in=[version.sequence for version in versions])
    kept = set(others.values_list("sha256", flat=True))
    return list(dict.fromkeys(title for sha256, title in papers.items() if sha256 not in kept))


def _back(meeting: Meeting) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:publishing_door", args=[meeting.pk]))
