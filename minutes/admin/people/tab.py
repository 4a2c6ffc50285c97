"""People in the room: who is expected, present, away; who came and went when; who presided. Saved at each change.

The page is one form with one address. A script sends the one control that was changed and gets JSON; without it the clerk
presses Save, or a button that does something (`do`), and all that was changed is stored first."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format

from committees.models import Membership, Person
from minutes.admin.people import doing
from minutes.admin.people.lines import control_of, groups_of
from minutes.admin.people.stating import PRESIDING, TIMES, Stating, as_sent
from minutes.admin.tabs import of_meeting, show, tab, tab_address
from minutes.attending import people_of, quorum_of
from minutes.following_seats import without_a_seat
from minutes.listing import members_to_stand_in_for, officers_of_last_time
from minutes.models import Attendance, Meeting


def urls() -> list:
    return [
        tab("people", "people/", of_meeting("minutes.view_attendance")(people)),
        tab("people_find", "people/find/", of_meeting("minutes.change_attendance")(find)),
    ]


def people(request, meeting: Meeting) -> HttpResponse:
    if request.method != "POST":
        return _page(request, meeting)
    if not request.user.has_perm("minutes.change_attendance"):
        raise PermissionDenied
    stating = Stating(request, meeting).store()
    if request.accepts("text/html"):
        return _answer(request, meeting, stating)
    return _answer_script(meeting, stating)


def _answer_script(meeting: Meeting, stating: Stating) -> JsonResponse:
    answer = {"quorum": quorum_of(stating.rows, meeting.committee.quorum)}
    for name, problem in stating.problems.items():
        told = {"problem": problem.sentence, "stored": problem.stored, "stored_words": problem.stored_words}
        return JsonResponse(answer | {"name": name} | told, status=422 if problem.stored is None else 409)
    said = " ".join(stating.said)
    times = {f"meeting-{name}": as_sent(getattr(meeting, name)) for name in TIMES}
    return JsonResponse(answer | {"said": f"{said} {_saved()}".strip(), "times": times})


def _saved() -> str:
    return f"Saved at {date_format(timezone.localtime(), 'H:i')}."


def _answer(request, meeting: Meeting, stating: Stating) -> HttpResponse:
    done = doing.do(request, meeting)
    if said := [*stating.said, *done.said]:
        messages.success(request, f"{' '.join(said)} {_saved()}")
    problems = stating.problems | done.problems
    kept = {name: text for name, text in _typed(request.POST) if name not in done.used}
    if problems or done.questions or kept:
        refused = {name: request.POST.get(name, "") for name in problems}
        return _page(request, meeting, refused | kept, problems, done)
    return HttpResponseRedirect(tab_address("people", meeting.pk) + done.place)


def _typed(post) -> list[tuple[str, str]]:
    """What stands in the fields that wait for a button of their own: another button doesn't lose it."""
    waiting = {"names", "substitute"}
    return [(name, text) for name, text in post.items() if (name in waiting or name.endswith("-item")) and text.strip()]


def _page(request, meeting: Meeting, typed=None, problems=None, done: doing.Done | None = None) -> HttpResponse:
    typed, problems = typed or {}, problems or {}
    rows = people_of(meeting, "movements")
    items = _items(request, meeting)
    return show(
        request,
        "people",
        meeting,
        groups=groups_of(rows, {item.pk: item.shown for item in items}, typed, problems),
        count=len(rows),
        items=items,
        quorum=quorum_of(rows, meeting.committee.quorum),
        times=[
            (label, control_of(f"meeting-{name}", as_sent(getattr(meeting, name)), typed, problems))
            for name, label in TIMES.items()
        ],
        announced=as_sent(meeting.start),
        presiding=[
            (label, control_of(f"meeting-{seat}", _holder(rows, seat), typed, problems))
            for seat, label in PRESIDING.items()
        ],
        who_may_preside=[(str(row.pk), row.name) for row in rows if row.capacity not in doing.NEVER_PRESIDE],
        missing=len(meeting.members_not_listed()),
        follows=not meeting.has_begun and not meeting.is_cancelled,
        without_a_seat=[row.name for row in without_a_seat(meeting)],
        standing_in=members_to_stand_in_for(rows),
        substitutes=_substitutes(meeting),
        officers=officers_of_last_time(meeting, rows),
        capacities=[(capacity.value, capacity.label) for capacity in doing.BY_NAME],
        may={right: request.user.has_perm(f"minutes.{right}_attendance") for right in ("add", "change", "delete")},
        may_change_meeting=request.user.has_perm("minutes.change_meeting"),
        typed=typed,
        chosen={"as": request.POST.get("as", ""), "stands_in_for": request.POST.get("substitute-for", "")},
        problems=problems,
        of_nobody=_of_nobody(problems, rows),
        asked=done,
    )


def _of_nobody(problems, rows: list[Attendance]) -> list[str]:
    """What went wrong with people who are not on the page: said above the grid."""
    shown = {f"p{row.pk}" for row in rows}
    return [
        problem.sentence
        for name, problem in problems.items()
        if name.startswith("p") and name.partition("-")[0] not in shown
    ]


def _items(request, meeting: Meeting) -> list:
    """The agenda, each item with what this clerk may read of it (`shown`)."""
    rights = ("minutes.view_agendaitem", "minutes.change_agendaitem")
    may_see_all = any(map(request.user.has_perm, rights))
    items = meeting.numbered_items("parent")
    for item in items:
        title = item.title if may_see_all else item.title_for_the_public
        item.shown = f"{item.number} {title}".strip()
    return items


def _holder(rows: list[Attendance], seat: str) -> str:
    return next((str(row.pk) for row in rows if row.seat == seat), "")


def _substitutes(meeting: Meeting) -> list[str]:
    """Who may stand in on this committee that day: offered before anything is typed."""
    seats = Membership.objects.filter(committee=meeting.committee, role=Membership.Role.SUBSTITUTE).on(meeting.date)
    return [str(seat.person) for seat in seats.in_order()]


def find(request, meeting: Meeting) -> JsonResponse:
    """Up to twelve people on file whose name has the words that somebody types."""
    found = Person.objects.all()
    for word in request.GET.get("q", "").split()[:5]:
        found = found.filter(first_name__icontains=word) | found.filter(last_name__icontains=word)
    return JsonResponse({"people": [str(person) for person in found[:12]]})
