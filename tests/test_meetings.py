"""A meeting at the desk: its address, whether it has begun, who is expected."""

from datetime import UTC, datetime, time

import pytest
from django.core.exceptions import ValidationError

from committees.models import Membership
from minutes.models import Attendance, Meeting
from tests.desk import Page
from tests.making import SUMMER, WINTER, make_clerk, make_committee, make_item, make_meeting, make_person

pytestmark = pytest.mark.django_db


# Its address


@pytest.fixture
def sittings():
    """Two committees that met on the same two days; the Harbour Committee sat twice in the summer."""
    quays = make_committee(slug="quays", name="Quays Board")
    made = [
        make_meeting(date=day, committee=committee)
        for day in (WINTER, SUMMER)
        for committee in (make_committee(), quays)
    ]
    return {meeting.address: meeting for meeting in [*made, make_meeting(date=SUMMER, sitting=2)]}


def test_a_second_sitting_is_told_apart_in_address_and_name(sittings):
    assert {address: str(meeting) for address, meeting in sittings.items()} == {
        "harbour-committee/2026-01-14": "Harbour Committee, 14 January 2026",
        "quays/2026-01-14": "Quays Board, 14 January 2026",
        "harbour-committee/2026-07-15": "Harbour Committee, 15 July 2026",
        "quays/2026-07-15": "Quays Board, 15 July 2026",
        "harbour-committee/2026-07-15-2": "Harbour Committee, 15 July 2026 (2)",
    }


def test_each_meeting_is_found_at_its_own_address(sittings):
    for address, meeting in sittings.items():
        assert [*Meeting.objects.at(address)] == [*Meeting.objects.at(f"/{address}/")] == [meeting]


@pytest.mark.parametrize(
    "slug",
    ["", "2026-07-15-3", "2026-07-15-x", "2026-07-15x2", "2026-07-15 2", "2026-7-15", "2026-02-30", "2026-07-16", "x"],
)
def test_an_address_that_is_none_finds_no_meeting(sittings, slug):
    assert not Meeting.objects.at(f"harbour-committee/{slug}").exists()
    assert not Meeting.objects.at(slug).exists()


# Whether it has begun


MOMENTS = {  # in London, one hour before UTC's clock in summer
    "a minute before it starts, in winter": (WINTER, time(19, 30), datetime(2026, 1, 14, 19, 29, tzinfo=UTC), False),
    "as it starts, in winter": (WINTER, time(19, 30), datetime(2026, 1, 14, 19, 30, tzinfo=UTC), True),
    "a minute before it starts, in summer": (SUMMER, time(19, 30), datetime(2026, 7, 15, 18, 29, tzinfo=UTC), False),
    "as it starts, in summer": (SUMMER, time(19, 30), datetime(2026, 7, 15, 18, 30, tzinfo=UTC), True),
    "its day, when no start is known": (SUMMER, None, datetime(2026, 7, 14, 23, 0, tzinfo=UTC), True),
    "late on the day before, when no start is known": (SUMMER, None, datetime(2026, 7, 14, 22, 59, tzinfo=UTC), False),
    "early on the day after": (WINTER, time(19, 30), datetime(2026, 1, 15, 8, 0, tzinfo=UTC), True),
    "late on the day before": (WINTER, time(8, 0), datetime(2026, 1, 13, 23, 0, tzinfo=UTC), False),
}


@pytest.mark.parametrize(("day", "start", "now", "begun"), MOMENTS.values(), ids=MOMENTS)
def test_a_meeting_has_begun_when_its_clock_says_so(clock, client, day, start, now, begun):
    clock(now)
    meeting = make_meeting(date=day, start=start)
    assert meeting.has_begun == begun
    client.force_login(make_clerk())
    assert ("Held" if begun else "To come") in Page(client, "/admin/minutes/meeting/").text
    meeting.cancel("Storm.")
    assert "Cancelled" in Page(client, "/admin/minutes/meeting/").text


