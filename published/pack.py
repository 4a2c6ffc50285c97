"""The public reports pack: the agenda and its public papers in one file, with contents, bookmarks and page numbers of its own.

Papers are files of others. One that can't be bound is named in the contents with the reason, and the others are bound; one that
is missing is a fault of ours, and there is no pack until it is mended.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from published import files
from published.not_made import PDFNotMade
from published.record import Item, MeetingRecord, Paper
from published.stamps import Stamp

MOST_PAGES = 5_000  # of a paper
DAMAGED = "its file is damaged"
LINES, LINES_OF_COVER = 40, 20  # of contents on a page, and what the cover takes up of its first, about
SIDE = 68  # points, 24 mm: the lines of the pack's own pages end there (print.css)
WIDEST = 14_400  # points, 5.08 m: the largest page that every reader shows (ISO 32000-1 annex C)

# What pikepdf raises of an object that is not what it should be, and what comes of it.
ODD = (pikepdf.PdfError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


class Damaged(Exception):
    """`files` names by their sha-256 those that can't be bound, which was seen only when it was tried."""

    def __init__(self, files: list[str]):
        super().__init__(files)
        self.files = files


@dataclass
class Bound:
    """A paper of the pack: `page` is the place of its first page, from 1. `problem` says why it isn't bound. Where a file stands
    at two items, it is bound once, and only the first of them `leads` to it."""

    paper: Paper
    name: str
    pages: int = 0
    problem: str = ""
    page: int = 0
    leads: bool = True
    file: pikepdf.Pdf | None = None


@dataclass
class Row:
    """What the contents say of an item, which begins on that page; of the meeting as a whole, without one."""

    item: Item | None
    papers: list[Bound] = field(default_factory=list)
    page: int = 0


class Pack:
    """What is bound, and in which order. `rows` has every item and, before them, the papers of the meeting as a whole. The files
    of the papers are opened once, and stay open until `with` ends; those of `damaged` (sha-256) are left out."""

    def __init__(self, record: MeetingRecord, damaged: Collection[str] = ()):
        self.opened = ExitStack()
        self.damaged = damaged
        self.by_file: dict[str, Bound] = {}
        self.repeated: list[tuple[Bound, Bound]] = []
        self.rows = [Row(None, [self._bound(paper) for paper in record.papers])] if record.papers else []
        self.rows += [Row(item, [self._bound(paper) for paper in item.papers]) for item in record.items]

    def __enter__(self) -> "Pack":
        return self

    def __exit__(self, *error) -> None:
        self.opened.close()

    def _bound(self, paper: Paper) -> Bound:
        if known := self.by_file.get(paper.sha256):
            again = replace(known, paper=paper, leads=False)
            self.repeated.append((again, known))
            return again
        found = self.by_file[paper.sha256] = Bound(paper, f"paper-{len(self.by_file) + 1}")
        file, found.problem = _open(paper) if paper.sha256 not in self.damaged else (None, DAMAGED)
        if file and not found.problem:
            found.file, found.pages = self.opened.enter_context(file), len(file.pages)
        return found

    @property
    def bound(self) -> list[Bound]:
        """The papers whose pages are in the pack, in their order."""
        return [paper for paper in self.by_file.values() if not paper.problem]

    @property
    def left_out(self) -> list[Bound]:
        return [paper for paper in self.by_file.values() if paper.problem]

    @property
    def pages_of_papers(self) -> int:
        return sum(paper.pages for paper in self.bound)

    @property
    def pages_of_contents(self) -> int:
        """About how many the contents have, if no title needs more than a line."""
        return 1 + (sum(1 + len(row.papers) for row in self.rows) + LINES_OF_COVER) // LINES

    def paginate(self, contents: int, agenda: Collection[Collection[str]]) -> None:
        """Give each item and each paper its page, behind so many pages of contents. `agenda` has for each of its pages the names
        of the places on it."""
        begins: dict[str, int] = {}
        for page, names in enumerate(agenda, contents + 1):
            begins = dict.fromkeys(names, page) | begins
        for row in self.rows:
            row.page = begins[f"item-{row.item.slug}"] if row.item else 0
        page = contents + len(agenda) + 1
        for paper in self.bound:
            paper.page = page
            page += paper.pages
        for again, known in self.repeated:
            again.page = known.page


