"""manage.py backup FILE | --keep DIRECTORY | --new-key FILE"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from proving.backing_up import NoBackup, keeping, sealing
from proving.backing_up.writing import back_up
from running.models import Beat


class Command(BaseCommand):
    help = (
        "Write one file with the database and all files, while everybody works. It holds drafts and log-ins: keep it as safe as "
        "the server, or set BACKUP_KEY, which encrypts it; and keep withdrawals.jsonl of MINUTEBOOK_DATA beside it."
    )

    def add_arguments(self, parser):
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("file", type=Path, nargs="?", metavar="FILE", help="replaced only once the new one is whole")
        where.add_argument(
            "--keep",
            type=Path,
            metavar="DIRECTORY",
            help="write it there under a name of its own, then remove all but those of 7 days, 5 weeks and 12 months",
        )
        where.add_argument(
            "--new-key",
            type=Path,
            metavar="FILE",
            help="back up nothing; make a key, and print its public half: BACKUP_KEY",
        )

    def handle(self, *, file, keep, new_key, **options):
        try:
            if new_key:
                self.stdout.write(sealing.new_key(new_key))
                self.stderr.write(
                    f"The key is in {new_key}. Keep it away from the server: without it no backup can be read."
                )
                return
            if keep and not keep.is_dir():
                raise NoBackup(f"There is no directory {keep}.")
            self._back_up(file or keep / keeping.next_name(timezone.now(), bool(settings.BACKUP_KEY)))
            if keep:
                self._keep(keep)
        except NoBackup as error:
            raise CommandError(str(error)) from error

    def _back_up(self, file: Path) -> None:
        manifest = back_up(file, settings.BACKUP_KEY)
        Beat.objects.note(Beat.Name.BACKUP, timezone.now())
        for name in manifest["missing"]:
            self.stderr.write(f"Missing, and so not in the backup: {name}. Run: manage.py verify")
        parts = manifest["members"].values()
        rows = sum(part.get("rows", 0) for part in parts)
        count = sum("rows" not in part for part in parts)
        size = sum(part["size"] for part in parts)
        sealed = ", encrypted" if settings.BACKUP_KEY else ""
        self.stdout.write(f"Backed up: {rows:,} rows and {count:,} files, {size / 1e6:,.1f} MB, in {file}{sealed}")

    def _keep(self, directory: Path) -> None:
        try:
            keeping.copy_withdrawals(directory)
            for path in keeping.prune(directory):
                self.stdout.write(f"Removed, for there are newer ones: {path.name}")
        except OSError as error:
            raise CommandError(
                f"The backup is whole, but {error.filename} can't be changed: {error.strerror}."
            ) from error
