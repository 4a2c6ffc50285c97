"""That minutes were approved: by which meeting, at which of its items, with which corrections; who signed them; and what a
later resolution says of them."""

from datetime import date as Date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from minutes.models.agenda import AgendaItem
from minutes.models.meeting import Meeting
from minutes.models.versioned import Versioned


class ApprovalQuerySet(models.QuerySet):
    def given(self):
        """Those that approve: not those by which minutes were put off to a later meeting."""
        return self.exclude(outcome=Approval.Outcome.NOT_NOW)

    def of(self, meeting: Meeting) -> "Approval | None":
        """The approval of a meeting's minutes, with the item that gave it."""
        return self.given().filter(of_meeting=meeting).select_related("by_item__meeting__committee").first()


class Approval(Versioned):
    """What a meeting made of the minutes of an earlier one, its own or another body's. Approval is about accuracy alone."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", "Approved"
        CORRECTED = "corrected", "Approved with corrections"
        NOT_NOW = "not-now", "Not approved yet"

    of_meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="approvals", verbose_name="minutes of the meeting"
    )
    by_item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="approvals", verbose_name="at the item")
    outcome = models.CharField(max_length=10, choices=Outcome)
    corrections = models.TextField(
        blank=True, help_text="One a line, as the meeting agreed them. The public reads them with the minutes."
    )
    signed_on = models.DateField("signed on", null=True, blank=True)
    signed_by = models.CharField(
        "signed by", max_length=200, blank=True, help_text="Who presided at the meeting that approved them."
    )

    reopened_because = models.TextField(
        blank=True, editable=False, help_text="Which copying error is put right in what is published."
    )

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["of_meeting"],
                condition=~Q(outcome="not-now"),
                name="minutes_approved_once",
                violation_error_message="These minutes are approved already.",
            ),
            models.UniqueConstraint(
                fields=["of_meeting", "by_item"],
                name="one_approval_an_item",
                violation_error_message="What this item made of these minutes is recorded already.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="corrected") ^ Q(corrections=""),
                name="corrections_of_what_is_corrected",
                violation_error_message="Write the corrections that were agreed, one a line; where there were none, the minutes "
                "are approved as they stand.",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None, signed_by="") | Q(signed_on__isnull=False) & ~Q(signed_by=""),
                name="signed_by_somebody_on_a_day",
                violation_error_message="Say both who signed the minutes and on which day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} on {date_format(self.approved_on, 'j F Y')}"

    def clean(self) -> None:
        """What no constraint can see: the two meetings, and what was signed."""
        for sentence in [*self._of_their_days(), *self._of_what_is_signed()]:
            raise ValidationError(sentence)

    def _of_their_days(self):
        minutes, by = self.of_meeting, self.by_item.meeting
        if minutes.is_cancelled:
            yield f"The meeting of {_day(minutes.date)} is cancelled: it has no minutes to approve."
        same = by.committee_id == minutes.committee_id
        if minutes == by:
            yield "A meeting can’t approve its own minutes. A later one does."
        elif (by.date, by.sitting) <= (minutes.date, minutes.sitting if same else 0):
            yield (
                f"The meeting of {_day(by.date)} is earlier than the minutes, which are of {_day(minutes.date)}. A later one "
                "approves them."
            )
        if by.is_cancelled:
            yield f"The meeting of {_day(by.date)} is cancelled: it approved nothing."
        elif self.gives and by.was_inquorate:
            yield f"The meeting of {_day(by.date)} was inquorate: it approved nothing."
        elif by.date > timezone.localdate():
            yield f"The meeting of {_day(by.date)} has not taken place yet. Record what it approved once it has."

    def _of_what_is_signed(self):
        if self.signed_on and not self.gives:
            yield "Minutes that are not approved are not signed either."
        elif self.signed_on and self.signed_on < self.approved_on:
            yield f"They were approved on {_day(self.approved_on)}, and can’t have been signed before."
        elif self.signed_on and self.signed_on > timezone.localdate():
            yield "The day of the signature is still to come."
        then = Approval.objects.filter(pk=self.pk).exclude(signed_on=None).first() if self.pk else None
        if then and (then.outcome, then.corrections) != (self.outcome, self.corrections):
            yield "These minutes are signed. Nothing is corrected in them any more: a later resolution can add a note."

    def lock(self) -> None:
        """Its minutes are published as approved: nothing is written in them from now on."""
        Meeting.objects.filter(pk=self.of_meeting_id).update(locked_at=timezone.now())
        self._reopen("")

    def unlock(self) -> None:
        """Its minutes are not public any more."""
        Meeting.objects.filter(pk=self.of_meeting_id).update(locked_at=None)
        self._reopen("")

    def reopen(self, reason: str) -> None:
        """Open the minutes again, because what is published is not what was approved."""
        Meeting.objects.filter(pk=self.of_meeting_id).update(locked_at=None)
        self._reopen(reason.strip())

    def _reopen(self, reason: str) -> None:
        if reason != self.reopened_because:
            self.reopened_because = reason
            self.save_columns("reopened_because")

    @property
    def locked(self) -> str:
        """Why nothing can be written in its minutes, and what to do."""
        return (
            f"These minutes were approved on {_day(self.approved_on)} and are published so: they are locked. A copying error is "
            "put right, and a later resolution noted, on the page “Approval”."
        )

    @property
    def gives(self) -> bool:
        """Whether it approves them."""
        return self.outcome != self.Outcome.NOT_NOW

    @property
    def approved_on(self) -> Date:
        return self.by_item.meeting.date

    @property
    def correction_list(self) -> list[str]:
        return [line for line in map(str.strip, self.corrections.splitlines()) if line]


class Annotation(models.Model):
    """What a later resolution says of approved minutes, whose words stay as they are."""

    of_meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="annotations")
    by_item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="annotations")
    text = models.TextField("note", help_text="The public reads it above the minutes.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Note by the resolution of {_day(self.by_item.meeting.date)}"

    def clean(self) -> None:
        by, approval = self.by_item.meeting, Approval.objects.of(self.of_meeting)
        if approval is None:
            raise ValidationError(
                "These minutes are not approved yet: what is wrong in them is corrected when they are."
            )
        if by.is_cancelled:
            raise ValidationError(f"The meeting of {_day(by.date)} is cancelled: it resolved nothing.")
        if by.date < approval.approved_on:
            raise ValidationError(
                f"The minutes were approved on {_day(approval.approved_on)}; a later resolution adds a note."
            )
        if by.date > timezone.localdate():
            raise ValidationError(f"The meeting of {_day(by.date)} has not taken place yet.")


def _day(day: Date) -> str:
    return date_format(day, "j F Y")
