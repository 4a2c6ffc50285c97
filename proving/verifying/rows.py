"""The published rows: of each meeting they are what its log says, and there are no others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, QuerySet

from proving.spreading import spread
from proving.verifying.log import CHUNK, coming, name_of, names_nothing, whole_log
from published import indexing
from published.bodies import MADE_WITH, Pieces
from published.kinds import Kind
from published.models import (
    PDF,
    Action,
    Decision,
    Declared,
    Item,
    Link,
    Paper,
    Presence,
    Record,
    Shown,
    Text,
    Version,
    VoteCast,
    Withdrawal,
    Words,
)
from published.record import MeetingRecord, digest
from publishing.models import Publication, digests_in_force
from publishing.projecting import pieces, shown_rows, withdrawal_rows

REMEDY = "Run: manage.py rebuild_website"
AT_ONCE = 20  # rows of the log whose records and pages are held at a time
# What templates made: another release made it otherwise, and it is made again by and by.
PRINTED = {
    Version: {"title", "brief", "front"},
    Item: {"heading", "body"},
    Decision: {"brief", "text", "reasons", "options", "words"},
    Presence: {"comment"},
    VoteCast: {"text"},
}
BELOW = (Item, Decision, Action, Presence, Declared, VoteCast, Paper, Words, PDF)  # a version
# Compared by what they mean, or given anew whenever a row is made.
NOT_COMPARED = {"id", "made_with", "live_from", "version", "record", "item"}


@dataclass
class Meeting:
    """What the log and the website hold of one meeting."""

    log: list[Publication]
    records: dict[int, Record]
    rows: dict[type[Model], list]

    def of(self, table: type[Model], sequence: int) -> list:
        return [row for row in self.rows[table] if row.version_id == sequence]


def differences(now: datetime, counts, processes: int) -> Iterator[str]:
    for found in spread(_Looking(now), map(_read, _logs()), processes):
        for sentences in found:
            counts.meetings += 1
            yield from sentences
        counts.told(counts.meetings)
    yield from _shared_addresses()
    yield from _rows_of_nothing()


@dataclass
class _Looking:
    """What a process does with some meetings; it asks the database nothing."""

    now: datetime

    def __call__(self, meetings: list[Meeting]) -> list[list[str]]:
        return [list(_differences(meeting, self.now)) for meeting in meetings]


def of_records() -> Iterator[str]:
    """Whether the records are what their digests say, and no row belongs to nothing; no page is made to see it."""
    for logs in _logs():
        records = Record.objects.in_bulk([p.sequence for log in logs for p in log])
        for log in logs:
            if not any(map(names_nothing, log)):
                digests = digests_in_force(log)
                for p in log:
                    if p.stands:
                        yield from _record(p, records.get(p.sequence), digests[p.sequence])
    yield from _shared_addresses()
    yield from _rows_of_nothing()


def _logs() -> Iterator[list[list[Publication]]]:
    """The log of each meeting, a few at a time."""
    waiting: list[list[Publication]] = []
    log = whole_log().order_by("meeting_id", "sequence").iterator(CHUNK)
    for _, group in groupby(log, key=lambda p: p.meeting_id):
        waiting.append(list(group))
        if sum(map(len, waiting)) >= AT_ONCE:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _read(logs: list[list[Publication]]) -> list[Meeting]:
    sequences = [p.sequence for log in logs for p in log]
    keys = [log[0].meeting_id for log in logs]
    records = Record.objects.in_bulk(sequences)
    rows = {table: list(table.objects.filter(version__in=sequences)) for table in BELOW}
    rows[Version] = list(Version.objects.filter(pk__in=sequences))
    rows |= {table: list(table.objects.filter(key__in=keys)) for table in (Shown, Withdrawal)}
    return [_one(log, records, rows) for log in logs]


def _one(log: list[Publication], records: dict[int, Record], rows: dict[type[Model], list]) -> Meeting:
    own, key = {p.sequence for p in log}, log[0].meeting_id
    by_key = {table: [row for row in rows[table] if row.key == key] for table in (Shown, Withdrawal)}
    by_version = {table: [r for r in rows[table] if r.version_id in own] for table in BELOW}
    versions = {Version: [row for row in rows[Version] if row.pk in own]}
    return Meeting(log, {s: records[s] for s in own if s in records}, {**by_key, **by_version, **versions})


def _differences(meeting: Meeting, now: datetime) -> Iterator[str]:
    first, log = meeting.log[0], meeting.log
    if any(map(names_nothing, log)):
        return  # the differences of the log say so; nothing can be made of it
    digests = digests_in_force(log)
    for p in log:
        if p.address != first.address:
            yield f"{name_of(p)}: its meeting was first published as {first.address}."
        if p.stands:
            yield from _publication(p, meeting, digests[p.sequence], now)
    yield from _times(meeting, now)


def _publication(p: Publication, meeting: Meeting, wanted_digest: str, now: datetime) -> Iterator[str]:
    """Whether what is kept of a publication that stands is what its digest says, and its rows what its record says."""
    record = meeting.records.get(p.sequence)
    yield from _record(p, record, wanted_digest)
    if record is None:
        return
    try:
        frozen = MeetingRecord.from_json(record.text)
        wanted = pieces(p, frozen, now)
    except (ValueError, TypeError, KeyError) as error:
        yield f"{name_of(p)}: its record can't be read ({error})."
        return
    if (frozen.address, frozen.kind) != (p.address, p.kind):
        yield f"{name_of(p)}: its record is of another address or kind."
    yield from _version(p, meeting, wanted, now)
    yield from _words(p, meeting, frozen, wanted.version)


def _record(p: Publication, record: Record | None, wanted_digest: str) -> Iterator[str]:
    if record is None:
        yield f"{name_of(p)}: its record is gone, but it was never withdrawn."
    elif digest(record.salt, record.text) != wanted_digest:
        yield f"{name_of(p)}: its record was changed after it was published."


def _words(p: Publication, meeting: Meeting, frozen: MeetingRecord, version: Version) -> Iterator[str]:
    """Whether what is shown can be searched, and what is shown no more can not. What a file says is no part of the log."""
    is_shown = any(row.version_id == p.sequence for row in meeting.rows[Shown])
    wanted = indexing.rows(version, frozen) if is_shown else []
    there = sorted(meeting.of(Words, p.sequence), key=lambda row: row.pk, reverse=True)
    if [_searched(row) for row in there] != [_searched(row) for row in wanted]:
        yield f"Website, {p.address}, publication {p.sequence}: its words in the search differ from the log. {REMEDY}"


def _searched(row: Words) -> dict[str, Any]:
    return _values(row, True, str) | ({"text": ""} if row.sha256 else {})


def _version(p: Publication, meeting: Meeting, wanted: Pieces, now: datetime) -> Iterator[str]:
    name = f"Website, {p.address}, publication {p.sequence}"
    there = next((row for row in meeting.rows[Version] if row.pk == p.sequence), None)
    if there is None:
        yield f"{name}: its page is missing. {REMEDY}"
        return
    if coming(there.live_from, now) != coming(wanted.version.live_from, now):
        yield f"{name}: its page is public from another time on than the log says. {REMEDY}"
    slugs = {item.pk: item.slug for item in meeting.of(Item, p.sequence)}
    with_printed = there.made_with == MADE_WITH
    for table, made in _by_table(wanted).items():
        found = [there] if table is Version else meeting.of(table, p.sequence)
        where = _first_difference(
            [_values(row, with_printed, lambda row: slugs.get(row.item_id)) for row in found],
            [_values(row, with_printed, lambda row: row.item and row.item.slug) for row in made],
        )
        if where:
            yield f"{name}: {table._meta.verbose_name_plural} differ from the log ({where}). {REMEDY}"
    for pdf in meeting.of(PDF, p.sequence):
        if pdf.name not in Kind(p.kind).pdfs:
            yield f"{name}: it has a PDF “{pdf.name}”, which its kind has not."


def _by_table(wanted: Pieces) -> dict[type[Model], list]:
    made = {Item: wanted.items, Decision: wanted.decisions, Action: wanted.actions, Paper: wanted.papers}
    of_people = {Presence: wanted.presences, Declared: wanted.declared, VoteCast: wanted.votes}
    return {Version: [wanted.version], **made, **of_people}


def _values(row: Model, with_printed: bool, slug_of_item: Callable[[Any], str | None]) -> dict[str, Any]:
    left_out = NOT_COMPARED if with_printed else NOT_COMPARED | PRINTED.get(type(row), set())
    fields = {field.name: field.attname for field in row._meta.concrete_fields}
    values = {name: getattr(row, attname) for name, attname in fields.items() if name not in left_out}
    return values | ({"item": slug_of_item(row)} if "item" in fields else {})


def _first_difference(there: list[dict], wanted: list[dict]) -> str:
    """Where two lists of rows differ, in words; "" if they don't."""
    if len(there) != len(wanted):
        return f"there are {len(there)} instead of {len(wanted)}"
    pairs = zip(*(sorted(rows, key=lambda row: row.get("position", 0)) for rows in (there, wanted)), strict=True)
    for number, (found, should_be) in enumerate(pairs, start=1):
        for name in found:
            if found[name] != should_be[name]:
                return f"{name} of number {number}"
    return ""


