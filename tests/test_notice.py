"""The notice of a meeting and the summons to it, the agenda's front sheet, and what is added to an agenda later."""

import subprocess
from datetime import UTC, date, datetime

import pytest
from lxml import html

from committees.models import Committee
from minutes.new_meetings import Begin, furnish
from published import pdf
from published.kinds import Kind
from published.models import Version
from tests.desk import Page
from tests.making import keep_pdf, make_document, make_held_meeting, make_item, make_meeting, make_person, publish
from tests.test_door import door, go_on, press

pytestmark = pytest.mark.django_db

HARBOUR = "/committees/harbour-committee"
DAYS = pytest.mark.parametrize(
    ("day", "out", "said"),
    [
        (date(2036, 1, 16), datetime(2036, 1, 3, 9, tzinfo=UTC), "Dated 3 January 2036"),
        (
            date(2036, 7, 16),
            datetime(2036, 7, 2, 23, 30, tzinfo=UTC),
            "Dated 3 July 2036",
        ),  # half past midnight, by the council
    ],
    ids=["winter", "summer"],
)


def make_coming(day: date = date(2036, 3, 5), **changes):
    """A meeting to come with two members and an item."""
    meeting = make_meeting(date=day, **changes)
    for name, seat in (("Mary Bell", "chair"), ("Cy Tern", "member")):
        meeting.attendances.create(person=make_person(name), seat=seat, position=meeting.attendances.count() + 1)
    make_item(meeting)
    return meeting


def version() -> Version:
    return Version.objects.select_related("record").latest("record_id")


def words(name: str) -> str:
    return text_of(html.fromstring(pdf.document(version(), name)).find("body"))


def text_of(element) -> str:
    """With a space between what stands in two elements."""
    return " ".join(" ".join(element.itertext()).split())


# The notice


@DAYS
def test_a_notice_says_where_and_when_and_who_gives_it_on_which_day(day, out, said):
    publish(make_coming(day, summoned_by="Ann Lee, Town Clerk\n", attending="public"), Kind.NOTICE, now=out)
    notice = words("notice")
    assert "Notice of meeting Harbour Committee" in notice
    for words_ in (
        f"{day:%A} {day.day} {day:%B} 2036",
        "Time: 7.30 pm",
        "Place: Guildhall",
        "Open to the public",
        said,
    ):
        assert words_ in notice
    assert "Given by the proper officer." in notice and "Ann Lee, Town Clerk" in notice
    assert "summon" not in notice and "Repair of the north mole" not in notice  # the business is the agenda's to tell


@DAYS
def test_an_agenda_summons_the_members_to_its_business(day, out, said):
    meeting = make_coming(day, summoned_by="Ann Lee, Town Clerk")
    make_item(meeting, "A lease", restriction="england-2006-3", public_title="A matter of property")
    publish(meeting, Kind.AGENDA, now=out)
    notice = words("notice")
    assert "Notice of meeting and summons" in notice and said in notice
    assert "The members of the Harbour Committee are summoned to this meeting, for the business below." in notice
    assert "Mary Bell (Chair)" in notice and "Repair of the north mole" in notice
    assert "A matter of property" in notice and "A lease" not in notice


def test_members_who_call_a_meeting_sign_each_for_themselves():
    publish(make_coming(summoned_by="Mary Bell\nCy Tern", called_by_members=True), Kind.AGENDA)
    paper = html.fromstring(pdf.document(version(), "notice"))
    assert "called by the members who sign below" in words("notice") and "proper officer" not in words("notice")
    assert [p.text_content() for p in paper.xpath("//p[@class='signature']")] == ["Mary Bell", "Cy Tern"]


def test_a_notice_that_nobody_is_named_for_has_room_for_the_proper_officer():
    publish(make_coming(), Kind.NOTICE)
    paper = html.fromstring(pdf.document(version(), "notice"))
    assert [p.text_content() for p in paper.xpath("//p[@class='signature']")] == ["Proper officer"]
    assert "Fixed at on by" in words("notice")


