"""Two clerks in one text: their paragraphs put together, and those that both changed set side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from richtext.paragraphs import paragraphs


@dataclass(frozen=True)
class Change:
    """Paragraphs start to end of the text that both began with, and what one clerk put in their place."""

    start: int
    end: int
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of the merged text. Where it is not `settled`, both changed it: one of the two, or both, is to be chosen."""

    theirs: str
    mine: str

    @property
    def settled(self) -> bool:
        return self.theirs == self.mine

    def chosen(self, choice: str) -> str:
        """`choice` is "theirs" or "mine"; anything else keeps both, theirs first."""
        if self.settled:
            return self.mine
        return {"theirs": self.theirs, "mine": self.mine}.get(choice, self.theirs + self.mine)


def merge(base: str, theirs: str, mine: str) -> list[Piece]:
    """Three clean texts as the pieces of one: what only one of the two changed is settled."""
    blocks = paragraphs(base)
    pieces, done = [], 0
    for start, end, hers, own in _stretches(_changes(blocks, paragraphs(theirs)), _changes(blocks, paragraphs(mine))):
        pieces.append(_same(blocks[done:start]))
        pieces.append(_piece(blocks, start, end, hers, own))
        done = end
    return [piece for piece in [*pieces, _same(blocks[done:])] if piece.theirs or piece.mine]


def _same(blocks: list[str]) -> Piece:
    return Piece("".join(blocks), "".join(blocks))


def _piece(blocks: list[str], start: int, end: int, hers: list[Change], own: list[Change]) -> Piece:
    theirs, mine = (_applied(blocks, start, end, changes) for changes in (hers, own))
    if not hers or not own:
        return Piece(theirs, theirs) if hers else Piece(mine, mine)
    return Piece(theirs, mine)


def _applied(blocks: list[str], start: int, end: int, changes: list[Change]) -> str:
    """The stretch as one clerk left it."""
    pieces = []
    for change in changes:
        pieces += [*blocks[start : change.start], *change.instead]
        start = change.end
    return "".join([*pieces, *blocks[start:end]])


def _changes(before: list[str], after: list[str]) -> list[Change]:
    matched = SequenceMatcher(None, before, after).get_opcodes()
    return [change for kind, *places in matched if kind != "equal" for change in _single(after, *places)]


def _single(after: list[str], start: int, end: int, first: int, last: int) -> Iterator[Change]:
    """As many paragraphs for as many: each in the place of one."""
    if end - start != last - first:
        yield Change(start, end, tuple(after[first:last]))
        return
    for step in range(end - start):
        yield Change(start + step, start + step + 1, (after[first + step],))


def _stretches(theirs: list[Change], mine: list[Change]) -> Iterator[tuple[int, int, list[Change], list[Change]]]:
    """The stretches of the first text that somebody changed, in order, with the changes of either: those that meet are one."""
    both = sorted(
        [(c.start, c.end, 0, c) for c in theirs] + [(c.start, c.end, 1, c) for c in mine], key=lambda c: c[:3]
    )
    while both:
        start, end, _, _ = both[0]
        together = [both.pop(0)]
        while both and (both[0][0] < end or both[0][:2] == (start, end)):
            together.append(both.pop(0))
            end = max(end, together[-1][1])
        yield start, end, [c[3] for c in together if c[2] == 0], [c[3] for c in together if c[2] == 1]
