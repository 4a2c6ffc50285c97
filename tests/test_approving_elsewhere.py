"""Minutes of one body that another approves: a committee's by the council, at its item, by the body and the day."""

import pytest
from django.test import Client

from committees.roles import Role
from minutes.models import Approval
from published.kinds import Kind
from publishing.freezing import freeze
from tests.making import make_committee, make_held_meeting
from tests.test_appointments import appoint, make_user
from tests.test_approval import FEBRUARY, MARCH, approve, at_the_item, item_of, made_next, made_public, record, words
from tests.test_rights import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def parks():
    return made_public(FEBRUARY, committee=make_committee(name="Parks Committee", slug="parks"))


@pytest.fixture
def march(parks):
    return made_next()


def send(client, march, parks, **changes):
    known = {"committee": parks.committee_id, "day": "4 February 2026", "outcome": "approved", "corrections": ""}
    address = f"/admin/publishing/publication/meeting/{march.pk}/approvals/{item_of(march).pk}/"
    return client.post(address, known | changes, follow=True)


def test_it_is_recorded_at_the_item_and_named_in_public(desk, march, parks):
    assert "Parks Committee, 4 February 2026" not in at_the_item(desk, march)
    send(desk, march, parks)
    approval = Approval.objects.get()
    assert (approval.of_meeting, approval.by_item) == (parks, item_of(march))
    assert "Parks Committee, 4 February 2026 Approved" in at_the_item(desk, march)
    assert freeze(parks, Kind.MINUTES).approval.committee == "Harbour Committee"


WRONG = {
    "no body": ({"committee": ""}, "This field is required."),
    "no day": ({"day": "soon"}, "Write the day like"),
    "a day without a meeting": (
        {"day": "5 February 2026"},
        "No draft minutes of Parks Committee of 5 February 2026 are published.",
    ),
    "corrections that nobody wrote": ({"outcome": "corrected"}, "Write the corrections that were agreed"),
    "a later meeting": ({"day": "8 July 2026"}, "is earlier than the minutes"),
    "minutes that are not out": (
        {"day": "7 January 2026"},
        "No draft minutes of Parks Committee of 7 January 2026 are published.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stands(desk, march, parks, case):
    made_public(MARCH.replace(month=7, day=8), committee=parks.committee)
    make_held_meeting(date=FEBRUARY.replace(month=1, day=7), committee=parks.committee)
    changes, sentence = WRONG[case]
    answer = send(desk, march, parks, **({"corrections": ""} | changes))
    assert sentence in words(answer, "//section[@class='approvals']")
    assert not Approval.objects.exists()
    if "day" in changes:
        assert f'value="{changes["day"]}"' in answer.content.decode()


def test_the_same_minutes_are_approved_once(desk, march, parks):
    send(desk, march, parks)
    answer = send(desk, march, parks)
    assert "These minutes are approved already." in words(answer, "//section[@class='approvals']")
    assert Approval.objects.count() == 1


def test_it_is_for_who_may_change_approvals(march, parks):
    rights = ["minutes.view_meeting", "minutes.change_agendaitem", "minutes.change_approval"]
    for lacking in rights:
        assert send(staff(*(right for right in rights if right != lacking)), march, parks).status_code == 403
    send(staff(*rights), march, parks)
    assert Approval.objects.count() == 1


def clerk_of(*committees) -> Client:
    user = make_user(f"Clerk{len(committees)}")
    for committee in committees:
        appoint(user, Role.CLERK, committee)
    client = Client()
    client.force_login(user)
    return client


def test_a_clerk_of_one_committee_records_nothing_of_another_s_minutes_and_learns_of_none(march, parks):
    hidden = make_held_meeting(date=FEBRUARY.replace(day=11), committee=parks.committee)
    clerk = clerk_of(march.committee)
    answers = [record(clerk, march, minutes) for minutes in (parks, hidden)]
    assert [answer.status_code for answer in answers] == [404, 404]
    send(clerk, march, parks)
    assert not Approval.objects.exists()


def test_the_other_body_is_offered_to_who_may_change_approvals_in_both(march, parks):
    assert "Minutes of another body" not in at_the_item(clerk_of(march.committee), march)
    both = clerk_of(march.committee, parks.committee)
    assert "Minutes of another body" in at_the_item(both, march)
    send(both, march, parks)
    assert Approval.objects.get().of_meeting == parks


def test_what_is_recorded_of_another_body_is_taken_back_by_who_may_change_approvals_in_both(march, parks):
    approve(parks, march)
    one, both = clerk_of(march.committee), clerk_of(march.committee, parks.committee)
    assert "Parks Committee, 4 February 2026 Approved" in at_the_item(one, march)
    assert "Take this back" not in at_the_item(one, march) and "Take this back" in at_the_item(both, march)
    for client, left in [(one, 1), (both, 0)]:
        record(client, march, parks, take_back="1", opened_version="0")
        assert Approval.objects.count() == left


def test_minutes_are_approved_at_an_item_for_them_alone(desk, march, parks):
    february = made_public(FEBRUARY)
    item = item_of(march)
    item.kind = "business"
    item.save_columns("kind")
    address = f"/admin/publishing/publication/meeting/{march.pk}/approvals/{item.pk}/"
    assert desk.post(f"{address}{february.pk}/", {"outcome": "approved"}).status_code == 404
    known = {"committee": parks.committee_id, "day": "4 February 2026", "outcome": "approved"}
    assert desk.post(address, known).status_code == 404
    assert not Approval.objects.exists()
