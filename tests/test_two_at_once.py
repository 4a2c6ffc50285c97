"""Machines stop, disks fill and clerks press the button at the same moment; the log stays whole."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

MAKE = """
from tests.making import *
meeting = make_held_meeting(date=date(2026, 3, {day}))
for n in range({items}):
    make_item(meeting, f"Pier {{n}}", minutes="<p>The pier was inspected and found sound.</p>" * {texts})
"""


def make(install, day: int = 4, items: int = 1, texts: int = 1) -> str:
    install.python(MAKE.format(day=day, items=items, texts=texts))
    return f"harbour-committee/2026-03-{day:02}"


def rows(install) -> list[str]:
    code = "from publishing.models import Publication as P\nfor p in P.objects.all(): print(p.sequence, p.address, p.version)"
    return install.python(code).stdout.splitlines()


def test_two_processes_publish_the_same_meeting_and_one_wins(install):
    address = make(install)
    both = [install.popen("publish", address, "minutes") for _ in range(2)]
    said = sorted(process.communicate()[0][:9] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said == ["Nothing h", "Published"]
    assert rows(install) == [f"1 {address} 1"]
    assert "All is in order" in install.manage("verify").stdout


def test_many_processes_publish_different_meetings_and_the_chain_has_no_fork(install):
    addresses = [make(install, day) for day in range(1, 6)]
    everyone = [install.popen("publish", address, "minutes") for address in addresses]
    assert [process.wait() for process in everyone] == [0] * 5
    assert len(rows(install)) == 5
    assert "All is in order" in install.manage("verify").stdout


def test_a_process_killed_while_it_publishes_leaves_all_or_nothing(install):
    addresses = [make(install, day, items=6) for day in range(1, 9)]
    chance = random.Random(3)
    for address in addresses:
        process = install.popen("publish", address, "minutes")
        time.sleep(0.35 + chance.random() * 0.3)
        process.kill()
        process.wait()
    done = rows(install)
    assert "All is in order" in install.manage("verify").stdout
    for address in addresses:
        install.manage("publish", address, "minutes")
    assert len(rows(install)) == 8 >= len(done)


def until_it_renders(worker) -> None:
    """Waits for the worker's child, which makes the PDF."""
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
    end = time.monotonic() + 30
    while not children.read_text().strip():
        assert time.monotonic() < end and worker.poll() is None
        time.sleep(0.002)


@pytest.mark.once
def test_a_worker_killed_in_the_middle_leaves_no_half_file_and_the_job_runs_again(install):
    install.manage("publish", make(install, items=60, texts=12), "minutes")
    worker = install.popen("worker", "--batch", start_new_session=True)
    until_it_renders(worker)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert [path for path in (install.data / "public").rglob("*") if path.is_file()] == []
    install.manage("worker", "--batch")
    assert "1 PDFs" in install.manage("verify").stdout


DISK_FULL = """
import resource, signal
from publishing import files, pdf
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = files.store
def store_on_a_full_disk(source, sha256):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        return store(source, sha256)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
files.store = store_on_a_full_disk
pdf.make_pdf(1)
"""


@pytest.mark.once
def test_a_full_disk_leaves_no_half_pdf_and_it_is_made_later(install):
    install.manage("publish", make(install), "minutes")
    failed = install.python(DISK_FULL, check=False)
    assert failed.returncode != 0 and "File too large" in failed.stderr
    assert [path for path in (install.data / "public").rglob("*") if path.is_file()] == []
    install.manage("worker", "--batch")
    assert "1 PDFs" in install.manage("verify").stdout
