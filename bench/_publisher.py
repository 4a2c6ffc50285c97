"""Run by bench/publishing.py in each of the trees that it compares: with the first draft's code as with today's.

`versions ITEMS KILOBYTES COUNT` publishes a meeting that often, and prints a JSON line of what each publication cost;
`publish MEETING COUNT` publishes one that is there.
"""

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from minutes.models import Meeting, Minute  # noqa: E402
from publishing.models import Kind, Publication  # noqa: E402


def versions(items: int, kilobytes: int, count: int) -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    from _site import TEXT, make_meeting

    for size in (3, items):  # the first is small, and finds every template
        meeting = make_meeting(size, max(round(kilobytes * 1000 / items / len(TEXT)), 1))
        found = [published(meeting, version) for version in range(1, count + 1 if size == items else 2)]
    text = Publication.objects.filter(meeting=meeting).last().record
    print(json.dumps({"meeting": meeting.pk, "record": len(getattr(text, "text", text).encode()), "versions": found}))


def published(meeting: Meeting, version: int) -> dict[str, float]:
    """The figures of one more version, in which one item's minutes have changed."""
    minute = Minute.objects.filter(item__meeting=meeting).order_by("item__position")[version % 3]
    minute.body += f"<p>Corrected for version {version} by process {os.getpid()}.</p>"
    minute.save()
    before, start, cpu = database_bytes(), time.perf_counter(), time.process_time()
    Publication.objects.publish(meeting, Kind.MINUTES, note=f"Version {version}.")
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    return {"seconds": seconds, "cpu": cpu, "bytes": database_bytes() - before}


def database_bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
    return os.path.getsize(settings.DATABASES["default"]["NAME"])


def publish(pk: int, count: int) -> None:
    meeting = Meeting.objects.get(pk=pk)
    print(json.dumps([published(meeting, 100 + n)["seconds"] for n in range(count)]))


if __name__ == "__main__":
    {"versions": versions, "publish": publish}[sys.argv[1]](*map(int, sys.argv[2:]))
