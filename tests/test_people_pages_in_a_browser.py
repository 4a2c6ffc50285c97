"""Nobody is kept out of the pages of people, committees and the calendar: heard, on a small phone, in high contrast, on paper."""

import pytest

pytestmark = pytest.mark.once
SET_UP = """
from datetime import date, timedelta
from django.utils import timezone
from committees.models import *
from minutes.models import *
from published.kinds import Kind
from tests.making import *
from tests.test_people_pages import held, in_parties, picture, sits, vote
from django.core.files.base import ContentFile
make_committee(publishes_numbers=True, usual_venue="Guildhall", directions="By the quay.", usual_weekday=1, usual_week=2)
mary = sits("Mary Bell", role="chair", started_on=date(2024, 5, 9)).person
mary.photo.save("photo.jpg", ContentFile(picture()))
sits("Cy Tern")
sits("Una Reed", ended_on=date(2025, 1, 1))
in_parties(mary_bell="Left", cy_tern="Right and a name of a party that is longer than a small telephone is wide")
today = timezone.localdate()
meeting = held(today - timedelta(7), mary_bell="present", cy_tern="apologies")
vote(meeting, "That the mole be kept.", mary_bell="for", cy_tern="against")
Declaration.objects.create(item=meeting.items.first(), person=mary, kind="pecuniary", nature="owns a boat", afterwards="left")
publish(meeting)
publish(held(today + timedelta(1)), Kind.AGENDA)
off = held(today)
off.cancel("The heating failed.")
publish(off, Kind.CANCELLATION)
"""
OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"


def pages() -> list[str]:
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    found = ["/people/", "/people/mary-bell/", "/committees/", "/committees/harbour-committee/", "/meetings/"]
    days = [today - timedelta(7), today, today + timedelta(1)]
    return [*found, f"/meetings/{today:%Y/%m}/", *(f"/committees/harbour-committee/{day}/attendance/" for day in days)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(install, browser, scheme):
    from axe_playwright_python.sync_playwright import Axe

    install.begin(SET_UP)
    options = {"rules": {"target-size": {"enabled": True}}}
    with install.serve() as site:
        for width in (320, 1280):
            page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
            refused = []
            page.on("console", lambda said, refused=refused: refused.append(said.text))
            for address in pages():
                assert page.goto(site + address).status == 200, address
                page.evaluate(OPEN_ALL)
                faults = Axe().run(page, options=options).response["violations"]
                assert [(rule["id"], node["html"]) for rule in faults for node in rule["nodes"]] == [], address
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert refused == []  # such as a style that the policy forbids
            page.context.close()


def test_a_chart_can_be_seen_in_forced_colours_and_on_paper_and_a_calendar_is_a_list_on_a_phone(install, browser):
    from django.utils import timezone

    install.begin(SET_UP)
    colour = "element => getComputedStyle(element).fill"
    with install.serve() as site:
        page = browser.new_context(viewport={"width": 360, "height": 800}, forced_colors="active").new_page()
        page.goto(f"{site}/people/mary-bell/")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        fills = [page.eval_on_selector(f".chart {part}", colour) for part in ("text", ".share")]
        assert paper not in fills and page.locator(".chart svg").bounding_box()["width"] <= 324
        page.emulate_media(forced_colors="none", media="print")
        share = page.eval_on_selector(".chart .share", colour)
        assert share not in {"none", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
        page.emulate_media(media="screen")
        page.goto(f"{site}/meetings/{timezone.localdate():%Y/%m}/")
        day = page.locator("td.today")
        assert day.locator("time").inner_text().startswith(f"{timezone.localdate():%A}")
        assert page.locator("td.free:visible").count() == 0 and day.get_by_text("Cancelled").is_visible()
        assert page.get_by_role("cell").count() >= 1 and page.get_by_role("table").count() == 1
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.locator("td.free:visible").count() >= 20
        assert page.get_by_role("columnheader").count() == 7
        page.context.close()
