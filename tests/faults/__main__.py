"""bin/test --faults [NAME…] and bin/test --new-fault NAME TEST "what it breaks" [KIND]; see docs/tests.md."""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.seeding import Fault, NotAFault, all_faults, seed
from tests.faults.trying import Trial, passing, try_fault

AT_ONCE = 2


def main(arguments: list[str]) -> int:
    try:
        if arguments[:1] == ["--new"]:
            return check([seed(*arguments[1:])])
        return check([fault for fault in all_faults() if fault.name in arguments or not arguments])
    except NotAFault as problem:
        sys.exit(f"minutebook: {problem}")


def check(faults: list[Fault]) -> int:
    """Exit status 0 if there are faults and each turns its test red."""
    if not faults:
        raise NotAFault("there is no such fault in tests/faults.")
    with tempfile.TemporaryDirectory(prefix="minutebook-faults-") as scratch:
        green = passing(faults, Path(scratch))
        with ThreadPoolExecutor(AT_ONCE) as threads:
            trials = list(threads.map(lambda fault: _tried(fault, green, Path(scratch)), faults))
    missed = [trial for trial in trials if not trial.is_red]
    print(f"\n{len(trials) - len(missed)} of {len(trials)} faults turn their test red.")
    return 1 if missed else 0


def _tried(fault: Fault, green: set[str], scratch: Path) -> Trial:
    if fault.test in green:
        trial = try_fault(fault, scratch)
    else:
        trial = Trial(fault, False, f"{fault.test} does not pass without the fault, so it proves nothing.")
    print(f"{'red  ' if trial.is_red else 'MISSED'} {fault.name}: {trial.said}", flush=True)
    return trial


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
