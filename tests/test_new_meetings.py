"""Alison makes meetings: one from the committee's pattern or the last one, or a year of them in one go."""

from datetime import UTC, date, datetime, time

import lxml.html
import pytest
from django.contrib.admin.models import LogEntry

from committees.calendar import bank_holiday, next_usual_day, usual_days
from committees.clocks import left_out_by_the_clocks, twice_by_the_clocks
from committees.models import Membership
from minutes.admin.meetings.new import proposed
from minutes.models import Attendance, Meeting, StandingItem
from tests.desk import Page, meeting_page
from tests.making import make_committee, make_item, make_meeting, make_person
from tests.test_rights import staff

pytestmark = pytest.mark.django_db
START = "/admin/minutes/meeting/"


@pytest.fixture
def committee(clock):
    """It meets on the second Tuesday; today is 2 February 2026. Another committee has a pattern and items of its own."""
    clock(datetime(2026, 2, 2, 9, tzinfo=UTC))
    other = make_committee(slug="quays", name="Quays", usual_weekday=0, usual_week=1)
    StandingItem.objects.create(committee=other, title="Elsewhere")
    committee = make_committee(usual_weekday=1, usual_week=2, usual_start=time(19, 30), usual_venue="Guildhall")
    Membership.objects.create(committee=committee, person=make_person(), role="chair")
    return committee


def test_a_committee_s_first_meeting_is_proposed_without_a_place_and_the_next_where_it_met_last():
    committee = make_committee()
    assert (proposed(committee, None)["venue"], proposed(committee, None)["start"]) == ("", "")
    assert proposed(committee, make_meeting(committee=committee, venue="The old quay"))["venue"] == "The old quay"
    committee.usual_venue = "Guildhall"
    assert proposed(committee, None)["venue"] == "Guildhall"


def form_of(client, address: str, at: int = -1) -> dict:
    forms = lxml.html.fromstring(client.get(address).content.decode()).xpath("//form[contains(@class, 'making')]")
    values: dict = {}
    for name, value in forms[at].form_values():
        values.setdefault(name, []).append(value)
    return values


def new(client, committee, **changes):
    address = f"{START}new/?committee={committee.pk}"
    return client.post(address, form_of(client, address) | changes, follow=True)


# Days


@pytest.mark.parametrize(
    ("weekday", "week", "days"),
    [
        (1, 2, ["2026-03-10", "2026-04-14"]),
        (4, 1, ["2026-03-06", "2026-04-03"]),
        (0, 5, ["2026-03-30", "2026-04-27"]),  # the last: the fifth Monday of March, the fourth of April
        (3, 4, ["2026-03-26", "2026-04-23"]),
        (6, None, [f"2026-{day}" for day in "03-01 03-08 03-15 03-22 03-29 04-05 04-12 04-19 04-26".split()]),
    ],
)  # fmt: skip
def test_the_days_of_a_pattern(weekday, week, days):
    assert [f"{day}" for day in usual_days(weekday, week, date(2026, 3, 1), date(2026, 4, 30))] == days


def test_the_next_usual_day_comes_after_and_is_none_where_no_pattern_says_it(committee):
    assert next_usual_day(committee, date(2026, 3, 9)) == date(2026, 3, 10)
    assert next_usual_day(committee, date(2026, 3, 10)) == date(2026, 4, 14)
    for slug, changes in [("no-week", {"usual_weekday": 0}), ("no-day", {"usual_week": 1})]:
        assert next_usual_day(make_committee(slug=slug, **changes), date(2026, 3, 9)) is None


def test_bank_holidays_are_those_of_the_country(committee):
    assert bank_holiday(date(2026, 12, 25), committee) == "Christmas Day" and not bank_holiday(
        date(2026, 12, 24), committee
    )


# One meeting


