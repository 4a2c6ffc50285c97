"""The door at the clerk's desk: checks, preview, publishing and withdrawing; and the log, to read."""

from desk.dated import PublishedMeetingAdmin
from desk.log import PublicationAdmin

__all__ = ["PublicationAdmin", "PublishedMeetingAdmin"]
