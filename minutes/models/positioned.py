"""Rows that have a place in a list."""

from django.db import models
from django.db.models import Max


class Positioned(models.Model):
    """A row with a place among others. Places count from 1; a new row without one comes last."""

    position = models.PositiveIntegerField(default=0, help_text="0 puts a new one last.")

    class Meta:
        abstract = True

    def siblings(self) -> models.QuerySet:
        """The rows among which this one has its place."""
        raise NotImplementedError

    def place_last(self) -> None:
        """Take the place after the last one. Does not save."""
        self.position = (self.siblings().aggregate(last=Max("position"))["last"] or 0) + 1

    def save(self, *args, **kwargs):
        # On every way in, forms and importing alike: at place 0 a late-comer would be printed before the first.
        if self._state.adding and not self.position:
            self.place_last()
        super().save(*args, **kwargs)
