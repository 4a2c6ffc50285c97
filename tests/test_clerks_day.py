"""A clerk's day in a real browser: from a committee that isn't there yet to minutes that the next meeting has approved.

`-s` prints what each step took. The sums are what the desk promises, and a day that takes more fails.
"""

import re
from datetime import date, timedelta

import pytest
from lxml import html

from tests.counting import Clerk, ClerkWithoutMouse
from tests.making import make_pdf

pytestmark = pytest.mark.once

CLICKS, LOADS, KEYS = 110, 15, 700
NAMES = "Mary Bell, Ann Vane, Joe Marsh, Zoe Ash, Tom Reed, Ivy Lamb, Sam Holt, Eve Nash, Una Low, Max Field, Amy Stone"
MEMBERS = [f"Councillor {name}" for name in [*NAMES.split(", "), "Leo Brook"]]
AGENDA = {
    "1": "Apologies for absence",
    "2": "Declarations of interest",
    "3": "Minutes of the previous meeting",
    "4": "Repair of the north mole",
    "4.1": "Choice of the contractor",
    "4.2": "Closing of the slipway",
    "5": "Dredging of the inner basin",
    "6": "Lights on the quay",
    "7": "Fees for moorings",
    "8": "Petition: the harbour bell",
    "9": "Sale of the net loft",
}
LATE = "Storm damage to the east wall"
PAPERS = "04 Report on the mole, 04 Appendix A Survey, 05 Dredging, 07 Fees, 08 Petition, 09 Valuation".split(", ")
DECIDED = {
    "Minutes of the previous meeting": "That the minutes be approved.",
    "Choice of the contractor": "That the lowest tender be accepted.",
    "Dredging of the inner basin": "That the basin be dredged before Easter.",
    "Fees for moorings": "That the fees be raised by three per cent.",
}
AGAINST = ["Councillor Zoe Ash", "Councillor Joe Marsh"]  # as the list has them
YESTERDAY = date.today() - timedelta(days=1)


def said_of(title: str) -> str:
    return (
        f"{title} was considered. Members asked how long it would take, and were told that it would be done by summer."
    )


@pytest.fixture
def desk(install, page):
    install.begin("from tests.making import make_clerk\nmake_clerk('alison')")
    with install.serve(workers=2) as address:
        page.goto(f"{address}/admin/login/?next=/admin/")
        page.fill("#id_username", "alison@example.org")
        page.fill("#id_password", "a long enough password")
        page.keyboard.press("Enter")
        page.wait_for_selector("#user-tools")
        yield address


