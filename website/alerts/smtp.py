"""Handing an e-mail in, with a word to whoever hands it in at the last moment before the mail server has it."""

import smtplib
from collections.abc import Callable
from contextlib import suppress

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

GO_ON = 354  # "start mail input": the answer to DATA (RFC 5321 §4.1.1.4), and to nothing else
PATIENCE = 120  # seconds for the answer to a text; servers look for viruses before they give it (§4.5.3.2.6)


class _Watched(smtplib.SMTP):
    """An SMTP connection that calls `at_text` when the server waits for a text. What that raises ends the connection, and
    nothing was handed in."""

    at_text: Callable[[], None] = staticmethod(lambda: None)

    def getreply(self):
        code, said = super().getreply()
        if code == GO_ON:
            try:
                self.at_text()
            except BaseException:
                self.close()
                raise
            self.sock.settimeout(PATIENCE)
        return code, said


class _WatchedTLS(_Watched, smtplib.SMTP_SSL):
    pass


class _Backend(EmailBackend):
    @property
    def connection_class(self):
        return _WatchedTLS if self.use_ssl else _Watched


class MailServer:
    """One connection to the mail server of the settings, for several e-mails; or to what stands in its place."""

    def __init__(self) -> None:
        self.backend = get_connection()
        if isinstance(self.backend, EmailBackend):
            self.backend = _Backend()

    def __enter__(self) -> "MailServer":
        self.backend.open()
        return self

    def __exit__(self, *_) -> None:
        if not self.is_open:
            self.backend.connection = None  # there is nobody to say goodbye to
        with suppress(smtplib.SMTPException, OSError):  # what was handed in was answered
            self.backend.close()

    @property
    def is_open(self) -> bool:
        """Whether another e-mail can be handed in: a server may close the connection after any."""
        connection = getattr(self.backend, "connection", None)
        return connection is None or connection.sock is not None

    def hand_in(self, message: EmailMessage, at_text: Callable[[], None]) -> None:
        """Hand it in; `at_text` is called once, when nothing stands between it and the server but its text. Raises what it
        raises, smtplib.SMTPException and OSError."""
        if isinstance(self.backend, _Backend):
            self.backend.connection.at_text = at_text
        else:
            at_text()
        self.backend.send_messages([message])
