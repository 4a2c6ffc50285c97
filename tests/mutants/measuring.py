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

        A line that runs at import is in no test's context: those that use its file try, or else those that use its room.
        """
        by_line = self.executed.get(file, {})
        found = set().union(*(by_line.get(line, set()) for line in lines))
        return self._affordable(found or self._users(file) or self._users(file.split("/")[0] + "/"))

    def _users(self, start: str) -> set[str]:
        files = (by_line for path, by_line in self.executed.items() if path.startswith(start))
        return {test for by_line in files for tests in by_line.values() for test in tests}

    def _affordable(self, tests: set[str]) -> list[str]:
        """The quickest case of each test, then the second cases, and so on, for the time that one mutant may take."""
        cases: dict[str, int] = defaultdict(int)
        ranked = []
        for test in sorted(tests, key=lambda test: (self.seconds[test], test)):
            name = test.partition("[")[0]
            ranked.append((cases[name], self.seconds[test], test))
            cases[name] += 1
        return list(_within(A_MUTANT_S_WORTH, sorted(ranked)))


def _within(seconds: float, ranked: list[tuple[int, float, str]]) -> Iterator[str]:
    for _, needed, test in ranked:
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
