"""Who follows what by e-mail, and the letters that they get. Nothing else of the website is kept: what it shows was published.

Signing up is one INSERT of a SignUp (and SELECTs, for the limits); confirming and ending write the other rows.
"""

import secrets
from datetime import datetime

from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Follows(models.TextChoices):
    ALL = "all", "Everything that is published"
    COMMITTEE = "committee", "A committee"
    PERSON = "person", "A person"
    MATTER = "matter", "A matter"
    WORDS = "words", "A word or phrase"
    STREET = "street", "A street"


class When(models.TextChoices):
    BEFORE = "before", "Before meetings: agendas, and meetings that are cancelled"
    AFTER = "after", "After meetings: minutes and decisions"
    BOTH = "both", "Before and after meetings: all of these"


def new_nonce() -> str:
    return secrets.token_urlsafe(16)


class WithToken(models.Model):
    """A row that a link in an e-mail opens. The link must be in each e-mail, so that a digest of it is not enough to keep; it is
    the row's nonce, signed (HMAC-SHA256) with SECRET_KEY. So nobody who reads a copy of the database can make one, and
    SECRET_KEY_FALLBACKS lets links live on when the key changes."""

    nonce = models.CharField(max_length=22, unique=True, default=new_nonce, editable=False)

    class Meta:
        abstract = True

    @property
    def token(self) -> str:
        return self._signer().sign(self.nonce)

    @classmethod
    def nonce_of(cls, token: str) -> str:
        """The nonce of a link of ours, whether its row is still there or not. Raises signing.BadSignature."""
        return cls._signer().unsign(token)

    @classmethod
    def _signer(cls) -> signing.Signer:
        return signing.Signer(sep=".", salt=f"website.{cls.__name__}", algorithm="sha256")


class Followed(models.Model):
    """What is followed: `value` as it is looked for (a slug, a number, words without accents and capitals), `said` as its reader
    calls it."""

    kind = models.CharField(max_length=10, choices=Follows)
    value = models.CharField(max_length=150, blank=True)
    said = models.CharField(max_length=300, blank=True)
    when = models.CharField(max_length=6, choices=When, default=When.BOTH)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return {
            Follows.ALL: "everything that is published",
            Follows.WORDS: f"“{self.said}”",
            Follows.STREET: f"the street “{self.said}”",
        }.get(Follows(self.kind), self.said)


class OutgoingQuerySet(models.QuerySet):
    def due(self, now: datetime):
        """What is to be handed in now and that no worker has claimed. What a worker was handing in when it died is not."""
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.filter(free, done_at=None, handed_in_at=None, due_at__lte=now).order_by("due_at", "pk")

    def doubtful(self, now: datetime):
        """What a worker was handing in when it died: the mail server may have it."""
        return self.filter(done_at=None, handed_in_at__isnull=False, leased_until__lte=now)


class Outgoing(models.Model):
    """An e-mail from when it is due until it is done with. A worker claims it by a lease that runs out if the worker dies, and
    writes `handed_in_at` when the mail server is ready for its text (website/alerts/posting.py)."""

    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        WITHDRAWN = "withdrawn", "Not sent: it was withdrawn meanwhile"
        UNFOLLOWED = "unfollowed", "Not sent: it isn’t followed any more"
        REFUSED = "refused", "Refused by the mail server"
        LATE = "late", "Given up: it could not be handed in for two days"
        DOUBTFUL = "doubtful", "Perhaps sent: the worker died while it was handed in"

    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    problem = models.TextField(blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        abstract = True


class SignUp(WithToken, Followed, Outgoing):
    """Somebody typed an address into the form. What goes out is the question whether its owner wants that; until they say so
    nothing is followed, and after a few days the row is gone."""

    address = models.EmailField()
    is_daily = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    network = models.CharField(
        max_length=32, blank=True, help_text="A keyed digest of the network and the day, emptied after a day."
    )
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["address", "asked_at"], name="signup_address"),
            models.Index(fields=["network", "asked_at"], name="signup_network"),
            models.Index(fields=["asked_at"], name="signup_asked"),
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="signup_waiting"),
        ]


class Subscriber(WithToken):
    """An address whose owner has confirmed it. With the last thing that it follows, the row goes."""

    address = models.EmailField(unique=True)
    is_daily = models.BooleanField(default=False, help_text="One e-mail a day, but for meetings that are cancelled.")
    refusals = models.PositiveSmallIntegerField(default=0, help_text="How often it was refused for good, in a row.")

    def __str__(self) -> str:
        return f"Subscriber {self.pk}"


class Subscription(Followed):
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    since = models.DateTimeField(default=timezone.now, help_text="What went live before is not told.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "kind", "value"], name="followed_once")]
        indexes = [models.Index(fields=["kind", "value"], name="subscription_value")]


class Letter(Outgoing):
    """That a subscriber is told of a publication, once: of which of the things that they follow, and in which words, is found
    out when it is sent, so that nothing is told of what was withdrawn, or ended, meanwhile."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="letters")
    sequence = models.PositiveBigIntegerField(help_text="That of the publication.")
    in_daily = models.BooleanField(default=False, help_text="It goes into the one e-mail of the day.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "sequence"], name="letter_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="letter_waiting"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="letter_done"),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"


class LookedThrough(models.Model):
    """How far the publication log was looked through for what subscribers follow: one row. The log's rows are committed in
    their order, so none is ever passed over."""

    sequence = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_looked_through")]

    def __str__(self) -> str:
        return f"Looked through to {self.sequence}"


class Coming(models.Model):
    """A publication that the cursor has passed and that is not live yet."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    live_from = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.sequence} from {self.live_from}"
