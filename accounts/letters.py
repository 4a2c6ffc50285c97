"""The e-mails that accounts need: an invitation, and a link for a new password. Plain text, and nothing of the record."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.links import INVITATION, NEW_PASSWORD
from accounts.models import User


class NotSent(Exception):
    """A sentence: why it was not sent, and what to do."""


class Refused(NotSent):
    """The mail server knows no such mailbox: trying again is no use."""


def is_sent_or_printed() -> bool:
    """Whether e-mails go anywhere: to a mail server, or, in the demonstration, to the terminal."""
    return settings.SENDS_EMAIL or settings.PRINTS_EMAIL


def link_for(user: User) -> str:
    """What lets the user set a password: an invitation as long as they have none."""
    return (NEW_PASSWORD if user.has_usable_password() else INVITATION).address(user)


def invite(user: User) -> None:
    """Raises NotSent."""
    _send(
        user,
        "Your account at Minutebook",
        f"There is an account for you at {settings.SITE_URL}, where agendas and minutes are written and published.\n\n"
        f"Choose a password on this page:\n\n{INVITATION.address(user)}\n\n"
        f"The link works once, and for seven days. You log in with your e-mail address, {user.email}.\n\n"
        "If you did not expect this, you need do nothing.\n",
    )


def send_new_password(user: User) -> None:
    """Raises NotSent."""
    _send(
        user,
        "A new password at Minutebook",
        f"Somebody, probably you, asked for a new password of your account at {settings.SITE_URL}.\n\n"
        f"Choose it on this page:\n\n{NEW_PASSWORD.address(user)}\n\n"
        "The link works once, and for two hours. Your second factor stays as it is.\n\n"
        "If it was not you, you need do nothing: your password is unchanged.\n",
    )


def _send(user: User, subject: str, text: str) -> None:
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
    message.extra_headers["Auto-Submitted"] = "auto-generated"  # RFC 3834
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        (_, said), *_ = refused.recipients.values()
        raise Refused(
            f"The mail server takes nothing for {user.email}: {_words(said)}. Look whether the address is right, change it, and "
            "send the link again."
        ) from refused
    except (SMTPException, OSError, ValueError) as error:
        raise NotSent(
            f"The e-mail to {user.email} could not be sent: {error}. Send the link again when the mail server works."
        ) from error


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split()).rstrip(".")[:200]
