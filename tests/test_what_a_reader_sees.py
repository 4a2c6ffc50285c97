"""A resident looks at a meeting: what it says has one order and one vocabulary on the page, at the item and on paper."""

import re
import subprocess
from collections.abc import Iterator
from datetime import time, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from lxml import html
from PIL import Image

from committees.models import Committee
from minutes.models import AgendaItem, Attendance, Decision, Minute, Motion, Vote
from published import pdf
from published.kinds import Kind
from published.models import Version
from published.naming import together, under_titles
from published.record import Attendee, Closed, Item, MeetingRecord, Movement, Name, Paper
from published.record import Decision as RecordDecision
from published.record import Motion as RecordMotion
from published.templatetags.published import about, by_heading, described, outcome, presented, stop, tally
from tests.making import (
    SUMMER,
    WINTER,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_person,
    publish,
)

pytestmark = pytest.mark.django_db
COMMITTEE = "/committees/harbour-committee/"
MEETING = f"{COMMITTEE}{SUMMER}/"
ITEM = f"{MEETING}repair-of-the-north-mole/"
PDF = "PDF"
PLACES = [MEETING, ITEM, PDF]


def shown(client, place: str):
    """What a reader meets at an address, or in the PDF's document of the newest version."""
    if place == PDF:
        return html.fromstring(pdf.document(Version.objects.latest("record_id"))).find("body")
    return html.fromstring(client.get(place).content).find(".//main")


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def texts(page, path: str) -> list[str]:
    return [text_of(found) for found in page.xpath(path)]


def headings(page) -> list[str]:
    return texts(page, ".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6")


def a_motion(item: AgendaItem, text: str, **more) -> Motion:
    return Motion.objects.create(item=item, text=f"<p>{text}</p>", **more)


@pytest.fixture
def meeting():
    """A meeting with all that an item can hold, of which one paper and another item are closed."""
    meeting = make_held_meeting(date=SUMMER)
    item = meeting.items.get()
    people = [make_person(), *map(make_person, ["Cy Tern", "Ann Low", "Bea Cliff"])]
    motion = a_motion(item, "That it be mended.", mover=people[0], seconder=people[1], method="recorded",
        votes_for=2, votes_against=1, abstentions=1, result="carried")  # fmt: skip
    for person, cast in zip(people, ["for", "abstained", "against", "for"], strict=True):
        Vote.objects.create(motion=motion, person=person, cast=cast)
    a_motion(item, "That the Council be told.", method="assent", result="carried")
    a_motion(item, "To wait a year.", amends=motion, votes_for=1, votes_against=3, result="lost")
    make_document(meeting, "Soundings", item=item, kind="report")
    make_document(meeting, "LK-prices of the bidders", item=item, kind="appendix", restriction="england-2006-3")
    return meeting


# One order, one vocabulary


@pytest.mark.parametrize("place", PLACES)
def test_minutes_decision_and_documents_come_in_this_order_wherever_they_are_read(client, meeting, place):
    publish(meeting)
    named = [heading for heading in headings(shown(client, place)) if heading in {"Minutes", "Decision"} | DOCUMENTS]
    assert named == ["Minutes", "Decision", "Supporting documents"]


DOCUMENTS = {"Supporting documents", "Additional documents", "Papers", "Documents"}


@pytest.mark.parametrize("place", PLACES)
def test_no_heading_ends_in_a_colon_and_every_label_before_a_value_does(client, meeting, place):
    meeting.items.update(recommendation="<p>That it be mended.</p>")
    Decision.objects.update(reasons="<p>It leaks.</p>", options="<p>None.</p>", officer="Harbour Master")
    publish(meeting)
    page = shown(client, place)
    assert [heading for heading in headings(page) if heading.endswith(":")] == []
    assert [label for label in texts(page, ".//dt") if not label.endswith(":")] == []


# Votes


COUNTS = {
    "Carried, 7 to 3, 1 abstained": {"result": "carried", "votes_for": 7, "votes_against": 3, "abstentions": 1},
    "Lost, 3 to 7, none abstained": {"result": "lost", "votes_for": 3, "votes_against": 7, "abstentions": 0},
    "Carried, 7 to 0": {"result": "carried", "votes_for": 7, "votes_against": 0},
    "Carried, 7 for": {"result": "carried", "votes_for": 7},
    "Lost, 7 against": {"result": "lost", "votes_against": 7},
    "Carried": {"result": "carried"},
    "7 to 3": {"votes_for": 7, "votes_against": 3},
    "": {"method": "assent"},
}


@pytest.mark.parametrize(("said", "recorded"), COUNTS.items(), ids=COUNTS)
def test_a_vote_is_told_in_one_line_and_nothing_that_was_not_recorded(said, recorded):
    assert tally(RecordMotion("<p>That it be so.</p>", **recorded)) == said


