"""Whoever sets up a server is told in one sentence what is wrong with a setting; readers notice no restart behind it."""

import json
import logging
import os
import runpy
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import resolve
from django.utils.module_loading import import_string

from config.logs import Lines
from tests.install import ROOT, SECRET_KEY

SITE = "it must be an address like https://minutes.example.org"
WRONG = [
    ("SECRET_KEY", "", "SECRET_KEY must be set to at least 50 random characters"),
    ("SECRET_KEY", "k" * 49, "SECRET_KEY must be set to at least 50 random characters"),
    ("SITE_URL", "minutes.example.org", SITE),
    ("SITE_URL", "ftp://minutes.example.org", SITE),
    ("SITE_URL", "https://[minutes", SITE),
    ("SITE_URL", "https://minutes.example.org:port", SITE),
    ("SITE_URL", "https://minutes.example.org:0", SITE),
    ("SITE_URL", "https://:443", SITE),
    ("SITE_URL", "https://example.org/minutes", SITE),
    ("SITE_URL", "https://example.org?minutes", SITE),
    ("SITE_URL", "https://example.org#minutes", SITE),
    ("ALLOWED_HOSTS", "minutes.example.org,*", "“*” is refused"),
    ("DATABASE_URL", "minutes", "DATABASE_URL can't be read"),
    ("DATABASE_URL", "mysql://a:b@c/d", "DATABASE_URL must name a postgres:// or sqlite:// database"),
    ("MINUTEBOOK_ROLE", "both", "it must be all, clerk or website"),
    ("TIME_ZONE", "London", "TIME_ZONE is “London”; it must be a name like Europe/London."),
    ("TIME_ZONE", "Europe", "it must be a name like Europe/London."),
    ("TIME_ZONE", "../Europe/London", "it must be a name like Europe/London."),
    ("TRUSTED_PROXIES", "127.0.0.1,proxy.example.org", "TRUSTED_PROXIES can't be read: 'proxy.example.org'"),
    ("TRUSTED_PROXIES", "10.0.0.1/8", "10.0.0.1/8 has host bits set"),
    ("ERRORS_TO", "it@example.org", "ERRORS_TO must hold e-mail addresses, separated by commas, and needs EMAIL_URL."),
    ("EMAIL_URL", "mail.example.org", "EMAIL_URL can't be read"),
    ("EMAIL_URL", "http://mail.example.org?from=a@example.org", "EMAIL_URL can't be read"),
    ("EMAIL_URL", "smtp://mail.example.org", "EMAIL_URL can't be read"),
    ("EMAIL_URL", "smtp://?from=a@example.org", "EMAIL_URL can't be read"),
    ("EMAIL_URL", "smtp://mail.example.org:port?from=a@example.org", "EMAIL_URL can't be read"),
]
RIGHT = [
    ("SECRET_KEY", "k" * 50, "SECRET_KEY", "k" * 50),
    ("SITE_URL", "", "SITE_URL", "http://127.0.0.1:8000"),
    ("SITE_URL", "https://minutes.example.org:1", "SITE_URL", "https://minutes.example.org:1"),
    ("SITE_URL", "https://minutes.example.org/", "SITE_URL", "https://minutes.example.org"),
    ("SITE_URL", "http://[::1]:8000", "ALLOWED_HOSTS", ["[::1]", "127.0.0.1", "localhost"]),
    ("SITE_URL", "https://Minutes.example.org", "ALLOWED_HOSTS", ["minutes.example.org", "127.0.0.1", "localhost"]),
    ("TIME_ZONE", "Atlantic/Stanley", "TIME_ZONE", "Atlantic/Stanley"),
    ("TIME_ZONE", "", "TIME_ZONE", "Europe/London"),
    ("ALLOWED_HOSTS", "a.example.org, b.example.org,", "ALLOWED_HOSTS", ["a.example.org", "b.example.org"]),
    ("ERRORS_TO", "", "ERRORS_TO", []),
    ("TRUSTED_PROXIES", "", "TRUSTED_PROXIES", []),
    ("TRUSTED_PROXIES", "10.0.0.0/8, ::1", "TRUSTED_PROXIES", [ip_network("10.0.0.0/8"), ip_network("::1")]),
    ("TRUSTED_PROXIES", "none", "TRUSTS_SOCKET", False),
    ("TRUSTED_PROXIES", "unix", "TRUSTS_SOCKET", True),
    ("SITE_URL", "https://minutes.example.org", "TRUSTED_PROXIES", [ip_network("127.0.0.1"), ip_network("::1")]),
    ("EMAIL_URL", "", "SENDS_EMAIL", False),
    ("EMAIL_URL", "smtp://mail.example.org/?from=a@example.org", "EMAIL_PORT", 25),
    ("EMAIL_URL", "smtp+tls://mail.example.org/?from=a@example.org", "EMAIL_USE_TLS", True),
    ("EMAIL_URL", "smtps://mail.example.org/?from=a@example.org", "EMAIL_PORT", 465),
    ("EMAIL_URL", "smtps://a%40b:c%2Fd@mail.example.org:99/?from=a@example.org", "EMAIL_HOST_USER", "a@b"),
    ("EMAIL_URL", "smtps://a%40b:c%2Fd@mail.example.org:99/?from=a@example.org", "EMAIL_HOST_PASSWORD", "c/d"),
    ("EMAIL_URL", "smtp://mail.example.org:99/?from=a@example.org", "DEFAULT_FROM_EMAIL", "a@example.org"),
    ("MINUTEBOOK_ROLE", "", "ROLE", "all"),
    ("MINUTEBOOK_ROLE", "clerk", "ROLE", "clerk"),
    ("MINUTEBOOK_ROLE", "website", "ROLE", "website"),
]


