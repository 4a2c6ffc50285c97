"""What all tests stand on: an environment of their own, files of their own, an installation and a browser when asked.

The publication log refuses UPDATE, DELETE and TRUNCATE, so no test may use `transactional_db` or `live_server`, which empty
the tables: use `django_capture_on_commit_callbacks`, or the `install` fixture for what needs real commits and processes.
"""

import atexit
import os
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

# Before the settings are read, which pytest-django does as soon as it knows their name.
SET = "MINUTEBOOK_ROLE ALLOWED_HOSTS SITE_URL TIME_ZONE EMAIL_URL ERRORS_TO CACHE_URL TRUSTED_PROXIES HOST PORT"
for name in SET.split():
    os.environ.pop(name, None)
os.environ["MINUTEBOOK_DATA"] = tempfile.mkdtemp(prefix="minutebook-tests-")
Path(os.environ["MINUTEBOOK_DATA"], "static").mkdir()  # whitenoise looks for it
os.environ["SECRET_KEY"] = "a key for tests only, which is long enough to be accepted"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs beside the tests, which stay synchronous
atexit.register(shutil.rmtree, os.environ["MINUTEBOOK_DATA"], ignore_errors=True)

import pytest  # noqa: E402
from django.conf import settings as django_settings  # noqa: E402

django_settings.DATABASES  # noqa: B018  loads them: pytest-django sets up what it finds configured

from tests.install import Template  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
COMPLETE = bool(os.environ.get("MINUTEBOOK_TESTS_COMPLETE"))  # set by bin/test, which installs everything


def missing(what: str):
    """Skip for want of a tool; under bin/test, which has installed it, fail."""
    (pytest.fail if COMPLETE else pytest.skip)(f"{what} is missing; bin/test installs it.")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Each test keeps its files in a directory of its own, hashes passwords quickly, and needs no phone to log in."""
    settings.DATA = tmp_path
    settings.PRIVATE_FILES = tmp_path / "private"
    settings.PUBLIC_FILES = tmp_path / "public"
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.PRIVATE_FILES},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    settings.FORCES_SECOND_FACTOR = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock(monkeypatch):
    """clock(moment) stops the clock there."""

    def stop(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return stop


@pytest.fixture
def desk(client):
    """The browser of a clerk who is logged in."""
    from tests.making import make_clerk

    client.force_login(make_clerk())
    return client


@pytest.fixture
def run(capsys, db):
    """run(file, …, option=…) imports into the Harbour Committee's meeting of March, and gives the report."""
    from django.core.management import call_command

    from tests.making import HARBOUR

    def run(*files, **options):
        call_command("import_minutes", *map(str, files), **{**HARBOUR, **options})
        return capsys.readouterr().out

    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real minutes and pasted Word text, which are not part of the repository."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        pytest.skip("needs the collection of real minutes in ../shared")
    return path


@pytest.fixture(scope="session")
def install_template(tmp_path_factory):
    template = Template(tmp_path_factory.mktemp("template"))
    yield template
    template.drop_all()


@pytest.fixture
def install(install_template, tmp_path_factory):
    """A second, real installation: its own data and database, migrated and empty. See tests/install.py."""
    installation = install_template.installation(tmp_path_factory.mktemp("install"))
    yield installation
    install_template.drop(installation)


@pytest.fixture(scope="session")
def browser():
    if not find_spec("playwright"):
        missing("Playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        path = shutil.which("chromium")
        if path is None:
            missing("Chromium")
        arguments = ["--no-sandbox"] if sys.platform == "linux" and os.geteuid() == 0 else []
        chromium = started.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


def pytest_collection_modifyitems(items):
    """A browser on a busy machine may lose a click: such a test is tried once more, and the summary names it (RERUN)."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def page(browser, request):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    opened, said = context.new_page(), []
    opened.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    opened.on("requestfailed", lambda asked: said.append(f"{asked.failure}: {asked.method} {asked.url}"))
    opened.on("response", lambda answer: said.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    yield opened
    if request.node.stash.get(FAILED, False):
        print(_as_it_stood(opened, said))
    context.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def _as_it_stood(page, said: list[str]) -> str:
    """What a failed test's page showed, for who reads of it elsewhere and can't look."""
    try:
        where = page.evaluate("""() => [document.hasFocus(), document.activeElement?.outerHTML.slice(0, 200),
            ...[...document.querySelectorAll(".text-state, .text-said, .messagelist li")].map(one => one.textContent),
            document.querySelector("main")?.innerText.slice(0, 1500)].join("\\n")""")
    except Exception as error:  # noqa: BLE001  # the page may be gone, or stand still
        where = f"It says nothing any more: {error}"
    return f"The page as it stood: {page.url}\n{where}\n" + "\n".join(said[-20:])
