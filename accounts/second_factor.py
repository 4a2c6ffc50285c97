"""The second factor: a code from a phone (TOTP, RFC 6238; django-otp), or one of ten recovery codes.

Half a log-in is none: who gave a password and not yet the code is nobody to every page but those that ask for it. So is who
must have a second factor and has none, on the pages that set it up. And a log-in ends: see `has_ended`.
"""

import hashlib
import re
import secrets
import time
from binascii import unhexlify

from django.conf import settings
from django.contrib.auth import get_user, update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.audit import Verb, record
from accounts.models import RecoveryCode, User

# Who may do one of these must have one: what they may do is seen by everybody, or decides who may do what.
POWERS = [
    "publishing.add_publication",
    "publishing.withdraw_publication",
    "committees.add_appointment",
    "accounts.change_user",
]
STATE, GIVEN, HAS_NONE = "second_factor", "given", "none"  # in the session
BEGAN, SEEN = "log_in_began", "log_in_seen"
LONGEST, IDLE, NOTED = 12 * 3600, 2 * 3600, 300  # seconds: of a log-in, without a request, between two notes of one
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
OF_PHONE = re.compile(r"[0-9]{6}")

NOT_RIGHT = (
    "This code is not right at this moment. Type the newest that your phone shows: each works once, and for half a minute. If it "
    "is the newest, your phone’s clock may be wrong: let it set its date and time by itself."
)


def must_have(user) -> bool:
    """Whether the user can't work without one: outside the demonstration, whoever publishes or says who may do what."""
    return settings.FORCES_SECOND_FACTOR and any(map(user.has_perm, POWERS))


def has_one(user) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


# A log-in, whole or half


def nobody_by_halves(get_response):
    """A middleware after Django's: request.user is who has logged in wholly. Nobody is asked for before somebody asks."""

    def middleware(request):
        known = request.user
        request.user = SimpleLazyObject(lambda: known if _is_whole(request, known) else AnonymousUser())
        return get_response(request)

    return middleware


def _is_whole(request, user) -> bool:
    if not user.is_authenticated or has_ended(request.session):
        return False
    state = request.session.get(STATE)
    return state == GIVEN or (state == HAS_NONE and not must_have(user))


def has_ended(session) -> bool:
    """Whether the log-in is older than twelve hours, or was not used for two. Notes that it is used."""
    now = int(time.time())
    began, seen = session.get(BEGAN, 0), session.get(SEEN, 0)
    if now - began > LONGEST or now - seen > IDLE:
        return True
    if now - seen > NOTED:
        session[SEEN] = now
    return False


def half(request) -> User | None:
    """Who gave their password in this session and has not logged in wholly."""
    user = get_user(request)
    if not user.is_authenticated or request.user.is_authenticated or has_ended(request.session):
        return None
    return user


def begin(sender, request, user, **kwargs) -> None:
    """After each right password (user_logged_in): what is still to be given."""
    session = request.session
    session[BEGAN] = session[SEEN] = int(time.time())
    session.pop(STATE, None)
    session.pop(NEW_KEY, None)
    if has_one(user):
        return
    session[STATE] = HAS_NONE
    if not must_have(user):
        record(Verb.LOGGED_IN, user, request=request)


def complete(request, user) -> None:
    """The second factor was given: from now on the session is the user's, under a new id."""
    was_half = not request.user.is_authenticated
    request.session[STATE] = GIVEN
    request.session.cycle_key()
    request.user = user
    if was_half:
        record(Verb.LOGGED_IN, user, request=request)


# Codes


def give(request, user, typed: str) -> str:
    """Take a code of the phone's or a recovery code. "" if it was right; else a sentence. Counts wrong ones: each doubles the
    time until the next is looked at."""
    typed = "".join(typed.split()).lower()
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().get(user=user, confirmed=True)
        allowed, why = device.verify_is_allowed()
        if not allowed:
            seconds = int((why["locked_until"] - timezone.now()).total_seconds()) + 1
            return f"That was wrong too often. Wait {_in_words(seconds)}, then type the newest code."
        if OF_PHONE.fullmatch(typed):
            right = device.verify_token(typed)
        else:
            right = _use_recovery_code(user, typed)
            (device.throttle_reset if right else device.throttle_increment)()
            if right:
                record(Verb.RECOVERY_CODE_USED, user, request=request)
        if not right:
            record(Verb.CODE_REFUSED, user, request=request)
    if not right:
        return NOT_RIGHT
    complete(request, user)
    return ""


def _in_words(seconds: int) -> str:
    return f"{seconds} second{'s' if seconds > 1 else ''}" if seconds < 120 else f"{-(-seconds // 60)} minutes"


def _use_recovery_code(user, typed: str) -> bool:
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(user, typed), used_at=None)
    return unused.update(used_at=timezone.now()) == 1


def _digest(user, code: str) -> str:
    return hashlib.sha256(f"{user.pk}:{code.replace('-', '')}".encode()).hexdigest()


def new_recovery_codes(user, request) -> list[str]:
    """Ten new ones, such as "k7mw-p2xq-r9tz" (59 bits of chance each); the old ones are dead."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(12)) for _ in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    record(Verb.RECOVERY_CODES_MADE, user, request=request)
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


# Setting up

NEW_KEY = "second_factor_key"  # in the session that sets one up, so that nobody else has seen it


def new_device(request, user) -> TOTPDevice:
    """The device that this session sets up, not stored yet."""
    if NEW_KEY not in request.session:
        request.session[NEW_KEY] = TOTPDevice().key
    return TOTPDevice(user=user, name="phone", confirmed=True, key=request.session[NEW_KEY])


def set_up(request, user, typed: str) -> list[str] | None:
    """Store the device if `typed` is its code; gives the recovery codes. All other sessions of the user end."""
    device, typed = new_device(request, user), "".join(typed.split())
    totp = TOTP(unhexlify(device.key), device.step, device.t0, device.digits)
    totp.time = time.time()
    if not OF_PHONE.fullmatch(typed) or not totp.verify(int(typed), device.tolerance):
        return None
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        device.last_t = totp.t()
        device.save()
        record(Verb.SECOND_FACTOR_SET_UP, user, request=request)
        codes = new_recovery_codes(user, request)
        user.end_sessions()
        complete(request, user)
        update_session_auth_hash(request, user)
    del request.session[NEW_KEY]
    return codes


def reset(user, by, request) -> None:
    """Take it away, for who lost phone and recovery codes. They set up another at their next log-in, if they must have one."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        user.end_sessions()
        record(Verb.SECOND_FACTOR_RESET, by, user, request)
