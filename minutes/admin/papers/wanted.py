"""Papers that are not here: those wanted of somebody by a day, and background papers, which are known by name alone."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from minutes.admin.conflicts import Conflict
from minutes.admin.papers.forms import BackgroundForm, WantedForm
from minutes.admin.papers.rows import sub_page
from minutes.admin.papers.tab import SEE, back, note
from minutes.admin.tabs import of_meeting, tab
from minutes.admin.versions import changed_columns
from minutes.models import AgendaItem, Meeting, PaperWanted


def item_of(meeting: Meeting, item: int) -> AgendaItem:
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("parent")
    return get_object_or_404(rows, pk=item, meeting=meeting)


@of_meeting(f"{SEE} minutes.change_agendaitem")
@transaction.atomic
def background(request, meeting: Meeting, item: int) -> HttpResponse:
    row = item_of(meeting, item)
    form = BackgroundForm(request.POST if request.method == "POST" else None, instance=row)
    if not form.is_valid():
        conflict = Conflict(form, []) if form.is_in_conflict else None
        return sub_page(request, "paper_background", meeting, item=row, form=form, conflict=conflict)
    if columns := changed_columns(form):
        row.save_columns(*columns)
        note(request, row, "Background papers changed.")
        messages.success(request, f"The background papers of “{row}” are saved.")
    return back(meeting, f"papers-{row.pk}")


@of_meeting(f"{SEE} minutes.change_paperwanted")
@transaction.atomic
def want(request, meeting: Meeting, item: int) -> HttpResponse:
    row = item_of(meeting, item)
    form = WantedForm(request.POST if request.method == "POST" else None, instance=PaperWanted(item=row))
    if not form.is_valid():
        return sub_page(request, "paper_want", meeting, item=row, form=form)
    form.save()
    note(request, row, f"Paper wanted: {form.instance}.")
    messages.success(request, f"A paper for “{row}” is wanted{_of_whom(form.instance)}.")
    return back(meeting, f"papers-{row.pk}")


def _of_whom(wanted: PaperWanted) -> str:
    by = f" by {date_format(wanted.by, 'j F Y')}" if wanted.by else ""
    return f"{f' of {wanted.of_whom}' if wanted.of_whom else ''}{by}"


@require_POST
@of_meeting(f"{SEE} minutes.change_paperwanted")
@transaction.atomic
def wanted(request, meeting: Meeting, pk_of_wanted: int) -> HttpResponse:
    """do=reminded, came or drop."""
    row = get_object_or_404(PaperWanted.objects.select_for_update(), pk=pk_of_wanted, item__meeting=meeting)
    verbs = {"reminded": row.reminded, "came": row.tick_off, "drop": row.delete}
    said = {"reminded": "Reminded of", "came": "No longer wanted, because it is here", "drop": "No longer wanted"}
    do = request.POST.get("do", "")
    if do in verbs:
        verbs[do]()
        note(request, row.item, f"{said[do]}: {row}.")
        messages.success(request, f"{said[do]}: {row}.")
    return back(meeting, "wanted")


def urls() -> list:
    return [
        tab("paper_background", "papers/item/<int:item>/background/", background),
        tab("paper_want", "papers/item/<int:item>/want/", want),
        tab("paper_wanted", "papers/wanted/<int:pk_of_wanted>/", wanted),
    ]
