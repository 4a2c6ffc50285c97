"""manage.py demo"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from committees.models import Committee, Organisation
from desk.founding.council import UNNAMED


class Command(BaseCommand):
    help = "Load the demonstration council: fictional, and always about today."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing if there is a committee already")
        parser.add_argument(
            "--meetings",
            type=int,
            default=0,
            metavar="N",
            help="before the demonstration's own, an archive of N generated meetings of 20 items each, kept a week at a time",
        )

    def handle(self, *, if_empty, meetings, **options):
        if Committee.objects.exists() or Organisation.objects.exclude(name=UNNAMED).exists():
            if if_empty:
                return
            raise CommandError("There is a council already; the demonstration is loaded into an empty database only.")
        from demonstration.clerks import make_clerks
        from demonstration.loading import load

        if meetings < 0:
            raise CommandError(f"There can't be {meetings} meetings in the archive.")
        self.stdout.write("Making the demonstration council")
        self.stdout.flush()  # it takes a while, and who pipes it away wants to know too
        made = load(timezone.now(), self._watch, archived=meetings)
        self.stdout.write("Loaded: " + ", ".join(f"{count} {name}" for name, count in made.items()) + ".")
        login = settings.DATA / "clerk-login.txt"
        if make_clerks(login, timezone.localdate()):
            self.stdout.write(f"The log-ins, one of each role, are in {login}")

    def _watch(self, steps, what: str):
        """A progress bar on a terminal, nothing elsewhere."""
        if not self.stdout.isatty():
            return steps
        from rich.progress import track

        return track(steps, description=what)