# Calling it off


def test_a_meeting_called_off_twice_was_called_off_the_first_time(clock):
    first, second = datetime(2026, 1, 10, 9, 0, tzinfo=UTC), datetime(2026, 1, 11, 9, 0, tzinfo=UTC)
    meeting, instead = make_meeting(date=WINTER), make_meeting(date=SUMMER)
    clock(first)
    meeting.cancel("Storm.", postponed_to=instead)
    clock(second)
    meeting.cancel(" The roof is gone. ")
    stored = Meeting.objects.get(pk=meeting.pk)
    assert (stored.cancelled_at, stored.cancellation_reason, stored.postponed_to) == (first, "The roof is gone.", None)
    with pytest.raises(ValidationError) as refusal:
        meeting.cancel("  ")
    assert list(refusal.value.message_dict) == ["reason"]


# Who is expected


def test_the_members_of_that_day_are_expected_and_nobody_else():
    committee, quays = make_committee(), make_committee(slug="quays", name="Quays Board")
    seats = {
        "Ann Vane": {"started_on": SUMMER},
        "Joe Marsh": {"ended_on": WINTER, "role": "vice-chair"},
        "Mary Bell": {"role": "chair"},
        "Una Reed": {"role": "substitute"},
        "Zoe Ash": {"role": "co-opted"},
    }
    for name, seat in seats.items():
        Membership.objects.create(committee=committee, person=make_person(name), **seat)
    Membership.objects.create(committee=quays, person=make_person("Tom Quill"))
    expected = {}
    for day in (WINTER, SUMMER):
        meeting = make_meeting(date=day)
        make_meeting(date=day, committee=quays).expect_members()
        Attendance.objects.create(meeting=meeting, person=make_person("Zoe Ash"), state="apologies", capacity="guest")
        meeting.expect_members()
        expected[day] = sorted((row.name.split()[-1], row.seat, row.state) for row in meeting.attendances.all())
    always = [("Ash", "", "apologies"), ("Bell", "chair", "expected")]
    assert expected[WINTER] == [*always, ("Marsh", "vice-chair", "expected")]
    assert expected[SUMMER] == [*always, ("Vane", "member", "expected")]


# Its items, moved with buttons


@pytest.mark.parametrize("step", [-1, 1])
def test_at_either_end_of_the_agenda_nothing_moves(step):
    meeting, other = make_meeting(date=WINTER), make_meeting(date=SUMMER)
    first, middle, last = (make_item(meeting, title) for title in ("First", "Middle", "Last"))
    below = make_item(meeting, "Below", parent=middle)
    make_item(other, "Elsewhere")
    for item in (last, below) if step == 1 else (first, below):
        item.move(step)
    middle.move(step)
    order = ["Middle", "Below", "First", "Last"] if step == -1 else ["First", "Last", "Middle", "Below"]
    assert [item.title for item in meeting.items.in_order()] == order


# The addresses of its items


def test_items_of_one_title_get_addresses_of_their_own():
    meeting = make_meeting()
    plain = make_item(meeting, "Repair of the mole")
    closed = make_item(meeting, "Sacking of Jim", restriction="england-2006-1", public_title="A contract")
    assert plain.proposed_slug(set()) == "repair-of-the-mole"
    assert plain.proposed_slug({"repair-of-the-mole"}) == "repair-of-the-mole-2"
    assert plain.proposed_slug({"repair-of-the-mole", "repair-of-the-mole-2"}) == "repair-of-the-mole-3"
    assert closed.proposed_slug(set()) == "a-contract"
    plain.title = "Attendance"
    assert plain.proposed_slug(set()) == "attendance-item"  # the list of who was there has that address
    plain.title = "???"
    assert plain.proposed_slug(set()) == "item"
    plain.title = "m" * 79 + " n" * 40
    assert plain.proposed_slug(set()) == "m" * 79
