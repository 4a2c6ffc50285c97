"""A pasted list becomes items: at once where nothing is doubtful, else after a look; and back again.

Until the clerk has added it, or thrown it away, the list that she looks at is kept for her, as what is typed elsewhere is."""

from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.core import signing
from django.db import transaction
from django.http import HttpResponseNotAllowed, JsonResponse, QueryDict
from django.template.loader import render_to_string

from committees.law import Ground
from minutes.admin.agenda.answers import done, is_scripted, refused
from minutes.admin.tabs import of_meeting, show
from minutes.importing.furniture import is_furniture
from minutes.models import AgendaItem, Meeting, Typing
from minutes.pasted_agenda import LONGEST_OFFICER, LONGEST_TITLE, MOST_LINES, Line, Role, TooLong, read_list, shorten
from richtext.plain_text import html_from_text

ROLES = {
    Role.ITEM: "Item",
    Role.SUB: "Sub-item",
    Role.HEADING: "Heading without a number",
    Role.TEXT: "Text of the item above",
    Role.OUT: "Leave out",
}

CODES = {role.value for role in ROLES}
UNTITLED = "It is closed: write what the public may read in its place."


@of_meeting("minutes.add_agendaitem")
def paste(request, meeting: Meeting):
    """POST: list=…, the text; or the lines as the clerk has looked at them. GET: the form on a page of its own."""
    if request.method != "POST":
        return _page(request, meeting)
    if "keep" in request.POST:
        keep(request, meeting)
        return JsonResponse({})
    if "throw_away" in request.POST:
        forget(request, meeting)
        return done(request, meeting, "The list is thrown away. Nothing of it was added.")
    text = request.POST.get("list", "")
    try:
        lines = lines_of(request.POST)
    except TooLong as error:
        return _page(request, meeting, text, error=str(error))
    if not any(line.role in {Role.ITEM, Role.SUB, Role.HEADING} for line in lines):
        return _page(request, meeting, text, error="There is no item in it. Paste the list of items, one a line.")
    if "lines" not in request.POST and any(line.doubt for line in lines):
        keep(request, meeting)
        return _page(request, meeting, text, lines)
    if untitled := [line for line in lines if line.needs_public_title]:
        for line in untitled:
            line.doubt = UNTITLED
        keep(request, meeting)
        return _page(request, meeting, text, lines)
    return _store(request, meeting, lines)


def lines_of(posted) -> list[Line]:
    """The lines of a list as it was pasted, or as the clerk has looked at it."""
    return looked_at(posted) if "lines" in posted else read_list(posted.get("list", ""))


def keep(request, meeting: Meeting) -> None:
    """Keep the fields of the list that stands before the clerk, over those of before."""
    fields = {name: value for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "keep"}}
    kept = QueryDict(mutable=True)
    kept.update(fields)
    Typing.objects.update_or_create(
        **_name(request, meeting), defaults={"meeting": meeting, "text": kept.urlencode(), "opened_version": 0}
    )


def forget(request, meeting: Meeting) -> None:
    Typing.objects.filter(**_name(request, meeting)).delete()


def _name(request, meeting: Meeting) -> dict:
    return {"user": request.user, "field": f"list-{meeting.pk}", "window": ""}


def kept_lines(request, meeting: Meeting) -> list[Line]:
    """The lines of the list that this clerk has not added yet. One query."""
    typing = Typing.objects.filter(**_name(request, meeting)).first()
    return lines_of(QueryDict(typing.text)) if typing else []


def looked_at(posted) -> list[Line]:
    """The lines as the clerk left them in the preview. What is text joins the item above."""
    found: list[Line] = []
    for at in range(min(int(posted["lines"]) if posted["lines"].isdecimal() else 0, MOST_LINES)):
        role, title = posted.get(f"role-{at}", "out"), posted.get(f"title-{at}", "").strip()
        line = Line(Role(role) if role in CODES else Role.OUT, title, posted.get(f"number-{at}", "")[:12])
        line.text = _paragraphs(posted.get(f"text-{at}", ""))
        line.recommendation = _paragraphs(posted.get(f"recommendation-{at}", ""))
        line.officer = posted.get(f"officer-{at}", "").strip()[:LONGEST_OFFICER]
        line.asks, line.is_closed = f"asks-{at}" in posted, f"closed-{at}" in posted
        line.public_title = posted.get(f"public-{at}", "").strip()[:LONGEST_TITLE]
        if line.role is Role.TEXT and found:
            _join(found[-1], line)
        elif title and line.role not in {Role.TEXT, Role.OUT}:
            shorten(line)
            found.append(line)
    return found


def _paragraphs(posted: str) -> list[str]:
    return [text.strip() for text in posted.split("\n") if text.strip()]


