"""That words were removed from what is public: when, and why, as the public is told for as long as the text stands."""

from django.db import models

from minutes.models.agenda import AgendaItem
from minutes.models.meeting import Meeting


class WordsRemoved(models.Model):
    """From an item, or (without one) from what is said of the whole meeting. What the words were is kept nowhere."""

    COMMITTEE = "meeting__committee"  # see committees/rights.py

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="words_removed")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, related_name="words_removed")
    on = models.DateField()
    reason = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Words removed on {self.on}"
