"""python -m config.serving: the server, at home and behind a proxy.

waitress reads a request whole before a thread sees it, and keeps what a slow reader has not fetched yet: clients who say nothing
hold nobody up. The app is loaded once and shared by the processes that serve it. Told to stop, they answer what was begun.
"""

import argparse
import gc
import io
import logging
import os
import resource
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.utilities import RequestEntityTooLarge

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

PROCESSES, THREADS = 2, 4  # threads of each process
CONNECTIONS = 1000  # of each process; more wait in the kernel's queue
SILENCE = 60  # seconds after which a client that neither sends nor fetches is let go
LONGEST_ASKING = 600  # seconds that a request may take to arrive, however steadily it drips: 50 MB at 85 kB a second
LONGEST_HEAD = 32 * 1024  # bytes of a request's first line and headers: 431
LONGEST_BODY = 80 * 1024**2  # bytes: 413. Papers may have 50 MB, which the desk says in a sentence of its own
READ_AWAY = (
    4 * LONGEST_BODY
)  # bytes up to which a longer body is read, and kept nowhere, so that its sender can read the answer
IN_MEMORY = 512 * 1024  # bytes of a body, or of an answer, beyond which it waits in a file
GRACE = 30  # seconds in which what was begun is answered, when it is told to stop
FILES = 4096  # that a process may have open: connections, and two files each
LOOK = 5  # seconds between two looks at who is silent


def main(arguments: list[str] | None = None) -> None:
    """Serve until SIGTERM or SIGINT. Exits with a sentence if it can't listen."""
    parser = argparse.ArgumentParser(prog="python -m config.serving", description="Serve Minutebook.")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--bind", metavar="HOST:PORT")
    where.add_argument("--socket", type=Path, metavar="FILE", help="a proxy's way in: no port is opened")
    where.add_argument("--fd", type=int, metavar="N", help="a listening socket that was passed on")
    parser.add_argument("--group", metavar="NAME", help="of the proxy: it alone may use the --socket")
    parser.add_argument("--processes", type=int, default=PROCESSES, metavar="N")
    given = parser.parse_args(arguments)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (hard if hard < FILES and hard != resource.RLIM_INFINITY else FILES, hard)
    )
    try:
        listening = _bound(given)
    except (OSError, LookupError) as error:
        where = given.bind or given.socket or given.fd
        sys.exit(f"minutebook: can't serve on {where}: {getattr(error, 'strerror', '') or error}.")
    application = _loaded()
    listening.listen(CONNECTIONS)
    _say_ready()
    Keeper(application, listening, given.processes).keep()


def _bound(given: argparse.Namespace) -> socket.socket:
    if given.fd is not None:
        return socket.socket(fileno=given.fd)
    if given.socket:
        given.socket.unlink(missing_ok=True)
        local = socket.socket(socket.AF_UNIX)
        local.bind(str(given.socket))
        given.socket.chmod(0o660)
        if given.group:
            shutil.chown(given.socket, group=given.group)
        return local
    host, _, port = given.bind.rpartition(":")
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind((host.strip("[]"), int(port)))
    return found


