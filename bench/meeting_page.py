"""H1, H2: the meeting page through Django, in no cache, as a share of nginx serving the same bytes from disk.

Two gunicorn workers, one wrk thread with four connections, on the same machine; interleaved rounds, medians.
"""

import re
import socket
import subprocess
import sys
import time
import urllib.request

from _site import DATA, ROOT, make_meeting, need, set_up, table

ROUNDS, SECONDS = 5, 3


def main() -> None:
    need("wrk", "nginx")
    set_up()
    from published.kinds import Kind
    from publishing.models import Publication

    meeting = make_meeting(20)
    Publication.objects.publish(meeting, Kind.MINUTES)
    path = f"/committees/{meeting.address}/"
    queries(path)
    with Served() as django, Nginx() as nginx:
        with urllib.request.urlopen(django.address + path) as answer:
            body, etag = answer.read(), answer.headers["ETag"]
        (DATA / "www" / "page.html").write_bytes(body)
        cases = {
            "nginx, the same bytes from disk": (nginx.address + "/page.html", None),
            "meeting page through Django": (django.address + path, None),
            "meeting page, 304": (django.address + path, etag),
        }
        found = {name: [] for name in cases}
        for _ in range(ROUNDS):
            for name, (url, known) in cases.items():
                found[name].append(requests_per_second(url, known))
    table(
        f"Meeting page, {len(body) / 1000:.1f} kB, requests a second (goals: page ≥ 0.03, 304 ≥ 0.07 of nginx)",
        [(n, v, "") for n, v in found.items()],
        "req/s",
    )


def queries(path: str) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = Client(headers={"host": "127.0.0.1"}).get(path)
    print(f"Queries: {len(captured)} for a page of {len(answer.content)} bytes")
    with CaptureQueriesContext(connection) as captured:
        Client(headers={"host": "127.0.0.1"}).get(path, headers={"if-none-match": answer["ETag"]})
    print(f"Queries: {len(captured)} for the 304")


def requests_per_second(url: str, etag: str | None) -> float:
    header = ["-H", f"If-None-Match: {etag}"] if etag else []
    done = subprocess.run(
        ["wrk", "-t1", "-c4", f"-d{SECONDS}s", *header, url], check=True, capture_output=True, text=True
    )
    if "Non-2xx" in done.stdout and not etag:
        sys.exit(f"{url} answers with errors:\n{done.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


class Server:
    command: list[str]

    def __init__(self):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.process = subprocess.Popen(self.make(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Served(Server):
    def make(self) -> list[str]:
        return [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "--workers",
            "2",
            "--threads",
            "4",
            "--bind",
            f"127.0.0.1:{self.port}",
        ]


class Nginx(Server):
    def make(self) -> list[str]:
        (DATA / "www").mkdir(exist_ok=True)
        DATA.chmod(0o755)
        (DATA / "nginx.conf").write_text(
            f"daemon off; pid {DATA}/nginx.pid; error_log {DATA}/nginx.log; worker_processes 2; user root;\n"
            f"events {{}} http {{ access_log off; sendfile on; types {{ text/html html; }}\n"
            f"server {{ listen 127.0.0.1:{self.port}; root {DATA}/www; }} }}\n"
        )
        return ["nginx", "-c", str(DATA / "nginx.conf")]


if __name__ == "__main__":
    main()
