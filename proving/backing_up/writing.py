"""Makes the file, while everybody works: rows as they are at one moment, then the files that they name.

A file that a withdrawal or a clerk removes before it is copied is no longer wanted: then all is begun anew.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from proving.backing_up import DIGEST, FORMAT, MANIFEST, ROWS, NoBackup, lines, sealing
from proving.backing_up import tables as kept_tables
from proving.backing_up.sequences import last_given
from proving.verifying import snapshot
from proving.verifying.storage import named_files
from published import files
from publishing import journal
from publishing.models import Head

TRIES = 5
LEFT = ".backing-up-"  # rows on their way, in MINUTEBOOK_DATA: where a backup goes they may be read by others
DAY = 24 * 3600  # seconds after which what a killed run left beside the file is taken away


class _Gone(Exception):
    """A file went while it was wanted."""


def back_up(target: Path, key: str = "") -> dict:
    """Write the backup to `target`, whole or not at all, and give its manifest. Raises NoBackup with a sentence.

    With a `key` (age1…) it is encrypted for it while it is written: nothing that can be read lies beside the target.
    """
    recipient = sealing.recipient(key) if key else None
    try:
        if not target.parent.is_dir() or target.is_dir():
            raise NoBackup(f"{target} can't be written: give the name of a file in a directory that is there.")
        if any(target.resolve().is_relative_to(place) for place in (settings.PRIVATE_FILES, settings.PUBLIC_FILES)):
            raise NoBackup(f"{target} would lie among the files that are backed up; choose another place.")
        journal.keep()
        _remove_left_over(target)
        beside = tempfile.TemporaryDirectory(prefix=_prefix(target), dir=target.parent)
        at_home = tempfile.TemporaryDirectory(prefix=LEFT, dir=settings.DATA)
        with beside as place, at_home as rows:
            whole = Path(place, "whole")
            manifest = _try(Path(rows), whole, recipient)
            os.replace(whole, target)
        files.sync_directory(target.parent)
    except OSError as error:
        raise NoBackup(f"{target} was not written: {error.strerror}. What was there before is as it was.") from error
    return manifest


def _prefix(target: Path) -> str:
    return f".{target.name}.part-"


def _remove_left_over(target: Path) -> None:
    for path in [*target.parent.glob(f"{_prefix(target)}*"), *settings.DATA.glob(f"{LEFT}*")]:
        if path.stat().st_mtime < time.time() - DAY:
            shutil.rmtree(path, ignore_errors=True)


def _try(place: Path, whole: Path, recipient) -> dict:
    for _ in range(TRIES):
        try:
            return _write(place, whole, recipient)
        except _Gone:
            continue
    raise NoBackup("Files were removed again and again while they were copied. Try again in a quieter minute.")


def _write(place: Path, whole: Path, recipient) -> dict:
    with snapshot():
        members = dict(_rows(place))
        wanted = dict(_named())
        manifest = {
            "minutebook": "backup",
            "format": FORMAT,
            "made_at": timezone.now().isoformat(),
            "database": connection.vendor,
            "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
            "sequences": last_given(kept_tables.kept()),
            "head": Head.objects.values_list("sequence", "digest").get(pk=1),
        }
    missing = []
    for name, path in sorted(wanted.items()):
        try:
            members[name] = _facts(path)
        except FileNotFoundError:
            if _is_named_still(name):
                missing.append(name)  # verify says so too, before and after
            else:
                raise _Gone from None
    manifest |= {"missing": missing, "members": members}
    _pack(place, whole, recipient, manifest, wanted)
    return manifest


def _rows(place: Path) -> Iterator[tuple[str, dict]]:
    for model in kept_tables.kept():
        name = ROWS.format(model._meta.label_lower)
        path = place / name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file, lines.packed(file) as out:
            count = lines.write(model, out)
        yield name, _facts(path) | {"rows": count, "columns": lines.columns_of(model)}


def _named() -> Iterator[tuple[str, Path]]:
    """Each file that a row names, by the name that it has in the archive."""
    for model, column in kept_tables.file_fields():
        for name in model._base_manager.exclude(**{column: ""}).values_list(column, flat=True).iterator():
            if name:
                yield f"private/{name}", settings.PRIVATE_FILES / name
    for chunk in named_files():
        for sha256 in chunk:
            yield f"public/{sha256[:2]}/{sha256}", files.path_of(sha256)


def _is_named_still(name: str) -> bool:
    return any(name == there for there, _ in _named())


def _facts(path: Path) -> dict:
    return {"sha256": files.digest_of(path), "size": path.stat().st_size}


def _pack(place: Path, whole: Path, recipient, manifest: dict, wanted: dict[str, Path]) -> None:
    handle = os.open(whole, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        with (
            sealing.sealed(file, recipient) as out,
            tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            data = json.dumps(manifest, sort_keys=True, ensure_ascii=False, indent=1).encode()
            _add(tar, MANIFEST, io.BytesIO(data), len(data))
            digest = hashlib.sha256(data).hexdigest().encode()
            _add(tar, DIGEST, io.BytesIO(digest), len(digest))
            for name, facts in manifest["members"].items():
                _add_file(tar, name, wanted.get(name, place / name), facts)
        file.flush()
        os.fsync(file.fileno())


def _add_file(tar: tarfile.TarFile, name: str, path: Path, facts: dict) -> None:
    try:
        with path.open("rb") as source:
            read = _Digesting(source)
            if os.fstat(source.fileno()).st_size == facts["size"]:
                _add(tar, name, read, facts["size"])
            if read.digest.hexdigest() != facts["sha256"]:
                raise _Gone
    except FileNotFoundError:
        raise _Gone from None


class _Digesting:
    """A file that keeps the digest of what was read of it."""

    def __init__(self, source) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


def _add(tar: tarfile.TarFile, name: str, source, size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, source)
