"""Alison at the grid of people, in a real browser: one click for all, a key for each exception, and nothing is lost."""

import re

import pytest

from tests.test_desk_in_a_browser import faults, log_in  # noqa: F401

pytestmark = pytest.mark.once

SET_UP = """
from datetime import date
from committees.models import Membership
from minutes.models import *
from tests.making import *
for name in ("alison", "priya"):
    make_clerk(name)
committee = make_committee(quorum=4)
members = ["Mary Bell", "Zoe Ash", "Joe Marsh", "Ann Vane", "Guy Moor", "Ivy Oak", "Tom Elm", "Una Reed",
           "Sam Holm", "Eve Sand", "Max Weir", "Wolfeschlegelsteinhausen" * 3]
for n, name in enumerate(members):
    role = {0: "chair", 1: "vice-chair"}.get(n, "member")
    Membership.objects.create(committee=committee, person=make_person(name), role=role)
make_person("Kit Dale", title="Councillor")
before = make_meeting(committee=committee, date=date(2026, 2, 4))
for name, role in [("Jane Roe", "Monitoring Officer"), ("Ben Pike", "Harbour Engineer")]:
    Attendance.objects.create(meeting=before, guest_name=name, role=role, capacity="officer", state="present")
meeting = make_meeting(committee=committee)
meeting.expect_members()
for title in ("Apologies for absence", "Declarations of interest", "Repair of the north mole", "Mooring fees"):
    make_item(meeting, title)
"""
HERE = "/admin/minutes/meeting/2/people/"
KEPT = """
from minutes.models import *
for row in Attendance.objects.filter(meeting=2).order_by("pk"):
    moves = " ".join(f"{move.kind} {move.item}" for move in row.movements.all())
    if row.state != "present" or moves or row.capacity != "member":
        print(row.name.split()[-1], row.capacity, row.state, row.apology_reason, moves, sep="|")
"""


def kept(install) -> list[str]:
    return install.python(KEPT).stdout.split("\n")[:-1]


def radio(page, state: str, name: str):
    return page.get_by_role("radio", name=f"{state}: Councillor {name}", exact=True)


def more(page, name: str):
    return page.locator("summary").and_(page.get_by_label(f"More about Councillor {name}", exact=True))


def saved(page, what: str) -> None:
    page.get_by_role("status").get_by_text(re.compile(rf"{what}.*Saved at \d\d:\d\d")).wait_for()


