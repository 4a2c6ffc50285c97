"""Before publishing, Alison Thrale is asked about words that may be a slip: a day, a name, an address, what was resolved."""

import time
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committees.models import Membership, Organisation
from minutes.draft import Draft
from minutes.models import (
    AgendaItem,
    Attendance,
    ChairComment,
    ChairLink,
    Decision,
    Declaration,
    Document,
    Matter,
    Meeting,
    Minute,
    Motion,
    Movement,
)
from published.kinds import Kind
from publishing.checks import checks
from publishing.checks.check import Check
from publishing.checks.contacts import contacts
from publishing.checks.days import days
from publishing.checks.naming import is_nearly, names
from publishing.checks.texts import Text
from tests.making import (
    SUMMER,
    WINTER,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_pdf,
    make_person,
)
from tests.test_door import door, press

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TWIN = make_pdf(2)  # one file: made a second later it would be another


def found(meeting: Meeting, code: str, kind: Kind = Kind.MINUTES) -> list[Check]:
    return [check for check in checks(meeting, kind) if check.code == code]


def said(meeting: Meeting, code: str, kind: Kind = Kind.MINUTES) -> list[str]:
    return [check.sentence for check in found(meeting, code, kind)]


@pytest.fixture
def meeting():
    """A summer's meeting with Mary Bell in the chair, of a committee that met in winter too."""
    make_held_meeting(date=WINTER)
    return make_held_meeting(date=SUMMER)


def write(meeting: Meeting, words: str, title: str = "Dredging") -> AgendaItem:
    """An item that says that in its minutes, and another beside it that says nothing odd."""
    make_item(meeting, f"After {title}", minutes="<p>Noted on Tuesday 3 March 2026 by Councillor Bell.</p>")
    return make_item(meeting, title, minutes=f"<p>{words}</p>")


# Days

WRONG_DAYS = {
    "Tuesday 4 March 2026": ", but that is a Wednesday. Correct the one or the other.",
    "Tue 4th Mar 2026": ", but that is a Wednesday. Correct the one or the other.",
    "Sunday, the 15th of July 2026": ", but that is a Wednesday. Correct the one or the other.",
    "WEDNESDAY 3 MARCH 2026": ", but that is a Tuesday. Correct the one or the other.",
    "31 June 2026": ": there is no such day. Correct it.",
    "29 February 2026": ": there is no such day. Correct it.",
    "31 September": ": there is no such day. Correct it.",
    "4th March 2026 (Tuesday)": ", but that is a Wednesday. Correct the one or the other.",
    "Tuesday, March 4, 2026": ", but that is a Wednesday. Correct the one or the other.",
    "29.02.2027": ": there is no such day. Correct it.",
    "2026-02-30": ": there is no such day. Correct it.",
    "November 31st, 2026": ": there is no such day. Correct it.",
    "November 31st": ": there is no such day. Correct it.",
    "31/11/2026": ": there is no such day. Correct it.",
}


@pytest.mark.parametrize("words", WRONG_DAYS)
def test_she_is_told_of_a_day_that_does_not_fit(meeting, words):
    write(meeting, f"It begins on {words}, as agreed.")
    assert said(meeting, "days") == [f"“Dredging” says “{words}”{WRONG_DAYS[words]}"]


@pytest.mark.parametrize(
    "words",
    [
        "Wednesday 4 March 2026",
        "Monday 2 to Wednesday 4 March 2026",
        "Tuesday 4 March",  # of which year is not said
        "29 February 2028",
        "30 June 1974",
        "item 31 June",
        "the 45 May Day stalls",
        "minute 31/26",
        "sheet 31/11/20264",
        "4 March 2026 (Wednesday)",
        "version 31.11.2026.4",
        "reference 2026-02-30-7",
        "November 31 people came",
        "it may 31",
        "2028-02-29",
        "it may be 31 metres",
    ],
)
def test_nothing_is_said_of_a_day_that_fits_or_is_none(meeting, words):
    write(meeting, f"It begins on {words}, as agreed.")
    assert said(meeting, "days") == []


