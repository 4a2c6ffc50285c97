"""The numbers that minutes have been given by their committee's pattern."""

from django.db import models

from committees.models import Committee


class MinuteNumber(models.Model):
    """A number that was given to the minute of an item. It is given to no other, also when the item is deleted."""

    COMMITTEE = "committee"  # see committees/rights.py

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+")
    period = models.CharField(max_length=4, blank=True)
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=20)
    item = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["committee", "period", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "period", "seq"], name="minute_counted_once"),
            models.UniqueConstraint(fields=["committee", "number"], name="minute_number_given_once"),
        ]

    def __str__(self) -> str:
        return self.number
