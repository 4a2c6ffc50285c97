"""The memory of web and worker together at rest: 200 MiB at most; of what processes share, each has its share (PSS)."""

import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

from _servers import Served
from _site import ROOT, machine, set_up
from slow_clients import memory

GOAL = 200  # MiB
ASKED = 24


def main() -> None:
    set_up()
    worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    worker.stdout.readline()  # it has started, and is warm
    with Served() as web:
        for _ in range(ASKED):
            with suppress(OSError), urllib.request.urlopen(web.address, timeout=60) as answer:
                answer.read()
        time.sleep(2)
        of_web, of_worker = memory(web.process.pid), memory(worker.pid)
    worker.terminate()
    worker.wait()
    print(machine())
    print(f"web {of_web:.0f} MiB, worker {of_worker:.0f} MiB, together {of_web + of_worker:.0f} MiB (goal ≤ {GOAL})")
    sys.exit(of_web + of_worker > GOAL)


if __name__ == "__main__":
    main()
