"""At every moment a reader finds what says most, whatever the season and whatever clock the server runs by."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from published import asking
from published.kinds import Kind
from published.models import Shown
from publishing.models import Publication
from tests.making import SUMMER, WINTER, make_committee, make_held_meeting, make_item, publish

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
COMMITTEE = "/committees/harbour-committee/"
PAGE = f"{COMMITTEE}2026-03-04/"
MOLE = "repair-of-the-north-mole"

# Each step is (kind, hours after noon when it is published, hours when it goes live); then what is shown at noon and in
# the three hours after it.
TIME_LINES = {
    "an agenda": ([("agenda", 0, 0)], ["agenda"] * 4),
    "a notice, then the agenda": ([("notice", 0, 0), ("agenda", 1, 1)], ["notice", "agenda", "agenda", "agenda"]),
    "a scheduled agenda": ([("agenda", 0, 2)], [None, None, "agenda", "agenda"]),
    "a notice stands until the scheduled agenda": (
        [("notice", 0, 0), ("agenda", 0, 3)],
        ["notice", "notice", "notice", "agenda"],
    ),
    "an agenda corrected after the minutes": ([("minutes", 0, 0), ("agenda", 1, 1)], ["minutes"] * 4),
    "a draft after the minutes": ([("minutes", 0, 0), ("draft-minutes", 1, 1)], ["minutes"] * 4),
    "minutes after their draft": (
        [("draft-minutes", 0, 0), ("minutes", 2, 2)],
        ["draft-minutes"] * 2 + ["minutes"] * 2,
    ),
    "decisions before the draft": (
        [("agenda", 0, 0), ("decisions", 1, 1), ("draft-minutes", 2, 2)],
        ["agenda", "decisions", "draft-minutes", "draft-minutes"],
    ),
    "a supplement replaces the agenda": (
        [("agenda", 0, 0), ("supplementary-agenda", 1, 1)],
        ["agenda"] + ["supplementary-agenda"] * 3,
    ),
    "an agenda replaces the supplement": (
        [("supplementary-agenda", 0, 0), ("agenda", 1, 1)],
        ["supplementary-agenda"] + ["agenda"] * 3,
    ),
    "a cancellation": ([("agenda", 0, 0), ("cancellation", 1, 1)], ["agenda"] + ["cancellation"] * 3),
    "an agenda that was scheduled before the cancellation": (
        [("agenda", 0, 3), ("cancellation", 1, 1)],
        [None, "cancellation", "cancellation", "cancellation"],
    ),
    "a cancellation, then a new agenda": (
        [("agenda", 0, 0), ("cancellation", 1, 1), ("supplementary-agenda", 2, 2)],
        ["agenda", "cancellation", "supplementary-agenda", "supplementary-agenda"],
    ),
    "a scheduled cancellation": ([("agenda", 0, 0), ("cancellation", 1, 3)], ["agenda"] * 3 + ["cancellation"]),
    "two scheduled, the later one first": (
        [("minutes", 0, 3), ("draft-minutes", 0, 1)],
        [None, "draft-minutes", "draft-minutes", "minutes"],
    ),
}


def run(meeting, steps, until: int = 9) -> None:
    """Take the steps that are not taken yet, up to an hour after noon."""
    for kind, made, live in steps[Publication.objects.filter(meeting=meeting).count() :]:
        if made > until:
            return
        meeting.cancelled_at = NOON if kind == "cancellation" else None
        meeting.cancellation_reason = "The hall is flooded."
        meeting.save()
        publish(meeting, Kind(kind), now=NOON + made * HOUR, goes_live_at=NOON + live * HOUR)


def shown_at(moment) -> dict[int, list[str]]:
    rows = asking.rows(f"SELECT v.key, v.kind FROM {asking.SHOWN}", moment)
    return {key: [kind for other, kind in rows if other == key] for key, _ in rows}


@pytest.mark.parametrize(("steps", "expected"), TIME_LINES.values(), ids=TIME_LINES)
def test_at_each_hour_a_reader_finds_what_says_most(steps, expected):
    meeting, other = make_held_meeting(), make_held_meeting(date=date(2026, 2, 4))
    publish(other, Kind.DRAFT_MINUTES, now=NOON - HOUR)
    for hour, kind in enumerate(expected):
        run(meeting, steps, until=hour)
        assert shown_at(NOON + hour * HOUR) == ({meeting.pk: [kind]} if kind else {}) | {other.pk: ["draft-minutes"]}


@pytest.mark.parametrize(("steps", "expected"), TIME_LINES.values(), ids=TIME_LINES)
def test_what_is_over_is_not_kept(steps, expected):
    meeting = make_held_meeting()
    run(meeting, steps)
    last = Publication.objects.latest("sequence").published_at
    assert not Shown.objects.filter(ends_at__lte=last).exists()
    assert not Shown.objects.filter(starts_at__lte=last).exists()


def test_of_two_versions_of_a_kind_the_newer_counts(client):
    meeting = make_held_meeting(public_note="The first.")
    publish(meeting)
    for note in ("The second.", "The third."):
        meeting.public_note = note
        meeting.save()
        publish(meeting, note=f"It was {note}")
    note = client.get(PAGE).content.decode().partition("<strong>Note:</strong>")[2].partition("</p>")[0]
    assert note.strip() == "The third."


def test_an_item_s_address_shows_the_newest_minutes_that_hold_it():
    meeting, other = make_held_meeting(), make_held_meeting(date=date(2026, 2, 4))
    publish(other, now=NOON - HOUR)
    dropped = make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
    publish(meeting, Kind.AGENDA, now=NOON)
    publish(meeting, now=NOON + HOUR)
    dropped.delete()
    publish(meeting, note="Not discussed.", now=NOON + 2 * HOUR)
    for moment in (NOON + 2 * HOUR, NOON + 9 * HOUR):
        here = {"committee": "harbour-committee", "meeting": "2026-03-04"}
        found = [asking.item(moment, item=slug, **here) for slug in ("dredging", MOLE)]
        assert [(item.version_id, bool(item.is_current)) for item in found] == [(3, False), (4, True)]


def test_an_item_left_out_of_a_newer_version_keeps_its_address_and_says_so(client):
    meeting = make_held_meeting()
    dropped = make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
    publish(meeting)
    dropped.delete()
    publish(meeting, note="Not discussed.")
    page = client.get(f"{PAGE}dredging/").content.decode()
    assert "It was deferred." in page and "It is not part of" in page
    assert "It is not part of" not in client.get(f"{PAGE}repair-of-the-north-mole/").content.decode()


@pytest.mark.parametrize(
    ("first", "second"), [(Kind.MINUTES, Kind.AGENDA), (Kind.AGENDA, Kind.MINUTES)], ids=["before", "after"]
)
def test_an_item_is_shown_as_the_minutes_have_it_whenever_the_agenda_was_corrected(client, first, second):
    meeting = make_held_meeting()
    publish(meeting, first), publish(meeting, second)
    page = client.get(f"{PAGE}repair-of-the-north-mole/").content.decode()
    assert "The Harbour Master reported" in page and "It is not part of" not in page


# The clock on the wall

MIDNIGHTS = {
    "a summer evening": (datetime(2027, 7, 14, 22, 59, tzinfo=UTC), {"2027-07-14": "next", "2027-07-15": "next"}),
    "a summer night": (datetime(2027, 7, 14, 23, 0, tzinfo=UTC), {"2027-07-14": "past", "2027-07-15": "next"}),
    "a winter evening": (datetime(2027, 1, 13, 23, 59, tzinfo=UTC), {"2027-01-13": "next", "2027-01-14": "next"}),
    "a winter night": (datetime(2027, 1, 14, 0, 0, tzinfo=UTC), {"2027-01-13": "past", "2027-01-14": "next"}),
}


@pytest.mark.parametrize(("moment", "expected"), MIDNIGHTS.values(), ids=MIDNIGHTS)
def test_a_day_ends_at_the_council_s_own_midnight(client, clock, moment, expected):
    clock(moment - timedelta(days=9))
    for day in expected:
        publish(make_held_meeting(date=date.fromisoformat(day), start=None), Kind.AGENDA)
    clock(moment)
    home = client.get("/").content.decode().partition("Latest decisions")[0]
    coming, _, past = client.get(COMMITTEE).content.decode().partition("Past meetings")
    for day, where in expected.items():
        assert (day in coming, day in past, day in home) == (where == "next", where == "past", where == "next"), day


EVENINGS = {
    "a meeting that is going on is still among the next": (time(18, 30), Kind.AGENDA, "next"),
    "one that began in the afternoon is over": (time(16, 29), Kind.AGENDA, "past"),
    "one of unknown hour may still come": (None, Kind.AGENDA, "next"),
    "one whose minutes are out is over": (time(20, 0), Kind.DRAFT_MINUTES, "past"),
    "and so it is with no hour": (None, Kind.MINUTES, "past"),
}


@pytest.mark.parametrize(("start", "kind", "where"), EVENINGS.values(), ids=EVENINGS)
@pytest.mark.parametrize("day", [WINTER, SUMMER], ids=["winter", "summer"])
def test_a_meeting_that_is_over_is_not_among_the_next(client, clock, day, start, kind, where):
    now = datetime.combine(day, time(20, 30), ZoneInfo("Europe/London")).astimezone(UTC)
    clock(now)
    publish(make_held_meeting(date=day, start=start), kind)
    home = client.get("/").content.decode().partition("Latest decisions")[0]
    coming, _, past = client.get(COMMITTEE).content.decode().partition("Past meetings")
    line = f"{day}/"
    assert (line in home, line in coming, line in past) == (where == "next", where == "next", where == "past")


def test_just_after_midnight_nothing_of_the_day_is_over(client, clock):
    clock(datetime(2027, 7, 1, 9, tzinfo=UTC))
    publish(make_held_meeting(date=date(2027, 7, 15), start=time(0, 15)), Kind.AGENDA)
    clock(datetime(2027, 7, 15, 0, 30, tzinfo=UTC))
    assert "2027-07-15/" in client.get("/").content.decode().partition("Latest decisions")[0]


def test_of_the_sittings_of_a_day_the_later_is_the_newer_once_they_are_over(client, clock):
    for day in (date(2026, 1, 14), date(2026, 7, 15)):
        for sitting in (2, 1):
            publish(make_held_meeting(date=day, sitting=sitting))
    past = client.get(COMMITTEE).content.decode().partition("Past meetings")[2]
    days = ["2026-07-15-2", "2026-07-15", "2026-01-14-2", "2026-01-14"]
    places = [past.index(f'harbour-committee/{day}/"') for day in days]
    assert places == sorted(places)


def test_today_s_minutes_are_among_the_latest_and_tomorrow_s_agenda_is_not(client, clock):
    clock(datetime(2027, 7, 14, 23, 30, tzinfo=UTC))
    committee = make_committee()
    publish(make_held_meeting(committee=committee, date=date(2027, 7, 15), start=time(0, 15)))
    publish(make_held_meeting(committee=committee, date=date(2027, 7, 14)), Kind.DRAFT_MINUTES)
    publish(make_held_meeting(committee=committee, date=date(2027, 7, 16)), Kind.AGENDA)
    latest = client.get("/").content.decode().partition("Latest minutes")[2].partition("New, corrected")[0]
    assert latest.index("2027-07-15") < latest.index("2027-07-14") and "2027-07-16" not in latest


STARTS = {
    "half past midnight in summer": (date(2026, 7, 15), time(0, 30), "Wednesday 15 July 2026", "12.30 am"),
    "half past eleven in winter": (date(2026, 1, 14), time(23, 30), "Wednesday 14 January 2026", "11.30 pm"),
    "noon": (date(2026, 7, 15), time(12, 0), "Wednesday 15 July 2026", "12 noon"),
    "in the hour that was twice": (date(2026, 10, 25), time(1, 30), "Sunday 25 October 2026", "1.30 am"),
    "in the hour that was never": (date(2026, 3, 29), time(1, 30), "Sunday 29 March 2026", "1.30 am"),
}


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Tokyo", "UTC"])
@pytest.mark.parametrize(("day", "start", "date_shown", "time_shown"), STARTS.values(), ids=STARTS)
def test_a_meeting_is_on_the_day_and_at_the_hour_that_the_clerk_typed(
    client, settings, zone, day, start, date_shown, time_shown
):
    settings.TIME_ZONE = zone
    publish(make_held_meeting(date=day, start=start))
    for address in (f"{COMMITTEE}{day}/", f"{COMMITTEE}{day}/repair-of-the-north-mole/"):
        page = client.get(address).content.decode()
        assert f"{date_shown}</time>, {time_shown}" in page or f"{date_shown}, {time_shown}" in page
        assert f"on {date_shown}, {time_shown}" in page.partition("</title>")[0]


GOES_LIVE = {
    "summer": (datetime(2026, 7, 14, 23, 30, tzinfo=UTC), "15 July 2026, 00:30"),
    "winter": (datetime(2026, 1, 14, 23, 30, tzinfo=UTC), "14 January 2026, 23:30"),
}


@pytest.mark.parametrize(("moment", "shown"), GOES_LIVE.values(), ids=GOES_LIVE)
def test_the_log_on_the_page_tells_the_hour_of_the_council_s_own_clock(client, moment, shown):
    publish(make_held_meeting(), Kind.NOTICE, now=moment)
    assert shown in client.get(PAGE).content.decode()
    assert shown in client.get(f"{PAGE}publications/1/").content.decode()


TOKYO = """
from datetime import date
from tests.making import *
for day in (date(2026, 1, 14), date(2026, 7, 15)):
    make_held_meeting(date=day)
