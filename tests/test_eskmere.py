"""The council that a stranger tries is one that could be: who sits on it, what comes before it, how it votes, what it publishes.

Each part by itself, which is quick; test_demo.py loads the whole and sees whether it agrees with itself.
"""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from committees.models import Appointment, Committee, Membership, Organisation, Party, Person, Ward
from committees.roles import Role
from demonstration import approvals, changes, special
from demonstration.building import filling, kind_of, make_meeting
from demonstration.clerks import AUTHOR, CLERKS, make_clerks
from demonstration.closing import close
from demonstration.council import COMMITTEES, EXPERTS, OFFICERS, PARTIES
from demonstration.days import is_summer, meeting_days, one_in_each_half
from demonstration.loading import is_minuted, make_meetings
from demonstration.people import make_committees, make_people
from demonstration.stock import BUILDINGS, PLACES, ROADS, STOCK
from demonstration.story import Story, publishing, tell
from demonstration.voting import in_the_room, put, take_votes
from minutes.models import (
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    Document,
    Matter,
    Meeting,
    Minute,
    Motion,
    Movement,
    ReportAuthor,
    Vote,
)
from minutes.room import Room
from published.kinds import Kind
from publishing.models import Publication
from tests.making import make_committee, make_held_meeting, make_item, make_person
from tests.making import make_meeting as make_any_meeting

pytestmark = pytest.mark.once

TODAY = date(2026, 8, 20)
NOON = datetime(2026, 8, 20, 11, tzinfo=UTC)
SUMMER, WINTER = date(2026, 7, 9), date(2026, 1, 8)


@pytest.fixture
def council(db) -> dict[str, Committee]:
    """The committees by their slug, with who sits on them."""
    return {committee.slug: committee for committee in make_committees(make_people())}


def all_that_the_desk_would_take(*models) -> None:
    for model in models:
        for row in model.objects.all():
            row.full_clean()


# Who there is


def test_everybody_has_a_name_and_a_seat_that_the_desk_would_take(council):
    all_that_the_desk_would_take(Organisation, Party, Ward, Person, Committee, Membership)
    for person in Person.objects.all():
        names = person.title, person.first_name, person.last_name
        assert names == tuple(name.title() for name in names)
        assert person.slug == slugify(f"{person.first_name} {person.last_name}")
        assert (person.title == "Councillor") == bool(person.party and person.ward) == (not person.post)
    assert Ward.objects.count() == 8
    assert all(len(ward.name) < 20 for ward in Ward.objects.all())


def test_the_council_is_reached_at_an_address_that_belongs_to_nobody(council):
    organisation = Organisation.objects.get()
    assert organisation.name == "Eskmere District Council"
    addresses = {organisation.contact_email, *(committee.contact_email for committee in council.values())}
    assert addresses == {"democracy@eskmere.example"}  # .example is never given out
    assert all(text for text in (organisation.contact_phone, organisation.contact_address, organisation.data_licence))


@pytest.mark.parametrize(("name", "short"), PARTIES.items())
def test_a_party_s_letters_are_those_of_its_name(name, short):
    assert short in {"".join(word[0] for word in name.split()), name[:3]}


def test_each_committee_has_a_chair_a_deputy_and_enough_members(council):
    assert set(council) == set(STOCK) == set(OFFICERS)
    seats = {slug: list(committee.memberships.order_by("pk")) for slug, committee in council.items()}
    for slug, committee in council.items():
        roles = [seat.role for seat in seats[slug]]
        assert roles[:3] == ["chair", "vice-chair", "member"] and roles.count("chair") == roles.count("vice-chair") == 1
        assert committee.quorum <= len(roles) - roles.count("substitute")
        assert committee.contact_officer in {officer.split(",")[0] for officer in OFFICERS[slug]}
        assert set(slug.split("-")) <= set(slugify(committee.name).split("-"))
    sizes = {slug: len(found) for slug, found in seats.items()}
    assert (
        max(sizes, key=sizes.get) == "council" and sizes["council"] == Person.objects.filter(title="Councillor").count()
    )
    assert sorted(sizes.values())[-2] <= 10
    assert {seat.committee.slug for found in seats.values() for seat in found if seat.role == "co-opted"} == {
        "safer-neighbourhoods-board"
    }


# When it meets


