"""All committees' meetings: the next ones, and each month as a calendar, as they are published now."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from lxml import html

from committees.models import Committee
from minutes.models import Meeting
from published.kinds import Kind
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, publish
from tests.test_attendance_page import words

pytestmark = pytest.mark.django_db
NEXT, JULY = "/meetings/", "/meetings/2026/07/"
NOON = datetime(2026, 7, 15, 11, tzinfo=UTC)
LATER = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def july(clock):
    clock(NOON)


def announced(day: date, slug: str = "harbour-committee", kind: Kind = Kind.AGENDA, **facts):
    committee = make_committee(slug=slug, name=slug.replace("-", " ").title())
    meeting = make_meeting(date=day, committee=committee, **facts)
    make_item(meeting)
    publish(meeting, kind)
    return meeting


def listed(client, address: str = NEXT) -> list[str]:
    return html.fromstring(client.get(address).text).xpath("//ul[@class='meetings']//a/@href")


def days(client, address: str = JULY) -> dict[str, str]:
    """What stands at each day that has something, without the day's own name."""
    tree = html.fromstring(client.get(address).text)
    cells = {cell.xpath("time/@datetime")[0]: cell.xpath("ul") for cell in tree.xpath("//table//td[time]")}
    lines = {day: [li.text_content() for each in lists for li in each] for day, lists in cells.items() if lists}
    return {day: " ".join(" ".join(found).split()) for day, found in lines.items()}


# The list


@pytest.fixture
def coming():
    """Two committees' meetings, some of which nobody may know of."""
    for day in (date(2026, 7, 15), date(2026, 9, 2), date(2027, 1, 13)):
        announced(day)
    announced(date(2026, 7, 16), "quays")
    announced(date(2026, 7, 14), "quays")  # yesterday
    publish(make_held_meeting(date=date(2026, 7, 17)), Kind.AGENDA, goes_live_at=LATER)
    make_held_meeting(date=date(2026, 7, 18))
    publish(make_held_meeting(date=date(2026, 7, 19)), Kind.AGENDA).withdraw("A name was in it.")


ALL = [
    "/committees/harbour-committee/2026-07-15/",
    "/committees/quays/2026-07-16/",
    "/committees/harbour-committee/2026-09-02/",
    "/committees/harbour-committee/2027-01-13/",
]


def test_the_next_meetings_of_all_committees_are_listed_the_nearest_first(client, coming):
    assert listed(client) == ALL


def test_they_can_be_those_of_one_committee(client, coming):
    assert listed(client, f"{NEXT}?committee=quays") == ALL[1:2]
    assert listed(client, f"{NEXT}?committee=harbour-committee") == [ALL[0], *ALL[2:]]
    tree = html.fromstring(client.get(f"{NEXT}?committee=quays").text)
    assert tree.xpath("//option[@selected]/@value") == ["quays"]
    assert tree.xpath("//form/@method | //form//label/@for | //select/@id") == ["get", "Committee", "Committee"]


@pytest.mark.parametrize("facts", [{"shown_from": None}, {"dissolved_on": date(2026, 1, 1)}])
def test_a_committee_that_is_not_shown_or_meets_no_more_can_t_be_chosen(client, coming, facts):
    Committee.objects.filter(slug="quays").update(**facts)
    assert client.get(f"{NEXT}?committee=quays").status_code == 404
    assert html.fromstring(client.get(NEXT).text).xpath("//option/@value") == ["", "harbour-committee"]