def _times(meeting: Meeting, now: datetime) -> Iterator[str]:
    """What the address shows now and later, and what is said to be withdrawn there."""
    address = meeting.log[0].address
    if _stretches(meeting.rows[Shown], now) != _stretches(shown_rows(meeting.log, now), now):
        yield f"Website, {address}: it shows another version, or at another time, than the log says. {REMEDY}"
    there, wanted = (
        sorted(repr(_values(row, True, str)) for row in rows)
        for rows in (meeting.rows[Withdrawal], withdrawal_rows(meeting.log))
    )
    if there != wanted:
        yield f"Website, {address}: what it says of withdrawals is not what the log says. {REMEDY}"


def _stretches(rows: list[Shown], now: datetime) -> list[tuple]:
    """Those that are not over, in a form in which two that mean the same are the same."""
    left = [row for row in rows if row.ends_at is None or row.ends_at > now]
    return sorted((str(coming(row.starts_at, now) or ""), row.version_id, str(row.ends_at or "")) for row in left)


def _shared_addresses() -> Iterator[str]:
    claims = (
        Publication.objects.known_or_coming().order_by().values("address").annotate(n=Count("meeting", distinct=True))
    )
    for address in claims.filter(n__gt=1).values_list("address", flat=True):
        yield f"Log: {address} was given to more than one meeting."


