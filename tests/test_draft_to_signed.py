"""One meeting's minutes all the way: draft, approved, signed, annotated, each by the desk's own forms; and what the public could
read at each step."""

import os
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import html

from minutes.models import Minute
from tests.making import make_held_meeting, make_item, make_meeting
from tests.test_approval import words
from tests.test_desk_in_a_browser import log_in

pytestmark = pytest.mark.django_db

DOOR = "/admin/publishing/publication/meeting/{}/"


@pytest.fixture
def meetings():
    """Of February and March, and one of May whose second item is about the minutes of February."""
    february, march, may = make_held_meeting(date=date(2026, 2, 4)), *map(_next, (date(2026, 3, 4), date(2026, 5, 6)))
    make_item(may, "Correction of the record", decision="<p>That a note be added to the minutes of 4 February.</p>")
    return february, march, may


def _next(day: date):
    meeting = make_meeting(date=day)
    make_item(meeting, "Minutes of the last meeting", kind="previous-minutes", minutes="<p>Taken as read.</p>")
    return meeting


def publish(desk, meeting, kind: str, note: str = "") -> None:
    """Through the door: its second page, and the one button there."""
    chosen = {"kind": kind, "note": note}
    second = desk.post(DOOR.format(meeting.pk), chosen | {"step": "confirm"})
    [confirmed] = html.fromstring(second.content.decode()).xpath("//input[@name='confirmed']/@value")
    assert desk.post(DOOR.format(meeting.pk), chosen | {"step": "publish", "confirmed": confirmed}).status_code == 302


def press(desk, meeting, item, of, outcome: str, corrections: str = "") -> None:
    address = DOOR.format(meeting.pk) + f"approvals/{item.pk}/{of.pk}/"
    answer = desk.post(address, {"outcome": outcome, "corrections": corrections, "opened_version": ""})
    assert answer.status_code == 302


def test_minutes_go_from_draft_to_signed_and_annotated_and_the_public_reads_each_step(desk, client, meetings):
    february, march, may = meetings
    reader, address, approval = (
        type(client)(),
        f"/committees/{february.address}/",
        DOOR.format(february.pk) + "approval/",
    )

    def read() -> str:
        return words(reader.get(address))

    # Draft: everybody reads that it is one.
    assert reader.get(address).status_code == 404
    publish(desk, february, "draft-minutes")
    draft = read()
    assert "Draft minutes." in draft and "Approved" not in draft

    # The next meeting corrects and approves them: nothing changes in public.
    item = march.items.get()
    press(desk, march, item, february, "corrected", "That “south mole” be read for “mole”.")
    assert read() == draft
    Minute.objects.filter(item__meeting=february).update(body="<p>The Harbour Master reported on the south mole.</p>")
    assert read() == draft

    # Somebody publishes what was approved.
    publish(desk, march, "draft-minutes")
    publish(desk, february, "minutes")
    final = read()
    assert "Approved at the meeting of 4 March 2026, item 1, with these corrections: That “south mole” be read" in final
    assert "south mole." in final and "Draft minutes." not in final
    assert "Draft minutes." in words(
        reader.get(f"{address}publications/1/")
    )  # the draft is kept, and goes on saying so

    # Signed: told with the next version.
    desk.post(approval, {"sign": "1", "signed-signed_by": "Councillor Mary Bell", "signed-signed_on": "4 March 2026"})
    assert read() == final
    publish(desk, february, "minutes", "The minutes are signed.")
    assert "Signed by Councillor Mary Bell on 4 March 2026." in read()

    # A later resolution adds a note, and leaves the words.
    note = {"committee": may.committee_id, "day": "6 May 2026", "number": "2", "text": "The mole was the north mole."}
    desk.post(approval, {"annotate": "1"} | {f"note-{name}": value for name, value in note.items()})
    publish(desk, february, "minutes", "A note was added.")
    annotated = read()
    assert "Note by a later resolution, 6 May 2026, item 2: The mole was the north mole." in annotated
    assert "reported on the south mole." in annotated and "Signed by Councillor Mary Bell" in annotated
    assert (
        words(reader.get(f"{address}publications/2/")).count("Signed by") == 0
    )  # what was read before stays as it was


# The same in a browser, by those whose work each step is

