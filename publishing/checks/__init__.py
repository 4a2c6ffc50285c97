"""What must be right before publishing, in sentences."""

from datetime import date

from django.utils import timezone

from minutes.models import AgendaItem, Meeting
from published.kinds import Kind
from publishing.checks import agenda, outcome, votes, wording
from publishing.checks.check import Check

__all__ = ["Check", "checks", "in_order", "stopping"]


def checks(meeting: Meeting, kind: Kind, today: date | None = None) -> list[Check]:
    """Everything in the working record to be put right or thought about before `meeting` is published as `kind`.

    `today` is the day of publication in the organisation's time zone. What the log adds to it (addresses, what was open
    before, names that have changed) is in desk.reviewing."""
    items = _items(meeting, kind)
    found = _of_facts(meeting, kind, items, today or timezone.localdate())
    return in_order([*found, *wording.wording(items, kind)] if kind.has_items else found)


def stopping(meeting: Meeting, kind: Kind) -> list[Check]:
    """What stops it. No wording does, and reading every line for words takes as long as publishing them."""
    found = _of_facts(meeting, kind, _items(meeting, kind), timezone.localdate())
    return [check for check in found if check.stops]


def _of_facts(meeting: Meeting, kind: Kind, items: list[AgendaItem], today: date) -> list[Check]:
    found = [*agenda.state(meeting, kind)]
    if kind.has_items:
        found += [*agenda.items(meeting, items), *agenda.papers(meeting)]
    if kind.has_items and not kind.has_decisions:
        found += agenda.notice(meeting, today)
    if kind.has_decisions:
        found += [*outcome.outcome(meeting, kind, items), *outcome.late(meeting)]
    if kind.has_minutes:
        found += [*outcome.attendance(meeting), *votes.votes(meeting)]
    return found


def _items(meeting: Meeting, kind: Kind) -> list[AgendaItem]:
    items = meeting.items.select_related("minute", "parent")
    return list(items.prefetch_related("decisions") if kind.has_decisions else items)


def in_order(found: list[Check]) -> list[Check]:
    """What stops comes first."""
    return sorted(found, key=lambda check: not check.stops)
