"""What the audit keeps of log-ins that were refused, and of log-outs."""

from accounts.audit import Verb, record
from accounts.lockout import address
from accounts.models import User


def refused(sender, credentials, request=None, **kwargs) -> None:
    """Of an address that nobody has, the words are not kept: people type passwords into the wrong field. Who is locked out
    already is written down once, at the try that locked them out, and adds no row by trying on."""
    if request is None or getattr(request, "axes_locked_out", False) or not User.objects.exists():
        return
    user = User.objects.filter(email=address(request, credentials)).first()
    record(Verb.REFUSED, None, user or "an address without an account", request)


def locked_out(sender, request=None, username="", **kwargs) -> None:
    if getattr(request, "axes_failures_since_start", None) is None:
        return  # locked out before this try
    user = User.objects.filter(email=username).first()
    record(Verb.LOCKED_OUT, None, user or "an address without an account", request)


def logged_out(sender, request, user, **kwargs) -> None:
    if user is not None and user.is_authenticated:
        record(Verb.LOGGED_OUT, user, request=request)
