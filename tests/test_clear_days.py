"""Alison Thrale counts the clear days of a meeting, sees why each day counts or doesn't, and publishes its agenda in time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committees.clear_days import REQUIRED, ClearDays, Notice
from committees.closed_days import ClosedDays
from committees.models import Committee
from desk.reviewing import review
from minutes.models import Meeting
from published.kinds import Kind
from published.pdf import document
from publishing.checks import checks
from publishing.models import Publication
from tests.desk import Page, meeting_page
from tests.making import make_committee, make_item, make_meeting, publish

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LONDON = ZoneInfo("Europe/London")
WINTER_MORNING, SUMMER_MORNING = (datetime(2026, month, 12, 9, tzinfo=LONDON) for month in (1, 7))
PRINCIPAL, PARISH = ClearDays("principal-5"), ClearDays("parish-3")
WITHOUT_SATURDAYS = ClearDays("parish-3", counts_saturdays=False)


def day(text: str) -> date:
    return date.fromisoformat(text)


def door(meeting: Meeting) -> str:
    return f"/admin/publishing/publication/meeting/{meeting.pk}/"


def agenda_of(day: date, **committee) -> Meeting:
    meeting = make_meeting(date=day, committee=make_committee(**committee))
    make_item(meeting)
    return meeting


# The count

CLEAR = {
    "a call-in over a weekend": ("2013-07-17", "2013-07-25", PRINCIPAL, 5),
    "a call-in after the jubilee": ("2022-06-07", "2022-06-15", PRINCIPAL, 5),
    "over the coronation": ("2023-05-03", "2023-05-12", PRINCIPAL, 5),
    "a principal council over Easter": ("2026-03-31", "2026-04-10", PRINCIPAL, 5),
    "a principal council over Christmas": ("2026-12-22", "2026-12-31", PRINCIPAL, 4),
    "Wales over New Year": ("2026-12-30", "2027-01-06", ClearDays("wales-3"), 3),
    "a parish, Monday to Friday": ("2026-11-23", "2026-11-27", PARISH, 3),
    "a parish over a Sunday": ("2026-11-20", "2026-11-25", PARISH, 3),
    "a parish over a weekend without Saturdays": ("2026-11-19", "2026-11-24", WITHOUT_SATURDAYS, 2),
    "the same weekend with Saturdays": ("2026-11-19", "2026-11-24", PARISH, 3),
    "a parish over the coronation": ("2023-05-04", "2023-05-10", PARISH, 3),
    "a parish over Easter": ("2026-03-31", "2026-04-10", PARISH, 3),
    "a parish over Christmas": ("2026-12-22", "2026-12-31", PARISH, 2),
    "no day between": ("2026-11-20", "2026-11-21", PARISH, 0),
    "the same day": ("2026-11-20", "2026-11-20", PRINCIPAL, 0),
    "after the meeting": ("2026-11-23", "2026-11-20", PRINCIPAL, 0),
}


@pytest.mark.parametrize(("issued", "meeting", "rule", "expected"), CLEAR.values(), ids=CLEAR)
def test_clear_days_are_counted_as_the_law_does(issued, meeting, rule, expected):
    assert rule.count(day(issued), day(meeting)) == expected


WHY = {
    "a week": (PRINCIPAL, "2026-01-17 Saturday", "2026-01-18 Sunday", "2026-01-19"),
    "a parish counts Saturdays": (PARISH, "2026-01-17", "2026-01-18 Sunday"),
    "a parish that doesn't": (WITHOUT_SATURDAYS, "2026-01-17 Saturday, which this council doesn’t count", "2026-01-19"),
    "Easter": (PRINCIPAL, "2026-04-02", "2026-04-03 Good Friday", "2026-04-06 Easter Monday", "2026-04-07"),
    "the Easter break of a parish": (
        PARISH,
        "2026-04-01",
        "2026-04-02 Easter break (LGA 1972 s.243)",
        "2026-04-03 Good Friday",
        "2026-04-04 Easter break (LGA 1972 s.243)",
        "2026-04-05 Sunday",
        "2026-04-06 Easter Monday",
        "2026-04-07 Easter break (LGA 1972 s.243)",
        "2026-04-08",
    ),
    "Christmas": (
        PRINCIPAL,
        "2026-12-24",
        "2026-12-25 Christmas Day",
        "2026-12-28 Boxing Day (observed)",
        "2026-12-29",
    ),
    "the Christmas break of a parish": (
        PARISH,
        "2026-12-23",
        "2026-12-24 Christmas break (LGA 1972 s.243)",
        "2026-12-26 Boxing Day",
        "2026-12-28 Boxing Day (observed)",
        "2026-12-29 Christmas break (LGA 1972 s.243)",
        "2026-12-30",
    ),
    "Christmas on a Monday": (
        PARISH,
        "2028-12-22",
        "2028-12-23 Christmas break (LGA 1972 s.243)",
        "2028-12-24 Sunday",
        "2028-12-27 Christmas break (LGA 1972 s.243)",
        "2028-12-28",
    ),
    "Christmas on a Monday, without Saturdays": (
        WITHOUT_SATURDAYS,
        "2028-12-21",
        "2028-12-22 Christmas break (LGA 1972 s.243)",
        "2028-12-23 Christmas break (LGA 1972 s.243)",
    ),
    "Christmas on a Thursday": (PARISH, "2025-12-27 Christmas break (LGA 1972 s.243)", "2025-12-29"),
    "the same without Saturdays": (WITHOUT_SATURDAYS, "2025-12-29 Christmas break (LGA 1972 s.243)", "2025-12-30"),
    "a coronation": (PRINCIPAL, "2023-05-08 Coronation of Charles III", "2023-05-09"),
    "a funeral": (PARISH, "2022-09-19 State Funeral of Queen Elizabeth II", "2022-09-20"),
    "a day of mourning": (
        ClearDays("parish-3", closed={date(2022, 9, 12): "day of public mourning"}),
        "2022-09-12 The council’s own closed day: day of public mourning",
        "2022-09-13",
    ),
}


@pytest.mark.parametrize("case", WHY.values(), ids=WHY)
def test_each_day_says_why_it_does_not_count(case):
    rule, *days = case
    assert [f"{text[:10]} {rule.left_out(day(text[:10]))}".strip() for text in days] == days


def test_the_working_numbers_the_days_that_count():
    rows = PARISH.between(day("2026-07-17"), day("2026-07-22"))
    assert [(row.date.day, row.number, row.left_out) for row in rows] == [
        (18, 1, ""),
        (19, 0, "Sunday"),
        (20, 2, ""),
        (21, 3, ""),
    ]


@pytest.mark.parametrize("profile", REQUIRED)
@pytest.mark.parametrize(
    "meeting", [date(2026, 4, 8), date(2026, 12, 29), date(2026, 7, 15), date(2023, 5, 10)], ids=str
)
def test_the_last_day_is_the_last_that_leaves_the_clear_days(profile, meeting):
    rule = ClearDays(profile)
    last = rule.last_day(meeting)
    if profile == "none":
        assert last is None and Notice(rule, meeting, meeting).last_moment is None
    else:
        assert rule.count(last, meeting) == REQUIRED[profile] > rule.count(last + timedelta(1), meeting)


FIRST = {
    "a parish that posts on Monday meets on Friday": (PARISH, "2026-11-23", "2026-11-27"),
    "the night of the clocks lies between": (PARISH, "2027-10-28", "2027-11-02"),
    "never on a Sunday": (PARISH, "2026-11-18", "2026-11-23"),
    "nor on a day that does not count": (WITHOUT_SATURDAYS, "2026-11-17", "2026-11-23"),
    "a principal council": (PRINCIPAL, "2026-07-08", "2026-07-16"),
    "over the coronation": (PRINCIPAL, "2023-05-03", "2023-05-12"),
}


@pytest.mark.parametrize(("rule", "issued", "expected"), FIRST.values(), ids=FIRST)
def test_the_next_possible_meeting_is_a_day_that_counts_itself(rule, issued, expected):
    assert rule.first_meeting(day(issued)) == day(expected)


CALL_IN = {
    "July 2013": ("2013-07-17", "2013-07-24", "2013-07-25"),
    "after the jubilee": ("2022-06-07", "2022-06-14", "2022-06-15"),
    "it ends on a Friday": ("2026-01-09", "2026-01-16", "2026-01-19"),
    "over Christmas": ("2026-12-23", "2027-01-04", "2027-01-05"),
}


@pytest.mark.parametrize("profile", ["principal-5", "wales-3"])
@pytest.mark.parametrize(("published", "until", "effective"), CALL_IN.values(), ids=CALL_IN)
def test_a_decision_may_be_called_in_for_five_clear_working_days(profile, published, until, effective):
    published, until, effective = map(day, (published, until, effective))
    if profile == "principal-5":
        assert ClearDays(profile).count(published, effective) == 5
    assert ClearDays(profile).call_in(published) == (until, effective)


# Days that are closed by hand


def test_closed_days_are_those_of_all_committees_and_of_its_own(django_assert_num_queries):
    harbour, pier = make_committee(), make_committee(name="Pier", slug="pier")
    ClosedDays.objects.create(first=date(2022, 9, 9), last=date(2022, 9, 10), reason="mourning")
    ClosedDays.objects.create(first=date(2022, 7, 14), reason="regatta", committee=harbour)
    assert harbour.closed_days == {
        date(2022, 9, 9): "mourning",
        date(2022, 9, 10): "mourning",
        date(2022, 7, 14): "regatta",
    }
    with django_assert_num_queries(1):
        ClosedDays.objects.since(date(2022, 9, 20)).remember([harbour, pier])
        assert pier.closed_days == {date(2022, 9, 9): "mourning", date(2022, 9, 10): "mourning"}
        assert harbour.closed_days[date(2022, 7, 14)] == "regatta"
    ClosedDays.objects.since(date(2023, 9, 20)).remember([pier])
    assert pier.closed_days == {}


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("9 September 2022", "8 September 2022", "The last day can't come before the first."),
        ("9 September 2022", "9 October 2072", "These are more than 31 days."),
        ("9 September 2022", "the tenth", "Write the day like 12 November 2026"),
    ],
)
def test_closed_days_that_can_t_be_are_said_at_the_desk_and_kept(desk, first, last, said):
    page = Page(desk, "/admin/committees/closeddays/add/").send(first=first, last=last, reason="mourning")
    assert said in page.text and page.fields["reason"] == "mourning" and page.fields["last"] == last
    assert not ClosedDays.objects.exists()
    assert page.send(last="10 September 2022") is None
    assert "mourning" in Page(desk, "/admin/committees/closeddays/").text


def test_a_day_of_mourning_that_is_closed_at_the_desk_moves_the_last_day(desk, clock):
    clock(SUMMER_MORNING)
    meeting = agenda_of(date(2026, 7, 22))
    other = agenda_of(date(2026, 7, 22), name="Pier", slug="pier")
    add = Page(desk, "/admin/committees/closeddays/add/")
    assert add.send(first="16 July 2026", reason="day of mourning", committee=meeting.committee_id) is None
    text = Page(desk, meeting_page(meeting)).text
    assert "Agenda to be public by Monday 13 July 2026, 23:59" in text
    assert "Thursday 16 July 2026 No: The council’s own closed day: day of mourning" in text
    assert "Agenda to be public by Tuesday 14 July 2026, 23:59" in Page(desk, meeting_page(other)).text
    first_page = Page(desk, "/admin/").text
    assert "Monday 13 July, 23:59" in first_page and "Tuesday 14 July, 23:59" in first_page


def test_the_form_says_of_each_profile_what_is_counted_and_saturdays_count_for_a_parish_alone(desk):
    text = Page(desk, "/admin/committees/committee/add/").text
    assert "Saturdays count, in a parish" in text and "never Saturdays, whatever stands here." in text
    working = {
        "principal-5": "five clear working days",
        "wales-3": "three clear working days",
        "parish-3": "three clear days",
    }
    for profile, words in working.items():
        assert words in dict(Committee.ClearDays.choices)[profile]
        counted = [not ClearDays(profile, counts).left_out(date(2026, 7, 18)) for counts in (True, False)]
        assert counted == [profile == "parish-3", False]


def test_a_parish_says_itself_whether_saturdays_count(desk, clock):
    clock(SUMMER_MORNING)
    meeting = agenda_of(date(2026, 7, 21), clear_days="parish-3")
    assert "by Thursday 16 July 2026, 23:59" in Page(desk, meeting_page(meeting)).text
    assert Page(desk, f"/admin/committees/committee/{meeting.committee_id}/change/").send("counts_saturdays") is None
    assert not Committee.objects.get().counts_saturdays
    text = Page(desk, meeting_page(meeting)).text
    assert "by Wednesday 15 July 2026, 23:59" in text
    assert "Saturday 18 July 2026 No: Saturday, which this council doesn’t count" in text


# The last lawful moment at the desk


@pytest.mark.parametrize(
    ("now", "day", "last", "left"),
    [
        (WINTER_MORNING, date(2026, 1, 28), "Tuesday 20 January, 23:59", "8 days left"),
        (SUMMER_MORNING, date(2026, 7, 22), "Tuesday 14 July, 23:59", "2 days left"),
        (SUMMER_MORNING, date(2026, 7, 17), "Thursday 9 July, 23:59", "Agenda late"),
        (SUMMER_MORNING, date(2026, 7, 20), "Sunday 12 July, 23:59", "Agenda must be out today"),
    ],
    ids=["winter", "summer", "late", "today"],
)
def test_the_last_lawful_moment_for_an_agenda_and_the_days_left_are_said(desk, clock, now, day, last, left):
    clock(now)
    make_meeting(date=day)
    text = Page(desk, "/admin/").text
    assert last in text and left in text


def test_the_head_of_a_meeting_to_come_counts_its_days_until_the_agenda_is_out(desk, clock):
    clock(WINTER_MORNING)
    meeting = agenda_of(date(2026, 1, 21))
    page = Page(desk, f"/admin/minutes/meeting/{meeting.pk}/agenda/")
    rows = [" ".join(row.text_content().split()) for row in page.tree.xpath("//details[@class='working']//tr")]
    assert rows == [
        "Day Does it count?",
        "Tuesday 13 January 2026 No: the last day of issue",
        "Wednesday 14 January 2026 Yes: clear day 1",
        "Thursday 15 January 2026 Yes: clear day 2",
        "Friday 16 January 2026 Yes: clear day 3",
        "Saturday 17 January 2026 No: Saturday",
        "Sunday 18 January 2026 No: Sunday",
        "Monday 19 January 2026 Yes: clear day 4",
        "Tuesday 20 January 2026 Yes: clear day 5",
        "Wednesday 21 January 2026 No: the day of the meeting",
    ]
    publish(meeting, Kind.NOTICE)
    assert "Agenda to be public by" in Page(desk, meeting_page(meeting)).text
    publish(meeting, Kind.AGENDA)
    assert "Agenda to be public" not in Page(desk, meeting_page(meeting)).text


def test_the_head_says_nothing_of_what_is_over_called_off_or_bound_by_no_law(desk, clock):
    clock(WINTER_MORNING)
    called_off = agenda_of(date(2026, 1, 21))
    called_off.cancel("The Guildhall is flooded.")
    for meeting in (
        agenda_of(date(2026, 1, 7)),
        called_off,
        agenda_of(date(2026, 1, 20), slug="club", clear_days="none"),
    ):
        assert "clear days" not in Page(desk, meeting_page(meeting)).text
    clock(WINTER_MORNING + timedelta(days=3))
    assert "Agenda late The last moment was" in Page(desk, meeting_page(agenda_of(date(2026, 1, 16)))).text


def test_the_door_proposes_the_last_moment_and_keeps_what_was_typed(desk, clock):
    clock(SUMMER_MORNING)
    meeting = agenda_of(date(2026, 7, 29))
    page = Page(desk, door(meeting))
    assert (
        "Published on Sunday 12 July 2026, the meeting has its 5 clear days’ notice. The last lawful moment is "
        "Tuesday 21 July 2026, 23:59. Let it go live then"
    ) in page.text
    assert page.text.count("How the 5 clear days are counted") == 1
    assert page.tree.xpath("(//form[@id='choice']//button)[1]/@value") == ["check"]  # which Enter presses
    answer = desk.post(door(meeting), page.fields | {"note": "The first.", "step": "last-moment"})
    page = Page(desk, door(meeting), answer)
    assert page.fields["goes_live_at"] == "21 July 2026, 23:59" and page.fields["note"].strip() == "The first."
    assert "Published on Tuesday 21 July 2026, the meeting has its" in page.text
    assert not Publication.objects.exists()


def test_the_door_shows_how_a_late_agenda_is_counted(desk, clock):
    clock(SUMMER_MORNING)
    text = Page(desk, door(agenda_of(date(2026, 7, 16)))).text
    assert "it is 4 days late. The last lawful moment was Wednesday 8 July 2026, 23:59." in text
    assert "Sunday 12 July 2026 No: the day of issue" in text and "Let it go live then" not in text


@pytest.mark.parametrize("kind", [Kind.NOTICE, Kind.CANCELLATION])
def test_what_is_no_agenda_is_not_counted_at_the_door(desk, clock, kind):
    clock(SUMMER_MORNING)
    assert review(agenda_of(date(2026, 7, 29)), kind).notice is None


NOTICE = {  # the body, the day of issue and that of the meeting; what is said of it
    "a week in winter": (
        "principal-5",
        date(2026, 1, 7),
        date(2026, 1, 14),
        "4 clear days’ notice; 5 are required. That is 1 day late: the last day was Tuesday 6 January 2026. An agenda of "
        "7 January 2026 can call a meeting for Thursday 15 January 2026 at the earliest.",
    ),
    "over a bank holiday in summer": (
        "principal-5",
        date(2026, 8, 26),
        date(2026, 9, 3),
        "4 clear days’ notice; 5 are required. That is 1 day late: the last day was Tuesday 25 August 2026. An agenda of "
        "26 August 2026 can call a meeting for Friday 4 September 2026 at the earliest.",
    ),
    "in time": ("principal-5", date(2026, 1, 6), date(2026, 1, 14), ""),
    "a parish over a Sunday": (
        "parish-3",
        date(2026, 1, 16),
        date(2026, 1, 20),
        "2 clear days’ notice; 3 are required. That is 1 day late: the last day was Thursday 15 January 2026. An agenda of "
        "16 January 2026 can call a meeting for Wednesday 21 January 2026 at the earliest.",
    ),
    "a parish in time": ("parish-3", date(2026, 1, 16), date(2026, 1, 21), ""),
    "Wales over a weekend": (
        "wales-3",
        date(2026, 7, 10),
        date(2026, 7, 15),
        "2 clear days’ notice; 3 are required. That is 1 day late: the last day was Thursday 9 July 2026. An agenda of "
        "10 July 2026 can call a meeting for Thursday 16 July 2026 at the earliest.",
    ),
    "Wales in time": ("wales-3", date(2026, 7, 9), date(2026, 7, 15), ""),
    "a body whose law asks for none": ("none", date(2026, 7, 14), date(2026, 7, 15), ""),
    "one day": (
        "principal-5",
        date(2026, 1, 12),
        date(2026, 1, 14),
        "1 clear day’s notice; 5 are required. That is 6 days late: the last day was Tuesday 6 January 2026. An agenda of "
        "12 January 2026 can call a meeting for Tuesday 20 January 2026 at the earliest.",
    ),
}


@pytest.mark.parametrize(("body", "issued", "day", "said"), NOTICE.values(), ids=NOTICE)
def test_too_short_notice_is_said_with_how_late_it_is_and_what_it_would_do_for(body, issued, day, said):
    meeting = agenda_of(day, clear_days=body)
    found = [check for check in checks(meeting, Kind.AGENDA, issued) if "clear day" in check.sentence]
    assert [check.sentence.partition("the meeting has ")[2] for check in found] == ([said] if said else [])
    assert [check.link for check in found] == ([f"/admin/minutes/meeting/{meeting.pk}/change/"] if said else [])
    assert not any(check.stops for check in found)


BEGUN = {
    "the day after": (date(2026, 1, 15), True),
    "on the day": (date(2026, 1, 14), True),
    "before": (date(2026, 1, 6), False),
}


@pytest.mark.parametrize(("issued", "too_late"), BEGUN.values(), ids=BEGUN)
def test_an_agenda_that_comes_after_the_meeting_has_begun_is_said(clock, issued, too_late):
    clock(datetime(issued.year, issued.month, issued.day, 20, tzinfo=UTC))
    meeting = make_meeting(date=date(2026, 1, 14), start=time(19, 30))
    make_item(meeting)
    said = [check.sentence for check in checks(meeting, Kind.AGENDA, issued) if "Published on" in check.sentence]
    sentence = f"Published on {issued.day} January 2026, the agenda comes after the meeting has begun: it gives no notice of it."
    assert said == ([sentence] if too_late else [])


def about_notice(meeting: Meeting, moment: datetime | None = None) -> list[str]:
    return [c.sentence for c in review(meeting, Kind.AGENDA, goes_live_at=moment).checks if "clear day" in c.sentence]


MIDNIGHTS = {  # the last lawful day is 7 July and 6 January
    "23:59 in summer": (date(2026, 7, 15), datetime(2026, 7, 7, 22, 59, tzinfo=UTC), ""),
    "00:01 in summer": (date(2026, 7, 15), datetime(2026, 7, 7, 23, 1, tzinfo=UTC), "Published on 8 July 2026"),
    "23:59 in winter": (date(2026, 1, 14), datetime(2026, 1, 6, 23, 59, tzinfo=UTC), ""),
    "00:01 in winter": (date(2026, 1, 14), datetime(2026, 1, 7, 0, 1, tzinfo=UTC), "Published on 7 January 2026"),
}


@pytest.mark.parametrize(("day", "moment", "said"), MIDNIGHTS.values(), ids=MIDNIGHTS)
def test_the_day_of_a_scheduled_agenda_is_that_of_the_council_s_clocks(clock, day, moment, said):
    clock(datetime(2026, 1, 2, 9, tzinfo=UTC))
    meeting = agenda_of(day)
    found = about_notice(meeting, moment)
    assert bool(found) == bool(said) and all(sentence.startswith(said) for sentence in found)
    publish(meeting, Kind.AGENDA, goes_live_at=moment)
    local = timezone.localtime(moment)
    shown = document(Publication.objects.get().record.version)
    assert f"Issued on {local:%A} {local.day} {local:%B %Y}" in shown
    assert ("five clear days" in shown) == (not said)


@pytest.mark.parametrize("hour", [0, 1], ids=["the first 01:30", "the second 01:30"])
@pytest.mark.parametrize(("day", "late"), [(date(2027, 11, 8), False), (date(2027, 11, 5), True)])
def test_the_hour_that_comes_twice_is_one_day(clock, hour, day, late):
    """31 October 2027 is a Sunday: five clear days after it are 1 to 5 November."""
    clock(datetime(2027, 10, 20, 9, tzinfo=UTC))
    moment = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    assert timezone.localtime(moment).strftime("%H:%M") == "01:30"
    assert bool(about_notice(agenda_of(day), moment)) == late


def test_the_last_moment_of_the_days_on_which_the_clocks_change():
    for meeting, last in ((date(2027, 11, 8), date(2027, 10, 31)), (date(2026, 4, 8), date(2026, 3, 29))):
        moment = Notice(PRINCIPAL, meeting, last).last_moment
        assert moment.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") == f"{last} 23:59"


def test_an_agenda_that_came_in_time_is_not_called_late_when_it_is_changed(clock):
    meeting = agenda_of(date(2026, 7, 15))
    clock(datetime(2026, 7, 6, 9, tzinfo=LONDON))
    publish(meeting, Kind.AGENDA)
    clock(datetime(2026, 7, 13, 9, tzinfo=LONDON))
    assert about_notice(meeting) == []
    found = review(meeting, Kind.AGENDA)
    assert (found.notice.issued, found.notice.days_late, found.latest_moment) == (date(2026, 7, 6), 0, None)


# What the public reads


def issued_on_page(client, meeting: Meeting) -> str:
    tree = Page(client, f"/committees/{meeting.committee.slug}/{meeting.slug}/").tree
    return " ".join(" ".join(" ".join(row.itertext()).split()) for row in tree.xpath("//dl/div[contains(dt, 'ssued')]"))


IN_TIME = {
    "winter": (
        "principal-5",
        date(2026, 1, 14),
        datetime(2026, 1, 6, 9, tzinfo=LONDON),
        "Tuesday 6 January 2026",
        "five",
    ),
    "summer": ("parish-3", date(2026, 7, 15), datetime(2026, 7, 10, 9, tzinfo=LONDON), "Friday 10 July 2026", "three"),
    "late": ("principal-5", date(2026, 7, 15), datetime(2026, 7, 8, 9, tzinfo=LONDON), "Wednesday 8 July 2026", ""),
    "no law": ("none", date(2026, 7, 15), datetime(2026, 7, 1, 9, tzinfo=LONDON), "Wednesday 1 July 2026", ""),
}


@pytest.mark.parametrize(("body", "day", "now", "on", "number"), IN_TIME.values(), ids=IN_TIME)
def test_the_agenda_says_on_page_and_paper_when_it_was_issued(client, clock, body, day, now, on, number):
    clock(now)
    meeting = agenda_of(day, clear_days=body)
    version = publish(meeting, Kind.AGENDA).record.version
    said = f"{on}, with at least {number} clear days’ notice" if number else on
    assert issued_on_page(client, meeting) == f"Issued: {said}"
    assert f'<p class="issued">Issued on {said}</p>' in document(version)


def test_a_changed_agenda_says_when_that_version_was_issued(client, clock):
    clock(datetime(2026, 7, 6, 9, tzinfo=LONDON))
    meeting = agenda_of(date(2026, 7, 15))
    publish(meeting, Kind.AGENDA)
    clock(datetime(2026, 7, 7, 9, tzinfo=LONDON))
    assert publish(meeting, Kind.AGENDA).is_unchanged
    make_item(meeting, "Mooring fees")
    clock(datetime(2026, 7, 9, 9, tzinfo=LONDON))
    version = publish(meeting, Kind.AGENDA, note="One item more.").record.version
    assert issued_on_page(client, meeting) == "This version issued: Thursday 9 July 2026"
    assert "This version issued on Thursday 9 July 2026</p>" in document(version)


def test_what_was_put_here_after_the_meeting_says_no_day_of_issue(client, clock):
    clock(SUMMER_MORNING)
    for day in (date(2026, 3, 4), SUMMER_MORNING.date()):
        meeting = agenda_of(day)
        version = publish(meeting, Kind.AGENDA).record.version
        assert issued_on_page(client, meeting) == "" and "ssued" not in document(version)
    other = agenda_of(date(2026, 9, 9))
    publish(other, Kind.NOTICE)
    assert issued_on_page(client, other) == ""


def test_days_that_are_closed_later_change_nothing_that_was_published(client, clock):
    clock(datetime(2026, 7, 7, 9, tzinfo=LONDON))
    meeting = agenda_of(date(2026, 7, 15))
    publication = publish(meeting, Kind.AGENDA)
    frozen = publication.meeting_record
    assert (frozen.notice_days, frozen.notice_by) == (5, "2026-07-07")
    ClosedDays.objects.create(first=date(2026, 7, 9), reason="day of mourning")
    assert "five clear days" in issued_on_page(client, meeting)
    assert publish(meeting, Kind.MINUTES if meeting.has_begun else Kind.NOTICE).meeting_record.notice_by == ""


# The call-in


def test_a_call_in_is_proposed_to_an_executive_and_never_filled_in(desk, clock):
    clock(datetime(2022, 6, 7, 9, tzinfo=LONDON))
    for kind, is_proposed in (("executive", True), ("scrutiny", False)):
        meeting = agenda_of(date(2022, 6, 7), kind=kind, slug=kind, name=kind.title())
        address = f"/admin/minutes/meeting/{meeting.pk}/minutes/{meeting.items.get().pk}/decision/0/"
        page = Page(desk, address)
        said = (
            "If it is published today, 5 clear working days end on Tuesday 14 June 2022, and it takes effect on Wednesday "
            "15 June 2022."
        )
        assert (said in page.text) == is_proposed
        assert page.tree.xpath("//input[@name='call_in_by']/@value") == []


# What it costs


def queries(desk, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        Page(desk, address)
    return len(asked)


def test_closed_days_cost_one_question_a_page(desk, clock):
    clock(SUMMER_MORNING)
    bound, free = agenda_of(date(2026, 7, 29)), agenda_of(date(2026, 7, 29), slug="club", clear_days="none")
    for _ in range(3):
        ClosedDays.objects.create(first=date(2026, 7, 20), reason="day of mourning")
    for address in (meeting_page, lambda m: f"/admin/minutes/meeting/{m.pk}/agenda/", door):
        queries(desk, address(free))  # fills what is remembered for good
        assert queries(desk, address(bound)) <= queries(desk, address(free)) + 1