SET_UP = """
from datetime import timedelta
from committees.models import Appointment
from tests.making import *
from tests.test_appointments import appoint, make_user
today = date.today()
harbour = make_committee()
for name, role in {"joan": "manager", "alison": "clerk", "bryn": "", "mary": "viewer"}.items():
    user = make_user(name)
    user.set_password("a long enough password")
    user.save()
    if role:
        appoint(user, role, harbour)
held = make_held_meeting(date=today - timedelta(days=60))
following, later = (make_meeting(date=today - timedelta(days=days)) for days in (30, 3))
for meeting in (following, later):
    make_item(meeting, "Minutes of the last meeting", kind="previous-minutes", minutes="<p>Taken as read.</p>")
make_item(later, "Correction of the record", decision="<p>That a note be added.</p>")
"""


class Play:
    """Each person with a browser of their own at the desk, and the public with another; each page and PDF is kept as a picture
    where MINUTEBOOK_PICTURES says."""

    def __init__(self, browser, address: str, install):
        self.browser, self.address, self.install, self.pages, self.count = browser, address, install, {}, 0
        self.public = f"{address}/committees/harbour-committee/{DAYS[0]}/"

    def at(self, who: str, place: str):
        """The person's page, at a place of the desk."""
        if who not in self.pages:
            self.pages[who] = self.browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            log_in(self.pages[who], self.address, who, place)
        else:
            self.pages[who].goto(f"{self.address}{place}")
        return self.pages[who]

    def picture(self, page, name: str) -> None:
        self.count += 1
        if where := os.environ.get("MINUTEBOOK_PICTURES"):
            page.screenshot(path=Path(where) / f"{self.count:02} {name}.png", full_page=True)

    def read(self, name: str = "", place: str = "") -> str:
        """What the public reads there now; "" where there is nothing. An address that nobody has asked for is in no cache."""
        if "public" not in self.pages:
            self.pages["public"] = self.browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page = self.pages["public"]
        self.count += 1
        answer = page.goto(f"{self.public}{place}?after={self.count}")
        if name:
            self.picture(page, f"public {name}")
        return " ".join(page.inner_text("main").split()) if answer.ok else ""

    def publishes(self, who: str, meeting: int, kind: str, note: str = "") -> None:
        page = self.at(who, f"{DOOR.format(meeting)}?kind={kind}")
        if note:
            page.get_by_label("What changed, and why").fill(note)
        self.picture(page, f"{who} at the door, {kind}")
        page.get_by_role("button", name="Go on to publish").click()
        page.locator("[data-confirms]").wait_for()
        self.picture(page, f"{who} is asked, {kind}")
        page.locator("[data-confirms]").click()
        page.wait_for_selector(".success")

    def prints(self, name: str, data: bytes) -> str:
        """The words of a PDF, whose sheets are kept as pictures."""
        path = self.install.data / f"{name}.pdf"
        path.write_bytes(data)
        if where := os.environ.get("MINUTEBOOK_PICTURES"):
            self.count += 1
            subprocess.run(["pdftoppm", "-png", "-r", "70", path, Path(where) / f"{self.count:02} {name}"], check=True)
        text = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
        return " ".join(text.split())


DAYS = [date.today() - timedelta(days=days) for days in (60, 30, 3)]
MINUTES = "/admin/minutes/meeting/{}/minutes/"
APPROVAL = DOOR + "approval/"


