"""Backups by the night: which are kept, and who can read them."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError, call_command
from pyrage import x25519

from proving.backing_up import keeping, sealing
from tests.making import make_winter_and_summer, publish
from tests.test_restore import COUNCIL

NOW = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)  # a Monday


def nightly(nights: int) -> list[str]:
    return [keeping.next_name(NOW - timedelta(days=n), False) for n in range(nights)]


def days(names) -> list[str]:
    return sorted((re.search(r"\d{4}-\d\d-\d\d", name)[0] for name in names), reverse=True)


def test_seven_days_five_weeks_and_twelve_months_are_kept():
    kept = days(keeping.to_keep(nightly(800)))
    assert kept[:7] == [f"2026-11-{day}" for day in range(30, 23, -1)]
    assert kept[7:10] == ["2026-11-22", "2026-11-15", "2026-11-08"]  # Sundays: the weeks of the 30th and 29th are there
    assert kept[10:] == [
        *("2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31"),
        *("2026-04-30", "2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31"),
    ]


def test_pruned_each_night_the_same_are_kept_as_pruned_once():
    there: set[str] = set()
    for name in reversed(nightly(800)):
        there = keeping.to_keep(there | {name})
    assert {*days(there)} >= {*days(keeping.to_keep(nightly(800)))} - {"2025-12-31"} and len(there) <= 24


def test_a_server_that_was_off_for_a_year_loses_no_backup_to_the_gap():
    old = nightly(400)[370:]
    assert days(keeping.to_keep([*old, *nightly(1)]))[:4] == ["2026-11-30", *days(old)[:3]]


def test_of_two_backups_on_a_day_the_later_is_kept():
    first, second = (keeping.next_name(NOW + timedelta(hours=hour), False) for hour in (0, 9))
    assert keeping.to_keep([first, second]) == {second}


@pytest.mark.django_db
def test_a_backup_is_kept_with_what_was_withdrawn_and_nothing_else_in_the_directory_is_touched(settings, tmp_path):
    publication = publish(make_winter_and_summer()[0])
    publication.withdraw("Published by mistake.")
    place = tmp_path / "backups"
    place.mkdir()
    for name in [*nightly(30), "holiday.tar", "minutebook-2020.tar"]:
        (place / name).write_text("earlier")
    call_command("backup", keep=place, stdout=(said := io.StringIO()))
    there = {path.name for path in place.iterdir()}
    assert {"holiday.tar", "minutebook-2020.tar", "withdrawals.jsonl"} <= there
    assert "Published by mistake." in (place / "withdrawals.jsonl").read_text()
    ours = [name for name in there if keeping.NAME.fullmatch(name)]
    assert len(ours) < 15 and said.getvalue().count("Removed, for there are newer ones") == 31 - len(ours)
    assert sum((place / name).stat().st_size > 1000 for name in ours) == 1


@pytest.mark.django_db
def test_a_directory_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="There is no directory"):
        call_command("backup", keep=tmp_path / "nowhere")


# Encrypted


@pytest.fixture
def key(tmp_path):
    """The file of a key, as the command makes it, and its public half."""
    said = io.StringIO()
    call_command("backup", new_key=tmp_path / "backup.key", stdout=said, stderr=io.StringIO())
    return tmp_path / "backup.key", said.getvalue().strip()


def test_a_key_is_for_its_owner_alone_and_is_never_replaced(key):
    path, public = key
    assert path.stat().st_mode & 0o777 == 0o600 and public.startswith("age1") and public in path.read_text()
    before = path.read_bytes()
    with pytest.raises(CommandError, match="A key that is there is never replaced"):
        call_command("backup", new_key=path)
    assert path.read_bytes() == before


@pytest.mark.django_db
def test_a_malformed_key_stops_the_backup_with_a_sentence(settings, tmp_path):
    settings.BACKUP_KEY = "age1nonsense"
    with pytest.raises(CommandError, match="BACKUP_KEY is no key"):
        call_command("backup", tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()


@pytest.mark.django_db
def test_what_is_encrypted_can_be_opened_with_the_key_by_any_tool_and_lay_nowhere_in_the_open(settings, tmp_path, key):
    publish(make_winter_and_summer()[0])
    path, settings.BACKUP_KEY = key
    place = tmp_path / "elsewhere"
    place.mkdir()
    call_command("backup", keep=place, stdout=io.StringIO())
    (made,) = place.glob("*.tar.age")
    data = made.read_bytes()
    assert data.startswith(b"age-encryption.org/v1\n") and b"manifest.json" not in data
    identity = x25519.Identity.from_str(path.read_text().splitlines()[-1])
    assert pyrage.decrypt(data, [identity]).startswith(b"manifest.json\0")
    assert {made, place / "withdrawals.jsonl"} >= {*place.iterdir()}
    assert [*tmp_path.glob(".backing-up-*")] == []


@pytest.mark.django_db
def test_a_disk_that_fills_while_it_is_encrypted_is_said_and_leaves_nothing(settings, tmp_path, key, monkeypatch):
    settings.BACKUP_KEY = key[1]
    target = tmp_path / "b.tar.age"
    target.write_text("yesterday's")

    def full(source, out, recipients):
        source.read(10)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pyrage, "encrypt_io", full)
    with pytest.raises(CommandError, match="was not written: No space left on device"):
        call_command("backup", target)
    assert target.read_text() == "yesterday's"
    assert {path.name for path in tmp_path.iterdir() if "part" in path.name or "backing" in path.name} == set()


def digests(install) -> str:
    return install.python(
        "from publishing.models import Publication\nprint(list(Publication.objects.values_list('digest', flat=True)))"
    ).stdout


@pytest.mark.once
def test_an_encrypted_backup_is_restored_with_its_key_and_refused_with_any_other(install, install_template, tmp_path):
    install.begin(COUNCIL)
    public = install.manage("backup", "--new-key", tmp_path / "right.key").stdout.strip()
    install.manage("backup", "--new-key", tmp_path / "wrong.key")
    install.manage("backup", tmp_path / "b.age", env={"BACKUP_KEY": public})
    whole = (tmp_path / "b.age").read_bytes()
    (tmp_path / "cut.age").write_bytes(whole[:-1000])
    (tmp_path / "bent.age").write_bytes(whole[:9000] + bytes([whole[9000] ^ 1]) + whole[9001:])
    (tmp_path / "none.key").write_text("no key")
    empty = install_template.installation(tmp_path / "empty")

    def refused(file: str, *key: str | Path) -> str:
        done = empty.manage("restore", tmp_path / file, *key, check=False)
        assert done.returncode == 1 and "Traceback" not in done.stderr
        assert {path.name for path in empty.data.rglob("*") if path.is_file()} <= {"minutebook.sqlite3"}
        return done.stderr

    right, wrong = ("--key", tmp_path / "right.key"), ("--key", tmp_path / "wrong.key")
    assert "is encrypted. Give its key: --key FILE" in refused("b.age")
    assert "it is broken, or for another key" in refused("b.age", *wrong)
    assert "is no key: it must hold a line" in refused("b.age", "--key", tmp_path / "none.key")
    assert "can't be read" in refused("b.age", "--key", tmp_path / "nowhere.key")
    for broken in ("cut.age", "bent.age"):
        assert "is broken" in refused(broken, *right)
    said = empty.manage("restore", tmp_path / "b.age", *right).stdout
    assert "All is in order." in said and digests(empty) == digests(install)
    assert [*empty.data.glob(f"{sealing.OPENED}*")] == []
    install_template.drop(empty)
