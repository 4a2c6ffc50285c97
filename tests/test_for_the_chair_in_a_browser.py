"""Councillor Bell reads the draft on her phone, without a script and by keyboard, and sends a comment."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.test_desk_in_a_browser import log_in

pytestmark = pytest.mark.once

SET_UP = """
from datetime import timedelta
from django.utils import timezone
from minutes.models import ChairLink
from minutes.models.for_the_chair import digest_of
from tests.making import *
meeting = make_held_meeting()
make_item(meeting, "Moorings", minutes="<p>Two are free.</p><table><tbody><tr><td>North</td><td>South</td></tr></tbody></table>")
until = timezone.now() + timedelta(14)
ChairLink.objects.create(meeting=meeting, to_name="Councillor Bell", digest=digest_of("a-token"), expires_at=until)
"""
PATH = "/admin/for-the-chair/a-token/"
WIDER = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_a_comment_is_typed_and_sent_on_a_phone_by_keyboard_without_a_script(install, browser):
    install.begin(SET_UP)
    with install.serve() as address:
        context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append((request.method, request.headers.get("referer", ""))))
        page.goto(address + PATH)
        page.get_by_label("Your comment on 2 Moorings").focus()
        page.keyboard.type("Three are free.")
        page.keyboard.press("Tab")
        page.keyboard.type("Otherwise good.")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.get_by_role("button", name="Send to the clerk").evaluate("each => each === document.activeElement")
        page.keyboard.press("Enter")
        page.get_by_text("2 comments sent to the clerk.").wait_for()
        assert page.get_by_text("Three are free.").is_visible()
        assert "POST" in {method for method, _ in asked} and not any("a-token" in told for _, told in asked)
        context.close()
    said = install.python(
        "from minutes.models import ChairComment\nprint(*ChairComment.objects.values_list('title', 'text'))"
    )
    assert "('2 Moorings'" not in said.stdout and "('Moorings', 'Three are free.')" in said.stdout


def test_the_page_can_be_heard_and_fits_a_phone(install, browser):
    install.begin(SET_UP)
    with install.serve() as address:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.goto(address + PATH)
        assert not page.evaluate(WIDER)
        assert Axe().run(page).response["violations"] == []
        page.close()


CLERK = """
from tests.making import *
make_clerk("alison")
make_held_meeting()
"""
SELECTED = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"


@pytest.mark.parametrize("has_script", [True, False])
def test_the_link_that_is_shown_once_is_copied_by_a_button_or_from_its_field(install, browser, has_script):
    install.begin(CLERK)
    with install.serve() as address:
        context = browser.new_context(java_script_enabled=has_script, permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        log_in(page, address, "alison", "/admin/publishing/publication/meeting/1/for-the-chair/")
        page.get_by_label("For whom").fill("Councillor Bell")
        page.get_by_role("button", name="Make the link").click()
        field, button = page.get_by_label("Copy it now"), page.get_by_role("button", name="Copy", exact=True)
        field.wait_for()
        link = field.input_value()
        assert "/admin/for-the-chair/" in link and not field.is_editable()
        if has_script:
            field.click()
            assert field.evaluate(SELECTED) == link
            button.click()
            page.get_by_text("Copied.").wait_for()
            assert page.evaluate("() => navigator.clipboard.readText()") == link
        else:
            assert button.count() == 0
        context.close()
