"""How each member was summoned with which agenda: a record that only grows, at the desk alone (LGA 1972 Sch. 12 paras. 4, 10).

What goes by e-mail is written down before it is handed in, and once more what became of it; what is delivered on paper, when that
is said. Triggers refuse every other change (publishing/append_only.py).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from committees.models import Person

LEASE = timedelta(minutes=5)  # handing in one e-mail takes no longer: whoever was at it is there no more


class Summonses(models.QuerySet):
    def claim(self, publication, person: Person, address: str, by) -> "Summons | None":
        """The row of an e-mail that is to be handed in now, which nobody else hands in; None if somebody does, or has."""
        one = {"publication": publication, "person": person, "way": Summons.Way.EMAIL}
        lost = self.filter(**one, outcome=Summons.Outcome.BEGUN, at__lte=timezone.now() - LEASE)
        lost.update(outcome=Summons.Outcome.DOUBTFUL)
        try:
            with transaction.atomic():
                return self.create(**one, address=address, by=by)
        except IntegrityError:
            return None


class Summons(models.Model):
    """An e-mail to a member with an agenda, or a paper that was delivered to them."""

    COMMITTEE = "publication__meeting__committee"  # see committees/rights.py

    class Way(models.TextChoices):
        EMAIL = "e-mail", "By e-mail"
        HAND = "hand", "By hand"
        POST = "post", "By post"

    class Outcome(models.TextChoices):
        BEGUN = "", "Being sent"
        DONE = "done", "Sent"
        REFUSED = "refused", "Refused"  # by the mail server, for good
        FAILED = "failed", "Not sent"
        DOUBTFUL = "doubtful", "Perhaps sent"  # whoever handed it in stopped in that instant

    publication = models.ForeignKey("publishing.Publication", models.PROTECT, related_name="summonses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    address = models.EmailField(blank=True, help_text="That of the moment.")
    delivered_on = models.DateField(null=True, help_text="Of a paper: the day on which it was delivered or posted.")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    problem = models.TextField(blank=True, help_text="What the mail server said.")

    objects = Summonses.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()  # the rights to read the log, and to publish, are those to read it and to send
        verbose_name, verbose_name_plural = "summons", "summonses"
        constraints = [
            models.CheckConstraint(
                condition=Q(way="e-mail", delivered_on=None) & ~Q(address="")
                | Q(address="", outcome="done", delivered_on__isnull=False) & ~Q(way="e-mail"),
                name="summons_by_mail_or_on_paper",
            ),
            models.UniqueConstraint(
                fields=["publication", "person"],
                condition=Q(way="e-mail", outcome__in=["", "done"]),
                name="summons_mailed_once",
            ),
            models.UniqueConstraint(
                fields=["publication", "person", "way", "delivered_on"],
                condition=~Q(way="e-mail"),
                name="summons_delivered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_way_display().lower()}"

    def end(self, outcome: Outcome, problem: str = "") -> None:
        """Say what became of an e-mail. It is said once."""
        self.outcome, self.problem = outcome, problem
        self.save(update_fields=["outcome", "problem"])

    def became(self, now: datetime) -> Outcome:
        """What is known of it: of an e-mail that was begun long ago, that it was perhaps sent."""
        if self.outcome == self.Outcome.BEGUN and self.at <= now - LEASE:
            return self.Outcome.DOUBTFUL
        return self.Outcome(self.outcome)
