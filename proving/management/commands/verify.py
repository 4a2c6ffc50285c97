"""manage.py verify [--against FILE] [--repair] [--pdfs] [--processes N]"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from proving import repairing
from proving.progress import Progressing
from proving.verifying import Counts, differences
from proving.verifying.log import NotAChain
from publishing.models import Publication
from running.models import Beat


class Command(BaseCommand):
    help = (
        "Hold the publication log against itself, the pages against the log, and the files against their digests. "
        "One sentence for each difference, and exit status 1."
    )

    def add_arguments(self, parser):
        parser.add_argument("--against", type=Path, metavar="FILE", help="a copy of /proof/chain.jsonl that was kept")
        parser.add_argument("--repair", action="store_true", help="first remove what killed processes left")
        parser.add_argument("--pdfs", action="store_true", help="make every PDF again to compare, instead of a few")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")

    def handle(self, *, against, repair, pdfs, processes, **options):
        if processes < 1:
            raise CommandError("--processes must be 1 or more.")
        for sentence in repairing.repair() if repair else ():
            self.stdout.write(sentence)
        counts = Counts()
        if against and not against.is_file():
            raise CommandError(f"There is no file {against}; give the copy of /proof/chain.jsonl that was kept.")
        try:
            found = self._say(differences(counts, against=against, all_pdfs=pdfs, processes=processes), counts)
        except (NotAChain, OSError) as error:
            raise CommandError(f"Could not compare: {error}") from error
        problem = f"{found} {'difference was' if found == 1 else 'differences were'} found." if found else ""
        Beat.objects.note(Beat.Name.VERIFY, timezone.now(), problem)
        if counts.unlike:
            self.stderr.write(
                f"{_counted(counts.unlike, 'PDF')} made by another release can't be compared with what this one makes."
            )
        if found:
            raise CommandError(f"{found} {'difference' if found == 1 else 'differences'} found.")
        self.stdout.write(
            f"All is in order: {_counted(counts.publications, 'publication')} of {_counted(counts.meetings, 'meeting')}, "
            f"{_counted(counts.files, 'file')}; {_counted(counts.pdfs, 'PDF')} made again and compared."
        )

    def _say(self, sentences: Iterator[str], counts: Counts) -> int:
        """Write each, and return how many there were."""
        total, found = Publication.objects.order_by().values("meeting").distinct().count(), 0
        with Progressing(sys.stderr, "meetings", total) as counts.told:
            for found, sentence in enumerate(sentences, start=1):  # noqa: B007  counts
                self.stdout.write(sentence)
        return found


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
