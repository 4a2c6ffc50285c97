"""A new committee or person is shown to the public from the day that a manager says, and not before."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from committees.models import Committee, Membership, Person
from committees.roles import Role
from minutes.models import Attendance
from published.kinds import Kind
from publishing.models import NotReady
from tests.desk import Page
from tests.making import make_committee, make_item, make_meeting, make_person, publish
from tests.test_rights_table import somebody

pytestmark = pytest.mark.django_db


def add_committee(client, name: str = "Quay Board", **fields) -> Committee:
    slug = name.lower().replace(" ", "-")
    assert Page(client, "/admin/committees/committee/add/").send(name=name, slug=slug, **fields) is None
    return Committee.objects.get(slug=slug)


def seen(address: str) -> str:
    """What the public reads there; "" where nothing is."""
    answer = Client().get(address)
    assert answer.status_code in {200, 404}
    return answer.content.decode() if answer.status_code == 200 else ""


def test_what_a_clerk_adds_waits_until_a_manager_shows_it():
    board = add_committee(somebody((Role.CLERK, None)))
    assert board.shown_from is None
    assert seen("/committees/quay-board/") == "" and "Quay Board" not in seen("/committees/")
    manager = somebody((Role.MANAGER, board))
    assert Page(manager, f"/admin/committees/committee/{board.pk}/change/").send(shown_from="today") is None
    assert "Quay Board" in seen("/committees/quay-board/") and "Quay Board" in seen("/committees/")


def test_what_is_to_be_shown_from_a_later_day_is_not_shown_before():
    board = make_committee(name="Quay Board", slug="quay-board", shown_from=timezone.localdate() + timedelta(1))
    assert seen("/committees/quay-board/") == "" and "Quay Board" not in seen("/committees/")
    Committee.objects.filter(pk=board.pk).update(shown_from=timezone.localdate())
    assert "Quay Board" in seen("/committees/quay-board/")


def test_a_manager_who_adds_a_committee_shows_it_at_once_or_later():
    manager = somebody((Role.MANAGER, None))
    assert add_committee(manager).shown_from == timezone.localdate()
    assert add_committee(manager, "Pier Board", shown_from="").shown_from is None


def test_a_clerk_reads_from_when_and_can_t_say_it():
    board = make_committee(shown_from=None)
    ann = make_person("Ann Vane", shown_from=None)
    clerk = somebody((Role.CLERK, board))
    for row, name in [(board, "committee"), (ann, "person")]:
        page = Page(clerk, f"/admin/committees/{name}/{row.pk}/change/")
        assert "Shown to the public from" in page.text and "shown_from" not in page.fields
        clerk.post(page.address, page.fields | {"shown_from": "today"})
        row.refresh_from_db()
        assert row.shown_from is None


def test_a_manager_of_another_committee_can_t_say_it():
    board, other = make_committee(shown_from=None), make_committee(name="Market", slug="market")
    manager = somebody((Role.MANAGER, other), (Role.CLERK, board))
    page = Page(manager, f"/admin/committees/committee/{board.pk}/change/")
    assert "shown_from" not in page.fields


def test_a_new_member_is_named_on_the_committee_s_page_from_the_day_that_a_manager_says():
    board, mary = make_committee(), make_person("Mary Bell")
    clerk = somebody((Role.CLERK, board))
    assert Page(clerk, "/admin/committees/person/add/").send(first_name="Ann", last_name="Vane", slug="ann") is None
    ann = Person.objects.get(slug="ann")
    for person in (ann, mary):
        Membership.objects.create(committee=board, person=person)
    page = seen("/committees/harbour-committee/")
    assert "Mary Bell" in page and "Vane" not in page
    manager = somebody((Role.MANAGER, board))
    assert Page(manager, f"/admin/committees/person/{ann.pk}/change/").send(shown_from="today") is None
    assert "Ann Vane" in seen("/committees/harbour-committee/")


def test_who_is_new_in_a_list_of_members_waits_as_well():
    board = make_committee()
    for role, shown in [(Role.CLERK, None), (Role.MANAGER, timezone.localdate())]:
        client = somebody((Role.CLERK, board), (role, board))
        name = f"Una Reed-{role}"
        page = Page(client, f"/admin/committees/committee/{board.pk}/change/")
        assert page.send(members_list=f"Councillor {name.title()}") is None
        assert Person.objects.get(last_name=f"Reed-{role.title()}").shown_from == shown


def problems(meeting, kind: Kind) -> list[str]:
    with pytest.raises(NotReady) as refused:
        publish(meeting, kind)
    return [str(problem) for problem in refused.value.problems]


def test_nothing_of_a_committee_is_published_before_it_is_shown():
    meeting = make_meeting(committee=make_committee(shown_from=None), date=timezone.localdate() + timedelta(30))
    make_item(meeting)
    said = "Harbour Committee is not shown to the public yet. A manager says from which day, on its page."
    assert said in problems(meeting, Kind.AGENDA)
    Committee.objects.update(shown_from=timezone.localdate())
    meeting.committee.refresh_from_db()
    publish(meeting, Kind.AGENDA)


def test_no_agenda_names_somebody_before_they_are_shown():
    meeting = make_meeting(date=timezone.localdate() + timedelta(30))
    make_item(meeting)
    for person in (make_person("Mary Bell"), make_person("Ann Vane", shown_from=None)):
        Attendance.objects.create(meeting=meeting, person=person)
    (said,) = problems(meeting, Kind.AGENDA)
    assert said == "Councillor Ann Vane is not shown to the public yet. A manager says from which day, on their page."
    Person.objects.update(shown_from=timezone.localdate())
    publish(meeting, Kind.AGENDA)
