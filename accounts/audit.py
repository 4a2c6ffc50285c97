"""The audit: who did what to accounts and at the desk's verbs, and when. It only grows (only_grows.py).

A row names an account or a public address and nothing that somebody wrote: no title, no text, no reason. Names are those of the
moment: they stay as they were when an account is renamed or removed.
"""

from django.db import models
from django.utils import timezone


class Verb(models.TextChoices):
    LOGGED_IN = "logged-in", "Logged in"
    REFUSED = "log-in-refused", "Log-in refused"
    LOCKED_OUT = "locked-out", "Locked out after wrong passwords"
    LOGGED_OUT = "logged-out", "Logged out"
    LOGGED_OUT_EVERYWHERE = "logged-out-everywhere", "Logged out everywhere"
    INVITED = "invited", "Invited"
    LINK_SENT = "link-sent", "Link for a new password sent"
    LINK_SHOWN = "link-shown", "Link for a password shown to a manager"
    PASSWORD_SET = "password-set", "Password set by a link"
    PASSWORD_CHANGED = "password-changed", "Password changed"
    CODE_REFUSED = "code-refused", "Second factor refused"
    SECOND_FACTOR_SET_UP = "second-factor-set-up", "Second factor set up"
    SECOND_FACTOR_RESET = "second-factor-reset", "Second factor reset"
    RECOVERY_CODE_USED = "recovery-code-used", "Recovery code used"
    RECOVERY_CODES_MADE = "recovery-codes-made", "Recovery codes made"
    CHANGED = "account-changed", "Account changed"
    REMOVED = "account-removed", "Account removed"
    APPOINTED = "appointed", "Appointed"
    APPOINTMENT_CHANGED = "appointment-changed", "Appointment changed"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    WORDS_REMOVED = "words-removed", "Words removed"


class Event(models.Model):
    """`who_id` is no foreign key: nothing that happens to an account may change a row."""

    at = models.DateTimeField("when", default=timezone.now)
    verb = models.CharField("what", max_length=30, choices=Verb)
    who_id = models.BigIntegerField(null=True, db_index=True)
    who = models.CharField(max_length=500, blank=True)
    about = models.CharField("of whom or what", max_length=500, blank=True)
    address = models.CharField("from", max_length=45, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ["view"]
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.about or self.who}"


def record(verb: Verb, who=None, about: object = "", request=None) -> None:
    """Add a row, in the caller's transaction. `who`: a user, or None for a command or a stranger; `about`: a user, or words that
    are public or name an account. `request` says from which address."""
    known = who if who is not None and who.pk else None
    Event.objects.create(
        verb=verb,
        who_id=known.pk if known else None,
        who=named(known) if known else "",
        about=named(about) if isinstance(about, models.Model) else str(about)[:500],
        address=(request.META.get("REMOTE_ADDR", "") if request else "")[:45],
    )


def named(user) -> str:
    """“Alison Thrale, alison@example.org”."""
    return f"{user.name[:200]}, {user.email}" if user.name else user.email


def latest_of(user) -> models.QuerySet[Event]:
    """The user's own log-ins and what they did to their account, the newest first."""
    own = [
        Verb.LOGGED_IN,
        Verb.PASSWORD_SET,
        Verb.PASSWORD_CHANGED,
        Verb.CODE_REFUSED,
        Verb.SECOND_FACTOR_SET_UP,
        Verb.RECOVERY_CODE_USED,
        Verb.RECOVERY_CODES_MADE,
        Verb.LOGGED_OUT_EVERYWHERE,
    ]
    return Event.objects.filter(who_id=user.pk, verb__in=own)
