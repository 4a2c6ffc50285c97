"""The user, whose name at the door is an e-mail address. It is kept in small letters, so capitals open no second account."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


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
