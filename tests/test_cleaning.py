"""The shape of what the cleaner makes: lists with the numbers as written, tables that can be read aloud, sound nesting.

That nothing dangerous is left, and how much is too much, is tested in test_rich_text.py.
"""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from richtext.cleaning import clean_html
from richtext.headings import shift_headings
from richtext.plain_text import html_from_text, text_of

pytestmark = pytest.mark.once


def word_item(level: int, marker: str, text: str) -> str:
    """A list paragraph as Word writes it."""
    ignored = f"<span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp; </span></span>"
    return (
        f"<p style='text-indent:-18pt;mso-list:l0 level{level} lfo1'><![if !supportLists]>{ignored}<![endif]>{text}</p>"
    )


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


LISTS = {
    "Word's levels become nested lists": (
        word_item(1, "1.", "Roads") + word_item(2, "(a)", "Kerbs") + word_item(1, "2.", "Bins"),
        '<ol><li>Roads<ol type="a"><li>Kerbs</li></ol></li><li>Bins</li></ol>',
    ),
    "Word's symbol letters are bullets": (word_item(1, "Ø", "Kerbs"), "<ul><li>Kerbs</li></ul>"),
    "a number that no list can print stays in the text": (word_item(2, "1.1", "Kerbs"), "<p>1.1 Kerbs</p>"),
    "bullets of different shapes are nested": (
        paragraphs("·&nbsp;&nbsp;Roads", "o&nbsp;&nbsp;Kerbs", "·&nbsp;&nbsp;Bins"),
        "<ul><li>Roads<ul><li>Kerbs</li></ul></li><li>Bins</li></ul>",
    ),
    "numbers, letters and Roman numbers are nested": (
        paragraphs("1. Roads", "(a) Kerbs", "(i) North", "(ii) South", "(b) Drains", "2. Bins"),
        '<ol><li>Roads<ol type="a"><li>Kerbs<ol type="i"><li>North</li><li>South</li></ol></li><li>Drains</li></ol></li>'
        "<li>Bins</li></ol>",
    ),
    "i after h is a letter": (
        paragraphs(*[f"({letter}) Pier" for letter in "abcdefghij"]),
        f'<ol type="a">{"<li>Pier</li>" * 10}</ol>',
    ),
    "a list goes on after a paragraph with its next number": (
        paragraphs("(1) That roads", "(2) That bins", "Voting: unanimous", "(3) That kerbs"),
        '<ol><li>That roads</li><li>That bins</li></ol><p>Voting: unanimous</p><ol start="3"><li>That kerbs</li></ol>',
    ),
    "a number that jumps is printed as it was written": (
        paragraphs("1. Roads", "2. Bins", "5. Kerbs"),
        '<ol><li>Roads</li><li>Bins</li></ol><ol start="5"><li>Kerbs</li></ol>',
    ),
    "a list that begins again begins again": (
        "<ol><li>Roads</li><li>Bins</li></ol><ol><li>Kerbs</li></ol>",
        "<ol><li>Roads</li><li>Bins</li></ol><ol><li>Kerbs</li></ol>",
    ),
    "a table in a list parts it, and the numbers go on": (
        "<ol><li>Roads<table><tr><td>For</td><td>7</td></tr></table></li><li>Bins</li></ol>",
        '<ol><li>Roads</li></ol><table><tbody><tr><th scope="col">For</th><th scope="col">7</th></tr></tbody></table>'
        '<ol start="2"><li>Bins</li></ol>',
    ),
    "lists that hold nothing but lists, as Google writes them": (
        "<ol><ol><li style='list-style-type:lower-roman'>Kerbs</li></ol></ol>",
        '<ol type="i"><li>Kerbs</li></ol>',
    ),
    "lines of one paragraph are items too": ("<p>• Roads<br>• Bins</p>", "<ul><li>Roads</li><li>Bins</li></ul>"),
    "a bullet on a line of its own belongs to the next": (paragraphs("•", "Roads"), "<ul><li>Roads</li></ul>"),
    "one number is no list": (paragraphs("7. Apologies"), "<p>7. Apologies</p>"),
    "one letter is no list": (paragraphs("(a) Roads"), "<p>(a) Roads</p>"),
    "a year is no number": (paragraphs("2025. That year", "2026. This"), "<p>2025. That year</p><p>2026. This</p>"),
    "initials are no letters": (
        paragraphs("A. Smith", "B. Jones", "C. Brown"),
        "<p>A. Smith</p><p>B. Jones</p><p>C. Brown</p>",
    ),
    "five capital letters in order are": (
        paragraphs("A. Roads", "B. Bins", "C. Piers", "D. Parks", "E. Homes"),
        '<ol type="A"><li>Roads</li><li>Bins</li><li>Piers</li><li>Parks</li><li>Homes</li></ol>',
    ),
    "dashes stay dashes": (paragraphs("- Roads", "– Bins"), "<p>- Roads</p><p>– Bins</p>"),
    "a list that has its letters and numbers keeps them": (
        "<ol type=a><li>x</ol><ol type=A><li>x</ol><ol type=i><li>x</ol>"
        "<ol type=I start=3><li>x</ol><ol type=1 start=2><li>x</ol>",
        '<ol type="a"><li>x</li></ol><ol type="A"><li>x</li></ol><ol type="i"><li>x</li></ol>'
        '<ol type="I" start="3"><li>x</li></ol><ol start="2"><li>x</li></ol>',
    ),
    "a style counts as the letters that it shows": (
        "<ol style='list-style-type:lower-roman'><li>x</ol><ol style='list-style-type:decimal' type=a><li>x</ol>",
        '<ol type="i"><li>x</li></ol><ol><li>x</li></ol>',
    ),
    "Roman numbers go past ten": (
        paragraphs("ix.&nbsp;&nbsp; a", "x.&nbsp;&nbsp; b", "xi.&nbsp;&nbsp; c"),
        '<ol type="i" start="9"><li>a</li><li>b</li><li>c</li></ol>',
    ),
    "and past forty": (
        paragraphs("xxxix.&nbsp;&nbsp; a", "xl.&nbsp;&nbsp; b", "xli.&nbsp;&nbsp; c"),
        '<ol type="i" start="39"><li>a</li><li>b</li><li>c</li></ol>',
    ),
    "an o before a gap is a bullet": (
        paragraphs("o&nbsp;Roads", "o&nbsp;Bins"),
        "<ul><li>Roads</li><li>Bins</li></ul>",
    ),
    "an o before a space is a letter": (paragraphs("o Roads", "o Bins"), "<p>o Roads</p><p>o Bins</p>"),
    "a star needs a wide gap": (paragraphs("*&nbsp;Roads", "*&nbsp;Bins"), "<p>* Roads</p><p>* Bins</p>"),
    "and has it": (paragraphs("*&nbsp;&nbsp;Roads", "*&nbsp;&nbsp;Bins"), "<ul><li>Roads</li><li>Bins</li></ul>"),
    "what stands before a number is its indent": (
        paragraphs("&nbsp; 1.&nbsp; Roads", "&nbsp; 2.&nbsp; Bins"),
        "<ol><li>Roads</li><li>Bins</li></ol>",
    ),
    "below the eighth level items stand side by side": (
        "<ul><li>1" * 10,
        "<ul><li>1" * 8 + "</li><li>1" * 2 + "</li></ul>" * 8,
    ),
    "a paragraph within an item is a line of it": (
        "<ul><li>Roads<br>and kerbs</li><li><p>Bins</p><p>and lids</p></li></ul>",
        "<ul><li>Roads<br>and kerbs</li><li>Bins<br>and lids</li></ul>",
    ),
}


