"""A committee's page says who sits and sat there, when it meets, how to attend, and its last year in numbers if it wants that."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from lxml import html

from committees.models import Committee, Membership, Person
from minutes.models import Attendance
from published.kinds import Kind
from publishing.models import Publication
from tests.making import make_committee, make_held_meeting, make_person, publish
from tests.test_attendance_page import table, words
from tests.test_people_pages import held, sits

pytestmark = pytest.mark.django_db
HARBOUR = "/committees/harbour-committee/"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
LATER = datetime(2099, 1, 1, tzinfo=UTC)
PACE, CAME = "From a meeting until it can be read", "Meetings attended, by member"


@pytest.fixture(autouse=True)
def november(clock):
    clock(NOON)


def listed(client, address: str = HARBOUR, section: str = "Past") -> list[str]:
    """The days of the meetings in a list, as the page has them."""
    tree = html.fromstring(client.get(address).text)
    return tree.xpath(f"//section[@id='{section}']//ul[@class='meetings']//time/@datetime")


def links(client, what: str, address: str = HARBOUR) -> list[str]:
    return html.fromstring(client.get(address).text).xpath(f"//{what}//a/@href")


# Who sits there


def test_members_are_told_since_when_and_former_ones_until_when(client):
    sits("Mary Bell", role="chair", started_on=date(2024, 5, 9))
    sits("Cy Tern")
    sits("Una Reed", started_on=date(2020, 5, 9), ended_on=date(2026, 11, 29), role="vice-chair")
    sits("Dee Strand", ended_on=date(2022, 5, 3))
    sits("Joan Pike", started_on=date(2026, 12, 1))
    sits("Ida Else", committee=make_committee(slug="quays", name="Quays"), ended_on=date(2025, 1, 1))
    hidden = sits("Zoe Hidden", ended_on=date(2025, 1, 1)).person
    Person.objects.filter(pk=hidden.pk).update(shown_from=None)
    said = words(client, HARBOUR)
    assert "Membership Councillor Mary Bell (Chair) since May 2024 Councillor Cy Tern Quorum: 1 member" in said
    assert (
        "Former members Councillor Una Reed (Vice-Chair) May 2020 to November 2026 "
        "Councillor Dee Strand until May 2022" in said
    )
    assert not any(name in said for name in ("Pike", "Else", "Hidden"))
    assert [link for link in links(client, "main") if "people" in link] == [
        f"/people/{slug}/" for slug in ("mary-bell", "cy-tern", "una-reed", "dee-strand")
    ]


def test_who_is_led_to_has_a_page(client):
    for n, facts in enumerate([{}, {"ended_on": date(2025, 1, 1)}, {"role": "substitute"}, {"role": "co-opted"}]):
        sits(f"Una Reed-{n}", **facts)
    found = [link for link in links(client, "main") if "people" in link]
    assert len(found) == 4 and {client.get(link).status_code for link in found} == {200}


def test_of_a_dissolved_committee_all_members_are_former_ones_and_nobody_is_told_to_follow(client):
    sits("Mary Bell", started_on=date(2020, 5, 9))
    Committee.objects.update(dissolved_on=date(2026, 5, 1), usual_venue="Guildhall")
    said = words(client, HARBOUR)
    assert "No members are listed." in said and "Former members Councillor Mary Bell May 2020 to the end" in said
    assert "Follow" not in said and "How to attend" not in said


# How to attend, and follow


def test_the_page_says_how_to_attend_and_how_to_follow(client, settings):
    settings.OFFERS_ALERTS = True
    make_committee()
    assert "How to attend" not in words(client, HARBOUR)
    Committee.objects.update(
        usual_venue="Guildhall",
        directions="By the <b>quay</b>.\nNo steps.",
        usual_weekday=1,
        usual_week=2,
        usual_start=time(19, 30),
    )
    said = words(client, HARBOUR)
    assert "Usually:the second Tuesday of the month, 7.30 pm Usual venue:Guildhall By the <b>quay</b>.No steps." in said
    Committee.objects.update(usual_week=None)
    assert "Usually:on Tuesdays, 7.30 pm" in words(client, HARBOUR)
    assert links(client, "ul[@class='follow']") == [
        "/subscribe/?committee=harbour-committee",
        f"{HARBOUR}calendar.ics",
        f"{HARBOUR}feed.atom",
    ]


# Meetings by year


@pytest.fixture
def years():
    """Meetings in three years with one between without; others are scheduled, drafts, withdrawn, of others or to come."""
    quays = make_committee(slug="quays", name="Quays")
    for day in [date(2026, 1, 14), date(2024, 12, 31), date(2024, 1, 1), date(2022, 7, 15), date(2027, 1, 13)]:
        publish(make_held_meeting(date=day), Kind.AGENDA)
    publish(make_held_meeting(date=date(2019, 7, 15), committee=quays))
    publish(make_held_meeting(date=date(2018, 7, 15)), goes_live_at=LATER)
    make_held_meeting(date=date(2017, 7, 15))
    publish(make_held_meeting(date=date(2016, 7, 15))).withdraw("A name was in it.")


def test_the_years_that_have_meetings_are_led_to(client, years):
    assert links(client, "nav[@class='years']") == ["?year=2026#Past", "?year=2024#Past", "?year=2022#Past"]
    assert listed(client) == ["2026-01-14", "2024-12-31", "2024-01-01", "2022-07-15"]


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("year=2024", ["2024-12-31", "2024-01-01"]),
        ("year=2022", ["2022-07-15"]),
        ("year=2023", []),
        ("year=2027", []),
        ("year=2019", []),
        ("year=2024&before=2024-12-31", ["2024-01-01"]),
        ("year=2022&before=2024-12-31", ["2022-07-15"]),
    ],
)
def test_a_year_s_meetings_are_those_from_its_first_day_to_its_last(client, years, question, days):
    assert listed(client, f"{HARBOUR}?{question}") == days
    assert f"Meetings in {question[5:9]}" in words(client, f"{HARBOUR}?{question}")


def test_a_year_with_many_meetings_goes_on_within_itself(client):
    for n in range(45):
        publish(make_held_meeting(date=date(2024, 1, 1) + n * timedelta(7)), Kind.AGENDA)
    publish(make_held_meeting(date=date(2023, 12, 31)), Kind.AGENDA)
    assert len(listed(client, f"{HARBOUR}?year=2024")) == 40
    (more,) = links(client, "section[@id='Past']/p", f"{HARBOUR}?year=2024")
    assert more == "?year=2024&before=2024-02-05#Past"
    assert listed(client, HARBOUR + more) == [f"2024-01-{day:02}" for day in (29, 22, 15, 8, 1)]
    assert links(client, "section[@id='Past']/p", HARBOUR + more) == []


ODD = [
    "0",
    "0000",
    "99999",
    "9999",
    "-1",
    "%00",
    "٢٠٢٤",
    "2024x",
    "20 24",
    "9" * 5000,
    "2024&year=2022",
    "%ff",
    "' OR 1=1",
]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_year_is_answered(client, years, odd):
    assert client.get(f"{HARBOUR}?year={odd}").status_code == 200


# In numbers


@pytest.fixture
def numbers(clock):
    """Meetings of a year, with what could be read of each after how many days; Mary Bell came to two of three, Cy Tern to all."""
    make_committee(publishes_numbers=True)
    sits("Mary Bell", role="chair")
    sits("Cy Tern")
    for day, kinds in [
        (date(2026, 1, 14), {Kind.DECISIONS: 1, Kind.DRAFT_MINUTES: 10, Kind.MINUTES: 60}),
        (date(2026, 4, 15), {Kind.DECISIONS: 2, Kind.DRAFT_MINUTES: 20, Kind.MINUTES: 70}),
        (date(2026, 7, 15), {Kind.DECISIONS: 9, Kind.DRAFT_MINUTES: 31}),
    ]:
        meeting = held(day, mary_bell="absent" if day.month == 7 else "present", cy_tern="present")
        for kind, days in kinds.items():
            clock(datetime.combine(day + timedelta(days), time(12), tzinfo=UTC))
            publish(meeting, kind)
            clock(datetime.combine(day + timedelta(days + 5), time(12), tzinfo=UTC))
            publish(meeting, kind, note="A slip.", as_on_the_day=False) if days == 31 else None
    other = held(date(2026, 7, 15), make_committee(slug="quays", name="Quays"), mary_bell="absent")
    publish(other, Kind.DECISIONS)
    clock(NOON)


def test_days_are_the_median_from_the_meeting_to_what_was_published_first(client, numbers):
    assert table(client, PACE, HARBOUR) == [
        ["Decisions", "2", "3"],
        ["Draft minutes", "20", "3"],
        ["Approved minutes", "65", "2"],
    ]
    assert "Meetings since 30 November 2025." in words(client, HARBOUR)


def test_what_was_withdrawn_had_been_read_first_and_what_is_scheduled_has_not(client, numbers, clock):
    meeting = held(date(2026, 9, 2))
    clock(datetime(2026, 9, 5, 12, tzinfo=UTC))
    publish(meeting, Kind.DECISIONS).withdraw("A name was in it.")
    clock(datetime(2026, 10, 30, 12, tzinfo=UTC))
    publish(meeting, Kind.DECISIONS, note="Without it.")
    clock(NOON)
    assert table(client, PACE, HARBOUR)[0] == ["Decisions", "2.5", "4"]  # 1, 2, 3, 9
    publish(held(date(2026, 9, 9)), Kind.DECISIONS, goes_live_at=LATER)
    assert table(client, PACE, HARBOUR)[0] == ["Decisions", "2.5", "4"]


def test_a_day_ends_by_the_council_s_clock_in_summer_and_in_winter(client, clock):
    make_committee(publishes_numbers=True)
    for day, kind in [(date(2026, 1, 14), Kind.DRAFT_MINUTES), (date(2026, 7, 15), Kind.DECISIONS)]:
        meeting = held(day)
        clock(datetime.combine(day, time(23, 30), tzinfo=UTC))
        publish(meeting, kind)
    clock(NOON)
    assert table(client, PACE, HARBOUR) == [["Decisions", "1", "1"], ["Draft minutes", "0", "1"]]


def test_attendance_is_told_by_member_as_a_chart_and_a_table(client, numbers):
    assert table(client, CAME, HARBOUR) == [
        ["Councillor Mary Bell", "3", "2", "0", "1"],
        ["Councillor Cy Tern", "3", "3", "0", "0"],
        ["Councillor Zed Chair", "3", "3", "0", "0"],
    ]
    assert "Together, members attended 8 of 9 times." in words(client, HARBOUR)
    (svg,) = html.fromstring(client.get(HARBOUR).text).xpath("//svg[@role='img']")
    assert "Councillor Mary Bell, 2 of 3; Councillor Cy Tern, 3 of 3" in svg.get("aria-label")
    assert "/people/zed-chair/" not in client.get(HARBOUR).text  # who never had a seat


def test_a_committee_has_no_numbers_unless_it_says_so(client, numbers):
    Committee.objects.update(publishes_numbers=False)
    assert "Committee in numbers" not in words(client, HARBOUR) and "<svg" not in client.get(HARBOUR).text
    assert Committee._meta.get_field("publishes_numbers").default is False


def test_a_committee_of_which_nothing_is_published_says_so(client):
    make_committee(publishes_numbers=True)
    assert "Nothing is published of these meetings yet." in words(client, HARBOUR)


def test_draft_attendance_is_in_no_number(client, numbers):
    Attendance.objects.update(state="absent")
    publish(held(date(2026, 9, 1), mary_bell="absent"), Kind.AGENDA)
    publish(held(date(2026, 9, 2), mary_bell="absent"), goes_live_at=LATER)
    publish(held(date(2026, 9, 3), mary_bell="absent")).withdraw("A name was in it.")
    assert table(client, CAME, HARBOUR)[0] == ["Councillor Mary Bell", "3", "2", "0", "1"]


@pytest.mark.parametrize("many", [1, 25])
def test_the_page_costs_four_queries_whatever_the_archive(client, many, django_assert_num_queries):
    make_committee(publishes_numbers=True)
    for n in range(many):
        sits(f"Una Reed-{n}", ended_on=date(2025, 1, 1) if n % 2 else None)
        publish(held(date(2000 + n, 7, 1) if n else date(2026, 7, 1), una_reed="present"))
    Membership.objects.update(started_on=date(2020, 1, 1))
    client.get(HARBOUR)
    with django_assert_num_queries(5):  # the organisation, which a cache remembers, is one of them
        assert client.get(HARBOUR).status_code == 200
    Committee.objects.update(publishes_numbers=False)
    with django_assert_num_queries(4):
        client.get(f"{HARBOUR}?year=2010")
    assert Publication.objects.count() == many and make_person()
