"""After an election, or when a member resigns, the meetings that were planned already expect whoever sits on their day."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.admin.models import LogEntry

from committees.models import Membership
from minutes.models import Meeting, Movement
from tests.desk import Page, meeting_page
from tests.making import make_committee, make_item, make_meeting, make_person
from tests.test_committee_form import page_of

pytestmark = pytest.mark.django_db
LAST, FIRST = "2026-05-18", "2026-05-19"  # of the old seats and of the new


@pytest.fixture
def committee(clock):
    """Mary Bell (chair), Ann Vane and Joe Marsh, on 1 March 2026; another committee has Ann Vane too, and a summer meeting."""
    clock(datetime(2026, 3, 1, 9, tzinfo=UTC))
    committee, quays = make_committee(), make_committee(slug="quays", name="Quays")
    for name, role in [("Mary Bell", "chair"), ("Ann Vane", "member"), ("Joe Marsh", "member")]:
        Membership.objects.create(committee=committee, person=make_person(name), role=role)
    Membership.objects.create(committee=quays, person=make_person("Ann Vane"))
    for day in (date(2026, 1, 14), date(2026, 4, 1), date(2026, 7, 15)):
        make_meeting(committee=committee, date=day).expect_members()
    make_meeting(committee=quays, date=date(2026, 7, 15)).expect_members()
    yield committee
    assert [row.name for row in Meeting.objects.get(committee=quays).attendances.all()] == ["Councillor Ann Vane"]
    assert expected(committee, 1, 14) == {"Bell": "chair", "Vane": "member", "Marsh": "member"}


def meeting_of(committee, month: int, day: int) -> Meeting:
    return committee.meetings.get(date=date(2026, month, day))


def expected(committee, month: int, day: int) -> dict[str, str]:
    rows = meeting_of(committee, month, day).attendances.select_related("person")
    return {row.person.last_name: row.seat for row in rows}


def place_of(page, committee, name: str) -> int:
    """Which row of the page somebody's seat is."""
    seat = str(committee.memberships.get(person=make_person(name)).pk)
    return next(n for n in range(3) if page.fields[f"memberships-{n}-id"] == seat)


def elect(desk, committee, *, old: str = "Ann Vane", new: str = "Zoe Ash"):
    """In May somebody leaves and somebody joins, in one save."""
    page = page_of(desk, committee)
    at = place_of(page, committee, old)
    page.row("memberships", person=make_person(new).pk, role="member", started_on=FIRST)
    return desk.post(page.address, page.fields | {f"memberships-{at}-ended_on": LAST}, follow=True).content.decode()


def people_page(desk, meeting) -> str:
    return Page(desk, f"/admin/minutes/meeting/{meeting.pk}/people/").text


def test_meetings_after_an_election_expect_the_new_members_and_those_before_it_the_old(desk, committee):
    page = elect(desk, committee)
    assert "Meeting of 15 July 2026: Expected: Councillor Zoe Ash. Not expected any more: Councillor Ann Vane." in page
    assert "1 April 2026:" not in page
    assert expected(committee, 4, 1) == {"Bell": "chair", "Vane": "member", "Marsh": "member"}
    assert expected(committee, 7, 15) == {"Bell": "chair", "Ash": "member", "Marsh": "member"}
    said = LogEntry.objects.filter(object_id=str(meeting_of(committee, 7, 15).pk)).first()
    assert "Not expected any more: Councillor Ann Vane." in said.get_change_message()


def test_a_new_chair_is_expected_in_the_chair(desk, committee):
    page = page_of(desk, committee)
    bell, marsh = (place_of(page, committee, name) for name in ("Mary Bell", "Joe Marsh"))
    assert page.send(**{f"memberships-{bell}-role": "member", f"memberships-{marsh}-role": "chair"}) is None
    assert expected(committee, 7, 15) == {"Bell": "member", "Vane": "member", "Marsh": "chair"}


STATED = {"state": "apologies", "mode": "remote", "comment": "by ferry", "apology_reason": "ill"}


@pytest.mark.parametrize("column", STATED)
def test_somebody_of_whom_something_is_stated_stays_and_the_people_tab_says_that_they_have_no_seat(
    desk, committee, column
):
    summer = meeting_of(committee, 7, 15)
    summer.attendances.filter(person=make_person("Ann Vane")).update(**{column: STATED[column]})
    elect(desk, committee)
    assert expected(committee, 7, 15) == {"Bell": "chair", "Vane": "member", "Marsh": "member", "Ash": "member"}
    page = people_page(desk, summer)
    assert "Listed as members, without a seat on the committee on that day: Councillor Ann Vane." in page
    assert "Listed as members" not in people_page(desk, meeting_of(committee, 4, 1))


def test_who_has_a_substitute_or_moved_stays(desk, committee):
    for month, day in [(4, 1), (7, 15)]:
        meeting = meeting_of(committee, month, day)
        vane = meeting.attendances.get(person=make_person("Ann Vane"))
        if month == 4:
            Movement.objects.create(attendance=vane, kind="left", item=make_item(meeting))
        else:
            meeting.attendances.create(
                person=make_person("Eve Nash"), capacity="substitute", substitute_for=vane.person, position=9
            )
    Membership.objects.filter(committee=committee, person=make_person("Ann Vane")).update(started_on=date(2020, 1, 1))
    page = page_of(desk, committee)
    at = place_of(page, committee, "Ann Vane")
    assert page.send(**{f"memberships-{at}-ended_on": "2026-03-02"}) is None
    assert "Vane" in expected(committee, 4, 1) and "Vane" in expected(committee, 7, 15)


def test_whom_the_clerk_took_off_the_list_is_not_put_on_it_again(desk, committee):
    summer = meeting_of(committee, 7, 15)
    summer.attendances.filter(person=make_person("Joe Marsh")).delete()
    elect(desk, committee)
    assert expected(committee, 7, 15) == {"Bell": "chair", "Ash": "member"}
    meeting_of(committee, 4, 1).attendances.all().delete()
    page = page_of(desk, committee)
    page.row("memberships", person=make_person("Una Reed").pk, role="member")
    assert page.send() is None
    assert expected(committee, 4, 1) == {} and "Reed" in expected(committee, 7, 15)


def test_the_first_members_of_a_committee_are_expected_at_the_meetings_that_it_has_already(desk, committee):
    new = make_committee(slug="ferries", name="Ferries")
    make_meeting(committee=new, date=date(2026, 6, 3))
    page = Page(desk, f"/admin/committees/committee/{new.pk}/change/")
    assert page.send(members_list="Councillor Zoe Ash (Chair)\nCouncillor Una Reed") is None
    assert expected(new, 6, 3) == {"Ash": "chair", "Reed": "member"}


def test_a_meeting_that_is_moved_beyond_the_election_expects_the_members_of_its_new_day(desk, committee):
    elect(desk, committee)
    spring = meeting_of(committee, 4, 1)
    assert Page(desk, meeting_page(spring)).send(date="2026-06-10") is None
    assert expected(committee, 6, 10) == {"Bell": "chair", "Ash": "member", "Marsh": "member"}


def test_a_meeting_that_is_called_off_is_left_alone_and_the_people_tab_says_what_follows(desk, committee):
    summer = meeting_of(committee, 7, 15)
    follows = "if the committee’s members change before then, the list follows"
    assert follows in people_page(desk, summer)
    assert follows not in people_page(desk, meeting_of(committee, 1, 14))
    summer.cancel("Storm.")
    elect(desk, committee)
    assert "Vane" in expected(committee, 7, 15) and follows not in people_page(desk, summer)
