"""A meeting's attendance page says who came, as what and for whom, and what they declared: from what is shown of it now."""

from datetime import UTC, date, datetime

import pytest
from lxml import html

from committees.models import Membership, Person
from minutes.models import Attendance, Declaration, Movement
from published.kinds import Kind
from publishing.models import Publication
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, make_person, publish

pytestmark = pytest.mark.django_db
ADDRESS = "/committees/harbour-committee/2026-07-15/attendance/"
LATER = datetime(2099, 1, 1, tzinfo=UTC)


def table(client, caption: str, address: str = ADDRESS) -> list[list[str]]:
    """The lines of the table with this caption, without its head."""
    tree = html.fromstring(client.get(address).content.decode())
    rows = tree.xpath(f"//table[caption = '{caption}']/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def words(client, address: str = ADDRESS) -> str:
    main = html.fromstring(client.get(address).content.decode()).find(".//main")
    return " ".join(main.text_content().split())


@pytest.fixture
def summer():
    """One of everybody whom a list can have. Another committee met on the same day, and this one in winter."""
    for other in (
        make_held_meeting(date=date(2026, 7, 15), committee=make_committee(slug="quays", name="Quays")),
        make_held_meeting(date=date(2026, 1, 14)),
    ):
        listed(other, person=make_person("Ida Elsewhere"), state="absent")
        publish(other)
    meeting = make_held_meeting(date=date(2026, 7, 15))
    item = meeting.items.get()
    cy = listed(meeting, person=make_person("Cy Tern"), seat="member", state="apologies", apology_reason="In hospital")
    listed(meeting, person=make_person("Dee Strand"), seat="vice-chair", state="absent")
    joan = listed(
        meeting, person=make_person("Joan Pike"), capacity="substitute", substitute_for=cy.person, state="present"
    )
    late = listed(meeting, person=make_person("Una Reed"), seat="co-opted", state="present", mode="remote")
    Movement.objects.create(attendance=late, item=item, kind="arrived", position=1)
    listed(meeting, guest_name="Ann Low", role="Harbour Master", capacity="officer", state="present")
    listed(meeting, guest_name="Bea Press", capacity="press", state="present", comment="for one item")
    Declaration.objects.create(item=item, person=joan.person, kind="pecuniary", nature="owns a boat", afterwards="left")
    Declaration.objects.create(item=item, person=late.person, kind="pecuniary", nature="secret", is_sensitive=True)
    return meeting


def listed(meeting, **facts) -> Attendance:
    facts = {"position": meeting.attendances.count() + 1} | facts
    return Attendance.objects.create(meeting=meeting, **facts)


def test_the_minutes_say_who_came_as_what_and_for_whom(client, summer):
    publish(summer)
    assert table(client, "Who attended") == [
        ["Councillor Mary Bell", "Chair", "Present", ""],
        ["Councillor Dee Strand", "Vice-Chair", "Absent", ""],
        ["Councillor Cy Tern", "Member", "Apologies", ""],
        ["Councillor Joan Pike", "Substitute", "Present, as substitute", "Substitute for Councillor Cy Tern"],
        ["Councillor Una Reed", "Co-opted member", "Present", "Remotely, arrived during “Repair of the north mole”"],
        ["Ann Low", "Harbour Master", "In attendance", ""],
        ["Bea Press", "Press", "In attendance", "For one item"],
    ]
    assert table(client, "Declared at this meeting") == [
        [
            "Councillor Joan Pike",
            "1. Repair of the north mole",
            "Disclosable pecuniary interest: owns a boat. Left the room.",
        ],
        ["Councillor Una Reed", "1. Repair of the north mole", "An interest"],
    ]
    said = words(client)
    assert "hospital" not in said and "secret" not in said and "Elsewhere" not in said


def test_who_has_a_page_is_led_to_and_nobody_else(client, summer):
    for name, shown in (("Mary Bell", date(2026, 1, 1)), ("Cy Tern", date(2099, 1, 1))):
        member = make_person(name)
        Membership.objects.create(committee=summer.committee, person=member)
        publish(summer, note="Again.") if Publication.objects.filter(meeting=summer).exists() else publish(summer)
        Person.objects.filter(pk=member.pk).update(shown_from=shown)
    links = html.fromstring(client.get(ADDRESS).content.decode()).xpath("//main//a/@href")
    assert [link for link in links if "people" in link] == ["/people/mary-bell/"]
    assert "/committees/harbour-committee/2026-07-15/repair-of-the-north-mole/" in links


def test_an_agenda_lists_the_members_and_says_when_attendance_is_published(client, summer):
    publish(summer, Kind.AGENDA)
    said = words(client)
    assert "Attendance is published with the minutes. Members Councillor Mary Bell (Chair)" in said
    assert "Cy Tern" in said and "Joan Pike" not in said and "boat" not in said
    assert not any(word in said for word in ("Apologies", "Absent", "Present", "Ann Low"))


def test_draft_minutes_say_that_they_are_drafts_and_the_approved_ones_replace_them(client, summer):
    publish(summer, Kind.DRAFT_MINUTES)
    assert "Draft minutes. They are subject to confirmation" in words(client)
    Attendance.objects.filter(person__slug="dee-strand").update(state="present")
    assert ["Councillor Dee Strand", "Vice-Chair", "Absent", ""] in table(client, "Who attended")
    publish(summer, Kind.MINUTES, goes_live_at=LATER)
    assert ["Councillor Dee Strand", "Vice-Chair", "Absent", ""] in table(client, "Who attended")
    publish(summer, Kind.MINUTES, note="Now.")
    assert ["Councillor Dee Strand", "Vice-Chair", "Present", ""] in table(client, "Who attended")
    assert "subject to confirmation" not in words(client)


def test_of_a_withdrawn_meeting_the_page_is_gone_and_of_an_unknown_one_there_is_none(client, summer):
    assert client.get(ADDRESS).status_code == 404
    publish(summer).withdraw("A name was in it.")
    assert client.get(ADDRESS).status_code == 410
    assert client.get("/committees/harbour-committee/2026-07-16/attendance/").status_code == 404


def test_a_cancelled_meeting_was_attended_by_nobody(client):
    meeting = make_meeting(date=date(2026, 7, 15))
    make_item(meeting)
    publish(meeting, Kind.AGENDA)
    meeting.cancel("The heating failed.")
    publish(meeting, Kind.CANCELLATION)
    assert "The meeting was not held." in words(client)


@pytest.mark.parametrize("many", [1, 40])
def test_the_page_costs_three_queries_of_few_people_and_of_many(client, summer, many, django_assert_num_queries):
    for n in range(many):
        person = make_person(f"Pat Long{n:02}")
        listed(summer, person=person, state="present")
        Declaration.objects.create(item=summer.items.get(), person=person, kind="non-registrable")
    publish(summer)
    client.get(ADDRESS)
    with django_assert_num_queries(4):  # the organisation, which a cache remembers, is one of them
        assert client.get(ADDRESS).status_code == 200
