"""The one cleaner of rich text: whatever was pasted comes out as plain, safe, well-formed HTML that says the same.

    guard → nh3, wide → read to blocks → lists, tables, headings → write → nh3, narrow

What makes the output safe is the last step alone. What stands before it makes the output good: a page and a PDF that
screen readers can follow (PDF/UA-1), lists where Word left bullets of text, every number as it was written.
"""

from dataclasses import replace
from functools import lru_cache
from xml.etree import ElementTree

import nh3

from richtext.blocks import Block, tidy
from richtext.characters import NOT_XML, parsable
from richtext.guard import KEPT, KEPT_ATTRIBUTES, LONGEST, guarded, words_only
from richtext.links import relative_address
from richtext.lists import with_lists
from richtext.reading import Reader
from richtext.tables import as_paragraphs, mended
from richtext.writing import written

MAX_LENGTH = 500_000  # characters of cleaned text that a field keeps: about 160 printed pages
REMEMBERED_LENGTH = 20_000

WIDE = nh3.Cleaner(
    tags=KEPT | {"br"},
    attributes={"*": KEPT_ATTRIBUTES - {"href"}, "a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
NARROW = nh3.Cleaner(
    tags=set("p br strong em s sub sup blockquote table caption thead tbody tr th td h3 h4 h5 ul ol li a abbr".split()),
    attributes={
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
        "ol": {"start"},
        "a": {"href"},
        "abbr": {"title"},
    },
    tag_attribute_values={"ol": {"type": {"1", "a", "A", "i", "I"}}, "th": {"scope": {"col", "row"}}},
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
    return NARROW.clean(written(orderly(Reader().read(tree(WIDE.clean(html))))))


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
    """Headings that begin at h3 and go down one step at a time: h1 and h2 are the page's own."""
    level = 2
    for place, block in enumerate(blocks):
        if block.kind == "h":
            level = min(block.level, level + 1)
            blocks[place] = replace(block, level=level)
    return blocks
