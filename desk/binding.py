"""Binds the members' pack: the agenda's own pages and those of the papers, each with its number.

The numbers of pages are known once all is laid out, and the agenda tells them: so it is set until it tells the right ones."""

import re
from io import BytesIO
from itertools import pairwise

import pikepdf
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from pikepdf import Array, Name

from desk.pack import Pack
from minutes.models import Document
from published.pack import untie
from published.stamps import Stamp
from published.typesetting import typeset

A4 = (595, 842)  # points
SIDE = 56.7  # points, 20 mm: the agenda's lines end there (_style.css)
# In the agenda's HTML, where it tells on which page something begins.
TOLD = re.compile(r'(?<=data-page-of=")([\w-]+)">\d+')
TRIES = 4

Dests = dict[str, int]  # the names of places, and the pages on which they are, from 0


def bound(pack: Pack, html: str) -> bytes:
    """The pack's PDF. `html` is that of its agenda, of the leaves with what is closed, and of a leaf for each paper that is
    no PDF."""
    told: Dests = {}
    for _ in range(TRIES):
        data = typeset(_telling(told, html))
        with pikepdf.open(BytesIO(data)) as pdf:
            layout = Layout(pack, pdf)
            if layout.places == told:
                break
        told = layout.places
    with pikepdf.open(BytesIO(data)) as pdf:
        Binder(pdf, layout).bind(pack)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def _telling(places: Dests, html: str) -> str:
    return TOLD.sub(lambda found: f'{found[1]}">{places.get(found[1], 0) + 1}', html)


class Layout:
    """What stands on which page of the whole. `pages` names for each page where it comes from: a number is that of the
    agenda's own page, a paper is one whose pages follow, each once; None is an empty side."""

    def __init__(self, pack: Pack, own: pikepdf.Pdf):
        dests = {name: pikepdf.Page(dest[0]).index for name, dest in _dests(own)}
        self.stretches = list(pack.stretches())
        starts = [dests.get(each.name, 0) for each in self.stretches if not each.paper]
        ends = iter(pairwise([*starts, len(own.pages)]))
        self.pages: list = []
        begins = {}
        for each in self.stretches:
            if each.begins_a_leaf and len(self.pages) % 2:
                self.pages.append(None)  # else it would stand on the back of what is before it
            begins[each.name] = len(self.pages)
            self.pages += [each.paper] * each.paper.pages if each.paper else range(*next(ends))
        at = {page: place for place, page in enumerate(self.pages) if isinstance(page, int)}
        self.places: Dests = {name: at[page] for name, page in dests.items()} | begins


class Binder:
    """Puts into the agenda's PDF what comes between its own pages."""

    def __init__(self, pdf: pikepdf.Pdf, layout: Layout):
        self.pdf, self.layout = pdf, layout

    def bind(self, pack: Pack) -> None:
        grounds = pack.grounds_of_papers
        html = render_to_string("desk/sheets/stamps.html", {"grounds": grounds})
        with pikepdf.open(BytesIO(typeset(html))) as marks:
            self._put_in_empty_sides_and_papers(dict(zip(grounds, marks.pages, strict=False)))
        for name, dest in _dests(self.pdf):
            dest[0] = self.pdf.pages[self.layout.places[name]].obj
            if name.startswith("paper-"):
                dest[3] = self.pdf.pages[self.layout.places[name]].mediabox[3]
        self._write_outline(pack)
        self._number()
        if any(each.paper for each in self.layout.stretches):
            self._claim_no_tags()

    def _put_in_empty_sides_and_papers(self, marks: dict[str, pikepdf.Page]) -> None:
        for each in self.layout.stretches:
            begin = self.layout.places[each.name]
            if each.paper:
                self._put_in(each.paper, begin, marks)
            elif each.begins_a_leaf and self.layout.pages[begin - 1] is None:
                self._insert_empty(begin - 1)

    def _put_in(self, paper: Document, begin: int, marks: dict[str, pikepdf.Page]) -> None:
        with default_storage.open(paper.file.name) as file, pikepdf.open(file) as source:
            for at, page in enumerate(source.pages, begin):
                self.pdf.pages.insert(at, page)
                untie(self.pdf.pages[at])
                if paper.ground:
                    self.pdf.pages[at].add_overlay(marks[paper.ground])

    def _insert_empty(self, at: int) -> None:
        self.pdf.add_blank_page(page_size=A4)
        self.pdf.pages.insert(at, self.pdf.pages[-1])
        del self.pdf.pages[-1]

    def _write_outline(self, pack: Pack) -> None:
        places = self.layout.places
        entries = [pikepdf.OutlineItem("Agenda", 0), *_agenda(pack, places)]
        entries += [pikepdf.OutlineItem(paper.title, places[paper.name]) for paper in pack.papers_of_meeting]
        for leaves in pack.closed:
            entry = pikepdf.OutlineItem(f"Not for publication: {leaves.title}", places[leaves.name])
            entry.children += [pikepdf.OutlineItem(paper.title, places[paper.name]) for paper in leaves.papers]
            entries.append(entry)
        with self.pdf.open_outline() as outline:
            outline.root += entries

    def _number(self) -> None:
        """Print "Page 3 of 12" into the corner of each page, as something that is no part of its text."""
        stamp, count = Stamp(self.pdf, SIDE), len(self.pdf.pages)
        for number, page in enumerate(self.pdf.pages, start=1):
            stamp.put(page, f"Page {number} of {count}")

    def _claim_no_tags(self) -> None:
        """The agenda's own pages keep their tags; no library carries over those of the papers. So the whole isn't PDF/UA."""
        with self.pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            del metadata["pdfuaid:part"]


def _agenda(pack: Pack, places: Dests) -> list[pikepdf.OutlineItem]:
    """Each item with its sub-items and its papers below it."""
    found: list[pikepdf.OutlineItem] = []
    for row, item in pack.agenda:
        entry = pikepdf.OutlineItem(f"{item.number} {item.title}".strip(), places[f"item-{row.pk}"])
        entry.children += [pikepdf.OutlineItem(paper.title, places[paper.name]) for paper in row.open_papers]
        (found[-1].children if item.level == 2 and found else found).append(entry)
    return found


def _dests(pdf: pikepdf.Pdf) -> list[tuple[str, Array]]:
    """The named places of a PDF that WeasyPrint made."""
    names = list(pdf.Root.Names.Dests.Names) if Name.Names in pdf.Root else []
    return [(str(name), dest) for name, dest in zip(names[::2], names[1::2], strict=True)]
