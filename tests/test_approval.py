"""Minutes are approved by a later meeting: recorded at its item, prepared at the door, told in public with meeting and item."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from lxml import html

from desk.approving import waiting_at
from desk.door import proposed
from desk.log_of_meeting import MeetingLog
from desk.reviewing import review
from minutes.models import Approval, Meeting, Minute
from published import pdf
from published.kinds import Kind
from published.models import Version
from publishing.checks.approval import NOBODY
from publishing.freezing import freeze
from publishing.models import NotReady
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, publish
from tests.test_rights import staff

pytestmark = pytest.mark.django_db

FEBRUARY, MARCH, APRIL = date(2026, 2, 4), date(2026, 3, 4), date(2026, 4, 1)
AT_THE_ITEM = "//section[@class='approvals']"


@pytest.fixture
def february():
    return made_public(FEBRUARY)


@pytest.fixture
def march(february):
    return made_next()


def made_next() -> Meeting:
    """The meeting of March, with its item for the minutes; its agenda is public."""
    meeting = make_meeting(date=MARCH)
    make_item(meeting, "Apologies", kind="apologies")
    make_item(meeting, "Minutes of the last meeting", kind="previous-minutes", minutes="<p>Taken as read.</p>")
    publish(meeting, Kind.AGENDA)
    return meeting


def made_public(day: date, **changes) -> Meeting:
    meeting = make_held_meeting(date=day, **changes)
    publish(meeting, Kind.DRAFT_MINUTES)
    return meeting


def item_of(meeting: Meeting):
    return meeting.items.get(kind="previous-minutes")


def approve(of: Meeting, by: Meeting, outcome: str = "approved", **changes) -> Approval:
    return Approval.objects.create(of_meeting=of, by_item=item_of(by), outcome=outcome, **changes)


def record(client, by: Meeting, of: Meeting, outcome: str = "approved", corrections: str = "", **changes):
    known = {"outcome": outcome, "corrections": corrections, "opened_version": ""}
    address = f"/admin/publishing/publication/meeting/{by.pk}/approvals/{item_of(by).pk}/{of.pk}/"
    return client.post(address, known | changes, follow=True)


def words(answer, path: str = "//main") -> str:
    found = html.fromstring(answer.content.decode()).xpath(path)
    return " ".join(" ".join(element.text_content().split()) for element in found)


def at_the_item(client, meeting: Meeting) -> str:
    return words(client.get(f"/admin/minutes/meeting/{meeting.pk}/minutes/"), AT_THE_ITEM)


def public(client, meeting: Meeting):
    return client.get(f"/committees/{meeting.address}/")


# — What waits —


def test_the_item_lists_the_drafts_of_earlier_meetings_the_oldest_first(desk, march):
    made_public(date(2026, 1, 7))
    said = at_the_item(desk, march)
    assert said.index("7 January 2026") < said.index("4 February 2026")
    assert said.count("draft minutes are public") == 2


NOT_WAITING = {
    "minutes that nobody could read": lambda: make_held_meeting(date=date(2026, 1, 7)),
    "those of a later meeting": lambda: made_public(APRIL),
    "those of another committee": lambda: made_public(
        date(2026, 1, 7), committee=make_committee(name="Planning", slug="planning")
    ),
    "those that are out as approved": lambda: publish(made_public(date(2026, 1, 7)), Kind.MINUTES),
    "those that are scheduled": lambda: publish(
        make_held_meeting(date=date(2026, 1, 7)), Kind.DRAFT_MINUTES, goes_live_at=timezone.now() + timedelta(days=9)
    ),
    "those that were withdrawn": lambda: publish(make_held_meeting(date=date(2026, 1, 7)), Kind.DRAFT_MINUTES).withdraw(
        "It named a child."
    ),
}


@pytest.mark.parametrize("case", NOT_WAITING)
def test_nothing_else_waits_there(march, february, case):
    NOT_WAITING[case]()
    assert [row.meeting for row in waiting_at(item_of(march))] == [february]


def test_what_was_approved_or_put_off_at_an_item_stands_there_and_waits_elsewhere_only_if_put_off(march, february):
    january, april = made_public(date(2026, 1, 7)), make_meeting(date=APRIL)
    make_item(april, "Minutes", kind="previous-minutes")
    approve(february, march)
    approve(january, march, "not-now")
    assert [row.meeting for row in waiting_at(item_of(march))] == [january, february]
    assert [row.meeting for row in waiting_at(item_of(april))] == [january]


def test_an_extraordinary_meeting_is_told_that_the_next_ordinary_one_may_approve(desk, march):
    said = "An extraordinary meeting need not approve minutes"
    assert said not in at_the_item(desk, march)
    Meeting.objects.filter(pk=march.pk).update(kind="extraordinary")
    assert said in at_the_item(desk, march)


def test_an_approval_is_recorded_without_leaving_the_page_and_what_is_wrong_is_said_there(desk, march, february):
    address = f"/admin/publishing/publication/meeting/{march.pk}/approvals/{item_of(march).pk}/{february.pk}/"
    sent = {"outcome": "corrected", "corrections": "", "opened_version": ""}
    answer = desk.post(address, sent, headers={"X-Requested-With": "fetch"}).json()
    assert answer["said"] == "Not recorded." and "Write the corrections that were agreed" in answer["approvals"]
    assert not Approval.objects.exists()
    answer = desk.post(address, sent | {"outcome": "approved"}, headers={"X-Requested-With": "fetch"}).json()
    assert answer["said"].startswith("Approved: the minutes of 4 February 2026.")
    assert "Check and publish the approved minutes" in answer["approvals"] and Approval.objects.get().gives


def test_the_list_costs_as_much_for_12_minutes_as_for_2(march, django_assert_num_queries):
    for day in range(1, 12):
        made_public(date(2026, 1, day))
    item = item_of(march)
    with django_assert_num_queries(2):
        assert len(waiting_at(item)) == 12


# — Recording —


def test_one_press_records_that_they_were_approved_and_publishes_nothing(desk, march, february):
    said = words(record(desk, march, february), "//body")
    approval = Approval.objects.get()
    assert (approval.of_meeting, approval.by_item, approval.outcome) == (february, item_of(march), "approved")
    assert "The approved version is prepared; the public reads it once somebody publishes it." in said
    assert "Draft minutes." in words(public(desk, february)) and not Version.objects.filter(kind=Kind.MINUTES).exists()
    assert "Check and publish the approved minutes" in at_the_item(desk, march)
    assert proposed(february, MeetingLog.of(february, timezone.now())) == Kind.MINUTES


def test_corrections_are_kept_line_by_line(desk, march, february):
    typed = "That “north” be read for “south”.\r\n\r\nThat Joe Marsh was present."
    said = words(record(desk, march, february, "corrected", typed), "//body")
    assert "Write the corrections into the minutes before that." in said
    wanted = ["That “north” be read for “south”.", "That Joe Marsh was present."]
    assert Approval.objects.get().correction_list == wanted
    assert all(line in at_the_item(desk, march) for line in wanted)


REFUSED = {
    "corrections that nobody wrote": (("corrected", "  "), "Write the corrections that were agreed, one a line."),
    "corrections beside the wrong button": (("approved", "That so."), "Corrections are written here"),
    "nothing at all": (("", ""), "This field is required."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_stands_at_the_form_and_what_was_typed_in_it(desk, march, february, case):
    (outcome, corrections), sentence = REFUSED[case]
    made_public(date(2026, 1, 7))
    answer = record(desk, march, february, outcome, corrections)
    [row] = html.fromstring(answer.content.decode()).xpath("//article[@aria-label='Minutes of 4 February 2026']")
    assert sentence in row.text_content()
    assert row.xpath(".//textarea")[0].text_content().strip() == corrections.strip()
    assert not Approval.objects.exists()


def test_minutes_that_are_not_out_are_not_approved(desk, march):
    january = make_held_meeting(date=date(2026, 1, 7))
    answer = record(desk, march, january)
    assert "The minutes of 7 January 2026 are not published." in words(answer, AT_THE_ITEM)
    assert not Approval.objects.exists()
    publish(january, Kind.DRAFT_MINUTES)
    record(desk, march, january)
    assert Approval.objects.get().of_meeting == january


def test_they_are_approved_once(desk, march, february):
    april = make_meeting(date=APRIL)
    make_item(april, "Minutes", kind="previous-minutes")
    record(desk, march, february)
    assert "These minutes are approved already." in words(record(desk, april, february), AT_THE_ITEM)
    assert Approval.objects.get().by_item == item_of(march)
    with pytest.raises(ValidationError, match="These minutes are approved already"):
        Approval(of_meeting=february, by_item=item_of(april), outcome="approved").full_clean()


def test_the_second_press_of_a_button_says_what_the_first_did(desk, march, february):
    first, second = record(desk, march, february), record(desk, march, february)
    prepared = "Approved: the minutes of 4 February 2026."
    assert prepared in words(first, "//body") and prepared in words(second, "//body")


def test_who_has_not_seen_what_a_colleague_recorded_takes_nothing_back_unknowingly(desk, march, february):
    record(desk, march, february)
    answer = record(desk, march, february, "not-now")
    assert "recorded something here while you had the page open" in words(answer, "//body")
    assert Approval.objects.get().outcome == "approved"
    record(desk, march, february, "not-now", opened_version="0")
    assert Approval.objects.get().outcome == "not-now"
    assert "wait for the next meeting" in words(record(desk, march, february, "not-now"), "//body")


def test_what_was_recorded_by_mistake_is_taken_back_until_it_is_published(desk, march, february):
    for is_published, left in [(False, 0), (True, 1)]:
        record(desk, march, february)
        if is_published:
            publish(february, Kind.MINUTES)
        record(desk, march, february, take_back="1", opened_version="0")
        assert Approval.objects.count() == left
    answer = record(desk, march, february, "not-now", opened_version="0")
    assert "The approved minutes are published with this." in words(answer, "//body")
    assert Approval.objects.get().gives
    assert b"take_back" not in answer.content


def test_only_who_may_change_approvals_records_one(march, february):
    rights = ["minutes.view_meeting", "minutes.change_agendaitem", "minutes.change_approval"]
    for lacking in rights:
        client = staff(*(right for right in rights if right != lacking))
        assert record(client, march, february).status_code == 403
    assert "<button" not in str(at_the_item(staff("minutes.view_meeting", "minutes.view_agendaitem"), march))
    assert record(staff(*rights), march, february).status_code == 200 and Approval.objects.count() == 1


def test_an_item_of_another_meeting_records_nothing(desk, march, february):
    other = make_item(february, "Minutes", kind="previous-minutes")
    address = f"/admin/publishing/publication/meeting/{march.pk}/approvals/{other.pk}/{february.pk}/"
    assert desk.post(address, {"outcome": "approved"}).status_code == 404
    assert desk.get(address).status_code == 405


# — Which meeting approves which —


def changed(**columns):
    return lambda february, march: Meeting.objects.filter(pk=march.pk).update(**columns)


def off(february, march):
    march.cancel("Snow.")


def its_own(february, march):
    item_of(march).__class__.objects.filter(pk=item_of(march).pk).update(meeting=february)


CAN_T = {
    "an earlier one": (changed(date=date(2026, 1, 7)), "7 January 2026 is earlier than the minutes"),
    "one of that day before it": (changed(date=FEBRUARY, sitting=2), ""),
    "a cancelled one": (off, "4 March 2026 is cancelled: it approved nothing"),
    "an inquorate one": (changed(was_inquorate=True), "was inquorate: it approved nothing"),
    "one that is still to come": (changed(date=date(2099, 3, 4)), "has not taken place yet"),
    "itself": (its_own, "can’t approve its own minutes"),
    "one of a cancelled meeting's": (lambda february, march: february.cancel("Snow."), "it has no minutes to approve"),
}


@pytest.mark.parametrize("case", CAN_T)
def test_a_meeting_that_can_t_approve_them_is_refused_with_the_reason(february, march, case):
    change, sentence = CAN_T[case]
    item = item_of(march)
    change(february, march)
    item.refresh_from_db()
    new = Approval(of_meeting=Meeting.objects.get(pk=february.pk), by_item=item, outcome="approved")
    if not sentence:
        new.full_clean()
        return
    with pytest.raises(ValidationError, match=sentence):
        new.full_clean()


def test_another_body_approves_on_the_same_day(february):
    council = make_meeting(date=FEBRUARY, committee=make_committee(name="Council", slug="council"))
    item = make_item(council, "Minutes of committees", kind="previous-minutes")
    Approval(of_meeting=february, by_item=item, outcome="approved").full_clean()


SIGNED = {
    "before they were approved": ({"signed_on": FEBRUARY}, "can’t have been signed before"),
    "on a day to come": ({"signed_on": date(2099, 1, 1)}, "still to come"),
    "though they were not approved": ({"signed_on": MARCH, "outcome": "not-now"}, "are not signed either"),
    "by nobody": ({"signed_on": MARCH, "signed_by": ""}, "Say both who signed"),
    "on no day": ({}, "Say both who signed"),
}


@pytest.mark.parametrize("case", SIGNED)
def test_minutes_are_signed_once_they_are_approved(february, march, case):
    changes, sentence = SIGNED[case]
    known = {"of_meeting": february, "by_item": item_of(march), "outcome": "approved", "signed_by": "Mary Bell"}
    with pytest.raises(ValidationError, match=sentence):
        Approval(**(known | changes)).full_clean()
    Approval(**(known | {"signed_on": MARCH})).full_clean()


def test_nothing_is_corrected_after_the_signature(february, march):
    approval = approve(february, march, signed_on=MARCH, signed_by="Mary Bell")
    approval.outcome, approval.corrections = "corrected", "That so."
    with pytest.raises(ValidationError, match="These minutes are signed"):
        approval.full_clean()


# — The approved version —


def test_the_public_reads_which_meeting_approved_them_and_goes_there(client, march, february):
    approve(february, march, "corrected", corrections="That “north” be read for “south”.")
    publish(february, Kind.MINUTES)
    page = html.fromstring(public(client, february).content.decode())
    [banner] = page.xpath("//div[@class='banner approved']")
    said = " ".join(banner.text_content().split())
    assert (
        said
        == "Approved at the meeting of 4 March 2026, item 2, with these corrections: That “north” be read for “south”."
    )
    [link] = banner.xpath(".//a/@href")
    assert link == f"/committees/{march.address}/minutes-of-the-last-meeting/"
    assert client.get(link).status_code == 200
    assert "Draft" not in words(public(client, february), "//main/*[not(@class='log')]")


def test_paper_says_the_same_and_who_signed(march, february):
    approve(february, march, signed_on=MARCH, signed_by="Councillor Mary Bell")
    publish(february, Kind.MINUTES)
    paper = html.fromstring(pdf.document(Version.objects.get(kind=Kind.MINUTES)))
    said = " ".join(paper.xpath("//header")[0].text_content().split())
    assert "Approved at the meeting of 4 March 2026, item 2. Signed by Councillor Mary Bell on 4 March 2026." in said
    assert paper.xpath("//p[@class='signature']") == []
    [end] = paper.xpath("//footer")
    assert "Signed as a correct record: Councillor Mary Bell, 4 March 2026" in " ".join(end.text_content().split())


def test_a_draft_says_nothing_of_an_approval(march, february):
    approve(february, march)
    assert freeze(february, Kind.DRAFT_MINUTES).approval is None and freeze(february, Kind.MINUTES).approval


def test_another_body_is_named(march, february):
    council = make_meeting(date=MARCH, committee=make_committee(name="Full Council", slug="council"))
    make_item(council, "Minutes of committees", kind="previous-minutes")
    approve(february, council)
    frozen = freeze(february, Kind.MINUTES).approval
    assert (frozen.committee, frozen.committee_slug, frozen.number) == ("Full Council", "council", "1")


def test_there_is_no_link_to_a_meeting_that_is_not_public(client, february):
    april = make_meeting(date=APRIL)
    make_item(april, "Minutes", kind="previous-minutes")
    approve(february, april)
    publish(february, Kind.MINUTES)
    banner = "//div[@class='banner approved']"
    assert "1 April 2026" in words(public(client, february), banner)
    assert b"href" not in html.tostring(html.fromstring(public(client, february).content).xpath(banner)[0])
    publish(april, Kind.AGENDA)
    assert f"/committees/{april.address}/" in html.fromstring(public(client, february).content).xpath(
        f"{banner}//@href"
    )


def test_the_address_of_an_item_that_was_withdrawn_is_not_told(march, february):
    approve(february, march)
    assert freeze(february, Kind.MINUTES).approval.item == "minutes-of-the-last-meeting"
    march.publications.get().withdraw("It named a child.")
    frozen = freeze(february, Kind.MINUTES).approval
    assert (frozen.item, frozen.number) == ("", "2")


def test_a_closed_item_that_approved_them_tells_nothing_of_its_title(march, february):
    item = item_of(march)
    item.restriction, item.public_title = "england-2006-3", "Staffing"
    item.save_columns("restriction", "public_title")
    approve(february, march)
    frozen = freeze(february, Kind.MINUTES).approval
    assert (frozen.item, frozen.number) == ("", "2")
    item.restriction, item.public_title = "", ""
    item.save_columns("restriction", "public_title")
    assert freeze(february, Kind.MINUTES).approval.item == "minutes-of-the-last-meeting"


def test_below_a_closed_item_there_is_no_number_either(march, february):
    above = make_item(march, "Staffing", restriction="england-2006-1", public_title="Staffing")
    item = item_of(march)
    item.parent = above
    item.save_columns("parent")
    approve(february, march)
    frozen = freeze(february, Kind.MINUTES).approval
    assert (frozen.item, frozen.number, frozen.date) == ("", "", "2026-03-04")


# — At the door —


def sentences(meeting: Meeting, kind: Kind = Kind.MINUTES) -> str:
    return " ".join(check.sentence for check in review(meeting, kind).checks)


def test_the_door_says_where_nobody_has_recorded_an_approval(march, february):
    assert NOBODY in sentences(february) and NOBODY not in sentences(february, Kind.DRAFT_MINUTES)
    approve(february, march, "not-now")
    assert NOBODY in sentences(february)
    Approval.objects.update(outcome="approved")
    assert NOBODY not in sentences(february)


def test_it_is_not_said_again_of_a_correction(february):
    publish(february, Kind.MINUTES)
    assert NOBODY not in sentences(february)


def test_old_minutes_that_were_approved_elsewhere_are_published_as_before(february):
    assert publish(february, Kind.MINUTES).meeting_record.approval is None


def test_an_approval_by_a_meeting_that_was_called_off_since_publishes_nothing(march, february):
    approve(february, march)
    Meeting.objects.filter(pk=march.pk).update(cancelled_at=timezone.now(), cancellation_reason="It was never held.")
    with pytest.raises(
        NotReady, match="4 March 2026, which is recorded as the one that approved these minutes, is cancelled"
    ):
        publish(february, Kind.MINUTES)
    march.revive()
    assert publish(february, Kind.MINUTES).meeting_record.approval


@pytest.mark.parametrize("is_changed", [False, True])
@pytest.mark.parametrize("corrections", ["", "That so."])
def test_the_words_are_those_that_the_meeting_approved(march, february, is_changed, corrections):
    approve(february, march, "corrected" if corrections else "approved", corrections=corrections)
    if is_changed:
        Minute.objects.filter(item__meeting=february).update(body="<p>Otherwise.</p>")
    said = sentences(february)
    assert ("approved as they stood, but differ from the draft that is public: “Repair of the north mole”" in said) == (
        is_changed and not corrections
    )
    assert ("say what the draft says. Write the corrections in." in said) == (bool(corrections) and not is_changed)


def test_what_is_confirmed_names_the_meeting_that_approved(desk, march, february):
    approve(february, march)
    address = f"/admin/publishing/publication/meeting/{february.pk}/"
    said = words(desk.post(address, {"kind": "minutes", "step": "confirm"}), "//body")
    assert "It says that these minutes are approved. It says so: by the meeting of 4 March 2026, item 2." in said
