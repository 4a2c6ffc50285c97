"""Striking words out of a text for good, wherever they stand in it and however they are marked up."""

import re
from bisect import bisect_right
from html import unescape

# A value in quotes may hold ">".
TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^'">])*>""")
PIECE = re.compile(rf"({TAG.pattern})|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|.", re.DOTALL)
INLINE = re.compile(r"</?(?:strong|em|u|s|sub|sup|a|abbr|b|i|span)\b", re.IGNORECASE)
VALUE = re.compile(r'(?<==")[^"]*(?=")')
ALIKE = {
    "'": "['’‘]",
    "’": "['’‘]",
    "‘": "['’‘]",
    '"': '["“”]',
    "“": '["“”]',
    "”": '["“”]',
    "-": "[-‐‑–]",
    "–": "[-‐‑–]",
}


def pattern(passage: str) -> re.Pattern[str]:
    """What finds `passage` in a text: whole words, in capitals or not, whatever space, quotes and hyphens stand in it.

    ValueError if it has no word of three letters or figures: that would be found everywhere."""
    words = passage.split()
    if not re.search(r"\w{3}", passage):
        raise ValueError("Give at least one word of three letters.")
    said = r"\s+".join("".join(ALIKE.get(letter, re.escape(letter)) for letter in word) for word in words)
    before = r"(?<!\w)" if re.match(r"\w", words[0]) else ""
    after = r"(?!\w)" if re.search(r"\w$", words[-1]) else ""
    return re.compile(f"{before}{said}{after}", re.IGNORECASE)


def strike(text: str, wanted: re.Pattern[str], mark: str) -> tuple[str, int]:
    """The text (plain, or clean HTML) with `mark` in the place of each passage that `wanted` finds, and how many there were. A
    passage may run through tags and paragraphs, which stay; from addresses of links and the like it is taken out."""
    text, in_tags = _without_in_tags(text, wanted) if "<" in text else (text, 0)
    words, pieces = _words_of(text)
    found = [match.span() for match in wanted.finditer(words)]
    if not found:
        return text, in_tags
    begins = [begin for begin, _ in found]
    out, at = [], 0
    for piece, written in pieces:
        k = bisect_right(begins, at) - 1
        is_struck = bool(written) and k >= 0 and at < found[k][1]
        if not is_struck or TAG.fullmatch(piece):
            out.append(piece)
        elif at == found[k][0]:
            out.append(mark)
        at += len(written)
    return "".join(out), in_tags + len(found)


def _words_of(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The words that a reader sees, and the pieces of the text with the words that each gives."""
    pieces = []
    for match in PIECE.finditer(text):
        piece = match[0]
        if match[1]:
            written = "" if INLINE.match(piece) else "\n"
        else:
            written = unescape(piece) if piece.startswith("&") else piece
        pieces.append((piece, written))
    return "".join(written for _, written in pieces), pieces


def _without_in_tags(text: str, wanted: re.Pattern[str]) -> tuple[str, int]:
    count = 0

    def value(match: re.Match[str]) -> str:
        nonlocal count
        left, n = wanted.subn("", unescape(match[0]))
        count += n
        return left.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") if n else match[0]

    return TAG.sub(lambda tag: VALUE.sub(value, tag[0]), text), count
