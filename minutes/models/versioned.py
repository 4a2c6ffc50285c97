"""Rows that two clerks may have open at once."""

from django.db import models
from django.db.models import F


class Stale(Exception):
    """Somebody else changed the column meanwhile; `stored` is what it holds now."""

    def __init__(self, stored):
        super().__init__(stored)
        self.stored = stored


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

    def replace(self, column: str, was, value) -> None:
        """Store `value` in one column where that holds what was seen there, `was`, and raise the version with it.

        Stale if somebody changed it meanwhile, unless to the same. One statement, which also two at once can't both win."""
        row = type(self)._default_manager.filter(pk=self.pk)
        if not row.filter(**{column: was}).update(**{column: value, "version": F("version") + 1}):
            stored = row.values_list(column, flat=True).get()
            if stored != value:
                raise Stale(stored)
        setattr(self, column, value)
