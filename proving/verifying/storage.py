"""The files: each that is published lies in public storage as it was published, and nothing else lies there."""

import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction

from proving.spreading import spread
from proving.verifying.log import CHUNK, chunks
from published import files
from published.models import PDF, Paper
from publishing.models import Head

PAUSE = 10  # seconds in which a worker has named what it wrote, and a withdrawal removed what it left, on a busy machine too

MISSING, NOT_THAT = "missing", "not the one that was published"


def differences(counts, processes: int) -> Iterator[str]:
    for checked in spread(_look, named_files(), processes):
        counts.files += len(checked)
        for sha256, state in checked.items():
            # What was withdrawn while we looked is gone, and rightly.
            if state and is_named(sha256) and (state := _state(sha256)):
                yield _sentence(sha256, state)
    for path in strays():
        yield f"Files: {short(path)} belongs to nothing that is published. Run: manage.py verify --repair"


def differences_from(there: Mapping[str, str]) -> Iterator[str]:
    """The same where somebody has read all of them: `there` has, by name, the digest of what lies under it."""
    for chunk in named_files():
        for sha256 in chunk:
            if there.get(sha256) != sha256:
                yield _sentence(sha256, NOT_THAT if sha256 in there else MISSING)


def named_files() -> Iterator[list[str]]:
    """The sha-256 of all papers and PDFs, some at a time and each time by a query of its own, so that no long one holds
    up anybody."""
    last = ""
    while found := list(_papers_after(last)[:CHUNK]):
        yield found
        last = found[-1]
    pk = 0
    while rows := list(PDF.objects.made().filter(pk__gt=pk).order_by("pk").values_list("pk", "sha256")[:CHUNK]):
        yield [sha256 for _, sha256 in rows]
        pk = rows[-1][0]


def _papers_after(sha256: str):
    return Paper.objects.filter(sha256__gt=sha256).order_by("sha256").values_list("sha256", flat=True).distinct()


def _look(sha256s: list[str]) -> dict[str, str]:
    return {sha256: _state(sha256) for sha256 in sha256s}


def _state(sha256: str) -> str:
    """What is wrong with a file; "" if nothing."""
    try:
        return "" if files.digest_of(files.path_of(sha256)) == sha256 else NOT_THAT
    except FileNotFoundError:
        return MISSING
    except OSError as error:
        return f"not readable ({error.strerror})"


def is_named(sha256: str) -> bool:
    return Paper.objects.filter(sha256=sha256).exists() or PDF.objects.filter(sha256=sha256).exists()


def _sentence(sha256: str, state: str) -> str:
    return f"Files, {_what(sha256)}: the file {short(files.path_of(sha256))} is {state}."


def _what(sha256: str) -> str:
    paper = Paper.objects.filter(sha256=sha256).select_related("version").first()
    if paper:
        return f"“{paper.title}” of {paper.version}"
    return f"{PDF.objects.select_related('version').filter(sha256=sha256).first() or sha256}"


def strays() -> list[Path]:
    """What lies in public storage and belongs to nothing, half written files among it.

    What a process is writing or removing at this moment is none: publishing writes under a lock, which is taken for the
    second look; a worker and a withdrawal are given a pause."""
    suspects = [path for chunk in chunks(files.everything()) for path in _unnamed(chunk)]
    if not suspects:
        return []
    time.sleep(PAUSE)
    with transaction.atomic():
        Head.locked()
        return [path for chunk in chunks(suspects) for path in _unnamed(chunk) if path.exists()]


def _unnamed(paths: Iterable[Path]) -> list[Path]:
    paths = list(paths)
    names = [path.name for path in paths]
    named = {*Paper.objects.filter(sha256__in=names).values_list("sha256", flat=True)}
    named |= {*PDF.objects.filter(sha256__in=names).values_list("sha256", flat=True)}
    return [path for path in paths if path.name not in named or path != files.path_of(path.name)]


def short(path: Path) -> str:
    return str(path.relative_to(settings.DATA)) if path.is_relative_to(settings.DATA) else path.name
