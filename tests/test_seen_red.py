"""Whoever changes a test is told whether it can fail: what bin/test --faults and --mutants rest on. See docs/tests.md."""

import difflib
import os
import shutil
import time

import pytest

from tests.copying import ROOT
from tests.faults.seeding import Fault, NotAFault
from tests.faults.trying import try_fault
from tests.mutants import judging
from tests.mutants.__main__ import survivors_among
from tests.mutants.making import mutants
from tests.mutants.measuring import Measured

pytestmark = pytest.mark.once

ROOM = '''"""Note."""

class Vote:
    title: str = "The vote of the chair"
    seats = 7

    def is_carried(self, ayes: "Count", noes: "Count") -> bool:
        """Note."""
        return ayes > noes
'''


@pytest.fixture
def room(tmp_path):
    (tmp_path / "hall/migrations").mkdir(parents=True)
    (tmp_path / "hall/votes.py").write_text(ROOM)
    (tmp_path / "hall/migrations/0001_initial.py").write_text("seats = 7\n")
    return tmp_path


def changed_lines(tree, most: int = 300) -> list[str]:
    return [
        next(line for line in mutant.diff.splitlines()[3:] if line[0] == "+")[1:]
        for mutant in mutants(tree, "hall", most)
    ]


def test_mistakes_are_made_in_methods_and_class_bodies_and_nowhere_else(room):
    lines = changed_lines(room)
    assert {"    seats = 8", "        return ayes >= noes"} <= set(lines)
    assert not [line for line in lines if "note" in line.lower() or "count" in line.lower() or "XX" in line]
    assert {mutant.file for mutant in mutants(room, "hall", 300)} == {"hall/votes.py"}
    runs = {line: mutant.lines for mutant in mutants(room, "hall", 300) for line in mutant.diff.splitlines()}
    assert runs["+    seats = 8"] == range(0)  # at import
    assert runs["+        return ayes >= noes"] == range(9, 10)


def test_no_mistake_is_made_in_the_fiction_of_the_demonstration(tmp_path):
    (tmp_path / "demonstration").mkdir()
    for name in ("stock.py", "council.py", "days.py"):
        (tmp_path / "demonstration" / name).write_text("QUORUM = 3\n")
    assert {mutant.file for mutant in mutants(tmp_path, "demonstration", 9)} == {"demonstration/days.py"}


def test_survivors_of_other_code_are_not_tried_again(room):
    survived = mutants(room, "hall", 300)[:2]
    kept = "\n\n".join(f"{mutant.place}\n{mutant.diff}" for mutant in survived)
    assert survivors_among(mutants(room, "hall", 300), kept) == survived
    (room / "hall/votes.py").write_text(
        ROOM.replace("ayes > noes", "ayes > noes + 1").replace("seats = 7", "seats = 9")
    )
    with pytest.raises(SystemExit, match="The code has changed since these survived"):
        survivors_among(mutants(room, "hall", 300), kept)


def test_the_same_code_has_the_same_mutants_and_each_place_one_before_any_has_two(room):
    assert changed_lines(room) == changed_lines(room)
    assert {line.strip().split()[0] for line in changed_lines(room, 3)} == {"title:", "seats", "return"}


def test_the_quickest_case_of_each_test_judges_first():
    seconds = {"t::a[1]": 0.1, "t::a[2]": 0.2, "t::b": 3, "t::slow": 99, "t::door": 0.1, "u::other": 0.1}
    executed = {
        "hall/votes.py": {9: {"t::a[1]", "t::a[2]", "t::b", "t::slow"}},
        "hall/door.py": {2: {"t::b", "t::door"}},
        "attic/roof.py": {1: {"u::other"}},
    }
    measured = Measured(seconds, [], [], executed)
    judges = ["t::a[1]", "t::b", "t::a[2]"]
    assert measured.tests_for("hall/votes.py", range(9, 10)) == judges
    assert measured.tests_for("hall/votes.py", range(0)) == [
        *judges,
        "t::door",
    ]  # at import: the file's users, then the room's
    assert measured.tests_for("hall/seats.py", range(0)) == ["t::a[1]", "t::door", "t::b", "t::a[2]"]


def work_for_ever(*_):
    while True:
        pass


