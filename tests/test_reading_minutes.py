"""Minutes as councils really write them: where an item begins, what is decided, and what the front page says."""

from datetime import date, time

import pytest

from minutes.importing.blocks import Source, blocks_from_html, blocks_from_text, html_of
from minutes.importing.decoding import decode
from minutes.importing.front import meeting_named
from minutes.importing.refusal import CannotImport
from minutes.importing.resolutions import resolution_at
from minutes.importing.splitting import split
from richtext.cleaning import clean_html

pytestmark = pytest.mark.once


def lines(*texts: str) -> Source:
    """A plain text with a blank line between its paragraphs."""
    return Source(blocks_from_text("\n\n".join(texts)), "line")


def items(*texts: str) -> list[str]:
    found = split(lines(*texts)).items
    return [" | ".join(filter(None, (item.number, item.minute_number, item.title))) for item in found]


# Where the items begin


HEADINGS = {
    "a full stop": ("1. Apologies", "2. Slipway"),
    "a bracket": ("1) Apologies", "2) Slipway"),
    "a colon": ("1: Apologies", "2: Slipway"),
    "a dash": ("1 – Apologies", "2 – Slipway"),
    "no mark, but the word": ("Item 1 Apologies", "Agenda Item 2 Slipway"),
    "asterisks, as in Markdown": ("**1. Apologies**", "**2. Slipway**"),
    "a space before the stop": ("1 . Apologies", "2 . Slipway"),
    "no space": ("1.Apologies", "2.Slipway"),
    "numbers alone, in bold": ("**1.**", "Apologies", "**2.**", "Slipway"),
    "numbers alone": ("1.", "Apologies", "2.", "Slipway"),
}


@pytest.mark.parametrize("written", HEADINGS.values(), ids=HEADINGS)
def test_an_item_begins_at_its_number_however_it_is_written(written):
    half = len(written) // 2
    first, second = written[:half], written[half:]
    assert items(*first, "None were received.", *second, "It was cleaned.") == ["1 | Apologies", "2 | Slipway"]


DIVIDE_NOTHING = {
    "days": ("Slipway", "5 March 2026 was windy", "6 March 2026 was calm"),
    "sentences": ("Slipway", "1. The wall fell.", "It was loud.", "2. The wall was mended.", "It was dear."),
    "clauses": ("Slipway", "1. that sand be bought;", "Cheaply.", "2. that salt be bought;", "Soon."),
    "a list": ("Slipway", "1. Sand", "2. Salt", "3. Signs", "and tea"),
    "figures without a mark": ("Slipway", "20 Members came", "They stood.", "21 Members left", "They ran."),
    "one number": ("Slipway", "Some words.", "1. Sand", "was bought"),
    "numbers that jump": ("Slipway", "1. Sand", "was bought", "3. Salt", "was not", "9. Signs", "neither"),
}


@pytest.mark.parametrize("texts", DIVIDE_NOTHING.values(), ids=DIVIDE_NOTHING)
def test_a_number_that_begins_no_item_divides_nothing(texts):
    assert items(*texts) == ["Slipway"]


def test_a_table_of_contents_is_no_agenda():
    contents = [f"{number}. {title}" for number, title in enumerate(["Apologies", "Slipway", "Mole"], start=1)]
    assert items(*contents, "1. Apologies", "None.", "2. Slipway", "Clean.", "3. Mole", "Mended.")[-3:] == [
        "1 | Apologies",
        "2 | Slipway",
        "3 | Mole",
    ]


def test_two_numbered_lines_without_a_word_between_are_two_items():
    assert items("1. Apologies", "2. Slipway", "It was cleaned.", "3. Mole", "Mended.") == [
        "1 | Apologies",
        "2 | Slipway",
        "3 | Mole",
    ]


MINUTE_NUMBERS = {
    "before the title": ("45/18 Apologies", "46/18 Slipway"),
    "before it, in words": ("Minute no. 45/18 Apologies", "Min. 46/18: Slipway"),
    "after the title": ("1. Apologies (Minute No. 45/18)", "2. Slipway [min 46/18]"),
    "behind a tab": ("1. Apologies\t45/18", "2. Slipway\t46/18"),
    "below the title": ("1. Apologies\n\nMinute 45/18", "2. Slipway\n\nMin. No: 46/18"),
}


