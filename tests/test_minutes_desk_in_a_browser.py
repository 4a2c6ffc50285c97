"""Alison writes the minutes in a real browser: forms open, save and close in place, and single keys work in the grid alone."""

import re

import pytest

from tests.making import make_pdf
from tests.test_desk_in_a_browser import faults, log_in  # noqa: F401  a fixture

pytestmark = pytest.mark.once

SET_UP = """
from datetime import date
from tests.making import *
from committees.models import Membership
from minutes.models import *
make_clerk("alison")
committee = make_committee(usual_venue="Guildhall")
meeting = make_meeting(committee=committee)
names = "Mary Bell,Ann Vane,Joe Marsh,Zoe Ash,Tom Cole,Una Reed,Fay Moss,Ian Dale,Eva Lund,Max Holt,Amy Ford,Bob Pike".split(",")
for place, name in enumerate(names):
    role = "member" if place else "chair"
    Membership.objects.create(committee=committee, person=make_person(name), role=role)
    Attendance.objects.create(meeting=meeting, person=make_person(name), seat=role, state="present")
apologies = make_item(meeting, "Apologies for absence", kind="apologies")
mole = make_item(meeting, "Repair of the north mole", purpose="<p>To consider the survey.</p>")
make_item(meeting, "The contract for the crane", restriction="england-2006-3", public_title="A contract", is_late=True)
earlier = make_meeting(committee=committee, date=date(2026, 2, 4))
Action.objects.create(item=make_item(earlier, "Lamps"), what="Mend the lamp", owner="The Engineer")
"""
DESK = "/admin/minutes/meeting/1/minutes/"
COUNT = """() => { window.clicks = 0;
  addEventListener("click", (event) => { if (event.isTrusted && event.detail) window.clicks += 1 }, true) }"""


@pytest.fixture
def desk(install, page):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", DESK)
        yield page


def clicks(page) -> int:
    return page.evaluate("window.clicks")


def test_a_decision_takes_three_clicks_and_no_page_load(desk, faults):  # noqa: F811
    desk.evaluate(COUNT)
    desk.get_by_role("link", name="Add a decision: Repair of the north mole").click()
    desk.locator("textarea[name=text]").wait_for()
    desk.keyboard.insert_text("That the mole be mended.")
    desk.get_by_role("radio", name="Agreed").click()
    desk.get_by_role("link", name="Add an action: Repair of the north mole").click(
        delay=400
    )  # and it stays under the press
    desk.get_by_role("heading", name="Decision: Agreed").wait_for()
    desk.locator("textarea[name=what]:focus").wait_for()
    assert desk.locator("#decision-1 .said-text").inner_text() == "That the mole be mended."
    assert desk.locator(".said").inner_text() == "Decision added."
    assert desk.locator(".item-list li").nth(1).inner_text().split("\n")[-1].endswith("decision")
    assert clicks(desk) == 3  # which it would not be after a page load
    assert faults == []


def test_a_recorded_vote_of_twelve_with_two_against(desk, install, faults):  # noqa: F811
    desk.evaluate(COUNT)
    desk.get_by_role("link", name="Add a vote: Repair of the north mole").click()
    desk.locator("textarea[name=text]").wait_for()
    desk.keyboard.insert_text("That the mole be mended.")
    desk.keyboard.press("Tab")
    desk.keyboard.type("bell")
    desk.keyboard.press("Tab")
    desk.keyboard.type("vane")
    desk.get_by_role("radio", name="Recorded vote, by name").click()
    assert desk.locator("[data-name] input:checked:not([value=''])").count() == 0
    desk.get_by_role("button", name="All for").click()
    for name in ("Tom Cole", "Una Reed"):
        desk.get_by_role("group", name=f"Councillor {name}").get_by_role("radio", name="Against").click()
    assert desk.locator(".counts").inner_text() == "10 for, 2 against, 0 abstained, 0 without a vote"
    assert desk.locator("label.proposed").inner_text().startswith("Carried")
    assert desk.locator("[name=result]:checked").get_attribute("value") == ""
    desk.get_by_role("radio", name="Carried").click()
    as_counted, chosen = desk.locator("label.proposed").evaluate(
        "(one) => ['::after', null].map((at) => getComputedStyle(one, at).color)"
    )
    assert as_counted == chosen  # on what is chosen, quiet words would be hard to read
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("10 for, 2 against, 0 abstained").wait_for()
    assert "Moved by Councillor Mary Bell, seconded by Councillor Ann Vane." in desk.locator("#motion-1").inner_text()
    assert clicks(desk) == 7
    kept = install.python("from minutes.models import *; print(*Vote.objects.filter(cast='against'), sep=', ')").stdout
    assert kept.strip() == "Councillor Tom Cole: Against, Councillor Una Reed: Against"
    assert faults == []


