"""One paper on the agenda: changed, exchanged, moved, removed."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from minutes.admin.conflicts import Conflict
from minutes.admin.papers.forms import PaperForm
from minutes.admin.papers.tab import SEE, back, note
from minutes.admin.tabs import of_meeting, show, tab, tabs_of
from minutes.admin.versions import changed_columns
from minutes.models import Document, Meeting, PaperWanted


def found(meeting: Meeting, paper: int) -> Document:
    rows = Document.objects.select_for_update(of=("self",)).select_related("item__parent")
    return get_object_or_404(rows, pk=paper, meeting=meeting)


@of_meeting(f"{SEE} minutes.change_document")
@transaction.atomic
def change(request, meeting: Meeting, paper: int) -> HttpResponse:
    document, items = found(meeting, paper), meeting.numbered_items("parent")
    before = document.item
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PaperForm(*data, instance=document, meeting=meeting, items=items)
    if not form.is_valid():
        conflict = Conflict(form, []) if form.is_in_conflict else None
        return sub_page(request, "paper", meeting, form=form, paper=document, conflict=conflict)
    if form.has_changed():
        _store(form, has_moved=document.item != before)
        for row in {before or meeting, document.item or meeting}:
            note(request, row, f"Paper changed: {document.title}.")
        messages.success(request, f"“{document}” is saved.")
    return back(meeting, f"paper-{document.pk}")


def _store(form: PaperForm, has_moved: bool) -> None:
    """Save what the clerk has changed; a paper that goes to another item comes last there."""
    columns = changed_columns(form)
    if has_moved:
        form.instance.place_last()
        columns += ["item", "position"]
    form.instance.save_columns(*columns)
    if has_moved:
        PaperWanted.objects.outstanding().fulfilled_by(form.instance)


@require_POST
@of_meeting(f"{SEE} minutes.change_document")
@transaction.atomic
def move(request, meeting: Meeting, paper: int) -> HttpResponse:
    """move=-1 or 1: before or after its neighbour of the same item."""
    document = found(meeting, paper)
    if request.POST.get("move") in {"-1", "1"}:
        document.move(int(request.POST["move"]))
        note(request, document.item or meeting, f"Paper moved: {document.title}.")
    return back(meeting, f"paper-{document.pk}")


@of_meeting(f"{SEE} minutes.delete_document")
@transaction.atomic
def remove(request, meeting: Meeting, paper: int) -> HttpResponse:
    document = found(meeting, paper)
    if request.method != "POST":
        return sub_page(request, "paper_remove", meeting, paper=document)
    item = document.item
    document.delete()
    note(request, item or meeting, f"Paper removed: {document.title}.")
    messages.success(request, f"“{document}” is removed.")
    return back(meeting, f"papers-{item.pk}" if item else "papers-of-meeting")


def sub_page(request, name: str, meeting: Meeting, **context) -> HttpResponse:
    """A page below the tab, under the same head."""
    return show(request, name, meeting, tabs=tabs_of(meeting, "papers", request.user), **context)


def urls() -> list:
    return [
        tab("paper", "papers/<int:paper>/", change),
        tab("paper_move", "papers/<int:paper>/move/", move),
        tab("paper_remove", "papers/<int:paper>/remove/", remove),
    ]
