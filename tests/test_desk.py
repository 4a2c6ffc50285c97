"""Alison Thrale, the clerk, works at her desk."""

import re
from datetime import date, time

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from committees.models import Membership
from minutes.models import AgendaItem, Attendance, Decision, Document, Meeting, Minute
from publishing.models import Kind, Publication
from tests.making import (
    make_clerk,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_clerk())
    return client


def form_of(client, address: str) -> dict:
    """The fields of the page's form, as a browser would send them back."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    fields = (form[name] for form in forms for name in form.fields)
    values = {field.html_name: field.value() for field in fields}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value is not None and value is not False
    }


def meeting_page(meeting: Meeting) -> str:
    return f"/admin/minutes/meeting/{meeting.pk}/change/"


def item_page(item: AgendaItem) -> str:
    return f"/admin/minutes/agendaitem/{item.pk}/change/"


def door(meeting: Meeting) -> str:
    return f"/admin/publishing/publication/meeting/{meeting.pk}/"


# Building an agenda


def test_a_new_meeting_knows_its_committee_s_ways(desk):
    committee = make_committee(usual_venue="Guildhall", usual_start=time(19))
    Membership.objects.create(committee=committee, person=make_person(), role="chair")
    fields = form_of(desk, "/admin/minutes/meeting/add/")
    desk.post("/admin/minutes/meeting/add/", fields | {"committee": committee.pk, "date": "2026-03-04"})
    meeting = Meeting.objects.get()
    assert (meeting.venue, meeting.start) == ("Guildhall", time(19))
    assert [str(row) for row in meeting.attendances.all()] == ["Councillor Mary Bell"]


def test_items_are_listed_in_order_and_moved_with_buttons(desk):
    meeting = make_meeting()
    first, second = make_item(meeting, "First"), make_item(meeting, "Second")
    desk.post(f"/admin/minutes/meeting/{meeting.pk}/move/", {"move": f"{second.pk}:-1"})
    assert [item.title for item in meeting.numbered_items()] == ["Second", "First"]
    assert f"Move up: {first.title}" in desk.get(meeting_page(meeting)).content.decode()


def test_an_item_is_added_at_the_end_and_leads_back_to_its_meeting(desk):
    meeting = make_meeting()
    make_item(meeting, "First")
    address = f"/admin/minutes/agendaitem/add/?meeting={meeting.pk}"
    answer = desk.post(address, form_of(desk, address) | {"title": "Second", "meeting": meeting.pk})
    item = AgendaItem.objects.get(title="Second")
    assert item.position == 2
    assert answer.url == f"{meeting_page(meeting)}#item-{item.pk}"


def test_minutes_and_a_decision_are_written_on_the_item_s_page(desk):
    item = make_item(make_meeting())
    fields = form_of(desk, item_page(item)) | {
        "minute-TOTAL_FORMS": 1,
        "minute-0-body": "<p>Members said:</p><p>·&nbsp;&nbsp; it leaks;</p><p>·&nbsp;&nbsp; it creaks.</p>",
        "decisions-TOTAL_FORMS": 1,
        "decisions-0-kind": "agreed",
        "decisions-0-text": "<p>That it be mended.</p><script>alert(1)</script>",
        "decisions-0-call_in": "",
    }
    assert desk.post(item_page(item), fields).status_code == 302
    assert Minute.objects.get().body == "<p>Members said:</p><ul><li>it leaks;</li><li>it creaks.</li></ul>"
    assert Decision.objects.get().text == "<p>That it be mended.</p>"


def test_a_paper_of_the_wrong_kind_is_refused_and_the_form_is_kept(desk):
    item = make_item(make_meeting())
    fields = form_of(desk, item_page(item)) | {
        "title": "Changed title",
        "documents-TOTAL_FORMS": 1,
        "documents-0-title": "Survey",
    }
    fields |= {"documents-0-kind": "report", "documents-0-position": 0, "documents-0-restriction": ""}
    with open(__file__, "rb") as file:
        answer = desk.post(item_page(item), fields | {"documents-0-file": file})
    assert "Papers may be PDF, Word (.docx), PNG or JPEG files" in answer.content.decode()
    assert 'value="Changed title"' in answer.content.decode()
    assert not Document.objects.exists()


# Two clerks


def test_the_second_to_save_is_told_and_keeps_her_text(desk):
    item = make_item(make_meeting(), "Old title")
    fields = form_of(desk, item_page(item))
    desk.post(item_page(item), fields | {"title": "Alison’s title"})
    answer = desk.post(item_page(item), fields | {"title": "Priya’s title"})
    page = answer.content.decode()
    assert "changed this while you had it open" in page and "Priya’s title" in page
    assert AgendaItem.objects.get().title == "Alison’s title"
    again = re.search(r'name="opened_version" value="(\d+)"', page).group(1)
    desk.post(item_page(item), fields | {"title": "Priya’s title", "opened_version": again})
    assert AgendaItem.objects.get().title == "Priya’s title"


# Rules, each with its sentence


RULES = {
    "A restricted item needs a public title": {"restriction": "england-2006-3"},
    "A late item needs the reason": {"is_late": "on"},
}


@pytest.mark.parametrize(("sentence", "change"), RULES.items(), ids=RULES)
def test_a_broken_rule_is_said_in_a_sentence(desk, sentence, change):
    item = make_item(make_meeting())
    answer = desk.post(item_page(item), form_of(desk, item_page(item)) | change)
    assert sentence in answer.content.decode()


def test_a_meeting_is_cancelled_with_a_reason(desk):
    meeting = make_meeting()
    fields = form_of(desk, meeting_page(meeting)) | {"is_cancelled": "on"}
    assert "Say why the meeting is cancelled" in desk.post(meeting_page(meeting), fields).content.decode()
    desk.post(meeting_page(meeting), fields | {"cancellation_reason": "Storm."})
    assert Meeting.objects.get().is_cancelled


def test_a_second_meeting_on_the_same_day_is_explained(desk):
    make_meeting()
    fields = form_of(desk, "/admin/minutes/meeting/add/") | {"committee": make_committee().pk, "date": "2026-03-04"}
    answer = desk.post("/admin/minutes/meeting/add/", fields)
    assert "has a meeting on that day already" in answer.content.decode()


def test_a_published_meeting_is_not_deleted(desk):
    meeting = make_held_meeting()
    Publication.objects.publish(meeting, Kind.MINUTES)
    desk.post(f"/admin/minutes/meeting/{meeting.pk}/delete/", {"post": "yes"})
    assert Meeting.objects.exists()


# The door


def test_checks_preview_and_publish(desk, client):
    meeting = make_held_meeting()
    make_item(meeting, "Dredging", kind="report")
    page = desk.get(f"{door(meeting)}?kind=minutes").content.decode()
    assert "“Dredging” is a report, but has no decision." in page
    preview = desk.get(f"{door(meeting)}preview/minutes/")
    assert b"Preview: not public" in preview.content and b"north mole" in preview.content
    assert not Publication.objects.exists() and not AgendaItem.objects.exclude(slug="").exists()
    desk.post(door(meeting), {"publish": "1", "kind": "minutes", "note": "", "goes_live_at": ""})
    assert Publication.objects.get().author.email == "clerk@example.org"


def test_what_stops_publishing_is_said_and_nothing_is_published(desk):
    meeting = make_meeting()
    answer = desk.post(door(meeting), {"publish": "1", "kind": "minutes"})
    assert "There are no agenda items." in answer.content.decode()
    assert not Publication.objects.exists()


def test_withdrawing_asks_for_the_reason(desk):
    meeting = make_held_meeting()
    publication = Publication.objects.publish(meeting, Kind.MINUTES)
    assert "Say why" in desk.post(door(meeting), {"withdraw": "1", "publication": publication.pk}).content.decode()
    desk.post(door(meeting), {"withdraw": "1", "publication": publication.pk, "reason": "It named a resident."})
    assert Publication.objects.get(withdraws=publication).note == "It named a resident."


# Who may


@pytest.mark.parametrize(
    "rights", [[], ["view_meeting", "change_meeting", "view_agendaitem"]], ids=["none", "no publishing"]
)
def test_whoever_may_not_publish_does_not(client, rights):
    user = User.objects.create_user("guest@example.org", password="a long enough password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    meeting = make_held_meeting()
    assert client.get(door(meeting)).status_code == 403
    assert client.post(door(meeting), {"publish": "1", "kind": "minutes"}).status_code == 403
    assert client.get(f"{door(meeting)}preview/minutes/").status_code == 403


def test_a_draft_s_file_is_for_clerks_alone(client):
    document = make_document(make_meeting())
    address = f"/admin/minutes/meeting/papers/{document.file.name}"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("guest@example.org", password="a long enough password", is_staff=True))
    assert client.get(address).status_code == 404
    client.force_login(make_clerk())
    assert client.get(address).status_code == 200


def test_no_cache_keeps_the_desk(desk):
    for address in ("/admin/", meeting_page(make_meeting()), door(Meeting.objects.get())):
        assert "no-store" in desk.get(address)["Cache-Control"] or "no-cache" in desk.get(address)["Cache-Control"]


SCRIPT = "<script>alert(1)</script>"


def test_a_script_in_a_title_is_shown_as_text(desk):
    committee = make_committee(name=f"Harbour {SCRIPT}")
    meeting = make_meeting(committee=committee, venue=SCRIPT, public_note=SCRIPT, subtitle=SCRIPT)
    item = make_item(meeting, f"Mole {SCRIPT}", minutes="<p>x</p>", officer=SCRIPT)
    Attendance.objects.create(meeting=meeting, guest_name=SCRIPT, state="present", capacity="guest")
    pages = [meeting_page(meeting), item_page(item), door(meeting), f"{door(meeting)}preview/minutes/"]
    pages += [f"/admin/minutes/meeting/{meeting.pk}/{what}/" for what in ("delete", "history")] + [
        "/admin/minutes/meeting/",
        "/admin/",
    ]
    for address in pages:
        assert SCRIPT not in desk.get(address).content.decode(), address


# In a real browser

SET_UP = """
from tests.making import *
from committees.models import Membership
make_clerk()
committee = make_committee(usual_venue="Guildhall")
Membership.objects.create(committee=committee, person=make_person(), role="chair")
make_meeting(committee=committee)
make_item(make_committee().meetings.get(), "Repair of the north mole")
"""


@pytest.mark.once
def test_the_clerk_writes_and_publishes_in_her_browser(install, page):
    install.python(SET_UP)
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    with install.serve() as address:
        page.goto(f"{address}/admin/")
        page.fill("#id_username", "clerk@example.org")
        page.fill("#id_password", "a long enough password")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/admin/")
        page.goto(f"{address}/admin/minutes/agendaitem/1/change/")
        editor = page.get_by_role("textbox", name="Minutes").last
        editor.click()
        page.keyboard.type("The Harbour Master reported.")
        page.get_by_role("button", name="Save", exact=True).click()
        page.click("text=Check, preview and publish")
        page.get_by_role("link", name="Minutes", exact=True).click()
        page.click("button[name=publish]")
        page.goto(f"{address}/committees/harbour-committee/2026-03-04/repair-of-the-north-mole/")
        assert "The Harbour Master reported." in page.inner_text(".minutes")
    assert faults == []


@pytest.mark.once
def test_nobody_needs_to_see_the_editor_to_use_it(install, page):
    from axe_playwright_python.sync_playwright import Axe

    install.python(SET_UP)
    with install.serve() as address:
        page.goto(f"{address}/admin/login/?next=/admin/minutes/agendaitem/1/change/")
        page.fill("#id_username", "clerk@example.org")
        page.fill("#id_password", "a long enough password")
        page.keyboard.press("Enter")
        page.wait_for_selector(".cke_wysiwyg_div")
        assert page.get_by_role("textbox", name="Agenda text").count() == 1
        found = {rule["id"] for rule in Axe().run(page).response["violations"]}
    assert found <= {"link-in-text-block", "empty-table-header"}  # Django's own breadcrumb and tables of inlines


def test_dates_are_british(desk):
    make_meeting(date=date(2026, 3, 4))
    assert "4 March 2026" in desk.get("/admin/minutes/meeting/").content.decode()