@pytest.fixture
def start(monkeypatch, tmp_path):
    """Read the settings anew, in an environment that holds nothing of Minutebook's but what is given."""

    def read(**env: str) -> dict:
        names = "SITE_URL ALLOWED_HOSTS DATABASE_URL MINUTEBOOK_ROLE TIME_ZONE EMAIL_URL TRUSTED_PROXIES ERRORS_TO"
        for name in names.split():
            monkeypatch.delenv(name, raising=False)
        for name, value in {"SECRET_KEY": SECRET_KEY, "MINUTEBOOK_DATA": str(tmp_path), **env}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(ROOT / "config/settings.py")

    return read


@pytest.mark.parametrize("name, value, said", WRONG)
def test_a_malformed_setting_is_said_in_one_sentence(name, value, said, start):
    with pytest.raises(ImproperlyConfigured) as refusal:
        start(**{name: value})
    assert said in str(refusal.value)


@pytest.mark.once
def test_nothing_waits_for_weasyprint_before_somebody_prints():
    """It and its fonts take as long to load as all the rest: of each command, and of each process that serves."""
    code = "import sys, django; django.setup(); from config import urls; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "False", done.stderr


@pytest.mark.once
def test_the_command_line_prints_the_sentence_and_no_more():
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"TIME_ZONE": "London"}, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "minutebook: TIME_ZONE is “London”; it must be a name like Europe/London.\n"


@pytest.mark.parametrize("name, value, setting, taken", RIGHT)
def test_a_setting_that_is_right_is_taken(name, value, setting, taken, start):
    assert start(**{name: value})[setting] == taken


def test_what_bin_run_keeps_counts_where_the_variable_is_absent(start, tmp_path):
    for name, text in {"secret_key": "k" * 60, "site_url": "http://127.0.0.1:8123"}.items():
        (tmp_path / name).write_text(f"{text}\n")
        (tmp_path / name).chmod(0o600)
    kept = start(SECRET_KEY="")
    assert (kept["SECRET_KEY"], kept["SITE_URL"]) == ("k" * 60, "http://127.0.0.1:8123")
    given = start(SITE_URL="https://minutes.example.org")
    assert (given["SECRET_KEY"], given["SITE_URL"]) == (SECRET_KEY, "https://minutes.example.org")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL"])
def test_a_file_that_others_can_read_or_write_is_refused(name, mode, start, tmp_path):
    kept = tmp_path / name.lower()
    kept.write_text("http://127.0.0.1:8123/or-a-secret-that-the-machine-can-read")
    kept.chmod(mode)
    with pytest.raises(ImproperlyConfigured, match=f"chmod 600 {kept}"):
        start(**{name: ""})


def test_a_file_that_can_not_be_read_is_said(start, tmp_path):
    (tmp_path / "site_url").mkdir()
    with pytest.raises(ImproperlyConfigured, match=r"/site_url can't be read: Is a directory\. Set SITE_URL, or mend"):
        start()


def test_all_that_is_the_installations_own_lies_in_one_directory(start, tmp_path):
    own = start()
    assert own["DATABASES"]["default"]["NAME"] == str(tmp_path / "minutebook.sqlite3")
    places = own["PRIVATE_FILES"], own["PUBLIC_FILES"], own["STATIC_ROOT"]
    assert places == (tmp_path / "private", tmp_path / "public", tmp_path / "static")
    assert start(MINUTEBOOK_DATA="", SITE_URL="http://127.0.0.1:8000")["DATA"] == ROOT / "var"


def test_a_clerk_waits_for_another_who_is_saving(start):
    """SQLite has one writer at a time: who begins to write later waits, instead of being refused when it comes to it."""
    options = start()["DATABASES"]["default"]["OPTIONS"]
    assert (options["transaction_mode"].upper(), options["timeout"] >= 10) == ("IMMEDIATE", True)


def test_a_drafts_file_is_served_by_the_desk_alone_and_read_by_no_other_user_of_the_machine(start, tmp_path):
    read = start()
    storage = import_string(read["STORAGES"]["default"]["BACKEND"])(**read["STORAGES"]["default"]["OPTIONS"])
    name = storage.save("papers/survey.pdf", ContentFile(b"%PDF-"))
    assert resolve(storage.url(name)).view_name == "admin:minutes_private_file"
    assert Path(storage.path(name)) == tmp_path / "private/papers/survey.pdf"
    assert Path(storage.path(name)).stat().st_mode & 0o777 == 0o640


