"""The copy of the minutes that is signed: the words as they are to be approved, on numbered leaves."""

from django.conf import settings

from desk.reviewing import would_be
from minutes.models import Meeting
from published.kinds import Kind


def signing(meeting: Meeting) -> dict:
    """What the public would read of the minutes once they are approved. What is closed is in it as little as in public."""
    record = would_be(meeting, Kind.MINUTES, as_on_the_day=True)
    return {"record": record, "kind": Kind.MINUTES, "day": meeting.date, "site_url": settings.SITE_URL}
