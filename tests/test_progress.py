"""Where a committee publishes its actions, the public reads what was to be done and how far it is, as it was published last."""

import os
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from lxml import html

from committees.models import Committee
from minutes.models import Action, Decision, Minute
from proving.verifying import Counts, differences
from published import models as rows
from published.kinds import Kind
from publishing.freezing import freeze
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, publish
from tests.test_approval import words
from tests.test_desk_queries import queries

pytestmark = pytest.mark.django_db

PROGRESS = "/committees/harbour-committee/progress/"
DRAFT, AGENDA = Kind.DRAFT_MINUTES, Kind.AGENDA


@pytest.fixture
def winter(clock):
    """The meeting of 14 January 2026 gave two actions; today is 2 February. Another committee gave one."""
    clock(datetime(2026, 2, 2, 9, tzinfo=UTC))
    quays = make_held_meeting(
        date=date(2026, 1, 15), committee=make_committee(slug="quays", name="Quays", publishes_actions=True)
    )
    Action.objects.create(item=quays.items.get(), what="Elsewhere")
    publish(quays, DRAFT)
    winter = make_held_meeting(date=date(2026, 1, 14), committee=make_committee(publishes_actions=True))
    give(winter, "Mend the buoy", owner="Harbour Master", due=date(2026, 1, 30), update="He dithers.")
    give(winter, "Ask for tenders")
    return winter


def give(meeting, what: str, **facts) -> Action:
    return Action.objects.create(item=meeting.items.first(), what=what, **facts)


def read(client, address: str = PROGRESS) -> str:
    return words(client.get(address))


def make_next(day: date = date(2026, 3, 4)):
    meeting = make_meeting(date=day)
    make_item(meeting, "Matters arising and actions", kind="matters-arising")
    return meeting


def correct(meeting, what: str, note: str = "A slip.") -> None:
    Minute.objects.filter(item__meeting=meeting).update(body=f"<p>{what}</p>")
    publish(meeting, DRAFT, note=note)


# What is read


def test_what_was_to_be_done_is_read_with_its_owner_its_day_and_its_state_and_leads_to_its_item(client, winter):
    publish(winter, DRAFT)
    page = read(client)
    assert "Mend the buoy To be done, due 30 January 2026 (overdue): Harbour Master" in page
    assert (
        "Ask for tenders To be done Repair of the north mole, 14 January 2026. As published on 2 February 2026." in page
    )
    assert "Elsewhere" not in page and "dithers" not in page
    tree = html.fromstring(client.get(PROGRESS).text)
    address = "/committees/harbour-committee/2026-01-14/repair-of-the-north-mole/"
    assert tree.xpath("//main//ul[@class='progress']//a/@href") == [address] * 2
    for where in (address, "/committees/harbour-committee/2026-01-14/"):
        assert "Actions Mend the buoy Harbour Master · due 30 January 2026 · To be done" in read(client, where)
    assert "/committees/harbour-committee/progress/" in client.get("/committees/harbour-committee/").text


def test_a_state_changes_in_public_once_a_publication_says_so_and_not_before(client, winter):
    publish(winter, DRAFT)
    before = read(client)
    Action.objects.get(what="Mend the buoy").finish(date(2026, 2, 1))
    Action.objects.filter(what="Ask for tenders").update(what="Ask three firms", owner="Clerk")
    assert read(client) == before
    publish(make_next(), AGENDA)
    page = read(client)
    assert "To be done Ask three firms To be done: Clerk" in page
    assert "Done Mend the buoy Done on 1 February 2026: Harbour Master" in page
    assert page.count("Mend the buoy") == page.count("Ask") == 1