def test_what_stands_twice_in_a_text_is_said_once(meeting):
    write(meeting, "It ends on 31 June 2026. Cllr Bel agreed, and on 31 June 2026 Cllr Bel will come.")
    assert len(said(meeting, "days")) == len(said(meeting, "names")) == 1


def test_a_day_is_found_in_the_agenda_and_in_the_note_to_the_public_and_leads_to_its_field():
    meeting = make_meeting(date=SUMMER, public_note="Doors open on Monday 15 July 2026.")
    item = make_item(meeting, "Dredging", recommendation="<p>That it end by 31 April 2027.</p>")
    Meeting.objects.filter(pk=meeting.pk).update(clerk_note="Ask on 31 June 2026.")
    assert [(check.sentence, check.link, check.stops) for check in found(meeting, "days", Kind.AGENDA)] == [
        (
            "The note to the public says “Monday 15 July 2026”, but that is a Wednesday. Correct the one or the other.",
            f"/admin/minutes/meeting/{meeting.pk}/change/",
            False,
        ),
        (
            "“Dredging” says “31 April 2027”: there is no such day. Correct it.",
            f"/admin/minutes/meeting/{meeting.pk}/agenda/#item-{item.pk}",
            False,
        ),
    ]


def test_what_the_public_will_not_read_is_not_read_for_it(meeting):
    item = write(meeting, "It ends on 31 June 2026. Mrs Vane of 12 Quay Street telephoned.")
    codes = ("days", "names", "contacts")
    assert all(said(meeting, code) for code in codes)
    assert not any(said(meeting, code, Kind.DECISIONS) for code in codes)
    Minute.objects.filter(item=item).update(restriction="england-2006-1", summary="<p>It ends on 31 April 2026.</p>")
    assert [len(said(meeting, code)) for code in codes] == [1, 0, 0]
    assert "31 April" in said(meeting, "days")[0]


# Names


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Cllr Bel", "Bell"),
        ("Councillor Mary Blel", "Bell"),
        ("Cllr. Bekl’s", "Bell"),
        ("Mrs Bel", "Bell"),
        ("Dr Tonkn", "Tonkin"),
        ("Councillors Bell, Pke", "Pike"),
        ("Councillors Reed and Pkie", "Pike"),
    ],
)
def test_she_is_asked_about_a_name_that_is_nearly_a_members(meeting, words, meant):
    Attendance.objects.create(meeting=meeting, guest_name="Jane Tonkin", capacity="officer", state="present")
    for name in ("Joan Pike", "Tom Reed"):
        Membership.objects.create(committee=meeting.committee, person=make_person(name))
    write(meeting, f"Thanks were given to {words} and others.")
    [sentence] = said(meeting, "names")
    name = sentence.partition("”. Is ")[0].rpartition("“")[2]
    assert words.split()[-1] in name
    assert sentence == f"“Dredging” says “{name}”. Is “{meant}” meant? Correct it, unless it is somebody else."


@pytest.mark.parametrize(
    "words",
    [
        "Cllr Bell and Councillor Mary Bell’s friend",
        "Cllr Ball",  # there is one, on another committee
        "Councillor Vane of the county council",
        "Councillor Hell",  # no typist's slip: the first letter is another
        "the bel and Bel Air",
        "Mr Chairman and Madam Mayor",
        "Councillors",
        "Mr J. Tonkin",
        "Mrs De Vere",
        "Mrs O'Dowd and Mr O’Dowd",
    ],
)
def test_nothing_is_asked_about_a_name_that_is_known(meeting, words):
    Attendance.objects.create(meeting=meeting, guest_name="Jane Tonkin", capacity="officer", state="present")
    make_person("Ivy Ball")
    make_person("Pat O’Dowd", slug="pat-o-dowd")
    make_person("Anne Vere", first_name="Anne", last_name="De Vere")
    write(meeting, f"Thanks were given to {words}.")
    assert said(meeting, "names") == []


