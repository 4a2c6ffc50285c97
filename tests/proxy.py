"""A real nginx with deploy/nginx.conf before a real server, and people at addresses of their own (all of 127.0.0.0/8 is here).

with behind_nginx(install, tmp_path) as site:
    Visitor("127.0.0.2", site.https).log_in("alison@example.org", "guessed")
"""

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.web_servers import nginx

HOST = "minutes.example.org"


@dataclass(frozen=True)
class Site:
    https: int  # nginx's port
    http: int  # the server's own, which a firewall would close


@dataclass
class Visitor:
    """A browser at `address`, which sends the headers `forged` too."""

    address: str
    port: int
    tls: bool = True
    forged: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the text of the answer."""
        options = {"timeout": 60, "source_address": (self.address, 0)}
        if self.tls:
            unproved = ssl._create_unverified_context()  # the certificate is our own
            connection = HTTPSConnection("127.0.0.1", self.port, context=unproved, **options)
        else:
            connection = HTTPConnection("127.0.0.1", self.port, **options)
        headers = {"Host": HOST, "Referer": f"https://{HOST}{path}", **self.forged}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def log_in(self, email: str, password: str) -> int:
        """As the form sends it: 302 who gets in, 200 for a wrong password, 429 who is locked out."""
        status, page = self.ask("GET", "/admin/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        if status != 200 or token is None:
            return status
        fields = {"csrfmiddlewaretoken": token[1], "username": email, "password": password, "next": "/admin/"}
        return self.ask("POST", "/admin/login/", fields)[0]


@contextmanager
def behind_nginx(install, place: Path) -> Iterator[Site]:
    with install.serve(env={"SITE_URL": f"https://{HOST}"}) as server:
        behind = server.removeprefix("http://")
        with nginx(place / "nginx", behind, has_tls=True) as address:
            yield Site(_port(address), _port(server))


def _port(address: str) -> int:
    return int(address.rpartition(":")[2])
