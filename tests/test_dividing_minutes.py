"""Minutes of every shape that clerks have: each of their items is found, and none is made up.

The files in `files/minutes/` are of our own making, one for each habit. That no word of them is lost is tested in
test_source_page_and_pdf.py.
"""

import re
from datetime import date, time
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError
from lxml import html

from committees.models import Committee, Membership
from minutes.importing.blocks import Source, blocks_from_html, blocks_from_text
from minutes.importing.decoding import decode
from minutes.importing.marks import marks_of
from minutes.importing.reading import read_file
from minutes.importing.refusal import CannotImport
from minutes.importing.splitting import split
from minutes.models import AgendaItem, Attendance, Decision, Meeting, Minute
from publishing.models import Publication
from richtext.plain_text import text_of
from tests.making import make_committee, make_person
from tests.office_files import docx as word_document
from tests.office_files import level, numbering, p, r, style

pytestmark = pytest.mark.once

FILES = Path(__file__).parent / "files" / "minutes"

# What each file holds: the number and title of each item and heading, and what the clerk is asked to look at.
FOUND = {
    "agenda-text.txt": (["1 Apologies", "2 Lamps", "3 Rope"], ["agenda text of “Lamps”"]),
    "bold-run-in.html": (["70/17 Apologies", "71/17 Lamps", "72/17 Rope"], []),
    "bold.html": (["Apologies", "Declarations of interest", "Lamps", "Any other business"], []),
    "broken-chain.txt": (
        ["1 Apologies", "2 Minutes", "4 Lamps", "5 Rope", "5 Oil", "6 Close"],
        ["“4 Lamps” follows number 2", "“5 Oil”: the number 5 again"],
    ),
    "bullets.txt": (["1 Lamps", "2 Rope", "3 Close"], []),
    "capitals.txt": (
        ["Attendance and opening", "APOLOGIES", "MINUTES OF THE LAST MEETING", "LAMPS", "ANY OTHER BUSINESS"],
        [],
    ),
    "closed-lines.txt": (
        ["1 Apologies", "2 Finance", "EXEMPT ITEMS", "3 Staff", "PUBLIC SESSION RESUMED", "4 Close"],
        [],
    ),
    "contents.txt": (["Opening", "1 Apologies", "2 Minutes", "3 Lamps", "4 Close"], []),
    "continued.txt": (
        ["1 Apologies", "2 Boathouse", "3 Lamps", "2 Boathouse (continued)", "4 Close"],
        ["“2 Boathouse (continued)”: the number 2 again"],
    ),
    "figures.txt": (["Accounts"], []),
    "item-words.txt": (["4 Apologies", "4a Late motion on lamps", "5 Mooring fees", "6 Any other business"], []),
    "laid-out.html": (
        ["Attendance and opening", "1 Call to Order", "2 Bills", "3 Adjournment"],
        ["a table was read as minutes"],
    ),
    "last-business.html": (
        ["Attendance and opening", "1 Apologies", "2 Works", "Any other business", "Next meeting"],
        [],
    ),
    "last-business.txt": (
        ["Attendance and opening", "1 Apologies", "2 Works", "3 Fees", "AOB", "Date of next meeting"],
        [],
    ),
    "last-business-numbered.txt": (
        ["1 Apologies", "2 Works", "3 Any other business", "4 Date of next meeting"],
        [],
    ),
    "letters-and-names.txt": (["A. Smith, B. Jones and C. Heron came to see the lamps."], []),
    "long-title.txt": (["1 To consider", "2 To note the report of the Harbour Master.", "3 Close"], []),
    "many-applications.txt": (
        ["1 Apologies", "2 Planning applications", "3 Highways", "4 Close"],
        ["“1 Boathouse at Mill Lane” to “8 Barn at Heron Farm” (8 numbered lines): taken as a list"],
    ),
    "ordered-list.html": (["1 Apologies", "2 Lamps", "3 Close"], []),
    "paragraphs.txt": (["Notes of the lantern walk"], ["(3 numbered lines): taken as a list, not as items"]),
    "parts.txt": (
        ["Part 1: Open to all", "1 Apologies", "2 Lamps", "Part 2: The budget", "1 Precept", "2 Reserves"],
        [],
    ),
    "payments.html": (["1 Apologies", "2 Payments", "3 Close"], []),
    "reference-run-in.txt": (
        [
            "Opening",
            "FC24/101 Apologies for absence",
            "FC24/102 Declarations of interest",
            "FC24/103 Quay wall",
            "FC24/104 Slipway",
            "FC24/105 Close",
        ],
        ["5 titles stand on one line with their text, from “FC24/101 Apologies for absence”"],
    ),
    "roman.txt": (
        [
            "Opening",
            "I Call to order",
            "II Roll call",
            "III Old business",
            *("A Lantern", "B Rope"),
            "IV New business",
            "V Adjournment",
        ],
        [],
    ),
    "row-bodies.html": (
        ["Opening", "HC/26/1 Apologies", "HC/26/2 Lamps", "HC/26/3 Close"],
        ["a table was read as minutes"],
    ),
    "rows-headless.html": (
        ["Opening", "I Call to order", "II Roll call", "III Payments", "IV Adjournment"],
        ["a table was read as minutes"],
    ),
    "rows-numbered.html": (["1 Apologies", "2 Lamps"], ["a table was read as minutes"]),
    "rows-of-decisions.html": (["Opening", "1 Apologies", "2 Lamps", "3 Rope"], ["a table was read as minutes"]),
    "rows.html": (["Attendance and opening", "1 Apologies", "2 Lamps", "3 Rope"], ["a table was read as minutes"]),
    "signed.txt": (["Opening", "1 Apologies", "2 The flood", "Close of the meeting"], []),
    "style.html": (["Attendance and opening", "1 Apologies", "Public questions", "2 Lamps", "3 Close"], []),
    "tabs.txt": (["Opening", "1 Apologies 45/18", "2 Slipway 46/18", "3 Mole 47/18"], []),
    "town-hall.txt": (
        [
            "Attendance and opening",
            "1 Declarations of interest",
            "2 Minutes",
            "3 Boathouse at Mill Lane",
            "4 Date of next meeting",
        ],
        [],
    ),
    "unmarked.txt": (
        [
            "Attendance and opening",
            "1 Apologies for absence",
            "2 Declarations of interest",
            "3 Quay Street lamps",
            "4 Finance",
            "5 Close",
        ],
        [],
    ),
    "wrapped.txt": (
        [
            "7 Presentation by the Keeper of the Old Lighthouse on the relighting of the lamp",
            "8 Notice of Motion (to be referred to the Harbour Committee)",
            "9 Close",
        ],
        [],
    ),
    "bold-beginnings.html": (["Attendance and opening", "MINUTES", "LAMPS", "OLD BUSINESS", "ADJOURNMENT"], []),
    "bold-below-bold.html": (
        [
            "Attendance and opening",
            "Approval of minutes",
            "Boathouse, 4 Mill Lane",
            "Correspondence",
            "Adjournment",
        ],
        [],
    ),
    "numbered-paragraphs.txt": (
        [
            "Attendance and opening",
            "Apologies for absence",
            "Minutes",
            "The lamps",
            "Correspondence",
            "Date of next meeting",
        ],
        ["nothing but short lines over text tells where items begin"],
    ),
    "numbered-styles.html": (
        ["Opening", "1 Lamps at 5 Quay Street", "2 Rope", "Words of thanks", "3 Tar", "4 Oars"],
        [],
    ),
    "paragraph-signs.txt": (
        ["Attendance and opening", "§ 12 Apologies", "§ 13 Lamps", "§ 14 Mooring fees", "§ 15 Close"],
        [],
    ),
    "point-zero.txt": (["Opening", "1.0 Welcome", "2.0 Lamps", "3.0 Rope", "4.0 Close"], []),
    "prefixed.txt": (["Opening", "HRB.21 Apologies", "HRB.22 Lamps", "HRB.23 Rope", "HRB.24 Close"], []),
    "first-titles.html": (
        [
            "Attendance and opening",
            "Call to order and pledge",
            "Report of the pupils",
            "Public comment",
            "Lamps",
            "Adjournment",
        ],
        [],
    ),
    "rows-of-minutes.html": (
        ["Opening", "14/26 Apologies [Item 1]", "15/26 Lamps [Item 2]", "16/26 Close [Item 3]"],
        ["a table was read as minutes"],
    ),
    "capital-run-ins.txt": (["Attendance and opening", "CALL TO ORDER", "LAMPS", "ROPE", "ADJOURNMENT"], []),
    "four-columns.html": (["Opening", "1 Welcome", "2 Lamps"], ["a table was read as minutes"]),
    "minutes-among-titles.html": (["Opening", "Minutes", "The quay", "Any other business", "Next meeting"], []),
    "one-item-with-headings.html": (["Boathouse at Mill Lane"], []),
    "plain-run-ins.txt": (
        [
            "Attendance and opening",
            "Minutes of last meeting",
            "Matters arising",
            "Mooring secretary",
            "Any other business",
            "Next meeting",
        ],
        ["nothing but beginnings with a colon tells where items begin"],
    ),
    "ruled-below.txt": (["Opening", "Apologies", "Lamps", "Money", "Next meeting"], []),
    "run-ins.html": (["Attendance and opening", "Call to order", "Minutes", "Lamps", "Adjourn"], []),
    "starred.txt": (["Opening", "1 Apologies", "2 Lamps", "3 Money"], []),
    "two-levels.html": (
        ["The board", "Apologies", "Minutes", "Works", "Lamps", "Rope", "The end", "Next meeting"],
        [],
    ),
    "sub-list.txt": (["1 Apologies", "2 To receive the reports of", "3 Close"], []),
    "struck.html": (
        ["Attendance and opening", "1 New pier", "2 Lamps", "4 Close"],
        ["“4 Close” follows number 2: look whether what lies between has a heading"],
    ),
    "struck-run-ins.html": (["1 Apologies", "2 Lamps", "3 Close"], []),
    "struck-table.html": (["1 Lamps", "2 Rope", "3 Close"], ["a table was read as minutes"]),
    "sub-headings.html": (
        ["Attendance and opening", "1 Apologies", "2 Works", "Lamps", "Slipway", "3 Fees", "4 Oars", "5 Close"],
        [],
    ),
    "sub-headings-unnumbered.html": (
        [
            "Attendance and opening",
            "Apologies",
            "Reports",
            "Harbour Master",
            "Treasurer",
            "Any other business",
            "Next meeting",
        ],
        [],
    ),
    "sub-letters.txt": (
        [
            "Attendance and opening",
            "1 CALL TO ORDER",
            "2 OLD BUSINESS",
            *("A Lamps", "B Slipway", "C Mole", "D Quay wall", "E Moorings", "F Ferry"),
            "3 NEW BUSINESS",
            *("A Tar", "B Rope"),
            "4 ADJOURNMENT",
        ],
        [],
    ),
    "sub-list-or-not.txt": (
        [
            "Attendance and opening",
            "I Call to order",
            "II Consent",
            *("A Minutes of 3 March", "B Licence for the ferry"),
            "III Lamps",
            "A Report on the lamps",
            "IV Letters",
            "V Old business",
            *("A Quay wall", "B Moorings"),
            "VI Payments",
            "VII Close",
        ],
        [
            "“A Minutes of 3 March” to “B Licence for the ferry”: taken as sub-items of “Consent”, not as a list",
            "“(a) Mr Heron: oil” to “(b) Mrs Tern: tar”: taken as a list within “Letters”, not as sub-items",
        ],
    ),
    "sub-numbers.txt": (
        [
            "Attendance and opening",
            "1 Apologies",
            "2 Works",
            *("2.1 Lamps on Quay Street", "2.2 Slipway", "2.4 Ferry"),
            "3 Payments",
            "4 Reports",
            "5 Close",
        ],
        ["“3.1 Rope £40” to “3.2 Tar £12”: taken as a list within “Payments”, not as sub-items"],
    ),
    "sub-numbers-bare.txt": (
        [
            "Opening",
            "1 Business of the board",
            *("1.1 Present", "1.2 Apologies"),
            "2 Works",
            *("2.1 Lamps", "2.2 Rope"),
            "3 Rules",
            "4 Close",
        ],
        [],
    ),
    "sub-references.txt": (
        [
            "45/26 Apologies",
            "46/26 Works",
            *("46/26.1 Lamps", "46/26.2 Slipway"),
            "47/26 Planning",
            *("47/26(a) Mill Lane", "47/26(b) Quay Street"),
            "48/26 Close",
        ],
        [],
    ),
    "sub-tables.html": (
        ["Opening", "I CALL TO ORDER", "II WORKS", "A Lamps", "B Slipway", "III REPORTS", "IV ADJOURNMENT"],
        ["a table was read as minutes"],
    ),
    "underlined.html": (["Opening", "Welcome", "Apologies", "The lamps", "Any other business"], []),
}
# The same of the small inputs that went wrong once.
CASES = {
    "am.txt": ["1 Precept", "2 Close"],
    "dot.txt": ["1 Adoption of Minutes", "2 Declaration of Interest.", "3 Disposal of Land"],
    "incamera.txt": ["1 Apologies", "2 Finance", "IN CAMERA", "3 Staff dispute"],
    "inner.txt": ["1 Apologies", "2 Finance", "3 Close"],
    "inner2.txt": ["1 Apologies", "2 Planning", "3 Close"],
    "letters.txt": ["Opening", "A Apologies", "B Minutes", "C Finance"],
    "mixed.txt": [
        "1 Adoption of Minutes",
        "2 Disposal of Land",
        "3 Question submitted by Councillor A",
        "4 Notice of Motion submitted by Councillor B",
    ],
    "nested.html": ["1 First"],
    "nospace.txt": ["1 Adoption of Minutes", "2 Disposal of Land", "3 Finance"],
    "order.txt": ["7 Finance", "8 Close"],
    "pm.txt": ["1 Roads", "2 Trees"],
    "reused.html": ["7 Budget", "8 Trees", "8 Trees (continued, taken after item 9)", "9 Roads"],
    "yearmin.txt": ["Opening", "70/17 Apologies for absence", "71/17 Declaration of Interest", "72/17 Filming"],
}


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def shown(item) -> str:
    return " ".join(filter(None, (item.number, item.minute_number if not item.number else "", item.title)))


