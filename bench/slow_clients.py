"""What slow and silent clients do to a reader, server by server; with each server's speed and memory at rest.

Two hundred clients of one kind are connected and stay, then a reader asks for the home page ten times, with patience for five
seconds. Servers that are not installed are left out and named; gunicorn==27.0.1 and granian==2.8.9 were measured.
"""

import io
import socket
import statistics
import sys
import time
import urllib.request
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from _servers import Server, requests_per_second
from _site import DATA, machine, need, set_up

CLIENTS, ASKED, PATIENCE = 200, 10, 5
GUNICORN = "-m gunicorn config.wsgi --no-control-socket --log-level error --preload --bind 127.0.0.1:{port}"
GRANIAN = "-m granian config.wsgi:application --interface wsgi --no-log --port {port} --blocking-threads 4 --workers"
SERVERS = {
    "gunicorn, 2 × 4 threads": f"{GUNICORN} --workers 2 --threads 4",
    "granian, 1 × 4 threads": f"{GRANIAN} 1",
    "granian, 2 × 4 threads": f"{GRANIAN} 2",
    "config.serving (waitress), 1 × 4 threads": "-m config.serving --bind 127.0.0.1:{port} --processes 1",
    "config.serving (waitress), 2 × 4 threads": "-m config.serving --bind 127.0.0.1:{port} --processes 2",
}


class Tried(Server):
    def __init__(self, arguments: str):
        super().__init__()
        self.arguments = arguments

    def make(self) -> list[str]:
        return [sys.executable, *self.arguments.format(port=self.port).split()]


def clients(port: int, path: str) -> dict[str, bytes]:
    """What each kind sends before it falls silent."""
    head = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    form = f"POST /admin/login/{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nusername="
    return {
        "silent": b"",
        "half a head": f"GET /{head}X-Slow:".encode(),
        "half a body": form.encode(),
        "reads nothing": f"GET {path}{head}\r\n".encode() * 4,
    }


def connect(port: int, sent: bytes) -> list[socket.socket]:
    """Two hundred of them, each with a window of a few kB."""
    found = []
    for _ in range(CLIENTS):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(PATIENCE)
        one.connect(("127.0.0.1", port))
        one.sendall(sent)
        found.append(one)
    return found


def read(address: str) -> list[float]:
    """Milliseconds of each answer that came."""
    found = []
    for _ in range(ASKED):
        started = time.monotonic()
        with suppress(OSError), urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            answer.read()
            found.append((time.monotonic() - started) * 1000)
        if not found:
            break  # it hangs, and would nine times more
    return found


def memory(pid: int) -> float:
    """MiB that the process and its children hold: of what they share, each its share (PSS)."""
    total = 0
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            total = int(line.split()[1])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return total / 1024 + sum(memory(int(child)) for child in children)


def longest_file() -> str:
    """The address of the largest static file, which no kernel takes whole for a client that does not read."""
    static = DATA / "static"
    found = max(
        (path for path in static.rglob("*") if path.suffix not in {".gz", ".br"}), key=lambda p: p.stat().st_size
    )
    return f"/static/{found.relative_to(static)}"


def main() -> None:
    need("wrk")
    set_up()
    from django.core.management import call_command

    call_command("demo", stdout=io.StringIO())
    path = longest_file()
    chosen = {name: line for name, line in SERVERS.items() if find_spec(line.split()[1].partition(".")[0])}
    for name in SERVERS.keys() - chosen.keys():
        print(f"Left out, for it is not installed: {name}")
    print(machine())
    kinds = list(clients(0, path))
    print(f"\nOf {ASKED} readers beside {CLIENTS} clients how many were answered, and after how many ms (median)")
    print(
        f"{'':42} {'MiB':>6} {'home/s':>7} {'file/s':>7}  {'no clients':>14}" + "".join(f"{kind:>16}" for kind in kinds)
    )
    for name, line in chosen.items():
        with Tried(line) as server:
            read(server.address)
            at_rest = memory(server.process.pid)
            speeds = [requests_per_second(server.address + at, None) for at in ("/", path)]
            cells = [cell(read(server.address))]
            for kind in kinds:
                there = connect(server.port, clients(server.port, path)[kind])
                time.sleep(1)
                cells.append(cell(read(server.address)))
                for one in there:
                    one.close()
                time.sleep(1)
        print(
            f"{name:42} {at_rest:6.0f} {speeds[0]:7.0f} {speeds[1]:7.0f}  {cells[0]:>14}"
            + "".join(f"{c:>16}" for c in cells[1:]),
            flush=True,
        )


def cell(times: list[float]) -> str:
    return f"{len(times)}, {statistics.median(times):.0f} ms" if times else "none"


if __name__ == "__main__":
    main()
