"""Alison writes the minutes: the page of one meeting's items, each with what came of it."""

import json
from datetime import date, time

import lxml.html
import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.models import Person
from minutes.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    Minute,
    Motion,
    Movement,
    Phrase,
    Vote,
)
from minutes.phrases import unstated
from published.kinds import Kind
from publishing.checks import checks
from tests.making import make_committee, make_item, make_meeting, make_person
from tests.test_rights import staff

pytestmark = pytest.mark.django_db


def desk_of(meeting) -> str:
    return f"/admin/minutes/meeting/{meeting.pk}/minutes/"


def form_of(item, name: str, row: int = 0) -> str:
    return f"{desk_of(item.meeting)}{item.pk}/{name}/{row}/"


def tree_of(response):
    return lxml.html.fromstring(response.content.decode())


def values_of(response) -> dict[str, str]:
    """What a browser would send of the form that stands open."""
    (form,) = tree_of(response).xpath("//form[@data-form]")
    radios = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='radio'][@checked]")}
    return dict(form.form_values()) | radios


def send(desk, address: str, **fields):
    """What the page answers to a form that was just opened, or to one that was opened at `opened_version`."""
    return desk.post(address, values_of(desk.get(address)) | {name: str(value) for name, value in fields.items()})


def said(response) -> str:
    return " ".join(tree_of(response).text_content().split())


def errors(response) -> list[str]:
    return [
        " ".join(one.text_content().split())
        for one in tree_of(response).xpath("//ul[contains(@class, 'errorlist')]/li")
    ]


def seat(meeting, name: str, **facts) -> Attendance:
    return Attendance.objects.create(meeting=meeting, person=make_person(name), **({"state": "present"} | facts))


NAMES = ["Mary Bell", "Ann Vane", "Joe Marsh", "Zoe Ash"]


@pytest.fixture
def meeting():
    """Two meetings of two items; in the room of each are four members."""
    made = [make_meeting(date=day) for day in (date(2026, 7, 8), date(2026, 3, 4))]
    for one in made:
        for name in NAMES:
            seat(one, name, seat="chair" if name == NAMES[0] else "member")
        make_item(one, "Apologies for absence", kind="apologies")
        make_item(one, "Repair of the north mole", minutes="<p>The Harbour Master reported.</p>")
    return made[1]


@pytest.fixture
def mole(meeting) -> AgendaItem:
    return meeting.items.get(title="Repair of the north mole")


def vote_of(name: str) -> str:
    return f"vote_{make_person(name).pk}"


# The page


def test_items_come_in_the_order_taken_each_with_its_tags(desk, meeting, mole):
    make_item(meeting, "A contract", restriction="england-2006-3", public_title="A contract", is_late=True)
    make_item(meeting, "Dredging", state="deferred", state_note="To May.")
    make_item(meeting, "A quay", taken=1)
    tree = tree_of(desk.get(desk_of(meeting)))
    assert [" ".join(head.text_content().split()) for head in tree.xpath("//section[@class='item']/h2")] == [
        "4 A quay",
        "1 Apologies for absence",
        "2 Repair of the north mole",
        "2a A contract Closed Late",
        "3 Dredging Deferred",
    ]
    listed = [" ".join(row.text_content().split()) for row in tree.xpath("//nav[@class='item-list']//li")]
    assert listed[:3] == ["4 A quay", "1 Apologies for absence", "2 Repair of the north mole minutes"]


def test_the_list_says_what_has_minutes_and_what_has_a_decision_or_a_vote(desk, meeting, mole):
    Decision.objects.create(item=mole, text="<p>Yes.</p>")
    Motion.objects.create(item=meeting.items.first(), text="<p>That.</p>")
    listed = tree_of(desk.get(desk_of(meeting))).xpath("//nav[@class='item-list']//li")
    assert [" ".join(row.text_content().split()) for row in listed] == [
        "1 Apologies for absence decision",
        "2 Repair of the north mole minutes decision",
    ]


def test_a_closed_item_has_a_public_minute_beside_it_and_an_open_one_has_none(desk, meeting, mole):
    assert "Public minute" not in said(desk.get(desk_of(meeting)))
    Minute.objects.filter(item=mole).update(restriction="england-2006-3")
    assert "Public minute" in said(desk.get(desk_of(meeting)))


def test_no_editor_and_no_form_is_loaded_at_first(desk, meeting):
    html = desk.get(desk_of(meeting)).content.decode()
    assert "ckeditor" not in html.lower() and "<textarea" not in html


def full(meeting, count: int):
    """So many items, each with a decision, a recorded vote, a declaration, an action, and one left from an earlier meeting."""
    earlier = make_meeting(date=date(2025, 1, count % 28 + 1))
    person = make_person()
    for n in range(count):
        item = make_item(meeting, f"Item {n}", minutes="<p>Said.</p>", decision="<p>Done.</p>")
        motion = Motion.objects.create(item=item, text="<p>That it be done.</p>", mover=person)
        Motion.objects.create(item=item, text="<p>That it be done soon.</p>", amends=motion)
        Vote.objects.create(motion=motion, person=person, cast="for")
        Declaration.objects.create(item=item, person=person, kind="other-registrable")
        Action.objects.create(item=item, what="Mend")
        Action.objects.create(item=make_item(earlier, f"Earlier {n}"), what="Look")


def test_the_page_asks_as_much_for_2_of_everything_as_for_20(desk):
    few, many = make_meeting(date=date(2026, 7, 8)), make_meeting(date=date(2026, 1, 14))  # both held
    full(few, 2)
    full(many, 20)
    counts = []
    for meeting in (few, few, many):
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(desk_of(meeting)).status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[2] <= 20