def found_in(path: Path) -> tuple[list[str], list[str]]:
    minutes = split(read_file(path))
    return [shown(item) for item in minutes.items], [remark.words for remark in minutes.notes]


@pytest.mark.parametrize("name", FOUND)
def test_minutes_of_this_shape_are_divided_at_their_items(name):
    expected, asked = FOUND[name]
    items, notes = found_in(FILES / name)
    if name == "tabs.txt":
        expected = [title.rpartition(" ")[0] or title for title in expected]
    assert len(items) == len(expected)
    assert all(item.startswith(title) for item, title in zip(items, expected, strict=True)), items
    assert len(notes) >= len(asked) and all(any(words in note for note in notes) for words in asked), notes
    assert asked or name in {"long-title.txt"} or not [note for note in notes if "taken as" in note]


def test_a_table_of_many_paragraphs_that_is_no_minutes_is_asked_about():
    rows = "".join(f"<tr><td>{n}</td><td><p>Sand {n}</p><p>It was wet.</p><p>It dried.</p></td></tr>" for n in range(9))
    minutes = split(Source(blocks_from_html(f"<h1>Sand</h1><table>{rows}</table>")[0], "paragraph"))
    assert [item.title for item in minutes.items] == ["Sand"]
    assert any("all of it is one item" in note.words for note in minutes.notes)


