"""Alison Thrale, the clerk, works at her desk."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from committees.models import Membership
from minutes.models import AgendaItem, Attendance, Decision, Document, Meeting, Minute, Motion
from publishing.models import Kind, Publication
from tests.desk import Page, item_page, meeting_page, motion_page
from tests.making import (
    make_clerk,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_pdf,
    make_person,
    make_upload,
)

pytestmark = pytest.mark.django_db


def door(meeting: Meeting) -> str:
    return f"/admin/publishing/publication/meeting/{meeting.pk}/"


# Building an agenda


def test_a_new_meeting_knows_its_committee_s_ways(desk):
    committee = make_committee(usual_venue="Guildhall", usual_start=time(19))
    Membership.objects.create(committee=committee, person=make_person(), role="chair")
    page = Page(desk, "/admin/minutes/meeting/add/")
    answer = desk.post(page.address, page.fields | {"committee": committee.pk, "date": "2026-03-04"})
    meeting = Meeting.objects.get()
    assert answer.url == f"/admin/minutes/meeting/{meeting.pk}/agenda/"
    assert (meeting.venue, meeting.start) == ("Guildhall", time(19))
    assert [str(row) for row in meeting.attendances.all()] == ["Councillor Mary Bell"]


def test_who_saves_the_details_of_a_meeting_stays_at_that_meeting(desk):
    make_meeting()
    meeting = make_meeting(date=date(2026, 7, 8))
    page = Page(desk, meeting_page(meeting))
    answer = desk.post(page.address, page.fields | {"venue": "Custom House"}, follow=True)
    assert answer.redirect_chain[-1][0] == meeting_page(meeting)
    assert "was changed successfully" in answer.content.decode() and "Custom House" in answer.content.decode()


def test_the_list_of_meetings_says_how_each_stands_and_is_searched(desk, clock):
    clock(datetime(2026, 8, 3, 9, tzinfo=UTC))
    planning = make_committee(name="Planning Committee", slug="planning-committee")
    make_meeting(date=date(2026, 1, 14), subtitle="Budget meeting")
    make_meeting(date=date(2026, 7, 15), committee=planning).cancel("Storm.")
    make_meeting(date=date(2026, 12, 2), start=None)

    def rows(query: str = "") -> list[list[str]]:
        found = Page(desk, f"/admin/minutes/meeting/?{query}").tree.xpath("//table[@id='result_list']/tbody/tr")
        return [[" ".join(cell.text_content().split()) for cell in row.xpath("th | td")][1:] for row in found]

    assert rows() == [
        ["2 Dec 2026", "Harbour Committee", "-", "-", "To come"],
        ["15 Jul 2026", "Planning Committee", "19:30", "-", "Cancelled"],
        ["14 Jan 2026", "Harbour Committee", "19:30", "Budget meeting", "Held"],
    ]
    narrowed = {
        "q=planning": [1],
        "q=budget": [2],
        f"committee__id__exact={planning.pk}": [1],
        "date__year=2026": [0, 1, 2],
    }
    assert {query: [rows().index(row) for row in rows(query)] for query in narrowed} == narrowed
    assert "By committee" in Page(desk, "/admin/minutes/meeting/").text


def test_a_link_that_is_typed_without_its_scheme_is_https(desk):
    meeting = make_meeting()
    assert Page(desk, meeting_page(meeting)).send(webcast_link="webcast.example.org/harbour") is None
    meeting.refresh_from_db()
    assert meeting.webcast_link == "https://webcast.example.org/harbour"


def test_an_item_is_added_at_the_end_and_leads_to_the_agenda(desk):
    meeting = make_meeting()
    make_item(meeting, "First")
    address = f"/admin/minutes/agendaitem/add/?meeting={meeting.pk}"
    answer = desk.post(address, Page(desk, address).fields | {"title": "Second"})
    item = AgendaItem.objects.get(title="Second")
    assert item.position == 2
    assert answer.url == f"/admin/minutes/meeting/{meeting.pk}/agenda/#item-{item.pk}"


def test_minutes_and_a_decision_are_written_on_the_item_s_page(desk):
    item = make_item(make_meeting())
    page = Page(desk, item_page(item))
    page.row("decisions", text="<p>That it be mended.</p><script>alert(1)</script>", kind="agreed")
    minutes = "<p>Members said:</p><p>·&nbsp;&nbsp; it leaks;</p><p>·&nbsp;&nbsp; it creaks.</p>"
    assert page.send(minute_body=minutes, minute_number="45/26") is None
    assert Minute.objects.get().body == "<p>Members said:</p><ul><li>it leaks;</li><li>it creaks.</li></ul>"
    assert Minute.objects.get().number == "45/26"
    assert Decision.objects.get().text == "<p>That it be mended.</p>"
    assert Page(desk, item_page(item)).send(minute_body="<p>Nothing was said.</p>") is None
    assert Minute.objects.get().body == "<p>Nothing was said.</p>"


def test_an_item_without_minutes_has_no_minute(desk):
    item = make_item(make_meeting())
    assert Page(desk, item_page(item)).send(title="Dredging") is None
    assert not Minute.objects.exists()


def test_a_paper_is_uploaded_at_an_item(desk):
    item = make_item(make_meeting())
    page = Page(desk, item_page(item)).row("documents", title="Survey", file=make_upload(content=make_pdf(3)))
    assert page.send() is None
    paper = item.documents.get()
    assert (paper.meeting, paper.pages, paper.file_name, paper.position) == (item.meeting, 3, "survey.pdf", 1)


def test_a_new_item_comes_with_its_paper(desk):
    make_meeting(date=date(2026, 7, 8))
    meeting = make_meeting()
    page = Page(desk, f"/admin/minutes/agendaitem/add/?meeting={meeting.pk}")
    page.row("documents", title="Survey", file=make_upload()).row("documents", title="Map", file=make_upload("map.pdf"))
    assert page.send(title="Dredging", minute_body="<p>Said.</p>") is None
    papers = meeting.documents.all()
    assert [(paper.title, paper.item.title, paper.position) for paper in papers] == [
        ("Survey", "Dredging", 1),
        ("Map", "Dredging", 2),
    ]
    assert Minute.objects.get().item.title == "Dredging"


def test_a_paper_of_the_wrong_kind_is_refused_and_the_form_is_kept(desk):
    item = make_item(make_meeting())
    page = Page(desk, item_page(item)).row("documents", title="Survey", file=make_upload(content=b"MZ, not a PDF"))
    page = page.send(title="Changed title")
    assert "This file is not what its name says (.pdf)" in page.text
    assert page.fields["title"] == "Changed title" and page.fields["documents-0-title"] == "Survey"
    assert not Document.objects.exists()


def test_a_motion_is_added_at_its_item_with_its_vote_and_then_amended(desk):
    meeting = make_meeting()
    item, other = make_item(meeting), make_item(meeting, "Dredging")
    Motion.objects.create(item=other, text="<p>Of the other item</p>")
    link = Page(desk, item_page(item)).tree.xpath("//*[@id='motions']//a[@class='addlink']/@href")[0]
    page = Page(desk, link).row("votes", person=make_person().pk, cast="for")
    page.row("votes", person=make_person("Ann Vane").pk, cast="against")
    assert page.send(text="<p>That it be mended.</p>", method="recorded", votes_for=1, votes_against=1) is None
    motion = item.motions.get()
    assert sorted(vote.cast for vote in motion.votes.all()) == ["against", "for"]
    page = Page(desk, link)
    assert "Of the other item" not in page.html and len(page.tree.xpath("//select[@name='amends']/option")) == 2
    assert page.send(text="<p>That it be painted.</p>", amends=motion.pk) is None
    assert motion.amendments.get().position == 2
    assert Page(desk, motion_page(motion)).send(result="carried") is None
    assert "Carried" in Page(desk, item_page(item)).text


def test_a_motion_can_t_amend_what_amends_it(desk):
    """In a circle none would stand first, and none would be published."""
    item = make_item(make_meeting())
    first, second, third = (Motion.objects.create(item=item, text=f"<p>Motion {n}.</p>") for n in (1, 2, 3))
    assert Page(desk, motion_page(second)).send(amends=first.pk) is None
    assert Page(desk, motion_page(third)).send(amends=second.pk) is None
    for amends in (second, third):
        assert "That motion amends this one already" in Page(desk, motion_page(first)).send(amends=amends.pk).text
    assert Page(desk, motion_page(third)).send(amends=first.pk) is None
    first.refresh_from_db()
    assert first.amends is None


# Where she goes on


def agenda_of(item) -> str:
    return f"/admin/minutes/meeting/{item.meeting_id}/agenda/"


def opened_from(desk, came_from: str, address: str) -> tuple[Page, str]:
    """The page that a link on `came_from` leads to, and the address that its form is sent to."""
    response = desk.get(address, headers={"referer": f"http://testserver{came_from}"})
    page = Page(desk, address, response)
    (form,) = page.tree.xpath("//form[contains(@id, '_form')]")
    return page, form.get("action") or address


def save_at(desk, page: Page, action: str, **buttons) -> str:
    address = action if action.startswith("/") else f"{page.address}{action}"
    return desk.post(address, page.fields | buttons, headers={"referer": f"http://testserver{page.address}"}).url


@pytest.mark.parametrize("tab", ["minutes", "papers", "people"])
def test_she_goes_on_at_the_page_of_the_meeting_that_she_came_from(desk, tab):
    make_item(make_meeting(date=date(2026, 7, 8)))
    item = make_item(make_meeting())
    here = f"/admin/minutes/meeting/{item.meeting_id}/{tab}/"
    page, action = opened_from(desk, here, item_page(item))
    assert save_at(desk, page, action) == f"{here}#item-{item.pk}"
    page, action = opened_from(desk, here, item_page(item))
    once_more = save_at(desk, page, action, _continue="1")
    assert save_at(desk, Page(desk, once_more), once_more) == f"{here}#item-{item.pk}"
    page, action = opened_from(desk, here, item_page(item))
    adding = save_at(desk, page, action, _addanother="1")
    page, action = opened_from(desk, item_page(item), adding)
    added = save_at(desk, page, action, title="Dredging")
    assert added == f"{here}#item-{AgendaItem.objects.get(title='Dredging').pk}"
    page, _ = opened_from(desk, here, item_page(item))
    (delete,) = page.tree.xpath("//a[contains(@class, 'deletelink')]/@href")
    assert desk.post(delete, {"post": "yes"}).url == here


def test_a_motion_leads_back_to_its_item_and_the_item_to_where_she_came_from(desk):
    motion = Motion.objects.create(item=make_item(make_meeting()), text="<p>That it be mended.</p>")
    item = motion.item
    here = f"/admin/minutes/meeting/{item.meeting_id}/minutes/"
    page, _ = opened_from(desk, here, item_page(item))
    change, add = page.tree.xpath("//section[@id='motions']//a/@href")
    for address, buttons in [(change, {}), (add, {"text": "<p>That it be sold.</p>"})]:
        page, action = opened_from(desk, item_page(item), address)
        back = save_at(desk, page, action, **buttons)
        assert back.startswith(item_page(item)) and back.endswith("#motions")
        at_item = back.partition("#")[0]
        assert save_at(desk, Page(desk, at_item), at_item) == f"{here}#item-{item.pk}"
    page, action = opened_from(desk, here, motion_page(motion))
    assert save_at(desk, page, action) == f"{here}#item-{item.pk}"
    page, _ = opened_from(desk, here, motion_page(motion))
    (delete,) = page.tree.xpath("//a[contains(@class, 'deletelink')]/@href")
    assert desk.post(delete, {"post": "yes"}).url == f"{here}#item-{item.pk}"


def test_who_mends_what_a_check_says_is_at_the_door_again(desk):
    item = make_item(make_meeting())
    page, action = opened_from(desk, door(item.meeting), item_page(item))
    assert save_at(desk, page, action).startswith(door(item.meeting))


@pytest.mark.parametrize("back", ["https://evil.example/admin/", "//evil.example/", "javascript:x", "/committees/"])
def test_an_item_leads_nowhere_but_into_the_desk(desk, back):
    item = make_item(make_meeting())
    address = f"{item_page(item)}?{urlencode({'back': back})}"
    assert desk.post(address, Page(desk, address).fields).url == f"{agenda_of(item)}#item-{item.pk}"
    page = Page(desk, item_page(item), desk.get(item_page(item), headers={"referer": back}))
    assert "back=" not in page.html


def test_who_may_not_see_the_meeting_stays_at_the_item(client):
    clerk = User.objects.create_user("items@example.org", password="x", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["change_agendaitem", "delete_agendaitem"]))
    client.force_login(clerk)
    item = make_item(make_meeting())
    answer = client.post(item_page(item), Page(client, item_page(item)).fields)
    assert answer.url == f"{item_page(item)}#item-{item.pk}"
    assert client.get(answer.url).status_code == 200


def test_no_page_leads_to_the_plain_form_of_a_meeting_and_details_lists_no_items(desk):
    item = make_item(make_meeting(), "Dredging")
    pages = [
        meeting_page(item.meeting),
        "/admin/",
        "/admin/minutes/",
        "/admin/minutes/meeting/",
        "/admin/minutes/agendaitem/add/",
    ]
    for address in pages:
        assert "/admin/minutes/meeting/add/" not in Page(desk, address).html, address
    assert "Dredging" not in Page(desk, meeting_page(item.meeting)).text


def test_the_title_that_the_public_has_read_is_locked_on_the_item_s_page_too(desk):
    meeting = make_meeting()
    item = make_item(meeting, "Mole")
    assert "Change the title" not in Page(desk, item_page(item)).text
    Publication.objects.publish(meeting, Kind.AGENDA)
    fresh = make_item(meeting, "Buoys")
    assert "Change the title" not in Page(desk, item_page(fresh)).text
    page = Page(desk, item_page(item))
    assert "Mole is its title on the public agenda." in page.text
    assert "the public reads the new title with the words “On the agenda: Mole”" in page.text
    assert page.tree.xpath("//details[summary='Change the title…'][not(@open)]//*[@name='title']")
    assert page.send(title="Repair of the mole") is None
    page = Page(desk, item_page(item))
    assert "Mole is its title on the public agenda." in page.text
    assert page.tree.xpath("//details[summary='Change the title…'][@open]//*[@name='title']")
    assert page.send(title="") and AgendaItem.objects.get(pk=item.pk).title == "Repair of the mole"


# Rules, each with its sentence


RULES = {
    "A restricted item needs a public title": {"restriction": "england-2006-3"},
    "A late item needs the reason": {"is_late": "on"},
}


@pytest.mark.parametrize(
    ("button", "item_leads_to", "motion_leads_to"),
    [
        ("_save", "/meeting/{meeting}/agenda/#item-{item}", "/agendaitem/{item}/change/#motions"),
        ("_addanother", "/agendaitem/add/?meeting={meeting}", "/motion/add/?item={item}"),
        ("_continue", "/agendaitem/{item}/change/", "/motion/{motion}/change/"),
    ],
)
def test_each_button_leads_where_it_says(desk, button, item_leads_to, motion_leads_to):
    make_item(make_meeting(date=date(2026, 7, 8)))
    item = make_item(make_meeting())
    motion = Motion.objects.create(item=item, text="<p>That it be mended.</p>")
    known = {"meeting": item.meeting.pk, "item": item.pk, "motion": motion.pk}
    for address, leads_to in [(item_page(item), item_leads_to), (motion_page(motion), motion_leads_to)]:
        answer = desk.post(address, Page(desk, address).fields | {button: "1"})
        assert answer.url == f"/admin/minutes{leads_to.format(**known)}"


def test_who_may_only_look_at_an_item_reads_its_minutes_and_their_number(client):
    reader = User.objects.create_user("reader@example.org", password="x", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_agendaitem"))
    client.force_login(reader)
    meeting = make_meeting()
    said, silent = make_item(meeting, "Dredging", minutes="<p>The bar was dredged.</p>"), make_item(meeting, "Fees")
    ground = {"restriction": "own-confidential", "restriction_reason": "A tenant is named."}
    Minute.objects.filter(item=said).update(number="45/26", **ground)
    text = Page(client, item_page(said)).text
    for words in ("The bar was dredged.", "45/26", said.minute.get_restriction_display(), "A tenant is named."):
        assert words in text
    assert "Fees" in Page(client, item_page(silent)).text


@pytest.mark.parametrize(("sentence", "change"), RULES.items(), ids=RULES)
def test_a_broken_rule_is_said_in_a_sentence(desk, sentence, change):
    item = make_item(make_meeting())
    assert sentence in Page(desk, item_page(item)).send(**change).text


def test_a_third_level_is_refused_at_the_field(desk):
    meeting, other = make_meeting(), make_meeting(date=date(2026, 7, 8))
    first, second, elsewhere = make_item(meeting, "First"), make_item(meeting, "Second"), make_item(other, "Elsewhere")
    below = make_item(meeting, "Below", parent=second)
    assert "there is no third level" in Page(desk, item_page(second)).send(parent=first.pk).text
    for parent in (below, elsewhere):
        page = Page(desk, item_page(first)).send(parent=parent.pk)
        assert "Select a valid choice" in page.tree.xpath("//*[contains(@class,'field-parent')]")[0].text_content()
    assert Page(desk, item_page(below)).send(parent=first.pk) is None


GROUNDS = {
    "principal-5": ("england-2006-3", {"england-confidential", *(f"england-2006-{n}" for n in range(1, 8))}),
    "wales-3": ("wales-14", {"wales-confidential", *(f"wales-{n}" for n in range(12, 19))}),
    "parish-3": ("parish-1960", {"parish-1960"}),
    "none": ("own-confidential", {"own-confidential"}),
}


@pytest.mark.parametrize("clear_days", GROUNDS)
def test_a_committee_is_offered_the_grounds_of_its_own_law(desk, clear_days):
    ground, offered = GROUNDS[clear_days]
    committee = make_committee(clear_days=clear_days)
    item = make_item(make_meeting(committee=committee), decision="<p>Done.</p>")
    motion = Motion.objects.create(item=item, text="<p>That it be done.</p>")
    add = f"/admin/minutes/agendaitem/add/?meeting={item.meeting_id}"
    fields = [
        (Page(desk, item_page(item)), ["restriction", "minute_restriction", "decisions-0-restriction"]),
        (Page(desk, add), ["restriction", "minute_restriction", "documents-__prefix__-restriction"]),
        (Page(desk, motion_page(motion)), ["restriction"]),
    ]
    for page, names in fields:
        for name in names:
            assert set(page.tree.xpath(f"//select[@name='{name}']/option/@value")) == {"", *offered}, name
    other = "wales-14" if clear_days != "wales-3" else "england-2006-3"
    page = Page(desk, item_page(item)).send(restriction=other, public_title="A contract", restriction_reason="So")
    assert "Select a valid choice" in page.text
    page = Page(desk, item_page(item))
    assert page.send(restriction=ground, public_title="A contract", restriction_reason="Terms") is None


def test_a_ground_without_a_description_asks_for_the_reason_where_it_is_missing(desk):
    item = make_item(make_meeting(committee=make_committee(clear_days="parish-3")), decision="<p>Done.</p>")
    for name in ("restriction", "minute_restriction", "decisions-0-restriction"):
        page = Page(desk, item_page(item)).send(**{name: "parish-1960", "public_title": "A contract"})
        assert "This ground needs its reason in words" in page.text
        reason = {f"{name}_reason": "Terms of a tender"}
        assert Page(desk, item_page(item)).send(**{name: "parish-1960", "public_title": "A contract"}, **reason) is None


def test_a_ground_of_another_law_that_is_stored_is_not_lost_unseen(desk):
    item = make_item(make_meeting(), restriction="wales-14", public_title="A contract")
    assert Page(desk, item_page(item)).send(title="New title") is None
    item.refresh_from_db()
    assert (item.restriction, item.title) == ("wales-14", "New title")


def test_a_late_item_is_explained_by_its_law(desk):
    parish = make_committee(slug="parish", name="Parish", clear_days="parish-3")
    items = [make_item(make_meeting()), make_item(make_meeting(committee=parish))]
    texts = [Page(desk, item_page(item)).text for item in items]
    assert "LGA 1972 s.100B(4)(b)" in texts[0] and "Longfield" not in texts[0]
    assert "Longfield" in texts[1] and "s.100B" not in texts[1]
    assert Page(desk, item_page(items[1])).send(is_late="on") is None


@pytest.mark.parametrize("day", [date(2026, 1, 21), date(2026, 7, 22)], ids=["winter", "summer"])
def test_a_meeting_is_postponed_to_none_that_is_earlier_or_cancelled(desk, day):
    meeting, before, same, off, after = (
        make_meeting(date=day + timedelta(days), sitting=sitting)
        for days, sitting in [(0, 1), (-1, 1), (0, 2), (7, 1), (14, 1)]
    )
    make_meeting(date=day + timedelta(21), committee=make_committee(slug="quays", name="Quays"))
    off.cancel("Storm.")
    address = f"/admin/minutes/meeting/{meeting.pk}/cancellation/"
    offered = Page(desk, address).response.context["form"].fields["postponed_to"].queryset
    assert list(offered) == [same, after]
    for other in (meeting, before, off):
        page = Page(desk, address).press("cancel", reason="Storm.", postponed_to=other.pk)
        assert "A meeting can’t be postponed to an earlier day, nor to a meeting that is cancelled." in page.text
    meeting.refresh_from_db()
    assert not meeting.is_cancelled
    assert Page(desk, address).press("cancel", reason="Storm.", postponed_to=after.pk) is None
    after.cancel("Storm.")
    assert Page(desk, address).press("cancel", reason="Storm again.", postponed_to=after.pk) is None


def test_a_meeting_is_cancelled_with_a_reason_and_revived(desk):
    meeting, instead = make_meeting(), make_meeting(date=date(2026, 7, 8))
    elsewhere = make_meeting(committee=make_committee(slug="quays", name="Quays"))
    address = f"/admin/minutes/meeting/{meeting.pk}/cancellation/"
    assert address in Page(desk, meeting_page(meeting)).html
    assert "Say why the meeting is cancelled" in Page(desk, address).press("cancel").text
    page = Page(desk, address).press("cancel", reason="Storm.", postponed_to=elsewhere.pk)
    assert "or none" in page.text
    assert Page(desk, address).press("cancel", reason="Storm.", postponed_to=instead.pk) is None
    meeting.refresh_from_db()
    assert meeting.is_cancelled and meeting.postponed_to == instead
    assert "This meeting is postponed. Storm." in Page(desk, meeting_page(meeting)).text
    assert Page(desk, meeting_page(meeting)).send(venue="Custom House") is None
    meeting.refresh_from_db()
    assert meeting.is_cancelled
    assert Page(desk, address).press("revive") is None
    meeting.refresh_from_db()
    assert not meeting.is_cancelled


def test_a_second_meeting_on_the_same_day_is_explained(desk):
    make_meeting()
    page = Page(desk, "/admin/minutes/meeting/add/").send(committee=make_committee().pk, date="2026-03-04")
    assert "has a meeting on that day already" in page.text
    assert page.send(sitting=2) is None


def test_a_published_meeting_is_not_deleted(desk):
    meeting = make_held_meeting()
    Publication.objects.publish(meeting, Kind.MINUTES)
    desk.post(f"/admin/minutes/meeting/{meeting.pk}/delete/", {"post": "yes"})
    assert Meeting.objects.exists()


# Who may


@pytest.mark.parametrize(
    "rights", [[], ["view_meeting", "change_meeting", "view_agendaitem"]], ids=["none", "no publishing"]
)
def test_whoever_may_not_publish_does_not(client, rights):
    user = User.objects.create_user("guest@example.org", password="a long enough password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    meeting = make_held_meeting()
    assert client.get(door(meeting)).status_code == 403
    assert client.post(door(meeting), {"publish": "1", "kind": "minutes"}).status_code == 403
    assert client.get(f"{door(meeting)}preview/minutes/").status_code == 403


def test_a_draft_s_file_is_for_clerks_alone(client):
    document = make_document(make_meeting())
    address = f"/admin/minutes/meeting/papers/{document.file.name}"
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("guest@example.org", password="a long enough password", is_staff=True))
    assert client.get(address).status_code == 404
    client.force_login(make_clerk())
    assert client.get(address).status_code == 200


def test_no_cache_keeps_the_desk(desk):
    for address in ("/admin/", meeting_page(make_meeting()), door(Meeting.objects.get())):
        assert "no-store" in desk.get(address)["Cache-Control"] or "no-cache" in desk.get(address)["Cache-Control"]


SCRIPT = "<script>alert(1)</script>"


def test_a_script_in_a_title_is_shown_as_text(desk):
    committee = make_committee(name=f"Harbour {SCRIPT}")
    meeting = make_meeting(committee=committee, venue=SCRIPT, public_note=SCRIPT, subtitle=SCRIPT)
    item = make_item(meeting, f"Mole {SCRIPT}", minutes="<p>x</p>", officer=SCRIPT)
    Attendance.objects.create(meeting=meeting, guest_name=SCRIPT, state="present", capacity="guest")
    pages = [meeting_page(meeting), item_page(item), door(meeting), f"{door(meeting)}preview/minutes/"]
    pages += [f"/admin/minutes/meeting/{meeting.pk}/{what}/" for what in ("delete", "history")] + [
        "/admin/minutes/meeting/",
        "/admin/",
    ]
    for address in pages:
        assert SCRIPT not in desk.get(address).content.decode(), address


# In a real browser

SET_UP = """
from tests.making import *
from committees.models import Membership
make_clerk()
committee = make_committee(usual_venue="Guildhall")
Membership.objects.create(committee=committee, person=make_person(), role="chair")
make_meeting(committee=committee)
make_item(make_committee().meetings.get(), "Repair of the north mole")
"""


@pytest.mark.once
def test_the_clerk_writes_and_publishes_in_her_browser(install, page):
    install.begin(SET_UP)
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    with install.serve() as address:
        page.goto(f"{address}/admin/")
        page.fill("#id_username", "clerk@example.org")
        page.fill("#id_password", "a long enough password")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/admin/")
        page.goto(f"{address}/admin/minutes/agendaitem/1/change/")
        editor = page.get_by_role("textbox", name="Minutes").last
        editor.click()
        page.keyboard.type("The Harbour Master reported.")
        page.get_by_role("button", name="Save", exact=True).click()
        page.click("text=Check and publish")
        page.get_by_label("Minutes", exact=True).check()
        page.click("text=Go on to publish")
        page.click("button[value=publish]")
        page.get_by_text("Minutes published.").wait_for()
        page.goto(f"{address}/committees/harbour-committee/2026-03-04/repair-of-the-north-mole/")
        assert "The Harbour Master reported." in page.inner_text(".minutes")
    assert faults == []


@pytest.mark.once
def test_nobody_needs_to_see_the_editor_to_use_it(install, page):
    from axe_playwright_python.sync_playwright import Axe

    install.begin(SET_UP)
    with install.serve() as address:
        page.goto(f"{address}/admin/login/?next=/admin/minutes/agendaitem/1/change/")
        page.fill("#id_username", "clerk@example.org")
        page.fill("#id_password", "a long enough password")
        page.keyboard.press("Enter")
        page.wait_for_selector(".cke_wysiwyg_div")
        assert page.get_by_role("textbox", name="Agenda text").count() == 1
        found = {rule["id"] for rule in Axe().run(page).response["violations"]}
    assert found == set()


def test_dates_are_british(desk):
    make_meeting(date=date(2026, 3, 4))
    assert "4 March 2026" in desk.get("/admin/minutes/meeting/").content.decode()


# What the cleaner leaves out

PASTED = '<p>The mole <img src="file:///C:/m.png" alt="From the west"><a href="/admin/">here</a><span hidden> leaks</span>.</p>'
LEFT_OUT = "Left out of Minutes: 1 picture (“From the west”), 1 link to this desk (the words stay), hidden text."


def test_the_clerk_reads_in_one_line_what_was_left_out_of_a_paste(desk):
    item = make_item(make_meeting(), "North mole")
    Page(desk, item_page(item)).send(minute_body=PASTED)
    assert Page(desk, meeting_page(item.meeting)).text.count(LEFT_OUT) == 1
    assert Minute.objects.get().body == "<p>The mole here.</p>"
    Page(desk, item_page(item)).send(title="South mole")
    assert "Left out" not in Page(desk, meeting_page(item.meeting)).text


def test_she_reads_it_too_where_the_page_comes_back_with_an_error(desk):
    item = make_item(make_meeting(), "North mole")
    with_error = Page(desk, item_page(item)).send(title="", minute_body=PASTED)
    assert with_error.text.count(LEFT_OUT) == 1


def test_a_decision_s_text_is_named_with_its_row(desk):
    item = make_item(make_meeting(), "North mole")
    Page(desk, item_page(item)).row("decisions", kind="agreed", text="<p>Agreed.<img src=a></p>").send()
    assert "Left out of Decision (decision “Agreed”): 1 picture." in Page(desk, meeting_page(item.meeting)).text
