"""Papers: of a meeting and its items; files that were received, put where their names suggest once the clerk agrees."""

from collections import defaultdict
from datetime import date

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from minutes.admin.papers.forms import ReceivedForm
from minutes.admin.papers.reminders import reminder
from minutes.admin.tabs import may, of_meeting, show, tab, tab_address
from minutes.models import AgendaItem, Document, Meeting, PaperReceived, PaperWanted
from minutes.paper_names import in_natural_order
from minutes.papers import inspect_paper

SEE = "minutes.view_document minutes.view_agendaitem"
ADD = f"{SEE} minutes.add_document"


@of_meeting(SEE)
def papers(request, meeting: Meeting) -> HttpResponse:
    return page(request, meeting)


def page(request, meeting: Meeting, posted=None, **context) -> HttpResponse:
    """The tab; `posted` are the fields of files that could not be put on the agenda as they stand."""
    items = meeting.numbered_items("documents", "papers_wanted", "parent")
    of_meeting = list(meeting.documents.filter(item=None))
    papers = [*of_meeting, *(paper for item in items for paper in item.documents.all())]
    context |= {
        "items": items,
        "of_meeting": of_meeting,
        "placing": _placing(request, meeting, items, papers, posted),
        "wanted": _wanted(items),
        "may": {verb: may(request.user, f"minutes.{verb}_document") for verb in ("add", "change", "delete")},
        "may_want": may(request.user, "minutes.change_paperwanted"),
        "may_background": may(request.user, "minutes.change_agendaitem"),
    }
    return show(request, "papers", meeting, **context)


def _placing(request, meeting: Meeting, items: list[AgendaItem], papers: list[Document], posted) -> list[ReceivedForm]:
    """A form for each file that was received, in the order of their names."""
    received = sorted(meeting.papers_received.all(), key=lambda row: in_natural_order(row.original_name))
    known = {"items": items, "papers": papers, "may_replace": _may_replace(request)}
    return [ReceivedForm(row, posted, meeting=meeting, **known) for row in received]


def _may_replace(request) -> bool:
    return may(request.user, "minutes.change_document")


def _wanted(items: list[AgendaItem]) -> list[PaperWanted]:
    """What is still wanted, the earliest first, each with the letter that reminds of it."""
    rows = [row for item in items for row in item.papers_wanted.all() if row.came_on is None]
    for row in rows:
        row.reminder = reminder(row)
    return sorted(rows, key=lambda row: (row.by or date.max, row.pk))


@require_POST
@of_meeting(ADD)
def receive(request, meeting: Meeting) -> HttpResponse:
    """Keep the files that may be kept, and name the others with the reason. None of them is on the agenda yet."""
    files = request.FILES.getlist("papers")
    taken = sum(_taken(request, meeting, file) for file in files)
    if taken:
        _tell_findings(request, meeting)
        waiting = meeting.papers_received.count()
        said = "1 file is here" if waiting == 1 else f"{waiting} files are here"
        messages.success(request, f"{said}. Look at where each goes, then put them on the agenda.")
    elif not files:
        messages.error(request, "Choose the files first.")
    return back(meeting, "received")


def _taken(request, meeting: Meeting, file) -> bool:
    try:
        paper = inspect_paper(file)
    except ValidationError as error:
        messages.error(request, f"Not taken: {file.name}. {' '.join(error.messages)}")
        return False
    row = PaperReceived(meeting=meeting, file=file, original_name=file.name[:300])
    row.keep_as_sent = "as_sent" in request.POST
    sha256 = (paper if row.keep_as_sent else paper.cleaned()).sha256
    if not meeting.papers_received.filter(sha256=sha256, original_name=row.original_name).exists():  # sent twice
        row.save()
    return True


def _tell_findings(request, meeting: Meeting) -> None:
    """That something was taken out of files, in one sentence: what it was stands at each."""
    found = sum(bool(row.found_in_it) and not row.is_as_sent for row in meeting.papers_received.all())
    if found:
        of = "1 file" if found == 1 else f"{found} files"
        messages.info(
            request, f"Something was taken out of {of} that is seldom meant for the public. Below you read what."
        )


@require_POST
@of_meeting(ADD)
@transaction.atomic
def place(request, meeting: Meeting) -> HttpResponse:
    """Put the files where the clerk says. What lacks something stays, with all that was written."""
    items = meeting.numbered_items("parent")
    rows = PaperReceived.objects.select_for_update().filter(meeting=meeting)
    papers = list(Document.objects.select_for_update(of=("self",)).select_related("item").filter(meeting=meeting))
    known = {"items": items, "papers": papers, "may_replace": _may_replace(request)}
    forms = [ReceivedForm(row, request.POST, meeting=meeting, **known) for row in rows]
    forms = [form for form in forms if form.is_bound]
    unwanted = [form for form in forms if form.is_unwanted]
    for form in unwanted:
        form.received.delete()
    ready = _one_a_place(request, [form for form in forms if form not in unwanted and form.is_valid()])
    placed = _placed(sorted(ready, key=_order))
    _note(request, meeting, placed)
    _tell(request, len(placed), len(unwanted), len(forms) - len(ready) - len(unwanted))
    if len(ready) + len(unwanted) < len(forms):
        return page(request, meeting, posted=request.POST)
    return back(meeting, "papers-of-items")


def _one_a_place(request, forms: list[ReceivedForm]) -> list[ReceivedForm]:
    """Those that may be kept: the second of two files for the place of one paper waits."""
    taken, kept = set(), []
    for form in forms:
        if form.replaces in taken:
            messages.warning(
                request,
                f"{form.received}: another file has taken the place of “{form.replaces}”. Choose where this goes.",
            )
            continue
        kept.append(form)
        if form.replaces:
            taken.add(form.replaces)
    return kept


def _order(form: ReceivedForm) -> tuple:
    """The main report first, then as the names are numbered."""
    return form.instance.kind != Document.Kind.REPORT, in_natural_order(form.received.original_name)


def _placed(forms: list[ReceivedForm]) -> list[Document]:
    return [form.keep() for form in forms]


def _note(request, meeting: Meeting, papers: list[Document]) -> None:
    """Each item that got papers has changed, and its history says so."""
    together: dict[AgendaItem | Meeting, list[str]] = defaultdict(list)
    for paper in papers:
        together[paper.item or meeting].append(paper.title)
    for row, titles in together.items():
        note(request, row, f"Papers put on it: {'; '.join(titles)}.")


def note(request, row: AgendaItem | Meeting, said: str) -> None:
    """Raise the version of what a paper belongs to, and write in its history."""
    row.save_columns()
    admin.site.get_model_admin(type(row)).log_change(request, row, said)


def _tell(request, placed: int, unwanted: int, left: int) -> None:
    if placed:
        messages.success(request, f"{placed} {'paper is' if placed == 1 else 'papers are'} on the agenda.")
    if unwanted:
        messages.success(request, f"{unwanted} {'file was' if unwanted == 1 else 'files were'} not kept.")
    if left:
        messages.warning(request, f"{left} {'file waits' if left == 1 else 'files wait'}: see what is missing below.")


def back(meeting: Meeting, place: str = "") -> HttpResponseRedirect:
    """The tab again, at the place where the clerk was."""
    return HttpResponseRedirect(tab_address("papers", meeting.pk) + (f"#{place}" if place else ""))


def urls() -> list:
    return [
        tab("papers", "papers/", papers),
        tab("papers_receive", "papers/receive/", receive),
        tab("papers_place", "papers/place/", place),
    ]
