"""manage.py worker"""

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Run background work: make PDFs as meetings are published."

    def handle(self, **options):
        raise NotImplementedError