def test_a_menu_beside_the_text_of_an_old_page_is_left_out_and_said():
    minutes = split(read_file(FILES / "laid-out.html"))
    assert "a menu: “Pages Home Moorings Tides”" in [each.words for each in minutes.dropped]
    assert not [block for item in minutes.items for block in item.minutes if "Moorings" in block.text]
    assert [block.tag for block in minutes.items[2].minutes] == ["p", "table"]


def test_a_table_with_words_beside_its_text_is_no_layout():
    html = "<h1>Fees</h1><table><tr><td>Boats</td><td><h2>Small</h2><p>£4</p></td></tr></table>"
    assert [block.tag for block in blocks_from_html(html)[0]] == ["h1", "table"]


def test_two_titles_of_every_agenda_tell_that_bold_lines_are_items():
    html = "".join(f"<p><b>{title}</b></p><p>It was noted.</p>" for title in ("Apologies", "Lamps", "Next meeting"))
    items = split(Source(blocks_from_html(html)[0], "paragraph")).items
    assert [item.title for item in items] == ["Apologies", "Lamps", "Next meeting"]


def test_of_many_titles_that_stand_on_one_line_with_their_text_the_clerk_is_led_to_the_first():
    path = FILES / "reference-run-in.txt"
    [note] = [note for note in split(read_file(path)).notes if "titles stand on one line" in note.words]
    first = next(n for n, line in enumerate(path.read_text().splitlines(), 1) if line.startswith("FC24/101 Apologies"))
    assert note.where == f"line {first}"


def test_words_that_lie_loose_between_paragraphs_are_kept():
    blocks, _ = blocks_from_html("At seven<p>Mary Quill</p>took the chair<p>and read</p>the <b>minutes</b>.")
    assert [block.text for block in blocks] == ["At seven", "Mary Quill", "took the chair", "and read", "the minutes."]


def test_a_number_before_a_wide_gap_is_an_item_s_and_one_before_a_month_a_day_s():
    assert [mark.title for mark in marks_of("1\tMay Day fair")] == ["May Day fair"]
    assert marks_of("1 May Day fair") == []


def test_the_number_of_a_heading_without_a_stop_is_no_part_of_its_title():
    items = split(read_file(FILES / "numbered-styles.html")).items
    assert [item.number for item in items] == ["", "1", "2", "", "3", "4"]


def test_lines_that_part_open_from_closed_business_are_headings():
    items = split(read_file(FILES / "closed-lines.txt")).items
    assert [item.title for item in items if item.is_heading] == ["EXEMPT ITEMS", "PUBLIC SESSION RESUMED"]


def test_headings_over_headings_that_are_items_are_parts_of_the_agenda():
    items = split(read_file(FILES / "two-levels.html")).items
    assert [item.title for item in items if item.is_heading] == ["The board", "Works", "The end"]


