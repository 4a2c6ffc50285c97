"""Alison and Priya at the desk, in a real browser."""

import pytest

from tests.making import make_pdf

pytestmark = pytest.mark.once

SET_UP = """
from tests.making import *
from committees.models import Membership
for name in ("alison", "priya"):
    make_clerk(name)
committee = make_committee(usual_venue="Guildhall")
Membership.objects.create(committee=committee, person=make_person(), role="chair")
meeting = make_meeting(committee=committee)
meeting.expect_members()
make_item(meeting, "Apologies for absence")
make_item(meeting, "Repair of the north mole")
"""
ITEM = "/admin/minutes/agendaitem/2/change/"


def log_in(page, address: str, name: str, to: str) -> None:
    page.goto(f"{address}/admin/login/?next={to}")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.fill("#id_password", "a long enough password")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{to}")
    page.wait_for_load_state("networkidle")  # nothing moves under a click any more


def save(page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.fixture
def faults(page):
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_a_paper_is_uploaded_at_an_item_and_at_a_new_one(install, page, faults):
    install.begin(SET_UP)
    paper = {"name": "Survey of the mole.pdf", "mimeType": "application/pdf", "buffer": make_pdf(2)}
    with install.serve() as address:
        log_in(page, address, "alison", ITEM)
        for title, at in [("Survey", ITEM), ("Map", "/admin/minutes/agendaitem/add/?meeting=1")]:
            page.goto(address + at)
            if at != ITEM:
                page.fill("#id_title", "Dredging")
            page.get_by_role("button", name="Add another Document").click()
            page.fill("#id_documents-0-title", title)
            page.set_input_files("#id_documents-0-file", paper)
            save(page)
            page.wait_for_url(f"{address}/admin/minutes/meeting/1/agenda/#item-*")
        rows = page.locator("#items .row").all()
        listed = [(row.locator(".number").inner_text(), "1 paper" in row.inner_text()) for row in rows]
        page.goto(address + ITEM)
        with page.expect_download() as download:
            page.locator("td.field-file a").first.click()
        assert download.value.suggested_filename == "Survey-of-the-mole.pdf"
    assert listed == [("1", False), ("2", True), ("3", True)]
    assert faults == []


def write(page, words: str) -> None:
    page.wait_for_selector(".cke_editable")
    editor = page.get_by_role("textbox", name="Minutes")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def test_two_clerks_write_the_first_minutes_and_both_texts_are_kept(install, page, browser, faults):
    install.begin(SET_UP)
    with install.serve(workers=2) as address:
        second = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        log_in(page, address, "alison", ITEM)
        log_in(second, address, "priya", ITEM)
        for clerk, words in [(page, "The Harbour Master reported."), (second, "The Engineer reported.")]:
            write(clerk, words)
            save(clerk)
        second.get_by_text("changed this while you had it open").wait_for()
        differing = second.locator(".conflict tbody tr").inner_text()
        assert "The Harbour Master reported." in differing and "The Engineer reported." in differing
        write(second, "The Harbour Master and the Engineer reported.")
        second.get_by_label("Mine replaces what is stored").check()
        save(second)
        second.wait_for_url(f"{address}/admin/minutes/meeting/1/agenda/#item-2")
        second.goto(address + ITEM)
        assert second.get_by_role("textbox", name="Minutes").inner_text().strip() == (
            "The Harbour Master and the Engineer reported."
        )
        second.context.close()
    assert faults == []


VOTES = {"Mary Bell": "for", "Ann Vane": "for", "Joe Marsh": "against", "Zoe Ash": "abstained"}


def test_a_motion_is_added_with_the_names_of_its_vote(install, page, faults):
    install.begin(SET_UP + f"for name in {list(VOTES)}: make_person(name)")
    with install.serve() as address:
        log_in(page, address, "alison", ITEM)
        page.get_by_role("link", name="Add a motion").click()
        page.locator(".cke_editable").click()  # the editor; until it is there, the plain field has its name
        page.keyboard.type("That the mole be mended.")
        page.select_option("#id_method", "recorded")
        page.select_option("#id_result", "carried")
        for row, (name, cast) in enumerate(VOTES.items()):
            page.get_by_role("button", name="Add another Vote").click()
            page.locator(f"#votes-{row} .select2-selection").click()
            page.keyboard.type(name.split()[1])
            page.locator(".select2-results__option", has_text=name).click()
            page.select_option(f"#id_votes-{row}-cast", cast)
        save(page)
        page.wait_for_url(f"{address}{ITEM}#motions")
        assert "That the mole be mended." in page.inner_text("#motions")
    kept = install.python("from minutes.models import *; print(*Vote.objects.order_by('pk'), sep=', ')").stdout.strip()
    assert (
        kept
        == "Councillor Mary Bell: For, Councillor Ann Vane: For, Councillor Joe Marsh: Against, Councillor Zoe Ash: Abstained"
    )
    assert faults == []


@pytest.mark.parametrize("width", [1280, 1024])
def test_what_can_be_printed_stands_beside_the_tabs_on_every_page_of_a_meeting(install, page, width):
    install.begin(SET_UP)
    page.set_viewport_size({"width": width, "height": 900})
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/minutes/meeting/1/agenda/")
        for at in ("minutes/meeting/1/agenda/", "publishing/publication/meeting/1/", "minutes/meeting/1/cancellation/"):
            page.goto(f"{address}/admin/{at}")
            menu, tabs = page.locator(".print-menu summary").bounding_box(), page.locator(".tabs").bounding_box()
            last = page.locator(".tabs li").last.bounding_box()
            assert tabs["y"] <= menu["y"] and menu["y"] + menu["height"] <= tabs["y"] + tabs["height"], at
            assert last["x"] + last["width"] < menu["x"] and menu["height"] >= 36, at


LONG = """
from datetime import date
from minutes.models import Action, Matter
word = "Donaudampfschifffahrtsgesellschaft" * 15
meeting = make_held_meeting(date=date(2026, 7, 15), venue=word[:200])
for title in ("Repair of the north mole " * 20, word):
    title = title[:500].strip()
    made = make_item(meeting, title, minutes=f"<p>{title}</p>", decision=f"<p>{title}</p>")
    made.matter = Matter.objects.create(title=title[:300])
    made.save()
    made.papers_wanted.create(title=title[:300])
    make_document(meeting, title[:300], item=made, content=make_pdf(2), name=f"{made.pk}.pdf")
    Action.objects.create(item=made, what=title, due=meeting.date)
make_item(meeting, "Arrears", restriction="england-2006-3", public_title="Arrears")
publish(meeting, Kind.DRAFT_MINUTES)
"""
SLUGS = (
    "from minutes.models import AgendaItem\nprint(*AgendaItem.objects.filter(meeting=2).values_list('slug', flat=True))"
)


WIDE = """() => [document.documentElement, ...document.querySelectorAll("main, .module")]
    .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "auto")
    .map(one => one.outerHTML.slice(0, 100))"""


def nothing_runs_over(install, page, pages: list[str]) -> None:
    """On a phone and on a desk."""
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/")
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for at in pages:
                assert page.goto(f"{address}{at}").status == 200, at
                assert page.evaluate(WIDE) == [], (at, width)


def test_a_title_of_500_letters_makes_no_page_wider_than_a_phone_or_a_desk(install, page):
    install.begin(SET_UP + LONG)
    slugs = install.python(SLUGS).stdout.split()
    public = "/committees/harbour-committee/"
    meeting = "/admin/minutes/meeting/2/"
    pages = ["/", public, "/decisions/", "/search/?q=donau*", "/matters/1/", "/matters/2/", f"{public}2026-07-15/"]
    pages += [f"{public}2026-07-15/{slug}/" for slug in slugs[1:3]]
    pages += [
        "/admin/",
        *(f"{meeting}{tab}/" for tab in ("change", "agenda", "papers", "people", "minutes", "cancellation")),
    ]
    pages += ["/admin/publishing/publication/meeting/2/", "/admin/minutes/meeting/1/people/"]
    nothing_runs_over(install, page, pages)


def test_what_was_published_is_read_on_a_phone_without_scrolling_sideways(install, page):
    install.begin(SET_UP + LONG)
    with install.serve() as address:
        page.set_viewport_size({"width": 360, "height": 900})
        log_in(page, address, "alison", "/admin/publishing/publication/meeting/2/")
        log = page.locator("#log")
        assert log.evaluate("box => box.scrollWidth <= box.clientWidth")
        row, link = log.locator("tbody tr").first, log.get_by_role("link", name="Withdraw…").first
        assert row.get_by_role("rowheader").inner_text() == "Draft minutes (version 1)"
        assert link.bounding_box()["x"] + link.bounding_box()["width"] <= 360


LONG_NAMES = """
from datetime import date
from committees.models import Membership, Party, Person, SummonsAddress, Ward
word = "Donaudampfschifffahrtsgesellschaft" * 15
committee = make_committee(slug="long", name=word[:200], usual_venue=word[:300], purpose=word)
party, ward = Party.objects.create(name=word[:100]), Ward.objects.create(name=word[:100])
names = {"title": word[:40], "first_name": word[:100], "last_name": word[:100]}
person = Person.objects.create(slug="long", party=party, ward=ward, post=word[:200], shown_from=date(2020, 1, 1), **names)
Membership.objects.create(committee=committee, person=person, role="chair")
SummonsAddress.objects.create(person=person, address="x" * 60 + "@home.example", consented_on=date(2025, 5, 12))
held = make_held_meeting(committee=committee, date=date(2026, 7, 15))
held.attendances.create(person=person, state="present", seat="member", position=2)
item = make_item(held, "The mole", decision="<p>So.</p>")
item.motions.create(mover=person, seconder=make_person(), text="<p>So.</p>", result="carried")
publish(held, Kind.MINUTES)
coming = make_meeting(committee=committee, date=date(2036, 7, 16), summoned_by=word)
make_item(coming)
publish(coming, Kind.AGENDA)
"""


def test_names_as_long_as_they_may_be_make_no_page_wider_than_a_phone_or_a_desk(install, page):
    install.begin(SET_UP + LONG_NAMES)
    pages = ["/", "/committees/", "/committees/long/", "/committees/long/2026-07-15/", "/committees/long/2036-07-16/"]
    pages += ["/people/", "/people/long/", "/decisions/", "/search/?q=mole", "/subscribe/"]
    pages += ["/admin/", "/admin/committees/committee/", "/admin/committees/person/", "/admin/minutes/meeting/"]
    pages += ["/admin/committees/committee/2/change/", "/admin/committees/person/1/change/"]
    pages += [f"/admin/minutes/meeting/2/{tab}/" for tab in ("change", "agenda", "people", "minutes", "cancellation")]
    pages += [f"/admin/publishing/publication/meeting/{pk}/{at}" for pk in (2, 3) for at in ("", "summons/")]
    nothing_runs_over(install, page, pages)


def test_a_meeting_is_cancelled_and_revived_with_buttons(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/minutes/meeting/1/change/")
        page.get_by_role("link", name="Postpone or cancel…").click()
        page.get_by_label("Reason:", exact=True).fill("The Guildhall is flooded.")
        page.get_by_role("button", name="Cancel this meeting").click()
        page.get_by_text("The meeting is cancelled. What is still to be done stands here.").wait_for()
        page.get_by_role("link", name="Details").click()
        assert "This meeting is cancelled. The Guildhall is flooded." in page.inner_text("p.cancelled")
        page.get_by_role("link", name="It takes place after all…").click()
        page.get_by_role("button", name="It takes place after all").click()
        page.wait_for_url(f"{address}/admin/minutes/meeting/1/change/")
        assert page.locator("p.cancelled").count() == 0
    assert faults == []


PASTED = (
    "<html><head><style>span.Note {display:none; mso-hide:all}</style></head><body>"
    "<p class=MsoNormal>The mole is <del cite='mailto:Priya' datetime='2026-03-01T10:00'>sound</del>"
    "<ins cite='mailto:Priya' datetime='2026-03-01T10:00'>cracked</ins>. "
    "<span style='display:none;mso-hide:all'>The mason owes us £400.</span><span class=Note>Ask him.</span></p>"
    "<p class=MsoNormal>No boat shall <s>anchor</s><u> moor</u> there. <span style='font-family:Wingdings'>ü</span></p>"
    "<p class=MsoNormal><img src='file:///C:/mole.png' alt='The mole from the west'> "
    "<a href='http://127.0.0.1:8000/admin/'>the item</a> and <a href='https://a.example/plan'>the plan</a></p></body></html>"
)
PASTE = """(html) => {
    const editor = Object.values(CKEDITOR.instances).find((one) => one.name.endsWith("minute_body"));
    const clipboard = new DataTransfer();
    clipboard.setData("text/html", html);
    editor.focus();
    editor.editable().$.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
}"""


def test_alison_is_told_what_was_left_out_of_her_paste(install, page, faults):
    install.begin(SET_UP)
    with install.serve() as address:
        log_in(page, address, "alison", ITEM)
        page.locator(".cke_wysiwyg_div").first.wait_for()
        page.evaluate(PASTE, PASTED)
        page.get_by_text("The mole is").wait_for()
        save(page)
        said = page.locator(".messagelist").inner_text()
        assert "Left out of" in said
        assert "1 picture (“The mole from the west”), 1 link to this desk (the words stay), hidden text" in said
        assert "text that tracked changes delete" in said
        page.goto(address + ITEM)
        text = page.locator(".cke_wysiwyg_div", has_text="The mole is").inner_html()
        assert "The mole is cracked." in text
        assert "<s>anchor</s><u> moor</u> there. ✓" in text
        assert "the item and <a" in text
        for gone in ("sound", "£400", "Ask him", "<img"):
            assert gone not in text
    assert faults == []


FULL_COUNCIL = """
from datetime import date
from committees.models import Membership, Person
from tests.making import *
make_clerk("alison")
council = make_committee(name="Full Council", slug="full-council")
people = [Person(first_name="Ann", last_name=f"Vane-{n}", slug=f"ann-vane-{n}", title="Councillor") for n in range(150)]
Person.objects.bulk_create(people)
for n, person in enumerate(Person.objects.order_by("pk")):
    role = "chair" if n == 0 else "member"
    Membership.objects.create(committee=council, person=person, role=role, started_on=date(2025, 5, 13))
"""
WHO_SITS = """
from committees.models import Membership
now = Membership.objects.filter(ended_on=None)
print(now.count(), *now.filter(role="chair").values_list("person__last_name", flat=True))
"""


def test_a_council_of_150_gets_a_new_chair_in_one_save(install, page, faults):
    install.begin(FULL_COUNCIL)
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/committees/committee/1/change/")
        old = page.locator("#memberships-group tr.has_original", has=page.locator("option[value=chair][selected]"))
        new = page.locator("#memberships-group tr.has_original").nth(90)
        old.locator("select[name$=-role]").select_option("member")
        new.locator("select[name$=-role]").select_option("chair")
        save(page)
        page.wait_for_url(f"{address}/admin/committees/committee/")
        assert "was changed successfully" in page.locator(".messagelist").inner_text()
    seated, chair = install.python(WHO_SITS).stdout.split()
    assert seated == "150" and chair != "Vane-0"
    assert faults == []


def test_the_door_is_gone_on_with_after_a_log_in_beside_it_and_its_note_is_not_left_unasked(install, page):
    install.begin(SET_UP)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with install.serve() as address:
        log_in(page, address, "alison", "/admin/publishing/publication/meeting/1/")
        page.locator("[name=note]").evaluate("field => field.closest('details')?.setAttribute('open', '')")
        page.fill("[name=note]", "The chair is corrected.")
        beside = page.context.new_page()
        beside.goto(f"{address}/admin/")
        beside.get_by_role("button", name="Log out").click()
        check = page.locator("#choice button").first
        check.click()
        page.get_by_text("You are logged out, and nothing typed here is lost").wait_for()
        log_in(beside, address, "alison", "/admin/")  # with another token than the page's
        page.evaluate("location.href = '/admin/'")
        page.wait_for_function("() => true")
        assert asked == ["beforeunload"]
        check.click()
        page.locator(".not-sent").wait_for(state="detached")
        assert page.locator("[name=note]").input_value() == "The chair is corrected."
