"""Machines stop, disks fill and clerks press the button at the same moment; the log stays whole."""

import os
import random
import signal
import time
import urllib.request
from collections.abc import Iterable
from pathlib import Path

import pytest

MAKE = """
from tests.making import *
for day in {days}:
    meeting = make_held_meeting(date=date(2026, 3, day))
    for n in range({items}):
        make_item(meeting, f"Pier {{n}}", minutes="<p>The pier was inspected and found sound.</p>" * {texts})
"""


def make(install, items: int = 1, texts: int = 1) -> str:
    return make_of_days(install, [4], items, texts)[0]


def make_of_days(install, days: Iterable[int], items: int = 1, texts: int = 1) -> list[str]:
    install.begin(MAKE.format(days=list(days), items=items, texts=texts))
    return [f"harbour-committee/2026-03-{day:02}" for day in days]


def rows(install) -> list[str]:
    """The log as it stands: sequence and address of each row."""
    code = "from publishing.models import Publication as P\nfor p in P.objects.all(): print(p.sequence, p.address)"
    return install.python(code).stdout.splitlines()


def test_two_processes_publish_the_same_meeting_and_one_wins(install):
    address = make(install)
    both = [install.popen("publish", address, "minutes") for _ in range(2)]
    said = sorted(process.communicate() for process in both)
    assert [process.returncode for process in both] == [0, 0], said
    assert [out[:9] for out, *_ in said] == ["Nothing h", "Published"]
    assert rows(install) == [f"1 {address}"]
    assert "All is in order" in install.manage("verify").stdout


def test_many_processes_publish_different_meetings_and_the_chain_has_no_fork(install):
    addresses = make_of_days(install, range(1, 6))
    everyone = [install.popen("publish", address, "minutes") for address in addresses]
    assert [process.wait() for process in everyone] == [0] * 5
    assert len(rows(install)) == 5
    assert "All is in order" in install.manage("verify").stdout


def test_a_process_killed_while_it_publishes_leaves_all_or_nothing(install):
    addresses = make_of_days(install, range(1, 9), items=6)
    chance, begun = random.Random(3), time.monotonic()
    install.manage("publish", addresses[0], "minutes")
    longest = time.monotonic() - begun  # most of it is the start
    for address in addresses[1:]:
        process = install.popen("publish", address, "minutes")
        time.sleep((0.5 + 0.6 * chance.random()) * longest)
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
    assert "1 PDF made" in install.manage("verify").stdout


DISK_FULL = """
import resource, signal
from published import files, printing
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
print(printing.print_next().problem)
"""
TRY_NOW = "from published.models import PDF; PDF.objects.update(next_try_at=None)"


@pytest.mark.once
def test_a_full_disk_leaves_no_half_pdf_and_it_is_made_later(install):
    install.manage("publish", make(install), "minutes")
    assert "File too large" in install.python(DISK_FULL).stdout
    assert [path for path in (install.data / "public").rglob("*") if path.is_file()] == []
    install.python(TRY_NOW)
    install.manage("worker", "--batch")
    assert len([path for path in (install.data / "public").rglob("*") if path.is_file()]) == 1


def test_of_a_withdrawal_and_a_correction_at_once_neither_is_lost(install):
    address = make(install)
    install.manage("publish", address, "minutes")
    install.python("from minutes.models import Minute; Minute.objects.update(body='<p>Corrected.</p>')")
    both = [
        install.popen("withdraw", address, "minutes", "--release", "1", "--reason", "It named a resident."),
        install.popen("publish", address, "minutes", "--note", "A slip."),
    ]
    assert [process.wait() for process in both] == [0, 0]
    assert rows(install) == [f"{n} {address}" for n in (1, 2, 3)]
    assert "All is in order" in install.manage("verify").stdout
    with install.serve() as site, urllib.request.urlopen(f"{site}/committees/{address}/") as page:
        text = page.read().decode()
    assert "Corrected." in text and "It named a resident." in text