@pytest.mark.parametrize("today", [date(2026, 1, 5), TODAY])
def test_each_committee_meets_on_its_own_day_of_the_month_and_not_in_august(today):
    for slug, *_, every, _offset, weekday, which in COMMITTEES:
        days = meeting_days(today)[slug]
        regular = [day for day in days if day.weekday() == weekday and (day.day - 1) // 7 + 1 == which]
        assert len(days) - len(regular) <= (slug == "planning-committee")  # the one that is put in to be soon
        assert all(day.month != 8 for day in regular)
        months = [12 * day.year + day.month for day in regular]
        assert {later - earlier for earlier, later in pairwise(months)} <= {every, 2 * every}
        assert days == sorted(days) and len(set(days)) == len(days)
        first, last = days[0], days[-1]
        assert 18 - 2 * every < (today.year - first.year) * 12 + today.month - first.month <= 18
        assert today < last <= today + timedelta(125)


def test_what_is_put_in_to_be_soon_is_a_thursday_in_the_second_week():
    added = []
    for today in (date(2026, 1, 1) + timedelta(n) for n in range(366)):
        days = meeting_days(today)
        others = {day for slug, found in days.items() if slug != "planning-committee" for day in found}
        soon = {day for day in others | set(days["planning-committee"]) if today < day <= today + timedelta(14)}
        assert soon
        added += [day - today for day in soon - others if (day.day - 1) // 7 or day.month == 8]
    assert added and all(timedelta(7) <= wait < timedelta(14) for wait in added)


def test_summer_is_when_the_clocks_say_so_for_the_whole_month():
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 9, 30), date(2026, 10, 1)]
    assert [is_summer(day) for day in days] == [False, True, True, False]


# What comes before it


MATTERS = [(slug, matter) for slug, found in STOCK.items() for matter in found]


@pytest.mark.django_db
def test_each_matter_reads_as_a_clerk_would_write_it():
    councillors = [make_person("Mary Bell"), make_person("Joan Pike")]
    fill = filling(SUMMER, Random(1), councillors)
    for _, matter in MATTERS:
        sentences = [matter.purpose, matter.minutes, matter.decision]
        sentences += filter(None, [matter.recommendation, matter.reasons, matter.options, matter.amendment])
        for text in (text.format_map(fill) for text in sentences):
            assert text[0] == "<" or text[0] == text[0].upper(), text
            assert text.endswith((".", "”", ">")), text
        assert matter.title.format_map(fill) and matter.officer[:1] == matter.officer[:1].upper()
        assert matter.kind in Decision.Kind.values
        assert kind_of(matter) in AgendaItem.Kind.values
    assert {kind_of(matter) for _, matter in MATTERS} == {"report", "motion", "petition"}


def test_only_the_cabinet_takes_key_decisions_and_what_is_amended_is_voted_on():
    assert {slug for slug, matter in MATTERS if matter.is_key} == {"cabinet"}
    assert all(matter.vote for _, matter in MATTERS if matter.amendment or matter.against_advice)
    assert {slug for slug, matter in MATTERS if matter.vote} >= {"council", "planning-committee"}
    assert not any(matter.vote for slug, matter in MATTERS if slug == "cabinet")


@pytest.mark.parametrize("names", [PLACES, ROADS, BUILDINGS], ids=["places", "roads", "buildings"])
def test_places_have_short_names_of_their_own(names):
    assert len(set(names)) == len(names) >= 7
    assert all(3 < len(name) < 25 for name in names)


# A meeting of it


def test_a_meeting_to_come_has_an_agenda_and_nothing_that_was_said(council):
    meeting = make_meeting(council["planning-committee"], SUMMER, 0, held=False)
    kinds = list(meeting.items.order_by("position").values_list("kind", flat=True))
    assert kinds[:4] == ["apologies", "declarations", "previous-minutes", "questions"]
    assert kinds[4:-1] == ["report"] * 4 and kinds[-1] == "any-other-business"
    assert not any(model.objects.exists() for model in (Minute, Decision, Motion))
    assert set(meeting.attendances.values_list("state", flat=True)) == {"expected"}
    papers = Document.objects.all()
    assert [paper.item.position for paper in papers] == [5]
    assert papers[0].title == f"Report: {papers[0].item.title}" and papers[0].kind == "report"
    all_that_the_desk_would_take(Meeting, AgendaItem, Attendance, Document)


