"""Whether this release can serve: what a load balancer, an installer and an upgrade ask before they send readers here."""

import os
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder


def what_is_lacking() -> str:
    """A sentence, or "" if nothing is. Migrations that a newer release has made are none of ours."""
    try:
        done = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return "The database can't be used."
    lacking = [name for name in _migrations() if name not in done]
    if lacking:
        return f"The database lacks {len(lacking)} migration{'s' * (len(lacking) > 1)}: run manage.py migrate"
    if not os.access(settings.DATA, os.W_OK):
        return "MINUTEBOOK_DATA can't be written."
    return ""


def _migrations() -> list[tuple[str, str]]:
    """Those of this release, by the names of their files: to import them all would cost more than the answer."""
    found = ((app.label, Path(app.path, "migrations")) for app in apps.get_app_configs())
    return [(label, path.stem) for label, directory in found for path in directory.glob("[0-9]*.py")]
