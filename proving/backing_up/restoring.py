"""From a backup to an installation: all of it, in one transaction, or nothing.

The rows, then the pages made of them anew, then what was withdrawn since, then the files, then what `manage.py verify` checks.
Nobody reads anything before all that is committed. A marker tells of a run that was killed, whose files the next one clears away.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from proving.backing_up import NoBackup, sequences
from proving.backing_up import tables as kept_tables
from proving.backing_up.reading import Backup
from proving.rebuilding import begin, rebuild
from proving.verifying import Counts, of_rows_and_files
from proving.verifying.storage import named_files
from published import files
from published.models import Shown, Version
from publishing import journal
from publishing.models import Publication

MARKER = ".restoring"
AGAIN = "It was restored from a backup in which words could be read that have been removed since."

HOLDS_WORDS = " Words were removed from it since, and its draft has them: remove them there, then publish it anew."


@dataclass
class Restored:
    rows: int = 0
    files: int = 0
    withdrawn: list[str] = field(default_factory=list)  # a sentence each
    differences: list[str] = field(default_factory=list)


class Differs(NoBackup):
    """What was restored is not as it was published; `differences` are sentences."""

    def __init__(self, differences: list[str]):
        super().__init__("It is not as it was published, and nothing was restored. --even-so restores it nevertheless.")
        self.differences = differences


def refuse_unless_empty() -> None:
    """Raises NoBackup if anything is there but what migrations make: rows, or files."""
    there_anyway = {*kept_tables.THERE_FROM_THE_START}
    try:
        for model in kept_tables.kept():
            if model not in there_anyway and model._base_manager.exists():
                raise NoBackup(
                    f"This installation is not empty: it has {model._meta.verbose_name_plural}. Restore into a new one: another "
                    "MINUTEBOOK_DATA and another database, and there first: manage.py migrate"
                )
    except DatabaseError as error:
        raise NoBackup("The database is not ready. First run: manage.py migrate") from error
    if not _marker().exists():
        for place in (settings.PRIVATE_FILES, settings.PUBLIC_FILES):
            if any(path for path in place.rglob("*") if not path.is_dir()):
                raise NoBackup(f"This installation is not empty: there are files in {place}.")


def restore(
    backup: Backup,
    withdrawals: Path | None,
    *,
    processes: int = 1,
    even_so: bool = False,
    told: Callable[[int], None] = lambda meetings: None,
) -> Restored:
    """Put it all in. `withdrawals`: a copy of withdrawals.jsonl that may know more than the backup. Raises NoBackup."""
    refuse_unless_empty()
    done = Restored()
    with _marked():
        try:
            with transaction.atomic():
                _restore(backup, withdrawals, done, processes, told)
                if done.differences and not even_so:
                    raise Differs(done.differences)
        except DatabaseError as error:
            raise NoBackup(
                f"The database refused it, and nothing was restored: {str(error).strip().splitlines()[0]}"
            ) from error
        except OSError as error:
            raise NoBackup(f"Files can't be written, and nothing was restored: {error.strerror}.") from error
    return done


def _marker() -> Path:
    return settings.DATA / MARKER


@contextmanager
def _marked() -> Iterator[None]:
    """Files are no part of a transaction: while the marker lies there, those that are there belong to nothing."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    if _marker().exists():
        _clear()
    _marker().touch()
    files.sync_directory(settings.DATA)
    try:
        yield
    except BaseException:
        _clear()
        _marker().unlink()
        raise
    _marker().unlink()


def _clear() -> None:
    for place in (settings.PRIVATE_FILES, settings.PUBLIC_FILES):
        for path in place.iterdir() if place.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _restore(backup: Backup, withdrawals: Path | None, done: Restored, processes: int, told) -> None:
    for model in kept_tables.THERE_FROM_THE_START:
        model._base_manager.all().delete()
    late = {}
    for label, lines in backup.lines():
        model = apps.get_model(label)
        if model in kept_tables.AFTER_THE_PAGES:
            late[model] = list(lines)
        else:
            done.rows += kept_tables.put_in(model, lines)
    done.differences += rebuild(begin(), processes, told, rests=False)
    for model, lines in late.items():
        model._base_manager.all().delete()  # those that the pages have just asked for
        done.rows += kept_tables.put_in(model, lines)
    for model in (*late, Shown):  # of a record that could not be read, which is told
        model._base_manager.exclude(version__in=Version.objects.all()).delete()
    sequences.go_on_from(kept_tables.kept(), backup.manifest["sequences"])
    connection.check_constraints()
    if withdrawals:
        done.withdrawn += _withdraw_again(withdrawals)
    done.files = _put_files(backup)
    done.differences += of_rows_and_files(Counts(), processes)


def _withdraw_again(withdrawals: Path) -> Iterator[str]:
    """What was withdrawn since, at the time at which it was: if nothing else has happened since the backup, the log's row is the
    same to the last byte. What words were removed from is withdrawn whole: the words are nowhere, so nothing can strike them."""
    authors = set(get_user_model().objects.values_list("pk", flat=True))
    for line in journal.read(withdrawals):
        found = Publication.objects.publications().filter(sequence=line["sequence"], digest=line["of"]).first()
        if found is None or hasattr(found, "withdrawal"):
            continue
        was_struck = line["what"] != "withdrawn"
        if was_struck and found.strikings.filter(record_digest=line["record_digest"]).exists():
            continue
        reason = f"{line['reason']} {AGAIN}" if was_struck else line["reason"]
        known = get_user_model()(pk=line["author"]) if line.get("author") in authors else None
        found.withdraw(reason, author=known, now=datetime.fromisoformat(line["at"]))
        yield f"Withdrawn again: {found}, of {found.address}.{HOLDS_WORDS if was_struck else ''}"


def _put_files(backup: Backup) -> int:
    """Those of the working record, and those that what is published still names."""
    public = {sha256 for chunk in named_files() for sha256 in chunk}
    count = 0
    for name, source in backup.files():
        if name.startswith("private/"):
            _put(source, settings.PRIVATE_FILES / name.removeprefix("private/"))
        elif (sha256 := name.rpartition("/")[2]) in public:
            _put(source, files.path_of(sha256))
        else:
            continue
        count += 1
    return count


def _put(source: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".part-", dir=target.parent)
    with os.fdopen(handle, "wb") as part:
        shutil.copyfileobj(source, part)
        part.flush()
        os.fsync(part.fileno())
    os.chmod(name, settings.FILE_UPLOAD_PERMISSIONS)
    os.replace(name, target)


def finish(withdrawals: Path | None) -> None:
    """After the commit: have the journal of this installation know what the old one's knew."""
    journal.keep(withdrawals if withdrawals and withdrawals.resolve() != journal.path().resolve() else None)


def age_of(backup: Backup) -> str:
    return timezone.localtime(datetime.fromisoformat(backup.manifest["made_at"])).strftime("%-d %B %Y, %H:%M")