SUB_ITEMS = {
    "roman.txt": ["Lantern", "Rope"],
    "sub-headings.html": ["Lamps", "Slipway"],
    "sub-headings-unnumbered.html": ["Harbour Master", "Treasurer"],
    "sub-letters.txt": "Lamps,Slipway,Mole,Quay wall,Moorings,Ferry,Tar,Rope".split(","),
    "sub-list-or-not.txt": [
        "Minutes of 3 March",
        "Licence for the ferry",
        "Report on the lamps",
        "Quay wall",
        "Moorings",
    ],
    "sub-numbers.txt": ["Lamps on Quay Street", "Slipway", "Ferry"],
    "sub-numbers-bare.txt": ["Present", "Apologies", "Lamps", "Rope"],
    "sub-references.txt": ["Lamps", "Slipway", "Mill Lane", "Quay Street"],
    "sub-tables.html": ["Lamps", "Slipway"],
}


@pytest.mark.parametrize("name", FOUND)
def test_what_stands_below_an_item_with_a_title_of_its_own_is_a_sub_item_and_nothing_else_is(name):
    assert [item.title for item in split(read_file(FILES / name)).items if item.is_sub] == SUB_ITEMS.get(name, [])


def test_a_sub_item_stands_below_its_item_on_the_page_with_the_number_of_the_paper(run, client, tmp_path):
    said = run(FILES / "sub-numbers.txt", publish=True)
    assert "sub-item 2.1 “Lamps on Quay Street”: minutes, a decision" in said
    below = [(item.title, item.parent.title) for item in AgendaItem.objects.in_order() if item.parent]
    assert below == [("Lamps on Quay Street", "Works"), ("Slipway", "Works"), ("Ferry", "Works")]
    page = html.fromstring(client.get("/committees/harbour-committee/2026-03-05/").content)
    listed = [" ".join(each.text_content().split()) for each in page.xpath("//nav//li/a[starts-with(@href, '#')]")]
    assert [line for line in listed if line[0].isdigit()] == [
        "1 Apologies",
        "2 Works",
        "2.1 Lamps on Quay Street",
        "2.2 Slipway",
        "2.4 Ferry",
        "3 Payments",
        "4 Reports",
        "5 Close",
    ]


def test_the_number_of_a_sub_item_goes_on_by_itself_where_it_would(run):
    run(FILES / "sub-numbers.txt")
    assert [item.title for item in AgendaItem.objects.exclude(number_by_hand="")] == ["Ferry"]


def test_headings_that_word_letters_by_itself_are_sub_items(run, tmp_path):
    levels = numbering(level(0, "decimal", "%1.") + level(1, "upperLetter", "%2."))
    styles = style("Heading1", called="heading 1") + style("Heading2", called="heading 2")
    titles = [("Apologies", 0), ("Works", 0), ("Lamps", 1), ("Slipway", 1), ("Close", 0)]
    body = [
        each
        for title, depth in titles
        for each in (p(r(title), style=f"Heading{depth + 1}", listed=(1, depth)), p(r("Noted by all.")))
    ]
    run(word_document(tmp_path / "m.docx", *body, numbering=levels, styles=styles))
    assert [(item.number_by_hand, item.title) for item in AgendaItem.objects.in_order() if item.parent] == [
        ("A", "Lamps"),
        ("B", "Slipway"),
    ]


def test_sub_items_of_a_closed_item_are_closed_with_it(run, client, tmp_path):
    text = FILES.joinpath("sub-numbers.txt").read_text().replace("The Chair took", "IN CAMERA\n\nThe Chair took")
    run(
        write(tmp_path / "m.txt", text),
        publish=True,
        closed=["2"],
        open=["3", "4", "5"],
        ground="england-2006-1",
        committee="planning-committee",
    )
    page = client.get("/committees/planning-committee/2026-03-05/").content.decode()
    assert "Payments" in page and "Lamps" not in page and "Slipway" not in page


def test_a_title_ends_before_the_points_below_it():
    assert split(read_file(FILES / "sub-list.txt")).items[1].title == "To receive the reports of"


def test_each_file_of_our_own_is_looked_at():
    assert {path.name for path in FILES.iterdir()} == {*FOUND, "two-meetings.txt"}


@pytest.mark.parametrize("name", CASES)
def test_the_small_inputs_that_went_wrong_are_divided_right(shared, name):
    assert found_in(shared / "cases" / name)[0] == CASES[name]


@pytest.mark.parametrize("name", ["inner2.txt", "reused.html", "order.txt"])
def test_where_two_readings_are_possible_the_clerk_is_told_which_was_taken(shared, name):
    assert any("taken as" in note for note in found_in(shared / "cases" / name)[1])


def test_the_report_does_not_call_the_title_of_one_item_a_member_of_a_list(run, tmp_path):
    text = "1. Lamps\n\nThe Board resolved to:\n\n(a) mend them;\n\n(b) pay.\n\n2. That the plan be adopted.\n"
    said = run(write(tmp_path / "m.txt", text))
    assert "item 1 “Lamps”: minutes" in said
    assert "“2 That the plan be adopted.”: taken as text within “Lamps”, not as an item" in said
    assert "taken as a list" not in said


def test_a_heading_between_items_that_are_none_is_said(run, tmp_path):
    items = (
        "<p><b>1. Works</b></p><p>Noted.</p><h3>Lamps</h3><p>Four were out.</p><p><b>2. Close</b></p><p>At nine.</p>"
    )
    said = run(write(tmp_path / "m.html", items))
    assert "“Lamps”: a heading, taken as text within “Works”, not as an item" in said


# Struck words


STRUCK = {
    "struck.html": ["“New pier”: “Old pier”", "“Lamps”: “and oil”"],
    "struck-run-ins.html": ["“Apologies”: “Old”"],
    "struck-table.html": ["“Lamps”: “Old”"],
}


@pytest.mark.parametrize("name", STRUCK)
def test_what_is_struck_in_a_title_is_left_out_of_it_and_said(name):
    dropped = [remark.words for remark in split(read_file(FILES / name)).dropped]
    assert [words for words in dropped if "struck" in words] == [f"struck in the title {each}" for each in STRUCK[name]]