@pytest.mark.parametrize("written", MINUTE_NUMBERS.values(), ids=MINUTE_NUMBERS)
def test_the_minute_s_own_number_is_kept_beside_the_title(written):
    first, second = written
    found = split(lines(first, "None were received.", second, "It was cleaned.")).items
    assert [(item.title, item.minute_number) for item in found] == [("Apologies", "45/18"), ("Slipway", "46/18")]
    assert ["".join(block.text for block in item.minutes) for item in found] == [
        "None were received.",
        "It was cleaned.",
    ]


@pytest.mark.parametrize(
    "number",
    ["FC/26/{}", "FC/2026/{}", "FC26/{}", "FC-26-{}", "F&GP/26/{}", "FINANCE/26/{}", "FC/26-27/{}", "E.26/{}"],
)
@pytest.mark.parametrize("mark", ["", ".", ":", " –"])
def test_a_number_that_names_its_body_is_the_item_s(number, mark):
    first, second = (f"{number.format(count)}{mark} {title}" for count, title in ((11, "Apologies"), (12, "Slipway")))
    assert items(first, "None were received.", second, "It was cleaned.") == [
        f"{number.format(11)} | Apologies", f"{number.format(12)} | Slipway"
    ]  # fmt: skip


def test_a_number_that_names_its_body_is_the_minute_s_where_the_file_says_so_or_the_item_has_another():
    assert items("Minute FC/26/11 Apologies", "None.", "Minute FC/26/12 Slipway", "Old.")[1] == "FC/26/12 | Slipway"
    found = split(lines("FC/26/11 1. Apologies", "None.", "FC/26/12 2. Slipway", "It was cleaned.")).items
    assert [(item.number, item.minute_number) for item in found] == [("1", "FC/26/11"), ("2", "FC/26/12")]
    found = split(lines("Minute FC/26/11 Apologies", "None.", "Minute FC/26/12 Slipway", "It was cleaned.")).items
    assert [(item.number, item.minute_number) for item in found] == [("", "FC/26/11"), ("", "FC/26/12")]


@pytest.mark.parametrize("number", ["DC/26/{}", "F&GP-26-{}"])
def test_applications_in_an_item_do_not_divide_it(number):
    listed = [f"{number.format(count)} Boathouse at Mill Lane" for count in (103, 108, 131)]
    assert items("1. Apologies", "None.", "2. Planning", *listed, "All were seen.", "3. Close", "At nine.") == [
        "1 | Apologies", "2 | Planning", "3 | Close"
    ]  # fmt: skip


def test_a_title_that_was_broken_into_lines_is_one():
    assert items("1.", "Sand (for", "the slipway)", "Bought.", "2.", "Salt,", "Soda", "Not bought.") == [
        "1 | Sand (for the slipway)",
        "2 | Salt, Soda",
    ]


@pytest.mark.parametrize(("length", "divided"), [(400, True), (500, True), (501, False)])
def test_a_numbered_line_is_a_title_as_long_as_a_title_may_be(length, divided):
    found = items("Opening", "1. " + "S" * length, "Cleaned.", "2. Mole", "Mended.", "3. Regatta", "Held.")
    assert (f"1 | {'S' * length}" in found) == divided


@pytest.mark.parametrize(("length", "is_title"), [(500, True), (501, False)])
def test_the_first_line_is_the_title_as_long_as_a_title_may_be(length, is_title):
    if is_title:
        assert items("S" * length, "It was cleaned.") == ["S" * length]
    else:
        with pytest.raises(CannotImport, match="it has no title"):
            items("S" * length, "It was cleaned.")


@pytest.mark.parametrize(
    ("first", "count", "said"), [("Slipway", 15, 0), ("Slipway", 16, 1), ("Minutes:", 60, 0), ("Minutes:", 61, 1)]
)
def test_one_very_long_item_is_remarked_on_sooner_where_no_label_says_that_it_is_one(first, count, said):
    notes = split(lines("Slipway", first, *["It was cleaned."] * (count - 2))).notes
    assert [note.words for note in notes].count(
        "no headings of items were found, so that all of it is one item; divide it at the desk if it is not"
    ) == said


def page(html: str) -> list[str]:
    return [item.title for item in split(Source(blocks_from_html(html)[0], "paragraph")).items]