def test_the_page_says_who_summons_as_long_as_the_meeting_is_to_come(client):
    meeting = make_coming(summoned_by="Ann Lee, Town Clerk")
    publish(meeting, Kind.AGENDA)
    page = html.fromstring(client.get(f"{HARBOUR}/2036-03-05/").text)
    assert "Summoned by: Ann Lee, Town Clerk" in text_of(page.find(".//main"))
    held = make_held_meeting(summoned_by="Ann Lee, Town Clerk", called_by_members=True)
    decided = publish(held, Kind.DECISIONS).meeting_record
    assert (decided.summoned_by, decided.called_by_members) == ((), False)


def test_a_new_meeting_is_summoned_by_whom_the_last_one_was_unless_members_called_it():
    make_coming(date(2036, 1, 9), summoned_by="Ann Lee, Town Clerk")
    second = make_meeting(date=date(2036, 2, 6))
    furnish(second, Begin.EMPTY)
    second.refresh_from_db()
    assert second.summoned_by == "Ann Lee, Town Clerk"
    second.summoned_by, second.called_by_members = "Mary Bell", True
    second.save_columns("summoned_by", "called_by_members")
    third = make_meeting(date=date(2036, 3, 5))
    furnish(third, Begin.EMPTY)
    third.refresh_from_db()
    assert (third.summoned_by, third.called_by_members) == ("", False)


@pytest.mark.once
def test_a_notice_of_ordinary_length_is_one_sheet_to_be_pinned_up():
    meeting = make_coming(summoned_by="Ann Lee, Town Clerk")
    for number in range(9):
        make_item(meeting, f"Pier {number}")
    publish(meeting, Kind.AGENDA)
    assert pdf.pages_of(pdf.render(version(), "notice")) == 1


# The front sheet


def parts() -> list[tuple[str, list[str]]]:
    sheet = html.fromstring(pdf.document(version(), "agenda")).xpath("//section[@class='sheet']")[0]
    tables = sheet.xpath(".//table")
    return [
        (
            "".join(table.xpath("preceding-sibling::*[1][self::h3]/text()")),
            [text_of(row) for row in table.xpath(".//tbody/tr")],
        )
        for table in tables
    ]


def test_the_front_sheet_lists_what_is_open_and_then_what_is_not():
    meeting = make_coming()
    make_item(meeting, "A lease", restriction="england-2006-3", public_title="A matter of property")
    make_item(meeting, "Dredging")
    make_item(meeting, "Moorings")
    publish(meeting, Kind.AGENDA)
    [(first, opened), (second, closed)] = parts()
    assert first.startswith("Part 1:") and "expected to be open" in first
    assert opened == ["1 Repair of the north mole", "3 Dredging", "4 Moorings"]
    assert second.startswith("Part 2:") and "not to be open" in second and closed == ["2 A matter of property"]


def test_a_front_sheet_keeps_the_agenda_s_own_headings():
    meeting = make_coming()
    make_item(meeting, "Works", kind="heading")
    make_item(meeting, "Dredging")
    make_item(meeting, "In private", kind="heading")
    make_item(meeting, "A lease", restriction="england-2006-3", public_title="A matter of property")
    publish(meeting, Kind.AGENDA)
    assert parts() == [
        ("", ["1 Repair of the north mole"]),
        ("Works", ["2 Dredging"]),
        ("In private", ["3 A matter of property (closed to the public)"]),
    ]


def test_a_short_agenda_needs_no_front_sheet():
    publish(make_coming(), Kind.AGENDA)
    assert 'class="sheet"' not in pdf.document(version(), "agenda")


@pytest.mark.once
def test_the_front_sheet_tells_the_page_of_each_item():
    meeting = make_coming()
    for number in range(20):
        make_item(meeting, f"Pier {number}", purpose="<p>To consider the pier.</p>" * 6)
    publish(meeting, Kind.AGENDA)
    data = pdf.render(version(), "agenda")
    pages = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    first, *rest = pages.split("\f")
    told = {" ".join(line.split()[1:-1]): int(line.split()[-1]) for line in first.splitlines() if "Pier" in line}
    assert told["Pier 3"] > 1 and told["Pier 19"] > told["Pier 3"]
    for title, page in told.items():
        assert any(line.strip().endswith(title) for line in rest[page - 2].splitlines()), title


