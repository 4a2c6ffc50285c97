"""What somebody types to search, as terms: words, "words in quotes", and -words that may not be there. Pure.

A database never sees what was typed: each term is made of letters and figures alone (published/searching.py).
"""

import re
import unicodedata
from dataclasses import dataclass

from published.fulltext import ACCENTED, APOSTROPHES

LONGEST = 200  # letters of a query
MOST = 12  # terms
QUOTES = str.maketrans("“”„«»″", '""""""')
TERM = re.compile(r"""(?P<minus>(?<!\S)[-−–])?(?:"(?P<quoted>[^"]*)"?|(?P<word>[^\s"]+))""")
WORD = re.compile(r"[^\W_]+")
POSTCODE = re.compile(r"(?<!\S)([a-z]{1,2}[0-9][a-z0-9]?)\s+([0-9][a-z]{2})(?!\S)", re.IGNORECASE)
ACCENT = re.compile(ACCENTED)
WITHOUT_APOSTROPHES = str.maketrans("", "", APOSTROPHES)


@dataclass(frozen=True)
class Term:
    """Words that stand one after the other: one, unless they were in quotes or joined by signs, as in 26/0123/FUL."""

    words: tuple[str, ...]
    is_excluded: bool = False

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class Query:
    """`wanted` must all be there, and none of `excluded`. `typed` is what was typed, as far as it is read."""

    typed: str
    wanted: tuple[Term, ...]
    excluded: tuple[Term, ...]

    @property
    def whole(self) -> Term | None:
        """All that is wanted as one phrase, in the order in which it was typed: what has it so comes first."""
        return Term(tuple(word for term in self.wanted for word in term.words)) if len(self.wanted) > 1 else None


def parse(text: str) -> Query:
    """The terms of a query. Anything can be read; what has neither letter nor figure is no term."""
    typed = " ".join(text[: 10 * LONGEST].replace("\0", " ").split())[:LONGEST]
    terms = [_term(found) for found in TERM.finditer(_with_postcodes(typed.translate(QUOTES)))]
    terms = list(dict.fromkeys(term for term in terms if term.words))[:MOST]
    wanted, excluded = (tuple(t for t in terms if t.is_excluded == side) for side in (False, True))
    return Query(typed, wanted, excluded)


def _with_postcodes(text: str) -> str:
    """Both halves of a postcode belong together. Within quotes they do so already."""
    outside = re.split(r'("[^"]*"?)', text)
    return "".join(POSTCODE.sub(r"\1/\2", part) if n % 2 == 0 else part for n, part in enumerate(outside))


def _term(found: re.Match[str]) -> Term:
    return Term(tuple(words(found["quoted"] or found["word"] or "")), bool(found["minus"]))


def words(text: str) -> list[str]:
    """Its words as the index has them before it stems them: in small letters, without accents and apostrophes."""
    return WORD.findall(folded(text))


def folded(text: str) -> str:
    letters = ACCENT.sub(r"\1", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", letters).lower().translate(WITHOUT_APOSTROPHES)
