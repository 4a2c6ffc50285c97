"""Alison pastes an agenda from Word, Excel or an e-mail, and it becomes items."""

from datetime import date

import lxml.html
import pytest
from django.test import Client

from minutes.importing.furniture import is_furniture
from minutes.models import AgendaItem
from minutes.pasted_agenda import MOST_LETTERS, TooLong, read_list
from tests.making import make_clerk, make_item, make_meeting
from tests.test_agenda import SCRIPT, agenda_of, listed, meeting, read  # noqa: F401  a fixture

WORD = """AGENDA
1.\tApologies for absence
2.\tDeclarations of interest
To receive any declarations.
3.\tMinutes of the previous meeting (Pages 3 - 8)
PART 1
4.\tHarbour
4.1\tMole
4.2\tQuay
5.\tReports
(a)\tTreasurer
(b)\tHarbour Master
MOTIONS
6.\tExclusion of the press and public
7.\tMotion: clean water
8.\tAny other business ..... 12
"""
# fmt: off
READ = {
    "Word, with parts, sub-items and agenda text": (
        WORD,
        [
            "1 Apologies for absence", "2 Declarations of interest", "3 Minutes of the previous meeting", "PART 1",
            "4 Harbour",
            "4.1 Mole", "4.2 Quay", "5 Reports", "5.1 Treasurer", "5.2 Harbour Master", "MOTIONS",
            "6 Exclusion of the press and public", "7 Motion: clean water", "8 Any other business",
        ],
    ),
    "plain lines": ("Apologies\r\nMole\r\n\r\nQuay", ["1 Apologies", "2 Mole", "3 Quay"]),
    "one line": ("Repair of the mole", ["1 Repair of the mole"]),
    "further in, by spaces": (
        "Apologies\nMole\n   North\n   South\nQuay",
        ["1 Apologies", "2 Mole", "2.1 North", "2.2 South", "3 Quay"],
    ),
    "further in, by tabs": ("1. Mole\n\t1. North\n\t2. South\n2. Quay", ["1 Mole", "1.1 North", "1.2 South", "2 Quay"]),
    "all of it further in": ("  1. Mole\n  2. Quay", ["1 Mole", "2 Quay"]),
    "bullets": ("• Apologies\n• Mole\n   o\tNorth\n• Quay", ["1 Apologies", "2 Mole", "2.1 North", "3 Quay"]),
    "dashes": ("- Apologies\n– Mole", ["1 Apologies", "2 Mole"]),
    "bullets below numbers": (
        "1. Reports\n• Treasurer\n• Engineer\n2. Mole",
        ["1 Reports", "1.1 Treasurer", "1.2 Engineer", "2 Mole"],
    ),
    "letters alone": ("a) Apologies\nb) Mole", ["1 Apologies", "2 Mole"]),
    "capital letters": ("A. Apologies\nB. Mole\nC. Quay", ["1 Apologies", "2 Mole", "3 Quay"]),
    "Roman numbers": ("I. Apologies\nII. Mole", ["1 Apologies", "2 Mole"]),
    "references of the council's own": ("FC/26/11 Mole\nFC/26/12 Quay", ["FC/26/11 Mole", "FC/26/12 Quay"]),
    "capitals throughout are no headings": (
        "MOLE REPAIRS\nPUBLIC QUESTIONS\nQUAY WORKS",
        ["1 MOLE REPAIRS", "2 PUBLIC QUESTIONS", "3 QUAY WORKS"],
    ),
    "capitals between are headings": ("Mole\nOPEN BUSINESS\nQuay", ["1 Mole", "OPEN BUSINESS", "2 Quay"]),
    "a title broken into two lines": (
        "1. To receive the report of\nthe Harbour Master\n2. Quay",
        ["1 To receive the report of the Harbour Master", "2 Quay"],
    ),
    "a date in a title": ("12 November works\n3 boats", ["1 12 November works", "2 3 boats"]),
    "Excel, two columns": ("No.\tItem\n1\tApologies\n2\t3 boats", ["1 Apologies", "2 3 boats"]),
    "Excel, pages behind": ("1\tApologies\t\t3\n2\tMole\t\t(pages 4 - 7)", ["1 Apologies", "2 Mole"]),
    "200 lines": ("\n".join(f"{n}. Item of {n}" for n in range(1, 201)), [f"{n} Item of {n}" for n in range(1, 201)]),
}
# fmt: on


