"""Rows that two clerks may have open at once."""

from django.db import models
from django.db.models import F


class Versioned(models.Model):
    """A row whose every change raises `version`: a form sends the one that it was opened with."""

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save_columns(self, *names: str) -> None:
        """Store these columns and no other, and raise the version with them.

        A whole row saved would take back what somebody else stored meanwhile."""
        self.version = F("version") + 1
        self.save(update_fields=[*names, "version"])
        self.refresh_from_db(fields=["version"])
