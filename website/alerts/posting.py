"""Hands in what is due: the questions whether somebody wants alerts, and the letters.

A letter is claimed by a lease. When the mail server has taken sender and recipient and waits for the text, one transaction
holds that what it tells still stands, and writes that it is being handed in; then the text goes out, and then the row is
done with. So a worker that dies leaves a letter that was not handed in, which is sent when the lease has run out, or, if it
died in the instant between the two, one that perhaps was, which is not sent again: see docs/decisions.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import Error as DatabaseTrouble
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from published.models import Record, Version
from website.alerts import composing
from website.alerts.smtp import MailServer
from website.models import Letter, Outgoing, SignUp, Subscriber

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 18  # in two days
REFUSALS = 3  # in a row, for good: then nobody is there, and the subscriber is forgotten
AT_ONCE = 20  # e-mails on one connection


class Trouble(Exception):
    """The mail server can't be used just now, or takes nothing from us."""


class NoLonger(Exception):
    """What was to be handed in has changed or gone since it was composed, or somebody else has it by now."""


@dataclass(frozen=True)
class Claimed:
    """Rows that one e-mail is made of, claimed together."""

    rows: list[Outgoing]
    lease: datetime

    @property
    def held(self) -> QuerySet:
        """The rows, as far as this worker still holds their lease."""
        pks = [row.pk for row in self.rows]
        return type(self.rows[0]).objects.filter(pk__in=pks, leased_until=self.lease, done_at=None)

    def end(self, outcome: str, problem: str = "") -> None:
        now = timezone.now()
        self.held.update(done_at=now, leased_until=None, outcome=outcome, problem=problem)

    def try_again(self, problem: str) -> None:
        """Later, each time after a longer while; after two days not any more."""
        attempts = self.rows[0].attempts + 1
        if attempts >= MOST_ATTEMPTS:
            self.end(Outgoing.Outcome.LATE, problem)
            return
        due = timezone.now() + pause(attempts)
        self.held.update(leased_until=None, handed_in_at=None, due_at=due, problem=problem)

    def give_back(self) -> None:
        self.held.update(leased_until=None, handed_in_at=None, attempts=F("attempts") - 1)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: two minutes, four, eight, … four hours."""
    return min(timedelta(minutes=2 ** min(attempts, 9)), timedelta(hours=4))


def post(now: datetime, is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """Hand in what is due, up to `AT_ONCE` e-mails; whether there was any. Raises Trouble if the mail server can't be used:
    everything is then as if it had not been tried."""
    if not settings.OFFERS_ALERTS or not (_question(now).exists() or Letter.objects.due(now).exists()):
        return False
    try:
        with MailServer() as server:
            for _ in range(AT_ONCE):
                claimed = claim(now) if server.is_open and not is_stopping() else None
                if claimed is None:
                    break
                _post(claimed, server, now)
    except (SMTPException, OSError) as error:
        raise Trouble(str(error)) from error
    return True


def _question(now: datetime) -> QuerySet[SignUp]:
    return SignUp.objects.due(now).filter(confirmed_at=None)


def claim(now: datetime) -> Claimed | None:
    """Take a lease of the first question, or else of the first letter; with one for a subscriber's e-mail of the day, of all that
    are in it. Of two workers that ask at once, each gets another."""
    with transaction.atomic():
        question = _question(now).select_for_update(skip_locked=True).first()
        if question is not None:
            return _leased(SignUp.objects.filter(pk=question.pk), now)
        letter = Letter.objects.due(now).first()
        if letter is None:
            return None
        Subscriber.objects.select_for_update().filter(pk=letter.subscriber_id).first()
        together = {"subscriber": letter.subscriber_id, "in_daily": True} if letter.in_daily else {"pk": letter.pk}
        return _leased(Letter.objects.due(now).filter(**together).select_related("subscriber").order_by("pk"), now)


def _leased(found: QuerySet, now: datetime) -> Claimed | None:
    rows, lease = list(found), timezone.now() + LEASE
    if not rows:
        return claim(now)  # another worker was quicker
    type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=lease, attempts=F("attempts") + 1)
    return Claimed(rows, lease)


def _post(claimed: Claimed, server: MailServer, now: datetime) -> None:
    try:
        composed = _composed(claimed, now)
    except DatabaseTrouble:
        raise
    except Exception as error:  # noqa: BLE001  whatever is wrong with one record, the other letters are sent
        claimed.try_again(str(error))
        return
    if composed is None:
        return
    message, at_text = composed
    try:
        server.hand_in(message, at_text)
    except NoLonger:
        claimed.give_back()  # it is composed anew, of what stands now
    except SMTPRecipientsRefused as refused:
        _refused(claimed, *next(iter(refused.recipients.values())))
    except SMTPDataError as error:
        _answered(claimed, error.smtp_code, error.smtp_error)
    except ValueError as error:  # an address or a head that can't be written as mail is: the others are sent
        claimed.try_again(str(error))
    except (SMTPException, OSError) as error:
        claimed.try_again(str(error))  # no answer: nothing was taken over (RFC 5321 §4.5.4.1)
        raise
    else:
        claimed.end(Outgoing.Outcome.SENT)
        if isinstance(claimed.rows[0], Letter):
            Subscriber.objects.filter(pk=claimed.rows[0].subscriber_id).exclude(refusals=0).update(refusals=0)


def _composed(claimed: Claimed, now: datetime) -> tuple[EmailMessage, Callable[[], None]] | None:
    """The e-mail, and what is asked at the last moment; None if there is nothing to tell."""
    first = claimed.rows[0]
    if isinstance(first, SignUp):
        return composing.question(first, now), lambda: _hand_in(claimed, {})
    told = [(letter, composing.news_of(letter, now)) for letter in claimed.rows]
    for letter, outcome in told:
        if isinstance(outcome, Outgoing.Outcome):
            Claimed([letter], claimed.lease).end(outcome)
    told = [(letter, news) for letter, news in told if isinstance(news, composing.News)]
    if not told:
        return None
    letters, news = [letter for letter, _ in told], [one for _, one in told]
    salts = dict(salt for one in news for salt in one.salts.items())
    return composing.alert(letters, news, now), lambda: _hand_in(Claimed(letters, claimed.lease), salts)


def _hand_in(claimed: Claimed, salts: dict[int, str]) -> None:
    """Write that the rows are being handed in, if all that they tell stands as it was told: a withdrawal, and a removal of
    words, locks the same versions, and comes before, or after it was sent."""
    with transaction.atomic():
        list(Version.objects.select_for_update().filter(pk__in=salts).values_list("pk"))
        if dict(Record.objects.filter(pk__in=salts).values_list("pk", "salt")) != salts:
            raise NoLonger
        if claimed.held.update(handed_in_at=timezone.now()) != len(claimed.rows):
            raise NoLonger


def _refused(claimed: Claimed, code: int, said: bytes) -> None:
    """The recipient was refused: for good (5yz), or for now. Who is refused for good again and again is forgotten."""
    _answered(claimed, code, said)
    first = claimed.rows[0]
    if code >= 500 and isinstance(first, Letter):
        Subscriber.objects.filter(pk=first.subscriber_id).update(refusals=F("refusals") + 1)
        Subscriber.objects.filter(pk=first.subscriber_id, refusals__gte=REFUSALS).delete()


def _answered(claimed: Claimed, code: int, said: bytes) -> None:
    problem = f"{code} {said.decode(errors='replace')}"[:500]
    if code >= 500:
        claimed.end(Outgoing.Outcome.REFUSED, problem)
    else:
        claimed.try_again(problem)
