"""manage.py withdraw ADDRESS KIND --reason TEXT"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from minutes.models import Meeting
from published.kinds import Kind
from publishing.models import Publication


class Command(BaseCommand):
    help = (
        "Take a publication off the site at once: manage.py withdraw planning-committee/2026-03-04 minutes --reason …"
    )

    def add_arguments(self, parser):
        parser.add_argument("address", help="<committee>/<date>, as in the public address")
        parser.add_argument("kind", choices=Kind.values)
        parser.add_argument("--reason", required=True, help="why; the public reads it")
        parser.add_argument("--release", type=int, metavar="VERSION", help="which version; the newest if not said")

    def handle(self, *, address, kind, reason, release, **options):
        meeting = Meeting.objects.at(address).first()
        standing = Publication.objects.of(meeting, Kind(kind)).standing() if meeting else Publication.objects.none()
        publication = standing.filter(version=release).first() if release else standing.first()
        if publication is None:
            raise CommandError(f"There is nothing published as “{Kind(kind).label}” at {address}; nothing was changed.")
        try:
            publication.withdraw(reason)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Withdrawn: {publication}, of {address}. Its text, PDF and files are gone.")
        before = standing.first()
        if before:
            self.stdout.write(f"{before} still stands. If it should not be public either, withdraw it as well.")
