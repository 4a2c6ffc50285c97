"""A letter that reminds somebody of a paper that is wanted."""

from urllib.parse import quote

from django.utils.formats import date_format

from minutes.models import PaperWanted


def reminder(wanted: PaperWanted) -> str:
    """An address that opens a letter in the clerk's own mail program. Its item is one of `Meeting.numbered_items`, and what is
    closed is not named."""
    meeting, item = wanted.item.meeting, wanted.item
    what = f"“{wanted.title}”" if wanted.title and not item.is_closed else "the paper"
    about = f", “{item.title}”," if not item.is_closed else ""
    of = f"item {item.number}{about}" if item.number else (f"“{item.title}”" if about else "an item")
    by = f" It was wanted by {date_format(wanted.by, 'j F Y')}." if wanted.by else ""
    text = f"Please send us {what} for {of} of the {meeting.committee} on {date_format(meeting.date, 'j F Y')}.{by}\n"
    subject = f"Paper wanted: {meeting.committee}, {date_format(meeting.date, 'j F Y')}"
    to = quote(wanted.of_whom) if "@" in wanted.of_whom and " " not in wanted.of_whom else ""
    return f"mailto:{to}?subject={quote(subject)}&body={quote(text)}"
