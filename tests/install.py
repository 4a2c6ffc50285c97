"""Real installations beside the test process: what a command, a second process or a browser does to committed data.

def test_…(install):
    install.manage("import_minutes", "minutes.txt")
    with install.serve() as address: …
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY = "a key for second installations, which is long enough to be accepted"
Text = subprocess.CompletedProcess[str]


class Installation:
    """A data directory and a database of its own; every command runs in a process of its own."""

    def __init__(self, data: Path, database_url: str) -> None:
        self.data = data
        self.env = {
            **os.environ,
            "MINUTEBOOK_DATA": str(data),
            "DATABASE_URL": database_url,
            "SECRET_KEY": SECRET_KEY,
            "PYTHONUNBUFFERED": "1",
            "COLUMNS": "160",
        }
        self.env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)

    def manage(self, *arguments: str | Path, check: bool = True, **options) -> Text:
        """Run manage.py with `arguments`; options: env (added to the installation's), input, timeout."""
        return self._run([ROOT / "manage.py", *arguments], check, **options)

    def python(self, code: str, check: bool = True, **options) -> Text:
        """Run `code` with Django set up."""
        return self._run(["-c", f"import django\ndjango.setup()\n{code}"], check, **options)

    def popen(self, *arguments: str | Path, env: Mapping[str, str] | None = None, **options) -> subprocess.Popen[str]:
        """Start manage.py with `arguments` and do not wait for it."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
        return subprocess.Popen(
            self._command([ROOT / "manage.py", *arguments]), cwd=ROOT, env=self.env | dict(env or {}), **options
        )

    @contextmanager
    def serve(self, env: Mapping[str, str] | None = None, workers: int = 1) -> Iterator[str]:
        """Serve with gunicorn on a free port; gives the address, such as http://127.0.0.1:34567"""
        self._static_files()
        with socket.create_server(("127.0.0.1", 0)) as listening:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            command = f"-m gunicorn config.wsgi --bind fd://{listening.fileno()} --threads 4 --log-level warning"
            server = subprocess.Popen(
                self._command(
                    [*command.split(), "--workers", str(workers), "--graceful-timeout", "2", "--no-control-socket"]
                ),
                cwd=ROOT,
                env=self.env | {"SITE_URL": address} | dict(env or {}),
                pass_fds=[listening.fileno()],
            )
        try:
            _wait_for(address, server)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    def _run(self, arguments, check: bool, env=None, input: str | None = None, timeout: float = 120) -> Text:
        done = subprocess.run(
            self._command(arguments),
            cwd=ROOT,
            env=self.env | dict(env or {}),
            input=input if input is not None else "",
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        if check and done.returncode:
            raise AssertionError(f"{done.args} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def _command(self, arguments) -> list[str]:
        return [sys.executable, *map(str, arguments)]

    def _static_files(self) -> None:
        if not (self.data / "static").exists():
            self.manage("collectstatic", "--no-input", "--verbosity", "0", "--ignore", "samples")


class Template:
    """A migrated, empty database, made once a test process and copied for each installation."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.server = os.environ.get("DATABASE_URL", "")  # PostgreSQL's, or nothing
        self.name = f"install_{uuid.uuid4().hex[:12]}"
        self.made = 0
        if self.server:
            self._sql(f"CREATE DATABASE {self.name}")
        Installation(place, self._url(self.name, place)).manage("migrate", "--verbosity", "0")

    @contextmanager
    def installation(self, data: Path) -> Iterator[Installation]:
        self.made += 1
        name = f"{self.name}_{self.made}"
        if self.server:
            self._sql(f"CREATE DATABASE {name} TEMPLATE {self.name}")
        else:
            shutil.copy(self.place / "minutebook.sqlite3", data)
        try:
            yield Installation(data, self._url(name, data))
        finally:
            if self.server:
                self._sql(f"DROP DATABASE {name} WITH (FORCE)")

    def drop(self) -> None:
        if self.server:
            self._sql(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _url(self, name: str, data: Path) -> str:
        if not self.server:
            return f"sqlite:///{data / 'minutebook.sqlite3'}"
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{name}"))

    def _sql(self, statement: str) -> None:
        import dj_database_url
        import psycopg2

        found = dj_database_url.parse(self.server)
        connection = psycopg2.connect(
            dbname=found["NAME"],
            user=found["USER"],
            password=found["PASSWORD"],
            host=found["HOST"],
            port=found["PORT"] or 5432,
        )
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()


def _wait_for(address: str, server: subprocess.Popen, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise AssertionError(f"gunicorn ended with {server.returncode}")
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=seconds).close()
            return
        except urllib.error.HTTPError:
            return  # it answers, if with an error: the test will see
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer within {seconds} s")