def test_nothing_that_was_struck_is_published_as_standing(run, client):
    run(FILES / "struck.html", publish=True)
    page = html.fromstring(client.get("/committees/harbour-committee/2026-03-05/").content)
    for struck in page.xpath("//s"):
        struck.drop_tree()
    text = " ".join(page.text_content().split())
    assert "New pier" in text and "The fee is £6." in text and "RESOLVED to approve the lamps." in text
    assert not [
        words for words in ("Old pier", "and oil", "£5", "refuse", "Marsh", "Tar", "sold", "9 pm") if words in text
    ]


def test_what_was_struck_is_no_decision_no_fact_and_no_end(run):
    run(FILES / "struck.html")
    assert [(decision.kind, decision.item.title) for decision in Decision.objects.all()] == [("agreed", "Lamps")]
    assert Meeting.objects.get().end is None
    bodies = Minute.objects.get(item__title="Lamps").body, Minute.objects.get(item__title="Attendance and opening").body
    assert "<s>RESOLVED that the lamps be sold.</s>" in bodies[0] and "<s>Cllr Marsh</s>" in bodies[1]


@pytest.mark.parametrize(
    "names",
    [
        "<p>Present: Mary Quill, <s>Tom Marsh</s></p>",
        "<p>Present:</p><ul><li>Mary Quill</li><li><s>Tom Marsh</s></li></ul>",
    ],
)
def test_nobody_whose_name_was_struck_is_listed_as_present(run, members, tmp_path, names):
    items = "<h2>1. Lamps</h2><p>Mended.</p><h2>2. Rope</h2><p>Bought.</p>"
    said = run(write(tmp_path / "m.html", names + items), committee="planning-committee", take_attendance=True)
    assert not Attendance.objects.exists()
    assert "the attendance stays text, because a list of names can't hold “Tom Marsh”" in said
    assert "<s>Tom Marsh</s>" in Minute.objects.get(item__title="Attendance and opening").body


def test_text_behind_a_title_with_struck_words_begins_where_it_should(run):
    run(FILES / "struck-run-ins.html")
    bodies = [item.minute.body for item in AgendaItem.objects.order_by("position")]
    assert bodies == ["<p>Cllr <s>Tern</s> Heron.</p>", "<p>Four <s>or five</s> were out.</p>", "<p>At nine.</p>"]


# Real minutes, whose headings a person counted

REAL = {
    "limerick-2015-11-20.md": [],
    "limerick-2016-11-11.md": [],
    "limerick-2017-01-23.md": [str(number) for number in range(1, 28)],
    "limerick-control-characters.md": ["2", "1", "4", "3", "5"],
}


@pytest.mark.parametrize("name", REAL)
def test_every_heading_of_real_minutes_is_found_and_no_other(shared, name):
    text, _ = decode((shared / "data" / "long-minutes" / name).read_bytes())
    numbers = [item.number for item in split(Source(blocks_from_text(text), "line")).items if not item.is_heading]
    assert [number for number in numbers if number] == REAL[name]


def test_the_time_that_dividing_takes_grows_with_the_text_alone():
    """Twelve thousand numbered lines, each of which could be an item or not, take less than ten times those of a tenth."""
    from time import process_time

    def seconds(count: int) -> float:
        lines = "\n\n".join(f"{n % 9 + 1}. Rope and sail\n\nBought." for n in range(count))
        source = Source(blocks_from_text(lines), "line")
        start = process_time()
        split(source)
        return process_time() - start

    seconds(200)
    assert seconds(6000) < 25 * max(seconds(600), 0.02)


def test_more_numbered_lines_than_any_minutes_have_are_refused():
    lines = "\n\n".join("1. Rope and sail\n\nBought." for _ in range(20_100))
    with pytest.raises(CannotImport, match="far more numbered lines than minutes do"):
        split(Source(blocks_from_text(lines), "line"))


@pytest.mark.parametrize("text", ["1\n\n2\n\n3\n", "1.\n\n2.\n\n3.\n", "1. 2\n\n2. 3\n\n3. 4\n", "70/17\n\n71/17\n"])
def test_a_text_of_numbers_is_one_item_or_refused_but_never_divided(text):
    try:
        items = split(Source(blocks_from_text(text), "line")).items
    except CannotImport:
        return
    assert len(items) == 1


# The front and the end


def test_committee_day_time_and_place_are_taken_and_the_rest_is_kept(run):
    said = run(FILES / "town-hall.txt", committee="", date="")
    meeting = Meeting.objects.get()
    assert (meeting.address, meeting.start, meeting.end) == ("planning-committee/2026-03-03", time(19), time(20, 15))
    assert meeting.venue == "the Town Hall"
    front = Minute.objects.get(item__title="Attendance and opening").body
    assert "Councillors Quill (Chair), Marsh and Tern" in front and "Minutes of the meeting" not in front
    assert "said by the meeting itself: “Minutes of the meeting held on Tuesday, 3rd March 2026 at 7.00 pm" in said
    assert "the end of the meeting: “The meeting closed at 8.15 pm.”" in said
    assert "a line for a signature, which the PDF has once the minutes are approved" in said


def test_each_fact_that_is_taken_of_the_meeting_is_said(run):
    said = run(FILES / "town-hall.txt", committee="", date="")
    assert "meeting of 3 March 2026, at 19:00, until 20:15, the Town Hall, at planning-committee/2026-03-03" in said


def test_the_end_alone_is_said_too(run):
    assert "start time unknown, until 21:00, at harbour-committee/2026-03-05" in run(FILES / "sub-numbers.txt")


def test_what_the_file_says_of_another_day_stays_text_and_is_said(run):
    said = run(FILES / "town-hall.txt", date="2026-03-10")
    meeting = Meeting.objects.get()
    assert (meeting.date, meeting.start, meeting.venue) == (date(2026, 3, 10), None, "")
    assert said.startswith("To check    the file says “Planning Committee”, and --committee says “Harbour Committee”")
    assert "the file says 3 March 2026, and --date says 10 March 2026: it was stored at" in said
    assert "held on Tuesday, 3rd March 2026" in Minute.objects.get(item__title="Attendance and opening").body
    assert "The meeting closed at 8.15 pm." in Minute.objects.get(item__title="Date of next meeting").body


