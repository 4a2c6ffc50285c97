"""A clerk who can't see uses the whole desk: each of its pages, as Chromium tells a screen reader, in light and dark.

One walk, with one log-in, opens every address of the desk; the tabs of a meeting are found by themselves. Any other that is new
fails until it is put among PAGES, or among UNSEEN with its reason.
"""

import re
from hashlib import sha256
from pathlib import Path

import django.contrib.admin
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from minutes.admin.tabs import TABS
from minutes.models import Motion
from tests.desk import Page, motion_page
from tests.making import make_item, make_meeting, make_person

pytestmark = pytest.mark.once

SET_UP = """
from datetime import UTC, date, datetime
from committees.closed_days import ClosedDays
from committees.models import *
from minutes.models import *
from django.contrib.auth.models import Group
from axes.models import *
clerk = make_clerk()
Group.objects.create(name="Clerks")
party, ward = Party.objects.create(name="Independent"), Ward.objects.create(name="Quayside")
mary, ann = make_person(party=party, ward=ward), make_person("Ann Vane")
committee = make_committee(usual_venue="Guildhall", purpose="<p>The harbour.</p>")
ClosedDays.objects.create(first=date(2026, 2, 27), reason="Day of thanksgiving", committee=committee)
Appointment.objects.create(user=clerk, role="clerk", committee=committee)
for person, role in [(mary, "chair"), (ann, "member")]:
    Membership.objects.create(committee=committee, person=person, role=role, started_on=date(2025, 5, 1))
meeting = make_meeting(committee=committee)
meeting.expect_members()
Attendance.objects.create(meeting=meeting, guest_name="Jo Ash", capacity="guest", state="present")
make_document(meeting, "Plan")
item = make_item(meeting, minutes="<p>The Harbour Master reported.</p>", decision="<p>That it be mended.</p>")
item.minute.body = "<p>The Engineer reported.</p>"
item.minute.save_columns("body")
for name, window in [("priya", "a"), ("mary", "b")]:
    Typing.objects.create(
        user=make_clerk(name), meeting=meeting, field="minute-1-body", window=window, text="<p>So</p>", opened_version=2
    )
Typing.objects.create(user=clerk, meeting=meeting, field="minute-1-body", window="c", text="<p>No</p>", opened_version=2)
make_document(meeting, item=item, name="A survey of the mole.pdf")
make_document(meeting, "Map", item=item, restriction="england-2006-3")
PaperReceived.objects.create(meeting=meeting, original_name="1 EXEMPT Tender.pdf", file=make_upload())
PaperWanted.objects.create(item=item, title="Report", of_whom="Head of Works", by=date(2026, 3, 1))
Declaration.objects.create(item=item, person=mary, kind="pecuniary", nature="She owns a boat.")
Action.objects.create(item=item, what="Mend the fence", due=date(2026, 5, 1))
motion = Motion.objects.create(item=item, text="<p>That it be mended.</p>", mover=mary)
Vote.objects.create(motion=motion, person=mary, cast="for")
PaperWanted.objects.create(item=item, title="Survey of the quay", of_whom="the Harbour Master", by=date(2026, 3, 1))
StandingItem.objects.create(committee=committee, title="Apologies for absence")
ReportAuthor.objects.create(user=clerk, item=item)
Matter.objects.create(title="The north mole")
Typing.objects.create(user=clerk, meeting=meeting, field="minute-1-body", window="1", text="<p>Stormy.</p>", opened_version=0)
late = make_item(meeting, "Dredging", is_late=True, restriction="england-2006-3", public_title="A contract")
publish(meeting, Kind.AGENDA, author=clerk)
publish(meeting, Kind.NOTICE, author=clerk, goes_live_at=datetime(2099, 1, 14, 17, tzinfo=UTC))
minutes = make_item(meeting, "Minutes of the last meeting", kind="previous-minutes")
for earlier in (make_held_meeting(date=date(2026, 1, 7)), make_held_meeting(date=date(2026, 2, 4))):
    publish(earlier, Kind.DRAFT_MINUTES, author=clerk)
Approval.objects.create(of_meeting=earlier, by_item=minutes, outcome="corrected", corrections="That so.")
Annotation.objects.create(of_meeting=earlier, by_item=minutes, text="See there.")
publish(earlier, Kind.MINUTES, author=clerk)
known = {"ip_address": "127.0.0.1", "user_agent": "x", "username": "a@example.org", "path_info": "/admin/login/"}
AccessAttempt.objects.create(**known, failures_since_start=1)
AccessFailureLog.objects.create(**known)
AccessLog.objects.create(**known)
from django.test import Client
desk = Client()
desk.force_login(clerk)
for path in ("meeting/1", "agendaitem/1"):
    desk.post(f"/admin/minutes/{path}/change/", {"opened_version": "0"})
"""

