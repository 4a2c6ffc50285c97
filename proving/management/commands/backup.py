"""manage.py backup FILE"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from proving.backing_up import NoBackup
from proving.backing_up.writing import back_up
from running.models import Beat


class Command(BaseCommand):
    help = (
        "Write one file with the database and all files, while everybody works. It holds drafts and log-ins: keep it as safe as "
        "the server, and withdrawals.jsonl of MINUTEBOOK_DATA beside it."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="replaced only once the new one is whole")

    def handle(self, *, file, **options):
        try:
            manifest = back_up(file)
        except NoBackup as error:
            raise CommandError(str(error)) from error
        Beat.objects.note(Beat.Name.BACKUP, timezone.now())
        for name in manifest["missing"]:
            self.stderr.write(f"Missing, and so not in the backup: {name}. Run: manage.py verify")
        parts = manifest["members"].values()
        rows = sum(part.get("rows", 0) for part in parts)
        count = sum("rows" not in part for part in parts)
        size = sum(part["size"] for part in parts)
        self.stdout.write(f"Backed up: {rows:,} rows and {count:,} files, {size / 1e6:,.1f} MB, in {file}")