"""


@pytest.mark.once
def test_a_server_in_tokyo_publishes_at_the_council_s_own_hour(install):
    install.python(TOKYO)
    for day, at, utc in [
        ("2026-01-14", "2099-01-14T00:30", "2099-01-14 00:30"),
        ("2026-07-15", "2099-07-15T00:30", "2099-07-14 23:30"),
    ]:
        said = install.manage("publish", f"harbour-committee/{day}", "minutes", "--at", at, env={"TZ": "Asia/Tokyo"})
        assert "00:30" in said.stdout
        newest = "from publishing.models import *; print(Publication.objects.last().goes_live_at)"
        assert install.python(newest, env={"TZ": "Asia/Tokyo"}).stdout.startswith(utc)


@pytest.mark.parametrize(
    "noon", [datetime(2026, 12, 2, 12, tzinfo=UTC), datetime(2026, 7, 22, 11, tzinfo=UTC)], ids=str
)
def test_a_kept_address_shows_the_next_version_in_its_very_second(client, clock, noon):
    clock(noon)
    meeting = make_held_meeting(public_note="The first.")
    publish(meeting)
    meeting.public_note = "The second."
    meeting.save()
    publish(meeting, note="The first was wrong.", goes_live_at=noon + HOUR)
    for moment, shown in [(noon, "first"), (noon + HOUR - timedelta(microseconds=1), "first"), (noon + HOUR, "second")]:
        clock(moment)
        assert f"The {shown}.</p>" in client.get(PAGE).content.decode()