HERE = "/admin/publishing/publication/meeting/1/"
WHERE = {"changelist": "", "add": "add/", "change": "1/change/"}
# Each address of the desk by its name. Where one template serves every model, one model stands for all.
PAGES = {
    "index": "/admin/",
    "running": "/admin/running/",
    "ready": "/admin/ready/",
    "password_change": "/admin/password_change/",
    "account": "/admin/account/",
    "second_factor": "/admin/login/second-factor/",
    "forgotten": "/admin/login/forgotten/",
    "accounts_remove": "/admin/accounts/user/1/remove/",
    "minutes_meeting_agenda_item": "/admin/minutes/meeting/1/agenda/1/",
    "minutes_meeting_agenda_paste": "/admin/minutes/meeting/1/agenda/paste/",
    "minutes_meeting_paper": "/admin/minutes/meeting/1/papers/3/",
    "minutes_meeting_paper_remove": "/admin/minutes/meeting/1/papers/3/remove/",
    "minutes_meeting_paper_background": "/admin/minutes/meeting/1/papers/item/1/background/",
    "minutes_meeting_paper_want": "/admin/minutes/meeting/1/papers/item/1/want/",
    "minutes_meeting_text": "/admin/minutes/meeting/1/text/minute-1-body/",
    "minutes_meeting_text_history": "/admin/minutes/meeting/1/text/minute-1-body/history/",
    "minutes_reportauthor_papers": "/admin/minutes/reportauthor/1/papers/",
    "minutes_meeting_cancellation": "/admin/minutes/meeting/1/cancellation/",
    "minutes_meeting_agenda": "/admin/minutes/meeting/1/agenda/",
    "minutes_meeting_new": "/admin/minutes/meeting/new/?committee=1",
    "minutes_meeting_year": "/admin/minutes/meeting/year/?committee=1&begin=1 March 2027&end=1 June 2027&weekday=0&week=1",
    "minutes_meeting_history": "/admin/minutes/meeting/1/history/",
    "minutes_meeting_minutes_part": "/admin/minutes/meeting/1/minutes/1/motion/1/",
    "minutes_agendaitem_delete": "/admin/minutes/agendaitem/1/delete/",
    "minutes_meeting_delete": "/admin/minutes/meeting/1/delete/",
    "publishing_door": HERE,
    "publishing_chair_links": f"{HERE}for-the-chair/",
    "publishing_redline": f"{HERE}redline/agenda/",
    "publishing_summons": f"{HERE}summons/",
    "publishing_withdraw": HERE + "withdraw/1/",
    "publishing_move": HERE + "move/2/",
    "publishing_approval": HERE.replace("/1/", "/3/") + "approval/",
    "publishing_remove_words": HERE + "remove-words/",
    "publishing_withdraw_several": HERE + "withdraw/?version=1",
    "publishing_publication_change": "/admin/publishing/publication/1/change/",
} | {
    f"{app}_{model}_{page}": f"/admin/{app}/{model}/{WHERE[page]}"
    for app, model, *pages in [
        ("committees", "organisation", "change"),
        ("committees", "website", "change"),
        ("committees", "committee", "changelist", "change"),
        ("committees", "person", "changelist", "change"),
        ("committees", "closeddays", "changelist", "change"),
        ("committees", "appointment", "changelist", "change"),
        ("minutes", "meeting", "changelist", "add", "change"),
        ("minutes", "agendaitem", "change"),
        ("minutes", "motion", "change"),
        ("minutes", "reportauthor", "change"),
        ("minutes", "phrase", "changelist", "change"),
        ("minutes", "standingitem", "changelist", "change"),
        ("minutes", "matter", "change"),
        ("publishing", "publication", "changelist"),
        ("accounts", "user", "change", "add"),
        ("accounts", "event", "changelist"),
        ("axes", "accessattempt", "change"),
        ("axes", "accesslog", "changelist"),
    ]
    for page in pages
}
PAGES |= {f"minutes_meeting_{name}": f"/admin/minutes/meeting/1/{name}/" for name, _, _ in TABS}
# Django's templates that ours were made of, as they were then.
COPIED = {
    "edit_inline/tabular.html": "ef1b0d9b50be1e24",
    "includes/fieldset.html": "2d7ffc5f076e04ca",
}
# Those that aren't pages, and those on which a reader of one skin is at another's: the preview is the public page.
UNSEEN = set("autocomplete jsi18n login logout minutes_private_file password_change_done".split())
# tests/test_accounts_in_a_browser.py looks at these, where a log-in is half or none.
UNSEEN |= {"second_step", "invited", "new_password", "recovery_codes", "forgotten_sent", "log_out_everywhere"}
UNSEEN |= {"publishing_preview", "publishing_differs", "minutes_meeting_people_find"}
UNSEEN |= {
    "for_the_chair",
    "publishing_chair_comment",
    "publishing_word_file",
    "publishing_sheet",
    "publishing_approve",
    "publishing_approve_elsewhere",
}
UNSEEN |= {f"minutes_meeting_minutes_{verb}" for verb in ("number", "numbers", "phrase", "done")}
UNSEEN |= {f"minutes_meeting_agenda_{verb}" for verb in ("order", "undo", "matters", "arising", "deferred")}
UNSEEN |= {f"minutes_meeting_{verb}" for verb in ("papers_receive", "papers_place", "paper_move", "paper_wanted")}
UNSEEN |= {f"minutes_meeting_{name}" for name in ("all_typing", "text_opened", "text_typing", "part_typing")}
# Made by the same template of no more than one that is walked: the lists that have fewer columns, a name alone, a log.
LIKE_ANOTHER = ("_history", "_delete", "_add")
LIKE_ANOTHER_TOO = {
    "app_list",
    "committees_organisation_changelist",
    "committees_website_changelist",
    "minutes_agendaitem_changelist",
}
LIKE_ANOTHER_TOO |= {
    "minutes_matter_changelist",
    "minutes_motion_changelist",
    "minutes_reportauthor_changelist",
    "accounts_user_changelist",
    "accounts_link",
    "accounts_reset-second-factor",
    "accounts_end-sessions",
}
PLAIN = {
    "accounts_event",
    "committees_party",
    "committees_ward",
    "minutes_matter",
    "minutes_standingitem",
    "auth_group",
    "axes_accessattempt",
    "axes_accesslog",
    "axes_accessfailurelog",
}

