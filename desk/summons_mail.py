"""The e-mail that summons a member, or tells them that the meeting is cancelled: to each alone, with what the public can
read, and written down before it is handed in."""

import smtplib
import time
from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from committees.clear_days import Notice
from desk.summoned import Member, Summoning
from published import addresses, files
from published.kinds import Kind
from publishing.summonses import Summons

SECONDS = 40  # as long as a clerk, and the server before us, wait
OUTCOME = Summons.Outcome


class Trouble(Exception):
    """The mail server can't be used just now, or takes nothing from us."""


def send(found: Summoning, members: Iterable[Member], by) -> list[Summons]:
    """Hand in the e-mails, and give the rows that were written. Who has one already, or is being sent one by somebody else, gets
    none. After SECONDS, or once the server is gone, the others are left for another time. Raises Trouble if there is none."""
    end, done, server = time.monotonic() + SECONDS, [], get_connection()
    try:
        server.open()
        attached = _attached(found)
        for member in members:
            message = _composed(found, member, by, attached, server)
            row = Summons.objects.claim(found.publication, member.person, member.consent.address, by)
            if row is None:
                continue
            done.append(row)
            if not _hand_in(row, message) or time.monotonic() > end:
                break
    except (smtplib.SMTPException, OSError) as error:
        raise Trouble(str(error)) from error
    finally:
        with suppress(smtplib.SMTPException, OSError):  # what was handed in was answered
            server.close()
    return done


def _hand_in(row: Summons, message: EmailMessage) -> bool:
    """Whether the server can be handed another: what became of this one is in its row."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        row.end(OUTCOME.REFUSED if code >= 500 else OUTCOME.FAILED, _words(code, said))
    except smtplib.SMTPDataError as error:
        row.end(OUTCOME.FAILED, _words(error.smtp_code, error.smtp_error))
    except ValueError as error:  # an address that can't be written as mail is
        row.end(OUTCOME.REFUSED, str(error)[:500])
    except (smtplib.SMTPException, OSError) as error:
        row.end(OUTCOME.FAILED, str(error)[:500])
        return False
    else:
        row.end(OUTCOME.DONE)
    return True


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:500]


def _attached(found: Summoning) -> tuple[str, bytes] | None:
    """The PDF, under the name that it has at its address; None as long as it is not made."""
    if found.sheet is None:
        return None
    try:
        return f"{found.sheet.name}.pdf", files.path_of(found.sheet.sha256).read_bytes()
    except FileNotFoundError:  # it is being made again
        return None


def _composed(found: Summoning, member: Member, by, attached: tuple[str, bytes] | None, server) -> EmailMessage:
    record, day = found.record, found.meeting.date
    text = {
        "name": str(member.person),
        "record": record,
        "kind": Kind(record.kind),
        "day": day,
        "notice": Notice.of(found.meeting, timezone.localdate(found.now)),
        "address": settings.SITE_URL + addresses.meeting(record.committee_slug, record.slug),
        "attached": attached,
        "consent": member.consent,
    }
    sort, template = ("Cancelled", "cancelled") if found.is_called_off else ("Summons", "summons")
    message = EmailMessage(
        f"{sort}: {record.committee}, {date_format(day, 'l j F Y')}",
        render_to_string(f"desk/mail/{template}.txt", text),
        to=[member.consent.address],
        reply_to=[by.email],
        connection=server,
    )
    if attached:
        message.attach(*attached, "application/pdf")
    return message
