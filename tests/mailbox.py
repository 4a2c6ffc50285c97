"""A real mail server for tests, the mailboxes behind it, and people who follow something.

def test_…(mailbox):
    follow("ann@example.org", "street", "Quay Street")
    publish(meeting)
    work()
    (letter,) = mailbox.of("ann@example.org")
"""

import re
import socket
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from django.utils import timezone

from website.alerts import wording
from website.alerts.looking import look
from website.alerts.posting import Trouble, post
from website.models import Subscriber, Subscription

FROM = "alerts@council.example"


class Mailbox:
    """Keeps what it is handed. `answers` are an address's own answers to RCPT, or to the text ("text"), each used once unless
    it is the last; `watch(event, address)` is called as a dialogue goes on: "mail", "rcpt", "text"."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, EmailMessage]] = []
        self.raw: list[bytes] = []
        self.answers: dict[str, list[str]] = {}
        self.watch: Callable[[str, str], None] = lambda event, address: None
        self.port = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.watch("mail", address)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.watch("rcpt", address)
        answer = self._answer(address)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = self._answer("text")
        if answer.startswith("2"):
            self.raw.append(envelope.content)
            self.messages.append(
                (envelope.rcpt_tos[0], message_from_bytes(_read(envelope.content), policy=policy.default))
            )
        self.watch("text", envelope.rcpt_tos[0])
        return answer

    def _answer(self, to: str) -> str:
        waiting = self.answers.get(to, ["250 OK"])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def of(self, address: str) -> list[EmailMessage]:
        """What came for an address, the oldest first."""
        return [message for to, message in self.messages if to == address]

    @property
    def words(self) -> str:
        """All that came, as a reader sees it and as it stands in the heads."""
        return "\n".join(f"{message}\n{message['Subject']}\n{message.get_content()}" for _, message in self.messages)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}/?from={FROM}"


def _read(content: bytes) -> bytes:
    """With the ends of lines that a reader's program makes of those of SMTP."""
    return content.replace(b"\r\n", b"\n")


@contextmanager
def running(port: int = 0):
    """A mail server on a free port, or on that one."""
    kept = Mailbox()
    with socket.create_server(("127.0.0.1", port)) as probe:
        kept.port = probe.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()


def link(message: EmailMessage, ending: str = "") -> str:
    """The path of the first link to /subscribe/ in an e-mail that ends so."""
    found = re.findall(rf"https?://[^/\s]+(/subscribe/\S+{ending}/)$", message.get_content(), re.MULTILINE)
    return found[0]


def follow(address: str, kind: str = "all", said: str = "", *, value: str | None = None, **changes) -> Subscriber:
    """Somebody who confirmed it: `changes` are is_daily, when and since."""
    is_daily = changes.pop("is_daily", False)
    changes.setdefault("since", timezone.now())
    subscriber = Subscriber.objects.get_or_create(address=address, defaults={"is_daily": is_daily})[0]
    worded = {"words": wording.words, "street": wording.street}.get(kind, str)
    Subscription.objects.create(
        subscriber=subscriber, kind=kind, said=said, value=worded(said) if value is None else value, **changes
    )
    return subscriber


def work(now: datetime | None = None) -> None:
    """What a worker does, until nothing is left to do."""
    while look(now or timezone.now()):
        pass
    try:
        while post(now or timezone.now()):
            pass
    except Trouble:
        pass
