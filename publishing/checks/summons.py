"""Whether business was on the agenda that the meeting was called with."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from committees.clear_days import ClearDays
from committees.law import LateRule
from minutes.models import AgendaItem, Meeting
from published.kinds import Kind
from published.models import Item, Version
from publishing.before import AGENDAS
from publishing.checks.check import Check, agenda_link, coded, look
from publishing.slugs import TakenSlug

EXTRAORDINARY = (
    "“{title}” was not in the summons of this extraordinary meeting, which decides only the business that it was called for. "
    "List it for the next ordinary meeting."
)
# By the body's law; its own rules may allow anything.
NOT_LISTED = {
    LateRule.INFORMATION: "“{title}”: Not on the summons: the council can’t decide this. List it for the next meeting.",
    LateRule.URGENT: "“{title}” was not on the published agenda. Mark it as a late item, with the reason for its urgency, or "
    "list it for the next meeting.",
}


@coded("summons")
def summons(meeting: Meeting, kind: Kind, items: list[AgendaItem], today: date) -> Iterator[Check]:
    """A sentence for each item that the meeting may not decide, because it was not called with it."""
    summoned = _summoned(meeting)
    not_listed = NOT_LISTED.get(meeting.committee.law.late_rule, "")
    may_still_be_called = not kind.has_decisions and _is_in_time(meeting, today)
    for item in items:
        if item.is_heading or (
            item.parent and item.parent.is_closed
        ):  # what is below a closed item was on no public agenda
            continue
        is_new = bool(summoned) and item.pk not in summoned and not may_still_be_called
        if meeting.kind == Meeting.Kind.EXTRAORDINARY:
            sentence = EXTRAORDINARY if is_new or item.is_late else ""
        else:
            sentence = not_listed if is_new and not item.is_late else ""
        if sentence:
            yield look(sentence.format(title=item.title), agenda_link(item), item)


def _summoned(meeting: Meeting) -> set[int]:
    """The items of the first agenda that was published, and of those after it that came in time. Three queries at the most."""
    live = Version.objects.live(timezone.now()).filter(key=meeting.pk, kind__in=AGENDAS).order_by("pk")
    agendas = list(live.values_list("pk", "goes_live_at"))
    counting = [pk for pk, when in agendas if pk == agendas[0][0] or _is_in_time(meeting, timezone.localdate(when))]
    if not counting:
        return set()
    slugs = Item.objects.filter(version__in=counting).values("slug")
    return set(TakenSlug.objects.filter(meeting=meeting, slug__in=slugs).values_list("item", flat=True))


def _is_in_time(meeting: Meeting, issued: date) -> bool:
    rule = ClearDays.of(meeting.committee)
    return rule.count(issued, meeting.date) >= rule.needed