def test_a_page_is_divided_at_its_highest_headings_of_which_there_are_two():
    assert page("<h1>Minutes of March</h1><h2>Sand</h2><p>a</p><h3>Wet</h3><h3>Dry</h3><h2>Salt</h2><p>b</p>") == [
        "Opening",
        "Sand",
        "Salt",
    ]
    assert page("<h3>Sand</h3><p>a</p><h3>Salt</h3><p>b</p>") == ["Sand", "Salt"]


def test_where_headings_have_numbers_plain_numbered_lines_are_text():
    assert page(
        "<p><b>1. Sand</b></p><p>a</p><p>1. Wet</p><p>b</p><p>2. Dry</p><p>c</p><p>3. Hot</p><p>d</p>"
        "<p style='font-weight: bold'>2. Salt</p><p>e</p>"
    ) == ["Sand", "Salt"]


# Labels


LABELLED = {
    "Minutes": ["minutes"],
    "Minutes:": ["minutes"],
    "Decision": ["decisions"],
    "Decisions:": ["decisions"],
    "Additional documents": [],
    "Accompanying documents:": [],
    "Actions": ["minutes"],
    "Action points:": ["minutes"],
    "Debate:": ["minutes"],
}


@pytest.mark.parametrize(("label", "parts"), LABELLED.items())
def test_what_stands_below_a_label_goes_where_it_says(label, parts):
    item = split(lines("Slipway", label, "Sand is wanted")).items[0]
    kept = {
        "minutes": [block.text for block in item.minutes],
        "decisions": [block.text for decision in item.decisions for block in decision.text],
    }
    assert [part for part, texts in kept.items() if "Sand is wanted" in texts] == parts


@pytest.mark.parametrize("order", ["before", "after"])
def test_reasons_and_options_belong_to_the_decision_beside_them(order):
    decision, reasons = ["Decision", "Agreed to dredge."], ["Reasons for the decision", "It silts up."]
    options = ["Alternative options considered and rejected", "To wait."]
    parts = [*reasons, *options, *decision] if order == "before" else [*decision, *reasons, *options]
    item = split(lines("Slipway", *parts)).items[0]
    [made] = item.decisions
    assert [[block.text for block in part] for part in (made.text, made.reasons, made.options)] == [
        ["Agreed to dredge."],
        ["It silts up."],
        ["To wait."],
    ]


def test_two_decisions_of_one_item_are_two():
    item = split(lines("Slipway", "Decision", "Agreed to dredge.", "Decision", "Refused to paint.")).items[0]
    assert [decision.text[0].text for decision in item.decisions] == ["Agreed to dredge.", "Refused to paint."]


def test_reasons_without_a_decision_are_minutes():
    item = split(lines("Slipway", "Reasons for the decision", "It silts up.")).items[0]
    assert item.decisions == [] and [block.text for block in item.minutes] == ["It silts up."]


def test_an_item_s_number_in_its_label_is_its_number():
    item = split(lines("Agenda item no. 12B", "Slipway", "Minutes:", "Cleaned.")).items[0]
    assert (item.number, item.title) == ("12b", "Slipway")


# Resolutions


RESOLUTIONS = {
    "a sentence": (["RESOLVED that sand be bought.", "It rained."], 1),
    "a sentence about one": (["Members resolved that sand be bought.", "It rained."], 0),
    "alone on its line": (["Resolved:", "That sand be bought.", "It rained."], 2),
    "alone, over a page break": (["It was unanimously agreed that", "17", "Sand be bought.", "It rained."], 3),
    "with clauses": (["RESOLVED that:", "(a) sand be bought;", "(b) salt be bought.", "(c) was not moved"], 3),
    "with bullets": (["AGREED:", "• sand; and", "• salt", "It rained."], 3),
    "a quotation that is open": (["RESOLVED “that sand", "be bought", "and salt”", "It rained."], 3),
    "going on in small letters": (["RESOLVED that sand be bought for the", "slipway.", "It rained."], 2),
    "to the end of the text": (["RECOMMENDED that", "that sand be bought"], 2),
}


@pytest.mark.parametrize(("texts", "size"), RESOLUTIONS.values(), ids=RESOLUTIONS)
def test_a_resolution_is_as_long_as_it_is(texts, size):
    assert resolution_at(lines(*texts).blocks, 0) == size


