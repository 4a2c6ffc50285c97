"""A clerk's Word document is read as Word prints it: what a reader of the paper sees, and nothing that they don't."""

import re
import time
import zipfile

import docx as python_docx
import pytest

from minutes.importing.blocks import Source
from minutes.importing.footnotes import with_their_items
from minutes.importing.numerals import figure
from minutes.importing.reading import read_file
from minutes.importing.refusal import CannotImport
from minutes.importing.splitting import split
from tests.office_files import (
    cells,
    control,
    docx,
    field,
    level,
    note,
    numbering,
    odt,
    p,
    part,
    r,
    refer,
    relations,
    style,
    zipped,
)

pytestmark = pytest.mark.once


@pytest.fixture
def read(tmp_path):
    def read(*body, **parts) -> Source:
        return read_file(docx(tmp_path / "minutes.docx", *body, **parts))

    return read


def texts(source: Source) -> list[str]:
    return [block.text for block in with_their_items(source.blocks)]


def html(source: Source) -> str:
    return "".join(block.html for block in with_their_items(source.blocks))


# Numbers

DECIMAL = level(0, "decimal", "%1.")
TWO_LEVELS = level(0, "upperRoman", "Part %1") + level(1, "decimal", "%1.%2")


def listed(*levels: int, of: int = 1) -> list[str]:
    return [p(f"Sand {place}", listed=(of, each)) for place, each in enumerate(levels)]


