"""Alison keeps the list of a committee's members."""

from datetime import date

import pytest

from committees.models import Committee, Membership, Person
from tests.desk import Page
from tests.making import make_committee, make_meeting, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    """Mary Bell in the chair since 2023, Ann Vane and Joe Marsh as members; and another committee with its own chair."""
    committee, other = make_committee(), make_committee(slug="quays", name="Quays")
    for name, role in [("Mary Bell", "chair"), ("Ann Vane", "member"), ("Joe Marsh", "member")]:
        Membership.objects.create(
            committee=committee, person=make_person(name), role=role, started_on=date(2023, 5, 16)
        )
    Membership.objects.create(committee=other, person=make_person("Ann Vane"), role="chair")
    return committee


def page_of(desk, committee: Committee) -> Page:
    return Page(desk, f"/admin/committees/committee/{committee.pk}/change/")


def seats(committee: Committee) -> dict[str, str]:
    return {seat.person.last_name: seat.role for seat in committee.memberships.filter(ended_on=None)}


def test_a_new_chair_is_named_and_the_old_one_ended_in_one_save(desk, committee):
    page = page_of(desk, committee)
    page.row("memberships", person=make_person("Zoe Ash").pk, role="chair", started_on="2026-05-19")
    assert page.send(**{"memberships-0-ended_on": "2026-05-18"}) is None
    assert seats(committee) == {"Ash": "chair", "Vane": "member", "Marsh": "member"}


@pytest.mark.parametrize("old", [{"role": "member"}, {"DELETE": "on"}], ids=str)
@pytest.mark.parametrize("new", ["1", "2"])
def test_a_member_becomes_chair_in_the_place_of_another_in_one_save(desk, committee, old, new):
    changes = {f"memberships-0-{name}": value for name, value in old.items()}
    assert page_of(desk, committee).send(**changes, **{f"memberships-{new}-role": "chair"}) is None
    assert list(seats(committee).values()).count("chair") == 1 and seats(committee).get("Bell") != "chair"


def test_the_chair_passes_to_whoever_is_listed_before(desk, committee):
    Membership.objects.filter(committee=committee).update(role="member")
    Membership.objects.filter(committee=committee, person__last_name="Vane").update(role="chair")
    page = page_of(desk, committee)
    roles = [value for name, value in page.fields.items() if name.endswith("-role")]
    assert "chair" in roles[1:]
    place = roles.index("chair")
    assert page.send(**{"memberships-0-role": "chair", f"memberships-{place}-role": "member"}) is None
    assert list(seats(committee).values()).count("chair") == 1


def test_two_chairs_on_one_day_are_refused_with_their_names(desk, committee):
    page = page_of(desk, committee).send(**{"memberships-1-role": "chair"})
    assert "Councillor Mary Bell and Councillor Joe Marsh would both be chair on one day" in page.text
    page = page_of(desk, committee)
    page.row("memberships", person=make_person("Zoe Ash").pk, role="chair", started_on="2026-05-18")
    page = page.send(**{"memberships-0-ended_on": "2026-05-18"})
    assert "would both be chair on one day" in page.text
    assert seats(committee) == {"Bell": "chair", "Vane": "member", "Marsh": "member"}


def test_a_chair_elected_for_next_year_can_be_written_down_today(desk, committee):
    page = page_of(desk, committee)
    page.row("memberships", person=make_person("Zoe Ash").pk, role="chair", started_on="2099-05-19")
    assert page.send(**{"memberships-0-ended_on": "2099-05-18"}) is None
    on = committee.memberships.filter(role="chair").on
    assert [on(day).get().person.last_name for day in (date(2099, 5, 18), date(2099, 5, 19))] == ["Bell", "Ash"]


def test_chairs_of_old_whose_first_day_nobody_knows_are_no_fault(desk, committee):
    for name, end in [("Old One", date(2015, 5, 1)), ("Old Two", date(2019, 5, 1))]:
        Membership.objects.create(committee=committee, person=make_person(name), role="chair", ended_on=end)
    assert page_of(desk, committee).send(quorum=4) is None


def test_nobody_sits_twice_and_who_left_can_come_back(desk, committee):
    ann = make_person("Ann Vane").pk
    page = page_of(desk, committee).row("memberships", person=ann, role="vice-chair")
    assert "Councillor Ann Vane would sit on this committee twice" in page.send().text
    page = page_of(desk, committee).row("memberships", person=ann, role="vice-chair", started_on="2026-05-19")
    where = next(n for n in (0, 1, 2) if Membership.objects.get(pk=page.fields[f"memberships-{n}-id"]).person_id == ann)
    assert page.send(**{f"memberships-{where}-ended_on": "2026-05-18"}) is None
    assert seats(committee)["Vane"] == "vice-chair"


def test_an_end_before_the_start_is_refused_at_its_row(desk, committee):
    page = page_of(desk, committee).send(**{"memberships-0-ended_on": "2022-01-01"})
    assert "A membership can't end before it starts." in page.text


def test_a_chair_whom_another_clerk_added_meanwhile_is_seen(desk, committee):
    Membership.objects.filter(committee=committee, role="chair").update(ended_on=date(2026, 5, 18))
    page = page_of(desk, committee).row("memberships", person=make_person("Zoe Ash").pk, role="chair")
    Membership.objects.create(committee=committee, person=make_person("Una Reed"), role="chair")
    assert "would both be chair on one day" in page.send().text


@pytest.fixture
def full_council(settings):
    """150 members."""
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
    council = make_committee(slug="council", name="Council", kind="council")
    people = [
        Person(title="Councillor", first_name="Una", last_name=f"Reed {n:03}", slug=f"una-{n:03}") for n in range(150)
    ]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(committee=council, person=person, role_order=2)
        for person in Person.objects.filter(last_name__startswith="Reed")
    )
    return council


def test_a_full_council_is_edited_in_one_form(desk, full_council):
    assert page_of(desk, full_council).send(**{"memberships-149-role": "chair"}) is None
    assert full_council.memberships.count() == 150
    assert full_council.memberships.get(role="chair").person.last_name == "Reed 149"


def test_a_full_council_attends_a_meeting(desk, full_council):
    meeting = make_meeting(committee=full_council)
    meeting.expect_members()
    assert desk.post(f"/admin/minutes/meeting/{meeting.pk}/people/", {"do": "all-present"}).status_code == 302
    assert meeting.attendances.filter(state="present").count() == 150


def test_the_page_of_a_committee_costs_the_same_for_2_members_and_for_150(
    desk, committee, full_council, django_assert_max_num_queries
):
    for each in (committee, full_council):
        with django_assert_max_num_queries(10):
            page_of(desk, each)
