"""The shape of what the cleaner makes: lists with the numbers as written, tables that can be read aloud, sound nesting.

That nothing dangerous is left, and how much is too much, is tested in test_rich_text.py.
"""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from richtext.blocks import Marker
from richtext.cleaning import clean_html, left_out
from richtext.headings import moved_headings, shift_headings
from richtext.markers import in_print
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
        '<ol><li>Roads<ol class="round-a" type="a"><li>Kerbs</li></ol></li><li>Bins</li></ol>',
    ),
    "Word's symbol letters are bullets": (word_item(1, "Ø", "Kerbs"), "<ul><li>Kerbs</li></ul>"),
    "a number that no list can print stays in the text": (word_item(2, "1.1", "Kerbs"), "<p>1.1 Kerbs</p>"),
    "with the space that is in it": (word_item(1, "Part I", "Kerbs"), "<p>Part I Kerbs</p>"),
    "the gap behind a bullet of a symbol font is a gap": (
        paragraphs("<span style='font-family:Symbol'>·<span style='font:7.0pt Times'>&nbsp;&nbsp; </span></span>Kerbs"),
        "<ul><li>Kerbs</li></ul>",
    ),
    "bullets of different shapes are nested": (
        paragraphs("·&nbsp;&nbsp;Roads", "o&nbsp;&nbsp;Kerbs", "·&nbsp;&nbsp;Bins"),
        "<ul><li>Roads<ul><li>Kerbs</li></ul></li><li>Bins</li></ul>",
    ),
    "numbers, letters and Roman numbers are nested": (
        paragraphs("1. Roads", "(a) Kerbs", "(i) North", "(ii) South", "(b) Drains", "2. Bins"),
        '<ol><li>Roads<ol class="round-a" type="a"><li>Kerbs<ol class="round-i" type="i"><li>North</li><li>South</li></ol></li>'
        "<li>Drains</li></ol></li><li>Bins</li></ol>",
    ),
    "i after h is a letter": (
        paragraphs(*[f"({letter}) Pier" for letter in "abcdefghij"]),
        f'<ol class="round-a" type="a">{"<li>Pier</li>" * 10}</ol>',
    ),
    "a list goes on after a paragraph with its next number": (
        paragraphs("(1) That roads", "(2) That bins", "Voting: unanimous", "(3) That kerbs"),
        '<ol class="round-1"><li>That roads</li><li>That bins</li></ol><p>Voting: unanimous</p>'
        '<ol class="round-1" start="3"><li>That kerbs</li></ol>',
    ),
    "a number that jumps is printed as it was written": (
        paragraphs("1. Roads", "2. Bins", "5. Kerbs"),
        '<ol><li>Roads</li><li>Bins</li></ol><ol start="5"><li>Kerbs</li></ol>',
    ),
    "a list that begins again begins again": (
        "<ol><li>Roads</li><li>Bins</li></ol><ol><li>Kerbs</li></ol>",
        "<ol><li>Roads</li><li>Bins</li></ol><ol><li>Kerbs</li></ol>",
    ),
    "two lists of one item each keep their numbers": (
        "<ol><li>Roads</li></ol><ol><li>Bins</li></ol>",
        "<ol><li>Roads</li></ol><ol><li>Bins</li></ol>",
    ),
    "a number that was typed twice is printed twice": (
        paragraphs("(a)&nbsp;&nbsp;Roads", "(a)&nbsp;&nbsp;Bins", "(b)&nbsp;&nbsp;Kerbs"),
        '<ol class="round-a" type="a"><li>Roads</li></ol><ol class="round-a" type="a"><li>Bins</li><li>Kerbs</li></ol>',
    ),
    "an item that begins with a table or a quotation keeps its number": (
        "<ol type=i start=4><li><blockquote>Roads</blockquote></li><li><table><tr><td>For</td><td>7</td></tr></table></li>"
        "<li>Bins</li></ol>",
        "<p>iv.</p><blockquote><p>Roads</p></blockquote>"
        '<p>v.</p><table><tbody><tr><th scope="row">For</th><td>7</td></tr></tbody></table>'
        '<ol type="i" start="6"><li>Bins</li></ol>',
    ),
    "a number of Word's inside another list stays in the text, a bullet goes": (
        f"<ul><li>{word_item(1, 'Article 1', 'Kerbs')}</li><li>{word_item(1, 'Ø', 'Bins')}</li></ul>",
        "<ul><li>Article 1 Kerbs</li><li>Bins</li></ul>",
    ),
    "a table in a list parts it, and the numbers go on": (
        "<ol><li>Roads<table><tr><td>For</td><td>7</td></tr></table></li><li>Bins</li></ol>",
        '<ol><li>Roads</li></ol><table><tbody><tr><th scope="row">For</th><td>7</td></tr></tbody></table>'
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
    "a number goes on with the list that it began, past the letters that came between": (
        paragraphs(
            "1.&nbsp;&nbsp;First",
            "It was resolved to",
            "(a)&nbsp;&nbsp;build;",
            "(b)&nbsp;&nbsp;sell.",
            "2.&nbsp;&nbsp;Last",
        ),
        '<ol><li>First</li></ol><p>It was resolved to</p><ol class="round-a" type="a"><li>build;</li><li>sell.</li></ol>'
        '<ol start="2"><li>Last</li></ol>',
    ),
    "nor is a number inside letters, if it isn’t the first": (
        paragraphs("(a)&nbsp;&nbsp;build;", "(b)&nbsp;&nbsp;sell.", "4.&nbsp;&nbsp;Last"),
        '<ol class="round-a" type="a"><li>build;</li><li>sell.</li></ol><ol start="4"><li>Last</li></ol>',
    ),
    "numbers that begin inside letters stay inside": (
        paragraphs("(a)&nbsp;&nbsp;build:", "1.&nbsp;&nbsp;walls", "2.&nbsp;&nbsp;roofs", "(b)&nbsp;&nbsp;sell"),
        '<ol class="round-a" type="a"><li>build:<ol><li>walls</li><li>roofs</li></ol></li><li>sell</li></ol>',
    ),
    "a tick alone is a word": (paragraphs("✓", "Ash", "●"), "<p>✓</p><p>Ash</p><p>●</p>"),
    "so is any sign before a single line": (paragraphs("● Ash", "Oak", "□ Elm"), "<p>● Ash</p><p>Oak</p><p>□ Elm</p>"),
    "signs in a row are bullets": (paragraphs("✓ Roads", "✓ Bins"), "<ul><li>Roads</li><li>Bins</li></ul>"),
    "two signs in a row tell apart": (paragraphs("✓ Ash", "✗ Oak", "✓ Elm"), "<p>✓ Ash</p><p>✗ Oak</p><p>✓ Elm</p>"),
    "signs before nothing are no bullets": (paragraphs("● ●", "● ● ●"), "<p>● ●</p><p>● ● ●</p>"),
    "a sign in a list item stays": ("<ul><li>✓ Ash</li><li>■ Oak</li></ul>", "<ul><li>✓ Ash</li><li>■ Oak</li></ul>"),
    "and so does one in a heading": ("<h3>★ Roads</h3>", "<h3>★ Roads</h3>"),
    "a bullet with nothing after it is a word": (paragraphs("Roads", "•"), "<p>Roads</p><p>•</p>"),
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
    "letters in brackets stay in brackets, before and after": (
        paragraphs("(a) x", "(b) y", "a) x", "b) y", "I)&nbsp;&nbsp;x", "(I)&nbsp;&nbsp;x"),
        '<ol class="round-a" type="a"><li>x</li><li>y<ol class="half-a" type="a"><li>x</li><li>y'
        '<ol class="half-I" type="I"><li>x<ol class="round-I" type="I"><li>x</li></ol></li></ol></li></ol></li></ol>',
    ),
    "a class that names no way of writing a number is none": (
        '<ol class="round-x"><li>x</li></ol><ol class="round-a b"><li>x</li></ol><ol class="half-1" type=A><li>x</li></ol>',
        '<ol><li>x</li></ol><ol><li>x</li></ol><ol class="half-A" type="A"><li>x</li></ol>',
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
    "a list by its style": (
        "<ol style='list-style-type:upper-alpha'><li>Ash<li>Oak</ol><ol style='list-style-type:lower-alpha'><li>Elm</ol>",
        '<ol type="A"><li>Ash</li><li>Oak</li></ol><ol type="a"><li>Elm</li></ol>',
    ),
    "a list by its type": (
        "<ol type=1><li>Ash<li>Oak</ol><ol type=a><li>Elm</ol><ol type=I><li>Fir</ol>",
        '<ol><li>Ash</li><li>Oak</li></ol><ol type="a"><li>Elm</li></ol><ol type="I"><li>Fir</li></ol>',
    ),
    "an item that says its number": (
        "<ol><li value=4>Ash<li>Oak<li value=9>Elm</ol>",
        '<ol start="4"><li>Ash</li><li>Oak</li></ol><ol start="9"><li>Elm</li></ol>',
    ),
    "the old names of a list": (
        "<menu><li>Ash<li>Oak</menu><dir><li>Elm</dir>",
        "<ul><li>Ash</li><li>Oak</li><li>Elm</li></ul>",
    ),
    "an empty item stays for the list in it alone": (
        "<ul><li></li><li>Ash</li></ul><ol><li></li><li><ol><li>Oak</li></ol></li></ol>",
        '<ul><li>Ash</li></ul><ol start="2"><li><ol><li>Oak</li></ol></li></ol>',
    ),
    "ticks in a row are bullets, and alone they are words": (
        "<p>✓</p><p>✗</p><p>• Ash</p><p>✓ Oak</p><p>✓ Elm</p><p>• Fir</p>",
        "<p>✓</p><p>✗</p><ul><li>Ash<ul><li>Oak</li><li>Elm</li></ul></li><li>Fir</li></ul>",
    ),
    "a letter before a gap begins a list at once": (
        "<p>a.&nbsp;&nbsp; Ash</p><p>Oak</p><p>B.&nbsp;&nbsp; Elm</p>",
        '<ol type="a"><li>Ash</li></ol><p>Oak</p><p>B. Elm</p>',
    ),
    "small Roman numbers": (
        "<p>i.&nbsp;&nbsp; Ash</p><p>ii.&nbsp;&nbsp; Oak</p><p>iii.&nbsp;&nbsp; Elm</p>",
        '<ol type="i"><li>Ash</li><li>Oak</li><li>Elm</li></ol>',
    ),
    "figures of four are years": ("<p>2025. Ash</p><p>2026. Oak</p>", "<p>2025. Ash</p><p>2026. Oak</p>"),
    "a list goes on after a paragraph": (
        "<p>1) Ash</p><p>2) Oak</p><p>So it is.</p><p>3) Elm</p>",
        '<ol class="half-1"><li>Ash</li><li>Oak</li></ol><p>So it is.</p><ol class="half-1" start="3"><li>Elm</li></ol>',
    ),
    "lines within an item, and after a list": (
        "<ul><li>Ash<br>Oak</ul>and<br>so<ul><li>Elm</ul>",
        "<ul><li>Ash<br>Oak</li></ul><p>and<br>so</p><ul><li>Elm</li></ul>",
    ),
    "a line that only looks like an item goes back to its paragraph": (
        "<p>Present:<br>A. Smith<br>B. Jones</p>",
        "<p>Present:<br>A. Smith<br>B. Jones</p>",
    ),
    "or to its item": (
        "<p>1. Ash<br>A. Smith came<br>2. Elm</p>",
        "<ol><li>Ash<br>A. Smith came</li><li>Elm</li></ol>",
    ),
    "the number that Word printed before a heading stays": (
        "<h2><span style='mso-list:Ignore'>1.&nbsp;</span>Ash</h2>",
        "<h3>1. Ash</h3>",
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
    "bold labels name their rows": (
        "<table><tr><td><b>Present</b></td><td>Cllr Ash, Cllr Oak</td></tr><tr><td><b>Apologies</b></td><td></td></tr></table>",
        '<table><tbody><tr><th scope="row"><strong>Present</strong></th><td>Cllr Ash, Cllr Oak</td></tr>'
        '<tr><th scope="row"><strong>Apologies</strong></th><td></td></tr></tbody></table>',
    ),
    "names are no headings": (
        "<table><tr><td>Cllr Ash</td><td>Cllr Oak</td></tr><tr><td>Cllr Elm</td><td>Cllr Fir</td></tr></table>",
        "<table><tbody><tr><td>Cllr Ash</td><td>Cllr Oak</td></tr><tr><td>Cllr Elm</td><td>Cllr Fir</td></tr></tbody></table>",
    ),
    "not even in bold, if all are": (
        "<table><tr><td><b>Cllr Ash</b></td><td><b>Cllr Oak</b></td></tr>"
        "<tr><td><b>Cllr Elm</b></td><td><b>Cllr Fir</b></td></tr></table>",
        "<table><tbody><tr><td><strong>Cllr Ash</strong></td><td><strong>Cllr Oak</strong></td></tr>"
        "<tr><td><strong>Cllr Elm</strong></td><td><strong>Cllr Fir</strong></td></tr></tbody></table>",
    ),
    "a bold first row names the columns": (
        "<table><tr><td><b>Name</b></td><td><b>Ward</b></td></tr><tr><td>Ash</td><td>North</td></tr></table>",
        '<table><thead><tr><th scope="col"><strong>Name</strong></th><th scope="col"><strong>Ward</strong></th></tr></thead>'
        "<tbody><tr><td>Ash</td><td>North</td></tr></tbody></table>",
    ),
    "words over and before figures and ticks name them": (
        "<table><tr><td>Member</td><td>For</td><td>Paid</td></tr><tr><td>Ash</td><td>✓</td><td>£1,000.50</td></tr>"
        "<tr><td>Oak</td><td></td><td>-</td></tr></table>",
        '<table><thead><tr><th scope="col">Member</th><th scope="col">For</th><th scope="col">Paid</th></tr></thead>'
        '<tbody><tr><th scope="row">Ash</th><td>✓</td><td>£1,000.50</td></tr>'
        '<tr><th scope="row">Oak</th><td></td><td>-</td></tr></tbody></table>',
    ),
    "an empty corner names nothing": (
        "<table><thead><tr><td></td><td>For</td></tr></thead><tr><th>Bell</th><td>1</td></tr></table>",
        '<table><thead><tr><td></td><th scope="col">For</th></tr></thead>'
        '<tbody><tr><th scope="row">Bell</th><td>1</td></tr></tbody></table>',
    ),
    "one cell is no table": ("<table><tr><td><p>Roads</p><p>Bins</p></td></tr></table>", "<p>Roads</p><p>Bins</p>"),
    "a table in a table becomes paragraphs": (
        "<table><tr><td><b>A</b></td><td><b>B</b></td></tr><tr><td><table><tr><td>1</td><td>2</td></tr></table></td><td>C</td></tr></table>",
        '<table><thead><tr><th scope="col"><strong>A</strong></th><th scope="col"><strong>B</strong></th></tr></thead>'
        "<tbody><tr><td><p>1</p><p>2</p></td><td>C</td></tr></tbody></table>",
    ),
    "a span that reaches beyond the table ends with it": (
        "<table><tr><td>A</td><td>B</td></tr><tr><td rowspan=9>C</td><td>D</td></tr></table>",
        "<table><tbody><tr><td>A</td><td>B</td></tr><tr><td>C</td><td>D</td></tr></tbody></table>",
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
    "a row's own scope stays, also by its old name": (
        "<table><tr><th scope=rowgroup>Ash</th><td>1</td></tr><tr><th scope=row>Oak</th><td>2</td></tr></table>",
        '<table><tbody><tr><th scope="row">Ash</th><td>1</td></tr><tr><th scope="row">Oak</th><td>2</td></tr></tbody></table>',
    ),
    "a column in which no cell begins is none": (
        "<table><tr><td colspan=3>Ash</td></tr><tr><td colspan=2>Oak</td><td>Elm</td></tr></table>",
        '<table><tbody><tr><td colspan="2">Ash</td></tr><tr><td>Oak</td><td>Elm</td></tr></tbody></table>',
    ),
    "a head that reaches into the body takes the row with it": (
        "<table><thead><tr><th rowspan=2>Ash</th><th>Oak</th></tr></thead><tbody><tr><td>Elm</td></tr>"
        "<tr><td>Fir</td><td>Yew</td></tr></tbody></table>",
        '<table><thead><tr><th scope="col" rowspan="2">Ash</th><th scope="col">Oak</th></tr><tr><th scope="col">Elm</th></tr>'
        "</thead><tbody><tr><td>Fir</td><td>Yew</td></tr></tbody></table>",
    ),
    "words before figures name the rows, below an empty corner": (
        "<table><tr><td></td><td>2025</td></tr><tr><td>Mooring</td><td>5</td></tr></table>",
        '<table><tbody><tr><td></td><td>2025</td></tr><tr><th scope="row">Mooring</th><td>5</td></tr></tbody></table>',
    ),
    "paragraphs in a cell stay so, and so do lines": (
        "<table><tr><td><p>Ash</p><p>Oak</p></td><td>Elm<br>Fir</td></tr></table>",
        "<table><tbody><tr><td><p>Ash</p><p>Oak</p></td><td>Elm<br>Fir</td></tr></tbody></table>",
    ),
    "a table of heads alone has no body to head": (
        "<table><thead><tr><th>Ash</th><th>Oak</th></tr></thead></table>",
        '<table><tbody><tr><th scope="col">Ash</th><th scope="col">Oak</th></tr></tbody></table>',
    ),
    "a cell's own look is its words' look": (
        "<table><tr><td style='font-weight:bold'>Ash</td><td><s>Oak</s> <u>Elm</u></td></tr></table>",
        '<table><tbody><tr><th scope="row"><strong>Ash</strong></th><td><s>Oak</s> <u>Elm</u></td></tr></tbody></table>',
    ),
    "what stands in no cell of a deep table is not lost": (
        "<table>Ash<tr><td>Oak</td></tr><p>Elm</p></table>",
        "<p>Ash</p><p>Elm</p><p>Oak</p>",
    ),
    "a caption of paragraphs is one of lines": (
        "<table><caption>Ash<p>Oak</p><p>Elm</p></caption><tr><td>Fir</td><td>Yew</td></tr></table>",
        "<table><caption>Ash<br>Oak<br>Elm</caption><tbody><tr><td>Fir</td><td>Yew</td></tr></tbody></table>",
    ),
    "of tables in tables in tables the words stay": (
        "<table>" * 7 + "<tr><td>Ash<td>Oak" + "</table>" * 7,
        "<p>Ash<br>Oak</p>",
    ),
}


@pytest.mark.parametrize(("before", "after"), TABLES.values(), ids=TABLES)
def test_a_table_can_be_read_aloud(before, after):
    assert clean_html(before) == after


WINGDINGS = "<span style='font-family:Wingdings'>{}</span>"
WORD_SIGN = (
    "<span style='font-family:Wingdings;mso-ascii-font-family:Calibri;mso-symbol-font-family:Wingdings'>{}</span>"
)
TEXTS = {
    "what Word hid stays hidden": ("<p>open <span style='display:none'>exempt</span></p>", "<p>open</p>"),
    "and what it hid in its own way": ("<p>open <span style='mso-hide:all'>exempt</span> too</p>", "<p>open too</p>"),
    "what a page hides stays hidden": (
        "<p hidden>one</p><p style='visibility: hidden'>two</p><p HIDDEN=''>three</p><div hidden><p>four</p></div><p>open</p>",
        "<p>open</p>",
    ),
    "in any element": (
        "<p><label hidden>one</label><x-note style='display:none'>two</x-note><u hidden>3</u>open</p>",
        "<p>open</p>",
    ),
    "by its style sheet": (
        "<style>p.Secret, .mark {display:none} @media print {.menu {display:none}}</style>"
        "<p class='a Secret'>one</p><div class=mark>two</div><p class=menu>open</p><div class=Secret>open too</div>",
        "<p>open</p><p>open too</p>",
    ),
    "a word hidden hides nothing": (
        "<p title='what is hidden'>open</p><p data-hidden=1>open too</p>",
        "<p>open</p><p>open too</p>",
    ),
    "what is not hidden is shown": ("<p style='visibility:visible;display:block'>open</p>", "<p>open</p>"),
    "what tracked changes delete is gone, what they insert is there": (
        "<p>The fee is <del cite='mailto:A' datetime='2026-03'>£5</del><ins cite='mailto:A'>£6</ins>.</p><del><p>Old.</p></del>",
        "<p>The fee is £6.</p>",
    ),
    "struck stays struck, also twice": (
        "<p><strike>a</strike> <span style='text-decoration:line-through'>b</span> "
        "<span style='text-line-through:double'>c</span> <span style='text-decoration:underline line-through'>d</span></p>",
        "<p><s>a b c </s><u><s>d</s></u></p>",
    ),
    "an underline beside struck words is an addition": (
        "<p>No person shall <s>ride</s></p><p><u>drive a carriage.</u></p>",
        "<p>No person shall <s>ride</s></p><p><u>drive a carriage.</u></p>",
    ),
    "an underline of some words is kept": (
        "<p>the words <u>and carts</u> be added</p>",
        "<p>the words <u>and carts</u> be added</p>",
    ),
    "an underlined line is only a heading of old": (
        "<p><u>Roads</u></p><p><u><b>Bins</b></u></p>",
        "<p>Roads</p><p><strong>Bins</strong></p>",
    ),
    "and a link is underlined anyway": (
        "<p>see <u><a href='https://a.example/'>this</a></u></p>",
        '<p>see <a href="https://a.example/">this</a></p>',
    ),
    "letters of Wingdings are the signs that they show": (
        f"<p>{WINGDINGS.format('ü')} Ash {WORD_SIGN.format('û')} Oak <font face=Wingdings>þ o</font> ü</p>",
        "<p>✓ Ash ✗ Oak ☑ □ ü</p>",
    ),
    "and those of other fonts are not": (
        f"<p>{WINGDINGS.format('<span style=font-family:Arial>ü</span>')}<span style='font-family:Segoe UI Symbol'>ü</span></p>",
        "<p>üü</p>",
    ),
    "an empty box is one, in the font and without it": (
        f"<p>{WINGDINGS.format('¨')} Ash \uf0a8 Oak {WINGDINGS.format(chr(0xF0A8))} Elm</p>",
        "<p>☐ Ash ☐ Oak ☐ Elm</p>",
    ),
    "letters of the symbol font are Greek": ("<p><span style='font-family:Symbol'>a b</span></p>", "<p>α β</p>"),
    "four levels of headings are four": (
        "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h2>e</h2>",
        "<h3>a</h3><h4>b</h4><h5>c</h5><h6>d</h6><h4>e</h4>",
    ),
    "headings of one level are of one level": ("<h5>a</h5><h5>b</h5><h2>c</h2>", "<h3>a</h3><h3>b</h3><h3>c</h3>"),
    "a link is one link": (
        '<p><a href="https://a.example/"><b>the</b> report</a></p>',
        '<p><a href="https://a.example/">the report</a></p>',
    ),
    "a link to nowhere is its words": ('<p><a href="mgAi.aspx?ID=1">the report</a></p>', "<p>the report</p>"),
    "a link within the site stays": ('<p><a href="/committees/">all</a></p>', '<p><a href="/committees/">all</a></p>'),
    "a path that only another site has leads nowhere": ('<p><a href="/mgAi.aspx?ID=1">it</a></p>', "<p>it</p>"),
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
    "words struck by an old tag": ("<p>Nine <strike>ten</strike> boats</p>", "<p>Nine <s>ten</s> boats</p>"),
    "struck, slanted and bold by style": (
        "<p><span style='text-line-through:double'>Ash</span> <span style='font-style:italic'>Oak</span> "
        "<span style='font-weight:bold'>Elm</span></p>",
        "<p><s>Ash</s> <em>Oak</em> <strong>Elm</strong></p>",
    ),
    "a mark around paragraphs is each one's": (
        "<i><p>Ash</p><p>Oak</p></i><sub>1</sub>",
        "<p><em>Ash</em></p><p><em>Oak</em></p><p><sub>1</sub></p>",
    ),
    "low within high is low": ("<p>x<sub>1<sup>2</sup></sub></p>", "<p>x<sub>1</sub><sup>2</sup></p>"),
    "a line of text as it was typed, twice": (
        "<pre>Ash <pre>Oak\nElm</pre>  Fir</pre>",
        "<p>Ash</p><p>Oak<br>Elm</p><p>Fir</p>",
    ),
    "a symbol font ends where it ends": (
        f"<p>{WINGDINGS.format('ü <b>û</b>')}ü {WINGDINGS.format('þ')}ü</p>",
        "<p>✓ <strong>✗</strong>ü ☑ü</p>",
    ),
    "a font in quotes and spaces": (
        """<p><font face='"Webdings"'>a</font> <span style='font-family:" Wingdings "'>ü</span></p>""",
        "<p>✔ ✓</p>",
    ),
    "a sign of no font that is known": ("<p>Ash \ue123 Oak</p>", "<p>Ash � Oak</p>"),
    "quotation marks of Windows": ("<p>\x84Ash\x93 \x82Oak\x91</p>", "<p>„Ash“ ‚Oak‘</p>"),
    "a whole line beside struck words was added": (
        "<p>the <s>north</s> mole</p><p><u>and the south mole</u></p>",
        "<p>the <s>north</s> mole</p><p><u>and the south mole</u></p>",
    ),
    "what no browser shows": (
        "<noframes>Ash</noframes><style>Oak</style><iframe src=a>Elm</iframe><noembed>Fir</noembed><p>Yew</p>",
        "<p>Yew</p>",
    ),
    "each part of a page is a paragraph": (
        "<section>Ash</section><address>Oak</address><dl><dt>Elm</dt><dd>Fir</dd></dl><footer>Yew</footer>",
        "<p>Ash</p><p>Oak</p><p>Elm</p><p>Fir</p><p>Yew</p>",
    ),
    "quotes stay quotes": ("""<p>"Ash" & 'Oak'</p>""", """<p>"Ash" &amp; 'Oak'</p>"""),
    "spaces at the end, whatever they look like": ("<p>Ash<b> </b><i> </i> </p>", "<p>Ash</p>"),
    "high around low": ("<sup>1<sub>2</sub></sup>", "<p><sup>1</sup><sub>2</sub></p>"),
    "lines as they were typed, around others": (
        "<pre>a  Ash<pre>b   Oak</pre> c   Elm\n Fir</pre>",
        "<p>a Ash</p><p>b Oak</p><p>c Elm<br>Fir</p>",
    ),
    "what was listed by a program": ("<listing>Ash\nOak</listing>", "<p>Ash<br>Oak</p>"),
}


@pytest.mark.parametrize(("before", "after"), TEXTS.values(), ids=TEXTS)
def test_a_text_says_what_was_seen(before, after):
    assert clean_html(before) == after


def test_plain_text_becomes_paragraphs_breaks_and_lists():
    text = "Present\nMary Bell\nJohn Frost\n\xa0\n1.\tRoads\n2.\tBins\n\n" + "word " * 15 + "\nends here"
    assert clean_html(html_from_text(text)) == (
        f"<p>Present<br>Mary Bell<br>John Frost</p><ol><li>Roads</li><li>Bins</li></ol><p>{'word ' * 15}ends here</p>"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    {
        "a line of sixty letters was broken by a program": ("y" * 60 + "\nOak", "<p>" + "y" * 60 + " Oak</p>"),
        "a shorter one by its writer": ("y" * 59 + "\nOak", "<p>" + "y" * 59 + "<br>Oak</p>"),
        "quotes and signs are letters": ('it\'s "so" <5', '<p>it\'s "so" &lt;5</p>'),
        "a wide space at the end is kept": ("Ash\u3000\nOak", "<p>Ash\u3000<br>Oak</p>"),
    }.values(),
)
def test_lines_of_plain_text(text, html):
    assert html_from_text(text) == html


def test_a_new_page_of_a_text_is_a_new_paragraph():
    assert html_from_text("Page one\fPage two") == "<p>Page one</p><p>Page two</p>"


def test_the_words_alone_have_a_line_for_each_paragraph_and_item():
    html = '<ul><li>a<ul><li>b</li></ul></li></ul><p>c<br>d &amp; <a href="/?x>y">e</a></p>'
    assert text_of(html) == "a\nb\nc\nd & e"


@pytest.mark.parametrize(
    "html",
    [
        "<h3>a</h3><p>b</p><h4>c</h4><p>d</p><h5>e</h5><p>f</p>",
        "<blockquote><p>a</p></blockquote><p>b</p><ol><li>c</li><li>d</li></ol><p>e</p><ul><li>f</li></ul>",
        "<table><caption>a</caption><tbody><tr><th>b</th><td>c</td></tr><tr><td>d</td></tr></tbody></table><p>e<br>f</p>",
        "<p>a</p><ul><li>b<ol><li>c</li></ol></li></ul><p>d<br>e</p><table><tbody><tr><td>f</td></tr></tbody></table>",
    ],
)
def test_the_words_alone_are_a_line_each_however_they_were_set_apart(html):
    assert text_of(html).split() == list("abcdef")


def test_headings_move_below_the_page_s_own_and_no_two_levels_become_one():
    deep = '<h5>a</h5><h6>b</h6><h6 aria-level="7">c</h6><h6 aria-level="8">d</h6><h6>e</h6>'
    assert shift_headings("<h3>a</h3><h4>b</h4><h5>c</h5><h6>d</h6><h4>e</h4>", 5) == deep
    assert shift_headings("<h3>a</h3><h4>b</h4>", 1) == "<h1>a</h1><h2>b</h2>"
    assert moved_headings(deep, -2) == "<h3>a</h3><h4>b</h4><h5>c</h5><h6>d</h6><h4>e</h4>"
    assert moved_headings('<h4 class="x">a</h4>', -1) == '<h3 class="x">a</h3>'


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


LEFT_OUT = {
    "a picture that shows nothing": ("<img alt=''><p>a</p>", "1 picture"),
    "pictures with what they show": (
        "<p><img src=a alt='A &amp; B'><img src=b><img style='display:none' alt=c></p>",
        "2 pictures (“A & B”)",
    ),
    "links to this desk": (
        "<a href='/admin/x'>a</a><a href='/x/../Admin/'>b</a>",
        "2 links to this desk (the words stay)",
    ),
    "links to one computer": (
        "<a href='file:///C:/a'>a</a><a href='http://127.0.0.1/'>b</a><a href='http://localhost:8000/'>c</a>"
        "<a href='https://intranet/a'>d</a><a href='http://192.168.0.1/'>e</a><a href='http://127.1/'>f</a><a href='http://[::1]/'>g</a>",
        "7 links to a place on one computer or network (the words stay)",
    ),
    "links that only the page before knew": (
        "<a href='a.html'>a</a>",
        "1 link to nowhere (the words stay)",
    ),
    "links that would run something": (
        "<a href='java&#10;script:x()'>a</a>",
        "1 link not followed from here (the words stay)",
    ),
    "hidden and deleted words": (
        "<p hidden>a</p><p><del>b</del>c</p>",
        "hidden text, text that tracked changes delete",
    ),
    "what is embedded": (
        "<iframe src=a></iframe><p>a</p><video></video>",
        "something embedded (iframe), something embedded (video)",
    ),
    "nothing, where nothing is": (
        "<h1>a</h1><p><a href='https://a.example/'>b</a><a href='#c'>c</a><a name=d>d</a><a href='mailto:a@b.example'>e</a>"
        "<u>f</u></p><p hidden></p><del></del>",
        "",
    ),
    "pictures, the first that are described": (
        "<img alt='A gull' src=x><img src=y><img alt=Tern><img ALT=\"Auk\">",
        "4 pictures (“A gull”, “Tern”, “Auk”)",
    ),
    "the same twice is embedded once": (
        "<audio src=a></audio><audio src=b></audio><p>a</p>",
        "something embedded (audio)",
    ),
    "two links that lead nowhere": (
        "<a href='a.html'>a</a> <a href='/x/y/z/'>b</a>",
        "2 links to nowhere (the words stay)",
    ),
}


@pytest.mark.parametrize(("pasted", "said"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_the_clerk_is_told_what_was_left_out(pasted, said):
    assert left_out(pasted) == said
    assert left_out(clean_html(pasted)) == ""


def test_of_far_too_much_only_the_words_that_were_seen_are_kept():
    pasted = (
        "<b>" * 61_000
        + "<p>open</p><p hidden>one</p><del>two</del><script>three</script><i style='display:none'>four</i>"
    )
    assert clean_html(pasted) == "<p>open</p>"
    assert left_out(pasted) == "all but the words, because it holds too much markup; paste it in parts"


def test_a_link_to_this_desk_by_its_full_address_is_refused(settings):
    settings.SITE_URL = "https://minutes.council.example"
    assert clean_html('<p><a href="https://minutes.council.example/admin/">a</a></p>') == "<p>a</p>"
    assert "href" in clean_html('<p><a href="https://minutes.council.example/committees/">a</a></p>')
    assert "href" in clean_html('<p><a href="https://other.example/admin/">a</a></p>')


@pytest.mark.parametrize(
    ("kind", "number", "printed"),
    [
        ("1", 12, "12."),
        ("a", 26, "z."),
        ("a", 28, "ab."),
        ("A", 5, "E."),
        ("i", 1949, "mcmxlix."),
        ("I", 4, "IV."),
        ("a", 0, "0."),
    ],
)
def test_a_number_is_printed_as_browsers_print_it(kind, number, printed):
    assert in_print(Marker(kind, number)) == printed