NUMBERS = {
    "plain": (DECIMAL, [0, 0], ["1.", "2."]),
    "in Roman figures, with a space": (TWO_LEVELS, [0, 1, 0, 1], ["Part I", "I.1", "Part II", "II.1"]),
    "legal": (
        level(0, "upperRoman", "Part %1") + level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        [0, 1, 0, 1],
        ["Part I", "1.1", "Part II", "2.1"],
    ),
    "legal, that is switched off": (
        level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", '<w:isLgl w:val="0"/>'),
        [0, 1],
        ["I.", "I.1"],
    ),
    "without a restart": (
        level(0, "upperLetter", "%1.") + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'),
        [0, 1, 0, 1],
        ["A.", "1.", "B.", "2."],
    ),
    "with a restart at the top only": (
        level(0, "decimal", "%1.") + level(1, "decimal", "%2)") + level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
        [0, 1, 2, 1, 2, 0, 2],
        ["1.", "1)", "a)", "2)", "b)", "2.", "a)"],
    ),
    "ordinals": (level(0, "ordinal", "%1"), [0, 0, 0, 0], ["1st", "2nd", "3rd", "4th"]),
    "ordinals in words": (level(0, "ordinalText", "%1:"), [0, 0], ["First:", "Second:"]),
    "numbers in words": (level(0, "cardinalText", "Item %1"), [0, 0], ["Item One", "Item Two"]),
    "with a nought": (level(0, "decimalZero", "%1."), [0, 0], ["01.", "02."]),
    "in dashes": (level(0, "numberInDash", "%1"), [0], ["- 1 -"]),
    "from another start": (level(0, "lowerLetter", "(%1)", start="3"), [0, 0], ["(c)", "(d)"]),
    "after z": (level(0, "lowerLetter", "%1)", start="26"), [0, 0], ["z)", "aa)"]),
    "a word": (level(0, "none", "RESOLVED:"), [0], ["RESOLVED:"]),
    "a word as a bullet": (level(0, "bullet", "RECOMMENDED"), [0], ["RECOMMENDED"]),
    "a tick as a bullet": (
        level(0, "bullet", "\uf0fc", "") .replace("</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>'),
        [0],
        ["✓"],
    ),
    "nothing": (level(0, "none", ""), [0], [""]),
    "capitals": (DECIMAL.replace('"%1."', '"item %1"').replace("</w:lvl>", "<w:rPr><w:caps/></w:rPr></w:lvl>"), [0], ["ITEM 1"]),
    "hidden": (DECIMAL.replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>"), [0], [""]),
    "Word 2010's own form": (
        '<w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003"/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>',
        [0, 0],
        ["001", "002"],
    ),
    "a level that is not defined": (DECIMAL, [5], [""]),
}  # fmt: skip


@pytest.mark.parametrize(("definition", "levels", "labels"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_the_one_that_word_prints(read, definition, levels, labels):
    found = texts(read(*listed(*levels), numbering=numbering(definition)))
    assert found == [f"{label} Sand {place}".strip() for place, label in enumerate(labels)]


def test_a_list_that_html_can_print_is_a_list_and_any_other_number_is_text(read):
    source = read(*listed(0, 1), numbering=numbering(level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")))
    assert ["mso-list" in block.html for block in source.blocks] == [True, False]


def test_nothing_stands_between_number_and_words_where_word_sets_nothing(read):
    definition = level(0, "decimal", "§%1:", '<w:suff w:val="nothing"/>')
    assert texts(read(*listed(0), numbering=numbering(definition))) == ["§1:Sand 0"]


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (11, "ordinal", "11th"), (12, "ordinal", "12th"),
        (13, "ordinal", "13th"), (21, "ordinal", "21st"), (112, "ordinal", "112th"),
        (22, "ordinalText", "Twenty-second"), (30, "ordinalText", "Thirtieth"), (12, "ordinalText", "Twelfth"),
        (40, "cardinalText", "Forty"), (100, "cardinalText", "100"), (1994, "lowerRoman", "mcmxciv"), (0, "lowerLetter", "0"),
        (4, "chicago", "§"), (5, "chicago", "**"), (3, "decimalEnclosedCircle", "③"), (21, "decimalEnclosedCircle", "21"),
    ],
)  # fmt: skip
def test_word_counts_in_words_and_signs(count, form, text):
    assert figure(count, form) == text


def test_a_label_without_figures_does_not_stick_to_the_words(read):
    definition = level(0, "none", "RESOLVED:", '<w:suff w:val="nothing"/>')  # as LibreOffice writes it
    assert texts(read(*listed(0), numbering=numbering(definition))) == ["RESOLVED: Sand 0"]


def test_a_form_of_number_that_is_not_known_is_said(read):
    source = read(*listed(0, 0), numbering=numbering(level(0, "koreanCounting", "%1.")))
    assert texts(source) == ["1. Sand 0", "2. Sand 1"]
    assert [note for note in source.notes if "“koreanCounting”" in note]


LINKED = '<w:abstractNum w:abstractNumId="8"><w:styleLink w:val="L"/>' + DECIMAL + "</w:abstractNum>"
LINKS = '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="L"/></w:abstractNum>'
NUMS = '<w:num w:numId="8"><w:abstractNumId w:val="8"/></w:num><w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'


def test_a_list_that_names_a_list_style_is_numbered_by_it(read):
    l_style = style("L", kind="numbering", more='<w:numPr><w:numId w:val="8"/></w:numPr>')
    body = [p("Sand", listed=(9, 0)), p("Salt", listed=(8, 0)), p("Mud", listed=(9, 0))]
    assert texts(read(*body, numbering=LINKED + LINKS + NUMS, styles=l_style)) == ["1. Sand", "2. Salt", "3. Mud"]
    assert texts(read(*body, numbering=LINKED + LINKS + NUMS)) == ["1. Sand", "2. Salt", "3. Mud"]  # without its style


def test_list_styles_that_name_each_other_number_nothing(read):
    circle = '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="L"/></w:abstractNum>'
    num = '<w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    l_style = style("L", kind="numbering", more='<w:numPr><w:numId w:val="9"/></w:numPr>')
    assert texts(read(p("Sand", listed=(9, 0)), numbering=circle + num, styles=l_style)) == ["Sand"]


def override(number: int, content: str, of: int = 0) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/><w:lvlOverride w:ilvl="0">{content}</w:lvlOverride></w:num>'


def test_a_list_may_begin_anew_or_look_different_from_its_definition(read):
    lists = (override(2, '<w:startOverride w:val="1"/>'), override(3, level(0, "upperLetter", "%1)")))
    body = [*listed(0, 0), *listed(0, 0, of=2), *listed(0, of=3)]
    labels = [text.split()[0] for text in texts(read(*body, numbering=numbering(DECIMAL, lists=lists)))]
    assert labels == ["1.", "2.", "1.", "2.", "C)"]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_say_no(read):
    numbers = numbering(DECIMAL + level(1, "decimal", "%1.%2", '<w:pStyle w:val="Sub"/>'))
    styles = (
        style("Item", more='<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("Sub", based="Item", more='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
        + style("Own", based="Item")
        + style("Round", based="Circle")
        + style("Circle", based="Round")
    )
    body = [
        p("Sand", style="Item"),
        p("Wet", style="Sub"),
        p("Salt", style="Own"),
        p("Mud", style="Item", listed=(0, 0)),
    ]
    found = texts(read(*body, p("Clay", style="Round"), p("Peat", style="None"), numbering=numbers, styles=styles))
    assert found == ["1. Sand", "1.1 Wet", "2. Salt", "Mud", "Clay", "Peat"]


def test_a_paragraph_may_go_deeper_than_its_style(read):
    numbers = numbering(DECIMAL + level(1, "decimal", "%1.%2"))
    styles = style("Item", more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    deeper = p("Wet", style="Item", more='<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    assert texts(read(p("Sand", style="Item"), deeper, numbering=numbers, styles=styles)) == ["1. Sand", "1.1 Wet"]


def test_an_empty_numbered_paragraph_counts_and_its_number_is_printed(read):
    body = [p("Sand", listed=(1, 0)), p(listed=(1, 0)), p("Mud", listed=(1, 0))]
    assert texts(read(*body, numbering=numbering(DECIMAL))) == ["1. Sand", "2.", "3. Mud"]


def test_a_number_alone_in_a_cell_stands_there(read):
    source = read(cells((f"<w:tc>{p(listed=(1, 0))}</w:tc>", "Apologies")), numbering=numbering(DECIMAL))
    assert texts(source) == ["1. Apologies"]


def test_deleted_and_hidden_paragraphs_do_not_count(read):
    gone = p("<w:del><w:r><w:delText>Wet</w:delText></w:r></w:del>", listed=(1, 0), end="<w:del/>")
    unseen = p(r("Dry", "<w:vanish/>"), listed=(1, 0), end="<w:vanish/>")
    body = [p("Sand", listed=(1, 0)), gone, unseen, p("Mud", listed=(1, 0))]
    assert texts(read(*body, numbering=numbering(DECIMAL))) == ["1. Sand", "2. Mud"]


def test_a_bold_line_is_bold_although_its_number_is_not(read):
    source = read(p(r("Sand", "<w:b/>"), listed=(1, 0)), p("Salt", listed=(1, 0)), numbering=numbering(DECIMAL))
    assert [block.strong for block in source.blocks] == [True, False]


def test_numbered_headings_keep_their_numbers(read):
    styles = style("H2", called="heading 2", more='<w:numPr><w:numId w:val="1"/></w:numPr>')
    source = read(p("Sand", style="H2"), p("Wet."), p("Salt", style="H2"), numbering=numbering(DECIMAL), styles=styles)
    assert [(block.tag, block.text) for block in source.blocks] == [("h2", "1. Sand"), ("p", "Wet."), ("h2", "2. Salt")]


# Styles


def test_a_heading_is_known_by_its_style_its_outline_or_what_its_style_is_based_on(read):
    styles = (
        style("berschrift1", called="heading 1")
        + style("Own", based="berschrift1")
        + style("Text", based="berschrift1", more='<w:outlineLvl w:val="9"/>')
        + style("Out", more='<w:outlineLvl w:val="2"/>')
        + style("T", called="Title")
        + style("Deep", called="heading 9")
    )
    body = [p(name, style=name) for name in ("T", "berschrift1", "Own", "Text", "Out", "Deep", "Unknown")]
    source = read(*body, p("Direct", more='<w:outlineLvl w:val="1"/>'), styles=styles)
    assert [block.tag for block in source.blocks] == ["h1", "h1", "h1", "p", "h3", "h6", "p", "h2"]


LOOKS = {
    "struck": ("<w:strike/>", "<s>Sand</s>"),
    "struck twice": ("<w:dstrike/>", "<s>Sand</s>"),
    "not struck": ('<w:dstrike w:val="false"/>', "Sand"),
    "bold and struck": ("<w:b/><w:strike/>", "<strong><s>Sand</s></strong>"),
    "slanted": ("<w:i/>", "<em>Sand</em>"),
    "underlined": ('<w:u w:val="single"/>', "<u>Sand</u>"),
    "slanted, underlined and struck": ('<w:i/><w:u w:val="double"/><w:strike/>', "<em><u><s>Sand</s></u></em>"),
    "not underlined": ('<w:u w:val="none"/>', "Sand"),
    "raised": ('<w:vertAlign w:val="superscript"/>', "<sup>Sand</sup>"),
    "lowered": ('<w:vertAlign w:val="subscript"/>', "<sub>Sand</sub>"),
    "in capitals": ("<w:caps/>", "SAND"),
    "in small capitals": ("<w:smallCaps/>", "SAND"),
    "in no capitals": ('<w:caps w:val="0"/>', "Sand"),
    "by a style": ('<w:rStyle w:val="Loud"/>', "<strong>SAND</strong>"),
    "by a style, and not": ('<w:rStyle w:val="Loud"/><w:b w:val="0"/><w:caps w:val="0"/>', "Sand"),
    "by a style that is based on one": ('<w:rStyle w:val="Louder"/>', "<strong><s>SAND</s></strong>"),
}


@pytest.mark.parametrize(("look", "shown"), LOOKS.values(), ids=LOOKS)
def test_words_look_as_word_makes_them_look(read, look, shown):
    styles = style("Loud", kind="character", look="<w:b/><w:caps/>") + style(
        "Louder", kind="character", based="Loud", look="<w:strike/>"
    )
    assert html(read(p(r("Sand", look)), styles=styles)) == f"<p>{shown}</p>"


def test_a_switch_in_two_styles_at_once_is_off(read):
    styles = style("Bold", look="<w:b/>") + style("Strong", kind="character", look="<w:b/>")
    source = read(p(r("Sand", '<w:rStyle w:val="Strong"/>'), " and salt", style="Bold"), styles=styles)
    assert html(source) == "<p>Sand<strong> and salt</strong></p>"


def test_resolved_in_capitals_by_format_is_found(read):
    source = read(p(r("1. Grants", "<w:b/>")), p(r("resolved that the grant be paid.", "<w:smallCaps/>")),
                  p(r("2. Close", "<w:b/>")), p("Ended."))  # fmt: skip
    assert split(source).items[0].decisions[0].text[0].text == "RESOLVED THAT THE GRANT BE PAID."


def test_struck_words_of_a_heading_stay_struck_in_its_html(read):
    source = read(p(r("Byelaw ", ""), r("on horses", "<w:dstrike/>"), style="H"), styles=style("H", called="heading 1"))
    assert html(source) == "<h1>Byelaw <s>on horses</s></h1>"


# What is hidden

HIDDEN = {
    "by its run": ("<w:vanish/>", "", "", True),
    "by nothing": ('<w:vanish w:val="0"/>', "", "", False),
    "by a character's style": ('<w:rStyle w:val="Unseen"/>', "", "", True),
    "by a style that another switches off": ('<w:rStyle w:val="Seen"/>', "", "", False),
    "by its paragraph's style": ("", "Secret", "", True),
    "by its paragraph's style, and not": ('<w:vanish w:val="0"/>', "Secret", "", False),
    "by the document": (
        "",
        "",
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
        True,
    ),
    "on the web only": ("<w:webHidden/>", "", "", False),
}


@pytest.mark.parametrize(("look", "of_paragraph", "defaults", "is_hidden"), HIDDEN.values(), ids=HIDDEN)
def test_what_word_hides_is_left_out_and_said(read, look, of_paragraph, defaults, is_hidden):
    styles = defaults + (
        style("Unseen", kind="character", look="<w:vanish/>")
        + style("Seen", kind="character", based="Unseen", look='<w:vanish w:val="0"/>')
        + style("Secret", look="<w:vanish/>")
    )
    shown = '<w:vanish w:val="0"/>'
    source = read(
        p(r("Noted. ", shown), r("He owes £40.", look), style=of_paragraph), p(r("End.", shown)), styles=styles
    )
    assert ("He owes £40." in " ".join(texts(source))) != is_hidden
    assert bool([line for line in source.dropped if "He owes £40." in line]) == is_hidden


def test_hidden_paragraphs_in_a_row_are_said_once_with_their_place(read):
    secret = [p(r(text, "<w:vanish/>"), end="<w:vanish/>") for text in ("He owes £40.", "She owes £50.")]
    source = read(p("Noted."), *secret, p("End."))
    assert texts(source) == ["Noted.", "End."]
    assert source.dropped == ["hidden in Word: “He owes £40. She owes £50.” (after “Noted.”)"]


def test_a_hidden_row_and_what_is_hidden_in_a_cell_are_left_out(read):
    row = f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{p('Salary')}</w:tc></w:tr>"
    source = read(f"<w:tbl>{row}<w:tr><w:tc>{p('Sand ', r('mine', '<w:vanish/>'))}</w:tc></w:tr></w:tbl>")
    assert texts(source) == ["Sand"]
    assert [line.partition(" (")[0] for line in source.dropped] == [
        "a row of a table, hidden in Word: “Salary”",
        "hidden in Word: “mine”",
    ]


def test_a_run_in_heading_goes_on_with_its_text(read):
    """Word's style separator hides the end of the heading's paragraph."""
    source = read(p(r("Sand.", "<w:b/>"), end="<w:vanish/><w:specVanish/>", listed=(1, 0)), p(" It was wet."), p("End."),
                  numbering=numbering(DECIMAL))  # fmt: skip
    assert texts(source) == ["1. Sand. It was wet.", "End."]


# Tracked changes and comments

INSERTED = '<w:ins w:id="1">{}</w:ins>'
DELETED = '<w:del w:id="2"><w:r><w:delText xml:space="preserve">{}</w:delText></w:r></w:del>'


def test_insertions_are_in_and_deletions_are_out_and_said(read):
    source = read(p("Sand ", INSERTED.format(r("and salt ")), DELETED.format("and mud "), "was bought."))
    assert texts(source) == ["Sand and salt was bought."]
    assert source.dropped == ["deleted in Word's tracked changes: “and mud” (in “Sand and salt was bought.”)"]


def test_what_was_inserted_and_deleted_again_is_out(read):
    assert texts(read(p("Sand", INSERTED.format(DELETED.format(" and mud"))))) == ["Sand"]


def test_what_was_moved_is_there_once_and_where_it_was_moved_to(read):
    moved = f'<w:moveFrom w:id="3">{r("Sand.")}</w:moveFrom>'
    source = read(p(moved, end="<w:moveFrom/>"), p("Salt."), p(f'<w:moveTo w:id="4">{r("Sand.")}</w:moveTo>'))
    assert (texts(source), source.dropped) == (["Salt.", "Sand."], [])
    lost = read(p(moved), p("Salt."))  # nowhere moved to
    assert lost.dropped == ["deleted in Word's tracked changes: “Sand.” (at the beginning)"]


def test_a_paragraph_whose_end_was_deleted_goes_on_with_the_next(read):
    source = read(p("Sand ", end="<w:del/>"), p("and salt."), p("Sand", end="<w:ins/>"), p("Mud", end="<w:del/>"))
    assert texts(source) == ["Sand and salt.", "Sand", "Mud"]


def test_deleted_rows_and_cells_are_out(read):
    deleted = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{p(DELETED.format('Mud'))}</w:tc></w:tr>"
    cell = f"<w:tc><w:tcPr><w:cellDel w:id='2'/></w:tcPr>{p('Clay')}</w:tc>"
    source = read(f"<w:tbl>{deleted}<w:tr><w:tc>{p('Sand')}</w:tc>{cell}</w:tr></w:tbl>")
    assert texts(source) == ["Sand"]
    assert len([line for line in source.dropped if "deleted in Word's tracked changes" in line]) == 2


def test_comments_are_out_and_said_with_their_place(read):
    mark = '<w:commentRangeStart w:id="1"/>{}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    comments = f'<w:comment w:id="1" w:author="Clerk">{p("Is this confidential?")}</w:comment>'
    comments += f'<w:comment w:id="2">{p("Nowhere")}</w:comment><w:comment w:id="3"/>'
    source = read(p(mark.format(r("Sand."))), comments=comments)
    assert texts(source) == ["Sand."]
    assert source.dropped == ["comment: “Is this confidential?” (in “Sand.”)", "comment: “Nowhere”"]
    assert ("comment", "Is this confidential?") in source.asides


def test_highlighted_words_stay_and_are_reported_with_their_place(read):
    yellow = '<w:highlight w:val="yellow"/>'
    source = read(
        p("The fee is ", r("£200 ", yellow), r("check!", yellow)), p(r("None.", '<w:highlight w:val="none"/>'))
    )
    assert texts(source)[0] == "The fee is £200 check!"
    assert source.notes == [
        "highlighted in Word, and kept without its colour: “£200 check!” (in “The fee is £200 check!”)"
    ]


def test_white_words_are_kept_and_reported_but_not_where_cells_are_dark(read):
    white, shaded = '<w:color w:val="FFFFFF"/>', '<w:color w:val="ffffff"/><w:shd w:val="clear" w:fill="000000"/>'
    source = read(
        p("Noted. ", r("He owes £40.", white)),
        p(r("Head", shaded)),
        cells((f"<w:tc>{p(r('Vote', white))}</w:tc>", "x")),
    )
    assert texts(source) == ["Noted. He owes £40.", "Head", "Vote x"]
    assert [line for line in source.notes if "£40" in line.split("(in")[0]] == source.notes


def test_a_large_first_letter_belongs_to_its_word(read):
    source = read(
        p("T", more='<w:framePr w:dropCap="drop"/>'), p("he mole."), p("Framed", more="<w:framePr/>"), p("End.")
    )
    assert texts(source) == ["The mole.", "Framed", "End."]


def test_charts_diagrams_and_embedded_files_are_said_with_their_words(tmp_path):
    path = docx(tmp_path / "m.docx", p("Sand."))
    chart = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:v>Income</c:v><c:v>900</c:v></c:chart>'
    drawn = '<d xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:t>Chair</a:t><a:t>Clerk</a:t></d>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/charts/chart1.xml", chart)
        archive.writestr("word/diagrams/data1.xml", drawn)
        archive.writestr("word/embeddings/sheet.xlsx", b"x")
    assert read_file(path).dropped == [
        "a chart drawn in Word: “Income 900”",
        "a diagram drawn in Word: “Chair Clerk”",
        "a file embedded in Word (sheet.xlsx)",
    ]


@pytest.mark.parametrize("made", [
    "".join(p(r(f"Secret {n}", "<w:vanish/>"), end="<w:vanish/>") for n in range(6000)),
    "".join(p(f"Joined {n}", end="<w:del/>") for n in range(6000)),
    p(*[r(f"x{n * n}", "<w:b/>" * (n % 2)) for n in range(10_000)]),
    "<w:sdt><w:sdtContent>" * 60 + p("Deep") + "</w:sdtContent></w:sdt>" * 60,
    f"<w:tbl><w:tr><w:tc>{'<w:tbl><w:tr><w:tc>' * 40}{p('Deep')}{'</w:tc></w:tr></w:tbl>' * 40}</w:tc></w:tr></w:tbl>",
])  # fmt: skip
def test_what_is_long_or_deep_is_read_in_time(read, made):
    start = time.process_time()
    source = read(p("Sand."), made)
    assert source.blocks and time.process_time() - start < 10


# Notes


def test_a_note_stands_at_the_end_of_its_item(read):
    body = [
        p(r("1. Hall", "<w:b/>")), p("The fee is £200.", refer(1)), p("It is due."), p(r("2. Mole", "<w:b/>")),
        p("A sum", refer(2), " and another.", refer(3, "endnote")), p(r("3. Close", "<w:b/>")), p("Ended."),
    ]  # fmt: skip
    source = read(
        *body,
        footnotes=note(2, p("In cash.")) + note(1, p("Less the deposit."), p("Since May.")),
        endnotes=note(3, p("In March."), kind="endnote"),
    )
    assert texts(source) == [
        "1. Hall", "The fee is £200.[1]", "It is due.", "[1] Less the deposit.", "Since May.",
        "2. Mole", "A sum[2] and another.[i]", "[2] In cash.", "[i] In March.", "3. Close", "Ended.",
    ]  # fmt: skip
    assert "<sup>[1]</sup>" in html(source) and "href" not in html(source)


def test_a_note_of_a_table_a_box_or_a_title_stands_behind_it(read):
    body = [p(r("1. Hall", "<w:b/>"), refer(1)), cells((f"<w:tc>{p('Fee', refer(2))}</w:tc>", "£2")), p("Due."),
            p(r("2. Close", "<w:b/>")), p("Ended.")]  # fmt: skip
    source = read(*body, footnotes=note(1, p("Great.")) + note(2, cells(("Cash", "Card"))))
    assert texts(source) == ["1. Hall[1]", "Fee[2] £2", "Due.", "[1] Great.", "[2]", "Cash Card", "2. Close", "Ended."]


def test_a_note_stands_before_the_papers_that_are_listed_below_its_text(read):
    body = [p("Hall"), p("The fee is £200.", refer(1)), p("Supporting documents:"), p("A report")]
    assert texts(read(*body, footnotes=note(1, p("In cash."))))[2] == "[1] In cash."


def test_notes_keep_their_own_marks_forms_and_starts(read):
    own = '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/></w:r>'
    form = '<w:sectPr><w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="2"/></w:footnotePr></w:sectPr>'
    source = read(p("Fee", own, " and more", refer(2)), form, footnotes=note(1, p("Cash.")) + note(2, p("Card.")))
    assert texts(source) == ["Fee[*] and more[b]", "[*] Cash.", "[b] Card."]


def test_notes_that_are_missing_empty_or_referred_to_by_nothing_are_said(read):
    source = read(p("Fee", refer(7)), p("Due", refer(1)), footnotes=note(1) + note(2, p("Lost.")) + note(
        -1, p("never"), kind="footnote").replace("<w:footnote ", '<w:footnote w:type="separator" '))  # fmt: skip
    assert texts(source) == ["Fee", "Due[1]", "[1]"]
    assert source.dropped == [
        "the mark of a footnote that is not in the file (in “Fee”)",
        "a footnote whose mark is deleted, hidden or missing: “Lost.”",
    ]


def test_lists_and_hidden_words_in_notes_are_read_as_in_the_text(read):
    source = read(p("Fee", refer(1)), numbering=numbering(DECIMAL),
                  footnotes=note(1, p("Two ways", r(" (secret)", "<w:vanish/>")), p("Cash", listed=(1, 0))))  # fmt: skip
    assert texts(source) == ["Fee[1]", "[1] Two ways", "1. Cash"]
    assert source.dropped == ["hidden in Word: “(secret)” (in “Two ways”)"]


# Forms


def box(content: str) -> str:
    return field("FORMCHECKBOX", form=f"<w:checkBox>{content}</w:checkBox>")


BOXES = {
    "ticked": ("<w:checked/>", "☑"),
    "ticked from the start": ('<w:default w:val="1"/>', "☑"),
    "unticked later": ('<w:default w:val="1"/><w:checked w:val="0"/>', "☐"),
    "empty": ('<w:default w:val="0"/>', "☐"),
    "without a state": ("", "☐"),
}


@pytest.mark.parametrize(("state", "sign"), BOXES.values(), ids=BOXES)
def test_a_box_of_a_form_is_shown_with_its_state(read, state, sign):
    assert texts(read(p(box(state), " For ", box(state)), cells((f"<w:tc>{p(box(state))}</w:tc>", "x")))) == [
        f"{sign} For {sign}",
        f"{sign} x",
    ]


CHECKED = (
    '<w14:checkbox><w14:checked w14:val="{}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/></w14:checkbox>'
)


@pytest.mark.parametrize(("state", "sign"), [("1", "☑"), ("0", "☐"), ("true", "☑"), ("false", "☐")])
def test_a_box_of_a_content_control_is_shown_with_its_state(read, state, sign):
    properties, other = CHECKED.format(state), "☒" if sign == "☐" else "☐"  # the state counts, whatever sign is shown
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
    source = read(
        p(control(properties, r(other, '<w:rFonts w:ascii="MS Gothic"/>')), " In a line"),
        control(properties, p(other)),
        p(control(properties, ""), " Empty"),
        p(control(properties, symbol), " Symbol"),
        cells((control(properties, f"<w:tc>{p(other)}</w:tc>"), "In a table")),
    )
    assert texts(source) == [f"{sign} In a line", sign, f"{sign} Empty", f"{sign} Symbol", f"{sign} In a table"]


def test_words_own_table_of_contents_is_left_out_and_its_heading_counts_as_word_counts_it(read):
    listed = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = style("Heading1", called="heading 1", more=listed) + style("TOCHeading", based="Heading1")
    contents = control(
        '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>',
        p("What is here", style="TOCHeading") + p("2", "<w:r><w:tab/></w:r>", "Sand"),
    )
    source = read(p("Notes"), contents, p("Sand", style="Heading1"), styles=styles, numbering=numbering(DECIMAL))
    assert texts(source) == ["Notes", "2. Sand"]
    assert source.dropped == ["Word's table of contents: “1. What is here 2\tSand” (after “Notes”)"]


CHOICES = '<w:listEntry w:val="For"/><w:listEntry w:val="Against"/>'
DROPPED_DOWN = {
    "the first": ("", "For"),
    "the default": ('<w:default w:val="1"/>', "Against"),
    "the chosen": ('<w:result w:val="1"/><w:default w:val="0"/>', "Against"),
    "none that is there": ('<w:result w:val="9"/>', ""),
}


@pytest.mark.parametrize(("state", "chosen"), DROPPED_DOWN.values(), ids=DROPPED_DOWN)
def test_a_drop_down_shows_what_was_chosen(read, state, chosen):
    form = f"<w:ddList>{state}{CHOICES}</w:ddList>"
    assert texts(read(p("Ash: ", field("FORMDROPDOWN", form=form)))) == [f"Ash: {chosen}".strip()]


def test_a_content_control_shows_its_value_and_not_its_prompt(read):
    prompt = control("<w:showingPlcHdr/><w:dropDownList/>", r("Choose an item.", '<w:rStyle w:val="PlaceholderText"/>'))
    value = control("<w:dropDownList><w:listItem w:value='1'/></w:dropDownList>", r("Against"))
    nested = control("<w:text/>", control("<w:date/>", r("5 March")))
    off = control('<w:showingPlcHdr w:val="0"/>', r("Kept"))
    source = read(p("Ash: ", prompt, value), p(nested, " ", off), control("<w:showingPlcHdr/>", p("Click here.")),
                  "<w:sdt><w:sdtPr/></w:sdt>")  # fmt: skip
    assert texts(source) == ["Ash: Against", "5 March Kept"]
    assert source.dropped == [
        "the prompt of an empty form field: “Choose an item.” (in “Ash: Against”)",
        "the prompt of an empty form field: “Click here.” (after “5 March Kept”)",
    ]


def test_content_controls_around_blocks_rows_and_cells_are_seen_through(read):
    salt = control("", f"<w:tc>{p('Salt')}</w:tc>")
    row = control("", f"<w:tr>{salt}<w:tc>{p('Mud')}</w:tc></w:tr>")
    source = read(control("", p("Sand") + control("", p("Clay"))), f"<w:tbl>{row}</w:tbl>")
    assert texts(source) == ["Sand", "Clay", "Salt Mud"]


# Fields

FIELDS = {
    "a page number": (field("PAGE", "7"), "7", ""),
    "a form's text": (field("FORMTEXT", "Oak"), "Oak", ""),
    "a field in a field": (field('IF 1 = 1 "yes"', r("A ") + field("DATE", "5 March")), "A 5 March", ""),
    "words in a code": (field("XE") .replace("</w:instrText>", f"</w:instrText>{r('index')}"), "", ""),
    "an index entry": (field('XE "sand"'), "", ""),
    "a symbol": (field('SYMBOL 252 \\f "Wingdings"'), "✓", ""),
    "a symbol in hexadecimal": (field("SYMBOL 0xFE \\f Wingdings"), "☑", ""),
    "a button": (field("MACROBUTTON NoMacro Press here"), "Press here", ""),
    "a number that only Word knows": (field("LISTNUM"), "", "{LISTNUM}"),
    "a field that never ends": ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("Oak"), "Oak", ""),
    "an end without a start": ('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("Oak"), "Oak", ""),
    "a simple one": (f'<w:fldSimple w:instr="AUTHOR">{r("Oak")}</w:fldSimple>', "Oak", ""),
}  # fmt: skip


@pytest.mark.parametrize(("code", "shown", "said"), FIELDS.values(), ids=FIELDS)
def test_a_field_shows_what_word_shows_for_it(read, code, shown, said):
    source = read(p("Ash ", code, " and Elm"), p("End."))
    assert texts(source) == [" ".join(f"Ash {shown} and Elm".split()), "End."]
    assert source.dropped == ([f"what only Word can work out: “{said}” (in “Ash and Elm”)"] if said else [])


def test_a_field_over_several_paragraphs_keeps_them(read):
    begin, end = field("TOC", "First").split(r("First"))
    assert texts(read(p(begin, "First"), p("Second"), p("Third", end), p("Fourth"))) == [
        "First",
        "Second",
        "Third",
        "Fourth",
    ]


def test_links_keep_their_addresses(read):
    link = '<w:hyperlink r:id="site">' + r("the report", '<w:u w:val="single"/>') + "</w:hyperlink>"
    inside = f'<w:hyperlink w:anchor="mark">{r("below")}</w:hyperlink>'
    old = field('HYPERLINK "https://example.org/b"', "the plan")
    source = read(p("See ", link, ", ", inside, " and ", old), links={"site": "https://example.org/a"})
    assert html(source) == (
        '<p>See <a href="https://example.org/a">the report</a>, below and <a href="https://example.org/b">the plan</a></p>'
    )


# Symbols

SYMBOLS = {
    "a tick": ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "✓"),
    "a tick without the private code": ('<w:sym w:font="Wingdings" w:char="00FC"/>', "✓"),
    "a cross": ('<w:sym w:font="Wingdings" w:char="F0FB"/>', "✗"),
    "a ticked box": ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "☑"),
    "another ticked box": ('<w:sym w:font="Wingdings 2" w:char="F052"/>', "☑"),
    "an empty box": ('<w:sym w:font="Wingdings" w:char="F0A8"/>', "☐"),
    "a letter of Windows in the font": ('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>Ÿ</w:t>', "•"),
    "a Greek letter": ('<w:sym w:font="Symbol" w:char="F061"/>', "α"),
    "less or equal": ('<w:sym w:font="Symbol" w:char="F0A3"/>', "≤"),
    "a letter of another font": ('<w:sym w:font="Arial" w:char="2713"/>', "✓"),
    "letters in the font": ('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>ü</w:t>', "✓"),
    "codes in the font": ('<w:rPr><w:rFonts w:hAnsi="Symbol"/></w:rPr><w:t>\uf061b</w:t>', "αβ"),
    "codes in a style's font": ('<w:rPr><w:rStyle w:val="Sign"/></w:rPr><w:t>þ</w:t>', "☑"),
    "words in another font": ('<w:rPr><w:rFonts w:ascii="Arial"/></w:rPr><w:t>ab</w:t>', "ab"),
}


@pytest.mark.parametrize(("xml", "sign"), SYMBOLS.values(), ids=SYMBOLS)
def test_a_sign_of_a_symbol_font_is_the_letter_that_it_shows(read, xml, sign):
    styles = style("Sign", kind="character", look='<w:rFonts w:ascii="Wingdings"/>')
    source = read(p("Ash ", f"<w:r>{xml}</w:r>"), styles=styles)
    assert (texts(source), source.notes) == ([f"Ash {sign}"], [])


@pytest.mark.parametrize("code", ["F0FC", "", "xyz", "99999999"])
def test_a_sign_that_is_not_known_is_said(read, code):
    source = read(p("Ash ", f'<w:r><w:sym w:font="Klingon" w:char="{code}"/></w:r>'))
    assert texts(source) == ["Ash �"] and "a symbol font that is not known" in source.notes[0]


# Boxes, pictures and what is drawn

TEXT_BOX = "<w:txbxContent>{}</w:txbxContent>"
NEW_BOX = "<w:drawing><wp:inline><wp:docPr id='1' name='b'/><wps:wsp><wps:txbx>{}</wps:txbx></wps:wsp></wp:inline></w:drawing>"
OLD_BOX = "<w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict>"
CHOICE = (
    "<mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)


def test_a_text_box_is_read_once_behind_its_paragraph(read):
    content = TEXT_BOX.format(p("Boxed ", r("secret", "<w:vanish/>")) + p("Sand", listed=(1, 0)))
    both = f"<w:r>{CHOICE.format(NEW_BOX.format(content), OLD_BOX.format(content))}</w:r>"
    inner = f"<w:r>{OLD_BOX.format(TEXT_BOX.format(p('Inner')))}</w:r>"
    nested = f"<w:r>{OLD_BOX.format(TEXT_BOX.format(p('Outer', inner)))}</w:r>"
    source = read(p("Ash", both, " and Elm"), p(nested), p("End."), numbering=numbering(DECIMAL))
    assert texts(source) == ["Ash and Elm", "Boxed", "1. Sand", "Outer", "Inner", "End."]


def test_a_box_whose_newer_form_is_empty_is_read_in_its_older(read):
    source = read(p(f"<w:r>{CHOICE.format('', OLD_BOX.format(TEXT_BOX.format(p('Boxed'))))}</w:r>"))
    assert texts(source) == ["Boxed"]


def test_pictures_and_objects_are_said_with_their_place(read):
    picture = (
        "<w:r><w:drawing><wp:inline><wp:docPr id='1' name='p' descr='A gull'/><a:blip/></wp:inline></w:drawing></w:r>"
    )
    bare = "<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>"
    thing = "<w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r>"
    source = read(p("Ash", picture), p("Elm", bare, thing))
    assert texts(source) == ["Ash", "Elm"]
    assert source.dropped == [
        "a picture: “A gull” (in “Ash”)",
        "a picture (in “Elm”)",
        "an object of another program: “Excel.Sheet.12” (in “Elm”)",
    ]


SHOWN = {
    "its title": ("<wp:docPr title='A gull' descr=''/><a:blip/>", "a picture: “A gull”"),
    "its title and its text": (
        "<wp:docPr title='A gull' descr='on the mole'/><a:blip/>",
        "a picture: “A gull. on the mole”",
    ),
    "the picture's own": ("<wp:docPr/><wps:cNvPr descr='A gull'/><a:blip/>", "a picture: “A gull”"),
    "two in a group": (
        "<wps:cNvPr descr='A gull'/><a:blip/><wps:cNvPr descr='A tern'/><a:blip/>",
        "a picture: “A gull. A tern”",
    ),
    "said twice": ("<wp:docPr descr='A gull'/><wps:cNvPr descr='A gull'/><a:blip/>", "a picture: “A gull”"),
    "a drawing's": ("<wp:docPr descr='A gull'/><wps:wsp/>", "a drawing: “A gull”"),
}


@pytest.mark.parametrize(("xml", "said"), SHOWN.values(), ids=SHOWN)
def test_what_a_picture_is_said_to_show_is_in_the_report(read, xml, said):
    source = read(p("Ash", f"<w:r><w:drawing><wp:inline>{xml}</wp:inline></w:drawing></w:r>"))
    assert (texts(source), source.dropped) == (["Ash"], [f"{said} (in “Ash”)"])


def test_word_art_is_text_and_a_watermark_is_aside(read):
    art = '<w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>'
    source = read(p("Ash", art), header1=p(art.replace("DRAFT", "CONFIDENTIAL")))
    assert texts(source) == ["Ash DRAFT"]
    assert source.asides == [("header", "CONFIDENTIAL")]


def test_an_equation_is_kept_on_one_line_and_said(read):
    source = read(p("So ", "<m:oMath><m:r><m:t>E=mc</m:t></m:r><m:r><m:t>2</m:t></m:r></m:oMath>", "it is."),
                  "<m:oMathPara><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></m:oMathPara>")  # fmt: skip
    assert texts(source) == ["So E=mc2 it is.", "a+b"]
    assert len([line for line in source.notes if "an equation" in line]) == 2


# Documents inside documents

CHUNK = '<w:altChunk r:id="{}"/>'
MHT = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n"
    "Content-Transfer-Encoding: quoted-printable\n\n<p>From an archive: =C2=A3900</p>\n--x--\n"
)


def test_a_document_inside_is_read_where_it_stands(read, tmp_path):
    inner = docx(tmp_path / "inner.docx", p("From Word")).read_bytes()
    chunks = {"a.html": "<h2>From a page</h2>", "b.mht": MHT, "c.txt": "From a text", "d.docx": inner}
    source = read(p("Before"), *map(CHUNK.format, chunks), p("After"), chunks=chunks)
    assert texts(source) == ["Before", "From a page", "From an archive: £900", "From a text", "From Word", "After"]


def test_a_document_inside_that_cannot_be_read_is_said_with_its_place(read):
    chunks = {"a.rtf": "{\\rtf1 x}", "b.docx": b"PK broken", "c.html": ""}
    source = read(p("Before"), *map(CHUNK.format, [*chunks, "missing"]), p("After"), chunks=chunks)
    assert texts(source) == ["Before", "After"]
    assert len(source.dropped) == 4
    assert all(
        line.startswith("a document inside this one that can't be read") and line.endswith("(after “Before”)")
        for line in source.dropped
    )


def test_documents_inside_documents_without_end_are_not_followed(tmp_path, read):
    inner = docx(tmp_path / "inner.docx", p("Deep")).read_bytes()
    for _ in range(6):
        inner = docx(
            tmp_path / "inner.docx", p("Deeper"), CHUNK.format("a.docx"), chunks={"a.docx": inner}
        ).read_bytes()
    source = read(CHUNK.format("a.docx"), chunks={"a.docx": inner})
    assert texts(source) == ["Deeper"] * 3 and len(source.dropped) == 1


# What stands beside the text


def test_headers_footers_and_properties_are_read_for_what_they_say(tmp_path):
    path = docx(
        tmp_path / "m.docx",
        p("Sand."),
        header1=p("Part 2"),
        header2=p("Part 2"),
        footer1=p("Page ", field("PAGE", "1")),
    )
    core = '<c:p xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Exempt minutes</dc:title></c:p>'
    custom = '<P xmlns="y"><property name="Sensitivity"><v>Confidential</v></property></P>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("docProps/core.xml", core)
        archive.writestr("docProps/custom.xml", custom)
    source = read_file(path)
    assert source.asides == [
        ("header", "Part 2"),
        ("footer", "Page 1"),
        ("document property “title”", "Exempt minutes"),
        ("document property “Sensitivity”", "Confidential"),
    ]
    assert source.dropped == ["header: “Part 2”", "footer: “Page 1”"]


# Tables


def test_joined_cells_heads_and_gaps_are_as_in_word(read):
    def cell(text, properties):
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    wide, top, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('Vote', wide)}{cell('Ward', '')}</w:tr>"
    first = f"<w:tr>{cell('Ash', top)}{cell('For', '')}{cell('North', '')}</w:tr>"
    second = f"<w:tr>{cell('lost', below)}{cell('Against', '')}{cell('South', '')}</w:tr>"
    third = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("None", "<w:vMerge/>")}{cell("West", "")}</w:tr>'
    source = read(f"<w:tbl>{head}{first}{second}{third}</w:tbl>")
    table = re.sub("</?(?:p|tbody|thead)>", "", html(source))
    assert table == (
        '<table><tr><th colspan="2">Vote</th><th>Ward</th></tr><tr><td rowspan="2">Ash</td><td>For</td><td>North</td></tr>'
        '<tr><td>Against</td><td>South</td></tr><tr><td colspan="1"></td><td>None</td><td>West</td></tr></table>'
    )
    assert source.dropped == ["in a joined cell of a table, where Word doesn't print it: “lost” (after “North”)"]


def test_a_table_in_a_table_and_an_empty_one(read):
    inner = f"<w:tc>{p('Sand')}{cells(('Salt', 'Mud'))}{p()}</w:tc>"
    assert texts(read(cells((inner, "Clay")), "<w:tbl/>", cells(("", "")), p("End."))) == ["Sand Salt Mud Clay", "End."]


# Words in other directions


def test_marks_that_turn_the_order_of_words_are_left_out_and_said(read):
    turned = f'<w:bdo w:val="rtl">{r("Sand")}</w:bdo>'
    source = read(p("pay \u202e009£\u202c now"), p(turned), p(r("שלום עולם", "<w:rtl/>"), more="<w:bidi/>"))
    assert texts(source) == ["pay 009£ now", "Sand", "שלום עולם"]
    assert [line.partition(" (")[0] for line in source.notes] == [
        "Marks that turn the reading order round were left out; check the order of the words."
    ] * 2


# As other programs write


def test_python_docx_and_its_template(tmp_path):
    document = python_docx.Document()
    document.add_heading("Harbour Committee", 0)
    document.add_heading("Sand", 2)
    document.add_paragraph("wet", style="List Number")
    document.add_paragraph("dry", style="List Number")
    document.add_paragraph("salt", style="List Bullet")
    document.save(tmp_path / "m.docx")
    source = read_file(tmp_path / "m.docx")
    assert [(block.tag, block.text) for block in source.blocks] == [
        ("h1", "Harbour Committee"), ("h2", "Sand"), ("p", "1. wet"), ("p", "2. dry"), ("p", "· salt"),
    ]  # fmt: skip
    assert source.dropped == []


STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
HABITS = {
    # Word 2007: smart tags, rsids, a proofing mark within a word, a page break that was rendered
    "Word 2007": p(
        '<w:smartTag w:uri="u" w:element="place"><w:r><w:t>North</w:t></w:r></w:smartTag><w:proofErr w:type="spellStart"/>',
        '<w:r w:rsidR="00AA"><w:lastRenderedPageBreak/><w:t xml:space="preserve"> mo</w:t></w:r>', r("le"),
    ),
    # Word for Mac: a run for each change of script, soft and hard hyphens
    "Word for Mac": p('<w:r><w:rPr><w:rFonts w:eastAsia="Times"/></w:rPr><w:t>North</w:t></w:r>', r(" mo"),
                      "<w:r><w:softHyphen/><w:t>le</w:t></w:r>"),
    # Google Docs: everything in one run with all properties switched off by name, text in one line with the XML
    "Google Docs": p(r("North mole", '<w:b w:val="0"/><w:i w:val="0"/><w:smallCaps w:val="0"/><w:strike w:val="0"/>'
                                     '<w:vertAlign w:val="baseline"/><w:rtl w:val="0"/>')),
    # Pages: bookmarks around words, a custom XML wrapper, an empty run
    "Pages": p('<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:r/>',
               '<w:customXml w:element="x"><w:r><w:t xml:space="preserve">North </w:t></w:r></w:customXml>', r("mole"),
               '<w:bookmarkEnd w:id="0"/>'),
    # LibreOffice: a direction around a run, and language marks
    "LibreOffice": p('<w:dir w:val="ltr">' + r("North ", '<w:lang w:val="en-GB"/>') + "</w:dir>", r("mole")),
    "no program": r("North ") + "<w:r><w:t>mole</w:t></w:r>",
}  # fmt: skip


@pytest.mark.parametrize("body", HABITS.values(), ids=HABITS)
def test_the_habits_of_programs_do_not_matter(read, body):
    source = read(p("Before."), body, p("After."))
    assert " ".join(texts(source)) == "Before. North mole After."
    assert (source.notes, source.dropped) == ([], [])


def test_a_strict_document_is_read(tmp_path):
    document = part("document", f"<w:body>{p('Sand')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", STRICT
    )
    path = zipped(
        tmp_path / "m.docx",
        {"_rels/.rels": relations({"word/document.xml": "officeDocument"}), "word/document.xml": document},
    )
    assert texts(read_file(path)) == ["Sand"]


CASES = {
    "altchunk": lambda source: len(source.blocks) == 5 and not source.dropped,
    "caps": lambda source: source.blocks[1].text.isupper(),
    "checkboxform": lambda source: [block.text[0] for block in source.blocks[1:3]] == ["☑", "☐"],
    "dstrike": lambda source: source.blocks[1].html.count("<s>") == 1,
    "falselost": lambda source: not source.dropped and source.blocks[1].text.startswith("1. "),
    "footnote": lambda source: [text[:3] for text in texts(source)[2:4]] == ["[1]", "2. "],
    "headermark": lambda source: [where for where, _ in source.asides] == ["header"],
    "islgl": lambda source: [block.text.split()[0] for block in source.blocks[1:5]] == ["Part", "1.1", "Part", "2.1"],
    "lvlrestart": lambda source: [block.text[:2] for block in source.blocks[1:5]] == ["A.", "1.", "B.", "2."],
    "numstylelink": lambda source: [block.text[:2] for block in source.blocks[1:4]] == ["1.", "2.", "3."],
    "tick": lambda source: source.blocks[1].text.count("✓") + source.blocks[1].text.count("✔") == 3,
    "vanish": lambda source: len(source.dropped) == 1 and "hidden in Word" in source.dropped[0],
}


@pytest.mark.parametrize("case", CASES)
def test_the_cases_that_once_went_wrong(shared, case):
    assert CASES[case](read_file(shared / "cases" / f"{case}.docx"))


# Bad files

BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
PARTS = [
    "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/endnotes.xml",
    "word/comments.xml", "word/header1.xml", "word/settings.xml", "word/theme/theme1.xml", "docProps/core.xml",
    "docProps/custom.xml", "word/charts/chart1.xml", "word/_rels/document.xml.rels", "_rels/.rels", "[Content_Types].xml",
]  # fmt: skip
OPEN_PARTS = ["content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml", "Object 1/content.xml"]
EVIL = {
    "a bomb": (f"{BOMB}<a>&c;</a>", "it defines XML entities"),
    "a file of the machine": (
        '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/hostname">]><a>&c;</a>',
        "it defines XML entities",
    ),
    "a bottomless nesting": ("<a>" * 500 + "</a>" * 500, "nested more deeply"),
    "no end": ("<a>", "it is damaged"),
    "an encoding that is none": ('<?xml version="1.0" encoding="x-none"?><a/>', "it is damaged"),
}


@pytest.mark.parametrize("name", [*PARTS, *OPEN_PARTS])
@pytest.mark.parametrize(("xml", "sentence"), EVIL.values(), ids=EVIL)
def test_what_no_program_writes_is_refused_in_each_part(tmp_path, name, xml, sentence):
    make, ending = (docx, "docx") if name in PARTS else (odt, "odt")
    path = make(tmp_path / f"m.{ending}", p("Sand") if ending == "docx" else "<text:p>Sand</text:p>")
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    zipped(path, parts | {name: xml})
    with pytest.raises(CannotImport, match=sentence):
        read_file(path)


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_a_part_that_unpacks_to_a_monster_is_refused(tmp_path, ending):
    make = docx if ending == "docx" else odt
    path = make(tmp_path / f"m.{ending}", p("Sand") if ending == "docx" else "<text:p>Sand</text:p>")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", b" " * 20_000_000)
    with pytest.raises(CannotImport, match="unpacks to far more"):
        read_file(path)


def test_a_text_of_850_000_letters_is_read_and_one_of_two_millions_is_refused(read):
    sums = [" ".join(f"{number * place % 9973} berths" for number in range(40)) for place in range(4500)]
    assert sum(map(len, texts(read(*map(p, sums[:1850]))))) > 850_000
    with pytest.raises(CannotImport, match="split it into smaller files"):
        read(*map(p, sums))


def test_a_document_that_is_only_a_table_of_empty_cells_has_no_text(read):
    with pytest.raises(CannotImport, match="there is no text in it"):
        read(cells(("", "")), p())
