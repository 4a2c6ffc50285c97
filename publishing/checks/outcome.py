"""Whether what came of the items is written, and who was there."""

from collections.abc import Iterator

from committees.law import LateRule
from minutes.models import AgendaItem, Attendance, Decision, Meeting
from published.kinds import Kind
from publishing.checks.check import Check, item_link, look, meeting_link

VOTING = {Attendance.Capacity.MEMBER, Attendance.Capacity.SUBSTITUTE}
DECIDES_NOTHING = {Decision.Kind.NOTED, Decision.Kind.DEFERRED, Decision.Kind.WITHDRAWN}


def outcome(meeting: Meeting, kind: Kind, items: list[AgendaItem]) -> Iterator[Check]:
    decided = any(item.decisions.all() for item in items)
    if items and kind == Kind.DECISIONS and not decided:
        yield Check("No item has a decision. Record the decisions before you publish them.", meeting_link(meeting))
    if items and kind.has_minutes and not decided and not any(_has_minute(item) for item in items):
        yield Check("No minutes have been written for any item. Write them before you publish.", meeting_link(meeting))
    for item in items:
        if item.kind == AgendaItem.Kind.REPORT and not item.decisions.all():
            yield look(f"“{item.title}” is a report, but has no decision.", item_link(item))
        if kind.has_decisions and any(not decision.kind for decision in item.decisions.all()):
            yield look(f"“{item.title}” has a decision without an outcome: none is printed.", item_link(item))


def late(meeting: Meeting) -> Iterator[Check]:
    """Business that was not on a parish council's summons can be noted or put off, but not decided."""
    if meeting.committee.law.late_rule != LateRule.INFORMATION:
        return
    for item in meeting.items.filter(is_late=True).prefetch_related("decisions"):
        if any(decision.kind not in DECIDES_NOTHING for decision in item.decisions.all()):
            yield look(
                f"“{item.title}” was not on the summons, but has a decision. {LateRule.INFORMATION.label}",
                item_link(item),
            )


def attendance(meeting: Meeting) -> Iterator[Check]:
    here, rows = meeting_link(meeting), list(meeting.attendances.all())
    present = sum(row.state == Attendance.State.PRESENT and row.capacity in VOTING for row in rows)
    quorum = meeting.committee.quorum
    if not present:
        yield look("Nobody is recorded as present.", here)
    elif quorum and present < quorum:
        yield look(f"Members recorded as present: {present}. The quorum is {quorum}.", here)
    if any(row.state == Attendance.State.EXPECTED for row in rows):
        yield look("Somebody is still “expected”: record who was present, absent or sent apologies.", here)


def _has_minute(item: AgendaItem) -> bool:
    return bool(hasattr(item, "minute") and item.minute.body)
