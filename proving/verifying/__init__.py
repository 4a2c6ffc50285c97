"""Holds the publication log against itself and against a copy that somebody kept, the published rows against the log, and
the files against their digests.

Whoever holds the database can rewrite all that lies in it, the log and what is made of it alike: only a copy of the chain
that lies elsewhere (`against`) shows that.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from accounts import only_grows
from minutes import triggers
from proving.verifying import log, printed, rows, storage
from published import fulltext
from publishing import append_only, erasing
from publishing.models import Head


@dataclass
class Counts:
    """What was looked at. `told` hears how many meetings have been."""

    publications: int = 0
    meetings: int = 0
    files: int = 0
    pdfs: int = 0
    unlike: int = 0  # PDFs of which this release can't tell
    told: Callable[[int], None] = lambda meetings: None


def differences(
    counts: Counts, *, against: Path | None = None, all_pdfs: bool = False, processes: int = 1
) -> Iterator[str]:
    """A sentence for each thing that is not as it was published; nothing if all is in order.

    The log and the rows are read as they were at one moment. Files have no such moment: what seems wrong is looked at
    again before it is said, because it may have been published or withdrawn meanwhile."""
    with snapshot():
        head = Head.objects.get(pk=1)
        now = head.moment(timezone.now())
        yield from _of_the_log(head, now, counts)
        if against:
            yield from log.differences_from(against)
        yield from rows.differences(now, counts, processes)
    erasing.empty_log()  # which has grown, because it was being read
    yield from storage.differences(counts, processes)
    yield from printed.differences(counts, all_pdfs, processes)


def of_log_and_records(counts: Counts) -> Iterator[str]:
    """What digests alone can show, within the transaction of whoever calls it."""
    head = Head.objects.get(pk=1)
    yield from _of_the_log(head, head.moment(timezone.now()), counts)
    yield from rows.of_records()


def of_pages(counts: Counts, processes: int) -> Iterator[str]:
    """Each page is made again, and compared with the one that is there."""
    with snapshot():
        yield from rows.differences(Head.objects.get(pk=1).moment(timezone.now()), counts, processes)


def _of_the_log(head: Head, now: datetime, counts: Counts) -> Iterator[str]:
    yield from _triggers()
    yield from log.differences(head, now, counts)


def _triggers() -> Iterator[str]:
    for name in [*append_only.missing(), *only_grows.missing(), *triggers.missing()]:
        yield f"Database: the trigger {name} is missing or switched off, so that what it guards can be changed."
    for name in fulltext.missing():
        yield f"Database: {name} is missing, so that the search does not find all. {rows.REMEDY}"


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read within is of one moment. Nobody waits for it. Within a transaction it is that transaction's."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(), which begins as a writer: clerks would wait.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
