"""Founds a council in an empty installation: all of it, or nothing."""

import secrets
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from committees.models import Appointment, Committee, Membership, Organisation, Party, Person, Ward
from committees.naming import free_slug, parts_of, plain
from committees.roles import Role
from committees.website import Website
from desk.founding import lists
from desk.founding.lists import NotAList, Row
from minutes.models import Meeting

NATIONS = ["england", "wales", "scotland", "northern-ireland"]
UNNAMED = "Your council"  # as the first migration calls it


@dataclass
class Founding:
    name: str
    kind: str
    nation: str
    manager: str
    committees: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)


def founded() -> str:
    """The name of the council that is there; "" in an empty installation."""
    named = Organisation.objects.values_list("name", flat=True).first() or UNNAMED
    if named != UNNAMED:
        return named
    tables = (Committee, Person, Meeting, get_user_model())
    return UNNAMED if any(table.objects.exists() for table in tables) else ""


def found(wanted: Founding) -> str:
    """Make it, and give the manager's password, which is kept nowhere. Raises NotAList or ValidationError with sentences."""
    password = secrets.token_urlsafe(15)
    with transaction.atomic():
        organisation = Organisation.objects.get(pk=1)
        organisation.name, organisation.kind = wanted.name, wanted.kind
        organisation.clear_days = clear_days(wanted.kind, wanted.nation)
        organisation.full_clean()
        organisation.save()
        if wanted.nation == "northern-ireland":
            Website.objects.filter(organisation=organisation).update(enforcer=Website.Enforcer.ECNI)
        user = get_user_model()(
            email=wanted.manager.strip().lower(), name=wanted.manager.partition("@")[0], is_staff=True
        )
        user.set_password(password)
        user.full_clean()
        user.save()
        for role in (Role.MANAGER, Role.CLERK, Role.PUBLISHER):
            Appointment.objects.create(user=user, role=role)
        _seat(wanted.people, _committees(wanted))
    return password


def clear_days(kind: str, nation: str) -> str:
    """How a committee's notice is counted: by the laws that Minutebook knows, or by none."""
    if kind not in (Organisation.Kind.COUNCIL, Organisation.Kind.PARISH):
        return Committee.ClearDays.NONE
    of_england = Committee.ClearDays.PARISH if kind == Organisation.Kind.PARISH else Committee.ClearDays.PRINCIPAL
    return {"england": of_england, "wales": Committee.ClearDays.WALES}.get(nation, Committee.ClearDays.NONE)


def _committees(wanted: Founding) -> dict[str, Committee]:
    made: dict[str, Committee] = {}
    where: dict[str, str] = {}
    for row in wanted.committees:
        slug = slugify(row["name"])[:80].strip("-")
        if slug in where:
            raise NotAList(f"{row.where}: “{row['name']}” is there already, see {where[slug]}.")
        where[slug] = row.where
        committee = Committee(
            name=row["name"],
            slug=slug,
            kind=lists.choice(row, "kind", Committee.Kind, Committee.Kind.OTHER),
            quorum=lists.number(row, "quorum"),
            usual_venue=row["venue"],
            usual_start=lists.start(row),
            clear_days=clear_days(wanted.kind, wanted.nation),
        )
        _keep(committee, row)
        made[row["name"].casefold()] = committee
    return made


def _seat(people: list[Row], committees: dict[str, Committee]) -> None:
    """A person who is named again, with another committee, has another seat there."""
    persons: dict[str, Person] = {}
    facts: dict[str, Row] = {}
    seats: dict[tuple[str, str], str] = {}
    for row in people:
        name, committee = plain(row["name"]), row["committee"].casefold()
        if not name:
            raise NotAList(f"{row.where}: “{row['name']}” is no name.")
        if committee and committee not in committees:
            raise NotAList(f"{row.where}: there is no committee “{row['committee']}” in the list of committees.")
        if (name, committee) in seats:
            raise NotAList(f"{row.where}: “{row['name']}” is there already, see {seats[name, committee]}.")
        seats[name, committee] = row.where
        if name not in persons:
            persons[name], facts[name] = _person(row), row
        for column in ("party", "ward", "post"):
            if row[column] and row[column] != facts[name][column]:
                raise NotAList(
                    f"{row.where}: “{row['name']}” has another {column} than in {facts[name].where}. If these are two people, "
                    "leave one out and add them at the desk."
                )
        if committee:
            role = lists.choice(row, "role", Membership.Role, Membership.Role.MEMBER)
            _keep(Membership(committee=committees[committee], person=persons[name], role=role), row)


def _person(row: Row) -> Person:
    title, first, last = parts_of(row["name"])
    person = Person(title=title, first_name=first, last_name=last, slug=free_slug(row["name"]), post=row["post"])
    if row["party"]:
        person.party = Party.objects.get_or_create(name=row["party"])[0]
    if row["ward"]:
        person.ward = Ward.objects.get_or_create(name=row["ward"])[0]
    _keep(person, row)
    return person


def _keep(made, row: Row) -> None:
    try:
        made.full_clean()
    except ValidationError as error:
        raise NotAList(f"{row.where}: {' '.join(error.messages)}") from error
    made.save()
