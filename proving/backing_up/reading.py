"""Reads a backup, and believes nothing of it: all of it is held against its digests before anything is touched."""

import hashlib
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from proving.backing_up import DIGEST, FORMAT, MANIFEST, ROWS, NoBackup, lines
from proving.backing_up import tables as kept_tables

LONGEST_MANIFEST = 512 << 20  # bytes: some three million files
PIECE = 1 << 20
ROWS_NAME = re.compile(re.escape(ROWS.format("table")).replace("table", r"([a-z_]+\.[a-z_]+)"))
NAME = re.compile(rf"{ROWS_NAME.pattern}|private/[^\0]+|public/[0-9a-f]{{2}}/[0-9a-f]{{64}}")


@dataclass(frozen=True)
class Backup:
    """One that was found whole."""

    path: Path
    manifest: dict

    @property
    def members(self) -> dict[str, dict]:
        return self.manifest["members"]

    @property
    def tables(self) -> dict[type[models.Model], dict]:
        """What it says of the rows of each table: "rows", how many, and "columns"."""
        return {apps.get_model(label): facts for name, facts in self.members.items() if (label := _label(name))}

    def migrations_of(self, app: str) -> set[str]:
        return {name for label, name in self.manifest["migrations"] if label == app}

    def rows(self) -> Iterator[tuple[type[models.Model], Iterator[str]]]:
        """Each table with its rows, in the order of the archive; read them before you go on to the next."""
        with _opened(self.path) as tar:
            for member in tar:
                if label := _label(member.name):
                    yield apps.get_model(label), lines.unpacked(_reader(tar, member))

    def files(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Each file with its name, in the order of the archive; likewise."""
        with _opened(self.path) as tar:
            for member in tar:
                if member.name.startswith(("private/", "public/")):
                    yield member.name, _reader(tar, member)


def look_at(path: Path, called: Path | None = None) -> Backup:
    """The backup in that file, every byte of it held against its digest. Raises NoBackup with a sentence,
    in which it is `called` by the name that somebody gave."""
    name = called or path
    try:
        with _opened(path) as tar:
            members = iter(tar)
            manifest = _manifest(tar, members, name)
            _refuse_newer(manifest, name)
            _compare(tar, members, manifest["members"], name)
    except FileNotFoundError as error:
        raise NoBackup(f"There is no file {path}.") from error
    except OSError as error:
        raise NoBackup(f"{path} can't be read: {error.strerror or error}.") from error
    return Backup(path, manifest)


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError, UnicodeError) as error:
        raise NoBackup(f"{path} is no backup of Minutebook, or is broken: {error}.") from error


def _reader(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    found = tar.extractfile(member) if member.isreg() else None
    if found is None:
        raise NoBackup(f"{member.name} in the backup is no file.")
    return found


def _manifest(tar: tarfile.TarFile, members: Iterator[tarfile.TarInfo], path: Path) -> dict:
    foreign = NoBackup(f"{path} is no backup of Minutebook: it does not begin with {MANIFEST}.")
    first, second = next(members, None), next(members, None)
    if not first or not second or (first.name, second.name) != (MANIFEST, DIGEST) or first.size > LONGEST_MANIFEST:
        raise foreign
    data = _reader(tar, first).read()
    if _reader(tar, second).read(100).decode("ascii", "replace") != hashlib.sha256(data).hexdigest():
        raise NoBackup(f"{path} is broken: its {MANIFEST} is not what it was.")
    try:
        manifest = json.loads(data)
        if manifest["minutebook"] == "backup" and isinstance(manifest["format"], int):
            return manifest
    except (ValueError, KeyError, TypeError):
        pass
    raise foreign


def _refuse_newer(manifest: dict, path: Path) -> None:
    newer = NoBackup(f"{path} was made by a newer release of Minutebook. Update this one first, then restore.")
    if manifest["format"] > FORMAT:
        raise newer
    known = set(MigrationLoader(connection).disk_migrations)
    tables = {model._meta.label_lower for model in kept_tables.kept()}
    theirs = {label for name in manifest["members"] if (label := _label(name))}
    rooms = {label for label, _ in known}
    if any(tuple(each) not in known for each in manifest["migrations"] if each[0] in rooms) or not theirs <= tables:
        raise newer


def _compare(tar: tarfile.TarFile, members: Iterator[tarfile.TarInfo], wanted: dict[str, dict], path: Path) -> None:
    left = dict(wanted)
    for member in members:
        facts = left.pop(member.name, None)
        if facts is None or not _is_safe(member.name):
            raise NoBackup(f"{path} is broken: it holds {member.name!r}, which its {MANIFEST} does not name.")
        if _digest(_reader(tar, member)) != facts["sha256"]:
            raise NoBackup(f"{path} is broken: {member.name} in it is not what was backed up.")
    if left:
        raise NoBackup(f"{path} is cut off: {len(left)} of {len(wanted)} parts are missing, the first {min(left)}.")


def _label(name: str) -> str:
    """Of which table a member has the rows; "" if of none."""
    found = ROWS_NAME.fullmatch(name)
    return found[1] if found else ""


def _is_safe(name: str) -> bool:
    return bool(NAME.fullmatch(name)) and not {"", ".", ".."} & set(name.split("/"))


def _digest(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
