"""Log lines: the time in UTC, then name=value pairs; of an exception its kind and where in the code, and no value.

An exception's own words may hold a draft: a database writes the row that it refused into them.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

MOST = 12  # calls of a long way


class Lines(logging.Formatter):
    """2026-03-04T19:30:00.123Z level=error logger=django.request message="Internal Server Error: /" error=… at="…" """

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
        said = f"{moment}Z level={record.levelname.lower()} logger={record.name} message={_quoted(record.getMessage())}"
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            way = " < ".join(reversed(frames_of(error)[-MOST:]))
            said += f" error={name_of(error)} at={_quoted(way)}"
        return said


class Broken(logging.Filter):
    """Not what was answered 503 on purpose, such as for a PDF that is being made: nothing broke, and who waits is told so."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != 503 or record.exc_info is not None


def _quoted(value: str) -> str:
    """As JSON, which keeps a line one line."""
    return json.dumps(value, ensure_ascii=False)


def name_of(error: BaseException | None) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}" if error else "an error"


def frames_of(error: BaseException | None) -> list[str]:
    """Where it happened, the last call last: file, line and function."""
    found = traceback.extract_tb(error.__traceback__) if error else []
    return [f"{_short(frame.filename)}, line {frame.lineno}, {frame.name}" for frame in found]


def _short(path: str) -> str:
    try:
        return str(Path(path).relative_to(settings.BASE_DIR))
    except ValueError:
        return path.rpartition("site-packages/")[2]