@pytest.mark.parametrize("name", ["decision", "motion", "declaration", "action"])
def test_a_form_asks_as_much_in_a_room_of_4_as_in_one_of_20(desk, mole, name):
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            response = desk.get(form_of(mole, name), headers={"X-Requested-With": "fetch"})
        assert response.status_code == 200
        counts.append(len(asked))
        for n in range(8):
            seat(mole.meeting, f"Una Reed{len(counts)}{n}")
    assert counts[1] == counts[2] <= 20


# Decisions


def test_alison_adds_a_decision_and_is_back_at_its_item(desk, mole):
    response = send(desk, form_of(mole, "decision"), text="That a < b.\n\n(a) One\n(b) Two", kind="agreed")
    assert response.status_code == 302 and response.url == f"{desk_of(mole.meeting)}#decisions-{mole.pk}"
    decision = mole.decisions.get()
    assert (
        decision.kind == "agreed"
        and decision.text.startswith("<p>That a &lt; b.</p>")
        and "<li>Two</li>" in decision.text
    )
    assert LogEntry.objects.filter(object_id=str(decision.pk), content_type__model="decision").exists()
    assert "Agreed" in said(desk.get(response.url))


TYPED = (
    "That Jo <jo@council.gov.uk> be asked:\n(1) to mend it;\n(2) to paint it.\n\nThat <b> be read as it is.\nWithout delay, and "
    + ("in the manner that the Harbour Master described.\nAnn Vane")
)


@pytest.mark.parametrize("name", ["decision", "motion"])
def test_what_is_typed_is_kept_letter_by_letter(desk, mole, name):
    send(desk, form_of(mole, name), text=TYPED.replace("\n", "\r\n"))
    (row,) = getattr(mole, f"{name}s").all()
    assert row.text == (
        "<p>That Jo &lt;jo@council.gov.uk&gt; be asked:</p>"
        '<ol class="round-1"><li>to mend it;</li><li>to paint it.</li></ol>'
        "<p>That &lt;b&gt; be read as it is.<br>"
        "Without delay, and in the manner that the Harbour Master described.<br>Ann Vane</p>"
    )


def test_what_was_typed_is_shown_as_typed_beside_an_error(desk, mole):
    response = send(desk, form_of(mole, "motion"), text=TYPED, mover="Nobody")
    assert errors(response) and values_of(response)["text"].strip() == TYPED


WORD = "<p class=MsoListParagraph>1. to mend <b>it</b>;</p><p>2. to paint it.</p><img src='file:///a.png'>"


def test_what_was_pasted_from_word_keeps_its_bold_and_says_what_is_left_out(desk, mole):
    pasted = json.dumps([["1.\tto mend it;\n2.\tto paint it.", WORD]])
    text = "That Jo be asked:\n1.\tto mend it;\n2.\tto paint it.\nAt once <now>."
    again = send(desk, form_of(mole, "motion"), text=text, text_pasted=pasted, mover="Nobody")
    assert values_of(again)["text"].strip() == text and values_of(again)["text_pasted"] == pasted
    response = desk.post(form_of(mole, "motion"), values_of(again) | {"mover": ""}, follow=True)
    assert "1 picture" in said(response)
    assert Motion.objects.get().text == (
        "<p>That Jo be asked:</p><ol><li>to mend <strong>it</strong>;</li><li>to paint it.</li></ol><p>At once &lt;now&gt;.</p>"
    )


@pytest.mark.parametrize("pasted", ["{", "[1]", '[["a"]]', '[["to mend", "<p>to burn</p>"]]', '["ab"]'])
def test_a_paste_that_was_changed_afterwards_is_what_stands_in_the_field(desk, mole, pasted):
    send(desk, form_of(mole, "decision"), text="That Jo be asked to mend it", text_pasted=pasted)
    assert Decision.objects.get().text == "<p>That Jo be asked to mend it</p>"


def test_a_new_decision_is_of_no_kind_until_she_says_so(desk, mole):
    send(desk, form_of(mole, "decision"), text="That it be mended.")
    assert mole.decisions.get().kind == ""
    assert "Say what kind it is" in said(desk.get(desk_of(mole.meeting)))


def test_closing_a_stored_decision_says_that_its_text_is_saved_by_itself(desk, mole):
    decision = Decision.objects.create(item=mole, text="<p>That it be mended.</p>")
    assert "Close without saving The text above saves itself." in said(desk.get(form_of(mole, "decision", decision.pk)))
    assert "saves itself" not in said(desk.get(form_of(mole, "decision")))


def test_a_decision_sent_twice_is_stored_once(desk, mole):
    address, fields = form_of(mole, "decision"), {"text": "That it be mended.", "kind": "agreed", "opened_version": "0"}
    for _ in range(2):
        assert desk.post(address, fields).status_code == 302
    assert mole.decisions.count() == 1
    desk.post(address, fields | {"text": "That it be painted."})
    assert mole.decisions.count() == 2


def test_an_empty_decision_is_said_at_its_field_and_the_kind_is_kept(desk, mole):
    response = send(desk, form_of(mole, "decision"), text=" ", kind="noted", officer="Harbour Master")
    assert errors(response) == ["This field is required."]
    kept = tree_of(response)
    assert kept.xpath("//input[@name='kind'][@checked]/@value") == ["noted"]
    assert kept.xpath("//input[@name='officer']/@value") == ["Harbour Master"]
    assert not mole.decisions.exists()


def test_reasons_and_a_call_in_are_told_where_they_are_folded_away(desk, mole):
    decision = Decision.objects.create(item=mole, text="<p>That it be mended.</p>")
    fields = {
        "kind": "agreed",
        "is_key": "on",
        "call_in_by": "11 March 2026",
        "conflicts": "None.",
        "dispensation": "To all.",
    }
    assert send(desk, form_of(mole, "decision", decision.pk), **fields).status_code == 302
    decision.refresh_from_db()
    assert decision.text == "<p>That it be mended.</p>" and decision.version == 1
    assert decision.call_in_by == date(2026, 3, 11) and decision.is_key
    assert "Key decision" in said(desk.get(desk_of(mole.meeting)))


