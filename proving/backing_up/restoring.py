"""From a backup to an installation: all of it, in one transaction, or nothing.

The rows, then what was withdrawn since, then the files, then whether the log, its records and the files are what their digests
say. Nobody reads anything before all that is committed. Pages come with the backup, or are made anew if they are those of
another release. A marker tells of a run that was killed, whose files the next one clears away.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from proving.backing_up import NoBackup, lines, sequences
from proving.backing_up import tables as kept_tables
from proving.backing_up.reading import Backup
from proving.rebuilding import begin, meetings_left, rebuild
from proving.verifying import Counts, of_log_and_records
from proving.verifying.storage import differences_from, named_files
from published import files, fulltext
from published.models import Shown, Version
from publishing import journal
from publishing.models import Publication

MARKER = ".restoring"
TOLD_EVERY = 1000  # rows
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


Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


def _silent(what: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
    return nullcontext(lambda done: None)


def restore(
    backup: Backup,
    withdrawals: Path | None,
    *,
    processes: int = 1,
    pages_anew: bool = False,
    even_so: bool = False,
    progress: Progress = _silent,
) -> Restored:
    """Put it all in. `withdrawals`: a copy of withdrawals.jsonl that may know more than the backup. `pages_anew`: take none of
    the backup's. Raises NoBackup."""
    refuse_unless_empty()
    done = Restored()
    with _marked():
        try:
            with transaction.atomic():
                _put_rows(backup, done, progress, pages_anew or not has_our_pages(backup), processes)
                if withdrawals:
                    done.withdrawn += _withdraw_again(withdrawals)
                done.files = _put_files(backup)
                done.differences += of_log_and_records(Counts())
                done.differences += differences_from(_digests(backup))
                if done.differences and not even_so:
                    raise Differs(done.differences)
        except DatabaseError as error:
            raise NoBackup(
                f"The database refused it, and nothing was restored: {str(error).strip().splitlines()[0]}"
            ) from error
        except OSError as error:
            raise NoBackup(f"Files can't be written, and nothing was restored: {error.strerror}.") from error
    return done


def has_our_pages(backup: Backup) -> bool:
    """Whether rows of pages are in it, of tables such as ours."""
    ours = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "published"}
    return backup.migrations_of("published") == ours and {*kept_tables.PAGES} <= {*backup.tables}


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


def _put_rows(backup: Backup, done: Restored, progress: Progress, pages_anew: bool, processes: int) -> None:
    for model in kept_tables.THERE_FROM_THE_START:
        model._base_manager.all().delete()
    fulltext.leave_behind()
    not_yet = {*kept_tables.PAGES, *kept_tables.AFTER_THE_PAGES} if pages_anew else set()
    tables, late = backup.tables, {}
    with progress("rows", sum(table["rows"] for table in tables.values())) as told:
        for model, rows in backup.rows():
            if model not in not_yet:
                done.rows += lines.put_in(model, _counted(rows, done.rows, told), tables[model]["columns"])
            elif model in kept_tables.AFTER_THE_PAGES:
                late[model] = list(rows)
    fulltext.mend()
    lines.analyse(tables)
    if pages_anew:
        _make_pages(done, progress, processes)
        for model, rows in late.items():
            model._base_manager.all().delete()  # those that the pages have just asked for
            done.rows += lines.put_in(model, rows, tables[model]["columns"])
            _remove_of_nothing(model)
    sequences.go_on_from(kept_tables.kept(), backup.manifest["sequences"])
    connection.check_constraints()


def _counted(rows: Iterable[str], before: int, told: Callable[[int], None]) -> Iterator[str]:
    for count, row in enumerate(rows, start=before + 1):
        yield row
        if count % TOLD_EVERY == 0:
            told(count)


def _make_pages(done: Restored, progress: Progress, processes: int) -> None:
    run = begin()
    with progress("meetings", meetings_left(0).count()) as told:
        done.differences += rebuild(run, processes, told, rests=False)
    _remove_of_nothing(Shown)


def _remove_of_nothing(model: type[models.Model]) -> None:
    """Rows of a record that could not be read, which is told."""
    model._base_manager.exclude(version__in=Version.objects.all()).delete()


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


def _digests(backup: Backup) -> dict[str, str]:
    """Of each public file in it, by its name."""
    return {name.rpartition("/")[2]: f["sha256"] for name, f in backup.members.items() if name.startswith("public/")}


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
    os.sync()  # one for all, before the database says that they are there
    return count


def _put(source: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        os.fchmod(file.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
        shutil.copyfileobj(source, file)


def finish(withdrawals: Path | None) -> None:
    """After the commit: have the journal of this installation know what the old one's knew."""
    journal.keep(withdrawals if withdrawals and withdrawals.resolve() != journal.path().resolve() else None)


def age_of(backup: Backup) -> str:
    return timezone.localtime(datetime.fromisoformat(backup.manifest["made_at"])).strftime("%-d %B %Y, %H:%M")