# What is added later


def add_later(meeting, out: datetime, kind: Kind = Kind.SUPPLEMENT):
    return publish(meeting, kind, now=out, note="Added.")


def agenda_with_two_supplements(day: date = date(2036, 3, 5)):
    """One came eight days before the meeting, and one six."""
    meeting = make_coming(day)
    make_item(meeting, "Dredging")
    publish(meeting, Kind.AGENDA, now=datetime(day.year, 2, 20, 9, tzinfo=UTC))
    make_item(meeting, "Fallen crane")
    make_document(meeting, "Survey of the mole", item=meeting.items.get(title="Repair of the north mole"))
    first = add_later(meeting, datetime(day.year, 2, 25, 9, tzinfo=UTC))
    make_item(meeting, "A second crane")
    second = add_later(meeting, datetime(day.year, 2, 27, 9, tzinfo=UTC))
    return first, second


def paper_of(publication) -> str:
    found = Version.objects.select_related("record").get(pk=publication.pk)
    return " ".join(html.fromstring(pdf.document(found, "supplement")).find("body").text_content().split())


def test_a_supplement_prints_what_was_added_alone_and_leads_to_the_whole_agenda():
    first, second = agenda_with_two_supplements()
    one, other = paper_of(first), paper_of(second)
    assert "Issued on Monday 25 February 2036" in one and "Issued on Wednesday 27 February 2036" in other
    assert "Fallen crane" in one and "Survey of the mole" in one and "New papers for this item" in one
    assert "Dredging" not in one and "A second crane" not in one
    assert "A second crane" in other and "Fallen crane" not in other and "Survey" not in other
    assert f"{HARBOUR}/2036-03-05/agenda.pdf" in one
    assert {item.title for item in second.meeting_record.items} >= {"Dredging", "Fallen crane", "A second crane"}


def test_a_corrected_supplement_prints_again_what_it_added():
    _, second = agenda_with_two_supplements()
    meeting = second.meeting
    meeting.items.filter(title="A second crane").update(title="A third crane")
    again = paper_of(add_later(meeting, datetime(2036, 2, 28, 9, tzinfo=UTC)))
    assert "A third crane" in again and "Fallen crane" not in again


def test_a_supplement_to_which_nothing_came_says_so():
    meeting = make_coming()
    publish(meeting, Kind.AGENDA, now=datetime(2036, 2, 20, 9, tzinfo=UTC))
    meeting.items.update(title="Repair of the south mole")
    assert "No item and no paper was added." in paper_of(add_later(meeting, datetime(2036, 2, 25, 9, tzinfo=UTC)))


def test_each_supplement_is_a_paper_of_its_own_with_its_day(client):
    first, second = agenda_with_two_supplements()
    keep_pdf(first, b"the first", "supplement")
    keep_pdf(second, b"the second", "supplement")
    page = html.fromstring(client.get(f"{HARBOUR}/2036-03-05/").text)
    links = {a.text_content().split(" (")[0]: a.get("href") for a in page.xpath("//ul[@class='downloads']//a")}
    assert links["Supplement of 25 February 2036"] == "publications/2/supplement.pdf"
    assert links["Supplement of 27 February 2036"] == "publications/3/supplement.pdf"
    assert links["Agenda with its supplements"] == "agenda.pdf"
    assert client.get(f"{HARBOUR}/2036-03-05/publications/2/supplement.pdf").getvalue() == b"the first"
    assert client.get(f"{HARBOUR}/2036-03-05/publications/3/supplement.pdf").getvalue() == b"the second"
    assert client.get(f"{HARBOUR}/2036-03-05/publications/1/supplement.pdf").status_code == 404
    first.withdraw("A name was in it.")
    assert client.get(f"{HARBOUR}/2036-03-05/publications/2/supplement.pdf").status_code == 410
    assert client.get(f"{HARBOUR}/2036-03-05/publications/3/supplement.pdf").status_code == 200


