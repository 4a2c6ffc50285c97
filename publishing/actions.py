"""What of its actions a committee publishes: nothing, unless it has chosen so (Committee.publishes_actions)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from minutes.arising import Arising, arising_at
from minutes.models import Action, AgendaItem, Meeting
from published import record
from published.kinds import Kind
from published.models import Action as PublishedAction
from published.models import Version

MATTERS_ARISING = AgendaItem.Kind.MATTERS_ARISING


@dataclass(frozen=True)
class Actions:
    """Of one meeting. `today` is the day on which it is frozen, None where no action is told of; `arising` stands at one item."""

    today: date | None = None
    at: AgendaItem | None = None
    arising: tuple[record.Action, ...] = ()

    @classmethod
    def of(cls, meeting: Meeting, kind: Kind, items: list[AgendaItem], now: datetime) -> "Actions":
        """`items` are those that are to be published. Two queries where one is for matters arising, else none."""
        if not meeting.committee.publishes_actions:
            return cls()
        at = next((item for item in items if item.kind == MATTERS_ARISING and not item.is_restricted), None)
        arising = _arising(meeting, now) if at else ()
        return cls(timezone.localdate(now) if kind.has_minutes else None, at, arising)

    def given_at(self, item: AgendaItem) -> tuple[record.Action, ...]:
        """Those of an open item, whose minute and decisions are open too: an action tells what was decided."""
        if self.today is None or any(decision.is_restricted for decision in item.decisions.all()):
            return ()
        ordered = sorted(item.actions.all(), key=lambda action: (action.due or date.max, action.pk))
        return tuple(_told(action, self.today) for action in ordered)

    def arising_at(self, item: AgendaItem) -> tuple[record.Action, ...]:
        return self.arising if item == self.at else ()


def _arising(meeting: Meeting, now: datetime) -> tuple[record.Action, ...]:
    """What the public could read of an earlier meeting, and no more: how it stood on the day of this one."""
    found = [row for row in arising_at(meeting, most=None) if not row.is_closed]
    rows = PublishedAction.objects.filter(number__in=[row.action.pk for row in found], is_given_here=True)
    known = set(rows.filter(version__in=Version.objects.live(now).values("pk")).values_list("number", flat=True))
    return tuple(_arose(row) for row in found if row.action.pk in known)


def _arose(row: Arising) -> record.Action:
    told = _told(row.action, row.meeting.date)
    given_on = row.action.item.meeting.date.isoformat()
    return record.Action(**vars(told) | {"given_on": given_on, "carried": row.carried})


def _told(action: Action, day: date) -> record.Action:
    """How it stands on a day. How far it has come in words stays at the desk."""
    state = action.state_on(day)
    return record.Action(
        what=action.what,
        id=action.pk,
        owner=action.owner,
        due=action.due.isoformat() if action.due else "",
        state=state.value,
        done_on=action.done_on.isoformat() if state == Action.State.DONE else "",
    )
