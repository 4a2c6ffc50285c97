"""Closed business stays closed: what a file itself calls confidential is not published before a clerk says what it is."""

from pathlib import Path

import docx
import pytest
from django.core.management import CommandError

from committees.models import Committee
from minutes.importing.blocks import Source, blocks_from_html, blocks_from_text
from minutes.importing.closed_words import is_mark
from minutes.importing.closing import Answers, read_closing
from minutes.importing.splitting import split
from minutes.models import AgendaItem
from published.models import Version
from publishing.models import Publication

pytestmark = pytest.mark.once

BEGINNING = "1. Apologies\n\nNone.\n\n2. Moorings\n\nNoted.\n\n"
STAFF = "3. Harbour Master’s pension\n\nHe asked for £90,000.\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def asked(source: Source, file: str = "minutes.txt") -> list[str]:
    """The items that a clerk is asked about."""
    return [item.title for item in read_closing(source, split(source), file).items]


def text(words: str) -> Source:
    return Source(blocks_from_text(words), "line")


def page(html: str) -> Source:
    return Source(blocks_from_html(html)[0], "paragraph")


MARKS = {
    "confidential": ["CONFIDENTIAL", "Confidential items", "10. Confidential business", "Private and confidential"],
    "confidential, on its line": [
        "Depot lease (confidential)",
        "Confidential: depot lease",
        "Depot lease – confidential",
    ],
    "confidential, in a sentence": ["This item is confidential.", "The confidential report on the depot was received."],
    "exempt": ["EXEMPT", "Exempt items", "9. Exempt minutes", "Depot lease (exempt)"],
    "exempt, in a sentence": ["The item was exempt under paragraph 3.", "Exempt information was discussed."],
    "in camera": ["IN CAMERA", "In-camera session", "The rest was discussed in camera."],
    "part 2": [
        "Part 2",
        "PART II – private business",
        "Part B: exempt",
        "Depot lease (Part 2)",
        "Part 2 of the agenda",
    ],
    "the public go": [
        "That the press and public be excluded from the meeting for the following items",
        "12. Exclusion of the Press and Public",
        "Press and public excluded",
        "RESOLVED with no dissent that the public be excluded.",
        "Members of the public were asked to leave.",
        "At this point the press and public left.",
    ],
    "the Act": ["By virtue of paragraph 3 of Schedule 12A", "Under Section 100A(4) of the Act it was agreed to go on."],
    "not for publication": ["NOT FOR PUBLICATION", "Report (not for publication)", "The map is not for publication."],
    "pink papers": ["Pink papers", "The report was circulated on pink paper."],
    "below the line": ["BELOW THE LINE", "Below the line items"],
    "letters apart": ["C O N F I D E N T I A L", "E X E M P T items"],
    "as markdown": ["**CONFIDENTIAL**", "# Part II"],
    "private session": ["Private session", "CLOSED MINUTES", "The Board moved into closed session."],
    "marks of the state": ["OFFICIAL-SENSITIVE", "Commercial in confidence"],
    "cyfrinachol": ["CYFRINACHOL", "Prydles y depo (cyfrinachol)", "Mae’r adroddiad hwn yn gyfrinachol."],
    "eithriedig": ["Eitemau eithriedig", "EITHRIEDIG", "Trafodwyd gwybodaeth eithriedig."],
    "nid i’w gyhoeddi": ["Nid i’w gyhoeddi", "NID I'W CHYHOEDDI"],
    "gwahardd y cyhoedd": [
        "Gwahardd y wasg a’r cyhoedd",
        "PENDERFYNWYD eithrio’r wasg a’r cyhoedd o’r cyfarfod",
        "bod y wasg a'r cyhoedd yn cael eu gwahardd o'r cyfarfod",
    ],
    "rhan 2": ["Rhan 2", "RHAN II – busnes preifat"],
    "papurau pinc": ["Papurau pinc", "Islaw’r llinell", "Sesiwn breifat"],
}
NO_MARKS = {
    "confidential": [
        "There was no confidential business.",
        "Confidential items: none",
        "The price of confidential waste was noted.",
        "None of the items was confidential.",
        "Members were reminded of confidentiality.",
    ],
    "exempt": [
        "The porch is exempt from planning permission.",
        "There were no exempt items.",
        "The supply is VAT exempt.",
        "Exempt accommodation",
        "The tax has an exemption.",
    ],
    "in camera": ["No items were considered in camera.", "The Camera Club asked for the hall."],
    "part 2": [
        "Part 2 of the Local Government Act 1972 applies.",
        "7. Local Plan Part 2",
        "The Local Plan (Part 2)",
        "Part 1",
    ],
    "the public": [
        "The public were not excluded.",
        "It was not necessary to exclude the press and public.",
        "Exclusion of the press and public: not required",
        "The public footpath was excluded from the sale.",
        "Excluding public holidays, the office is open.",
        "A member of the public left the meeting at 20:15.",
        "Social exclusion and public health",
    ],
    "publication": ["The report is for publication.", "There were no papers not for publication."],
    "pink, and the line": ["The children made pink paper flowers.", "The branches hang below the line of the hedge."],
    "restricted": ["The restricted byway was repaired.", "Restricted funds"],
    "Cymraeg": ["Nid oedd unrhyw fusnes cyfrinachol.", "Rhan 2 o Ddeddf Llywodraeth Leol", "Gwahardd cŵn o’r traeth"],
}


