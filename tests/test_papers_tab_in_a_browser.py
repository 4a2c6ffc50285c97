"""Alison puts a meeting's papers on its agenda, in a real browser: choose, look, confirm; and all of it without a script."""

import os

import pytest
from playwright.sync_api import expect

from tests import uploads
from tests.making import make_pdf
from tests.test_desk_in_a_browser import faults, log_in  # noqa: F401

pytestmark = pytest.mark.once

SET_UP = """
from datetime import date
from tests.making import *
from minutes.models import PaperWanted
make_clerk("alison")
other, meeting = make_meeting(date=WINTER), make_meeting(date=SUMMER)
make_item(other, "Of another meeting")
for title in ("Apologies for absence", "Repair of the north mole", "Harbour dues for next year"):
    make_item(meeting, title)
closed = make_item(meeting, "Tender of Quay & Sons", restriction="england-2006-3", public_title="A contract")
PaperWanted.objects.create(item=meeting.items.all()[1], of_whom="Head of Works", title="Report on the mole", by=WINTER)
for title in ("Survey", "Map"):
    make_document(meeting, title, item=meeting.items.all()[2])
make_document(meeting, "Prices", item=meeting.items.all()[2], restriction="england-2006-3")
"""
TAB = "/admin/minutes/meeting/2/papers/"
NAMES = [
    "02 Report on the mole.pdf",
    "2 Appendix A Photographs.pdf",
    "Letter from the Minister.pdf",
    "4 EXEMPT Tender.pdf",
]
KEPT = """
from minutes.models import *
print(*[(paper.item and paper.item.position, paper.title) for paper in Document.objects.order_by("item", "position")])
"""


