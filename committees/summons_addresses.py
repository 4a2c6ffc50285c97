"""Where a member wants their summonses by e-mail. LGA 1972 Sch. 12 paras. 4 and 10, as SI 2015/5 has them, allow that for who
consented, at the address that they gave; all others are sent a printed one. Never published, and in no record; at the desk for
those alone who send summonses or enter where to."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format


class SummonsAddressQuerySet(models.QuerySet):
    def on(self, day: date):
        """Consents in force on a day: the day on which one is withdrawn is no longer among its days."""
        return self.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day), consented_on__lte=day)


class SummonsAddress(models.Model):
    """One consent, from its day until it is withdrawn. Another address is another consent, so that the old one can be read."""

    person = models.ForeignKey("committees.Person", models.CASCADE, related_name="summons_addresses")
    address = models.EmailField("e-mail address", help_text="The address that the member gave for summonses.")
    consented_on = models.DateField(help_text="The day on which they agreed to be summoned by e-mail.")
    withdrawn_on = models.DateField(
        null=True, blank=True, help_text="From this day on their summons is printed. Empty while they consent."
    )

    objects = SummonsAddressQuerySet.as_manager()

    class Meta:
        ordering = ["-consented_on", "-pk"]
        verbose_name, verbose_name_plural = "consent", "summonses by e-mail"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("consented_on")),
                name="consent_withdrawn_after_it_is_given",
                violation_error_message="A consent can’t be withdrawn before it is given.",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(withdrawn_on=None),
                name="one_consent_at_a_time",
                violation_error_message="Say when the consent to the other address was withdrawn: one stands at a time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {date_format(self.consented_on, 'j F Y')}"  # histories name it, which more people read

    def clean(self) -> None:
        for name in ("consented_on", "withdrawn_on"):
            if (day := getattr(self, name)) and day > timezone.localdate():
                raise ValidationError({name: "This day is to come. Write it here once it has come."})
