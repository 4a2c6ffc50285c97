"""manage.py withdraw ADDRESS KIND --reason TEXT"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

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
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--release", type=int, metavar="VERSION", help="which version; the newest if not said")
        which.add_argument("--scheduled", action="store_true", help="the newest that has not gone live yet")

    def handle(self, *, address, kind, reason, release, scheduled, **options):
        address, kind = address.strip("/"), Kind(kind)
        publication = self._find(address, kind, release, scheduled)
        if publication is None:
            raise CommandError(f"There is nothing published as “{kind.label}” at {address}; nothing was changed.")
        try:
            publication.withdraw(reason)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Withdrawn: {publication}, of {address}. Its text, PDF and files are gone from the site.")
        before = self._find(address, kind, None, scheduled=False)
        if before:
            self.stdout.write(
                f"An earlier {before} still stands. If it should not be public either, withdraw it as well."
            )

    def _find(self, address: str, kind: Kind, release: int | None, scheduled: bool) -> Publication | None:
        """What stands at an address, which is asked of the log: a draft may have moved since."""
        now = timezone.now()
        standing = Publication.objects.standing().filter(address=address, kind=kind).order_by("-sequence")
        if scheduled:
            return standing.filter(goes_live_at__gt=now).first()
        if release is None:
            return standing.first()
        first = standing.select_related("meeting").first()
        places = Publication.objects.places_of(first.meeting, now).values() if first else []
        wanted = [place.sequence for place in places if place.kind == kind and place.version == release]
        return standing.filter(sequence__in=wanted).first()