@pytest.mark.parametrize("place", PLACES)
def test_who_voted_how_follows_the_result_for_before_against_before_abstained(client, meeting, place):
    publish(meeting)
    motion = shown(client, place).xpath(".//section[@class='motion']")[0]
    assert text_of(motion.find("p[@class='vote']")) == "Carried, 2 to 1, 1 abstained (recorded vote)"
    rows = [[text_of(cell) for cell in row] for row in motion.xpath("./table[@class='votes']/tbody/tr")]
    assert rows == [
        ["For", "Councillors Mary Bell, Bea Cliff", "2"],
        ["Against", "Councillor Ann Low", "1"],
        ["Abstained", "Councillor Cy Tern", "1"],
    ]


@pytest.mark.parametrize("place", PLACES)
def test_an_amendment_stands_under_its_own_motion_one_level_below(client, meeting, place):
    publish(meeting)
    motions = shown(client, place).xpath(".//section[@class='motion'][not(ancestor::section[@class='motion'])]")
    assert [texts(motion, "./*[1]") for motion in motions] == [["Motion 1"], ["Motion 2"]]
    first, second = motions
    [amendment] = first.xpath("./section[@class='motion']")
    assert "To wait a year." in text_of(amendment) and "Lost, 1 to 3" in text_of(amendment)
    assert not second.xpath(".//section") and "the Council be told" in text_of(second)
    level = {text_of(h): int(h.tag[1]) for h in first.xpath(".//h1|.//h2|.//h3|.//h4|.//h5|.//h6")}
    assert level["Amendment"] == level["Motion 1"] + 1


@pytest.mark.parametrize("place", [MEETING, PDF])
def test_what_became_of_an_amendment_is_told_before_the_vote_on_its_motion(client, place):
    held = make_held_meeting(date=SUMMER)
    motion = a_motion(make_item(held, "Dredging"), "To dredge.", result="lost")
    for text in ("To wait a year.", "To wait a month."):
        a_motion(motion.item, text, amends=motion, result="carried")
    publish(held)
    [told] = shown(client, place).xpath(".//section[@class='motion'][not(ancestor::section[@class='motion'])]")
    assert [text_of(part) for part in told.xpath("./*[1]|./section/*[1]|.//p[@class='vote']|./*[last()-1]")] == [
        "Motion", "Amendment 1", "Carried", "Amendment 2", "Carried", "Vote on the motion", "Lost",
    ]  # fmt: skip


@pytest.mark.parametrize("place", [MEETING, PDF])
def test_a_closed_minute_has_one_heading_over_what_the_public_may_read(client, place):
    held = make_held_meeting(date=SUMMER)
    item = make_item(held, "Contract", minutes="<p>Eve got it.</p>")
    Minute.objects.filter(item=item).update(
        number="45/18", summary="<p>A contract was let.</p>", restriction="england-2006-3"
    )
    publish(held)
    [said] = [part for part in shown(client, place).xpath(".//section[@class='minutes']") if "let" in text_of(part)]
    assert [text_of(part) for part in said.xpath(".//h2|.//h3|.//h4|.//h5")] == ["Public minute 45/18"]


def test_an_amendment_of_an_amendment_is_no_deeper_than_headings_go(client):
    meeting = make_held_meeting(date=SUMMER)
    above = make_item(meeting, "Dredging")
    item = make_item(meeting, "Silt", parent=above)
    first = a_motion(item, "One.")
    a_motion(item, "Three.", amends=a_motion(item, "Two.", amends=first))
    publish(meeting)
    levels = [int(h.tag[1]) for h in shown(client, MEETING).xpath(".//section[@class='motion']/*[1]")]
    assert levels == [4, 5, 6]


# Names


def test_a_title_that_several_share_is_said_once():
    assert together(["Councillor Mary Bell", "Councillor Cy Tern"]) == "Councillors Mary Bell, Cy Tern"
    assert together(["Councillor Mary Bell"]) == "Councillor Mary Bell"
    assert together(["Dr Ann Low", "Councillor Cy Tern", "Councillor Bea Cliff"]) == (
        "Dr Ann Low, Councillors Cy Tern, Bea Cliff"
    )
    assert together(["Cllr Ann Low", "Cllr Cy Tern"]) == "Cllrs Ann Low, Cy Tern"
    assert together(["Councillor", "Councillors’ clerk"]) == "Councillor, Councillors’ clerk"


def test_who_is_named_first_stays_first_when_titles_are_put_together():
    found = under_titles(["Dr Ann Low", "Councillor Cy Tern", "Mr Reed", "Councillor Bea Cliff"], str)
    assert [(title, [name for name, _ in people]) for title, people in found] == [
        ("", ["Dr Ann Low", "Mr Reed"]),
        ("Councillors", ["Cy Tern", "Bea Cliff"]),
    ]


