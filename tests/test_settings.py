"""Whoever sets up a server is told in one sentence what is wrong with a setting; readers notice no restart behind it."""

import os
import runpy
import subprocess
import sys
import urllib.request

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tests.install import ROOT, SECRET_KEY

SITE = "it must be an address like https://minutes.example.org"
WRONG = [
    ("SECRET_KEY", "short", "SECRET_KEY must be set to at least 50 random characters"),
    ("SITE_URL", "minutes.example.org", SITE),
    ("SITE_URL", "ftp://minutes.example.org", SITE),
    ("SITE_URL", "https://[minutes", SITE),
    ("SITE_URL", "https://minutes.example.org:port", SITE),
    ("SITE_URL", "https://example.org/minutes", SITE),
    ("ALLOWED_HOSTS", "minutes.example.org,*", "“*” is refused"),
    ("DATABASE_URL", "minutes", "DATABASE_URL can't be read"),
    ("DATABASE_URL", "mysql://a:b@c/d", "DATABASE_URL must name a postgres:// or sqlite:// database"),
    ("MINUTEBOOK_ROLE", "both", "it must be all, clerk or website"),
    ("TIME_ZONE", "London", "TIME_ZONE is “London”; it must be a name like Europe/London."),
    ("TIME_ZONE", "Europe", "it must be a name like Europe/London."),
    ("TIME_ZONE", "../Europe/London", "it must be a name like Europe/London."),
]
RIGHT = [
    ("SITE_URL", "https://minutes.example.org/", "SITE_URL", "https://minutes.example.org"),
    ("SITE_URL", "http://[::1]:8000", "ALLOWED_HOSTS", ["[::1]", "127.0.0.1", "localhost"]),
    ("TIME_ZONE", "Atlantic/Stanley", "TIME_ZONE", "Atlantic/Stanley"),
    ("ALLOWED_HOSTS", "a.example.org, b.example.org,", "ALLOWED_HOSTS", ["a.example.org", "b.example.org"]),
    ("MINUTEBOOK_ROLE", "", "ROLE", "all"),
]


@pytest.fixture
def start(monkeypatch, tmp_path):
    """Read the settings anew, in an environment that holds nothing of Minutebook's but what is given."""

    def read(**env: str) -> dict:
        for name in ("SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "MINUTEBOOK_ROLE", "TIME_ZONE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"SECRET_KEY": SECRET_KEY, "MINUTEBOOK_DATA": str(tmp_path), **env}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(ROOT / "config/settings.py")

    return read


@pytest.mark.once
@pytest.mark.parametrize("name, value, said", WRONG)
def test_a_malformed_setting_is_said_in_one_sentence(name, value, said, start):
    with pytest.raises(ImproperlyConfigured) as refusal:
        start(**{name: value})
    assert said in str(refusal.value)


@pytest.mark.once
def test_the_command_line_prints_the_sentence_and_no_more():
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"TIME_ZONE": "London"}, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "minutebook: TIME_ZONE is “London”; it must be a name like Europe/London.\n"


@pytest.mark.once
@pytest.mark.parametrize("name, value, setting, taken", RIGHT)
def test_a_setting_that_is_right_is_taken(name, value, setting, taken, start):
    assert start(**{name: value})[setting] == taken


@pytest.mark.once
def test_what_bin_run_keeps_counts_where_the_variable_is_absent(start, tmp_path):
    for name, text in {"secret_key": "k" * 60, "site_url": "http://127.0.0.1:8123"}.items():
        (tmp_path / name).write_text(f"{text}\n")
        (tmp_path / name).chmod(0o600)
    kept = start(SECRET_KEY="")
    assert (kept["SECRET_KEY"], kept["SITE_URL"]) == ("k" * 60, "http://127.0.0.1:8123")
    given = start(SITE_URL="https://minutes.example.org")
    assert (given["SECRET_KEY"], given["SITE_URL"]) == (SECRET_KEY, "https://minutes.example.org")


@pytest.mark.once
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL"])
def test_a_file_that_others_can_read_or_write_is_refused(name, mode, start, tmp_path):
    kept = tmp_path / name.lower()
    kept.write_text("http://127.0.0.1:8123/or-a-secret-that-the-machine-can-read")
    kept.chmod(mode)
    with pytest.raises(ImproperlyConfigured, match=f"chmod 600 {kept}"):
        start(**{name: ""})


@pytest.mark.once
def test_over_https_no_cookie_travels_in_the_open(start):
    names = "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"
    served = {url: start(SITE_URL=url) for url in ("https://minutes.example.org", "http://127.0.0.1:8000")}
    assert [[read.get(name) for name in names] for read in served.values()] == [[True] * 3, [False] * 3]
    assert [read["SESSION_COOKIE_NAME"] for read in served.values()] == ["__Host-session", "session"]


@pytest.mark.once
def test_a_clerk_who_forgot_to_log_out_is_logged_out_the_next_day(start):
    assert start()["SESSION_COOKIE_AGE"] <= 12 * 3600


@pytest.mark.once
def test_what_is_withdrawn_is_overwritten_in_the_database(start):
    assert "PRAGMA secure_delete=ON" in start()["DATABASES"]["default"]["OPTIONS"]["init_command"]


@pytest.mark.once
def test_a_connection_that_broke_is_noticed_before_it_is_used(start):
    """As when PostgreSQL was restarted; the test below does that where there is one."""
    database = start(DATABASE_URL="postgres://clerk:pass@db.example.org/minutes")["DATABASES"]["default"]
    assert database["CONN_HEALTH_CHECKS"] and database["CONN_MAX_AGE"] == 60


def test_readers_notice_no_restart_of_postgresql(install):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server to restart")
    with install.serve() as address:
        asked = [urllib.request.urlopen(f"{address}/").status for _ in range(8)]
        install.python(
            "from django.db import connection\n"
            "connection.cursor().execute('SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()')"
        )
        asked += [urllib.request.urlopen(f"{address}/").status for _ in range(8)]
    assert asked == [200] * 16
