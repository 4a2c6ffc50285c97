"""What stands over each page of a meeting: what is public of it now, and what is scheduled."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from desk.log_of_meeting import MeetingLog
from minutes.models import Meeting
from published import addresses
from published.places import places
from publishing.models import Publication
from publishing.projecting import best


@dataclass(frozen=True)
class PublicState:
    """What the meeting's address shows now (None: nothing), as which version; and what is to go live later."""

    shown: Publication | None
    version: int
    scheduled: list[Publication]

    @property
    def address(self) -> str:
        """Of the meeting's public page. It is asked of what is shown: the log's address, not the working record's."""
        return settings.SITE_URL + addresses.meeting(*self.shown.address.split("/"))

    @property
    def fresh_address(self) -> str:
        """The same, as no cache has it from before this version: a page may be kept for a minute."""
        return f"{self.address}?after={self.shown.pk}"


def public_state(meeting: Meeting, now: datetime, log: MeetingLog | None = None) -> PublicState:
    """One query; none if the meeting's log has been read."""
    asked = Publication.objects.of(meeting).known_or_coming().select_related("withdrawal")
    rows = log.known_or_coming if log else list(asked)
    live = [row for row in rows if row.goes_live_at <= now]
    versions = {place.sequence: place.version for place in places(row.place_row for row in live)}
    shown = best([row for row in live if row.stands])
    scheduled = [row for row in reversed(rows) if row.stands and row.goes_live_at > now]
    return PublicState(shown, versions[shown.pk] if shown else 0, scheduled)
