"""A stranger starts Minutebook, and finds a council at work."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from committees.calendar import usual_days
from committees.models import Committee, Person, SummonsAddress
from demonstration.archive import said_of
from demonstration.building import bring, make_meeting
from demonstration.council import COMMITTEES, EXPERTS
from demonstration.days import is_summer, meeting_days, one_in_each_half
from demonstration.loading import load
from demonstration.people import make_committees, make_people
from demonstration.stock import STOCK
from demonstration.voting import in_the_room, take_votes
from demonstration.waiting import leave_waiting
from desk.my_desk import my_desk
from desk.summoned import Summoning
from minutes.models import (
    Action,
    AgendaItem,
    Annotation,
    Approval,
    Attendance,
    Decision,
    Declaration,
    Document,
    Meeting,
    Minute,
    Motion,
    Movement,
    Phrase,
)
from minutes.new_meetings import Begin, furnish
from minutes.room import Room
from published import asking
from published.kinds import Kind
from published.models import Item, Record, Withdrawal
from published.record import MeetingRecord
from publishing.freezing import with_amendments
from publishing.models import Publication
from tests.making import make_clerk, make_item

YEAR = [date(2026, 1, 1) + timedelta(n) for n in range(366)]
WINTER_DAY, SUMMER_DAY = "2026-01-05", "2026-08-20"


@pytest.mark.parametrize("today", YEAR[::7])
def test_there_is_always_a_next_meeting_soon_and_none_on_a_weekend(today):
    days = sorted(day for found in meeting_days(today).values() for day in found)
    assert any(today < day <= today + timedelta(14) for day in days)
    assert sum(day > today for day in days) >= 4
    assert len(days) >= 40
    assert all(day.isoweekday() <= 5 for day in days)


def test_the_planning_committee_meets_once_more_only_where_nobody_meets_in_a_fortnight():
    weekday, which = next(row[10:] for row in COMMITTEES if row[0] == "planning-committee")
    for today in YEAR[::7]:
        found = meeting_days(today)
        soon = [day for days in found.values() for day in days if today < day <= today + timedelta(14)]
        usual = {day for day in found["planning-committee"] if (day.weekday(), (day.day + 6) // 7) == (weekday, which)}
        assert {*found["planning-committee"]} - usual in (set(), {*soon} if len(soon) == 1 else set()), today


def test_of_the_meetings_in_summer_and_in_winter_the_last_is_taken():
    meetings = [Meeting(date=date(2026, month, 10)) for month in (1, 2, 5, 6, 11, 12)]
    assert one_in_each_half(meetings) == (meetings[3], meetings[5])


@pytest.fixture
def committees(db) -> dict[str, Committee]:
    return {committee.slug: committee for committee in make_committees(make_people())}


def test_everybody_sits_where_they_were_elected_or_asked_to(committees):
    def seats(slug):
        rows = committees[slug].memberships.order_by("pk").select_related("person")
        return [(row.role, row.person.last_name, row.started_on) for row in rows]

    elected, asked = date(2023, 5, 9), date(2024, 1, 15)
    planning = seats("planning-committee")
    assert planning[:3] == [
        ("chair", "Holloway", elected),
        ("vice-chair", "Garrow", elected),
        ("member", "Brandreth", elected),
    ]
    assert planning[-2:] == [("substitute", "Ladipo", elected), ("substitute", "Sallow", elected)]
    assert len(planning) == 10 and {role for role, *_ in planning[3:-2]} == {"member"}
    assert seats("safer-neighbourhoods-board")[2:] == [
        ("member", "Chaudry", elected),
        *(("co-opted", name, asked) for name in ("Ellery", "Castellan", "Ardingly")),
    ]
    assert [role for role, *_ in seats("council")] == ["chair", "vice-chair", *["member"] * 19]
    assert committees["council"].contact_officer == "Priya Somers"
    holder, partner = Person.objects.get(last_name="Chaudry"), Person.objects.get(last_name="Castellan")
    assert (f"{holder}", holder.party.name, holder.ward.name) == (
        "Councillor Nusrat Chaudry",
        "Progress",
        "Eskmere Quayside",
    )
    assert (f"{partner}", partner.post, partner.party) == ("Dr Miriam Castellan", "Public Health", None)


def test_a_new_meeting_has_its_day_and_its_items_and_its_minutes_have_phrases(committees):
    for slug, days in meeting_days(date(2026, 9, 1)).items():
        committee = committees[slug]
        regular = usual_days(committee.usual_weekday, committee.usual_week, days[0], days[-1])
        assert len({*days} - {*regular}) <= 1  # the Planning Committee may have one meeting more
        meeting = Meeting.objects.create(committee=committee, date=date(2027, 2, 3))
        furnish(meeting, Begin.STANDING)
        asked = slug in {"council", "withydale-parish-council", "planning-committee"}
        titles = [item.title for item in meeting.items.in_order()]
        assert titles == [*STANDING[: 4 if asked else 3], "Date of the next meeting"]
        assert all(meeting.items.values_list("purpose", flat=True))
        phrases = list(Phrase.objects.filter(committee=committee))
        standing = list(committee.standing_items.all())
        for rows in (phrases, standing):
            assert rows and [row.position for row in rows] == [*range(1, len(rows) + 1)]
            assert {row.kind for row in rows} <= {*AgendaItem.Kind.values}
    names = Phrase.objects.exclude(committee=None).values_list("name", flat=True)
    assert len({*names}) == len(names)


STANDING = [
    "Apologies for absence and substitutes",
    "Declarations of interest",
    "Minutes of the previous meeting",
    "Questions from the public",
]


def test_a_meeting_that_was_held_is_minuted_and_a_coming_one_is_not(committees):
    held = make_meeting(committees["planning-committee"], date(2026, 3, 5), 2, held=True)
    coming = make_meeting(committees["planning-committee"], date(2026, 7, 2), 4, held=False)
    for meeting in (held, coming):
        items = list(meeting.items.order_by("position"))
        assert [item.title for item in items[:4]] == STANDING and len(items) == 9
        assert items[-1].title == "Date of the next meeting"
        assert [item.kind for item in items[:3]] == ["apologies", "declarations", "previous-minutes"]
        assert all(item.purpose for item in items) and all(item.officer for item in items[4:8])
        assert [document.item for document in meeting.documents.all()] == [items[4]]
        assert meeting.attendances.filter(person__title="Councillor", capacity="member").count() == 8
    assert Minute.objects.filter(item__meeting=held).count() == 9
    assert list(held.items.filter(decisions__isnull=False).order_by("position")) == [
        *held.items.filter(kind="previous-minutes"),
        *held.items.order_by("position")[4:8],
    ]
    assert not Minute.objects.filter(item__meeting=coming).exists()
    assert not coming.items.filter(decisions__isnull=False).exists()
    assert {*held.attendances.values_list("state", flat=True)} <= {"present", "apologies"}
    assert {*coming.attendances.values_list("state", flat=True)} == {"expected"}
    there = held.attendances.filter(capacity="officer").values_list("guest_name", "role", "state")
    assert ("Helen Coppice", "Head of Planning", "present") in there


def test_an_officer_who_speaks_to_two_items_is_listed_once(committees):
    meeting = Meeting.objects.create(committee=committees["cabinet"], date=date(2026, 3, 10))
    for post in [*EXPERTS, *EXPERTS, "Nobody's post"]:
        bring(meeting, post)
    assert sorted(meeting.attendances.values_list("role", "guest_name")) == sorted(EXPERTS.items())


def test_what_a_committee_of_the_archive_talked_about_is_the_same_at_each_loading(committees):
    for matter in STOCK["planning-committee"]:
        said = [said_of(matter, turn) for turn in (3, 3, 4)]
        assert said[0] == said[1] and said[0]["decision"] and "{" not in said[0]["minutes"]
    assert said_of(STOCK["council"][0], 3) != said_of(STOCK["council"][0], 4)


def test_an_action_is_left_at_the_first_matter_of_each_meeting_before_the_last(committees):
    meetings = [Meeting.objects.create(committee=committees["cabinet"], date=date(2026, 3, n)) for n in range(2, 7)]
    for meeting in meetings:
        for position, officer in enumerate(["", "Engineer", "Treasurer"], start=1):
            make_item(meeting, f"{officer} speaks", officer=officer, position=position, minutes="<p>So.</p>")
    leave_waiting(date(2026, 3, 10))
    actions = Action.objects.order_by("due").values_list("item__meeting", "owner", "item__title")
    assert [*actions] == [(meeting.pk, "Engineer", "Engineer speaks") for meeting in meetings[3:0:-1]]
    left = Minute.objects.filter(item__meeting=meetings[-1]).values_list("item__title", flat=True)
    assert [*left] == [" speaks", "Engineer speaks"]


def test_each_body_meets_after_its_kind(committees):
    def meet(slug, day=date(2026, 5, 13)):
        meeting = make_meeting(committees[slug], day, 1, held=True)
        assert (meeting.kind == "annual") == (meeting.subtitle == "Annual meeting")
        return meeting.subtitle, meeting.attending, meeting.webcast_link

    cast = "https://webcast.eskmere.example/council/2026-0"
    assert meet("council") == ("Annual meeting", "public", f"{cast}5-13")
    assert meet("council", date(2026, 2, 18)) == ("", "public", f"{cast}2-18")
    assert meet("withydale-parish-council") == ("Annual meeting", "public", "")
    assert meet("planning-committee") == ("", "public", "")
    assert meet("safer-neighbourhoods-board") == ("", "private", "")


def test_an_executive_s_decisions_can_be_called_in_and_a_committee_s_can_not(committees):
    of = {
        slug: make_meeting(committees[slug], date(2026, 3, 10), 2, held=True)
        for slug in ("cabinet", "planning-committee")
    }
    for decision in Decision.objects.filter(item__meeting=of["cabinet"], item__position__gt=3):
        assert decision.reference == f"CAB/26/{decision.item_id}" and decision.officer == decision.item.officer
        assert (decision.call_in_by, decision.effective_on) == (date(2026, 3, 18), date(2026, 3, 19))
    for decision in Decision.objects.filter(item__meeting=of["planning-committee"]):
        assert (decision.reference, decision.officer, decision.call_in_by, decision.effective_on) == (
            "",
            "",
            None,
            None,
        )


def test_who_is_in_the_room_votes_and_what_was_carried_has_the_more_votes(committees):
    meetings = [make_meeting(committees["council"], date(2026, n, 18), n, held=True) for n in range(1, 7)]
    Motion.objects.filter(item__meeting__in=meetings[::2]).update(method="recorded")
    results, recorded = set(), 0
    for meeting in meetings:
        take_votes(meeting)
        room = Room.of(meeting)
        for motion in Motion.objects.filter(item__meeting=meeting):
            here = in_the_room(motion.item, room)
            assert {motion.mover, motion.seconder} <= {*here} and motion.mover != motion.seconder
            assert motion.votes_for + motion.votes_against + motion.abstentions == len(here)
            assert (motion.votes_for > motion.votes_against) == (motion.result == "carried")
            cast = Counter(motion.votes.values_list("cast", flat=True))
            assert cast == Counter(
                {"for": motion.votes_for, "against": motion.votes_against, "abstained": motion.abstentions}
                if motion.method == "recorded"
                else {}
            )
            recorded += motion.method == "recorded"
            results.add(motion.result)
    assert results == {"carried", "lost"} and recorded


def test_who_came_late_left_early_or_left_the_room_does_not_vote(committees):
    meeting = make_meeting(committees["planning-committee"], date(2026, 3, 5), 2, held=True)
    items = list(meeting.items.in_order())
    late, early, biased = rows = [*meeting.attendances.filter(state="present", capacity="member")[2:5]]
    Movement.objects.create(attendance=late, kind="arrived", item=items[4])
    Movement.objects.create(attendance=early, kind="left", item=items[5])
    Declaration.objects.create(
        item=items[4], person=biased.person, kind="pecuniary", nature="owns it", afterwards="left"
    )
    room = Room.of(meeting)
    there = [[row.person in in_the_room(item, room) for row in rows] for item in items[3:6]]
    assert there == [[False, True, True], [True, True, False], [True, False, True]]


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("day", [WINTER_DAY, SUMMER_DAY])
def test_the_council_agrees_with_itself_on_any_day_of_the_year(day, clock):
    now = timezone.make_aware(datetime.fromisoformat(f"{day}T12:00"))
    clock(now)
    load(now)
    something_of_each_kind_waits_for_the_clerk()
    some_members_of_each_committee_are_summoned_by_e_mail_and_others_on_paper()
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


def something_of_each_kind_waits_for_the_clerk():
    found = my_desk(make_clerk())
    assert found.coming and found.to_approve and len(found.scheduled) == 2
    assert [paper.is_overdue for paper in found.papers] == [True, False]
    assert [action.due < found.today for action in found.actions] == [True, False, False]
    assert all(action.owner for action in found.actions)
    last = found.to_write[0].meeting
    written = Minute.objects.filter(item__meeting=last).count()
    assert 0 < written < last.items.count()
    boards = [coming.asks_for_the_board for coming in found.coming]
    assert sum(boards) == 1
    fixed = Meeting.objects.exclude(notice_fixed_on=None)
    assert len(fixed) >= 2 and all(meeting.notice_fixed_on <= found.today for meeting in fixed)
    noted = AgendaItem.objects.exclude(chair_note="").values_list("meeting__date", flat=True)
    assert len(noted) == 2 and min(noted) > found.today


def some_members_of_each_committee_are_summoned_by_e_mail_and_others_on_paper():
    for committee in Committee.objects.exclude(clear_days="none"):
        live = {"publications__kind": Kind.AGENDA, "publications__goes_live_at__lte": timezone.now()}
        published = Meeting.objects.filter(committee=committee, cancelled_at=None, **live)
        found = Summoning.of(published.latest("date"))
        assert found.publication and {bool(member.consent) for member in found.members} == {True, False}, committee
    assert SummonsAddress.objects.exclude(withdrawn_on=None).count() == 1


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
        Movement.objects.filter(kind="left").values_list("item__meeting__date"),
        AgendaItem.objects.filter(state="deferred").values_list("meeting__date"),
        AgendaItem.objects.exclude(background_papers="").values_list("meeting__date"),
        Attendance.objects.exclude(comment="").values_list("meeting__date"),
        Minute.objects.exclude(summary="").values_list("item__meeting__date"),
        Movement.objects.filter(kind="arrived").values_list("item__meeting__date"),
        Declaration.objects.filter(afterwards="left").values_list("item__meeting__date"),
        Meeting.objects.exclude(cancelled_at=None).values_list("date"),
        corrections.values_list("meeting__date"),
        Approval.objects.filter(outcome="corrected").values_list("of_meeting__date"),
        Annotation.objects.values_list("of_meeting__date"),
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


def is_there(attendee, place: int, places: dict[str, int]) -> bool:
    """Whether somebody was in the room to the end of an item."""
    moved = [(places[movement.item], movement.kind) for movement in attendee.movements]
    before = [kind for at, kind in moved if at <= place]
    return before[-1] == "arrived" if before else not moved or moved[0][1] == "left"


def only_who_is_in_the_room_votes(records):
    named = 0
    for record in records:
        places = {item.title: place for place, item in enumerate(record.items)}
        for place, item in enumerate(record.items):
            left = {d.person.name for d in item.declarations if d.afterwards == "left"}
            here = {
                a.person.name
                for a in record.attendance
                if a.state == "present" and a.capacity in {"member", "substitute"}
                if is_there(a, place, places)
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