def test_a_meeting_of_a_kind_is_called_so(run):
    run(FILES / "signed.txt", date="")
    meeting = Meeting.objects.get()
    assert (meeting.subtitle, meeting.venue, meeting.end) == ("Extraordinary meeting", "the Guildhall", time(20, 5))
    assert "to consider the flood" in Minute.objects.get(item__title="Opening").body
    assert "M. Quill" in Minute.objects.get(item__title="Close of the meeting").body


def test_minutes_of_several_meetings_are_refused_and_not_merged(run):
    with pytest.raises(CommandError, match=r"minutes of 2 meetings .3 March 2026, line 3; 7 April 2026, line 17."):
        run(FILES / "two-meetings.txt", date="")
    assert not Meeting.objects.exists()


def test_the_minutes_that_a_meeting_approved_are_not_taken_for_its_own():
    text = "1. Apologies\n\nNone.\n\n2. Minutes\n\nMinutes of the meeting of the Harbour Committee held on 2 June 2026 were read."
    minutes = split(Source(blocks_from_text(text), "line"))
    assert (minutes.day, minutes.committee) == (None, "")


SIGNATURES = (
    "Signed ............ Chair   Date ...........",
    "Chairman: ____________",
    "\\_\\_\\_\\_\\_\\_\\_\\_",
    "… … … … Mayor",
)


@pytest.mark.parametrize("line", SIGNATURES)
def test_a_line_to_be_signed_is_left_to_the_pdf(line):
    minutes = split(Source(blocks_from_text(f"1. Apologies\n\nNone.\n\n2. Lamps\n\nTurned.\n\n{line}"), "line"))
    assert [item.title for item in minutes.items] == ["Apologies", "Lamps"]
    assert any("a line for a signature" in remark.words for remark in minutes.dropped)


def test_a_long_row_of_dots_takes_no_time():
    from time import process_time

    start = process_time()
    split(Source(blocks_from_text("1. Apologies\n\nNone.\n\n2. Lamps\n\nTurned.\n\n" + "." * 5000 + " x"), "line"))
    assert process_time() - start < 1


# A meeting with one item

HEAD = "Planning Committee\n\nDate: Tuesday 3 March 2026\n\nVenue: The Guildhall\n\nPresent: Councillors Quill and Marsh\n\n"
ONE = {
    "7. The flood\n\nIt was deep.\n\nRESOLVED that:\n\n1. bags be filled;\n\n2. sand be bought.": "7 The flood",
    "1 The flood\n\nIt was deep.": "1 The flood",
    "12/26 The flood\n\nIt was deep.": "12/26 The flood",
    "Agenda item 7\n\nThe flood\n\nMinutes:\n\nIt was deep.": "7 The flood",
    "Item 7: The flood\n\nIt was deep.\n\nThe meeting closed at 8.15 pm.": "7 The flood",
}


@pytest.mark.parametrize("item", ONE)
def test_minutes_of_one_item_have_their_front_and_their_item(run, members, tmp_path, item):
    run(write(tmp_path / "m.txt", HEAD + item), committee="", date="", take_attendance=True)
    assert found_in(tmp_path / "m.txt")[0] == ["Attendance and opening", ONE[item]]
    meeting = Meeting.objects.get()
    assert (meeting.address, meeting.venue) == ("planning-committee/2026-03-03", "The Guildhall")
    assert Attendance.objects.count() == 2
    assert [row.title for row in meeting.items.in_order()] == ["The flood"]
    assert "It was deep." in Minute.objects.get().body and "Quill" not in Minute.objects.get().body


def test_the_day_of_minutes_of_one_item_is_held_against_the_clerk_s(run, members, tmp_path):
    path = write(tmp_path / "m.txt", HEAD + "1. The flood\n\nIt was deep.")
    with pytest.raises(CommandError, match="the file says 3 March 2026, and --date says 4 March 2026"):
        run(path, committee="planning-committee", date="2026-03-04", publish=True)


@pytest.mark.parametrize(
    "text",
    [
        "Slipway\n\n3 March 2026\n\n1. Sand was bought.\n\nIt was dear.",
        "Slipway\n\nMembers asked for:\n\n1. Sand\n\nand had tea.",
        "The Guildhall\n\n1. Sand\n\nIt was dear.",
        HEAD + "The flood\n\nIt was deep. It rose to\n\n12. Then it fell.",
    ],
)
def test_without_a_front_or_a_heading_a_file_with_one_number_stays_one_item(text):
    assert len(split(Source(blocks_from_text(text), "line")).items) == 1


# Attendance


@pytest.fixture
def members(db):
    committee = Committee.objects.create(name="Planning Committee", slug="planning-committee", kind="regulatory")
    for place, name in enumerate(("Mary Quill", "Tom Marsh", "Ann Tern", "Bo Heron")):
        Membership.objects.create(
            committee=committee, person=make_person(name), role="chair" if not place else "member"
        )
    return committee


def test_attendance_becomes_rows_when_every_name_is_known(run, members):
    said = run(FILES / "town-hall.txt", committee="", date="", take_attendance=True)
    rows = [(row.person.last_name, row.seat, row.state) for row in Attendance.objects.all()]
    assert rows == [
        ("Quill", "chair", "present"),
        ("Marsh", "member", "present"),
        ("Tern", "member", "present"),
        ("Heron", "member", "apologies"),
    ]
    front = Minute.objects.get(item__title="Attendance and opening").body
    assert "Marsh" not in front and "A. Lindqvist (Clerk)" in front
    assert "attendance: “Apologies: Councillor Heron”" in said


def test_with_one_name_that_nobody_knows_all_attendance_stays_text(run, members):
    Membership.objects.filter(person__last_name="Heron").delete()
    said = run(FILES / "town-hall.txt", committee="", date="", take_attendance=True)
    assert not Attendance.objects.exists()
    assert "Marsh" in Minute.objects.get(item__title="Attendance and opening").body
    assert "the attendance stays text, because the committee had no one member of that name: “Councillor Heron”" in said


def test_attendance_stays_text_unless_the_clerk_wants_rows(run, members):
    run(FILES / "town-hall.txt", committee="", date="")
    assert not Attendance.objects.exists()


