"""Who is what in which committee, from when until when: an appointment gives its role's rights (roles.py) on its days."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from committees.roles import Role


class AppointmentQuerySet(models.QuerySet):
    def on(self, day: date):
        """Those in force on a day: both ends are included."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)

    def managers_now(self):
        """The managers who can log in and are in force today. In a transaction nobody else changes them meanwhile, nor closes
        their accounts: who waited for that sees them as they are then."""
        rows = self.filter(role=Role.MANAGER, user__is_active=True, user__is_staff=True).select_related("user")
        return rows.on(timezone.localdate()).select_for_update(of=("self", "user"))


class Appointment(models.Model):
    """It is ended, and not deleted: who could do what on which day can be asked for later. One given by mistake ends on the day
    before it began, and holds on no day from then on; the log keeps who gave and ended it."""

    COMMITTEE = "committee"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role)
    committee = models.ForeignKey(
        "committees.Committee",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="appointments",
        help_text="Empty: for all committees.",
    )
    started_on = models.DateField("first day", default=timezone.localdate)
    ended_on = models.DateField(
        "last day",
        null=True,
        blank=True,
        help_text="Empty until it ends. To take it away at once, write yesterday.",
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "role", "committee__name", "started_on"]

    def __str__(self) -> str:
        return f"{self.user}, {self.role}, {self.committee or 'all committees'}"

    def clean(self) -> None:
        """Its days, and that it is no second one. SQL can't take a day from another without a function of Django's own, which no
        other reader of the database knows."""
        if self.ended_on and self.started_on and self.ended_on < self.started_on - timedelta(days=1):
            raise ValidationError(
                {
                    "ended_on": "The last day can't come before the first. The day before the first means: never in force."
                }
            )
        if self.user_id and self.started_on and (same := self._same().first()):
            raise ValidationError(
                f"There is this appointment already: {same}, from {date_format(same.started_on)}. Change that one."
            )

    def _same(self):
        """Those of the same user and role in the same committee that hold on one of its days."""
        others = Appointment.objects.filter(user=self.user_id, role=self.role, committee=self.committee_id)
        holding = others.exclude(pk=self.pk).exclude(ended_on__lt=F("started_on"))
        after = holding.filter(Q(ended_on=None) | Q(ended_on__gte=self.started_on))
        return after.filter(started_on__lte=self.ended_on) if self.ended_on else after

    def manages_for(self, other: "Appointment") -> bool:
        """Whether it manages today all that the other manages, and for as long."""
        begun = self.role == Role.MANAGER and self.started_on <= timezone.localdate()
        is_long = self.ended_on is None or bool(other.ended_on and self.ended_on >= other.ended_on)
        return begun and self.committee_id in {None, other.committee_id} and is_long


def keep_a_manager(without: list[Appointment]) -> None:
    """ValidationError where a committee, or all of them, would have nobody left to manage them if these appointments, as they
    are stored, did no longer hold."""
    managers = list(Appointment.objects.managers_now().select_related("user", "committee"))
    left = [row for row in managers if row not in without]
    for row in managers:
        if row in without and not any(other.manages_for(row) for other in left):
            where = row.committee or "all committees"
            raise ValidationError(
                f"{row.user} is the last manager of {where}: nobody could say any more who may do what there. "
                "Appoint another manager first."
            )


def end_all(sender, user, **kwargs) -> None:
    """When an account is removed (accounts/removing.py): its appointments end today; those to come are never in force. Raises
    ValidationError where nobody would be left to manage."""
    today = timezone.localdate()
    keep_a_manager(list(user.appointments.filter(role=Role.MANAGER)))
    lasting = user.appointments.filter(Q(ended_on=None) | Q(ended_on__gt=today))
    for appointment in lasting:
        is_to_come = appointment.started_on > today
        appointment.ended_on = appointment.started_on - timedelta(days=1) if is_to_come else today
        appointment.save(update_fields=["ended_on"])
