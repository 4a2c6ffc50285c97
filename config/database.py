"""A database that restarts is waited for, so that no reader sees an error of it."""

import logging
import time

from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.template.loader import render_to_string

PATIENCE = 15  # seconds for which a request waits
PAUSE = 0.1  # seconds between two tries
TOLD_AT_ONCE = {"/healthz", "/readyz"}  # whoever asks there wants to know how it is now
MAY_BE_ASKED_AGAIN = {"GET", "HEAD"}


class WaitForTheDatabase:
    """Middleware. Nothing is begun before the database answers; what only reads and lost it meanwhile is answered anew.

    A connection that was closed while it was idle is opened again. 503 with Retry-After when PATIENCE is over.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path in TOLD_AT_ONCE:
            return self.get_response(request)
        until = time.monotonic() + PATIENCE
        while _answers(until):
            response = self.get_response(request)
            if not getattr(request, "lost_the_database", False):
                return response
            response.close()
            request = type(request)(request.environ)
        return _later()

    def process_exception(self, request, exception):
        """Of a request that only reads: nothing is told yet, and it is answered again."""
        lost = isinstance(exception, OperationalError | InterfaceError) and not connection.in_atomic_block
        if lost and request.method in MAY_BE_ASKED_AGAIN and request.path not in TOLD_AT_ONCE and not _is_usable():
            request.lost_the_database = True
            return HttpResponse(status=503)
        return None


def _answers(until: float) -> bool:
    """Whether there is a connection, until that moment of time.monotonic's clock; tries at least once."""
    while True:
        try:
            connection.close_if_health_check_failed()
            connection.ensure_connection()
            return True
        except Error:
            connection.close()
            if time.monotonic() > until:
                return False
            time.sleep(PAUSE)


def _is_usable() -> bool:
    usable = connection.connection is not None and connection.is_usable()
    if not usable:
        connection.close()
    return usable


def _later() -> HttpResponse:
    logging.getLogger("minutebook.database").error("The database has not answered for %d seconds.", PATIENCE)
    return HttpResponse(
        render_to_string("503.html"), status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"}
    )