def test_a_meeting_that_was_held_is_minuted(council):
    meeting = make_meeting(council["planning-committee"], SUMMER, 0, held=True)
    items = list(meeting.items.order_by("position"))
    assert all(item.minute.body for item in items)
    decided = {item.kind for item in items if item.decisions.exists()}
    assert decided == {"previous-minutes", "report"}
    assert all(item.recommendation and item.officer and item.purpose for item in items if item.kind == "report")
    states = list(meeting.attendances.filter(capacity="member").values_list("state", flat=True))
    assert states[0] == "present" and set(states) <= {"present", "apologies"} and states.count("apologies") <= 2
    assert not meeting.attendances.filter(state="apologies", mode="remote").exists()
    assert meeting.end > meeting.start
    officers = meeting.attendances.filter(capacity="officer")
    there = [f"{row.guest_name}, {row.role}" for row in officers]
    assert there[: len(OFFICERS["planning-committee"])] == OFFICERS["planning-committee"]
    assert {row.role for row in officers} >= {item.officer for item in items if item.kind == "report"} & set(EXPERTS)
    assert set(officers.values_list("state", flat=True)) == {"present"}
    all_that_the_desk_would_take(Meeting, AgendaItem, Attendance, Minute, Decision, Motion)


def test_a_substitute_comes_for_somebody_who_is_away(council):
    """At some meeting of ten."""
    committee = council["planning-committee"]
    for month in range(1, 11):
        make_meeting(committee, date(2026, month, 8), month, held=True)
    come = Attendance.objects.filter(capacity="substitute")
    assert come.exists()
    for row in come:
        away = row.meeting.attendances.get(person=row.substitute_for)
        assert (row.state, row.seat, away.state) == ("present", "substitute", "apologies")
        assert committee.memberships.filter(person=row.person, role="substitute").exists()
    assert {row.mode for row in Attendance.objects.all()} == {"", "in-person", "remote"}
    meetings = Meeting.objects.all()
    assert len({tuple(meeting.items.values_list("title", flat=True)) for meeting in meetings}) == 10


def test_what_is_put_off_by_a_week_is_the_same_business(council):
    titles = [
        list(
            make_meeting(council["withydale-parish-council"], day, 3, held=False).items.values_list("title", flat=True)
        )
        for day in (SUMMER, SUMMER + timedelta(7))
    ]
    assert titles[0] == titles[1]


def test_each_body_meets_in_its_own_way(council):
    meetings = {slug: make_meeting(committee, date(2026, 5, 12), 0, held=False) for slug, committee in council.items()}
    annual = {slug for slug, meeting in meetings.items() if meeting.subtitle}
    assert annual == {"council", "withydale-parish-council"} and meetings["council"].subtitle == "Annual meeting"
    assert {slug for slug, meeting in meetings.items() if meeting.webcast_link} == {"council"}
    assert meetings["council"].webcast_link.startswith("https://webcast.eskmere.example/")
    assert {slug for slug, meeting in meetings.items() if meeting.attending == "private"} == {
        "safer-neighbourhoods-board"
    }
    asked = {slug for slug, meeting in meetings.items() if meeting.items.filter(kind="questions").exists()}
    assert asked == {"council", "withydale-parish-council", "planning-committee"}
    for slug, meeting in meetings.items():
        assert (meeting.start, meeting.venue) == (council[slug].usual_start, council[slug].usual_venue)
        assert meeting.start is None or meeting.start.minute % 15 == 0
    assert not make_meeting(council["council"], date(2026, 6, 12), 0, held=False).subtitle


def test_the_cabinet_s_decisions_can_be_called_in(council):
    meetings = [make_meeting(council[slug], SUMMER, 0, held=True) for slug in ("cabinet", "scrutiny-committee")]
    of_cabinet, others = (Decision.objects.filter(item__meeting=meeting, item__kind="report") for meeting in meetings)
    assert of_cabinet and others
    for decision in of_cabinet:
        assert re.fullmatch(r"CAB/26/\d+", decision.reference) and decision.officer
        assert (decision.call_in_by, decision.effective_on) == (date(2026, 7, 17), date(2026, 7, 18))
    for decision in others:
        facts = decision.reference, decision.call_in_by, decision.effective_on, decision.officer
        assert facts == ("", None, None, "")


def test_what_was_voted_on_has_a_mover_and_a_seconder_and_what_was_lost_came_the_other_way_round(council):
    for index in range(6):
        make_meeting(council["planning-committee"], date(2026, 1 + index, 8), index, held=True)
        make_meeting(council["council"], date(2026, 1 + index, 15), index, held=True)
    lost = Motion.objects.filter(result="lost")
    carried = Motion.objects.filter(result="carried")
    assert lost.filter(amends=None).exists() and lost.exclude(amends=None).exists()
    for motion in Motion.objects.all():
        assert motion.mover != motion.seconder and motion.method == "show-of-hands"
    for motion in carried:
        assert motion.text == motion.item.decisions.get().text
    for motion in lost:
        won = carried.get(item=motion.item)
        assert (motion.mover, motion.seconder) == (won.seconder, won.mover)
        assert motion.amends in {None, won}


