"""What the buttons of the grid of people do, beside changing a column: `do` is "move:12:arrived", "officers", "add"."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError

from minutes.admin.addressed import number
from minutes.admin.people.stating import GONE, Problem, log
from minutes.attending import all_present, people_of
from minutes.listing import (
    Line,
    Listing,
    Question,
    check_substitute,
    lines_of,
    list_again,
    officers_of_last_time,
    put_on_list,
)
from minutes.models import Attendance, Meeting, Movement
from minutes.movements import in_words, move, placed

Capacity = Attendance.Capacity
BY_NAME = [Capacity.OFFICER, Capacity.GUEST, Capacity.PRESS, Capacity.OTHER_MEMBER]  # listed one a line
NEVER_PRESIDE = {Capacity.OFFICER, Capacity.GUEST, Capacity.PRESS}


@dataclass
class Done:
    """What a button did: what is said, what went wrong by the name of a control, what is asked (and at which control),
    which fields it took over, where the clerk is then."""

    said: list[str] = field(default_factory=list)
    problems: dict[str, Problem] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    control: str = ""
    used: set[str] = field(default_factory=set)
    place: str = "#people"


def do(request, meeting: Meeting) -> Done:
    """Do what the button that was pressed is for; nothing for Save."""
    verb, _, rest = request.POST.get("do", "").partition(":")
    right, doing = VERBS.get(verb, (None, None))
    if doing is None:
        return Done()
    if not request.user.has_perm(f"minutes.{right}_attendance"):
        raise PermissionDenied
    done = doing(request, meeting, rest)
    for said in done.said:
        log(request, meeting, said)
    return done


def _everybody_present(request, meeting: Meeting, _: str) -> Done:
    stated, left = all_present(people_of(meeting))
    said = [f"Present: {_names(stated)}."] if stated else ["Nobody is still expected."]
    if left:
        said.append(f"Still expected, because a substitute is listed: {_names(left)}.")
    return Done(said, place="#grid")


def _names(rows) -> str:
    return ", ".join(str(row) for row in rows)


def _members(request, meeting: Meeting, _: str) -> Done:
    missing = [str(seat.person) for seat in meeting.members_not_listed()]
    meeting.expect_members()
    return Done([f"Listed as expected: {', '.join(missing)}."] if missing else ["All members are listed already."])


def _move(request, meeting: Meeting, rest: str) -> Done:
    """move:<row>:<kind>, at what is typed in that row."""
    pk, _, kind = rest.partition(":")
    if kind not in Movement.Kind.values:
        return Done()
    name = f"p{pk}-item"
    try:
        row = _row(meeting, pk)
        items = meeting.numbered_items()
        item, at = placed(request.POST.get(name, ""), items)
        made = move(row, kind, item, items, at)
    except ValidationError as error:
        return Done(problems={name: Problem(" ".join(error.messages))})
    words = in_words(list(row.movements.all()))[-1].lower()
    when = f" at {made.at:%H:%M}," if made.at else ""
    return Done([f"{row} {words}{when} at “{made.item.title_for_the_public}”."], used={name}, place=f"#p{pk}")


def _unmove(request, meeting: Meeting, rest: str) -> Done:
    found = Movement.objects.filter(attendance__meeting=meeting, pk=number(rest))
    gone = found.select_related("attendance__person", "item").first()
    if gone is None:
        return Done(["That was removed already."])
    gone.delete()
    gone.attendance.save_columns()
    where = gone.item.title_for_the_public
    return Done(
        [f"Removed: {gone.attendance}, {gone.get_kind_display().lower()} at “{where}”."],
        place=f"#p{gone.attendance_id}",
    )


def _row(meeting: Meeting, pk: str) -> Attendance:
    row = meeting.attendances.filter(pk=number(pk)).select_related("person").first()
    if row is None:
        raise ValidationError(GONE)
    return row


def _remove(request, meeting: Meeting, rest: str) -> Done:
    try:
        row = _row(meeting, rest)
    except ValidationError:
        return Done(["That was removed already."])
    row.delete()
    return Done([f"Removed from the list: {row}."])


def _substitute(request, meeting: Meeting, _: str) -> Done:
    name, rows = request.POST.get("substitute", ""), people_of(meeting)
    member = next((row for row in rows if str(row.pk) == request.POST.get("substitute-for")), None)
    lines = lines_of(name)[:1]
    if not lines:
        return Done(problems={"substitute": Problem("Write the name of the substitute.")})
    try:
        if member is None:
            raise ValidationError("Choose the member for whom the substitute comes.")
        check_substitute(member, rows)
    except ValidationError as error:
        return Done(problems={"substitute": Problem(" ".join(error.messages))})
    return _list(request, meeting, Capacity.SUBSTITUTE, lines, "substitute", substitute_for=member.person)


def _add(request, meeting: Meeting, _: str) -> Done:
    capacity = request.POST.get("as", "")
    asked = [Line(line) for line in request.POST.getlist("line")]
    lines = [*asked, *lines_of(request.POST.get("names", ""))]
    if capacity not in BY_NAME or not lines:
        return Done(problems={"names": Problem("Write at least one name.")})
    return _list(request, meeting, capacity, lines, "names")


def _list(request, meeting: Meeting, capacity: str, lines, control: str, **columns) -> Done:
    answers = dict(zip(request.POST.getlist("line"), request.POST.getlist("who"), strict=False))
    may = request.user.has_perm("committees.add_person")
    told = put_on_list(meeting, capacity, lines, answers=answers, may_put_on_file=may, **columns)
    is_taken_over = control == "names" or bool(told.added)  # a question keeps its line itself, below the names
    used = {control} if is_taken_over else set()
    said = _said(told)
    if told.added and capacity == Capacity.SUBSTITUTE:
        said.append("They are “expected” until you state that they came.")
    done = Done(said, questions=told.questions, control=control, used=used, place="#adding")
    if refused := _refused(told):
        done.problems[control] = Problem(" ".join(refused))
    return done


def _refused(told: Listing) -> list[str]:
    found = [f"On the list already: {', '.join(told.already)}."] if told.already else []
    if told.too_long:
        found.append(f"Longer than 200 letters, and not listed: {', '.join(told.too_long)}.")
    names = " or ".join(f"“{name}”" for name in told.last_names_alone)
    return [*found, f"Nobody on file is called {names}. Write the first name too."] if names else found


def _said(told: Listing) -> list[str]:
    kinds = [
        ("Listed, from who is on file", told.listed),
        ("New on file, and listed", told.put_on_file),
        ("Listed by name alone", told.by_name_alone),
    ]
    return [f"{what}: {_names(rows)}." for what, rows in kinds if rows]


def _officers(request, meeting: Meeting, rest: str) -> Done:
    """officers, or officers:<row of last time>."""
    wanted = [row for row in officers_of_last_time(meeting, people_of(meeting)) if rest in {"", str(row.pk)}]
    listed = list_again(meeting, wanted)
    return Done(
        [f"Listed as expected: {_names(listed)}."] if listed else ["They are listed already."], place="#officers"
    )


# What a button is called, the right that it needs, and what it does.
VERBS = {
    "all-present": ("change", _everybody_present),
    "members": ("add", _members),
    "move": ("change", _move),
    "unmove": ("change", _unmove),
    "remove": ("delete", _remove),
    "substitute": ("add", _substitute),
    "add": ("add", _add),
    "officers": ("add", _officers),
}