class Day:
    """What the clerk does, by the words on the page."""

    def __init__(self, clerk: Clerk):
        self.clerk, self.page = clerk, clerk.page

    def button(self, name: str, **where):
        return self.page.get_by_role("button", name=name, **where)

    def link(self, name: str, **where):
        return self.page.get_by_role("link", name=name, **where)

    def tab(self, name: str) -> None:
        self.clerk.press(
            self.page.get_by_role("navigation", name="Pages of this meeting").get_by_role("link", name=name)
        )
        self.page.wait_for_selector(f".tabs [aria-current=page]:text-is('{name}')")

    def item(self, title: str):
        return self.page.locator("section.item").filter(has=self.page.get_by_role("heading", name=title, level=2))

    # The morning

    def committee(self) -> None:
        self.clerk.press(self.link("New committee"))
        self.clerk.type("Harbour Committee", self.page.get_by_label(re.compile("^Name:?$")))
        self.clerk.paste("\n".join([f"{MEMBERS[0]} (Chair)", f"{MEMBERS[1]} (Vice-Chair)", *MEMBERS[2:]]),
                         self.page.get_by_label("Members, one a line"))  # fmt: skip
        self.clerk.press(self.button("Save, and make its first meeting"))
        self.page.wait_for_selector(".success")

    def meeting(self) -> None:
        self.clerk.type(f"{YESTERDAY:%-d %B %Y}", self.page.get_by_role("textbox", name="Date"))
        self.clerk.type("19:30", self.page.get_by_role("textbox", name="Starts at"))
        self.clerk.type("Guildhall", self.page.get_by_label("Venue"))
        self.clerk.press(self.button("Make the meeting"))
        self.page.wait_for_selector(".tabs [aria-current=page]:text-is('Agenda')")

    def agenda(self) -> None:
        self.clerk.paste(
            "\n".join(f"{number} {title}" for number, title in AGENDA.items()), self.page.locator("#add-title")
        )
        self.page.locator("#items li").nth(len(AGENDA) - 1).wait_for()

    def exempt_item(self) -> None:
        self.clerk.press(self.link("Sale of the net loft"))
        form = self.page.get_by_role("form", name="Sale of the net loft")
        self.clerk.choose(form.get_by_label("Restriction", exact=True), "Exempt: financial")
        self.clerk.type("Sale of a building", form.get_by_label("Public title"))
        self.clerk.press(form.get_by_role("button", name="Save"))
        self.page.get_by_text("Closed to the public: “Sale of a building”").wait_for()

    def papers(self, folder) -> None:
        self.tab("Papers")
        files = []
        for name in PAPERS:
            files.append(folder / f"{name}.pdf")
            files[-1].write_bytes(make_pdf(2))
        with self.page.expect_file_chooser() as chooser:
            self.clerk.press(self.page.get_by_text("Choose files"))
        chooser.value.set_files(files)
        self.clerk.press(self.button("Put them on the agenda"))
        self.page.get_by_role("link", name="Survey").wait_for()

    def publish(self, kind: str = "", note: str = "") -> None:
        self.tab("Check and publish")
        if kind:
            self.clerk.press(self.page.locator("#id_kind").get_by_text(kind, exact=True))
        if note:
            self.clerk.type(note, self.page.get_by_label("What changed, and why"))
        self.clerk.press(self.button("Go on to publish"))
        self.clerk.press(self.page.locator("[data-confirms]"))
        self.page.wait_for_selector(".success")

    # The evening

    def late_item(self) -> None:
        self.tab("Agenda")
        self.clerk.type(LATE, self.page.get_by_label("Title of the late item"))
        self.clerk.type("The gale was last night.", self.page.get_by_label("Reason for its urgency"))
        self.clerk.type(MEMBERS[0], self.page.get_by_label("Urgency agreed by"))
        self.clerk.press(self.button("Add the late item"))
        self.page.locator("#items li").nth(len(AGENDA)).wait_for()

    def people(self) -> None:
        self.tab("People")
        self.state(MEMBERS[4], "Apologies")
        self.state(MEMBERS[5], "Apologies")
        self.clerk.type("Nora Pike", self.page.get_by_label("Name of the substitute"))
        self.clerk.choose(self.page.get_by_label("comes for"), MEMBERS[4])
        self.clerk.press(self.button("List the substitute"))
        self.page.locator(".person", has_text="Nora Pike").wait_for()
        self.clerk.paste(
            "Jane Roe, Monitoring Officer\nOtto Penn, Harbour Master", self.page.get_by_label("Names, one a line")
        )
        self.clerk.choose(self.page.get_by_label("They come as"), "Officer")
        self.clerk.press(self.button("List them"))
        self.page.locator(".person", has_text="Otto Penn").wait_for()
        self.clerk.press(self.button("All present"))
        self.page.get_by_text("11 of 12 members present").wait_for()
        late = self.page.locator(".person", has_text=MEMBERS[6])
        self.clerk.press(late.locator("summary"))
        self.clerk.type("5", late.get_by_label("Came or went at item"))
        self.clerk.press(late.get_by_role("button", name="Arrived"))

    def state(self, name: str, state: str) -> None:
        """A click on the choice, or its letter on the person's row."""
        if self.clerk.has_mouse:
            self.clerk.press(self.page.get_by_role("radio", name=re.compile(rf"{state}\s*: {name}")))
        else:
            self.letter(name, state[0])

    def letter(self, name: str, letter: str) -> None:
        rows = [row.inner_text() for row in self.page.locator("#grid .person .who strong").all()]
        self.clerk.reach(self.page.locator("#grid .state input").first.element_handle())
        self.clerk.key(*["ArrowDown"] * rows.index(name), letter)

    def open_text(self, title: str) -> None:
        """A click into the text, or its Edit button."""
        item = self.item(title)
        self.clerk.press(
            item.locator(".text-shown").first
            if self.clerk.has_mouse
            else item.get_by_role("button", name="Edit minutes")
        )
        self.page.wait_for_selector(".cke_editable:focus")

    def minutes(self, is_typed: bool) -> None:
        self.tab("Minutes")
        for title in self.page.locator("section.item h2").all():
            title = re.sub(r"^[\d.a]+ | (Closed|Late)$", "", " ".join(title.inner_text().split()))
            if self.clerk.has_mouse or title == AGENDA["1"]:
                self.open_text(title)
            (self.clerk.type if is_typed else self.clerk.paste)(said_of(title))
            if not self.clerk.has_mouse:
                self.clerk.key("Control+Enter")  # saves, and goes on to the next text
                self.page.wait_for_timeout(600)

    def decisions(self) -> None:
        for title, text in DECIDED.items():
            item = self.item(title)
            self.clerk.press(item.get_by_role("link", name="Add a decision"))
            form = item.get_by_role("form", name="New decision")
            self.clerk.paste(text, form.locator(".cke_editable, textarea").first)
            self.clerk.press(form.get_by_text("Agreed", exact=True))
            self.clerk.press(form.get_by_role("button", name="Save"))
            item.get_by_role("article", name="Decision of").wait_for()

    def vote(self) -> None:
        item = self.item("Lights on the quay")
        self.clerk.press(item.get_by_role("link", name="Add a vote"))
        form = item.get_by_role("form", name="New motion and vote")
        self.clerk.paste("That the quay be lit until midnight.", form.locator(".cke_editable, textarea").first)
        self.clerk.type("Mary", form.get_by_label("Moved by"))
        self.clerk.type("Ann", form.get_by_label("Seconded by"))
        self.clerk.press(form.get_by_text("Recorded vote, by name"))
        self.clerk.press(form.get_by_role("button", name="All for"))
        for name in AGAINST:
            self.clerk.press(form.get_by_role("group", name=name).get_by_role("radio", name="Against"))
        self.clerk.press(form.get_by_text("Carried", exact=True))
        self.clerk.press(form.get_by_role("button", name="Save"))
        item.get_by_text("9 for").wait_for()

    def declarations(self) -> None:
        item = self.item("Declarations of interest")
        for name in ("Sam Holt", "Eve Nash"):
            self.clerk.press(item.get_by_role("link", name="Add a declaration"))
            form = item.get_by_role("form", name="New declaration of interest")
            self.clerk.type(name, form.get_by_label("Who"))
            self.clerk.press(form.get_by_text("Other registrable interest"))
            self.clerk.press(form.get_by_text("Left the room"))
            self.clerk.press(form.get_by_role("button", name="Save"))
            item.get_by_role("article", name=f"Declaration of Councillor {name}").wait_for()

    def correct(self) -> None:
        self.tab("Minutes")
        self.open_text("Fees for moorings")
        self.clerk.key("Control+End")
        self.clerk.type(" They begin in May.")
        self.publish(note="The day on which the fees begin.")

    # The next meeting

    def next_meeting(self) -> None:
        self.clerk.press(self.link("New meeting"))
        self.clerk.type(f"{date.today():%-d %B %Y}", self.page.get_by_role("textbox", name="Date"))
        self.clerk.press(self.button("Make the meeting"))
        self.page.wait_for_selector(".tabs [aria-current=page]:text-is('Agenda')")
        assert self.link("Minutes of the previous meeting").is_visible()

    def approve(self) -> None:
        self.tab("Minutes")
        minutes = self.page.get_by_role("article", name=f"Minutes of {YESTERDAY:%-d %B %Y}")
        self.clerk.press(minutes.get_by_role("button", name="Approved", exact=True))
        minutes.locator(".tag", has_text="Approved").wait_for()

    def approved(self) -> None:
        self.clerk.press(self.link("Check and publish the approved minutes"))
        self.clerk.press(self.button("Go on to publish"))
        self.clerk.press(self.page.locator("[data-confirms]"))
        self.page.wait_for_selector(".success")
        page = self.page.request.get(
            f"{self.page.url.partition('/admin/')[0]}/committees/harbour-committee/{YESTERDAY}/?after=final"
        ).text()
        assert f"Approved at the meeting of {date.today():%-d %B %Y}" in " ".join(
            html.fromstring(page).text_content().split()
        )


