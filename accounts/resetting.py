"""A new password by e-mail. The page writes down the address that was typed, whoever it belongs to, and the worker looks whether
anybody has it: so neither the answer nor its time tells whether there is an account."""

from datetime import datetime, timedelta

from accounts import letters
from accounts.audit import Verb, record
from accounts.models import PasswordAsked, User

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AN_ADDRESS, A_NETWORK = 3, 20  # an hour: letters to one mailbox, addresses from one place


def ask(email: str, network: str, now: datetime) -> None:
    """Write down that it was asked for, unless that was done too often. Three queries, whoever is asked for."""
    lately = PasswordAsked.objects.filter(asked_at__gt=now - HOUR)
    email = User.objects.normalize_email(email)
    of_address, of_network = (
        lately.filter(email=email).count(),
        lately.filter(network=network).exclude(network="").count(),
    )
    if of_address < AN_ADDRESS and of_network < A_NETWORK:
        PasswordAsked.objects.create(email=email, network=network, asked_at=now)


def send_next(now: datetime) -> bool:
    """Answer the next one; whether there was one. Raises letters.NotSent where no mail server answers: it is tried again, for
    an hour. A worker that is killed here has sent it or not: who waits in vain asks again."""
    PasswordAsked.objects.filter(asked_at__lt=now - DAY).delete()
    asked = PasswordAsked.objects.filter(done_at=None, asked_at__gt=now - HOUR).first()
    if asked is None:
        return False
    this_one = PasswordAsked.objects.filter(pk=asked.pk)
    if not this_one.filter(done_at=None).update(done_at=now):
        return True  # another worker was quicker
    user = User.objects.filter(email=asked.email, is_active=True).first()
    if user is None:
        return True
    try:
        letters.send_new_password(user) if user.has_usable_password() else letters.invite(user)
    except letters.Refused:
        return True
    except letters.NotSent:
        this_one.update(done_at=None)
        raise
    record(Verb.LINK_SENT, None, user)
    return True
