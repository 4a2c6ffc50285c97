"""manage.py worker"""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from publishing.tasks import enqueue_missing


class Command(BaseCommand):
    help = "Run background work: make PDFs as meetings are published."

    def add_arguments(self, parser):
        parser.add_argument("--batch", action="store_true", help="stop when there is nothing left to do")

    def handle(self, *, batch, verbosity, **options):
        # Import the renderer before the first job: a forked child then costs milliseconds, not half a second.
        from publishing.pdf import warm

        warm()
        # A worker that was killed leaves its job half done; what has no PDF is asked for again, and making is idempotent.
        waiting = enqueue_missing()
        self.stdout.write(f"The worker has started; {waiting} PDFs are waiting.")
        call_command("db_worker", batch=batch, interval=0.5, startup_delay=False, verbosity=max(verbosity - 1, 0))
