"""manage.py publish ADDRESS KIND"""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desk.reviewing import review
from published import addresses
from published.kinds import Kind
from publishing import moments
from publishing.models import NotReady, Publication
from publishing.standing import in_words


class Command(BaseCommand):
    help = "Publish a meeting: manage.py publish planning-committee/2026-03-04 minutes"

    def add_arguments(self, parser):
        parser.add_argument("address", help="<committee>/<date>, as in the public address")
        parser.add_argument("kind", choices=Kind.values)
        parser.add_argument("--note", default="", help="what changed and why; needed from the second version on")
        parser.add_argument(
            "--at", help="when it goes live, in the site's time zone: 2026-03-04T17:00, or with +01:00 after it"
        )
        parser.add_argument(
            "--new-names",
            action="store_true",
            help="print names as they are now, not as the version before printed them",
        )

    def handle(self, *, address, kind, note, at, new_names, **options):
        meeting = Publication.objects.meeting_at(address)
        if meeting is None:
            raise CommandError(
                f"There is no meeting {address}. Write the committee's address and the date: planning-committee/2026-03-04"
            )
        kind, goes_live_at = Kind(kind), _moment(at)
        found = review(meeting, kind, goes_live_at=goes_live_at, note=note)
        self._warn(found, new_names)
        try:
            publication = Publication.objects.publish(
                meeting, kind, note=note, goes_live_at=goes_live_at, as_on_the_day=not new_names, despite=found.checks
            )
        except NotReady as error:
            raise CommandError("Not published. " + " ".join(error.problems)) from error
        self.stdout.write(self._said(publication))

    def _warn(self, found, new_names: bool) -> None:
        for check in found.checks:
            if not check.stops:
                self.stderr.write(f"Note: {check.sentence}")
        if found.renamed and not new_names:
            self.stderr.write(
                "Note: names stay as the version before printed them; --new-names prints them as they are."
            )
        for sentence in found.renamed:
            self.stderr.write(f"Note: {sentence}" if new_names else f"Kept as it was: {sentence}")

    def _said(self, publication: Publication) -> str:
        place = f"{settings.SITE_URL}{addresses.meeting(*publication.address.split('/'))}"
        if publication.is_unchanged:
            return f"Nothing has changed since {publication} was published: {place}"
        if publication.goes_live_at > publication.published_at:
            return f"{publication} will go live on {in_words(publication.goes_live_at)}: {place}"
        return f"Published: {publication}: {place}"


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = moments.read(text)
    except ValidationError as error:
        how = ""
        if error.code == "twice":
            first, second = (moment.isoformat(timespec="minutes") for moment in moments.both(text))
            how = f" Write {first} or {second}."
        raise CommandError(f"--at: {error.message}{how}") from error
    if moment <= timezone.now():
        raise CommandError(f"--at: {in_words(moment)} is past. Choose a later time, or leave --at out to publish now.")
    return moment
