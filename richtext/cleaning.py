"""The one cleaner of rich text: whatever was pasted comes out as plain, safe, well-formed HTML that says the same.

    guard → nh3, wide → without the unseen → read to blocks → lists, tables, headings → write → nh3, narrow

What makes the output safe is the last step alone. What stands before it makes the output good: a page and a PDF that
screen readers can follow (PDF/UA-1), lists where Word left bullets of text, every number as it was written.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from xml.etree import ElementTree

import nh3

from richtext.blocks import LIST_CLASSES, Block, tidy
from richtext.characters import NOT_XML, parsable
from richtext.guard import KEPT, KEPT_ATTRIBUTES, LONGEST, guarded, words_only
from richtext.hidden import take_out_unseen
from richtext.left_out import LeftOut
from richtext.links import relative_address
from richtext.lists import with_lists
from richtext.reading import Reader
from richtext.tables import as_paragraphs, mended
from richtext.writing import written

MAX_LENGTH = 500_000  # characters of cleaned text that a field keeps: about 160 printed pages
REMEMBERED_LENGTH = 20_000
DEEPEST_HEADING = 6

WIDE = nh3.Cleaner(
    tags=KEPT | {"br"},
    attributes={"*": KEPT_ATTRIBUTES - {"href"}, "a": {"href"}, "ol": {"class"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
NARROW = nh3.Cleaner(
    tags=set(
        "p br strong em u s sub sup blockquote table caption thead tbody tr th td h3 h4 h5 h6 ul ol li a abbr".split()
    ),
    attributes={
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
        "ol": {"start"},
        "a": {"href"},
        "abbr": {"title"},
    },
    tag_attribute_values={
        "ol": {"type": {"1", "a", "A", "i", "I"}, "class": LIST_CLASSES},
        "th": {"scope": {"col", "row"}},
    },
    url_schemes={"http", "https", "mailto"},
    url_relative=relative_address,
    link_rel=None,
)


def clean_html(html: str) -> str:
    """The HTML, cleaned. Takes any string, raises nothing; what is clean stays as it is. Costs about 2 ms a kilobyte."""
    return remembered(html) if len(html) <= REMEMBERED_LENGTH else settled(html)


def safe_html(html: str) -> str:
    """The last step alone: safe, whatever it is given; what clean_html made stays as it is, byte for byte. Costs about
    0.02 ms a kilobyte."""
    return NARROW.clean(html)


def settled(html: str) -> str:
    """Cleaned until cleaning changes nothing: a list found may let one more be seen."""
    for _ in range(5):
        before, html = html, cleaned_once(html)
        if html == before:
            break
    return html


# The same text is cleaned by the form and by the field.
remembered = lru_cache(maxsize=1000)(settled)


def cleaned_once(html: str) -> str:
    source = parsable(html)
    try:
        return normalised(guarded(source))
    except RecursionError:  # when called deep inside something else
        return normalised(words_only(source[:LONGEST]))


def normalised(html: str) -> str:
    return NARROW.clean(written(with_telling_lines(orderly(Reader().read(seen_tree(html, LeftOut()))))))


def left_out(html: str) -> str:
    """What clean_html leaves out of it, as LeftOut says it; "" if nothing."""
    found = LeftOut()
    with suppress(RecursionError):
        seen_tree(guarded(parsable(html), found), found)
    return str(found)


def seen_tree(html: str, left_out: LeftOut) -> ElementTree.Element:
    """The tree of guarded HTML without what is hidden or deleted."""
    seen = tree(WIDE.clean(html))
    hidden, deleted = take_out_unseen(seen)
    left_out.hidden += hidden
    left_out.deleted += deleted
    return seen


def tree(html: str) -> ElementTree.Element:
    """What nh3 wrote, as a tree. It is XML but for three things, and expat reads it many times faster than HTML parsers."""
    xml = NOT_XML.sub("", html).replace("<br>", "<br/>").replace("&nbsp;", "\xa0")
    return ElementTree.fromstring(f"<body>{xml}</body>")  # noqa: S314  no entity or DTD is left in it


def orderly(blocks: list[Block]) -> list[Block]:
    flat = [piece for block in blocks for piece in with_table(block)]
    return with_heading_levels(without_empty([replace(b, runs=tidy(b.runs)) for b in with_lists(flat)]))


def with_table(block: Block) -> list[Block]:
    if block.table is None:
        return [block]
    for row in block.table.rows:
        for cell in row:
            cell.blocks = orderly(cell.blocks)
    table = mended(block.table)
    return [replace(block, table=table)] if table else as_paragraphs(block.table, block.quote)


def without_empty(blocks: list[Block]) -> list[Block]:
    """Empty paragraphs only made space. An empty numbered item stays if a list stands in it: its number is printed."""
    kept: list[Block] = []
    for block in reversed(blocks):
        holds_list = block.marker.type and kept and kept[-1].kind == "li" and kept[-1].level > block.level
        if block.runs or block.kind == "table" or (block.kind == "li" and holds_list):
            kept.append(block)
    return kept[::-1]


def with_heading_levels(blocks: list[Block]) -> list[Block]:
    """Headings that begin at h3 and go down one step at a time, four levels deep: h1 and h2 are the page's own."""
    above: list[int] = []  # the levels as given of the headings that this one stands under
    for place, block in enumerate(blocks):
        if block.kind == "h":
            above = [*(level for level in above if level < block.level), block.level]
            blocks[place] = replace(block, level=min(2 + len(above), DEEPEST_HEADING))
    return blocks


def with_telling_lines(blocks: list[Block]) -> list[Block]:
    """Underlines that say something: beside struck words, or of some words only they mark what was added or is meant.
    A paragraph that is underlined from end to end is a heading of the typewriter's days, and a link is underlined anyway.
    """
    struck = any("s" in run.marks for block in texts(blocks) for run in block.runs)
    for block in texts(blocks):
        whole = not struck and all("u" in run.marks or not run.text.strip() for run in block.runs)
        block.runs = [
            run._replace(marks=run.marks - {"u"}) if "u" in run.marks and (whole or run.href) else run
            for run in block.runs
        ]
    return blocks


def texts(blocks: list[Block]) -> Iterator[Block]:
    """The blocks, and those in the cells of tables."""
    for block in blocks:
        yield block
        if block.table:
            yield from (inner for row in block.table.rows for cell in row for inner in texts(cell.blocks))