def steps(day: Day, folder, is_typed: bool = False) -> dict:
    return {
        "committee and its twelve members": day.committee,
        "meeting": day.meeting,
        "agenda of twelve items": day.agenda,
        "exempt item": day.exempt_item,
        "papers": lambda: day.papers(folder),
        "agenda published": lambda: day.publish("Agenda"),
        "late item": day.late_item,
        "who came": day.people,
        "minutes of twelve items": lambda: day.minutes(is_typed),
        "decisions, four": day.decisions,
        "recorded vote of all who came": day.vote,
        "two declarations": day.declarations,
        "draft minutes published": day.publish,
        "correction published": day.correct,
        "next meeting": day.next_meeting,
        "approved at its item": day.approve,
        "approved minutes published": day.approved,
    }


def play(clerk: Clerk, folder, is_typed: bool = False) -> None:
    clerk.page.reload()
    try:
        for name, step in steps(Day(clerk), folder, is_typed).items():
            with clerk.step(name):
                step()
    finally:
        print("\n" + clerk.table)


def test_a_day_takes_a_third_of_what_it_took(desk, page, tmp_path):
    clerk = Clerk(page)
    play(clerk, tmp_path)
    assert clerk.total["clicks"] <= CLICKS
    assert clerk.total["page loads"] <= LOADS
    assert clerk.total["keys"] <= KEYS


def test_a_day_is_played_without_a_mouse_and_with_every_minute_typed(desk, page, tmp_path):
    clerk = ClerkWithoutMouse(page)
    play(clerk, tmp_path, is_typed=True)
    assert clerk.total["page loads"] <= LOADS
