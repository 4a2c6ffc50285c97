"""The servers whose answers benchmarks count, and wrk, which asks them."""

import re
import socket
import subprocess
import sys
import time

from _site import DATA, ROOT

from tests.web_servers import shipped

SECONDS = 3


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
    """A process that serves as long as the block lasts."""

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
        return [sys.executable, "-m", "config.serving", "--bind", f"127.0.0.1:{self.port}"]


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


class Proxied(Server):
    """nginx with the configuration that is shipped, in front of `behind`, without TLS and log as the nginx beside it."""

    def __init__(self, behind: str):
        super().__init__()
        self.behind = behind.removeprefix("http://")

    def make(self) -> list[str]:
        directory = DATA / "proxied"
        directory.mkdir()
        conf = re.sub("access_log .*;", "access_log off;", shipped(directory, self.port, self.behind))
        (directory / "conf").write_text(conf.replace("worker_processes 1", "worker_processes 2"))
        return ["nginx", "-c", str(directory / "conf")]