def test_a_member_who_sat_on_another_day_only_is_not_what_is_meant(meeting):
    seat = Membership.objects.create(committee=meeting.committee, person=make_person("Joan Pike"))
    write(meeting, "Thanks were given to Councillor Pke.")
    assert "Is “Pike” meant" in said(meeting, "names")[0]
    Membership.objects.filter(pk=seat.pk).update(ended_on=date(2026, 7, 14))
    assert said(meeting, "names") == []


def test_she_is_asked_whether_the_name_of_a_member_of_the_public_is_needed(meeting):
    item = write(meeting, "Mrs A. Vane and Mr Joe Marsh asked about the steps. Mrs A. Vane was answered by Mr Tonkin.")
    AgendaItem.objects.filter(title="After Dredging").update(officer="Jane Tonkin, Harbour Master")
    [check] = found(meeting, "names")
    assert check.sentence == (
        "“Dredging” says “Mrs A. Vane” and “Mr Joe Marsh”. This names a member of the public. Is the name needed?"
    )
    assert check.link == f"/admin/minutes/meeting/{meeting.pk}/minutes/#item-{item.pk}"
    make_person("Ann Vane", title="Ms")
    assert "Vane" not in said(meeting, "names")[0]
    make_person("Joe Marsh", title="")
    assert said(meeting, "names") == []


@pytest.mark.parametrize(
    "words",
    ["Mr Mayor", "Ms Chair", "the hut in Quarry Dr North", "Dr Barnard Close", "an Mrs degree", "Mr Tonkin"],
)
def test_what_is_no_name_of_the_public_is_not_asked_about(meeting, words):
    Organisation.objects.update(contact_name="Jane Tonkin")
    write(meeting, f"They spoke of {words}.")
    assert said(meeting, "names") == []


@pytest.mark.parametrize(
    ("one", "other", "nearly"),
    [
        ("bel", "bell", True),
        ("belll", "bell", True),
        ("balk", "balm", True),
        ("ebll", "bell", False),
        ("blel", "bell", True),
        ("bell", "bell", False),
        ("lee", "lea", False),
        ("be", "bel", False),
        ("bllee", "bell", False),
        ("marsh", "mrahs", False),
    ],
)
def test_names_are_nearly_alike_by_one_slip_of_a_typist(one, other, nearly):
    assert is_nearly(one, other) == is_nearly(other, one) == nearly


# How somebody is reached


@pytest.mark.parametrize(
    "words",
    [
        "01632 960123",
        "(01632) 960 123",
        "+44 1632 960123",
        "07700 900123",
        "020 7946 0123",
        "ann.vane@example.com",
        "12 Quay Street",
        "3a Old Mill Lane",
        "PM1 2AB",
    ],
)
def test_she_is_told_of_a_number_or_an_address_that_would_be_public(meeting, words):
    write(meeting, f"The owner, at {words}, will be asked.")
    [check] = found(meeting, "contacts")
    assert check.sentence.startswith(f"“Dredging” gives “{words}”. Take it out") and not check.stops


@pytest.mark.parametrize(
    "words",
    [
        "01632 960100",
        "+44 (0)1632 960100",
        "Harbour@Example.org",
        "clerk@example.org",
        "Planning@Penmarsh.example",
        "a.tonkin@penmarsh.gov.uk",
        "the office at PM1 1AA",
        "application 07/02345/FUL",
        "account 0163296012345",
        "£01632.960",
        "the 12 streets of the town",
        "item 12 Quay Street",
        "Quay Street",
        "form AB12",
        "2026 Market Place",
    ],
)
def test_nothing_is_said_of_the_councils_own_number_or_of_what_is_none(meeting, words):
    type(meeting.committee).objects.update(contact_phone="01632 960100", contact_email="harbour@example.org")
    Organisation.objects.update(contact_email="clerk@penmarsh.example", contact_address="Guildhall\nPenmarsh PM1 1AA")
    write(meeting, f"They spoke of {words}.")
    assert said(Meeting.objects.get(pk=meeting.pk), "contacts") == []


