"""Clean HTML as its paragraphs, headings, lists and tables."""

from richtext.plain_text import TAG


def paragraphs(html: str) -> list[str]:
    """The outermost elements of clean HTML, one string each; together they are the text."""
    found, begun, depth = [], 0, 0
    for tag in TAG.finditer(html):
        if tag["name"] == "br":
            continue
        depth += -1 if tag["name"].startswith("/") else 1
        if depth == 0:
            found.append(html[begun : tag.end()])
            begun = tag.end()
    return [*found, html[begun:]] if begun < len(html) else found
