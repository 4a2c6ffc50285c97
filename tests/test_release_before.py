"""An upgrade runs the old release on the new tables, until the new one is ready, and goes back to it if it never is.

So a migration may add what the release before does not know, and may break nothing that it does. What it does is tried here.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.install import ROOT, SECRET_KEY

pytestmark = pytest.mark.once

WORK = """
import os, sys
sys.path.insert(0, os.getcwd())
import django
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
from datetime import date
from django.test import Client
from tests.making import *
day = date.fromisoformat(sys.argv[1])
meeting = make_held_meeting(date=day)
publish(meeting, Kind.AGENDA)
publish(meeting, Kind.DRAFT_MINUTES, note="As drafted.")
public, desk = Client(), Client()
desk.force_login(make_clerk(sys.argv[1]))
at = f"/committees/{meeting.address}/"
pages = ["/", at, f"{at}publications/", "/decisions/", "/meetings/", "/people/", "/search/?q=mole", "/feed.atom"]
rooms = ["/admin/", f"/admin/minutes/meeting/{meeting.pk}/change/"]
for client, address in [*((public, page) for page in pages), *((desk, room) for room in rooms)]:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
"""


def copy_of(tree: Path, to: Path) -> Path:
    """A release, from the working tree."""
    ignored = shutil.ignore_patterns(".git", ".venv", "var", ".*cache", "__pycache__", "node_modules")
    shutil.copytree(tree, to, ignore=ignored)
    return to


def what_breaks(old: Path, new: Path, data: Path) -> str:
    """What the old release can't do once the new one has migrated: the last line of its error, or nothing."""
    env = os.environ | {
        "MINUTEBOOK_DATA": str(data),
        "SECRET_KEY": SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "tests.quick_settings",
    }
    env.pop("DATABASE_URL", None)
    (data / "static").mkdir(parents=True)

    def run(tree: Path, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, timeout=300)
        return done.stderr.strip().splitlines()[-1] if done.returncode else ""

    for arguments in (["manage.py", "migrate", "--verbosity", "0"], ["-c", WORK, "2026-03-04"]):
        assert run(old, *arguments) == ""
    assert run(new, "manage.py", "migrate", "--verbosity", "0") == ""
    return run(old, "-c", WORK, "2026-07-15") or run(old, "manage.py", "verify")


def with_migration(tree: Path, room: str, operation: str) -> None:
    """A further migration of that room, as the next release would bring it."""
    last = sorted(path.stem for path in (tree / room / "migrations").glob("0*.py"))[-1]
    (tree / room / "migrations" / "0999_next.py").write_text(
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
        f"    dependencies = [({room!r}, {last!r})]\n    operations = [{operation}]\n"
    )


def releases() -> list[str]:
    """The tags of releases, the newest first."""
    command = ["git", "tag", "--merged", "HEAD", "--sort=-creatordate", "--list", "v*"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.split()


def test_the_release_before_works_on_the_tables_of_this_one(tmp_path):
    if not releases():
        pytest.skip("no release has been tagged yet")
    archive = subprocess.run(["git", "archive", releases()[0]], cwd=ROOT, check=True, capture_output=True).stdout
    (tmp_path / "old").mkdir()
    subprocess.run(["tar", "-x", "-C", str(tmp_path / "old")], input=archive, check=True)
    assert what_breaks(tmp_path / "old", ROOT, tmp_path / "data") == ""


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ("migrations.RemoveField('meeting', 'public_note')", "no column named public_note"),
        (
            "migrations.AddField('meeting', 'mood', models.CharField(default='calm', max_length=9))",
            "NOT NULL constraint failed",
        ),
        ("migrations.AddField('meeting', 'mood', models.CharField(db_default='calm', max_length=9))", ""),
        ("migrations.AddField('meeting', 'mood', models.CharField(null=True, max_length=9))", ""),
    ],
)
def test_a_migration_that_breaks_the_release_before_is_found(tmp_path, operation, said):
    new = copy_of(ROOT, tmp_path / "new")
    with_migration(new, "minutes", operation)
    found = what_breaks(ROOT, new, tmp_path / "data")
    assert (said in found) if said else found == ""
