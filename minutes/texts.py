"""The texts of the working record, each by its name: minute-12-body is the minutes of item 12."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import capfirst

from minutes.models import AgendaItem, Decision, Meeting, Minute, Motion

# Each kind of row: its model, and the model whose rights are asked.
KINDS = {
    "minute": (Minute, "agendaitem"),
    "item": (AgendaItem, "agendaitem"),
    "decision": (Decision, "decision"),
    "motion": (Motion, "motion"),
}


@dataclass(frozen=True)
class Name:
    """The name of a text, taken apart. `number` is the row's id; of a minute its item's, which is there before it."""

    kind: str
    number: int
    column: str

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}-{self.column}"

    @property
    def model(self):
        return KINDS[self.kind][0]

    def right(self, verb: str) -> str:
        """The right that the text asks for: "minutes.change_agendaitem"."""
        return f"minutes.{verb}_{KINDS[self.kind][1]}"

    @property
    def page(self) -> str:
        """The page of the meeting on which the text stands."""
        return "agenda" if self.kind == "item" else "minutes"

    @property
    def label(self) -> str:
        return capfirst(self.model._meta.get_field(self.column).verbose_name)


def name_of(text: str) -> Name | None:
    """The name taken apart; None for what is none."""
    kind, _, rest = text.partition("-")
    number, _, column = rest.partition("-")
    if kind not in KINDS or column not in KINDS[kind][0].WORDED:
        return None
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return Name(kind, int(number), column)


@dataclass
class Text:
    """One text of a meeting, as it is stored now."""

    name: Name
    item: AgendaItem
    row: Minute | AgendaItem | Decision | Motion  # a minute that is not there yet has no id

    @property
    def html(self) -> str:
        return getattr(self.row, self.name.column)

    @property
    def version(self) -> int:
        return self.row.version if self.row.pk else 0

    @property
    def is_closed(self) -> bool:
        """Whether the public may not read it: nothing of it may lie in a browser."""
        return self.item.is_closed or self.row.is_restricted

    @property
    def whose(self) -> str:
        return self.item.title

    def formfield(self):
        return self.row._meta.get_field(self.name.column).formfield()

    def write(self, html: str) -> bool:
        """Store cleaned HTML, and raise the versions that a form at the desk may have been opened with. Gives whether
        there was anything to change."""
        if html == self.html:
            return False
        setattr(self.row, self.name.column, html)
        if self.row.pk:
            self.row.save_columns(self.name.column)
        else:
            self.row.save()
        if self.row is not self.item:
            self.item.save_columns()
        return True


def is_open(meeting: int, name: Name) -> bool:
    """Whether the public may read the text, and so a browser may keep it; not of one that is gone. One query."""
    items = AgendaItem.objects.filter(meeting=meeting, restriction="")
    items = items.filter(Q(parent=None) | Q(parent__restriction=""))
    if name.kind == "item":
        return items.filter(pk=name.number).exists()
    if name.kind == "minute":
        return items.filter(Q(minute=None) | Q(minute__restriction=""), pk=name.number).exists()
    return name.model.objects.filter(pk=name.number, restriction="", item__in=items).exists()


def text_of(meeting: Meeting, name: Name, *, to_write: bool = False) -> Text | None:
    """The text as it is now; None if its item, decision or motion is gone. `to_write` holds it until the transaction ends."""
    items = meeting.items.select_for_update(of=("self",)) if to_write else meeting.items.all()
    items = items.select_related("parent")
    if name.kind in {"item", "minute"}:
        item = items.filter(pk=name.number).first()
        row = item if name.kind == "item" else item and (Minute.objects.filter(item=item).first() or Minute(item=item))
        return item and Text(name, item, row)
    row = name.model.objects.filter(pk=name.number, item__meeting=meeting).first()
    item = row and items.filter(pk=row.item_id).first()  # who writes to any text of an item waits for the item
    row = item and name.model.objects.filter(pk=name.number).first()
    return row and Text(name, item, row)