# How it votes


@pytest.fixture
def room(db):
    """A meeting with three items and seven members, of whom one is away, one comes late and one leaves early; a clerk."""
    meeting = make_held_meeting(date=SUMMER)
    for title in ("Dredging", "Mooring fees"):
        make_item(meeting, title)
    first, second, _third = meeting.items.in_order()
    for name, facts in {
        "Joan Pike": {},
        "Tom Reed": {"state": "apologies"},
        "Ann Cole": {},
        "Guy Moor": {},
        "Eve Nash": {"capacity": "substitute"},
        "Ned Tull": {"capacity": "officer"},
        "Ivy Lamb": {},
        "Sam Holt": {},
    }.items():
        Attendance.objects.create(meeting=meeting, person=make_person(name), **({"state": "present"} | facts))
    for name, kind in (("Ann Cole", "arrived"), ("Guy Moor", "left")):
        Movement.objects.create(attendance=meeting.attendances.get(person=make_person(name)), kind=kind, item=second)
    Declaration.objects.create(item=first, person=make_person("Ivy Lamb"), afterwards="left")
    Declaration.objects.create(item=first, person=make_person("Sam Holt"), afterwards="stayed")
    return meeting


def last_names(people) -> set[str]:
    return {person.last_name for person in people}


def test_only_who_is_in_the_room_at_an_item_votes_on_it(room):
    always = {"Bell", "Pike", "Nash", "Holt"}
    there = [last_names(in_the_room(item, Room.of(room))) for item in room.items.in_order()]
    assert there == [always | {"Moor"}, always | {"Cole", "Lamb"}, always | {"Cole", "Lamb"}]


@pytest.mark.parametrize("method", ["recorded", "show-of-hands"])
@pytest.mark.parametrize(("result", "wins"), [("carried", True), ("lost", False)])
@pytest.mark.parametrize("turn", range(6))
def test_a_motion_comes_out_as_it_is_recorded_whatever_the_dice_say(db, method, result, wins, turn):
    item = make_item(make_any_meeting(date=WINTER))
    voters = [make_person(f"Mary Bell-{n}", slug=f"mary-bell-{n}") for n in range(14)]
    motion = Motion.objects.create(
        item=item, text="<p>x</p>", mover=voters[3], seconder=voters[0], method=method, result=result
    )
    put(motion, voters, Random(turn))
    motion.refresh_from_db()
    assert (motion.votes_for > motion.votes_against) == wins
    assert motion.votes_for >= 2 and motion.votes_for + motion.votes_against + motion.abstentions == 14
    assert motion.abstentions <= 1 and (not wins or motion.votes_against <= 2)
    cast = {(vote.person_id, vote.cast) for vote in Vote.objects.all()}
    if method == "show-of-hands":
        assert not cast
        return
    assert {person for person, _ in cast} == {voter.pk for voter in voters} and len(cast) == 14
    assert {(voters[3].pk, "for"), (voters[0].pk, "for")} <= cast
    sides = [side for _, side in cast]
    assert [sides.count(side) for side in ("for", "against", "abstained")] == [
        motion.votes_for,
        motion.votes_against,
        motion.abstentions,
    ]


def test_the_dice_fall_otherwise_at_times(db):
    voters = [make_person(f"Mary Bell-{n}", slug=f"mary-bell-{n}") for n in range(14)]
    motion = Motion(item=make_item(make_any_meeting()), mover=voters[0], seconder=voters[1], result="carried")
    motion.save()
    seen = set()
    for turn in range(40):
        put(motion, voters, Random(turn))
        seen.add((motion.votes_against, motion.abstentions))
    assert seen == {(against, abstained) for against in (0, 1, 2) for abstained in (0, 1)}


