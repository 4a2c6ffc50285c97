"""What a clerk is typing and has not saved: kept apart from the record, so that no publication can hold it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from minutes.models.meeting import Meeting

KEPT_DAYS = 90


class TypingQuerySet(models.QuerySet):
    def prune(self) -> int:
        """Forget what nobody has gone on with for three months. Called when somebody logs in."""
        return self.filter(changed_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[0]


class Typing(models.Model):
    """The text in one field of one window. It is deleted when the field is saved, and read by nothing that publishes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="typing")
    field = models.CharField(max_length=100, help_text="Which field of which row: minute-12-body.")
    window = models.CharField(max_length=40, help_text="One browser window, by a number of its own.")
    text = models.TextField(blank=True)
    opened_version = models.PositiveIntegerField(help_text="The version of the row that the typing began with.")
    changed_at = models.DateTimeField(auto_now=True)

    objects = TypingQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "field", "window"], name="one_typing_a_field_and_window")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.field}"
