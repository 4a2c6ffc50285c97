"""Alison opens the desk in the morning: what needs her now stands on its first page, with a link to where she does it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.my_desk import _actions, _failed, _meetings, _papers, _scheduled
from minutes.models import Action, Approval, Meeting, PaperWanted, Typing
from published.kinds import Kind
from published.models import PDF, Version
from tests.desk import Page
from tests.making import make_clerk, make_committee, make_document, make_held_meeting, make_item, make_meeting, publish

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
WINTER_MORNING, SUMMER_MORNING = (datetime(2026, month, 12, 9, tzinfo=LONDON) for month in (1, 7))
PARISH = {"name": "Withydale Parish Council", "slug": "withydale", "clear_days": "parish-3"}


def section(page: Page, name: str) -> str:
    """The words below a heading of the page."""
    (found,) = page.tree.xpath(f"//section[h2[text()='{name}']]")
    return words(found)


def words(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def links(page: Page, name: str) -> list[str]:
    return [a.get("href") for a in page.tree.xpath(f"//section[h2[text()='{name}']]//li/a")]


def test_each_meeting_to_come_says_what_it_lacks_the_next_one_first(desk, clock):
    clock(SUMMER_MORNING)
    later = make_meeting(date=date(2026, 8, 12), committee=make_committee(**PARISH))
    make_item(later)
    soon = make_meeting(date=date(2026, 7, 29))
    make_document(make_meeting(date=date(2026, 9, 9)), item=None)
    page = Page(desk, "/admin/")
    first, second, third = (words(li) for li in page.tree.xpath("//section[h2[text()='Meetings to come']]//li"))
    assert "Harbour Committee Wednesday 29 July, 19:30" in first and "No items yet" in first
    assert "Withydale Parish Council" in second and "1 item, no papers yet" in second
    assert "No items yet" in third
    assert f"/admin/minutes/meeting/{soon.pk}/" in links(page, "Meetings to come")[0]


def test_a_published_agenda_is_not_asked_for_again_nor_one_that_is_scheduled(desk, clock):
    clock(SUMMER_MORNING)
    out, scheduled = make_meeting(date=date(2026, 7, 29)), make_meeting(date=date(2026, 8, 12))
    for meeting in (out, scheduled):
        make_item(meeting)
    publish(out, Kind.AGENDA)
    publish(scheduled, Kind.AGENDA, goes_live_at=SUMMER_MORNING + timedelta(days=3))
    page = Page(desk, "/admin/")
    said = section(page, "Meetings to come")
    assert "Agenda published" in said and "Agenda scheduled" in said and "left" not in said
    assert "Agenda Harbour Committee, 12 August 2026 Goes live on Wednesday 15 July, 09:00" in section(
        page, "Scheduled"
    )
    assert links(page, "Scheduled") == [f"/admin/publishing/publication/meeting/{scheduled.pk}/#log"]


def test_a_cancelled_meeting_says_that_the_public_still_expects_it(desk, clock):
    clock(SUMMER_MORNING)
    meeting, unknown = make_meeting(date=date(2026, 7, 29)), make_meeting(date=date(2026, 8, 29))
    make_item(meeting)
    publish(meeting, Kind.AGENDA)
    for cancelled in (meeting, unknown):
        cancelled.cancel("The Guildhall is flooded.")
    said = section(Page(desk, "/admin/"), "Meetings to come")
    assert said.count("Cancelled") == 2 and said.count("The public doesn’t know yet") == 1
    publish(meeting, Kind.CANCELLATION)
    assert "doesn’t know" not in section(Page(desk, "/admin/"), "Meetings to come")


def test_minutes_are_to_be_written_then_wait_for_approval_then_are_done(desk, clock):
    clock(SUMMER_MORNING)
    meeting, other = make_held_meeting(date=date(2026, 7, 8)), make_held_meeting(date=date(2026, 2, 4))
    publish(other, Kind.MINUTES)
    make_meeting(date=date(2026, 6, 24)).cancel("Nobody could come.")
    assert [len(links(Page(desk, "/admin/"), name)) for name in ("Minutes to write", "Waiting for approval")] == [1, 0]
    publish(meeting, Kind.DRAFT_MINUTES)
    page = Page(desk, "/admin/")
    assert "Nothing" in section(page, "Minutes to write")
    assert links(page, "Waiting for approval") == [f"/admin/publishing/publication/meeting/{meeting.pk}/?kind=minutes"]
    assert "Approved" not in section(page, "Waiting for approval")
    item = make_item(make_meeting(date=SUMMER_MORNING.date()), "Minutes", kind="previous-minutes")
    Approval.objects.create(of_meeting=meeting, by_item=item, outcome="approved")
    assert "Approved: to be published so" in section(Page(desk, "/admin/"), "Waiting for approval")
    publish(meeting, Kind.MINUTES)
    assert "Nothing" in section(Page(desk, "/admin/"), "Waiting for approval")


def test_a_meeting_of_today_is_to_be_written_when_it_has_begun(desk, clock):
    clock(SUMMER_MORNING)
    make_meeting(date=SUMMER_MORNING.date())
    page = Page(desk, "/admin/")
    assert len(links(page, "Meetings to come")) == 1 and links(page, "Minutes to write") == []
    clock(SUMMER_MORNING.replace(hour=20))
    page = Page(desk, "/admin/")
    assert links(page, "Meetings to come") == [] and len(links(page, "Minutes to write")) == 1


def test_alison_sees_who_is_writing_and_who_wrote_last(desk, clock):
    priya = make_clerk("priya")
    clock(SUMMER_MORNING)
    typed, changed = make_meeting(date=date(2026, 7, 8)), make_meeting(date=date(2026, 7, 1))
    item = make_item(changed)
    Page(desk, f"/admin/minutes/agendaitem/{item.pk}/change/").send(title="Dredging")
    typing = {"field": "minute-1-body", "window": "1", "text": "The mole", "opened_version": 0}
    Typing.objects.create(user=priya, meeting=typed, **typing)
    said = section(Page(desk, "/admin/"), "Minutes to write")
    assert "Being written Priya typed here" in said and "not saved yet" in said
    assert "Last changed by Clerk" in said
    assert "Dredging" in section(Page(desk, "/admin/"), "Where you were last")


def test_actions_and_papers_say_what_is_overdue_and_leave_out_what_is_done(desk, clock):
    clock(SUMMER_MORNING)
    held, coming = make_item(make_meeting(date=date(2026, 7, 1))), make_item(make_meeting(date=date(2026, 7, 29)))
    for what, due, done in [
        ("Mend the fence", 10, None),
        ("Ask the mason", 20, None),
        ("Paint it", 10, date(2026, 7, 9)),
    ]:
        Action.objects.create(item=held, what=what, owner="Jo Ash", due=date(2026, 7, due), done_on=done)
    Action.objects.create(item=held, what="Much later", due=date(2026, 12, 1))
    PaperWanted.objects.create(item=coming, title="Survey", of_whom="the Harbour Master", by=date(2026, 7, 10))
    PaperWanted.objects.create(item=held, title="Of minutes to write")
    over = make_held_meeting(date=date(2026, 6, 3))
    publish(over)
    PaperWanted.objects.create(item=over.items.first(), title="Of a meeting that is over")
    page = Page(desk, "/admin/")
    actions, papers = section(page, "Actions due"), section(page, "Papers wanted")
    assert (
        "Mend the fence Jo Ash, by 10 July Overdue" in actions and "Ask the mason Jo Ash, by 20 July Harbour" in actions
    )
    assert "Paint it" not in actions and "Much later" not in actions
    assert "Survey of the Harbour Master, by 10 July Overdue" in papers
    assert "Of minutes to write" in papers and "is over" not in papers


def test_an_action_of_a_closed_item_is_marked_and_so_is_one_below_it(desk, clock):
    clock(SUMMER_MORNING)
    meeting = make_meeting(date=date(2026, 7, 1))
    closed = make_item(meeting, "A lease", restriction="england-2006-3", public_title="A matter")
    below, open_one = make_item(meeting, "The rent", parent=closed), make_item(meeting, "Dredging")
    for item, what in [(closed, "Ask Mr Grey"), (below, "Ask for more"), (open_one, "Mend the fence")]:
        Action.objects.create(item=item, what=what, owner="Jo Ash", due=date(2026, 7, 20))
    actions = section(Page(desk, "/admin/"), "Actions due")
    assert "Ask Mr Grey Closed" in actions and "Ask for more Closed" in actions and actions.count("Closed") == 2


def test_a_paper_of_a_closed_item_is_marked_and_an_item_opened_from_here_leads_back_here(desk, clock):
    clock(SUMMER_MORNING)
    meeting = make_meeting(date=date(2026, 7, 29))
    closed = make_item(meeting, "A lease", restriction="england-2006-3", public_title="A matter")
    below, open_one = make_item(meeting, "The rent", parent=closed), make_item(meeting, "Dredging")
    for item, title in [(closed, "Draft lease"), (below, "Valuation"), (open_one, "Survey")]:
        PaperWanted.objects.create(item=item, title=title)
    Action.objects.create(item=open_one, what="Mend the fence", due=date(2026, 7, 20))
    page = Page(desk, "/admin/")
    papers = section(page, "Papers wanted")
    assert "Draft lease Closed" in papers and "Valuation Closed" in papers and papers.count("Closed") == 2
    [address] = links(page, "Actions due")
    item_page = Page(desk, address)
    assert desk.post(address, item_page.fields | {"title": "Dredging again"}).url.startswith("/admin/#")


def test_what_failed_says_why_and_leads_to_the_door(desk):
    meeting = make_held_meeting()
    publication = publish(meeting)
    assert "no PDF failed" in section(Page(desk, "/admin/"), "Failed")
    PDF.objects.filter(version=publication.pk).update(problem="The disk is full.", next_try_at=timezone.now())
    page = Page(desk, "/admin/")
    assert "minutes.pdf" in section(page, "Failed") and "The disk is full." in section(page, "Failed")
    assert links(page, "Failed") == [f"/admin/publishing/publication/meeting/{meeting.pk}/#log"]


def test_a_new_installation_says_what_comes_first(desk):
    page = Page(desk, "/admin/")
    assert "No meeting is planned. Make the next one" in section(page, "Meetings to come")
    for name in ["Minutes to write", "Waiting for approval", "Papers wanted", "Actions due", "Scheduled", "Failed"]:
        assert links(page, name) == [] and len(section(page, name)) > len(name)


def test_who_may_see_meetings_alone_is_shown_no_actions_and_nothing_of_running_the_site(client):
    item = make_item(make_meeting(date=timezone.localdate()))
    Action.objects.create(item=item, what="Mend the fence", due=timezone.localdate())
    reader = make_clerk("reader")
    reader.is_superuser = False
    reader.save()
    client.force_login(reader)
    assert "Harbour" not in Page(client, "/admin/").text and "You have no rights" in Page(client, "/admin/").text
    reader.user_permissions.set(Permission.objects.filter(codename__in=["view_meeting", "view_agendaitem"]))
    page = Page(client, "/admin/")
    assert "Harbour Committee" in page.text and "Mend the fence" not in page.text
    assert "Running the site" not in page.text and "Scheduled" not in page.text and "New meeting" not in page.text


def queries(desk) -> int:
    with CaptureQueriesContext(connection) as asked:
        Page(desk, "/admin/")
    return len(asked)


def test_the_first_page_asks_no_more_of_forty_meetings_than_of_two(desk, clock):
    clock(SUMMER_MORNING)

    def more(first: int, last: int) -> None:
        for n in range(first, last):
            committee = make_committee(name=f"Pier {n}", slug=f"pier-{n}")
            item = make_item(make_meeting(committee=committee, date=date(2026, 7, 20) + timedelta(n)))
            PaperWanted.objects.create(item=item, title="Survey")
            held = make_held_meeting(committee=committee, date=date(2026, 7, 10) - timedelta(n))
            Action.objects.create(item=held.items.first(), what="Mend", due=date(2026, 7, 10))
            publish(held, Kind.DRAFT_MINUTES if n % 2 else Kind.AGENDA)
            Page(desk, f"/admin/minutes/meeting/{held.pk}/change/").send(venue=f"Pier {n}")

    more(0, 2)
    queries(desk)  # fills what is remembered for good, such as content types
    few = queries(desk)
    more(2, 20)
    assert queries(desk) == few <= 20


@pytest.mark.once
def test_no_list_of_the_first_page_reads_a_whole_table():
    """By SQLite's own account: a list that scans its table takes longer with each year of the archive."""
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plans")
    today, now = SUMMER_MORNING.date(), SUMMER_MORNING
    published = Version.objects.all()
    lists = [*_meetings(today), _papers(today, [Meeting(pk=1)]), _actions(today)]
    lists += [_scheduled(now, published), _failed(published)]
    plans = [step for asked in lists for step in asked.explain().splitlines() if " SCAN " in step]
    assert [step for step in plans if "USING INDEX" not in step] == []
    assert all("paper_outstanding" in step or "pdf_waiting" in step for step in plans)
