"""Whether the public can read the earlier decision that a decision replaces; where it can't, no link to it is published."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format

from minutes.models import AgendaItem
from publishing.approvals import is_public
from publishing.checks.check import Check, coded, look, minutes_link


@coded("replaced")
def replaced(items: list[AgendaItem]) -> Iterator[Check]:
    """A sentence for each such decision of an open item. Some queries, where something is replaced."""
    for item in items:
        for decision in item.decisions.all() if not item.is_closed else []:
            if decision.replaces_id and (why := _why_unread(decision.replaces)):
                day = date_format(decision.replaces.meeting.date, "j F Y")
                yield look(
                    f"“{item.title}” replaces what was decided on {day} at “{decision.replaces.title}”, but {why}: the public "
                    "will read of no earlier decision here.",
                    minutes_link(item),
                    item,
                )


def _why_unread(earlier: AgendaItem) -> str:
    if earlier.is_closed:
        return "that is closed to the public"
    return "" if is_public(earlier, timezone.now()) else "that is not public"
