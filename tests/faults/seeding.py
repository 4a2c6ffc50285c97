"""The faults: patches that each break one thing, with a head that says what, of which kind, and which test must see it."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.copying import ROOT

HERE = Path(__file__).resolve().parent
HEAD = re.compile(
    r"Breaks: (?P<breaks>.+)\nKind: (?P<kind>[a-z ]+)\nTest: (?P<test>tests/\S+\.py::.+)\n\n(?=diff --git )"
)


class NotAFault(Exception):
    """What is wrong with a patch, or with the wish to make one, in a sentence."""


@dataclass(frozen=True)
class Fault:
    path: Path
    breaks: str  # one sentence about a person
    kind: str
    test: str  # the node id of the one test that must turn red

    @property
    def name(self) -> str:
        return self.path.stem

    @classmethod
    def read(cls, path: Path) -> "Fault":
        head = HEAD.match(path.read_text(encoding="utf-8"))
        if not head:
            raise NotAFault(f"{path.name} must begin with the lines Breaks:, Kind: and Test: and an empty one.")
        return cls(path, **head.groupdict())

    def apply(self, tree: Path, *options: str) -> None:
        command = ["git", "apply", *options, str(self.path)]
        done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
        if done.returncode:
            reason = done.stderr.strip().removeprefix("error: ").splitlines()[0]
            raise NotAFault(f"{self.path.name} no longer applies ({reason}); make it anew, see docs/tests.md.")


def all_faults() -> list[Fault]:
    return [Fault.read(path) for path in sorted(HERE.glob("*.patch"))]


def seed(name: str, test: str, breaks: str, kind: str = "") -> Fault:
    """Make a fault of the unstaged change outside tests/ and docs/, and take the change back."""
    path = HERE / f"{name}.patch"
    if path.exists() or not re.fullmatch(r"[a-z0-9-]+", name):
        raise NotAFault(f"“{name}” must be a new name of small letters, digits and hyphens.")
    change = _git("diff", "--no-color", "--no-ext-diff", "--", ".", ":!tests", ":!docs")
    if not change:
        raise NotAFault("nothing is broken: change the code outside tests/ first, and don't stage the change.")
    path.write_text(f"Breaks: {breaks}\nKind: {kind or name.split('-')[0]}\nTest: {test}\n\n{change}", encoding="utf-8")
    try:
        fault = Fault.read(path)
    except NotAFault:
        path.unlink()
        raise
    fault.apply(ROOT, "--reverse")
    return fault


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout
