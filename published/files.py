"""Public storage: published files by their sha-256. It holds nothing that is not published."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from published.models import PDF, Paper

CHUNK = 1 << 20


class DigestDiffers(Exception):
    """The bytes are not those that were published."""


def path_of(sha256: str) -> Path:
    return settings.PUBLIC_FILES / sha256[:2] / sha256


def exists(sha256: str) -> bool:
    return path_of(sha256).is_file()


def store(source, sha256: str) -> bool:
    """Keep what `source` (a binary file) holds; True if it was not there yet.

    A reader sees the whole file or none: it is written under a temporary name, synced, then renamed. Raises
    DigestDiffers if the bytes are not those of `sha256`, and OSError if they can't be written; nothing is left then.
    """
    target = path_of(sha256)
    if target.is_file() and digest_of(target) == sha256:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".part-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as part:
            found = hashlib.sha256()
            while chunk := source.read(CHUNK):
                found.update(chunk)
                part.write(chunk)
            part.flush()
            os.fsync(part.fileno())
        if found.hexdigest() != sha256:
            raise DigestDiffers(f"The file has changed since it was checked: {found.hexdigest()} is not {sha256}.")
        os.chmod(name, 0o640)
        os.replace(name, target)
        sync_directory(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def remove(sha256: str) -> None:
    path_of(sha256).unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def everything() -> Iterator[Path]:
    """All that lies in public storage but directories, what is half written among it."""
    return (path for path in settings.PUBLIC_FILES.rglob("*") if not path.is_dir())


def remove_unneeded(sha256s: Iterable[str]) -> list[str]:
    """Remove those of the files that nothing published needs, and return them. Hold the lock that publishing takes, so
    that none comes to need one meanwhile."""
    wanted = set(sha256s)
    wanted -= set(Paper.objects.filter(sha256__in=wanted).values_list("sha256", flat=True))
    wanted -= set(PDF.objects.filter(sha256__in=wanted).values_list("sha256", flat=True))
    for sha256 in wanted:
        remove(sha256)
    return sorted(wanted)


def sync_directory(directory: Path) -> None:
    """So that the new name survives a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
