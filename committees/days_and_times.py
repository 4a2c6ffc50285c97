"""Days and times as people type them at the desk: "12 November 2026", "7.30 pm"."""

import re
from datetime import date

from django import forms
from django.db import models

DAYS = ["%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%A %d %B %Y", "%a %d %b %Y"]
TIMES = ["%H:%M", "%H:%M:%S", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"]


class DayField(forms.DateField):
    input_formats = DAYS
    default_error_messages = {"invalid": "Write the day like 12 November 2026 or 12/11/2026."}

    def to_python(self, value) -> date | None:
        if isinstance(value, str):
            value = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", " ".join(value.replace(",", " ").split()))
        return super().to_python(value)

    def strptime(self, value: str, format: str) -> date:
        """A weekday must be that day's: otherwise one of the two is a slip, and nobody knows which."""
        day = super().strptime(value, format)
        if format.lower().startswith("%a") and not f"{day:%A}".lower().startswith(value.split()[0].lower()):
            raise ValueError(value)
        return day


class TimeOfDayField(forms.TimeField):
    input_formats = TIMES
    default_error_messages = {"invalid": "Write the time like 19:30 or 7.30 pm."}

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"\s*([ap])\.?\s?m\.?$", r"\1m", value.strip().lower())
            value = "12:00" if value == "noon" else value
        return super().to_python(value)


# For a ModelAdmin's or an inline's formfield_overrides.
TYPED = {models.DateField: {"form_class": DayField}, models.TimeField: {"form_class": TimeOfDayField}}
