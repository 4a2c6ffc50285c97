"""Each public page with a small archive and a large: its queries, and its time in the second as a multiple of that in the first.

bin/bench growth [ARCHIVE ARCHIVE]: meetings to generate (10 and 1000 unless said otherwise), or the data directory of an
installation, whose SQLite database is copied. Django is asked in a process for each archive, without the frame's cache of the
web server; they take turns, a round each, so that they share the machine's good and bad moments. Medians.
"""

import io
import json
import os
import shutil
import statistics
import sys
import time
from pathlib import Path

from _site import machine, set_up
from _turns import child, turn

ROUNDS, GOAL = 15, 1.2


def main() -> None:
    archives = sys.argv[1:] or ["10", "1000"]
    children = [child(__file__, n, archive) for n, archive in enumerate(archives)]
    asked = [json.loads(each.stdout.readline()) for each in children]  # the queries and sizes, once it is set up
    rounds = [[turn(each) for each in children] for _ in range(ROUNDS)]
    print(f"{machine()}\nGoal: {' ÷ '.join(archives[::-1])} meetings ≤ {GOAL}, with as many queries\n")
    print(f"{'':34}{'queries':>10}{'kB':>8}{'ms':>9}{'growth':>9}")
    for page, (queries, size) in asked[-1].items():
        first, last = (statistics.median(done[n][page] for done in rounds) for n in (0, -1))
        said = "–".join(str(n) for n in sorted({asked[0][page][0], queries}))
        print(
            f"{page:34}{said:>10}{size / 1000:8.1f}{last:9.2f}{last / first:9.2f}{'' if last / first <= GOAL else '  *'}"
        )


def measure(archive: str) -> None:
    """In a child: a line with the queries and bytes of each page, then one with their milliseconds for each line that comes."""
    if (Path(archive) / "minutebook.sqlite3").exists():
        shutil.copy(Path(archive) / "minutebook.sqlite3", os.environ["BENCH_DATA"])
    set_up()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("demo", meetings=int(archive) if archive.isdecimal() else 0, if_empty=True, stdout=io.StringIO())
    client, pages = Client(), pages_of()
    print(json.dumps({name: counted(client, address) for name, address in pages.items()}), flush=True)
    for _ in sys.stdin:
        print(json.dumps({name: milliseconds(client, address) for name, address in pages.items()}), flush=True)


def pages_of() -> dict[str, str]:
    """The public pages by name: of a meeting in the middle of the archive, and lists at their beginning and far on."""
    from committees.models import Person
    from published.models import Item, Version

    of_archive = Version.objects.filter(committee_slug="archive-1", kind="minutes").order_by("date")
    version = of_archive[of_archive.count() // 2]
    here, item = version.get_absolute_url(), version.items.exclude(kind="heading").order_by("position")[3]
    committee, person = (
        f"/committees/{version.committee_slug}/",
        Person.objects.filter(memberships__isnull=False).first(),
    )
    matter = Item.objects.exclude(matter=None).values_list("matter", flat=True).first()
    word = "the" if not item.title.split() else item.title.split()[0]
    return {
        "home": "/",
        "committees": "/committees/",
        "committee": committee,
        "committee, far back": f"{committee}?before={of_archive[2].date}",
        "meetings to come": "/meetings/",
        "month": f"/meetings/{version.date:%Y/%m}/",
        "meeting": here,
        "item": f"{here}{item.slug}/",
        "attendance": f"{here}attendance/",
        "publications": f"{here}publications/",
        "a version as it was": f"{here}publications/1/",
        **({"matter": f"/matters/{matter}/"} if matter else {}),
        "decisions": "/decisions/",
        "decisions of a committee, old": f"/decisions/?committee={version.committee_slug}&to={version.date}",
        "decisions as CSV, a month": f"/decisions.csv?from={version.date:%Y-%m}-01&to={version.date}",
        "people": "/people/",
        "person": f"/people/{person.slug}/",
        "search, a word of many items": f"/search/?q={word}",
        "search, the best first": f"/search/?q={word}&sort=best",
        "feed": "/feed.atom",
        "feed of a committee": f"{committee}feed.atom",
        "calendar": "/meetings/calendar.ics",
        "meeting as JSON": f"{here}meeting.json",
        "item as JSON": f"{here}{item.slug}/item.json",
        "meetings of the API": "/api/meetings",
        "decisions of the API": "/api/decisions",
        "sitemap": "/sitemap.xml",
        "sitemap of a month": f"/sitemap-{version.date:%Y-%m}.xml",
        "proof": "/proof/",
        "reasons restricted": "/reasons-restricted/",
        "taking part": "/taking-part/",
        "accessibility statement": "/accessibility/",
    }


def counted(client, address: str) -> tuple[int, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)  # the frame is ready, and the organisation known, from the first answer on
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return len(asked), len(b"".join(answer) if answer.streaming else answer.content)


def milliseconds(client, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    if answer.streaming:
        for _ in answer:
            pass
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(sys.argv[2])
    else:
        main()
