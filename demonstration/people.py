"""Makes the demonstration's people and committees: who there is, and who sits where."""

from datetime import date

from django.utils.text import slugify

from committees.models import Committee, Membership, Organisation, Party, Person, SummonsAddress, Ward
from demonstration.council import (
    CO_OPTED,
    COMMITTEES,
    CONSENTED,
    DIRECTIONS,
    OFFICERS,
    ORGANISATION,
    PARTIES,
    PARTNERS,
    PEOPLE,
    SEATS,
    WARDS,
)
from demonstration.standing import make_ready

ELECTED, CO_OPTED_ON = date(2023, 5, 9), date(2024, 1, 15)
CONSENTED_ON, WITHDRAWN_ON = date(2023, 5, 16), date(2025, 1, 20)
SHOWN = date(1974, 4, 1)  # to the public: as long as there has been such a council


def make_people() -> dict[str, Person]:
    """Everybody by last name."""
    Organisation(pk=1, **ORGANISATION).save()
    wards = {name: Ward.objects.create(name=name) for name in WARDS}
    parties = {name: Party.objects.create(name=name, abbreviation=short) for name, short in PARTIES.items()}
    people = {}
    for first, last, party, ward in PEOPLE:
        people[last] = make_person("Councillor", first, last, party=parties[party], ward=wards[ward])
    for last, withdrew in CONSENTED:
        consent(people[last], WITHDRAWN_ON if withdrew else None)
    for title, first, last, post in PARTNERS:
        people[last] = make_person(title, first, last, post=post)
    return people


def make_person(title: str, first: str, last: str, **more) -> Person:
    slug = slugify(f"{first} {last}")
    return Person.objects.create(title=title, first_name=first, last_name=last, slug=slug, shown_from=SHOWN, **more)


def consent(person: Person, withdrawn_on: date | None) -> None:
    """To be summoned by e-mail: some of each committee; the others get theirs on paper."""
    address = f"{person.first_name}.{person.last_name}@home.example".lower()
    SummonsAddress.objects.create(person=person, address=address, consented_on=CONSENTED_ON, withdrawn_on=withdrawn_on)


def make_committees(people: dict[str, Person]) -> list[Committee]:
    made = []
    for slug, name, kind, clear, quorum, venue, start, purpose, _, _, weekday, week in COMMITTEES:
        officer = OFFICERS[slug][-1].partition(",")[0]
        committee = Committee.objects.create(
            slug=slug, name=name, kind=kind, clear_days=clear, quorum=quorum, usual_venue=venue, usual_start=start,
            usual_weekday=weekday, usual_week=week, purpose=purpose, shown_from=SHOWN,
            directions=DIRECTIONS.get(venue, ""), publishes_numbers=slug == "planning-committee",
            contact_officer=officer, contact_email="democracy@eskmere.example", contact_phone="01632 960 120",
        )  # fmt: skip
        seat_members(committee, people)
        make_ready(committee)
        made.append(committee)
    return made


def seat_members(committee: Committee, people: dict[str, Person]) -> None:
    members, substitutes = SEATS.get(committee.slug, (" ".join(last for _, last, _, _ in PEOPLE), ""))
    first_two = ["chair", "vice-chair"]
    for place, last in enumerate(members.split()):
        seat(committee, people[last], first_two[place] if place < 2 else "member", ELECTED)
    for last in substitutes.split():
        seat(committee, people[last], "substitute", ELECTED)
    for last in CO_OPTED.get(committee.slug, "").split():
        seat(committee, people[last], "co-opted", CO_OPTED_ON)


def seat(committee: Committee, person: Person, role: str, started_on: date) -> None:
    Membership.objects.create(committee=committee, person=person, role=role, started_on=started_on)
