"""The date of a published meeting, which is its address for good: another day is a meeting put off."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html

from desk.reviewing import standing_of
from minutes.admin.meeting import MeetingAdmin
from minutes.admin.versions import VersionedForm
from minutes.models import Meeting
from publishing.models import Publication

ADDRESS = ["date", "sitting", "committee"]


class PublishedMeetingForm(VersionedForm):
    """Refuses at the field what the door would refuse later, in dates and not in addresses."""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        changed = [name for name in ADDRESS if name in self.changed_data and name in cleaned]
        if changed and self.instance.pk and all(cleaned.get(name) for name in ADDRESS):
            own = Publication.objects.known_or_coming().filter(meeting=self.instance).order_by("sequence").first()
            meant = Meeting(**{name: cleaned[name] for name in ADDRESS})
            if own and meant.address != own.address:
                self.add_error(changed[0], self._refusal(own.address))
        return cleaned

    def _refusal(self, own: str) -> str:
        return format_html(
            "This meeting is published as that of {}: readers keep links to it, so its date, sitting and committee stay. "
            'If it is held on another day, <a href="{}">postpone it</a>: its page then says so, and leads to the new one.',
            in_dates(own),
            reverse("admin:minutes_meeting_cancellation", args=[self.instance.pk]),
        )


def in_dates(address: str) -> str:
    """ "planning/2026-03-04-2" as "4 March 2026, sitting 2"; the committee is on the page."""
    slug = address.partition("/")[2]
    day, sitting = parse_date(slug[:10]), slug[11:]
    return f"{date_format(day, 'j F Y')}{f', sitting {sitting}' if sitting else ''}"


class PublishedMeetingAdmin(MeetingAdmin):
    form = PublishedMeetingForm

    def agenda_is_out(self, meeting: Meeting) -> bool:
        standing = standing_of(meeting, timezone.now())
        return any(version.kind.has_items and not version.is_scheduled for version in standing)


admin.site.unregister(Meeting)
admin.site.register(Meeting, PublishedMeetingAdmin)