def test_an_address_at_a_provider_that_the_council_shares_with_anybody_is_told_of(meeting):
    Organisation.objects.update(contact_email="penmarshparish@gmail.com")
    write(meeting, "Write to penmarshparish@gmail.com or to ann.vane@gmail.com, or to ann@harbour.example.org.")
    assert "gives “ann.vane@gmail.com” and “ann@harbour.example.org”." in said(meeting, "contacts")[0]


def test_an_address_that_is_the_business_of_the_item_is_needed(meeting):
    make_item(meeting, "A shelter at 12 Quay Street", minutes="<p>12 Quay Street was looked at.</p>")
    item = write(meeting, "9 Fore Street, PM1 2AB: no objection. Its owner is at ann@example.com.")
    item.matter = Matter.objects.create(title="A porch", reference="PA26/0143")
    item.save()
    assert said(meeting, "contacts") == ["“Dredging” gives “ann@example.com”. Take it out, unless it is an office’s."]
    Matter.objects.update(reference="")
    assert said(meeting, "contacts")[1:] == [
        "“Dredging” gives “9 Fore Street” and “PM1 2AB”. Take it out if it says where somebody lives."
    ]


# The note that says what changed


FOREVER = "The public reads it, and it can never be changed."
NOTES = {
    "Mrs Vane of 12 Quay Street asked for it.": ["“Mrs Vane”.", "“12 Quay Street”."],
    "Ring 01632 960123 or ann.vane@example.com.": ["“01632 960123” and “ann.vane@example.com”."],
    "As Cllr Bel said.": ["“Cllr Bel”. Is “Bell” meant?"],
}


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("step", ["check", "confirm"])
def test_she_is_told_of_what_the_note_gives_away_as_long_as_it_can_be_changed(desk, meeting, note, step):
    make_item(meeting, "Dredging", minutes="<p>Said.</p>")
    for kind in ("agenda", "draft-minutes", "notice"):
        page = press(desk, door(meeting), step, kind=kind, note=note)
        for words in NOTES[note]:
            assert page.text.count(f"The note says {words} {FOREVER}") == 1
    assert FOREVER not in press(desk, door(meeting), step, kind="agenda", note="Cllr Bell asked for it.").text


def test_the_command_says_what_the_note_gives_away(meeting, capsys):
    make_item(meeting, "Dredging", minutes="<p>Said.</p>")
    call_command("publish", meeting.address, "draft-minutes", note="Mrs Vane asked for it.")
    assert f"Note: The note says “Mrs Vane”. {FOREVER}" in capsys.readouterr().err


# Comments of the chair


def test_she_is_told_of_comments_of_the_chair_that_wait(meeting):
    make_item(meeting, "Dredging", minutes="<p>Said.</p>")
    link, other = (
        ChairLink.objects.create(meeting=one, expires_at=timezone.now() + timedelta(1), digest=f"{one.pk:064}")
        for one in (meeting, Meeting.objects.get(date=WINTER))
    )
    for on in (link, link, link, other):
        ChairComment.objects.create(link=on, name="Mary Bell", text="It was seconded.")
    ChairComment.objects.filter(pk=link.comments.first().pk).update(decision="set-aside")
    for kind in (Kind.DRAFT_MINUTES, Kind.MINUTES):
        [check] = found(meeting, "comments", kind)
        assert check.sentence == "2 comments of the chair wait at the Minutes tab." and not check.stops
        assert check.link == f"/admin/minutes/meeting/{meeting.pk}/minutes/"
    assert said(meeting, "comments", Kind.DECISIONS) == said(meeting, "comments", Kind.AGENDA) == []
    ChairComment.objects.filter(pk=link.comments.last().pk).update(decision="done")
    assert said(meeting, "comments") == ["1 comment of the chair waits at the Minutes tab."]
    link.comments.update(decision="done")
    assert said(meeting, "comments") == []


# What was resolved


