#!/usr/bin/env python3
"""Minutebook's command line: `manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    """Run a command; a setting that is missing or malformed stops it with one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"minutebook: {error}")


if __name__ == "__main__":
    main()
