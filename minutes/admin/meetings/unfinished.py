"""A meeting that was put off, adjourned, or had too few members: its business goes on at a new one, made here."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format

from committees.days_and_times import ComingDayField, TimeOfDayField
from minutes.admin.conflicts import who_changed
from minutes.carrying import adjourn, not_reached, postpone, record_inquorate, take_up_again
from minutes.models import Meeting

RIGHTS = ["minutes.add_meeting", "minutes.add_agendaitem", "minutes.change_agendaitem", "minutes.add_document"]


class What(models.TextChoices):
    POSTPONED = "postponed", "Put it off: all of its business goes to a new meeting"
    ADJOURNED = "adjourned", "It was adjourned: what was not reached goes on at the resumed meeting"
    INQUORATE = "inquorate", "Too few members came: nothing was decided"


class UnfinishedForm(forms.Form):
    prefix = "unfinished"
    what = forms.ChoiceField(label="What happened", choices=What, widget=forms.RadioSelect)
    reason = forms.CharField(required=False, label="Reason for putting it off", help_text="The public reads it.")
    date = ComingDayField(
        required=False,
        label="Day of the new meeting",
        help_text="May be empty where too few members came.",
    )
    start = TimeOfDayField(required=False, label="Starts at")
    venue = forms.CharField(required=False, max_length=300)
    items = forms.MultipleChoiceField(
        required=False,
        label="Items that go on",
        widget=forms.CheckboxSelectMultiple,
        help_text="They stay on this agenda, which says to where they went.",
    )

    def __init__(self, meeting: Meeting, data=None):
        what = What.ADJOURNED if meeting.has_begun else What.POSTPONED
        start = f"{meeting.start:%H:%M}" if meeting.start else ""
        self.meeting, self.agenda = meeting, meeting.numbered_items("parent")
        initial = {
            "what": what,
            "start": start,
            "venue": meeting.venue,
            "items": [str(item.pk) for item in not_reached(meeting)],
        }
        super().__init__(data, initial=initial)
        self.fields["items"].choices = [(str(item.pk), f"{item.number} {item}".strip()) for item in self.agenda]

    def clean(self):
        cleaned = super().clean()
        if self.data.get("opened_version") != str(self.meeting.version):
            raise ValidationError(
                f"{who_changed(self.meeting)} changed this meeting while you had this page open. Nothing is done yet: look at "
                "what is said of it now, and press the button again if that is still what you want."
            )
        what, day = cleaned.get("what"), cleaned.get("date")
        if what == What.POSTPONED and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Say why the meeting is put off; the public reads it.")
        if what in {What.POSTPONED, What.ADJOURNED} and not day and "date" not in self.errors:
            self.add_error("date", "Say on which day it is held instead.")
        if day and "date" not in self.errors:
            self._check_day(day)
        return cleaned

    def _check_day(self, day) -> None:
        if day < self.meeting.date:
            self.add_error("date", "The new meeting can’t be before this one.")
        self.new = Meeting(
            committee=self.meeting.committee,
            date=day,
            start=self.cleaned_data.get("start"),
            venue=self.cleaned_data.get("venue", ""),
            kind=self.meeting.kind,
            subtitle=self.meeting.subtitle,
            sitting=2 if day == self.meeting.date else 1,
        )
        try:
            self.new.full_clean()
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                self.add_error(name if name in self.fields else "date", sentences)

    def carry_out(self) -> tuple[str, Meeting | None]:
        """Do it; gives a sentence, and the new meeting if one was made."""
        chosen, new = self.cleaned_data, getattr(self, "new", None)
        if new:
            new.save()
        ticked = [item for item in self.agenda if str(item.pk) in chosen["items"]]
        if chosen["what"] == What.POSTPONED:
            postpone(self.meeting, chosen["reason"], new)
            return (
                f"The meeting is put off to {_day(new)}. The public knows once you publish the cancellation.",
                new,
            )
        if chosen["what"] == What.ADJOURNED:
            adjourn(self.meeting, new, ticked)
            return (
                f"The meeting is adjourned to {_day(new)}, with {len(ticked)} item{'' if len(ticked) == 1 else 's'}.",
                new,
            )
        record_inquorate(self.meeting, new, ticked)
        return "It is recorded that too few members came.", new

    @property
    def new_fields(self):
        return [self[name] for name in ("date", "start", "venue", "reason")]


def _day(meeting: Meeting) -> str:
    return date_format(meeting.date, "j F Y")


def undo(meeting: Meeting) -> str:
    take_up_again(meeting)
    return "The meeting was neither adjourned nor inquorate. Items that say so keep it: change them on the agenda."
