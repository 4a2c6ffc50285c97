"""In a browser, with a real mail server: a manager logs in for the first time and sets up a phone, invites Carys, who chooses a
password; then the manager's account page, and a reset. MINUTEBOOK_PICTURES=directory keeps each page as a picture."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import mailbox as mail
from tests.phone import Phone
from tests.test_desk_by_ear import violations

pytestmark = pytest.mark.once

PASSWORD, NEW = "a long enough password", "slipway and north mole"
ALISON, CARYS = "alison@example.org", "carys@example.org"
SET_UP = f"""
from accounts.models import User
from committees.models import Appointment
alison = User.objects.create_user({ALISON!r}, {PASSWORD!r}, name="Alison Thrale", is_staff=True)
for role in ("manager", "clerk", "publisher"):
    Appointment.objects.create(user=alison, role=role)
"""
AXE = Axe()
WIDTHS = (360, 1280)


def picture(page, name: str) -> None:
    """No page is wider than a phone, or can't be read by ear; and its picture, where they are kept."""
    place = os.environ.get("MINUTEBOOK_PICTURES")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate(
            """width => document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll("body *")]
                .filter(one => one.getBoundingClientRect().right > width).map(one => one.outerHTML.slice(0, 100))""",
            width,
        )
        assert wide == [], (name, width)
        found = violations(page, AXE)
        assert not found, (name, width, found)
        if place:
            page.screenshot(path=Path(place) / f"{name}-{width}.png", full_page=True)


def log_in(page, address: str, email: str, password: str, to: str = "/admin/") -> None:
    page.goto(f"{address}/admin/login/?next={to}")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password:").fill(password)
    page.get_by_role("button", name="Log in").click()


def link_in(message, address: str) -> str:
    return address + "/admin" + re.search(r"/admin(/login/\S+)", message.get_content())[1]


def test_from_the_first_log_in_to_an_invitation_and_a_new_phone(install, page, browser):
    install.begin(SET_UP)
    with (
        mail.running() as mailbox,
        install.serve(env={"MINUTEBOOK_TESTS_PHONE": "1", "EMAIL_URL": mailbox.url}) as address,
    ):
        page.goto(f"{address}/admin/login/?next=/admin/")
        picture(page, "log-in")
        log_in(page, address, ALISON, PASSWORD)

        assert page.get_by_role("heading", name="Set up your second factor").is_visible()
        box = page.get_by_alt_text("A picture of the key below").bounding_box()
        assert box["width"] > 150 and page.evaluate("document.querySelector('.of-account img').naturalWidth") > 100
        phone = Phone.typed(page.content())
        page.get_by_label("Code").fill(phone.code(3600))
        page.get_by_role("button", name="Set it up").click()
        assert page.get_by_text("your phone’s clock may be wrong").is_visible()
        picture(page, "set-up")
        page.get_by_label("Code").fill(phone.code(30))
        page.get_by_role("button", name="Set it up").click()
        codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem").all_inner_texts()
        assert len(codes) == 10
        picture(page, "codes")
        page.get_by_role("link", name="I have kept them").click()
        assert page.get_by_role("heading", name="My desk").is_visible()

        page.get_by_role("link", name="Users", exact=True).click()
        page.get_by_role("link", name="Add user").click()
        page.get_by_label("E-mail address").fill(CARYS)
        page.get_by_label("Name").fill("Carys Pugh")
        picture(page, "invite")
        page.get_by_role("button", name="Save", exact=True).click()
        assert page.get_by_text(f"on its way to {CARYS}").is_visible()
        picture(page, "user")

        context = browser.new_context(viewport={"width": 1280, "height": 900})
        hers = context.new_page()
        hers.goto(link_in(mailbox.of(CARYS)[0], address))
        picture(hers, "choose")
        hers.get_by_label("New password:").fill(NEW)
        hers.get_by_label("New password confirmation").fill(NEW)
        hers.get_by_role("button", name="Keep this password").click()
        assert hers.get_by_text("Your password is kept").is_visible()
        log_in(hers, address, CARYS, NEW)
        assert hers.get_by_role("heading", name="My desk").is_visible()  # who only writes needs no phone
        context.close()

        page.get_by_role("link", name="Your account").click()
        picture(page, "account")
        page.get_by_role("link", name="New recovery codes").click()
        picture(page, "recovery-codes")
        page.goto(f"{address}/admin/accounts/event/")
        picture(page, "audit")
        assert page.get_by_text(f"Carys Pugh, {CARYS}").first.is_visible()

        page.get_by_role("button", name="Log out").click()
        log_in(page, address, ALISON, PASSWORD, "/admin/account/")
        picture(page, "second-step")
        page.get_by_label("Code").fill(codes[0])
        page.get_by_role("button", name="Go on").click()
        assert page.get_by_text("9 recovery codes are left").is_visible()

        page.get_by_role("button", name="Log out", exact=True).click()
        page.goto(f"{address}/admin/login/")
        page.get_by_role("link", name="Password forgotten?").click()
        picture(page, "forgotten")
        page.get_by_label("E-mail address").fill(CARYS)
        page.get_by_role("button", name="Send me a link").click()
        picture(page, "forgotten-sent")
        install.manage("worker", "--batch", env={"EMAIL_URL": mailbox.url, "SITE_URL": address})
        link = link_in(mailbox.of(CARYS)[1], address)
        page.goto(link)
        page.get_by_label("New password:").fill("another long password")
        page.get_by_label("New password confirmation").fill("another long password")
        page.get_by_role("button", name="Keep this password").click()
        page.goto(link)
        assert page.get_by_role("heading", name="This link works no more").is_visible()
        picture(page, "dead-link")
