"""A web page is read without its menus, Markdown as a board writes it; both say what is not in the minutes."""

import time

import pytest

from minutes.importing.blocks import Source
from minutes.importing.flow import words_of
from minutes.importing.footnotes import with_their_items
from minutes.importing.markdown import html_from_markdown
from minutes.importing.pages import page_body
from minutes.importing.reading import read_file
from minutes.importing.refusal import CannotImport
from minutes.importing.splitting import split

pytestmark = pytest.mark.once


@pytest.fixture
def page(tmp_path):
    def page(html: str, name: str = "minutes.html") -> Source:
        (tmp_path / name).write_text(html)
        return read_file(tmp_path / name)

    return page


@pytest.fixture
def markdown(page):
    return lambda text: page(text, "minutes.md")


def texts(source: Source) -> list[str]:
    return [block.text for block in with_their_items(source.blocks)]


def html(source: Source) -> str:
    return "".join(block.html for block in with_their_items(source.blocks))


# Web pages

MENU = "<nav><ul><li><a href='/'>Home</a></li><li>Councillors</li></ul></nav>"
PAGES = {
    "a main part": (
        f"{MENU}<main><h1>Sand</h1><p>Wet.</p></main><footer>Copyright</footer>",
        ["Sand", "Wet."], "Home Councillors Copyright",
    ),
    "two main parts": ("<main><h1>Sand</h1></main><p>Advert</p><div><main><p>Wet.</p></main></div>", ["Sand", "Wet."], "Advert"),
    "a main part within an article": ("<article>Around<main><p>Wet.</p></main></article>", ["Wet."], "Around"),
    "articles without a main part": (
        f"{MENU}<article><p>Sand</p></article><article><p>Wet.</p></article>", ["Sand", "Wet."], "Home Councillors",
    ),
    "an article within an article": ("<article><p>Sand</p><article><p>Wet.</p></article></article>x", ["Sand", "Wet."], "x"),
    "a main part by its role": ('<div role="main"><p>Sand</p></div><div role="navigation">Home</div>', ["Sand"], "Home"),
    "a menu in the main part": (f"<main>{MENU}<p>Sand</p></main>", ["Sand"], "Home Councillors"),
    "an empty main part": (f"<main> </main>{MENU}<p>Sand</p>", ["Sand"], "Home Councillors"),
    "neither": (
        f"{MENU}<header><h1>Sand</h1></header><p>Wet.</p><aside>News</aside><footer>Copyright</footer>",
        ["Sand", "Wet."], "Home Councillors News Copyright",
    ),
    "a foot within the main part": ("<main><p>Sand</p><footer><p>Signed: Oak</p></footer></main>", ["Sand", "Signed: Oak"], ""),
    "words behind a menu": (f"<div>Sand {MENU} and salt</div>", ["Sand and salt"], "Home Councillors"),
    "tags in comments and scripts": ("<!-- <main>x</main> --><script>'<main>'</script><p>Sand</p>", ["Sand"], ""),
    "a main part that never ends": ("<p>Home</p><main><p>Sand</p>", ["Sand"], "Home"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "kept", "left_out"), PAGES.values(), ids=PAGES)
def test_a_page_is_its_own_text_and_the_rest_is_said(page, written, kept, left_out):
    source = page(f"<!DOCTYPE html><html><body>{written}</body></html>")
    assert texts(source) == kept
    said = [line.split("“")[1].rstrip("”") for line in source.dropped if "“" in line]
    assert " ".join(said) == left_out


HIDDEN = {
    "by its style": '<p style="display:none">Secret</p>',
    "by its visibility": "<p style='color:red; visibility: hidden'>Secret</p>",
    "by Word": '<p><span style="mso-hide:all">Secret</span></p>',
    "by its attribute": "<div hidden><p>Secret</p></div>",
    "by its attribute, with a value": '<p class="x" hidden="">Secret</p>',
}


@pytest.mark.parametrize("written", HIDDEN.values(), ids=HIDDEN)
def test_what_a_page_hides_is_left_out_and_said(page, written):
    source = page(f"<p>Sand</p>{written}<p>Salt</p>")
    assert texts(source) == ["Sand", "Salt"]
    assert source.dropped == ["hidden: “Secret”"]


@pytest.mark.parametrize(
    "written", ['<p data-hidden="x">Seen</p>', '<p class="hidden-xs">Seen</p>', '<p style="overflow:hidden">Seen</p>']
)
def test_what_only_sounds_hidden_stays(page, written):
    assert texts(page(written)) == ["Seen"]


def test_boxes_of_a_form_are_shown_with_their_state(page):
    box = '<input type="checkbox" {}>'
    source = page(
        f"<p>{box.format('checked')} For</p><p>{box.format('')} Against</p><p><input type='text' value='Oak &amp; Elm'></p>"
    )
    assert texts(source) == ["☑ For", "☐ Against", "Oak & Elm"]


