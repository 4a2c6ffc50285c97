"""The publications of a meeting that stand, as the desk speaks of them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from published.kinds import Kind
from published.places import Place
from published.record import MeetingRecord


@dataclass(frozen=True)
class Standing:
    """A publication that was not withdrawn: what it shows, and its public place (None while it is scheduled)."""

    sequence: int
    kind: Kind
    goes_live_at: datetime
    place: Place | None
    record: MeetingRecord

    def __str__(self) -> str:
        if self.place:
            return f"{self.kind.label} (version {self.place.version})"
        return f"{self.kind.label} (scheduled for {in_words(self.goes_live_at)})"

    def is_still(self, record: MeetingRecord, moment: datetime) -> bool:
        """Whether it says then what `record` says, so that publishing that would be no new version."""
        return self.record == record and self.goes_live_at <= moment

    @property
    def is_scheduled(self) -> bool:
        return self.place is None


def in_words(moment: datetime) -> str:
    """A moment on the organisation's clocks; the zone says which, where an hour comes twice."""
    return date_format(timezone.localtime(moment), "j F Y, H:i T")
