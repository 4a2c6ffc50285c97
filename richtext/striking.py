"""Striking words out of a text for good, wherever they stand in it and however they are marked up."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from html import unescape
from unicodedata import combining, normalize
from urllib.parse import quote

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


GAP = r"[\s_‐‑–-]+"
ENCODED = "%[0-9A-Fa-f]{2}"
IN_NAMES = "words-removed"  # what a file name and an address can hold
STEM = 110  # letters of a file name before its ending, as minutes.papers.safe_name keeps
ENDING = re.compile(r"\.(?:pdf|docx|png|jpe?g)\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Wanted:
    """What finds a passage: `words` in a text; `name` in the name of a file or in an address (of a page, or for e-mail), where
    signs other than letters and figures are left out or written otherwise: Secret-plan, SecretPlan, Secret%20plan."""

    words: re.Pattern[str]
    name: re.Pattern[str]

    def search(self, text: str) -> bool:
        """Whether a plain text has it."""
        return bool(self.spans(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where it stands in a plain text, names of files and addresses in it among that; none overlaps another."""
        found = {match.span() for match in self.words.finditer(text)}
        for token in re.finditer(r"\S+", text):
            if _is_address(token[0]):
                at = token.start()
                found |= {(at + match.start(), at + match.end()) for match in self.name.finditer(token[0])}
        apart: list[tuple[int, int]] = []
        for begin, end in sorted(found):
            if apart and begin < apart[-1][1]:
                apart[-1] = apart[-1][0], max(end, apart[-1][1])
            else:
                apart.append((begin, end))
        return apart


def _is_address(token: str) -> bool:
    return "@" in token or "://" in token or token.startswith("www.") or bool(ENDING.search(token[-12:]))


def pattern(passage: str) -> Wanted:
    """What finds `passage` in a text: whole words, in capitals or not, whatever space, quotes and hyphens stand in it or between
    its words.

    ValueError if it has no word of three letters or figures: that would be found everywhere."""
    words = passage.split()
    if not re.search(r"[^\W_]{3}", passage):
        raise ValueError("Give at least one word of three letters.")
    said = GAP.join("".join(ALIKE.get(letter, re.escape(letter)) for letter in word) for word in words)
    before = r"(?<![^\W_])" if re.match(r"\w", words[0]) else ""
    after = r"(?![^\W_])" if re.search(r"\w$", words[-1]) else ""
    return Wanted(re.compile(f"{before}{said}{after}", re.IGNORECASE), _name(passage))


def _name(passage: str) -> re.Pattern[str]:
    words = re.findall(r"[^\W_]+", normalize("NFKC", passage))
    said = rf"(?:{ENCODED}|[\W_])*".join("".join(map(_letter, word)) for word in words)
    before, after = rf"(?<![^\W_])|(?<={ENCODED})", r"(?![^\W_])"
    if words[0][0].isalpha():
        before += r"|(?-i:(?<=[a-z0-9])(?=[A-Z]))"  # 05Oakes, LetterOakes
    if words[-1][-1].isalpha():
        after += r"|(?-i:(?<=[a-z])(?=[A-Z]))|(?=\d+(?![^\W_]))"  # OakesLetter, Oakes2
    return re.compile(f"(?:{before}){said}(?:{after})", re.IGNORECASE)


def _letter(letter: str) -> str:
    """A letter as names of files and addresses write it: without its accent too, or encoded (RFC 3986 §2.1)."""
    if letter.isascii():
        return letter
    bare = "".join(sign for sign in normalize("NFKD", letter) if not combining(sign))
    forms = {letter, normalize("NFD", letter), bare, quote(letter.lower()), quote(letter.upper())}
    return f"(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})"


def strike_name(name: str, wanted: Wanted) -> tuple[str, int]:
    """The name of a file without the passage, and how often it stood there. Its ending stays: it says what the file is."""
    left, count = wanted.name.subn(IN_NAMES, name)
    if not count:
        return name, 0
    ending = ENDING.search(name)
    end = ending[0] if ending else ""
    return left.removesuffix(end)[:STEM] + end, count


def strike_address(address: str, wanted: Wanted) -> tuple[str, int]:
    """An address of a page without the passage, and how often it stood there. It leads nowhere then."""
    return wanted.name.subn(IN_NAMES, address)


def strike(text: str, wanted: Wanted, mark: str) -> tuple[str, int]:
    """The text (plain, or clean HTML) with `mark` in the place of each passage that `wanted` finds, and how many there were. A
    passage may run through tags and paragraphs, which stay; from addresses of links and the like it is taken out."""
    text, in_tags = _without_in_tags(text, wanted) if "<" in text else (text, 0)
    words, pieces = _words_of(text)
    found = wanted.spans(words)
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


def _without_in_tags(text: str, wanted: Wanted) -> tuple[str, int]:
    count = 0

    def value(match: re.Match[str]) -> str:
        nonlocal count
        left, n = wanted.name.subn("", unescape(match[0]))
        count += n
        return left.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") if n else match[0]

    return TAG.sub(lambda tag: VALUE.sub(value, tag[0]), text), count
