"""What the minutes desk shows: a meeting's items in the order taken, each with what came of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model, Prefetch
from django.shortcuts import get_object_or_404

from minutes.admin.minuting.forms import ActionForm, DecisionForm, DeclarationForm, PartForm
from minutes.admin.minuting.votes import MotionForm
from minutes.admin.tabs import tab_address
from minutes.models import (
    Action,
    AgendaItem,
    Decision,
    Declaration,
    Meeting,
    Minute,
    Motion,
    Phrase,
    Vote,
    name_motions,
)
from minutes.room import as_taken

RIGHTS = ["view", "add", "change", "delete"]
MORE = [
    "reasons",
    "options",
    "conflicts",
    "dispensation",
    "call_in",
    "call_in_by",
    "effective_on",
    "officer",
    "replaces_id",
]


@dataclass(frozen=True)
class Part:
    """A kind of rows that an item has, and the form in which one is filled in."""

    name: str
    model: type[Model]
    form: type[PartForm]
    rows: str  # their name at the item

    def rights_of(self, user) -> dict[str, bool]:
        has = {right: user.has_perm(f"minutes.{right}_{self.name}") for right in RIGHTS}
        return has | {"view": has["view"] or has["change"]}

    @property
    def template(self) -> str:
        return f"admin/minutes/meeting/_minutes_{self.rows}.html"


PARTS = {
    part.name: part
    for part in [
        Part("decision", Decision, DecisionForm, "decisions"),
        Part("motion", Motion, MotionForm, "motions"),
        Part("declaration", Declaration, DeclarationForm, "declarations"),
        Part("action", Action, ActionForm, "actions"),
    ]
}


def rights_of(user) -> dict[str, dict[str, bool]]:
    """What the user may do at the page: `may.decision.add`, `may.item.change`."""
    items = {right: user.has_perm(f"minutes.{right}_agendaitem") for right in RIGHTS}
    return {"item": items} | {name: part.rights_of(user) for name, part in PARTS.items()}


def rows_of(part: Part) -> Prefetch:
    """The part's rows, with whom they name, as a list (`item.decision_list`): a queryset an item would take far longer."""
    rows = part.model._default_manager.all()
    if part.model is Decision:
        rows = rows.select_related("replaces__meeting")
    if part.model is Declaration:
        rows = rows.select_related("person")
    if part.model is Motion:
        votes = Prefetch("votes", Vote.objects.prefetch_related("person"), to_attr="vote_list")
        rows = rows.select_related("mover", "seconder").prefetch_related(votes)
    return Prefetch(part.rows, rows, to_attr=f"{part.name}_list")


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The items as the meeting took them. As many queries for one as for forty."""
    items = meeting.numbered_items("minute", *(rows_of(part) for part in PARTS.values()))
    by_id = {item.pk: item for item in items}
    page = tab_address("minutes", meeting.pk)
    for item in items:
        item.parent = by_id.get(item.parent_id)
        prepare(item, meeting, PARTS.values(), page)
    return as_taken(items)


def item_of(meeting: Meeting, pk: int, *parts: Part) -> AgendaItem:
    """One item of the meeting, with the rows of these parts. 404 if it has none of that id."""
    item = get_object_or_404(meeting.items.prefetch_related(*map(rows_of, parts)), pk=pk)
    prepare(item, meeting, parts, tab_address("minutes", meeting.pk))
    return item


def prepare(item: AgendaItem, meeting: Meeting, parts: Collection[Part], page: str) -> None:
    """Give the item what its template asks for: its meeting and address below the `page`'s (`place`), no form, the names of its
    texts, and its motions with what amends them below them. `parts` are those that were fetched with it."""
    item.meeting, item.form = meeting, None
    item.place = f"{page}{item.pk}/"
    minute = getattr(item, "minute", None) or Minute(item=item)
    name_texts(minute, item)
    item.texts, item.minute_is_closed = minute.texts, minute.is_closed
    if PARTS["decision"] in parts:
        for decision in item.decision_list:
            name_texts(decision, item)
            decision.has_more = any(getattr(decision, name) for name in MORE)
    if PARTS["motion"] in parts:
        name_motions(item.motion_list)
        item.motions_in_order = in_their_order(item.motion_list)
        for motion in item.motions_in_order:
            name_texts(motion, item)


def name_texts(row: Minute | Decision | Motion, item: AgendaItem) -> None:
    """Give a row the names of its texts, and whether the public may not read them."""
    row.texts = {column: row.text_name(column) for column in row.WORDED}
    row.is_closed = item.is_closed or row.is_restricted


def in_their_order(motions: Iterable[Motion]) -> list[Motion]:
    """Motions, each with what amends it below it, as they come."""
    below = defaultdict(list)
    for motion in motions:
        below[motion.amends_id].append(motion)
    return list(_walk(below, None))


def _walk(below: dict[int | None, list[Motion]], of: int | None) -> Iterator[Motion]:
    for motion in below.pop(of, []):
        yield motion
        yield from _walk(below, motion.pk)


def add_phrases(items: list[AgendaItem], meeting: Meeting) -> list[Phrase]:
    """Give each item the phrases of its kind; gives those of every kind. One query."""
    phrases = list(Phrase.objects.of(meeting.committee))
    for item in items:
        item.phrases = [phrase for phrase in phrases if phrase.kind == item.kind]
    return [phrase for phrase in phrases if not phrase.kind]
