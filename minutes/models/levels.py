"""Rows in a list of two levels: an item, and the sub-items below it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from minutes.models.positioned import Positioned


class Levelled(Positioned):
    """A row with a `parent` of its own kind, or none, its `children`, and `is_heading`; it is Versioned too."""

    class Meta:
        abstract = True

    def put_beside(self, other: "Levelled", step: int) -> None:
        """Stand, stored, right before (0) or after (1) another one, at its level."""
        with transaction.atomic():
            if self.parent_id != other.parent_id:
                self.parent = other.parent
                self.place_last()
                self.save_columns("parent", "position")
            others = [row for row in self.siblings() if row != self]
            self.move_to(others.index(other) + step + 1)

    def indent(self) -> None:
        """Become the last sub-item of the item before it. ValidationError says why it can't."""
        with transaction.atomic():
            rows = list(self.siblings().select_for_update())
            before = rows[: rows.index(self)]
            self._demand_room_below(before[-1] if before else None)
            self.parent = before[-1]
            self.place_last()
            self.save_columns("parent", "position")

    def outdent(self) -> None:
        """Become a main item, right after the one it was below. ValidationError if it is one."""
        if self.parent is None:
            raise ValidationError(f"“{self}” is a main item already.")
        self.put_beside(self.parent, 1)

    def _demand_room_below(self, before: "Levelled | None") -> None:
        if self.parent_id:
            raise ValidationError(f"“{self}” is a sub-item already, and there is no third level.")
        if self.children.exists():
            raise ValidationError(
                f"“{self}” has sub-items of its own, and there is no third level. Move those out first."
            )
        if before is None or before.is_heading:
            raise ValidationError(f"There is no item right before “{self}” that it could be a sub-item of.")

    def _store_place(self) -> None:
        self.save_columns("position")
