"""Real installations beside the test process: what a command, a second process or a browser does to committed data.

def test_…(install):
    install.begin("from tests.making import *\nmake_clerk()")
    install.manage("import_minutes", "minutes.txt")
    with install.serve() as address: …
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY = "a key for second installations, which is long enough to be accepted"
Text = subprocess.CompletedProcess[str]


class Installation:
    """A data directory and a database of its own; every command runs in a process of its own."""

    def __init__(self, data: Path, database: str, template: "Template") -> None:
        self.data, self.database, self.template = data, database, template
        self.env = {
            **os.environ,
            "MINUTEBOOK_DATA": str(data),
            "DATABASE_URL": template.url(data, database),
            "SECRET_KEY": SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "tests.quick_settings",
            "PYTHONUNBUFFERED": "1",
            "COLUMNS": "160",
        }
        self.env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)

    def begin(self, code: str) -> None:
        """Begin with what `code` makes, which runs with Django set up, once a test process, and is copied from then on."""
        self.template.copy(self.template.after(code), self)

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
    def serve(self, env: Mapping[str, str] | None = None, workers: int = 1, port: int = 0) -> Iterator[str]:
        """Serve on a free port, or on `port`; gives the address, such as http://127.0.0.1:34567"""
        if not (self.data / "static").exists():
            (self.data / "static").symlink_to(self.template.static)
        with socket.create_server(("127.0.0.1", port)) as listening:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            command = f"-m config.serving --fd {listening.fileno()} --processes {workers}"
            server = subprocess.Popen(
                self._command(command.split()),
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

    def _run(self, arguments, check: bool, env=None, input: str | None = None, timeout: float = 300) -> Text:
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


class Template:
    """A migrated, empty installation, made once a test process and copied for each test; so is what a set-up makes of it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.server = os.environ.get("DATABASE_URL", "")  # PostgreSQL's, or nothing
        self.name = f"install_{uuid.uuid4().hex[:12]}"
        self.made = 0
        self.set_up: dict[str, Installation] = {}
        self.empty = Installation(self._directory("empty"), self.name, self)
        if self.server:
            self._sql(f"CREATE DATABASE {self.name}")
        self.empty.manage("migrate", "--verbosity", "0")

    def installation(self, data: Path) -> Installation:
        """Another, empty one in that directory."""
        self.made += 1
        installation = Installation(data, f"{self.name}_{self.made}", self)
        self.copy(self.empty, installation)
        return installation

    def after(self, code: str) -> Installation:
        """The one that `code` has run in; it is there to be copied."""
        if code not in self.set_up:
            installation = self.installation(self._directory(f"set-up-{self.made}"))
            installation.python(code)
            self.set_up[code] = installation
        return self.set_up[code]

    def copy(self, done: Installation, to: Installation) -> None:
        """Files and database, over those of `to`, which is empty."""
        shutil.copytree(done.data, to.data, dirs_exist_ok=True)
        if self.server:
            self.drop(to)
            self._sql(f"CREATE DATABASE {to.database} TEMPLATE {done.database}")

    @cached_property
    def static(self) -> Path:
        """The files of collectstatic, which all share."""
        data = self._directory("shared")
        quietly = ["--no-input", "--verbosity", "0", "--ignore", "samples"]
        self.empty.manage("collectstatic", *quietly, env={"MINUTEBOOK_DATA": str(data)})
        return data / "static"

    def drop(self, *installations: Installation) -> None:
        """Their databases on PostgreSQL; SQLite's lie in their directories."""
        for installation in installations if self.server else ():
            self._sql(f"DROP DATABASE IF EXISTS {installation.database} WITH (FORCE)")

    def drop_all(self) -> None:
        self.drop(self.empty, *self.set_up.values())

    def url(self, data: Path, database: str) -> str:
        if not self.server:
            return f"sqlite:///{data / 'minutebook.sqlite3'}"
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{database}"))

    def _directory(self, name: str) -> Path:
        (self.place / name).mkdir()
        return self.place / name

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


def _wait_for(address: str, server: subprocess.Popen, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise AssertionError(f"the server ended with {server.returncode}")
        asked = HTTPConnection(address.removeprefix("http://"), timeout=seconds)
        try:
            asked.request("GET", "/healthz")
            asked.getresponse()
            return  # it answers, if with an error or by leading to https: the test will see
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            asked.close()
    raise AssertionError(f"{address} did not answer within {seconds} s")