@pytest.mark.parametrize(
    "words",
    [
        "RESOLVED that it be done.",
        "It was unanimously resolved to do it.",
        "Resolved: do it.",
        "and RESOLVED to",
        "Said.</p><p>Resolved to do it.",
    ],
)
def test_she_is_told_of_a_resolution_of_which_no_decision_is_recorded(meeting, words):
    item = write(meeting, words)
    [check] = found(meeting, "resolved")
    assert check.sentence.startswith("“Dredging” says “") and check.sentence.endswith(
        "”, but has no decision. Record what was resolved as a decision."
    )
    assert check.link == f"/admin/minutes/meeting/{meeting.pk}/minutes/#item-{item.pk}"
    Decision.objects.create(item=item, text="<p>That it be done.</p>")
    assert said(meeting, "resolved") == []


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("The Chair spoke. It was RESOLVED that it be done.", "RESOLVED that it be done."),
        ("It was unanimously resolved to do it.</p><p>Then tea.", "resolved to do it."),
        ("AGREED: " + "word " * 20, "AGREED: " + "word " * 10 + "word…"),
    ],
)
def test_what_was_resolved_is_quoted_from_that_word_on(meeting, words, quote):
    write(meeting, words)
    assert f"“Dredging” says “{quote}”, but has no decision." in said(meeting, "resolved")[0]


def test_what_calls_itself_closed_is_quoted_in_whole_words(meeting):
    write(meeting, "Exempt information of " + "extraordinarily " * 20)
    words = "extraordinarily " * 9
    assert f"says “Exempt information of {words.strip()}…”." in said(meeting, "wording")[0]


@pytest.mark.parametrize(
    "words",
    [
        "The dispute was resolved.",
        "It is unresolved.",
        "Members resolved to meet.",
        "It was resolved amicably.",
        "Resolved matters left.",
    ],
)
def test_a_quarrel_that_is_resolved_is_no_decision(meeting, words):
    write(meeting, words)
    assert said(meeting, "resolved") == []


def test_what_is_recorded_otherwise_is_resolved_without_a_decision(meeting):
    carried = write(meeting, "RESOLVED that it be done.")
    Motion.objects.create(item=carried, text="<p>That it be done.</p>", result="carried")
    for kind in ("exclusion", "previous-minutes"):
        make_item(meeting, kind, kind=kind, minutes="<p>RESOLVED that it be so.</p>")
    assert said(meeting, "resolved") == []
    carried.motions.update(result="withdrawn")
    assert len(said(meeting, "resolved")) == 1


def test_a_recommendation_without_a_decision_is_asked_about_once_minutes_are_published(meeting):
    for title in ("Dredging", "Buoys"):
        make_item(meeting, title, recommendation="<p>That it be done.</p>", minutes="<p>Said.</p>")
    Decision.objects.create(item=meeting.items.get(title="Buoys"), text="<p>That it be done.</p>", kind="refused")
    sentence = (
        "“Dredging” has a recommendation, but no decision. Record it, or that the item was deferred or withdrawn."
    )
    assert said(meeting, "undecided") == said(meeting, "undecided", Kind.DECISIONS) == [sentence]
    assert said(meeting, "undecided", Kind.AGENDA) == []
    meeting.items.filter(title="Dredging").update(recommendation="<p> </p>")
    assert said(meeting, "undecided") == []


# Quorum


@pytest.fixture
def council():
    """A meeting of four items with three members, which is its quorum."""
    meeting = make_held_meeting(committee=make_committee(quorum=3), date=SUMMER)
    for name in ("Joan Pike", "Tom Reed"):
        Attendance.objects.create(meeting=meeting, person=make_person(name), state="present")
    for title in ("Dredging", "Buoys", "Fees"):
        make_item(meeting, title, minutes="<p>Said.</p>")
    return meeting


def leaves(meeting: Meeting, name: str, title: str, kind: str = "left") -> None:
    row = meeting.attendances.get(person=make_person(name))
    Movement.objects.create(attendance=row, kind=kind, item=meeting.items.get(title=title))


ADVICE = "Put right who came and went, or record that nothing was decided."


