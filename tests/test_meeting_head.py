"""One meeting, one place: over each of its pages stands what is public of it, what is scheduled, and what differs."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minutes.models import Attendance, Minute, Motion
from published.kinds import Kind
from publishing.models import Publication
from tests.desk import Page, item_page, meeting_page, motion_page
from tests.making import make_held_meeting, make_item, make_meeting, make_person, publish
from tests.test_rights import staff

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
MARCH, JULY = (datetime(2026, month, 12, 9, tzinfo=LONDON) for month in (3, 7))


def door(meeting) -> str:
    return f"/admin/publishing/publication/meeting/{meeting.pk}/"


def head(page: Page) -> str:
    (found,) = page.tree.xpath("//div[@class='meeting-head']")
    return " ".join(" ".join(found.itertext()).split())


def differs(desk, meeting) -> str:
    return desk.get(f"{door(meeting)}differs/").content.decode()


@pytest.fixture
def pages():
    """Each page of a held meeting: its own, its door, an item's and a motion's."""
    meeting = make_held_meeting(date=date(2026, 7, 8))
    motion = Motion.objects.create(item=meeting.items.get(), text="<p>That it be mended.</p>")
    return meeting, [meeting_page(meeting), door(meeting), item_page(motion.item), motion_page(motion)]


def test_each_page_of_a_meeting_has_its_head_and_its_tabs(desk, pages):
    meeting, addresses = pages
    publication = publish(meeting, Kind.DRAFT_MINUTES)
    adding = [
        f"/admin/minutes/agendaitem/add/?meeting={meeting.pk}",
        f"/admin/minutes/motion/add/?item={meeting.items.get().pk}",
    ]
    withdrawing = f"{door(meeting)}withdraw/{publication.pk}/"
    cancelling = f"/admin/minutes/meeting/{meeting.pk}/cancellation/"
    for address in [*addresses, *adding, withdrawing, cancelling]:
        page = Page(desk, address)
        assert head(page).startswith("Harbour Committee, 8 July 2026 Wednesday, 19:30, Guildhall"), address
        tabs = {a.text_content(): a.get("href") for a in page.tree.xpath("//nav[@class='tabs']//a")}
        assert tabs["Details"] == meeting_page(meeting) and tabs["Check and publish"] == door(meeting), address
        assert len(page.tree.xpath("//h1")) == 1, address


@pytest.mark.parametrize(("which", "tab"), [(0, "Details"), (1, "Check and publish"), (2, None), (3, None)])
def test_the_tab_that_is_open_says_so(desk, pages, which, tab):
    current = Page(desk, pages[1][which]).tree.xpath("//nav[@class='tabs']//a[@aria-current='page']")
    assert [a.text_content() for a in current] == ([tab] if tab else [])


def test_the_head_says_what_is_public_as_which_version_and_leads_there(desk, clock, settings):
    settings.SITE_URL = "https://minutes.example.org"
    clock(JULY)
    meeting, other = make_held_meeting(date=date(2026, 7, 8)), make_held_meeting(date=date(2026, 3, 4))
    assert "Nothing of it is public" in head(Page(desk, meeting_page(meeting)))
    publish(other, Kind.MINUTES)
    publish(meeting, Kind.AGENDA)
    make_item(meeting, "Dredging")
    publish(meeting, Kind.AGENDA, note="One more item.")
    page = Page(desk, meeting_page(meeting))
    assert "Agenda published on 12 July 2026, version 2" in head(page)
    (link,) = page.tree.xpath("//a[text()='public page']")
    newest = Publication.objects.of(meeting).latest("sequence").sequence
    public = "https://minutes.example.org/committees/harbour-committee/2026-07-08/"
    assert link.get("href") == f"{public}?after={newest}"  # which no cache has from before
    door = Page(desk, f"/admin/publishing/publication/meeting/{meeting.pk}/")
    assert door.tree.xpath("//a[text()='The meeting’s public page']/@href") == [f"{public}?after={newest}"]


def test_the_head_says_what_is_scheduled_on_the_council_s_clock(desk, clock):
    clock(MARCH)
    meeting = make_held_meeting(date=date(2026, 4, 1))
    publish(meeting, Kind.AGENDA, goes_live_at=datetime(2026, 3, 30, 17, tzinfo=LONDON))
    said = head(Page(desk, meeting_page(meeting)))
    assert "Nothing of it is public Scheduled Agenda goes live on 30 March 2026, 17:00" in said
    assert differs(desk, meeting) == "Nothing differs from the agenda that is scheduled"
    make_item(meeting, "Dredging")
    assert differs(desk, meeting) == "1 item differs from the agenda that is scheduled"
    clock(MARCH + timedelta(days=19))
    assert "Agenda published on 30 March 2026" in head(Page(desk, meeting_page(meeting)))


def test_a_withdrawn_agenda_is_not_said_to_be_public(desk):
    meeting = make_held_meeting()
    publish(meeting, Kind.AGENDA).withdraw("It named a resident.")
    assert "Nothing of it is public" in head(Page(desk, meeting_page(meeting)))
    assert differs(desk, meeting) == ""


def test_a_postponed_meeting_names_the_one_instead(desk):
    instead = make_meeting(date=date(2026, 7, 15))
    meeting = make_meeting(date=date(2026, 7, 8))
    meeting.cancel("The Guildhall is flooded.", instead)
    page = Page(desk, meeting_page(meeting))
    assert "Postponed The Guildhall is flooded. To 15 July 2026" in head(page)
    (link,) = page.tree.xpath("//a[text()='To 15 July 2026']")
    assert f"/admin/minutes/meeting/{instead.pk}/" in link.get("href")


def test_how_many_items_differ_from_what_is_public_is_counted(desk):
    meeting = make_held_meeting()
    gone, kept = make_item(meeting, "Moorings"), make_item(meeting, "Buoys")
    publish(meeting, Kind.DRAFT_MINUTES)
    assert differs(desk, meeting) == "Nothing differs from what is public"
    Minute.objects.create(item=kept, body="<p>Two buoys are adrift.</p>")
    assert differs(desk, meeting) == "1 item differs from what is public"
    gone.delete()
    make_item(meeting, "Dredging")
    assert differs(desk, meeting) == "3 items differ from what is public"
    said = Page(desk, f"{door(meeting)}?kind=draft-minutes").text
    assert "What differs from Draft minutes (version 1)" in said
    assert "New: Dredging Changed: Buoys Item 3 is now 2: Buoys Gone: Moorings" in said


def test_an_item_that_is_printed_with_another_number_is_said(desk):
    meeting = make_meeting()
    for title in ("Apologies", "Moorings", "Buoys"):
        make_item(meeting, title)
    publish(meeting, Kind.AGENDA)
    meeting.items.filter(title="Moorings").update(position=9)
    assert differs(desk, meeting) == "2 items differ from what is public"
    said = Page(desk, f"{door(meeting)}?kind=agenda").tree.xpath("//*[@id='differs']//li/text()")
    assert said[:2] == ["Item 3 is now 2: Buoys", "Item 2 is now 3: Moorings"]


def test_minutes_do_not_make_a_published_agenda_differ_but_another_place_does(desk):
    meeting = make_held_meeting()
    publish(meeting, Kind.AGENDA)
    Minute.objects.update(body="<p>Something else was said.</p>")
    assert differs(desk, meeting) == "Nothing differs from what is public"
    meeting.venue = "Custom House"
    meeting.save()
    assert differs(desk, meeting) == "What is said of the meeting differs from what is public"


def test_a_member_who_changed_their_name_is_no_difference(desk):
    meeting = make_held_meeting()
    publish(meeting, Kind.MINUTES)
    make_person().__class__.objects.update(last_name="Vane")
    assert differs(desk, meeting) == "Nothing differs from what is public"


def test_items_that_changed_places_differ(desk):
    meeting = make_held_meeting()
    second = make_item(meeting, "Dredging")
    publish(meeting, Kind.AGENDA)
    second.move(-1)
    assert differs(desk, meeting).startswith("2 items differ")


def test_what_differs_is_told_to_nobody_who_may_not_publish(client, pages):
    meeting, _ = pages
    publish(meeting, Kind.AGENDA)
    reader = staff("minutes.view_meeting", "minutes.view_agendaitem")
    assert reader.get(f"{door(meeting)}differs/").status_code == 403
    said = head(Page(reader, meeting_page(meeting)))
    assert "Agenda published" in said and "differs" not in said and "Check and publish" not in said


def test_who_may_not_see_the_meeting_sees_no_head_at_its_item(pages):
    _, (_, _, item, _) = pages
    assert "meeting-head" not in Page(staff("minutes.view_agendaitem"), item).html


def test_the_head_and_the_comparison_ask_as_much_of_a_long_meeting_as_of_a_short_one(desk):
    counts = []
    for size, day in [(1, date(2026, 1, 14)), (12, date(2026, 7, 15))]:
        meeting = make_held_meeting(date=day)
        for n in range(size):
            make_item(meeting, f"Item {n}", minutes="<p>Said.</p>", decision="<p>Done.</p>")
            Attendance.objects.create(meeting=meeting, person=make_person(f"Una Reed{n}"), state="present")
            publish(meeting, Kind.MINUTES, note=f"Version {n}")
        for address in (f"{door(meeting)}differs/", meeting_page(meeting)):
            desk.get(address)
            with CaptureQueriesContext(connection) as asked:
                desk.get(address)
            counts.append(len(asked))
    assert counts[:2] == counts[2:] and max(counts) <= 20, counts


def test_the_desk_says_postponed_of_a_meeting_that_was_put_off(desk, clock):
    clock(JULY)
    called_off, put_off = (make_meeting(date=date(2026, 7, day)) for day in (15, 16))
    called_off.cancel("Storm.")
    put_off.cancel("Storm.", postponed_to=make_meeting(date=date(2026, 7, 23)))
    for meeting, said in ((called_off, "cancelled"), (put_off, "postponed")):
        assert f"This meeting is {said}." in Page(desk, meeting_page(meeting)).text
    for address in ("/admin/", "/admin/minutes/meeting/"):
        text = Page(desk, address).text
        assert (text.count("Postponed"), text.count("Cancelled")) == (1, 1), address