def test_every_motion_of_a_meeting_is_put_and_none_of_another(room):
    other = make_held_meeting(date=WINTER)
    mover, seconder = make_person("Mary Bell"), make_person("Joan Pike")
    for item in (*room.items.all(), *other.items.all()):
        Motion.objects.create(item=item, text="<p>x</p>", mover=mover, seconder=seconder, result="carried")
    take_votes(room)
    counted = {motion.item.meeting_id for motion in Motion.objects.exclude(votes_for=None)}
    assert counted == {room.pk} and Motion.objects.exclude(votes_for=None).count() == 3
    total = [
        m.votes_for + m.votes_against + m.abstentions for m in Motion.objects.filter(item__meeting=room).order_by("pk")
    ]
    assert total == [5, 6, 6]


# What it publishes, and when


def silently(steps, what):
    return steps


def told(story: Story) -> list[tuple[str, str]]:
    story.tell(silently)
    return [(p.kind, f"{p.published_at.astimezone():%d %b}") for p in Publication.objects.order_by("sequence")]


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["cabinet", "planning-committee"])
def test_a_meeting_is_told_from_its_agenda_to_its_minutes(clock, slug):
    clock(NOON)
    committee = Committee.objects.create(slug=slug, name=slug.title(), kind="other")
    meeting, following = (
        make_held_meeting(committee=committee, date=day) for day in (date(2026, 6, 10), date(2026, 8, 5))
    )
    story = Story(TODAY, NOON)
    tell(story, meeting, following)
    decisions = [("decisions", "11 Jun")] if slug == "cabinet" else []
    assert told(story) == [("agenda", "01 Jun"), *decisions, ("draft-minutes", "19 Jun"), ("minutes", "07 Aug")]
    assert all(p.note == "" for p in Publication.objects.all())


@pytest.mark.django_db
def test_of_a_far_meeting_only_the_date_is_told_and_of_the_future_nothing(clock):
    clock(NOON)
    far = make_held_meeting(date=date(2026, 8, 29))
    farther = make_held_meeting(date=date(2026, 8, 28))  # whose agenda goes out yesterday
    story = Story(TODAY, NOON)
    tell(story, far, None)
    tell(story, farther, None)
    assert told(story) == [("notice", "19 Aug"), ("agenda", "19 Aug")]
    assert [p.meeting for p in Publication.objects.order_by("sequence")] == [far, farther]


@pytest.mark.django_db
def test_events_are_told_in_the_order_of_time_and_those_of_one_hour_in_the_order_they_were_added(clock):
    clock(NOON)
    story, heard = Story(TODAY, NOON), []
    for day, hour in [(TODAY, 12), (TODAY - timedelta(1), 9), (TODAY - timedelta(1), 9), (TODAY, 13), (TODAY, 11)]:
        story.add(day, hour, lambda when, name=len(heard): heard.append(when))
    story.tell(silently)
    times = [when.astimezone().strftime("%d %H:%M") for when in heard]
    assert times == ["19 09:01", "19 09:02", "20 11:04", "20 12:00"]
    for _ in range(70):
        story.add(TODAY, 9, lambda when: None)  # more than an hour has minutes


@pytest.mark.django_db
def test_nothing_more_is_published_of_a_meeting_that_was_called_off(clock):
    clock(NOON)
    meeting = make_held_meeting(date=SUMMER)
    meeting.cancel("Storm.")
    publishing(meeting, Kind.AGENDA)(NOON)
    assert not Publication.objects.exists()


# What it meets with now and then


@pytest.fixture
def planned(council) -> Meeting:
    return make_meeting(council["planning-committee"], SUMMER, 0, held=True)


def test_one_member_leaves_for_an_interest_one_stays_and_one_comes_in(planned):
    special.interests(planned)
    item = planned.items.filter(kind="report").order_by("position").first()
    declared = {d.person_id: d for d in item.declarations.all()}
    assert sorted(d.afterwards for d in declared.values()) == ["", "left"]
    assert all(d.nature for d in declared.values())
    late = planned.attendances.get(movements__kind="arrived", movements__item=item)
    movers = {person for motion in item.motions.all() for person in (motion.mover_id, motion.seconder_id)}
    assert not ({late.person_id, *declared} & movers) and late.person_id not in declared and len(declared) == 2
    chair = planned.attendances.get(seat="chair").person_id
    assert chair not in {late.person_id, *declared}
    there = planned.attendances.filter(state="present", capacity="member")
    assert {late.person_id, *declared} <= set(there.values_list("person", flat=True))
    all_that_the_desk_would_take(Declaration, Attendance)


