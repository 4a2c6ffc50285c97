"""Links that set a password: for who is invited, and for who forgot it. Each works once.

Django's own tokens: what follows from the account's number, password, last log-in and address under SECRET_KEY, and nothing that
is stored. So a link is dead when the password or the address has changed, or its owner has logged in since.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_encode


class Links(PasswordResetTokenGenerator):
    """`lasts` is how long a link works; settings.PASSWORD_RESET_TIMEOUT is the longest of all."""

    def __init__(self, name: str, lasts: timedelta) -> None:
        super().__init__()
        self.key_salt, self.name, self.lasts = f"accounts.links.{name}", name, lasts

    def check_token(self, user, token) -> bool:
        if not super().check_token(user, token) or not user.is_active:
            return False
        made = base36_to_int(token.partition("-")[0])
        return self._num_seconds(self._now()) - made <= self.lasts.total_seconds()

    def address(self, user) -> str:
        """The whole address, on the site that SITE_URL names: never on one that a request names."""
        named = [urlsafe_base64_encode(force_bytes(user.pk)), self.make_token(user)]
        return settings.SITE_URL + reverse(f"admin:{self.name}", args=named)


INVITATION = Links("invited", timedelta(days=7))
NEW_PASSWORD = Links("new_password", timedelta(hours=2))
