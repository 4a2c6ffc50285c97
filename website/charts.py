"""Small charts that the server draws as SVG, beside a table that says the same: shares of a whole, a bar each."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, ROW = 320, 40  # units of the drawing; letters are 13 of them high
LONGEST = 44  # letters of a label that fit into its width


@dataclass(frozen=True)
class Bar:
    """A labelled bar: `count` of `of`, `width` of the drawing's WIDTH, its row beginning at `y`."""

    label: str
    count: int
    of: int
    y: int

    @property
    def width(self) -> int:
        return round(WIDTH * self.count / self.of) if self.of else 0

    @property
    def short(self) -> str:
        return self.label if len(self.label) <= LONGEST else f"{self.label[: LONGEST - 1].rstrip()}…"

    @property
    def text_at(self) -> int:
        return self.y + 13

    @property
    def bar_at(self) -> int:
        return self.y + 20


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    width: int = WIDTH

    @property
    def height(self) -> int:
        return ROW * len(self.bars)


def shares(rows: Iterable[tuple[str, int, int]]) -> Chart:
    """A chart of (label, count, of)."""
    return Chart([Bar(label, count, of, ROW * n) for n, (label, count, of) in enumerate(rows)])