NAMED = {"textbox", "combobox", "listbox", "checkbox", "radio", "spinbutton", "searchbox", "button", "link", "table"}
CUT_OFF = """() => [document.documentElement, ...document.querySelectorAll('#container, #content, #content *')]
  .filter(e => e.tagName !== 'SELECT' && e.scrollWidth > e.clientWidth + 1 && (e === document.documentElement
    || ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)))
  .map(e => `${e.tagName}#${e.id}.${e.className}: ${e.scrollWidth} in ${e.clientWidth}`)"""


def names_of_addresses() -> set[str]:
    def walk(patterns, inside=False):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, inside or str(pattern.pattern) == "admin/")
            elif inside and isinstance(pattern, URLPattern) and pattern.name:
                yield pattern.name

    return set(walk(get_resolver().url_patterns))


def test_each_page_of_the_desk_is_walked():
    names = names_of_addresses()
    assert set(PAGES) | UNSEEN <= names
    left = {name for name in names - set(PAGES) - UNSEEN - LIKE_ANOTHER_TOO if not name.endswith(LIKE_ANOTHER)}
    assert {name for name in left if name.rpartition("_")[0] not in PLAIN} == set()


@pytest.mark.parametrize("name", COPIED)
def test_a_template_made_of_django_s_is_looked_at_again_when_django_changes_its_own(name):
    text = (Path(django.contrib.admin.__file__).parent / "templates/admin" / name).read_bytes()
    assert sha256(text).hexdigest()[:16] == COPIED[name], f"take over what has changed in Django's {name}"


