"""A council's first day, in a browser: from the first log-in to a notice that everybody can fetch."""

import re
import ssl
import time
from collections.abc import Callable
from datetime import date, timedelta
from http.client import HTTPSConnection

from playwright.sync_api import Page, sync_playwright

from tests.phone import Phone

HOST = "minutes.example.org"
SITE = f"https://{HOST}"
MEETING = date.today() + timedelta(days=14)
ADDRESS = f"/committees/parish-council-meeting/{MEETING}/"
MEMBERS = "Councillor Mary Bell (Chair)\nCouncillor Ann Vane (Vice-Chair)\nCouncillor Joe Marsh\nCouncillor Zoe Ash"
TITLES = [
    "Apologies for absence",
    "Declarations of interest",
    "Repair of the village hall roof",
    "Date of the next meeting",
]
TRUSTING = ssl._create_unverified_context()  # the certificate is the machine's own


def get(path: str) -> tuple[int, bytes]:
    """What anybody is answered, through nginx."""
    asking = HTTPSConnection("127.0.0.1", timeout=30, context=TRUSTING)
    try:
        asking.request("GET", path, headers={"Host": HOST})
        answer = asking.getresponse()
        return answer.status, answer.read()
    finally:
        asking.close()


def first_day(email: str, password: str, step: Callable[[str], None]) -> None:
    """Everything by the words on the pages; `step` is told what was done."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        page = browser.new_context(ignore_https_errors=True).new_page()
        for do in (_log_in, _organisation, _website, _committee, _meeting, _agenda, _publish):
            do(page, *((email, password) if do is _log_in else ()))
            step(do.__doc__)
        browser.close()
    for name in ("notice.pdf", "agenda.pdf"):
        _until_made(ADDRESS + name)
    step("notice.pdf and agenda.pdf over https")


def _log_in(page: Page, email: str, password: str) -> None:
    """first log-in, with a phone"""
    page.goto(f"{SITE}/admin/")
    page.fill("#id_username", email)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_selector("code.key")
    page.fill("[name=code]", Phone.typed(page.content()).code())
    page.keyboard.press("Enter")
    page.get_by_text("recovery codes").first.wait_for()


def _lacking(page: Page, what: str) -> None:
    """Through “Ready to go live?”, as operations.md says."""
    page.goto(f"{SITE}/admin/")
    page.get_by_role("link", name="Ready to go live").click()
    row = page.locator("dl > *").filter(has=page.locator("dt", has_text=re.compile(f"^{what}")))
    row.get_by_role("link", name="Go there").click()


def _save(page: Page, button: str = "Save") -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_selector(".success")


def _organisation(page: Page) -> None:
    """contact and licence"""
    _lacking(page, "Contact")
    page.get_by_label("Contact name").fill("Ann Hill")
    page.get_by_label("Contact email").fill("clerk@withyham.example")
    page.get_by_label("Licence of the data").fill("Open Government Licence v3.0")
    _save(page)


def _website(page: Page) -> None:
    """privacy, retention, accessibility"""
    _lacking(page, "Privacy notice")
    page.get_by_label("Address of the privacy notice").fill("https://withyham.example/privacy")
    page.get_by_label("Address of the retention schedule").fill("https://withyham.example/keeping")
    page.get_by_label("Compliance status").select_option(label="partially compliant")
    page.get_by_role("textbox", name="Non-compliance").last.click()
    page.keyboard.insert_text("Papers that were scanned can't be read aloud.")
    page.get_by_role("textbox", name="Last reviewed on").fill(f"{date.today():%-d %B %Y}")
    _save(page)


def _committee(page: Page) -> None:
    """first committee, with members, hour and venue"""
    _lacking(page, "Committee")
    page.get_by_label(re.compile("^Name:?$")).fill("Parish Council Meeting")
    page.get_by_label("Members, one a line").fill(MEMBERS)
    page.get_by_role("textbox", name="Usual start time").fill("19:30")
    page.get_by_label("Usual venue").fill("Village Hall, Withyham")
    _save(page, "Save, and make its first meeting")


def _meeting(page: Page) -> None:
    """first meeting"""
    page.get_by_role("textbox", name="Date").fill(f"{MEETING:%-d %B %Y}")
    page.get_by_role("button", name="Make the meeting").click()
    page.wait_for_selector(".tabs [aria-current=page]:text-is('Agenda')")


def _agenda(page: Page) -> None:
    """agenda typed"""
    for count, title in enumerate(TITLES):
        page.locator("#add-title").fill(title)
        page.keyboard.press("Enter")
        page.locator("#items li").nth(count).wait_for()


def _publish(page: Page) -> None:
    """agenda checked and published"""
    page.get_by_role("navigation", name="Pages of this meeting").get_by_role("link", name="Check and publish").click()
    page.locator("#id_kind").get_by_text("Agenda", exact=True).click()
    page.get_by_role("button", name="Go on to publish").click()
    page.locator("[data-confirms]").click()
    page.get_by_text("Agenda published.").wait_for()


def _until_made(path: str) -> None:
    for _ in range(240):
        status, content = get(path)
        if status == 200 and content.startswith(b"%PDF-"):
            return
        time.sleep(0.5)
    raise SystemExit(f"minutebook: {path} was not made within two minutes: {status}.")