def files(broken: bool = False) -> list[dict]:
    made = [{"name": name, "mimeType": "application/pdf", "buffer": make_pdf(n)} for n, name in enumerate(NAMES, 1)]
    return made + ([{"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}] if broken else [])


DROP = """async files => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], name));
  for (const kind of ["dragover", "drop"])
    document.querySelector("h1").dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


def test_files_are_chosen_looked_at_and_put_on_the_agenda_without_leaving_the_page(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TAB)
        loads = []
        page.on("framenavigated", lambda frame: loads.append(frame.url))
        page.set_input_files("#papers", files(broken=True))
        page.get_by_role("heading", name="4 files to be put on the agenda").wait_for()
        assert "Not taken: broken.pdf. This PDF is damaged" in page.inner_text("ul.messagelist")
        where = page.get_by_label("Item: Letter from the Minister.pdf")
        assert where.input_value() == ""
        where.select_option(label="3 Harbour dues for next year")
        page.get_by_role("button", name="Put them on the agenda").click()
        page.get_by_text("4 papers are on the agenda").first.wait_for()
        page.wait_for_timeout(200)
        assert page.locator(".errornote").count() == 0
        assert page.get_by_role("heading", name="Papers wanted").count() == 0  # it came
        assert loads == []
    kept = install.python(KEPT).stdout
    for line in (
        "(2, 'Report on the mole') (2, 'Appendix A Photographs')",
        "(3, 'Letter from the Minister')",
        "(4, 'EXEMPT Tender')",
    ):
        assert line in kept
    assert faults == []


def test_files_are_dropped_anywhere_on_the_page(install, page, faults):  # noqa: F811
    import base64

    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TAB)
        page.evaluate(DROP, [[one["name"], base64.b64encode(one["buffer"]).decode()] for one in files()])
        page.get_by_role("heading", name="4 files to be put on the agenda").wait_for()
        expect(page.locator("#received-heading")).to_be_focused()
        expect(page.locator("[data-says]")).to_contain_text("4 files are here")
    assert faults == []


def test_a_paper_is_moved_changed_and_removed_by_keyboard_where_it_stands(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TAB)
        page.get_by_role("button", name="Move down: Survey").press("Enter")
        expect(page.locator(".papers li").first).to_contain_text("Map")
        expect(page.get_by_role("button", name="Move down: Survey")).to_be_focused()
        page.get_by_role("link", name="Change or replace: Survey").press("Enter")
        expect(page.locator(".sub-form [name=title]")).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type("Survey of 2026")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Change or replace: Survey of 2026")).to_be_focused()
        page.get_by_role("link", name="Remove: Map").press("Enter")
        expect(page.get_by_role("button", name="Remove “Map”")).to_be_focused()
        page.keyboard.press("Enter")
        page.get_by_text("“Map” is removed.").first.wait_for()
        assert page.url == f"{address}{TAB}"
    assert "Map" not in install.python(KEPT).stdout
    assert faults == []


def test_a_form_that_came_back_with_a_mistake_stays_open_with_what_was_typed(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TAB)
        page.get_by_role("link", name="A paper is wanted: Harbour dues for next year").click()
        page.get_by_label("Wanted of").fill("Treasurer")
        page.get_by_label("Wanted by").fill("soon")
        page.keyboard.press("Enter")
        page.locator(".item .errorlist").wait_for()
        assert page.get_by_label("Wanted of").input_value() == "Treasurer"
        page.get_by_label("Wanted by").fill("1 July 2026")
        page.keyboard.press("Enter")
        page.get_by_text(
            "A paper for “Harbour dues for next year” is wanted of Treasurer by 1 July 2026."
        ).first.wait_for()
    assert faults == []


def test_the_server_is_away_for_a_moment_and_it_is_said(install, page):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TAB)
        page.route("**/receive/", lambda route: route.abort())
        page.set_input_files("#papers", files())
        page.get_by_text("The server was not reached. Nothing is lost: try again.").first.wait_for()
        page.unroute("**/receive/")
        page.set_input_files("#papers", [])
        page.set_input_files("#papers", files())
        page.get_by_role("heading", name="4 files to be put on the agenda").wait_for()


WANTED = "A paper is wanted: Harbour dues for next year"


def begin(page) -> None:
    page.get_by_role("link", name=WANTED).click()
    page.get_by_label("Wanted of").fill("Treasurer")


def test_after_a_log_in_in_another_tab_a_form_and_files_are_sent_all_the_same(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TAB)
        begin(page)
        again(page, address)
        page.keyboard.press("Enter")
        page.get_by_text("is wanted of Treasurer").first.wait_for()
        again(page, address)
        page.set_input_files("#papers", files())
        page.get_by_role("heading", name="4 files to be put on the agenda").wait_for()
    assert [fault for fault in faults if "403" not in fault] == []


def again(page, address: str) -> None:
    """Alison logs out and in again in another tab."""
    page.context.clear_cookies()
    other = page.context.new_page()
    log_in(other, address, "alison", TAB)
    other.close()


def test_a_form_stays_with_its_words_while_she_logs_in_in_another_tab(install, page):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TAB)
        begin(page)
        page.context.clear_cookies(name="session")
        page.keyboard.press("Enter")
        expect(page.locator(".errornote")).to_contain_text("You are logged out, and nothing typed here is lost")
        assert page.get_by_label("Wanted of").input_value() == "Treasurer"
        page.context.clear_cookies()
        page.get_by_label("Wanted of").press("Enter")
        expect(page.locator(".errornote")).to_contain_text("You are logged out")
        page.set_input_files("#papers", files())
        page.get_by_role("button", name="Send the files again").wait_for()
        again(page, address)
        page.get_by_role("button", name="Send the files again").click()
        page.get_by_role("heading", name="4 files to be put on the agenda").wait_for()
        page.get_by_label("Wanted of").press("Enter")
        page.get_by_text("is wanted of Treasurer").first.wait_for()


def test_an_open_form_outlives_another_one_files_that_come_and_a_paper_that_moves(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TAB)
        begin(page)
        page.get_by_role("link", name="Change or replace: Survey").click()
        expect(page.locator(".errornote")).to_contain_text("is open, with what you typed")
        page.set_input_files("#papers", files())
        page.get_by_label("Item: Letter from the Minister.pdf").select_option(label="3 Harbour dues for next year")
        page.get_by_role("button", name="Move down: Survey").click()
        expect(page.locator(".papers li").first).to_contain_text("Map")
        where = page.get_by_label("Item: Letter from the Minister.pdf").locator("option:checked")
        assert where.inner_text() == "3 Harbour dues for next year"
        assert page.get_by_label("Wanted of").input_value() == "Treasurer"
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.get_by_role("navigation", name="Pages of this meeting").get_by_role("link", name="People").click()
        page.wait_for_timeout(300)
        assert asked == ["beforeunload"] and page.url == f"{address}{TAB}"
        page.get_by_label("Wanted of").press("Enter")
        page.get_by_text("is wanted of Treasurer").first.wait_for()
    assert faults == []


def test_all_of_it_without_a_script(install, browser):
    install.begin(SET_UP)
    page = browser.new_context(java_script_enabled=False).new_page()
    with install.serve() as address:
        log_in(page, address, "alison", TAB)
        page.set_input_files("#papers", files())
        page.get_by_role("button", name="Send the chosen files").click()
        page.get_by_label("Item: Letter from the Minister.pdf").select_option(label="The meeting as a whole")
        page.get_by_role("button", name="Put them on the agenda").click()
        assert "4 papers are on the agenda" in page.inner_text("ul.messagelist")
        page.get_by_role("link", name="Change or replace: Survey").click()
        page.get_by_label("Replace the file").set_input_files(files()[0])
        page.get_by_role("button", name="Save the paper").click()
        assert "replaced on" in page.inner_text("#papers-of-items")
        page.get_by_role("link", name="Remove: Map").click()
        page.get_by_role("button", name="Remove “Map”").click()
        assert "“Map” is removed." in page.inner_text("ul.messagelist")
    page.context.close()
    kept = install.python(KEPT).stdout
    assert "(None, 'Letter from the Minister')" in kept and "Map" not in kept


def test_what_was_taken_out_of_a_file_is_read_at_it_and_a_tick_keeps_it(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    pictures = os.environ.get("MINUTEBOOK_PICTURES")
    commented = uploads.FILES["PDF: a comment and its box"].make()
    sent = [
        {"name": "02 Report.pdf", "mimeType": "application/pdf", "buffer": uploads.pdf(uploads.with_author)},
        {"name": "2 Appendix A.pdf", "mimeType": "application/pdf", "buffer": commented},
        {"name": "3 Dues.docx", "mimeType": "", "buffer": uploads.tracked()},
        {"name": "Script.pdf", "mimeType": "", "buffer": uploads.FILES["PDF: script in a link"].make()},
    ]
    with install.serve() as address:
        log_in(page, address, "alison", TAB)
        page.set_input_files("#papers", sent)
        page.get_by_role("heading", name="3 files to be put on the agenda").wait_for()
        assert "Not taken: Script.pdf. This PDF holds scripts." in page.inner_text("ul.messagelist")
        assert "Taken out of it: 1 comment (Jane)." in page.inner_text("#received")
        for width in (360, 1280) if pictures else ():
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{pictures}/received-{width}.png", full_page=True)
        page.get_by_role("button", name="Put them on the agenda").click()
        page.get_by_text("3 papers are on the agenda.").wait_for()
        assert "Taken out of it: 2 tracked changes, which were accepted" in page.inner_text("#papers-of-items")
        page.get_by_label("Keep authors, comments and tracked changes").check()
        page.set_input_files("#papers", [sent[1]])
        page.get_by_text("Left in it, as you asked: 1 comment (Jane).").wait_for()
        for width in (360, 1280) if pictures else ():
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{pictures}/papers-{width}.png", full_page=True)
    assert faults == []
