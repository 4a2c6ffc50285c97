"""Alison is asked before she leaves a form that is not saved by itself, in a real browser."""

import pytest

from tests.test_desk_in_a_browser import log_in

pytestmark = pytest.mark.once

SET_UP = """
from tests.making import *
make_clerk("alison")
make_meeting()
"""
FORMS = {
    "/admin/minutes/meeting/1/people/": "Names, one a line",
    "/admin/minutes/meeting/new/?committee=1": "Venue",
    "/admin/committees/committee/add/": "Name:",
}


def test_whoever_leaves_typed_words_is_asked_first_and_whoever_typed_none_is_not(install, page):
    install.begin(SET_UP)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/")
        for place, label in FORMS.items():
            page.goto(address + place)
            page.get_by_role("link", name="My desk").first.click()
            page.wait_for_url(f"{address}/admin/")
            assert asked == [], place
            page.goto(address + place)
            page.get_by_label(label, exact=True).fill("Jane Roe")
            page.get_by_role("link", name="My desk").first.click()
            page.wait_for_url(f"{address}/admin/")
            assert asked.pop() == "beforeunload", place