@pytest.mark.django_db
@pytest.mark.parametrize("case", READ)
def test_a_list_becomes_items_at_once(desk, meeting, case):  # noqa: F811
    text, expected = READ[case]
    assert [line.doubt for line in read_list(text) if line.doubt] == []
    page = desk.post(agenda_of(meeting, "paste/"), {"list": text}, follow=True).content.decode()
    assert listed(meeting) == expected
    assert f"{len(expected)} item{'s' if len(expected) > 1 else ''} added." in page and "Undo" in page
    assert AgendaItem.objects.exclude(meeting=meeting).count() == 1


@pytest.mark.django_db
def test_kinds_are_guessed_from_titles_and_text_stays_with_its_item(desk, meeting):  # noqa: F811
    desk.post(agenda_of(meeting, "paste/"), {"list": WORD})
    kinds = [item.kind for item in meeting.items.in_order()]
    assert kinds == [
        "apologies", "declarations", "previous-minutes", "heading", "business", "business", "business", "business", "business",
        "business", "heading", "exclusion", "motion", "any-other-business",
    ]  # fmt: skip
    assert meeting.items.get(kind="declarations").purpose == "<p>To receive any declarations.</p>"


@pytest.mark.django_db
def test_a_list_is_added_behind_what_is_there(desk, meeting):  # noqa: F811
    make_item(meeting, "First")
    desk.post(agenda_of(meeting, "paste/"), {"list": "1. Mole\n1.1 North\n2. Quay"})
    assert listed(meeting) == ["1 First", "2 Mole", "2.1 North", "3 Quay"]


DOUBTFUL = {
    "1. Mole\n1.1 North\n1.1.1 Deeper\n2. Quay": "of a third level; an agenda has two",
    "1. Reports\n(a) Treasurer\n(i) In short\n2. Quay": "of a third level; an agenda has two",
    "1\tMole\tHarbour Master\n2\tQuay\tEngineer": "Left out, from further columns: Harbour Master",
    "Harbour Committee\n1. Mole\n2. Quay": "It has no number among lines that have one",
    f"1. {'Mole and quay ' * 50}\n2. Quay": "A title has up to 500 letters",
}


@pytest.mark.django_db
@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_is_doubtful_is_looked_at_before_it_is_believed(desk, meeting, text):  # noqa: F811
    page = desk.post(agenda_of(meeting, "paste/"), {"list": text})
    assert page.status_code == 200 and DOUBTFUL[text] in page.content.decode() and not meeting.items.exists()
    form = lxml.html.fromstring(page.content.decode()).get_element_by_id("paste-form")
    fields = dict(form.form_values())
    assert desk.post(agenda_of(meeting, "paste/"), fields).status_code == 302
    assert meeting.items.count() == int(fields["lines"])
    assert DOUBTFUL[text] in desk.post(agenda_of(meeting, "paste/"), {"list": text}, **SCRIPT).json()["paste"]


def preview_of(page) -> dict:
    return dict(lxml.html.fromstring(page.content.decode()).get_element_by_id("paste-form").form_values())


CLOSED = {
    "1. Mole\n2. EXEMPT: Legal claim": "EXEMPT: Legal claim",
    "1. Mole\n2. Legal claim (exempt – paragraph 3)": "Legal claim (exempt – paragraph 3)",
    "1. Mole\n2. Legal claim\nNot for publication by virtue of paragraph 3 of Schedule 12A.": "Legal claim",
    "1\tMole\n2\tLegal claim\tExempt": "Legal claim",
    "1. Mole\nPart 2: Exempt business\n2. Exclusion of the press and public\n3. Legal claim": "Legal claim",
    "1. Mole\n2. To resolve that the public be excluded\n3. Confidential: Legal claim": "Confidential: Legal claim",
}


