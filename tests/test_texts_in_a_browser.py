"""Alison types, and the server, the browser, the log-in and her colleagues do what they like: nothing typed is lost."""

import re
import time
from urllib.parse import urlsplit

import pytest

from tests.test_desk_by_ear import faults_of
from tests.test_desk_in_a_browser import log_in

pytestmark = pytest.mark.once

SET_UP = """
from tests.making import *
from minutes.models import *
for name in ("alison", "priya"):
    make_clerk(name)
meeting = make_meeting()
make_item(meeting, "Apologies for absence", minutes="<p>There were none.</p>")
make_item(meeting, "Repair of the north mole", minutes="<p>The mole leaks.</p><p>It is old.</p><p>It is long.</p>")
"""
CLOSED = 'AgendaItem.objects.filter(pk=2).update(restriction="england-2006-3", public_title="A contract")'
TEXT = "/admin/minutes/meeting/1/text/minute-2-body/"
STORED = "from minutes.models import *; print(Minute.objects.get(item=2).body)"
TYPED = "from minutes.models import *; print(*Typing.objects.values_list('text', flat=True), sep='|')"
BROWSER_HOLDS = "Object.keys(localStorage).filter(key => key != 'theme').map(key => localStorage[key]).join('|')"


@pytest.fixture
def faults(page):
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


def asked(install, what: str) -> str:
    return install.python(what).stdout.strip()


def edit(page, at: str = "The mole leaks."):
    """Click into the text, before its first letter."""
    page.locator("button.text-edit").first.wait_for()  # from then on the script hears a click
    page.locator(".text-shown").get_by_text(at).click(position={"x": 1, "y": 5})
    page.locator(".cke_wysiwyg_div:focus").wait_for()


def leave(page) -> None:
    page.locator("h1").click()


def said(page, words: str, seconds: float = 15) -> None:
    as_written = re.compile(re.escape(words))  # “kept in this browser” is not “Kept”
    page.locator(".text-state", has_text=as_written).wait_for(timeout=seconds * 1000)


def told(page, words: str) -> None:
    page.locator(".text-said", has_text=words).wait_for(timeout=60_000)


def another(browser):
    return browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Europe/London").new_page()


def test_alison_clicks_into_a_text_types_there_and_leaves_it(install, page, faults):
    install.begin(SET_UP)
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        assert page.evaluate("window.CKEDITOR") is None
        edit(page, "It is old.")
        page.keyboard.type("Indeed: ")
        said(page, "Kept")
        assert "It is old.</p><p>It is long." in asked(install, STORED) and "Indeed" in asked(install, TYPED)
        (autosave,) = [request for request in sent if request.url.endswith("/typing/")]
        print(f"autosave: {len(autosave.post_data_buffer)} bytes sent of a text of {len(asked(install, TYPED))}")
        leave(page)
        said(page, "Saved")
        assert "Indeed: It is old." in page.locator(".text-shown").inner_text()
        page.get_by_role("button", name="Edit minutes: Repair of the north mole").press("Enter")
        page.locator(".cke_wysiwyg_div:focus").wait_for()
        page.keyboard.type(" Alas.")
        page.keyboard.press("Escape")
        said(page, "Saved")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Edit minutes")
    assert asked(install, STORED) == "<p>The mole leaks.</p><p>Indeed: It is old.</p><p>It is long. Alas.</p>"
    assert asked(install, TYPED) == ""


def test_a_link_leads_away_once_what_she_typed_is_saved(install, page, faults):
    install.begin(SET_UP)
    with install.serve(workers=2) as address:
        log_in(page, address, "alison", "/admin/minutes/meeting/1/minutes/")
        edit(page)
        page.keyboard.type("Indeed: ")
        page.get_by_role("link", name="Check and publish").evaluate(
            "link => link.click()"
        )  # before the editor has lost the focus
        page.wait_for_url("**/publishing/publication/meeting/1/")
        assert "typed something" not in page.inner_text("main")
    assert asked(install, STORED).startswith("<p>Indeed: The mole leaks.</p>")
    assert asked(install, TYPED) == ""