def test_a_new_meeting_is_proposed_whole_and_made_by_one_button(desk, committee):
    make_meeting(date=date(2026, 2, 10))
    for title, kind in [("Apologies for absence", "apologies"), ("Questions from the public", "questions")]:
        StandingItem.objects.create(committee=committee, title=title, kind=kind, purpose=f"<p>{title}</p>")
    page = new(desk, committee)
    made = committee.meetings.get(date=date(2026, 3, 10))
    assert page.redirect_chain[-1][0] == f"{START}{made.pk}/agenda/"
    assert (made.start, made.venue) == (time(19, 30), "Guildhall")
    items = [(item.title, item.kind, item.purpose) for item in made.items.all()]
    assert items == [
        ("Apologies for absence", "apologies", "<p>Apologies for absence</p>"),
        ("Questions from the public", "questions", "<p>Questions from the public</p>"),
    ]
    assert [(row.name, row.seat, row.state) for row in made.attendances.all()] == [
        ("Councillor Mary Bell", "chair", "expected")
    ]
    assert str(LogEntry.objects.first()) == f"Added “{made}”."


def test_a_day_in_the_past_is_not_proposed(desk, committee):
    make_meeting(date=date(2025, 7, 8))
    assert form_of(desk, f"{START}new/?committee={committee.pk}")["date"] == ["Tuesday 10 February 2026"]


def test_a_committee_without_a_pattern_has_its_day_typed(desk, clock):
    committee = make_committee()
    assert (
        "on which day of the month it usually meets"
        in desk.get(f"{START}new/?committee={committee.pk}").content.decode()
    )
    page = new(desk, committee)
    assert "This field is required." in page.content.decode() and not Meeting.objects.exists()
    new(desk, committee, date="4th March 2026", start="7.30 pm")
    assert Meeting.objects.get().start == time(19, 30) and not Meeting.objects.get().items.exists()


def test_the_last_meeting_gives_what_stands_on_every_agenda_and_its_officers_as_expected(desk, committee):
    cancelled = make_meeting(date=date(2026, 1, 20), venue="Wrong")
    cancelled.cancel("Storm.")
    last = make_meeting(date=date(2026, 1, 13), venue="Custom House")
    make_item(last, "Apologies", kind="apologies")
    make_item(
        last, "Minutes of the meeting of 9 December 2025", kind="previous-minutes", purpose="<p>Held on 9 December.</p>"
    )
    make_item(last, "Repair of the mole")
    make_item(last, "Urgent question", kind="questions", is_late=True, late_reason="Flood.")
    make_item(last, "Secret", kind="questions", restriction="england-2006-3", public_title="A")
    make_item(last, "Any other business", kind="any-other-business")
    for name, capacity in [
        ("Una Reed", "officer"),
        ("Ann Vane", "member"),
        ("Zoe Ash", "guest"),
        ("Mary Bell", "officer"),
    ]:
        Attendance.objects.create(
            meeting=last, person=make_person(name), capacity=capacity, role="Harbour Master", state="present"
        )
    Attendance.objects.create(meeting=last, guest_name="Mr Pike", capacity="officer", state="apologies")
    new(desk, committee, date="10 March 2026")
    made = committee.meetings.get(date=date(2026, 3, 10))
    assert [(item.title, item.purpose) for item in made.items.all()] == [
        ("Apologies", ""), ("Minutes of the meeting of 13 January 2026", ""), ("Any other business", ""),
    ]  # fmt: skip
    assert [(row.name, row.capacity, row.state) for row in made.attendances.all()] == [
        ("Councillor Mary Bell", "member", "expected"),
        ("Councillor Una Reed", "officer", "expected"),
        ("Mr Pike", "officer", "expected"),
    ]


def test_officers_are_left_out_where_the_clerk_says_so(desk, committee):
    Attendance.objects.create(meeting=make_meeting(date=date(2026, 1, 13)), guest_name="Mr Pike", capacity="officer")
    new(desk, committee, with_officers=[], date="10 March 2026")
    assert not committee.meetings.get(date=date(2026, 3, 10)).attendances.filter(guest_name="Mr Pike").exists()


def test_an_extraordinary_meeting_takes_only_its_own_business(desk, committee):
    for title, kind in [("Apologies", "apologies"), ("Questions", "questions"), ("Planning", "business")]:
        StandingItem.objects.create(committee=committee, title=title, kind=kind)
    new(desk, committee, kind="extraordinary")
    assert [item.title for item in committee.meetings.get().items.all()] == ["Apologies"]