@pytest.fixture
def attended():
    """A meeting at which a substitute stands first at the desk, whose rows the clerk never put in order."""
    meeting = make_meeting(date=SUMMER)
    make_item(meeting, minutes="<p>It was discussed.</p>")
    absent = make_person("Bea Cliff")
    known = {"meeting": meeting, "state": "present", "position": 0}
    Attendance.objects.create(**known, person=make_person("Lou Roach"), capacity="substitute", seat="substitute",
        substitute_for=absent)  # fmt: skip
    Attendance.objects.create(**known, person=make_person("Cy Tern"), seat="member")
    Attendance.objects.create(**known, person=make_person("Ann Low"), seat="vice-chair")
    Attendance.objects.create(**known, person=make_person(), seat="chair")
    Attendance.objects.create(**known, guest_name="Rosa Thorpe", role="Harbour Master", capacity="officer")
    Attendance.objects.create(**known | {"state": "apologies"}, person=absent, seat="member")
    return meeting


@pytest.mark.parametrize("place", [MEETING, PDF])
def test_the_chair_comes_first_then_the_vice_chair_and_councillors_is_said_once(client, attended, place):
    publish(attended)
    attendance = shown(client, place).find(".//section[@class='attendance']")
    assert texts(attendance, ".//dl/div[1]/dd/*") == [
        "Councillors",
        "Mary Bell (Chair) Ann Low (Vice-Chair) Lou Roach (substitute for Bea Cliff) Cy Tern",
    ]
    assert texts(attendance, ".//dl/div[2]") == ["Officers: Rosa Thorpe (Harbour Master)"]
    assert texts(attendance, ".//dl/div[3]") == ["Apologies: Councillor Bea Cliff"]


DESCRIBED = {
    " (Chair, remotely)": {"seat": "chair", "remote": True},
    " (substitute for Bea Cliff, left during “Dredging”)": {
        "capacity": "substitute", "seat": "substitute", "substitute_for": Name("Councillor Bea Cliff"),
        "movements": (Movement("left", "Dredging"),),
    },
    " (Vice-Chair, Harbour Commissioner, arrived during “Ballast”, left during “Dredging”, came back during “Byelaws”)": {
        "seat": "vice-chair", "role": "Harbour Commissioner", "movements": (
            Movement("arrived", "Ballast"), Movement("left", "Dredging"), Movement("arrived", "Byelaws")
        ),
    },
    " (arrived at 6.42 pm during “Ballast”, left at 12 noon during “Dredging”, came back at 8 pm during “Byelaws”)": {
        "movements": (
            Movement("arrived", "Ballast", "18:42"), Movement("left", "Dredging", "12:00"),
            Movement("arrived", "Byelaws", "20:00"),
        ),
    },
    " (called away)": {"state": "apologies", "remote": True, "comment": "called away"},
    "": {"seat": "member"},
}  # fmt: skip


@pytest.mark.parametrize(("said", "row"), DESCRIBED.items(), ids=DESCRIBED)
def test_what_somebody_is_here_stands_in_one_bracket_behind_the_name(said, row):
    known = {"person": Name("Councillor Cy Tern"), "capacity": "member", "state": "present"}
    assert described(Attendee(**known | row), "Councillors") == said


def test_a_record_that_names_the_chair_last_is_printed_with_the_chair_first():
    seats = [("Lou Roach", "substitute"), ("Cy Tern", "member"), ("Ann Low", "vice-chair"), ("Mary Bell", "chair")]
    rows = tuple(Attendee(Name(name), "member", seat=seat, state="present") for name, seat in seats)
    record = MeetingRecord("minutes", "Council", "Harbour", "harbour", "2026-07-15", "2026-07-15", attendance=rows)
    [(heading, people)] = by_heading(record)
    assert (heading, [row.person.name.split()[0] for row in people]) == ("Present", ["Mary", "Ann", "Lou", "Cy"])


@pytest.mark.parametrize("place", [MEETING, PDF])
def test_an_agenda_lists_its_members_with_the_chair_first(client, attended, place):
    attended.attendances.filter(person__last_name="Tern").update(position=9)
    publish(attended, Kind.AGENDA)
    members = texts(shown(client, place), ".//section[@class='attendance']//li")
    assert members == ["Mary Bell (Chair)", "Ann Low (Vice-Chair)", "Bea Cliff", "Cy Tern"]


# The list of items


def an_item(**more) -> Item:
    return Item("mole", "1", "The mole", "business", **more)


OUTCOMES = {
    "Agreed": an_item(decisions=(RecordDecision("agreed", "<p>So.</p>"), RecordDecision("agreed", "<p>And so.</p>"))),
    "Agreed, Noted": an_item(
        decisions=(RecordDecision("agreed", ""), RecordDecision("", ""), RecordDecision("noted", ""))
    ),
    "Agreed, Decision not public": an_item(
        decisions=(RecordDecision("agreed", ""),), decisions_closed=Closed("england-2006-3")
    ),
    "Lost": an_item(motions=(RecordMotion("<p>So.</p>", result="lost"),)),
    "Not open to the public": an_item(closed=Closed("wales-14")),
    "Not on this website": an_item(closed=Closed("parish-1960", "a tenancy")),
    "": an_item(minutes="<p>It was discussed.</p>", motions=(RecordMotion("<p>So.</p>"),)),
}


