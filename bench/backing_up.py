"""A backup and a restore against the tools' own: pg_dump and tar, pg_restore and tar, of the same archive on PostgreSQL.

bin/bench backing_up [MEETINGS]: 300 unless said otherwise; 10000 is the size of a county. The tools' own are rounds of their
own, in turns with ours. A restore of ours says when what it put in has been proved by the log's digests and can be served, then
compares every page with the log, which no pg_restore does: both are told.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from _site import DATA, ROOT, machine, table

ROUNDS = 3
SERVER = urlsplit(os.environ["BENCH_POSTGRES"])


def main() -> None:
    meetings = sys.argv[1] if len(sys.argv) > 1 else "300"
    here = begin("here")
    manage(here, "demo", "--meetings", meetings)
    if int(meetings) <= 300:
        manage(here, "worker", "--batch")  # PDFs, which are files
    seconds = {"tools": [], "ours": [], "tools again": [], "served": [], "compared": []}
    for n in range(ROUNDS):
        ours, theirs = DATA / f"{n}.tar", DATA / f"{n}.dump"
        seconds["ours"].append(timed(lambda file=ours: manage(here, "backup", file)))
        seconds["tools"].append(timed(lambda file=theirs: dump(here, file)))
        served, compared = restore(begin(f"ours{n}"), ours)
        seconds["served"].append(served)
        seconds["compared"].append(compared)
        there = begin(f"theirs{n}", migrated=False)
        seconds["tools again"].append(timed(lambda file=theirs, there=there: load(there, file)))
    size = [f"{path.stat().st_size / 1e6:,.1f} MB" for path in (theirs, ours)]
    rows = [("pg_dump and tar", seconds["tools"], size[0]), ("backup", seconds["ours"], size[1])]
    table(f"Backup of {meetings} meetings (goal ≤ 2.0 of the tools' own)\n{machine()}", rows, "seconds")
    rows = [
        ("pg_restore and tar", seconds["tools again"], ""),
        ("restore, until it can be served", seconds["served"], ""),
        ("restore, until each page is compared", seconds["compared"], ""),
    ]
    table("Restore (goal ≤ 2.0 of the tools' own)", rows, "seconds")


def begin(name: str, migrated: bool = True) -> dict[str, str]:
    """The environment of an installation of its own, whose database is new and empty."""
    data = DATA / name
    data.mkdir()
    subprocess.run(["psql", "-qc", f"CREATE DATABASE bench_{name}", os.environ["BENCH_POSTGRES"]], check=True)
    url = urlunsplit(SERVER._replace(path=f"/bench_{name}"))
    env = os.environ | {"MINUTEBOOK_DATA": str(data), "DATABASE_URL": url}
    if migrated:
        manage(env, "migrate", "-v0")
    return env


def manage(env: dict[str, str], *arguments: str | Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
    )


def restore(env: dict[str, str], file: Path) -> tuple[float, float]:
    """Seconds until it can be served, and until its end."""
    command = [sys.executable, "-u", "manage.py", "restore", str(file)]
    start, served = time.perf_counter(), None
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if "It can be served now." in line:
                served = time.perf_counter() - start
    if process.returncode or served is None:
        sys.exit("The restore failed.")
    return served, time.perf_counter() - start


def dump(env: dict[str, str], file: Path) -> None:
    subprocess.run(["pg_dump", "-Fc", "-f", file, env["DATABASE_URL"]], check=True)
    subprocess.run(["tar", "-C", env["MINUTEBOOK_DATA"], "-cf", f"{file}.files", "."], check=True)


def load(env: dict[str, str], file: Path) -> None:
    subprocess.run(["pg_restore", "-d", env["DATABASE_URL"], file], check=True)
    subprocess.run(["tar", "-C", env["MINUTEBOOK_DATA"], "-xf", f"{file}.files"], check=True)


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