def test_a_second_meeting_of_a_day_is_asked_about_and_can_be_made(desk, committee):
    make_meeting(date=date(2026, 3, 10))
    page = new(desk, committee, date="10 March 2026", venue="Custom House").content.decode()
    assert (
        "This committee has a meeting on that day already" in page
        and "Custom House" in page
        and committee.meetings.count() == 1
    )
    new(desk, committee, date="10 March 2026", sitting="2")
    assert committee.meetings.filter(date=date(2026, 3, 10)).count() == 2


def test_a_bank_holiday_is_said(desk, committee):
    assert (
        "Friday 25 December 2026 is a bank holiday: Christmas Day."
        in new(desk, committee, date="25 December 2026").content.decode()
    )


def test_a_time_that_the_clocks_leave_out_is_said_at_the_field_and_one_that_comes_twice_is_taken_and_said(
    desk, committee, settings
):
    settings.TIME_ZONE = "Europe/London"
    never = "There is no 01:30 on 28 March 2027: the clocks go forward then. Choose another time."
    assert left_out_by_the_clocks(date(2027, 3, 28), time(1, 30)) == never
    page = new(desk, committee, date="28 March 2027", start="01:30").content.decode()
    at_the_field = lxml.html.fromstring(page).xpath("//div[contains(@class, 'field-start')]")[0].text_content()
    assert never in at_the_field and not committee.meetings.exists()
    page = new(desk, committee, date="31 October 2027", start="01:30").content.decode()
    twice = "01:30 comes twice on 31 October 2027: the clocks go back then. "
    twice += "The first is taken, in summer time; the public reads so."
    assert twice in page and twice_by_the_clocks(date(2027, 10, 31), time(1, 30)) == twice
    for at in (date(2027, 10, 31), time(2, 0)), (date(2027, 10, 30), time(1, 30)), (date(2027, 3, 28), time(1, 30)):
        assert twice_by_the_clocks(*at) == ""
    assert committee.meetings.get().start == time(1, 30)
    for day, at in [
        (date(2027, 3, 28), time(2, 0)),
        (date(2027, 3, 27), time(1, 30)),
        (date(2027, 3, 28), time(0, 59)),
    ]:
        assert left_out_by_the_clocks(day, at) == ""


def test_the_meeting_s_own_page_refuses_such_a_time_as_well(desk, settings):
    settings.TIME_ZONE = "Europe/London"
    meeting = make_meeting()
    page = Page(desk, meeting_page(meeting)).send(date="28 March 2027", start="01:30")
    assert "There is no 01:30 on 28 March 2027" in page.text
    assert page.send(date="31 October 2027") is None


def test_whose_meeting_it_is_can_be_chosen(desk, committee):
    page = lxml.html.fromstring(desk.get(f"{START}new/").content.decode())
    named = [link.text_content() for link in page.xpath("//main//ul//a")]
    assert named == ["Harbour Committee", "Quays"]
    assert (
        desk.get(f"{START}new/?committee=99999").status_code == desk.get(f"{START}year/?committee=x").status_code == 404
    )


def test_the_ways_to_new_meetings_stand_where_a_clerk_looks(desk, committee):
    for address in (START, f"/admin/committees/committee/{committee.pk}/change/"):
        links = lxml.html.fromstring(desk.get(address).content.decode()).xpath("//ul[@class='object-tools']//a/text()")
        assert "New meeting" in links and "A year of meetings" in links


def test_only_who_may_add_meetings_makes_some(committee):
    for rights in (
        ["minutes.view_meeting"],
        ["minutes.add_meeting"],
        ["minutes.view_meeting", "minutes.change_meeting"],
    ):
        client = staff(*rights)
        for name in ("new", "year"):
            for answer in (
                client.get(f"{START}{name}/"),
                client.post(f"{START}{name}/?committee={committee.pk}", {"date": "4 March 2026"}),
            ):
                assert answer.status_code == 403
    assert not Meeting.objects.exists()


# A year


