"""manage.py publish ADDRESS KIND"""

from datetime import UTC, datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format

from published.kinds import Kind
from publishing.checks import checks
from publishing.models import NotReady, Publication


class Command(BaseCommand):
    help = "Publish a meeting: manage.py publish planning-committee/2026-03-04 minutes"

    def add_arguments(self, parser):
        parser.add_argument("address", help="<committee>/<date>, as in the public address")
        parser.add_argument("kind", choices=Kind.values)
        parser.add_argument("--note", default="", help="what changed and why; needed from the second version on")
        parser.add_argument("--at", help="when it goes live, in the site's time zone: 2026-03-04T17:00")

    def handle(self, *, address, kind, note, at, **options):
        meeting = Publication.objects.meeting_at(address)
        if meeting is None:
            raise CommandError(
                f"There is no meeting {address}. Write the committee's address and the date: planning-committee/2026-03-04"
            )
        kind, goes_live_at = Kind(kind), _moment(at)
        for check in checks(meeting, kind):
            if not check.stops:
                self.stderr.write(f"Note: {check.sentence}")
        try:
            publication = Publication.objects.publish(meeting, kind, note=note, goes_live_at=goes_live_at)
        except NotReady as error:
            raise CommandError("Not published. " + " ".join(error.problems)) from error
        self.stdout.write(self._said(publication))

    def _said(self, publication: Publication) -> str:
        place = f"{settings.SITE_URL}/committees/{publication.address}/"
        if publication.is_unchanged:
            return f"Nothing has changed since {publication} was published: {place}"
        if publication.goes_live_at > publication.published_at:
            when = date_format(timezone.localtime(publication.goes_live_at), "j F Y, H:i")
            return f"{publication} will go live on {when}: {place}"
        return f"Published: {publication}: {place}"


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--at is “{text}”; write a time like 2026-03-04T17:00") from error
    if timezone.is_aware(moment):
        return moment
    aware = timezone.make_aware(moment)
    if aware.astimezone(UTC).astimezone(aware.tzinfo).replace(tzinfo=None) != moment:
        raise CommandError(f"{text} does not exist: the clocks go forward then. Choose another time.")
    return aware
