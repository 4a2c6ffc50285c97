"""What bin/run does to the data before it serves. One process for all of it: starting Django is most of the time."""

import hashlib
import io
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def static_files() -> str:
    """A digest of what collect_static copies, and of what names it."""
    sources = [ROOT / "requirements.txt", ROOT / "config/staticfiles.py", *sorted((ROOT / "static").rglob("*"))]
    digest = hashlib.sha256()
    for path in sources:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()


def collect_static() -> None:
    """Copy the static files to where they are served from, unless they are the ones that lie there."""
    from django.conf import settings
    from django.core.management import call_command

    from richtext.editor import REMOVED_PLUGINS

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.is_file() and stamp.read_text() == static_files():
        return
    ignored = [f"ckeditor/ckeditor/plugins/{name}/*" for name in REMOVED_PLUGINS]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["samples", *ignored])
    stamp.write_text(static_files())


def prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("check", stdout=io.StringIO())  # raises what is wrong; that nothing is wrong needs no line
    if sys.argv[1:2] == ["--new"]:
        look_at_answers(sys.argv[2:])
    with ProcessPoolExecutor(1, get_context("fork")) as beside:  # before there is a connection that both would use
        static = beside.submit(collect_static)
        call_command("migrate", interactive=False, verbosity=0)
        if sys.argv[1:2] == ["--new"]:
            new_council(sys.argv[2:])
        else:
            call_command("demo", "--if-empty")
        static.result()


def look_at_answers(arguments: list[str]) -> None:
    """Refuse what new_council would, before a database is made; where one served before, or was restored, nothing is asked."""
    from django.conf import settings

    from desk.management.commands.new_council import Command

    if not any((settings.DATA / name).exists() for name in ("site_url", "minutebook.sqlite3")):
        try:
            Command().look(arguments)
        except SystemExit:  # --help was asked for, and printed
            sys.exit(2)


def new_council(arguments: list[str]) -> None:
    """A council of one's own instead of the demonstration; nothing if it is there already."""
    from django.conf import settings
    from django.core.management import CommandError, call_command

    from desk.founding.council import founded

    if (settings.DATA / "clerk-login.txt").exists():
        raise CommandError(
            f"{settings.DATA} has the demonstration in it. Begin elsewhere: MINUTEBOOK_DATA=var/own bin/run --new"
        )
    if not founded():
        call_command("new_council", *arguments)


def main() -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import DatabaseError

    try:
        prepare()
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(f"minutebook: {error}")
    except DatabaseError as error:
        sys.exit(f"minutebook: the database can't be used: {str(error).strip().splitlines()[0]}")
    except OSError as error:
        sys.exit(f"minutebook: {error.filename or 'a file'} can't be written: {error.strerror}.")


if __name__ == "__main__":
    main()