def nodes(page, session) -> list[dict]:
    return [node for node in session.send("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]


def unnamed(page, session) -> list[str]:
    """The roles of what a screen reader has no name for."""
    found = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes(page, session)]
    return sorted(role for role, name in found if role in NAMED and not name.strip())


def violations(page, axe, options: str = "{resultTypes: ['violations'], preload: false}") -> list[str]:
    """What axe finds: in the header, which is the same on every page, on the first one only."""
    page.evaluate("script => { if (!window.axe) (0, eval)(script) }", axe.axe_script)
    where = "document" if page.url.endswith("/admin/") else "{exclude: ['#header']}"
    found = page.evaluate(f"axe.run({where}, {options})")["violations"]
    return [f"{rule['id']} {[node['html'][:200] for node in rule['nodes']][:3]}" for rule in found]


CONTRAST = "{runOnly: ['color-contrast'], resultTypes: ['violations'], preload: false}"


def faults_of(page, session, axe) -> list:
    """What is wrong with the page that is open: unnamed, cut off at 1280 or 1024 px, or a fault that axe finds, light or dark."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = [*unnamed(page, session), *page.evaluate(CUT_OFF), *violations(page, axe)]
    page.set_viewport_size({"width": 1024, "height": 768})
    found += [f"1024 px: {fault}" for fault in page.evaluate(CUT_OFF)]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {fault}" for fault in violations(page, axe, CONTRAST)]


def walk(page, address: str, look) -> None:
    """Open each page and the second pages, and look at it."""
    for name, at in PAGES.items():
        page.goto(address + at)
        if page.locator("[data-type=ckeditortype]:not([id*=__prefix__])").count():
            page.wait_for_selector(".cke_editable")
        look(name)
    page.goto(address + HERE)
    page.get_by_label("Draft minutes", exact=True).check()
    page.click("text=Go on to publish")
    look("confirm")
    page.goto(f"{address}{PAGES['publishing_withdraw']}")
    page.fill("[name=reason]", "It named a resident.")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=which the public reads: ")
    look("withdraw, second page")


def log_in(page, address: str, to: str) -> None:
    page.goto(f"{address}/admin/login/?next={to}")
    page.fill("#id_username", "clerk@example.org")
    page.fill("#id_password", "a long enough password")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{to}")


def test_each_field_of_a_table_says_whose_it_is(install, page):
    install.begin("from tests.making import *" + SET_UP)
    with install.serve() as address:
        log_in(page, address, PAGES["minutes_agendaitem_change"])
        assert page.get_by_role("combobox", name="Kind, document 1", exact=True).count() == 1
        title = page.get_by_role("textbox", name="Title, document 1", exact=True)
        assert title.input_value() == "Survey of the mole"
        assert page.get_by_role("combobox", name="Kind, document 2", exact=True).count() == 1
        assert page.get_by_role("textbox", name="Title, document 2", exact=True).input_value() == "Map"
        assert page.get_by_role("table", name="Supporting documents").count() == 1
        page.goto(address + PAGES["minutes_motion_change"])
        assert (
            page.get_by_role("combobox", name=re.compile("Person, Councillor Mary Bell .*Councillor Mary Bell")).count()
            == 1
        )
        assert page.get_by_role("checkbox", name="Delete, Councillor Mary Bell").count() == 1
        for _ in range(2):
            page.get_by_role("button", name="Add another Vote").click()
        page.locator("#votes-1 .inline-deletelink").click()
        page.get_by_role("button", name="Add another Vote").click()
        for number in (2, 3):
            assert page.get_by_role("combobox", name=f"Person, vote {number}").count() == 1
        page.get_by_role("combobox", name="Person, vote 3").click()
        assert page.get_by_role("searchbox", name="Person, vote 3").count() == 1
        page.keyboard.type("Vane")
        page.locator(".select2-results__option", has_text="Ann Vane").click()
        assert page.get_by_role("combobox", name=re.compile("Person, vote 3 .*Councillor Ann Vane")).count() == 1


@pytest.mark.django_db
def test_without_scripts_the_rows_that_are_there_have_their_names(desk):
    motion = Motion.objects.create(item=make_item(make_meeting()), text="<p>That it be mended.</p>")
    for name in ("Mary Bell", "Ann Vane"):
        motion.votes.create(person=make_person(name), cast="for")
    tree = Page(desk, motion_page(motion)).tree
    labels = {label.get("for"): " ".join(label.text_content().split()) for label in tree.xpath("//label")}
    assert labels["id_votes-0-cast"] == "Vote, Councillor Mary Bell"
    assert labels["id_votes-1-DELETE"] == "Delete, Councillor Ann Vane"
    unlabelled = [
        control.get("id")
        for control in tree.xpath(
            "//form//table//*[self::input[not(@type='hidden')] or self::select or self::textarea]"
        )
        if control.get("id") not in labels
    ]
    assert unlabelled == []


def test_the_whole_desk_is_read_out_and_fits_in_light_and_dark(install, page):
    from axe_playwright_python.sync_playwright import Axe

    install.begin("from tests.making import *" + SET_UP)
    axe, session, faults = Axe(), page.context.new_cdp_session(page), {}

    def look(name: str) -> None:
        if found := faults_of(page, session, axe):
            faults[name] = found

    with install.serve() as address:
        page.goto(f"{address}/admin/login/")
        look("login")
        log_in(page, address, "/admin/")
        walk(page, address, look)
    assert faults == {}
