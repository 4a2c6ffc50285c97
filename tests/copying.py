"""Copies of the working tree, for the tools that break code on purpose: they never touch the checkout."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def copy_tree(to: Path) -> Path:
    """Copy what git would commit, as it is now, changed or not; a file keeps its time, so its bytecode stays valid."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():  # and not one that was deleted and is still in the index
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    return to


def surroundings(**more: str) -> dict[str, str]:
    """The environment of a test run in a copy: SQLite, this copy's code and no other's, skipping what isn't installed."""
    unwanted = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MINUTEBOOK_TESTS_COMPLETE", "PYTHONPATH", "COVERAGE_FILE"}
    return {name: value for name, value in os.environ.items() if name not in unwanted} | more