@pytest.mark.parametrize(("said", "item"), OUTCOMES.items(), ids=OUTCOMES)
def test_what_came_of_an_item_is_said_in_a_word(said, item):
    assert outcome(item) == said


@pytest.mark.parametrize("place", [*PLACES, "/"])
@pytest.mark.parametrize(("is_key", "said"), [(False, []), (True, ["Key decision"])], ids=["ordinary", "key"])
def test_a_decision_whose_outcome_is_not_recorded_names_none(client, place, is_key, said):
    meeting = make_held_meeting(date=SUMMER)
    meeting.items.get().decisions.update(kind="", is_key=is_key)
    publish(meeting)
    page = shown(client, place)
    assert texts(page, ".//*[@class='decision-kind']") == (said if place != "/" else [])
    assert texts(page, ".//article//*[@class='tag']") == []
    assert "That the repair be put to tender." in text_of(page)


def test_the_list_of_items_tells_what_came_of_each_and_an_agenda_tells_nothing(client):
    meeting = make_held_meeting(date=SUMMER)
    for title, kind in [("Dredging", "deferred"), ("Ballast", "refused"), ("Byelaws", "noted")]:
        make_item(meeting, title, decision="<p>So.</p>").decisions.update(kind=kind)
    make_item(meeting, "Lease to Pike", restriction="england-2006-3", public_title="A lease")
    publish(meeting, Kind.AGENDA)
    listed = ".//nav[@class='contents']//li"
    assert texts(shown(client, MEETING), listed)[-2:] == ["4 Byelaws", "5 A lease Not open to the public"]
    publish(meeting)
    assert texts(shown(client, MEETING), listed) == [
        "1 Repair of the north mole Agreed",
        "2 Dredging Deferred",
        "3 Ballast Refused",
        "4 Byelaws Noted",
        "5 A lease Not open to the public",
    ]


def test_what_stands_on_every_agenda_is_quiet_and_business_is_not(client):
    meeting = make_held_meeting(date=SUMMER)
    for kind in ("apologies", "declarations", "previous-minutes", "exclusion", "questions"):
        make_item(meeting, kind, kind=kind, minutes="<p>Said.</p>")
    publish(meeting)
    for page, path in [(shown(client, MEETING), "h2"), (shown(client, PDF), "article")]:
        quiet = page.xpath(f".//{path}[contains(@class, 'routine')]")
        assert [text_of(found)[2:].split(" ")[0] for found in quiet] == [
            "apologies",
            "declarations",
            "previous-minutes",
        ]


# Papers


def a_paper(title: str, kind: str, pages: int | None = None) -> Paper:
    return Paper(title, kind, "x.pdf", "0" * 64, 161_400, pages)


LINKS = {
    "(report, PDF, 161\xa0KB, 12\xa0pages)": a_paper("Survey of the mole", "report", 12),
    "(background paper, PDF, 161\xa0KB, 1\xa0page)": a_paper("Survey of the mole", "background", 1),
    "(PDF, 161\xa0KB)": a_paper("Appendix A: the mole", "appendix"),
    "(PDF, 161\xa0KB, 3\xa0pages)": a_paper("Report of the Harbour Master", "report", 3),
}


@pytest.mark.parametrize(("said", "paper"), LINKS.items(), ids=LINKS)
def test_a_link_says_what_kind_of_paper_it_opens_unless_its_title_does(said, paper):
    assert about(paper) == said


def test_the_kind_of_an_item_is_a_label_before_a_name_and_never_a_word_alone():
    assert presented(Item("a", "1", "The mole", "report", officer="Harbour Master")) == "Report: Harbour Master"
    assert presented(Item("a", "1", "The mole", "business", officer="Harbour Master")) == "Harbour Master"
    assert presented(Item("a", "1", "The mole", "report")) == presented(Item("a", "1", "The mole", "business")) == ""
    assert presented(Item("a", "1", "Lights", "petition")) == "Petition"


@pytest.mark.parametrize("place", PLACES)
def test_a_withheld_paper_leaves_its_kind_and_the_ground_with_its_act_but_not_its_title(client, meeting, place):
    publish(meeting)
    papers = text_of(shown(client, place).find(".//section[@class='papers']"))
    assert papers.startswith("Supporting documents Soundings (report, PDF, 1 KB, 1 page)")
    assert "This appendix is not open to the public. Exempt: financial" in papers
    assert "(Local Government Act 1972, Schedule 12A, paragraph 3 of Part 1)." in papers
    assert "LK-prices" not in text_of(shown(client, place))


