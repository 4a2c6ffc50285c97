"""A parish's LibreOffice text is read as LibreOffice prints it: the same promises as for Word."""

import re

import pytest

from minutes.importing.blocks import Source
from minutes.importing.footnotes import with_their_items
from minutes.importing.reading import read_file
from minutes.importing.refusal import CannotImport
from tests.office_files import docx, odt, p, text_style, zipped

pytestmark = pytest.mark.once


@pytest.fixture
def read(tmp_path):
    def read(*body, **parts) -> Source:
        return read_file(odt(tmp_path / "minutes.odt", *body, **parts))

    return read


def texts(source: Source) -> list[str]:
    return [block.text for block in with_their_items(source.blocks)]


def html(source: Source) -> str:
    return "".join(block.html for block in with_their_items(source.blocks))


def para(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


# Numbers


def numbers(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def level(number: int, form: str = "1", **more: str) -> str:
    attributes = " ".join(f'{key.replace("_", ":", 1).replace("_", "-")}="{value}"' for key, value in more.items())
    return f'<text:list-level-style-number text:level="{number}" style:num-format="{form}" {attributes}/>'


def items(*texts: str, style: str = "L", more: str = "") -> str:
    made = "".join(text if text.startswith("<") else f"<text:list-item>{para(text)}</text:list-item>" for text in texts)
    return f'<text:list text:style-name="{style}" {more}>{made}</text:list>'


STOP = {"style_num_suffix": "."}
LISTS = {
    "plain": (level(1, **STOP), items("Sand", "Salt"), ["1. Sand", "2. Salt"]),
    "letters in brackets": (
        level(1, "a", style_num_prefix="(", style_num_suffix=")"),
        items("Sand", "Salt"),
        ["(a) Sand", "(b) Salt"],
    ),
    "from another start": (level(1, text_start_value="5", **STOP), items("Sand"), ["5. Sand"]),
    "LibreOffice 7's own pattern": (
        level(1, "I", loext_num_list_format="Part %1% "),
        items("Sand", "Salt"),
        ["Part I Sand", "Part II Salt"],
    ),
    "an item's own number": (
        level(1, **STOP),
        items("Sand", f'<text:list-item text:start-value="9">{para("Salt")}</text:list-item>', "Mud"),
        ["1. Sand", "9. Salt", "10. Mud"],
    ),
    "two levels": (
        level(1, **STOP) + level(2, text_display_levels="2"),
        items("Sand", f"<text:list-item>{para('Salt')}{items('Wet', 'Dry', style='')}</text:list-item>", "Mud"),
        ["1. Sand", "2. Salt", "2.1 Wet", "2.2 Dry", "3. Mud"],
    ),
    "an item that is a list at once": (
        level(1, **STOP) + level(2, "a", style_num_suffix=")"),
        items(f"<text:list-item>{items('Wet', style='')}</text:list-item>", "Mud"),
        ["a) Wet", "1. Mud"],
    ),
    "an item of two paragraphs": (
        level(1, **STOP),
        items(f"<text:list-item>{para('Sand')}{para('It was wet.')}</text:list-item>"),
        ["1. Sand", "It was wet."],
    ),
    "an item without words": (level(1, **STOP), items("Sand", "", "Mud"), ["1. Sand", "2.", "3. Mud"]),
    "an item without a paragraph": (level(1, **STOP), items("<text:list-item/>", "Mud"), ["1. Mud"]),
    "a head without a number": (
        level(1, **STOP),
        items(f"<text:list-header>{para('Kinds')}</text:list-header>", "Mud"),
        ["Kinds", "1. Mud"],
    ),
    "bullets": ('<text:list-level-style-bullet text:level="1" text:bullet-char="•"/>', items("Sand"), ["· Sand"]),
    "ticks": ('<text:list-level-style-bullet text:level="1" text:bullet-char="✓"/>', items("Sand"), ["✓ Sand"]),
    "no numbers": (level(1, ""), items("Sand"), ["Sand"]),
    "a level that is not defined": (level(2), items("Sand"), ["Sand"]),
}


@pytest.mark.parametrize(("levels", "body", "printed"), LISTS.values(), ids=LISTS)
def test_a_number_is_the_one_that_is_printed(read, levels, body, printed):
    assert texts(read(body, automatic=numbers("L", levels))) == printed


def test_a_list_begins_anew_unless_it_says_that_it_goes_on(read):
    def numbered(**more):
        style = numbers("L", level(1, **STOP)) + numbers("K", level(1, "a", **STOP))
        return texts(
            read(
                items("Sand", more='xml:id="one"'),
                items("Salt", style="K"),
                para("x"),
                items("Mud", **more),
                automatic=style,
            )
        )

    assert numbered() == ["1. Sand", "a. Salt", "x", "1. Mud"]
    assert numbered(more='text:continue-numbering="true"') == ["1. Sand", "a. Salt", "x", "2. Mud"]
    assert numbered(more='text:continue-list="one"') == ["1. Sand", "a. Salt", "x", "2. Mud"]
    assert numbered(more='text:continue-list="none"') == ["1. Sand", "a. Salt", "x", "1. Mud"]


def heading(text: str, deep: int = 1, more: str = "") -> str:
    return f'<text:h text:outline-level="{deep}" {more}>{text}</text:h>'


def test_headings_keep_the_numbers_of_the_outline(read):
    levels = "".join(
        f'<text:outline-level-style text:level="{n}" style:num-format="1" style:num-suffix="." text:display-levels="{n}"/>'
        for n in (1, 2)
    )
    body = [heading("Sand"), heading("Wet", 2), heading(""), heading("Salt"), heading("Dry", 2, 'text:is-list-header="true"'),
            heading("Mud", 1, 'text:restart-numbering="true" text:start-value="9"'), heading("Clay", 3)]  # fmt: skip
    source = read(*body, styles=f'<text:outline-style style:name="Outline">{levels}</text:outline-style>')
    assert [(block.tag, block.text) for block in source.blocks] == [
        ("h1", "1. Sand"), ("h2", "1.1. Wet"), ("h1", "2. Salt"), ("h2", "Dry"), ("h1", "9. Mud"), ("h3", "Clay"),
    ]  # fmt: skip


def test_the_title_is_a_heading(read):
    automatic = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    styles = '<style:style style:name="Title" style:family="paragraph"/>'
    assert [
        block.tag for block in read(para("Minutes", "P1"), para("x"), automatic=automatic, styles=styles).blocks
    ] == ["h1", "p"]


# Looks

LOOKS = {
    "bold": ({"fo_font_weight": "bold"}, "<strong>Sand</strong>"),
    "slanted": ({"fo_font_style": "italic"}, "<em>Sand</em>"),
    "underlined": ({"style_text_underline_style": "solid"}, "<u>Sand</u>"),
    "struck": ({"style_text_line_through_style": "solid"}, "<s>Sand</s>"),
    "struck twice": ({"style_text_line_through_type": "double"}, "<s>Sand</s>"),
    "not struck": ({"style_text_line_through_style": "none"}, "Sand"),
    "raised": ({"style_text_position": "super 58%"}, "<sup>Sand</sup>"),
    "raised by a share": ({"style_text_position": "33% 58%"}, "<sup>Sand</sup>"),
    "lowered": ({"style_text_position": "sub 58%"}, "<sub>Sand</sub>"),
    "on the line": ({"style_text_position": "0% 100%"}, "Sand"),
    "in capitals": ({"fo_text_transform": "uppercase"}, "SAND"),
    "in small capitals": ({"fo_font_variant": "small-caps"}, "SAND"),
}


@pytest.mark.parametrize(("look", "shown"), LOOKS.values(), ids=LOOKS)
def test_words_look_as_they_are_printed(read, look, shown):
    assert html(read(para(span("Sand", "T")), automatic=text_style("T", **look))) == f"<p>{shown}</p>"
    inherited = text_style("T", parent="Loud") + text_style("Loud", **look)
    assert html(read(para(span(span("Sand", "T"), "None")), automatic=inherited)) == f"<p>{shown}</p>"


def test_a_sign_of_a_symbol_font_is_the_letter_that_it_shows(read):
    automatic = text_style("T", style_font_name="W1") + text_style("U", fo_font_family="Symbol")
    fonts = '<style:font-face style:name="W1" svg:font-family="\'Wingdings\'"/>'
    assert texts(read(para(span("ü\uf0fe", "T") + span("a", "U")), automatic=automatic, fonts=fonts)) == ["✓☑α"]


def test_a_span_may_switch_off_what_its_paragraph_says(read):
    automatic = text_style("P", "paragraph", fo_font_weight="bold") + text_style("T", fo_font_weight="normal")
    assert (
        html(read(para(f"Sand {span('salt', 'T')}", "P"), automatic=automatic)) == "<p><strong>Sand </strong>salt</p>"
    )


def test_a_style_may_switch_off_what_it_is_based_on(read):
    automatic = text_style("Loud", "paragraph", fo_font_weight="bold") + text_style(
        "P", "paragraph", "Loud", fo_font_weight="normal"
    )
    assert (
        html(read(para("Sand", "P"), para("Salt", "Loud"), automatic=automatic))
        == "<p>Sand</p><p><strong>Salt</strong></p>"
    )


def test_spaces_tabs_and_breaks_are_kept(read):
    assert texts(read(para("Sand<text:s text:c='3'/>and\n   salt<text:tab/>mud<text:line-break/>clay"))) == [
        "Sand and salt\tmud clay"
    ]


def test_links_keep_their_addresses(read):
    link = '<text:a xlink:href="https://example.org/a">the report</text:a>'
    assert html(read(para(f"See {link}."))) == '<p>See <a href="https://example.org/a">the report</a>.</p>'


# Hidden, changed, commented, highlighted


def test_what_is_hidden_is_left_out_and_said(read):
    automatic = (
        text_style("T", text_display="none")
        + text_style("P", "paragraph", text_display="none")
        + text_style("S", text_display="true")
    )
    field = '<text:hidden-text text:is-hidden="{}" text:string-value="By field">By field</text:hidden-text>'
    source = read(
        para(f"Noted. {span('By run', 'T')}{field.format('true')}"),
        para(f"By style{span(' but not all', 'S')}", "P"),
        para("Shown " + field.format("false")),
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>By paragraph</text:p>',
        f'<text:section text:display="none">{para("By section")}</text:section>',
        f"<text:section>{para('Open section')}</text:section>",
        automatic=automatic,
    )  # fmt: skip
    assert texts(source) == ["Noted.", "but not all", "Shown By field", "Open section"]
    assert [line.split("“")[1].split("”")[0] for line in source.dropped] == [
        "By runBy field",
        "By style",
        "By paragraph By section",
    ]


CHANGES = (
    '<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:deletion><office:change-info><dc:creator>Clerk'
    "</dc:creator></office:change-info><text:p>and mud</text:p></text:deletion></text:changed-region>"
    '<text:changed-region text:id="c2"><text:insertion/></text:changed-region></text:tracked-changes>'
)


def test_tracked_deletions_are_out_and_said_and_insertions_are_in(read):
    inserted = '<text:change-start text:change-id="c2"/>and salt<text:change-end text:change-id="c2"/>'
    body = f'Sand <text:change text:change-id="c1"/>{inserted}.'
    source = read(CHANGES, para(body), '<text:change text:change-id="c1"/>')
    assert texts(source) == ["Sand and salt."]
    assert source.dropped == [
        "deleted in tracked changes: “and mud” (in “Sand and salt.”)",
        "deleted in tracked changes: “and mud” (after “Sand and salt.”)",
    ]


def test_comments_are_out_and_said(read):
    author = "<dc:creator>Clerk</dc:creator><dc:date>2026</dc:date>"
    comment = f"<office:annotation>{author}<text:p>Check this</text:p></office:annotation>"
    source = read(para(f"Sand{comment}<office:annotation-end/>."))
    assert (texts(source), source.dropped) == (["Sand."], ["comment: “Check this” (in “Sand.”)"])
    assert source.asides == [("comment", "Check this")]


def test_highlighted_words_stay_and_are_reported(read):
    automatic = text_style("T", fo_background_color="#ffff00") + text_style("U", fo_background_color="transparent")
    source = read(para(f"The fee is {span('£200', 'T')} {span('now', 'U')}"), automatic=automatic)
    assert texts(source) == ["The fee is £200 now"]
    assert source.notes == ["highlighted, and kept without its colour: “£200” (in “The fee is £200 now”)"]


def test_white_words_are_kept_and_reported_but_not_where_cells_are_dark(read):
    automatic = text_style("T", fo_color="#ffffff") + text_style("U", fo_color="#ffffff", fo_background_color="#000000")
    cell = f"<table:table-cell>{para(span('Vote', 'T'))}</table:table-cell>"
    cell = f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
    source = read(para(f"Noted. {span('He owes £40.', 'T')}"), para(span("Head", "U")), cell, automatic=automatic)
    assert texts(source) == ["Noted. He owes £40.", "Head", "Vote"]
    assert [line for line in source.notes if "white" in line] == [
        "written in white, and kept; take it out if nobody was to see it: “He owes £40.” (in “Noted. He owes £40.”)"
    ]


# Notes


def note(mark: str, *paragraphs: str, kind: str = "footnote") -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
        f"<text:note-body>{''.join(paragraphs)}</text:note-body></text:note>"
    )


def test_a_note_stands_at_the_end_of_its_item(read):
    body = [
        heading("1. Hall"), para("The fee is £200." + note("1", para("Less the deposit."), para("Since May."))), para("Due."),
        items(f"<text:list-item>{para('Sand' + note('i', items('In March'), kind='endnote'))}</text:list-item>", "Salt"),
        heading("2. Close" + note("2", "")), para("Ended."),
    ]  # fmt: skip
    assert texts(read(*body, automatic=numbers("L", level(1, **STOP)))) == [
        "1. Hall", "The fee is £200.[1]", "Due.", "1. Sand[i]", "2. Salt",
        "[1] Less the deposit.", "Since May.", "[i] 1. In March", "2. Close[2]", "Ended.", "[2]",
    ]  # fmt: skip


# Forms


def test_forms_show_their_state(read):
    forms = (
        '<office:forms><form:form><form:checkbox form:id="a" form:current-state="checked" form:label="For"/>'
        '<form:checkbox xml:id="b" form:label="Against"/><form:radio xml:id="c" form:current-selected="true"/>'
        '<form:listbox xml:id="d"><form:option form:label="Ash"/><form:option form:label="Oak" form:current-selected="true"/>'
        '</form:listbox><form:text xml:id="e" form:current-value="Elm"/></form:form></office:forms>'
    )
    shown = "".join(f'<draw:control draw:control="{name}"/>' for name in "abcdex")
    assert texts(read(forms, para(f"Vote {shown} end"))) == ["Vote ☑ For ☐ Against ☑ Oak Elm end"]


MARK = '<field:fieldmark field:type="vnd.oasis.opendocument.field.{}">{}</field:fieldmark>'
CHOICE = '<field:param field:name="Dropdown_ListEntry" field:value="{}"/>'
CHOICES = CHOICE.format("For") + CHOICE.format("Against")
MARKS = {
    "a ticked box": ("FORMCHECKBOX", '<field:param field:name="Checkbox_Checked" field:value="true"/>', "☑"),
    "an unticked box": ("FORMCHECKBOX", '<field:param field:name="Checkbox_Checked" field:value="false"/>', "☐"),
    "a box without a state": ("FORMCHECKBOX", "", "☐"),
    "a choice": ("FORMDROPDOWN", f'{CHOICES}<field:param field:name="Dropdown_Selected" field:value="1"/>', "Against"),
    "the first choice": ("FORMDROPDOWN", CHOICES, "For"),
    "a choice that is not there": (
        "FORMDROPDOWN",
        f'{CHOICES}<field:param field:name="Dropdown_Selected" field:value="9"/>',
        "",
    ),
    "no choice": ("FORMDROPDOWN", "", ""),
}


@pytest.mark.parametrize(("kind", "said", "shown"), MARKS.values(), ids=MARKS)
def test_a_form_that_came_from_word_shows_its_state(read, kind, said, shown):
    assert texts(read(para(f"Ash {MARK.format(kind, said)} end"))) == [" ".join(f"Ash {shown} end".split())]


def test_content_controls_and_fields_show_their_values(read):
    control = "<loext:content-control {}>{}</loext:content-control>"
    label = '<text:label text:value="{}" {}/>'
    choices = label.format("No", "") + label.format("Yes", 'text:current-selected="true"')
    ruby = "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>han</text:ruby-text></text:ruby>"
    source = read(
        para(control.format('loext:checkbox="true" loext:checked="true"', "☒") + " For"),
        para(control.format('loext:checkbox="true"', "☒") + " Against"),
        para("Ash " + control.format('loext:showing-place-holder="true"', "Choose an item")),
        para("Oak " + control.format("", "Yes")),
        para(f"Elm <text:drop-down>{choices}</text:drop-down>"),
        para(f"Fir <text:drop-down>{choices}Yes</text:drop-down>"),
        para("Box <text:placeholder>&lt;Name&gt;</text:placeholder>"),
        para(f"Page <text:page-number>7</text:page-number> {ruby}"),
    )
    assert texts(source) == ["☑ For", "☐ Against", "Ash", "Oak Yes", "Elm Yes", "Fir Yes", "Box", "Page 7 漢 (han)"]
    assert [line.partition(" (")[0] for line in source.dropped] == [
        "the prompt of an empty form field: “Choose an item”",
        "the prompt of an empty form field: “<Name>”",
    ]


# Tables, boxes, pictures, objects


def test_tables_keep_heads_joined_cells_and_repetitions(read):
    cell = "<table:table-cell {}>{}</table:table-cell>"
    wide, twice = 'table:number-columns-spanned="2"', 'table:number-columns-repeated="2"'
    row = "<table:table-row>{}</table:table-row>"
    head = row.format(cell.format("", para("A")) + cell.format("", para("B")))
    joined = row.format(cell.format(wide, para("Wide")) + "<table:covered-table-cell/>")
    twice = row.format(cell.format(twice, para("✓")))
    hidden = f'<table:table-row table:visibility="collapse">{cell.format("", para("Secret"))}</table:table-row>'
    source = read(
        f"<table:table><table:table-header-rows>{head}</table:table-header-rows>{joined}{twice}{hidden}</table:table>",
        para("End."),
    )
    assert re.sub("</?(?:p|tbody|thead)>", "", html(source)) == (
        '<table><tr><th>A</th><th>B</th></tr><tr><td colspan="2">Wide</td></tr><tr><td>✓</td><td>✓</td></tr></table>End.'
    )
    assert source.dropped == ["a row of a table, hidden in the document: “Secret” (after “✓”)"]


def test_boxes_are_read_behind_their_paragraph_and_pictures_are_said(read):
    box = f"<draw:frame><draw:text-box>{para('Boxed')}{items('Sand')}</draw:text-box></draw:frame>"
    shape = f"<draw:g><draw:custom-shape>{para('Drawn')}</draw:custom-shape></draw:g>"
    picture = "<draw:frame><draw:image xlink:href='a.png'/><svg:title>A gull</svg:title></draw:frame>"
    source = read(para(f"Ash{box} and Elm{picture}"), shape, para("End."), automatic=numbers("L", level(1, **STOP)))
    assert texts(source) == ["Ash and Elm", "Boxed", "1. Sand", "Drawn", "End."]
    assert source.dropped == ["a picture: “A gull” (in “Ash and Elm”)"]
    drawn = "<draw:custom-shape><svg:title>A tern</svg:title></draw:custom-shape>"
    assert read(para(f"Ash{drawn}")).dropped == ["a drawing: “A tern” (in “Ash”)"]


def test_a_formula_is_said_with_its_words(read):
    thing = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="x"/></draw:frame>'
    formula = "<math><mi>E</mi><mo>=</mo><mi>m</mi></math>"
    source = read(para(f"So {thing} it is."), **{"Object 1__content.xml": formula})
    assert source.dropped == ["an object (a formula or a chart, for example): “E=m” (in “So it is.”)"]


# Beside the text, and bad files


def test_headers_footers_and_properties_are_read_for_what_they_say(read):
    masters = (
        "<style:master-page><style:header><text:p>CONFIDENTIAL</text:p></style:header><style:footer><text:p>Part 2</text:p>"
        "</style:footer><style:header-first><text:p>Exempt</text:p></style:header-first></style:master-page>"
    )
    meta = '<dc:title>Exempt minutes</dc:title><meta:user-defined meta:name="Marking">Secret</meta:user-defined>'
    source = read(para("Sand."), masters=masters, meta=meta)
    assert source.asides == [
        ("header", "CONFIDENTIAL"), ("footer", "Part 2"), ("header", "Exempt"),
        ("document property “title”", "Exempt minutes"), ("document property “Marking”", "Secret"),
    ]  # fmt: skip
    assert source.dropped[0] == "header: “CONFIDENTIAL”"


def test_a_contents_list_and_its_sources_are_told_apart(read):
    index = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>Title</text:index-title-template>"
        f"</text:table-of-content-source><text:index-body>{para('Sand 1')}</text:index-body></text:table-of-content>"
    )
    assert texts(read(index, para("Sand."))) == ["Sand 1", "Sand."]


