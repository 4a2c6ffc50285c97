"""Words and streets as they are looked for: whole words, whatever their capitals, accents and apostrophes."""

import re
import unicodedata
from collections.abc import Iterable

NO_WORD = re.compile(r"[^\w]+|_+")
APOSTROPHES = re.compile("['’‘ʼ`]")
# As street names are abbreviated. “Saint” is here because “St” may mean it: both are looked for as one word.
STREET_WORDS = {
    short: long
    for long, shorts in {
        "street": "st str saint",
        "road": "rd",
        "avenue": "ave av",
        "lane": "ln",
        "drive": "dr drv",
        "close": "cl clo",
        "square": "sq",
        "place": "pl",
        "court": "ct crt",
        "crescent": "cres cresc",
        "gardens": "gdns gdn garden",
        "grove": "gr grv",
        "terrace": "ter terr tce",
        "park": "pk",
        "hill": "hl",
        "walk": "wk wlk",
        "green": "gn grn",
        "mount": "mt",
        "north": "n",
        "south": "s",
        "east": "e",
        "west": "w",
        "upper": "upr",
        "lower": "lwr",
    }.items()
    for short in shorts.split()
}


def words(text: str) -> str:
    """The words of a text in one line, a space between any two: small letters, no accents, no apostrophes ("St Mary’s" is
    "st marys")."""
    plain = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(NO_WORD.sub(" ", plain.casefold()).split())


def street(text: str) -> str:
    """The same with the words of street names written out: "Quay St" is "quay street"."""
    return " ".join(STREET_WORDS.get(word, word) for word in words(text).split())


def lines(texts: Iterable[str]) -> str:
    """Texts that were made by `words` or `street`, a line for each, as `holds` looks through them."""
    return "".join(f" {text} \n" for text in texts)


def holds(text: str, phrase: str) -> bool:
    """Whether `lines` have a phrase as whole words, all in one line; the phrase as `words` or `street` gives it."""
    return bool(phrase) and f" {phrase} " in text


def one_line(text: str) -> str:
    """A text that can stand in a line of an e-mail, and in its head: nothing in it ends the line or turns it round."""
    kept = (" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    return " ".join("".join(letter for letter in kept if letter not in TURNING).split())


TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
