"""What checks warned of when somebody published nevertheless: kept with who, at the desk alone."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from publishing.checks.check import Check

if TYPE_CHECKING:
    from publishing.models import Publication


class OverriddenQuerySet(models.QuerySet):
    def keep(self, publication: "Publication", checks: Iterable[Check]) -> None:
        """Whoever published saw these checks and confirmed. Those that stop are not among them: nobody overrides one."""
        self.bulk_create(
            Overridden(
                publication=publication,
                code=check.code,
                sentence=check.sentence,
                confirmed_by=publication.author,
                confirmed_at=publication.published_at,
            )
            for check in checks
            if not check.stops
        )

    def carry(self, publication: "Publication", to: "Publication") -> None:
        """What is published at another time was confirmed by whoever confirmed it first."""
        rows = list(self.filter(publication=publication))
        for row in rows:
            row.pk, row.publication = None, to
        self.bulk_create(rows)


class Overridden(models.Model):
    """One sentence. The public, the record and its digest know nothing of it."""

    COMMITTEE = "publication__meeting__committee"  # see committees/rights.py

    publication = models.ForeignKey("publishing.Publication", models.PROTECT, related_name="overridden")
    code = models.CharField(max_length=40)
    sentence = models.TextField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()

    objects = OverriddenQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "pk"]
        default_permissions = ()  # nobody writes it but publish(); the log's right reads it

    def __str__(self) -> str:
        return self.sentence
