"""The one cleaner of rich text."""

import nh3

MAX_LENGTH = 500_000

NARROW = nh3.Cleaner(
    tags=set(
        "p br strong em s sub sup blockquote table caption thead tbody tr th td h3 h4 h5 ul ol li a abbr".split()
    ),
    attributes={"th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}, "ol": {"start"}, "a": {"href"}, "abbr": {"title"}},
    tag_attribute_values={"ol": {"type": {"1", "a", "A", "i", "I"}}, "th": {"scope": {"col", "row", "colgroup", "rowgroup"}}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def clean_html(html: str) -> str:
    return NARROW.clean(html)
