"""Who is trying to log in, for the lock-out after wrong passwords."""

from accounts.models import User


def address(request, credentials: dict | None) -> str:
    """The e-mail address that was typed, as accounts are kept: other capitals give no further tries."""
    return User.objects.normalize_email((credentials or request.POST).get("username"))
