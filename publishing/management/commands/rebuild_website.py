"""manage.py rebuild_website"""

from itertools import groupby

from django.core.management.base import BaseCommand
from django.db import transaction

from publishing.models import Edition, Publication
from publishing.projecting import made_with, project
from publishing.readmodel import TABLES
from publishing.tasks import enqueue_missing


class Command(BaseCommand):
    help = "Make the read model again from the publication log alone, and ask the worker for missing PDFs."

    def add_arguments(self, parser):
        parser.add_argument("--if-needed", action="store_true", help="only if the templates have changed since")

    def handle(self, *, if_needed, **options):
        if if_needed and Edition.objects.filter(pk=1, made_with=made_with()).exists():
            return
        with transaction.atomic():
            meetings = self._rebuild()
        waiting = enqueue_missing()
        self.stdout.write(f"Made again: {meetings} meetings. PDFs to be made: {waiting}.")

    def _rebuild(self) -> int:
        edition = Edition.objects.select_for_update().get(pk=1)
        for table in TABLES:
            table.objects.all().delete()
        meetings = 0
        log = Publication.objects.order_by("meeting_id", "sequence").select_related("meeting", "withdraws")
        for _, publications in groupby(log.iterator(500), key=lambda publication: publication.meeting_id):
            project(publications)
            meetings += 1
        last = Publication.objects.order_by("-sequence").first()
        edition.head_sequence, edition.head_digest = (last.sequence, last.digest) if last else (0, "0" * 64)
        edition.made_with = made_with()
        edition.save()
        return meetings
