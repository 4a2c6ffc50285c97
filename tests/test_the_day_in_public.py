"""What a clerk writes down on the day, as a resident reads it: on the meeting's page, at the item and on paper."""

import re
from datetime import date, time

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from lxml import html

from committees.models import Membership
from minutes.models import Attendance, Declaration, Matter, Meeting, Minute, Motion, Movement, Vote
from published import pdf
from published.kinds import Kind
from published.models import Version
from publishing.freezing import freeze
from tests.making import (
    SUMMER,
    WINTER,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_pdf,
    make_person,
    make_upload,
    publish,
)

pytestmark = pytest.mark.django_db
DAYS = pytest.mark.parametrize("day", [WINTER, SUMMER], ids=["winter", "summer"])
PLACES = pytest.mark.parametrize("place", ["page", "paper"])
CLOSED = {"restriction": "england-2006-3", "public_title": "A contract"}


def texts(client, place: str, meeting: Meeting, path: str) -> list[str]:
    """The texts at a path of the meeting's page, or of the PDF's document of the newest version."""
    if place == "page":
        tree = html.fromstring(client.get(f"/committees/{meeting.address}/").content).find(".//main")
    else:
        tree = html.fromstring(pdf.document(Version.objects.latest("record_id"))).find("body")
    return [" ".join(found.text_content().split()) for found in tree.xpath(path)]


def by_class(name: str) -> str:
    return f".//*[@class='{name}']"


# Items


@PLACES
@pytest.mark.parametrize("kind", [Kind.AGENDA, Kind.MINUTES])
def test_an_item_that_was_not_taken_keeps_its_number_and_says_so(client, place, kind):
    meeting = make_held_meeting(date=SUMMER)
    make_item(meeting, "Dredging", state="deferred", state_note="to the meeting of 5 August")
    make_item(meeting, "Mooring fees", state="withdrawn")
    make_item(meeting, "Ballast", state_note="left from before")
    publish(meeting, kind)
    assert texts(client, place, meeting, by_class("not-taken")) == ["Deferred: to the meeting of 5 August", "Withdrawn"]
    headings = ".//h2[span[@class='number']]"
    assert texts(client, place, meeting, headings)[1:] == ["2 Dredging", "3 Mooring fees", "4 Ballast"]
    if place == "page":
        listed = texts(client, place, meeting, ".//nav[@class='contents']//li")
        assert listed[1:] == ["2 Dredging Deferred", "3 Mooring fees Withdrawn", "4 Ballast"]


@PLACES
def test_an_item_that_was_taken_before_its_turn_says_so_in_minutes_and_not_before(client, place):
    meeting = make_held_meeting(date=SUMMER)
    make_item(meeting, "Dredging", taken=1)
    make_item(meeting, "Lease to Pike", taken=23, **CLOSED)
    publish(meeting, Kind.AGENDA)
    assert texts(client, place, meeting, by_class("taken")) == []
    publish(meeting)
    assert texts(client, place, meeting, by_class("taken")) == ["Taken as the 1st item.", "Taken as the 23rd item."]


@PLACES
def test_a_late_item_says_why_and_who_agreed(client, place):
    meeting = make_held_meeting(date=SUMMER)
    make_item(
        meeting, "Dredging", is_late=True, late_reason="A ship ran aground", late_agreed_by="Councillor Mary Bell"
    )
    make_item(meeting, "Ballast", late_reason="None.", late_agreed_by="Councillor Cy Tern")
    publish(meeting)
    [late] = texts(client, place, meeting, by_class("late"))
    assert late.endswith("Reason: A ship ran aground. Agreed by Councillor Mary Bell.")


@PLACES
def test_a_title_that_the_agenda_had_otherwise_is_told_beside_the_new_one(client, place):
    meeting = make_held_meeting(date=SUMMER)
    item, other = make_item(meeting, "Dredging"), make_item(meeting, "Lease to Pike")
    publish(meeting, Kind.AGENDA)
    meeting.items.filter(pk=item.pk).update(title="Dredging of the pool")
    publish(meeting, Kind.AGENDA, note="A title was wrong.")
    assert texts(client, place, meeting, by_class("formerly")) == ["On the agenda: Dredging"]
    meeting.items.filter(pk=item.pk).update(title="Dredging of the lower pool")
    meeting.items.filter(pk=other.pk).update(title="Lease to Pike and others", **CLOSED)
    publish(meeting)
    assert texts(client, place, meeting, by_class("formerly")) == ["On the agenda: Dredging"]
    assert "Pike" not in freeze(meeting, Kind.MINUTES).to_json()


