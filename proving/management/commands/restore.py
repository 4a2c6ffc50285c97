"""manage.py restore FILE [--withdrawals FILE] [--key FILE] [--pages-anew] [--even-so] [--processes N]"""

import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from proving.backing_up import NoBackup, sealing
from proving.backing_up.reading import look_at
from proving.backing_up.restoring import Differs, age_of, finish, refuse_unless_empty, restore
from proving.progress import Progressing
from proving.rebuilding import meetings_left
from proving.verifying import Counts, of_pages
from proving.verifying.rows import REMEDY
from publishing import journal


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty, migrated installation, on SQLite or PostgreSQL, whichever it came from. What was "
        "withdrawn since the backup is withdrawn again, and the log, its records and all files are held against their digests, "
        "before anything is kept; then each page is compared with the log."
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
            "--pages-anew", action="store_true", help="take no page from the backup; make all of them from the log"
        )
        parser.add_argument(
            "--even-so", action="store_true", help="keep what was restored although verify finds differences"
        )
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")

    def handle(self, *, file, withdrawals, key, pages_anew, even_so, processes, **options):
        if processes < 1:
            raise CommandError("--processes must be 1 or more.")
        if withdrawals and not withdrawals.is_file():
            raise CommandError(f"There is no file {withdrawals}; nothing was touched.")
        beside = [journal.path(), file.resolve().parent / journal.NAME]
        withdrawals = withdrawals or next((path for path in beside if path.is_file()), None)
        how = {"processes": processes, "pages_anew": pages_anew, "even_so": even_so, "progress": self._progress}
        try:
            refuse_unless_empty()
            with sealing.opened(file, key) as plain:
                backup = look_at(plain, called=file)
                done = restore(backup, withdrawals, **how)
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
            f"Restored, as it was on {age_of(backup)}: {done.rows:,} rows and {done.files:,} files. It can be served now."
        )
        unlike = self._compare_pages(processes)
        if unlike and not even_so:
            raise CommandError(f"Pages differ from the log. Before anybody reads them: {' '.join(REMEDY.split()[1:])}")
        self.stdout.write("Not all is in order; see above." if [*done.differences, *unlike] else "All is in order.")

    def _progress(self, what: str, total: int) -> Progressing:
        return Progressing(sys.stderr, what, total)

    def _compare_pages(self, processes: int) -> list[str]:
        """With what the log makes of each, which takes a while in a long archive; says where one differs."""
        counts = Counts()
        with self._progress("pages of meetings compared", meetings_left(0).count()) as counts.told:
            found = list(of_pages(counts, processes))
        for sentence in found:
            self.stdout.write(sentence)
        return found