def test_two_clerks_in_one_decision_see_both_and_lose_nothing(desk, mole):
    decision = Decision.objects.create(item=mole, text="<p>That it be mended.</p>")
    address = form_of(mole, "decision", decision.pk)
    send(desk, address, kind="agreed", officer="The Engineer")
    stale = {"opened_version": "0", "kind": "refused", "officer": "The Mason"}
    response = desk.post(address, stale)
    assert "The Engineer" in said(response) and 'value="The Mason"' in response.content.decode()
    decision.refresh_from_db()
    assert decision.kind == "agreed"
    assert desk.post(address, stale | {"replaced_version": "1"}).status_code == 302
    decision.refresh_from_db()
    assert (decision.kind, decision.officer) == ("refused", "The Mason")


def test_a_decision_is_removed_only_by_its_own_button(desk, mole):
    kept, gone = (Decision.objects.create(item=mole, text=f"<p>That {n}.</p>") for n in "ab")
    response = send(desk, form_of(mole, "decision", gone.pk), remove="1")
    assert response.status_code == 302 and list(mole.decisions.all()) == [kept]


def test_a_decision_that_somebody_removed_meanwhile_is_not_found(desk, mole):
    decision = Decision.objects.create(item=mole, text="<p>That it be mended.</p>")
    address = form_of(mole, "decision", decision.pk)
    decision.delete()
    assert desk.post(address, {"kind": "agreed"}).status_code == 404


def test_what_the_minutes_resolved_becomes_the_decision_at_a_click(desk, mole):
    body = "<p>Mr Grey spoke.</p><p><strong>RESOLVED</strong> that:</p><ul><li>it be mended</li></ul><p>He left.</p>"
    Minute.objects.filter(item=mole).update(body=body)
    assert "Take “RESOLVED” as the decision" in said(desk.get(desk_of(mole.meeting)))
    for _ in range(2):
        desk.post(form_of(mole, "decision"), {"take": "1"})
    decision = mole.decisions.get()
    assert (
        decision.text == "<p><strong>RESOLVED</strong> that:</p><ul><li>it be mended</li></ul>" and decision.kind == ""
    )


def test_a_parish_is_told_that_it_can_t_decide_what_was_not_on_the_summons(desk):
    parish = make_committee(name="Parish", slug="parish", clear_days="parish-3")
    late, on_time = (make_item(make_meeting(committee=parish, sitting=n), "Lamps", is_late=n == 1) for n in (1, 2))
    assert "Longfield" in said(desk.get(form_of(late, "decision")))
    assert "Longfield" not in said(desk.get(form_of(on_time, "decision")))


# Votes


def test_a_recorded_vote_is_counted_from_its_names(desk, mole):
    votes = {vote_of("Mary Bell"): "for", vote_of("Ann Vane"): "for", vote_of("Joe Marsh"): "against"}
    fields = {
        "text": "That it be mended.",
        "method": "recorded",
        "mover": "bell",
        "seconder": "ann",
        "result": "carried",
    }
    assert send(desk, form_of(mole, "motion"), **fields, **votes).status_code == 302
    motion = mole.motions.get()
    assert (motion.votes_for, motion.votes_against, motion.abstentions) == (2, 1, 0)
    assert (str(motion.mover), str(motion.seconder)) == ("Councillor Mary Bell", "Councillor Ann Vane")
    assert {vote.person.first_name: vote.cast for vote in motion.votes.all()} == {
        "Mary": "for",
        "Ann": "for",
        "Joe": "against",
    }
    send(desk, form_of(mole, "motion", motion.pk), **{vote_of("Ann Vane"): "abstained", vote_of("Joe Marsh"): ""})
    motion.refresh_from_db()
    assert (motion.votes_for, motion.votes_against, motion.abstentions) == (1, 0, 1) and motion.votes.count() == 2


def test_a_recorded_vote_without_a_name_is_kept_and_says_what_it_lacks(desk, mole):
    fields = {"text": "That it be mended.", "method": "recorded", "result": "carried"}
    page = desk.post(form_of(mole, "motion"), values_of(desk.get(form_of(mole, "motion"))) | fields, follow=True)
    assert "It is a recorded vote, and no name is recorded yet." in said(page)
    assert "A recorded vote has names: none is recorded yet." in said(desk.get(desk_of(mole.meeting)))
    send(desk, form_of(mole, "motion", mole.motions.get().pk), **{vote_of("Joe Marsh"): "for"})
    assert "none is recorded yet" not in said(desk.get(desk_of(mole.meeting)))


def test_a_substitute_who_is_still_expected_is_named_beside_the_list_of_votes(desk, mole):
    seat(mole.meeting, "Fay Moss", state="expected", capacity="substitute", substitute_for=make_person("Tom Cole"))
    page = said(desk.get(form_of(mole, "motion")))
    assert (
        "Not in this list, because still “expected”: Councillor Fay Moss. Say under People whether they came." in page
    )
    mole.meeting.attendances.filter(person__last_name="Moss").update(state="present")
    assert "because still" not in said(desk.get(form_of(mole, "motion")))


def test_nobody_s_vote_and_no_result_is_there_before_it_is_stated(desk, mole):
    tree = tree_of(desk.get(form_of(mole, "motion")))
    assert set(tree.xpath("//form[@data-form]//input[@type='radio'][@checked]/@value")) == {""}
    send(desk, form_of(mole, "motion"), text="That it be mended.")
    motion = mole.motions.get()
    assert (motion.method, motion.result, motion.votes_for) == ("", "", None) and not motion.votes.exists()


def test_all_for_without_a_script_sets_who_has_no_vote_yet_and_saves_nothing(desk, mole):
    response = send(desk, form_of(mole, "motion"), text="That.", all_for="1", **{vote_of("Joe Marsh"): "against"})
    tree = tree_of(response)
    chosen = tree.xpath("//fieldset[@data-name]//input[@checked]/@value")
    assert sorted(chosen) == ["against", "for", "for", "for"] and not mole.motions.exists()


