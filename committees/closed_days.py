"""Days that a body closes by hand, so that they are no clear days: public mourning or thanksgiving, a coronation."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

MOST = 31  # days in one row: a year that was mistyped must not close the council for decades


class ClosedDaysQuerySet(models.QuerySet):
    def of(self, committee) -> dict[date, str]:
        """The days that are closed for a committee, each with its reason. One query."""
        return _by_day(self.filter(Q(committee=None) | Q(committee=committee)))

    def since(self, day: date):
        """Those that may matter to the notice of a meeting on that day or after it."""
        return self.filter(first__gt=day - timedelta(3 * MOST))

    def remember(self, committees: Iterable) -> None:
        """Have each of the committees know its closed days. One query for all of them."""
        rows = list(self)
        for committee in committees:
            committee.closed_days = _by_day(row for row in rows if row.committee_id in {None, committee.pk})


def _by_day(rows: Iterable["ClosedDays"]) -> dict[date, str]:
    return {day: row.reason for row in rows for day in row.days}


class ClosedDays(models.Model):
    """A day, or several in a row, that count as no clear days (LGA 1972 s.243(1)); of one committee, or of all."""

    COMMITTEE = "committee"

    first = models.DateField("first day")
    last = models.DateField("last day", null=True, blank=True, help_text="Empty if it is one day.")
    reason = models.CharField(
        max_length=200, help_text="For example: day of public mourning. It is said when days are counted."
    )
    committee = models.ForeignKey(
        "committees.Committee",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="own_closed_days",
        help_text="Empty: for all committees.",
    )

    objects = ClosedDaysQuerySet.as_manager()

    class Meta:
        ordering = ["-first", "pk"]
        verbose_name = verbose_name_plural = "closed days"
        constraints = [
            models.CheckConstraint(
                condition=Q(last=None) | Q(last__gte=F("first")),
                name="closed_days_end_after_they_start",
                violation_error_message="The last day can't come before the first.",
            )
        ]

    def __str__(self) -> str:
        return self.reason

    def clean(self) -> None:
        if self.first and self.last and (self.last - self.first).days >= MOST:
            raise ValidationError(
                {"last": f"These are more than {MOST} days. Look at the year, or write them in two rows."}
            )

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(n) for n in range(((self.last or self.first) - self.first).days + 1)]
