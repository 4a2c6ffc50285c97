"""Backups that only the holder of a key can read, in the format of age (https://age-encryption.org/v1).

The server knows the public half alone: who breaks in reads no backup. `age --decrypt -i KEY FILE` opens one without Minutebook.
"""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyrage
from django.conf import settings
from pyrage import x25519

from proving.backing_up import NoBackup

BEGINS = b"age-encryption.org/v1\n"
OPENED = ".opened-backup-"


def recipient(key: str) -> x25519.Recipient:
    """The public half of a key, from its text. Raises NoBackup with a sentence."""
    try:
        return x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as error:
        raise NoBackup(
            "BACKUP_KEY is no key: it must be the line age1… that manage.py backup --new-key FILE printed."
        ) from error


def new_key(path: Path) -> str:
    """Write a new key to a file, for its owner alone, which must not be there yet; gives the public half."""
    made = x25519.Identity.generate()
    public = str(made.to_public())
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"# A key to Minutebook's backups. Public half: {public}\n{made}\n")
    except OSError as error:
        raise NoBackup(f"{path} was not written: {error.strerror}. A key that is there is never replaced.") from error
    return public


@contextmanager
def sealed(file: IO[bytes], to: x25519.Recipient | None) -> Iterator[Any]:
    """What is written to it comes out encrypted in `file`; without a recipient, as it is."""
    if to is None:
        yield file
        return
    reading, writing = os.pipe()
    failed: list[Exception] = []

    def seal() -> None:
        with os.fdopen(reading, "rb") as source:
            try:
                pyrage.encrypt_io(source, file, [to])
            except Exception as error:  # noqa: BLE001  told to who writes
                failed.append(error)

    thread = threading.Thread(target=seal)
    thread.start()
    try:
        with os.fdopen(writing, "wb") as out:
            yield out
    except BrokenPipeError:
        pass  # the thread has ended, and says why
    finally:
        thread.join()
    if failed:
        raise OSError(0, _reason(failed[0]))


def _reason(error: Exception) -> str:
    return str(error).partition("] ")[2] or str(error)


def is_sealed(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(BEGINS)) == BEGINS
    return False


@contextmanager
def opened(path: Path, key: Path | None) -> Iterator[Path]:
    """The backup as it was before it was encrypted, all of it, in a file that goes again. Raises NoBackup with a sentence."""
    if not is_sealed(path):
        yield path
        return
    if key is None:
        raise NoBackup(f"{path} is encrypted. Give its key: --key FILE")
    settings.DATA.mkdir(parents=True, exist_ok=True)
    for left_over in settings.DATA.glob(f"{OPENED}*"):  # by a run that was killed
        left_over.unlink()
    with tempfile.NamedTemporaryFile(prefix=OPENED, dir=settings.DATA) as plain:
        try:
            with path.open("rb") as source:
                pyrage.decrypt_io(source, plain, [_identity(key)])
            plain.flush()
        except pyrage.DecryptError as error:
            raise NoBackup(
                f"{path} can't be opened with the key in {key}: it is broken, or for another key."
            ) from error
        except OSError as error:
            if error.errno is None:  # pyrage's own: the cipher does not fit
                raise NoBackup(f"{path} is broken or cut off.") from error
            raise NoBackup(f"{path} can't be opened: {error.strerror}.") from error
        yield Path(plain.name)


def _identity(key: Path) -> x25519.Identity:
    try:
        lines = [line.strip() for line in key.read_text().splitlines()]
        return x25519.Identity.from_str(next(line for line in lines if line.startswith("AGE-SECRET-KEY-")))
    except OSError as error:
        raise NoBackup(f"{key} can't be read: {error.strerror}.") from error
    except (StopIteration, UnicodeError, pyrage.IdentityError) as error:
        raise NoBackup(f"{key} is no key: it must hold a line that begins with AGE-SECRET-KEY-.") from error