def test_marks_that_turn_the_order_of_words_are_left_out_and_said(read):
    source = read(para("pay \u202e009£\u202c now"), para("שלום עולם"))
    assert texts(source) == ["pay 009£ now", "שלום עולם"] and "turn the reading order" in source.notes[0]


@pytest.mark.parametrize("ending", ["odt", "docx"])
def test_a_file_is_read_as_what_it_is_whatever_its_name_says(tmp_path, ending):
    other = "docx" if ending == "odt" else "odt"
    path = (odt if ending == "odt" else docx)(
        tmp_path / f"minutes.{other}", para("Sand.") if ending == "odt" else p("Sand.")
    )
    source = read_file(path)
    assert texts(source) == ["Sand."]
    assert source.notes[0].startswith(f"Its name ends in .{other}, but it is a")


TEXT = "application/vnd.oasis.opendocument.text"
REFUSED = {
    "a spreadsheet": ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "it is an OpenDocument file, but no text"),
    "a locked one": (
        {"mimetype": TEXT, "META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": b"\x01"},
        "it is protected by a password",
    ),
    "one without content": ({"mimetype": TEXT}, "not an OpenDocument text"),
    "a damaged one": ({"mimetype": TEXT, "content.xml": "<a"}, "it is damaged"),
    "another archive": ({"a.txt": "x"}, "not a Word document"),
}  # fmt: skip


@pytest.mark.parametrize(("parts", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_text_is_refused_with_a_sentence(tmp_path, parts, sentence):
    with pytest.raises(CannotImport, match=sentence):
        read_file(zipped(tmp_path / "minutes.odt", parts))


def test_what_is_cut_short_or_no_archive_is_refused_with_a_sentence(tmp_path):
    whole = odt(tmp_path / "minutes.odt", para("Sand.")).read_bytes()
    for data, sentence in ((whole[:200], "can't be opened|damaged"), (b"Dear all", "it is not an OpenDocument text")):
        (tmp_path / "minutes.odt").write_bytes(data)
        with pytest.raises(CannotImport, match=sentence):
            read_file(tmp_path / "minutes.odt")


def test_an_old_list_of_parts_that_names_a_dtd_is_no_bomb(read):
    manifest = '<!DOCTYPE manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><manifest/>'
    assert texts(read(para("Sand."), **{"META-INF__manifest.xml": manifest})) == ["Sand."]
    with pytest.raises(CannotImport, match="it defines XML entities"):
        read(para("Sand."), **{"META-INF__manifest.xml": '<!DOCTYPE m [<!ATTLIST m a CDATA "x">]><m/>'})
