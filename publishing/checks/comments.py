"""What readers of the draft wrote to its minutes, of which nothing has been decided yet."""

from collections.abc import Iterator

from minutes.models import ChairComment, Meeting
from publishing.checks.check import Check, coded, look, tab_link


@coded("comments")
def waiting(meeting: Meeting) -> Iterator[Check]:
    """One sentence, if any comment waits. One query."""
    count = ChairComment.objects.filter(link__meeting=meeting, decision="").count()
    if count:
        wait = "comment of the chair waits" if count == 1 else "comments of the chair wait"
        yield look(f"{count} {wait} at the Minutes tab.", tab_link("minutes", meeting.pk))
