"""A server of a council's own: its units, nginx, settings and scripts, each run as far as a machine without root allows."""

import configparser
import grp
import http.client
import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import yaml

from tests.conftest import missing
from tests.install import ROOT
from tests.test_serving import free_port

pytestmark = pytest.mark.once

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "units").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
MOST_EXPOSED = 3.0  # of 10, as systemd-analyze counts


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_a_service_that_is_broken_into_can_do_little(unit):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here")
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True)
    level = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert level, done.stdout + done.stderr
    assert float(level[1]) <= MOST_EXPOSED


def test_the_timers_come_at_times_that_systemd_knows():
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here")
    for unit in UNITS:
        for time_ in re.findall(r"^OnCalendar=(.*)$", unit.read_text(), re.MULTILINE):
            subprocess.run(["systemd-analyze", "calendar", time_], check=True, capture_output=True)
    assert {path.with_suffix(".service") for path in UNITS if path.suffix == ".timer"} <= set(SERVICES)


# A small supervisor: what systemd does with a service, but for the walls around it


class Unit:
    """A unit's [Service], with the directories of an installation in the place of a server's."""

    def __init__(self, path: Path, install, tmp_path: Path):
        read = configparser.RawConfigParser(strict=False, interpolation=None)
        read.optionxform = str
        read.read_string(self._here(path.read_text(), tmp_path))
        self.service = dict(read["Service"])
        named = dict(pair.split("=", 1) for pair in self.service.get("Environment", "").split())
        self.env = install.env | {name: value for name, value in named.items() if name != "MINUTEBOOK_STATIC"}

    @staticmethod
    def _here(text: str, tmp_path: Path) -> str:
        own_group = grp.getgrgid(os.getegid()).gr_name
        for theirs, ours in {
            "/opt/minutebook/releases/%i/.venv/bin/python": sys.executable,
            "/opt/minutebook/current/.venv/bin/python": sys.executable,
            "/opt/minutebook/releases/%i": str(ROOT),
            "/opt/minutebook/current": str(ROOT),
            "/run/minutebook/%i": str(tmp_path),
            "/var/backups/minutebook": str(tmp_path),
            "www-data": own_group,
        }.items():
            text = text.replace(theirs, ours)
        return text

    @contextmanager
    def running(self):
        """Started, until it said that it is ready where it says so; stopped with SIGTERM, as systemd does."""
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        told.bind("")  # an abstract name, which the kernel gives
        told.settimeout(120)
        env = self.env | {"NOTIFY_SOCKET": "@" + told.getsockname()[1:].decode()}
        process = subprocess.Popen(
            shlex.split(self.service["ExecStart"]),
            cwd=self.service["WorkingDirectory"],
            env=env if self.service.get("Type") == "notify" else self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            if self.service.get("Type") == "notify":
                assert told.recv(100) == b"READY=1"
            yield process
        finally:
            told.close()
            process.send_signal(signal.SIGTERM)
            self.said = "".join(process.communicate(timeout=int(self.service.get("TimeoutStopSec", "90"))))
        assert process.returncode == 0, self.said


def ask(place: Path, path: str = "/healthz") -> tuple[int, bytes]:
    with closing(socket.socket(socket.AF_UNIX)) as one:
        one.settimeout(30)
        one.connect(str(place))
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        answer = http.client.HTTPResponse(one)
        answer.begin()
        return answer.status, answer.read()


def test_the_web_unit_says_when_it_is_ready_and_answers(install, tmp_path):
    unit = Unit(DEPLOY / "units/minutebook@.service", install, tmp_path)
    with unit.running():
        assert ask(tmp_path / "web.sock") == (200, b"ok\n")


def test_the_worker_unit_works_until_it_is_stopped(install, tmp_path):
    install.begin("from tests.making import *\npublish(make_held_meeting(), Kind.DRAFT_MINUTES)")
    waits = "from published.models import PDF\nprint(PDF.objects.waiting().count())"
    assert install.python(waits).stdout != "0\n"
    with Unit(DEPLOY / "units/minutebook-worker.service", install, tmp_path).running():
        for _ in range(120):
            time.sleep(1)
            if install.python(waits).stdout == "0\n":
                break
    assert install.python(waits).stdout == "0\n"


@pytest.mark.parametrize("name", ["backup", "verify"])
def test_what_the_timers_start_does_its_work_and_ends(install, tmp_path, name):
    unit = Unit(DEPLOY / f"units/minutebook-{name}.service", install, tmp_path)
    done = subprocess.run(
        shlex.split(unit.service["ExecStart"]), cwd=unit.service["WorkingDirectory"], env=unit.env, timeout=300
    )
    assert done.returncode == 0
    if name == "backup":
        assert [*tmp_path.glob("minutebook-*.tar")]


# nginx


@pytest.fixture
def nginx(tmp_path):
    """The shipped site in a real nginx, with a certificate of its own; gives the ports of http and https and the app's socket."""
    if not shutil.which("nginx") or not shutil.which("openssl"):
        missing("nginx")
    plain, secure, app = free_port(), free_port(), tmp_path / "web.sock"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=minutes.example.org"
    pair = ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "pem")]
    subprocess.run([*make.split(), *pair], check=True, capture_output=True)
    site = (DEPLOY / "nginx.conf").read_text()
    for theirs, ours in {
        "@HOST@": "minutes.example.org",
        "@LISTEN@": f"listen 127.0.0.1:{secure} ssl;",
        "@CERTIFICATE@": str(tmp_path / "pem"),
        "@KEY@": str(tmp_path / "key"),
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:80;": "",
        "/opt/minutebook/web.sock": str(app),
        "/opt/minutebook/current": str(ROOT),
        "/var/log/nginx": str(tmp_path),
        "/var/cache/nginx": str(tmp_path),
    }.items():
        site = site.replace(theirs, ours)
    who = "user root;" if os.geteuid() == 0 else ""
    places = " ".join(f"{name}_temp_path {tmp_path};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; {who} pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ {places} {site} }}\n"
    )
    process = subprocess.Popen(["nginx", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log")])
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", secure), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield plain, secure, app
    process.terminate()
    process.wait(30)


def over_https(port: int, path: str = "/") -> http.client.HTTPResponse:
    anyone = ssl._create_unverified_context()  # it signed itself
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=anyone, timeout=60)
    connection.request("GET", path, headers={"Host": "minutes.example.org"})
    return connection.getresponse()


def test_nginx_leads_to_the_app_by_https_alone(install, tmp_path, nginx):
    plain, secure, app = nginx
    install.begin("from tests.making import *\npublish(make_held_meeting(), Kind.DRAFT_MINUTES)")
    (install.data / "static").symlink_to(install.template.static)
    env = install.env | {"SITE_URL": "https://minutes.example.org"}
    command = [sys.executable, "-m", "config.serving", "--socket", str(app), "--processes", "1"]
    server = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        for _ in range(300):
            if over_https(secure, "/healthz").status == 200:
                break
            time.sleep(0.2)
        answer = over_https(secure)
        assert answer.status == 200 and b"Harbour Committee" in answer.read()
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
        unsafe = http.client.HTTPConnection("127.0.0.1", plain)
        unsafe.request("GET", "/people/", headers={"Host": "minutes.example.org"})
        moved = unsafe.getresponse()
        assert (moved.status, moved.headers["Location"]) == (301, "https://minutes.example.org/people/")
    finally:
        server.terminate()
        server.wait(60)
    away = over_https(secure, "/people/")  # which nginx has not kept
    assert (away.status, away.headers["Retry-After"]) == (503, "30")
    assert "Please try again in a minute." in away.read().decode()


# Settings, and files that a person has changed


def common(code: str, *arguments: Path, **env: str) -> str:
    """Run bash with what install and upgrade share."""
    script = f"source {DEPLOY}/_common.sh\nme=$(id -un):$(id -gn)\n{code}"
    done = subprocess.run(
        ["bash", "-c", script, "-", *map(str, arguments)], capture_output=True, text=True, env=os.environ | env
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


PUT = 'WRITTEN=$2; put "$1" 640 "$me" <<<"$TEXT"'


def test_a_file_that_nobody_changed_is_brought_up_to_date(tmp_path):
    target, written = tmp_path / "unit", tmp_path / "written"
    common(PUT, target, written, TEXT="first")
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("first\n", 0o640)
    common(PUT, target, written, TEXT="second")
    assert target.read_text() == "second\n" and len(written.read_text().splitlines()) == 1


def test_a_file_that_a_person_changed_is_left_and_what_is_new_lies_beside_it(tmp_path):
    target, written = tmp_path / "unit", tmp_path / "written"
    common(PUT, target, written, TEXT="first")
    target.write_text("by hand\n")
    assert "Left as you changed it" in common(PUT, target, written, TEXT="second")
    assert target.read_text() == "by hand\n"
    assert Path(f"{target}.minutebook-new").read_text() == "second\n"
    other = tmp_path / "there-before"
    other.write_text("somebody else's\n")
    common(PUT, other, written, TEXT="ours")
    assert other.read_text() == "somebody else's\n"


def test_a_password_with_signs_of_the_shell_is_read_as_systemd_reads_it(tmp_path):
    settings = tmp_path / "env"
    settings.write_text('# a line\nEMAIL_URL=smtp://a:p$HOME`id`@b/?from=c@d&e="f"\nQUOTED="a b"\n\nTIME_ZONE=')
    said = common('SETTINGS=$1; read_settings; printf "%s|" "$EMAIL_URL" "$QUOTED" "$TIME_ZONE"', settings)
    assert said == 'smtp://a:p$HOME`id`@b/?from=c@d&e="f"|a b||'


FROM_HERE = """
may_read() { [[ $1 != *root-only* ]]; }
cd "$1"
mkdir copies
from_here "$1/copies" "$(id -un)" {}
printf '%s\\n' "${arguments[@]}"
"""


def from_here(tmp_path: Path, *arguments: str) -> list[str]:
    """What a command gets of what somebody types in `tmp_path`, where the system user may not read what is root-only."""
    return common(FROM_HERE.replace("{}", shlex.join(arguments)), tmp_path).splitlines()


def test_a_file_is_meant_from_where_one_stands_and_a_word_that_a_directory_is_called_as_well_is_no_file(tmp_path):
    (tmp_path / "minutes").mkdir()
    (tmp_path / "list.csv").touch()
    typed = ["new_council", "--committees", "list.csv", "--name", "minutes"]
    assert from_here(tmp_path, *typed) == ["new_council", "--committees", f"{tmp_path}/list.csv", "--name", "minutes"]


def test_a_file_that_the_system_user_may_not_read_is_copied_for_it_alone_under_its_name(tmp_path):
    (tmp_path / "root-only.docx").write_text("Minutes")
    verb, copy = from_here(tmp_path, "import_minutes", "root-only.docx")
    assert verb == "import_minutes" and Path(copy).is_relative_to(tmp_path / "copies")
    assert (Path(copy).name, Path(copy).read_text(), Path(copy).stat().st_mode & 0o777) == (
        "root-only.docx",
        "Minutes",
        0o400,
    )
    assert Path(copy).parent.stat().st_mode & 0o777 == 0o700


def test_a_backup_is_written_where_one_stands_and_not_into_a_copy(tmp_path):
    (tmp_path / "root-only.tar").write_text("an earlier one")
    assert from_here(tmp_path, "backup", "root-only.tar") == ["backup", f"{tmp_path}/root-only.tar"]
    shutil.rmtree(tmp_path / "copies")
    assert from_here(tmp_path, "backup", "--new-key", "backup.key")[1:] == ["--new-key", f"{tmp_path}/backup.key"]


def test_the_settings_file_explains_every_setting():
    known = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    shipped = (DEPLOY / "minutebook.env").read_text()
    named = set(re.findall(r"^(\w+)=", shipped, re.MULTILINE))
    assert named == known - {"HOST", "PORT", "MINUTEBOOK_STATIC"}  # bin/run's, and the units'
    before = "\n" + shipped
    assert [name for name in named if not re.search(rf"\n# [^\n]+\n(\w+=[^\n]*\n)*{name}=", before)] == []


def test_what_is_wrong_with_a_call_is_said_before_anything_is_done():
    for name in ("install", "upgrade"):
        assert subprocess.run(["bash", "-n", DEPLOY / name]).returncode == 0
        done = subprocess.run([DEPLOY / name, "--nonsense"], capture_output=True, text=True)
        assert done.returncode == 2 and f"deploy/{name}" in done.stderr


# Containers


def packages(text: str) -> set[str]:
    return set(re.findall(r"\b(lib[\w.-]+|font[\w-]+)\b", text))


def test_every_way_to_run_it_installs_the_same_packages():
    wanted = re.search(r"^RUN_PACKAGES=\((.*?)\)", (ROOT / "bin/_setup.sh").read_text(), re.MULTILINE | re.DOTALL)[1]
    assert packages(
        re.search(r"install (.*?) \\\n", (ROOT / "Dockerfile").read_text().replace("-y -qq", ""))[1]
    ) == packages(wanted)
    installed = re.search(r"^packages=\((.*?)\)", (DEPLOY / "install").read_text(), re.MULTILINE | re.DOTALL)[1]
    assert packages(installed) == packages(wanted)


def test_containers_run_as_nobody_special_and_write_to_their_data_alone():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert dockerfile.index("\nUSER minutebook\n") < dockerfile.index("\nCMD ")
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text())
    services = composed["services"]
    for name in ("web", "worker", "migrate"):
        assert services[name]["read_only"] and services[name]["cap_drop"] == ["ALL"]
        assert [volume.partition(":")[2] for volume in services[name]["volumes"]] == ["/data"]
    assert {
        volume.partition(":")[0] for name in services for volume in services[name]["volumes"] if volume[0] != "."
    } == {*composed["volumes"]}
    for volume in services["nginx"]["volumes"]:
        source = volume.partition(":")[0]
        assert source == "./tls" or (ROOT / source).exists()
    assert set(services["nginx"]["depends_on"]) <= set(services)
