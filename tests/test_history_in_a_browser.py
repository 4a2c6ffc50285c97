"""History, changes, matters and grounds in a real browser: axe finds nothing, nothing scrolls sideways, keys do all."""

import pytest

from tests.install import Installation

pytestmark = pytest.mark.once
SET_UP = """
from datetime import date
from django.utils import timezone
from minutes.models import *
from committees.law import Ground
from published.kinds import Kind
from tests.making import *
matter = Matter.objects.create(title="Repair of the mole", reference="26/0123")
for day in (date(2026, 1, 14), date(2026, 7, 15)):
    meeting = make_held_meeting(date=day, webcast_link="https://youtu.be/abc")
    first = meeting.items.get()
    AgendaItem.objects.filter(pk=first.pk).update(
        matter=matter, video_at=3723, recommendation="<p>To approve the award to the bidder ranked first.</p>")
    closed = make_item(meeting, "Prices", restriction=Ground.ENGLAND_3, public_title="A contract")
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p><ul><li>in winter</li><li>in summer</li></ul>")
    make_item(meeting, "Mooring fees", minutes="<p>They stay.</p>")
    publish(meeting, Kind.AGENDA)
    make_document(meeting, item=first)
    publish(meeting, Kind.DRAFT_MINUTES)
    Minute.objects.filter(item=first).update(body="<p>The Harbour Master reported on the state of both moles.</p>")
    make_item(meeting, "Lamps", minutes="<table><tbody><tr><td>Lamps</td><td>40</td></tr></tbody></table>")
    publish(meeting, note="A word was wrong.")
"""
MEETING = "/committees/harbour-committee/2026-07-15/"
ITEM = f"{MEETING}repair-of-the-north-mole/"
PAGES = [MEETING, ITEM, f"{MEETING}publications/", f"{MEETING}publications/2/", f"{MEETING}publications/3/changes/"]
PAGES += ["/matters/1/", "/reasons-restricted/"]
OPTIONS = "{resultTypes: ['violations'], preload: false}"


@pytest.fixture
def address(install: Installation):
    install.begin(SET_UP)
    with install.serve() as address:
        yield address


def faults(page, axe) -> list[str]:
    page.evaluate("script => { if (!window.axe) (0, eval)(script) }", axe.axe_script)
    found = page.evaluate(f"axe.run(document, {OPTIONS})")["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def test_every_page_of_history_can_be_heard_seen_and_held(address, page):
    from axe_playwright_python.sync_playwright import Axe

    axe, found = Axe(), {}
    for width, scheme in ((320, "light"), (1280, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for place in PAGES:
            page.goto(address + place)
            problems = faults(page, axe)
            across = page.evaluate("document.documentElement.scrollWidth")
            problems += [f"it is {across} px wide"] if across > width else []
            if problems:
                found[f"{place} {width} {scheme}"] = problems
    assert found == {}


def test_a_recommendation_stands_beside_the_decision_or_above_it_on_a_phone(address, page):
    tops = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + ITEM)
        said, resolved = (page.locator(f".beside .{name}").bounding_box() for name in ("recommendation", "decision"))
        tops.append((said["y"] == resolved["y"], said["x"] + said["width"] <= resolved["x"], said["y"] < resolved["y"]))
    assert tops == [(True, True, False), (False, False, True)]


def test_a_paragraph_s_link_is_there_for_who_points_or_tabs_and_not_on_paper(address, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address + MEETING)
    link = page.locator("#dredging-P1 .pilcrow")
    seen = "found => getComputedStyle(found).opacity"
    assert link.evaluate(seen) == "0"
    page.locator("#dredging-P1").hover()
    assert link.evaluate(seen) == "1"
    page.mouse.move(0, 0)
    link.focus()
    assert link.evaluate(seen) == "1"
    page.keyboard.press("Enter")
    assert page.url == f"{address}{MEETING}#dredging-P1"
    assert page.locator(":target").inner_text() == "It was deferred."
    page.emulate_media(media="print")
    assert not link.is_visible()


def test_what_came_in_and_went_is_told_without_colour(address, page):
    page.goto(f"{address}{MEETING}publications/3/changes/")
    for name, line, sign in (("ins", "underline", "+"), ("del", "line-through", "−")):
        found = page.locator(f".changed {name}").first
        assert line in found.evaluate("found => getComputedStyle(found).textDecorationLine")
        assert sign in found.evaluate("found => getComputedStyle(found, '::before').content")
    said = page.locator("#repair-of-the-north-mole").text_content()
    assert "[deleted: " in said and "[inserted: " in said


def test_the_way_from_an_error_to_its_correction_and_back_works_without_scripts(address, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{MEETING}publications/2/")
    page.get_by_role("link", name="Read this item as it is now").click()
    assert page.url == address + ITEM
    page.get_by_role("link", name="What was corrected in this item").click()
    assert page.url == f"{address}{MEETING}publications/3/changes/#repair-of-the-north-mole"
    context.close()