def test_save_stays_under_the_mouse_at_equal_votes(desk, faults):  # noqa: F811
    desk.get_by_role("link", name="Add a vote: Repair of the north mole").click()
    desk.locator("textarea[name=text]").wait_for()
    desk.keyboard.insert_text("That the mole be mended.")
    desk.get_by_role("radio", name="A count").click()
    for name in ("votes_for", "votes_against"):
        desk.locator(f"[name={name}]").focus()
        desk.keyboard.type("4")
    save = desk.get_by_role("button", name="Save", exact=True)
    save.scroll_into_view_if_needed()
    box = save.bounding_box()
    desk.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.mouse.down()
    desk.mouse.up()
    desk.locator("#motion-1").wait_for(timeout=5000)
    assert "4 for, 4 against" in desk.locator("#motion-1").inner_text()
    assert faults == []


PASTE = """([words, html]) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/plain", words);
  clipboard.setData("text/html", html);
  const field = document.querySelector("textarea[name=text]");
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true }));
  field.setRangeText(words);
}"""


def test_a_list_pasted_from_word_into_a_decision_keeps_its_bold(desk, faults):  # noqa: F811
    desk.get_by_role("link", name="Add a decision: Repair of the north mole").click()
    desk.locator("textarea[name=text]").wait_for()
    desk.evaluate(PASTE, ["One\nTwo", "<ul><li>One</li><li><b>Two</b></li></ul>"])
    desk.get_by_role("button", name="Save", exact=True).click()
    assert desk.locator("#decision-1 .said-text li strong").inner_text() == "Two"
    assert faults == []


def test_votes_are_set_by_keys_in_the_grid_and_nowhere_else(desk, faults):  # noqa: F811
    desk.get_by_role("link", name="Add a vote: Repair of the north mole").click()
    desk.locator("textarea[name=text]").wait_for()
    desk.keyboard.type("fab- and jk")
    assert desk.locator("textarea[name=text]").input_value() == "fab- and jk"
    desk.locator("[data-names] > summary").click()
    desk.locator("[data-name] input[value='']").first.focus()
    for key in "fab-f":
        desk.keyboard.press(key)
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("a")
    chosen = [one.get_attribute("value") for one in desk.locator("[data-name] input:checked").all()]
    assert chosen == ["for", "against", "abstained", "", "against", *[""] * 7]
    assert faults == []


def test_a_declaration_takes_no_more_than_five_clicks(desk, faults):  # noqa: F811
    desk.evaluate(COUNT)
    desk.get_by_role("link", name="Add a declaration: Repair of the north mole").click()
    desk.locator("input[name=person]").wait_for()
    desk.keyboard.type("marsh")
    desk.get_by_role("radio", name="Disclosable pecuniary interest").click()
    desk.get_by_role("textbox", name="Nature of the interest").click()
    desk.keyboard.insert_text("He owns the quarry.")
    desk.get_by_role("radio", name="Left the room").click()
    desk.get_by_role("heading", name="The contract for the crane").click()
    desk.get_by_text("Councillor Joe Marsh declared").wait_for()
    assert clicks(desk) <= 5
    assert faults == []