def test_the_body_of_a_page_is_its_main_part_and_boxes_are_ticked_as_they_are():
    ticked = '<input type="checkbox" checked> Sand', '<input type="checkbox"> Salt'
    body, dropped = page_body(f"<p>Advert</p><main><p>{ticked[0]}</p><p>{ticked[1]}</p></main><p>Foot</p>")
    assert [words_of(part) for part in body.iter("p")] == ["☑ Sand", "☐ Salt"]
    assert dropped == ["what stands around the page's own text: “Advert Foot”"]


def test_boxes_of_a_list_in_markdown_are_ticked_as_they_are():
    html, dropped, asides = html_from_markdown("- [ ] Sand\n- [x] Salt\n")
    assert html.split() == "<ul> <li>☐ Sand</li> <li>☑ Salt</li> </ul>".split() and dropped == asides == []


def test_notes_of_a_page_saved_by_word_stand_with_their_items(page):
    def word(number: int, text: str) -> str:
        return (
            f"<div style='mso-element:footnote' id=ftn{number}><p class=MsoFootnoteText><a style='mso-footnote-id:ftn{number}' "
            f'href="#_ftnref{number}" name="_ftn{number}"><span>[{number}]</span></a> {text}</p></div>'
        )

    mark = '<a style="mso-footnote-id:ftn{0}" href="#_ftn{0}" name="_ftnref{0}">[{0}]</a>'
    source = page(
        f"<h2>1. Hall</h2><p>The fee is £200.{mark.format(1)}</p><h2>2. Mole</h2><p>Dear.{mark.format(2)}</p><h2>3. Close</h2>"
        f"<div style='mso-element:footnote-list'><hr>{word(1, 'In cash.')}{word(2, 'In May.')}</div>"
    )
    assert texts(source) == [
        "1. Hall",
        "The fee is £200.[1]",
        "[1] In cash.",
        "2. Mole",
        "Dear.[2]",
        "[2] In May.",
        "3. Close",
    ]


def test_links_within_a_page_move_nothing(page):
    contents = '<p><a href="#one">Sand</a></p><p><a href="#two">Salt</a></p>'
    source = page(
        f'{contents}<h2 id="one">Sand</h2><p>Wet. <a href="#top">Back</a></p><h2 id="two">Salt</h2><p>Dry.</p>'
    )
    assert texts(source) == ["Sand", "Salt", "Sand", "Wet. Back", "Salt", "Dry."]


def test_a_numbered_list_of_whole_sections_is_read_as_sections(page):
    source = page(
        "<ol><li><p><b>Apologies</b></p><p>None.</p></li><li><h3>Slipway</h3>Cleaned.<ul><li>twice</li></ul></li>"
        "<li value=7>Close<p>At nine.</p></li><li></li></ol>"
    )
    assert texts(source) == ["1. Apologies", "None.", "2. Slipway", "Cleaned.", "twice", "7. Close", "At nine.", "8."]


def test_a_numbered_list_is_a_list_and_one_number_alone_is_a_paragraph(page):
    assert [block.tag for block in page("<ol><li>Sand</li><li>Salt</li></ol>").blocks] == ["ol"]
    source = page('<ol><li>Sand</li></ol><p>x</p><ol start="2" type="a"><li>Salt</li></ol><ul><li>Mud</li></ul>')
    assert texts(source) == ["1. Sand", "x", "b. Salt", "Mud"]


@pytest.mark.parametrize(
    "written", ["pay \u202e009", "pay &#x202e;009", "pay &#8238;009", "<bdo dir=rtl>pay 009</bdo>"]
)
def test_a_page_that_turns_the_order_of_words_is_said(page, written):
    source = page(f"<p>{written}</p><p>שלום עולם</p>")
    assert texts(source)[1] == "שלום עולם"
    assert "Marks that turn the reading order round were left out; check the order of the words." in source.notes


def test_right_to_left_text_is_no_reason_to_say_anything(page):
    assert page('<p dir="rtl">שלום עולם</p>').notes == []


def test_what_a_page_says_beside_its_text_is_kept_for_the_check_of_closed_business(page):
    source = page("<title>Exempt minutes</title><header>x</header><main><p>Sand</p></main><footer>Part 2</footer>")
    assert any("Exempt minutes" in words for _, words in source.asides)
    assert any("Part 2" in words for _, words in source.asides)


