"""An installation of its own for a benchmark: a data directory that is thrown away, and one meeting of ordinary size."""

import atexit
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from datetime import date, time, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(tempfile.mkdtemp(prefix="minutebook-bench-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["MINUTEBOOK_DATA"] = os.environ.get("BENCH_DATA") or str(DATA)  # a child of a benchmark is given its own
os.environ["SECRET_KEY"] = "a key for benchmarks only, which is long enough to be accepted"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, str(ROOT))  # before this directory, whose scripts may be called like rooms

TEXT = (
    "<p>The Harbour Master introduced the report and drew attention to the condition of the north mole, where two of the "
    "twelve timbers had been lost in the gales of the previous winter. The cost of replacing them had risen since the "
    "estimate, and three contractors had been asked to price the work.</p>"
    "<p>In response to questions, members were told that:</p>"
    "<ul><li>the mole would stay open to the fishing fleet throughout;</li><li>the grant covered sixty per cent of the "
    "cost;</li><li>a diver’s report would be brought to the next meeting.</li></ul>"
    "<p>Members thanked the officers, and asked that the boat owners be told in good time of any closure of the slipway. "
    "The Chair noted that the same contractor had repaired the south quay within the price and ahead of time.</p>"
)


def set_up(*, desk: bool = False) -> None:
    """Django, a migrated database, empty if it is new, and the collected static files, those of the `desk` among them."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    ignored = [] if desk else ["ckeditor", "admin"]
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=ignored)


def machine() -> str:
    """What a table was measured on, in a line."""
    import django

    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    versions = f"Python {platform.python_version()}, Django {django.__version__}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} × {model}, load {os.getloadavg()[0]:.1f}; {versions}"


def make_meeting(items: int, texts: int = 3):
    """A held meeting: `items` items, each with `texts` times the text, a decision, a vote in three of them."""
    from committees.models import Committee, Person
    from minutes.models import AgendaItem, Attendance, Decision, Meeting, Minute, Motion

    committee = Committee.objects.get_or_create(slug="harbour-committee", defaults={"name": "Harbour Committee"})[0]
    day = date(2026, 3, 4) + timedelta(committee.meetings.count())
    meeting = Meeting.objects.create(committee=committee, date=day, start=time(19, 30), venue="Guildhall")
    for n in range(24):
        person = Person.objects.get_or_create(
            slug=f"member-{n}", defaults={"title": "Councillor", "first_name": "Mary", "last_name": f"Bell-{n}"}
        )[0]
        Attendance.objects.create(meeting=meeting, person=person, state="present", position=n)
    for n in range(items):
        item = AgendaItem(
            meeting=meeting,
            title=f"Condition of the north mole, part {n + 1}",
            purpose="<p>To consider the report.</p>",
        )
        item.place_last()
        item.save()
        Minute.objects.create(item=item, body=TEXT * texts)
        Decision.objects.create(item=item, text="<p>That the tender be accepted and the boat owners be told.</p>")
        if n < 3:
            Motion.objects.create(
                item=item,
                text="<p>That the tender be accepted.</p>",
                method="show-of-hands",
                votes_for=12,
                votes_against=3,
                abstentions=1,
                result="carried",
            )
    return meeting


def table(title: str, rows: list[tuple[str, list[float], str]], unit: str) -> None:
    """Medians and ratios to the first row; each row is (name, one value a round, remark)."""
    first = statistics.median(rows[0][1])
    print(f"\n{title}\n{'':52} {unit:>10} {'ratio':>8}  rounds")
    for name, values, remark in rows:
        middle = statistics.median(values)
        print(f"{name:52} {middle:10.3f} {middle / first:8.3f}  {min(values):.3f}–{max(values):.3f}  {remark}")


def need(*commands: str) -> None:
    for command in commands:
        if not shutil.which(command):
            sys.exit(f"{command} is missing; bin/bench installs it.")


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