def test_what_was_said_last_counts_also_where_earlier_minutes_are_corrected_later(client, winter, clock):
    publish(winter, DRAFT)
    march = make_next()
    publish(march, AGENDA)
    clock(datetime(2026, 3, 5, 9, tzinfo=UTC))
    Action.objects.get(what="Mend the buoy").finish(date(2026, 3, 5))
    correct(winter, "The mole was looked at.")
    assert "Mend the buoy Done on 5 March 2026" in read(client)
    publish(march, Kind.SUPPLEMENT, note="As it stood then.")
    assert "Mend the buoy Harbour Master · due 30 January 2026 · To be done" in read(
        client, "/committees/harbour-committee/2026-03-04/"
    )


def test_an_agenda_says_of_each_from_when_it_is_and_how_often_it_was_carried_over(client, winter):
    publish(winter, DRAFT)
    make_next(date(2026, 2, 10))
    publish(make_next(), AGENDA)
    page = read(client, "/committees/harbour-committee/2026-03-04/")
    assert "Actions of earlier meetings Mend the buoy Harbour Master · due 30 January 2026 · To be done" in page
    assert "from the meeting of 14 January 2026 · carried over once" in page


def test_a_scheduled_state_is_told_when_its_time_has_come(client, winter, clock):
    publish(winter, DRAFT)
    Action.objects.get(what="Mend the buoy").finish(date(2026, 2, 1))
    publish(make_next(), AGENDA, goes_live_at=timezone.now() + timedelta(days=1))
    assert "Mend the buoy To be done" in read(client)
    clock(datetime(2026, 2, 3, 10, tzinfo=UTC))
    assert "Mend the buoy Done on 1 February 2026" in read(client)


# What is not


@pytest.mark.parametrize("chosen", [False, True])
def test_only_a_committee_that_has_chosen_so_publishes_its_actions_and_has_the_page(client, winter, chosen):
    Committee.objects.update(publishes_actions=chosen)
    winter.refresh_from_db()
    publish(winter, DRAFT)
    publish(make_next(), AGENDA)
    pages = ["", "2026-01-14/", "2026-01-14/repair-of-the-north-mole/", "2026-03-04/"]
    told = [client.get(f"/committees/harbour-committee/{page}").text for page in pages]
    assert [("Mend the buoy" in page or "progress/" in page) for page in told] == [chosen] * 4
    assert client.get(PROGRESS).status_code == (200 if chosen else 404)


def test_a_committee_that_chose_otherwise_later_has_no_page_any_more(client, winter):
    publish(winter, DRAFT)
    Committee.objects.update(publishes_actions=False)
    assert client.get(PROGRESS).status_code == 404
    assert "progress/" not in client.get("/committees/harbour-committee/").text


def test_a_committee_that_the_public_does_not_know_has_none(client, winter):
    publish(winter, DRAFT)
    Committee.objects.update(shown_from=None)
    assert client.get(PROGRESS).status_code == 404


def test_minutes_that_are_not_out_tell_nothing_of_their_actions_on_the_next_agenda_either(client, winter):
    publish(make_next(), AGENDA)
    assert "Nothing that is published is still to be done." in read(client)
    assert "Mend the buoy" not in read(client, "/committees/harbour-committee/2026-03-04/")


def test_what_is_withdrawn_is_gone_from_the_page_and_its_actions_from_the_next_agenda(client, winter):
    minutes = publish(winter, DRAFT)
    minutes.withdraw("It named a resident.")
    assert "Mend the buoy" not in read(client)
    publish(make_next(), AGENDA)
    assert "Mend the buoy" not in read(client, "/committees/harbour-committee/2026-03-04/")


CLOSED = {
    "item": lambda item: item.__class__.objects.filter(pk=item.pk).update(
        restriction="england-2006-3", public_title="A lease"
    ),
    "item above": lambda item: item.__class__.objects.filter(pk=item.pk).update(
        parent=make_item(item.meeting, "Lease", restriction="england-2006-3", public_title="A lease")
    ),
    "minute": lambda item: Minute.objects.filter(item=item).update(restriction="england-2006-3"),
    "decision": lambda item: Decision.objects.filter(item=item).update(restriction="england-2006-3"),
}


