"""Two wordings of a text, word by word."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from richtext.aligning import aligned
from richtext.plain_text import text_of

WORDS = re.compile(r"\n|\S+[^\S\n]*|[^\S\n]+")


class Stretch(NamedTuple):
    """Words that stand in both ("same"), in the newer alone ("added"), or in the older alone ("removed")."""

    kind: str
    words: str


def compared(older: str, newer: str) -> list[list[Stretch]]:
    """Clean HTML twice, as lines of stretches: the lines of the newer, with what the older had besides. Marks such as bold
    are not compared."""
    lines: list[list[Stretch]] = [[]]
    for stretch in _stretches(_lines(older), _lines(newer)):
        for piece in re.findall(r"[^\n]*\n|[^\n]+", stretch.words):
            if words := piece.rstrip("\n"):
                lines[-1].append(Stretch(stretch.kind, words))
            if piece.endswith("\n"):
                lines.append([])
    return [line for line in lines if line]


def _lines(html: str) -> list[str]:
    return [f"{line}\n" for line in text_of(html).split("\n") if line]


def _stretches(old: list[str], new: list[str]) -> Iterator[Stretch]:
    for is_same, i1, i2, j1, j2 in aligned(old, new):
        if is_same:
            yield Stretch("same", "".join(new[j1:j2]))
        else:
            yield from _words("".join(old[i1:i2]), "".join(new[j1:j2]))


def _words(older: str, newer: str) -> Iterator[Stretch]:
    a, b = WORDS.findall(older), WORDS.findall(newer)
    for is_same, i1, i2, j1, j2 in aligned(a, b):
        if is_same:
            yield Stretch("same", "".join(b[j1:j2]))
            continue
        if i1 < i2:
            yield Stretch("removed", "".join(a[i1:i2]))
        if j1 < j2:
            yield Stretch("added", "".join(b[j1:j2]))
