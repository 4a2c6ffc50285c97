"""Before publishing, Alison Thrale is told in sentences what is not right, and where to put it right."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from desk.reviewing import review
from minutes.models import (
    AgendaItem,
    Attendance,
    Decision,
    Declaration,
    Document,
    Meeting,
    Minute,
    Motion,
    Movement,
    PaperReceived,
    Vote,
)
from published.kinds import Kind
from publishing.checks import checks
from publishing.checks.approval import NOBODY
from publishing.models import NotReady
from tests.making import (
    SUMMER,
    WINTER,
    make_clerk,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_pdf,
    make_person,
    make_upload,
    make_winter_and_summer,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NO_DECISION = "“Dredging” is a report, but has no decision. Record it, or that the item was deferred or withdrawn."
DAYS = pytest.mark.parametrize("day", [WINTER, SUMMER], ids=["winter", "summer"])


def sentences(meeting: Meeting, kind: Kind = Kind.MINUTES) -> list[str]:
    """What the clerk reads at the door, but for what tests/test_approval.py reads: that no approval is recorded."""
    return [check.sentence for check in review(meeting, kind).checks if check.sentence != NOBODY]


def attend(meeting: Meeting, name: str, **changes) -> Attendance:
    return Attendance.objects.create(meeting=meeting, person=make_person(name), **({"state": "present"} | changes))


def move(row: Attendance, *moves: tuple[str, str]) -> None:
    """Somebody came and went at these items, in this order."""
    for kind, title in moves:
        Movement.objects.create(attendance=row, kind=kind, item=item_of(row.meeting, title))


def make_motion(item: AgendaItem, *votes: tuple[str, str], **changes) -> Motion:
    """A motion, with who voted how."""
    motion = Motion.objects.create(item=item, text="<p>That it be mended.</p>", **changes)
    for name, cast in votes:
        Vote.objects.create(motion=motion, person=make_person(name), cast=cast)
    return motion


# Votes


@pytest.fixture
def council():
    """A meeting with two items beside the first, and five members present."""
    meeting = make_held_meeting(date=SUMMER)
    for name in ("Joan Pike", "Tom Reed", "Ann Cole", "Guy Moor"):
        attend(meeting, name)
    make_item(meeting, "Dredging")
    make_item(meeting, "Mooring fees")
    return meeting


def item_of(meeting: Meeting, title: str) -> AgendaItem:
    return meeting.items.get(title=title)


def about_votes(meeting: Meeting) -> list[str]:
    """What is said of the votes, but that no result is recorded: these motions have none, unless it matters."""
    about = [sentence for sentence in sentences(meeting) if "motion" in sentence or "amendment" in sentence]
    return [sentence for sentence in about if "no result" not in sentence]


COUNTS = {
    "votes_for": ("for", "1 counted as “For”, but 2 by name."),
    "votes_against": ("against", "1 counted as “Against”, but 2 by name."),
    "abstentions": ("abstained", "1 counted as “Abstained”, but 2 by name."),
}


@pytest.mark.parametrize("column", COUNTS)
def test_votes_that_are_counted_otherwise_than_named_are_said(council, column):
    cast, sentence = COUNTS[column]
    names = [("Joan Pike", cast), ("Tom Reed", cast)]
    make_motion(item_of(council, "Dredging"), *names, **{column: 1})
    make_motion(item_of(council, "Mooring fees"), *names, **{column: 2})
    assert about_votes(council) == [f"“Dredging”, motion 1: {sentence}"]


def test_a_count_without_names_and_names_without_a_count_are_in_order(council):
    make_motion(item_of(council, "Dredging"), votes_for=4, votes_against=1)
    make_motion(item_of(council, "Mooring fees"), ("Joan Pike", "for"), ("Tom Reed", "against"))
    assert about_votes(council) == []


def test_a_recorded_vote_without_a_name_is_said_whatever_was_counted(council):
    make_motion(item_of(council, "Dredging"), method="recorded", votes_for=4)
    make_motion(item_of(council, "Mooring fees"), ("Joan Pike", "for"), method="recorded")
    make_motion(item_of(council, "Mooring fees"), method="show-of-hands", votes_for=4)
    assert about_votes(council) == [
        "“Dredging”, motion 1: it is a recorded vote, but names nobody. "
        "Record who voted how, or choose another way of voting."
    ]


def test_nobody_counted_is_not_the_same_as_not_counted(council):
    make_motion(item_of(council, "Dredging"), ("Joan Pike", "for"), votes_for=0)
    assert about_votes(council) == ["“Dredging”, motion 1: 0 counted as “For”, but 1 by name."]


def test_more_votes_than_members_are_said(council):
    make_motion(item_of(council, "Dredging"), votes_for=3, votes_against=2, abstentions=1)
    make_motion(item_of(council, "Mooring fees"), votes_for=3, votes_against=2, abstentions=0)
    assert about_votes(council) == [
        "“Dredging”, motion 1: 6 votes are counted, but 5 members with a vote were in the room at this item."
    ]


def test_two_votes_of_one_member_are_said_but_not_where_nobody_has_been_recorded_yet():
    said = []
    for day in (WINTER, SUMMER):
        meeting = make_held_meeting(date=day)
        make_motion(meeting.items.get(), votes_for=2)
        said.append(about_votes(meeting))
        meeting.attendances.all().delete()
        said.append(about_votes(meeting))
    room = "2 votes are counted, but 1 member with a vote was in the room at this item."
    assert said == [[f"“Repair of the north mole”, motion 1: {room}"], []] * 2


RESULTS = {
    "carried": ({"votes_for": 2, "votes_against": 3}, "it is recorded as carried, by 2 votes to 3."),
    "lost": ({"votes_for": 3, "votes_against": 2}, "it is recorded as lost, by 3 votes to 2."),
}


@pytest.mark.parametrize("result", RESULTS)
def test_a_result_against_the_votes_is_said_but_a_casting_vote_is_not(council, result):
    votes, sentence = RESULTS[result]
    make_motion(item_of(council, "Dredging"), result=result, **votes)
    make_motion(item_of(council, "Mooring fees"), result=result, votes_for=2, votes_against=2)
    assert about_votes(council) == [f"“Dredging”, motion 1: {sentence}"]


NO_RESULT = {
    "equal": (
        {"votes_for": 2, "votes_against": 2},
        "the votes are equal, with no casting vote and no result. Record how it ended.",
    ),
    "a majority": (
        {"votes_for": 3, "votes_against": 1},
        "votes are counted, but no result is recorded. Record how it ended.",
    ),
    "a casting vote": (
        {"votes_for": 2, "votes_against": 2, "casting_vote": "for"},
        "votes are counted, but no result is recorded. Record how it ended.",
    ),
    "all that is known": ({"votes_for": 3, "votes_against": 1, "result": "carried"}, ""),
    "nothing counted": ({}, ""),
}


@pytest.mark.parametrize(("facts", "said"), NO_RESULT.values(), ids=NO_RESULT)
def test_votes_that_are_counted_and_end_in_no_result_are_said(council, facts, said):
    make_motion(item_of(council, "Dredging"), **facts)
    found = [sentence for sentence in sentences(council) if "motion" in sentence]
    assert found == ([f"“Dredging”, motion 1: {said}"] if said else [])


def test_a_count_is_held_against_who_was_in_the_room_at_the_item(council):
    """Of five, one has left before it and one for an interest."""
    move(council.attendances.get(person=make_person("Tom Reed")), ("left", "Repair of the north mole"))
    item = item_of(council, "Dredging")
    Declaration.objects.create(item=item, person=make_person("Ann Cole"), afterwards="left")
    for votes_for in (3, 4):
        make_motion(item, votes_for=votes_for)
    assert about_votes(council) == [
        "“Dredging”, motion 2: 4 votes are counted, but 3 members with a vote were in the room at this item."
    ]


def test_each_check_leads_to_the_tab_where_it_is_put_right(council):
    attend(council, "Eve Nash", state="expected")
    make_item(council, "Harbour dues", kind="report")
    document = make_document(council, item=item_of(council, "Dredging"))
    document.file.storage.delete(document.file.name)
    leads = {check.sentence.split()[0]: check.link for check in checks(council, Kind.MINUTES)}
    tabs = f"/admin/minutes/meeting/{council.pk}/"
    assert leads["Still"] == f"{tabs}people/" and leads["The"] == f"{tabs}papers/"
    assert leads["“Harbour"] == f"{tabs}minutes/#item-{item_of(council, 'Harbour dues').pk}"


def test_an_amendment_is_checked_too(council):
    motion = make_motion(item_of(council, "Dredging"))
    make_motion(item_of(council, "Dredging"), ("Joan Pike", "for"), amends=motion, votes_for=3)
    assert about_votes(council) == ["“Dredging”, amendment 1 to motion 1: 3 counted as “For”, but 1 by name."]


NOT_THERE = {
    "apologies": ({"state": "apologies"}, "sent apologies"),
    "absent": ({"state": "absent"}, "was absent"),
    "expected": ({"state": "expected"}, "is still “expected”"),
    "officer": ({"capacity": "officer"}, "is listed as “Officer”, without a vote"),
    "guest": ({"capacity": "guest"}, "is listed as “Guest”, without a vote"),
}


@pytest.mark.parametrize(("facts", "why"), NOT_THERE.values(), ids=NOT_THERE)
def test_who_was_not_there_with_a_vote_has_not_voted(council, facts, why):
    attend(council, "Eve Nash", **facts)
    make_motion(item_of(council, "Dredging"), ("Eve Nash", "against"), ("Joan Pike", "for"))
    assert about_votes(council) == [
        f"“Dredging”, motion 1: Councillor Eve Nash voted “Against”, but {why}.",
    ]


def test_who_is_not_on_the_list_has_not_voted(council):
    make_motion(item_of(council, "Dredging"), ("Eve Nash", "abstained"))
    assert about_votes(council) == [
        "“Dredging”, motion 1: Councillor Eve Nash voted “Abstained”, but is not on the list of who attended."
    ]


def test_a_substitute_votes(council):
    attend(council, "Eve Nash", capacity="substitute", substitute_for=make_person("Joan Pike"))
    make_motion(item_of(council, "Dredging"), ("Eve Nash", "for"))
    assert about_votes(council) == []


@pytest.mark.parametrize(
    ("kind", "why", "titles"),
    [
        ("left", "had left the meeting before", ["Mooring fees"]),
        ("arrived", "had not arrived yet", ["Repair of the north mole"]),
    ],
)
def test_who_left_or_came_late_has_not_voted_while_away(council, kind, why, titles):
    move(attend(council, "Eve Nash"), (kind, "Dredging"))
    for item in council.items.all():
        make_motion(item, ("Eve Nash", "for"), ("Joan Pike", "for"))
    assert about_votes(council) == [
        f"“{title}”, motion 1: Councillor Eve Nash voted “For”, but {why}." for title in titles
    ]


def test_whoever_left_the_room_for_an_interest_has_not_voted_there(council):
    attend(council, "Eve Nash")
    for title, then in (("Dredging", "left"), ("Mooring fees", ""), ("Repair of the north mole", "stayed")):
        Declaration.objects.create(item=item_of(council, title), person=make_person("Eve Nash"), afterwards=then)
        make_motion(item_of(council, title), ("Eve Nash", "for"), ("Joan Pike", "for"))
    assert about_votes(council) == [
        "“Dredging”, motion 1: Councillor Eve Nash voted “For”, but declared an interest and left the room."
    ]


def test_the_votes_of_another_meeting_are_not_mixed_in(council):
    other = make_held_meeting(date=WINTER)
    attend(other, "Eve Nash", state="apologies", position=99)
    attend(council, "Eve Nash")
    make_motion(item_of(council, "Dredging"), ("Eve Nash", "for"))
    assert about_votes(council) == []


def test_a_vote_leads_to_its_item_of_the_minutes_and_stops_nothing(council):
    item = item_of(council, "Dredging")
    make_motion(item, ("Joan Pike", "for"), votes_for=3)
    check = next(check for check in checks(council, Kind.DRAFT_MINUTES) if "counted" in check.sentence)
    assert (check.link, check.stops) == (f"/admin/minutes/meeting/{council.pk}/minutes/#item-{item.pk}", False)


def test_members_counted_beyond_those_who_were_there_are_said():
    meeting = make_held_meeting(date=SUMMER)
    for n in range(23):
        attend(meeting, f"Una Reed{n}")
    make_motion(meeting.items.get(), votes_for=20, votes_against=10)
    assert about_votes(meeting) == [
        "“Repair of the north mole”, motion 1: 30 votes are counted, but 24 members with a vote were in the room at this item."
    ]


def test_nobody_is_counted_for_and_against(council):
    motion = make_motion(item_of(council, "Dredging"), ("Joan Pike", "for"))
    both = Vote(motion=motion, person=make_person("Joan Pike"), cast="against")
    with pytest.raises(ValidationError, match="vote on this motion is recorded already"):
        both.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        both.save()


CASTING = {
    "after equal votes": ({"votes_for": 2, "votes_against": 2, "result": "carried"}, None),
    "without a count": ({"result": "carried"}, None),
    "after a majority": (
        {"votes_for": 3, "votes_against": 2, "result": "carried"},
        "it has a casting vote, though 3 voted for and 2 against.",
    ),
    "for none": ({"votes_for": 1}, "it has a casting vote, though 1 voted for and 0 against."),
    "and then lost": (
        {"votes_for": 2, "votes_against": 2, "result": "lost"},
        "it is recorded as lost, with a casting vote for it.",
    ),
}


@pytest.mark.parametrize(("facts", "sentence"), CASTING.values(), ids=CASTING)
def test_a_casting_vote_decides_after_equal_votes(council, facts, sentence):
    make_motion(item_of(council, "Dredging"), casting_vote="for", **facts)
    make_motion(item_of(council, "Mooring fees"), votes_for=2, votes_against=2, result="lost", casting_vote="against")
    assert about_votes(council) == ([f"“Dredging”, motion 1: {sentence}"] if sentence else [])


def test_a_secret_ballot_with_names_is_not_published(council):
    open_vote = make_motion(item_of(council, "Dredging"), ("Joan Pike", "for"), method="recorded")
    item = item_of(council, "Mooring fees")
    ballot = make_motion(item, ("Joan Pike", "for"), method="ballot", votes_for=1)
    [check] = [check for check in checks(council, Kind.MINUTES) if check.stops]
    assert check.sentence == (
        "“Mooring fees”, motion 1: it was a secret ballot, and has names. Remove them, or choose another way of voting."
    )
    assert str(item.pk) in check.link and open_vote.method == "recorded"
    ballot.votes.all().delete()
    assert publish(council)


@pytest.mark.parametrize("method", ["assent", "counted", "show-of-hands"])
def test_one_member_has_their_own_vote_recorded(council, method):
    make_motion(item_of(council, "Dredging"), ("Joan Pike", "against"), method=method, votes_for=3, votes_against=2)
    make_motion(item_of(council, "Mooring fees"), ("Tom Reed", "against"), method=method, votes_for=5, votes_against=0)
    assert about_votes(council) == ["“Mooring fees”, motion 1: 0 counted as “Against”, but 1 by name."]


# Who was in the room


def about_room(meeting: Meeting, *words: str) -> list[str]:
    return [sentence for sentence in sentences(meeting) if "Nash" in sentence]


def test_a_substitute_for_somebody_who_is_there_is_said(council):
    attend(council, "Eve Nash", capacity="substitute", substitute_for=make_person("Joan Pike"))
    attend(council, "Ivy Nash", capacity="substitute", substitute_for=make_person("Tom Reed"))
    council.attendances.filter(person=make_person("Tom Reed")).update(state="apologies")
    assert about_room(council) == [
        "Councillor Eve Nash is a substitute for Councillor Joan Pike, who is recorded as present."
    ]
    move(council.attendances.get(person=make_person("Joan Pike")), ("left", "Dredging"))
    assert about_room(council) == []  # one may have come when the other went


MOVED = {
    "left and came back": ([("left", "Repair of the north mole"), ("arrived", "Mooring fees")], ""),
    "came, left and came back": (
        [("arrived", "Repair of the north mole"), ("left", "Dredging"), ("arrived", "Dredging")],
        "",
    ),
    "left before arriving": (
        [("arrived", "Mooring fees"), ("left", "Dredging")],
        "leaves at “Dredging”, before “Mooring fees”, at which they arrive",
    ),
    "came twice": (
        [("arrived", "Dredging"), ("arrived", "Mooring fees")],
        "arrives at “Dredging”, and again at “Mooring fees”",
    ),
}


@pytest.mark.parametrize(("moves", "said"), MOVED.values(), ids=MOVED)
def test_an_order_in_which_nobody_comes_and_goes_is_said(council, moves, said):
    move(attend(council, "Eve Nash"), *moves)
    move(attend(council, "Ann Low"), ("left", "Dredging"))
    expected = [f"Councillor Eve Nash {said}. Put right when they came and went."] if said else []
    assert about_room(council) == expected


def test_who_was_there_follows_the_order_in_which_items_were_taken(council):
    """The last item is taken first: who left after it has voted on it."""
    move(attend(council, "Eve Nash"), ("left", "Repair of the north mole"))
    make_motion(item_of(council, "Mooring fees"), ("Eve Nash", "for"))
    assert len(about_votes(council)) == 1
    council.items.filter(title="Mooring fees").update(taken=1)
    assert about_votes(council) == []


def test_who_came_back_votes_again(council):
    move(attend(council, "Eve Nash"), ("left", "Repair of the north mole"), ("arrived", "Mooring fees"))
    for title in ("Dredging", "Mooring fees"):
        make_motion(item_of(council, title), ("Eve Nash", "for"))
    assert about_votes(council) == [
        "“Dredging”, motion 1: Councillor Eve Nash voted “For”, but had left the meeting before."
    ]


# What was open and is closed now


@pytest.fixture
def opened():
    """Two items with everything that can be closed, published openly."""
    meeting = make_held_meeting(date=WINTER, attending="partly")
    for title in ("Dredging", "Mooring fees"):
        item = make_item(meeting, title, minutes=f"<p>{title}, said.</p>", decision=f"<p>{title}, so.</p>")
        Decision.objects.create(item=item, text=f"<p>{title}, and so.</p>")
        make_motion(item, ("Mary Bell", "for"))
        make_document(meeting, f"Survey: {title}", item=item, content=make_pdf(2 if title == "Dredging" else 3))
    make_item(meeting, "Exclusion of the public", kind="exclusion")
    return meeting


def close(row, **changes) -> None:
    type(row).objects.filter(pk=row.pk).update(restriction="england-2006-3", **changes)


def closed_now(meeting: Meeting, kind: Kind = Kind.MINUTES) -> list[str]:
    return [sentence for sentence in sentences(meeting, kind) if "closed" in sentence]


REMEDY = "A new version does not take it away: withdraw that one if the public must not read it."
CLOSED = {
    "item": (lambda item: close(item, public_title="A contract"), "the item “Dredging”, the paper “Survey: Dredging”"),
    "minute": (lambda item: close(item.minute), "the minute of “Dredging”, a motion at “Dredging”"),
    "decision": (lambda item: close(item.decisions.first()), "a decision at “Dredging”"),
    "decision, rewritten": (
        lambda item: close(item.decisions.last(), text="<p>Otherwise.</p>"),
        "a decision at “Dredging”",
    ),
    "motion": (lambda item: close(item.motions.get()), "a motion at “Dredging”"),
    "paper": (lambda item: close(item.documents.get()), "the paper “Survey: Dredging”"),
}


@pytest.mark.parametrize(("act", "things"), CLOSED.values(), ids=CLOSED)
def test_what_was_open_and_is_closed_now_is_said_with_the_version_that_still_shows_it(opened, act, things):
    minutes = publish(opened, Kind.MINUTES)
    assert closed_now(opened) == []
    act(item_of(opened, "Dredging"))
    assert closed_now(opened) == [f"Minutes (version 1) still shows what is closed now: {things}. {REMEDY}"]
    link = next(check.link for check in review(opened, Kind.AGENDA).checks if "closed now" in check.sentence)
    assert link == f"/admin/publishing/publication/meeting/{opened.pk}/withdraw/{minutes.sequence}/"


def test_each_version_that_shows_it_is_named_and_none_that_does_not(opened):
    publish(opened, Kind.AGENDA)
    make_item(opened, "Any other business")
    agenda = publish(opened, Kind.AGENDA, note="An item was missing.")
    publish(opened, Kind.MINUTES)
    close(item_of(opened, "Dredging").documents.get())
    publish(opened, Kind.MINUTES, note="A paper is closed.")
    versions = ["Minutes (version 1)", "Agenda (version 2)", "Agenda (version 1)"]
    assert [s.partition(" still")[0] for s in closed_now(opened)] == versions
    agenda.withdraw("A paper was not public.")
    assert [s.partition(" still")[0] for s in closed_now(opened)] == [versions[0], versions[2]]


def test_what_is_below_a_closed_item_is_closed_with_it(opened):
    AgendaItem.objects.filter(title="Mooring fees").update(parent=item_of(opened, "Dredging"))
    publish(opened)
    close(item_of(opened, "Dredging"), public_title="A contract")
    for thing in ("item “Dredging”", "item “Mooring fees”", "paper “Survey: Mooring fees”"):
        assert thing in closed_now(opened)[0]


def test_an_item_is_known_again_after_its_address_has_changed(opened):
    """A closed item gets another address, so that none tells its title."""
    publish(opened)
    close(item_of(opened, "Dredging"), public_title="A contract")
    publish(opened, note="Closed.")
    assert "the item “Dredging”" in closed_now(opened)[0] and len(closed_now(opened)) == 1


@pytest.mark.parametrize(
    ("live", "words"),
    [
        ("2099-01-14T17:00+00:00", "14 January 2099, 17:00 GMT"),
        ("2099-07-15T16:00+00:00", "15 July 2099, 17:00 BST"),
    ],
)
def test_a_scheduled_version_that_would_show_it_is_to_be_taken_back(opened, live, words):
    publish(opened, Kind.DRAFT_MINUTES, goes_live_at=timezone.datetime.fromisoformat(live))
    close(item_of(opened, "Dredging").minute)
    assert closed_now(opened) == [
        f"Draft minutes (scheduled for {words}) will show what is closed now: the minute of “Dredging”, a motion at "
        "“Dredging”. Take it back before then."
    ]


def test_a_closed_paper_that_another_meeting_published_is_said(opened):
    other = make_held_meeting(date=SUMMER)
    paper = item_of(opened, "Dredging").documents.get()
    with paper.file.open() as source:
        make_document(other, "The same survey", content=source.read())
    publish(other)
    close(paper)
    assert closed_now(opened) == [
        "The paper “The same survey”, which is closed here, is also published at harbour-committee/2026-07-15. Withdraw it "
        "there if the public must not read it."
    ]


def test_a_paper_that_is_open_elsewhere_in_the_meeting_is_not_said(opened):
    publish(opened)
    paper = item_of(opened, "Dredging").documents.get()
    with paper.file.open() as source:
        make_document(opened, "The same, for all", content=source.read())
    close(paper)
    assert closed_now(opened) == []


def test_what_was_corrected_or_deleted_is_not_said_to_be_closed(opened):
    publish(opened)
    Minute.objects.update(body="<p>Better words.</p>")
    Decision.objects.update(text="<p>Better words.</p>")
    Document.objects.all().delete()
    item_of(opened, "Mooring fees").delete()
    assert closed_now(opened) == []


# The law


def parish() -> Meeting:
    return make_held_meeting(committee=make_committee(clear_days="parish-3"), date=SUMMER)


@pytest.mark.parametrize(
    ("kind", "is_said"), [("agreed", True), ("refused", True), ("noted", False), ("deferred", False)]
)
def test_a_parish_council_decides_nothing_that_was_not_on_its_summons(kind, is_said):
    meeting = parish()
    for number, is_late in enumerate([True, False], start=1):
        item = make_item(meeting, f"Bench {number}", is_late=is_late)
        Decision.objects.create(item=item, text="<p>That it be bought.</p>", kind=kind)
    found = [s.partition("but")[0] for s in sentences(meeting) if "summons" in s]
    assert found == (["“Bench 1” was not on the summons, "] if is_said else [])


NOT_LISTED = "“Bench”: Not on the summons: the council can’t decide this. List it for the next meeting."
LATE_OR_NEXT = (
    "“Bench” was not on the published agenda. Mark it as a late item, with the reason for its urgency, or list it for the next "
    "meeting."
)
ONLY_SUMMONED = (
    "“Bench” was not in the summons of this extraordinary meeting, which decides only the business that it was called for. "
    "List it for the next ordinary meeting."
)


def about_bench(meeting: Meeting, kind: Kind = Kind.MINUTES) -> list[str]:
    return [sentence for sentence in sentences(meeting, kind) if "Bench" in sentence]


@DAYS
@pytest.mark.parametrize(
    ("profile", "said"),
    [("parish-3", [NOT_LISTED]), ("principal-5", [LATE_OR_NEXT]), ("wales-3", [LATE_OR_NEXT]), ("none", [])],
)
def test_business_that_was_not_on_the_agenda_and_is_not_late_is_said(day, profile, said):
    meeting = make_held_meeting(committee=make_committee(clear_days=profile), date=day)
    make_item(meeting, "Bench and other matters", kind="heading")
    publish(meeting, Kind.AGENDA)
    bench = make_item(meeting, "Bench")
    assert about_bench(meeting) == about_bench(meeting, Kind.AGENDA) == said
    links = [check.link for check in checks(meeting, Kind.MINUTES) if check.sentence in said]
    assert links == [f"/admin/minutes/meeting/{meeting.pk}/agenda/#item-{bench.pk}" for _ in said]
    AgendaItem.objects.filter(pk=bench.pk).update(is_late=True, late_reason="It broke.")
    assert about_bench(meeting) == []


def test_where_no_agenda_was_published_nothing_is_said_of_one():
    meeting = parish()
    make_item(meeting, "Bench")
    assert about_bench(meeting) == []


def test_an_agenda_that_came_too_late_summons_nobody_to_what_it_added(clock):
    """The meeting is on 15 July 2026: the first is issued in June, the second in time, the third on the day before."""
    meeting = parish()
    for title, issued in (("Pump", "2026-06-01"), ("Stile", "2026-07-03"), ("Bench", "2026-07-14")):
        clock(timezone.datetime.fromisoformat(f"{issued}T09:00+00:00"))
        make_item(meeting, title)
        assert bool(about_bench(meeting, Kind.AGENDA)) == (title == "Bench")
        publish(meeting, Kind.AGENDA, note=f"{title} was added.")
    clock(timezone.datetime.fromisoformat("2026-07-16T09:00+00:00"))
    assert [s for s in sentences(meeting) if "summons" in s] == [NOT_LISTED]


@pytest.mark.parametrize("profile", ["parish-3", "principal-5", "none"])
def test_an_extraordinary_meeting_decides_only_what_it_was_called_for(profile):
    meeting = make_held_meeting(committee=make_committee(clear_days=profile), date=SUMMER, kind="extraordinary")
    publish(meeting, Kind.AGENDA)
    bench = make_item(meeting, "Bench")
    assert about_bench(meeting) == [ONLY_SUMMONED]
    AgendaItem.objects.filter(pk=bench.pk).update(is_late=True, late_reason="It broke.")
    assert about_bench(meeting) == [ONLY_SUMMONED]
    Meeting.objects.update(kind="annual")
    assert ONLY_SUMMONED not in about_bench(Meeting.objects.get())


def test_what_stands_below_a_closed_item_was_on_no_public_agenda_and_is_not_asked_about():
    meeting = parish()
    closed = make_item(
        meeting, "Lease", restriction="parish-1960", restriction_reason="a tenancy", public_title="A lease"
    )
    make_item(meeting, "Bench", parent=closed)
    publish(meeting, Kind.AGENDA)
    assert about_bench(meeting) == []


def test_an_inquorate_meeting_decides_nothing_and_may_have_no_minutes():
    meeting = make_held_meeting(committee=make_committee(quorum=3), date=SUMMER)
    quorum = "Members recorded as present: 1. The quorum is 3."
    assert quorum in sentences(meeting)
    Meeting.objects.update(was_inquorate=True)
    meeting.refresh_from_db()
    decided = "“Repair of the north mole” has a decision, but the meeting was inquorate: it decides nothing."
    assert decided in sentences(meeting) and quorum not in sentences(meeting)
    Decision.objects.all().delete()
    Minute.objects.all().delete()
    assert decided not in sentences(meeting) and publish(meeting)
    for name in ("Joan Pike", "Tom Reed"):
        attend(meeting, name)
    said = "Members recorded as present: 3. The quorum is 3; yet the meeting is marked as inquorate."
    assert said in sentences(meeting)


def test_an_item_that_was_deferred_needs_no_decision():
    meeting = make_held_meeting()
    for title, state in (("Dredging", ""), ("Mooring fees", "deferred")):
        make_item(meeting, title, kind="report", state=state)
    assert [s for s in sentences(meeting) if "is a report" in s] == [NO_DECISION]


def test_an_item_that_the_agenda_called_otherwise_is_said_before_both_are_printed():
    meeting = make_held_meeting()
    make_item(meeting, "Dredging", minutes="<p>Said.</p>")
    publish(meeting, Kind.AGENDA)
    meeting.items.filter(title="Dredging").update(title="Dredging of the pool")
    assert [s for s in sentences(meeting) if "was “" in s] == [
        "“Dredging of the pool” was “Dredging” on the agenda, and both are printed. If the public must not read the earlier "
        "title, withdraw the agenda that has it before you publish."
    ]


@pytest.mark.parametrize("profile", ["principal-5", "wales-3", "none"])
def test_other_bodies_decide_late_items_by_their_own_rules(profile):
    meeting = make_held_meeting(committee=make_committee(clear_days=profile), date=WINTER)
    make_item(meeting, "Bench", is_late=True, late_reason="It broke.", decision="<p>That it be bought.</p>")
    assert [s for s in sentences(meeting) if "summons" in s] == []


@DAYS
def test_a_meeting_that_is_put_off_or_adjourned_to_an_earlier_day_is_not_published(day):
    meeting, other = make_held_meeting(date=day), make_meeting(date=day - timedelta(1))
    ways = [("postponed", Kind.CANCELLATION), ("adjourned", Kind.DECISIONS), ("adjourned", Kind.MINUTES)]
    for way, kind in ways:
        is_off = kind == Kind.CANCELLATION
        facts = {"cancelled_at": timezone.now() if is_off else None, "cancellation_reason": "Storm." if is_off else ""}
        Meeting.objects.filter(pk=meeting.pk).update(postponed_to=None, adjourned_to=None)
        Meeting.objects.filter(pk=meeting.pk).update(**{f"{way}_to": other}, **facts)
        for place, said in [(-1, True), (0, False), (7, False)]:
            Meeting.objects.filter(pk=other.pk).update(date=day + timedelta(place), sitting=2)
            found = [check for check in checks(Meeting.objects.get(pk=meeting.pk), kind) if check.code == "instead"]
            assert [(check.stops, check.link) for check in found] == (
                [(True, f"/admin/minutes/meeting/{meeting.pk}/cancellation/")] if said else []
            )
        Meeting.objects.filter(pk=other.pk).update(cancelled_at=timezone.now(), cancellation_reason="Storm.")
        [check] = [check for check in checks(Meeting.objects.get(pk=meeting.pk), kind) if check.code == "instead"]
        assert check.sentence.endswith("but that meeting is cancelled.") and not check.stops
        Meeting.objects.filter(pk=other.pk).update(cancelled_at=None, cancellation_reason="")


# The rest of the record


def test_a_decision_without_an_outcome_is_told_where_decisions_are_published():
    meeting = make_held_meeting()
    told = "“Repair of the north mole” has a decision without an outcome: none is printed."
    assert told not in sentences(meeting)
    meeting.items.get().decisions.update(kind="")
    assert told in sentences(meeting) and told in sentences(meeting, Kind.DECISIONS)
    assert told not in sentences(meeting, Kind.AGENDA)


@DAYS
def test_who_was_there_and_what_came_of_reports_is_asked(day):
    meeting = make_meeting(date=day, committee=make_committee(quorum=3))
    make_item(meeting, "Dredging", kind="report", minutes="<p>Said.</p>")
    make_item(meeting, "Fees", kind="report", decision="<p>So.</p>")
    assert sentences(meeting) == ["Nobody is recorded as present.", NO_DECISION]
    attend(meeting, "Mary Bell")
    expected = attend(meeting, "Joan Pike", state="expected")
    assert sentences(meeting)[:-1] == [
        "Members recorded as present: 1. The quorum is 3.",
        "Still “expected”: Councillor Joan Pike. Record who was present, absent or sent apologies.",
    ]
    for name in ("Ann Cole", "Tom Reed", "Eva Lund", "Max Holt", "Amy Ford", "Bob Pike"):
        attend(meeting, name, state="expected")
    assert "Eva Lund, Councillor Max Holt, Councillor Amy Ford and 1 more. Record" in sentences(meeting)[-2]
    Attendance.objects.filter(state="expected").exclude(pk=expected.pk).delete()
    Attendance.objects.filter(pk=expected.pk).update(state="present")
    attend(meeting, "Eve Nash", capacity="officer")
    assert "Members recorded as present: 2. The quorum is 3." in sentences(meeting)
    attend(meeting, "Guy Moor", capacity="substitute")
    assert sentences(meeting) == [NO_DECISION]


@DAYS
def test_a_closed_item_needs_the_resolution_that_excludes_the_public(day):
    meeting = make_held_meeting(date=day, attending="public")
    make_item(meeting, "Contract", restriction="england-2006-3", public_title="Closed")
    assert sentences(meeting) == [
        "There is a closed item, but no item for the resolution to exclude the public.",
        "The meeting is marked as wholly open to the public, but has a closed item.",
    ]
    make_item(meeting, "Exclusion", kind="exclusion")
    assert len(sentences(meeting)) == 1


@pytest.mark.parametrize("kind", [Kind.DECISIONS, Kind.DRAFT_MINUTES, Kind.MINUTES])
def test_what_has_nothing_to_say_is_not_published(kind):
    meeting = make_meeting(date=WINTER)
    make_item(meeting, "Dredging")
    make_item(meeting, "Fees")
    stops = [check.sentence for check in checks(meeting, kind) if check.stops]
    assert len(stops) == 1 and ("No item has a decision" in stops[0] or "No minutes have been written" in stops[0])


@pytest.mark.parametrize("kind", [Kind.AGENDA, Kind.DECISIONS, Kind.MINUTES])
def test_each_sentence_leads_to_a_page_of_the_desk_on_which_to_put_it_right(client, kind):
    client.force_login(make_clerk())
    meeting = make_meeting(date=WINTER, attending="public", committee=make_committee(quorum=3))
    item = make_item(meeting, "Dredging", kind="report", is_late=True, late_reason="It broke.")
    make_item(meeting, "Contract", restriction="england-2006-3", public_title="Closed")
    make_motion(item, ("Eve Nash", "for"), votes_for=3)
    attend(meeting, "Joan Pike", state="expected")
    lost = make_document(meeting, "Tenders")
    lost.file.storage.delete(lost.file.name)
    found = checks(meeting, kind, date(2026, 1, 12))
    assert len(found) > 3
    for check in found:
        assert check.link.startswith("/admin/minutes/") and client.get(check.link).status_code == 200, check.sentence


def test_a_missing_file_is_named():
    meeting = make_held_meeting(date=WINTER)
    make_document(meeting, "Survey")
    lost = make_document(meeting, "Tenders", content=make_pdf(2))
    lost.file.storage.delete(lost.file.name)
    assert sentences(meeting) == ["The file of “Tenders” is missing. Upload it again, or remove the paper."]


def test_what_stops_comes_first():
    meeting = make_meeting(date=WINTER)
    make_item(meeting, "Dredging", kind="report")
    assert [check.stops for check in review(meeting, Kind.DRAFT_MINUTES).checks] == [True, False, False]


# What is open and calls itself closed


def test_she_is_told_of_an_open_item_whose_words_say_that_it_is_closed():
    meeting = make_held_meeting()
    pension, lease, _, excluded = (
        make_item(meeting, "Pension (exempt)"),
        make_item(meeting, "Lease"),
        make_item(meeting, "Confidential waste"),
        make_item(meeting, "Exclusion of the public", kind="exclusion"),
    )
    Minute.objects.create(item=lease, body="<p>Noted.</p><p>NOT FOR PUBLICATION</p>")
    Minute.objects.create(item=excluded, body="<p>RESOLVED that the public be excluded.</p>")
    told = [sentence for sentence in sentences(meeting) if "is open, and says" in sentence]
    assert told == [
        "“Pension (exempt)” is open, and says “Pension (exempt)”. Close it if the public may not read it.",
        "“Lease” is open, and says “NOT FOR PUBLICATION”. Close it if the public may not read it.",
    ]
    assert len([sentence for sentence in sentences(meeting, Kind.AGENDA) if "is open, and says" in sentence]) == 1
    for item in (pension, lease):
        item.restriction, item.public_title = "england-2006-1", "Staff"
        item.save()
    assert not [sentence for sentence in sentences(meeting) if "is open, and says" in sentence]


def test_an_item_closed_on_no_ground_yet_stops_publishing():
    meeting = make_held_meeting()
    make_item(meeting, "Pension", restriction="unknown", public_title="Staff")
    assert "“Pension” is closed, but on which ground is not chosen yet." in [
        check.sentence for check in checks(meeting, Kind.MINUTES) if check.stops
    ]


@pytest.mark.parametrize("kind", [Kind.AGENDA, Kind.MINUTES])
def test_a_paper_closed_on_no_ground_yet_stops_publishing(kind):
    meeting = make_held_meeting(date=SUMMER)
    item = make_item(meeting, "Staffing", minutes="<p>Noted.</p>")
    make_document(meeting, "Report", item=item)
    paper = make_document(meeting, "Salaries", item=item, restriction="unknown")
    stops = [check for check in checks(meeting, kind) if check.stops]
    assert [check.sentence for check in stops] == [
        "The paper “Salaries” is closed, but on which ground is not chosen yet."
    ]
    assert stops[0].link == f"/admin/minutes/meeting/{meeting.pk}/papers/{paper.pk}/"


@DAYS
def test_what_says_that_there_was_none_is_held_against_what_is_recorded(day):
    meeting = make_held_meeting(date=day)
    make_item(meeting, "Apologies", kind="apologies", minutes="<p>There were no apologies for absence.</p>")
    interests = make_item(meeting, "Interests", kind="declarations", minutes="<p>No interests were declared.</p>")
    assert not [sentence for sentence in sentences(meeting) if "says that there were no" in sentence]
    for name in ("Ann Vane", "Joe Marsh"):
        attend(meeting, name, state="apologies")
    Declaration.objects.create(item=item_of(meeting, "Apologies"), person=make_person("Zoe Ash"), kind="pecuniary")
    assert [sentence for sentence in sentences(meeting) if "says that there were no" in sentence] == [
        "“Apologies” says that there were no apologies, but 2 are recorded.",
        "“Interests” says that there were no interests, but 1 is recorded.",
    ]
    Minute.objects.filter(item=interests).update(body="<p>Councillor Ash declared an interest.</p>")
    assert "“Interests” says that there were no interests, but 1 is recorded." not in sentences(meeting)


# Fields of standing phrases


@pytest.mark.parametrize("kind", [Kind.DRAFT_MINUTES, Kind.MINUTES])
def test_a_field_that_nobody_filled_in_stops_the_minutes_that_would_print_it(kind):
    meeting = make_held_meeting(date=SUMMER)
    make_item(meeting, "Apologies", minutes="<p>Apologies were received from {apologies}. {apologies}</p>")
    make_item(meeting, "A lease", minutes="<p>{reason}</p>", restriction="england-2006-3", public_title="A lease")
    stops = [check for check in checks(meeting, kind) if check.stops]
    assert [check.sentence for check in stops] == ["“Apologies” still says {apologies}. Write there what is meant."]
    with pytest.raises(NotReady, match=r"still says \{apologies\}"):
        publish(meeting, kind)
    assert not [check for check in checks(meeting, Kind.DECISIONS) if check.stops]


@pytest.mark.parametrize("where", ["purpose", "decision", "reasons", "motion", "summary", "public title"])
def test_a_field_is_found_in_each_text_that_would_be_public(where):
    item = make_item(make_held_meeting(date=WINTER), "Dredging", minutes="<p>Reported.</p>")
    if where == "purpose":
        item.purpose = "<p>{date}</p>"
    elif where in {"decision", "reasons"}:
        Decision.objects.create(
            item=item,
            **(
                {"text": "<p>{date}</p>"}
                if where == "decision"
                else {"text": "<p>That it be.</p>", "reasons": "<p>{date}</p>"}
            ),
        )
    elif where == "motion":
        Motion.objects.create(item=item, text="<p>{date}</p>")
    else:
        item.restriction, item.public_title = "england-2006-3", "A {date}" if where == "public title" else "A lease"
        Minute.objects.filter(item=item).update(summary="<p>{date}</p>" if where == "summary" else "")
    item.save()
    assert "“Dredging” still says {date}. Write there what is meant." in sentences(item.meeting)


# Files that wait


def test_files_that_wait_to_be_put_on_the_agenda_are_named_with_the_way_there():
    other, meeting = make_winter_and_summer()
    for name in ("5 Strategy v2.pdf", "Map.pdf"):
        PaperReceived.objects.create(meeting=meeting, file=make_upload(name), original_name=name)
    found = [check for check in review(meeting, Kind.AGENDA).checks if "put on the agenda" in check.sentence]
    assert [check.sentence for check in found] == [
        "2 files wait to be put on the agenda: “5 Strategy v2.pdf”, “Map.pdf”."
    ]
    assert found[0].link.endswith(f"/meeting/{meeting.pk}/papers/#received") and not found[0].stops
    assert not any("put on the agenda" in sentence for sentence in sentences(other, Kind.AGENDA))
    PaperReceived.objects.first().delete()
    assert "1 file waits to be put on the agenda: “Map.pdf”." in sentences(meeting)
