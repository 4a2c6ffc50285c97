"""What the worst moments cost a clerk who types: a lost connection, a killed browser, a colleague in the same text.

`-s` prints a table: the letters that she typed and that are nowhere afterwards, how long it took, what each save sends and asks.
"""

import os
import shutil
import signal
import time
from urllib.parse import urlsplit

import pytest

from tests.test_desk_in_a_browser import log_in
from tests.test_texts_in_a_browser import (
    BROWSER_HOLDS,
    SET_UP,
    STORED,
    TEXT,
    TYPED,
    another,
    asked,
    edit,
    faults,  # noqa: F401  a fixture
    leave,
    said,
    told,
)

pytestmark = pytest.mark.once

HEADS = ["letters typed", "letters lost", "seconds until all was back", "saves tried", "bytes a save"]


@pytest.fixture(scope="module")
def table():
    """table(what, …) puts a line under HEADS."""
    lines = []
    yield lambda what, *figures: lines.append(f"{what:28}" + "".join(f"{figure:>28}" for figure in figures))
    print("\n" + "\n".join([f"{'':28}" + "".join(f"{head:>28}" for head in HEADS), *lines]))


class Saves:
    """What a page sends of what is typed, from now on."""

    def __init__(self, page):
        self.sent = []
        page.on("request", self._hear)

    def _hear(self, request) -> None:
        if request.method == "POST" and request.url.endswith("/typing/"):
            self.sent.append(len(request.post_data_buffer or b""))

    @property
    def figures(self) -> list[int]:
        """How many, and the bytes of the largest."""
        return [len(self.sent), max(self.sent, default=0)]


def lost(typed: str, found: str) -> int:
    """How many letters at the end of what was typed are not found."""
    return next(missing for missing in range(len(typed) + 1) if typed[: len(typed) - missing] in found)


def test_the_server_is_away_for_two_minutes_while_she_types_and_not_a_letter_is_lost(install, page, table, faults):  # noqa: F811
    """By the browser’s own clock, which is put forward, so that two minutes of tries take seconds."""
    install.begin(SET_UP)
    page.clock.install()
    typed = "Before. "
    with install.serve() as address:
        log_in(page, address, "alison", TEXT)
        edit(page)
        page.keyboard.type(typed)
        page.clock.run_for(3000)
        said(page, "Kept")
    saves, went = Saves(page), page.evaluate("Date.now()")
    for second in range(120):  # she never pauses
        page.keyboard.type("Heard. "[second % 7])
        typed += "Heard. "[second % 7]
        page.clock.run_for(1000)
        if second == 30:
            assert page.locator(".text-state").inner_text().startswith("No connection: kept in this browser since ")
    assert page.evaluate("Date.now()") - went >= 120_000
    assert 20 <= len(saves.sent) <= 60  # it goes on trying, and doesn't hammer
    assert typed in page.evaluate(BROWSER_HOLDS)
    began = time.monotonic()
    with install.serve(port=urlsplit(address).port):
        page.clock.run_for(5000)
        said(page, "Kept")
        back = time.monotonic() - began
        assert typed in asked(install, TYPED) and page.evaluate(BROWSER_HOLDS) == ""
        leave(page)
        said(page, "Saved")
    letters = lost(typed, asked(install, STORED))
    table("two minutes without a server", len(typed), letters, f"{back:.1f} from its start", *saves.figures)
    assert letters == 0


def test_her_browser_is_killed_while_she_types_and_another_one_offers_what_she_typed(
    install,
    browser,
    page,
    table,
    faults,  # noqa: F811
):
    install.begin(SET_UP)
    typed = "Until the crash. "
    with install.serve() as address:
        killed = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        hers = killed.new_context(timezone_id="Europe/London").new_page()
        log_in(hers, address, "alison", TEXT)
        edit(hers)
        saves = Saves(hers)
        hers.keyboard.type(typed)
        said(hers, "Kept")
        hers.keyboard.type("And this.")  # in the same second
        processes = killed.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        os.kill(next(process["id"] for process in processes if process["type"] == "browser"), signal.SIGKILL)
        began = time.monotonic()
        log_in(page, address, "alison", TEXT)
        note = page.locator(".text-note", has_text="You were typing here at ")
        assert f"{typed}The mole leaks." in note.inner_text()
        assert typed not in page.locator(".text-shown").inner_text()
        page.get_by_role("button", name="Put it back: Minutes: Repair of the north mole").click()
        page.locator(".cke_wysiwyg_div", has_text=typed).wait_for()
        back = time.monotonic() - began
        leave(page)
        said(page, "Saved")
    letters = lost(f"{typed}And this.", asked(install, STORED))
    table("a browser killed", len(f"{typed}And this."), letters, f"{back:.1f} with a log-in", *saves.figures)
    assert letters <= len("And this.") and asked(install, TYPED) == ""


def test_two_clerks_are_in_one_text_and_both_texts_are_kept(install, page, browser, table, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve(workers=2) as address:
        second = another(browser)
        saves = Saves(second)
        log_in(page, address, "alison", TEXT)
        edit(page)
        page.keyboard.type("Alison heard: ")
        said(page, "Kept")
        log_in(second, address, "priya", TEXT)
        second.get_by_text("Alison is typing here.").wait_for()
        edit(second)
        second.keyboard.type("Priya heard: ")
        edit_last = "document.querySelector('.cke_wysiwyg_div p:last-child')"
        second.evaluate(f"document.getSelection().setPosition({edit_last}, 1)")
        second.keyboard.type(" Ours.")
        leave(page)
        said(page, "Saved")
        began = time.monotonic()
        leave(second)
        told(second, "Alison (at ")
        both = second.locator(".merge").inner_text()
        assert "Alison heard: The mole leaks." in both and "Priya heard: The mole leaks." in both
        stored = asked(install, STORED)
        assert stored.startswith("<p>Alison heard: The mole leaks.</p>") and "Ours" not in stored
        assert second.evaluate("document.activeElement.name").startswith("choice-")
        second.get_by_label("Take mine").check()
        second.get_by_role("button", name="Save what is chosen").click()
        said(second, "Saved")
        back = time.monotonic() - began
        second.context.close()
    kept = asked(install, "from minutes.models import *; print(*Wording.objects.values_list('text', flat=True))")
    stored = asked(install, STORED)
    assert stored == "<p>Priya heard: The mole leaks.</p><p>It is old.</p><p>It is long. Ours.</p>"
    pieces = [("Alison heard: ", kept), ("Priya heard: ", stored), (" Ours.", stored)]
    letters = sum(lost(piece, found) for piece, found in pieces)
    table("two clerks in one text", sum(len(piece) for piece, _ in pieces), letters, f"{back:.1f}", *saves.figures)
    assert letters == 0
