"""Putting people on the list of who attends: substitutes, officers, guests, by the names that a clerk writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q

from committees.models import Person
from committees.naming import fits_on_file, like, on_file, parts_of, plain, put_on_file
from minutes.attending import substitute_of
from minutes.models import Attendance, Meeting

Capacity = Attendance.Capacity
OF_THE_COUNCIL = {Capacity.SUBSTITUTE, Capacity.OTHER_MEMBER}  # who votes or could: their name alone is not enough
OUTSIDE = {Capacity.GUEST, Capacity.PRESS}
LONGEST = Attendance._meta.get_field("guest_name").max_length
SOMEBODY_ELSE = "other"


@dataclass(frozen=True)
class Line:
    """What somebody wrote of one person: "Jane Roe, Monitoring Officer"."""

    text: str

    @property
    def name(self) -> str:
        return self._parts[0]

    @property
    def role(self) -> str:
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        name, _, role = self.text.replace("\t", ",").partition(",")
        return " ".join(name.split()), " ".join(role.strip(" ,").split())


def lines_of(text: str) -> list[Line]:
    """One person a line, without what a list has before each."""
    lines = [Line(" ".join(line.strip("\u2022*-–\u00b7 \t").replace("\t", ", ").split())) for line in text.splitlines()]
    return [line for line in lines if line.name]


@dataclass
class Question:
    """A line that can mean somebody on file, or somebody else of that name: the clerk says which."""

    line: Line
    people: list[Person]


@dataclass
class Listing:
    """What became of the lines."""

    listed: list[Attendance] = field(default_factory=list)
    put_on_file: list[Attendance] = field(default_factory=list)
    by_name_alone: list[Attendance] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    too_long: list[str] = field(default_factory=list)
    last_names_alone: list[str] = field(default_factory=list)  # of members, whom nobody on file is called

    @property
    def added(self) -> list[Attendance]:
        return [*self.listed, *self.put_on_file, *self.by_name_alone]


def put_on_list(
    meeting: Meeting,
    capacity: str,
    lines: Sequence[Line],
    *,
    answers: dict[str, str] | None = None,
    may_put_on_file: bool = False,
    **columns,
) -> Listing:
    """List each person as expected. Whoever is on file is meant where nothing else can be; where it could be somebody else,
    `answers` says who: by the line, the id of a person on file or SOMEBODY_ELSE.

    Who is not on file is listed by name alone; a member is put on file, if the clerk may do that. `columns` are the row's."""
    told, known, adding = Listing(), _known(lines, capacity), _Adding(meeting, capacity, columns)
    for line in lines:
        people = known[line.name]
        chosen = _chosen(line, people, capacity, (answers or {}).get(line.text, ""))
        if chosen is None:
            told.questions.append(Question(line, people))
        elif adding.has(chosen, line):
            told.already.append(str(chosen or line.name))
        elif chosen:
            told.listed.append(adding.add(line, person=chosen))
        elif len(line.name) > LONGEST or len(line.role) > LONGEST:
            told.too_long.append(line.text)
        elif (
            capacity in OF_THE_COUNCIL
            and not parts_of(line.name)[1]
            and (answers or {}).get(line.text) != SOMEBODY_ELSE
        ):
            told.last_names_alone.append(line.name)
        elif capacity in OF_THE_COUNCIL and may_put_on_file and fits_on_file(line.name):
            told.put_on_file.append(adding.add(line, person=put_on_file(line.name)))
        else:
            told.by_name_alone.append(adding.add(line, guest_name=line.name))
    return told


def _known(lines: Sequence[Line], capacity: str) -> dict[str, list[Person]]:
    """Whom each name can mean. Of the council and its officers also whom it is short for: of a guest that says nothing."""
    known = on_file(line.name for line in lines)
    if capacity not in OUTSIDE and not all(known.values()):
        everybody = list(Person.objects.select_related("party", "ward"))
        known |= {name: like(name, everybody) for name, people in known.items() if not people}
    return known


def _chosen(line: Line, people: list[Person], capacity: str, answer: str) -> Person | bool | None:
    """The person on file who is meant; False for somebody who is not on file; None where only the clerk can say."""
    if not people or answer == SOMEBODY_ELSE:
        return False
    if answered := [person for person in people if str(person.pk) == answer]:
        return answered[0]
    if len(people) == 1 and _is_meant(line, people[0], capacity):
        return people[0]
    return None


def _is_meant(line: Line, person: Person, capacity: str) -> bool:
    """Whether the one person of that name is meant: written as on file, title and all; of the same post, which an officer's
    line need not name; or a member, who is on file as a rule. Never where the name is only short for theirs."""
    if plain(line.name) != plain(f"{person.first_name} {person.last_name}"):
        return False
    if person.post and (
        line.role.casefold() == person.post.casefold() or (capacity == Capacity.OFFICER and not line.role)
    ):
        return True
    return capacity in OF_THE_COUNCIL or bool(person.title and line.name.casefold() == str(person).casefold())


class _Adding:
    def __init__(self, meeting: Meeting, capacity: str, columns: dict):
        self.columns = {"meeting": meeting, "capacity": capacity, **columns}
        rows = list(meeting.attendances.all())
        self.people = {row.person_id for row in rows if row.person_id}
        self.names = {plain(row.guest_name) for row in rows if row.guest_name}

    def has(self, person: Person | bool, line: Line) -> bool:
        return person.pk in self.people if isinstance(person, Person) else plain(line.name) in self.names

    def add(self, line: Line, **who) -> Attendance:
        person = who.get("person")
        self.people.add(person.pk) if person else self.names.add(plain(line.name))
        role = line.role or (person.post if person else "")
        return Attendance.objects.create(**self.columns, **who, role=role)


def check_substitute(member: Attendance, rows: Sequence[Attendance]) -> None:
    """ValidationError where a member needs no substitute, or has one."""
    if member.state == Attendance.State.PRESENT:
        raise ValidationError(f"{member} is present, and needs no substitute. State first that {member} is not.")
    if other := substitute_of(member, rows):
        raise ValidationError(f"{other} is listed as the substitute for {member} already.")


def officers_of_last_time(meeting: Meeting, rows: Sequence[Attendance]) -> list[Attendance]:
    """The officers of the committee's last meeting before this one that lists any, but for who is among `rows` already."""
    before = Q(date__lt=meeting.date) | Q(date=meeting.date, sitting__lt=meeting.sitting)
    held = Meeting.objects.filter(before, committee=meeting.committee_id, cancelled_at=None)
    last = held.filter(attendances__capacity=Capacity.OFFICER).order_by("-date", "-sitting").values("pk")[:1]
    officers = Attendance.objects.filter(meeting=last, capacity=Capacity.OFFICER).select_related("person")
    here = {_who(row) for row in rows}
    return [row for row in officers if _who(row) not in here]


def _who(row: Attendance) -> int | str:
    return row.person_id or plain(row.guest_name)


def list_again(meeting: Meeting, officers: Iterable[Attendance]) -> list[Attendance]:
    """List officers of an earlier meeting as expected at this one, with the post that they had there."""
    return [
        Attendance.objects.create(
            meeting=meeting, person=row.person, guest_name=row.guest_name, role=row.role, capacity=row.capacity
        )
        for row in officers
    ]


def members_to_stand_in_for(rows: Sequence[Attendance]) -> list[Attendance]:
    """For whom a substitute may be listed, once they are away: members who have none; those who are present come last."""
    members = [
        row for row in rows if row.capacity == Capacity.MEMBER and row.person_id and not substitute_of(row, rows)
    ]
    return sorted(members, key=lambda row: row.state == Attendance.State.PRESENT)
