"""What ran last. Each of its rows is written over and over by one program, and read by the desk and by monitoring."""

from datetime import datetime

from django.db import models


class BeatQuerySet(models.QuerySet):
    def note(self, name: str, now: datetime, problem: str = "", until: datetime | None = None) -> None:
        """That `name` ran at `now`, with what went wrong with it, if anything did, as a sentence."""
        self.update_or_create(name=name, defaults={"at": now, "problem": problem, "until": until})


class Beat(models.Model):
    class Name(models.TextChoices):
        WORKER = "worker", "The worker"
        MAIL = "mail", "The mail server"
        BACKUP = "backup", "The backup"
        VERIFY = "verify", "The proof of the publication log"
        CERTIFICATE = "certificate", "The certificate"

    name = models.CharField(primary_key=True, max_length=20, choices=Name)
    at = models.DateTimeField(help_text="When it ran last.")
    problem = models.TextField(blank=True, help_text="What went wrong then, as a sentence; empty if nothing did.")
    until = models.DateTimeField(null=True, help_text="Of the certificate: when it ends.")

    objects = BeatQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_name_display()}, {self.at:%Y-%m-%d %H:%M} UTC"
