"""Who subscribes to a calendar has each meeting once, at its hour in summer and in winter, and learns what became of it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from committees.models import Organisation
from minutes.models import Meeting
from published.kinds import Kind
from publishing.models import Publication
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, publish

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
ALL = "/meetings/calendar.ics"
OF_HARBOUR = "/committees/harbour-committee/calendar.ics"


def calendar(client, address: str = ALL) -> Calendar:
    """The calendar, which is what RFC 5545 asks for."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and not any(b"\n" in line for line in lines) and lines[-1] == b""  # §3.1
    found = Calendar.from_ical(answer.content)
    assert found.to_ical() and not found.errors
    assert (found["VERSION"], bool(found["PRODID"]), "METHOD" in found) == ("2.0", True, False)
    zones = [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")]
    assert zones == ["Europe/London"]
    for event in found.walk("VEVENT"):
        assert not event.errors
        for name in (
            "UID",
            "DTSTAMP",
            "DTSTART",
            "SUMMARY",
            "SEQUENCE",
            "LAST-MODIFIED",
            "STATUS",
            "URL",
            "DESCRIPTION",
        ):
            assert name in event, name
        assert event["DTSTART"].params.get("TZID", "Europe/London") == "Europe/London"
        assert event["DTSTAMP"].dt.utcoffset() == event["LAST-MODIFIED"].dt.utcoffset() == timedelta(0)
    uids = [str(event["UID"]) for event in found.walk("VEVENT")]
    assert len(uids) == len(set(uids))
    return found


def events(client, address: str = ALL) -> list[Event]:
    return calendar(client, address).walk("VEVENT")


def only(client, address: str = ALL) -> Event:
    [event] = events(client, address)
    return event


def coming(**changes) -> Meeting:
    known = {"date": date(2026, 7, 15), "attending": "public", "remote_link": "https://meet.example.org/1?a=b;c,d"}
    return make_meeting(**known | changes)


def test_a_meeting_is_at_its_hour_in_summer_and_in_winter(client, clock):
    clock(NOON)
    for day in (date(2026, 1, 14), date(2026, 7, 15)):
        publish(coming(date=day), Kind.NOTICE)
    winter, summer = events(client)
    assert [event["DTSTART"].dt for event in (winter, summer)] == [
        datetime(2026, 1, 14, 19, 30, tzinfo=LONDON),
        datetime(2026, 7, 15, 19, 30, tzinfo=LONDON),
    ]
    [zone] = calendar(client).walk("VTIMEZONE")
    told = zone.to_tz()
    naive = [datetime(2026, 1, 14, 19, 30), datetime(2026, 7, 15, 19, 30)]
    assert [told.utcoffset(hour) for hour in naive] == [timedelta(0), timedelta(hours=1)]


def test_an_event_says_where_and_how_to_attend(client, clock):
    clock(NOON)
    meeting = coming(subtitle="Budget; first, reading", venue="Guildhall, High Street", public_note="Bring a lamp.")
    publish(meeting, Kind.NOTICE)
    event = only(client)
    assert str(event["SUMMARY"]) == "Harbour Committee, Budget; first, reading"
    assert str(event["LOCATION"]) == "Guildhall, High Street"
    assert str(event["URL"]) == "http://127.0.0.1:8000/committees/harbour-committee/2026-07-15/"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Open to the public.",
        "Join online: https://meet.example.org/1?a=b;c,d",
        "Bring a lamp.",
        "Agenda and papers: http://127.0.0.1:8000/committees/harbour-committee/2026-07-15/",
    ]
    assert (str(event["STATUS"]), "DTEND" in event, "DURATION" in event) == ("CONFIRMED", False, False)


def test_it_ends_where_the_minutes_say_so_and_lasts_a_day_where_no_hour_is_known(client, clock):
    clock(NOON)
    held = make_held_meeting()
    Meeting.objects.update(end=time(21, 5))
    publish(held)
    publish(coming(start=None), Kind.NOTICE)
    ended, whole_day = events(client)
    assert ended["DTEND"].dt == datetime(2026, 3, 4, 21, 5, tzinfo=LONDON)
    assert (whole_day["DTSTART"].dt, "DTEND" in whole_day) == (date(2026, 7, 15), False)


def test_an_event_stays_one_and_its_sequence_rises_with_each_change(client, clock):
    clock(NOON)
    meeting = coming()
    seen = []

    def look():
        event = only(client)
        seen.append((str(event["UID"]), event["SEQUENCE"], event["LAST-MODIFIED"].dt, str(event["STATUS"])))

    publish(meeting, Kind.NOTICE), look()
    clock(NOON + DAY)
    make_item(meeting)
    publish(meeting, Kind.AGENDA), look()
    Meeting.objects.update(venue="Custom House")
    publish(meeting, Kind.AGENDA, note="Another room.", goes_live_at=NOON + 2 * DAY), look()
    clock(NOON + 2 * DAY), look()
    for publication in Publication.objects.of(meeting):
        publication.withdraw("It was wrong.")
    look()
    uids, sequences, changed, states = zip(*seen, strict=True)
    assert len(set(uids)) == 1
    assert sequences == (0, 1, 1, 2, 5)
    assert [moment - NOON for moment in changed] == [0 * DAY, DAY, DAY, 2 * DAY, 2 * DAY]
    assert states == ("CONFIRMED",) * 4 + ("CANCELLED",)


