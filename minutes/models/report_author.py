"""Who puts papers into one item and does nothing else at the desk: the author of a report, asked for it by a clerk."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from minutes.models.agenda import AgendaItem


class ReportAuthorQuerySet(models.QuerySet):
    def of(self, user):
        """The items into which the user may put papers today."""
        today = timezone.localdate()
        rows = self.filter(Q(ended_on=None) | Q(ended_on__gte=today), user=user.pk, started_on__lte=today)
        return rows.select_related("item__meeting__committee", "item__parent")


class ReportAuthor(models.Model):
    COMMITTEE = "item__meeting__committee"  # see committees/rights.py

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="report_authors")
    started_on = models.DateField("first day", default=timezone.localdate)
    ended_on = models.DateField("last day", null=True, blank=True, help_text="Empty: until this is ended.")

    objects = ReportAuthorQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="report_author_ends_after_it_starts",
                violation_error_message="The last day can't come before the first.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.item}"