def test_a_title_that_nobody_could_read_is_not_told():
    """The agenda that had it was withdrawn, or is still to come."""
    meeting = make_held_meeting(date=SUMMER)
    item = make_item(meeting, "Dredging by Pike")
    agenda = publish(meeting, Kind.AGENDA)
    supplement = publish(meeting, Kind.SUPPLEMENT)
    meeting.items.filter(pk=item.pk).update(title="Dredging")
    assert [i.former_title for i in freeze(meeting, Kind.MINUTES).items] == ["", "Dredging by Pike"]
    agenda.withdraw("A name was in it.")
    assert [i.former_title for i in freeze(meeting, Kind.MINUTES).items] == ["", "Dredging by Pike"]
    supplement.withdraw("A name was in it.")
    publish(meeting, Kind.AGENDA, note="Anew.", goes_live_at=agenda.goes_live_at.replace(year=2099))
    meeting.items.filter(pk=item.pk).update(title="Dredging, and more")
    assert [i.former_title for i in freeze(meeting, Kind.MINUTES).items] == ["", ""]


@PLACES
def test_background_papers_and_the_matter_are_named(client, place):
    meeting = make_held_meeting(date=SUMMER)
    pool = Matter.objects.create(title="The pool", reference="26/0123")
    named = "Soundings of 2024\n\n  Tide tables \n"
    make_item(meeting, "Dredging", matter=pool, background_papers=named)
    make_item(meeting, "Ballast", matter=Matter.objects.create(title="Ballast"))
    secret = Matter.objects.create(title="Lease to Pike")
    make_item(meeting, "Lease", matter=secret, background_papers="Letter of Mr Pike", **CLOSED)
    publish(meeting, Kind.AGENDA)
    assert texts(client, place, meeting, by_class("matter")) == ["Matter: The pool (26/0123)"]
    background = ".//section[*[.='Background papers']]/ul/li"
    assert texts(client, place, meeting, background) == ["Soundings of 2024", "Tide tables"]
    record = freeze(meeting, Kind.MINUTES)
    assert record.items[1].matter.id == pool.pk and "Pike" not in record.to_json()


@PLACES
def test_of_what_is_closed_the_public_minute_is_read_and_nothing_else(client, place):
    meeting = make_held_meeting(date=SUMMER, attending="partly")
    closed = make_item(meeting, "Lease to Pike", minutes="<p>Mr Pike owes 400.</p>", **CLOSED)
    half = make_item(meeting, "Dredging", minutes="<p>The price was 5,000.</p>")
    opened = make_item(meeting, "Ballast", minutes="<p>It was noted.</p>")
    Minute.objects.filter(item=half).update(restriction="england-2006-3")
    for item, said in [(closed, "A lease was agreed."), (half, "A tender was accepted."), (opened, "Not needed.")]:
        Minute.objects.filter(item=item).update(summary=f"<p>{said}</p>")
    publish(meeting)
    read = texts(client, place, meeting, ".//section[@class='minutes']")
    why = "The minutes are not open to the public. Exempt: financial or business affairs of any particular person "
    ground = "(Local Government Act 1972, Schedule 12A, paragraph 3 of Part 1). Reasons restricted "
    assert [text.partition("Public minute")[2].strip() for text in read] == [
        "",
        "A lease was agreed.",
        f"{why}{ground}A tender was accepted.",
        "",
    ]
    page = " ".join(texts(client, place, meeting, "."))
    assert "It was noted." in page and "Not needed." not in page and "Pike" not in page and "5,000" not in page
    publish(meeting, Kind.AGENDA)
    assert "A lease was agreed." not in freeze(meeting, Kind.AGENDA).to_json()


@PLACES
def test_a_decision_tells_conflicts_and_dispensations(client, place):
    meeting = make_held_meeting(date=SUMMER)
    meeting.items.get().decisions.update(conflicts="Councillor Bell owns a boat.", dispensation="Granted on 1 May.")
    publish(meeting)
    assert texts(client, place, meeting, ".//section[@class='decision']/dl/div") == [
        "Conflicts of interest declared:Councillor Bell owns a boat.",
        "Dispensation granted:Granted on 1 May.",
    ]


# Votes and interests


@PLACES
def test_a_casting_vote_is_told_after_the_equal_votes(client, place):
    meeting = make_held_meeting(date=SUMMER)
    facts = {"votes_for": 4, "votes_against": 4, "method": "show-of-hands"}
    for result, cast in (("carried", "for"), ("lost", "against")):
        item = make_item(meeting, f"Dredging {result}")
        Motion.objects.create(item=item, text="<p>So.</p>", result=result, casting_vote=cast, **facts)
    publish(meeting)
    assert texts(client, place, meeting, by_class("vote")) == [
        "Carried, 4 to 4, casting vote for (show of hands)",
        "Lost, 4 to 4, casting vote against (show of hands)",
    ]


