"""bin/test --mutants [--again] [ROOM…] [tests/FILE…] [NUMBER]: do the tests notice a small mistake? See docs/tests.md.

Exit status 1 if they notice fewer than 85 of 100 in any room, or fail without a mutant.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from tests.copying import ROOT, copy_tree, surroundings
from tests.mutants.judging import KILLED, SURVIVED, TIMED_OUT, Court, warm_up
from tests.mutants.making import Mutant, mutants
from tests.mutants.measuring import measure

MOST = 300  # mutants a room
GOAL = 85  # of 100 must be noticed: killed, or running for ever
WORKERS = max(2, os.cpu_count() or 2)
SURVIVORS = ROOT / "var" / "mutants"


def main(arguments: list[str]) -> int:
    files = [argument for argument in arguments if argument.startswith("tests/")]
    numbers = [argument for argument in arguments if argument.isdecimal()]
    wanted = [argument for argument in arguments if argument not in [*files, *numbers, "--again"]]
    rooms = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]["run"]["source"]
    if unknown := set(wanted) - set(rooms):
        sys.exit(f"There is no room {', '.join(sorted(unknown))}; there are {', '.join(rooms)}.")
    with tempfile.TemporaryDirectory(prefix="minutebook-mutants-") as scratch:
        court = _court(Path(scratch), files)
        most = min([MOST, *map(int, numbers)])
        good = [_try(room, court, most, again="--again" in arguments) for room in wanted or rooms]
    return 0 if all(good) and not court.measured.failed else 1


def _court(scratch: Path, files: list[str]) -> Court:
    """Measure the tests in a first copy of the tree; the others get its bytecode."""
    began = time.monotonic()
    first = copy_tree(scratch / "copy-0")
    measured = measure(first, scratch, files, WORKERS)
    print(f"{len(measured.seconds)} quick tests measured in {time.monotonic() - began:.0f} s.", flush=True)
    for test in measured.failed:
        print(f"Fails without a mutant, and judges none: {test}")
    copies = [first, *(scratch / f"copy-{number}" for number in range(1, WORKERS))]
    for copy in copies[1:]:
        shutil.copytree(first, copy)
    warm_up(measured.modules)
    return Court(copies, _migrated(first, scratch), measured)


def _migrated(tree: Path, scratch: Path) -> Path:
    key = "a key for tests only, which is long enough to be accepted"
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=tree, env=surroundings(MINUTEBOOK_DATA=str(scratch), SECRET_KEY=key), check=True)
    return scratch / "minutebook.sqlite3"


def _try(room: str, court: Court, most: int, *, again: bool) -> bool:
    """`again` tries those alone that survived last time, and counts the others as killed then."""
    began = time.monotonic()
    made = mutants(ROOT, room, most)
    if not made:
        return True
    tried = survivors_among(made, _survivors(room).read_text()) if again else made
    _control(tried, court)
    found: dict[str, list[Mutant]] = {KILLED: [one for one in made if one not in tried], SURVIVED: [], TIMED_OUT: []}
    waiting = list(tried)
    for done, (mutant, verdict) in enumerate(court.verdicts(tried), 1):
        found[verdict].append(mutant)
        waiting.remove(mutant)
        # As they come, to be looked at while the others are tried; what `again` has not come to yet is still a survivor.
        _keep(room, [*found[SURVIVED], *(waiting if again else ())])
        _show_progress(room, done, len(tried))
    return _report(room, found, time.monotonic() - began)


def survivors_among(made: list[Mutant], kept: str) -> list[Mutant]:
    """Those that the file of survivors holds. SystemExit if it holds others: the code has changed since, and so has which mutants
    are made of it, so that none of those which are not in the file was ever killed."""
    found = [mutant for mutant in made if mutant.diff in kept]
    if len(found) != kept.count("\n+++ "):
        sys.exit(
            "The code has changed since these survived, and other mutants are made of it. Try all: leave --again out."
        )
    return found


def _control(mutants: list[Mutant], court: Court) -> None:
    """Unchanged code must survive the same treatment: a test that fails anyway would kill every mutant."""
    for test in court.leave_out_unfit(mutants):
        print(f"Fails in a mutant's place without any, and judges none: {test}", flush=True)


def _show_progress(room: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{room}: {done} of {of}", end="\r" if done < of else "\r\033[K", file=sys.stderr, flush=True)
    elif done % 50 == 0:
        print(f"{room}: {done} of {of}", file=sys.stderr, flush=True)


def _report(room: str, found: dict[str, list[Mutant]], seconds: float) -> bool:
    made, missed = sum(map(len, found.values())), found[SURVIVED]
    noticed = 100 * (made - len(missed)) / made
    counts = ", ".join(f"{len(mutants)} {verdict}" for verdict, mutants in found.items())
    survivors = _keep(room, missed)
    print(
        f"{room}: {made} mutants made, {counts}: {noticed:.0f} % noticed, in {seconds:.0f} s. {survivors}", flush=True
    )
    return noticed >= GOAL


def _survivors(room: str) -> Path:
    return SURVIVORS / f"{room}.txt"


def _keep(room: str, missed: list[Mutant]) -> Path:
    SURVIVORS.mkdir(parents=True, exist_ok=True)
    survivors = _survivors(room)
    survivors.write_text("\n\n".join(f"{mutant.place}\n{mutant.diff}" for mutant in sorted(missed, key=_place)) + "\n")
    return survivors


def _place(mutant: Mutant) -> tuple[str, int]:
    return mutant.file, mutant.line


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
