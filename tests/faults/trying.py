"""A fault in a copy of the tree, and the one test that must see it."""

import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from tests.copying import copy_tree, surroundings
from tests.faults.seeding import Fault, NotAFault

LIMIT = 120  # seconds for one test; a test that hangs has not said what is wrong


@dataclass(frozen=True)
class Trial:
    fault: Fault
    is_red: bool
    said: str


def passing(faults: list[Fault], scratch: Path) -> set[str]:
    """Those of the named tests that pass in a copy without a fault; the copy keeps the bytecode for the others."""
    tests = sorted({fault.test for fault in faults})
    ran = _run(copy_tree(scratch / "sound"), "-n", "2", *tests, limit=LIMIT + 10 * len(tests))
    if not ran:
        raise NotAFault(
            "no test ran: one of the named is missing or can't be imported; `pytest --collect-only` says which."
        )
    return {test for test in tests if ran.get(test) == "passed"}


def try_fault(fault: Fault, scratch: Path) -> Trial:
    """Red only if the test itself says so: a fault that breaks the import or the set-up proves nothing."""
    with tempfile.TemporaryDirectory(dir=scratch) as place:
        tree = copytree(scratch / "sound", Path(place) / "tree")
        try:
            fault.apply(tree)
            outcome = _run(tree, fault.test, PYTHONDONTWRITEBYTECODE="1").get(fault.test, "not run")
        except NotAFault as problem:
            return Trial(fault, False, str(problem))
    if outcome == "asserted":
        return Trial(fault, True, fault.breaks)
    return Trial(fault, False, f"{fault.test} was expected to fail by an assertion, but: {outcome}.")


def _run(tree: Path, *arguments: str, limit: int = LIMIT, **env: str) -> dict[str, str]:
    """What became of each test, by node id; see tests/faults/plugin.py."""
    with tempfile.NamedTemporaryFile() as told:
        env = surroundings(FAULTS_TOLD=told.name, **env)
        options = ["-q", "-p", "no:cacheprovider", "-p", "tests.faults.plugin", "--hypothesis-seed=0"]
        command = [sys.executable, "-m", "pytest", *options, *arguments]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, cwd=tree, env=env, capture_output=True, stdin=subprocess.DEVNULL, timeout=limit)
        return dict(json.loads(line) for line in told.read().decode().splitlines())
