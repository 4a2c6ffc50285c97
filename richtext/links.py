"""Which addresses a link may have."""

import ipaddress
import posixpath
import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, resolve, reverse

from richtext.characters import readable

WEB = re.compile(r"https?://[^/\\?#\s]", re.IGNORECASE)
MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
HERE = re.compile(r"/(?![/\\])")  # a path on this site; "//host" would be another one
RELATIVE = re.compile(r"(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)
FILE = re.compile(r"file:|[a-z]:[\\/]|\\\\", re.IGNORECASE)
LONGEST = 2000

TO_DESK, TO_COMPUTER, TO_NOWHERE, NOT_FOLLOWED = (
    "to this desk",
    "to a place on one computer or network",
    "to nowhere",
    "not followed from here",
)


def safe_address(address: str) -> str:
    """The address if a reader may be sent there, or ""."""
    address = tidied(address)
    return "" if refused(address) else address.replace(" ", "%20")


def tidied(address: str) -> str:
    address = readable(address)
    return re.sub(r"[\s]+", "", address) if "\n" in address or "\t" in address else address.strip()


@lru_cache(maxsize=4096)
def refused(address: str) -> str:
    """Why a tidied address is no link, as one of the four reasons above; "" if it is one."""
    if FILE.match(address):
        return TO_COMPUTER
    if len(address) > LONGEST or "\n" in address:
        return NOT_FOLLOWED
    if WEB.match(address):
        return refused_host(address.replace("\\", "/"))
    if HERE.match(address):
        return refused_path(address)
    if MAIL.match(address):
        return ""
    return TO_NOWHERE if RELATIVE.match(address) else NOT_FOLLOWED


def refused_host(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return NOT_FOLLOWED
    if host in our_hosts() and is_desk(parts.path):
        return TO_DESK
    return TO_COMPUTER if is_private(host) else ""


def is_private(host: str) -> bool:
    """Whether only some computers know the host: this one itself, or those of one network."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[2]
        return "." not in host or last in {"localhost", "local", "internal", "lan"} or last[0:1].isdigit()


def refused_path(address: str) -> str:
    path = urlsplit(address).path
    if is_desk(path):
        return TO_DESK
    return "" if is_ours(path) else TO_NOWHERE


def is_ours(path: str) -> bool:
    """Whether this site has such an address: the paths of every other site begin with "/" too."""
    for each in (path, f"{path}/"):
        try:
            if apps.ready:  # a script that only cleans knows no addresses
                resolve(unquote(each))
        except Resolver404:
            continue
        return True
    return False


@lru_cache(maxsize=4096)
def is_desk(path: str) -> bool:
    desk = reverse("admin:index") if apps.ready else "/admin/"
    return f"{posixpath.normpath(unquote(path))}/".casefold().startswith(desk)


def our_hosts() -> set[str]:
    return {urlsplit(settings.SITE_URL).hostname or "", *settings.ALLOWED_HOSTS} if apps.ready else set()


def relative_address(address: str) -> str | None:
    """The same for nh3, which asks only about addresses without a scheme."""
    return address if HERE.match(address) and not is_desk(address) else None
