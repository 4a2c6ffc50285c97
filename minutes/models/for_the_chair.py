"""Draft minutes sent to the chair: a private link to one meeting's draft, and what its reader wrote to each item."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from minutes.models.agenda import AgendaItem
from minutes.models.meeting import Meeting


class ChairLinkQuerySet(models.QuerySet):
    def opened_by(self, token: str) -> "ChairLink | None":
        """The link of the token, unless it was taken back; whether it has ended is asked of it."""
        found = self.filter(digest=digest_of(token), taken_back_at=None)
        return found.select_related("meeting__committee").first()


def digest_of(token: str) -> str:
    """What is kept of a token: of 256 random bits nobody finds out the token by it."""
    return hashlib.sha256(token.encode()).hexdigest()


class ChairLink(models.Model):
    COMMITTEE = "meeting__committee"  # see committees/rights.py

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="chair_links")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    to_name = models.CharField("for whom", max_length=200, help_text="For example Councillor Mary Bell.")
    to_email = models.EmailField("e-mail address", blank=True)
    with_closed = models.BooleanField("with what is closed to the public", default=False)
    expires_at = models.DateTimeField("open until")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = ChairLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name, verbose_name_plural = "link for the chair", "links for the chair"
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="chair_link_ends_after_it_is_made")
        ]

    def __str__(self) -> str:
        return f"Draft minutes for {self.to_name}"

    def make_token(self) -> str:
        """A new token, which opens the link and is kept nowhere."""
        token = secrets.token_urlsafe(32)
        self.digest = digest_of(token)
        return token

    @property
    def last_day(self) -> date:
        """The day to whose end it is open: it expires at the midnight after."""
        return timezone.localtime(self.expires_at - timedelta(microseconds=1)).date()

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at <= now


class ChairComment(models.Model):
    """What a reader of the draft wrote to an item, or to the whole (no item). `read` are the words that they had before them:
    the minute of that `read_version`."""

    COMMITTEE = "link__meeting__committee"

    class Decision(models.TextChoices):
        DONE = "done", "Done"
        SET_ASIDE = "set-aside", "Set aside"

    link = models.ForeignKey(ChairLink, models.CASCADE, related_name="comments")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="chair_comments")
    title = models.CharField(max_length=500, blank=True)
    name = models.CharField(max_length=200)
    text = models.TextField()
    read_version = models.PositiveIntegerField(null=True)
    read = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name, verbose_name_plural = "comment of the chair", "comments of the chair"
        indexes = [models.Index(fields=["link"], condition=Q(decision=""), name="chair_comments_waiting")]

    def __str__(self) -> str:
        return f"{self.name} on {self.title or 'the whole'}"
