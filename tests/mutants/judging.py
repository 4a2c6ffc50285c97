"""Each mutant before the tests that execute it, in a child that was forked from a process with all libraries loaded.

The mutated file stands in a copy of the tree, and the child imports our code only after it was written: so class bodies and
module constants are mutated as well, and a command that a test starts sees the mutant too.
"""

import json
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from tests.copying import ROOT, surroundings
from tests.mutants.making import Mutant
from tests.mutants.measuring import Measured

MIGRATIONS = "tests/test_house.py::test_the_migrations_are_complete"
KILLED, SURVIVED, TIMED_OUT = "killed", "survived", "timed out"


class Court:
    """For each of its copies of the tree, a worker that judges one mutant after the other."""

    def __init__(self, copies: list[Path], database: Path, measured: Measured) -> None:
        self.copies = copies
        self.database = database
        self.measured = measured

    def verdicts(self, mutants: list[Mutant]) -> Iterator[tuple[Mutant, str]]:
        """Each mutant with its verdict, as they come."""
        fork = multiprocessing.get_context("fork")
        waiting, judged = fork.SimpleQueue(), fork.SimpleQueue()
        tasks = [(copy, mutants, waiting, judged) for copy in self.copies]
        workers = [fork.Process(target=self._work, args=task, daemon=True) for task in tasks]
        for worker in workers:
            worker.start()
        for place in [*range(len(mutants)), *[None] * len(workers)]:
            waiting.put(place)
        for _ in mutants:
            place, verdict = judged.get()
            if isinstance(verdict, OSError):
                raise verdict
            yield mutants[place], verdict
        for worker in workers:
            worker.join()

    def _work(self, copy: Path, mutants: list[Mutant], waiting, judged) -> None:
        while (place := waiting.get()) is not None:
            try:
                verdict, _ = self.try_on(copy, mutants[place])
            except OSError as problem:  # a full disk must end the run, not leave it waiting
                verdict = problem
            judged.put((place, verdict))

    def try_on(self, copy: Path, mutant: Mutant) -> tuple[str, str]:
        """The verdict, and what the tests printed."""
        tests = self.measured.tests_for(mutant.file, mutant.lines)
        limit = 20 + round(5 * sum(self.measured.seconds[test] for test in tests))
        if "models" in mutant.file or "models.Model)" in mutant.source:
            tests = [*tests, MIGRATIONS]
        with _mutated(mutant, copy), _scratch(copy) as scratch:
            chosen = scratch / "chosen.json"
            chosen.write_text(json.dumps({"tests": tests, "database": str(self.database)}))
            verdict = (
                _fork(copy, scratch, sorted({test.split("::")[0] for test in tests}), limit) if tests else SURVIVED
            )
            printed = scratch / "output"
            return verdict, printed.read_text(errors="replace") if printed.exists() else ""


def warm_up(modules: list[str]) -> None:
    """Import once, for all children, what is not ours and needs no settings."""
    for name in modules:
        ours = (ROOT / name.split(".")[0]).exists() or (ROOT / f"{name.split('.')[0]}.py").exists()
        if not ours and not name.startswith("django.contrib."):
            with suppress(Exception):
                import_module(name)


@contextmanager
def _mutated(mutant: Mutant, copy: Path) -> Iterator[None]:
    """The mutant in place of the file, with a time of its own, so that no bytecode of another is taken for it."""
    path = copy / mutant.file
    original, times = path.read_bytes(), path.stat()
    path.write_text(mutant.source, encoding="utf-8")
    os.utime(path, (time.time(), times.st_mtime + 86400))
    try:
        yield
    finally:
        path.write_bytes(original)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


@contextmanager
def _scratch(copy: Path) -> Iterator[Path]:
    scratch = copy.with_name(copy.name + "-scratch")
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _fork(copy: Path, scratch: Path, files: list[str], limit: int) -> str:
    """`limit` is seconds of a processor: on a busy machine the clock says nothing. Who waits and doesn't work gets more."""
    child = os.fork()
    if not child:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            signal.alarm(20 * limit + 5)  # so that none goes on for ever if we are killed meanwhile
            _run_tests(copy, scratch, files)
        finally:
            os._exit(70)
    return _outcome(child, time.monotonic() + 20 * limit)


def _outcome(child: int, end: float) -> str:
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            _stop(child)
            if os.WIFSIGNALED(status) and os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL}:
                return TIMED_OUT
            return SURVIVED if status == 0 else KILLED
        time.sleep(0.01)
    _stop(child)
    os.waitpid(child, 0)
    return TIMED_OUT


def _stop(child: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)  # and what it started


def _run_tests(copy: Path, scratch: Path, files: list[str]) -> None:
    """Become a process that was started in `copy`, as far as our code can tell; never comes back."""
    os.setsid()
    out = os.open(scratch / "output", os.O_CREAT | os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(out, stream)
    os.chdir(copy)
    sys.path[:] = [str(copy), *(path for path in sys.path if path not in {"", str(ROOT)})]
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]
    chosen, data = str(scratch / "chosen.json"), str(scratch)
    os.environ |= surroundings(MUTANTS_RUN=chosen, TMPDIR=data, PYTHONDONTWRITEBYTECODE="1")
    tempfile.tempdir = None  # known already, and not cleared at the end: read TMPDIR again
    sys.dont_write_bytecode = True
    import pytest

    options = "-x -q -p no:cacheprovider -p no:xdist -p no:cov -p tests.mutants.plugin --hypothesis-seed=0"
    os._exit(int(pytest.main([*options.split(), f"--basetemp={scratch / 'files'}", *files])))
