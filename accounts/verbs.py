"""What a manager does to somebody's account, besides changing its fields: each says what follows, and is written down."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from accounts import removing, second_factor
from accounts.audit import Verb, record
from accounts.models import User


@dataclass(frozen=True)
class OfAccount:
    """`fits`: whether it is offered for a user. `does`: gives a sentence if it could not be done."""

    name: str
    title: str
    sentences: list[str]
    fits: Callable[[User], bool]
    does: Callable[[User, object], str]
    said: str = ""


def _send_link(user: User, request) -> str:
    from accounts.admin import send_link  # the page offers the verbs

    return send_link(request, user)


def _reset_second_factor(user: User, request) -> str:
    second_factor.reset(user, request.user, request)
    return ""


def _end_sessions(user: User, request) -> str:
    user.end_sessions()
    record(Verb.LOGGED_OUT_EVERYWHERE, request.user, user, request)
    return ""


def _remove(user: User, request) -> str:
    if user == request.user:
        return "You can’t remove your own account: another manager does it."
    try:
        removing.remove(user, request.user, request)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


VERBS = {
    verb.name: verb
    for verb in (
        OfAccount(
            "link",
            "Send a link for a password",
            [
                "They get an e-mail with a link to choose a password. It works once, and not after password or address changed.",
                "Nobody but them learns the password. Their second factor stays as it is.",
            ],
            lambda user: user.is_active,
            _send_link,
        ),
        OfAccount(
            "reset-second-factor",
            "Reset the second factor",
            [
                "For somebody without phone and recovery codes. Be sure who asks: by voice or face, not by e-mail.",
                "They are logged out everywhere, and set up another phone at their next log-in.",
            ],
            second_factor.has_one,
            _reset_second_factor,
            "The second factor of {user} is reset.",
        ),
        OfAccount(
            "end-sessions",
            "Log out everywhere",
            ["Every log-in of theirs ends now. They can log in again."],
            lambda user: user.is_active,
            _end_sessions,
            "{user} is logged out everywhere.",
        ),
        OfAccount(
            "remove",
            "Remove the account",
            [
                "They can’t log in any more, and their appointments end today.",
                "Their e-mail address, password and second factor are deleted.",
                "What they published stays, and the log goes on naming them.",
                "This can’t be undone; somebody who comes back is invited anew.",
            ],
            lambda user: not user.removed_at,
            _remove,
            "The account of {user} is removed.",
        ),
    )
}