@pytest.mark.parametrize("line", [line for lines in MARKS.values() for line in lines])
def test_a_line_that_says_that_business_is_closed_is_a_mark(line):
    assert is_mark(line)


@pytest.mark.parametrize("line", [line for lines in NO_MARKS.values() for line in lines])
def test_a_line_that_only_holds_such_a_word_is_none(line):
    assert not is_mark(line)


def test_a_heading_with_none_below_it_is_no_mark():
    assert is_mark("Confidential items", is_heading=True, after="The lease was signed.")
    for after in ("None.", "There were no confidential items.", "Not required."):
        assert not is_mark("Confidential items", is_heading=True, after=after)
    assert is_mark("The public were excluded.", after="None.")


# Where it stands, and what is below it


def test_what_stands_below_the_line_is_asked_and_what_stands_above_is_not():
    assert asked(text(f"{BEGINNING}IN CAMERA\n\n{STAFF}\n4. Close\n\nAt nine.")) == [
        "Harbour Master’s pension",
        "Close",
    ]
    assert asked(text(BEGINNING + STAFF)) == []


def test_the_item_is_asked_too_in_which_the_closed_words_go_on():
    assert asked(text("1. Moorings\n\nNoted.\n\nCONFIDENTIAL\n\nThe berth is sold.\n\n2. Close\n\nAt nine.")) == [
        "Moorings",
        "Close",
    ]
    assert asked(text("1. Moorings\n\nNoted.\n\n2. Berth (exempt)\n\nSold.")) == ["Berth (exempt)"]
    assert asked(text("1. Moorings\n\nNoted.\n\n2. Close\n\nThis part is confidential.")) == ["Close"]


def test_what_comes_after_the_public_are_let_in_again_is_not_asked():
    minutes = f"{BEGINNING}IN CAMERA\n\n{STAFF}\nThe public were readmitted.\n\n4. Close\n\nAt nine."
    assert asked(text(minutes)) == ["Harbour Master’s pension"]
    minutes = f"{BEGINNING}Exempt business\n\n{STAFF}\nEnd of exempt business\n\n4. Close\n\nAt nine."
    assert asked(text(minutes)) == ["Harbour Master’s pension"]


