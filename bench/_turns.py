"""One process of Django for each archive, which take turns, so that they share the machine's good and bad moments."""

import json
import os
import subprocess
import sys

from _site import DATA


def child(script: str, number: int, archive: str) -> subprocess.Popen:
    """The script's `measure` of the archive, in a data directory of its own."""
    data = DATA / f"archive-{number}"
    data.mkdir()
    env = os.environ | {"BENCH_DATA": str(data), "DATABASE_URL": ""}
    command = [sys.executable, script, "measure", archive]
    return subprocess.Popen(command, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def turn(measuring: subprocess.Popen) -> dict[str, float]:
    """Have it measure each page once; its milliseconds by name."""
    measuring.stdin.write("\n")
    measuring.stdin.flush()
    return json.loads(measuring.stdout.readline())