@pytest.mark.parametrize("kind", [Kind.AGENDA, Kind.DECISIONS, Kind.MINUTES])
def test_a_withheld_paper_of_the_meeting_as_a_whole_leaves_its_trace_too(client, kind):
    meeting = make_held_meeting(date=SUMMER)
    make_document(meeting, "LK-pack", kind="supplement", restriction="wales-14")
    publish(meeting, kind)
    page = text_of(shown(client, MEETING))
    assert "Supporting documents of the meeting This supplement is not open to the public." in page
    assert "paragraph 14 of Part 4" in page and "LK-pack" not in page


NONE = "No supporting documents are published here"


def test_a_page_claims_of_no_report_that_there_is_none_on_paper(client):
    """It knows what is published here, and not what members had before them."""
    meeting = make_held_meeting(date=SUMMER)
    meeting.items.update(kind="report", officer="Harbour Master")
    publish(meeting)
    page = text_of(shown(client, ITEM))
    assert "Report: Harbour Master" in page and f"{NONE} for this item." in page and "There are no" not in page


def test_that_no_papers_are_here_is_said_only_where_it_is_true(client):
    meeting = make_held_meeting(date=SUMMER)
    for title in ("Withheld", "Placed", "Named"):
        make_item(meeting, title, papers_missing=title == "Named")
    make_document(meeting, "Prices", item=meeting.items.get(title="Withheld"), restriction="england-2006-3")
    make_document(meeting, "Survey", item=meeting.items.get(title="Placed"))
    make_item(meeting, "Lease to Pike", restriction="england-2006-3", public_title="A lease")
    publish(meeting)
    said = {
        slug: NONE in text_of(shown(client, f"{MEETING}{slug}/"))
        for slug in meeting.items.values_list("slug", flat=True)
    }
    assert said == {
        "repair-of-the-north-mole": True,
        "withheld": False,
        "placed": False,
        "named": False,
        "a-lease": False,
    }
    assert "Documents are named for this item that are not published here." in text_of(
        shown(client, f"{MEETING}named/")
    )


def test_a_paper_can_be_opened_from_the_pdf(client, meeting, settings):
    settings.SITE_URL = "https://council.example"
    make_document(meeting, "Public pack", kind="supplement")
    publish(meeting)
    links = [a.get("href") for a in shown(client, PDF).xpath(".//section[@class='papers']//a")]
    papers = [link for link in links if link.startswith("https://council.example/documents/")]
    assert len(papers) == 2 and {*links} - {*papers} == {"https://council.example/reasons-restricted/#england-2006-3"}


# Small print


@pytest.mark.parametrize(
    ("text", "stops"), [("It leaks", "."), ("It leaks.", ""), ("Does it? ", ""), ("“It leaks.”", ".")]
)
def test_a_sentence_ends_once(text, stops):
    assert stop(text) == stops


@pytest.mark.parametrize("reason", ["one tenant’s rent is discussed", "one tenant’s rent is discussed."])
@pytest.mark.parametrize("place", [MEETING, PDF])
def test_a_stated_reason_ends_in_one_full_stop(client, reason, place):
    meeting = make_held_meeting(date=SUMMER, committee=make_committee(clear_days="parish-3"))
    closed = {"restriction": "parish-1960", "restriction_reason": reason, "public_title": "A tenancy"}
    make_item(meeting, "Rent of plot 3", **closed)
    make_item(meeting, "Fallen tree", is_late=True, late_reason=reason)
    publish(meeting)
    page = text_of(shown(client, place))
    assert "Act 1960, section 1(2)): one tenant’s rent is discussed." in page and ".." not in page
    assert "This item is not on this website." in page


def test_why_a_meeting_is_off_follows_cancelled_at_once_in_words_that_stay_true(client):
    meeting = make_held_meeting(date=SUMMER, attending="public", remote_link="https://join.example/")
    publish(meeting, Kind.AGENDA)
    meeting.cancel("The Guildhall is flooded", postponed_to=make_meeting(date=SUMMER + timedelta(7)))
    publish(meeting, Kind.CANCELLATION)
    page = shown(client, MEETING)
    [said] = page.xpath("./header/following-sibling::*[1]")
    assert text_of(said) == ("Postponed. This meeting was put off to 22 July 2026. The Guildhall is flooded.")
    assert "Who may attend" not in text_of(page) and "join.example" not in text_of(page)


def test_the_day_to_which_a_meeting_was_put_off_is_a_link_once_that_meeting_is_public(client):
    meeting, instead = make_held_meeting(date=SUMMER), make_held_meeting(date=SUMMER, sitting=2)
    meeting.cancel("Storm", postponed_to=instead)
    publish(meeting, Kind.CANCELLATION)
    links = ".//p[@class='banner stop']/a"
    assert shown(client, MEETING).xpath(links) == []
    publish(instead, Kind.NOTICE)
    for place in (MEETING, f"{MEETING}publications/1/"):
        [link] = shown(client, place).xpath(links)
        assert (link.get("href"), link.text) == (f"{COMMITTEE}{SUMMER}-2/", "15 July 2026")


