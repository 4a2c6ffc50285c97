"""Alison builds an agenda in a real browser: no page is loaded between the first title and the last."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.test_desk_in_a_browser import faults, log_in  # noqa: F401  a fixture

pytestmark = pytest.mark.once

SET_UP = """
from tests.making import *
make_clerk("alison")
meeting = make_meeting(committee=make_committee(usual_venue="Guildhall"))
"""
AGENDA = "/admin/minutes/meeting/1/agenda/"


def rows(page) -> list[str]:
    found = []
    for row in page.locator(".row").all():
        found.append(" ".join(f"{row.locator('.number').inner_text()} {row.locator('.open').inner_text()}".split()))
    return found


def said(page, words: str) -> None:
    page.locator("#said", has_text=words).wait_for()


def picture(page, name: str) -> None:
    """Pictures to look at, where MINUTEBOOK_PICTURES says."""
    if where := os.environ.get("MINUTEBOOK_PICTURES"):
        for width in (1280, 1024):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=Path(where) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_an_agenda_is_typed_pasted_ordered_and_opened_without_a_page_load(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    loads = []
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA)
        page.on("framenavigated", lambda frame: loads.append(frame.url))
        for title in ("Apologies for absence", "Declarations of interest", "Mole"):
            page.keyboard.type(title)  # the field has the focus from the start, and keeps it
            page.keyboard.press("Enter")
        said(page, "“Mole” is added as item 3.")
        assert rows(page) == ["1 Apologies for absence", "2 Declarations of interest", "3 Mole"]

        page.evaluate(
            """text => { const data = new DataTransfer(); data.setData("text/plain", text);
            const options = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", options)); }""",
            "4. Quay\n4.1 North\n4.2 South\n5. Any other business",
        )
        said(page, "4 items added.")
        page.keyboard.press("Enter")  # Undo has the focus
        said(page, "Undone: 4 items removed.")
        page.get_by_text("Paste a list").click()
        page.get_by_label("One item a line").fill("4. Quay\n4.1 North\n4.2 South\n5. Any other business")
        page.get_by_role("button", name="Add the list").click()
        said(page, "4 items added.")

        page.get_by_role("link", name="Mole", exact=True).focus()
        page.keyboard.press("Alt+ArrowUp")
        said(page, "Mole moved to place 2 of 5.")
        page.keyboard.press("Alt+ArrowRight")
        said(page, "“Mole” is a sub-item of “Apologies for absence” now.")
        page.keyboard.press("Alt+ArrowLeft")
        said(page, "“Mole” is a main item now.")
        assert page.evaluate("document.activeElement.textContent") == "Mole"
        page.get_by_label("More for: Mole").click()
        page.get_by_label("To number: Mole").fill("4")
        page.keyboard.press("Enter")
        said(page, "“Mole” is item 4 now.")
        page.get_by_label("More for: Quay").click()
        picture(page, "menu")
        page.get_by_label("Insert before: Quay").click()
        page.keyboard.type("Buoys")
        page.keyboard.press("Enter")
        page.keyboard.type("Lights")
        page.keyboard.press("Enter")
        said(page, "“Lights” is added as item 4.")
        page.get_by_role("link", name="At the end instead").click()
        assert rows(page)[2:6] == ["3 Buoys", "4 Lights", "5 Quay", "5.1 North"]

        page.get_by_role("link", name="Buoys", exact=True).click()
        form = page.get_by_role("form", name="Buoys")
        form.get_by_label("Restriction", exact=True).select_option("england-2006-3")
        form.get_by_role("button", name="Save").click()
        said(page, "Not saved yet: see what is said at the fields.")
        form.get_by_text("A restricted item needs a public title").wait_for()
        assert page.evaluate("document.activeElement.name").endswith("public_title")
        page.keyboard.type("A contract")  # the title for the public has the focus
        picture(page, "open")
        assert fits(page)
        page.keyboard.press("Enter")
        said(page, "“Buoys” is saved.")
        page.get_by_text("Closed to the public: “A contract”").wait_for()
        assert page.evaluate("document.activeElement.textContent") == "Buoys"
        page.get_by_text("Add a late item").click()
        page.get_by_label("Title of the late item").fill("Burst pipe")
        page.get_by_role("button", name="Add the late item").click()
        said(page, "A late item needs the reason for its urgency")
        page.get_by_label("Reason for its urgency").fill("It floods the quay.")
        page.get_by_label("Urgency agreed by").fill("Councillor Bell")
        picture(page, "agenda")
        page.keyboard.press("Enter")
        said(page, "“Burst pipe” is added as item 7a.")
        page.set_viewport_size({"width": 1024, "height": 800})
        assert fits(page)
    assert loads == []
    assert [fault for fault in faults if "422" not in fault] == []