def added_on(publication) -> dict[str, str]:
    return {item.title: item.added_on for item in publication.meeting_record.items}


def test_the_day_on_which_an_item_came_stays_its_own_also_in_the_minutes_and_when_it_is_closed(client):
    _, second = agenda_with_two_supplements(date(2026, 3, 5))
    meeting = second.meeting
    assert added_on(second) == {
        "Repair of the north mole": "",
        "Dredging": "",
        "Fallen crane": "2026-02-25",
        "A second crane": "2026-02-27",
    }
    for title, public in (("Dredging", "A contract"), ("Fallen crane", "An insurance")):
        meeting.items.filter(title=title).update(restriction="england-2006-3", public_title=public)
    make_item(meeting, "Raised on the day", decision="<p>That it be noted.</p>")
    found = added_on(publish(meeting, Kind.DECISIONS))
    assert (found["A contract"], found["An insurance"], found["Raised on the day"]) == ("", "2026-02-25", "")
    text = client.get(f"{HARBOUR}/2026-03-05/a-second-crane/").text
    assert "Added to the agenda on 27 February 2026." in text


# The notice board


def published_at_the_desk(desk, meeting, kind: str) -> Page:
    first = press(desk, door(meeting), "confirm", kind=kind)
    return go_on(first, "publish")


BOARD = "Published here. Has it been fixed on the notice board?"


@pytest.mark.parametrize("kind", ["notice", "agenda"])
def test_who_publishes_a_notice_is_asked_for_the_board_until_that_is_recorded(desk, kind):
    meeting, other = make_coming(), make_coming(date(2036, 7, 16), notice_fixed_on=date(2036, 7, 2))
    page = published_at_the_desk(desk, meeting, kind)
    [link] = set(
        page.tree.xpath("//a[starts-with(., 'Record where and when')]/@href")
    )  # of the message, and of the head
    assert BOARD in page.text and link == f"/admin/minutes/meeting/{meeting.pk}/change/"
    for again in (
        door(meeting),
        f"/admin/minutes/meeting/{meeting.pk}/agenda/",
        f"/admin/minutes/meeting/{meeting.pk}/papers/",
    ):
        assert Page(desk, again).tree.xpath("//a[.='Record where and when']/@href") == [link], again
    assert Page(desk, "/admin/").tree.xpath("//a[contains(., 'on the notice board?')]/@href") == [link]
    details = Page(desk, link)
    assert "Has it been fixed there? Record below" in details.text
    board, summoned = "The board at the Guildhall", "By e-mail, with consent: Mary Bell. By post: Cy Tern."
    assert details.send(notice_fixed_at=board, notice_fixed_on="21 February 2036", summons_sent=summoned) is None
    meeting.refresh_from_db()
    assert (meeting.notice_fixed_at, meeting.notice_fixed_on) == (board, date(2036, 2, 21))
    assert meeting.summons_sent == summoned
    assert "Has it been fixed" not in Page(desk, link).text and "notice board" not in Page(desk, "/admin/").text
    assert BOARD not in published_at_the_desk(desk, other, kind).text


def test_nobody_is_asked_for_a_board_that_no_law_asks_for(desk):
    meeting = make_coming()
    Committee.objects.update(clear_days="none")
    assert BOARD not in published_at_the_desk(desk, meeting, "agenda").text
    assert (
        "Has it been fixed" not in Page(desk, door(meeting)).text and "notice board" not in Page(desk, "/admin/").text
    )


def test_nobody_is_asked_for_the_board_after_the_meeting(desk):
    assert BOARD not in published_at_the_desk(desk, make_held_meeting(), "draft-minutes").text
    assert BOARD not in published_at_the_desk(desk, make_held_meeting(date=date(2026, 7, 15)), "agenda").text