def test_a_year_of_meetings_is_made_at_once_but_for_what_is_left_out(desk, committee):
    StandingItem.objects.create(committee=committee, title="Apologies", kind="apologies")
    kept = make_meeting(date=date(2026, 5, 12), venue="Custom House")
    pattern = "begin=1 March 2026&end=28 February 2027&week=2&weekday=1&without=8&start=19:30&venue=Guildhall"
    address = f"{START}year/?committee={committee.pk}&{pattern}"
    text = desk.get(address).content.decode()
    assert "11 days" in text and "Tuesday 12 May 2026" in text and "11 August" not in text
    fields = form_of(desk, address)
    assert len(fields["days"]) == 10 and "2026-05-12" not in fields["days"]
    fields["days"].remove("2026-12-08")
    page = desk.post(address, fields, follow=True).content.decode()
    assert "9 meetings made." in page
    made = committee.meetings.exclude(pk=kept.pk)
    days = "2026-03-10 2026-04-14 2026-06-09 2026-07-14 2026-09-08 2026-10-13 2026-11-10 2027-01-12 2027-02-09"
    assert [f"{meeting.date}" for meeting in made.order_by("date")] == days.split()
    first = made.earliest("date")
    assert (first.start, first.venue, first.items.get().title) == (time(19, 30), "Guildhall", "Apologies")
    kept.refresh_from_db()
    assert kept.venue == "Custom House" and not kept.items.exists()


def test_a_year_is_proposed_from_the_committee_s_pattern(desk, committee):
    make_meeting(date=date(2026, 2, 10))
    fields = form_of(desk, f"{START}year/?committee={committee.pk}")
    assert len(fields["days"]) == 12 and fields["days"][0] == "2026-03-10" and fields["start"] == ["19:30"]
    without = make_committee(slug="new", name="New")
    assert "Choose the pattern." in desk.get(f"{START}year/?committee={without.pk}").content.decode()


def test_a_pattern_that_was_changed_after_its_days_were_shown_makes_nothing_before_they_are_shown_anew(desk, committee):
    address = f"{START}year/?committee={committee.pk}"
    fields = form_of(desk, address) | {
        "weekday": "0",
        "begin": "1 March 2027",
        "end": "31 August 2027",
        "without": ["8"],
    }
    page = desk.post(address, fields).content.decode()
    assert "Nothing is made yet: what is asked above was changed" in page and not committee.meetings.exists()
    shown = ["2027-03-08", "2027-04-12", "2027-05-10", "2027-06-14", "2027-07-12"]
    assert [day for day in shown if f'name="days" value="{day}" checked' in page] == shown
    fields |= {"shown": shown, "days": shown[1:], "start": "18:15"}
    assert "4 meetings made." in desk.post(address, fields, follow=True).content.decode()
    made = committee.meetings.order_by("date").values_list("date", "start")
    assert [(f"{day}", at) for day, at in made] == [(day, time(18, 15)) for day in shown[1:]]


def test_a_day_that_got_a_meeting_meanwhile_is_left_alone_and_said(desk, committee):
    address = f"{START}year/?committee={committee.pk}"
    fields = form_of(desk, address)
    there = make_meeting(date=date(2026, 3, 10), venue="Custom House")
    page = desk.post(address, fields, follow=True).content.decode()
    assert "There was a meeting on 10 March 2026 already; it is left as it is." in page
    assert committee.meetings.get(date=date(2026, 3, 10)) == there
    again = desk.post(address, fields, follow=True).content.decode()  # pressed twice
    assert "No meeting is made" in again and committee.meetings.count() == len(fields["days"])


def test_bank_holidays_are_listed_and_not_ticked(desk, committee):
    address = f"{START}year/?committee={committee.pk}&begin=1 May 2026&end=31 May 2026&week=1&weekday=0"
    assert "bank holiday: " in desk.get(address).content.decode() and "days" not in form_of(desk, address)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("begin=1 May 2026&end=soon", "Write the day like 12 November 2026"),
        ("begin=1 May 2026&end=1 April 2026", "It must come after the first day"),
        ("begin=1 May 2026&end=1 May 2036", "within two years"),
        ("begin=1 May 2026&end=2 May 2026", "No such day lies between the two."),
        ("begin=&end=", "Say from which day on."),
    ],
)
def test_what_is_no_year_is_said(desk, committee, query, said):
    page = desk.get(f"{START}year/?committee={committee.pk}&weekday=1&week=2&{query}")
    assert page.status_code == 200 and said in page.content.decode() and not Meeting.objects.exists()


