"""The members' pack: the agenda with all its papers; what is closed on leaves of its own behind what is open."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.storage import default_storage

from desk.sheets_of_meeting import ground_of
from minutes.models import AgendaItem, Document, Meeting
from published.kinds import Kind
from publishing.freezing import freeze


@dataclass
class Leaves:
    """What stands together behind the open leaves: a closed item, or the closed papers of an open one."""

    name: str  # of the place in the file where it begins
    item: AgendaItem | None  # None: of the meeting as a whole
    papers: list[Document] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"{self.item.number} {self.item.title}".strip() if self.item else "Papers of the meeting as a whole"

    @property
    def grounds(self) -> list[str]:
        """Those of all that is here, each once."""
        found = [ground_of(self.item)] if self.item and self.item.is_closed else []
        return list(dict.fromkeys(filter(None, [*found, *map(ground_of, self.papers)])))


@dataclass(frozen=True)
class Stretch:
    """Pages that follow one another: from a named place of the agenda's own PDF to the next such place, or a paper's."""

    name: str
    paper: Document | None = None
    begins_a_leaf: bool = False


class Pack:
    """Asks the database for everything at once; what binds it asks for nothing."""

    def __init__(self, meeting: Meeting):
        self.kind = Kind.AGENDA
        self.record = freeze(meeting, self.kind)  # the open leaves say what the public may read, and no more
        items = meeting.numbered_items("documents", "parent")
        of_meeting = list(meeting.documents.filter(item=None))
        public = [item for item in items if not (item.parent and item.parent.is_closed)]
        self.agenda = list(zip(public, self.record.items, strict=True))
        self.papers_of_meeting = [paper for paper in of_meeting if not paper.is_closed]
        for item in items:
            item.open_papers = [paper for paper in item.documents.all() if not paper.is_closed]
        self.open_papers = [*self.papers_of_meeting, *(paper for item in items for paper in item.open_papers)]
        self.closed = list(self._closed(items, of_meeting))
        for paper in [*self.open_papers, *(paper for leaves in self.closed for paper in leaves.papers)]:
            paper.name = f"paper-{paper.pk}"
            paper.ground = ground_of(paper)
            paper.is_bound = paper.pages is not None and default_storage.exists(paper.file.name)

    @staticmethod
    def _closed(items: list[AgendaItem], of_meeting: list[Document]) -> Iterator[Leaves]:
        places = [(None, of_meeting), *((item, item.documents.all()) for item in items)]
        for item, papers in places:
            closed = [paper for paper in papers if paper.is_closed]
            if closed or (item and item.is_closed):
                yield Leaves(f"closed-{item.pk if item else 'meeting'}", item, closed)

    @property
    def grounds_of_papers(self) -> list[str]:
        return list(dict.fromkeys(paper.ground for leaves in self.closed for paper in leaves.papers if paper.is_bound))

    def stretches(self) -> Iterator[Stretch]:
        """The whole in order: the agenda, the open papers, and what is closed. A paper that can't be bound has a page of the
        agenda's own PDF that says so."""
        yield Stretch("agenda")
        yield from (_stretch(paper) for paper in self.open_papers)
        for leaves in self.closed:
            yield Stretch(leaves.name, begins_a_leaf=True)
            yield from (_stretch(paper) for paper in leaves.papers)


def _stretch(paper: Document) -> Stretch:
    return Stretch(paper.name, paper if paper.is_bound else None)
