"""manage.py backup: one file, whole or not at all, while people work."""

import hashlib
import json
import os
import signal
import tarfile
import time
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from committees.models import Organisation
from minutes.models import Document
from proving.backing_up import NoBackup, lines, tables, writing
from published import files
from published.kinds import Kind
from publishing import journal
from tests.making import (
    keep_pdf,
    make_clerk,
    make_document,
    make_held_meeting,
    make_pdf,
    make_person,
    make_winter_and_summer,
    publish,
)

COUNCIL = """
from tests.making import *
from committees.models import Organisation
make_clerk()
for meeting in make_winter_and_summer():
    make_document(meeting, item=meeting.items.get())
    keep_pdf(publish(meeting, Kind.AGENDA))
    publish(meeting, Kind.DRAFT_MINUTES)
Organisation.objects.get().logo.save("crest.png", ContentFile(b"a crest"))
make_person("Ann Dee").photo.save("ann.jpg", ContentFile(b"a face"))
"""


def back_up(target) -> str:
    said = StringIO()
    call_command("backup", str(target), stdout=said, stderr=said)
    return said.getvalue()


def members(path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def rows(path, label: str) -> list[dict]:
    return [json.loads(line) for line in lines.unpacked(BytesIO(members(path)[f"rows/{label}.jsonl.gz"]))]


@pytest.mark.django_db
def test_the_manifest_comes_first_and_names_every_member_with_its_digest(tmp_path):
    publish(make_held_meeting())
    back_up(tmp_path / "b.tar")
    found = members(tmp_path / "b.tar")
    assert list(found)[:2] == ["manifest.json", "manifest.sha256"]
    assert found["manifest.sha256"].decode() == hashlib.sha256(found["manifest.json"]).hexdigest()
    named = json.loads(found["manifest.json"])["members"]
    assert {name: facts["sha256"] for name, facts in named.items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in list(found.items())[2:]
    }


@pytest.mark.django_db
def test_every_kind_of_file_is_in_it(tmp_path):
    """Drafts' papers, the logo, photographs, published papers, PDFs."""
    meeting = make_held_meeting()
    paper = make_document(meeting, item=meeting.items.get())
    Organisation.objects.get().logo.save("crest.png", ContentFile(b"a crest"))
    person = make_person("Ann Dee")
    person.photo.save("ann.jpg", ContentFile(b"a face"))
    pdf = keep_pdf(publish(meeting, Kind.AGENDA), make_pdf(3))
    said = back_up(tmp_path / "b.tar")
    found = members(tmp_path / "b.tar")
    assert found[f"private/{Organisation.objects.get().logo.name}"] == b"a crest"
    assert found[f"private/{person.photo.name}"] == b"a face"
    assert hashlib.sha256(found[f"private/{paper.file.name}"]).hexdigest() == paper.sha256
    assert {f"public/{s[:2]}/{s}" for s in (paper.sha256, pdf.sha256)} == {n for n in found if n.startswith("public/")}
    assert "5 files" in said


@pytest.mark.django_db
def test_times_are_kept_to_the_microsecond(tmp_path):
    """The log's digests cover them."""
    publication = publish(make_held_meeting())
    back_up(tmp_path / "b.tar")
    assert [row["published_at"] for row in rows(tmp_path / "b.tar", "publishing.publication")] == [
        publication.published_at.isoformat()
    ]
    assert publication.published_at.microsecond % 1000


@pytest.mark.django_db
def test_rows_are_put_back_as_the_database_kept_them():
    """To the last sign: SQLite compares times as text, and has no microseconds where there are none."""
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    Session.objects.create(session_key="a", session_data="", expire_date=noon)
    odd = "ü\n\t\r\"\\'%s\x7f\u2028🐟 \\."
    Session.objects.create(session_key="b", session_data=odd, expire_date=noon.replace(month=1, microsecond=1))
    make_document(make_held_meeting())
    Document.objects.update(found_in_it=["author"])
    through = get_user_model().user_permissions.through
    make_clerk().user_permissions.add(Permission.objects.get(codename="withdraw_publication"))
    for model in (Session, Document, through):
        table, out = model._meta.db_table, BytesIO()
        before = _everything(table)
        assert before
        lines.write(model, out)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
        count = lines.put_in(model, out.getvalue().decode().split("\n")[:-1], lines.columns_of(model))
        assert (count, _everything(table)) == (len(before), before)


def _everything(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        return cursor.fetchall()


@pytest.mark.django_db
def test_what_the_website_shows_is_in_it_and_who_is_logged_in_is_not(desk, tmp_path):
    publish(make_held_meeting())
    desk.get("/admin/")
    back_up(tmp_path / "b.tar")
    names = {name.removeprefix("rows/").removesuffix(".jsonl.gz") for name in members(tmp_path / "b.tar")}
    assert {"published.record", "publishing.publication", "minutes.agendaitem", "accounts.user"} <= names
    assert {"published.version", "published.words"} <= names
    assert not names & {"sessions.session", "axes.accessattempt"}


def test_every_table_is_kept_or_named_as_one_that_is_not():
    from django.apps import apps

    left_out = {model._meta.label for model in apps.get_models(include_auto_created=True)} - {
        model._meta.label for model in tables.kept()
    }
    assert {label for label in left_out if not label.startswith("axes.")} == {
        *("contenttypes.ContentType", "auth.Permission", "sessions.Session", "proving.Rebuild"),
        *("accounts.PasswordAsked", "running.Beat"),
    }


@pytest.mark.django_db
def test_nobody_else_may_read_it(tmp_path):
    back_up(tmp_path / "b.tar")
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_a_file_that_is_missing_is_said_and_all_else_is_kept(tmp_path):
    meeting = make_held_meeting()
    paper = make_document(meeting, item=meeting.items.get())
    publish(meeting)
    files.path_of(paper.sha256).unlink()
    said = back_up(tmp_path / "b.tar")
    assert f"Missing, and so not in the backup: public/{paper.sha256[:2]}/{paper.sha256}. Run: manage.py verify" in said
    assert f"private/{paper.file.name}" in members(tmp_path / "b.tar")


@pytest.mark.django_db
def test_a_paper_that_is_deleted_while_it_is_copied_is_not_in_it(tmp_path, monkeypatch):
    meeting = make_held_meeting()
    gone, stays = make_document(meeting), make_document(meeting, "Chart of the harbour")
    facts = writing._facts

    def deleted_meanwhile(path):
        for document in Document.objects.filter(pk=gone.pk):
            document.file.storage.delete(document.file.name)
            document.delete()
        return facts(path)

    monkeypatch.setattr(writing, "_facts", deleted_meanwhile)
    back_up(tmp_path / "b.tar")
    assert [row["id"] for row in rows(tmp_path / "b.tar", "minutes.document")] == [stays.pk]
    assert [name for name in members(tmp_path / "b.tar") if name.startswith("private/")] == [
        f"private/{stays.file.name}"
    ]


@pytest.mark.django_db
def test_a_file_that_changes_while_it_is_copied_is_read_again(tmp_path, monkeypatch):
    path = tmp_path / "private" / make_document(make_held_meeting()).file.name
    facts, tries = writing._facts, []

    def changed_after_a_first_look(looked_at):
        found = facts(looked_at)
        if looked_at == path:
            if not tries:
                path.write_bytes(bytes(path.stat().st_size))
            tries.append(looked_at)
        return found

    monkeypatch.setattr(writing, "_facts", changed_after_a_first_look)
    back_up(tmp_path / "b.tar")
    assert len(tries) == 2
    assert bytes(path.stat().st_size) in members(tmp_path / "b.tar").values()


@pytest.mark.django_db
def test_places_where_it_cannot_lie_are_refused_in_a_sentence(tmp_path):
    (tmp_path / "private").mkdir()
    for target, sentence in {
        tmp_path: "give the name of a file",
        tmp_path / "nowhere" / "b.tar": "give the name of a file",
        tmp_path / "private" / "b.tar": "would lie among the files that are backed up",
        tmp_path / ("x" * 300) / "b.tar": "was not written",  # which can't be asked for, as a directory of root's can't
    }.items():
        with pytest.raises(CommandError, match=sentence):
            back_up(target)


def test_a_full_disk_leaves_the_backup_of_yesterday(install, tmp_path):
    install.begin(COUNCIL)
    target = tmp_path / "b.tar"
    target.write_bytes(b"of yesterday")
    code = f"""
import resource, signal
from pathlib import Path
from proving.backing_up import NoBackup, writing
pack = writing._pack

def pack_on_a_full_disk(*arguments):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
    pack(*arguments)

writing._pack = pack_on_a_full_disk
try:
    writing.back_up(Path({str(target)!r}))
except NoBackup as error:
    print(error)
"""
    said = install.python(code).stdout
    assert said == f"{target} was not written: File too large. What was there before is as it was.\n"
    assert target.read_bytes() == b"of yesterday"
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar"]


def test_a_killed_run_leaves_the_backup_of_yesterday_and_the_next_is_whole(install, tmp_path):
    install.begin(COUNCIL)
    target = tmp_path / "b.tar"
    target.write_bytes(b"of yesterday")
    held = """
import os, signal
from proving.backing_up import writing
writing._add_file = lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)
writing.back_up(__import__("pathlib").Path({target!r}))
"""
    assert install.python(held.format(target=str(target)), check=False).returncode == -signal.SIGKILL
    assert target.read_bytes() == b"of yesterday"
    left = [path for path in tmp_path.iterdir() if path != target]
    assert len(left) == 1
    os.utime(left[0], (time.time() - 2 * writing.DAY,) * 2)
    install.manage("backup", target)
    assert list(tmp_path.iterdir()) == [target]
    assert "manifest.json" in members(target)


def test_who_publishes_while_it_runs_is_in_it_wholly_or_not_at_all(install, tmp_path):
    install.begin(COUNCIL)
    busy = """
from publishing.models import *
from minutes.models import *
from tests.making import *
for number in range(40):
    meeting = Meeting.objects.order_by("pk")[number % 2]
    Minute.objects.filter(item__meeting=meeting).update(body=f"<p>{number} boats came in.</p>")
    publish(meeting, Kind.DRAFT_MINUTES, note="More boats.")
    if number % 3 == 0:
        Publication.objects.of(meeting).standing().first().withdraw("Not so many boats.")
"""
    import subprocess
    import sys

    working = subprocess.Popen(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{busy}"], env=install.env, cwd=os.getcwd()
    )
    made = 0
    while working.poll() is None or not made:
        install.manage("backup", tmp_path / "b.tar")
        made += 1
        log = rows(tmp_path / "b.tar", "publishing.publication")
        [head] = rows(tmp_path / "b.tar", "publishing.head")
        withdrawn = {row["withdraws_id"] for row in log}
        standing = {row["sequence"] for row in log if not row["withdraws_id"]} - withdrawn
        assert (head["sequence"], head["digest"]) == (log[-1]["sequence"], log[-1]["digest"])
        assert {row["sequence"] for row in rows(tmp_path / "b.tar", "published.record")} == standing
    assert working.returncode == 0


@pytest.mark.django_db
def test_a_withdrawal_is_told_outside_the_database_without_what_was_withdrawn(
    django_capture_on_commit_callbacks, tmp_path
):
    first, second = (publish(meeting) for meeting in make_winter_and_summer())
    with django_capture_on_commit_callbacks(execute=True):
        second.withdraw("It named a resident.", author=make_clerk())
    [line] = journal.read(tmp_path / "withdrawals.jsonl")
    assert (line["sequence"], line["of"], line["reason"]) == (2, second.digest, "It named a resident.")
    assert b"Samphire" not in (tmp_path / "withdrawals.jsonl").read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        first.withdraw("This one too.")
    assert [line["sequence"] for line in journal.read(tmp_path / "withdrawals.jsonl")] == [2, 1]


@pytest.mark.django_db
def test_a_line_that_was_torn_is_written_again_with_the_next_backup(tmp_path):
    publish(make_held_meeting()).withdraw("Wrong.")
    journal.keep()
    whole = (tmp_path / "withdrawals.jsonl").read_bytes()
    (tmp_path / "withdrawals.jsonl").write_bytes(whole[:40])
    back_up(tmp_path / "b.tar")
    assert (tmp_path / "withdrawals.jsonl").read_bytes() == whole[:40] + b"\n" + whole
    back_up(tmp_path / "b.tar")
    assert [line["sequence"] for line in journal.read(tmp_path / "withdrawals.jsonl")] == [1]


@pytest.mark.django_db
def test_a_file_of_withdrawals_that_cannot_be_written_stops_no_withdrawal(django_capture_on_commit_callbacks, tmp_path):
    publication = publish(make_held_meeting())
    (tmp_path / "withdrawals.jsonl").mkdir()
    with django_capture_on_commit_callbacks(execute=True):
        publication.withdraw("Wrong.")
    with pytest.raises(NoBackup, match="was not written"):
        writing.back_up(tmp_path / "b.tar")