# What the file doesn't say


def test_a_listed_paper_and_agenda_text_are_told_apart_from_minutes(run, tmp_path):
    item = (
        "Lamps\n\nTo consider the lamps.\n\nMinutes:\n\nThey glare.\n\nSupporting documents:\n\n·    On lamps. PDF 9 KB"
    )
    said = run(write(tmp_path / "item.txt", item))
    row = AgendaItem.objects.get()
    assert (row.purpose, row.minute.body) == ("<p>To consider the lamps.</p>", "<p>They glare.</p>")
    assert said.count("On lamps. PDF 9 KB") == 1


def test_the_page_says_nothing_that_the_file_does_not(run, client, tmp_path):
    item = "Lamps\n\nMinutes:\n\nThey glare.\n\nSupporting documents:\n\n·    On lamps"
    run(write(tmp_path / "item.txt", item), publish=True)
    page = " ".join(
        html.fromstring(client.get("/committees/harbour-committee/2026-03-05/lamps/").content).text_content().split()
    )
    meeting = " ".join(
        html.fromstring(client.get("/committees/harbour-committee/2026-03-05/").content).text_content().split()
    )
    assert "o supporting documents" not in page and "Agenda item Lamps" in page
    assert "Draft minutes Harbour Committee" in meeting
    assert not re.search(r"Agenda and|[Oo]pen to the public|Agenda item \d", page + meeting)


def test_minutes_are_drafts_unless_the_clerk_says_that_they_were_approved(run, tmp_path):
    run(FILES / "figures.txt", publish=True)
    run(FILES / "bullets.txt", publish=True, approved=True, date="2026-04-05")
    assert list(Publication.objects.order_by("sequence").values_list("kind", flat=True)) == ["draft-minutes", "minutes"]
    with pytest.raises(CommandError, match="are published as approved"):
        run(write(tmp_path / "item.txt", "Oars\n\nMinutes:\n\nBought."), publish=True, date="2026-04-05")


def test_what_stands_before_the_first_item_is_on_the_page_and_in_the_pdf(run, client, tmp_path):
    document = docx.Document()
    for line in ("Minutes of the Rope Panel", "Present: Cllr Ash (Chair), Cllr Oak", "Apologies: Cllr Elm"):
        document.add_paragraph(line)
    for title in ("1. Rents", "2. Close"):
        document.add_paragraph(title)
        document.add_paragraph("Noted.")
    document.save(tmp_path / "front.docx")
    run(tmp_path / "front.docx", publish=True, committee="rope-panel")
    from published import pdf

    page = client.get("/committees/rope-panel/2026-03-05/").content.decode()
    paper = pdf.document(Publication.objects.get().record.version)
    for place in (page, paper):
        text = " ".join(html.fromstring(place).text_content().split())
        assert text.index("Rope Panel") < text.index("Cllr Oak") < text.index("Cllr Elm") < text.index("Rents")


def test_a_number_that_names_its_body_stands_in_the_list_of_items(run, client, tmp_path):
    text = "".join(f"FC/26/{10 + n} {title}\n\nSaid.\n\n" for n, title in enumerate(("Rents", "Oil", "Rope", "Lamps")))
    run(write(tmp_path / "m.txt", text), publish=True)
    page = html.fromstring(client.get("/committees/harbour-committee/2026-03-05/").content)
    listed = [" ".join(each.text_content().split()) for each in page.xpath("//nav//li[a[starts-with(@href, '#')]]")]
    assert [line for line in listed if "FC/" in line] == [
        "FC/26/10 Rents",
        "FC/26/11 Oil",
        "FC/26/12 Rope",
        "FC/26/13 Lamps",
    ]


# Two meetings of a day, a file twice, a committee that was mistyped


def test_a_second_meeting_of_a_day_is_another_sitting(run):
    run(FILES / "parts.txt")
    with pytest.raises(
        CommandError, match=r"has items already\. Minutes of another meeting on that day are imported with --sitting 2"
    ):
        run(FILES / "bullets.txt")
    assert Meeting.objects.count() == 1 and not AgendaItem.objects.filter(title="Rope").exists()
    run(FILES / "bullets.txt", sitting=2)
    assert [meeting.address for meeting in Meeting.objects.order_by("sitting")] == [
        "harbour-committee/2026-03-05",
        "harbour-committee/2026-03-05-2",
    ]


def test_the_same_minutes_twice_are_known_again(run):
    run(FILES / "bullets.txt")
    with pytest.raises(CommandError, match="has items already, the same as these"):
        run(FILES / "bullets.txt")
    assert AgendaItem.objects.count() == 3


@pytest.mark.parametrize("sitting", [0, -1, 21])
def test_a_sitting_that_can_not_be_is_refused(run, sitting):
    with pytest.raises(CommandError, match="sittings of a day count from 1 to 20"):
        run(FILES / "bullets.txt", sitting=sitting)


def test_a_mistyped_committee_is_not_made(run):
    make_committee()
    with pytest.raises(
        CommandError, match=r"Did you mean “harbour-committee” .Harbour Committee.. For a new one, add --new"
    ):
        run(FILES / "bullets.txt", committee="harbor-comittee")
    assert Committee.objects.count() == 1
    run(FILES / "bullets.txt", committee="harbor-comittee", new_committee=True)
    assert Committee.objects.count() == 2


@pytest.mark.parametrize("slug", ["market-committee", "harbour-committee-2", "c", "north-harbour-committee"])
def test_an_address_of_its_own_is_no_slip(run, slug):
    make_committee()
    run(FILES / "bullets.txt", committee=slug)
    assert Committee.objects.count() == 2


def test_a_new_committee_is_made_and_said_with_the_one_that_could_be_meant(run):
    make_committee()
    said = run(FILES / "bullets.txt", committee="harbour")
    assert (
        "the committee “Harbour” is new; if “Harbour Committee” was meant, import again with --committee harbour-c"
        in said
    )


def test_hyphens_and_asterisks_before_lines_are_lists(run):
    run(FILES / "bullets.txt")
    bodies = [Minute.objects.get(item__title=title).body for title in ("Lamps", "Rope", "Close")]
    assert [body.count("<li>") for body in bodies] == [3, 2, 0]
    assert "10 - 3 is 7." in bodies[2]


