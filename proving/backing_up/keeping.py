"""The backups of a directory: seven days, five weeks and twelve months of them, and no more."""

import re
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from publishing import journal

DAYS, WEEKS, MONTHS = 7, 5, 12
NAME = re.compile(r"minutebook-(\d{4}-\d\d-\d\dT\d{6})Z\.tar(\.age)?")


def next_name(now: datetime, is_sealed: bool) -> str:
    """What a backup of that moment is called, in UTC."""
    return f"minutebook-{now.astimezone(UTC):%Y-%m-%dT%H%M%S}Z.tar{'.age' if is_sealed else ''}"


def to_keep(names: Iterable[str]) -> set[str]:
    """Of the backups' names those to keep: the last of each of the last 7 days, 5 weeks (from Monday) and 12 months with one."""
    made = sorted(((_moment(name), name) for name in names), reverse=True)
    kept = set()
    periods: list[tuple[int, Callable[[date], tuple]]] = [
        (DAYS, lambda day: (day,)),
        (WEEKS, lambda day: day.isocalendar()[:2]),
        (MONTHS, lambda day: (day.year, day.month)),
    ]
    for count, period in periods:
        seen: dict[tuple, str] = {}
        for moment, name in made:
            seen.setdefault(period(moment.date()), name)
        kept |= set(list(seen.values())[:count])
    return kept


def prune(directory: Path) -> list[Path]:
    """Remove what need not be kept of `directory`, which of other files touches none; gives what went."""
    names = {path.name for path in directory.iterdir() if NAME.fullmatch(path.name)}
    gone = [directory / name for name in sorted(names - to_keep(names))]
    for path in gone:
        path.unlink()
    return gone


def copy_withdrawals(directory: Path) -> None:
    """What was withdrawn, beside the backups: a restore looks for it there."""
    if journal.path().is_file():
        part = directory / f".{journal.NAME}.part"
        shutil.copyfile(journal.path(), part)
        part.chmod(0o600)
        part.replace(directory / journal.NAME)


def _moment(name: str) -> datetime:
    return datetime.strptime(NAME.sub(r"\1", name), "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC)
