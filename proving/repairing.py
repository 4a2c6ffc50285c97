"""Removes what killed processes left, and brings back what can be: no row of the log and no record is touched."""

import time
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from minutes.models import Document
from proving.verifying.storage import is_named, named_files, short, strays
from published import files
from published.models import PDF
from publishing.models import Head

HOUR = 3600  # seconds after which an upload that no row names is not one that is being stored


def repair() -> Iterator[str]:
    """Does it, and says each thing that it did."""
    yield from _remove_strays()
    yield from _remove_uploads()
    yield from _end_leases()
    yield from _bring_back()


def _remove_strays() -> Iterator[str]:
    for path in strays():
        with transaction.atomic():
            Head.locked()
            if path != files.path_of(path.name) or not is_named(path.name):
                path.unlink(missing_ok=True)
                yield f"Removed {short(path)}, which belonged to nothing that is published."


def _remove_uploads() -> Iterator[str]:
    """Of the working record: a deleted draft's files, and those of uploads that were broken off."""
    for path in _old(settings.PRIVATE_FILES):
        name = str(path.relative_to(settings.PRIVATE_FILES))
        if not any(model.objects.filter(**{field: name}).exists() for model, field in _file_fields()):
            path.unlink(missing_ok=True)
            yield f"Removed {short(path)}, which no draft names."


def _old(directory: Path) -> Iterator[Path]:
    newest = time.time() - HOUR
    yield from (path for path in directory.rglob("*") if path.is_file() and path.stat().st_mtime < newest)


def _file_fields() -> list[tuple[type[models.Model], str]]:
    fields = [(model, field) for model in apps.get_models() for field in model._meta.concrete_fields]
    return [(model, field.name) for model, field in fields if isinstance(field, models.FileField)]


def _end_leases() -> Iterator[str]:
    ended = PDF.objects.filter(leased_until__lte=timezone.now()).update(leased_until=None)
    if ended:
        yield f"Ended {ended} leases of workers that were stopped while they made a PDF."


def _bring_back() -> Iterator[str]:
    """After a restore in which the database is newer than the files: papers come from the working record, if it has them
    still, and the worker makes the PDFs again."""
    for chunk in named_files():
        for sha256 in chunk:
            if not files.exists(sha256):
                yield from _bring_back_one(sha256)


def _bring_back_one(sha256: str) -> Iterator[str]:
    for document in Document.objects.filter(sha256=sha256):
        with transaction.atomic():
            Head.locked()
            if is_named(sha256) and _store(document):
                yield f"Brought back {short(files.path_of(sha256))} from the working record."
                return
    with transaction.atomic():
        Head.locked()
        lost = PDF.objects.filter(sha256=sha256)
        if lost.exists() and not files.exists(sha256):
            yield from (f"Asked for {row} again; the worker makes it." for row in lost.select_related("version"))
            lost.ask_again()


def _store(document: Document) -> bool:
    try:
        with document.file.storage.open(document.file.name) as source:
            return files.store(source, document.sha256)
    except (files.DigestDiffers, OSError):
        return False
