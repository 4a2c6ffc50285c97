"""The log: each row follows the one before, is what its digest says, and is in public what it is in the log."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from published.models import Link
from publishing import chain
from publishing.models import WHAT_BECAME, Head, Publication
from publishing.projecting import LINK_FACTS, link_rows

CHUNK = 500  # rows that are held at a time
Thing = TypeVar("Thing")


class NotAChain(Exception):
    """The file to compare with is not a copy of the chain; says where."""


def chunks(things: Iterable[Thing], size: int = CHUNK) -> Iterator[list[Thing]]:
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk


def whole_log():
    """All rows with what withdraws them, so that asking a row what became of it asks the database nothing."""
    return Publication.objects.select_related(*WHAT_BECAME)


def name_of(p: Publication) -> str:
    return f"Log, row {p.sequence} ({p.address}, {p})"


def differences(head: Head, now: datetime, counts) -> Iterator[str]:
    before = Publication(sequence=0, digest=chain.START, published_at=None)
    for chunk in chunks(whole_log().order_by("sequence").iterator(CHUNK)):
        links = Link.objects.in_bulk([p.sequence for p in chunk])
        for p in chunk:
            yield from _row(before, p)
            yield from _link(p, links.get(p.sequence), now)
            before = p
            counts.publications += p.is_publication
    if (head.sequence, head.digest) != (before.sequence, before.digest):
        yield (
            f"Log: its last row is {before.sequence}, and the head of the chain is row {head.sequence}: "
            f"{'rows are missing at the end' if head.sequence > before.sequence else 'the head was changed'}."
        )


def _row(before: Publication, p: Publication) -> Iterator[str]:
    name = name_of(p)
    if p.sequence != before.sequence + 1:
        missing = range(before.sequence + 1, p.sequence)
        yield f"Log: {_rows(missing)} missing before row {p.sequence}."
    elif p.previous_digest != before.digest:
        yield f"{name}: it does not follow the row before it."
    if chain.link(p.previous_digest, p.facts) != p.digest:
        yield f"{name}: a public fact of it was changed after it was published."
    if before.published_at and p.published_at < before.published_at:
        yield f"{name}: its time is earlier than that of the row before it."
    yield from _named(p, p.withdraws_id, p.withdraws, "withdraws")
    yield from _named(p, p.strikes_id, p.strikes, "removes words from")


def _named(p: Publication, sequence: int | None, there: Publication | None, what: str) -> Iterator[str]:
    """Whether the row that `p` names is there, and of the same meeting and kind."""
    if sequence and not there:
        yield f"{name_of(p)}: it {what} row {sequence}, which is missing."
    elif there and (p.meeting_id, p.address, p.kind) != (there.meeting_id, there.address, there.kind):
        yield f"{name_of(p)}: it {what} row {sequence}, which is of another meeting or kind."


def names_nothing(p: Publication) -> bool:
    """Whether it is about a row that is missing: nothing can be made of it."""
    return bool((p.withdraws_id and not p.withdraws) or (p.strikes_id and not p.strikes))


def _rows(missing: range) -> str:
    return f"row {missing[0]} is" if len(missing) == 1 else f"rows {missing[0]} to {missing[-1]} are"


def _link(p: Publication, there: Link | None, now: datetime) -> Iterator[str]:
    if names_nothing(p):
        return
    [wanted] = link_rows([p], now)
    if there is None:
        yield f"{name_of(p)}: the public chain lacks it. Run: manage.py rebuild_website"
    elif any(getattr(there, name) != getattr(wanted, name) for name in ("digest", *LINK_FACTS)):
        yield f"{name_of(p)}: the public chain shows it otherwise. Run: manage.py rebuild_website"
    elif coming(there.live_from, now) != coming(wanted.live_from, now):
        yield f"{name_of(p)}: the public chain shows it from another time on. Run: manage.py rebuild_website"


def coming(moment: datetime | None, now: datetime) -> datetime | None:
    """A moment that is still to come; None for any that has been, and for "always"."""
    return moment if moment and moment > now else None


def differences_from(kept: Path) -> Iterator[str]:
    """The first row in which the log differs from a copy of the public chain (/proof/chain.jsonl) that somebody kept."""
    for chunk in chunks(_kept_rows(kept)):
        log = dict(
            Publication.objects.filter(sequence__in=[s for s, _ in chunk]).values_list("sequence", "digest").order_by()
        )
        for sequence, digest in chunk:
            if sequence not in log:
                yield f"{kept}: row {sequence} is in this copy and not in the log: it was removed."
                return
            if log[sequence] != digest:
                yield (
                    f"{kept}: row {sequence} is the first that is not as in this copy: the log was rewritten from there on."
                )
                return


def _kept_rows(kept: Path) -> Iterator[tuple[int, str]]:
    """Sequence and digest of each line."""
    with kept.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                yield int(row["sequence"]), str(row["digest"])
            except (ValueError, KeyError, TypeError) as error:
                raise NotAChain(
                    f"{kept} is not a copy of /proof/chain.jsonl: line {number} is no row of it."
                ) from error
