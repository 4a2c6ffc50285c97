"""nginx in front of an installation, with deploy/nginx.conf as it is shipped but for ports, paths and the certificate."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def certificate(directory: Path) -> str:
    """One of our own, for two days, as nginx is told of it."""
    made, key = directory / "certificate.pem", directory / "key.pem"
    command = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=minutes.example.org -keyout {key} -out {made}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    return f" ssl; ssl_certificate {made}; ssl_certificate_key {key}"


def shipped(directory: Path, port: int, behind: str, tls: str = "") -> str:
    """The shipped file as a whole configuration: it listens on `port` in plain HTTP, or with a `certificate`, passes on to
    `behind`, such as 127.0.0.1:8000, keeps what it writes in `directory`, and logs what its cache said of each request."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    redirect = re.compile(r"^server \{\n    listen 80;.*?^\}\n", re.DOTALL | re.MULTILINE)
    app = "http://unix:/opt/minutebook/web.sock:"
    assert redirect.search(text) and app in text and "@LISTEN@" in text
    text = redirect.sub("", text).replace(app, f"http://{behind}").replace("@HOST@", "minutes.example.org")
    text = text.replace("@LISTEN@", f"listen 127.0.0.1:{port}{tls};").replace("/opt/minutebook/current", str(ROOT))
    text = re.sub(r"^    (ssl_|access_log).*\n", "", text, flags=re.MULTILINE)
    text = text.replace("/var/cache/nginx", str(directory))
    return (
        f"daemon off; pid {directory}/pid; error_log {directory}/errors; worker_processes 1; {_user()}\n"
        f"events {{}}\nhttp {{\nlog_format told '$upstream_cache_status $request_method $request_uri $status';\n"
        f"access_log {directory}/told told; client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy;\n"
        f"fastcgi_temp_path {directory}/f; uwsgi_temp_path {directory}/u; scgi_temp_path {directory}/s;\n{text}\n}}\n"
    )


def _user() -> str:
    return "user root;" if os.geteuid() == 0 else ""


@contextmanager
def nginx(directory: Path, behind: str, has_tls: bool = False, files: int = 1024) -> Iterator[str]:
    """nginx as long as the block lasts, which may have so many files open; gives its address, such as http://127.0.0.1:34567"""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    directory.mkdir(exist_ok=True)
    (directory / "conf").write_text(shipped(directory, port, behind, certificate(directory) if has_tls else ""))
    server = subprocess.Popen(
        ["prlimit", f"--nofile={files}", "nginx", "-c", str(directory / "conf")], stderr=subprocess.PIPE, text=True
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert server.poll() is None, server.stderr.read()
                time.sleep(0.05)
        yield f"http{'s' if has_tls else ''}://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()


def told(directory: Path) -> list[list[str]]:
    """Each request: what the cache said (HIT, MISS, EXPIRED, REVALIDATED, BYPASS or -), method, address, status."""
    return [line.split(" ") for line in (directory / "told").read_text().splitlines()]
