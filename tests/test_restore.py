"""manage.py restore: into an empty installation on either database, proved before it is kept; nothing withdrawn comes back."""

import gzip
import hashlib
import io
import json
import os
import signal
import tarfile
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from proving.backing_up import FORMAT
from tests.install import Installation, Template

COUNCIL = """
from datetime import timedelta
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from tests.making import *
from committees.models import Appointment, Organisation
from committees.roles import Role
clerk = make_clerk()
first, second = make_winter_and_summer()
for meeting in (first, second):
    item = meeting.items.get()
    make_document(meeting, item=item, content=make_pdf(meeting.date.month))
    make_item(meeting, "Dredging", parent=item)
    keep_pdf(publish(meeting, Kind.AGENDA, author=clerk))
    publish(meeting, Kind.DRAFT_MINUTES)
publish(second, Kind.MINUTES, note="Approved.", goes_live_at=timezone.now() + timedelta(days=3))
make_item(first, "Deleted since").delete()
Organisation.objects.get().logo.save("crest.png", ContentFile(b"a crest"))
make_person("Ann Dée-O’Neil 🐟", slug="ann").photo.save("ann.jpg", ContentFile(b"a face"))
Appointment.objects.create(user=clerk, role=Role.MANAGER)
group = Group.objects.create(name="Night shift")
group.permissions.add(Permission.objects.get(codename="withdraw_publication"))
clerk.groups.add(group)
LogEntry.objects.create(user=clerk, content_type=ContentType.objects.get(model="meeting"), object_id="1", action_flag=2)
"""


@pytest.fixture
def empty(install_template, tmp_path_factory):
    """empty() is another empty installation, on the same database server."""
    made = []

    def another() -> Installation:
        made.append(install_template.installation(tmp_path_factory.mktemp("another")))
        return made[-1]

    yield another
    install_template.drop(*made)


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory):
    """Likewise, but always on SQLite."""
    template = Template.__new__(Template)
    kept = os.environ.pop("DATABASE_URL", None)
    try:
        template.__init__(tmp_path_factory.mktemp("sqlite"))
    finally:
        if kept:
            os.environ["DATABASE_URL"] = kept
    return lambda: template.installation(tmp_path_factory.mktemp("on-sqlite"))


@pytest.fixture
def backed_up(install, tmp_path) -> Path:
    install.begin(COUNCIL)
    install.manage("backup", tmp_path / "b.tar")
    return tmp_path / "b.tar"


def manifest(path: Path) -> dict:
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile("manifest.json"))


def export(installation: Installation, path: Path) -> dict:
    """All that it holds, each part by its digest."""
    installation.manage("backup", path)
    found = manifest(path)
    return {key: found[key] for key in ("members", "sequences", "head", "missing")}


def restore(installation: Installation, path: Path, *options, check: bool = True):
    return installation.manage("restore", path, "--processes", "1", *options, check=check)


def holds_nothing(installation: Installation) -> bool:
    asked = installation.python(
        "from proving.backing_up import tables\n"
        "print([m for m in tables.kept() if m not in tables.THERE_FROM_THE_START and m._base_manager.exists()])"
    ).stdout
    left = [path for name in ("private", "public") for path in (installation.data / name).rglob("*") if path.is_file()]
    return asked == "[]\n" and left == [] and not (installation.data / ".restoring").exists()


def test_a_restored_installation_holds_the_same_to_the_last_byte_and_proves_it(install, empty, backed_up, tmp_path):
    before = export(install, tmp_path / "before.tar")
    second = empty()
    said = restore(second, backed_up).stdout
    assert "All is in order." in said
    assert export(second, tmp_path / "after.tar") == before
    assert "All is in order: 5 publications of 2 meetings" in second.manage("verify", "--processes", "1").stdout


def test_the_public_reads_the_same_pages_papers_and_chain(install, empty, backed_up):
    second, pages = empty(), []
    restore(second, backed_up)
    paths = [
        "/committees/harbour-committee/",
        "/committees/harbour-committee/2026-07-15/",
        "/proof/chain.jsonl",
        "/feed.atom",
        "/search/?q=samphire",
    ]
    paper = next(path for path in (install.data / "public").rglob("*") if path.is_file()).name
    for installation in (install, second):
        with installation.serve(env={"SITE_URL": "http://127.0.0.1:1"}) as address:
            pages.append([_body(address + path) for path in [*paths, f"/documents/{paper}/survey.pdf"]])
    assert pages[0] == pages[1]
    assert b"Samphire" in pages[1][1]
    assert b"<mark>Samphire</mark>" in pages[1][4]