@pytest.mark.django_db
@pytest.mark.parametrize("text", CLOSED)
def test_an_item_whose_words_say_that_it_is_closed_is_stored_closed_with_a_public_title(desk, meeting, text):  # noqa: F811
    fields = preview_of(desk.post(agenda_of(meeting, "paste/"), {"list": text}))
    [asked] = [name for name in fields if name.startswith("public-")]
    assert fields[asked.replace("public", "closed")] == "on"
    page = desk.post(agenda_of(meeting, "paste/"), fields)
    assert "write what the public may read in its place" in page.content.decode() and not meeting.items.exists()
    desk.post(agenda_of(meeting, "paste/"), preview_of(page) | {asked: "A claim"})
    closed = meeting.items.exclude(restriction="").get()
    assert (closed.title, closed.restriction, closed.public_title) == (CLOSED[text], "unknown", "A claim")


@pytest.mark.django_db
def test_the_clerk_says_that_an_item_is_open_after_all(desk, meeting):  # noqa: F811
    fields = preview_of(desk.post(agenda_of(meeting, "paste/"), {"list": "1. Mole\n2. Private session of the band"}))
    del fields["closed-1"]
    desk.post(agenda_of(meeting, "paste/"), fields)
    assert listed(meeting) == ["1 Mole", "2 Private session of the band"]
    assert not meeting.items.exclude(restriction="").exists()


@pytest.mark.django_db
def test_recommendations_go_to_their_field_and_so_does_the_officer_of_a_table(desk, meeting):  # noqa: F811
    text = (
        "1. Mole\nTo hear the Engineer.\nRECOMMENDED that the mole be repaired.\n2. Quay\nRecommendations: to\n"
        "(a) note the survey;\n(b) pay for it.\n3. Buoys\n(a) Red\n(b) Green"
    )
    desk.post(agenda_of(meeting, "paste/"), {"list": text})
    assert listed(meeting) == ["1 Mole", "2 Quay", "3 Buoys", "3.1 Red", "3.2 Green"]
    mole, quay = (meeting.items.get(title=title) for title in ("Mole", "Quay"))
    assert mole.purpose == "<p>To hear the Engineer.</p>"
    assert mole.recommendation == "<p>RECOMMENDED that the mole be repaired.</p>"
    assert quay.purpose == "" and "note the survey" in quay.recommendation and "pay for it" in quay.recommendation
    text = "No.\tItem\tOfficer\tPage\n1\tDredging\tHarbour Master\t3\n2\tDues\t\t4"
    desk.post(agenda_of(meeting, "paste/"), {"list": text})
    assert list(meeting.items.filter(title__startswith="D").values_list("title", "officer")) == [
        ("Dredging", "Harbour Master"),
        ("Dues", ""),
    ]


@pytest.mark.django_db
def test_pages_named_in_running_text_stay(desk, meeting):  # noqa: F811
    desk.post(agenda_of(meeting, "paste/"), {"list": "1. Mole\nTo approve the plan (pages 3-10)\n2. Quay\t7"})
    assert meeting.items.get(title="Mole").purpose == "<p>To approve the plan (pages 3-10)</p>"
    assert listed(meeting) == ["1 Mole", "2 Quay"]


@pytest.mark.django_db
def test_two_paragraphs_below_an_item_pass_through_the_preview_as_they_are(desk, meeting):  # noqa: F811
    text = "Harbour Committee\n1. Mole\nTo hear the Engineer.\nTo hear the Treasurer.\n2. Quay"
    form = lxml.html.fromstring(desk.post(agenda_of(meeting, "paste/"), {"list": text}).content.decode())
    desk.post(agenda_of(meeting, "paste/"), dict(form.get_element_by_id("paste-form").form_values()))
    assert meeting.items.get(title="Mole").purpose == "<p>To hear the Engineer.</p><p>To hear the Treasurer.</p>"


