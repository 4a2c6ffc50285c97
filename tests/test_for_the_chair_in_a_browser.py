"""Councillor Bell reads the draft on her phone, without a script and by keyboard, and sends a comment."""

import pytest
from axe_playwright_python.sync_playwright import Axe

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