def test_a_resolution_is_found_over_the_ends_of_lines_and_in_a_table():
    assert asked(text(f"{BEGINNING}RESOLVED that the press and\npublic be excluded\n\n{STAFF}")) == [
        "Harbour Master’s pension"
    ]
    assert asked(
        page("<h2>1. Berths</h2><p>That the press and<br>public be excluded</p><h2>2. Staff</h2><p>Sold.</p>")
    ) == ["Staff"]
    rows = "<table><tr><td>Note</td><td>NOT FOR PUBLICATION</td></tr></table>"
    assert asked(page(f"<h2>1. Berths</h2><p>Noted.</p>{rows}<h2>2. Staff</h2><p>Sold.</p>")) == ["Staff"]


@pytest.mark.parametrize(
    ("file", "beside"),
    [
        ("exempt_minutes.txt", []),
        ("Minutes-NotForPublication.docx", []),
        ("part2.txt", []),
        ("minutes.docx", [("header", "Confidential")]),
        ("minutes.docx", [("footer", "Harbour Committee – Part II – page 1 of 3")]),
        ("minutes.docx", [("document property, keywords", "staff; exempt")]),
        ("minutes.docx", [("watermark", "CYFRINACHOL")]),
    ],
)
def test_what_stands_aside_of_the_text_is_said_of_all_of_it(file, beside):
    source = text(BEGINNING + STAFF)
    source.asides = beside
    assert asked(source, file) == ["Apologies", "Moorings", "Harbour Master’s pension"]


@pytest.mark.parametrize(
    ("file", "beside"),
    [
        ("local-plan-part-2.txt", []),
        ("non-exempt.txt", []),
        ("minutes-2026-03-05.txt", [("header", "Minutes of the Harbour Committee"), ("footer", "Page 2 of 3")]),
        ("minutes.txt", [("header", "No part of this is confidential")]),
    ],
)
def test_what_is_beside_most_texts_says_nothing(file, beside):
    source = text(BEGINNING + STAFF)
    source.asides = beside
    assert asked(source, file) == []


ROWS = """<table><tr><th>Item</th><th>Minutes</th></tr>
<tr><td>Rents</td><td>Noted.</td></tr><tr><td>IN CAMERA</td><td>The public left.</td></tr>
<tr><td>Pension</td><td>He asked for £90,000.</td></tr><tr><td>Close</td><td>At nine.</td></tr></table>"""


def test_in_a_table_of_minutes_every_row_is_asked_about():
    assert asked(page(ROWS)) == ["Rents", "IN CAMERA", "Pension", "Close"]


def test_each_row_of_a_table_has_a_name_of_its_own_by_which_the_clerk_answers():
    source = page(ROWS)
    closing = read_closing(source, split(source), "minutes.html")
    assert list(closing.keys) == ["paragraph-1-1", "paragraph-1-2", "paragraph-1-3", "paragraph-1-4"]
    assert len(closing.unanswered(Answers(open=frozenset({"paragraph-1-1"})))) == 3
    assert "  paragraph-1-3  Pension\n" in closing.question(Answers())


def test_an_item_that_runs_on_behind_its_own_mark_is_asked_about():
    run_in = (
        "45/18 Apologies None.\n\n46/18 Exempt business: the Harbour Master. He asked for £90,000.\n\n"
        "47/18 Date of next meeting It was agreed to meet on 5 May."
    )
    source = text(run_in)
    assert [item.minute_number for item in read_closing(source, split(source), "m.txt").items] == ["46/18", "47/18"]


def test_an_item_on_the_line_that_lets_the_public_in_again_is_asked_about():
    run_in = (
        "45/18 Apologies None.\n\nIN CAMERA\n\n46/18 Pension: he asked for £90,000. The public were readmitted.\n\n"
        "47/18 Date of next meeting It was agreed to meet on 5 May."
    )
    assert "Pension" in asked(text(run_in))
    assert "Pension" in asked(page(f"<p>IN CAMERA</p>{ROWS.replace('IN CAMERA', 'The public were readmitted')}"))


