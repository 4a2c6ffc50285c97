"""Whose address a request comes from: the connection's own, or what a proxy that TRUSTED_PROXIES names says of it.

What anybody else says is removed before anything reads it, so no code behind this one has to think of it.
"""

import ipaddress
from ipaddress import IPv4Address, IPv6Address

from django.conf import settings

SAID = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")
SAID_ALSO = ("HTTP_FORWARDED", "HTTP_X_REAL_IP")  # which we never read, and no library of ours shall


def client_address(get_response):
    """Sets REMOTE_ADDR to the client's address: text such as "192.0.2.7", or "" for a socket of this machine's own."""

    def middleware(request):
        meta = request.META
        for name in SAID_ALSO:
            meta.pop(name, None)
        if is_trusted(meta.get("REMOTE_ADDR", "")):
            meta["REMOTE_ADDR"] = said_by_proxies(meta.get("HTTP_X_FORWARDED_FOR", ""), meta.get("REMOTE_ADDR", ""))
        else:
            for name in SAID:
                meta.pop(name, None)
        return get_response(request)

    return middleware


def said_by_proxies(forwarded: str, peer: str) -> str:
    """The last address of X-Forwarded-For that is no proxy's of ours: each proxy adds whom it heard at the end, so what stands
    before it is what a stranger wrote. Where it is not an address, or all are ours: the nearest that is known."""
    nearest = peer
    for word in reversed(forwarded.split(",")):
        address = parsed(word.strip())
        if address is None:
            break
        nearest = str(address)
        if not is_trusted(nearest):
            break
    return nearest


def is_trusted(peer: str) -> bool:
    """Whether the other end of a connection is a proxy of ours; a socket of this machine's own has no address."""
    address = parsed(peer)
    if address is None:
        return settings.TRUSTS_SOCKET
    return any(address in network for network in settings.TRUSTED_PROXIES)


def parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address, an IPv4 one where IPv6 only wraps it; None if it is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
