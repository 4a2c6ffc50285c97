"""A real nginx with deploy/nginx.conf before a real server, and people at addresses of their own (all of 127.0.0.0/8 is here).

with behind_nginx(install, tmp_path) as site:
    Visitor("127.0.0.2", site.https).log_in("alison@example.org", "guessed")
"""

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.conftest import missing
from tests.install import ROOT

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
def behind_nginx(install, place: Path, **env: str) -> Iterator[Site]:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None or shutil.which("openssl") is None:
        missing("nginx")
    with install.serve(env={"SITE_URL": f"https://{HOST}", **env}) as address:
        server = int(address.rpartition(":")[2])
        port = _free_port()
        started = subprocess.Popen([nginx, "-p", str(place), "-c", str(_configured(place, port, server))])
        try:
            _wait_for(port, started)
            yield Site(port, server)
        finally:
            started.terminate()
            started.wait(10)


def _configured(place: Path, port: int, server: int) -> Path:
    """deploy/nginx.conf with ports, a certificate and a place of the test's own."""
    shipped = (ROOT / "deploy/nginx.conf").read_text()
    certificate, key = place / "certificate.pem", place / "key.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={HOST} -keyout {key} -out {certificate}"
    subprocess.run(made.split(), check=True, capture_output=True)
    text = re.sub(r"(?m)^\s*listen \[::\].*\n", "", shipped)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{_free_port()};").replace(
        "listen 443 ", f"listen 127.0.0.1:{port} "
    )
    text = re.sub(r"/etc/letsencrypt\S+/fullchain\.pem", str(certificate), text)
    text = re.sub(r"/etc/letsencrypt\S+/privkey\.pem", str(key), text)
    text = re.sub(r"127\.0\.0\.1:8000", f"127.0.0.1:{server}", text)
    assert str(server) in text and str(key) in text
    temporary = " ".join(
        f"{name}_temp_path {place}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"daemon off; pid {place}/nginx.pid; error_log {place}/error.log;\nevents {{}}\n"
    path = place / "nginx.conf"
    path.write_text(f"{head}http {{\naccess_log off; {temporary}\n{text}\n}}\n")
    return path


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def _wait_for(port: int, started: subprocess.Popen) -> None:
    for _ in range(300):
        if started.poll() is not None:
            raise AssertionError(f"nginx ended with {started.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nginx did not answer")