def _loaded() -> Callable:
    """The app, with all that its first request would load, so that processes share it."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIRequest
    from django.db import connections

    from config.wsgi import application

    first = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "SERVER_NAME": settings.ALLOWED_HOSTS[0].strip(".[]"),
        "SERVER_PORT": "443" if settings.SECURE else "80",
        "HTTP_X_FORWARDED_PROTO": "https" if settings.SECURE else "http",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    with suppress(Exception):  # what is wrong now may be right when somebody asks
        application.get_response(WSGIRequest(first)).close()
    connections.close_all()  # no two processes may use one
    gc.collect()
    gc.freeze()
    return application


def _say_ready() -> None:
    """To systemd, where it asked to be told (sd_notify(3))."""
    if told := os.environ.pop("NOTIFY_SOCKET", ""):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as one:
            one.sendto(b"READY=1", "\0" + told[1:] if told.startswith("@") else told)


class Keeper:
    """The parent: it starts the processes that serve, and starts another where one ended unasked."""

    def __init__(self, application: Callable, listening: socket.socket, processes: int):
        self.application, self.listening, self.processes = application, listening, processes
        self.children: set[int] = set()
        self.is_stopping = False

    def keep(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.is_stopping or self.children:
            if not self.is_stopping and len(self.children) < self.processes:
                self._start()
                continue
            with suppress(ChildProcessError):
                ended, status = os.wait()
                self.children.discard(ended)
                if not self.is_stopping:
                    logging.getLogger("minutebook.serving").error("A serving process ended by itself (%s).", status)
                    time.sleep(1)

    def _start(self) -> None:
        signals = {signal.SIGTERM, signal.SIGINT}
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # until it is known who is told what
        child = os.fork()
        if child:
            self.children.add(child)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
            return
        status = 1
        try:
            serving = Serving(self.application, self.listening, os.getppid())
            for number in signals:
                signal.signal(number, serving.stop)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
            serving.serve()
            status = 0
        except Exception:
            logging.getLogger("minutebook.serving").exception("A serving process broke.")
        finally:
            os._exit(status)

    def _stop(self, *_) -> None:
        self.is_stopping = True
        self.listening.close()
        for child in self.children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)


class Serving:
    """One process: waitress, with a loop of ours around it that can end in peace."""

    def __init__(self, application: Callable, listening: socket.socket, parent: int):
        self.parent, self.stop_at = parent, 0.0
        self.server = create_server(
            application,
            sockets=[listening],
            threads=THREADS,
            connection_limit=2 * CONNECTIONS,  # Serving._let_go is there first
            backlog=CONNECTIONS,
            channel_timeout=SILENCE,
            cleanup_interval=LOOK,
            max_request_header_size=LONGEST_HEAD,
            max_request_body_size=LONGEST_BODY,
            inbuf_overflow=IN_MEMORY,
            outbuf_overflow=IN_MEMORY,
            ident=None,
            clear_untrusted_proxy_headers=False,  # which of them are believed is config/proxies.py's business
        )
        self.server.channel_class = Channel
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests wait a moment is no news

    def stop(self, *_) -> None:
        """Told by a signal: answer what was begun, for GRACE seconds at most."""
        self.stop_at = self.stop_at or time.monotonic() + GRACE
        self.server.pull_trigger()

    def serve(self) -> None:
        channels, looked = self.server.active_channels, time.monotonic()
        while not self.stop_at and os.getppid() == self.parent:
            wasyncore.poll2(LOOK, self.server._map)
            if len(channels) >= CONNECTIONS or time.monotonic() > looked + LOOK:
                looked = time.monotonic()
                self._let_go()
        while self._accept_who_waits():
            pass
        self.server.accepting = False
        self.server.del_channel()
        self.server.socket.close()
        while time.monotonic() < self.stop_at and self._is_busy():
            wasyncore.poll2(0.1, self.server._map)
        self.server.task_dispatcher.shutdown(timeout=1)

    def _let_go(self) -> None:
        """Part with whose request goes on arriving for ever and, where all places are taken, with who has waited longest."""
        now, waiting = time.monotonic(), []
        for channel in self.server.active_channels.values():
            if channel.is_asking:
                waiting.append(channel)
                if now - channel.since > LONGEST_ASKING:
                    channel.will_close = True
        if len(self.server.active_channels) >= CONNECTIONS:
            for channel in sorted(waiting, key=lambda channel: channel.last_activity)[: CONNECTIONS // 10]:
                channel.handle_close()

    def _accept_who_waits(self) -> bool:
        before = len(self.server.active_channels)
        self.server.handle_accept()
        return len(self.server.active_channels) > before

    def _is_busy(self) -> bool:
        """Whether somebody is being answered, or is about to ask; who said nothing for a second is let go."""
        busy, now = False, time.monotonic()
        for channel in list(self.server.active_channels.values()):
            if not channel.is_asking or channel.request or (channel.is_new and now - channel.since < 1):
                busy = True
            else:
                channel.handle_close()
        return busy


class TooLong(RequestEntityTooLarge):
    """The answer to it is a page of ours."""

    def to_response(self, ident=None) -> tuple[str, list[tuple[str, str]], bytes]:
        from django.template.loader import render_to_string

        page = render_to_string("400.html", {"too_much": f"more than {LONGEST_BODY // 1024**2} MB"})
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        return f"{self.code} {self.reason}", headers, page.encode()


class Asking(HTTPRequestParser):
    """One request. A browser reads no answer before it has sent all: of one that is closed on it, it shows that it broke."""

    to_read_away = 0  # bytes

    def received(self, data: bytes) -> int:
        if self.to_read_away:
            consumed = min(self.to_read_away, len(data))
            self.to_read_away -= consumed
            self.completed = not self.to_read_away
            return consumed
        consumed = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge) and not isinstance(self.error, TooLong):
            self.error = TooLong(self.error.body)
            # Who asks first whether to go on, and who says no length, is answered at once.
            if not self.expect_continue and LONGEST_BODY <= self.content_length <= READ_AWAY:
                self.to_read_away, self.completed = self.content_length, False
            self.expect_continue = False  # or waitress would say that it may
        return consumed


class Channel(HTTPChannel):
    """One client. `since`: when it came, or when its last answer was finished (seconds on time.monotonic's clock)."""

    parser_class = Asking
    is_new = True

    def __init__(self, *arguments, **named):
        self.since = time.monotonic()
        super().__init__(*arguments, **named)

    @property
    def is_asking(self) -> bool:
        """Whether its next request has not come, or not come whole, and nothing is left to be fetched."""
        return not self.requests and not self.total_outbufs_len

    def service(self) -> None:
        super().service()
        self.is_new, self.since = False, time.monotonic()


if __name__ == "__main__":
    main()
