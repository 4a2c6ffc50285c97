"""A phone with an app for log-in codes, written from RFC 6238 and not from the library that the product uses."""

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass


@dataclass
class Phone:
    key: bytes

    @classmethod
    def typed(cls, page: str) -> "Phone":
        """With the key that a page shows as text."""
        return cls(base64.b32decode(re.search(r'<code class="key">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")))

    @classmethod
    def of(cls, email: str) -> "Phone":
        """The one that an account has."""
        from django_otp.plugins.otp_totp.models import TOTPDevice

        return cls(bytes.fromhex(TOTPDevice.objects.get(user__email=email).key))

    def code(self, late: float = 0) -> str:
        """What it shows, if its clock is `late` seconds behind."""
        counter = struct.pack(">Q", int(time.time() - late) // 30)
        made = hmac.new(self.key, counter, hashlib.sha1).digest()
        at = made[-1] & 15
        return f"{(struct.unpack('>I', made[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def give_phone(email: str) -> Phone:
    """An account that has a second factor from now on."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from accounts.models import User

    TOTPDevice.objects.create(user=User.objects.get(email=email), name="phone", confirmed=True)
    return Phone.of(email)
