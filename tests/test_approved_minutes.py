"""Approved minutes that are published are locked: a copying error is put right and says so, a later resolution adds a note."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from lxml import html

from committees.models import Organisation
from minutes.models import AgendaItem, Annotation, Approval, Meeting, Minute, Motion, Wording
from published import pdf
from published.kinds import Kind
from published.models import Version
from publishing.models import NotReady, Publication
from tests.desk import Page, item_page, meeting_page, motion_page
from tests.making import make_item, make_meeting, publish
from tests.test_approval import APRIL, FEBRUARY, MARCH, approve, made_next, made_public, public, record, words
from tests.test_rights import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def february() -> Meeting:
    return made_public(FEBRUARY)


@pytest.fixture
def march(february) -> Meeting:
    return made_next()


@pytest.fixture
def locked(february, march) -> Meeting:
    """Of February: approved in March, and published so."""
    approve(february, march)
    publish(february, Kind.MINUTES)
    return Meeting.objects.get(pk=february.pk)


@pytest.fixture
def april() -> Meeting:
    meeting = make_meeting(date=APRIL)
    make_item(meeting, "Apologies", kind="apologies")
    make_item(meeting, "The minutes of February", decision="<p>That a note be added.</p>")
    return meeting


def approval_page(meeting: Meeting) -> str:
    return f"/admin/publishing/publication/meeting/{meeting.pk}/approval/"


def again(meeting: Meeting) -> Meeting:
    """As another request reads it."""
    return Meeting.objects.get(pk=meeting.pk)


# — Locked —


def item_of(meeting: Meeting) -> AgendaItem:
    return meeting.items.order_by("position").first()


def text(meeting: Meeting) -> tuple[str, dict]:
    name = f"minute-{item_of(meeting).pk}-body"
    return f"/admin/minutes/meeting/{meeting.pk}/text/{name}/", {"text": "<p>CHANGED</p>", "opened_version": "1"}


def below(path: str, **posted):
    def address(meeting: Meeting) -> tuple[str, dict]:
        item, row = item_of(meeting), meeting.attendances.first()
        known = {"item": item.pk, "row": row.pk, "decision": item.decisions.first().pk}
        start = f"/admin/minutes/meeting/{meeting.pk}/"
        return start + path.format(**known), {key: value.format(**known) for key, value in posted.items()}

    return address


WRITING = {
    "a text": text,
    "a minute's number": below("minutes/{item}/number/", number="CHANGED", opened_number=""),
    "a phrase": below("minutes/{item}/phrase/", phrase="1"),
    "a decision": below("minutes/{item}/decision/0/", text="<p>CHANGED</p>", kind="agreed"),
    "a decision less": below("minutes/{item}/decision/{decision}/", remove="1", opened_version="0"),
    "who was there": below("people/", do="state:{row}:absent"),
    "an item more": below("agenda/", add="1", title="CHANGED"),
    "an item's order": below("agenda/order/", move="{item}:down"),
    "that it is cancelled": below("cancellation/", cancel="1", reason="CHANGED", opened_version="0"),
}


@pytest.mark.parametrize("case", WRITING)
def test_nothing_is_written_in_locked_minutes(desk, locked, case):
    make_item(locked, "Second")
    before = stored(locked)
    address, posted = WRITING[case](locked)
    answer = desk.post(address, posted)
    assert stored(locked) == before
    assert answer.status_code in {302, 403, 422}


def stored(meeting: Meeting) -> list:
    rows = [*meeting.items.order_by("pk"), *Minute.objects.filter(item__meeting=meeting), *meeting.attendances.all()]
    rows += [decision for item in meeting.items.all() for decision in item.decisions.all()]
    found = [{name: value for name, value in vars(row).items() if not name.startswith("_")} for row in rows]
    return [*found, again(meeting).is_cancelled]


def test_an_approval_recorded_while_they_were_being_published_locks_nothing_that_does_not_name_it(
    monkeypatch, february, march
):
    """As on PostgreSQL, where another transaction is seen as soon as it is committed."""
    import publishing.models as log

    freeze = log.freeze

    def freeze_and_be_overtaken(*given):
        frozen = freeze(*given)
        approve(february, march)
        return frozen

    monkeypatch.setattr(log, "freeze", freeze_and_be_overtaken)
    published = publish(february, Kind.MINUTES)
    assert published.meeting_record.approval is None and Approval.objects.of(february)
    assert again(february).locked_at is None


def test_the_same_is_written_once_they_are_open(desk, locked):
    """The control: what is refused above is stored below."""
    locked.lock.reopen("It says 12 for 21.")
    address, posted = text(locked)
    assert desk.post(address, posted).status_code == 302
    assert "CHANGED" in Minute.objects.get(item__meeting=locked).body


def test_a_text_that_can_t_be_saved_stands_where_it_was_typed_with_the_reason(desk, locked):
    address, posted = text(locked)
    answer = desk.post(address, posted)
    assert "CHANGED" in answer.content.decode() and "they are locked" in words(answer, "//body")


def test_a_browser_that_had_the_page_open_is_told_why(desk, locked):
    address, posted = WRITING["a minute's number"](locked)
    said = words(desk.post(address, posted, follow=True), "//body")
    assert "These minutes were approved on 4 March 2026 and are published so: they are locked." in said


def test_no_earlier_wording_is_put_back_into_locked_minutes_nor_offered(desk, locked):
    minute = Minute.objects.get(item__meeting=locked)
    known = {"meeting": locked, "field": f"minute-{item_of(locked).pk}-body"}
    for version, words_ in enumerate(["<p>CHANGED</p>", minute.body], start=1):
        wording = Wording.objects.create(**known, version=version, text=words_)
    address = f"/admin/minutes/meeting/{locked.pk}/text/{known['field']}/history/"
    older = {"wording": str(wording.pk - 1), "seen_version": str(minute.version)}
    assert b"Put the older wording back" not in desk.get(address).content
    assert "they are locked" in words(desk.post(address, older, follow=True), "//body")
    assert Minute.objects.get(item__meeting=locked).body == minute.body
    locked.lock.reopen("It says 12 for 21.")
    assert b"Put the older wording back" in desk.get(address).content
    desk.post(address, older)
    assert "CHANGED" in Minute.objects.get(item__meeting=locked).body


def test_the_page_of_a_locked_text_has_no_field_to_write_in(desk, locked):
    address, _ = text(locked)
    for query in ("", "?put_back="):
        page = desk.get(address + query)
        assert b"<textarea" not in page.content and b'class="text-edit"' not in page.content
        assert "they are locked" in words(page, "//body")
    locked.lock.reopen("It says 12 for 21.")
    assert b"<textarea" in desk.get(address).content


@pytest.mark.parametrize("tab", ["minutes", "agenda", "people"])
def test_a_locked_meeting_is_read_and_offers_nothing_to_write(desk, locked, tab):
    def offered(meeting):
        tree = html.fromstring(desk.get(f"/admin/minutes/meeting/{meeting.pk}/{tab}/").content.decode())
        found = tree.xpath("//div[@id='content']//button[not(ancestor::*[@hidden])] | //a[@class='text-edit']")
        return [html.tostring(each) for each in found]

    open_meeting = make_meeting(date=date(2026, 2, 5))
    make_item(open_meeting, minutes="<p>Read.</p>", decision="<p>So.</p>")
    assert offered(open_meeting)
    assert offered(locked) == []


def test_the_head_says_that_they_are_locked_and_leads_to_what_can_be_done(desk, locked):
    page = Page(desk, f"/admin/minutes/meeting/{locked.pk}/minutes/")
    assert "Locked Approved on 4 March 2026 and published so." in page.text
    assert approval_page(locked) in page.html


def test_the_plain_forms_only_show_what_is_locked(desk, locked, march):
    motion = Motion.objects.create(item=item_of(locked), text="<p>That so.</p>")
    for address in (meeting_page(locked), item_page(item_of(locked)), motion_page(motion)):
        assert desk.get(address).status_code == 200
        assert desk.post(address, {"title": "CHANGED", "subtitle": "CHANGED"}).status_code == 403
        assert desk.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert desk.get(item_page(item_of(march))).content.count(b'name="_save"') == 1
    page = Page(desk, f"/admin/minutes/agendaitem/add/?meeting={locked.pk}").send(title="CHANGED")
    assert "they are locked" in page.text
    page = Page(desk, f"/admin/minutes/motion/add/?item={item_of(locked).pk}").send(text="<p>CHANGED</p>")
    assert "they are locked" in page.text
    assert (locked.items.count(), item_of(locked).motions.count()) == (1, 1)


def test_actions_go_on_when_the_minutes_are_locked(desk, locked):
    address = f"/admin/minutes/meeting/{locked.pk}/minutes/{item_of(locked).pk}/action/0/"
    desk.post(address, {"what": "Write to the harbour master"})
    assert item_of(locked).actions.get().what == "Write to the harbour master"


def test_minutes_are_open_until_the_approved_version_is_published_and_again_once_it_is_withdrawn(february, march):
    approve(february, march)
    assert again(february).lock is None
    published = publish(february, Kind.MINUTES)
    assert again(february).lock
    published.withdraw("It named a child.")
    assert again(february).lock is None


def test_of_two_approved_versions_the_first_withdrawn_opens_nothing(locked, april):
    Annotation.objects.create(of_meeting=locked, by_item=item_of(april), text="See there.")
    publish(locked, Kind.MINUTES, note="A note.")
    first, second = Publication.objects.of(locked, Kind.MINUTES).order_by("sequence")
    first.withdraw("It named a child.")
    assert again(locked).lock
    second.withdraw("And so does this.")
    assert again(locked).lock is None


@pytest.mark.parametrize("clears", [True, False])
def test_the_history_of_wordings_goes_with_the_approved_version_where_the_council_has_chosen_so(
    february, march, clears
):
    Organisation.objects.update(clears_wordings=clears)
    for words_ in ("First", "Second"):
        Wording.objects.create(meeting=february, field="minute-1-body", version=1, text=words_)
    approve(february, march)
    assert Wording.objects.count() == 2
    publish(february, Kind.MINUTES)
    assert [row.text for row in Wording.objects.all()] == (["Second"] if clears else ["First", "Second"])


def test_minutes_that_nobody_recorded_as_approved_are_not_locked(february):
    publish(february, Kind.MINUTES)
    assert again(february).lock is None


# — A copying error —


def reopen(client, meeting: Meeting, reason: str = "Item 1 says 12 for 21."):
    return client.post(approval_page(meeting), {"reopen": "1", "reopened-reason": reason}, follow=True)


def test_a_copying_error_is_put_right_and_the_public_reads_that(desk, client, locked):
    reopen(desk, locked)
    Minute.objects.filter(item__meeting=locked).update(body="<p>It cost 21 pounds.</p>")
    note = Page(desk, f"/admin/publishing/publication/meeting/{locked.pk}/?kind=minutes").fields["note"]
    assert note.strip() == "Copying error: Item 1 says 12 for 21."
    with pytest.raises(NotReady, match="Begin the note with “Copying error:”"):
        publish(locked, Kind.MINUTES, note="Better words.")
    publish(locked, Kind.MINUTES, note=note)
    assert "Copying error: Item 1 says 12 for 21." in words(public(client, locked))
    assert again(locked).lock and again(locked).lock.reopened_because == ""


def test_a_copying_error_needs_its_reason_and_a_publisher(desk, locked):
    assert "Say which copying error it is; the public reads it." in words(reopen(desk, locked, " "), "//body")
    clerk = staff("minutes.view_meeting", "minutes.view_agendaitem", "minutes.change_approval")
    reopen(clerk, locked)
    assert again(locked).lock
    reopen(desk, locked)
    assert again(locked).lock is None


def test_minutes_opened_by_mistake_say_so_and_are_locked_again(desk, locked):
    assert b"Lock again" not in desk.get(approval_page(locked)).content
    reopen(desk, locked)
    assert "Open for a copying error" in Page(desk, f"/admin/minutes/meeting/{locked.pk}/minutes/").text
    clerk = staff("minutes.view_meeting", "minutes.view_agendaitem", "minutes.change_approval")
    clerk.post(approval_page(locked), {"lock": "1"})
    assert again(locked).lock is None
    assert b"Lock again" in desk.get(approval_page(locked)).content
    desk.post(approval_page(locked), {"lock": "1"})
    assert again(locked).lock and again(locked).lock.reopened_because == ""


# — Signed —


def sign(client, meeting: Meeting, by: str = "Councillor Mary Bell", on: str = "4 March 2026"):
    return client.post(
        approval_page(meeting), {"sign": "1", "signed-signed_by": by, "signed-signed_on": on}, follow=True
    )


def test_who_signed_them_is_recorded_and_told_with_the_next_version(desk, client, locked):
    sign(desk, locked)
    approval = Approval.objects.get()
    assert (approval.signed_by, approval.signed_on) == ("Councillor Mary Bell", MARCH)
    assert "Signed by" not in words(public(client, locked))
    publish(locked, Kind.MINUTES, note="The minutes are signed.")
    assert "Signed by Councillor Mary Bell on 4 March 2026." in words(public(client, locked))


@pytest.mark.parametrize(("by", "on"), [("", "4 March 2026"), ("Mary Bell", ""), ("Mary Bell", "4 February 2026")])
def test_a_signature_has_a_name_and_a_day_after_the_approval(desk, locked, by, on):
    answer = sign(desk, locked, by, on)
    assert html.fromstring(answer.content.decode()).xpath("//ul[contains(@class, 'errorlist')]")
    assert Approval.objects.get().signed_on is None


def test_what_is_signed_is_corrected_by_nobody(desk, february, march):
    approve(february, march)
    sign(desk, february)
    answer = record(desk, march, february, "corrected", "That so.", opened_version="1")
    assert "These minutes are signed. Nothing is corrected in them any more" in words(answer, "//body")
    record(desk, march, february, take_back="1", opened_version="1")
    assert Approval.objects.get().outcome == "approved"


def test_a_refused_signature_is_not_shown_as_recorded(desk, locked):
    said = words(sign(desk, locked, "Mary Bell", "4 February 2026"), "//section[@aria-labelledby='state']")
    assert "Signed by" not in said


def test_a_signature_is_not_overwritten_and_removed_only_until_it_is_published(desk, locked):
    sign(desk, locked)
    sign(desk, locked, "Somebody Else")
    assert Approval.objects.get().signed_by == "Councillor Mary Bell"
    desk.post(approval_page(locked), {"unsign": "1"})
    assert Approval.objects.get().signed_on is None
    sign(desk, locked)
    assert b"Remove the signature" in desk.get(approval_page(locked)).content
    publish(locked, Kind.MINUTES, note="The minutes are signed.")
    assert b"Remove the signature" not in desk.get(approval_page(locked)).content
    desk.post(approval_page(locked), {"unsign": "1"})
    assert Approval.objects.get().signed_by == "Councillor Mary Bell"


# — A later resolution —


def annotate(client, meeting: Meeting, **changes):
    known = {"committee": meeting.committee_id, "day": "1 April 2026", "number": "2", "text": "For 12 read 21."}
    posted = {f"note-{name}": value for name, value in (known | changes).items()}
    return client.post(approval_page(meeting), posted | {"annotate": "1"}, follow=True)


def test_a_later_resolution_adds_a_note_and_leaves_the_words(desk, client, locked, april):
    before = Minute.objects.get(item__meeting=locked).body
    publish(april, Kind.AGENDA)
    annotate(desk, locked)
    publish(locked, Kind.MINUTES, note="A note was added.")
    [note] = html.fromstring(public(client, locked).content.decode()).xpath("//div[@class='banner annotation']")
    said = " ".join(note.text_content().split())
    assert said == "Note by a later resolution, 1 April 2026, item 2: For 12 read 21."
    assert note.xpath(".//a/@href") == [f"/committees/{april.address}/the-minutes-of-february/"]
    assert Minute.objects.get(item__meeting=locked).body == before
    paper = html.fromstring(pdf.document(Version.objects.filter(kind=Kind.MINUTES).last()))
    assert "For 12 read 21." in paper.xpath("//header")[0].text_content()


NO_SUCH = {
    "a day without a meeting": ({"day": "2 April 2026"}, "did not meet on that day"),
    "a number that is not there": ({"number": "9"}, "no item with this number"),
    "no words": ({"text": ""}, "This field is required"),
    "what is no day": ({"day": "soon"}, "Write the day like"),
    "an earlier meeting": ({"day": "4 February 2026", "number": "1"}, "a later resolution adds a note"),
}


@pytest.mark.parametrize("case", NO_SUCH)
def test_a_note_names_the_item_that_resolved_it(desk, locked, april, case):
    changes, sentence = NO_SUCH[case]
    answer = annotate(desk, locked, **changes)
    assert sentence in words(answer, "//body") and not Annotation.objects.exists()
    if "text" not in changes:
        assert "For 12 read 21." in words(answer, "//textarea")
    annotate(desk, locked)
    assert Annotation.objects.get().by_item.title == "The minutes of February"


def test_a_note_is_of_approved_minutes_and_of_a_meeting_that_was_held(february, march, april):
    new = Annotation(of_meeting=february, by_item=item_of(april), text="See there.")
    with pytest.raises(ValidationError, match="not approved yet"):
        new.full_clean()
    approve(february, march)
    new.full_clean()
    for changes, sentence in [({"date": date(2099, 1, 1)}, "has not taken place yet"), ({}, "it resolved nothing")]:
        Meeting.objects.filter(pk=april.pk).update(**changes)
        april.refresh_from_db()
        if not changes:
            april.cancel("Snow.")
        with pytest.raises(ValidationError, match=sentence):
            Annotation(of_meeting=february, by_item=AgendaItem.objects.get(pk=item_of(april).pk), text="x").full_clean()
        Meeting.objects.filter(pk=april.pk).update(date=APRIL)


def test_a_note_is_removed_again(desk, locked, april):
    annotate(desk, locked)
    for number in ("999", "x"):
        assert desk.post(approval_page(locked), {"remove": number}).status_code == 404
    desk.post(approval_page(locked), {"remove": str(Annotation.objects.get().pk)})
    assert not Annotation.objects.exists()


RIGHTS = ["minutes.view_meeting", "minutes.view_agendaitem", "minutes.view_approval"]


def test_the_page_is_for_who_may_see_approvals_and_its_forms_for_who_may_change_them(locked):
    for lacking in RIGHTS:
        assert staff(*(right for right in RIGHTS if right != lacking)).get(approval_page(locked)).status_code == 403
    page = Page(staff(*RIGHTS), approval_page(locked))
    assert "Approved at the meeting of" in page.text and "Add the note" not in page.text
    assert staff(*RIGHTS).post(approval_page(locked), {"sign": "1"}).status_code == 403


def test_a_meeting_without_an_approval_says_where_it_is_recorded(desk, february):
    page = Page(desk, approval_page(february))
    assert "No meeting is recorded that approved these minutes." in page.text and "Add the note" not in page.text


# — What rests on a meeting —


def by(case: str, locked: Meeting, march: Meeting, april: Meeting) -> Meeting:
    """The meeting on which the approval rests, or a note."""
    if case == "a note":
        Annotation.objects.create(of_meeting=locked, by_item=item_of(april), text="See there.")
        return again(april)
    return again(march)


@pytest.mark.parametrize("case", ["an approval", "a note"])
def test_a_meeting_on_which_something_rests_is_not_cancelled_nor_moved(locked, march, april, case):
    meeting, sentence = by(case, locked, march, april), "minutes of 4 February 2026 rests on this meeting"
    with pytest.raises(ValidationError, match=sentence):
        meeting.cancel("Snow.")
    meeting = again(meeting)
    meeting.full_clean()
    meeting.date = date(2026, 4, 8)
    with pytest.raises(ValidationError, match=sentence):
        meeting.full_clean()
    Annotation.objects.all().delete()
    Approval.objects.all().delete()
    meeting.full_clean()
    meeting.cancel("Snow.")


@pytest.mark.parametrize("case", ["an approval", "a note"])
def test_nor_is_it_deleted_nor_its_item(desk, locked, march, april, case):
    meeting = by(case, locked, march, april)
    item = Approval.objects.get().by_item if case == "an approval" else item_of(meeting)
    for address in (item_page(item), meeting_page(meeting)):
        address = address.replace("change", "delete")
        said = words(desk.get(address), "//body")
        assert "4 February 2026" in said and "Approval" in said
        desk.post(address, {"post": "yes"})
        assert AgendaItem.objects.filter(pk=item.pk).exists()
