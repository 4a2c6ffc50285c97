"""Errors to the administrators by e-mail (ERRORS_TO): what broke and where in the code, and nothing that anybody wrote.

Django's own handler sends the request, cookies and all, and the values of variables: a draft would lie in a mailbox. So no
value is sent at all: not the exception's own words either, which a database fills with the row that it refused.
"""

import logging
import sys
import time
from threading import Lock

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from config.logs import frames_of, name_of

QUIET = 600  # seconds in which the same place of the code sends no second e-mail
NOT_OURS = "django.security"  # what scanners provoke; it is in the journal
MOST = 1000  # places that are remembered


class ToAdministrators(logging.Handler):
    def __init__(self, level=logging.ERROR):
        super().__init__(level)
        self.sent: dict[str, float] = {}
        self.sending = Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """One e-mail; where it can't be handed in, a line on stderr. An error on the way makes no second one."""
        if not settings.ERRORS_TO or record.name.startswith(NOT_OURS):
            return
        try:
            error = record.exc_info[1] if record.exc_info else None
            frames = frames_of(error)
            place = f"{name_of(error)} {frames[-1] if frames else record.name}"
            if self._is_new(place):
                _send(f"Minutebook: {place}", _text(record, error))
        except Exception as trouble:  # noqa: BLE001  an error in here would hide the one that is told of
            sys.stderr.write(f"An error could not be mailed to ERRORS_TO: {type(trouble).__name__}\n")

    def _is_new(self, place: str) -> bool:
        now = time.monotonic()
        with self.sending:
            if now - self.sent.get(place, now - QUIET - 1) <= QUIET:
                return False
            if len(self.sent) >= MOST:
                self.sent.clear()
            self.sent[place] = now
        return True


def _send(subject: str, text: str) -> None:
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, settings.ERRORS_TO)
    message.extra_headers["Auto-Submitted"] = "auto-generated"  # RFC 3834
    message.send()


def _text(record: logging.LogRecord, error: BaseException | None) -> str:
    lines = [f"{timezone.now():%Y-%m-%d %H:%M:%S} UTC, {settings.SITE_URL}", f"{record.levelname} of {record.name}", ""]
    if request := getattr(record, "request", None):
        match = getattr(request, "resolver_match", None)
        lines += [f"Asked for: {request.method} /{match.route if match else '(an unknown address)'}", ""]
    while error is not None:
        lines += [name_of(error), *(f"  {frame}" for frame in frames_of(error)), ""]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(
        [*lines, "What was typed, read or stored is not in this e-mail; the journal of that minute may say more.\n"]
    )