def _join(above: Line, line: Line) -> None:
    """Make a line the text of the one above, which is closed where the line is."""
    above.text += [line.title, *line.text]
    above.recommendation += line.recommendation
    above.officer = above.officer or line.officer
    above.asks, above.is_closed = above.asks or line.asks, above.is_closed or line.is_closed
    above.public_title = above.public_title or line.public_title


@transaction.atomic
def _store(request, meeting: Meeting, lines: list[Line]):
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    items = stored(meeting, [line for line in lines if line.role not in {Role.TEXT, Role.OUT}])
    forget(request, meeting)
    LogEntry.objects.log_actions(request.user.pk, items, ADDITION, "Pasted.")
    said = f"{len(items)} item{'' if len(items) == 1 else 's'} added.{_left_out(lines)}"
    return done(request, meeting, said, items[0], added=signing.dumps([item.pk for item in items], compress=True))


def _left_out(lines: list[Line]) -> str:
    """A sentence about the lines that only number a page."""
    numbers = list(
        dict.fromkeys(f"“{line.title}”" for line in lines if line.role is Role.OUT and is_furniture(line.title))
    )
    return f" Left out, because it only numbers a page: {', '.join(numbers)}." if numbers else ""


def stored(meeting: Meeting, lines: list[Line]) -> list[AgendaItem]:
    """The lines as items at the end of the agenda, in two queries or four, however many they are."""
    last = AgendaItem(meeting=meeting)
    last.place_last()
    above, rows, place = None, [], last.position
    for line in lines:
        row = AgendaItem(meeting=meeting, title=line.title, kind=line.kind, number_by_hand=line.number)
        row.purpose = html_from_text("\n\n".join(line.text))
        row.recommendation, row.officer = html_from_text("\n\n".join(line.recommendation)), line.officer
        if line.is_closed:
            row.restriction, row.public_title = Ground.UNKNOWN, line.public_title
        if line.role is Role.SUB and above is not None:
            row.above = above
            row.position = above.below = above.below + 1
        else:
            row.above, row.below, row.position, place = None, 0, place, place + 1
            above = row if line.role is Role.ITEM else None
        rows.append(row)
    AgendaItem.objects.bulk_create([row for row in rows if row.above is None])
    for row in rows:
        row.parent = row.above
    AgendaItem.objects.bulk_create([row for row in rows if row.above is not None])
    return rows


def read(lines: list[Line]) -> dict:
    """What the template needs to show lines that are to be looked at."""
    roles = [(role.value, name) for role, name in ROLES.items()]
    return {"lines": lines, "roles": roles, "doubts": sum(bool(line.doubt) for line in lines), "untitled": UNTITLED}


def _page(request, meeting: Meeting, text: str = "", lines: list[Line] = (), error: str = ""):
    context = {"text": text, "error": error, "meeting": meeting, "is_new": True} | read(lines)
    if is_scripted(request):
        html = render_to_string("admin/minutes/meeting/_paste.html", context, request)
        return JsonResponse({"paste": html, "error": error}, status=422 if error else 200)
    return show(request, "agenda", page="agenda_paste", **context)


def added(token: str, meeting: Meeting) -> str:
    """The token, if it names items that can still be taken back."""
    return token if _ids(token) and meeting.items.filter(pk__in=_ids(token)).exists() else ""


def _ids(token: str) -> list[int]:
    try:
        return signing.loads(token, max_age=24 * 3600) if token else []
    except signing.BadSignature:
        return []


@of_meeting("minutes.add_agendaitem")
def undo(request, meeting: Meeting):
    """POST: added=…, what was pasted. What somebody has worked on since stays."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    pasted = meeting.items.filter(pk__in=_ids(request.POST.get("added", "")))
    untouched = pasted.filter(
        version=0, slug="", minute=None, documents=None, decisions=None, motions=None, actions=None
    )
    untouched = untouched.filter(declarations=None, papers_wanted=None, movements=None)
    untouched = untouched.filter(approvals=None, annotations=None)
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        kept = set(pasted.values_list("pk", flat=True)) - set(untouched.values_list("pk", flat=True))
        kept_above = set(AgendaItem.objects.filter(pk__in=kept).values_list("parent", flat=True))
        going = untouched.exclude(pk__in=kept_above).exclude(children__in=AgendaItem.objects.exclude(pk__in=untouched))
        rows = list(going)
        admin.site.get_model_admin(AgendaItem).log_deletions(request, rows)
        AgendaItem.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if not rows:
        return refused(request, meeting, ["There is nothing to undo: those items were changed since, or are gone."])
    left = pasted.count()
    stays = f" {left} stay{'s' if left == 1 else ''}, because somebody has worked on them since." if left else ""
    return done(request, meeting, f"Undone: {len(rows)} item{'' if len(rows) == 1 else 's'} removed.{stays}")