@pytest.mark.parametrize(
    "written", ["<main>" * 5000, "<nav hidden>" * 5000, "<p hidden>" * 20_000, "<main><p>x</p></main>" * 2000]
)
def test_a_monster_of_places_is_read_or_refused_quickly(page, written):
    start = time.process_time()
    try:
        page(written + "<p>Sand</p>")
    except CannotImport as refusal:
        assert "nested more deeply" in str(refusal) or "no text" in str(refusal)
    assert time.process_time() - start < 15


# Markdown

BOARD = """---
title: Minutes of the Board
status: confidential
---
# Board of the Foundation

Present: Ash, Oak

1. Apologies

   None were **received**.

2. Slipway

   It was ~~clean~~ *very* dirty.[^a]

   - [x] to wash it
   - [ ] to paint it

   | Vote | For |
   | ---- | --- |
   | Ash  | ✓   |

3. Close

<!-- ask Jo -->
Ended at `nine`.[^b]

[^a]: Said the *Harbour Master*.
[^b]: By the clock.
[unused]: https://example.org/x "A title"
"""


def test_markdown_is_read_as_a_board_writes_it(markdown):
    source = markdown(BOARD)
    assert texts(source) == [
        "Board of the Foundation", "Present: Ash, Oak", "1. Apologies", "None were received.", "2. Slipway",
        "It was very dirty.[1]", "☑ to wash it ☐ to paint it", "Vote For Ash ✓", "[1] Said the Harbour Master.",
        "3. Close", "Ended at nine.[2]", "[2] By the clock.",
    ]  # fmt: skip
    assert "<s>clean</s>" in html(source) and "<em>very</em>" in html(source) and "<th>Vote</th>" in html(source)
    assert source.dropped == [
        "the file's properties: “title: Minutes of the Board status: confidential”",
        "a comment: “ask Jo”",
        "an address that a link may use: “UNUSED https://example.org/x A title”",
    ]
    assert source.asides[:2] == [
        ("the file's properties", "title: Minutes of the Board status: confidential"),
        ("comment", "ask Jo"),
    ]
    assert [item.title for item in split(source).items][1:] == ["Apologies", "Slipway", "Close"]


MARKDOWN = {
    "headings": ("# Sand\n\n## Wet\n\nx", ["Sand", "Wet", "x"]),
    "underlined headings": ("Sand\n====\n\nx\n", ["Sand", "x"]),
    "a rule and no properties": ("---\nSand\n---\nx", ["Sand", "x"]),
    "numbers with text between": ("1. Sand\n\nWet.\n\n2. Salt\n\nDry.", ["1. Sand", "Wet.", "2. Salt", "Dry."]),
    "numbers in brackets": ("7) Sand\n\nWet.\n\n8) Salt", ["7. Sand", "Wet.", "8. Salt"]),
    "a mark without its note": ("Sand[^x]", ["Sand[^x]"]),
    "a note without its mark": ("Sand\n\n[^x]: Lost", ["Sand", "[1] Lost"]),
    "a note of several lines": ("Sand[^x]\n\n[^x]: One\n    two\n\nSalt", ["Sand[1]", "Salt", "[1] One two"]),
    "the same mark twice": ("Sand[^x] and salt[^x]\n\n[^x]: One", ["Sand[1] and salt[1]", "[1] One"]),
    "signs that are only signs": ("5 \\* 3, a_b_c, 2 < 3 & 4", ["5 * 3, a_b_c, 2 < 3 & 4"]),
    "HTML": ("Sand<br>and <b>salt</b> <script>x()</script>", ["Sand and salt"]),
    "a link": (
        "See [the report](https://example.org) and [this][1].\n\n[1]: https://example.org/a",
        ["See the report and this."],
    ),
    "code": ("    pay();\n", ["pay();"]),
    "a quotation": ("> Sand\n> and salt", ["Sand and salt"]),
}


@pytest.mark.parametrize(("written", "read"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown_loses_no_word(markdown, written, read):
    assert texts(markdown(written)) == read


def test_an_empty_markdown_file_is_refused(markdown):
    with pytest.raises(CannotImport, match="there is no text in it"):
        markdown("<!-- nothing -->")


@pytest.mark.parametrize(
    "written", ["[" * 20_000, "*a " * 20_000, "> " * 2_000, "- " * 3_000, "[^a]: x\n" * 5_000, "<!--" * 20_000]
)
def test_hostile_markdown_is_read_or_refused_quickly(markdown, written):
    start = time.process_time()
    try:
        markdown(written + "\n\nSand")
    except CannotImport as refusal:
        assert str(refusal).endswith(".")
    assert time.process_time() - start < 15


def test_a_markdown_file_is_no_archive(tmp_path):
    (tmp_path / "m.md").write_bytes(b"PK\x03\x04 and more")
    with pytest.raises(CannotImport, match="if from LibreOffice"):
        read_file(tmp_path / "m.md")