def test_actions_of_a_table_stay_with_their_item(run):
    run(FILES / "rows.html")
    body = Minute.objects.get(item__title="Lamps").body
    assert body.count("<li>") == 2 and body.index("moths") < body.index("Action") < body.index("Clerk to write")


ROWS = """<table><tr><th>Item</th><th>Discussion</th><th>Decision</th></tr>
<tr><td>{1}. Lamps<a href="#ftn{1}">[{1}]</a></td><td>They glare.</td><td>Buy new.</td></tr>
<tr><td>{2}. Rope</td><td>It is old.<a href="#ftn{2}">[{2}]</a></td><td>Sell it.</td></tr></table>{0}"""
UNDER = '<p><a href="#ftnref{0}">[{0}]</a> Note {0}.</p>'


def test_a_note_to_a_row_of_a_table_stands_in_that_row_s_item(run, tmp_path):
    notes = "".join(UNDER.format(number) for number in (1, 2, 3, 4))
    run(write(tmp_path / "m.html", ROWS.format("<p>Cllr Heron came in.</p>", 1, 2) + ROWS.format(notes, 3, 4)))
    rows = Meeting.objects.get().items.in_order()
    assert [re.findall(r"Note (\d)", row.minute.body) for row in rows] == [["1"], ["2"], ["3"], ["4"]]


def test_what_stands_below_a_table_is_no_cell_of_its_last_row(run, tmp_path):
    below = "<p>The lamps of the quay were looked at by all.</p>" * 2 + "<p>Then Cllr Heron left.</p>" * 2
    said = run(
        write(tmp_path / "m.html", ROWS.format("<p>Cllr Heron left the meeting.</p>", 1, 2) + ROWS.format(below, 3, 4))
    )
    decisions = [row.decisions.get().text for row in Meeting.objects.get().items.in_order()]
    assert decisions == [
        "<p>Buy new.</p>", "<p>Sell it.</p><p>Cllr Heron left the meeting.</p>", "<p>Buy new.</p>", "<p>Sell it.</p>"
    ]  # fmt: skip
    assert "“Cllr Heron left the meeting.” follows the decision of “Rope”, and was kept as its last words" in said
    assert "what follows the decision of “Rope”, “The lamps of the quay" in said


def test_what_stands_below_a_table_of_actions_is_said_to_follow_them(run, tmp_path):
    rows = ROWS.replace("Decision", "Action")
    said = run(write(tmp_path / "m.html", rows.format("<p>Cllr Heron left.</p>", 1, 2) + rows.format("", 3, 4)))
    assert "To check    “Cllr Heron left.” stands below the table, and was put at the end of “Rope”" in said
    assert "Cllr Heron left." in Minute.objects.filter(item__title="Rope").first().body


# Word, which keeps numbers apart from the text


def listed(path: Path, runs: tuple[str, str]) -> Path:
    """Three paragraphs that Word numbers, each with bold words and others."""
    document = docx.Document()
    for title in ("Apologies", "Lamps", "Close"):
        paragraph = document.add_paragraph(style="List Number")
        paragraph.add_run(runs[0].format(title)).bold = True
        paragraph.add_run(runs[1])
        document.add_paragraph("Words of it.")
    document.save(path)
    return path


@pytest.mark.parametrize(
    "runs", [("{}", ""), ("{}. ", "They were had & heard.")], ids=["alone", "running into the text"]
)
def test_numbers_that_word_prints_divide_its_document(run, tmp_path, runs):
    run(listed(tmp_path / "listed.docx", runs))
    assert [shown(item) for item in split(read_file(tmp_path / "listed.docx")).items] == [
        "1 Apologies",
        "2 Lamps",
        "3 Close",
    ]
    lamps = Minute.objects.get(item__title="Lamps").body
    assert lamps == ("<p>They were had &amp; heard.</p><p>Words of it.</p>" if runs[1] else "<p>Words of it.</p>")


# A day of the week that isn't that day's

WEEKDAYS = {
    "Tuesday 12 November 2026": "Thursday",
    "Tues. the 12th day of November, 2026": "Thursday",
    "TUESDAY, NOVEMBER 12TH, 2026": "Thursday",
    "Friday 15/07/2026": "Wednesday",
    "dydd Mawrth 12 Tachwedd 2026": "Thursday",
    "Nos Fercher, y 12fed o Dachwedd 2026": "Thursday",
    "Ddydd Gwener 15 Gorffennaf 2026": "Wednesday",
}


@pytest.mark.parametrize("words", WEEKDAYS)
def test_a_weekday_that_does_not_fit_its_date_is_said(run, tmp_path, words):
    said = run(write(tmp_path / "m.txt", f"1. Lamps\n\nThey were lit.\n\n2. Next meeting\n\nOn {words} at seven.\n"))
    assert f"To check    the file says “{words}”, but that day is a {WEEKDAYS[words]}  (m.txt, line 7)" in said
    assert words in text_of(Minute.objects.get(item__title="Next meeting").body)


@pytest.mark.parametrize(
    "words",
    [
        "Thursday 12 November 2026",
        "Nos Iau 12fed Tachwedd 2026",
        "Dydd Mercher, 15fed o Orffennaf 2026",
        "Monday to Thursday 12 November 2026",
        "Tuesday 10 and Thursday 12 November 2026",
        "Tuesday 12 November",
        "Tuesday 31 June 2026",
        "every Tuesday. 12 November 2026",
        "bins on Tuesday\n\n12 November 2026",
    ],
)
def test_a_weekday_that_fits_or_may_be_of_another_date_is_not_said(run, tmp_path, words):
    assert "but that day is" not in run(write(tmp_path / "m.txt", f"1. Lamps\n\nLit.\n\n2. Next\n\nOn {words} at 7.\n"))


def test_a_weekday_at_the_end_of_a_line_is_that_of_the_date_on_the_next(run, tmp_path):
    said = run(
        write(tmp_path / "m.txt", "1. Lamps\n\nLit.\n\n2. Next\n\nThe next meeting is on Tuesday\n12 November 2026.\n")
    )
    assert "the file says “Tuesday 12 November 2026”, but that day is a Thursday  (m.txt, line 7)" in said
