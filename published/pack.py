"""The public reports pack: the agenda and its public papers in one file, with contents, bookmarks and page numbers of its own.

Papers are files of others. One that can't be bound is named in the contents with the reason, and the others are bound; one that
is missing is a fault of ours, and there is no pack until it is mended.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pikepdf import Array, Name, OutlineItem

from published import files
from published.not_made import PDFNotMade
from published.record import Item, MeetingRecord, Paper
from published.stamps import Stamp

MOST_PAGES = 5_000  # of a paper
WIDEST = 14_400  # points, 5.08 m: the largest page that every reader shows (ISO 32000-1 annex C)


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


@dataclass
class Row:
    """What the contents say of an item; of the meeting as a whole, without one."""

    item: Item | None
    papers: list[Bound] = field(default_factory=list)


class Pack:
    """What is bound, and in which order. `rows` has every item and, before them, the papers of the meeting as a whole."""

    def __init__(self, record: MeetingRecord):
        self.by_file: dict[str, Bound] = {}
        self.repeated: list[tuple[Bound, Bound]] = []
        self.rows = [Row(None, [self._bound(paper) for paper in record.papers])] if record.papers else []
        self.rows += [Row(item, [self._bound(paper) for paper in item.papers]) for item in record.items]

    def _bound(self, paper: Paper) -> Bound:
        if known := self.by_file.get(paper.sha256):
            again = Bound(paper, known.name, known.pages, known.problem, leads=False)
            self.repeated.append((again, known))
            return again
        pages, problem = _look(paper)
        found = self.by_file[paper.sha256] = Bound(paper, f"paper-{len(self.by_file) + 1}", pages, problem)
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

    def paginate(self, own: int) -> None:
        """Give each paper its page, behind so many of the pack's own."""
        page = own + 1
        for paper in self.bound:
            paper.page = page
            page += paper.pages
        for again, known in self.repeated:
            again.page = known.page


def _look(paper: Paper) -> tuple[int, str]:
    """How many pages a paper has, and why it can't be bound, "" if it can."""
    if paper.format != "PDF":
        return 0, f"its file is no PDF, but {paper.format}"
    path = files.path_of(paper.sha256)
    if not path.is_file():
        raise PDFNotMade(f"The file of “{paper.title}” is missing; “manage.py verify” says what can be done.")
    try:
        with pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
            if pages > MOST_PAGES:
                return 0, f"it has {pages:,} pages; a pack takes papers of up to {MOST_PAGES:,}"
            if any(max(_sides(page)) > WIDEST for page in pdf.pages):
                return 0, "it has a page that is longer or wider than 5 metres"
    except pikepdf.PasswordError:
        return 0, "its file asks for a password"
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return 0, "its file is damaged"
    if not pages:
        return 0, "it has no pages"
    if paper.pages not in (None, pages):
        return 0, f"its file is damaged: it has {pages:,} of its {paper.pages:,} pages"
    return pages, ""


def _sides(page: pikepdf.Page) -> tuple[float, float]:
    """How wide and how high a page is, in points."""
    left, bottom, right, top = map(float, page.mediabox)
    unit = float(page.obj.get(Name.UserUnit, 1))
    return abs(right - left) * unit, abs(top - bottom) * unit


def bind(pack: Pack, own: bytes) -> bytes:
    """The pack's bytes. `own` is the PDF of its cover, contents and agenda; its contents name the place of each paper."""
    with pikepdf.open(BytesIO(own)) as pdf, ExitStack() as sources:
        places = dict(_places(pdf))
        marks = list(_bookmarks(pack, pdf, places))
        for paper in pack.bound:
            source = sources.enter_context(pikepdf.open(files.path_of(paper.paper.sha256)))
            pdf.add_pages_from(source, outlines="ignore")
        for page in pdf.pages[len(pdf.pages) - pack.pages_of_papers :]:
            _untie(page)
        _lead_to_papers(pack, pdf, places)
        _number(pdf)
        with pdf.open_outline() as outline:
            outline.root[:] = marks
        if pack.bound:
            with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
                del metadata["pdfuaid:part"]  # the papers' tags are lost, and the whole is not PDF/UA
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


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


def _number(pdf: pikepdf.Pdf) -> None:
    stamp, count = Stamp(pdf), len(pdf.pages)
    for number, page in enumerate(pdf.pages, start=1):
        stamp.put(page, f"Page {number} of {count}")


def _untie(page: pikepdf.Page) -> None:
    """A page of another file: without numbers that would mean something else here, and without what it does when it is opened."""
    parts: Iterable = page.obj.get(Name.Annots, [])
    for part in (page.obj, *parts):
        for key in ("/StructParents", "/StructParent", "/AA"):
            if key in part:
                del part[key]