def test_a_count_needs_no_names_and_one_member_may_ask_for_theirs(desk, mole):
    fields = {
        "text": "That it be mended.",
        "method": "counted",
        "votes_for": 3,
        "votes_against": 1,
        "result": "carried",
    }
    send(desk, form_of(mole, "motion"), **fields, **{vote_of("Joe Marsh"): "against"})
    motion = mole.motions.get()
    assert (motion.votes_for, motion.votes_against, motion.abstentions) == (3, 1, None)
    assert (motion.method, motion.get_method_display()) == ("counted", "A count")
    assert str(motion.votes.get()) == "Councillor Joe Marsh: Against"


REFUSED = {
    "30 votes in a room of 4": ({"method": "show-of-hands", "votes_for": 30}, "30 votes are counted, but 4 members"),
    "a ballot with names": ({"method": "ballot", "Mary Bell": "for"}, "A secret ballot has no names."),
    "assent with a count": ({"method": "assent", "votes_for": 2}, "has no count and no names"),
    "names without a way of voting": ({"Mary Bell": "for"}, "Say how the vote was taken"),
    "more by name than counted": (
        {"method": "show-of-hands", "votes_for": 0, "Mary Bell": "for"},
        "0 counted as “For”, but 1 by name.",
    ),
    "counted otherwise than named": (
        {"method": "recorded", "votes_for": 2, "Mary Bell": "for"},
        "2 counted as “For”, but 1 by name.",
    ),
    "a casting vote without a tie": (
        {"method": "show-of-hands", "votes_for": 2, "votes_against": 1, "casting_vote": "for"},
        "A casting vote follows equal votes.",
    ),
    "a casting vote lost": (
        {"method": "show-of-hands", "votes_for": 2, "votes_against": 2, "casting_vote": "against", "result": "carried"},
        "The casting vote was “against”.",
    ),
    "carried by a minority": (
        {"method": "show-of-hands", "votes_for": 1, "votes_against": 2, "result": "carried"},
        "With 1 for it and 2 against, a motion is not carried.",
    ),
    "more than are there, and carried by a minority": (
        {"method": "show-of-hands", "votes_for": 30, "votes_against": 31, "result": "carried"},
        "61 votes are counted, but 4 members",
        "With 30 for it and 31 against, a motion is not carried.",
    ),
    "carried by fewer than the names": (
        {
            "method": "show-of-hands",
            "votes_for": 1,
            "votes_against": 2,
            "result": "carried",
            "Mary Bell": "for",
            "Ann Vane": "for",
        },
        "With 1 for it and 2 against, a motion is not carried.",
    ),
    "a half vote": ({"method": "show-of-hands", "votes_for": "1.5"}, "Enter a whole number."),
    "seconding one's own": ({"mover": "Ann Vane", "seconder": "vane"}, "Nobody can second their own motion"),
    "a mover nobody knows": ({"mover": "Nobody"}, "Nobody listed at this meeting is called “Nobody”."),
    "a mover of whom there are four": ({"mover": "councillor"}, "“councillor” could be Councillor"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_vote_that_can_t_be_is_said_at_its_field_and_nothing_is_lost(desk, mole, case):
    fields, *sentences = REFUSED[case]
    fields = {vote_of(name) if name in NAMES else name: value for name, value in fields.items()}
    response = send(desk, form_of(mole, "motion"), text="That the mole be mended.", **fields)
    assert all(sentence in " ".join(errors(response)) for sentence in sentences), errors(response)
    assert "That the mole be mended." in response.content.decode() and not mole.motions.exists()
    kept = values_of(response)
    assert {name: kept.get(name) for name in fields} == {n: str(v) for n, v in fields.items()}


def test_who_had_left_is_not_among_the_names_and_a_vote_sent_for_them_is_refused(desk, mole):
    first = mole.meeting.items.first()
    row = mole.meeting.attendances.get(person__last_name="Vane")
    Movement.objects.create(attendance=row, kind="left", item=first)
    form = said(desk.get(form_of(mole, "motion")))
    assert "Councillor Mary Bell For Against" in form and "Councillor Ann Vane For Against" not in form
    response = send(desk, form_of(mole, "motion"), text="That.", method="recorded", **{vote_of("Ann Vane"): "for"})
    assert "Councillor Ann Vane had left before this item." in " ".join(errors(response))
    assert not mole.motions.exists()


def test_who_had_left_moves_nothing(desk, mole):
    row = mole.meeting.attendances.get(person__last_name="Vane")
    Movement.objects.create(attendance=row, kind="left", item=mole.meeting.items.first())
    response = send(desk, form_of(mole, "motion"), text="That.", mover="vane", seconder="bell")
    assert errors(response) == [
        "Councillor Ann Vane had left before this item. Name somebody else, or put it right under People."
    ]


def test_who_left_at_the_item_itself_may_have_voted(desk, mole):
    row = mole.meeting.attendances.get(person__last_name="Vane")
    Movement.objects.create(attendance=row, kind="left", item=mole)
    send(desk, form_of(mole, "motion"), text="That.", method="recorded", **{vote_of("Ann Vane"): "for"})
    assert mole.motions.get().votes.count() == 1


def test_a_form_in_which_nothing_was_changed_changes_nothing(desk, mole):
    motion = Motion.objects.create(item=mole, text="<p>That.</p>", result="carried")
    send(desk, form_of(mole, "motion", motion.pk))
    motion.refresh_from_db()
    assert motion.version == 0 and not LogEntry.objects.filter(content_type__model="motion").exists()


def test_who_declared_and_left_the_room_has_no_vote(desk, mole):
    Declaration.objects.create(item=mole, person=make_person("Joe Marsh"), kind="pecuniary", afterwards="left")
    Declaration.objects.create(item=mole, person=make_person("Zoe Ash"), kind="pecuniary", afterwards="stayed")
    form = said(desk.get(form_of(mole, "motion")))
    assert "Councillor Zoe Ash For Against" in form and "Councillor Joe Marsh For Against" not in form


def test_before_anybody_is_stated_to_be_present_the_list_is_offered_and_nobody_is_missing(desk, mole):
    mole.meeting.attendances.update(state="expected")
    assert "Nobody is stated to be present yet" in said(desk.get(form_of(mole, "motion")))
    send(desk, form_of(mole, "motion"), text="That.", method="recorded", **{vote_of("Ann Vane"): "for"})
    assert mole.motions.get().votes.count() == 1


def test_an_amendment_stands_under_its_motion_and_has_a_vote_of_its_own(desk, mole):
    motion = Motion.objects.create(item=mole, text="<p>That it be mended.</p>")
    Motion.objects.create(item=mole, text="<p>That it be painted.</p>")
    send(desk, f"{form_of(mole, 'motion')}?amends={motion.pk}", text="After “mended” add “soon”.", result="lost")
    tree = tree_of(desk.get(desk_of(mole.meeting)))
    heads = [
        " ".join(head.text_content().split()) for head in tree.xpath(f"//div[@id='motions-{mole.pk}']//article/h3")
    ]
    assert heads[:3] == ["Motion 1", "Amendment 1 to Motion 1: Lost", "Motion 2"]


# Declarations and actions


def test_amendments_are_counted_by_their_motion(desk, mole):
    first, second = (Motion.objects.create(item=mole, text="<p>That.</p>") for _ in range(2))
    below = [Motion.objects.create(item=mole, text="<p>Add.</p>", amends=one) for one in (second, first, second)]
    deeper = Motion.objects.create(item=mole, text="<p>And.</p>", amends=below[2])
    third = Motion.objects.create(item=mole, text="<p>That.</p>")
    names = [str(Motion.objects.get(pk=one.pk)) for one in (first, second, *below, deeper, third)]
    assert names == [
        "Motion 1",
        "Motion 2",
        "Amendment 1 to Motion 2",
        "Amendment 1 to Motion 1",
        "Amendment 2 to Motion 2",
        "Amendment 1 to Amendment 2 to Motion 2",
        "Motion 3",
    ]
    form = tree_of(desk.get(form_of(mole, "motion", third.pk)))
    assert form.xpath("//select[@name='amends']/option/text()") == [
        "None: a motion of its own",
        *names[:2],
        *names[2:6],
    ]
    assert str(Motion(item=mole)) == "Motion" and str(Motion(item=mole, amends=first)) == "Amendment"


def test_a_declaration_says_who_of_what_kind_and_what_they_did(desk, mole):
    response = send(
        desk, form_of(mole, "declaration"), person="marsh", kind="pecuniary", nature="A boat.", afterwards="left"
    )
    assert response.status_code == 302
    declaration = mole.declarations.get()
    assert (str(declaration), declaration.afterwards) == (
        "Councillor Joe Marsh: Disclosable pecuniary interest",
        "left",
    )
    assert "Left the room" in said(desk.get(desk_of(mole.meeting)))


def test_a_declaration_is_about_an_item_and_whoever_left_has_no_vote_at_that_one(desk, meeting, mole):
    here = make_item(meeting, "Declarations of interest", kind="declarations")
    make_item(make_meeting(date=date(2026, 9, 9)), "Of another meeting")
    form = desk.get(form_of(here, "declaration"))
    assert values_of(form)["item"] == str(here.pk)
    assert tree_of(form).xpath("//select[@name='item']/option/text()") == [
        "1 Apologies for absence",
        "2 Repair of the north mole",
        "3 Declarations of interest",
    ]
    fields = {"person": "marsh", "item": mole.pk, "kind": "pecuniary", "afterwards": "left"}
    sent = values_of(form) | fields
    piece = desk.post(form_of(here, "declaration"), sent, headers={"X-Requested-With": "fetch"})
    assert "It stands at “Repair of the north mole”." in piece.content.decode() and "declared:" not in said(piece)
    assert tree_of(piece).xpath("//@data-there") == [f"declarations-{mole.pk}"]
    assert Declaration.objects.get().item == mole
    send(desk, form_of(mole, "motion"), text="That.", mover="bell")
    assert "Councillor Joe Marsh For" not in said(desk.get(form_of(mole, "motion")))
    assert "Councillor Joe Marsh For" in said(desk.get(form_of(here, "motion")))


def test_a_declaration_is_moved_to_another_item_of_its_meeting_alone(desk, meeting, mole):
    declared = Declaration.objects.create(item=mole, person=make_person("Joe Marsh"), kind="pecuniary")
    elsewhere = make_item(make_meeting(date=date(2026, 9, 9)), "Of another meeting")
    assert errors(send(desk, form_of(mole, "declaration", declared.pk), item=elsewhere.pk))
    first = meeting.items.first()
    send(desk, form_of(mole, "declaration", declared.pk), item=first.pk)
    assert first.declarations.get() == declared


def test_a_declaration_has_no_kind_before_it_is_stated(desk, mole):
    response = send(desk, form_of(mole, "declaration"), person="marsh")
    assert errors(response) == ["This field is required."] and not mole.declarations.exists()


def test_an_action_is_given_and_what_earlier_meetings_left_is_listed_until_it_is_done(desk, mole):
    later = make_meeting(date=date(2026, 11, 4))
    other = make_meeting(date=date(2026, 1, 7), committee=make_committee(name="Pier", slug="pier"))
    Action.objects.create(item=make_item(other), what="Of another committee")
    send(desk, form_of(mole, "action"), what="Ask the mason", owner="The Engineer", due="1 May 2026")
    action = mole.actions.get()
    assert "Ask the mason" in said(desk.get(desk_of(later))) and "Of another committee" not in said(
        desk.get(desk_of(later))
    )
    assert "Matters arising" not in said(desk.get(desk_of(mole.meeting)))
    assert desk.post(f"{desk_of(later)}done/{action.pk}/").status_code == 302
    action.refresh_from_db()
    assert "Ask the mason The Engineer. Due 1 May 2026. Done on 4 November 2026" in said(desk.get(desk_of(later)))
    assert "Matters arising" not in said(desk.get(desk_of(make_meeting(date=date(2027, 1, 6)))))


def test_the_form_of_an_action_says_that_it_is_not_published(desk, mole):
    assert "Actions are not published." in said(desk.get(form_of(mole, "action")))
    assert "not published" not in said(desk.get(form_of(mole, "decision")))


def test_an_action_of_another_committee_is_not_done_from_here(desk, mole):
    other = make_meeting(committee=make_committee(name="Pier", slug="pier"))
    action = Action.objects.create(item=make_item(other), what="Elsewhere")
    assert desk.post(f"{desk_of(mole.meeting)}done/{action.pk}/").status_code == 404


# Numbers and phrases


def test_a_minute_gets_its_number_beside_a_text_that_somebody_is_writing(desk, mole):
    address = f"{desk_of(mole.meeting)}{mole.pk}/number/"
    desk.post(address, {"number": "45/18", "opened_number": ""})
    mole.minute.refresh_from_db()
    assert (mole.minute.number, mole.minute.body) == ("45/18", "<p>The Harbour Master reported.</p>")
    response = desk.post(address, {"number": "46/18", "opened_number": ""}, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 422 and "45/18" in response.json()["said"]
    assert Minute.objects.get(item=mole).number == "45/18"


def use(desk, item, name: str):
    phrase = Phrase.objects.get(name=name)
    return desk.post(f"{desk_of(item.meeting)}{item.pk}/phrase/", {"phrase": phrase.pk}, follow=True)


def test_apologies_are_filled_in_from_the_list_of_attendance(desk, meeting):
    for name in ("Tom Cole", "Una Reed"):
        seat(meeting, name, state="apologies")
    item = meeting.items.get(kind="apologies")
    use(desk, item, "Apologies")
    sentence = "<p>Apologies for absence were received from Councillor Tom Cole and Councillor Una Reed.</p>"
    assert item.minute.body == sentence
    Phrase.objects.create(name="Opening", text="<p>{committee}, {date}, {time}: {chair}. {substitutes}</p>")
    seat(meeting, "Fay Moss", capacity="substitute", substitute_for=make_person("Tom Cole"))
    meeting.start = time(19, 30)
    use(desk, item, "Opening")
    assert Minute.objects.get(item=item).body == sentence + (
        "<p>Harbour Committee, 4 March 2026, 7.30 pm: Councillor Mary Bell. "
        "Councillor Fay Moss (for Councillor Tom Cole)</p>"
    )


def test_a_sentence_about_nobody_is_left_out_and_why_is_said(desk, meeting):
    item, phrase = meeting.items.get(kind="apologies"), "Apologies and substitutes"
    answer = said(use(desk, item, phrase))
    assert not Minute.objects.filter(item=item).exists()
    assert "Nothing is put in: nobody is recorded with apologies and no substitute is recorded as present." in answer
    seat(meeting, "Tom Cole", state="apologies")
    answer = said(use(desk, item, phrase))
    assert item.minute.body == "<p>Apologies for absence were received from Councillor Tom Cole.</p>"
    assert "A sentence is left out: no substitute is recorded as present." in answer


def test_a_listed_substitute_who_is_still_expected_is_named_beside_the_phrase_and_not_in_it(desk, meeting):
    item, phrase = meeting.items.get(kind="apologies"), Phrase.objects.get(name="Apologies and substitutes")
    for name, state, member in [("Fay Moss", "expected", "Tom Cole"), ("Ian Dale", "present", "Una Reed")]:
        seat(meeting, member, state="apologies")
        seat(meeting, name, state=state, capacity="substitute", substitute_for=make_person(member))
    answer = desk.get(f"{desk_of(meeting)}{item.pk}/phrase/", {"phrase": phrase.pk}).json()
    assert "Substitutes: Councillor Ian Dale (for Councillor Una Reed).</p>" in answer["html"]
    assert answer["said"].startswith(
        "Councillor Fay Moss (for Councillor Tom Cole) is a listed substitute, but still “exp"
    )


def test_a_phrase_says_in_words_what_is_missing_for_the_chair_the_time_and_the_closed_items(desk, meeting):
    Attendance.objects.update(state="expected")
    meeting.start = None
    meeting.save()
    phrase = Phrase.objects.create(
        name="Opening", text="<p>{chair} opened it at {time}; {closed items}, {grounds}, {reason}.</p>"
    )
    item = meeting.items.get(kind="apologies")
    place = f"{desk_of(meeting)}{item.pk}/phrase/"
    told = desk.get(place, {"phrase": phrase.pk}).json()["said"]
    assert (
        "{chair} stays as it is: nobody is recorded as present in the chair. State on the People tab who took it"
        in told
    )
    assert "{time} stays as it is: the meeting has no time yet." in told and "no numbered item is closed" in told
    assert told.endswith("{reason} stays as it is: it is not known here. Write it in.")
    Attendance.objects.filter(seat="chair").update(state="present")
    assert "{chair}" not in desk.get(place, {"phrase": phrase.pk}).json()["said"]


def test_other_fields_that_nobody_has_stated_stay_in_braces_and_are_said_again_when_the_text_is_saved(desk, meeting):
    item = meeting.items.get(kind="apologies")
    Phrase.objects.create(name="Odd", text="<p>{settings.SECRET_KEY} {weather} {chair.pk} {{ 7 }} {% now %}</p>")
    assert "{weather} stays as it is" in said(use(desk, item, "Odd"))
    minute = Minute.objects.get(item=item)
    html = minute.body
    assert "{settings.SECRET_KEY} {weather} {chair.pk} {{ 7 }} {% now %}" in html
    saved = {"text": html + "<p>More.</p>", "opened_version": minute.version, "closed": "no"}
    answer = desk.post(
        f"/admin/minutes/meeting/{meeting.pk}/text/minute-{item.pk}-body/",
        saved,
        headers={"Accept": "application/json"},
    )
    assert answer.json()["said"] == ["Still to be written in: {weather}. It can’t be published before."]


def close(meeting, *codes: str) -> None:
    for code in codes:
        make_item(meeting, "The crane of Mr Grey", restriction=code, restriction_reason="x", public_title="A contract")


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (
            ["england-2006-3"],
            "for item 4, because exempt information, as described in paragraph 3 of Part 1 of Schedule 12A to the",
        ),
        (
            ["england-2006-3", "england-2006-1", "england-2006-3"],
            "items 4, 5 and 6, because exempt information, as described in paragraphs 1 and 3 of",
        ),
        (["wales-14"], "paragraph 14 of Part 4 of Schedule 12A to the Act"),
        (
            ["england-2006-3", "england-confidential"],
            "items 4 and 5, because exempt information, as described in {grounds},",
        ),
        (["unknown"], "item 4, because exempt information, as described in {grounds},"),
        ([], "for {closed items}, because exempt information, as described in {grounds},"),
    ],
)
def test_the_public_is_excluded_for_the_items_that_are_closed_and_on_their_grounds(desk, meeting, codes, words):
    item = make_item(meeting, "Exclusion of the public", kind="exclusion")
    close(meeting, *codes)
    make_item(meeting, "Any other business")
    make_item(meeting, "Withdrawn", restriction="england-2006-7", public_title="A matter", state="withdrawn")
    use(desk, item, "Exclusion (LGA 1972)")
    assert words in item.minute.body and "Grey" not in item.minute.body


def test_a_closed_item_without_a_number_is_left_to_the_clerk(desk, meeting):
    item = make_item(meeting, "Exclusion of the public", kind="exclusion")
    close(meeting, "parish-1960")
    make_item(
        meeting, "A lease", restriction="parish-1960", restriction_reason="x", public_title="A", is_numbered=False
    )
    use(desk, item, "Exclusion (parish)")
    assert "for {closed items}, because publicity would prejudice the public interest: {reason}." in item.minute.body


def test_a_name_is_put_in_as_words_and_never_as_html(desk, meeting):
    Attendance.objects.create(meeting=meeting, guest_name="<b>Bo</b> & {chair}", capacity="guest", state="apologies")
    item = meeting.items.get(kind="apologies")
    use(desk, item, "Apologies")
    assert "&lt;b&gt;Bo&lt;/b&gt; &amp; {chair}" in item.minute.body


def test_of_substitutes_who_are_still_expected_only_a_phrase_that_names_them_tells():
    named = "<p>Substitutes: {substitutes}.</p>"
    member = Person(pk=1, first_name="Mary", last_name="Bell")
    rows = [Attendance(guest_name=name, substitute_for=member, state="expected") for name in ("Ivy Moor", "Joe Marsh")]
    there = Attendance(guest_name="Ann Vane", substitute_for=member, state="present")
    assert [unstated(html, some) for html, some in [(named, []), (named, [there]), ("<p>None.</p>", rows)]] == [""] * 3
    assert unstated(named, rows[:1]).startswith("Ivy Moor (for Mary Bell) is a listed substitute, but still “expected”")
    assert "Joe Marsh (for Mary Bell) are listed substitutes" in unstated(named, [there, *rows])


def test_phrases_are_offered_by_kind_of_item_and_committee(desk, meeting, mole):
    other = make_committee(name="Pier", slug="pier")
    Phrase.objects.create(name="Of the pier", text="<p>x</p>", committee=other)
    own = Phrase.objects.create(name="Of the harbour", text="<p>x</p>", committee=meeting.committee)
    tree = tree_of(desk.get(desk_of(meeting)))
    offered = {
        item.kind: tree.xpath(f"//section[@id='item-{item.pk}']//button[@name='phrase']/@value")
        for item in meeting.items.all()
    }
    names = {kind: [Phrase.objects.get(pk=pk).name for pk in pks] for kind, pks in offered.items()}
    assert names["apologies"] == ["Apologies", "Apologies and substitutes", "No apologies", own.name, "Noted"]
    assert names["business"] == [own.name, "Noted"]
    pier = Phrase.objects.get(name="Of the pier")
    assert desk.post(f"{desk_of(meeting)}{mole.pk}/phrase/", {"phrase": pier.pk}).status_code == 404


# Rights


def test_who_may_only_look_reads_everything_and_sees_no_form(mole):
    Motion.objects.create(item=mole, text="<p>That it be mended.</p>")
    Decision.objects.create(item=mole, text="<p>Yes.</p>", kind="agreed")
    rights = [
        f"minutes.view_{model}" for model in ("meeting", "agendaitem", "decision", "motion", "declaration", "action")
    ]
    client = staff(*rights)
    tree = tree_of(client.get(desk_of(mole.meeting)))
    assert "That it be mended." in tree.text_content()
    fields = tree.xpath("//div[@class='minutes-desk']//*[self::input or self::button or self::textarea]")
    assert [field for field in fields if field.get("type") != "hidden"] == []
    assert tree.xpath("//a[@data-opens]") == []
    for name in ("decision", "motion", "declaration", "action"):
        assert client.get(form_of(mole, name)).status_code == client.post(form_of(mole, name)).status_code == 403
    for address in (f"{mole.pk}/number/", f"{mole.pk}/phrase/", "done/1/"):
        assert client.post(desk_of(mole.meeting) + address).status_code == 403


def test_a_right_to_meetings_alone_opens_no_minutes(mole):
    for right in ("minutes.view_meeting", "minutes.view_agendaitem"):
        assert staff(right).get(desk_of(mole.meeting)).status_code == 403


def test_who_may_add_decisions_adds_no_motions_and_removes_nothing(mole):
    decision = Decision.objects.create(item=mole, text="<p>Yes.</p>", kind="agreed")
    verbs = ("view", "add", "change")
    client = staff("minutes.view_meeting", "minutes.view_agendaitem", *(f"minutes.{verb}_decision" for verb in verbs))
    page = said(client.get(desk_of(mole.meeting)))
    assert "Add a decision" in page and "Add a vote" not in page
    assert client.get(form_of(mole, "motion")).status_code == 403
    assert send(client, form_of(mole, "decision"), text="That.").status_code == 302
    assert client.post(form_of(mole, "decision", decision.pk), {"remove": "1"}).status_code == 403
    assert "Remove" not in said(client.get(form_of(mole, "decision", decision.pk)))


def test_who_may_change_decisions_alone_takes_none_from_the_minutes(mole):
    Minute.objects.filter(item=mole).update(body="<p>RESOLVED that it be mended.</p>")
    decision = Decision.objects.create(item=mole, text="<p>Yes.</p>")
    client = staff("minutes.view_meeting", "minutes.view_agendaitem", "minutes.change_decision")
    client.post(form_of(mole, "decision", decision.pk), {"take": "1", "opened_version": "0"})
    assert client.post(form_of(mole, "decision"), {"take": "1"}).status_code == 403
    assert list(mole.decisions.all()) == [decision]


def test_removing_what_is_not_there_yet_is_no_fault_of_the_server(desk, mole):
    assert errors(desk.post(form_of(mole, "motion"), {"remove": "1"})) == ["This field is required."]


def test_rows_of_another_item_or_meeting_are_not_reached(desk, mole):
    elsewhere = AgendaItem.objects.exclude(meeting=mole.meeting).last()
    decision = Decision.objects.create(item=elsewhere, text="<p>Yes.</p>")
    assert desk.get(form_of(mole, "decision", decision.pk)).status_code == 404
    assert desk.get(f"{desk_of(mole.meeting)}{elsewhere.pk}/decision/0/").status_code == 404
    for odd in ("nothing/0", "decision/99999", "minute/0"):
        assert desk.get(f"{desk_of(mole.meeting)}{mole.pk}/{odd}/").status_code == 404


def test_looking_changes_nothing(desk, mole):
    before = AgendaItem.objects.get(pk=mole.pk).version
    for name in ("decision", "motion", "declaration", "action"):
        desk.get(form_of(mole, name))
    assert desk.get(f"{desk_of(mole.meeting)}{mole.pk}/number/").status_code == 405
    assert desk.get(f"{desk_of(mole.meeting)}done/1/").status_code == 405
    assert AgendaItem.objects.get(pk=mole.pk).version == before and not Decision.objects.exists()


# What is begun in a form


def keep(desk, item, part: str, text: str, row: int = 0):
    fields = {"text": text, "opened_version": 0, "window": "w1"}
    return desk.post(f"{form_of(item, part, row)}typing/", fields, headers={"accept": "application/json"})


def begun(desk, meeting) -> list[dict]:
    return desk.get(f"/admin/minutes/meeting/{meeting.pk}/typing/").json()["forms"]


CLERK = ["view_meeting", "change_agendaitem", "add_decision", "change_decision", "view_decision"]


def test_a_decision_that_is_begun_is_kept_named_at_the_door_and_forgotten_when_it_is_saved(meeting):
    desk, other = staff(*(f"minutes.{one}" for one in CLERK)), staff("minutes.view_meeting")
    item = meeting.items.last()
    assert keep(desk, item, "decision", "text=That+it+be+mended.&kind=agreed").json()["closed"] is False
    (form,) = begun(desk, meeting)
    assert form["words"] == "That it be mended." and "You had begun a decision here at" in form["said"]
    assert begun(other, meeting) == []
    (check,) = [one for one in checks(meeting, Kind.MINUTES) if "has begun" in one.sentence]
    assert "has begun a decision at “Repair of the north mole” that is not saved (at " in check.sentence
    assert "mended" not in check.sentence and desk.get(check.link).status_code == 200
    send(desk, form_of(item, "decision"), text="That it be mended.", kind="agreed", window="w1")
    assert begun(desk, meeting) == []


def test_a_form_that_is_thrown_away_is_gone_and_of_a_closed_item_no_browser_keeps_one(meeting):
    desk, item = staff(*(f"minutes.{one}" for one in CLERK)), meeting.items.last()
    AgendaItem.objects.filter(pk=item.pk).update(restriction="england-2006-3", public_title="A contract")
    assert keep(desk, item, "decision", "text=T").json()["closed"] is True
    (form,) = tree_of(desk.get(form_of(item, "decision"))).xpath("//form[@data-form]")
    assert "data-open" not in form.attrib
    address = f"{form_of(item, 'decision')}typing/"
    desk.post(address, {"window": "w1", "throw_away": "1"}, headers={"accept": "application/json"})
    assert begun(desk, meeting) == []


def test_who_may_add_no_decision_keeps_none(meeting):
    desk = staff("minutes.view_meeting", "minutes.view_agendaitem")
    assert keep(desk, meeting.items.last(), "decision", "text=T").status_code == 403


def test_before_anybody_is_stated_present_no_more_vote_than_are_listed(meeting):
    Attendance.objects.update(state="expected")
    rights = ["view_meeting", "change_agendaitem", "add_motion", "view_motion"]
    desk, item = staff(*(f"minutes.{one}" for one in rights)), meeting.items.last()
    answer = send(desk, form_of(item, "motion"), text="T", method="show-of-hands", votes_for=30)
    assert any("30 votes are counted, but 4 members with a vote are on the list." in one for one in errors(answer))
    assert not Motion.objects.exists()