def test_what_is_typed_stays_when_the_connection_is_lost_and_an_open_row_stays_open(install, page):
    install.begin(SET_UP + "make_item(meeting, 'Mole'); make_item(meeting, 'Quay')")
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA)
        page.get_by_role("link", name="Mole", exact=True).click()
        page.get_by_label("Officer").fill("Harbour Master")
        page.get_by_label("Move up: Quay").click()
        said(page, "Quay moved to place 1 of 2.")
        assert page.get_by_label("Officer").input_value() == "Harbour Master"
        page.context.set_offline(True)
        page.fill("#add-title", "Buoys")
        page.keyboard.press("Enter")
        said(page, "The server was not reached. Nothing is lost: try again.")
        assert page.input_value("#add-title") == "Buoys"
        page.context.set_offline(False)
        page.keyboard.press("Enter")
        said(page, "“Buoys” is added as item 3.")


PASTE = """text => { const data = new DataTransfer(); data.setData("text/plain", text);
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  return document.querySelector("#paste-list").dispatchEvent(new ClipboardEvent("paste", options)); }"""
AHEAD = """titles => { for (const title of titles) {
  document.querySelector("#add-title").value = title;
  document.querySelector("#add").requestSubmit();
} }"""


def test_titles_typed_ahead_while_the_server_is_away_all_come_back(install, page):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA)
        page.context.set_offline(True)
        page.evaluate(AHEAD, ["Mole", "Quay", "Buoys"])
        said(page, "3 titles were not stored, and stand in the list below")
        assert page.input_value("#paste-list") == "Mole\nQuay\nBuoys"
        page.context.set_offline(False)
        page.get_by_role("button", name="Add the list").click()
        said(page, "3 items added.")
        page.get_by_text("Paste a list").click()
        assert page.evaluate(PASTE, "Mole\n" * 3000) is False  # it is not put in
        said(page, "This is longer than an agenda can be.")
        page.evaluate("document.querySelector('#paste-list').value = 'Mole\\n'.repeat(3000)")
        page.evaluate("document.querySelector('#said').textContent = ''")
        page.get_by_role("button", name="Add the list").click()
        said(page, "This is longer than an agenda can be.")
        page.evaluate("document.querySelector('#paste-list').value = ''")
        page.fill("#add-title", "M" * 501)
        page.keyboard.press("Enter")
        said(page, "A title holds 500 letters, and this one has 501.")
        page.fill("#add-title", "M" * 500)
        page.keyboard.press("Enter")
        said(page, "is added as item 4.")
        page.set_viewport_size({"width": 1024, "height": 800})
        assert fits(page)


