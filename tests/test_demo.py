"""A stranger starts Minutebook, and finds a council at work."""

import re
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from committees.models import Committee, Person
from demonstration.council import EXPERTS
from demonstration.days import is_summer, meeting_days
from demonstration.loading import load
from minutes.models import AgendaItem, Attendance, Declaration, Document, Meeting, Motion
from published import asking
from published.kinds import Kind
from published.models import Item, Record, Withdrawal
from published.record import MeetingRecord
from publishing.freezing import with_amendments
from publishing.models import Publication

YEAR = [date(2026, 1, 1) + timedelta(n) for n in range(366)]
WINTER_DAY, SUMMER_DAY = "2026-01-05", "2026-08-20"


@pytest.mark.parametrize("today", YEAR[::7])
def test_there_is_always_a_next_meeting_soon_and_none_on_a_weekend(today):
    days = sorted(day for found in meeting_days(today).values() for day in found)
    assert any(today < day <= today + timedelta(14) for day in days)
    assert sum(day > today for day in days) >= 4
    assert len(days) >= 40
    assert all(day.isoweekday() <= 5 for day in days)


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("day", [WINTER_DAY, SUMMER_DAY])
def test_the_council_agrees_with_itself_on_any_day_of_the_year(day):
    load(timezone.make_aware(datetime.fromisoformat(f"{day}T12:00")))
    records = [MeetingRecord.from_json(text) for text in Record.objects.values_list("text", flat=True)]
    it_has_all_that_a_council_meets_with()
    it_meets_with_everything_twice()
    it_was_published_in_the_order_of_time()
    only_who_is_in_the_room_votes(records)
    names_and_numbers_agree(records)
    what_is_carried_is_what_is_decided(records)
    no_text_contradicts_another(records)
    nothing_closed_is_told(records)
    call_command("verify")


