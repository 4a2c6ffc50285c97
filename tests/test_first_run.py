"""A newcomer types bin/run: it serves, or says in one sentence why it can't."""

import hashlib
import os
import re
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import docx
import pytest

from tests.conftest import missing
from tests.install import ROOT

pytestmark = pytest.mark.once


@pytest.fixture
def newcomer(tmp_path, monkeypatch):
    """What is in the environment of a stranger: nothing of Minutebook's."""
    for name in (
        "SECRET_KEY",
        "DATABASE_URL",
        "DJANGO_SETTINGS_MODULE",
        "DJANGO_ALLOW_ASYNC_UNSAFE",
        "SITE_URL",
        "HOST",
        "PYTHONUNBUFFERED",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MINUTEBOOK_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("PORT", str(free_port()))
    if not (ROOT / ".venv/bin/python").exists():
        missing(".venv")
    return tmp_path / "var"


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


def refused(*arguments: str, place: Path = ROOT, **env: str) -> str:
    """What bin/run says when it will not start: its last line."""
    done = subprocess.run(
        ["bin/run", *arguments],
        cwd=place,
        env=os.environ | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode not in (0, 130, 143), done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()[-1]


@contextmanager
def running(*arguments: str, place: Path = ROOT, only: dict[str, str] | None = None, **env: str):
    """bin/run, until it says that it runs; gives what it printed and the seconds it took. `only`: its whole environment."""
    started = time.monotonic()
    process = subprocess.Popen(
        ["bin/run", *arguments],
        cwd=place,
        env=only or os.environ | env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Ctrl-C"):
                break
        assert lines and lines[-1].startswith("Ctrl-C"), "".join(lines)
        yield "".join(lines), time.monotonic() - started
    finally:
        process.terminate()
        process.stdout.read()
        assert process.wait(30) == 128 + signal.SIGTERM


def contents(data: Path) -> dict[str, str]:
    """A digest of each table and each file; of the PDFs which there are to be, for the worker goes on making them."""
    columns = {"published_pdf": "version_id, name"}
    found = {}
    with closing(sqlite3.connect(data / "minutebook.sqlite3")) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table != "sqlite_sequence":
                rows = sorted(map(repr, database.execute(f'SELECT {columns.get(table, "*")} FROM "{table}"')))
                found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    for path in data.rglob("*"):
        if path.name.startswith(".part-") or ".sqlite3" in path.name or not path.is_file():
            continue
        if not (content := path.read_bytes()).startswith(b"%PDF-"):
            found[str(path.relative_to(data))] = hashlib.sha256(content).hexdigest()
    return found


def of_this_run(data: Path) -> list[str]:
    """The processes that work with this data directory."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"MINUTEBOOK_DATA={data}\0".encode() in path.read_bytes():
                found.append((path.parent / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return [line for line in found if "bin/run" in line or "manage.py" in line or "config.serving" in line]


NEW = 'bin/run --new --name "Withyham Parish Council" --kind parish --nation england --time-zone Europe/London'
NEW += " --manager clerk@withyham.example"
# Commands that the documents print and the test below does not type, with the reason.
NOT_TYPED = {
    "git clone <repository> minutebook && cd minutebook": "`copy` stands for it",
    "bin/run": "it runs in the first shell",
    "bin/test": "it runs these tests",
    NEW: "the demonstration is there; a test below types it in a place of its own",
}


def documented() -> list[str]:
    """Each command of README.md and docs/settings.md as one types it, whether on a line of its own or within a sentence."""
    text = (ROOT / "README.md").read_text() + (ROOT / "docs/settings.md").read_text()
    lines = re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)
    within = re.findall(r"`((?:bin/\w|manage\.py ).*?)`", text)
    return list(dict.fromkeys(re.sub(r"^manage\.py", ".venv/bin/python manage.py", found) for found in lines + within))


@pytest.fixture
def copy(newcomer, tmp_path):
    """The repository as a newcomer has it after `git clone`, but for .venv, which is ours: nothing need be downloaded."""
    place = tmp_path / "minutebook"
    shutil.copytree(ROOT, place, ignore=shutil.ignore_patterns(".git", ".venv", "var", ".*cache", "__pycache__"))
    (place / ".venv").symlink_to(ROOT / ".venv")
    return place


def minutes_in_word(path: Path) -> None:
    document = docx.Document()
    document.add_heading("1. Repair of the north mole", 1)
    document.add_paragraph("The Harbour Master reported on the state of the mole.")
    document.save(path)


def test_every_documented_command_works_in_a_second_shell_with_nothing_in_its_environment(copy):
    nothing = {name: os.environ[name] for name in ("HOME", "PATH")}
    minutes_in_word(copy / "minutes.docx")
    with running(place=copy, only=nothing | {"PORT": str(free_port())}) as (said, _):
        site = re.search(r"http://127\.0\.0\.1:\d+", said)[0]
        printed_log_in = re.search(r"e-mail: (\S+)\n +password: (\S+)\n", said).groups()
        assert log_in(site, *printed_log_in) == f"{site}/admin/"
        printed = ""
        for command in (found for found in documented() if found not in NOT_TYPED):
            done = subprocess.run(
                ["bash", "-c", command], cwd=copy, env=nothing, capture_output=True, text=True, timeout=120
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
            printed += done.stdout
        address = f"{site}/committees/planning-committee/2026-03-04/"
        assert address in printed
        with urllib.request.urlopen(address) as answer:
            assert "Repair of the north mole" in answer.read().decode()


@pytest.mark.skipif(not Path("/proc/net/if_inet6").exists(), reason="this machine has no IPv6")
def test_it_serves_on_an_ipv6_address(newcomer):
    with running(HOST="::1") as (said, _):
        address = re.search(r"http://\[::1\]:\d+/", said)[0]
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200


def log_in(site: str, email: str, password: str) -> str:
    """The address to which the log-in leads, as a browser goes there."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(f"{site}/admin/login/?next=/admin/") as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]
    fields = {"username": email, "password": password, "csrfmiddlewaretoken": token}
    with browser.open(f"{site}/admin/login/?next=/admin/", urlencode(fields).encode()) as page:
        return page.url


def test_commands_that_are_not_typed_are_still_documented():
    assert set(NOT_TYPED) <= set(documented())


def refused_command() -> str:
    """What a command says that the settings stop."""
    done = subprocess.run(
        [".venv/bin/python", "manage.py", "verify"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


def test_a_command_before_the_first_start_says_what_is_missing(newcomer):
    assert refused_command().startswith("minutebook: SECRET_KEY must be set")


COMMANDS = ["migrate", "demo", "verify", "rebuild_website", "createsuperuser --email a@example.org --name A --noinput"]


def typed(command: str, data: str) -> tuple[int, str]:
    """`manage.py command` without DATABASE_URL: its status and what it says."""
    env = {"HOME": os.environ["HOME"], "PATH": os.environ["PATH"], "SECRET_KEY": "x" * 60, "MINUTEBOOK_DATA": data}
    command = [".venv/bin/python", "manage.py", *command.split()]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_whose_data_directory_can_not_be_used_says_what_to_do(newcomer, command):
    newcomer.write_text("in the way")
    for data in (str(newcomer), f"{newcomer}/below"):
        said = f"minutebook: {data} is no directory; set MINUTEBOOK_DATA to one, or to one that can be made."
        assert typed(command, data) == (1, said)
    status, said = typed(command, "/proc/minutebook")
    first = "can't be made; mend that" if command == "migrate" else "is not there. manage.py migrate makes it"
    assert status == 1 and said.startswith(f"minutebook: /proc/minutebook {first}") and "\n" not in said
    status, said = typed(command, "/proc")
    assert (status, said) == (
        1,
        "minutebook: /proc can't be written; mend that, or set MINUTEBOOK_DATA to a directory that can.",
    )


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_a_command_before_anything_was_made_makes_nothing_and_says_what_to_do(newcomer, command):
    status, said = typed(command, str(newcomer))
    assert status == 1 and said.splitlines()[-1].startswith(f"minutebook: {newcomer} is not there. manage.py migrate")
    assert not newcomer.exists()
    newcomer.mkdir()
    assert typed(command, str(newcomer))[1].endswith("The database is not ready. First run: manage.py migrate")


def test_migrate_makes_the_data_directory_for_its_owner_s_eyes_alone(newcomer):
    assert typed("migrate --verbosity 0", f"{newcomer}/deep") == (0, "")
    assert (newcomer / "deep/minutebook.sqlite3").exists() and (newcomer / "deep").stat().st_mode & 0o777 == 0o700


def test_the_second_start_is_quick_needs_no_network_and_changes_nothing(newcomer):
    with running() as (said, first):
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)[0]
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200
        assert f"{address}admin/" in said
        login = newcomer / "clerk-login.txt"
        assert login.read_text().strip().splitlines()[0] in said
        assert (newcomer / "secret_key").stat().st_mode & 0o777 == 0o600
    assert of_this_run(newcomer) == []
    before = contents(newcomer)
    with running(
        PIP_INDEX_URL="http://127.0.0.1:9/", http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9"
    ) as (
        _,
        seconds,
    ):
        assert seconds < max(20, first / 2)  # on a busy machine both take long
        assert contents(newcomer) == before


def test_who_waits_is_told_what_for_before_it_is_done(newcomer):
    process = subprocess.Popen(["bin/run"], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert "Making the demonstration council\n" in iter(process.stdout.readline, "")
        assert not (newcomer / "clerk-login.txt").exists()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.stdout.read()
        process.wait(30)


def test_a_new_council_without_a_terminal_is_begun_by_what_is_given_or_nothing_is_made(newcomer):
    given = shlex.split(NEW)[1:]
    said = refused(*given[:-2])
    assert said.startswith("minutebook: --manager is missing, and there is no terminal to ask on. Nothing was made.")
    assert all(option in said for option in ("--name", "--kind", "--nation", "--time-zone", "--manager"))
    assert not newcomer.exists()
    with running(*given) as (said, _):
        assert "Withyham Parish Council is there" in said
    with running("--new") as (said, _):  # it is there: nothing is asked
        assert "is running" in said


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--kind", "club"], "argument --kind: invalid choice: 'club'"),
        (["--nation=atlantis"], "argument --nation: invalid choice: 'atlantis'"),
        (["--time-zone", "Europe/Atlantis"], "“Europe/Atlantis” is no time zone; write one such as Europe/London."),
        (["--manager", "clerk", "--name", " "], '--name is empty. Give its name, for example --name "Withyham Parish '),
        (["--manager", "clerk"], "“clerk” is no e-mail address. Nothing was made."),
        (["--people", "nowhere.csv"], "nowhere.csv can't be read: No such file"),
        (["--colour", "red"], "unrecognized arguments: --colour red"),
    ],
)
def test_an_answer_that_is_none_is_refused_before_a_database_is_made(newcomer, given, sentence):
    whole = [*shlex.split(NEW)[1:], "--manager", "clerk@withyham.example", *given]
    said = refused(*whole)
    assert said.startswith("minutebook: ") and sentence in said
    assert {path.name for path in newcomer.iterdir()} <= {"secret_key", ".running"}


def test_a_backup_is_restored_into_sqlite_by_the_commands_that_are_documented(copy, tmp_path):
    nothing = {name: os.environ[name] for name in ("HOME", "PATH")}

    def typed(*commands: str, **env: str) -> str:
        script = "\n".join(["set -e", *commands])
        done = subprocess.run(
            ["bash", "-c", script], cwd=copy, env=nothing | env, capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    (tmp_path / "old").mkdir()
    manage = ".venv/bin/python manage.py"
    begun = [
        f"{manage} migrate",
        f"{manage} {NEW.replace('bin/run --new', 'new_council')}",
        f"{manage} backup minutebook.tar",
    ]
    typed(*begun, SECRET_KEY="x" * 60, MINUTEBOOK_DATA=str(tmp_path / "old"))
    shutil.copy(tmp_path / "old/withdrawals.jsonl", copy)
    text = (ROOT / "deploy/README.md").read_text()
    steps = re.search(r"^    (mkdir -m 700 var.*?)^    bin/run$", text, re.MULTILINE | re.DOTALL)[1]
    assert "All is in order" in typed(*map(str.strip, steps.splitlines()))
    with running("--new", place=copy, only=nothing | {"PORT": str(free_port())}) as (said, _):
        assert "is running" in said and "is there, with" not in said


DEAF = """
import signal, time
from django.core.management.base import BaseCommand

class Command(BaseCommand):
    def handle(self, **options):
        heard = []
        signal.signal(signal.SIGTERM, lambda *_: heard.append(1))
        while len(heard) < 2:
            time.sleep(0.05)
"""


def test_a_worker_that_did_not_hear_that_all_stop_is_told_again(copy):
    """As one that is being started at that very moment, whose signal is lost with the shell that becomes it."""
    (copy / "config/management/commands/worker.py").write_text(DEAF)
    nothing = {name: os.environ[name] for name in ("HOME", "PATH")}
    with running(place=copy, only=nothing | {"PORT": str(free_port())}):
        time.sleep(4)  # until it listens


def test_a_port_in_use_is_said(newcomer):
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        said = refused(PORT=str(port))
    assert said == (
        f"minutebook: port {port} of 127.0.0.1 is in use; stop what runs there, or choose another: PORT={port + 1} bin/run"
    )
    assert not (newcomer / "minutebook.sqlite3").exists()


def test_a_port_that_is_taken_during_the_set_up_is_said_and_nothing_is_said_to_run(newcomer):
    port = free_port()
    process = subprocess.Popen(
        ["bin/run"],
        cwd=ROOT,
        env=os.environ | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (newcomer / "secret_key").exists():  # the address is looked at before that
        assert process.poll() is None
        time.sleep(0.01)
    with closing(socket.create_server(("127.0.0.1", port))):
        out, said = process.communicate(timeout=240)
    assert process.returncode == 1 and "is running" not in out
    assert f"port {port} of 127.0.0.1 is in use" in said and f"PORT={port + 1} bin/run" in said


def test_a_second_one_of_the_same_data_says_that_it_runs_already(newcomer):
    with running() as (said, _):
        address = re.search(r"http://\S+:\d+", said)[0]
        again = refused(PORT=str(free_port()))
        assert again.startswith(f"minutebook: it runs already, on {address}. Ctrl-C stops it")
        assert (newcomer / "site_url").read_text().strip() == address
    assert of_this_run(newcomer) == []


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1"])
def test_a_port_that_is_none_is_said(newcomer, port):
    assert refused(PORT=port) == f"minutebook: PORT is “{port}”; it must be a number from 1 to 65535."


def test_a_host_that_is_not_ours_is_said(newcomer):
    assert "can't serve on 192.0.2.1" in refused(HOST="192.0.2.1")


def test_a_file_in_the_place_of_the_data_directory_is_said(newcomer):
    newcomer.write_text("in the way")
    assert refused() == (
        f"minutebook: {newcomer} can't be written; mend that, or set MINUTEBOOK_DATA to a directory that can."
    )
    assert newcomer.read_text() == "in the way"


def test_a_data_directory_that_can_not_be_made_is_said(newcomer):
    """Permissions stop no root; /proc stops everyone."""
    said = refused(MINUTEBOOK_DATA="/proc/minutebook")
    assert said == (
        "minutebook: /proc/minutebook can't be written; mend that, or set MINUTEBOOK_DATA to a directory that can."
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions stop no root")
def test_a_data_directory_of_someone_else_is_said(newcomer):
    newcomer.mkdir(mode=0o555)
    assert "can't be written" in refused()


@pytest.mark.parametrize("url", ["nonsense", "postgres//x", "mysql://a:b@c/d", "postgres://user@host:port/name"])
def test_a_malformed_database_url_is_said(newcomer, url):
    assert "DATABASE_URL" in refused(DATABASE_URL=url)


def test_a_database_that_does_not_answer_is_said(newcomer):
    said = refused(DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/none")
    assert said.startswith("minutebook: the database can't be used: ")


def test_a_file_that_is_no_database_is_said_and_left_alone(newcomer):
    newcomer.mkdir()
    (newcomer / "minutebook.sqlite3").write_text("Dear diary, " * 100)
    assert refused() == "minutebook: the database can't be used: file is not a database"
    assert (newcomer / "minutebook.sqlite3").read_text() == "Dear diary, " * 100


# How pip finds nothing.
NOWHERE = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": "http://127.0.0.1:9/",
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
}


def test_without_network_and_without_packages_it_says_so(newcomer, tmp_path):
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "bin", clone / "bin")
    shutil.copy(ROOT / "requirements.txt", clone)
    said = refused(place=clone, PATH=f"{Path(sys.base_prefix) / 'bin'}:{os.environ['PATH']}", **NOWHERE)
    assert said == "minutebook: the Python packages of requirements.txt could not be installed (is there a network?)."


@pytest.fixture
def no_fonts(tmp_path, monkeypatch):
    """A Debian of which apt and dpkg find what sets a page, but no fonts, and nobody to fetch them from. The machine's own
    packages are as they were: nothing can be installed."""
    if os.geteuid() or not shutil.which("apt-get"):
        pytest.skip("apt-get installs for root alone")
    lists = tmp_path / "apt"
    for name in ("lists/partial", "cache/archives/partial", "dpkg"):
        (lists / name).mkdir(parents=True)
    head = (
        "Status: install ok installed\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.org>\nDescription: x\n"
    )
    there = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig")
    (lists / "dpkg/status").write_text("".join(f"Package: {name}\n{head}\n" for name in there))
    (lists / "apt.conf").write_text(
        f'Dir::State "{lists}"; Dir::State::Status "{lists}/dpkg/status"; Dir::Cache "{lists}/cache";'
        'Dir::Etc::SourceList "/dev/null"; Dir::Etc::SourceParts "/dev/null";'
    )
    monkeypatch.setenv("APT_CONFIG", str(lists / "apt.conf"))
    monkeypatch.setenv("DPKG_ADMINDIR", str(lists / "dpkg"))
    return lists / "dpkg/status"


NOT_INSTALLED = "minutebook: these packages are missing and apt could not install them (is there a network?): "


def test_fonts_that_could_not_be_installed_beside_the_rest_are_said_and_nothing_is_served(newcomer, copy, no_fonts):
    assert refused(*shlex.split(NEW)[1:], place=copy) == f"{NOT_INSTALLED}fonts-noto-cjk fonts-unifont"


def test_without_pango_nothing_is_begun(newcomer, copy, no_fonts):
    no_fonts.write_text("")
    assert refused(place=copy).startswith(f"{NOT_INSTALLED}libpango-1.0-0 ")
    assert not (newcomer / "secret_key").exists()


def test_what_apt_could_not_do_is_said_before_what_pip_could_not(newcomer, tmp_path, no_fonts):
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "bin", clone / "bin")
    shutil.copy(ROOT / "requirements.txt", clone)
    said = refused(place=clone, PATH=f"{Path(sys.base_prefix) / 'bin'}:{os.environ['PATH']}", **NOWHERE)
    assert said.startswith(NOT_INSTALLED)


def test_an_old_python_is_said(newcomer, tmp_path):
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "bin", clone / "bin")
    old = tmp_path / "old"
    old.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        (old / name).write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\n')
        (old / name).chmod(0o755)
    said = refused(place=clone, PATH=f"{old}:{os.environ['PATH']}")
    assert said == "minutebook: Python 3.11 or newer is needed; Python 3.9.2 was found."