@pytest.mark.once
def test_clerk_publisher_chair_and_manager_bring_minutes_from_draft_to_signed_and_annotated(install, browser):
    install.begin(SET_UP)
    day = [f"{each:%-d %B %Y}" for each in DAYS]
    with install.serve(workers=2) as address:
        play = Play(browser, address, install)
        assert play.read() == ""

        # The manager appoints a publisher; until then there is none, and the clerk is not one.
        page = play.at("alison", DOOR.format(1))
        assert page.get_by_role("button", name="Go on to publish").count() == 0
        play.picture(page, "the clerk checks and previews")
        page.get_by_role("link", name="Preview the public page").click()
        page = play.at("joan", "/admin/committees/appointment/add/")
        page.get_by_label("User:").select_option("bryn")
        page.get_by_label("Role:").select_option("publisher")
        page.get_by_label("Committee:").select_option("Harbour Committee")
        play.picture(page, "the manager appoints a publisher")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_selector(".success")
        assert play.read() == ""

        # Draft.
        play.publishes("bryn", 1, "draft-minutes")
        draft = play.read("draft")
        assert "Draft minutes." in draft and "Approved" not in draft and "Signed" not in draft

        # The chair reads what she is to sign, and can press nothing.
        page = play.at("mary", MINUTES.format(1))
        play.picture(page, "the chair reads")
        assert page.get_by_role("link", name="Check and").count() == 0
        copy = play.prints("to sign", page.request.get(f"{address}{DOOR.format(1)}print/signing/").body())
        assert "reported on the state of the mole" in copy and "draft" not in copy.lower()
        assert play.read() == draft

        # The next meeting corrects and approves; the clerk writes the correction in. The public reads the draft all the while.
        page = play.at("alison", MINUTES.format(2))
        minutes = page.get_by_role("article", name=f"Minutes of {day[0]}")
        minutes.get_by_text("Approved with corrections").first.click()
        minutes.get_by_label("Corrections, one a line").fill("That “south mole” be read for “mole”.")
        minutes.get_by_role("button", name="Approved with corrections").click()
        minutes.locator(".tag", has_text="Approved with corrections").wait_for()
        play.picture(page, "the clerk records the approval")
        assert play.read() == draft
        page = play.at("alison", MINUTES.format(1))
        page.locator("section.item .text-shown").first.click()
        page.wait_for_selector(".cke_editable:focus")
        page.keyboard.press("Control+End")
        page.keyboard.type(" It is the south mole.")
        page.keyboard.press("Control+Enter")
        page.get_by_text("Saved at").first.wait_for()
        play.picture(page, "the clerk writes the correction")
        assert play.read() == draft

        # Approved.
        play.publishes("bryn", 2, "draft-minutes")
        play.publishes("bryn", 1, "minutes")
        approved = play.read("approved")
        assert f"Approved at the meeting of {day[1]}, item 1, with these corrections: That “south mole” be" in approved
        assert "It is the south mole." in approved and "Draft minutes." not in approved and "Signed" not in approved
        assert "Draft minutes." in play.read("the draft afterwards", "publications/1/")
        page = play.at("alison", MINUTES.format(1))
        play.picture(page, "the clerk finds it locked")
        assert page.get_by_role("button", name="Edit minutes").count() == 0
        assert page.get_by_role("link", name="New meeting").count() == 1

        # Signed by the chair, as the clerk records.
        page = play.at("alison", APPROVAL.format(1))
        page.get_by_label("Signed by").fill("Councillor Mary Bell")
        page.get_by_label("Signed on").fill(day[1])
        page.get_by_role("button", name="Record the signature").click()
        page.wait_for_selector(".success")
        play.picture(page, "the clerk records the signature")
        assert play.read() == approved
        play.publishes("bryn", 1, "minutes", "The minutes are signed.")
        signed = play.read("signed")
        assert f"Signed by Councillor Mary Bell on {day[1]}." in signed

        # Annotated by a later resolution, whose words alone are new.
        page = play.at("alison", APPROVAL.format(1))
        assert page.get_by_label("Signed by").count() == 0
        page.get_by_label("At the meeting of").fill(day[2])
        page.get_by_label("Item", exact=True).fill("2")
        page.locator("#id_note-text").fill("The mole was the north mole.")
        page.get_by_role("button", name="Add the note").click()
        page.wait_for_selector(".success")
        play.picture(page, "the clerk adds a note")
        assert play.read() == signed
        play.publishes("bryn", 1, "minutes", "A note was added.")
        annotated = play.read("annotated")
        assert f"Note by a later resolution, {day[2]}, item 2: The mole was the north mole." in annotated
        assert "It is the south mole." in annotated and "Signed by Councillor Mary Bell" in annotated
        assert "Signed by" not in play.read("approved and not signed yet", "publications/2/")

        # On paper the same.
        install.manage("worker", "--batch")
        paper = play.prints("minutes", play.pages["public"].request.get(f"{play.public}minutes.pdf").body())
        assert "Signed by Councillor Mary Bell" in paper and "The mole was the north mole." in paper
        assert f"Approved at the meeting of {day[1]}" in paper and "Draft minutes" not in paper