def test_later_meetings_follow_page_by_page_each_of_them_once(client):
    for n in range(45):
        announced(date(2026, 9, 1) + timedelta(n // 3), f"c{n % 3}", sitting=1)
    announced(date(2026, 9, 14), "c0", sitting=2)
    found, address, pages = [], NEXT, 0
    while address:
        found += listed(client, address)
        more = html.fromstring(client.get(address).text).xpath("//main/p/a[starts-with(@href, '?')]/@href")
        address, pages = (NEXT + more[0]) if more else "", pages + 1
    assert (len(found), len(set(found)), pages) == (46, 46, 2)
    assert found == sorted(found, key=lambda path: (path.split("/")[3], path))


# The month


def test_a_month_is_a_table_of_its_days_with_its_meetings(client):
    announced(date(2026, 7, 1), start=time(19, 30))
    announced(date(2026, 7, 31), "quays", start=None, subtitle="Budget")
    announced(date(2026, 7, 15), "quays", start=time(18))
    announced(date(2026, 7, 15), start=time(10), kind=Kind.NOTICE)
    announced(date(2026, 6, 30)), announced(date(2026, 8, 1))
    assert days(client) == {
        "2026-07-01": "Harbour Committee 7.30 pm",
        "2026-07-15": "Harbour Committee 10 am Quays 6 pm",
        "2026-07-31": "Quays Budget",
    }
    tree = html.fromstring(client.get(JULY).text)
    assert [th.text_content() for th in tree.xpath("//table/thead//th")] == "Mon Tue Wed Thu Fri Sat Sun".split()
    assert [len(row.xpath("td")) for row in tree.xpath("//tbody/tr")] == [7] * 5
    assert len(tree.xpath("//td/time")) == 31 and tree.xpath("//tbody/tr[1]/td[3]/time/@datetime") == ["2026-07-01"]


def test_today_is_marked_by_the_council_s_own_day(client, clock):
    announced(date(2026, 7, 1))
    today = "//td[@aria-current='date']/time/@datetime"
    assert html.fromstring(client.get(JULY).text).xpath(today) == ["2026-07-15"]
    clock(datetime(2026, 7, 14, 23, 30, tzinfo=UTC))
    assert html.fromstring(client.get(JULY).text).xpath(today) == ["2026-07-15"]
    clock(datetime(2026, 8, 14, 12, tzinfo=UTC))
    assert html.fromstring(client.get(JULY).text).xpath(today) == []


def test_a_meeting_that_is_called_off_says_so(client):
    cancelled, postponed = announced(date(2026, 7, 1)), announced(date(2026, 7, 2))
    new = announced(date(2026, 7, 22))
    for meeting, to in ((cancelled, None), (postponed, new)):
        meeting.cancel("The heating failed.")
        Meeting.objects.filter(pk=meeting.pk).update(postponed_to=to)
        publish(meeting, Kind.CANCELLATION)
    assert days(client) == {
        "2026-07-01": "Harbour Committee 7.30 pm Cancelled",
        "2026-07-02": "Harbour Committee 7.30 pm Postponed to 22 July 2026",
        "2026-07-22": "Harbour Committee 7.30 pm",
    }


def test_what_is_not_public_stands_in_no_month(client, coming):
    assert list(days(client)) == ["2026-07-14", "2026-07-15", "2026-07-16"]


def test_a_month_leads_to_the_nearest_months_with_meetings(client):
    for day in (date(2025, 1, 14), date(2026, 3, 4), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1)):
        announced(day)
    around = "//nav[@class='neighbours']/a/@href"
    assert html.fromstring(client.get(JULY).text).xpath(around) == ["/meetings/2026/03/", "/meetings/2026/12/"]
    assert html.fromstring(client.get("/meetings/2026/12/").text).xpath(around) == [JULY, "/meetings/2027/01/"]
    assert html.fromstring(client.get("/meetings/2025/01/").text).xpath(around) == ["/meetings/2026/03/"]
    assert html.fromstring(client.get("/meetings/2026/05/").text).xpath(around) == ["/meetings/2026/03/", JULY]
    assert "No meeting is announced in this month." in words(client, "/meetings/2026/05/")


def test_a_month_before_the_first_meeting_or_after_the_last_is_no_page_but_this_month_is(client, clock):
    assert client.get(JULY).status_code == 200 and "No meeting is announced" in words(client, JULY)
    announced(date(2026, 7, 1))
    for month in ("2026/06", "2026/08", "1999/01", "2099/12"):
        assert client.get(f"/meetings/{month}/").status_code == 404
    clock(datetime(2026, 9, 1, tzinfo=UTC))
    assert client.get("/meetings/2026/09/").status_code == 200


NONE = (
    "2026/00 2026/13 2026/7 2026/007 0000/01 9999/12 99999/01 ٢٠٢٦/٠٧ -2026/07 2026/%00 2026/07/01 20260/7 2026".split()
)


@pytest.mark.parametrize("odd", NONE)
def test_what_is_no_month_is_an_unknown_address(client, coming, odd):
    answer = client.get(f"/meetings/{odd}/")
    assert answer.status_code == 404 and b"Page not found" in answer.content


QUESTIONS = [
    "after=%00",
    "after=x",
    "after=2026-02-30.quays",
    "after=9999-12-31.quays",
    "after=0000-00-00.x",
    "after=" + "9" * 5000,
]
QUESTIONS += ["after=2026-07-15-99.a&after=x", "after=2026-07-15.%27%20OR%201=1", "committee=", "before=2026-02-30"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_odd_question_is_answered(client, coming, question):
    assert client.get(f"{NEXT}?{question}").status_code == 200


@pytest.mark.parametrize("committee", ["%00", "../etc", "x" * 5000, "'", "QUAYS", "quays&committee=nobody"])
def test_a_committee_that_there_is_not_is_an_unknown_address(client, coming, committee):
    assert client.get(f"{NEXT}?committee={committee}").status_code == 404


@pytest.mark.parametrize("many", [1, 30])
def test_the_pages_cost_the_same_in_any_archive(client, many, django_assert_num_queries):
    for n in range(many):
        announced(date(2026, 7, 15) + timedelta(n), f"c{n % 5}")
        announced(date(2020, 1, 1) + timedelta(n))
    client.get(NEXT)
    with django_assert_num_queries(3):  # the organisation, which a cache remembers, is one of them
        client.get(NEXT)
    with django_assert_num_queries(3):
        client.get(JULY)


def test_the_pages_are_read_and_not_written_to(client, coming):
    for address in (NEXT, JULY):
        answer = client.get(address)
        assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
        assert client.head(address).status_code == 200 and client.post(address).status_code == 405
