"""manage.py rebuild_website [--processes N]"""

import os
import sys

from django.core.management.base import BaseCommand, CommandError

from proving.progress import Progressing
from proving.rebuilding import begin, meetings_left, rebuild


class Command(BaseCommand):
    help = (
        "Make what the public reads again from the publication log, a meeting at a time, while everybody works. "
        "A run that was stopped goes on where it was. The worker makes missing PDFs."
    )

    def add_arguments(self, parser):
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")

    def handle(self, *, processes, **options):
        if processes < 1:
            raise CommandError("--processes must be 1 or more.")
        run = begin()
        total, problems = meetings_left(run.after).count(), 0
        if run.after:
            self.stdout.write(f"Going on with a run that was stopped: {total:,} meetings are left.")
        with Progressing(sys.stderr, "meetings", total) as told:
            for sentence in rebuild(run, processes, told):
                self.stdout.write(sentence)
                problems += 1
        if problems:
            raise CommandError(
                f"{problems} publications could not be made again; all others are. Run: manage.py verify"
            )
        self.stdout.write(f"Made again: {total:,} meetings.")
