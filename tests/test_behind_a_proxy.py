"""A stranger behind the same nginx, or past it, who writes any headers they like, locks nobody out but themselves."""

from ipaddress import ip_network

import pytest

from config.proxies import client_address
from tests.proxy import Visitor, behind_nginx

pytestmark = pytest.mark.once

SET_UP = "from tests.making import *\nmake_clerk('alison'), make_clerk('bryn')"
ALISON, BRYN, PASSWORD = "alison@example.org", "bryn@example.org", "a long enough password"
OFFICE, HOME, STRANGER = "127.0.0.3", "127.0.0.5", "127.0.0.2"


def test_a_stranger_who_guesses_and_forges_addresses_locks_out_themselves_alone(install, tmp_path):
    install.begin(SET_UP)
    with behind_nginx(install, tmp_path) as site:
        forging = [{"X-Forwarded-For": said} for said in (OFFICE, "192.0.2.1", f"{OFFICE}, 127.0.0.1", "")]
        also = {"Forwarded": f"for={OFFICE}", "X-Real-IP": OFFICE, "X-Client-IP": OFFICE}
        tries = [Visitor(STRANGER, site.https, forged=one | also).log_in(ALISON, "guessed") for one in forging]
        assert tries == [200, 200, 429, 429]  # a forged address is no further try
        assert Visitor(STRANGER, site.https).log_in(ALISON, PASSWORD) == 429
        assert Visitor(OFFICE, site.https).log_in(ALISON, PASSWORD) == 302
        assert Visitor(STRANGER, site.https).log_in(BRYN, PASSWORD) == 302


def test_past_the_proxy_nobody_s_headers_are_believed(install, tmp_path):
    """The server's own port, as if a firewall had forgotten it: 127.0.0.1 alone is the proxy."""
    install.begin(SET_UP)
    with behind_nginx(install, tmp_path) as site:
        says = {"X-Forwarded-For": OFFICE, "X-Forwarded-Proto": "https"}
        past = Visitor(STRANGER, site.http, tls=False, forged=says)
        assert [past.log_in(ALISON, "guessed") for _ in range(4)] == [301] * 4  # it is no https, whatever they say
        assert Visitor(OFFICE, site.https).log_in(ALISON, PASSWORD) == 302


def test_where_no_proxy_is_trusted_none_is_believed(install):
    install.begin(SET_UP)
    with install.serve() as address:
        port = int(address.rpartition(":")[2])

        def at(place: str, **forged: str) -> Visitor:
            return Visitor(place, port, tls=False, forged={"Host": f"127.0.0.1:{port}", "Referer": address, **forged})

        forged = {"X-Forwarded-For": OFFICE}
        assert [at(STRANGER, **forged).log_in(ALISON, "guessed") for _ in range(3)] == [200, 200, 429]
        assert at(STRANGER, **{"X-Forwarded-For": HOME}).log_in(ALISON, PASSWORD) == 429
        assert at(OFFICE).log_in(ALISON, PASSWORD) == 302


FROM = [
    ("192.0.2.7", "", "192.0.2.7"),
    ("192.0.2.7", "198.51.100.1", "192.0.2.7"),  # no proxy of ours
    ("10.1.2.3", "198.51.100.1", "198.51.100.1"),
    ("10.1.2.3", "127.0.0.1, 198.51.100.1", "198.51.100.1"),
    ("10.1.2.3", "203.0.113.9, 198.51.100.1, 10.9.9.9", "198.51.100.1"),  # two proxies of ours, one after the other
    ("::ffff:10.1.2.3", "2001:db8::5", "2001:db8::5"),
    ("10.1.2.3", "198.51.100.1, unknown", "10.1.2.3"),
    ("10.1.2.3", "'; DROP TABLE users", "10.1.2.3"),
    ("10.1.2.3", "", "10.1.2.3"),
    ("", "198.51.100.1", ""),  # a socket, which is not named
]


@pytest.mark.parametrize("peer, said, client", FROM)
def test_the_last_address_that_is_no_proxy_of_ours_is_the_client_s(peer, said, client, rf, settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    asked = rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": said})
    assert client_address(lambda request: request.META["REMOTE_ADDR"])(asked) == client


def test_a_socket_that_is_named_is_trusted(rf, settings):
    settings.TRUSTS_SOCKET = True
    asked = rf.get("/", REMOTE_ADDR="", headers={"X-Forwarded-For": "198.51.100.1"})
    assert client_address(lambda request: request.META["REMOTE_ADDR"])(asked) == "198.51.100.1"