@pytest.mark.parametrize("what", CLOSED)
@pytest.mark.parametrize("when", ["from the start", "afterwards"])
def test_what_closed_business_gave_to_do_is_not_told(client, winter, what, when):
    if when == "afterwards":
        publish(winter, DRAFT)
    CLOSED[what](winter.items.get())
    if when == "from the start":
        publish(winter, DRAFT)
        publish(make_next(), AGENDA)
        assert "Mend the buoy" not in read(client, "/committees/harbour-committee/2026-03-04/") + read(client)
    else:
        correct(winter, "Said.", "It is closed now.")
    assert "Mend the buoy" not in freeze(winter, DRAFT).to_json() and "Mend the buoy" not in read(client)


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.has_minutes])
def test_what_goes_out_before_the_minutes_tells_no_action_that_the_meeting_gave(winter, kind):
    assert "Mend the buoy" not in freeze(winter, kind).to_json()


# The rows


def test_the_page_asks_as_much_for_2_actions_as_for_20_of_10_meetings(client, winter):
    publish(winter, DRAFT)
    queries(client, PROGRESS)
    few = queries(client, PROGRESS)
    for n in range(10):
        meeting = make_held_meeting(date=date(2025, 3, 1 + n))
        give(meeting, f"Paint {n}"), give(meeting, f"Scrape {n}")
        publish(meeting, DRAFT)
    assert read(client).count("As published on") == 22 and queries(client, PROGRESS) == few


def test_who_changes_how_an_action_stands_is_found_and_a_rebuild_mends_it(client, winter):
    publish(winter, DRAFT)
    publish(make_next(), AGENDA)
    rows.Action.objects.filter(what="Mend the buoy", is_given_here=False).update(
        state="done", done_on=date(2026, 1, 20)
    )
    assert "Mend the buoy Done on 20 January 2026" in read(client)
    assert ["actions differ from the log (" in sentence for sentence in differences(Counts())] == [True]
    call_command("rebuild_website", processes=1, stdout=StringIO())
    assert list(differences(Counts())) == []
    assert "Mend the buoy To be done" in read(client)


# In a browser

SET_UP = """
from datetime import timedelta
from minutes.models import Action
from tests.making import *
today = date.today()
harbour = make_committee(publishes_actions=True)
winter = make_held_meeting(committee=harbour, date=today - timedelta(days=40))
mole = winter.items.get()
what = "Ask the three firms on the list for tenders, with drawings of the mole and its footings, and report their prices"
Action.objects.create(item=mole, what=what, owner="Harbour Master", due=today - timedelta(days=5))
Action.objects.create(item=mole, what="Write to the residents of Mole Street", owner="Clerk", due=today + timedelta(days=9))
lamp = Action.objects.create(item=mole, what="Mend the lamp", owner="Clerk", due=today - timedelta(days=20))
publish(winter, Kind.DRAFT_MINUTES)
lamp.finish(today - timedelta(days=21))
following = make_meeting(committee=harbour, date=today + timedelta(days=9))
make_item(following, "Matters arising and actions", kind="matters-arising")
publish(following, Kind.AGENDA)
"""


@pytest.mark.once
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_and_those_that_it_is_made_of_fit_a_telephone_and_a_desk(install, page, width):
    install.begin(SET_UP)
    page.set_viewport_size({"width": width, "height": 900})
    with install.serve() as address:
        page.goto(f"{address}/committees/harbour-committee/")
        page.get_by_role("link", name="Progress of decisions").click()
        page.get_by_role("heading", name="To be done").wait_for()
        for name in ("progress", "agenda", "minutes"):
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
            if where := os.environ.get("MINUTEBOOK_PICTURES"):
                page.screenshot(path=Path(where) / f"{name}-{width}.png", full_page=True)
            page.goto(f"{address}/committees/harbour-committee/")
            page.locator(".meetings a").nth(0 if name == "progress" else 1).click()