def test_a_resolution_stops_at_a_heading_and_takes_its_list():
    blocks = blocks_from_html("<p>RESOLVED that:</p><ul><li>Sand</li></ul><h2>Mole</h2><p>RESOLVED and</p><h3>x</h3>")[
        0
    ]
    assert [resolution_at(blocks, at) for at in range(len(blocks))] == [2, 0, 0, 1, 0]


# The front


FRONTS = {
    "an evening in winter": (
        "Minutes of the meeting of the Harbour Committee held on Wednesday, 14th January 2026 at 7.30 pm in the Guildhall",
        ("Harbour Committee", date(2026, 1, 14), time(19, 30)),
    ),
    "a morning in summer, in capitals": (
        "MINUTES OF A MEETING OF THE QUAYS AND HARBOUR SUB-COMMITTEE HELD ON 15 JULY, 2026 AT 10 A.M.",
        ("Quays and Harbour Sub-Committee", date(2026, 7, 15), time(10, 0)),
    ),
    "at noon": (
        "Minutes of an extraordinary meeting of Harbour Council held at the Guildhall on 1st December 2026 at 12:00 pm",
        ("Harbour Council", date(2026, 12, 1), time(12, 0)),
    ),
    "just after midnight": (
        "Minutes of the proceedings at the meeting of the Board, held on 31 May 2026 at 12.59am",
        ("Board", date(2026, 5, 31), time(0, 59)),
    ),
    "no time": (
        "Minutes of the meeting of the Harbour Committee held on 2 June 2026",
        ("Harbour Committee", date(2026, 6, 2), None),
    ),
    "a time that is none": (
        "Minutes of the meeting of the Harbour Committee held on 2 June 2026 at 13.00 pm",
        ("Harbour Committee", date(2026, 6, 2), None),
    ),
    "minutes that are none": (
        "Minutes of the meeting of the Harbour Committee held on 2 June 2026 at 7.60 pm",
        ("Harbour Committee", date(2026, 6, 2), None),
    ),
    "a day that is none": (
        "Minutes of the meeting of the Harbour Committee held on 31 June 2026 at 7.30 pm",
        ("Harbour Committee", None, time(19, 30)),
    ),
    "no day": ("Minutes of the meeting of the Harbour Committee held at 7.30 pm", ("Harbour Committee", None, None)),
    "nothing of it": ("Notes of a walk, 2 June 2026 at 7.30 pm", ("", None, None)),
}


@pytest.mark.parametrize(("text", "named"), FRONTS.values(), ids=FRONTS)
def test_minutes_say_whose_they_are_and_of_when(text, named):
    assert meeting_named(blocks_from_text(text)) == named


@pytest.mark.parametrize(("before", "is_read"), [(39, True), (40, False)])
def test_what_stands_deep_in_the_text_names_no_meeting(before, is_read):
    text = "\n\n".join(["Words."] * before + [FRONTS["no time"][0]])
    assert bool(meeting_named(blocks_from_text(text))[0]) == is_read


# What is told of headings and of what stands below them


def told(*texts: str) -> list[str]:
    return [note.words for note in split(lines(*texts)).notes]


def test_a_number_that_is_missing_is_named_by_the_one_before_it():
    mole, rope = ("2. Mole", "It was mended."), ("4. Rope", "It was old.")
    assert told("1. Apologies", "None.", *mole, *rope) == [
        "“4 Rope” follows number 2: look whether what lies between has a heading"
    ]
    assert told("1. Apologies", "None.", *mole, "3. Rope", "It was old.") == []


def test_any_other_business_is_an_item_once():
    start = ("1. Apologies", "None.", "2. Mole", "Mended.")
    end = ("Any other business", "A lamp.", "Date of next meeting", "4 May.", "Any other business", "Oil.")
    assert items(*start, *end) == ["1 | Apologies", "2 | Mole", "Any other business", "Date of next meeting"]


def test_one_agenda_item_with_headings_of_its_own_stays_one():
    parts = "<h2>Lamps</h2><p>They burn.</p><h2>What they cost</h2><p>Little.</p><h2>How long</h2><p>A year.</p>"
    assert page(f"<p>Agenda item</p>{parts}") == ["Lamps"]
    assert page(parts) == ["Lamps", "What they cost", "How long"]


