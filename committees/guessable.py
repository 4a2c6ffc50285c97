"""Passwords of what everybody here knows: the council, Minutebook, the person and their address (ASVS 5.0, 6.2.11)."""

import re

from django.core.exceptions import ValidationError

from committees.models import Organisation

LEAST = 8  # letters beside the known words: as many as ASVS, 6.2.1, asks of a whole password
WORD = re.compile(r"[^\W\d_]{4,}")
NO_LETTER = re.compile(r"[\W\d_]+")


class KnownHereValidator:
    """Refuses what is little more than known words. Numbers and signs count nothing: a year is what everybody adds."""

    def validate(self, password: str, user=None) -> None:
        typed = password.casefold()
        left = typed
        for word in sorted(_known(user), key=len, reverse=True):
            left = left.replace(word, " ")
        if left != typed and len(NO_LETTER.sub("", left)) < LEAST:
            raise ValidationError(
                "This password is little more than words that everybody here knows: the council’s name, your own, your address, "
                "or “Minutebook”. Add words that have nothing to do with them.",
                code="password_known_here",
            )

    def get_help_text(self) -> str:
        return "Your password can’t be little more than the council’s name, your own, your address or “Minutebook”."


def _known(user) -> set[str]:
    names = [*Organisation.objects.values_list("name", flat=True), "minutebook"]
    if user is not None:
        names += [user.name, user.email]
    return {word for name in names for word in WORD.findall(name.casefold())}