def test_a_note_that_says_so_asks_about_the_item_that_it_is_a_note_to():
    page = (
        '<h2>1. Lease</h2><p>It was sold.<a href="#n1">[1]</a></p><h2>2. Lamps</h2><p>Lit.</p><h2>3. Close</h2><p>At nine.</p>'
        '<p><a href="#nref1">[1]</a> This item is exempt under paragraph 3.</p><p>The Chair thanked all.</p>'
    )
    source = Source(blocks_from_html(page)[0], "paragraph")
    found = read_closing(source, split(source), "m.html")
    assert [item.title for item in found.items] == ["Lease"]


def test_words_that_were_left_out_are_weighed_too():
    source = text(BEGINNING)
    source.dropped = ["header: “CONFIDENTIAL”", "deleted in Word's tracked changes: “NOT FOR PUBLICATION”"]
    found = read_closing(source, split(source), "m.docx")
    assert [(mark.where, mark.words) for mark in found.marks] == [("header", "CONFIDENTIAL")]


# The command


def closed_file(tmp_path) -> Path:
    return write(tmp_path / "minutes.txt", f"{BEGINNING}IN CAMERA\n\n{STAFF}\n4. Close\n\nAt nine.")


def test_publishing_stops_with_the_lines_and_the_items_below_them(run, tmp_path):
    with pytest.raises(CommandError) as refusal:
        run(closed_file(tmp_path), publish=True)
    said = str(refusal.value)
    assert "line 9: “IN CAMERA”" in said
    assert "3           Harbour Master’s pension" in said
    assert "4           Close" in said
    assert "Moorings" not in said
    assert "--open 3 4 --closed 5" in said
    assert not (AgendaItem.objects.exists() or Committee.objects.exists())


@pytest.mark.parametrize("line", ["IN CAMERA", "EXEMPT ITEMS", "PART II", "Confidential business"])
def test_a_line_that_parts_open_from_closed_business_is_no_text_of_the_item_before_it(run, client, tmp_path, line):
    Committee.objects.create(name="Harbour Committee", slug="harbour-committee", kind=Committee.Kind.REGULATORY)
    path = write(tmp_path / "minutes.txt", f"{BEGINNING}{line}\n\n{STAFF}")
    said = run(path, publish=True, closed=["3"], ground="england-2006-1")
    assert f"heading “{line}”" in said
    titles = [(item.kind, item.title_for_the_public) for item in AgendaItem.objects.order_by("position")][2:]
    assert titles == [("heading", line), ("business", "Business closed to the public")]
    assert AgendaItem.objects.get(title="Moorings").minute.body == "<p>Noted.</p>"
    page = client.get("/committees/harbour-committee/2026-03-05/").content.decode()
    assert page.index("Noted.") < page.rindex(line) < page.rindex("Business closed to the public")
    assert "pension" not in page


def test_one_answer_of_two_is_not_enough(run, tmp_path):
    with pytest.raises(CommandError) as refusal:
        run(closed_file(tmp_path), publish=True, open=["4"])
    assert "pension" in str(refusal.value)
    assert "Close\n" not in str(refusal.value)


def test_what_the_clerk_says_is_closed_is_published_closed(run, tmp_path):
    Committee.objects.create(name="Harbour Committee", slug="harbour-committee", kind=Committee.Kind.REGULATORY)
    run(closed_file(tmp_path), publish=True, open=["4"], closed=["3"], ground="england-2006-1")
    pension = AgendaItem.objects.get(title__endswith="pension")
    assert pension.restriction == "england-2006-1"
    items = Version.objects.get().items.order_by("pk")
    told = " ".join(f"{item.title} {item.body} {item.slug}" for item in items)
    assert "Moorings" in told
    assert "At nine." in told
    assert "Business closed to the public" in told
    assert "pension" not in told
    assert "90,000" not in told


def test_what_she_says_is_open_is_published(run, tmp_path):
    run(closed_file(tmp_path), publish=True, open=["all"])
    assert "90,000" in " ".join(item.body for item in Version.objects.get().items.all())
    assert not AgendaItem.objects.exclude(restriction="").exists()


