"""What a committee has ready for each meeting: the items that stand on every agenda, and the phrases of its minutes."""

from django.db import models
from django.db.models import Q

from committees.models import Committee
from minutes.models.agenda import AgendaItem
from minutes.models.positioned import Positioned
from richtext.fields import RichTextField


class StandingItem(Positioned):
    """An item of every agenda of the committee: a new meeting begins with them."""

    COMMITTEE = "committee"  # see committees/rights.py

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="standing_items")
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=20, choices=AgendaItem.Kind, default=AgendaItem.Kind.BUSINESS)
    purpose = RichTextField("agenda text", blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def siblings(self):
        return StandingItem.objects.filter(committee=self.committee_id)


class PhraseQuerySet(models.QuerySet):
    def of(self, committee: Committee):
        """The committee's own phrases first, and then those of every committee; of each, those of a kind first."""
        own = models.F("committee").asc(nulls_last=True)
        return self.filter(Q(committee=committee) | Q(committee=None)).order_by(own, "-kind", "position", "pk")


class Phrase(Positioned):
    """Words that minutes use again and again, put in with one key. Fields in braces are filled in, and nothing is executed."""

    COMMITTEE = "committee"

    committee = models.ForeignKey(
        Committee,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="phrases",
        help_text="Empty: for every committee.",
    )
    kind = models.CharField(
        "for items of the kind", max_length=20, choices=AgendaItem.Kind, blank=True, help_text="Empty: for every item."
    )
    name = models.CharField(max_length=100)
    text = RichTextField(
        help_text="{chair}, {apologies}, {substitutes}, {date}, {time}, {committee}, {closed items}, {grounds} are filled in."
    )

    objects = PhraseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def siblings(self):
        return Phrase.objects.filter(committee=self.committee_id)
