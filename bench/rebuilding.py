"""What remaking all pages costs, and what a clerk notices of it: a generated archive, on SQLite and on PostgreSQL.

bin/bench rebuilding [MEETINGS]: 300 unless said otherwise; 10000 is the size of a county.
"""

import os
import re
import subprocess
import sys
import time
from statistics import median

from _site import DATA, ROOT

PUBLICATIONS = 10  # of the clerk, with and without a rebuild beside


def main() -> None:
    meetings = sys.argv[1] if len(sys.argv) > 1 else "300"
    for name, url in (("SQLite", ""), ("PostgreSQL", os.environ["BENCH_POSTGRES"])):
        print(f"\n{name}:", flush=True)
        data = DATA / name
        data.mkdir()
        env = os.environ | {"BENCH_DATA": str(data), "DATABASE_URL": url}
        subprocess.run([sys.executable, __file__, "measure", meetings], env=env, check=True)


def measure(meetings: int) -> None:
    manage("migrate", "-v0")
    start = time.perf_counter()
    manage("demo", "--meetings", str(meetings))
    made = time.perf_counter() - start
    print(
        f"  made {meetings} meetings of 20 items, and the demonstration, in {made:.0f} s: {20 * meetings / made:.0f} items/s"
    )
    for processes in (1, 2):
        start = time.perf_counter()
        count = rebuilt(manage("rebuild_website", "--processes", str(processes)))
        print(
            f"  {processes} process{'es' if processes > 1 else ''}: {count / (time.perf_counter() - start):.1f} meetings a second"
        )
    undisturbed = clerk_publishes()
    running = started()
    beside = clerk_publishes()
    was_running = running.poll() is None
    running.kill()
    running.wait()
    print(f"  a clerk publishes: median {median(undisturbed):.2f} s, longest {max(undisturbed):.2f} s")
    print(f"  beside a rebuild:  median {median(beside):.2f} s, longest {max(beside):.2f} s (goal: waits ≤ 1 s more)")
    print("" if was_running else "  (the rebuild was over too soon; take more meetings)\n", end="")
    left = manage("rebuild_website", "--processes", "2")
    print(f"  killed, and started again: {left.splitlines()[0]}")
    print(f"  {manage('verify').splitlines()[-1]}")


def started() -> subprocess.Popen:
    """A rebuild that has begun to write."""
    from proving.models import Rebuild

    command = [sys.executable, "manage.py", "rebuild_website", "--processes", "2"]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while running.poll() is None and not Rebuild.objects.filter(after__gt=0).exists():
        time.sleep(0.1)
    return running


def clerk_publishes() -> list[float]:
    """Seconds of each of some further versions of a meeting in the middle of the archive."""
    import django

    django.setup()
    from minutes.models import Meeting, Minute
    from published.kinds import Kind
    from publishing.models import Publication

    archived = Meeting.objects.filter(committee__slug__startswith="archive-").order_by("date")
    meeting, found = archived[archived.count() // 2], []
    minute = Minute.objects.filter(item__meeting=meeting).first()
    for n in range(PUBLICATIONS):
        minute.body += f"<p>Corrected once more ({n}).</p>"
        minute.save()
        start = time.perf_counter()
        Publication.objects.publish(meeting, Kind.MINUTES, note="Corrected.")
        found.append(time.perf_counter() - start)
        time.sleep(0.1)
    return found


def manage(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"manage.py {' '.join(arguments)} failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout


def rebuilt(said: str) -> int:
    return int(re.search(r"Made again: ([\d,]+)", said)[1].replace(",", ""))


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(int(sys.argv[2]))
    else:
        main()
