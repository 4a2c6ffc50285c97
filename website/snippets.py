"""The few lines of a long text in which the words of a query stand, and which of them those are.

The databases stem each in their own way; what is marked is found by a stem of our own, which decides nothing but that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from published.fulltext import APOSTROPHES
from published.query import Query, folded

LENGTH = 240  # letters
BEFORE = 60  # of them before the first word that was found
MOST = 60  # places that are looked at
ENDINGS = "ations ation ings ing ments ment ies ied ers er eds ed es s ly e y".split()
WORD = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*")
SIGNS = re.compile(r"[\W_]{1,3}")


ACCENTED: dict[str, str] = {}  # by letter: the same with accents
for one in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]):
    if one.islower() and (plain := folded(one)) != one:
        ACCENTED[plain] = ACCENTED.get(plain, "") + one


@dataclass(frozen=True)
class Part:
    """A stretch of a text; `is_found` if it is what was searched."""

    text: str
    is_found: bool = False


def marked(text: str, query: Query) -> list[Part]:
    """The whole text, such as a title, in parts."""
    return list(_parts(text, 0, len(text), list(_places(text, query))))


def snippet(text: str, query: Query) -> list[Part]:
    """Its lines with the most of what was searched; its beginning if nothing of it is found (in the title, for example)."""
    text = " · ".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
    places = list(_places(text, query))
    start = _start(text, places)
    end = _word_end(text, start + LENGTH)
    parts = list(_parts(text, start, end, places))
    return [*([Part("… ")] if start else []), *parts, *([Part(" …")] if end < len(text) else [])]


def _start(text: str, places: list[tuple[int, int, int]]) -> int:
    def found_from(place: tuple[int, int, int]) -> int:
        return len({term for at, _, term in places if place[0] <= at < place[0] + LENGTH - BEFORE})

    best = max(places, key=found_from, default=(0, 0, 0))[0]
    if best <= BEFORE:
        return 0
    return text.find(" ", best - BEFORE, best) + 1 or best


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", end - BEFORE, end)
    return end if space < 0 else space


def _parts(text: str, start: int, end: int, places: list[tuple[int, int, int]]) -> Iterator[Part]:
    at = start
    for begin, stop, _ in places:
        if begin >= at and stop <= end:
            if begin > at:
                yield Part(text[at:begin])
            yield Part(text[begin:stop], is_found=True)
            at = stop
    if at < end:
        yield Part(text[at:end])


def _places(text: str, query: Query) -> Iterator[tuple[int, int, int]]:
    """Where each thing that was wanted stands: from, until, and which of them; in their order."""
    if not query.wanted:
        return
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter whose small form is two
        lowered = "".join(letter.lower()[:1] for letter in text)
    wanted = [[_stem(word) for word in term.words] for term in query.wanted]
    begins = "|".join(sorted({_begin(stems[0]) for stems in wanted}))
    until = 0
    for looked, hit in enumerate(re.finditer(rf"(?<![^\W_])(?:{begins})", lowered), start=1):
        for number, stems in enumerate(wanted):
            end = _end_of(lowered, hit.start(), stems)
            if end and hit.start() >= until:
                yield hit.start(), end, number
                until = end
        if looked == 40 * MOST or (until and looked == MOST):
            return


def _begin(stem: str) -> str:
    """A pattern for how a word with this stem begins: accents and apostrophes may stand in it."""
    return f"[{APOSTROPHES}]?".join(_alike(letter) for letter in stem[:3])


@lru_cache(maxsize=2048)
def _alike(letter: str) -> str:
    return f"[{re.escape(letter + ACCENTED.get(letter, ''))}]"


def _end_of(text: str, at: int, stems: list[str]) -> int:
    """Where the words with these stems end that begin here; 0 if they don't."""
    for n, stem in enumerate(stems):
        if n:
            signs = SIGNS.match(text, at)
            if signs is None:
                return 0
            at = signs.end()
        word = WORD.match(text, at)
        if word is None or _stem(folded(word[0])) != stem:
            parts = re.compile(r"[^\W_]+").match(text, at)
            if parts is None or _stem(folded(parts[0])) != stem:
                return 0
            word = parts
        at = word.end()
    return at


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    if not word.isalpha():
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
