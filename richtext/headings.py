"""Headings of clean HTML under a heading of the page."""

import re

HEADING = re.compile(r"(</?h)([3-6])>")


def shift_headings(html: str, level: int) -> str:
    """Clean HTML with its shallowest heading, which is an h3, made h<level>, and the deeper ones moved with it (h6 at most)."""
    return HEADING.sub(lambda tag: f"{tag[1]}{min(6, max(1, int(tag[2]) + level - 3))}>", html)
