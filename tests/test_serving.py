"""Slow clients, a server that is stopped or killed, and a database that restarts: no reader notices."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config import serving
from tests.conftest import missing
from tests.install import ROOT

pytestmark = pytest.mark.once

MEETING = "from tests.making import *\npublish(make_held_meeting(), Kind.DRAFT_MINUTES)"
FORM = "POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
SLOW = {
    "silent": "",
    "half a head": "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow:",
    "half a body": f"{FORM}Content-Length: 1000\r\n\r\nusername=",
    "reads nothing": "GET /static/admin/js/vendor/jquery/jquery.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20,
}


def connect(address: str, sent: str = "") -> socket.socket:
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # else the kernel takes the answer for who does not read
    one.settimeout(30)
    one.connect((urlsplit(address).hostname, urlsplit(address).port))
    one.sendall(sent.encode())
    return one


def status_of(address: str) -> int:
    """Of what a reader is answered; 0 after ten seconds."""
    with suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status
    return 0


def answer_to(one: socket.socket, sent: bytes) -> tuple[int, str]:
    """Status and text of what is answered to that."""
    one.sendall(sent)
    answer = http.client.HTTPResponse(one)
    answer.begin()
    return answer.status, answer.read().decode()


@pytest.mark.parametrize("kind", SLOW)
def test_two_hundred_slow_clients_stop_no_reader(install, kind):
    install.begin(MEETING)
    with install.serve() as address:
        there = [connect(address, SLOW[kind]) for _ in range(200)]
        time.sleep(0.5)
        for _ in range(5):
            assert status_of(address) == 200
        assert [one.close() for one in there if one.fileno() > 0]


def test_who_connects_and_says_nothing_makes_room_where_all_places_are_taken(install):
    """More than there are places: the longest silent ones go."""
    install.begin(MEETING)
    with install.serve() as address:
        there = [connect(address) for _ in range(serving.CONNECTIONS + 50)]
        assert status_of(address) == 200
        assert there[0].recv(1) == b""  # it was let go
        there[-1].settimeout(0.1)
        with pytest.raises(TimeoutError):
            there[-1].recv(1)
        for one in there:
            one.close()


def test_a_head_or_a_body_that_is_too_long_is_refused_before_the_app_sees_it(install):
    with install.serve() as address:
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: {'x' * serving.LONGEST_HEAD}\r\n\r\n"
        with closing(connect(address)) as one:
            assert answer_to(one, head.encode())[0] == 431
        too_long = f"Content-Length: {serving.LONGEST_BODY + 1}"
        for asked in (f"Content-Length: {serving.READ_AWAY + 1}", f"Expect: 100-continue\r\n{too_long}"):
            with closing(connect(address)) as one:
                assert answer_to(one, f"{FORM}{asked}\r\n\r\n".encode())[0] == 413


def test_who_sends_a_file_that_is_too_long_reads_why_on_a_page_and_nothing_of_it_is_kept(install):
    with install.serve() as address, closing(connect(address)) as one:
        one.sendall(f"{FORM}Content-Length: {serving.LONGEST_BODY + 1024**2}\r\n\r\n".encode())
        for _ in range(serving.LONGEST_BODY // 1024**2):
            one.sendall(b"x" * 1024**2)  # a connection that is closed on it fails here
        status, page = answer_to(one, b"x" * 1024**2)
        assert status == 413 and "more than 80 MB" in page and "Nothing was changed." in page
        assert one.recv(1) == b""
    with install.serve() as address:
        assert status_of(address) == 200


@contextmanager
def served(install, *arguments: str):
    """The server itself, told where by `arguments`; gives the process."""
    command = [sys.executable, "-m", "config.serving", *arguments]
    server = subprocess.Popen(command, cwd=ROOT, env=install.env, stderr=subprocess.PIPE, text=True)
    try:
        yield server
    finally:
        server.terminate()
        server.communicate(timeout=60)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("it does not serve")


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_who_was_half_way_through_is_answered_when_the_server_is_stopped(install):
    port = free_port()
    with served(install, "--bind", f"127.0.0.1:{port}") as server:
        wait_for(port)
        address = f"http://127.0.0.1:{port}"
        half, idle = connect(address, "GET /healthz HTTP/1.1\r\n"), connect(address)
        assert answer_to(idle, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") == (200, "ok\n")
        time.sleep(0.5)
        server.terminate()
        assert idle.recv(1) == b""  # it has its answer, and is let go
        time.sleep(1)
        assert server.poll() is None
        assert answer_to(half, b"Host: 127.0.0.1\r\n\r\n") == (200, "ok\n")
        assert server.wait(20) == 0
        with pytest.raises(ConnectionRefusedError):
            connect(address)


def test_a_serving_process_that_is_killed_is_replaced(install):
    port = free_port()
    with served(install, "--bind", f"127.0.0.1:{port}", "--processes", "2") as server:
        wait_for(port)
        before = children(server.pid)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        for _ in range(100):
            if len(set(children(server.pid)) - {before[0]}) == 2:
                break
            time.sleep(0.1)
        assert before[1] in children(server.pid) and len(children(server.pid)) == 2
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200


def test_when_the_server_is_killed_outright_its_processes_end_too(install):
    port = free_port()
    with served(install, "--bind", f"127.0.0.1:{port}") as server:
        wait_for(port)
        serving_ones = children(server.pid)
        server.kill()
        for _ in range(200):
            if not any(Path(f"/proc/{pid}").exists() for pid in serving_ones):
                break
            time.sleep(0.1)
        assert [pid for pid in serving_ones if Path(f"/proc/{pid}").exists()] == []


def test_on_a_socket_it_answers_those_who_may_use_it(install, tmp_path):
    place = tmp_path / "web.sock"
    (install.data / "static").symlink_to(install.template.static)
    with served(install, "--socket", str(place)) as server:
        one = socket.socket(socket.AF_UNIX)
        for _ in range(600):
            assert server.poll() is None
            try:
                one.connect(str(place))
                break
            except OSError:
                time.sleep(0.1)
        assert place.stat().st_mode & 0o777 == 0o660
        with closing(one):
            status, page = answer_to(one, b"GET /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert status == 200 and "csrfmiddlewaretoken" in page


def test_an_address_that_is_not_ours_is_said_in_a_sentence(install):
    with served(install, "--bind", "192.0.2.1:80") as server:
        said = server.communicate(timeout=60)[1]
    assert said.splitlines()[-1].startswith("minutebook: can't serve on 192.0.2.1:80: ") and "Traceback" not in said


# A database that restarts

CLUSTER = """
source bin/_setup.sh; start_postgres; echo "$postgres_url"
pg() { as_postgres "$postgres/pg_ctl" -D "$cluster/data" -w -m fast "$@" >/dev/null; }
while read -r what; do pg $what; echo "$what"; done
"""


class Cluster:
    """A PostgreSQL of its own, which can be stopped and restarted."""

    def __init__(self):
        self.shell = subprocess.Popen(
            ["bash", "-c", CLUSTER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.url = self.shell.stdout.readline().strip()

    def tell(self, what: str) -> None:
        self.shell.stdin.write(f"{what}\n")
        self.shell.stdin.flush()
        assert self.shell.stdout.readline().strip() == what

    def end(self) -> None:
        self.shell.stdin.close()
        self.shell.wait(60)


@pytest.fixture(scope="module")
def cluster():
    if not (shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        missing("PostgreSQL")
    found = Cluster()
    assert found.url.startswith("postgres://")
    yield found
    found.end()


@pytest.fixture
def on_postgres(install, cluster):
    install.env["DATABASE_URL"] = cluster.url
    install.manage("migrate", "--verbosity", "0")
    if "True" not in install.python("from published.models import Version\nprint(Version.objects.exists())").stdout:
        install.python(MEETING)
    return install


def test_no_reader_sees_an_error_while_postgresql_restarts(on_postgres, cluster):
    is_over, seen = threading.Event(), []

    def read(address: str) -> None:
        while not is_over.is_set():
            try:
                with urllib.request.urlopen(address, timeout=60) as answer:
                    seen.append((answer.status, b"Harbour Committee" in answer.read()))
            except OSError as error:
                seen.append((getattr(error, "code", 0), str(error)))

    with on_postgres.serve(workers=2) as address:
        readers = [threading.Thread(target=read, args=[address]) for _ in range(4)]
        for reader in readers:
            reader.start()
        for _ in range(5):
            time.sleep(1)
            before = len(seen)
            cluster.tell("restart")
        time.sleep(1)
        is_over.set()
        for reader in readers:
            reader.join()
    assert len(seen) > before > 20  # they read on after the last restart
    assert set(seen) == {(200, True)}


def test_a_database_that_stays_away_is_said_in_a_sentence_and_the_server_goes_on(on_postgres, cluster):
    with on_postgres.serve() as address:
        cluster.tell("stop")
        try:
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(address, timeout=60)
            assert (refused.value.code, refused.value.headers["Retry-After"]) == (503, "30")
            assert "Please try again in a minute." in refused.value.read().decode()
            started = time.monotonic()
            with pytest.raises(urllib.error.HTTPError):  # whoever watches is told at once
                urllib.request.urlopen(f"{address}/healthz", timeout=60)
            assert time.monotonic() < started + 5
        finally:
            cluster.tell("restart")
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.status == 200