@pytest.mark.parametrize(
    ("run", "verdict"),
    [
        (lambda *_: os._exit(0), judging.SURVIVED),
        (lambda *_: os._exit(1), judging.KILLED),
        (lambda *_: time.sleep(1.5) or os._exit(0), judging.SURVIVED),  # a busy machine: the clock is no judge
        (work_for_ever, judging.TIMED_OUT),
    ],
    ids=["all pass", "one fails", "slow", "for ever"],
)
def test_a_mutant_is_given_time_of_a_processor(monkeypatch, tmp_path, run, verdict):
    monkeypatch.setattr(judging, "_run_tests", run)
    assert judging._fork(tmp_path, tmp_path, [], 1) == verdict


TESTS = """
import os, resource
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from sums import total

def test_total():
    assert total([1, 2]) == 3

def test_broken():
    assert total([1, 2]) == 4

def test_processes():
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        assert pool.submit(total, [1, 2]).result() == 3

def test_limits():
    resource.setrlimit(resource.RLIMIT_CPU, (600, 600))  # as who makes a PDF does
"""
SUMS = "def total(votes):\n    return sum(votes)\n"
TRIED = {
    "a wrong total": ("    return sum(votes) + 1\n", ""),
    "another exception": ("    return sum(votes) / 0\n", "ZeroDivisionError in call"),
    "no Python": ("    return sum(votes\n", "not run"),
    "no change that matters": ("    return sum(list(votes))\n", "passed"),
}


@pytest.fixture
def hall(tmp_path):
    """A tree with one function and one test."""
    (tmp_path / "sound/tests/faults").mkdir(parents=True)
    (tmp_path / "sound/sums.py").write_text(SUMS)
    (tmp_path / "sound/tests/test_sums.py").write_text(TESTS)
    shutil.copy(ROOT / "tests/faults/plugin.py", tmp_path / "sound/tests/faults")
    return tmp_path


def test_what_fails_without_a_mutant_judges_none_and_what_starts_processes_may(hall, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:django")  # which is set up in this process already
    (hall / "sound/tests/mutants").mkdir()
    shutil.copy(ROOT / "tests/mutants/plugin.py", hall / "sound/tests/mutants")
    names = [f"tests/test_sums.py::test_{name}" for name in ("total", "broken", "processes", "limits")]
    measured = Measured(dict.fromkeys(names, 0.1), [], [], {"sums.py": {2: {*names}}})
    court = judging.Court([hall / "sound"], hall / "none.sqlite3", measured)
    right, wrong = (judging.Mutant("sums.py", 2, range(2, 3), text, "") for text in (SUMS, SUMS.replace("sum", "len")))
    assert court.leave_out_unfit([right, wrong]) == measured.failed == ["tests/test_sums.py::test_broken"]
    assert [verdict for _, verdict in court.verdicts([right, wrong])] == [judging.SURVIVED, judging.KILLED]


def fault_of(line: str, place) -> Fault:
    changed = SUMS.splitlines(keepends=True)[0] + line
    patch = "".join(difflib.unified_diff(SUMS.splitlines(True), changed.splitlines(True), "a/sums.py", "b/sums.py"))
    path = place / "wrong-total.patch"
    path.write_text(
        "Breaks: The chair reads out a wrong total.\nKind: wrong\nTest: tests/test_sums.py::test_total\n\n"
        f"diff --git a/sums.py b/sums.py\n{patch}"
    )
    return Fault.read(path)


@pytest.mark.parametrize(("line", "said"), TRIED.values(), ids=TRIED)
def test_a_fault_is_seen_only_by_a_test_that_says_so(hall, line, said):
    trial = try_fault(fault_of(line, hall), hall)
    assert trial.is_red == (not said)
    assert said in trial.said


def test_a_fault_that_no_longer_applies_says_so(hall):
    fault = fault_of("    return 4\n", hall)
    (hall / "sound/sums.py").write_text("def total(votes):\n    return len(votes)\n")
    trial = try_fault(fault, hall)
    assert not trial.is_red and "wrong-total.patch no longer applies" in trial.said


def test_a_patch_must_say_what_it_breaks(tmp_path):
    (tmp_path / "mute.patch").write_text("diff --git a/sums.py b/sums.py\n")
    with pytest.raises(NotAFault, match="must begin with the lines Breaks:, Kind: and Test:"):
        Fault.read(tmp_path / "mute.patch")