def _open(paper: Paper) -> tuple[pikepdf.Pdf | None, str]:
    """The paper's file, and why it can't be bound, "" if it can."""
    if paper.format != "PDF":
        return None, f"its file is no PDF, but {paper.format}"
    path = files.path_of(paper.sha256)
    if not path.is_file():
        raise PDFNotMade(f"The file of “{paper.title}” is missing; “manage.py verify” says what can be done.")
    try:
        file = pikepdf.open(path)
        return file, _problem(paper, file)
    except pikepdf.PasswordError:
        return None, "its file asks for a password"
    except ODD:
        return None, DAMAGED


def _problem(paper: Paper, file: pikepdf.Pdf) -> str:
    pages = len(file.pages)
    if pages > MOST_PAGES:
        return f"it has {pages:,} pages; a pack takes papers of up to {MOST_PAGES:,}"
    if any(max(_sides(page)) > WIDEST for page in file.pages):
        return "it has a page that is longer or wider than 5 metres"
    if not pages:
        return "it has no pages"
    if paper.pages not in (None, pages):
        return f"its file is damaged: it has {pages:,} of its {paper.pages:,} pages"
    return ""


def _sides(page: pikepdf.Page) -> tuple[float, float]:
    """How wide and how high a page is, in points."""
    left, bottom, right, top = map(float, page.mediabox)
    unit = float(page.obj.get(Name.UserUnit, 1))
    return abs(right - left) * unit, abs(top - bottom) * unit


def bind(pack: Pack, own: bytes) -> bytes:
    """The pack's bytes. `own` is the PDF of its cover, contents and agenda; its contents name the place of each paper. Raises
    Damaged if papers that could be opened can't be bound."""
    with pikepdf.open(BytesIO(own)) as pdf:
        places = dict(_places(pdf))
        marks = list(_bookmarks(pack, pdf, places))
        stamp, count = Stamp(pdf, SIDE), len(pdf.pages) + pack.pages_of_papers
        _number(pdf.pages, stamp, 1, count)
        damaged = []
        for paper in pack.bound:
            try:
                _add(pdf, paper, stamp, count)
            except ODD:
                damaged.append(paper.paper.sha256)
        if damaged:
            raise Damaged(damaged)
        _lead_to_papers(pack, pdf, places)
        with pdf.open_outline() as outline:
            outline.root[:] = marks
        if pack.bound:
            with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
                del metadata["pdfuaid:part"]  # the papers' tags are lost, and the whole is not PDF/UA
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def untie(page: pikepdf.Page) -> None:
    """A page of another file: without numbers that would mean something else here, and without what it does when it is opened."""
    found = page.obj.get(Name.Annots)
    parts = [part for part in found if isinstance(part, Dictionary)] if isinstance(found, Array) else []
    for part in (page.obj, *parts):
        for key in ("/StructParents", "/StructParent", "/AA"):
            if key in part:
                del part[key]


def _places(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Array]]:
    """The named places of a PDF that WeasyPrint made."""
    names = list(pdf.Root.Names.Dests.Names) if Name.Names in pdf.Root else []
    return ((str(name), place) for name, place in zip(names[::2], names[1::2], strict=True))


def _lead_to_papers(pack: Pack, pdf: pikepdf.Pdf, places: dict[str, Array]) -> None:
    """Let the links of the contents lead to the papers themselves: they were set leading to their own rows."""
    for paper in pack.bound:
        page = pdf.pages[paper.page - 1]
        place = places[paper.name]
        place[0], place[3] = page.obj, page.mediabox[3]


def _bookmarks(pack: Pack, pdf: pikepdf.Pdf, places: dict[str, Array]) -> Iterator[OutlineItem]:
    yield OutlineItem("Contents", 0)
    items: list[OutlineItem] = []
    for row in pack.rows:
        below = [OutlineItem(paper.paper.title, paper.page - 1) for paper in row.papers if paper.page]
        if row.item is None:
            items += below
            continue
        page = pikepdf.Page(places[f"item-{row.item.slug}"][0]).index
        entry = OutlineItem(f"{row.item.number} {row.item.title}".strip(), page)
        entry.children += below
        (items[-1].children if row.item.level == 2 and items else items).append(entry)
    yield from items


def _add(pdf: pikepdf.Pdf, paper: Bound, stamp: Stamp, count: int) -> None:
    before = len(pdf.pages)
    pdf.add_pages_from(paper.file, outlines="ignore")
    pages = pdf.pages[before:]
    for page in pages:
        untie(page)
    _number(pages, stamp, paper.page, count)


def _number(pages: Iterable[pikepdf.Page], stamp: Stamp, first: int, count: int) -> None:
    for number, page in enumerate(pages, start=first):
        stamp.put(page, f"Page {number} of {count}")