def test_the_uid_does_not_hang_on_the_site_s_name(client, clock, settings):
    clock(NOON)
    publish(coming(), Kind.NOTICE), publish(coming(date=date(2026, 7, 22)), Kind.NOTICE)
    before = [event["UID"] for event in events(client)]
    settings.SITE_URL = "https://minutes.example.org"
    assert [event["UID"] for event in events(client)] == before and len(set(before)) == 2


def test_a_meeting_that_was_put_off_is_cancelled_and_says_to_when(client, clock):
    clock(NOON)
    meeting = coming()
    publish(meeting, Kind.NOTICE)
    later = coming(date=date(2026, 7, 22))
    publish(later, Kind.NOTICE)
    meeting.cancel("The heating failed.", postponed_to=later)
    publish(meeting, Kind.CANCELLATION)
    off, on = events(client)
    assert (str(off["STATUS"]), str(on["STATUS"])) == ("CANCELLED", "CONFIRMED")
    assert str(off["SUMMARY"]) == "POSTPONED to 22 July 2026: Harbour Committee"
    assert str(off["DESCRIPTION"]).startswith("The heating failed.")
    assert "Join online" not in str(off["DESCRIPTION"])
    assert off["DTSTART"].dt == datetime(2026, 7, 15, 19, 30, tzinfo=LONDON)


@pytest.mark.parametrize("address", [ALL, OF_HARBOUR, "/committees/harbour-committee/2026-07-15/calendar.ics"])
def test_of_a_withdrawn_meeting_is_told_that_it_is_off_and_nothing_of_what_was_told(client, clock, address):
    clock(NOON)
    publish(coming(venue="A private house", subtitle="Of Mr Low"), Kind.NOTICE).withdraw("It named a person.")
    event = only(client, address)
    assert (str(event["STATUS"]), str(event["SUMMARY"])) == ("CANCELLED", "WITHDRAWN: Harbour Committee")
    assert event["DTSTART"].dt == date(2026, 7, 15) and "LOCATION" not in event
    assert "Reason: It named a person." in str(event["DESCRIPTION"])
    assert not {b"private house", b"Low", b"meet.example"} & set(client.get(address).content.split(b"\n"))
    assert b"private" not in client.get(address).content and b"Mr Low" not in client.get(address).content


def test_what_is_not_public_is_in_no_calendar(client, clock):
    clock(NOON)
    coming()
    publish(coming(date=date(2026, 7, 22)), Kind.NOTICE, goes_live_at=NOON + DAY)
    publish(coming(date=date(2026, 7, 29)), Kind.NOTICE, goes_live_at=NOON + DAY).withdraw("Not yet.")
    assert events(client) == events(client, OF_HARBOUR) == []
    for day in ("2026-07-15", "2026-07-22", "2026-07-29", "2026-02-31"):
        assert client.get(f"/committees/harbour-committee/{day}/calendar.ics").status_code == 404
    clock(NOON + DAY)
    assert [event["DTSTART"].dt.day for event in events(client)] == [22]


def test_a_calendar_goes_back_a_year_and_on_to_the_last_meeting(client, clock):
    clock(NOON)
    for day in (date(2025, 5, 31), date(2025, 6, 3), date(2030, 1, 9)):
        publish(coming(date=day), Kind.NOTICE)
    assert [event["DTSTART"].dt.date() for event in events(client)] == [date(2025, 6, 3), date(2030, 1, 9)]
    assert only(client, "/committees/harbour-committee/2025-05-31/calendar.ics")


def test_each_calendar_has_its_own_meetings_and_name(client, clock):
    clock(NOON)
    Organisation.objects.update(name="Port Council")
    publish(coming(), Kind.NOTICE)
    quay = make_committee(name="Quay Board", slug="quay-board")
    publish(coming(committee=quay), Kind.NOTICE)
    assert len(events(client)) == 2
    assert str(only(client, "/committees/quay-board/calendar.ics")["SUMMARY"]) == "Quay Board"
    assert str(only(client, "/committees/harbour-committee/2026-07-15/calendar.ics")["SUMMARY"]) == "Harbour Committee"
    found = calendar(client, "/committees/quay-board/calendar.ics")
    assert str(found["X-WR-CALNAME"]) == str(found["NAME"]) == "Quay Board: Port Council"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in client.get(ALL).content
    assert client.get("/committees/moon/calendar.ics").status_code == 404


def test_a_time_that_the_clocks_have_twice_is_the_first(client, clock):
    clock(NOON)
    publish(coming(date=date(2026, 10, 25), start=time(1, 30)), Kind.NOTICE)
    assert b"DTSTART;TZID=Europe/London:20261025T013000\r\n" in client.get(ALL).content
    assert only(client)["DTSTART"].dt.utcoffset() == timedelta(hours=1)


def test_a_calendar_is_asked_for_again_and_costs_four_queries(client, clock, django_assert_num_queries):
    clock(NOON)
    for day in (date(2026, 7, 15), date(2026, 7, 22)):
        publish(coming(date=day), Kind.NOTICE)
    with django_assert_num_queries(4):  # the latest change, the organisation, what is shown, what was withdrawn
        answer = client.get(ALL)
    assert answer["Access-Control-Allow-Origin"] == "*" and not answer.cookies
    with django_assert_num_queries(2):
        assert client.get(ALL, headers={"if-none-match": answer["ETag"]}).status_code == 304
    publish(coming(date=date(2026, 7, 29)), Kind.NOTICE)
    assert client.get(ALL, headers={"if-none-match": answer["ETag"]}).status_code == 200
