"""Actions of earlier meetings that stand in an item's own text, where they are printed as a list too."""

from collections.abc import Iterator

from minutes.phrases import listed
from published.record import MeetingRecord
from publishing.checks.check import Check, beginning, coded, look
from richtext.plain_text import text_of


@coded("doubled")
def doubled(record: MeetingRecord, link: str) -> Iterator[Check]:
    """A sentence for each item that would say an action twice."""
    for item in record.items:
        text = text_of(item.purpose) if item.arising else ""
        found = [f"“{beginning(action.what)}”" for action in item.arising if action.what in text]
        if found:
            yield look(
                f"“{item.title}” says {listed(found)} twice: in its text, and in the list of actions that is printed there. "
                "Take it out of the text.",
                link,
            )
