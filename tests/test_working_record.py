"""What the working record promises whoever writes it: a form, a command, or SQL by hand."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from committees.law import Ground, LateRule, Law
from committees.models import Membership
from minutes.models import AgendaItem, Attendance, Decision, Document, Meeting
from minutes.triggers import REFUSAL
from tests.making import make_committee, make_document, make_item, make_meeting, make_person

pytestmark = pytest.mark.django_db


def refused(write, *arguments, **changes) -> str:
    """What the database says to a write that goes past every form."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write(*arguments, **changes)
    return str(error.value)


# Two levels of items


@pytest.fixture
def agenda():
    """Two meetings; in the first, item 2 has a sub-item, and item 1 has none."""
    meeting, other = make_meeting(), make_meeting(date=date(2026, 7, 8))
    first, second = make_item(meeting, "First"), make_item(meeting, "Second")
    below = make_item(meeting, "Below the second", parent=second)
    return {"first": first, "second": second, "below": below, "elsewhere": make_item(other, "Elsewhere")}


@pytest.mark.parametrize(("item", "parent"), [("first", "below"), ("second", "first"), ("first", "elsewhere")])
def test_the_database_holds_two_levels_in_one_meeting(agenda, item, parent):
    write = AgendaItem.objects.filter(pk=agenda[item].pk).update
    assert REFUSAL in refused(write, parent=agenda[parent])
    agenda[item].parent = agenda[parent]
    with pytest.raises(ValidationError) as error:
        agenda[item].full_clean()
    assert list(error.value.message_dict) == ["parent"]


def test_the_database_takes_no_third_level_and_no_sub_item_to_another_meeting(agenda):
    assert REFUSAL in refused(make_item, agenda["below"].meeting, "Third level", parent=agenda["below"])
    elsewhere = agenda["elsewhere"].meeting
    for item in ("second", "below"):
        assert REFUSAL in refused(AgendaItem.objects.filter(pk=agenda[item].pk).update, meeting=elsewhere)
    make_item(elsewhere, "Below, and in order", parent=agenda["elsewhere"])


def test_no_migration_has_lost_the_triggers(agenda):
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        names = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(names)
        found = {name for (name,) in cursor.fetchall()}
    assert {name for name in found if name.startswith("agenda_item_levels")}


def test_what_is_below_a_restricted_item_is_closed(agenda):
    AgendaItem.objects.filter(pk=agenda["second"].pk).update(restriction="england-2006-3", public_title="A contract")
    closed = {item.title: item.is_closed for item in AgendaItem.objects.all()}
    assert closed == {"First": False, "Second": True, "Below the second": True, "Elsewhere": False}


# The law


LAWS = {"principal-5": Law.ENGLAND, "wales-3": Law.WALES, "parish-3": Law.PARISH, "none": Law.OWN}


@pytest.mark.parametrize(("clear_days", "law"), LAWS.items())
def test_a_committee_s_notice_tells_its_law(clear_days, law):
    committee = make_committee(clear_days=clear_days)
    assert committee.law == law
    assert {ground.law for ground in law.grounds} == {law}


def test_each_law_has_its_own_grounds_which_name_their_act():
    assert {law: len(law.grounds) for law in Law} == {Law.ENGLAND: 8, Law.WALES: 8, Law.PARISH: 1, Law.OWN: 1}
    for ground in [*Law.ENGLAND.grounds, *Law.WALES.grounds]:
        assert "LGA 1972" in ground.label
    assert "Admission to Meetings) Act 1960 s.1(2)" in Ground.PARISH_1960.label
    assert "xempt" not in Ground.PARISH_1960.label + Ground.OWN_CONFIDENTIAL.label


@pytest.mark.parametrize("ground", [Ground.PARISH_1960, Ground.OWN_CONFIDENTIAL])
def test_a_ground_without_a_description_needs_its_reason(ground):
    item = make_item(make_meeting(), minutes="<p>Said.</p>", decision="<p>Done.</p>")
    paper = make_document(item.meeting, item=item)
    for row in (item, item.minute, item.decisions.get(), paper):
        row.restriction = ground
        if row is item:
            row.public_title = "A contract"
        assert "states_its_reason" in refused(row.save)
        row.restriction_reason = "Terms of a tender"
        row.full_clean()
        row.save()


def test_a_late_item_needs_the_reason_that_its_law_asks_for():
    rules = {law: law.late_rule for law in Law}
    assert rules[Law.ENGLAND] == rules[Law.WALES] == LateRule.URGENT == "lga-1972-100b-4b"
    assert (rules[Law.PARISH], rules[Law.OWN]) == (LateRule.INFORMATION, LateRule.OWN) == ("", "own-rules")
    parish = make_committee(slug="parish", name="Parish", clear_days="parish-3")
    make_item(make_meeting(committee=parish), "For information", is_late=True).full_clean()
    with pytest.raises(ValidationError, match="needs the reason for its urgency"):
        make_item(make_meeting(), "Urgent", is_late=True).full_clean()


# Who was there


