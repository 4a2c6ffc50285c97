"""Forms at the minutes desk that somebody has begun and not saved: a decision, a vote, a declaration, an action."""

import re
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from minutes.models import AgendaItem, Meeting, Typing
from minutes.unsaved import moment

WHAT = {"decision": "a decision", "motion": "a vote", "declaration": "a declaration", "action": "an action"}
FIELD = re.compile(rf"form-(\d{{1,18}})-({'|'.join(WHAT)})-(\d{{1,18}})")
WORDS = ["text", "what", "nature"]  # the fields by which a clerk knows what she had written


def field_of(item: int, part: str, row: int) -> str:
    """By what name a form is kept: of a `row` of the item's, or of a new one (0)."""
    return f"form-{item}-{part}-{row}"


@dataclass(frozen=True)
class Begun:
    """What somebody wrote into a form; the fields are in `typing.text`, as a browser writes them in an address."""

    typing: Typing
    item: AgendaItem
    part: str
    row: int

    @property
    def what(self) -> str:
        return WHAT[self.part] if not self.row else f"to change {WHAT[self.part]}"

    @property
    def since(self) -> str:
        return moment(self.typing.changed_at)

    @property
    def address(self) -> str:
        return f"{reverse('admin:minutes_meeting_minutes', args=[self.item.meeting_id])}#item-{self.item.pk}"

    @property
    def words(self) -> str:
        fields = QueryDict(self.typing.text)
        return next((fields[name] for name in WORDS if fields.get(name)), "")


def begun(meeting: Meeting) -> list[Begun]:
    """The forms begun at the meeting, the oldest first; none of an item that is gone. Two queries."""
    rows = meeting.typing.filter(field__startswith="form-").select_related("user")
    found = [(row, *match.groups()) for row in rows if (match := FIELD.fullmatch(row.field))]
    items = meeting.items.in_bulk([int(item) for _, item, _, _ in found]) if found else {}
    return [Begun(row, items[int(item)], part, int(at)) for row, item, part, at in found if int(item) in items]