@pytest.mark.parametrize(("before", "after"), LISTS.values(), ids=LISTS)
def test_a_list_says_what_was_written(before, after):
    assert clean_html(before) == after


TABLES = {
    "the first row names the columns": (
        "<table><tr><td><p>For</p></td><td>Against</td></tr><tr><td>7</td><td>2</td></tr></table>",
        '<table><thead><tr><th scope="col">For</th><th scope="col">Against</th></tr></thead>'
        "<tbody><tr><td>7</td><td>2</td></tr></tbody></table>",
    ),
    "an empty corner names nothing": (
        "<table><thead><tr><td></td><td>For</td></tr></thead><tr><th>Bell</th><td>1</td></tr></table>",
        '<table><thead><tr><td></td><th scope="col">For</th></tr></thead>'
        '<tbody><tr><th scope="row">Bell</th><td>1</td></tr></tbody></table>',
    ),
    "one cell is no table": ("<table><tr><td><p>Roads</p><p>Bins</p></td></tr></table>", "<p>Roads</p><p>Bins</p>"),
    "a table in a table becomes paragraphs": (
        "<table><tr><td>A</td><td>B</td></tr><tr><td><table><tr><td>1</td><td>2</td></tr></table></td><td>C</td></tr></table>",
        '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
        "<tbody><tr><td><p>1</p><p>2</p></td><td>C</td></tr></tbody></table>",
    ),
    "a span that reaches beyond the table ends with it": (
        "<table><tr><td>A</td><td>B</td></tr><tr><td rowspan=9>C</td><td>D</td></tr></table>",
        '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
        "<tbody><tr><td>C</td><td>D</td></tr></tbody></table>",
    ),
    "a head that spans, and a foot at the end": (
        "<table><thead><tr><th colspan=2>Votes</th></tr></thead><tfoot><tr><td>Sum</td><td>9</td></tr></tfoot>"
        "<tbody><tr><td>For</td><td>7</td></tr></tbody></table>",
        '<table><thead><tr><th scope="col" colspan="2">Votes</th></tr></thead>'
        "<tbody><tr><td>For</td><td>7</td></tr><tr><td>Sum</td><td>9</td></tr></tbody></table>",
    ),
    "a row's name may stand for two rows": (
        "<table><tr><th>Ward</th><th>Votes</th></tr><tr><th scope=row rowspan=2>North</th><td>7</td></tr>"
        "<tr><td>9</td></tr></table>",
        '<table><thead><tr><th scope="col">Ward</th><th scope="col">Votes</th></tr></thead><tbody>'
        '<tr><th scope="row" rowspan="2">North</th><td>7</td></tr><tr><td>9</td></tr></tbody></table>',
    ),
    "a row that ends early is filled up": (
        "<table><tr><th>Ward</th><th>Votes</th></tr><tr><td>North</td></tr></table>",
        '<table><thead><tr><th scope="col">Ward</th><th scope="col">Votes</th></tr></thead>'
        "<tbody><tr><td>North</td><td></td></tr></tbody></table>",
    ),
    "a row that nothing stands in shortens what spans it": (
        "<table><tr><th>Ward</th><th>Votes</th></tr><tr><td rowspan=3>North</td><td>7</td></tr><tr><td></td></tr>"
        "<tr><td>9</td></tr><tr><td>South</td><td>2</td></tr></table>",
        '<table><thead><tr><th scope="col">Ward</th><th scope="col">Votes</th></tr></thead>'
        '<tbody><tr><td rowspan="2">North</td><td>7</td></tr><tr><td>9</td></tr>'
        "<tr><td>South</td><td>2</td></tr></tbody></table>",
    ),
    "a caption keeps its emphasis": (
        "<table><caption>Votes <b>cast</b></caption><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "<table><caption>Votes <strong>cast</strong></caption>"
        '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ),
    "the caption of what is no table is a paragraph": (
        "<table><caption>Votes</caption><tr><td>none</td></tr></table>",
        "<p>Votes</p><p>none</p>",
    ),
}


@pytest.mark.parametrize(("before", "after"), TABLES.values(), ids=TABLES)
def test_a_table_can_be_read_aloud(before, after):
    assert clean_html(before) == after


TEXTS = {
    "what Word hid stays hidden": ("<p>open <span style='display:none'>exempt</span></p>", "<p>open</p>"),
    "a link is one link": (
        '<p><a href="https://a.example/"><b>the</b> report</a></p>',
        '<p><a href="https://a.example/">the report</a></p>',
    ),
    "a link to nowhere is its words": ('<p><a href="mgAi.aspx?ID=1">the report</a></p>', "<p>the report</p>"),
    "a link within the site stays": ('<p><a href="/meetings/">all</a></p>', '<p><a href="/meetings/">all</a></p>'),
    "a heading in a list is bold": (
        "<ul><li><h2>Roads</h2>Bins</li></ul>",
        "<ul><li><strong>Roads</strong><br>Bins</li></ul>",
    ),
    "no heading level is left out": ("<h3>Roads</h3><h5>Kerbs</h5>", "<h3>Roads</h3><h4>Kerbs</h4>"),
    "Windows' characters are read as such": ("<p>council\x92s</p>", "<p>council’s</p>"),
    "a line separator is a line break": ("<p>Roads\u2028Bins</p>", "<p>Roads<br>Bins</p>"),
    "half a character is none": ("<p>Ro\ud800ads\x00</p>", "<p>Roads</p>"),
    "less than is not a tag": ("<p>5 < 6 & 7 > 2</p>", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"),
    "what was only styled bold is bold": (
        "<b style='font-weight:normal'>a <span style='font-weight:700'>b</span></b>",
        "<p>a <strong>b</strong></p>",
    ),
    "each mark is kept": (
        "<p><b>b</b> <i>i</i> <s>s</s> H<sub>2</sub>O m<sup>2</sup></p>",
        "<p><strong>b</strong> <em>i</em> <s>s</s> H<sub>2</sub>O m<sup>2</sup></p>",
    ),
    "what was only styled raised or struck out is so": (
        "<p><span style='text-decoration:line-through'>old</span> m<span style='vertical-align:super'>2</span>"
        "<span style='vertical-align:sub'>x</span></p>",
        "<p><s>old</s> m<sup>2</sup><sub>x</sub></p>",
    ),
    "the letters of Word's symbol font are signs": (
        "<p>7 \uf0b3 5 \uf0be 9 \uf0a3 10 \uf0e0 12 \uf0b4 3 \uf0b1 1 \uf0b0</p>",
        "<p>7 ≥ 5 – 9 ≤ 10 → 12 × 3 ± 1 °</p>",
    ),
    "an abbreviation is explained": (
        "<p><abbr title='Local Government Act'>LGA</abbr></p>",
        '<p><abbr title="Local Government Act">LGA</abbr></p>',
    ),
    "a space in an address is written as one": (
        "<p><a href='https://a.example/one two'>both</a></p>",
        '<p><a href="https://a.example/one%20two">both</a></p>',
    ),
    "a quotation has two levels at most": (
        "<blockquote><blockquote><blockquote><p>said</p></blockquote></blockquote></blockquote>",
        "<blockquote><blockquote><p>said</p></blockquote></blockquote>",
    ),
    "a page's title is not its text": ("<title>report-v7</title><p>Roads</p>", "<p>Roads</p>"),
    "a line across parts paragraphs": ("<p>Roads</p><hr><p>Bins</p>", "<p>Roads</p><p>Bins</p>"),
    "text as a program printed it": ("<xmp>Roads</xmp><listing>Bins</listing>", "<p>Roads</p><p>Bins</p>"),
}


@pytest.mark.parametrize(("before", "after"), TEXTS.values(), ids=TEXTS)
def test_a_text_says_what_was_seen(before, after):
    assert clean_html(before) == after


def test_plain_text_becomes_paragraphs_breaks_and_lists():
    text = "Present\nMary Bell\nJohn Frost\n\xa0\n1.\tRoads\n2.\tBins\n\n" + "word " * 15 + "\nends here"
    assert clean_html(html_from_text(text)) == (
        f"<p>Present<br>Mary Bell<br>John Frost</p><ol><li>Roads</li><li>Bins</li></ol><p>{'word ' * 15}ends here</p>"
    )


def test_a_new_page_of_a_text_is_a_new_paragraph():
    assert html_from_text("Page one\fPage two") == "<p>Page one</p><p>Page two</p>"


def test_the_words_alone_have_a_line_for_each_paragraph_and_item():
    html = '<ul><li>a<ul><li>b</li></ul></li></ul><p>c<br>d &amp; <a href="/?x>y">e</a></p>'
    assert text_of(html) == "a\nb\nc\nd & e"


def test_headings_move_below_the_page_s_own_and_no_deeper_than_six():
    assert shift_headings("<h3>a</h3><h4>b</h4><h5>c</h5>", 5) == "<h5>a</h5><h6>b</h6><h6>c</h6>"
    assert shift_headings("<h3>a</h3><h4>b</h4>", 1) == "<h1>a</h1><h2>b</h2>"


class Nesting(HTMLParser):
    """Says what stands where it must not: what breaks PDF/UA-1, or a browser would repair."""

    INSIDE = {"li": {"p", "table", "blockquote", "h3", "h4", "h5"}, "td": {"table", "h3", "h4", "h5"}, "a": {"any"}}
    NO_TEXT = {"", "ul", "ol", "table", "thead", "tbody", "tr", "blockquote"}

    def __init__(self, html: str):
        super().__init__()
        self.open, self.faults, self.deepest = [], [], 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        parent = self.open[-1] if self.open else ""
        around = [outer for outer in self.open if {tag, "any"} & self.INSIDE.get(outer, set())]
        if (
            around
            or (parent in {"ul", "ol"}) != (tag == "li")
            or (parent in {"p", "h3", "h4", "h5"} and tag in {"p", "ul", "ol"})
        ):
            self.faults.append(f"{tag} in {around or parent}")
        if tag != "br":
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag):
        if tag != "br" and self.open.pop() != tag:
            self.faults.append(f"{tag} ends too soon")

    def handle_data(self, data):
        if (self.open[-1] if self.open else "") in self.NO_TEXT:
            self.faults.append(f"text in {self.open}")


def row_lengths(table: str) -> set[int]:
    """The lengths of the table's rows, counting what cells span; the set has one member if the table is sound."""
    taken: set[tuple[int, int]] = set()
    rows = re.findall(r"<tr>(.*?)</tr>", table)
    for y, row in enumerate(rows):
        x = 0
        for attributes in re.findall(r"<t[hd]([^>]*)>", row):
            wide, tall = (int((re.search(rf'{n}span="(\d+)"', attributes) or [0, 1])[1]) for n in ("col", "row"))
            while (y, x) in taken:
                x += 1
            cells = {(y + dy, x + dx) for dy in range(tall) for dx in range(wide)}
            assert not cells & taken, table
            taken |= cells
    assert max(y for y, _ in taken) + 1 == len(rows), table
    return {sum(place[0] == y for place in taken) for y in range(len(rows))}


TAGS = "p div span b em ul ol li table tr td th thead caption blockquote h1 h4 a abbr pre sup section o:p".split()
NOTED = [""] * 6 + [" start=4", " type=a", " colspan=2", " rowspan=3", " href='/x'", " style='mso-list:l0 level2 lfo1'"]
STARTS = "· |1. |2. |3.&nbsp;|(a) |(b) |(i) |(ii) |(v)&nbsp;|A. |o&nbsp;&nbsp;|• |§&nbsp;|- |1.1 |<br>|<br><br>|</p>|\n".split(
    "|"
)
MARKUP = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(NOTED)),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(STARTS),
    st.just(" WORD "),
)


@tries(max_examples=300, deadline=None)
@given(st.lists(MARKUP, max_size=40))
def test_whatever_is_pasted_is_well_formed_and_keeps_its_words(pieces):
    html = "".join(piece.replace("WORD", f"word{place}") for place, piece in enumerate(pieces))
    cleaned = clean_html(html)
    nesting = Nesting(cleaned)
    assert (nesting.faults, nesting.open) == ([], [])
    assert nesting.deepest <= 40
    assert all(len(row_lengths(table)) == 1 for table in re.findall(r"<table>.*?</table>", cleaned))
    assert sorted(re.findall(r"word\d+", text_of(cleaned))) == sorted(re.findall(r"word\d+", html))
    assert clean_html(cleaned) == cleaned
