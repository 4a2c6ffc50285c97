"""Two rows of words or lines, and where they are alike."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

MOST = 2_000_000  # pairs of equal things: beyond it (a word said a thousand times in both) a stretch is taken as another whole


class Span(NamedTuple):
    """`old_start:old_end` of the older row is `new_start:new_end` of the newer; the same things, if `is_same`."""

    is_same: bool
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Span]:
    """The spans of the two, in order; none is empty in both."""
    start, end = _same_at_the_ends(old, new)
    old_end, new_end = len(old) - end, len(new) - end
    spans = [Span(True, 0, start, 0, start)]
    spans += (span._replace(**_moved_by(span, start)) for span in _between(old[start:old_end], new[start:new_end]))
    spans.append(Span(True, old_end, len(old), new_end, len(new)))
    return (span for span in spans if span.old_start < span.old_end or span.new_start < span.new_end)


def _same_at_the_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    start = _same(old, new)
    return start, min(_same(old[::-1], new[::-1]), len(old) - start, len(new) - start)


def _same(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many things at the start are the same in both."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))


def _between(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Span]:
    said = Counter(new)
    if not old or not new or sum(said[thing] for thing in old) > MOST:
        yield Span(False, 0, len(old), 0, len(new))
        return
    for kind, *places in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield Span(kind == "equal", *places)


def _moved_by(span: Span, places: int) -> dict[str, int]:
    return {name: getattr(span, name) + places for name in Span._fields[1:]}
