"""Page numbers that are printed onto pages of any origin, in our own type, as something that is no part of their text."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name
from weasyprint import HTML

from published.typesetting import StaticFilesOnly, style

SIZE = 8.5  # points
FOOT = 16  # points: how far the words are from the foot of the page
NUMBERS = (int, float, Decimal)  # what pikepdf makes of one
LETTERS = "Page of 0123456789"
MAPPED = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]+)>", re.IGNORECASE)
# Which way the words run on a page that a reader sees turned so many degrees (ISO 32000-1 §8.3.3).
WAYS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
HEAD = '<html lang="en"><title>x</title><style>@page { size: 90mm; margin: 0 } @page { @top-left { content: none } '
HEAD += '@top-right { content: none } @bottom-right { content: none } } p { font: 10pt "Source Sans 3" }</style>'


class Stamp:
    """Stamps pages of one PDF, all with one font and one stream before what was there."""

    def __init__(self, pdf: pikepdf.Pdf, side: float):
        """The words end `side` points from the right edge of a page."""
        self.pdf, self.side = pdf, side
        page = HTML(string=f"{HEAD}<p>{LETTERS}", base_url=None, url_fetcher=StaticFilesOnly())
        with pikepdf.open(BytesIO(page.write_pdf(**style()))) as letters:
            font = next(iter(letters.pages[0].Resources.Font.values()))
            self.codes = {
                bytes.fromhex(letter.decode()).decode("utf-16-be"): int(code, 16)
                for code, letter in MAPPED.findall(font.ToUnicode.read_bytes())
            }
            self.widths = _widths(font.DescendantFonts[0])
            self.font = pdf.copy_foreign(font)
        self.before = pdf.make_indirect(pdf.make_stream(b"q\n"))

    def put(self, page: pikepdf.Page, words: str) -> None:
        """Print `words` into the corner that is below on the right once a reader has the page turned as it says."""
        codes = [self.codes[letter] for letter in words]
        width = sum(self.widths.get(code, 1000) for code in codes) * SIZE / 1000
        at = " ".join(f"{value:.4g}" if abs(value) < 1 else f"{value:.2f}" for value in _placed(page, width, self.side))
        name = page.add_resource(self.font, Name.Font, Name("/MinutebookStamp"), replace_existing=True)
        text = "".join(f"{code:04x}" for code in codes)
        after = (
            f"\nQ\n/Artifact BMC\nq {at} cm 1 g -3 -4 {width + 6:.2f} {SIZE + 6} re f "
            f"0.25 g BT {name} {SIZE} Tf <{text}> Tj ET Q\nEMC\n"
        )
        page.obj.Contents = Array([self.before, *_streams(page), self.pdf.make_stream(after.encode())])


def _streams(page: pikepdf.Page) -> Iterator[pikepdf.Stream]:
    """What the page draws. An empty stream draws nothing, and poppler 25 reads nothing behind one."""
    there = page.obj.get(Name.Contents, Array())
    for part in there if isinstance(there, Array) else [there]:
        if isinstance(part, pikepdf.Stream) and part.read_raw_bytes():
            yield part


def _widths(font: Dictionary) -> dict[int, float]:
    """The widths of a font's letters in thousandths of its size (ISO 32000-1 §9.7.4.3): `code [width …]`, `first last width`."""
    found, parts = {}, list(font.get(Name.W, []))
    while parts:
        first, second = int(parts.pop(0)), parts.pop(0)
        if isinstance(second, Array):
            found |= {first + place: float(width) for place, width in enumerate(second)}
        else:
            width = float(parts.pop(0))
            found |= dict.fromkeys(range(first, int(second) + 1), width)
    return found


def _shown(page: pikepdf.Page) -> tuple[float, ...]:
    """What a reader sees of the page: what is cut out of it, as far as it is on it (ISO 32000-1 §14.11.2.1)."""
    whole, cut = _box(page.mediabox), _box(page.cropbox)
    if not whole:
        raise ValueError("A page has no size.")
    shown = (*map(max, whole[:2], cut[:2]), *map(min, whole[2:], cut[2:])) if cut else whole
    return shown if shown[0] < shown[2] and shown[1] < shown[3] else whole


def _box(box: Array) -> tuple[float, ...]:
    """Its left, bottom, right and top, whichever of its corners are named first; () if it is no box."""
    sides = [float(side) for side in box if isinstance(side, NUMBERS)]
    if len(sides) != 4:
        return ()
    return *map(min, sides[:2], sides[2:]), *map(max, sides[:2], sides[2:])


def _figure(page: pikepdf.Page, name: Name, usual: int) -> float:
    """What a page says by this name; the usual where it says what is no number, as programs that show it do."""
    said = page.obj.get(name, usual)
    return float(said) if isinstance(said, NUMBERS) else usual


def _placed(page: pikepdf.Page, width: float, side: float) -> tuple[float, ...]:
    """The matrix that takes words of this width to their place; on a page with a unit of its own they are as large as on any."""
    left, bottom, right, top = _shown(page)
    unit = _figure(page, Name.UserUnit, 1) or 1.0
    across, up = (side + width) / unit, FOOT / unit
    turned = int(_figure(page, Name.Rotate, 0)) % 360
    x, y = {
        90: (right - up, top - across),
        180: (left + across, top - up),
        270: (left + up, bottom + across),
    }.get(turned, (right - across, bottom + up))
    return *(way / unit for way in WAYS.get(turned, WAYS[0])), x, y
