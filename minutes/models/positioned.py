"""Rows that have a place in a list."""

from django.db import models, transaction
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

    def move(self, step: int) -> int:
        """Go so many places on (1) or back (-1) at the same level; beyond either end nothing happens. Gives the place."""
        with transaction.atomic():
            rows = list(self.siblings().select_for_update())
            here = rows.index(self)
            return self._stand(rows, here + step) if 0 <= here + step < len(rows) else here + 1

    def move_to(self, place: int) -> int:
        """Stand at a place, counted from 1, or at the end that is nearest to it. Gives the place."""
        with transaction.atomic():
            rows = list(self.siblings().select_for_update())
            return self._stand(rows, min(max(place - 1, 0), len(rows) - 1))

    def _stand(self, rows: list, at: int) -> int:
        """The others only make room: no form holds their place, so that a clerk who edits one of them is not in conflict."""
        if rows[at] != self:
            rows.remove(self)
            rows.insert(at, self)
            self._number(rows)
            self.position = at + 1
            self._store_place()
        return at + 1

    def _number(self, rows: list) -> None:
        moved = [row for place, row in enumerate(rows, start=1) if row.position != place]
        for row in moved:
            row.position = rows.index(row) + 1
        type(self)._default_manager.bulk_update(moved, ["position"])

    def _store_place(self) -> None:
        self.save(update_fields=["position"])
