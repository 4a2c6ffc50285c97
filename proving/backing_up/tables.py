"""Which tables are kept, and which of their columns name files."""

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models

from accounts.models import PasswordAsked
from committees.models import Organisation
from committees.website import Website
from minutes.models import Phrase
from proving.models import Rebuild
from published.models import PDF, TABLES
from publishing.models import Head

# What migrations make, and what is of no use elsewhere: log-ins, who typed a wrong password or forgot one, when this machine
# was last seen to run.
NOT_KEPT = {ContentType, Permission, Session, PasswordAsked, Rebuild}
NOT_KEPT_APPS = {"axes", "running"}
# What migrations put in, so that an empty installation has it: a restore takes it out first.
THERE_FROM_THE_START = [Phrase, Website, Organisation, Head]
PAGES = [*TABLES]  # which the log and its records can make again
AFTER_THE_PAGES = [PDF]  # rows below a version, which is there first where pages are made again


def kept() -> list[type[models.Model]]:
    """The tables of a backup, in the order in which they are written."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model not in NOT_KEPT and model._meta.app_label not in NOT_KEPT_APPS and model._meta.managed
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def file_fields() -> list[tuple[type[models.Model], str]]:
    """Each table and column that names a file of private storage."""
    columns = [(model, field) for model in kept() for field in model._meta.concrete_fields]
    return [(model, field.name) for model, field in columns if isinstance(field, models.FileField)]