def test_short_lines_over_text_are_titles_also_with_brackets_and_not_with_a_colon():
    text = "It was seen by all members who were there, and was old and in need of much repair."
    for line, found in [("Lamps (north)", ["Lamps (north)"]), ("Lamps “of old”", ["Lamps “of old”"]), ("Lamps:", [])]:
        titles = ["Apologies", line, "Declarations of interest", "Any other business"]
        assert items("They met in the hall.", *(words for title in titles for words in (title, text))) == [
            "Opening", "Apologies", *found, "Declarations of interest", "Any other business"
        ]  # fmt: skip


def test_a_line_of_strokes_underlines_what_is_up_to_three_letters_longer_or_shorter():
    for strokes, is_rule in [(1, True), (2, True), (3, True), (4, False)]:
        for length in (8 - strokes, 8 + strokes):
            found = [block.text for block in blocks_from_text(f"Lanterns\n{'-' * length}\nThey burn.")]
            assert found == ["Lanterns", *(() if is_rule else ["-" * length]), "They burn."], length


def test_words_that_are_struck_out_over_the_end_of_a_line_are_named_as_struck():
    blocks, _ = blocks_from_html("<p>New <s>old\nword</s> words</p><p>No <s>more</s></p>")
    assert [(block.text, block.struck) for block in blocks] == [("New words", "old word"), ("No", "more")]


def test_a_section_of_a_numbered_list_that_begins_with_a_heading_keeps_its_words_behind_the_number():
    html = "<ol start='4'><li><h2>Lamps</h2><p>They burn.</p></li><li><h2>Rope</h2><p>Old.</p></li></ol>"
    assert [block.text for block in blocks_from_html(html)[0]] == ["4. Lamps", "They burn.", "5. Rope", "Old."]


# Bytes


def test_as_many_control_characters_as_one_in_twenty_are_taken_out():
    words = "Sand and salt.\n"
    text, notes = decode((words * 20 + "\x01" * 15).encode())
    assert text == words * 20 and notes == ["Control characters removed: 15."]
    with pytest.raises(CannotImport, match="control characters"):
        decode((words * 20 + "\x01" * 16).encode())


