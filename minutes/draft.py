"""The working record of one meeting, read once for all who ask something of it at the same moment."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from committees.models import Organisation
from minutes.models import (
    AgendaItem,
    Approval,
    Attendance,
    Declaration,
    Document,
    Meeting,
    Motion,
    Vote,
    WordsRemoved,
)
from minutes.room import Room

# What minutes say of an item, beside its decisions; asked of one draft, each is read once.
MINUTED = (
    "minute",
    Prefetch("motions", Motion.objects.select_related("mover", "seconder")),
    Prefetch("motions__votes", Vote.objects.select_related("person__party")),
    Prefetch("declarations", Declaration.objects.select_related("person")),
)


@dataclass(frozen=True)
class Draft:
    """What stands at the desk of a meeting while it is frozen and checked. What is stored meanwhile is not seen: make another."""

    meeting: Meeting

    @cached_property
    def organisation(self) -> Organisation:
        return Organisation.objects.get()

    @cached_property
    def approval(self) -> Approval | None:
        """That of its minutes, if a later meeting has approved them."""
        return Approval.objects.of(self.meeting)

    @cached_property
    def items(self) -> list[AgendaItem]:
        """In the order of the agenda, each with its number, its meeting and what it is below. One query."""
        items = self.meeting.numbered_items()
        by_id = {item.pk: item for item in items}
        for item in items:
            item.meeting, item.parent = self.meeting, by_id.get(item.parent_id)
        return items

    def items_with(self, *related) -> list[AgendaItem]:
        """The items and what is `related` (as in prefetch_related): a query for each that nobody has asked for before."""
        prefetch_related_objects(self.items, *related)
        return self.items

    @cached_property
    def documents(self) -> list[Document]:
        """The meeting's and the items', in their order; with them each item gets its own as `papers`. One query."""
        found, papers = list(self.meeting.documents.all()), defaultdict(list)
        for document in found:
            papers[document.item_id].append(document)
        for item in self.items:
            item.papers = papers[item.pk]
        return found

    @cached_property
    def words_removed(self) -> dict[int | None, list[WordsRemoved]]:
        """That words were removed: from which item, or (None) from what is said of the meeting. One query."""
        found = defaultdict(list)
        for removed in self.meeting.words_removed.all():
            found[removed.item_id].append(removed)
        return found

    @cached_property
    def attendances(self) -> list[Attendance]:
        """One query; who came and went is another, asked by `room`."""
        return list(self.meeting.attendances.select_related("person", "substitute_for"))

    @cached_property
    def room(self) -> Room:
        """Who was there, and when."""
        prefetch_related_objects(self.attendances, "movements__item")
        return Room(self.attendances, self.items)