def test_what_is_said_of_one_item_counts_before_what_is_said_of_all():
    answers = Answers(open=frozenset({"all"}), closed=frozenset({"3"}))
    assert [answers.say(key) for key in ("3", "4")] == ["closed", "open"]


def test_all_means_the_items_in_question_and_no_others(run, tmp_path):
    run(closed_file(tmp_path), closed=["all"])
    assert [item.title for item in AgendaItem.objects.exclude(restriction="")] == ["Harbour Master’s pension", "Close"]


def test_without_a_ground_an_item_is_closed_at_the_desk_and_not_published(run, tmp_path):
    with pytest.raises(CommandError, match="closed, but on which ground is not chosen yet"):
        run(closed_file(tmp_path), publish=True, open=["4"], closed=["3"])
    assert not AgendaItem.objects.exists()
    said = run(closed_file(tmp_path), closed=["3"])
    assert AgendaItem.objects.get(title__endswith="pension").restriction == "unknown"
    assert "the public reads “Business closed to the public”; choose the ground at the desk" in said


def test_a_ground_of_another_law_is_refused_with_those_of_the_body(run, tmp_path):
    Committee.objects.create(
        name="Harbour Parish Council", slug="harbour-committee", kind="parish", clear_days="parish-3"
    )
    with pytest.raises(CommandError, match="its grounds are parish-1960"):
        run(closed_file(tmp_path), closed=["3"], ground="england-2006-1")
    with pytest.raises(CommandError, match="needs its reason"):
        run(closed_file(tmp_path), closed=["3"], ground="parish-1960")
    run(closed_file(tmp_path), closed=["3"], ground="parish-1960", reason="It is about one person.")
    assert AgendaItem.objects.get(title__endswith="pension").restriction_reason == "It is about one person."


def test_without_publishing_all_is_imported_and_the_clerk_is_told_what_to_close(run, tmp_path):
    said = run(closed_file(tmp_path))
    assert AgendaItem.objects.filter(restriction="").exclude(kind="heading").count() == 4
    assert "To check    it says “IN CAMERA”  (minutes.txt, line 9)" in said
    assert "that may close 3 “Harbour Master’s pension”, 4 “Close”" in said


def test_an_item_without_a_number_is_called_by_its_line(run, tmp_path):
    path = write(tmp_path / "m.html", "<h2>Moorings</h2><p>Noted.</p><p>CONFIDENTIAL</p><h2>Berths</h2><p>Sold.</p>")
    with pytest.raises(CommandError, match=r"paragraph-4 *Berths"):
        run(path, publish=True)
    run(path, publish=True, open=["paragraph-4"])
    assert Publication.objects.exists()


PARTS = "PART 1\n\n1. Apologies\n\nNone.\n\n2. Lamps\n\nLit.\n\nPART 2: CONFIDENTIAL\n\n1. Lease\n\nSold.\n\n2. Staff\n\nIll.\n"


def closed_titles() -> list[str]:
    return [item.title for item in AgendaItem.objects.exclude(restriction="").order_by("position")]


@pytest.mark.parametrize("said", [["part-2"], ["Part", "2"], ["PART 2"]])
def test_one_answer_is_enough_for_a_part(run, tmp_path, said):
    path = write(tmp_path / "m.txt", PARTS)
    with pytest.raises(CommandError) as refusal:
        run(path, publish=True)
    assert "part-2      all of part-2" in str(refusal.value)
    run(path, publish=True, closed=said, ground="england-2006-3")
    assert closed_titles() == ["PART 2: CONFIDENTIAL", "Lease", "Staff"]


def test_what_is_said_of_an_item_counts_before_what_is_said_of_its_part(run, tmp_path):
    run(write(tmp_path / "m.txt", PARTS.replace("2. Staff", "3. Staff")), closed=["part-2"], open=["3"])
    assert closed_titles() == ["PART 2: CONFIDENTIAL", "Lease"]