def test_the_minutes_of_two_items_are_written_by_keyboard_alone(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/minutes/meeting/1/minutes/")
        first = page.get_by_role("button", name="Edit minutes: Apologies for absence")
        first.focus()
        page.keyboard.press("Enter")
        page.locator("#text-minute-1-body .cke_wysiwyg_div:focus").wait_for()
        page.keyboard.type(" Nobody was away.")
        page.keyboard.press("Control+Enter")
        page.locator("#text-minute-2-body .cke_wysiwyg_div:focus").wait_for()
        page.keyboard.type(" And wide.")
        page.keyboard.press("Control+s")
        page.locator("#text-minute-2-body .text-state", has_text="Saved").wait_for()
        assert page.locator(".cke_wysiwyg_div").count() == 0
    assert asked(install, STORED).endswith("<p>It is long. And wide.</p>")
    kept = "from minutes.models import *; print(Minute.objects.get(item=1).body)"
    assert asked(install, kept) == "<p>There were none. Nobody was away.</p>"


def test_the_server_is_away_while_she_types_and_all_of_it_arrives_when_it_is_back(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        edit(page)
        page.keyboard.type("Before. ")
        said(page, "Kept")
    page.keyboard.type("While it was away. ")
    said(page, "No connection: kept in this browser since ")
    assert "While it was away." in page.evaluate(BROWSER_HOLDS)
    page.keyboard.type("And on. ")
    page.wait_for_timeout(4000)
    assert "And on." in page.evaluate(BROWSER_HOLDS)
    began = time.monotonic()
    with install.serve(port=urlsplit(address).port):
        said(page, "Kept")
        print(f"arrived {time.monotonic() - began:.1f} s after the server was started")
        assert "Before. While it was away. And on. The mole leaks." in asked(install, TYPED)
        assert page.evaluate(BROWSER_HOLDS) == ""
        leave(page)
        said(page, "Saved")
    assert "Before. While it was away. And on. The mole leaks." in asked(install, STORED)


def test_she_leaves_a_text_while_the_server_is_away_and_it_is_saved_when_it_is_back(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        edit(page)
        page.keyboard.type("Away. ")
    leave(page)
    said(page, "No connection")
    with install.serve(port=urlsplit(address).port):
        said(page, "Saved")
    assert "Away. The mole leaks." in asked(install, STORED)


def test_her_tab_is_closed_while_the_server_is_away_and_the_next_one_offers_what_she_typed(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        edit(page)
        page.keyboard.type("Away. ")
    said(page, "No connection")
    context = page.context
    page.close()
    with install.serve(port=urlsplit(address).port):
        second = context.new_page()
        second.goto(address + TEXT)
        second.get_by_role("button", name="Put it back").click()
        second.locator(".cke_wysiwyg_div", has_text="Away. The mole leaks.").wait_for()
        second.keyboard.press("Control+s")
        said(second, "Saved")
        assert second.evaluate(BROWSER_HOLDS) == ""
    assert "Away. The mole leaks." in asked(install, STORED)


def test_what_she_typed_in_another_browser_is_thrown_away_if_she_says_so(install, page, faults):
    typed = 'Typing(user_id=1, meeting_id=1, field="minute-2-body", window="x", text="<p>Old.</p>", opened_version=1).save()'
    install.begin(f"{SET_UP}{typed}")
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        page.get_by_role("button", name="Throw it away").click()
        said(page, "Thrown away")
        page.wait_for_timeout(500)
    assert asked(install, TYPED) == "" and "Old" not in asked(install, STORED)


def test_the_same_clerk_has_two_windows_and_neither_takes_back_what_the_other_saved(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        second = page.context.new_page()
        second.goto(address + TEXT)
        edit(page, "The mole leaks.")
        edit(second, "It is long.")
        page.bring_to_front()
        page.keyboard.type("First. ")
        said(page, "Kept")
        second.bring_to_front()
        second.keyboard.type("Second. ")
        said(second, "Kept")
        assert "First." in asked(install, TYPED) and "Second." in asked(install, TYPED)
        for window in (page, second):
            window.bring_to_front()
            leave(window)
            said(window, "Saved")
    assert asked(install, STORED) == "<p>First. The mole leaks.</p><p>It is old.</p><p>Second. It is long.</p>"


def test_she_is_logged_out_while_she_types_logs_in_beside_it_and_goes_on(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        edit(page)
        install.python("from django.contrib.sessions.models import Session; Session.objects.all().delete()")
        page.keyboard.type("Before. ")
        said(page, "You are logged out.")
        page.keyboard.type("After. ")
        page.wait_for_timeout(3000)
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Log in in a new tab").click()
        beside = opened.value
        beside.get_by_label("E-mail address").fill("alison@example.org")
        beside.fill("#id_password", "a long enough password")
        beside.keyboard.press("Enter")
        beside.wait_for_url(f"{address}/admin/minutes/**")
        beside.close()
        page.bring_to_front()
        said(page, "Kept")
        page.locator(".cke_wysiwyg_div").click()
        leave(page)
        said(page, "Saved")
    assert "Before. After. The mole leaks." in asked(install, STORED)


def test_somebody_else_logs_in_beside_her_and_gets_nothing_of_hers(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        edit(page)
        beside = page.context.new_page()
        beside.goto(f"{address}/admin/")
        beside.get_by_role("button", name="Log out").click()
        log_in(beside, address, "priya", "/admin/")
        page.bring_to_front()
        page.keyboard.type("Hers alone. ")
        said(page, "Somebody else is logged in now, and not you.")
        assert asked(install, TYPED) == ""
        beside.goto(f"{address}/admin/")
        beside.get_by_role("button", name="Log out").click()
        log_in(beside, address, "alison", "/admin/")  # with another token than the page’s
        said(page, "Kept")
        leave(page)
        said(page, "Saved")
    assert "Hers alone. The mole leaks." in asked(install, STORED)


def test_the_item_is_deleted_or_closed_by_somebody_else_while_she_types(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        edit(page)
        page.keyboard.type("All of it. ")
        install.python(f"from minutes.models import *; {CLOSED}")
        leave(page)
        told(page, "was closed to the public while you were writing")
        assert "All of it." in page.locator(".cke_wysiwyg_div").inner_text()
        assert "All of it." not in asked(install, STORED)
        page.locator(".cke_wysiwyg_div").click()
        leave(page)
        said(page, "Saved")
        edit(page, "The mole leaks.")
        page.keyboard.type("Once more. ")
        install.python("from minutes.models import *; AgendaItem.objects.filter(pk=2).delete()")
        leave(page)
        told(page, "This text was deleted while you were writing")
        assert "Once more." in page.locator(".cke_wysiwyg_div").inner_text()


def test_closed_text_never_lies_in_the_browser(install, page, faults):
    install.begin(SET_UP + CLOSED)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        edit(page)
        page.keyboard.type("The price. ")
        said(page, "Kept")
    page.keyboard.type("£5. ")
    said(page, "No connection: kept in this window alone since ")
    holds = "Object.entries({...localStorage, ...sessionStorage}).join('|')"
    assert "price" not in page.evaluate(holds) and "mole" not in page.evaluate(holds)
    with install.serve(port=urlsplit(address).port):
        said(page, "Kept")
        assert "The price. £5. The mole" in asked(install, TYPED)
        assert "price" not in page.evaluate(holds)
        leave(page)
        said(page, "Saved")
    assert "The price. £5. The mole leaks." in asked(install, STORED)


def test_what_somebody_closes_while_she_writes_does_not_lie_in_her_browser_once_it_heard_so(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        edit(page)
        install.python(f"from minutes.models import *; {CLOSED}")
        page.keyboard.type("The price. ")
        said(page, "Kept")
    page.keyboard.type("£5. ")
    said(page, "No connection: kept in this window alone since ")
    assert page.evaluate(BROWSER_HOLDS) == ""
    with install.serve(port=urlsplit(address).port):
        said(page, "Kept")
        leave(page)
        told(page, "was closed to the public while you were writing")


def test_what_she_left_in_the_browser_goes_when_somebody_else_logs_in_and_to_the_server_when_she_logs_out(
    install, page, faults
):
    install.begin(SET_UP)
    left = """user => localStorage.setItem(`minutebook:${user}:minute-2-body:w`, JSON.stringify({
        address: "/admin/minutes/meeting/1/text/minute-2-body/", text: "<p>Left.</p>", version: 1, window: "w"}))"""
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/")
        page.evaluate(left, 1)
        page.evaluate(left, 2)
        page.reload()
        page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('minutebook:2'))")
        assert "Left." in page.evaluate(BROWSER_HOLDS)
        page.get_by_role("button", name="Log out").click()
        page.wait_for_url("**/logout/")
        assert page.evaluate(BROWSER_HOLDS) == ""
    assert asked(install, TYPED) == "<p>Left.</p>"


PASTE = """(size) => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/plain", "Words that fill a page. ".repeat(size / 24));
    document.querySelector(".cke_wysiwyg_div").dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
}"""


def test_ten_megabytes_are_pasted_and_she_is_told_at_the_field(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        edit(page)
        page.keyboard.type("Before. ")
        page.evaluate(PASTE, 10_000_000)
        told(page, "What you pasted has 9,999,984 characters; 500,000 can be kept.")
        assert page.locator(".cke_wysiwyg_div").inner_text().startswith("Before. The mole leaks.")
        for _ in range(2):
            page.evaluate(PASTE, 300_000)
        told(page, "500,000 can be kept. Move part of it to another item")  # from what was kept while she typed
        with page.expect_response(lambda answer: answer.url.endswith(TEXT), timeout=60_000) as refused:
            leave(page)
        assert refused.value.status == 422
        told(page, "500,000 can be kept. Move part of it to another item")  # and still, now that she has left it
        assert page.evaluate("document.querySelector('.cke_wysiwyg_div').textContent.length") > 600_000
    assert "Words" not in asked(install, STORED)


def test_each_state_of_a_text_is_heard_and_fits_in_light_and_dark(install, page, browser, faults):
    from axe_playwright_python.sync_playwright import Axe

    install.begin(SET_UP)
    axe, found = Axe(), {}

    def look(what: str, at) -> None:
        if wrong := faults_of(at, at.context.new_cdp_session(at), axe):
            found[what] = wrong

    with install.serve() as address:
        second = another(browser)
        for window, name, words in [(page, "alison", "Alison heard: "), (second, "priya", "Priya heard: ")]:
            log_in(window, address, name, TEXT)
            edit(window)
            window.keyboard.type(words)
            said(window, "Kept")
        look("the editor", page)
        leave(page)
        said(page, "Saved")
        look("saved", page)
        leave(second)
        told(second, "Alison (at ")
        look("both texts", second)
        third = second.context.new_page()
        third.goto(address + TEXT)
        third.get_by_role("button", name="Put it back").wait_for()
        look("what was typed", third)
        third.goto(f"{address}{TEXT}history/")
        look("the history", third)
        second.context.close()
    assert found == {}
