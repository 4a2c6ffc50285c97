"""From when the public is shown a committee or a person."""

from datetime import date

from django.db import models
from django.utils import timezone


class ShownQuerySet(models.QuerySet):
    def shown_on(self, day: date):
        return self.filter(shown_from__lte=day)


class Shown(models.Model):
    """What an import or a list of those present puts on file is shown at once: nobody can see it before it is published."""

    shown_from = models.DateField(
        "shown to the public from",
        null=True,
        blank=True,
        default=timezone.localdate,
        help_text="The first day. Empty: not yet.",
    )

    class Meta:
        abstract = True
