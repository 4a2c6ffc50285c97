"""Removing a person's account: nobody logs in by it any more, and what they published goes on naming them."""

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.audit import Verb, record
from accounts.models import RecoveryCode, User

removed = (
    Signal()
)  # sent in the transaction, with `user`: what higher rooms keep of them ends. ValidationError stops it.


def remove(user: User, by: User | None, request=None) -> None:
    """The row stays, with its name, because the publication log names who published. Raises ValidationError with a sentence."""
    with transaction.atomic():
        record(Verb.REMOVED, by, user, request)
        removed.send(sender=User, user=user)
        TOTPDevice.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        user.groups.clear()
        user.user_permissions.clear()
        user.email = f"removed-{user.pk}@removed.invalid"
        user.is_active = user.is_staff = user.is_superuser = False
        user.removed_at = timezone.now()
        user.set_unusable_password()
        user.save()
