"""The minutes of a clerk's day typed with a mouse: the one step of tests/test_clerks_day.py that differs from pasting them."""

import re

import pytest

from tests.counting import Clerk
from tests.test_clerks_day import AGENDA, LATE, Day, said_of
from tests.test_desk_in_a_browser import log_in

pytestmark = pytest.mark.once

MORNING = """
from tests.making import *
from minutes.models import *
make_clerk("alison")
meeting = make_meeting()
for name in ("Mary Bell", "Ann Vane"):
    Attendance.objects.create(meeting=meeting, person=make_person(name))
for title in {titles}:
    make_item(meeting, title)
"""
TEXTS = (
    "from minutes.models import *; print(*Minute.objects.order_by('item').values_list('body', flat=True), sep='\\n')"
)
STATED = "from minutes.models import *; print(*sorted(set(Attendance.objects.values_list('state', flat=True))))"
# What is a key somewhere at the desk: in the grid of people or of votes, among phrases, in the list of items.
KEYS_ELSEWHERE = "pax e fab jk 1 2 3"


@pytest.fixture
def minutes_to_write(install, page):
    titles = [*AGENDA.values(), LATE]
    install.begin(MORNING.format(titles=titles))
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/minutes/meeting/1/people/")
        yield titles


def test_minutes_typed_with_a_mouse_take_no_more_than_a_click_each_and_each_letter_is_a_letter(
    minutes_to_write, install, page
):
    """Beside the day with pasted minutes: the same step, typed. Single keys work in the grid alone."""
    clerk, said = Clerk(page), [f"{KEYS_ELSEWHERE}: {said_of(title)}" for title in minutes_to_write]
    page.reload()
    day = Day(clerk)
    with clerk.step("who came, by a key each"):
        clerk.press(page.get_by_role("radio", name=re.compile(r"Expected\s*: Councillor Mary Bell")))
        clerk.key("p")
        page.get_by_text("1 of 2 members present").wait_for()
    with clerk.step("minutes of twelve items, typed"):
        day.tab("Minutes")
        for title, words in zip(minutes_to_write, said, strict=True):
            day.open_text(title)
            clerk.type(words)
        clerk.key("Escape")
        page.locator("section.item .text-state", has_text="Saved at").nth(len(said) - 1).wait_for()
    print("\n" + clerk.table)
    typed = clerk.steps["minutes of twelve items, typed"]
    assert (typed["clicks"], typed["page loads"]) == (2 * len(said) + 1, 1)  # an editor that opens is a field more
    assert typed["keys"] == sum(map(len, said)) + 1
    assert install.python(TEXTS).stdout.split("\n")[:-1] == [f"<p>{words}</p>" for words in said]
    assert install.python(STATED).stdout.split() == ["expected", "present"]
