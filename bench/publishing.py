"""What publishing costs as a meeting's versions grow in number, beside the first draft of Minutebook in the same run.

A meeting of 300 items and 2 MB of minutes is published twelve times, on SQLite and on PostgreSQL; then three processes
publish it at once. bin/bench publishing [ITEMS [KILOBYTES [VERSIONS]]]
"""

import io
import json
import os
import re
import statistics
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from _site import DATA, ROOT

FIRST_DRAFT = "cdb75c4"
ROUNDS, AT_ONCE = 2, 3


@dataclass
class Tree:
    """A checkout with data of its own, in one of the two databases."""

    name: str
    root: Path
    packages: str = ""
    database: str = ""

    def run(self, *command: str) -> subprocess.Popen:
        data = DATA / re.sub(r"\W+", "-", f"{self.name} {bool(self.database)}")
        data.mkdir(exist_ok=True)
        env = os.environ | {"MINUTEBOOK_DATA": str(data), "DATABASE_URL": self.database, "PYTHONPATH": self.packages}
        return subprocess.Popen(
            [sys.executable, *command], cwd=self.root, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )  # fmt: skip

    def publisher(self, *arguments) -> subprocess.Popen:
        return self.run(str(ROOT / "bench/_publisher.py"), *map(str, arguments))


def main() -> None:
    items, kilobytes, count = [*map(int, sys.argv[1:]), *(300, 2000, 12)[len(sys.argv) - 1 :]]
    draft = first_draft()
    for database in ("SQLite", "PostgreSQL"):
        trees = [Tree("Minutebook", ROOT), *draft]
        if database == "PostgreSQL":
            trees = [Tree(t.name, t.root, t.packages, new_database(n)) for n, t in enumerate(trees)]
        print(f"\n{database}: {items} items, {kilobytes} kB of minutes, {count} versions, {ROUNDS} rounds")
        compare(trees, items, kilobytes, count)


def compare(trees: list[Tree], items: int, kilobytes: int, count: int) -> None:
    for tree in trees:
        wait(tree.run("manage.py", "migrate", "-v0"))
    found = {tree.name: [] for tree in trees}
    for _ in range(ROUNDS):
        for tree in trees:
            found[tree.name].append(json.loads(wait(tree.publisher("versions", items, kilobytes, count))))
    print(f"{'':40} {'1st':>8} {'last':>8} {'last÷1st':>9} {'1st÷draft':>10}")
    for figure, name in (("seconds", "seconds"), ("cpu", "CPU seconds of the process")):
        base = middle(found[trees[-1].name], figure, 0)
        for tree in trees:
            first, last = (middle(found[tree.name], figure, version) for version in (0, -1))
            label = f"{tree.name}, {name}"
            print(f"{label:40} {first:8.2f} {last:8.2f} {last / first:9.2f} {first / base:10.2f}")
    for tree in trees:
        print(f"{tree.name}: {grown(found[tree.name]):.2f} bytes a further version ÷ record;", end=" ")
        print(f"{AT_ONCE} at once: {at_once(tree, found[tree.name][0]['meeting'])}", flush=True)
    print("goals: last ÷ 1st ≤ 1.2, 1st ÷ draft ≤ 1.0, bytes ≤ 2.5, none of three fails")


def grown(rounds: list[dict]) -> float:
    """Bytes of the database that a further version took, in bytes of the record's text."""
    further = [[version["bytes"] for version in r["versions"][1:]] for r in rounds]
    return statistics.median(statistics.mean(sizes) / r["record"] for sizes, r in zip(further, rounds, strict=True))


def middle(rounds: list[dict], figure: str, version: int) -> float:
    return statistics.median(r["versions"][version][figure] for r in rounds)


def at_once(tree: Tree, meeting: int) -> str:
    """Three processes publish the same meeting at once: the lock lets one after the other, and none may fail."""
    running = [tree.publisher("publish", meeting, 2) for _ in range(AT_ONCE)]
    ended = [(*process.communicate(), process.returncode) for process in running]
    waits = [seconds for out, _, status in ended if status == 0 for seconds in json.loads(out)]
    errors = [err.strip().splitlines()[-1] for _, err, status in ended if status]
    return (
        f"{len(errors)} failed, longest {max(waits, default=0):.1f} s{''.join('; ' + error[:80] for error in errors)}"
    )


def first_draft() -> list[Tree]:
    """The first draft's tree, with what it needs besides today's packages; none if it can't be had."""
    root, packages = DATA / "first-draft", DATA / "packages"
    try:
        archive = subprocess.run(["git", "archive", FIRST_DRAFT], cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(root, filter="data")
        pinned = re.findall(r"^(django-tasks\S*==\S+)", (root / "requirements.txt").read_text(), re.M)
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(packages), *pinned]
        subprocess.run(command, check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        print(f"The first draft can't be run here, so there is nothing to compare with: {error.stderr.decode()[-200:]}")
        return []
    return [Tree("first draft", root, str(packages))]


def new_database(number: int) -> str:
    import psycopg2

    url = os.environ["BENCH_POSTGRES"]
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE bench_{number}")
    connection.close()
    return f"{url.rpartition('/')[0]}/bench_{number}"


def wait(process: subprocess.Popen) -> str:
    out, err = process.communicate()
    if process.returncode:
        sys.exit(f"{' '.join(map(str, process.args))} failed:\n{err[-2000:]}")
    return out


if __name__ == "__main__":
    main()
