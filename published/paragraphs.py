"""Each paragraph of minutes with an address of its own, and a link to it that shows when it is pointed at.

An id is the item's address, "-P" and a number: no item's address has a capital, so that none is the id of an item.
"""

import re

from django.utils.html import escape

MINUTES = re.compile(r'<section class="minutes">.*?</section>', re.DOTALL)
TAG = re.compile(r"<(?P<end>/?)(?P<name>p|li|ul|ol|table)\b(?P<attributes>[^<>]*)>")
LINK = re.compile(r'<a class="pilcrow"[^<>]*></a>')


def numbered(body: str, slug: str, of: str = "") -> str:
    """An item's text, as our templates made it, with the paragraphs and list items of its minutes numbered from 1, but for what
    stands in a table. The text is clean rich text in our own elements, so that "<p" can only be a paragraph. `of` names the item
    for who hears the links."""
    count = 0

    def of_section(found: re.Match[str]) -> str:
        nonlocal count
        html, count = _numbered(found[0], slug, count, escape(of))
        return html

    return MINUTES.sub(of_section, body)


def without_links(body: str) -> str:
    """The text as it was before it was `numbered`, but for the ids."""
    return LINK.sub("", body)


def _numbered(html: str, slug: str, count: int, of: str) -> tuple[str, int]:
    """The section's text, and the number of the last paragraph in it. A link stands where its paragraph's own words end: before
    its end, or before a list within it. A paragraph within a list item is one with the item."""
    found, last, tables = [], 0, 0
    # The paragraph, or the list items within each other, that are open, and the link that each still lacks.
    around: list[tuple[str, str]] = []
    for tag in TAG.finditer(html):
        opens, name, text = not tag["end"], tag["name"], tag[0]
        found.append(html[last : tag.start()])
        last = tag.end()
        if name == "table":
            tables += 1 if opens else -1
        elif tables:
            pass
        elif opens and (name == "li" or (name == "p" and not around and "class=" not in text)):
            count += 1
            text = f'<{name} id="{slug}-P{count}"{tag["attributes"]}>'
            label = f"Link to paragraph {count}{of and f' of {of}'}"
            link = f'<a class="pilcrow" href="#{slug}-P{count}" aria-label="{label}"></a>'
            around.append((name, link))
        elif around and opens == (name in {"ul", "ol"}):  # its words end here
            element, link = around.pop()
            text = f"{link}{text}"
            if name != element:
                around.append((element, ""))
        found.append(text)
    return "".join([*found, html[last:]]), count
