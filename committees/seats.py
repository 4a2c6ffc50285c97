"""Who sits on a committee, for its page: asked at each request, so in SQL, as published/asking.py does and for the same
reason."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from committees.models import Membership

# As MembershipQuerySet.on(day).in_order().
SEATS = """
    SELECT p.title, p.first_name, p.last_name, m.role, party.name, ward.name
    FROM committees_membership m JOIN committees_person p ON p.id = m.person_id
    LEFT JOIN committees_party party ON party.id = p.party_id LEFT JOIN committees_ward ward ON ward.id = p.ward_id
    WHERE m.committee_id = %(committee)s
    AND (m.started_on IS NULL OR m.started_on <= %(day)s) AND (m.ended_on IS NULL OR m.ended_on >= %(day)s)
    ORDER BY m.role_order, p.last_name, p.first_name
"""
ROLES = dict(Membership.Role.choices)


@dataclass(frozen=True)
class Seat:
    """A member as a committee's page names them: the printed name, the role's code and its label, party and ward."""

    name: str
    role: str
    label: str
    party: str
    ward: str


def seats(committee_id: int, day: date) -> list[Seat]:
    """Who sits on the committee on a day, Chair first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SEATS, {"committee": committee_id, "day": connection.ops.adapt_datefield_value(day)})
        return [
            Seat(" ".join(filter(None, name)), role, ROLES[role], party or "", ward or "")
            for *name, role, party, ward in cursor.fetchall()
        ]