@PLACES
def test_of_a_count_the_manner_is_not_told_which_nobody_has_said(client, place):
    meeting = make_held_meeting(date=SUMMER)
    item = meeting.items.get()
    Motion.objects.create(item=item, text="<p>So.</p>", method="counted", votes_for=4, votes_against=1)
    publish(meeting)
    assert texts(client, place, meeting, by_class("vote")) == ["4 to 1"]


@PLACES
def test_who_asked_for_it_has_their_own_vote_recorded(client, place):
    meeting = make_held_meeting(date=SUMMER)
    for method in ("show-of-hands", "recorded", ""):
        motion = Motion.objects.create(item=meeting.items.get(), text="<p>So.</p>", method=method)
        Vote.objects.create(motion=motion, person=make_person(), cast="against")
    publish(meeting)
    motions = texts(client, place, meeting, ".//section[@class='motion']")
    assert ["Recorded at their request:" in text for text in motions] == [True, False, False]
    assert ["Recorded vote" in text for text in motions] == [False, True, True]
    assert all(re.search(r"Against\s*Councillor Mary Bell\s*1", text) for text in motions)


@DAYS
def test_of_a_secret_ballot_no_name_is_in_the_record(day):
    """Whatever the desk holds: the door refuses it, and what is frozen has none."""
    meeting = make_held_meeting(date=day)
    for method in ("ballot", "recorded"):
        item = make_item(meeting, f"Chair by {method}")
        motion = Motion.objects.create(item=item, text="<p>So.</p>", method=method, votes_for=1, result="carried")
        Vote.objects.create(motion=motion, person=make_person("Cy Tern"), cast="for")
    _, ballot, recorded = freeze(meeting, Kind.MINUTES).items
    assert (ballot.motions[0].votes, ballot.motions[0].votes_for) == ((), 1)
    assert [vote.person.name for vote in recorded.motions[0].votes] == ["Councillor Cy Tern"]


@PLACES
def test_of_a_sensitive_interest_only_its_existence_is_told(client, place):
    meeting = make_held_meeting(date=SUMMER)
    known = {"item": meeting.items.get(), "kind": "pecuniary", "nature": "lives at the quay"}
    Declaration.objects.create(person=make_person("Cy Tern"), is_sensitive=True, afterwards="left", **known)
    for name, afterwards in [("Ann Low", "did-not-vote"), ("Bea Cliff", "stayed"), ("Flo Weir", "")]:
        Declaration.objects.create(person=make_person(name), afterwards=afterwards, **known)
    publish(meeting)
    told = "disclosable pecuniary interest (lives at the quay)"
    assert texts(client, place, meeting, ".//section[@class='declarations']//li") == [
        "Councillor Cy Tern: an interest; left the room.",
        f"Councillor Ann Low: {told}; stayed and did not vote.",
        f"Councillor Bea Cliff: {told}; stayed.",
        f"Councillor Flo Weir: {told}.",
    ]


# Who was there


@PLACES
def test_who_came_and_went_for_whom_and_as_what_stands_behind_the_name(client, place):
    meeting = make_held_meeting(date=SUMMER)
    seats = {"Mary Bell": "Quay Council", "Cy Tern": "Fell Council", "Ann Low": ""}
    for name, council in seats.items():
        Membership.objects.create(committee=meeting.committee, person=make_person(name), appointed_by=council,
            started_on=date(2026, 5, 1))  # fmt: skip
    other = make_committee(slug="other", name="Other")
    Membership.objects.create(committee=other, person=make_person("Ann Low"), appointed_by="Another body")
    row = Attendance.objects.create(meeting=meeting, person=make_person("Cy Tern"), seat="member", state="present",
        comment="by telephone", apology_reason="ill")  # fmt: skip
    Attendance.objects.create(meeting=meeting, person=make_person("Ann Low"), seat="member", state="present")
    for kind, title in [("left", "Dredging"), ("arrived", "Ballast"), ("left", "Lease to Pike")]:
        item = meeting.items.filter(title=title).first() or make_item(
            meeting, title, **(CLOSED if "Pike" in title else {})
        )
        Movement.objects.create(attendance=row, kind=kind, item=item)
    publish(meeting, Kind.AGENDA)
    listed = [
        "Mary Bell (Chair, representing Quay Council)",
        "Cy Tern (representing Fell Council)",
        "Ann Low",
    ]
    assert texts(client, place, meeting, ".//section[@class='attendance']//li") == listed
    publish(meeting)
    listed[1] = (
        "Cy Tern (representing Fell Council, left during “Dredging”, came back during “Ballast”, left during “A contract”, "
        "by telephone)"
    )
    assert texts(client, place, meeting, ".//section[@class='attendance']//li") == listed


