"""How often an address may be written to at a form's wish, and how often one network may ask for it.

What is kept of a network address is a digest under SECRET_KEY and the day (HMAC-SHA256): nobody without the key finds the
address by trying all, and the same network is another on the next day. After a day it is emptied (tidying.py).
"""

import ipaddress
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from website.models import SignUp

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A council's own office or a library may have one address for all.
MOST = {"address": (3, 5), "network": (20, 60)}


def network_of(request: HttpRequest, now: datetime) -> str:
    """Where a request comes from, as it is kept: an IPv4 address, or the /64 of an IPv6 address, which one household has.
    REMOTE_ADDR is the client's own, behind a proxy too (config/proxies.py)."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""  # a socket of this machine's own: nobody can be told apart
    mapped = getattr(address, "ipv4_mapped", None) or address
    network = ipaddress.ip_network((mapped, 64 if mapped.version == 6 else 32), strict=False)
    return salted_hmac("website.alerts.network", f"{now.date()} {network}", algorithm="sha256").hexdigest()[:32]


def too_many(now: datetime, **whose: str) -> bool:
    """Whether so many signed up within an hour or a day: `address="…"` or `network="…"`. One query."""
    ((name, value),) = whose.items()
    if not value:
        return False
    within = SignUp.objects.filter(**whose, asked_at__gt=now - DAY)
    counted = within.aggregate(day=Count("pk"), hour=Count("pk", filter=Q(asked_at__gt=now - HOUR)))
    return counted["hour"] >= MOST[name][0] or counted["day"] >= MOST[name][1]
