"""Who is trying to log in, and from where, for the lock-out after wrong passwords.

An account and an address are counted together: a stranger who types a clerk's address wrongly locks nobody out but themselves,
and a council that shares one address is not locked out whole.
"""

import ipaddress

from accounts.models import User


def address(request, credentials: dict | None) -> str:
    """The e-mail address that was typed, as accounts are kept: other capitals give no further tries."""
    return User.objects.normalize_email((credentials or request.POST).get("username"))


def network(request) -> str | None:
    """The IPv4 address, or the first of the IPv6 /64 that one household has, so that its 2⁶⁴ addresses are no 2⁶⁴ tries.
    REMOTE_ADDR is the client's own: config/proxies.py sees to it. None: a socket of this machine's own."""
    try:
        found = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    found = getattr(found, "ipv4_mapped", None) or found
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False).network_address)
