"""What the audit keeps of log-ins that were refused, and of log-outs."""

from django.conf import settings

from accounts.audit import Verb, record
from accounts.lockout import address
from accounts.models import User


def refused(sender, credentials, request=None, **kwargs) -> None:
    """Of an address that nobody has, the words are not kept: people type passwords into the wrong field. Who is locked out
    already adds no row by trying on."""
    if request is None or failures(request) > settings.AXES_FAILURE_LIMIT or not User.objects.exists():
        return
    user = User.objects.filter(email=address(request, credentials)).first()
    record(Verb.REFUSED, None, user or "an address without an account", request)


def locked_out(sender, request=None, username="", **kwargs) -> None:
    """Once: at the try that locked them out."""
    if failures(request) == settings.AXES_FAILURE_LIMIT:
        user = User.objects.filter(email=username).first()
        record(Verb.LOCKED_OUT, None, user or "an address without an account", request)


def failures(request) -> int:
    """How many wrong passwords there were for this account from there, as django-axes has just counted; it is asked first."""
    return getattr(request, "axes_failures_since_start", None) or 0


def logged_out(sender, request, user, **kwargs) -> None:
    if user is not None and user.is_authenticated:
        record(Verb.LOGGED_OUT, user, request=request)