def test_what_is_refused_stays_and_is_said(desk):
    desk.get_by_role("link", name="Add a vote: Repair of the north mole").click()
    desk.locator("textarea[name=text]").wait_for()
    desk.keyboard.insert_text("That the mole be mended.")
    desk.get_by_role("radio", name="A count").click()
    desk.get_by_role("spinbutton", name="For", exact=True).fill("30")
    desk.keyboard.press("Enter")
    desk.locator("ul.errorlist").wait_for()
    assert "30 votes are counted, but 12 members" in desk.locator(".said").inner_text()
    assert "That the mole be mended." in desk.locator("textarea[name=text]").input_value()
    assert desk.evaluate("document.activeElement.name") == "votes_for"


def test_without_a_connection_nothing_is_lost(desk):
    desk.get_by_role("link", name="Add an action: Repair of the north mole").click()
    desk.locator("textarea[name=what]").wait_for()
    desk.keyboard.insert_text("Ask the mason.")
    desk.context.set_offline(True)
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.locator(".not-sent").wait_for()
    assert desk.locator("textarea[name=what]").input_value() == "Ask the mason."
    desk.context.set_offline(False)
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("Action: Ask the mason.").wait_for()


def test_a_clerk_who_was_logged_out_logs_in_elsewhere_and_goes_on(desk):
    desk.get_by_role("link", name="Add an action: Repair of the north mole").click()
    desk.locator("textarea[name=what]").wait_for()
    desk.keyboard.insert_text("Ask the mason.")
    desk.context.clear_cookies()
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.locator(".not-sent a").wait_for()
    with desk.expect_popup() as opened:
        desk.locator(".not-sent a").click()
    opened.value.get_by_label("E-mail address").fill("alison@example.org")
    opened.value.fill("#id_password", "a long enough password")
    opened.value.keyboard.press("Enter")
    opened.value.wait_for_url(f"**{DESK}")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("Action: Ask the mason.").wait_for()


def test_phrases_are_put_into_the_text_and_what_is_done_is_said_in_the_list_and_can_be_taken_back(desk, faults):  # noqa: F811
    item = desk.locator("#item-1")
    item.get_by_role("button", name="No apologies").focus()
    desk.keyboard.press("3")
    item.locator(".cke_wysiwyg_div", has_text="There were no apologies").wait_for()
    desk.get_by_role("heading", name="The contract for the crane").click()
    item.get_by_text("Saved at").wait_for()
    assert desk.locator(".written[data-of='1']").inner_text() == "minutes"
    desk.get_by_role("button", name="Done: Mend the lamp").click()
    back = desk.get_by_role("button", name="Not done after all: Mend the lamp")
    back.wait_for()
    assert back.evaluate("button => button === document.activeElement")
    back.click()
    desk.get_by_role("button", name="Done: Mend the lamp", exact=True).wait_for()
    assert faults == []


def test_a_phrase_stands_in_a_paragraph_of_its_own_below_where_she_writes(desk, faults):  # noqa: F811
    item = desk.locator("#item-1")
    item.get_by_role("button", name="No apologies").click()
    editor = item.locator(".cke_wysiwyg_div", has_text="There were no apologies")
    editor.wait_for()
    desk.keyboard.type(" The chair noted it.")
    item.get_by_role("button", name="No apologies").dblclick()
    item.get_by_role("button", name="Apologies and substitutes").click()
    item.get_by_text("Nothing is put in: nobody is recorded with apologies").wait_for()
    said = "There were no apologies for absence."
    assert editor.locator("p").all_inner_texts() == [f"{said} The chair noted it.", said]
    desk.get_by_role("heading", name="The contract for the crane").click()
    item.get_by_text("Saved at").wait_for()
    assert item.locator(".text-shown p").all_inner_texts() == [f"{said} The chair noted it.", said]
    assert faults == []


