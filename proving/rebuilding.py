"""Makes what the public reads again from the log and its records: a meeting at a time, while everybody works.

A meeting is rendered without any lock, and written under short ones if its log has not grown meanwhile; else again. A
rebuild that was stopped goes on where it was.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from proving.models import Rebuild
from proving.spreading import spread
from proving.verifying.log import chunks
from proving.verifying.rows import OF_A_VERSION, owned
from published import fulltext
from published.bodies import MADE_WITH, Pieces
from published.models import PDF, Link, Paper, Record, Shown, Version, Withdrawal, Words
from published.record import MeetingRecord, digest
from publishing import erasing
from publishing.models import Head, Publication, digests_in_force
from publishing.projecting import LINK_FACTS, link_rows, pieces, save_times

TOO_OLD = timedelta(days=1)  # to go on with: what it made first may be out of date
AT_ONCE = 100  # meetings that are looked up at a time
LONGEST_REST = 1  # seconds


class Grown(Exception):
    """Somebody published or withdrew at the meeting since it was read."""


@dataclass
class Source:
    """All that a meeting's rows are made of."""

    log: list[Publication]
    records: dict[int, Record]

    @classmethod
    def read(cls, key: int) -> Self:
        log = list(Publication.objects.log_of(key))
        return cls(log, Record.objects.in_bulk([p.sequence for p in log]))

    @property
    def key(self) -> int:
        return self.log[0].meeting_id


@dataclass
class Made:
    source: Source
    pages: list[Pieces] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def meetings_left(after: int):
    """The meetings in the log, in the order in which they are made again."""
    log = Publication.objects.filter(meeting_id__gt=after).order_by("meeting_id")
    return log.values_list("meeting_id", flat=True).distinct()


def begin() -> Rebuild:
    """The run that was stopped, or a new one."""
    now = timezone.now()
    stopped = Rebuild.objects.filter(made_with=MADE_WITH, began_at__gt=now - TOO_OLD).first()
    if stopped:
        return stopped
    Rebuild.objects.all().delete()
    return Rebuild.objects.create(began_at=now, made_with=MADE_WITH)


def rebuild(run: Rebuild, processes: int, told: Callable[[int], None], rests: bool = True) -> Iterator[str]:
    """Does it, and says a sentence for each publication that can't be made again. `told` hears how many meetings are done.
    It `rests` after each lock for those who wait for it."""
    fulltext.mend()
    for done, made in enumerate(spread(render, _sources(run.after), processes), start=1):
        made = _write(made, run, rests)
        yield from made.problems
        told(done)
    _remove_rows_of_nothing()
    run.delete()


def _sources(after: int) -> Iterator[Source]:
    while keys := list(meetings_left(after)[:AT_ONCE]):
        yield from map(Source.read, keys)
        after = keys[-1]


def render(source: Source) -> Made:
    """The pages of what stands. Asks the database nothing."""
    made, now, digests = Made(source), timezone.now(), digests_in_force(source.log)
    for p in source.log:
        record = source.records.get(p.sequence)
        if not p.stands:
            continue
        if not record or digest(record.salt, record.text) != digests[p.sequence]:
            made.problems.append(
                f"{p.address}, publication {p.sequence}: its record is not the one that was published."
            )
            continue
        try:
            made.pages.append(pieces(p, MeetingRecord.from_json(record.text), now))
        except (ValueError, TypeError, KeyError) as error:
            made.problems.append(f"{p.address}, publication {p.sequence}: its record can't be read ({error}).")
    return made


def _write(made: Made, run: Rebuild, rests: bool) -> Made:
    """Write a meeting's rows, and that it is done; what was written in the end is returned."""
    while True:
        try:
            for page in made.pages:
                with _locked(made.source, rests):
                    _write_page(page)
            with _locked(made.source, rests) as head:
                _write_times(made.source.log, head)
                Rebuild.objects.filter(pk=run.pk).update(after=made.source.key)
            return made
        except Grown:
            made = render(Source.read(made.source.key))


@contextmanager
def _locked(source: Source, rests: bool) -> Iterator[Head]:
    """The lock that publishing takes, if the meeting's log is still as it was read. Afterwards it is left free for as long
    as it was held, so that who waits for it gets it."""
    begun = time.monotonic()
    with transaction.atomic():
        head = Head.locked()
        newest = Publication.objects.filter(meeting_id=source.key).order_by("-sequence")
        if newest.values_list("sequence", flat=True).first() != source.log[-1].sequence:
            raise Grown
        begun = time.monotonic()
        yield head
    if rests:
        time.sleep(min(time.monotonic() - begun, LONGEST_REST))


def _write_page(page: Pieces) -> None:
    # Whoever makes a single page again (the worker) locks its version first: so do we, or each would wait for the other.
    there = Version.objects.select_for_update().filter(pk=page.version.pk).first()
    if there and there.live_from == page.version.goes_live_at:
        page.version.live_from = there.live_from  # when something went live last is part of pages' ETags
    page.save()


def _write_times(log: list[Publication], head: Head) -> None:
    now, own = head.moment(), [p.sequence for p in log]
    Shown.objects.filter(version__in=own).delete()
    Withdrawal.objects.filter(sequence__in=own).delete()
    Words.objects.filter(version__in=own).delete()
    save_times(log, now)
    Link.objects.bulk_create(
        link_rows(log, now),
        update_conflicts=True,
        unique_fields=["sequence"],
        update_fields=["digest", "live_from", *LINK_FACTS],
    )


def _remove_rows_of_nothing() -> None:
    """What no publication that stands has made, with its files. A record that the log doesn't know stays: it is evidence,
    and its trigger keeps it."""
    for table, column, owners in reversed(owned()):
        found = table.objects.exclude(Exists(owners))
        if table is Record:
            found = found.filter(Exists(Publication.objects.filter(sequence=OuterRef("sequence"))))
        for values in chunks(list(found.order_by(column).values_list(column, flat=True).distinct())):
            with transaction.atomic():
                Head.locked()
                files = _files_of(values) if column in OF_A_VERSION else set()
                found.filter(**{f"{column}__in": values}).delete()
            erasing.erase(files)


def _files_of(versions: list[int]) -> set[str]:
    of_papers = Paper.objects.filter(version__in=versions).values_list("sha256", flat=True)
    return {*of_papers, *PDF.objects.made().filter(version__in=versions).values_list("sha256", flat=True)}
