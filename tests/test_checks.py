"""Before publishing, Alison Thrale is told in sentences what is not right, and where to put it right."""

from datetime import date

import pytest
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
    Vote,
)
from published.kinds import Kind
from publishing.checks import checks
from publishing.clear_days import clear_days
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
    publish,
)

pytestmark = pytest.mark.django_db
DAYS = pytest.mark.parametrize("day", [WINTER, SUMMER], ids=["winter", "summer"])


def sentences(meeting: Meeting, kind: Kind = Kind.MINUTES) -> list[str]:
    """What the clerk reads at the door."""
    return [check.sentence for check in review(meeting, kind).checks]


def attend(meeting: Meeting, name: str, **changes) -> Attendance:
    return Attendance.objects.create(meeting=meeting, person=make_person(name), **({"state": "present"} | changes))


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
    return [sentence for sentence in sentences(meeting) if "motion" in sentence or "amendment" in sentence]


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


def test_nobody_counted_is_not_the_same_as_not_counted(council):
    make_motion(item_of(council, "Dredging"), ("Joan Pike", "for"), votes_for=0)
    assert about_votes(council) == ["“Dredging”, motion 1: 0 counted as “For”, but 1 by name."]


def test_more_votes_than_members_are_said(council):
    make_motion(item_of(council, "Dredging"), votes_for=3, votes_against=2, abstentions=1)
    make_motion(item_of(council, "Mooring fees"), votes_for=3, votes_against=2, abstentions=0)
    assert about_votes(council) == ["“Dredging”, motion 1: 6 votes are counted, but 5 members were present."]


def test_two_votes_of_one_member_are_said_but_not_where_nobody_has_been_recorded_yet():
    said = []
    for day in (WINTER, SUMMER):
        meeting = make_held_meeting(date=day)
        make_motion(meeting.items.get(), votes_for=2)
        said.append(about_votes(meeting))
        meeting.attendances.all().delete()
        said.append(about_votes(meeting))
    assert said == [["“Repair of the north mole”, motion 1: 2 votes are counted, but 1 members were present."], []] * 2


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


def test_an_amendment_is_checked_too(council):
    motion = make_motion(item_of(council, "Dredging"))
    make_motion(item_of(council, "Dredging"), ("Joan Pike", "for"), amends=motion, votes_for=3)
    assert about_votes(council) == ["“Dredging”, amendment 2: 3 counted as “For”, but 1 by name."]


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
    ("column", "why", "titles"),
    [
        ("left_at_item", "had left the meeting before", ["Mooring fees"]),
        ("arrived_at_item", "had not arrived yet", ["Repair of the north mole"]),
    ],
)
def test_who_left_or_came_late_has_not_voted_while_away(council, column, why, titles):
    attend(council, "Eve Nash", **{column: item_of(council, "Dredging")})
    for item in council.items.all():
        make_motion(item, ("Eve Nash", "for"), ("Joan Pike", "for"))
    assert about_votes(council) == [
        f"“{title}”, motion 1: Councillor Eve Nash voted “For”, but {why}." for title in titles
    ]


def test_whoever_left_the_room_for_an_interest_has_not_voted_there(council):
    attend(council, "Eve Nash")
    for title, left in (("Dredging", True), ("Mooring fees", False)):
        Declaration.objects.create(item=item_of(council, title), person=make_person("Eve Nash"), left_the_room=left)
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


def test_a_vote_leads_to_its_motion_and_stops_nothing(council):
    motion = make_motion(item_of(council, "Dredging"), ("Joan Pike", "for"), votes_for=3)
    check = next(check for check in checks(council, Kind.DRAFT_MINUTES) if "counted" in check.sentence)
    assert (check.link, check.stops) == (f"/admin/minutes/motion/{motion.pk}/change/", False)


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


@pytest.mark.parametrize("profile", ["principal-5", "wales-3", "none"])
def test_other_bodies_decide_late_items_by_their_own_rules(profile):
    meeting = make_held_meeting(committee=make_committee(clear_days=profile), date=WINTER)
    make_item(meeting, "Bench", is_late=True, late_reason="It broke.", decision="<p>That it be bought.</p>")
    assert [s for s in sentences(meeting) if "summons" in s] == []