def test_phrases_come_in_the_order_in_which_they_were_asked_for(desk, faults):  # noqa: F811
    item = desk.locator("#item-1")
    late = []
    desk.route("**/phrase/?phrase=*", lambda route: route.continue_() if late else late.append(route))
    item.get_by_role("button", name="No apologies").click()
    with desk.expect_response("**/phrase/?phrase=*"):
        item.get_by_role("button", name="Apologies and substitutes").click()
    late[0].continue_()
    item.locator(".cke_wysiwyg_div", has_text="There were no apologies").wait_for()
    item.get_by_text("Nothing is put in: nobody is recorded with apologies").wait_for()
    assert faults == []


FACES = """() => {
  const box = Object.assign(document.createElement("div"), { className: "cke_wysiwyg_div" });
  box.innerHTML = '<p><span style="font-family: Calibri">Pasted</span> <span style="font-family: Wingdings">Sign</span></p>';
  document.querySelector(".text").append(box);
  const said = Object.assign(document.createElement("div"), { className: "said-text", innerHTML: "<p>Decided</p>" });
  document.querySelector(".minutes-desk").append(said);
  const [pasted, sign] = box.querySelectorAll("span");
  return [document.querySelector(".text-shown"), pasted, said.firstChild, sign].map((each) => getComputedStyle(each).fontFamily);
}"""


def test_minutes_decisions_and_what_is_pasted_have_one_face_but_signs_keep_theirs(desk):
    shown, pasted, decided, sign = desk.evaluate(FACES)
    assert shown == pasted == decided and shown.startswith('"Source Serif"') and sign == "Wingdings"


def test_the_head_says_at_once_that_a_correction_differs_from_what_is_public(desk, install, faults):  # noqa: F811
    install.python(
        "from tests.making import *; from minutes.models import *; meeting = Meeting.objects.first()\n"
        "Decision.objects.create(item=meeting.items.all()[1], text='<p>That it be mended.</p>', kind='agreed')\n"
        "make_document(meeting, item=meeting.items.all()[0]); publish(meeting, Kind.DRAFT_MINUTES)"
    )
    desk.reload()
    head = desk.locator("[data-differs]")
    head.get_by_text("Nothing differs from what is public").wait_for()
    desk.get_by_role("link", name=re.compile("^Change the decision: Repair")).click()
    desk.get_by_role("radio", name="Deferred").click()
    desk.get_by_role("button", name="Save", exact=True).click()
    head.get_by_text("1 item differs from what is public").wait_for()
    desk.goto(desk.url.split("/minutes/meeting/1/")[0] + "/minutes/meeting/1/papers/")
    desk.get_by_role("link", name="Change or replace: Survey of the mole").click()
    desk.set_input_files("[name=file]", {"name": "New.pdf", "mimeType": "application/pdf", "buffer": make_pdf(3)})
    desk.get_by_role("button", name="Save the paper").click()
    desk.locator("[data-differs]").get_by_text("2 items differ from what is public").wait_for()
    assert faults == []


def test_two_wordings_of_an_item_that_was_left_are_marked_in_the_list_and_say_why_she_stays(desk, faults):  # noqa: F811
    def write(page, item: str, words: str) -> None:
        page.get_by_role("button", name=f"Edit minutes: {item}").click()
        page.locator(".cke_editable:focus").wait_for()
        page.keyboard.type(words)

    first = desk.context.new_page()
    first.goto(desk.url)
    for page, words in [(first, "The mole leaks."), (desk, "The mole is dry.")]:
        write(page, "Repair of the north mole", words)
    first.get_by_role("heading", name="The contract for the crane").click()
    first.locator("#item-2").get_by_text("Saved at").wait_for()
    write(desk, "Apologies for absence", "None.")
    marked = desk.locator(".item-list li", has_text="Repair of the north mole").locator(".held")
    marked.wait_for()
    assert desk.evaluate("document.activeElement.closest('.item').id") == "item-1"  # where she writes
    desk.get_by_role("navigation", name="Pages of this meeting").get_by_role("link", name="People").click()
    why = "You are still on this page, because this is not saved: Minutes: Repair of the north mole."
    desk.locator("#item-2 .text-said", has_text=why).wait_for()
    assert desk.evaluate("document.activeElement.name").startswith("choice-")
    desk.get_by_label("Take mine").check()
    desk.get_by_role("button", name="Save what is chosen").click()
    marked.wait_for(state="detached")
    desk.locator("#item-2 .text-shown", has_text=re.compile("^The mole is dry.$")).wait_for()