def test_a_member_leaves_before_the_end_and_after_every_vote(planned):
    other = make_meeting(planned.committee, WINTER, 1, held=True)
    special.early_departure(planned)
    [left] = planned.attendances.filter(movements__kind="left").distinct()
    assert [m.kind for m in left.movements.all()] == ["left", "arrived", "left"] and left.comment
    assert left.movements.last().item == planned.items.get(kind="any-other-business")
    assert left.state == "present" and left.seat != "chair" and left.capacity == "member"
    busy = Motion.objects.filter(item__meeting=planned).values_list("mover", "seconder")
    assert left.person_id not in {person for pair in busy for person in pair}
    assert not Movement.objects.filter(item__meeting=other).exists()


@pytest.mark.parametrize("index", range(3))
def test_names_are_taken_for_a_decision_and_an_amendment_is_lost_first(council, index):
    meeting = make_meeting(council["council"], SUMMER, index, held=True)
    special.recorded_vote(meeting)
    recorded = Motion.objects.get(method="recorded")
    assert recorded.result == "carried" and recorded.amends is None
    assert recorded.text in {decision.text for decision in recorded.item.decisions.all()}
    amendment = recorded.amendments.latest("pk")
    assert (amendment.result, amendment.mover, amendment.seconder) == ("lost", recorded.seconder, recorded.mover)
    assert amendment.item == recorded.item and amendment.text != recorded.text
    assert {recorded.mover_id, recorded.seconder_id} <= set(
        meeting.attendances.filter(state="present").values_list("person", flat=True)
    )


def test_smaller_matters_stand_below_one_and_under_a_heading(council):
    meeting = make_meeting(council["withydale-parish-council"], SUMMER, 0, held=True)
    before = meeting.items.count()
    special.sub_items(
        meeting, "Village hall", {"Heating": "The boiler had been serviced.", "Bookings": "It was booked."}
    )
    added = list(meeting.items.in_order())[before:]
    assert [(item.title, item.kind) for item in added] == [
        ("Village matters", "heading"),
        ("Village hall", "business"),
        ("Heating", "business"),
        ("Bookings", "business"),
    ]
    assert [item.parent for item in added] == [None, None, added[1], added[1]]
    assert "boiler" in added[2].minute.body and added[1].purpose and added[1].minute.body
    all_that_the_desk_would_take(AgendaItem)


def test_a_paper_is_closed_and_a_matter_is_continued(council):
    earlier, later = (make_meeting(council["cabinet"], day, n, held=True) for n, day in enumerate([WINTER, SUMMER]))
    special.restricted_paper(later)
    paper = Document.objects.exclude(restriction="").get()
    reports = {m: list(m.items.filter(kind="report").order_by("position")) for m in (earlier, later)}
    assert len(paper.item.background_papers.splitlines()) == 2
    assert (paper.item, paper.kind, paper.restriction) == (reports[later][0], "appendix", "england-2006-3")
    special.continued(earlier, later)
    assert {*Matter.objects.get().items.all()} == {reports[earlier][0], reports[later][-1]}
    all_that_the_desk_would_take(Document, AgendaItem)


@pytest.mark.parametrize(("slug", "attending"), [("cabinet", "partly"), ("safer-neighbourhoods-board", "private")])
def test_before_business_is_closed_the_public_is_excluded_by_resolution(council, slug, attending):
    meeting = make_meeting(council[slug], SUMMER, 0, held=True)
    close(
        meeting, "That the public be excluded.", "Purchase of a house", "A property", "An offer was advised.", "That it be made.",
        restriction="england-2006-3",
    )  # fmt: skip
    exclusion, closed = list(meeting.items.in_order())[-2:]
    assert (exclusion.kind, exclusion.decisions.get().text) == ("exclusion", "<p>That the public be excluded.</p>")
    assert ("excluding the public" in exclusion.purpose) == (attending == "partly") and exclusion.minute.body
    assert (closed.title, closed.public_title, closed.restriction) == (
        "Purchase of a house",
        "A property",
        "england-2006-3",
    )
    assert closed.decisions.get().text == "<p>That it be made.</p>"
    assert {decision.kind for decision in Decision.objects.filter(item__in=[exclusion, closed])} == {"agreed"}
    assert Meeting.objects.get(pk=meeting.pk).attending == attending


