"""Days and times as a British clerk types them: read where they have one meaning, refused with what to do where not."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from committees.days_and_times import ComingDayField, DayField, TimeOfDayField
from minutes.models import Action, Meeting
from tests.desk import Page, item_page, meeting_page
from tests.making import make_committee, make_item, make_meeting

FIRST = date(2026, 12, 1)  # a Tuesday
DAYS = {
    "1.12.26": FIRST, "1/12/26": FIRST, "01-12-2026": FIRST, "1 12 2026": FIRST, "2026-12-01": FIRST, "1 Dec 2026": FIRST,
    "1st December 2026": FIRST, "Tues 1 Dec 2026": FIRST, "Tuesday, 1 December 2026": FIRST, "the 1st of December 2026": FIRST,
    "December 1, 2026": FIRST, "1Dec2026": FIRST, "5 Sept. 26": date(2026, 9, 5), "7/6/2027": date(2027, 6, 7),
    "today": date(2026, 11, 29), "Tomorrow": date(2026, 11, 30), "1 April 69": date(1969, 4, 1), "1 April 68": date(2068, 4, 1),
}  # fmt: skip
WITHOUT_A_YEAR = {
    "1 December": FIRST, "Tues 1st Dec": FIRST, "1/12": FIRST, "29 November": date(2026, 11, 29), "4 March": date(2027, 3, 4),
    "29 Feb": date(2028, 2, 29),
}  # fmt: skip
NO_DAYS = {
    "31 February 2027": "There is no 31 February 2027.", "29/2/2027": "There is no 29 February 2027.",
    "31 February": "There is no 31 February.", "30/2": "There is no 30 February.", "31/4/26": "There is no 31 April 2026.",
    "12/13/2026": "There is no month 13: the day comes first.", "0000-01-01": "There is no 1 January 0.",
    "Monday 1 December 2026": "1 December 2026 is a Tuesday, not a Monday. Correct one of the two.",
    "next Friday": "Write the day like 12 November 2026", "December 26": "Write the day like",
    "December 2026": "Write the day like",
    "99999-01-01": "Write the day like", "1": "Write the day like", "1 ma 2026": "Write the day like",
    "soon": "Write the day like",
}  # fmt: skip
TIMES = {
    "7pm": time(19), "7 p.m.": time(19), "19.00": time(19), "7.30 pm": time(19, 30), "7:30PM": time(19, 30), "1930": time(19, 30),
    "19:30:00": time(19, 30), "19.30 hrs": time(19, 30), "19": time(19), "09.30": time(9, 30), "9.30 am": time(9, 30),
    "10.15": time(10, 15), "12.30": time(12, 30), "12 pm": time(12), "12.05 am": time(0, 5), "noon": time(12),
    "midnight": time(0),
    "00:15": time(0, 15),
}  # fmt: skip
NO_TIMES = {
    "7.30": "In the morning or in the evening? Write 7.30 am or 7.30 pm.", "7": "Write 7 am or 7 pm.",
    "9:00": "Write 9 am or 9 pm.",
    "12": "Write 12 am or 12 pm.", "25.00": "There is no such time.", "19.61": "There is no such time.",
    "13 am": "There is no such time.", "19.30 pm": "There is no such time.",
    "0 pm": "There is no such time.", "half past seven": "Write the time like 19:30 or 7.30 pm.",
}  # fmt: skip


@pytest.fixture
def today(clock):
    clock(datetime(2026, 11, 29, 12, tzinfo=UTC))


@pytest.mark.parametrize("typed", [*DAYS, *WITHOUT_A_YEAR])
def test_a_day_that_has_one_meaning_is_read(today, typed):
    assert ComingDayField().clean(f" {typed} ") == (DAYS | WITHOUT_A_YEAR)[typed]
    if typed in DAYS:
        assert DayField().clean(typed) == DAYS[typed]


@pytest.mark.parametrize("typed", NO_DAYS)
def test_a_day_that_is_none_or_may_be_several_is_refused_with_what_to_do(today, typed):
    with pytest.raises(ValidationError) as refused:
        ComingDayField().clean(typed)
    assert NO_DAYS[typed] in refused.value.messages[0]


@pytest.mark.parametrize("typed", WITHOUT_A_YEAR)
def test_where_the_day_may_be_past_its_year_is_asked_for(today, typed):
    with pytest.raises(ValidationError, match="Write it out, such as "):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", TIMES)
def test_a_time_that_has_one_meaning_is_read(typed):
    assert TimeOfDayField().clean(typed) == TIMES[typed]


@pytest.mark.parametrize("typed", NO_TIMES)
def test_a_time_that_is_none_or_may_be_morning_or_evening_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        TimeOfDayField().clean(typed)
    assert NO_TIMES[typed] in refused.value.messages[0]


@pytest.mark.django_db
def test_a_new_meeting_is_made_of_what_is_typed_and_says_on_which_day(desk, today):
    make_meeting(date=date(2026, 3, 4))
    address = f"/admin/minutes/meeting/new/?committee={make_committee().pk}"
    fields = {"date": "14 January", "start": "7.30", "venue": "Guildhall", "begin": "empty", "sitting": "1"}
    page = desk.post(address, fields).content.decode()
    assert "In the morning or in the evening? Write 7.30 am or 7.30 pm." in page and 'value="14 January"' in page
    page = desk.post(address, fields | {"start": "7.30pm"}, follow=True).content.decode()
    assert "Harbour Committee, 14 January 2027 is made" in page
    assert Meeting.objects.get(date=date(2027, 1, 14)).start == time(19, 30)


@pytest.mark.django_db
def test_pages_of_the_desk_read_the_same_days_and_times(desk, today):
    meeting = make_meeting(date=date(2026, 7, 8))
    assert Page(desk, meeting_page(meeting)).send(date="8.7.26", start="7pm", end="9.15 p.m.") is None
    meeting.refresh_from_db()
    assert (meeting.date, meeting.start, meeting.end) == (date(2026, 7, 8), time(19), time(21, 15))
    item = make_item(meeting)
    assert Page(desk, item_page(item)).row("actions", what="Mend", due="1.12.26").send() is None
    assert Action.objects.get().due == FIRST
    page = Page(desk, f"/admin/committees/committee/{meeting.committee_id}/change/")
    refused = page.send(usual_start="7.30", dissolved_on="1 December")
    assert "Write 7.30 am or 7.30 pm." in refused.text and "Of which year?" in refused.text
