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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from tests.copying import ROOT, surroundings
from tests.mutants.making import Mutant
from tests.mutants.measuring import Measured

MIGRATIONS = "tests/test_house.py::test_the_migrations_are_complete"
Thing, Result = TypeVar("Thing"), TypeVar("Result")
KILLED, SURVIVED, TIMED_OUT = "killed", "survived", "timed out"


class Court:
    """For each of its copies of the tree, a worker that judges one mutant after the other."""

    def __init__(self, copies: list[Path], database: Path, measured: Measured) -> None:
        self.copies = copies
        self.database = database
        self.measured = measured
        self.seen: set[str] = set()  # tests that ran without a mutant

    def verdicts(self, mutants: list[Mutant]) -> Iterator[tuple[Mutant, str]]:
        """Each mutant with its verdict, as they come."""
        return self._each(self._try, mutants)

    def leave_out_unfit(self, mutants: list[Mutant]) -> list[str]:
        """Of the tests that judge these mutants, those that fail although nothing was changed: from now on they judge none."""
        unfit: list[str] = []
        while asked := sorted({test for mutant in mutants for test in self._judges(mutant)} - self.seen):
            self.seen |= {*asked}
            batches = [asked[first :: len(self.copies)] for first in range(len(self.copies))]
            failing = [test for _, failed in self._each(self._failing, batches) for test in failed]
            self.measured.leave_out(failing)
            unfit += failing
        return unfit

    def _each(self, work: Callable[[Path, Thing], Result], things: list[Thing]) -> Iterator[tuple[Thing, Result]]:
        """What `work` makes of each in one of the copies, as they come."""
        fork = multiprocessing.get_context("fork")
        waiting, done = fork.SimpleQueue(), fork.SimpleQueue()
        tasks = [(work, copy, things, waiting, done) for copy in self.copies]
        workers = [fork.Process(target=_work, args=task, daemon=True) for task in tasks]
        for worker in workers:
            worker.start()
        for place in [*range(len(things)), *[None] * len(workers)]:
            waiting.put(place)
        for _ in things:
            place, result = done.get()
            if isinstance(result, OSError):
                raise result
            yield things[place], result
        for worker in workers:
            worker.join()

    def _judges(self, mutant: Mutant) -> list[str]:
        tests = self.measured.tests_for(mutant.file, mutant.lines)
        of_models = "models" in mutant.file or "models.Model)" in mutant.source
        return [*tests, MIGRATIONS] if of_models and MIGRATIONS not in self.measured.failed else tests

    def _try(self, copy: Path, mutant: Mutant) -> str:
        tests = self._judges(mutant)
        with _mutated(mutant, copy), _scratch(copy) as scratch:
            return self._run(copy, scratch, tests, "-x") if tests else SURVIVED

    def _failing(self, copy: Path, tests: list[str]) -> list[str]:
        """Those that fail on unchanged code, treated as they are with a mutant."""
        with _scratch(copy) as scratch:
            self._run(copy, scratch, tests)
            failed = scratch / "failed.json"
            if not failed.exists():
                raise OSError(f"The tests did not come to their end without a mutant:\n{_printed(scratch)[-3000:]}")
            return json.loads(failed.read_text())

    def _run(self, copy: Path, scratch: Path, tests: list[str], *options: str) -> str:
        limit = 20 + round(5 * sum(self.measured.seconds.get(test, 0) for test in tests))
        (scratch / "chosen.json").write_text(json.dumps({"tests": tests, "database": str(self.database)}))
        return _fork(copy, scratch, [*options, *sorted({test.split("::")[0] for test in tests})], limit)


def _work(work: Callable[[Path, Any], Any], copy: Path, things: list, waiting, done) -> None:
    while (place := waiting.get()) is not None:
        try:
            result = work(copy, things[place])
        except OSError as problem:  # a full disk must end the run, not leave it waiting
            result = problem
        done.put((place, result))


def _printed(scratch: Path) -> str:
    output = scratch / "output"
    return output.read_text(errors="replace") if output.exists() else ""


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


def _fork(copy: Path, scratch: Path, asked: list[str], limit: int) -> str:
    """`limit` is seconds of a processor: on a busy machine the clock says nothing. Who waits and doesn't work gets more."""
    child = os.fork()
    if not child:
        try:
            # The soft limit only: what our code sets itself for a child must not be more than the hard one.
            resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
            signal.alarm(20 * limit + 5)  # so that none goes on for ever if we are killed meanwhile
            _run_tests(copy, scratch, asked)
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


def _run_tests(copy: Path, scratch: Path, asked: list[str]) -> None:
    """Become a process that was started in `copy`, as far as our code can tell; never comes back."""
    os.setsid()
    multiprocessing.current_process().daemon = False  # as the worker is, which may start no processes; tests do
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

    options = "-q -p no:cacheprovider -p no:xdist -p no:cov -p tests.mutants.plugin --hypothesis-seed=0"
    os._exit(int(pytest.main([*options.split(), f"--basetemp={scratch / 'files'}", *asked])))
