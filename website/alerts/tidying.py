"""What is kept no longer than it is needed."""

from datetime import datetime, timedelta

from website.models import Letter, Outgoing, SignUp

UNCONFIRMED = timedelta(days=3)  # as the form and the e-mail say
LETTERS = timedelta(days=30)
NETWORK = timedelta(days=1)  # the longest time for which sign-ups are counted


def tidy(now: datetime) -> None:
    """Delete what was not confirmed and letters that are long done with, forget from which network somebody signed up, and
    close the letters that a worker was handing in when it died."""
    SignUp.objects.filter(asked_at__lte=now - UNCONFIRMED).delete()
    SignUp.objects.filter(asked_at__lte=now - NETWORK).exclude(network="").update(network="")
    Letter.objects.filter(done_at__lte=now - LETTERS).delete()
    for model in (SignUp, Letter):
        model.objects.doubtful(now).update(done_at=now, outcome=Outgoing.Outcome.DOUBTFUL, leased_until=None)