HTTPS = "https://minutes.example.org"


@pytest.mark.django_db
def test_over_https_readers_are_led_there_and_told_to_stay(start, settings, client):
    for name, value in start(SITE_URL=HTTPS).items():
        if name.startswith(("SECURE_", "SESSION_", "CSRF_", "ALLOWED_", "TRUSTED_")):
            setattr(settings, name, value)
    led = client.get("/", headers={"host": "minutes.example.org"})
    assert (led.status_code, led["Location"]) == (301, f"{HTTPS}/")
    stays = client.get("/", headers={"host": "minutes.example.org", "x-forwarded-proto": "https"})
    assert stays.status_code == 200
    assert stays["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    cookie = client.get("/admin/login/", headers={"host": "minutes.example.org", "x-forwarded-proto": "https"}).cookies
    assert cookie["__Host-csrf"]["secure"] and cookie["__Host-csrf"]["httponly"]


@pytest.mark.django_db
def test_without_https_nobody_is_led_anywhere_and_a_stranger_s_word_for_it_is_not_taken(client):
    answer = client.get("/admin/login/", headers={"x-forwarded-proto": "https"})
    assert answer.status_code == 200 and "Strict-Transport-Security" not in answer
    assert answer.cookies.keys() == {"csrf"} and not answer.cookies["csrf"]["secure"]
    assert not answer.wsgi_request.is_secure()


LOADED = {
    "default-src": "'none'",
    **dict.fromkeys(["script-src", "style-src", "font-src", "connect-src"], "'self'"),
    "img-src": "'self' data:",  # the editor's icons
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.mark.django_db
def test_a_page_loads_and_sends_nothing_elsewhere_and_is_framed_by_nobody(client):
    answer = client.get("/")
    said = dict(one.strip().split(" ", 1) for one in answer["Content-Security-Policy"].split(";"))
    assert said == LOADED
    assert (answer["X-Frame-Options"], answer["Referrer-Policy"]) == ("DENY", "same-origin")


SAYS = """
import django, json, logging, sys
from django.conf import settings
settings.configure(LOGGING=json.loads(sys.argv[1]), ERRORS_TO=[])
server = logging.getLogger("waitress")  # which is there before the settings are read
django.setup()
server.warning("Slow worker.")
logging.getLogger("minutes").warning("Look.")
logging.getLogger("minutes").info("Nothing.")
logging.getLogger("django.db").warning("Slow.")
logging.getLogger("django.request").warning("Not Found: /wp-admin/")
logging.getLogger("django.request").error("Internal Server Error: /")
"""


def test_what_goes_wrong_is_logged_once_with_its_time_and_what_strangers_try_is_not(start):
    command = [sys.executable, "-c", SAYS, json.dumps(start()["LOGGING"])]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    lines = [line.split(" ", 1) for line in done.stderr.splitlines()]
    assert [rest for _, rest in lines] == [
        'level=warning logger=waitress message="Slow worker."',
        'level=warning logger=minutes message="Look."',
        'level=warning logger=django.db message="Slow."',
        'level=error logger=django.request message="Internal Server Error: /"',
    ]
    assert all(datetime.fromisoformat(moment).utcoffset() == timedelta(0) for moment, _ in lines)


def test_an_error_is_logged_with_its_place_on_one_line_and_without_what_anybody_wrote():
    try:
        raise ValueError("Key (title)=(A secret plan)\nis there twice")
    except ValueError as error:
        record = logging.LogRecord("minutes", logging.ERROR, __file__, 1, "It failed:\n%s", ("at once",), (0, error, 0))
    line = Lines().format(record)
    assert "secret" not in line and "\n" not in line
    assert 'message="It failed:\\nat once" error=builtins.ValueError at="tests/test_settings.py, line ' in line


def test_the_time_of_a_line_is_utc_in_summer_too():
    record = logging.makeLogRecord(
        {"created": datetime(2027, 7, 14, 23, 30, tzinfo=UTC).timestamp(), "msg": "Look.", "levelname": "INFO"}
    )
    assert Lines().format(record).startswith("2027-07-14T23:30:00.000Z level=")


def test_over_https_no_cookie_travels_in_the_open(start):
    names = "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"
    served = {url: start(SITE_URL=url) for url in ("https://minutes.example.org", "http://127.0.0.1:8000")}
    assert [[read.get(name) for name in names] for read in served.values()] == [[True] * 3, [False] * 3]
    assert [read["SESSION_COOKIE_NAME"] for read in served.values()] == ["__Host-session", "session"]


def test_a_clerk_who_forgot_to_log_out_is_logged_out_the_next_day(start):
    assert start()["SESSION_COOKIE_AGE"] <= 12 * 3600


def test_what_is_withdrawn_is_overwritten_in_the_database(start):
    assert "PRAGMA secure_delete=ON" in start()["DATABASES"]["default"]["OPTIONS"]["init_command"]


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
