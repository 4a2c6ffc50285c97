"""manage.py restore FILE [--withdrawals FILE] [--key FILE] [--even-so] [--processes N]"""

import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from proving.backing_up import NoBackup, sealing
from proving.backing_up.reading import look_at
from proving.backing_up.restoring import Differs, age_of, finish, refuse_unless_empty, restore
from proving.progress import Progressing
from publishing import journal


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty, migrated installation, on SQLite or PostgreSQL, whichever it came from. What was "
        "withdrawn since the backup is withdrawn again, and all is verified, before anything is kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--withdrawals",
            type=Path,
            metavar="FILE",
            help="the newest copy of withdrawals.jsonl; found by itself in MINUTEBOOK_DATA or beside the backup",
        )
        parser.add_argument("--key", type=Path, metavar="FILE", help="that opens it, where it is encrypted")
        parser.add_argument(
            "--even-so", action="store_true", help="keep what was restored although verify finds differences"
        )
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")

    def handle(self, *, file, withdrawals, key, even_so, processes, **options):
        if processes < 1:
            raise CommandError("--processes must be 1 or more.")
        if withdrawals and not withdrawals.is_file():
            raise CommandError(f"There is no file {withdrawals}; nothing was touched.")
        beside = [journal.path(), file.resolve().parent / journal.NAME]
        withdrawals = withdrawals or next((path for path in beside if path.is_file()), None)
        try:
            refuse_unless_empty()
            with sealing.opened(file, key) as plain:
                backup = look_at(plain, called=file)
                meetings = backup.members.get("rows/minutes.meeting.jsonl", {}).get("rows", 0)
                with Progressing(sys.stderr, "meetings", meetings) as told:
                    done = restore(backup, withdrawals, processes=processes, even_so=even_so, told=told)
            finish(withdrawals)
        except Differs as error:
            for sentence in error.differences:
                self.stdout.write(sentence)
            raise CommandError(str(error)) from error
        except NoBackup as error:
            raise CommandError(str(error)) from error
        for sentence in [*done.withdrawn, *done.differences]:
            self.stdout.write(sentence)
        if withdrawals is None:
            self.stderr.write(
                f"No {journal.NAME} was found: what was withdrawn after the backup was made stands again. Withdraw it now."
            )
        self.stdout.write(
            f"Restored, as it was on {age_of(backup)}: {done.rows:,} rows and {done.files:,} files. "
            + ("Not all is in order; see above." if done.differences else "All is in order.")
        )
