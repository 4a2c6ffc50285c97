#!/usr/bin/env python3
"""Minutebook's command line: `manage.py help` lists the commands."""

import os
import sys
import tempfile
from contextlib import suppress


def main() -> None:
    """Run a command; a setting that is missing or malformed stops it with one sentence, not a traceback, and so does a data
    directory that can't be used, or in which nothing was made yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        if sys.argv[1:2] == ["migrate"]:
            make_data()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"minutebook: {error}")
    except (DatabaseError, OSError):
        if reason := why_not():
            sys.exit(f"minutebook: {reason}")
        raise


def make_data() -> None:
    from django.conf import settings

    with suppress(OSError):  # PostgreSQL's tables need none
        settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)


def why_not() -> str:
    """Why no command can work, as a sentence; "" if the data directory and the tables are there."""
    from django.conf import settings
    from django.db import DatabaseError, connection

    mend = "mend that, or set MINUTEBOOK_DATA to a directory that can."
    if not settings.DATA.is_dir():
        if sys.argv[1:2] == ["migrate"]:
            return f"{settings.DATA} can't be made; {mend}"
        return f"{settings.DATA} is not there. manage.py migrate makes it; or set MINUTEBOOK_DATA to where your council is."
    try:
        with tempfile.TemporaryFile(dir=settings.DATA):
            pass  # really, by writing: root is stopped by no permission, but by a read-only disk
    except OSError:
        return f"{settings.DATA} can't be written; {mend}"
    try:
        is_made = "django_migrations" in connection.introspection.table_names()
    except DatabaseError as error:
        return f"the database can't be used: {str(error).strip().splitlines()[0]}"
    return "" if is_made else "The database is not ready. First run: manage.py migrate"


if __name__ == "__main__":
    main()