def test_items_that_were_taken_by_too_few_are_named(council):
    assert said(council, "quorum") == []
    leaves(council, "Tom Reed", "Dredging")
    [check] = found(council, "quorum")
    assert check.sentence == f"“Buoys” to “Fees”: 2 members with a vote in the room; the quorum is 3. {ADVICE}"
    assert check.link.endswith(f"/minutes/#item-{council.items.get(title='Buoys').pk}")
    leaves(council, "Joan Pike", "Buoys")
    assert said(council, "quorum") == [
        f"“Buoys”: 2 members with a vote in the room; the quorum is 3. {ADVICE}",
        f"“Fees”: 1 member with a vote in the room; the quorum is 3. {ADVICE}",
    ]


def test_who_came_back_makes_a_quorum_again_and_who_left_for_an_interest_makes_none(council):
    leaves(council, "Tom Reed", "Dredging")
    leaves(council, "Tom Reed", "Buoys", "arrived")
    assert said(council, "quorum") == []
    fees = council.items.get(title="Fees")
    interest = Declaration.objects.create(item=fees, person=make_person("Joan Pike"), afterwards="left")
    assert said(council, "quorum") == [f"“Fees”: 2 members with a vote in the room; the quorum is 3. {ADVICE}"]
    Declaration.objects.filter(pk=interest.pk).update(afterwards="did-not-vote")
    assert said(council, "quorum") == []


def test_nothing_is_said_of_an_item_that_was_not_taken_or_where_no_quorum_is_known(council):
    leaves(council, "Tom Reed", "Buoys")
    council.items.filter(title="Fees").update(state="deferred")
    assert said(council, "quorum") == []
    council.items.update(state="")
    assert said(council, "quorum")
    type(council.committee).objects.update(quorum=None)
    assert said(Meeting.objects.get(pk=council.pk), "quorum") == []


def test_a_meeting_that_never_had_a_quorum_is_told_once(council):
    council.attendances.filter(person=make_person("Tom Reed")).update(state="absent")
    assert said(council, "quorum") == []
    assert "Members recorded as present: 2. The quorum is 3." in said(council, "attendance")


# Papers


def test_she_is_told_of_a_paper_that_another_meeting_of_the_committee_has_too(meeting):
    winter = Meeting.objects.get(date=WINTER)
    make_document(winter, "Survey of January", content=TWIN, item=winter.items.get())
    make_document(meeting, "Plan", content=make_pdf(3))
    paper = make_document(meeting, "Survey", content=TWIN, item=meeting.items.get())
    [check] = found(meeting, "paper-of-another-meeting", Kind.AGENDA)
    assert check.sentence == (
        "The paper “Survey” is the same file as “Survey of January” of the meeting of 14 January 2026. Remove it if it "
        "belongs to that one alone."
    )
    assert check.link == f"/admin/minutes/meeting/{meeting.pk}/papers/{paper.pk}/" and not check.stops


def test_a_paper_of_business_that_is_carried_on_or_of_another_committee_is_no_slip(meeting):
    winter = Meeting.objects.get(date=WINTER)
    elsewhere = make_held_meeting(committee=make_committee(slug="pier", name="Pier Committee"), date=WINTER)
    make_document(elsewhere, "Secret of the pier", content=TWIN)
    make_document(meeting, "Survey", content=TWIN, item=meeting.items.get())
    assert said(meeting, "paper-of-another-meeting") == []
    make_document(winter, "Survey", content=TWIN, item=winter.items.get())
    assert said(meeting, "paper-of-another-meeting")
    meeting.items.update(carried_from=winter.items.get())
    assert said(meeting, "paper-of-another-meeting") == []
    meeting.items.update(carried_from=None)
    AgendaItem.objects.update(matter=Matter.objects.create(title="The mole"))
    assert said(meeting, "paper-of-another-meeting") == []


def test_a_paper_that_several_meetings_have_is_a_standing_one(meeting):
    winter, spring = Meeting.objects.get(date=WINTER), make_meeting(date=date(2026, 4, 1))
    for one in (winter, winter, meeting):
        make_document(one, "How to object", content=TWIN)
    assert len(said(meeting, "paper-of-another-meeting")) == 1
    make_document(spring, "How to object", content=TWIN)
    assert said(meeting, "paper-of-another-meeting") == []


