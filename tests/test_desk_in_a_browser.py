"""Alison and Priya at the desk, in a real browser."""

import pytest

from tests.making import make_pdf

pytestmark = pytest.mark.once

SET_UP = """
from tests.making import *
from committees.models import Membership
for name in ("alison", "priya"):
    make_clerk(name)
committee = make_committee(usual_venue="Guildhall")
Membership.objects.create(committee=committee, person=make_person(), role="chair")
meeting = make_meeting(committee=committee)
meeting.expect_members()
make_item(meeting, "Apologies for absence")
make_item(meeting, "Repair of the north mole")
"""
ITEM = "/admin/minutes/agendaitem/2/change/"


def log_in(page, address: str, name: str, to: str) -> None:
    page.goto(f"{address}/admin/login/?next={to}")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.fill("#id_password", "a long enough password")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{to}")


def save(page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.fixture
def faults(page):
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_a_paper_is_uploaded_at_an_item_and_at_a_new_one(install, page, faults):
    install.python(SET_UP)
    paper = {"name": "Survey of the mole.pdf", "mimeType": "application/pdf", "buffer": make_pdf(2)}
    with install.serve() as address:
        log_in(page, address, "alison", ITEM)
        for title, at in [("Survey", ITEM), ("Map", "/admin/minutes/agendaitem/add/?meeting=1")]:
            page.goto(address + at)
            if at != ITEM:
                page.fill("#id_title", "Dredging")
            page.get_by_role("button", name="Add another Document").click()
            page.fill("#id_documents-0-title", title)
            page.set_input_files("#id_documents-0-file", paper)
            save(page)
            page.wait_for_url(f"{address}/admin/minutes/meeting/1/change/#item-*")
        listed = [row.inner_text().split("\t") for row in page.locator(".agenda tbody tr").all()]
        page.goto(address + ITEM)
        with page.expect_download() as download:
            page.locator("td.field-file a").first.click()
        assert download.value.suggested_filename == "Survey-of-the-mole.pdf"
    assert [(row[0], row[4].strip()) for row in listed] == [("1", "0"), ("2", "1"), ("3", "1")]
    assert faults == []


def write(page, words: str) -> None:
    page.wait_for_selector(".cke_editable")
    editor = page.get_by_role("textbox", name="Minutes")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def test_two_clerks_write_the_first_minutes_and_both_texts_are_kept(install, page, browser, faults):
    install.python(SET_UP)
    with install.serve(workers=2) as address:
        second = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        log_in(page, address, "alison", ITEM)
        log_in(second, address, "priya", ITEM)
        for clerk, words in [(page, "The Harbour Master reported."), (second, "The Engineer reported.")]:
            write(clerk, words)
            save(clerk)
        second.get_by_text("changed this while you had it open").wait_for()
        differing = second.locator(".conflict tbody tr").inner_text()
        assert "The Harbour Master reported." in differing and "The Engineer reported." in differing
        write(second, "The Harbour Master and the Engineer reported.")
        second.get_by_label("Mine replaces what is stored").check()
        save(second)
        second.wait_for_url(f"{address}/admin/minutes/meeting/1/change/#item-2")
        second.goto(address + ITEM)
        assert second.get_by_role("textbox", name="Minutes").inner_text().strip() == (
            "The Harbour Master and the Engineer reported."
        )
        second.context.close()
    assert faults == []


def test_a_motion_is_added_with_the_names_of_its_vote(install, page, faults):
    install.python(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", ITEM)
        page.get_by_role("link", name="Add a motion").click()
        page.locator(".cke_editable").click()  # the editor; until it is there, the plain field has its name
        page.keyboard.type("That the mole be mended.")
        page.get_by_role("button", name="Add another Vote").click()
        page.locator("#votes-0 .select2-selection").click()
        page.keyboard.type("Bell")
        page.locator(".select2-results__option", has_text="Mary Bell").click()
        page.select_option("#id_votes-0-cast", "for")
        save(page)
        page.wait_for_url(f"{address}{ITEM}#motions")
        assert "That the mole be mended." in page.inner_text("#motions")
    assert faults == []


def test_a_meeting_is_cancelled_and_revived_with_buttons(install, page, faults):
    install.python(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/minutes/meeting/1/change/")
        page.get_by_role("link", name="Cancel this meeting…").click()
        page.get_by_label("Reason").fill("The Guildhall is flooded.")
        page.get_by_role("button", name="Cancel this meeting").click()
        assert "This meeting is cancelled. The Guildhall is flooded." in page.inner_text("p.cancelled")
        page.get_by_role("link", name="It takes place after all…").click()
        page.get_by_role("button", name="It takes place after all").click()
        page.wait_for_url(f"{address}/admin/minutes/meeting/1/change/")
        assert page.locator("p.cancelled").count() == 0
    assert faults == []
