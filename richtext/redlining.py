"""Two texts as one, in which the words that came in and went out are marked: a redline.

Lines are compared with lines, then the words of those that are alike. What comes out is HTML of our own elements around
escaped words, whatever the texts hold; that words are inserted or deleted is also said to who hears it.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, zip_longest
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from richtext.aligning import Span, aligned
from richtext.directions import with_directions
from richtext.lines import BULLET, Cell, Line, Piece, lines_of

ALIKE, VERY_ALIKE = 0.3, 0.7  # of their words: lines that share fewer than ALIKE are another line each
MOST_PAIRS = 10_000  # of lines that are held against each other; of more, the first against the first, and so on
SHORT = 4  # letters: what stays the same between two changes and is shorter is read as changed with them
AROUND, FEW = 1, 3  # unchanged lines that are shown before and after a change; and so many wherever they are
IN_WORD = r"[^\s.,;:!?()\[\]“”‘’\"'/…–—-]+"
WORD = re.compile(rf"\s*(?:{IN_WORD}(?:[’'.,:/-]{IN_WORD})*|\S)")
MARK = "\0"  # which no line holds: see richtext.cleaning.tree
DIGEST = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{56}\b")
SAID = {"ins": "inserted", "del": "deleted"}


class Stretch(NamedTuple):
    """Words of one kind: "ins", "del", or "" for what stands in both."""

    kind: str
    text: str
    mark: str = ""


class Marked(NamedTuple):
    """A line of the redline, its cells as stretches; none where it is the same in both. `line` gives its kind and level;
    `left_out` is the number of lines that it stands for."""

    line: Line
    cells: list[list[Stretch]]
    left_out: int = 0

    @property
    def is_changed(self) -> bool:
        return any(stretch.kind for stretches in self.cells for stretch in stretches)


def redlined(older: str, newer: str) -> SafeString:
    """The newer text with what the older had besides, as HTML. Both are what a page prints."""
    marked = _left_out(_marked(lines_of(older), lines_of(newer)))
    return mark_safe(with_directions(_written(marked)))  # noqa: S308  every word of it is escaped below


def redlined_words(older: str, newer: str) -> SafeString:
    """The same of two plain texts of one line."""
    return mark_safe(_inline(_stretches(_plain(older), _plain(newer))))  # noqa: S308  as `redlined`


def _plain(text: str) -> Cell:
    words = " ".join(text.replace(MARK, " ").split())
    return Cell((Piece(words),) if words else ())


def _marked(old: list[Line], new: list[Line]) -> list[Marked]:
    marked: list[Marked] = []
    for is_same, i1, i2, j1, j2 in aligned(old, new):
        if is_same:
            marked += [Marked(line, []) for line in new[j1:j2]]
        else:
            marked += [_of_pair(*pair) for pair in _paired(old[i1:i2], new[j1:j2])]
    return marked


def _of_pair(old: Line | None, new: Line | None) -> Marked:
    line = new or old
    columns = len(line.cells)
    cells = [_stretches(*pair) for pair in zip(_cells(old, columns), _cells(new, columns), strict=True)]
    if old and new and old.links != new.links:
        cells[-1] += [Stretch("del", _to(link)) for link in old.links if link not in new.links]
        cells[-1] += [Stretch("ins", _to(link)) for link in new.links if link not in old.links]
    return Marked(line, cells)


def _cells(line: Line | None, columns: int) -> list[Cell]:
    """The cells of a line, the number of an item before its words; so many empty ones of none."""
    if line is None:
        return [Cell(())] * columns
    first, *others = line.cells
    number = (Piece(f"{line.marker} "),) if line.marker not in {"", BULLET} else ()
    return [first._replace(pieces=number + first.pieces), *others]


def _to(link: str) -> str:
    """Where a link leads; of a file's digest its first letters."""
    short = DIGEST.sub(r"\1…", link)
    return f" [link: {short}]"


