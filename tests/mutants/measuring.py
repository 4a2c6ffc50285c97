"""Which tests execute which lines: all quick tests once, on SQLite, measured by coverage with a context a test."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

from tests.copying import surroundings

A_MUTANT_S_WORTH = 15.0  # seconds of tests that one mutant is given at most; measured, they take about twice as long


@dataclass
class Measured:
    seconds: dict[str, float]  # of a processor, by test
    failed: list[str]  # without any mutant; they judge nothing
    modules: list[str]  # what a test process imports
    executed: dict[str, dict[int, set[str]]]  # file, line: tests

    def tests_for(self, file: str, lines: range) -> list[str]:
        """Tests that execute these lines, in the order in which they are tried.

        What runs at import (no lines) is in no one test's context: those that use its file try, and then those that use its room.
        """
        by_line = self.executed.get(file, {})
        found = set().union(*(by_line.get(line, set()) for line in lines)) or self._users(file)
        of_room = set() if lines and found else self._users(file.split("/")[0] + "/") - found
        return list(_within(A_MUTANT_S_WORTH, [*self._ranked(found), *self._ranked(of_room)]))

    def leave_out(self, failing: list[str]) -> None:
        self.failed += failing
        for by_line in self.executed.values():
            for tests in by_line.values():
                tests.difference_update(failing)

    def _users(self, start: str) -> set[str]:
        files = (by_line for path, by_line in self.executed.items() if path.startswith(start))
        return {test for by_line in files for tests in by_line.values() for test in tests}

    def _ranked(self, tests: set[str]) -> list[tuple[str, float]]:
        """The quickest case of each test, then the second cases, and so on; each with its seconds."""
        cases: dict[str, int] = defaultdict(int)
        ranked = []
        for test in sorted(tests, key=lambda test: (self.seconds[test], test)):
            name = test.partition("[")[0]
            ranked.append((cases[name], self.seconds[test], test))
            cases[name] += 1
        return [(test, seconds) for _, seconds, test in sorted(ranked)]


def _within(seconds: float, ranked: list[tuple[str, float]]) -> Iterator[str]:
    for test, needed in ranked:
        if needed <= seconds:
            seconds -= needed
            yield test


def measure(tree: Path, scratch: Path, files: list[str], workers: int) -> Measured:
    """Run the quick tests of `files`, or of all, and see what each executes."""
    found, data = scratch / "tests.json", scratch / "coverage"
    options = f"-q -n {workers} -p tests.mutants.plugin -p no:cacheprovider --hypothesis-seed=0"
    cover = "--cov --cov-context=test --cov-report="
    subprocess.run(
        [sys.executable, "-m", "pytest", *options.split(), *cover.split(), *files],
        cwd=tree,
        env=surroundings(MUTANTS_MEASURE=str(found), COVERAGE_FILE=str(data)),
        stdout=subprocess.DEVNULL,
    )
    tests = json.loads(found.read_text())
    return Measured(**tests, executed=_executed(tree, data, set(tests["seconds"]) - set(tests["failed"])))


def _executed(tree: Path, data: Path, tests: set[str]) -> dict[str, dict[int, set[str]]]:
    coverage = CoverageData(str(data))
    coverage.read()
    executed = {}
    for path in coverage.measured_files():
        by_line = coverage.contexts_by_lineno(path)
        named = {line: {name.rpartition("|")[0] for name in contexts} & tests for line, contexts in by_line.items()}
        executed[str(Path(path).relative_to(tree))] = named
    return executed
