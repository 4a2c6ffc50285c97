"""How far the long work of this room has come."""

from django.db import models


class Rebuild(models.Model):
    """How far a rebuild of the website has come, so that one that was stopped goes on there; no row if none is under way."""

    began_at = models.DateTimeField()
    made_with = models.PositiveIntegerField()
    after = models.PositiveBigIntegerField(
        default=0, help_text="The meeting that was made last; they go in this order."
    )

    def __str__(self) -> str:
        return f"Rebuild of {self.began_at}, after meeting {self.after}"