INVITES = {Kind.NOTICE, Kind.AGENDA, Kind.SUPPLEMENT}


@pytest.mark.parametrize("kind", [Kind.NOTICE, Kind.AGENDA, Kind.DECISIONS, Kind.DRAFT_MINUTES, Kind.MINUTES])
def test_who_may_attend_is_said_of_what_is_to_come(client, kind):
    publish(make_held_meeting(date=SUMMER, attending="public"), kind)
    places = [MEETING, PDF] if kind.pdfs else [MEETING]
    assert {"Who may attend" in text_of(shown(client, place)) for place in places} == {kind in INVITES}


MAY_ATTEND = {
    "principal-5": "Open to the public, except for exempt items",
    "wales-3": "Open to the public, except for exempt items",
    "parish-3": "except while a resolution excludes them (Public Bodies (Admission to Meetings) Act 1960, section 1(2))",
    "none": "Open to the public, except for what is confidential under the body’s own rules",
}


@pytest.mark.parametrize(("notice", "said"), MAY_ATTEND.items(), ids=MAY_ATTEND)
def test_only_a_principal_council_has_exempt_items(client, notice, said):
    committee = make_committee(clear_days=notice)
    publish(make_held_meeting(date=SUMMER, committee=committee, attending="partly"), Kind.AGENDA)
    for place in (MEETING, PDF):
        page = text_of(shown(client, place))
        assert said in page and ("exempt" in page) == ("exempt" in said)


# Two meetings of a day


@pytest.mark.parametrize("hours", [("14:00", "19:30"), (None, None), ("14:00", None)], ids=str)
def test_two_meetings_of_a_day_are_told_apart_wherever_they_are_named(client, hours):
    for sitting, hour in enumerate(hours, start=1):
        meeting = make_meeting(date=SUMMER, sitting=sitting, start=hour and time.fromisoformat(hour))
        make_item(meeting, "Dredging", minutes="<p>Discussed.</p>")
        publish(meeting)
    first, second = "2 pm" if hours[0] else "", "7.30 pm" if hours[1] else "second meeting of the day"
    other = f"{COMMITTEE}{SUMMER}-2/"
    assert texts(shown(client, MEETING), ".//p[@class='when']") == [f"Wednesday 15 July 2026, {first}".strip(" ,")]
    for place in (other, f"{other}dredging/", f"{other}publications/1/"):
        assert second in texts(shown(client, place), ".//p[@class='when']")[0]
        assert second in client.get(place).text.partition("</title>")[0]
    assert second in text_of(shown(client, PDF).find("header"))
    assert texts(shown(client, MEETING), ".//a[@rel='next']") == [f"Meeting after 15 July 2026, {second}"]
    assert texts(shown(client, other), ".//a[@rel='prev']") == [f"Meeting before 15 July 2026, {first}".strip(" ,")]
    lines = texts(shown(client, COMMITTEE), ".//ul[@class='meetings']/li/p")
    assert lines == [f"{second} Minutes", f"{first} Minutes".strip()]


@pytest.mark.parametrize("kinds", [[Kind.MINUTES], [Kind.DECISIONS, Kind.DRAFT_MINUTES]], ids=["minutes", "draft"])
def test_no_agenda_is_named_that_never_was(client, kinds):
    meeting = make_held_meeting(date=WINTER)
    for kind in kinds:
        publish(meeting, kind)
    address = f"{COMMITTEE}{WINTER}/"
    for page in (address, "/", COMMITTEE):
        assert "Agenda" not in client.get(page).content.decode().replace("Agenda to follow", ""), page


def test_the_heading_names_the_agenda_that_was_published_until_it_is_withdrawn(client):
    meeting = make_held_meeting(date=SUMMER)
    agenda = publish(meeting, Kind.AGENDA)
    publish(meeting, Kind.DRAFT_MINUTES)
    assert texts(shown(client, MEETING), ".//h1/span") == ["Agenda and draft minutes"]
    agenda.withdraw("The wrong day.")
    assert texts(shown(client, MEETING), ".//h1/span") == ["Draft minutes"]


CONTACTS = {
    "telephone alone": {"contact_phone": "01632 960 188"},
    "nobody named": {"contact_phone": "01632 960 188", "contact_email": "a@council.example"},
    "an officer alone": {"contact_officer": "Gwen Tarrant"},
}


@pytest.mark.parametrize("known", CONTACTS.values(), ids=CONTACTS)
def test_a_committee_s_page_says_whom_to_ask_as_far_as_it_is_known(client, known):
    make_committee()
    Committee.objects.update(**known)
    section = shown(client, COMMITTEE).xpath(".//section[h2='Contact information']")[0]
    labels = {"contact_officer": "Support officer:", "contact_phone": "Telephone:", "contact_email": "E-mail:"}
    assert texts(section, ".//div") == [f"{label}{known[name]}" for name, label in labels.items() if name in known]


