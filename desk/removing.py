"""Removing words from everything that was published: the passage and the reason first, then where it stands, to confirm."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from committees.models import Person
from committees.rights import narrowed
from desk import rights
from minutes.models import Meeting
from published.striking import mark
from publishing import striking
from publishing.models import Publication
from publishing.striking import Finding


class RemoveWordsForm(forms.Form):
    passage = forms.CharField(
        label="Words to remove",
        max_length=500,
        widget=forms.TextInput(attrs={"size": 60, "autocomplete": "off"}),
        help_text="As they stand there, such as a name or a telephone number. Capitals don’t matter.",
        error_messages={"required": "Say which words are to go."},
    )
    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text="The public reads it on each page from which they went. Don’t repeat the words in it.",
        error_messages={"required": "Say why the words are removed; the public reads it."},
    )
    everywhere = forms.BooleanField(
        label="Also from every other meeting in which they stand",
        required=False,
        help_text="Of the committees for which you may withdraw.",
    )


MANY = 50  # places: nobody's name stands so often by mistake


def remove_words(request, pk: int):
    meeting = rights.meeting_for(request, pk, rights.WITHDRAW)
    form, finding = RemoveWordsForm(request.POST or None), None
    if form.is_valid():
        passage, reason = form.cleaned_data["passage"], form.cleaned_data["reason"]
        held = striking.meetings_that_hold(passage)
        own = _meetings(request, meeting, held)
        meetings = own if form.cleaned_data["everywhere"] else [meeting]
        try:
            if request.POST.get("step") == "remove":
                confirmed = request.POST.get("confirmed") or "nothing"
                return _removed(
                    request,
                    meeting,
                    striking.remove(passage, meetings, reason, author=request.user, confirmed=confirmed),
                )
            finding = striking.look(passage, meetings, reason)
        except striking.Changed as error:
            messages.warning(request, error.messages[0])
            finding = striking.look(passage, meetings, reason)
        except ValidationError as error:
            form.add_error("reason" if error.code == "reason" else "passage", error.messages[0])
    context = {
        "mark": mark(timezone.localdate()),
        **admin.site.each_context(request),
        "title": f"Remove words: {meeting}",
        "meeting": meeting,
        "here": "door",
        "form": form,
        "finding": finding if request.POST.get("step") != "change" else None,
    }
    if context["finding"]:
        context |= {
            "places": _places(finding),
            "more": _holding(passage, [other for other in own if other not in meetings]),
            "others": _others(passage, [other for other in held if other not in own]),
            "is_much": finding.places > MANY,
            "member": next((person for person in Person.objects.all() if finding.wanted.search(str(person))), None),
        }
    return render(request, "desk/remove_words.html", context)


def _meetings(request, meeting: Meeting, held: list[Meeting]) -> list[Meeting]:
    """This one, and the others that hold the words in whose committee the user may withdraw."""
    own = narrowed(Meeting.objects.filter(pk__in=[other.pk for other in held]), request.user, rights.WITHDRAW)
    return [meeting, *own.exclude(pk=meeting.pk).select_related("committee").order_by("date", "pk")]


def _places(finding: Finding) -> list[tuple[Meeting, list[str]]]:
    """By meeting, where the words stand in its publications, a sentence each."""
    places: dict[Meeting, list[str]] = {}
    now = timezone.now()
    numbers = Publication.objects.places_of_all({each.publication.meeting_id for each in finding.found}, now)
    for each in finding.found:
        p, titles = each.publication, {item.slug: item.title for item in each.publication.meeting_record.items}
        place = numbers.get(p.sequence)
        name = f"{p.get_kind_display()} ({f'version {place.version}' if place else 'scheduled'})"
        where = [titles[slug] for slug in each.struck.items] + (
            ["the front of the page"] if each.struck.elsewhere else []
        )
        places.setdefault(p.meeting, []).append(f"{name}: {'; '.join(where) or 'the address of an item'}")
    return list(places.items())


def _holding(passage: str, meetings: list[Meeting]) -> list[Meeting]:
    """Those of them in which the words stand."""
    return list({each.publication.meeting: None for each in striking.find(passage, meetings).found}) if meetings else []


def _others(passage: str, meetings: list[Meeting]) -> list[str]:
    """The committees, not this user's, in whose public pages the words stand."""
    now = timezone.now()
    found = striking.find(passage, meetings).found if meetings else []
    return sorted({f.publication.meeting.committee.name for f in found if f.publication.goes_live_at <= now})


def _removed(request, meeting: Meeting, finding: Finding) -> HttpResponseRedirect:
    many = len(finding.found)
    messages.success(
        request,
        f"Removed from {many} publication{'' if many == 1 else 's'} and from the draft. Their PDFs are made anew."
        if many
        else "Removed from the draft; nothing that was published had these words.",
    )
    return HttpResponseRedirect(reverse("admin:publishing_door", args=[meeting.pk]))
