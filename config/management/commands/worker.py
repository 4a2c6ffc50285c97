"""manage.py worker [--batch]"""

import signal
import time

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection
from django.utils import timezone

from accounts import letters, resetting
from published import typesetting
from published.extracting import read_next
from published.models import PDF
from published.printing import print_next
from published.remaking import outdated, remake
from running.certificate import certificate_of
from running.models import Beat
from website.alerts.looking import look
from website.alerts.posting import Trouble, post
from website.alerts.tidying import tidy

PAUSE = 0.5  # seconds between two looks for work
WITHOUT_MAIL = 60  # seconds before a mail server that could not be used is tried again
TIDIED = 3600  # seconds between two looks at what need not be kept, and at the certificate
SEEN = 60  # seconds between two notes that it works


class Command(BaseCommand):
    help = (
        "Make PDFs as meetings are published, read the words of papers for the search, send e-mail alerts, and remake the pages "
        "that an earlier release made. Run as many as you like."
    )
    is_stopping = is_posting = False
    no_mail_before = no_tidying_before = no_note_before = 0.0  # on time.monotonic's clock

    def add_arguments(self, parser):
        parser.add_argument("--batch", action="store_true", help="Stop when nothing is left to do now.")

    def handle(self, *, batch, **options):
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self.failed: set[int] = set()
        typesetting.warm()
        self.stdout.write(f"The worker has started; {_waiting()} waiting.")
        while not self.is_stopping:
            if self._work(patiently=not batch):
                continue
            if batch:
                break
            time.sleep(PAUSE)

    def _stop(self, *_):
        """Stop at once: the child is killed, the lease given back, a transaction rolled back. But what is being handed in to
        the mail server is handed in to its end: else nobody could say whether it was sent."""
        self.is_stopping = True
        if not self.is_posting:
            raise SystemExit(0)

    def _work(self, patiently: bool) -> bool:
        """Do one piece of work, if there is one. `patiently` waits for a database that restarts."""
        try:
            close_old_connections()
            self._note()
            found = [look(timezone.now()), self._post(), self._print()]
            return any(found) or self._read() or self._remake()
        except DatabaseTrouble as error:
            if not patiently:
                raise
            self.stderr.write(f"The database can't be used just now: {str(error).strip()}")
            connection.close()
            return False

    def _note(self) -> None:
        """That it works, for who looks after the site; and now and then what goes on by itself."""
        if time.monotonic() >= self.no_note_before:
            Beat.objects.note(Beat.Name.WORKER, timezone.now())
            self.no_note_before = time.monotonic() + SEEN
        if time.monotonic() >= self.no_tidying_before:
            tidy(timezone.now())
            self._look_at_certificate()
            self.no_tidying_before = time.monotonic() + TIDIED

    def _look_at_certificate(self) -> None:
        if settings.SECURE:
            until, problem = certificate_of(settings.SITE_URL)
            Beat.objects.note(Beat.Name.CERTIFICATE, timezone.now(), problem, until)

    def _post(self) -> bool:
        """Hand in some e-mails. Where the mail server can't be used just now, the other work goes on."""
        if time.monotonic() < self.no_mail_before:
            return False
        self.is_posting = True
        try:
            now = timezone.now()
            posted = resetting.send_next(now) or post(now, lambda: self.is_stopping)
            if posted:
                Beat.objects.note(Beat.Name.MAIL, timezone.now())
            return posted
        except (Trouble, letters.NotSent) as error:
            error = error.__cause__ or error  # without the address that it was for
            Beat.objects.note(Beat.Name.MAIL, timezone.now(), f"E-mails can't be handed in: {error}")
            self.no_mail_before = time.monotonic() + WITHOUT_MAIL
            self.stderr.write(f"E-mails can't be handed in just now: {error}")
            return False
        finally:
            self.is_posting = False
            if self.is_stopping:
                raise SystemExit(0)

    def _print(self) -> bool:
        printed = print_next()
        if printed and printed.problem:
            self.stderr.write(
                f"{printed}: {printed.problem} It is tried again at {printed.next_try_at:%Y-%m-%d %H:%M} UTC."
            )
        return printed is not None

    def _read(self) -> bool:
        read = read_next()
        if read and read.problem:
            self.stderr.write(f"The words of the file {read} can't be searched. {read.problem}")
        return read is not None

    def _remake(self) -> bool:
        """Remake one version. One that can't be made goes on serving as it is, until the worker is started again."""
        version = outdated(skipping=self.failed).select_related("record").first()
        if version is None:
            return False
        try:
            remake(version)
        except DatabaseTrouble:
            raise
        except Exception as error:  # noqa: BLE001  whatever is wrong with one record, the others are remade
            self.failed.add(version.pk)
            self.stderr.write(f"{version} can't be made again: {error}")
        return True


def _waiting() -> str:
    waiting = PDF.objects.waiting().count()
    return "1 PDF is" if waiting == 1 else f"{waiting} PDFs are"