def test_a_committee_of_which_nobody_is_known_has_no_empty_contact(client):
    make_committee()
    assert "Contact information" not in text_of(shown(client, COMMITTEE))


STRUCK = "<p>RESOLVED that the fee be <s>£5 <strong>a day</strong></s> £6.</p>"


def test_no_list_prints_struck_words_as_if_they_stood(client):
    meeting = make_held_meeting(date=SUMMER)
    make_item(meeting, "Fees", decision=STRUCK)
    make_item(meeting, "Fines", decision="<p><s>That the fine be £50.</s></p>")
    Committee.objects.update(purpose=STRUCK)
    publish(meeting)
    listed = text_of(shown(client, "/"))
    assert "RESOLVED that the fee be £6." in listed and "£5" not in listed
    described = text_of(shown(client, "/committees/"))
    assert "RESOLVED that the fee be £6." in described and "£5" not in described
    assert texts(shown(client, f"{MEETING}fees/"), ".//s") == ["£5", "a day"]


# In a browser

RICH = """
from tests.making import *
from minutes.models import *
meeting = make_held_meeting(date=SUMMER, venue="Guildhall")
for n in range(12):
    item = make_item(meeting, f"Pier {n} and what is to become of it", minutes="<p>Members discussed it at length.</p>" * 6,
        decision="<p>It shall be mended.</p>", officer="Harbour Master", kind="report")
    item.decisions.update(officer="Harbour Master")
    motion = Motion.objects.create(item=item, text="<p>That it be mended.</p>", votes_for=1, votes_against=0, result="carried",
        mover=make_person())
    Vote.objects.create(motion=motion, person=make_person(), cast="for")
publish(meeting, Kind.AGENDA)
publish(meeting)
coming = make_meeting(date=timezone.localdate().replace(year=timezone.localdate().year + 1))
make_item(coming, "Dredging")
publish(coming, Kind.AGENDA)
"""


@pytest.mark.once
def test_a_reader_finds_the_way_on_a_phone_on_a_desk_and_on_paper(install, browser):
    install.begin(RICH)
    with install.serve() as site:
        phone = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        phone.goto(f"{site}{MEETING}")
        the_last_crumb_is_as_high_as_its_line(phone)
        the_list_is_one_tap_away(phone)
        links_of_the_log_are_easy_to_hit(phone)
        no_line_stands_under_the_space_after_a_date(phone, site)
        desk = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        desk.goto(f"{site}{MEETING}")
        the_list_stays_beside_the_text(desk)
        on_paper_pages_are_full_and_say_whose_they_are(desk)
        no_page_ends_within_what_belongs_together(desk)
        for page in (phone, desk):
            page.context.close()


def the_last_crumb_is_as_high_as_its_line(page):
    assert page.locator(".crumbs [aria-current]").bounding_box()["height"] >= 16


def the_list_is_one_tap_away(page):
    page.locator("#pier-9-and-what-is-to-become-of-it").scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    back = page.get_by_role("link", name="All items")
    assert back.bounding_box()["y"] < 10 and back.bounding_box()["height"] >= 24
    back.click()
    page.wait_for_function("() => document.querySelector('#Items').getBoundingClientRect().top > 0 && scrollY < 1200")
    page.get_by_role("navigation", name="Items").get_by_role("link", name="Pier 9").click()
    page.wait_for_timeout(100)
    top = page.locator("#pier-9-and-what-is-to-become-of-it").bounding_box()["y"]
    assert top >= back.bounding_box()["y"] + back.bounding_box()["height"]  # not below the line that stays


def links_of_the_log_are_easy_to_hit(page):
    links = page.locator(".log a").all()
    assert len(links) == 4 and min(link.bounding_box()["height"] for link in links) >= 24  # WCAG 2.2, 2.5.8


def no_line_stands_under_the_space_after_a_date(page, site):
    page.goto(f"{site}/")
    link = page.locator(".meetings a").first
    assert link.evaluate("found => getComputedStyle(found).textDecorationLine") == "none"
    assert link.locator("time").evaluate("found => getComputedStyle(found).textDecorationLine") == "underline"