def test_words_in_an_open_row_outlast_keys_links_a_log_in_and_the_row_itself(install, page):
    install.begin(SET_UP + "make_item(meeting, 'Mole'); make_item(meeting, 'Quay')")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message or dialog.type), dialog.dismiss()))
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA)
        page.get_by_role("link", name="Mole", exact=True).click()
        page.get_by_label("Officer").fill("Harbour Master")
        page.keyboard.press("Escape")
        page.get_by_role("link", name="Close", exact=True).click()
        page.get_by_role("navigation", name="Pages of this meeting").get_by_role("link", name="Papers").click()
        page.wait_for_timeout(300)
        assert asked == ["“Mole” is not saved. Close it, and lose what you changed in it?"] * 2 + ["beforeunload"]
        page.context.clear_cookies()
        page.get_by_label("Matter").fill("Mo")  # looked up while nobody is logged in
        page.get_by_label("Officer").press("Enter")
        said(page, "You are logged out, and nothing typed here is lost: log in in a new tab")
        other = page.context.new_page()
        log_in(other, address, "alison", AGENDA)
        page.get_by_label("Move up: Quay").click()
        said(page, "Quay moved to place 1 of 2.")
        install.python("from minutes.models import *; AgendaItem.objects.get(title='Mole').delete()")
        page.get_by_label("Officer").press("Enter")
        page.get_by_text("“Mole” was deleted by somebody else. What you typed still stands here").wait_for()
        assert page.get_by_label("Officer").input_value() == "Harbour Master"


def test_the_agenda_text_is_written_where_the_row_is_open(install, page, faults):  # noqa: F811
    install.begin(SET_UP + "make_item(meeting, 'Mole'); make_item(meeting, 'Quay')")
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA)
        page.get_by_role("link", name="Mole", exact=True).click()
        page.get_by_label("Officer").fill("Harbour Master")
        page.get_by_label("Edit agenda text: Mole").click()
        page.wait_for_selector(".cke_editable")
        page.keyboard.type("To consider its repair.")
        page.get_by_role("button", name="Save", exact=True).click()
        said(page, "“Mole” is saved.")
    told = install.python(
        "from minutes.models import *; i = AgendaItem.objects.get(pk=1); print(i.officer, i.purpose)"
    ).stdout
    assert told.strip() == "Harbour Master <p>To consider its repair.</p>"
    assert faults == []


def test_a_doubtful_list_is_looked_at_in_the_page(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA)
        page.get_by_text("Paste a list").click()
        page.get_by_label("One item a line").fill("1. Mole\n1.1 North\n1.1.1 Deeper\n2. Quay\n3\tBuoys\tHarbour Master")
        page.get_by_role("button", name="Add the list").click()
        page.get_by_text("2 lines could be read in more than one way").wait_for()
        picture(page, "preview")
        page.get_by_label("What line 3 is").select_option("text")
        page.get_by_role("button", name="Add these").dblclick()
        said(page, "4 items added.")
        page.wait_for_load_state("networkidle")
        assert rows(page) == ["1 Mole", "1.1 North", "2 Quay", "3 Buoys"]
    assert faults == []


def test_what_she_sends_after_somebody_elses_log_in_beside_it_is_not_stored_in_their_name(install, page):
    install.python(SET_UP + "make_clerk('priya')")
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA)
        beside = page.context.new_page()
        beside.goto(f"{address}/admin/")
        beside.get_by_role("button", name="Log out").click()
        log_in(beside, address, "priya", "/admin/")
        page.keyboard.type("Mole")
        page.keyboard.press("Enter")
        page.locator("#said:not(:empty)").wait_for()
        assert "Somebody else is logged in in this browser now." in page.locator("#said").inner_text()
        assert page.locator("#add [name=title]").input_value() == "Mole"
    stored = install.python("from minutes.models import *; print(AgendaItem.objects.count())").stdout
    assert stored.strip() == "0"