def test_a_seat_of_another_day_says_nothing_of_whom_a_member_represents():
    meeting = make_held_meeting(date=WINTER)
    Membership.objects.create(committee=meeting.committee, person=make_person(), appointed_by="Quay Council",
        started_on=date(2026, 5, 1))  # fmt: skip
    assert [row.represents for row in freeze(meeting, Kind.MINUTES).attendance] == [""]


# The meeting


@PLACES
@pytest.mark.parametrize(("kind", "said"), [("annual", "Annual meeting"), ("extraordinary", "Extraordinary meeting")])
def test_a_meeting_that_is_not_an_ordinary_one_says_so_once(client, place, kind, said):
    meeting = make_held_meeting(date=SUMMER, kind=kind)
    publish(meeting, Kind.AGENDA)
    publish(meeting)
    if place == "page":
        assert texts(client, place, meeting, ".//dl/div")[0] == f"Kind of meeting:{said}"
    else:
        [when] = texts(client, place, meeting, by_class("when"))
        assert when == f"of the {said.lower()} held on Wednesday 15 July 2026 at 7.30 pm"
    Meeting.objects.update(subtitle=f"{said} of the year")
    publish(meeting, note="A subtitle.")
    assert "Kind of meeting" not in " ".join(texts(client, place, meeting, "."))


TWICE = "1.30 am (the first time; clocks go back)"


@PLACES
@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2027, 10, 31), TWICE), (date(2027, 10, 30), "1.30 am"), (date(2027, 3, 28), "1.30 am")],
    ids=str,
)
def test_an_hour_that_the_clocks_show_twice_says_which_of_the_two(client, settings, place, day, said):
    settings.TIME_ZONE = "Europe/London"
    meeting = make_held_meeting(date=day, start=time(1, 30))
    publish(meeting, Kind.AGENDA)
    [when] = texts(client, place, meeting, by_class("when"))
    assert when.endswith(said)
    assert Version.objects.get().title.endswith(f"{day.year}, {said}")


def test_lists_say_that_a_meeting_is_extraordinary(client):
    publish(make_held_meeting(date=SUMMER, kind="extraordinary"), Kind.AGENDA)
    publish(make_held_meeting(date=WINTER), Kind.AGENDA)
    page = html.fromstring(client.get("/committees/harbour-committee/").content)
    lines = [" ".join(found.text_content().split()) for found in page.xpath("//main//li/p[@class='meta']")]
    assert sorted(lines) == ["7.30 pm Agenda", "7.30 pm, Extraordinary meeting Agenda"]


@PLACES
def test_a_meeting_that_was_adjourned_or_inquorate_says_so_and_leads_on_once_the_other_is_public(client, place):
    meeting = make_held_meeting(date=WINTER, began=time(19, 50), was_inquorate=True)
    meeting.adjourned_to = make_held_meeting(date=SUMMER)
    meeting.save()
    publish(meeting, Kind.AGENDA)
    assert texts(client, place, meeting, by_class("banner")) == []
    publish(meeting)
    assert texts(client, place, meeting, by_class("banner")) == [
        "Inquorate. Too few members came, and nothing was decided.",
        "Adjourned. This meeting was adjourned to 15 July 2026.",
    ]
    assert "Began at:7.50 pm" in texts(client, place, meeting, ".//dl/div")
    link = ".//a[@href='/committees/harbour-committee/2026-07-15/']"
    assert texts(client, "page", meeting, link) == []
    publish(meeting.adjourned_to, Kind.AGENDA)
    assert texts(client, "page", meeting, f"{link}[.='15 July 2026']") == ["15 July 2026"]


# Papers


@PLACES
@DAYS
def test_a_paper_in_whose_place_the_public_read_another_says_when_it_was_replaced(client, place, day):
    meeting = make_held_meeting(date=day)
    item = meeting.items.get()
    shown = make_document(meeting, "Soundings", item=item)
    unseen = make_document(meeting, "Tides", item=item, content=make_pdf(9), restriction="england-2006-3")
    publish(meeting, Kind.AGENDA)
    for number, paper in enumerate([shown, unseen], start=2):
        paper.file, paper.restriction = make_upload(content=make_pdf(number)), ""
        paper.save()
        paper.replaced_on = day
        paper.save()
    publish(meeting)
    papers = texts(client, place, meeting, ".//section[@class='papers']//li")
    opened = f"added on {date_format(timezone.localdate(), 'j F Y')}"  # it could not be read with the first agenda
    assert [text.partition("), ")[2] for text in papers] == [f"replaced on {day.day} {day:%B %Y}", opened]
