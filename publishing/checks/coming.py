"""What was scheduled before and goes live later than what is published now: people would take the older for the newer."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from minutes.models import Meeting
from published.kinds import Kind
from publishing.checks.check import Check, coded, look
from publishing.standing import Standing, in_words


@coded("coming")
def coming(meeting: Meeting, kind: Kind, moment: datetime, standing: list[Standing]) -> Iterator[Check]:
    """A sentence for each scheduled version that stands, goes live after `moment` and says as much as `kind`."""
    log = f"{reverse('admin:publishing_door', args=[meeting.pk])}#log"
    for version in standing:
        if version.goes_live_at > moment and version.kind.rank == kind.rank:
            yield look(
                f"An older {version.kind.label.lower()} is scheduled for {in_words(version.goes_live_at)}. It will be listed "
                "then as if it were newer, while the meeting’s page goes on showing this one. Take it back.",
                log,
            )