def test_a_list_she_was_looking_at_asks_before_she_leaves_and_is_there_when_she_comes_back(install, page, faults):  # noqa: F811
    install.python(SET_UP + "make_item(meeting, 'Mole')")
    asked = []
    page.on(
        "dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss() if len(asked) == 1 else dialog.accept())
    )
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA)
        assert page.evaluate("[scrollY, document.activeElement.tagName]") == [0, "BODY"]  # she came to read
        page.get_by_text("Paste a list").click()
        page.get_by_label("One item a line").fill("1. Quay\n2. Lease (exempt)")
        page.get_by_role("button", name="Add the list").click()
        page.get_by_label("Words of line 1").fill("The old quay")
        page.wait_for_timeout(1500)
        tabs = page.get_by_role("navigation", name="Pages of this meeting")
        tabs.get_by_role("link", name="People").click()
        page.wait_for_timeout(300)
        assert asked == ["beforeunload"] and page.get_by_role("button", name="Add these").is_visible()
        tabs.get_by_role("link", name="People").click()
        page.wait_for_url("**/people/")
        page.go_back()
        said(page, "A list that you pasted is not added yet.")
        assert page.get_by_label("Words of line 1").input_value() == "The old quay"
        page.get_by_role("checkbox", name="Closed to the public").check()
        page.get_by_role("button", name="Add these").click()
        said(page, "Not added yet: a closed item needs a title for the public.")
        wrong = page.locator("[aria-invalid=true]:focus")
        assert wrong.get_attribute("aria-label") == "Title for the public: Lease (exempt)"
        page.keyboard.type("A lease")
        page.get_by_role("button", name="Add these").click()
        said(page, "2 items added.")
        page.reload()
        assert page.locator("#paste-form [name=lines]").count() == 0 and rows(page)[1] == "2 The old quay"
    assert (
        len(asked) <= 3
        and faults
        == ["Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"][: len(faults)]
    )


def test_a_late_item_without_its_reason_is_said_at_the_field_and_the_focus_is_there(install, page):
    install.python(SET_UP + "make_item(meeting, 'Mole'); Meeting.objects.update(date='2027-03-03')")
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA)
        page.get_by_text("Add a late item").first.click()
        page.get_by_label("Title of the late item").fill("The gale")
        page.get_by_role("button", name="Add the late item").click()
        wrong = page.locator("#late-reason[aria-invalid=true]:focus")
        wrong.wait_for()
        assert page.get_by_label("Title of the late item").get_attribute("aria-invalid") is None
        told = page.locator(f"#{wrong.get_attribute('aria-describedby')}").inner_text()
        assert told and told in page.locator("#said").inner_text()
        page.keyboard.type("The gale was last night.")
        page.get_by_role("button", name="Add the late item").dblclick()
        said(page, "“The gale” is added as item 1a.")
        page.wait_for_load_state("networkidle")
        assert rows(page) == ["1 Mole", "1a The gale"]
        assert page.locator("#late-form [aria-invalid]").count() == 0


ARISING = """
from datetime import timedelta
from minutes.models import Action
from tests.making import *
make_clerk("alison")
today = date.today()
before, between = (make_meeting(date=today - timedelta(days=days)) for days in (60, 30))
meeting = make_meeting(date=today + timedelta(days=7))
make_item(meeting, "Minutes of the last meeting", kind="previous-minutes")
make_item(meeting, "Matters arising and actions", kind="matters-arising")
make_item(meeting, "Dredging of the inner basin")
mole = make_item(before, "Repair of the north mole")
what = "Ask the three firms on the list for tenders, with drawings of the mole and its footings"
Action.objects.create(item=mole, what=what, owner="Harbour Master", due=today - timedelta(days=5), update="Two have answered.")
Action.objects.create(item=make_item(between, "Lamp"), what="Mend the lamp", owner="Clerk", due=today + timedelta(days=5))
"""


def test_what_earlier_meetings_left_to_be_done_stands_on_the_agenda_and_is_said_to_be_done_there(install, page, faults):  # noqa: F811
    install.begin(ARISING)
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA.replace("1", "3"))
        row = page.locator("[data-item]", has_text="Matters arising and actions")
        assert "Overdue Carried over once" in " ".join(row.inner_text().split())
        picture(page, "arising")
        assert fits(page)
        loads = []
        page.on("framenavigated", lambda frame: loads.append(frame.url))
        page.get_by_role("button", name="Done: Ask the three firms").click()
        said(page, "Done: Ask the three firms")
        row.get_by_text(f"Done on {date.today():%-d %B %Y}").wait_for()
        assert loads == [] and faults == []