def test_a_meeting_of_the_year_at_a_time_that_does_not_exist_is_made_without_a_time(desk, committee, settings):
    settings.TIME_ZONE = "Europe/London"
    address = f"{START}year/?committee={committee.pk}&begin=1 March 2027&end=31 March 2027&week=5&weekday=6&start=01:30"
    never = "There is no 01:30 on 28 March 2027: the clocks go forward then."
    assert never in desk.get(address).content.decode()
    page = desk.post(address, form_of(desk, address), follow=True).content.decode()
    assert "The meeting of 28 March 2027 has no time yet." in page and committee.meetings.get().start is None


def test_a_meeting_of_the_year_at_a_time_that_comes_twice_is_said_before_and_after(desk, committee, settings):
    settings.TIME_ZONE = "Europe/London"
    address = (
        f"{START}year/?committee={committee.pk}&begin=1 October 2027&end=31 October 2027&week=5&weekday=6&start=01:30"
    )
    twice = "01:30 comes twice on 31 October 2027: the clocks go back then. The first is taken"
    assert twice in desk.get(address).content.decode()
    assert twice in desk.post(address, form_of(desk, address), follow=True).content.decode()
    assert committee.meetings.get().start == time(1, 30)


# Standing items


def test_standing_items_are_kept_at_the_committee_s_page(desk, committee):
    page = Page(desk, f"/admin/committees/committee/{committee.pk}/change/")
    for title in ("Apologies", "Minutes"):
        page.row("standing_items", title=title)
    assert page.send() is None
    items = [(item.title, item.kind) for item in committee.standing_items.all()]
    assert items == [("Apologies", "apologies"), ("Minutes", "previous-minutes")]
    page = Page(desk, f"/admin/committees/committee/{committee.pk}/change/")
    assert page.send(**{"standing_items-0-position": "3"}) is None
    assert [item.title for item in committee.standing_items.all()] == ["Minutes", "Apologies"]
    item = committee.standing_items.first()
    page = Page(desk, f"/admin/minutes/standingitem/{item.pk}/change/")
    assert page.send(purpose="<p>To confirm them.</p>") is None
    item.refresh_from_db()
    assert item.purpose == "<p>To confirm them.</p>"


# What a clerk is told where she types the day


@pytest.mark.parametrize(
    ("now", "first", "offered"),
    [
        (datetime(2026, 2, 2, 9, tzinfo=UTC), "Tuesday 10 February 2026", "Tuesday 10 February 2026"),
        (datetime(2026, 7, 9, 9, tzinfo=UTC), "Friday 17 July 2026", "Tuesday 11 August 2026"),
    ],
    ids=["winter", "summer"],
)
def test_the_first_day_with_its_clear_days_stands_at_the_date_and_an_earlier_one_is_not_offered(
    desk, committee, clock, now, first, offered
):
    clock(now)
    page = Page(desk, f"{START}new/?committee={committee.pk}")
    assert f"With 5 clear days, an agenda published today can call it for {first} at the earliest." in page.text
    assert page.tree.xpath("//input[@name='date']/@value") == [offered]
    committee.clear_days = "none"
    committee.save()
    assert "clear days" not in Page(desk, page.address).text


def test_a_day_whose_clear_days_are_past_is_taken_with_a_word_about_it_and_a_day_of_old_without(desk, committee):
    said = new(desk, committee, date="5 February 2026").content.decode()
    assert "Its clear days can’t be kept any more." in said and "Tuesday 10 February 2026 at the earliest" in said
    assert "can’t be kept" not in new(desk, committee, date="5 February 2025").content.decode()
    assert "can’t be kept" not in new(desk, committee, date="10 February 2026").content.decode()


def test_why_an_agenda_is_empty_that_was_to_begin_with_regular_items_is_told(desk, committee):
    only = make_meeting(committee=committee, date=date(2026, 3, 10))
    make_item(only, "Repair of the mole", kind="report")
    said = new(desk, committee, date="3 March 2026", begin="last").content.decode()
    assert "There is no meeting before it, so the agenda is empty." in said
    said = new(desk, committee, date="14 April 2026", begin="last").content.decode()
    assert "The meeting of 10 March 2026 had no regular items, so the agenda is empty." in said