def test_a_late_item_comes_two_days_before_with_a_supplement(council, clock):
    clock(NOON)
    scrutiny = make_meeting(council["scrutiny-committee"], SUMMER, 0, held=True)
    parish = make_meeting(council["withydale-parish-council"], SUMMER, 0, held=True)
    story = Story(TODAY, NOON)
    changes.late(story, scrutiny, "Closure of a bridge", "It had cracked.", "It cracked on Monday.", "That it be shut.")
    changes.late(story, parish, "Fallen tree", "It had been made safe.")
    assert told(story) == [("supplementary-agenda", "07 Jul")] * 2
    urgent, heard = (meeting.items.get(is_late=True) for meeting in (scrutiny, parish))
    assert (urgent.kind, urgent.late_reason) == ("report", "It cracked on Monday.")
    assert (heard.kind, heard.late_reason) == ("business", "")
    assert urgent.decisions.get().text == "<p>That it be shut.</p>" and urgent.decisions.get().kind == "agreed"
    assert urgent.actions.get().due == date(2026, 7, 16) and not heard.decisions.exists()
    all_that_the_desk_would_take(AgendaItem)


def test_what_was_published_too_early_is_withdrawn_in_the_afternoon(council, clock):
    clock(NOON)
    meeting = make_meeting(council["cabinet"], SUMMER, 0, held=True)
    story = Story(TODAY, NOON)
    tell(story, meeting, None)
    changes.withdrawn(story, meeting)
    assert told(story)[:3] == [("agenda", "30 Jun"), ("decisions", "10 Jul"), ("decisions", "10 Jul")]
    withdrawal = Publication.objects.exclude(withdraws=None).get()
    assert withdrawal.withdraws.kind == "decisions" and "too early" not in withdrawal.note and withdrawal.note


def test_a_copying_error_is_put_right_five_days_after_the_following_meeting(council, clock):
    clock(NOON)
    days = [date(2026, 3, 16), date(2026, 5, 18), SUMMER]
    first, second, _ = [make_meeting(council["scrutiny-committee"], day, n, held=True) for n, day in enumerate(days)]
    story = Story(TODAY, NOON)
    tell(story, first, second)
    story.add(date(2026, 5, 19), 10, approvals.approving(first, second))
    approvals.with_a_copying_error(story, first)
    assert told(story)[-2:] == [("minutes", "20 May"), ("minutes", "23 May")]
    replaced = Publication.objects.last()
    assert replaced.note == f"Copying error: {approvals.ERROR}"
    said = [item.minutes for item in replaced.meeting_record.items if item.kind == "report"]
    assert [approvals.MISSING in text for text in said] == [True] + [False] * (len(said) - 1)


def test_two_coming_agendas_are_scheduled_for_the_day_after_tomorrow(council, clock):
    clock(NOON)
    days = {"council": 12, "cabinet": 11, "planning-committee": 14, "scrutiny-committee": 13}
    meetings = {
        slug: make_meeting(council[slug], TODAY + timedelta(wait), 0, held=False) for slug, wait in days.items()
    }
    story = Story(TODAY, NOON)
    changes.scheduled(story)
    assert told(story) == [("agenda", "19 Aug")] * 2
    coming = list(Publication.objects.order_by("sequence"))
    assert [p.meeting for p in coming] == [meetings["council"], meetings["scrutiny-committee"]]
    assert {p.goes_live_at for p in coming} == {datetime(2026, 8, 22, 16, tzinfo=UTC)}


def test_two_meetings_are_known_to_nobody_outside_yet(council):
    last = {slug: make_meeting(council[slug], SUMMER, 0, held=True) for slug in ("council", "withydale-parish-council")}
    for slug in last:
        make_meeting(council[slug], WINTER, 0, held=True)
    changes.unpublished()
    for slug, meeting in last.items():
        extra = council[slug].meetings.order_by("-date").first()
        assert (extra.date - meeting.date, extra.subtitle) == (timedelta(28), "Extraordinary meeting")
        assert extra.items.get().purpose and extra.attending not in {"public", "private", "partly"}


@pytest.mark.parametrize(
    ("slug", "summer"), [("safer-neighbourhoods-board", False), ("withydale-parish-council", True)]
)
def test_a_meeting_is_called_off_two_days_before_and_the_parish_meets_a_week_later_instead(
    council, clock, slug, summer
):
    clock(NOON)
    story, days = Story(TODAY, NOON), meeting_days(TODAY)[slug]
    made = make_meetings(story, council[slug])
    off = Meeting.objects.get(committee=council[slug], date=changes.called_off(slug, days))
    assert is_summer(off.date) == summer and off.date != days[0] and off not in made
    story.tell(silently)
    off.refresh_from_db()
    agenda, cancellation = Publication.objects.of(off).order_by("sequence")
    assert (agenda.kind, cancellation.kind) == ("agenda", "cancellation")
    assert [off.date - p.published_at.date() for p in (agenda, cancellation)] == [timedelta(9), timedelta(2)]
    assert off.cancelled_at == cancellation.published_at and off.cancellation_reason
    instead = [meeting for meeting in made if meeting.date not in days]
    assert instead == ([off.postponed_to] if off.postponed_to else [])
    assert [meeting.date - off.date for meeting in instead] == ([timedelta(7)] if summer else [])
    for meeting in instead:
        assert [item.title for item in meeting.items.all()] == [item.title for item in off.items.all()]
    minuted = {date for (date,) in Minute.objects.values_list("item__meeting__date").distinct()}
    assert minuted == {meeting.date for meeting in made if meeting.date < TODAY}