CLEAR = {
    "a call-in over a weekend": ("2013-07-17", "2013-07-25", "principal-5", 5),
    "a call-in after the jubilee": ("2022-06-07", "2022-06-15", "principal-5", 5),
    "a parish, Monday to Friday": ("2026-11-23", "2026-11-27", "parish-3", 3),
    "a parish over a Sunday": ("2026-11-20", "2026-11-25", "parish-3", 3),
    "a parish over Easter": ("2026-03-31", "2026-04-10", "parish-3", 3),
    "a parish over Christmas": ("2026-12-22", "2026-12-31", "parish-3", 3),
    "the same day": ("2026-11-20", "2026-11-20", "principal-5", 0),
}


@pytest.mark.parametrize(("issued", "meeting", "profile", "expected"), CLEAR.values(), ids=CLEAR)
def test_clear_days_are_counted_as_the_law_does(issued, meeting, profile, expected):
    assert clear_days(date.fromisoformat(issued), date.fromisoformat(meeting), profile) == expected


NOTICE = {  # the body, the day of issue and that of the meeting; how many clear days lie between, and are required
    "a week in winter": ("principal-5", date(2026, 1, 7), date(2026, 1, 14), "4 clear days’ notice; 5 are required."),
    "over a bank holiday in summer": (
        "principal-5",
        date(2026, 8, 26),
        date(2026, 9, 3),
        "4 clear days’ notice; 5 are required.",
    ),
    "in time": ("principal-5", date(2026, 1, 6), date(2026, 1, 14), ""),
    "a parish over a Sunday": (
        "parish-3",
        date(2026, 1, 16),
        date(2026, 1, 20),
        "2 clear days’ notice; 3 are required.",
    ),
    "a parish in time": ("parish-3", date(2026, 1, 16), date(2026, 1, 21), ""),
    "Wales over a weekend": ("wales-3", date(2026, 7, 10), date(2026, 7, 15), "2 clear days’ notice; 3 are required."),
    "Wales in time": ("wales-3", date(2026, 7, 9), date(2026, 7, 15), ""),
    "a body whose law asks for none": ("none", date(2026, 7, 14), date(2026, 7, 15), ""),
    "after the meeting": ("principal-5", date(2026, 1, 15), date(2026, 1, 14), ""),
}


@pytest.mark.parametrize(("body", "issued", "day", "said"), NOTICE.values(), ids=NOTICE)
def test_too_short_notice_is_said_with_the_day_of_issue(body, issued, day, said):
    meeting = make_meeting(date=day, committee=make_committee(clear_days=body))
    make_item(meeting)
    found = [check for check in checks(meeting, Kind.AGENDA, issued) if "clear days" in check.sentence]
    assert [check.sentence.partition("the meeting has ")[2] for check in found] == ([said] if said else [])
    assert [check.link for check in found] == ([f"/admin/minutes/meeting/{meeting.pk}/change/"] if said else [])


def test_the_notice_of_a_scheduled_agenda_counts_from_its_going_live(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: timezone.datetime.fromisoformat("2026-06-01T09:00+00:00"))
    meeting = make_meeting(date=date(2026, 7, 15))
    make_item(meeting)
    assert review(meeting, Kind.AGENDA).checks == []
    live = timezone.datetime.fromisoformat("2026-07-09T23:30+00:00")  # in London, the 10th
    said = [check.sentence for check in review(meeting, Kind.AGENDA, goes_live_at=live).checks]
    assert said == ["Published on 10 July 2026, the meeting has 2 clear days’ notice; 5 are required."]


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
    assert sentences(meeting) == [
        "“Dredging” is a report, but has no decision.",
        "Nobody is recorded as present.",
    ]
    attend(meeting, "Mary Bell")
    expected = attend(meeting, "Joan Pike", state="expected")
    assert sentences(meeting)[1:] == [
        "Members recorded as present: 1. The quorum is 3.",
        "Somebody is still “expected”: record who was present, absent or sent apologies.",
    ]
    Attendance.objects.filter(pk=expected.pk).update(state="present")
    attend(meeting, "Eve Nash", capacity="officer")
    assert "Members recorded as present: 2. The quorum is 3." in sentences(meeting)
    attend(meeting, "Guy Moor", capacity="substitute")
    assert sentences(meeting)[1:] == []


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
    assert [check.stops for check in review(meeting, Kind.MINUTES).checks] == [True, False, False]


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
