"""What a program prints at the head and foot of each page, and is no part of the text: "Page 1 of 2"."""

import re

PAGE = r"(?:page|pg\.?|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
ALONE = re.compile(rf"[-–—|\s]*(?:{PAGE}|[-–—]\s?\d{{1,4}}\s?[-–—])[-–—|\s]*", re.I)
BEHIND = re.compile(r"(?!\d)\S.{0,100}(?:\t| {2,}|\s[|–—-]\s)\s*page\s*\d{1,4}\s*(?:of|/)\s*\d{1,4}\s*", re.I)


def is_furniture(line: str) -> bool:
    """Whether the line only numbers a page; also behind the title that stands on each, set apart from it."""
    return bool(ALONE.fullmatch(line) or BEHIND.fullmatch(line))
