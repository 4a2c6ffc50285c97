"""Minutes are numbered by their committee's pattern, each number once; or by hand, as before."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from committees.minute_numbers import Restart, check_pattern, written
from minutes.minute_numbers import number_minutes
from minutes.models import Minute, MinuteNumber
from published.kinds import Kind
from tests.desk import Page
from tests.making import make_committee, make_item, make_meeting, publish

pytestmark = pytest.mark.django_db


def numbers(meeting) -> list[str]:
    return [item.minute.number if hasattr(item, "minute") else "" for item in meeting.numbered_items("minute")]


def make_numbered(day: date = date(2026, 3, 4), count: int = 2, **pattern):
    """A meeting of a committee that numbers its minutes by year."""
    committee = make_committee(**{"minute_pattern": "{seq}/{yy}", "minute_restart": "year"} | pattern)
    meeting = make_meeting(committee=committee, date=day)
    for n in range(count):
        make_item(meeting, f"Pier {n}", minutes="<p>Mended.</p>")
    return meeting


def tab(meeting) -> str:
    return f"/admin/minutes/meeting/{meeting.pk}/minutes/"


def press(desk, meeting, **fields) -> str:
    """What the Minutes tab says after its button is pressed."""
    page = desk.post(f"{tab(meeting)}numbers/", fields, follow=True)
    return Page(desk, tab(meeting), page).text


# In words


@pytest.mark.parametrize(
    ("pattern", "restart", "day", "expected"),
    [
        ("{seq}", "", date(2026, 3, 4), "45"),
        ("{seq}/{yy}", "year", date(2026, 12, 31), "45/26"),
        ("{prefix}.{seq}/{yy}", "civic", date(2027, 4, 30), "E.45/26"),
        ("{prefix}.{seq}/{yy}", "civic", date(2027, 5, 1), "E.45/27"),
        ("{year}-{seq}", "year", date(2027, 1, 1), "2027-45"),
        ("{seq}/{yy}", "", date(2009, 7, 1), "45/09"),
    ],
)
def test_a_number_is_written_as_the_council_writes_it(pattern, restart, day, expected):
    assert written(pattern, 45, prefix="E", period=Restart(restart).period(day), day=day) == expected


@pytest.mark.parametrize(
    ("pattern", "restart", "said"),
    [
        ("{yy}", "year", "Write {seq} once"),
        ("{seq}{seq}/{yy}", "year", "Write {seq} once"),
        ("{seq}/{day}", "", "“{day}” is not known. Write {seq}, {year}, {yy} or {prefix}."),
        ("{seq}/{yy", "", "A brace is left open."),
        ("{seq}", "year", "Each year would have the same numbers."),
        ("{prefix}{seq}", "civic", "Each year would have the same numbers."),
    ],
)
def test_a_pattern_that_would_give_no_number_or_one_twice_is_refused(pattern, restart, said):
    with pytest.raises(ValidationError) as refused:
        check_pattern(pattern, restart)
    assert said in refused.value.messages[0]


def test_the_pattern_is_chosen_at_the_committee_and_what_is_wrong_in_it_is_said_there(desk):
    committee = make_committee()
    page = Page(desk, f"/admin/committees/committee/{committee.pk}/change/")
    refused = page.send(minute_pattern="{seq}", minute_restart="civic")
    assert "Each year would have the same numbers. Write {yy} or {year} too" in refused.text
    assert Page(desk, page.address).send(minute_pattern="{seq}/{yy}", minute_restart="civic") is None
    committee.refresh_from_db()
    assert (committee.minute_pattern, committee.minute_restart) == ("{seq}/{yy}", "civic")


# At the desk


def test_one_press_numbers_the_minutes_of_a_meeting_and_the_next_goes_on(desk):
    winter, summer = make_numbered(), make_numbered(date(2026, 7, 8), count=3)
    assert "They look like 1/26." in Page(desk, tab(winter)).text
    assert "The minutes are numbered: 45/26 to 46/26." in press(desk, winter, first="45")
    page = Page(desk, tab(summer))
    assert "Number the minutes from 47/26" in page.html and "First number" not in page.text
    assert "The minutes are numbered: 47/26 to 49/26." in press(desk, summer)
    assert (numbers(winter), numbers(summer)) == (["45/26", "46/26"], ["47/26", "48/26", "49/26"])
    assert "Number the minutes" not in Page(desk, tab(summer)).html
    publish(winter, Kind.DRAFT_MINUTES)
    assert "Minutes 45/26" in desk.get("/committees/harbour-committee/2026-03-04/").content.decode()


def test_a_new_year_begins_again_and_another_committee_counts_for_itself(desk):
    for day, committee in [
        (date(2026, 3, 4), "harbour"),
        (date(2027, 3, 3), "harbour"),
        (date(2026, 3, 4), "planning"),
    ]:
        meeting = make_numbered(day, slug=committee, name=committee)
        number_minutes(meeting, 7)
        assert numbers(meeting) == [f"7/{day:%y}", f"8/{day:%y}"]


def test_what_is_not_taken_or_no_item_of_its_own_gets_no_number(desk):
    meeting = make_numbered(count=1)
    make_item(meeting, "Part two", kind="heading")
    put_off = make_item(meeting, "Put off", state="deferred")
    make_item(meeting, "Below", parent=meeting.items.first(), minutes="<p>Also.</p>")
    make_item(meeting, "Closed", restriction="england-2006-3", public_title="Closed")
    made = number_minutes(meeting)
    assert [minute.number for minute in made] == ["1/26", "2/26"] and made[1].item.title == "Closed"
    assert not Minute.objects.filter(item=put_off).exists()


def test_a_number_that_was_given_by_hand_is_kept_and_given_to_no_other(desk):
    meeting = make_numbered(count=3)
    by_hand = meeting.items.last().minute
    by_hand.number = "2/26"
    by_hand.save_columns("number")
    number_minutes(meeting)
    assert numbers(meeting) == ["1/26", "3/26", "2/26"]


def test_a_number_is_given_to_no_other_minute_also_when_its_item_is_deleted(desk):
    meeting = make_numbered()
    number_minutes(meeting)
    meeting.items.last().delete()
    make_item(meeting, "New", minutes="<p>New.</p>")
    number_minutes(meeting)
    assert numbers(meeting) == ["1/26", "3/26"]


@pytest.mark.parametrize(("pattern", "answered"), [("{seq}/{yy}", 422), ("", 200)], ids=["by a pattern", "by hand"])
def test_a_number_of_another_minute_is_refused_at_its_field_where_a_pattern_gives_them(desk, pattern, answered):
    winter, summer = make_numbered(minute_pattern=pattern), make_numbered(date(2026, 7, 8))
    first, second = winter.items.first().minute, summer.items.first()
    first.number = "12/26"
    first.save_columns("number")
    sent = {"number": "12/26", "opened_number": ""}
    answer = desk.post(f"{tab(summer)}{second.pk}/number/", sent, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == answered
    if pattern:
        said = "12/26 is the number of “Pier 0” (Harbour Committee, 4 March 2026). Choose another."
        assert answer.json()["said"] == said and numbers(summer) == ["", ""]
    own = desk.post(
        f"{tab(winter)}{first.item_id}/number/",
        sent | {"opened_number": "12/26"},
        headers={"X-Requested-With": "fetch"},
    )
    assert own.status_code == 200


@pytest.mark.parametrize("first", ["0", "-3", "many", "9" * 30])
def test_what_is_no_number_to_begin_with_is_refused_and_none_is_given(desk, first):
    meeting = make_numbered()
    assert "Begin with a number from 1 to 100,000." in press(desk, meeting, first=first)
    assert numbers(meeting) == ["", ""] and not MinuteNumber.objects.exists()


def test_a_number_that_would_be_too_long_is_refused_and_none_is_given(desk):
    meeting = make_numbered(minute_pattern="{prefix}{prefix}{seq}/{yy}", minute_prefix="Planning")
    assert "“PlanningPlanning45/26” is longer than 20 characters." in press(desk, meeting, first="45")
    assert not MinuteNumber.objects.exists()


def test_without_a_pattern_nothing_is_offered(desk):
    meeting = make_numbered(minute_pattern="", minute_restart="")
    assert "Number the minutes" not in Page(desk, tab(meeting)).html
    assert "This committee numbers its minutes by hand" in press(desk, meeting)
    assert numbers(meeting) == ["", ""] and not MinuteNumber.objects.exists()