@pytest.mark.django_db
def test_the_clerk_s_reading_counts_in_the_preview(desk, meeting):  # noqa: F811
    lines = [
        ("item", "Mole"),
        ("sub", "North"),
        ("text", "Cracked."),
        ("out", "Page 3"),
        ("heading", "Part 2"),
        ("item", " "),
    ]
    fields = {f"role-{at}": role for at, (role, _) in enumerate(lines)}
    fields |= {f"title-{at}": title for at, (_, title) in enumerate(lines)} | {"lines": "6", "text-1": "Long.\n\nOld."}
    desk.post(agenda_of(meeting, "paste/"), fields)
    assert listed(meeting) == ["1 Mole", "1.1 North", "Part 2"]
    assert meeting.items.get(title="North").purpose == "<p>Long.</p><p>Old.</p><p>Cracked.</p>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no item in it."),
        (" \n\t\n", "There is no item in it."),
        ("AGENDA", "There is no item in it."),
        ("\n".join(f"{n}. Item" for n in range(501)), "These are 501 lines; up to 500 can be pasted at once."),
        ("Mole\n" + "x" * MOST_LETTERS, "This is longer than an agenda can be."),
    ],
    ids=["nothing", "spaces", "its heading alone", "501 lines", "a book"],
)
def test_what_is_no_list_is_said_and_kept(desk, meeting, text, said):  # noqa: F811
    page = desk.post(agenda_of(meeting, "paste/"), {"list": text}).content.decode()
    assert (
        said in page
        and lxml.html.fromstring(page).get_element_by_id("paste-list").text_content().strip() == text.strip()
    )
    assert not meeting.items.exists()


def test_ten_megabytes_are_refused_at_once():
    with pytest.raises(TooLong):
        read_list("1. Mole\n" * 1_300_000)


# Undo


def added(page) -> str:
    return lxml.html.fromstring(page.content.decode()).xpath("//form[@id='undo']//input[@name='added']")[0].get("value")


@pytest.mark.django_db
def test_a_pasted_list_is_taken_back_but_for_what_was_worked_on_since(desk, meeting):  # noqa: F811
    make_item(meeting, "First")
    page = desk.post(
        agenda_of(meeting, "paste/"), {"list": "1. Mole\n1.1 North\n2. Quay\n3. Buoys\n3.1 Red"}, follow=True
    )
    north, buoys = meeting.items.get(title="North"), meeting.items.get(title="Buoys")
    north.save_columns("title")
    make_item(meeting, "Green", parent=buoys)
    answer = desk.post(agenda_of(meeting, "undo/"), {"added": added(page)}, **SCRIPT).json()
    assert answer["said"] == "Undone: 2 items removed. 3 stay, because somebody has worked on them since."
    assert listed(meeting) == ["1 First", "2 Mole", "2.1 North", "3 Buoys", "3.1 Green"]


@pytest.mark.django_db
def test_a_whole_list_is_taken_back_and_not_twice(desk, meeting):  # noqa: F811
    token = added(desk.post(agenda_of(meeting, "paste/"), {"list": WORD}, follow=True))
    assert (
        "Undone: 14 items removed."
        in desk.post(agenda_of(meeting, "undo/"), {"added": token}, follow=True).content.decode()
    )
    assert listed(meeting) == []
    for again in (token, "forged", ""):
        assert "nothing to undo" in desk.post(agenda_of(meeting, "undo/"), {"added": again}, **SCRIPT).json()["error"]
    assert "There are no items yet." in read(desk, meeting, f"?added={token}")


@pytest.mark.django_db
def test_what_was_pasted_elsewhere_is_not_undone_from_here(desk, meeting):  # noqa: F811
    other = AgendaItem.objects.exclude(meeting=meeting).get().meeting
    token = added(desk.post(agenda_of(other, "paste/"), {"list": "Quay"}, follow=True))
    desk.post(agenda_of(meeting, "undo/"), {"added": token})
    assert listed(other) == ["1 Apologies for absence", "2 Quay"]


@pytest.mark.django_db
def test_a_list_of_200_lines_costs_no_more_questions_than_one_of_2(desk, django_assert_max_num_queries):
    for day, text in [(4, "Mole\nQuay"), (5, "\n".join(f"{n}. Item\n{n}.1 Below" for n in range(1, 101)))]:
        place = make_meeting(date=f"2026-03-0{day}")
        with django_assert_max_num_queries(40):
            desk.post(agenda_of(place, "paste/"), {"list": text})


