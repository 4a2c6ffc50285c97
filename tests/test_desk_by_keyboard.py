"""Alison works without a mouse: from her first page into a meeting, to what is wrong in a form, and to a published agenda."""

import pytest

from tests.test_desk_in_a_browser import log_in

pytestmark = pytest.mark.once

SET_UP = """
from datetime import timedelta
from django.utils import timezone
from tests.making import *
make_clerk("alison")
meeting = make_meeting(date=timezone.localdate() + timedelta(days=40))
for n in range(30):
    make_item(meeting, f"Repair of mole {n}")
publish(make_held_meeting(), Kind.DRAFT_MINUTES)
"""
FOCUSED = """() => {
  const e = document.activeElement;
  if (e === document.body || e.tagName === "MAIN") return "";
  return (e.labels?.[0]?.textContent || e.getAttribute("aria-label") || e.textContent).trim().replace(/\\s+/g, " ");
}"""
IN_VIEW = """(element) => {
  const box = element.getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight
    && element.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}"""


def tab_to(page, name: str, most: int = 80) -> None:
    """Press Tab until what has that name has focus. It must be seen: not under what stays in view."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate(FOCUSED):
            assert page.evaluate(f"({IN_VIEW})(document.activeElement)"), f"{name} has focus and is not in view"
            return
    raise AssertionError(f"{most} times Tab do not lead to {name}")


def test_alison_goes_from_her_desk_to_a_published_agenda_by_keys_alone(install, page):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/")
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == "Skip to main content"
        page.keyboard.press("Enter")
        tab_to(page, "Harbour Committee", 4)
        page.keyboard.press("Enter")
        page.wait_for_url("**/admin/minutes/meeting/1/**")
        tab_to(page, "Check and publish")
        page.keyboard.press("Enter")
        page.wait_for_url("**/publication/meeting/1/")
        tab_to(page, "Agenda")  # a tab of the meeting, and then the kind, which is chosen already
        tab_to(page, "Go on to publish")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Publish agenda").wait_for()
        tab_to(page, "Publish agenda")
        page.keyboard.press("Enter")
        message = page.locator(".messagelist li.success")  # beside it stands the question after the notice board
        message.get_by_text("Agenda published.").wait_for()
        assert message.evaluate(IN_VIEW)
        tab_to(page, "Close: Agenda published.", 20)
        page.keyboard.press("Enter")
        assert message.count() == 0
        assert page.evaluate("document.activeElement.tagName") == "MAIN"
        page.get_by_role("link", name="Nothing differs from what is public").wait_for()


def test_the_message_is_in_view_where_the_clerk_comes_back_to_the_foot_of_a_long_page(install, page):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/minutes/agendaitem/30/change/")
        page.fill("#id_title", "Dredging")
        page.keyboard.press("Enter")
        page.locator("#item-30").wait_for()
        page.wait_for_function(f"() => ({IN_VIEW})(document.querySelector('#item-30'))")  # once the page has gone there
        assert page.locator(".messagelist li", has_text="“Dredging” is saved.").evaluate(IN_VIEW)


def test_what_is_to_be_put_right_has_focus(install, page):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/minutes/meeting/1/change/")
        page.get_by_label("Ended at:").fill("when the tide came")
        page.keyboard.press("Enter")
        page.get_by_text("Write the time like 19:30 or 7.30 pm.").wait_for()
        assert page.evaluate(FOCUSED) == "Ended at:"
        assert page.get_by_label("Ended at:").input_value() == "when the tide came"


def test_the_editor_is_dark_in_the_dark_and_light_for_who_chose_so(install, page):
    install.begin(SET_UP)
    with install.serve() as address:
        page.emulate_media(color_scheme="dark")
        log_in(page, address, "alison", "/admin/minutes/agendaitem/1/change/")
        editor, bar = page.locator(".cke_wysiwyg_div").first, page.locator(".cke_top").first
        editor.wait_for()
        assert editor.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(30, 27, 24)"
        assert "invert" in bar.evaluate("e => getComputedStyle(e).filter")
        page.evaluate("localStorage.setItem('theme', 'light')")
        page.reload()
        editor.wait_for()
        assert editor.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
        assert bar.evaluate("e => getComputedStyle(e).filter") == "none"