def _body(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        return str(error.code).encode()


def test_a_council_crosses_from_sqlite_to_the_server_and_back(install, empty, on_sqlite, tmp_path):
    """On SQLite alone this goes round without the server; under bin/test it crosses."""
    first, third = on_sqlite(), on_sqlite()
    first.python(COUNCIL)
    there = export(first, tmp_path / "1.tar")
    second = empty()
    restore(second, tmp_path / "1.tar")
    assert export(second, tmp_path / "2.tar") == there
    restore(third, tmp_path / "2.tar")
    assert export(third, tmp_path / "3.tar") == there
    assert "All is in order" in third.manage("verify", "--processes", "1").stdout


def test_clerks_go_on_where_they_were(empty, backed_up):
    """No number of a row that was deleted is given again; the log still refuses every change; rights and log-ins are theirs."""
    second = empty()
    restore(second, backed_up)
    said = second.python(
        """
from django.db import DatabaseError, transaction
from django.contrib.auth import authenticate, get_user_model
from django.contrib.admin.models import LogEntry
from minutes.models import AgendaItem, Meeting
from publishing import append_only
from publishing.models import Publication
from tests.making import *
print(append_only.missing())
log = Publication.objects.filter(sequence=5)
for change in (lambda: log.update(note="x"), lambda: log._raw_delete("default")):
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        print("refused")
meeting = Meeting.objects.order_by("pk").first()
print(make_item(meeting).pk)
clerk = get_user_model().objects.get()
print(clerk.check_password("a long enough password"), [p.codename for g in clerk.groups.all() for p in g.permissions.all()])
print(LogEntry.objects.get(action_flag=2).content_type.model)
print(publish(meeting, Kind.DRAFT_MINUTES, note="Once more.").sequence)
"""
    ).stdout
    assert said.splitlines() == ["[]", "refused", "refused", "6", "True ['withdraw_publication']", "meeting", "6"]


def test_a_restore_into_an_installation_that_is_not_empty_is_refused(install, empty, backed_up, tmp_path):
    before = export(install, tmp_path / "before.tar")
    done = restore(install, backed_up, check=False)
    assert done.returncode == 1
    assert "This installation is not empty" in done.stderr
    assert export(install, tmp_path / "after.tar") == before
    second = empty()
    (second.data / "private").mkdir(exist_ok=True)
    (second.data / "private" / "a.pdf").write_bytes(b"somebody's")
    assert "This installation is not empty: there are files in" in restore(second, backed_up, check=False).stderr
    assert (second.data / "private" / "a.pdf").read_bytes() == b"somebody's"


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def unpacked(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def told_otherwise(parts: dict[str, bytes], **changes) -> dict[str, bytes]:
    """The same with another manifest, whose own digest is right."""
    data = json.dumps(json.loads(parts["manifest.json"]) | changes).encode()
    return parts | {"manifest.json": data, "manifest.sha256": hashlib.sha256(data).hexdigest().encode()}


def test_what_is_broken_cut_off_foreign_or_newer_is_refused_and_nothing_touched(empty, backed_up, tmp_path):
    whole, second = backed_up.read_bytes(), empty()
    members = unpacked(backed_up)
    record = members["rows/published.record.jsonl.gz"]
    flipped = bytearray(whole)
    flipped[whole.rindex(b"rows/published.record.jsonl.gz") + 600] ^= 1
    bad = {
        "cut.tar": (whole[: len(whole) // 2], "is no backup|is cut off|is broken"),
        "cut-at-a-member.tar": (whole[: whole.rindex(b"rows/published.record.jsonl.gz")], "cut off|broken"),
        "empty.tar": (b"", "is no backup"),
        "a-bit.tar": (bytes(flipped), "in it is not what was backed up"),
        "photo.jpg": (b"\xff\xd8\xff" + bytes(2000), "is no backup"),
    }
    for name, (data, _) in bad.items():
        (tmp_path / name).write_bytes(data)
    other = {
        "foreign.tar": ({"readme": b"hello", "more": b""}, "is no backup"),
        "one.tar": ({"manifest.json": b"{}"}, "is no backup"),
        "no-json.tar": (members | {"manifest.json": b"["}, "is broken"),
        "newer.tar": (told_otherwise(members, format=FORMAT + 1), "newer release"),
        "migrations.tar": (told_otherwise(members, migrations=[["minutes", "0099_rooms"]]), "newer release"),
        "changed.tar": (
            members | {"rows/published.record.jsonl.gz": record + record},
            "is not what was",
        ),
        "more.tar": (members | {"private/../../evil": b"x"}, "does not name"),
        "way-out.tar": (
            told_otherwise(
                members, members={"private/../../evil": {"sha256": hashlib.sha256(b"x").hexdigest(), "size": 1}}
            ),
            "does not name",
        ),
    }
    for name, (parts, _) in other.items():
        packed(tmp_path / name, parts)
    packed(tmp_path / "way-out.tar", dict(list(other["way-out.tar"][0].items())[:2]) | {"private/../../evil": b"x"})
    for name, (_, sentence) in {**bad, **other, "nowhere.tar": ("", "There is no file")}.items():
        done = restore(second, tmp_path / name, check=False)
        assert done.returncode == 1, name
        assert any(part in done.stderr for part in sentence.split("|")), (name, done.stderr)
        assert "Traceback" not in done.stderr
    assert holds_nothing(second)
    assert not (second.data.parent / "evil").exists()


def rewritten(backup: Path, tmp_path: Path, name: str, change, **said) -> Path:
    """The same with another member, about which its manifest is right, and says `said` of it."""
    members = unpacked(backup)
    data = gzip.compress(change(gzip.decompress(members[name])))
    named = json.loads(members["manifest.json"])["members"]
    named[name] |= {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} | said
    return packed(tmp_path / "rewritten.tar", told_otherwise(members | {name: data}, members=named))


def test_a_backup_that_somebody_rewrote_is_not_kept_because_the_log_proves_it(empty, backed_up, tmp_path):
    path = rewritten(
        backed_up, tmp_path, "rows/published.record.jsonl.gz", lambda data: data.replace(b"Samphire", b"Thistles")
    )
    second = empty()
    done = restore(second, path, check=False)
    assert done.returncode == 1
    assert "its record was changed after it was published" in done.stdout
    assert "nothing was restored" in done.stderr
    assert holds_nothing(second)
    assert "Not all is in order" in restore(second, path, "--even-so").stdout


def test_a_page_that_somebody_rewrote_is_told_before_anybody_reads_it_and_the_log_makes_the_right_one(
    empty, backed_up, tmp_path
):
    path = rewritten(
        backed_up, tmp_path, "rows/published.item.jsonl.gz", lambda data: data.replace(b"Samphire", b"Thistles")
    )
    second, third = empty(), empty()
    done = restore(second, path, check=False)
    assert done.returncode == 1
    assert "items differ from the log" in done.stdout
    assert "Pages differ from the log. Before anybody reads them: manage.py rebuild_website" in done.stderr
    second.manage("rebuild_website", "--processes", "1")
    assert "All is in order" in second.manage("verify", "--processes", "1").stdout
    assert "Not all is in order" in restore(empty(), path, "--even-so").stdout
    assert "All is in order." in restore(third, path, "--pages-anew").stdout


def test_pages_of_another_release_are_made_anew(empty, backed_up, tmp_path):
    members = unpacked(backed_up)
    theirs = [each for each in json.loads(members["manifest.json"])["migrations"] if each[0] != "published"]
    path = packed(tmp_path / "older.tar", told_otherwise(members, migrations=theirs))
    second = empty()
    assert "All is in order." in restore(second, path).stdout
    asked = "from published.models import Version; print(Version.objects.values_list('title').filter(title='Older').exists())"
    assert second.python(asked).stdout == "False\n"
    changed = rewritten(
        path, tmp_path, "rows/published.item.jsonl.gz", lambda data: data.replace(b"Samphire", b"Thistles")
    )
    assert "All is in order." in restore(empty(), changed).stdout  # nothing of its pages was taken


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no gzip", "The backup is broken: Not a gzipped file"),
        (gzip.compress(b"{}\n" * 9)[:-9], "The backup is broken: Compressed file ended"),
        (gzip.compress(b"\xff\n"), "The backup is broken: 'utf-8' codec"),
        (gzip.compress(b"{\n"), "The database refused it, and nothing was restored: "),
    ],
    ids=["no-gzip", "cut-off", "no-text", "no-json"],
)
def test_rows_that_are_none_are_refused_although_their_digest_is_right(empty, backed_up, tmp_path, data, sentence):
    members, name = unpacked(backed_up), "rows/minutes.meeting.jsonl.gz"
    named = json.loads(members["manifest.json"])["members"]
    named[name] |= {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    path, second = packed(tmp_path / "b.tar", told_otherwise(members | {name: data}, members=named)), empty()
    done = restore(second, path, check=False)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert holds_nothing(second)


def test_a_column_that_an_older_backup_lacks_has_its_default(empty, backed_up, tmp_path):
    name, lacks = "rows/committees.committee.jsonl.gz", {"clear_days", "kind_order"}

    def without(data: bytes) -> bytes:
        rows = [{key: v for key, v in json.loads(line).items() if key not in lacks} for line in data.splitlines()]
        return b"".join(json.dumps(row).encode() + b"\n" for row in rows)

    columns = [column for column in manifest(backed_up)["members"][name]["columns"] if column not in lacks]
    second = empty()
    restore(second, rewritten(backed_up, tmp_path, name, without, columns=columns))
    asked = "from committees.models import Committee; print(*Committee.objects.values_list('name', 'clear_days', 'kind_order'))"
    assert second.python(asked).stdout == "('Harbour Committee', 'principal-5', 99)\n"


@pytest.mark.parametrize(
    ("what", "sentence"),
    [("gone", "is missing."), ("another", "is not the one that was published.")],
    ids=["gone", "another"],
)
def test_a_paper_that_the_backup_lacks_or_has_otherwise_is_told_and_nothing_kept(
    empty, backed_up, tmp_path, what, sentence
):
    """As of an installation whose disk had lost it: a backup takes what there is."""
    members = unpacked(backed_up)
    name = next(name for name in members if name.startswith("public/"))
    named = json.loads(members["manifest.json"])["members"]
    if what == "gone":
        del members[name], named[name]
    else:
        members[name] = b"another"
        named[name] = {"sha256": hashlib.sha256(b"another").hexdigest(), "size": 7}
    path, second = packed(tmp_path / "other.tar", told_otherwise(members, members=named)), empty()
    done = restore(second, path, check=False)
    assert done.returncode == 1
    assert sentence in done.stdout
    assert holds_nothing(second)


WITHDRAW = """
from publishing.models import Publication
for sequence, reason in ((4, "It named a resident."), (5, "Too early.")):
    Publication.objects.get(sequence=sequence).withdraw(reason)
"""


def test_nothing_withdrawn_since_comes_back_and_the_chain_is_the_same(install, empty, backed_up, tmp_path):
    install.python(WITHDRAW)
    now = export(install, tmp_path / "now.tar")
    second = empty()
    said = restore(second, backed_up, "--withdrawals", install.data / "withdrawals.jsonl").stdout
    assert said.count("Withdrawn again: ") == 2
    there = export(second, tmp_path / "there.tar")
    assert there["head"] == now["head"]
    for name in ("rows/publishing.publication.jsonl.gz", "rows/published.record.jsonl.gz"):
        assert there["members"][name] == now["members"][name]
    assert "All is in order" in second.manage("verify", "--processes", "1").stdout
    assert (second.data / "withdrawals.jsonl").read_bytes() == (install.data / "withdrawals.jsonl").read_bytes()
    with second.serve() as address:
        page, chain = (
            _body(address + path) for path in ("/committees/harbour-committee/2026-07-15/", "/proof/chain.jsonl")
        )
    assert b"Samphire" not in page
    assert b"Too early" not in chain  # what was taken back before it was live is not told


def test_files_of_what_was_withdrawn_since_are_not_written(install, empty, backed_up):
    install.python(
        "from publishing.models import Publication\nfor p in Publication.objects.standing(): p.withdraw('Wrong.')"
    )
    second = empty()
    restore(second, backed_up, "--withdrawals", install.data / "withdrawals.jsonl")
    assert [path for path in (second.data / "public").rglob("*") if path.is_file()] == []
    assert second.python("from published.models import Record; print(Record.objects.count())").stdout == "0\n"


def test_what_had_words_removed_since_is_withdrawn_and_its_clerk_told(install, empty, backed_up):
    install.python(
        "from minutes.models import Meeting\nfrom publishing.striking import remove\n"
        "remove('Samphire', list(Meeting.objects.all()), 'A resident asked.')"
    )
    kept = install.data / "withdrawals.jsonl"
    assert b"Samphire" not in kept.read_bytes()
    second = empty()
    said = restore(second, backed_up, "--withdrawals", kept).stdout
    assert "its draft has them: remove them there, then publish it anew." in said
    asked = "from published.models import Record; print(Record.objects.filter(text__contains='Samphire').count())"
    assert second.python(asked).stdout == "0\n"
    assert "All is in order" in second.manage("verify", "--processes", "1").stdout


def test_what_the_backup_knows_is_not_done_twice(install, empty, tmp_path):
    install.begin(COUNCIL)
    install.python(WITHDRAW)
    install.python(
        "from minutes.models import Meeting\nfrom publishing.striking import remove\n"
        "remove('Ice', list(Meeting.objects.all()), 'A resident asked.')"
    )
    before = export(install, tmp_path / "b.tar")
    second = empty()
    said = restore(second, tmp_path / "b.tar", "--withdrawals", install.data / "withdrawals.jsonl").stdout
    assert "Withdrawn again" not in said
    assert export(second, tmp_path / "after.tar") == before


def test_the_withdrawals_are_found_by_themselves_beside_the_backup_and_in_the_data(install, empty, backed_up):
    install.python(WITHDRAW)
    kept = (install.data / "withdrawals.jsonl").read_bytes()
    first, second, third = empty(), empty(), empty()
    assert "No withdrawals.jsonl was found" in restore(third, backed_up).stderr
    (first.data / "withdrawals.jsonl").write_bytes(kept)
    assert restore(first, backed_up).stdout.count("Withdrawn again: ") == 2
    (backed_up.parent / "withdrawals.jsonl").write_bytes(kept)
    assert restore(second, backed_up).stdout.count("Withdrawn again: ") == 2


def test_withdrawals_of_another_council_touch_nothing(install, empty, backed_up, tmp_path):
    install.python(WITHDRAW)
    lines = (install.data / "withdrawals.jsonl").read_text().splitlines()
    others = [json.dumps(json.loads(line) | {"of": "0" * 64}) for line in lines]
    (tmp_path / "others.jsonl").write_text("\n".join([*others, "{torn"]))
    assert "Withdrawn again" not in restore(empty(), backed_up, "--withdrawals", tmp_path / "others.jsonl").stdout


@pytest.mark.parametrize("where", ["rows", "pages", "files", "synced", "verify"])
def test_a_restore_that_is_killed_leaves_nothing_and_can_be_done_again(empty, backed_up, where):
    second = empty()
    ended = {
        "rows": "restoring.fulltext.mend = die",
        "pages": "restoring.rebuild = die",
        "files": "restoring.os.fchmod = die",
        "synced": "restoring.os.sync = die",
        "verify": "restoring.of_log_and_records = die",
    }[where]
    done = second.python(
        f"""
import os, signal
from django.core.management import call_command
from proving.backing_up import restoring
die = lambda *arguments, **options: os.kill(os.getpid(), signal.SIGKILL)
{ended}
call_command("restore", {str(backed_up)!r}, processes=1, pages_anew={where == "pages"})
""",
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert "All is in order." in restore(second, backed_up).stdout
    assert not (second.data / ".restoring").exists()
    assert list(second.data.rglob(".part-*")) == []
    assert "All is in order" in second.manage("verify", "--processes", "1").stdout


def test_a_full_disk_leaves_the_installation_empty(empty, backed_up):
    second = empty()
    done = second.python(
        f"""
from django.core.management import CommandError, call_command
from proving.backing_up import restoring

def full(*arguments):
    raise OSError(28, "No space left on device")

restoring.shutil.copyfileobj = full
try:
    call_command("restore", {str(backed_up)!r}, processes=1)
except CommandError as error:
    print(error)
"""
    )
    assert "Files can't be written, and nothing was restored: No space left on device." in done.stdout
    assert holds_nothing(second)


def test_a_database_that_was_not_migrated_is_told_so(on_sqlite, backed_up):
    second = on_sqlite()
    (second.data / "minutebook.sqlite3").unlink()
    assert "First run: manage.py migrate" in restore(second, backed_up, check=False).stderr


def test_the_age_of_what_was_restored_is_said(empty, backed_up):
    day = timezone.localtime(timezone.now() - timedelta(minutes=1)).strftime("%-d %B %Y")
    assert f"Restored, as it was on {day}" in restore(empty(), backed_up).stdout
