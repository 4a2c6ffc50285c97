"""Headings of clean HTML under a heading of the page."""

import re

HEADING = re.compile(r"<h([1-6])([^<>]*)>(.*?)</h\1>", re.DOTALL)
DEEPER = re.compile(r' aria-level="(\d+)"')  # a level that HTML has no element for


def shift_headings(html: str, level: int) -> str:
    """Clean HTML with its shallowest heading, which is an h3, made h<level>, and the deeper ones moved with it."""
    return moved_headings(html, level - 3)


def moved_headings(html: str, levels: int) -> str:
    """HTML with its headings so many levels down, or up. No two levels become one: below h6 a heading states its level."""

    def moved(found: re.Match[str]) -> str:
        stated = DEEPER.search(found[2])
        level = max(1, int(stated[1] if stated else found[1]) + levels)
        attributes = DEEPER.sub("", found[2]) + (f' aria-level="{level}"' if level > 6 else "")
        return f"<h{min(level, 6)}{attributes}>{found[3]}</h{min(level, 6)}>"

    return HEADING.sub(moved, html)