def test_no_meeting_of_the_council_is_called_off():
    assert changes.called_off("council", meeting_days(TODAY)["council"]) is None


def test_minutes_are_out_three_weeks_after_a_meeting(db):
    days = [TODAY - timedelta(n) for n in (20, 21)]
    assert [is_minuted(make_any_meeting(date=day), Story(TODAY, NOON)) for day in days] == [False, True]


def test_of_each_half_of_the_year_the_last_meeting_is_taken(db):
    days = [date(2026, 1, 14), date(2026, 2, 14), date(2026, 5, 14), date(2026, 7, 14)]
    meetings = [make_any_meeting(date=day) for day in days]
    assert one_in_each_half(meetings) == (meetings[3], meetings[1])


# The stranger's own log-in


@pytest.mark.django_db
def test_the_clerk_s_password_is_written_for_the_owner_alone_and_logs_in(tmp_path, client):
    path = tmp_path / "new" / "data" / "clerk-login.txt"
    password = make_clerks(path, TODAY)
    assert path.stat().st_mode & 0o777 == 0o600
    first, second, *_ = path.read_text().splitlines()
    assert (first, second) == ("e-mail: clerk@eskmere.example", f"password: {password}") and len(password) >= 15
    client.post("/admin/login/", {"username": "clerk@eskmere.example", "password": password})
    assert client.get("/admin/").context["user"].name == "Clerk to the Council"
    assert make_clerks(path, TODAY) is None and password in path.read_text()
    Appointment.objects.all().delete()
    User.objects.all().delete()
    assert make_clerks(path, TODAY) != password  # also where the directory is there already


@pytest.mark.django_db
def test_there_is_one_of_each_role_of_a_committee_with_cover_that_ends_and_no_superuser(tmp_path, client):
    planning = make_committee(slug="planning-committee", name="Planning Committee")
    meeting = make_any_meeting(committee=planning, date=timezone.localdate() + timedelta(9))
    make_item(meeting, officer="Head of Works")
    path = tmp_path / "clerk-login.txt"
    password = make_clerks(path, timezone.localdate())
    assert not User.objects.filter(is_superuser=True).exists()
    assert {row.role for row in Appointment.objects.exclude(user__email="clerk@eskmere.example")} == set(Role)
    assert "manager@eskmere.example: manager of Planning Committee, with the same password" in path.read_text()
    assert Appointment.objects.get(user__email="cover@eskmere.example").ended_on
    assert ReportAuthor.objects.get().item.officer == "Head of Works"
    for email in [AUTHOR, *(email for email, *_ in CLERKS)]:
        client.post("/admin/login/", {"username": email, "password": password})
        assert client.get("/admin/").context["user"].email == email
        client.logout()


@pytest.mark.django_db
def test_the_first_log_in_opens_all_that_a_clerk_a_publisher_and_a_manager_do(tmp_path, client):
    meeting = make_any_meeting(committee=make_committee(slug="quay", name="Quay Committee"))
    make_clerks(tmp_path / "clerk-login.txt", timezone.localdate())
    client.force_login(User.objects.get(email="clerk@eskmere.example"))
    here = f"/admin/minutes/meeting/{meeting.pk}/"
    pages = [f"{here}{name}/" for name in ("agenda", "papers", "people", "minutes", "change", "cancellation", "delete")]
    pages += [f"/admin/publishing/publication/meeting/{meeting.pk}/", "/admin/minutes/meeting/year/?committee=1"]
    pages += [f"/admin/committees/{name}/add/" for name in ("committee", "person", "party", "ward", "appointment")]
    pages += ["/admin/committees/organisation/1/change/", "/admin/accounts/user/add/", "/admin/minutes/phrase/add/"]
    assert [page for page in pages if client.get(page, follow=True).status_code != 200] == []
