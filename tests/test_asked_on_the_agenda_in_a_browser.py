"""What the agenda asks in place: whether a title is closed, and what an earlier meeting deferred."""

import pytest

from tests.test_agenda_in_a_browser import AGENDA, fits, picture, rows, said
from tests.test_desk_in_a_browser import faults, log_in  # noqa: F401  a fixture

pytestmark = pytest.mark.once

SET_UP = """
from datetime import date
from tests.making import *
make_clerk("alison")
make_meeting()
winter = make_meeting(date=date(2026, 1, 14))
make_item(winter, "Dredging of the inner harbour", state="deferred", state_note="for a survey")
make_item(winter, "Lease of the ferry house", restriction="england-2006-3", public_title="A lease", state="deferred")
"""


def test_titles_that_may_be_closed_are_asked_about_while_the_next_is_typed(install, page, faults):  # noqa: F811
    install.python(SET_UP)
    loads = []
    with install.serve() as address:
        log_in(page, address, "alison", AGENDA)
        page.on("framenavigated", lambda frame: loads.append(frame.url))
        page.get_by_role("button", name="Put it on this agenda: Dredging of the inner harbour").click()
        said(page, "“Dredging of the inner harbour” is added as item 1, as it was asked then.")
        assert page.evaluate("document.activeElement.textContent") == "Dredging of the inner harbour"
        page.locator("#add-title").focus()
        for title in ("EXEMPT: Lease of the quay", "Mole"):
            page.keyboard.type(title)
            page.keyboard.press("Enter")
        page.get_by_role("heading", name="Not added yet: EXEMPT: Lease of the quay").wait_for()
        page.locator(".row", has_text="Mole").wait_for()
        assert rows(page) == ["1 Dredging of the inner harbour", "2 Mole"]
        assert page.evaluate("document.activeElement.id") == "add-title"  # what is typed next is the next title
        picture(page, "asks-whether-closed")
        assert fits(page)
        page.get_by_role("button", name="Add it").click()
        page.get_by_text("It is closed: write what the public may read in its place.").wait_for()
        page.get_by_label("Title for the public").fill("Lease of a quay")
        page.get_by_role("button", name="Add it").click()
        said(page, "“EXEMPT: Lease of the quay” is added as item 3.")
        page.get_by_text("Closed to the public: “Lease of a quay”").wait_for()
        assert page.locator(".asks-closed").count() == 0 and loads == []
