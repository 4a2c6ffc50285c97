"""The user, whose name at the door is an e-mail address. It is kept in small letters, so capitals open no second account.

What else is kept of accounts: recovery codes (as digests), who asked for a new password, and the audit (audit.py).
"""

import secrets

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.audit import Event

__all__ = ["Event", "PasswordAsked", "RecoveryCode", "User"]


class UserManager(BaseUserManager):
    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """All of the address, not its domain alone as Django has it: no mail system tells two clerks apart by capitals."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=self.normalize_email(email))

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Without a password nobody can log in as this user."""
        if not self.normalize_email(email):
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, **fields | {"is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        "e-mail address",
        unique=True,
        error_messages={"unique": "There is an account with this e-mail address already."},
    )
    name = models.CharField(
        max_length=200, help_text="Printed beside what they publish, at the desk. For example: Alison Thrale"
    )
    is_active = models.BooleanField(
        "active", default=True, help_text="Take this away instead of deleting: the log names who published."
    )
    is_staff = models.BooleanField("clerk", default=False, help_text="May log in to the clerk’s desk.")

    session_salt = models.CharField(max_length=32, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "user"
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_in_small_letters",
                violation_error_message="Write the e-mail address in small letters.",
            )
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def end_sessions(self) -> None:
        """Log the user out everywhere: each request compares what follows from this salt with what its session holds. Saves."""
        self.session_salt = secrets.token_hex(16)
        self.save(update_fields=["session_salt"])

    def _get_session_auth_hash(self, secret=None) -> str:
        """As Django's, of the password, and of the salt too."""
        kept = f"{self.password}{self.session_salt}"
        return salted_hmac("accounts.session", kept, secret=secret, algorithm="sha256").hexdigest()


class RecoveryCode(models.Model):
    """For a log-in without the phone. Shown once, used once; a digest is kept (second_factor.py)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes", editable=False)
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"A recovery code of {self.user}"


class PasswordAsked(models.Model):
    """Somebody typed this address to get a link for a new password; whether anybody has it, the worker looks (resetting.py).
    `network` is where they typed it. Rows are deleted after a day."""

    email = models.CharField(max_length=254)
    network = models.CharField(max_length=45, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"A link asked for on {self.asked_at:%Y-%m-%d}"
