"""The items that stand on every agenda, known by their titles."""

import re

from minutes.models import AgendaItem

TITLES = (
    (AgendaItem.Kind.APOLOGIES, r"^(?:to receive )?(?:any )?apolog(?:y|ies)\b"),
    (AgendaItem.Kind.DECLARATIONS, r"^(?:to receive )?(?:any )?(?:declarations?|disclosures?)\b.*\binterests?\b"),
    (
        AgendaItem.Kind.PREVIOUS_MINUTES,
        r"^(?:to )?(?:(?:adoption|confirmation|approval|signing|confirm|approve|sign|agree|receive)(?: of)? )?"
        r"(?:the )?(?:draft )?minutes\b",
    ),
    (
        AgendaItem.Kind.MATTERS_ARISING,
        r"^(?:(?:to )?(?:note|receive|review|consider) )?(?:any |the )?"
        r"(?:matters arising\b|actions? (?:log|list|tracker|points?|arising)\b|progress (?:on|of) actions\b|review of actions\b)",
    ),
    (AgendaItem.Kind.QUESTIONS, r"^(?:public |members.? )?questions?\b"),
    (AgendaItem.Kind.PETITION, r"^petitions?\b"),
    (AgendaItem.Kind.MOTION, r"^(?:notices? of )?motions?\b"),
    (AgendaItem.Kind.EXCLUSION, r"^exclusion of\b"),
    (AgendaItem.Kind.ANY_OTHER, r"^(?:any other\b|a\.?o\.?b\.?$)"),
)

NEXT_MEETING = re.compile(
    r"^(?:to (?:note|confirm|agree|fix|set) )?(?:the )?(?:(?:dates?|time)(?:,? (?:(?:and|&) )?(?:time|place|venue))* of (?:the )?"
    r"(?:next|future) meetings?|next meetings?)\b",
    re.IGNORECASE,
)


def closes(item: AgendaItem) -> bool:
    """Whether an item is of those that stand last on an agenda, behind its business."""
    last = {AgendaItem.Kind.ANY_OTHER, AgendaItem.Kind.EXCLUSION}
    return item.kind in last or bool(NEXT_MEETING.match(item.title))


def item_kind(title: str) -> AgendaItem.Kind:
    """The kind that a title speaks for; an item of business where it speaks for none."""
    for kind, pattern in TITLES:
        if re.match(pattern, title, re.IGNORECASE):
            return kind
    return AgendaItem.Kind.BUSINESS
