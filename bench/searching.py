"""The search in archives of generated words: what a page of results takes, by the class of the terms, on both databases.

Rows are put straight into the table, of 108 words each as Zipf's law gives them out of 50,000; the index is made afterwards.
Printed are milliseconds (50th and 95th of a hundred) of `search` with the lines that a page prints, warm; and how many of
them this process worked, which is all of SQLite's work and none of PostgreSQL's. Arguments: sizes (100000 1000000), and
perhaps `plans`, which prints what PostgreSQL does.
"""

import os
import random
import statistics
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice

from _site import DATA, machine, set_up

WORDS, LENGTH, ITEMS = 50_000, 108, 20  # of the language; of a row; of a meeting
CLASSES = {  # the ranks of words, and how many are typed together
    "very common (in nearly all)": (range(3, 8), 1),
    "common (5 to 9 %)": (range(100, 201), 1),
    "between (1 to 2 %)": (range(500, 901), 1),
    "mid (0.5 %)": (range(1900, 2101), 1),
    "rare (0.03 %)": (range(28_000, 30_001), 1),
    "two common words": (range(100, 201), 2),
    "two mid words": (range(900, 1101), 2),
    "common, one committee": (range(100, 201), 1),
    "phrase of two common words": (range(3, 41), 2),
}


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()] or [100_000, 1_000_000]
    plans = [argument for argument in sys.argv[1:] if argument == "plans"]
    for number, size in enumerate(sizes):
        for name in ("SQLite", "PostgreSQL"):
            if name == "PostgreSQL" and not os.environ.get("BENCH_POSTGRES"):
                continue
            url = new_database(number) if name == "PostgreSQL" else ""
            data = DATA / f"{name}-{size}"
            data.mkdir()
            env = os.environ | {"BENCH_DATA": str(data), "DATABASE_URL": url, "SEARCHING": "1"}
            subprocess.run([sys.executable, __file__, str(size), *plans], env=env, check=True)


def new_database(number: int) -> str:
    import psycopg2

    url = os.environ["BENCH_POSTGRES"]
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE searching_{os.getpid()}_{number}")
    connection.close()
    return f"{url.rpartition('/')[0]}/searching_{os.getpid()}_{number}"


def measure(size: int, plans: bool) -> None:
    set_up()
    from django.db import connection

    begun = time.monotonic()
    inserted = fill(size)
    print(f"\n{connection.vendor}, {size:,} rows. {machine()}")
    print(
        f"Filled at {size / inserted:,.0f} rows/s, index made after that in {time.monotonic() - begun - inserted:.0f} s"
    )
    print(f"{'':30}{'newest p50':>12}{'p95':>8}{'CPU p95':>9}{'best p50':>12}{'p95':>8}{'CPU p95':>9}{'results':>10}")
    for name, (ranks, count) in CLASSES.items():
        line = f"{name:30}"
        for newest_first in (True, False):
            took, worked, found = zip(*timed(name, ranks, count, newest_first), strict=True)
            line += f"{at(took, 50):>12}{at(took, 95):>8}{at(worked, 95):>9}"
        print(f"{line}{statistics.median(found):>10.0f}", flush=True)
    if plans and connection.vendor == "postgresql":
        explain()


def at(seconds: tuple[float, ...], percent: int) -> str:
    return f"{1000 * sorted(seconds)[len(seconds) * percent // 100]:.1f}"


def timed(name: str, ranks: range, count: int, newest_first: bool):
    """(seconds, seconds of this process's work, results) of a hundred searches, after ten that warm up."""
    from django.utils import timezone

    from published.query import parse
    from published.searching import Filters, search
    from website.snippets import snippet

    chance, now = random.Random(name), timezone.now()
    filters = Filters(committee="committee-7") if "committee" in name else Filters()
    for n in range(110):
        typed = " ".join(word(rank) for rank in chance.sample(ranks, count))
        query = parse(f'"{typed}"' if "phrase" in name else typed)
        begun, worked = time.perf_counter(), time.thread_time()
        found = search(query, filters, now, newest_first=newest_first)
        for result in found.results:
            snippet(result.text, query)
        if n >= 10:
            yield time.perf_counter() - begun, time.thread_time() - worked, found.count


def word(rank: int) -> str:
    """A word that no stemmer changes, and that is like no other."""
    letters = "bcdfgklmnprtvz"
    out = ""
    for _ in range(4):
        rank, at = divmod(rank, len(letters))
        out += letters[at] + "ao"[at % 2]
    return f"{out}k"


def fill(size: int) -> float:
    """The rows of meetings of twenty items, ten a day, and the seconds until all but the index was there."""
    from django.db import connection, transaction

    from published import fulltext

    begun, inserted = time.monotonic(), 0.0
    with fulltext.filled_afterwards():
        rows = words_of(size)
        while chunk := list(islice(rows, 200 * ITEMS)):
            with transaction.atomic():
                put(chunk)
        inserted = time.monotonic() - begun
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return inserted


def words_of(size: int):
    from published.indexing import facet, first_place
    from published.models import Words

    chance = random.Random(11)
    vocabulary = [word(rank) for rank in range(1, WORDS + 1)]
    weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
    first, a_day = date(1990, 1, 1), 10 * ITEMS
    facets = [f"{facet('k', 'minutes')} {facet('c', f'committee-{n}')}" for n in range(40)]
    for n in range(size):
        of_day, meeting = n % a_day, n // ITEMS
        said = chance.choices(vocabulary, cum_weights=weights, k=LENGTH)
        yield Words(
            id=first_place(first + timedelta(days=n // a_day)) + of_day + 1,
            version_id=meeting + 1,
            kind="minutes",
            committee_slug=f"committee-{meeting % 40}",
            item_slug=f"item-{n % ITEMS}",
            title=" ".join(said[:6]).capitalize(),
            text=" ".join(said[6:]),
            facets=facets[meeting % 40],
        )


def put(chunk: list) -> None:
    """The rows, and what a search asks of the versions that they belong to."""
    from published.models import Record, Shown, Version, Words

    moment = datetime(2000, 1, 1, tzinfo=UTC)
    meetings = {row.version_id: row for row in chunk}
    Record.objects.bulk_create(Record(sequence=n, salt="", text="{}") for n in meetings)
    Version.objects.bulk_create(
        Version(
            record_id=n, key=n, committee_slug=row.committee_slug, committee_name=row.committee_slug, kind="minutes", rank=4,
            meeting_slug=f"m-{n}", date=date.fromordinal(row.id >> 20), published_at=moment, goes_live_at=moment, made_with=4,
        )
        for n, row in meetings.items()
    )  # fmt: skip
    Shown.objects.bulk_create(Shown(key=n, version_id=n) for n in meetings)
    Words.objects.bulk_create(chunk, batch_size=1000)


def explain() -> None:
    from django.db import connection
    from django.utils import timezone

    from published import asking
    from published.query import parse
    from published.searching import Filters, search

    rows = asking.rows

    def told(sql, now, **values):
        print(
            "\n".join(line for (line,) in rows(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {sql}", now, **values)), "\n"
        )
        return rows(sql, now, **values)

    asking.rows = told
    for name, rank in (("common", 150), ("mid", 2000), ("rare", 29_000)):
        for newest_first in (True, False):
            print(f"— {connection.vendor}, {name}, {'newest' if newest_first else 'best'} first —")
            search(parse(word(rank)), Filters(), timezone.now(), newest_first=newest_first)


if __name__ == "__main__":
    if os.environ.get("SEARCHING"):
        measure(int(sys.argv[1]), "plans" in sys.argv)
    else:
        main()