def test_an_evening_is_told_in_a_few_clicks(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    clicks, loads = 0, []

    def click(wanted) -> None:
        nonlocal clicks
        clicks += 1
        wanted.click()

    with install.serve() as address:
        log_in(page, address, "alison", HERE)
        page.on("framenavigated", lambda frame: loads.append(frame.url))
        click(page.get_by_role("button", name="All present"))
        saved(page, "Present: Councillor Mary Bell")
        assert radio(page, "Present", "Mary Bell").evaluate("e => e === document.activeElement")
        for key in ["ArrowDown", "a", "ArrowDown", "ArrowDown", "A"]:
            page.keyboard.press(key)
        saved(page, "Sam Holm, attendance: “Apologies”")
        page.get_by_role("status").get_by_text("10 of 12 members present; quorum 4").wait_for()
        click(more(page, "Joe Marsh"))
        page.keyboard.type("3\n")  # the field has the focus
        saved(page, "Councillor Joe Marsh arrived at “Repair of the north mole”.")
        page.keyboard.type("4\n")
        saved(page, "Councillor Joe Marsh left at “Mooring fees”.")
        click(page.get_by_label("Name of the substitute"))
        page.keyboard.type("Kit Dale")
        page.locator("#substitutes option[value='Councillor Kit Dale']").wait_for(state="attached")
        page.get_by_label("comes for").select_option(label="Councillor Zoe Ash (apologies)")
        clicks += 2
        click(page.get_by_role("button", name="List the substitute"))
        saved(page, "Listed, from who is on file: Councillor Kit Dale.")
        click(page.get_by_role("button", name="All 2 of last time"))
        saved(page, "Listed as expected: Jane Roe, Ben Pike.")
        click(page.get_by_role("button", name="All present"))
        saved(page, "Present: ")
        page.get_by_role("status").get_by_text("11 of 12 members present, 1 by a substitute; quorum 4").wait_for()
    assert kept(install) == [
        "Ash|member|apologies||",
        "Holm|member|apologies||",
        "Marsh|member|present||arrived Repair of the north mole left Mooring fees",
        "Dale|substitute|present||",
        "Roe|officer|present||",
        "Pike|officer|present||",
    ]
    assert clicks <= 9 and loads == []
    assert faults == []


SLOWLY = """(() => {
  const asked = fetch;
  window.fetch = (...what) => asked(...what).then((answer) => new Promise((go) => setTimeout(go, 800, answer)));
})()"""


def test_what_is_stated_while_another_statement_is_on_its_way_is_kept(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", HERE)
        page.evaluate(SLOWLY)
        page.get_by_role("button", name="All present").click()
        radio(page, "Apologies", "Zoe Ash").click()
        saved(page, "Zoe Ash, attendance: “Apologies”")
        assert radio(page, "Apologies", "Zoe Ash").is_checked()
    assert kept(install) == ["Ash|member|apologies||"]
    assert faults == []


def test_the_keys_are_those_of_the_grid_and_of_nothing_else(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", HERE)
        page.keyboard.press("a")  # no choice has the focus
        more(page, "Joe Marsh").click()
        comment = page.get_by_label("Comment: Councillor Joe Marsh")
        comment.focus()
        page.keyboard.type("papaxe")
        page.keyboard.press("Enter")
        saved(page, "comment: changed")
        page.get_by_label("Began at").focus()
        page.keyboard.type("7.40 pm\n")
        saved(page, "Began at: “19:40”")
        assert page.get_by_label("Began at").input_value() == "19:40"
        radio(page, "Expected", "Joe Marsh").focus()
        page.keyboard.press("Control+a")
        for _ in range(
            3
        ):  # along the choices of one person by the keys that every page has: only where it ends is kept
            page.keyboard.press("ArrowLeft")
        saved(page, "Joe Marsh, attendance: “Present”")
        history = page.request.get(f"{address}/admin/minutes/meeting/2/history/").text()
        assert "Absent" not in history and "Apologies" not in history
        page.reload()
        assert page.get_by_text("papaxe").count() == 1 and radio(page, "Present", "Joe Marsh").is_checked()
    assert [row for row in kept(install) if "|expected|" not in row] == []
    assert faults == []


def test_two_clerks_at_the_grid_keep_both_and_are_shown_what_differs(install, page, browser, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve(workers=2) as address:
        second = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        log_in(page, address, "alison", HERE)
        log_in(second, address, "priya", HERE)
        radio(page, "Present", "Mary Bell").check()
        saved(page, "Mary Bell")
        radio(second, "Remotely", "Mary Bell").check()
        saved(second, "how: “Remotely”")
        radio(second, "Apologies", "Mary Bell").check()
        note = second.locator("#people .note")
        note.get_by_text("changed this meanwhile, to “Present”. Yours is not saved: “Apologies”.").wait_for()
        assert note.inner_text().startswith("Alison (at ")
        second.get_by_role("button", name="Change it to mine").click()
        saved(second, "attendance: “Apologies”")
        radio(page, "Absent", "Mary Bell").check()
        page.get_by_role("button", name="Keep “Apologies”").click()
        assert radio(page, "Apologies", "Mary Bell").is_checked() and page.locator("#people .note").count() == 0
        second.context.close()
    stored = install.python(
        "from minutes.models import *; r = Attendance.objects.filter(meeting=2).first(); print(r.state, r.mode)"
    )
    assert stored.stdout.split() == ["apologies", "remote"]
    assert [fault for fault in faults if "409" not in fault] == []  # which Chromium itself notes


def test_the_connection_is_lost_and_what_was_stated_is_sent_when_it_is_back(install, page):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", HERE)
        page.context.set_offline(True)
        radio(page, "Expected", "Ann Vane").focus()
        page.keyboard.press("x")
        page.get_by_text("the desk can’t be reached. What you changed stays here").wait_for()
        radio(page, "Expected", "Guy Moor").focus()
        page.keyboard.press("a")
        page.get_by_role("button", name="All present").click()
        page.get_by_text("Not done: the desk can’t be reached.").wait_for()
        page.context.set_offline(False)
        saved(page, "attendance")
        page.wait_for_load_state("networkidle")
    assert {row.split("|")[0]: row.split("|")[2] for row in kept(install)}.items() >= {
        "Vane": "absent",
        "Moor": "apologies",
    }.items()


def test_the_log_in_expires_and_nothing_stated_is_lost(install, page):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", HERE)
        cookies = page.context.cookies()
        page.context.clear_cookies()
        radio(page, "Absent", "Ann Vane").check()
        page.get_by_text("Not saved: you are logged out.").wait_for()
        other = page.context.new_page()
        log_in(other, address, "alison", HERE)
        assert cookies != page.context.cookies()  # a new log-in, with a new token
        saved(page, "Ann Vane, attendance: “Absent”")
    assert "Vane|member|absent||" in kept(install)


def test_a_question_about_a_name_outlasts_another_button_and_is_not_left_unasked(install, page, faults):  # noqa: F811
    install.python(SET_UP)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with install.serve() as address:
        log_in(page, address, "alison", HERE)
        page.get_by_label("Names, one a line").fill("Kit Dale")
        page.get_by_label("They come as").select_option("Press")
        page.get_by_role("button", name="List them").click()
        page.get_by_label("Kit Dale is").wait_for()
        page.get_by_role("button", name="All present").click()
        saved(page, "Present: Councillor Mary Bell")
        page.get_by_role("navigation", name="Pages of this meeting").get_by_role("link", name="Papers").click()
        page.wait_for_timeout(300)
        assert asked == ["beforeunload"]
        page.get_by_label("Kit Dale is").select_option("somebody else")
        page.get_by_role("button", name="List them").click()
        saved(page, "Listed by name alone: Kit Dale.")
    assert kept(install)[-1] == "Dale|press|expected||" and faults == []


def test_a_listed_substitute_says_that_they_are_expected_until_they_came(install, page, faults):  # noqa: F811
    install.python(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", HERE)
        radio(page, "Apologies", "Zoe Ash").check(force=True)
        page.get_by_label("Name of the substitute").fill("Kit Dale")
        page.get_by_label("comes for").select_option(label="Councillor Zoe Ash (apologies)")
        page.get_by_role("button", name="List the substitute").click()
        saved(page, "They are “expected” until you state that they came.")
        row = page.locator(".person", has_text="Kit Dale")
        assert "Until then no vote and no phrase names them." in row.inner_text()
        radio(page, "Present", "Kit Dale").check(force=True)
        saved(page, "Kit Dale, attendance: “Present”")
        assert "Until then" not in row.inner_text()
    assert faults == []


def test_a_question_about_a_name_has_the_focus(install, page, faults):  # noqa: F811
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", HERE)
        page.get_by_label("Names, one a line").fill("Kit Dale\nMay Flint, Gazette")
        page.get_by_label("They come as").select_option("Press")
        page.get_by_role("button", name="List them").click()
        saved(page, "Listed by name alone: May Flint.")
        who = page.get_by_label("Kit Dale is")
        assert who.evaluate("e => e === document.activeElement")
        who.select_option("somebody else")
        page.get_by_role("button", name="List them").click()
        saved(page, "Listed by name alone: Kit Dale.")
    assert faults == []