def it_has_all_that_a_council_meets_with():
    assert Committee.objects.values("kind").distinct().count() == Committee.objects.count() == 6
    assert Person.objects.count() == 24
    assert Meeting.objects.count() >= 40
    assert AgendaItem.objects.count() >= 300
    assert set(Publication.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert set(Meeting.objects.values_list("attending", flat=True)) == set(Meeting.Attending.values)
    assert set(Motion.objects.values_list("result", flat=True)) == {"carried", "lost"}


def it_meets_with_everything_twice():
    grounds = set(AgendaItem.objects.exclude(restriction="").values_list("restriction", flat=True))
    assert grounds == {"england-2006-3", "england-2006-4", "parish-1960", "own-confidential"}
    corrections = Publication.objects.filter(kind=Kind.MINUTES).exclude(note="")
    late = AgendaItem.objects.filter(is_late=True)
    for found in (
        AgendaItem.objects.exclude(restriction="").values_list("meeting__date"),
        Document.objects.exclude(restriction="").values_list("meeting__date"),
        late.exclude(late_reason="").values_list("meeting__date"),
        late.filter(late_reason="").values_list("meeting__date"),
        AgendaItem.objects.exclude(parent=None).values_list("meeting__date"),
        Motion.objects.filter(method="recorded").values_list("item__meeting__date"),
        Attendance.objects.exclude(left_at_item=None).values_list("meeting__date"),
        Attendance.objects.exclude(arrived_at_item=None).values_list("meeting__date"),
        Declaration.objects.filter(left_the_room=True).values_list("item__meeting__date"),
        Meeting.objects.exclude(cancelled_at=None).values_list("date"),
        corrections.values_list("meeting__date"),
        Publication.objects.exclude(withdraws=None).values_list("meeting__date"),
    ):
        assert {is_summer(day) for (day,) in found} == {True, False}, str(found.query)
    assert Publication.objects.standing().filter(goes_live_at__gt=latest_moment()).count() == 2


def latest_moment() -> datetime:
    return Publication.objects.latest("sequence").published_at


def it_was_published_in_the_order_of_time():
    log = list(Publication.objects.order_by("sequence"))
    assert all(before.published_at <= after.published_at for before, after in pairwise(log))
    assert all(before.digest == after.previous_digest for before, after in pairwise(log))
    assert Withdrawal.objects.count() == 2
    assert not Record.objects.filter(sequence__in=Withdrawal.objects.values("sequence")).exists()


def only_who_is_in_the_room_votes(records):
    named = 0
    for record in records:
        places = {item.title: place for place, item in enumerate(record.items)}
        for place, item in enumerate(record.items):
            left = {d.person.name for d in item.declarations if d.left_the_room}
            here = {
                a.person.name
                for a in record.attendance
                if a.state == "present" and a.capacity in {"member", "substitute"}
                if places.get(a.arrived_at, 0) <= place < places.get(a.left_at, len(places))
            } - left
            for motion in with_amendments(item.motions):
                voters = {vote.person.name for vote in motion.votes}
                assert voters <= here
                assert {motion.mover.name, motion.seconder.name} <= here
                assert motion.votes_for + motion.votes_against + motion.abstentions == len(here)
                named += len(voters)
    assert named


def names_and_numbers_agree(records):
    for motion in motions(records):
        if motion.method == "recorded":
            cast = [vote.cast for vote in motion.votes]
            counted = [cast.count(side) for side in ("for", "against", "abstained")]
            assert counted == [motion.votes_for, motion.votes_against, motion.abstentions]
        assert (motion.votes_for > motion.votes_against) == (motion.result == "carried")


def what_is_carried_is_what_is_decided(records):
    decided = 0
    for item in (item for record in records for item in record.items if item.motions):
        carried = [motion.text for motion in item.motions if motion.result == "carried"]
        assert carried == [decision.text for decision in item.decisions]
        decided += 1
    assert decided > 10


# What a decision of a kind says, and what none of another kind may say.
SAYS = {
    "noted": r"\bnoted\b",
    "deferred": r"\bdeferred\b",
    "referred": r"\breferred\b",
    "refused": r"\brefused\b",
    "recommended": r"\brecommend\b",
    "delegated": r"\bauthorised to\b",
}
ONLY_OF_ITS_KIND = ("deferred", "referred", "refused", "recommended")
# What minutes tell, and what must then be on record. A text that says the one without the other contradicts itself.
TELLS = {
    r"\bapologies were received\b": lambda record, item: apologies(record),
    r"\bno apologies\b": lambda record, item: not apologies(record),
    r"\bamendment\b.*\blost\b": lambda record, item: [a.result for m in item.motions for a in m.amendments] == ["lost"],
    r"\bproposed and seconded\b|\bmoved the motion\b": lambda record, item: bool(item.motions),
    r"\bput the resolution\b": lambda record, item: bool(item.decisions),
    r"\bapproved\b.*\bsigned by the chair\b": lambda record, item: item.kind == "previous-minutes",
}
WITHDRAWN_PUBLIC = r"public be excluded|taken in private"


def no_text_contradicts_another(records):
    told = set()
    for record in records:
        for item in record.items:
            no_motion_contradicts_a_decision(item)
            for decision in item.decisions:
                a_decision_says_what_its_kind_says(decision)
                assert record.attending != "private" or not re.search(WITHDRAWN_PUBLIC, decision.text), decision.text
            for pattern, is_so in TELLS.items():
                if re.search(pattern, item.minutes, re.IGNORECASE | re.DOTALL):
                    assert is_so(record, item), (record.address, item.title, pattern)
                    told.add(pattern)
        whoever_speaks_is_there(record)
    assert len(told) >= len(TELLS) - 1, set(TELLS) - told


def apologies(record) -> bool:
    return any(row.state == "apologies" for row in record.attendance)


def no_motion_contradicts_a_decision(item):
    """ "That the recommendation be accepted" and a decision against it can't both be carried, nor what was lost be decided."""
    decided = [decision.text for decision in item.decisions]
    for motion in item.motions:
        against = item.recommendation and {d.kind for d in item.decisions} & {"refused", "deferred"}
        accepts = "recommendation be accepted" in motion.text
        assert not (accepts and motion.result == "carried" and against), item.title
        assert motion.result == "carried" or motion.text not in decided, item.title
    refused = any(decision.kind == "refused" for decision in item.decisions)
    if refused and re.search(r"granted|approval", item.recommendation, re.IGNORECASE) and item.motions:
        assert [m.result for m in item.motions if "recommendation be accepted" in m.text] == ["lost"], item.title


def a_decision_says_what_its_kind_says(decision):
    found = {kind for kind, pattern in SAYS.items() if re.search(pattern, decision.text, re.IGNORECASE)}
    assert decision.kind == "agreed" or decision.kind in found, decision.text
    assert not {*ONLY_OF_ITS_KIND} & found - {decision.kind}, decision.text


def whoever_speaks_is_there(record):
    """An officer whose item it was is on the list of who was there."""
    if Kind(record.kind).has_minutes:
        there = {row.role for row in record.attendance if row.capacity == "officer"}
        spoke = {item.officer for item in record.items if item.officer in EXPERTS and item.minutes}
        assert spoke <= there, record.address


def motions(records):
    return [motion for record in records for item in record.items for motion in with_amendments(item.motions)]


def nothing_closed_is_told(records):
    closed = AgendaItem.objects.exclude(restriction="").select_related("minute")
    secrets = {word for item in closed for word in (item.title, item.minute.body)}
    secrets |= set(Document.objects.exclude(restriction="").values_list("title", flat=True))
    told = [record.to_json() for record in records] + list(Item.objects.values_list("body", flat=True))
    assert len(secrets) == 11  # six titles, four texts, a paper
    assert not [word for word in secrets for text in told if word in text]
    shown = {item.title for record in records for item in record.items if item.closed}
    assert shown == set(closed.values_list("public_title", flat=True))


@pytest.mark.django_db
def test_every_page_answers_and_tells_nothing_closed(client, settings):
    call_command("demo")
    assert (settings.DATA / "clerk-login.txt").stat().st_mode & 0o777 == 0o600
    closed = AgendaItem.objects.exclude(restriction="").select_related("meeting__committee")
    for item in closed:
        page = client.get(f"/committees/{item.meeting.address}/").content.decode()
        assert item.public_title in page
        assert item.title not in page
    shown = asking.rows(f"SELECT v.committee_slug, v.meeting_slug FROM {asking.SHOWN}", timezone.now())
    for committee, meeting in shown:
        assert client.get(f"/committees/{committee}/{meeting}/").status_code == 200


@pytest.mark.django_db
def test_a_second_start_changes_nothing_and_a_full_database_is_refused():
    Committee.objects.create(name="Harbour Committee", slug="harbour-committee")
    call_command("demo", if_empty=True)
    with pytest.raises(CommandError, match="empty database only"):
        call_command("demo")
    assert Committee.objects.count() == 1
    assert not Meeting.objects.exists()
