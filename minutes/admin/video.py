"""How far into a webcast something begins, as it is typed: 1:02:03 or 42:10."""

import re

from django import forms
from django.core.exceptions import ValidationError

TYPED = re.compile(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)")


class PositionField(forms.CharField):
    """Seconds, typed and shown as hours, minutes and seconds; None where nothing is typed. ASCII digits alone are read."""

    @classmethod
    def of(cls, field) -> "PositionField":
        return cls(required=False, label=field.verbose_name.capitalize(), help_text=field.help_text, max_length=12)

    def to_python(self, value) -> int | None:
        typed = super().to_python(value)
        if not typed:
            return None
        found = TYPED.fullmatch(typed) if typed.isascii() else None
        if found is None:
            raise ValidationError("Write how far into the webcast it begins, like 1:02:03 or 42:10.", "invalid")
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds

    def run_validators(self, value) -> None:
        """The length was the text's; what is read of it needs no more."""

    def prepare_value(self, value) -> str:
        if not isinstance(value, int):
            return value or ""
        return f"{value // 3600}:{value // 60 % 60:02}:{value % 60:02}"

    def has_changed(self, initial, data) -> bool:
        """Compared as seconds: 42:10 is 0:42:10."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True