def the_list_stays_beside_the_text(page):
    heading = page.locator("#pier-9-and-what-is-to-become-of-it")
    heading.scroll_into_view_if_needed()
    listed, read = page.locator(".contents").bounding_box(), heading.bounding_box()
    assert 0 <= listed["y"] < 900 and listed["x"] + listed["width"] <= read["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def on_paper_pages_are_full_and_say_whose_they_are(page):
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    sheets = told(printed, "pdftotext", "-layout", "-", "-").decode().split("\f")[:-1]
    assert sheets[0].strip().startswith(page.locator(".brand").inner_text())
    for number, sheet in enumerate(sheets, start=1):
        assert re.search(rf"{number} ?/ ?{len(sheets)}$", sheet.rstrip()), number
    for number in range(1, len(sheets)):
        drawn = told(printed, "pdftoppm", "-r", "20", "-f", str(number), "-l", str(number), "-gray")
        assert ends_at(Image.open(BytesIO(drawn))) > 0.7, f"page {number} ends early"


# What may not be the last line of a sheet: its other half would stand on the next.
BEGINS = re.compile(
    r"\d+ Pier \d+ and|Report:|Minutes$|Motion$|That it be mended|Moved by|Carried|Decision|Agreed$|It shall be mended"
)


def no_page_ends_within_what_belongs_together(page):
    torn = {
        last
        for height in range(110, 210, 7)
        for last in last_lines(page.pdf(width="210mm", height=f"{height}mm"), r"\d+ ?/ ?\d+$")
        if BEGINS.match(last)
    }
    assert torn == set()


def last_lines(printed: bytes, foot: str) -> list[str]:
    """The last line of each sheet but the last, before its foot."""
    sheets = told(printed, "pdftotext", "-layout", "-", "-").decode().split("\f")[:-2]
    return [lines_of(sheet, foot)[-1] for sheet in sheets]


def lines_of(sheet: str, foot: str) -> list[str]:
    lines = [" ".join(line.split()) for line in sheet.splitlines() if line.strip()]
    return lines[:-1] if re.search(foot, lines[-1]) else lines


def test_no_sheet_of_a_pdf_ends_within_what_belongs_together(install):
    install.begin(RICH)
    told_lines = install.python(SHORT_SHEETS).stdout
    assert told_lines.count("\n") > 60
    assert sorted({line for line in told_lines.splitlines() if BEGINS.match(line)}) == []
    for printed in install.data.glob("*mm.pdf"):
        for sheet in sheets_of(printed.read_bytes()):
            beside_the_bar = sheet.crop((sheet.width // 6, 0, sheet.width, sheet.height)).convert("L")
            assert (bar_ends_at(sheet) - ends_at(beside_the_bar)) * sheet.height < 7.5, "a strip of nothing"


def sheets_of(printed: bytes) -> Iterator[Image.Image]:
    """The sheets as pictures, of what stands above their foot."""
    for number in range(1, told(printed, "pdftotext", "-", "-").count(b"\f") + 1):
        sheet = Image.open(BytesIO(told(printed, "pdftoppm", "-r", "40", "-f", str(number), "-l", str(number))))
        yield sheet.crop((0, 0, sheet.width, sheet.height * 9 // 10))


def bar_ends_at(sheet: Image.Image) -> float:
    """How far down the bar beside a decision reaches; 0 without any."""
    pixels = sheet.load()
    rows = [y for y in range(sheet.height) if any(is_amber(pixels[x, y]) for x in range(sheet.width // 4))]
    return max(rows, default=0) / sheet.height


def is_amber(pixel: tuple[int, int, int]) -> bool:
    red, green, blue = pixel
    return red - blue > 90 and green - blue > 40


SHORT_SHEETS = """
from django.conf import settings
from published import pdf
from published.models import Version
from published.typesetting import typeset
from tests.test_what_a_reader_sees import last_lines
document = pdf.document(Version.objects.select_related("record").get(kind="minutes"))
for height in range(130, 190, 6):
    short = document.replace("</head>", f"<style>@page {{ size: 210mm {height}mm }}</style></head>")
    printed = typeset(short)
    (settings.DATA / f"{height}mm.pdf").write_bytes(printed)
    print(*last_lines(printed, "Page .* of"), sep="\\n")
"""


def told(document: bytes, *command: str) -> bytes:
    return subprocess.run(command, input=document, capture_output=True, check=True).stdout


def ends_at(sheet: Image.Image) -> float:
    """How far down a sheet is written on, but for the number of the page."""
    rows = range(int(sheet.height * 0.92))
    written = [y for y in rows if sheet.crop((0, y, sheet.width, y + 1)).getextrema()[0] < 200]
    return max(written) / sheet.height


def test_a_record_of_before_is_read_without_the_traces_of_papers():
    record = MeetingRecord.from_json('{"schema":1,"kind":"minutes","organisation":"","committee":"","committee_slug":"c",'
        '"slug":"2026-03-04","date":"2026-03-04","items":[{"slug":"a","number":"1","title":"A","kind":"business"}]}')  # fmt: skip
    assert record.papers_closed == () and record.items[0].lacks_papers


def test_a_meeting_that_is_coming_says_nothing_that_is_not_known(client):
    day = timezone.localdate() + timedelta(3)
    publish(make_meeting(date=day), Kind.NOTICE)
    assert texts(shown(client, f"{COMMITTEE}{day}/"), ".//h1/span") == ["Meeting"]
