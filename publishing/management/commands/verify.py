"""manage.py verify"""

import sys

from django.core.management.base import BaseCommand

from publishing.models import Publication, RenderedPDF
from publishing.tasks import without_pdf
from publishing.verify import differences


class Command(BaseCommand):
    help = "Check the publication log, the read model and the public files. Exit 1 and a list on any difference."

    def handle(self, **options):
        found = 0
        for sentence in differences():
            found += 1
            self.stderr.write(sentence)
        waiting = without_pdf().count()
        if waiting:
            self.stdout.write(f"{waiting} PDF{'s are' if waiting > 1 else ' is'} still to be made by the worker.")
        if found:
            self.stderr.write(f"{found} difference{'s' if found > 1 else ''} found.")
            sys.exit(1)
        self.stdout.write(
            f"All is in order: {Publication.objects.count()} rows in the log, {RenderedPDF.objects.count()} PDFs."
        )