def test_what_is_said_of_a_part_counts_before_what_is_said_of_all(run, tmp_path):
    run(write(tmp_path / "m.txt", PARTS), closed=["all"], open=["part", "2"])
    assert closed_titles() == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"open": ["part", "3"]}, "“part-3” names no item; the items are 1, 2, line-9, 3, 4"),
        ({"open": ["9"]}, "“9” names no item; the items are 1, 2, line-9, 3, 4"),
        ({"open": ["3"], "closed": ["3"]}, "“3” is said to be open and closed"),
    ],
)
def test_an_answer_that_fits_no_item_is_refused(run, tmp_path, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(closed_file(tmp_path), **options)
    assert not AgendaItem.objects.exists()


def test_an_answer_that_fits_items_of_two_files_is_refused(run, tmp_path):
    other = write(tmp_path / "other.txt", "3. Piers\n\nNoted.\n\n5. Parks\n\nNoted.")
    with pytest.raises(CommandError, match="“3” names an item in more than one of the files"):
        run(closed_file(tmp_path), other, open=["3"])


def test_a_later_version_s_note_does_not_name_what_is_closed(run, tmp_path):
    run(write(tmp_path / "first.txt", "Slipway\n\nMinutes:\n\nIt was cleaned."), publish=True)
    Committee.objects.update(kind=Committee.Kind.REGULATORY)
    staff = write(tmp_path / "staff.txt", "Staff dispute\n\nNOT FOR PUBLICATION\n\nIt was settled.")
    run(staff, publish=True, closed=["all"], ground="england-2006-1")
    assert Publication.objects.order_by("sequence").last().note == "Added: Business closed to the public."


def test_word_s_header_stops_publishing(run, tmp_path):
    document = docx.Document()
    for title in ("1. Staff", "2. Close"):
        document.add_paragraph().add_run(title).bold = True
        document.add_paragraph("Noted.")
    document.sections[0].header.paragraphs[0].text = "CONFIDENTIAL – NOT FOR PUBLICATION"
    path = tmp_path / "minutes.docx"
    document.save(path)
    with pytest.raises(CommandError, match="header: “CONFIDENTIAL – NOT FOR PUBLICATION”"):
        run(path, publish=True)


@pytest.mark.parametrize(
    ("name", "items"), [("headermark.docx", ["Staff", "Close"]), ("incamera.txt", ["Staff dispute"])]
)
def test_the_files_that_once_went_public_stop(run, shared, name, items):
    with pytest.raises(CommandError) as refusal:
        run(shared / "cases" / name, publish=True)
    assert [
        line.split(maxsplit=1)[1] for line in str(refusal.value).split("this may mean:\n")[1].split("\n")[:-1]
    ] == items


def test_what_a_page_hides_is_left_out_of_titles_and_texts_and_said(run, tmp_path):
    html = (
        "<style>.note {display:none}</style><h2>1. Lease<span hidden> to Mr Marsh</span></h2><p>Noted."
        "<span style='visibility:hidden'>He owes £40,000.</span></p><p class=note>Ask him.</p>"
        "<h2>2. Close</h2><p>At <del>eight</del><ins>nine</ins>. <a href='file:///C:/a'>Map</a></p>"
    )
    said = run(write(tmp_path / "m.html", html))
    stored = [(item.title, item.minute.body) for item in AgendaItem.objects.order_by("position")]
    assert stored == [("Lease", "<p>Noted.</p>"), ("Close", "<p>At nine. Map</p>")]
    for left in (
        "hidden: “to Mr Marsh”",
        "hidden: “He owes £40,000.”",
        "hidden: “Ask him.”",
        "tracked changes: “eight”",
    ):
        assert left in said
    assert "1 link to a place on one computer or network (the words stay)" in said


def test_what_it_hides_is_weighed_as_well(run, tmp_path):
    path = write(
        tmp_path / "m.html",
        "<h2>1. Lease</h2><p>Noted.<span hidden>CONFIDENTIAL</span></p><h2>2. Close</h2><p>At nine.</p>",
    )
    with pytest.raises(CommandError, match="hidden: “CONFIDENTIAL”"):
        run(path, publish=True)