def test_the_chair_is_printed_first_and_a_late_comer_last():
    committee = make_committee()
    for name, role in [("Ann Vane", "member"), ("Mary Bell", "chair"), ("Zoe Ash", "vice-chair")]:
        Membership.objects.create(committee=committee, person=make_person(name), role=role)
    meeting = make_meeting(committee=committee)
    Attendance.objects.create(meeting=meeting, person=make_person("Sub Stitute"), capacity="substitute")
    Attendance.objects.create(meeting=meeting, guest_name="The Press", capacity="press")
    meeting.expect_members()
    meeting.expect_members()
    assert [(row.name.split()[-1], row.seat) for row in meeting.attendances.all()] == [
        ("Bell", "chair"),
        ("Ash", "vice-chair"),
        ("Stitute", ""),
        ("Press", ""),
        ("Vane", "member"),
    ]


def test_a_new_row_comes_last_wherever_it_is_made():
    item = make_item(make_meeting())
    Decision.objects.create(item=item, text="<p>One</p>", position=4)
    assert Decision.objects.create(item=item, text="<p>Two</p>").position == 5
    make_document(item.meeting, item=item, position=2)
    assert make_document(item.meeting, item=item).position == 3
    assert make_document(item.meeting).position == 1


def test_a_paper_of_an_item_is_of_the_item_s_meeting():
    item = make_item(make_meeting())
    make_document(make_meeting(date=date(2026, 7, 8)), item=item)
    assert Document.objects.get().meeting == item.meeting


def test_who_may_attend_is_unknown_until_somebody_says():
    assert make_meeting().attending == ""


# Every change raises the version, and takes back nobody else's


def verbs():
    def cancel(meeting):
        meeting.cancel("The Guildhall is flooded.")

    def revive(meeting):
        meeting.cancel("The Guildhall is flooded.")
        meeting.revive()

    def expect(meeting):
        meeting.expect_members()

    return [cancel, revive, expect]


@pytest.mark.parametrize("verb", verbs(), ids=lambda verb: verb.__name__)
def test_a_verb_of_a_meeting_raises_its_version_and_keeps_what_was_stored_meanwhile(verb):
    meeting = make_meeting()
    Meeting.objects.filter(pk=meeting.pk).update(venue="Custom House")
    verb(meeting)
    stored = Meeting.objects.get()
    assert stored.version == meeting.version > 0
    assert stored.venue == "Custom House"


def test_moving_an_item_raises_its_version_alone_and_keeps_what_was_stored_meanwhile():
    meeting = make_meeting()
    for title in ("First", "Second"):
        second = make_item(meeting, title)
    AgendaItem.objects.update(officer="Harbour Master")
    second.move(-1)
    stored = list(meeting.items.all())
    assert [(item.title, item.officer, item.version) for item in stored] == [
        ("Second", "Harbour Master", 1),
        ("First", "Harbour Master", 0),
    ]


def test_a_revived_meeting_is_as_if_it_had_not_been_cancelled():
    meeting, instead = make_meeting(), make_meeting(date=date(2026, 7, 8))
    meeting.cancel("Storm.", postponed_to=instead)
    stored = Meeting.objects.get(pk=meeting.pk)
    assert (stored.is_cancelled, stored.cancellation_reason, stored.postponed_to) == (True, "Storm.", instead)
    meeting.revive()
    stored = Meeting.objects.get(pk=meeting.pk)
    assert (stored.is_cancelled, stored.cancellation_reason, stored.postponed_to) == (False, "", None)


def test_a_meeting_is_not_cancelled_without_a_reason_nor_postponed_to_itself():
    meeting = make_meeting()
    for reason, instead in [(" ", None), ("Storm.", meeting)]:
        with pytest.raises(ValidationError):
            meeting.cancel(reason, postponed_to=instead)
    assert not Meeting.objects.get().is_cancelled


@pytest.mark.parametrize("way", ["postponed_to", "adjourned_to"])
@pytest.mark.parametrize("day", [date(2026, 1, 21), date(2026, 7, 22)], ids=["winter", "summer"])
def test_a_meeting_is_held_instead_of_none_that_is_later(way, day):
    meeting, before, same, after = (
        make_meeting(date=day + timedelta(days), sitting=sitting) for days, sitting in [(0, 1), (-1, 1), (0, 2), (7, 1)]
    )
    with pytest.raises(ValidationError, match="can’t be held instead of one on"):
        meeting.cancel("Storm.", postponed_to=before)
    assert not Meeting.objects.get(pk=meeting.pk).is_cancelled
    setattr(meeting, way, before)
    with pytest.raises(ValidationError, match="can’t be held instead of one on"):
        meeting.full_clean()
    for other in (same, after):
        setattr(meeting, way, other)
        meeting.full_clean()
    Meeting.objects.filter(pk=meeting.pk).update(**{way: after})
    after.date = day - timedelta(2)
    with pytest.raises(ValidationError, match="can’t be held instead of one on"):
        after.full_clean()
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.date = day + timedelta(8)
    with pytest.raises(ValidationError, match="can’t be held instead of one on"):
        meeting.full_clean()


# One chair


def test_the_database_holds_one_current_chair():
    committee = make_committee()
    Membership.objects.create(committee=committee, person=make_person(), role="chair")
    sit = Membership.objects.create
    refused(sit, committee=committee, person=make_person("Ann Vane"), role="chair")
    sit(committee=committee, person=make_person("Ann Vane"), role="chair", ended_on=date(2025, 7, 1))
    sit(committee=make_committee(slug="quays"), person=make_person("Ann Vane"), role="chair")
