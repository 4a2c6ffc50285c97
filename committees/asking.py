"""What a committee's page asks at each request, in SQL: put together by the ORM every time, it took most of the page's time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from committees.models import Committee, Membership

COMMITTEE = "SELECT * FROM committees_committee WHERE slug = %(slug)s AND shown_from <= %(day)s"
# Of those whom the public may know of, in the order of Membership.objects.in_order().
SEATS = """
    SELECT p.slug, p.title, p.first_name, p.last_name, m.role, party.name, ward.name, m.started_on, m.ended_on
    FROM committees_membership m JOIN committees_person p ON p.id = m.person_id
    LEFT JOIN committees_party party ON party.id = p.party_id LEFT JOIN committees_ward ward ON ward.id = p.ward_id
    WHERE m.committee_id = %(committee)s AND p.shown_from <= %(day)s AND (m.started_on IS NULL OR m.started_on <= %(day)s)
    ORDER BY m.role_order, p.last_name, p.first_name
"""
ROLES = dict(Membership.Role.choices)


@dataclass(frozen=True)
class Seat:
    """A member as a committee's page names them, with the first and the last day where they are known."""

    slug: str
    name: str
    role: str  # its code
    label: str
    party_and_ward: str
    since: date | None
    until: date | None


def committee(slug: str, day: date) -> Committee | None:
    """The committee with this address, if the public is shown it on the day. One query."""
    return first(Committee, COMMITTEE, {"slug": slug, "day": connection.ops.adapt_datefield_value(day)})


def seats(committee_id: int, day: date) -> list[Seat]:
    """Who sits on the committee on a day, Chair first. One query."""
    return now_and_before(committee_id, day)[0]


def now_and_before(committee_id: int, day: date) -> tuple[list[Seat], list[Seat]]:
    """The same, and who sat there before, the last to leave first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SEATS, {"committee": committee_id, "day": connection.ops.adapt_datefield_value(day)})
        found = [_seat(*row) for row in cursor.fetchall()]
    over = [seat for seat in found if seat.until and seat.until < day]
    return [seat for seat in found if seat not in over], sorted(over, key=lambda seat: seat.until, reverse=True)


def _seat(slug, title, first_name, last_name, role, party, ward, since, until) -> Seat:
    name = " ".join(filter(None, (title, first_name, last_name)))
    since, until = (date.fromisoformat(day) if isinstance(day, str) else day for day in (since, until))
    return Seat(slug, name, role, ROLES[role], ", ".join(filter(None, (party, ward))), since, until)


def first(model: type[Model], sql: str, values: Mapping[str, Any]) -> Any:
    """The first row as an instance, with columns that are no fields of it as attributes; None if there is no row. As
    `raw()`, which takes as long as the database's answer to find out which are which."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
        names = [column[0] for column in cursor.description]
    if row is None:
        return None
    found = {
        name: moment(value) if isinstance(value, datetime) else value for name, value in zip(names, row, strict=True)
    }
    fields = [field for field in model._meta.concrete_fields if field.column in found]
    made = model.from_db(connection.alias, [f.attname for f in fields], [found.pop(f.column) for f in fields])
    made.__dict__.update(found)
    return made


def moment(value: datetime | str | None) -> datetime | None:
    """A time as the database gave it: SQLite gives what is UTC without saying so, and as text where it comes out of an
    expression."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