def _paired(old: list[Line], new: list[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Each line with the one that it became or was, in order: as much alike as can be. Where there are as many as before, each
    like the one in its place, or too many to look at each with each, the place decides."""
    said, says = [_said(line) for line in old], [_said(line) for line in new]
    by_place = list(map(_likeness, old, new, said, says))
    if len(old) * len(new) > MOST_PAIRS or (len(old) == len(new) and min(by_place) > VERY_ALIKE):
        for was, now, like in zip_longest(old, new, by_place):
            yield from [(was, now)] if like else _apart(was, now)
        return
    like = [[_likeness(a, b, wa, wb) for b, wb in zip(new, says, strict=True)] for a, wa in zip(old, said, strict=True)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]  # of the lines from i and from j on
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = best[i + 1][j + 1] + like[i][j] if like[i][j] else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    yield from _along(old, new, best, like)


def _along(old, new, best, like) -> Iterator[tuple[Line | None, Line | None]]:
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and like[i][j] and best[i][j] == best[i + 1][j + 1] + like[i][j]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif i < len(old) and best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1


def _apart(old: Line | None, new: Line | None) -> list[tuple[Line | None, Line | None]]:
    return [*([(old, None)] if old else []), *([(None, new)] if new else [])]


def _said(line: Line) -> frozenset[str]:
    return frozenset(word for cell in line.cells for word in cell.text.split())


def _likeness(old: Line, new: Line, said: frozenset[str], says: frozenset[str]) -> float:
    """How many of their words two lines share, 0.0 if too few to be the same line or if they are of different kinds."""
    if old.kind != new.kind or len(old.cells) != len(new.cells):
        return 0.0
    share = 2 * len(said & says) / (len(said) + len(says) or 1)
    return share if share >= ALIKE else 0.0


def _stretches(old: Cell, new: Cell) -> list[Stretch]:
    a, b = _words(old), _words(new)
    found: list[tuple[str, list[str]]] = []
    for is_same, i1, i2, j1, j2 in _smoothed(list(aligned(a, b)), b):
        found += [("", b[j1:j2])] if is_same else [("del", a[i1:i2]), ("ins", b[j1:j2])]
    return [stretch for kind, words in found for stretch in _by_mark(kind, words)]


def _by_mark(kind: str, words: list[str]) -> Iterator[Stretch]:
    text = "".join(words)
    if MARK not in text:
        yield Stretch(kind, text)
        return
    for mark, together in groupby(words, key=lambda word: word.partition(MARK)[2]):
        yield Stretch(kind, "".join(word.partition(MARK)[0] for word in together), mark)


def _smoothed(spans: list[Span], new: list[str]) -> Iterator[Span]:
    """The spans, with one change in the place of two that have no more than a short word between them."""
    open_change: Span | None = None
    for n, span in enumerate(spans):
        is_short = sum(len(word) for word in new[span.new_start : span.new_end]) <= SHORT
        if span.is_same and not (is_short and open_change and n + 1 < len(spans)):
            yield from [open_change] if open_change else []
            open_change = None
            yield span
        elif open_change:
            open_change = open_change._replace(old_end=span.old_end, new_end=span.new_end)
        else:
            open_change = span
    yield from [open_change] if open_change else []


def _words(cell: Cell) -> list[str]:
    """Each word with the space before it, the first too, so that it is the same word wherever it stands; signs apart. What is
    marked is another word, and says so after MARK."""
    words, space = [], " "
    for text, mark in cell.pieces:
        found = WORD.findall(space + text)
        words += [f"{word}{MARK}{mark}" for word in found] if mark else found
        space = text[len(text.rstrip()) :] if found else space + text
    return words


def _left_out(marked: list[Marked]) -> Iterator[Marked]:
    """The lines, those far from any change left out, where they are more than the sentence that says so."""
    changed = [n for n, each in enumerate(marked) if each.is_changed]
    near = {n + by for n in changed for by in range(-AROUND, AROUND + 1)}
    for is_near, found in groupby(enumerate(marked), key=lambda each: each[0] in near):
        lines = [each for _, each in found]
        if is_near or len(lines) <= FEW:
            yield from map(_whole, lines)
        else:
            is_rows = all(each.line.kind == "row" for each in lines)
            yield lines[0]._replace(line=lines[0].line._replace(kind="row" if is_rows else "p"), left_out=len(lines))


def _whole(each: Marked) -> Marked:
    cells = _cells(each.line, len(each.line.cells))
    return (
        each if each.cells else each._replace(cells=[[Stretch("", *piece) for piece in cell.pieces] for cell in cells])
    )


def _written(marked: Iterable[Marked]) -> str:
    write = {"li": _list, "row": _table}
    return "".join(
        write.get(kind, _blocks)(list(lines)) for kind, lines in groupby(marked, key=lambda each: each.line.kind)
    )


def _blocks(lines: list[Marked]) -> str:
    return "".join(_block(each) for each in lines)


def _block(each: Marked) -> str:
    if each.left_out:
        return f'<p class="left-out">{_said_left_out(each)}</p>'
    if each.line.kind == "h":
        return f"<h3{_class(each)}>{_inline(each.cells[0])}</h3>"
    return f"<p{_class(each)}>{_inline(each.cells[0])}</p>"


def _list(lines: list[Marked]) -> str:
    html, depth = "", 0
    for each in lines:
        level = min(each.line.level, depth + 1)
        html += "<ul>" if level > depth else "</li>" + "</ul></li>" * (depth - level)
        html += f"<li{_class(each)}>{_inline(each.cells[0])}"
        depth = level
    return f"{html}</li>{'</ul></li>' * (depth - 1)}</ul>"


def _table(lines: list[Marked]) -> str:
    return f"<table>{''.join(map(_row, lines))}</table>"


def _row(each: Marked) -> str:
    if each.left_out:
        columns = sum(cell.columns for cell in each.line.cells)
        return f'<tr class="left-out"><td colspan="{columns}">{_said_left_out(each)}</td></tr>'
    cells = zip(each.line.cells, each.cells, strict=True)
    return f"<tr{_class(each)}>{''.join(_cell(cell, words) for cell, words in cells)}</tr>"


def _cell(cell: Cell, words: list[Stretch]) -> str:
    tag, columns = "th" if cell.is_head else "td", f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return f"<{tag}{columns}>{_inline(words)}</{tag}>"


def _said_left_out(each: Marked) -> str:
    of = "row" if each.line.kind == "row" else "line"
    return f"{each.left_out} {of}s that are the same are left out"


def _class(each: Marked) -> str:
    """That a whole line is inserted or deleted, and that an item has no bullet."""
    kinds = {stretch.kind for stretches in each.cells for stretch in stretches}
    names = [SAID[kind] for kind in kinds if kind and len(kinds) == 1]
    names += ["numbered"] if each.line.kind == "li" and each.line.marker != BULLET else []
    return f' class="{" ".join(names)}"' if names else ""


def _inline(stretches: list[Stretch]) -> str:
    return "".join(map(_inline_of, stretches)).strip().removeprefix("<br>")


def _inline_of(stretch: Stretch) -> str:
    words = stretch.text.lstrip()
    space = "\n" if "\n" in stretch.text[: len(stretch.text) - len(words)] else " " * (words != stretch.text)
    html = escape(words).replace("\n", "<br>")
    if stretch.mark:
        html = f"<{stretch.mark}>{html}</{stretch.mark}>"
    if stretch.kind and words:
        said = SAID[stretch.kind]
        html = (
            f'<{stretch.kind}><span class="visually-hidden">[{said}: </span>{html}'
            f'<span class="visually-hidden">]</span></{stretch.kind}>'
        )
    return space.replace("\n", "<br>") + html
