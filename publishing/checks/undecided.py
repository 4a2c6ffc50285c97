"""Whether a decision is recorded where one is to be expected: at a report, at a recommendation, where a text says “RESOLVED”."""

import re
from collections.abc import Iterator

from minutes.models import AgendaItem, Meeting, Motion
from published.kinds import Kind
from publishing.checks.check import Check, beginning, coded, look, minutes_link
from richtext.plain_text import text_of

RESOLVED = re.compile(
    r"\b(?=RESOLVED\b|AGREED\b)|^\W*(?:It was )?(?:unanimously )?(?=[Rr]esolved(?: unanimously)?(?::| that\b| to\b))",
    re.M,
)
# What they resolve is recorded otherwise: as an approval, or as a ground beside each closed item.
RECORDED_OTHERWISE = {AgendaItem.Kind.PREVIOUS_MINUTES, AgendaItem.Kind.EXCLUSION}
CAME_OF_IT = {Motion.Result.CARRIED, Motion.Result.LOST}


@coded("undecided")
def undecided(meeting: Meeting, kind: Kind, items: list[AgendaItem]) -> Iterator[Check]:
    """A sentence for each report and each recommendation of which nothing came, but where `resolved` says so."""
    if meeting.was_inquorate:
        return
    for item in items:
        is_open = not (item.decisions.all() or item.state or item.is_heading)
        what = _asks_for_one(item) if is_open and not (kind.has_minutes and _says_resolved(item)) else ""
        if what:
            sentence = f"“{item.title}” {what} no decision. Record it, or that the item was deferred or withdrawn."
            yield look(sentence, minutes_link(item), item)


def _asks_for_one(item: AgendaItem) -> str:
    if item.kind == AgendaItem.Kind.REPORT:
        return "is a report, but has"
    return "has a recommendation, but" if text_of(item.recommendation) else ""


@coded("resolved")
def resolved(items: list[AgendaItem]) -> Iterator[Check]:
    """A sentence for each item whose minutes say what was resolved, where neither a decision nor a motion says so."""
    for item in items:
        if said := _says_resolved(item):
            sentence = f"“{item.title}” says “{said}”, but has no decision. Record what was resolved as a decision."
            yield look(sentence, minutes_link(item), item)


def _says_resolved(item: AgendaItem) -> str:
    """The words that say so in its minutes, from "RESOLVED" on, where it is recorded nowhere else; or ""."""
    recorded = item.decisions.all() or any(motion.result in CAME_OF_IT for motion in item.motions.all())
    if recorded or item.kind in RECORDED_OTHERWISE or not hasattr(item, "minute"):
        return ""
    text = text_of(item.minute.body)
    found = RESOLVED.search(text)
    return beginning(text[found.end() :].partition("\n")[0]) if found else ""