@pytest.mark.parametrize("title", ["Survey 14 January 2026", "Survey 14.1.26", "Survey 14th Jan 2026", "Survey"])
def test_she_is_told_of_a_paper_that_is_named_after_the_day_of_another_meeting(meeting, title):
    name = "survey.pdf" if title != "Survey" else "Item 5 survey 20260114.pdf"
    make_document(meeting, title, name=name)
    [sentence] = said(meeting, "paper-of-another-meeting")
    assert sentence == (
        f"The paper “{title}” is named after 14 January 2026, the day of another meeting. Remove it if it belongs to that one."
    )


@pytest.mark.parametrize(
    "title",
    [
        "Survey 15 July 2026",
        "Minutes of 14 January 2026",
        "Actions of 14 January 2026",
        "Budget to 31 January 2026",
        "Survey 99.1.26",
    ],
)
def test_a_paper_that_is_named_after_its_own_day_or_after_what_went_before_is_no_slip(meeting, title):
    make_document(meeting, title)
    make_document(meeting, "January, 14 January 2026", kind="previous-minutes", content=TWIN)
    assert said(meeting, "paper-of-another-meeting") == []


# All of them


@pytest.mark.parametrize("words", ["Mr ", "Cllr Bel, ", "12 Aa Bb ", "x.y-", "a@", "Tuesday 31 June ", "07 ", "A. "])
def test_a_text_of_300_kilobytes_is_read_in_a_moment(words):
    text = Text(words * (300_000 // len(words)), "")
    began = time.process_time()
    draft = Draft(make_meeting(date=WINTER))
    assert isinstance([*days([text]), *names(draft, [text]), *contacts(draft, [text])], list)
    assert time.process_time() - began < 5


def test_they_stand_in_the_order_of_the_agenda_and_none_of_them_stops(meeting):
    Meeting.objects.update(public_note="Doors open on 31 June 2026.")
    for title in ("Buoys", "Dredging"):
        make_item(meeting, title, kind="report", minutes="<p>RESOLVED on 31 June 2026.</p>")
    meeting.refresh_from_db()
    all_checks = [check for check in checks(meeting, Kind.DRAFT_MINUTES) if check.code != "names"]
    assert not any(check.stops for check in all_checks)
    assert [(check.code, check.sentence.split()[0]) for check in all_checks] == [
        ("days", "The"),
        ("days", "“Buoys”"),
        ("resolved", "“Buoys”"),
        ("days", "“Dredging”"),
        ("resolved", "“Dredging”"),
    ]


def test_each_is_named_by_a_code_of_its_own(meeting):
    Document.objects.all().delete()
    write(meeting, "Mrs Vane, 01632 960123, RESOLVED on 31 June 2026.")
    meeting.committee.minute_pattern = ""
    assert all(check.code for check in checks(meeting, Kind.MINUTES))
    assert {"days", "names", "contacts", "resolved"} <= {check.code for check in checks(meeting, Kind.MINUTES)}


@pytest.mark.parametrize("kind", [Kind.AGENDA, Kind.DRAFT_MINUTES])
def test_they_ask_as_much_of_the_database_for_20_odd_items_as_for_2(kind):
    counts = []
    for day, many in ((WINTER, 2), (SUMMER, 20)):
        meeting = make_held_meeting(date=day)
        for n in range(many):
            item = make_item(
                meeting,
                f"Pier {n}",
                purpose="<p>Mrs Vane and Cllr Bel, 12 Quay Street, 31 June 2026.</p>",
                minutes="<p>RESOLVED that Mr Marsh be rung on 01632 960123.</p>",
                matter=Matter.objects.create(title="The pier"),
            )
            Attendance.objects.create(meeting=meeting, person=make_person(f"Una Reed{n}"), state="present")
            make_document(meeting, f"Survey {n}, 4 March 2026", item=item, content=make_pdf(n + 1))
        with CaptureQueriesContext(connection) as asked:
            found = checks(Meeting.objects.select_related("committee").get(pk=meeting.pk), kind)
        assert len([check for check in found if check.code in {"days", "names", "contacts"}]) >= 3 * many
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