@pytest.mark.django_db
def test_a_list_that_is_looked_at_is_kept_for_its_clerk_alone_until_it_is_added_or_thrown_away(desk, meeting):  # noqa: F811
    def kept(browser) -> list[str]:
        page = lxml.html.fromstring(browser.get(agenda_of(meeting)).content.decode())
        return page.xpath("//div[@id='paste']//input[starts-with(@name, 'title-')]/@value")

    other = make_meeting(date=date(2026, 7, 9))
    priya = Client()
    priya.force_login(make_clerk("priya"))
    fields = preview_of(desk.post(agenda_of(meeting, "paste/"), {"list": "1. Mole\n2. Lease (exempt)"}))
    desk.post(agenda_of(meeting, "paste/"), fields | {"title-0": "The old mole", "keep": "1"})
    assert (kept(desk), kept(priya)) == (["The old mole", "Lease (exempt)"], [])
    assert "Lease" not in desk.get(agenda_of(other)).content.decode()
    desk.post(agenda_of(meeting, "paste/"), fields | {"throw_away": "1"})
    assert kept(desk) == [] and not meeting.items.exists()
    fields = preview_of(desk.post(agenda_of(meeting, "paste/"), {"list": "1. Mole\n2. Lease (exempt)"}))
    desk.post(agenda_of(meeting, "paste/"), fields | {"public-1": "A lease"})
    assert kept(desk) == [] and listed(meeting) == ["1 Mole", "2 Lease (exempt)"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("5 Budget monitoring (Pages 3 - 18)", "Budget monitoring"),
        ("5 Budget monitoring (pages 3 to 18)", "Budget monitoring"),
        ("5 Budget monitoring [pp. 3–18]", "Budget monitoring"),
        ("5 Budget monitoring ........ (Page 7)", "Budget monitoring"),
        ("5 Minutes of 4 March 2026 (Pages 5 - 10)", "Minutes of 4 March 2026"),
        ("5 Yellow Pages (2026)", "Yellow Pages (2026)"),
        ("5 Planning applications (3 - 18)", "Planning applications (3 - 18)"),
        ("5 The lost pages of the minute book", "The lost pages of the minute book"),
    ],
)
def test_where_it_stands_in_the_pack_is_no_part_of_a_title(line, title):
    assert [found.title for found in read_list(f"4 Apologies\n{line}")][1] == title


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ('1. Report on "Mill House"', 'Report on "Mill House"'),
        ('"Mill House" and "The Barn"', '"Mill House" and "The Barn"'),
        ('2\tBarn at <Hill> Farm & "yard"\t', 'Barn at <Hill> Farm & "yard"'),
        ('3\t"Report on ""Mill House"""\t12', 'Report on "Mill House"'),
        ('4\t"Accounts, and what they cost"\t', "Accounts, and what they cost"),
    ],
)
def test_quotation_marks_of_a_title_stay_and_those_that_excel_puts_around_a_cell_go(line, title):
    assert [row.title for row in read_list(line)] == [title]


@pytest.mark.django_db
def test_what_numbers_a_page_is_no_item_and_is_said(desk, meeting):  # noqa: F811
    text = (
        "1. Apologies\nHarbour Committee\tPage 1 of 2\n2. To receive the report of\n- Page 2 of 2 -\nthe Harbour Master"
    )
    text += "\n3. Page Street"
    said = desk.post(agenda_of(meeting, "paste/"), {"list": text}, **SCRIPT).json()["said"]
    assert listed(meeting) == ["1 Apologies", "2 To receive the report of the Harbour Master", "3 Page Street"]
    assert (
        said
        == "3 items added. Left out, because it only numbers a page: “Harbour Committee\tPage 1 of 2”, “- Page 2 of 2 -”."
    )


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Page 1 of 2", True),
        ("Page 12", True),
        ("– 3 –", True),
        ("Minutes of 4 March 2026 | Page 3 of 12", True),
        ("1. Mole\tPage 1 of 2", False),
        ("Page 3 of the report was taken as read.", False),
        ("The map on page 1 of 2", False),
        ("Pages 3 - 18", False),
    ],
)
def test_a_line_that_says_more_than_which_page_it_is_stays(line, is_one):
    assert is_furniture(line) == is_one