def test_items_are_reached_by_keys(desk):
    desk.locator("body").press("Alt+ArrowDown")
    desk.keyboard.press("Alt+ArrowDown")
    assert desk.evaluate("document.activeElement.id") == "item-2"
    desk.keyboard.press("Alt+ArrowUp")
    assert desk.evaluate("document.activeElement.id") == "item-1"
    desk.locator(".item-list a").first.focus()
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    assert "Repair of the north mole" in desk.evaluate("document.activeElement.textContent")


def test_a_decision_she_was_writing_when_the_browser_died_is_offered_again(desk, install):
    desk.get_by_role("link", name="Add a decision: Repair of the north mole").click()
    desk.locator("textarea[name=text]").wait_for()
    desk.keyboard.insert_text("That the mole be mended.")
    desk.get_by_role("radio", name="Agreed").click()
    desk.locator(".form-kept", has_text="Kept at").wait_for()
    fresh, address = desk.context.new_page(), desk.url
    desk.close()  # without a word to the page, as when a browser dies
    fresh.goto(address)
    fresh.get_by_text("You had begun a decision here at").wait_for()
    fresh.get_by_role("button", name="Put it back: a decision at Repair of the north mole").click()
    fresh.locator("textarea[name=text]:focus").wait_for()
    assert fresh.locator("textarea[name=text]").input_value() == "That the mole be mended."
    assert fresh.get_by_role("radio", name="Agreed").is_checked()
    fresh.locator(".form-kept", has_text="Kept at").wait_for()
    fresh.get_by_role("button", name="Save", exact=True).click()
    fresh.get_by_role("heading", name="Decision: Agreed").wait_for()
    fresh.wait_for_load_state("networkidle")
    assert install.python("from minutes.models import *; print(Typing.objects.count())").stdout.strip() == "0"


def test_a_form_is_in_the_browser_only_while_the_server_is_away_and_never_of_a_closed_item(desk):
    holds = "Object.keys(localStorage).filter(key => key.startsWith('minutebook')).join()"
    for title, expected in [("Repair of the north mole", "form-2-action-0"), ("The contract for the crane", "")]:
        desk.get_by_role("link", name=f"Add an action: {title}").click()
        desk.locator("textarea[name=what]:focus").wait_for()
        desk.context.set_offline(True)
        desk.keyboard.insert_text("Ask the mason.")
        desk.locator(".form-kept", has_text="Not at the server").wait_for()
        assert expected in desk.evaluate(holds) and bool(expected) == bool(desk.evaluate(holds))
        desk.context.set_offline(False)
        desk.get_by_role("button", name="Save", exact=True).click()
        desk.locator("textarea[name=what]").wait_for(state="detached")
        assert desk.evaluate(holds) == ""


def test_a_tab_leads_away_once_the_open_form_is_saved_and_nothing_is_asked(desk, install):
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.get_by_role("link", name="Add an action: Repair of the north mole").click()
    desk.locator("textarea[name=what]").wait_for()
    desk.keyboard.insert_text("Ask the mason.")
    desk.get_by_role("link", name="Check and publish").click()
    desk.wait_for_url("**/publishing/publication/meeting/1/")
    assert asked == []
    assert (
        install.python("from minutes.models import *; print(Action.objects.last())").stdout.strip() == "Ask the mason."
    )
