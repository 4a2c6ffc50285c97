"""What may be closed to the public."""

from django.db import models
from django.db.models import Q

from committees.law import Ground


class Restrictable(models.Model):
    """Something that may be closed to the public, with its ground."""

    restriction = models.CharField(
        max_length=30,
        choices=Ground,
        blank=True,
        default=Ground.OPEN,
        help_text="Choose the legal ground if the public may not see this. What is restricted never leaves the desk.",
    )
    restriction_reason = models.CharField(
        "reason for the restriction",
        max_length=500,
        blank=True,
        help_text="As the resolution states it, where the ground has no description of its own. The public reads it.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(restriction__in=[ground.value for ground in Ground if ground.needs_reason])
                | ~Q(restriction_reason=""),
                name="%(class)s_states_its_reason",
                violation_error_message="This ground needs its reason in words; the public reads it.",
            )
        ]

    @property
    def is_restricted(self) -> bool:
        return self.restriction != Ground.OPEN