def _rows_of_nothing() -> Iterator[str]:
    for table, column, owners in owned():
        for value in table.objects.exclude(Exists(owners)).order_by(column).values_list(column, flat=True).distinct():
            yield f"Website: {table._meta.verbose_name_plural} of {_owner(column, value)}. {REMEDY}"


def _owner(column: str, value: int | str) -> str:
    if column == "sha256":
        return f"file {value}, which no version names"
    if column == "key":
        return f"meeting {value}, which is not in the log"
    known = Publication.objects.filter(sequence=value).exists()
    return f"publication {value}, which {'was withdrawn' if known else 'is not in the log'}"


OF_A_VERSION = {"record_id", "version_id"}  # columns


def owned() -> list[tuple[type[Model], str, QuerySet]]:
    """Each table of what is public, a column of it, and what of the log that column must name."""
    standing, log = Publication.objects.standing(), Publication.objects.all()
    return [
        (Record, "sequence", standing.filter(sequence=OuterRef("sequence"))),
        (Version, "record_id", standing.filter(sequence=OuterRef("record_id"))),
        (Text, "sha256", Paper.objects.filter(sha256=OuterRef("sha256"))),
        *((table, "version_id", standing.filter(sequence=OuterRef("version_id"))) for table in BELOW),
        *((table, "key", log.filter(meeting_id=OuterRef("key"))) for table in (Shown, Withdrawal)),
        (Link, "sequence", log.filter(sequence=OuterRef("sequence"))),
    ]