@pytest.mark.parametrize("mark", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028"])
def test_every_kind_of_line_ends_a_line(mark):
    assert decode(f"Sand{mark}Salt".encode()) == ("Sand\nSalt", [])


PAGES = {
    "latin 1, which browsers read as Windows-1252": ("iso-8859-1", "cp1252", "“Café”"),
    "Windows-1250": ("windows-1250", "windows-1250", "Łódź"),
    "a name that is none, and UTF-8": ("x-none", "utf-8", "Łódź"),
    "an encoding that no page may ask for": ("utf-7", "utf-8", "Łódź +AGE-"),
}


@pytest.mark.parametrize(("said", "written", "text"), PAGES.values(), ids=PAGES)
def test_a_page_is_read_in_the_encoding_that_it_names_if_it_is_one_for_text(said, written, text):
    page = f'<meta charset="{said}"><p>{text}'.encode(written)
    assert decode(page, html=True)[0].endswith(text)


def test_a_title_may_begin_with_a_year():
    assert items("1.", "2026 Regatta", "Held.", "2.", "1916 Memorial", "Mended.") == [
        "1 | 2026 Regatta",
        "2 | 1916 Memorial",
    ]


def test_a_year_on_a_line_of_its_own_is_no_item():
    assert items("Harbour Committee, 23rd January,", "2017.", "1.", "Lamps", "Turned.", "2.", "Rope", "Bought.")[
        1:
    ] == [
        "1 | Lamps",
        "2 | Rope",
    ]


def plain(text: str) -> Source:
    return Source(blocks_from_text(text), "line")


OAK = "RESOLVED that the oak be felled."
TOLD = {
    "the room": ([OAK, "Cllr Heron returned to the room."], [f"{OAK} Cllr Heron returned to the room."], []),
    "the vote": (
        [OAK, "Cllr Heron voted against.", "The vote was 3 to 1."],
        [f"{OAK} Cllr Heron voted against. The vote was 3 to 1."],
        [],
    ),
    "another resolution": ([OAK, "RESOLVED that ash be planted."], [OAK, "RESOLVED that ash be planted."], []),
    "a vote between two": (
        [OAK, "Cllr Heron abstained.", "The ash was looked at.", "RESOLVED that ash be planted."],
        [f"{OAK} Cllr Heron abstained.", "RESOLVED that ash be planted."],
        ["The ash was looked at."],
    ),
    "a long debate": ([OAK, "A word. " * 50], [OAK], ["A word. " * 50]),
    "a vote, then a long debate": (
        [OAK, "Two abstained.", "A word. " * 50],
        [f"{OAK} Two abstained."],
        ["A word. " * 50],
    ),
    "four blocks": ([OAK, "One.", "Two.", "Three.", "Four."], [OAK], ["One.", "Two.", "Three.", "Four."]),
    "actions, which have a label": ([OAK, "Actions", "Clerk to write."], [OAK], ["Actions", "Clerk to write."]),
}


@pytest.mark.parametrize(("texts", "decided", "discussed"), TOLD.values(), ids=TOLD)
def test_what_follows_a_decision_is_not_read_before_it(texts, decided, discussed):
    item = split(lines("Oak", "Cllr Heron left the room.", *texts)).items[0]
    assert [" ".join(block.text for block in decision.text) for decision in item.decisions] == decided
    assert [block.text for block in item.minutes] == ["Cllr Heron left the room.", *map(str.strip, discussed)]


def said(*texts: str) -> list[str]:
    return [note.words for note in split(lines("Oak", *texts)).notes]


def test_the_clerk_is_told_where_words_behind_a_decision_went():
    assert said(OAK, "Cllr Heron returned to the room.") == [
        "“Cllr Heron returned to the room.” follows the decision of “Oak”, and was kept as its last words"
    ]
    [words] = said(OAK, "A word. " * 50)
    assert words.startswith("what follows the decision of “Oak”, “A word. A word. ")
    assert words.endswith(" …”, stands before it on the page")
    assert said("Looked at.", OAK, "RESOLVED that ash be planted.") == []


def test_a_sentence_that_was_broken_into_lines_stays_whole_behind_its_decision():
    told = "Cllr Heron, who had been out, returned and\nsat down again, and Cllr Marsh\nmoved over, so that\nall sat.\n"
    oak, ash = (f"RESOLVED that the {tree} be felled.\n" for tree in ("oak", "ash"))
    first, last = split(plain(f"Trees\n\n{oak}{told}{ash}{told}")).items[0].decisions
    assert [len(decision.text) for decision in (first, last)] == [5, 5]


def test_the_words_behind_a_decision_do_not_change_its_kind():
    [decision] = split(lines("Oak", OAK, "Cllr Heron asked that her refusal be withdrawn.")).items[0].decisions
    assert [block.text for block in decision.resolved] == [OAK]


STARTS = {
    "behind a bullet": "Members noted:\n- oil, £8\n- rope, £9\n",
    "behind a letter": "Members noted:\na) oil, £8\nb) rope, £9\n",
    "behind words without a stop": "It was proposed by Cllr Heron and\n",
    "below the title": "",
}


@pytest.mark.parametrize("before", STARTS.values(), ids=STARTS)
@pytest.mark.parametrize("opening", ["RESOLVED that", "It was RESOLVED to see that", "AGREED:"])
def test_a_resolution_on_a_line_of_its_own_is_one(before, opening):
    source = plain(f"1. Lamps\n{before}{opening} it be paid.\n\n2. Rope\n\nNone.")
    lamps, rope = split(source).items
    assert (lamps.title, rope.title) == ("Lamps", "Rope")
    assert [decision.text[0].text for decision in lamps.decisions] == [f"{opening} it be paid."]
    assert all("paid" not in block.text for block in lamps.minutes)


LINES = {
    "a resolution in small letters": "Resolved that it be paid.",
    "apologies": "Apologies: Cllr Heron",
    "declarations": "Declarations of interest: none",
    "who voted": "Cllr Heron voted against.",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_line_that_begins_anew_is_a_paragraph_of_its_own(line):
    html = html_of(blocks_from_text(f"- oil\n- rope\n{line}"))
    assert html.endswith(f"rope</p><p>{line}</p>")


def test_the_second_line_of_a_bullet_does_not_end_its_list():
    html = clean_html(html_of(blocks_from_text("Paid:\n- oil\n  (in part)\n- rope\n- wood\n")))
    assert html == "<p>Paid:</p><ul><li>oil<br>(in part)</li><li>rope</li><li>wood</li></ul>"


# Tables of minutes whose items have only numbers


CELLS = {
    "lines": "<p>Trees<br>The oak was looked at.<br>RESOLVED that it be felled.</p>",
    "bold and lines": "<p><b>Trees</b><br>The oak was looked at.<br>RESOLVED that it be felled.</p>",
    "bold paragraphs": "<p><b>Trees</b></p><p>The oak was looked at.</p><p>RESOLVED that it be felled.</p>",
    "paragraphs": "<p>Trees</p><p>The oak was looked at.</p><p>RESOLVED that it be felled.</p>",
    "lines below bold": "<p><b>Trees</b></p><p>The oak was looked at.<br>RESOLVED that it be felled.</p>",
}


def table(cell: str) -> Source:
    rows = [("Item", "Minute"), ("1", "<p>Apologies<br>None.</p>"), ("2", cell), ("3", "<p>Bins<br>Noted.</p>")]
    cells = "".join(f"<tr><td>{number}</td><td>{text}</td></tr>" for number, text in rows)
    return Source(blocks_from_html(f"<table>{cells}</table>")[0], "paragraph")


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_row_with_a_number_alone_takes_its_title_from_the_text(cell):
    found = split(table(cell)).items
    assert [(item.number, item.title) for item in found] == [("1", "Apologies"), ("2", "Trees"), ("3", "Bins")]
    assert [block.text for block in found[1].minutes] == ["The oak was looked at."]
    assert [block.text for block in found[1].decisions[0].text] == ["RESOLVED that it be felled."]


UNTITLED = {
    "a sentence": ("<p>The oak was looked at.<br>It stays.</p>", "2"),
    "a list": ("<ul><li>Oak</li><li>Ash</li></ul>", "2"),
    "nothing else": ("<p>The oak</p>", "The oak"),
    "bold over lines": ("<p><b>Oak<br>Ash</b></p>", "Oak Ash"),
}


@pytest.mark.parametrize(("cell", "title"), UNTITLED.values(), ids=UNTITLED)
def test_a_row_whose_text_begins_with_a_sentence_has_no_title(cell, title):
    assert [item.title for item in split(table(cell)).items] == ["Apologies", title, "Bins"]


def test_a_number_in_a_title_of_a_table_is_left_as_it_is():
    rows = "".join(f"<tr><td>{title}</td><td>Paid.</td></tr>" for title in ("Item", "12 lamps", "8 ropes"))
    source = Source(blocks_from_html(f"<table>{rows.replace('Paid.', 'Minutes', 1)}</table>")[0], "paragraph")
    assert [item.title for item in split(source).items] == ["12 lamps", "8 ropes"]


# What stands directly under a resolution in a text

WIDE = "The Harbour Master reported on the state of the mole, which had been damaged\nby the storms of January.\n\n"
UNDER = {
    "who left": ("", "RESOLVED that lamps be bought.\nCllr Heron left the meeting.", True),
    "who left, under a long line": (
        "", "RESOLVED that new lamps be bought for the quay and for both of the moles.\nCllr Heron left the meeting.", True,
    ),
    "under a line that had room for more": (WIDE, "RESOLVED that lamps be bought.\nCllr Heron left the meeting.", True),
    "under the last line of several": (
        WIDE, "RESOLVED that lamps of brass be bought for the quay and for the two\nmoles.\nCllr Heron left the meeting.", True,
    ),
    "under a line that had no room": (
        WIDE, "RESOLVED that new lamps of brass be bought for the quay, and oil for all.\nCllr Heron left the meeting.", False,
    ),
    "in the midst of a sentence": ("", "RESOLVED that lamps be bought of\nHeron and Sons of the quay.", False),
    "another clause": ("", "RESOLVED that lamps be bought.\nThat oil be bought.", False),
    "set in": ("", "RESOLVED that lamps be bought.\n         The cost to be met by the fund.", False),
    "under no resolution": ("", "Lamps were bought.\nCllr Heron left the meeting.", False),
}  # fmt: skip


@pytest.mark.parametrize(("before", "text", "is_apart"), UNDER.values(), ids=UNDER)
def test_a_sentence_on_a_line_of_its_own_under_a_resolution_is_a_paragraph(before, text, is_apart):
    rich = html_of(blocks_from_text(before + text))
    assert rich.endswith(f"<p>{text.split(chr(10))[-1]}</p>") == is_apart
