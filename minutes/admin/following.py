"""What is said where the list of a meeting to come followed the committee's seats."""

from django.contrib import admin, messages
from django.utils.formats import date_format

from minutes.following_seats import Followed
from minutes.models import Meeting


def tell_followed(request, followed: Followed) -> None:
    """Say what was changed, and write it into the meeting's history."""
    if followed:
        admin.site.get_model_admin(Meeting).log_change(request, followed.meeting, str(followed))
        messages.info(request, f"Meeting of {date_format(followed.meeting.date, 'j F Y')}: {followed}")
