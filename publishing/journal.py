"""What was withdrawn or had words removed, kept outside the database and its backups: withdrawals.jsonl in MINUTEBOOK_DATA.

An older backup does not know of it; a restore reads it here, so that nothing comes back (proving/backing_up/restoring.py). A line
holds what the log's row says, and nothing of what was taken away. It is written after the commit; a line that a killed process
or a full disk has left out is written with the next one.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

NAME = "withdrawals.jsonl"


def path() -> Path:
    return settings.DATA / NAME


def keep(others: Path | None = None) -> None:
    """Bring the file up to the log; `others` is one whose lines are taken over too. Raises OSError if it can't be written."""
    from publishing.models import Publication

    settings.DATA.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        there = file.read()
        known = {line["digest"] for line in _lines(there)}
        more = list(_lines(others.read_bytes())) if others else []
        told = Publication.objects.exclude(withdraws=None, strikes=None).select_related("withdraws", "strikes")
        more += [_line(row) for row in told.order_by("sequence")]
        data = b"" if there.endswith(b"\n") or not there else b"\n"  # after a line that was torn
        for line in more:
            if line["digest"] not in known:
                known.add(line["digest"])
                data += json.dumps(line, sort_keys=True, ensure_ascii=False).encode() + b"\n"
        if data.strip():
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _line(row) -> dict:
    """What the log says of a withdrawal or a removal of words, and the digest of the row that it is about."""
    about = row.withdraws or row.strikes
    return {
        "sequence": about.sequence,
        "of": about.digest,
        "what": "withdrawn" if row.withdraws_id else "words removed",
        "record_digest": row.record_digest,
        "reason": row.note,
        "at": row.published_at.isoformat(),
        "author": row.author_id,
        "digest": row.digest,
    }


def read(file: Path) -> list[dict]:
    """Its lines, in the order in which things happened; a torn one is left out. Raises OSError."""
    return sorted(_lines(file.read_bytes()), key=lambda line: (line["at"], line["sequence"]))


def _lines(data: bytes) -> Iterator[dict]:
    for raw in data.split(b"\n"):
        try:
            line = json.loads(raw)
            line["at"] = line["at"] if isinstance(line["at"], str) else ""
            datetime.fromisoformat(line["at"])
            if {"sequence", "of", "what", "reason", "digest"} <= line.keys():
                yield line
        except (ValueError, KeyError, TypeError):
            continue
