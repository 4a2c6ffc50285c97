"""python -m tests.rehearsal [SUITE…]: see the package."""

import hashlib
import os
import pty
import re
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from tests.rehearsal.machine import Machine
from tests.rehearsal.walk import ADDRESS, SITE, first_day, get

ROOT = Path(__file__).resolve().parent.parent.parent
REPOSITORY = "srv/minutebook.git"  # in the machine: what a council clones
ANSWERS = ["Withyham Parish Council", "parish", "england", "clerk@withyham.example"]
ROOMS = ["publishing", "published", "minutes", "committees", "accounts"]
READ = ["/", ADDRESS, f"{ADDRESS}notice.pdf", f"{ADDRESS}agenda.pdf", f"{ADDRESS}meeting.json", "/search/", "/proof/"]
KEPT = [f"{ADDRESS}notice.pdf", f"{ADDRESS}agenda.pdf", f"{ADDRESS}meeting.json", "/proof/chain.jsonl"]
READERS = 4
BROKEN = "\n\ndef what_is_lacking() -> str:\n    return 'This release is broken.'\n"
DYING = """

SINCE = []


def what_is_lacking() -> str:
    import time

    SINCE.append(time.monotonic())
    return "This release broke." if SINCE[-1] - SINCE[0] > 4 else ""
"""
MIGRATION = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("minutes", "{last}")]
    operations = [migrations.RunSQL("SELECT nonsense")]
"""


def main(suites: list[str]) -> int:
    if os.geteuid():
        sys.exit("minutebook: run it as root.")
    faults = []
    for suite in suites or ["bookworm", "trixie"]:
        with Machine(suite) as machine:
            faults += [f"{suite}: {fault}" for fault in Rehearsal(machine).faults()]
    print("\n".join(faults) or "Nothing was lost.")
    return bool(faults)


class Rehearsal:
    def __init__(self, machine: Machine) -> None:
        self.machine, self.at = machine, time.monotonic()
        print(f"— {(machine.root / 'etc/debian_version').read_text().strip()} —", flush=True)

    def step(self, what: str) -> None:
        now = time.monotonic()
        print(f"{now - self.at:7.1f} s  {what}", flush=True)
        self.at = now

    def faults(self) -> list[str]:
        repository = self.machine.root / REPOSITORY
        subprocess.run(["git", "clone", "-q", "--bare", ROOT, repository], check=True)
        self.machine.run(f"git clone -q /{REPOSITORY} minutebook")
        self.machine.run(f"cd minutebook; deploy/install --site {SITE} --self-signed --yes")
        self.step("deploy/install")
        password = re.search(r"password: (\S+)", typed(self.machine.command("minutebook new_council"), ANSWERS))[1]
        self.step("new_council, typed")
        first_day(ANSWERS[-1], password, self.step)
        self.machine.run(
            "echo '1. The roof' >minutes.txt; "
            "minutebook import_minutes minutes.txt --committee parish-council-meeting --date 2026-03-04"
        )
        self.machine.run("minutebook backup /var/backups/minutebook/friday.tar; minutebook verify")
        self.step("import, backup, verify, typed in root's own directory")
        served = self.serves()
        good = self.release("good", {"README.md": "\n"})
        unready = self.release("unready", {"running/ready.py": BROKEN})
        dying = self.release("dying", {"running/ready.py": DYING})
        last = max(path.stem for path in (ROOT / "minutes/migrations").glob("[0-9]*.py"))
        migration = self.release("migration", {"minutes/migrations/9999_broken.py": MIGRATION.format(last=last)})
        return [
            *self.upgrade("an upgrade", good, lambda said, now: not said and now != served),
            *self.upgrade("one that never becomes ready", unready, lambda said, now: "did not become ready" in said),
            *self.upgrade("one that is ready for four seconds", dying, lambda said, now: "stopped being ready" in said),
            *self.upgrade("one whose migration fails", migration, lambda said, now: "a migration of" in said),
        ]

    def release(self, name: str, added: dict[str, str]) -> str:
        """A commit that a council may upgrade to, after HEAD: with `added` at the end of those files."""
        with Worktree(self.machine.root / REPOSITORY, name) as tree:
            for path, text in added.items():
                with (tree / path).open("a") as file:
                    file.write(text)
            return tree.name

    def serves(self) -> str:
        return self.machine.run("readlink /opt/minutebook/current").stdout

    def upgrade(self, what: str, release: str, is_right: Callable[[str, str], bool]) -> list[str]:
        """What went wrong with it, while readers read; an upgrade that fails must leave what serves as it is."""
        before, served = self.digests(), self.serves()
        with Readers() as readers:
            done = self.machine.run(f"/opt/minutebook/current/deploy/upgrade --yes {release}", check=False)
        self.step(
            f"{what}: {readers.answered:,} answers, {len(readers.lost)} lost, the slowest in {readers.slowest:.1f} s"
        )
        found = [f"{what}: {lost}" for lost in readers.lost[:5]]
        now = self.serves()
        if not is_right(done.stderr if done.returncode else "", now) or (done.returncode and now != served):
            found.append(f"{what}: {now} serves, and it said: {done.stdout}{done.stderr}")
        found += [
            f"{what}: {name} is not what it was" for name, digest in self.digests().items() if before[name] != digest
        ]
        return found

    def digests(self) -> dict[str, str]:
        found = {path: hashlib.sha256(get(path)[1]).hexdigest() for path in KEPT}
        for room in ROOMS:
            dump = f"runuser -u postgres -- pg_dump -d minutebook -a --inserts -t '{room}_*'"
            said = self.machine.run(f"cd /; {dump}").stdout
            rows = sorted(line for line in said.splitlines() if line.startswith("INSERT"))
            found[room] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return found


class Worktree:
    """with Worktree(repository, branch) as directory: what is changed in it is a commit of that branch."""

    def __init__(self, repository: Path, branch: str) -> None:
        self.repository, self.tree = repository, repository.parent / branch

    def __enter__(self) -> Path:
        self.git("worktree", "add", "-q", "-b", self.tree.name, str(self.tree))
        return self.tree

    def __exit__(self, *_) -> None:
        who = ["-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@example.org"]
        subprocess.run(["git", "add", "-A"], cwd=self.tree, check=True)
        subprocess.run(["git", *who, "commit", "-qm", self.tree.name], cwd=self.tree, check=True)
        self.git("worktree", "remove", "--force", str(self.tree))

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", "-C", self.repository, *arguments], check=True)


class Readers:
    """Four people who read one page after another, each by a connection of its own, past what nginx keeps."""

    def __init__(self) -> None:
        self.answered, self.slowest, self.lost = 0, 0.0, []
        self.numbers, self.stop = count(), threading.Event()

    def __enter__(self) -> "Readers":
        self.threads = [threading.Thread(target=self.read) for _ in range(READERS)]
        for thread in self.threads:
            thread.start()
        time.sleep(2)
        return self

    def __exit__(self, *_) -> None:
        time.sleep(3)
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def read(self) -> None:
        while not self.stop.is_set():
            number = next(self.numbers)
            path = f"{READ[number % len(READ)]}?q={number}"
            begun = time.monotonic()
            try:
                status, _ = get(path)
            except OSError as error:
                status = repr(error)
            took = time.monotonic() - begun
            self.answered, self.slowest = self.answered + 1, max(self.slowest, took)
            if status != 200:
                self.lost.append(f"{path} at {time.strftime('%H:%M:%S')}: {status}")


def typed(command: list[str], answers: list[str]) -> str:
    """What a command says at a terminal where somebody types `answers`, each when it waits."""
    process, terminal = pty.fork()
    if not process:
        os.execvp(command[0], command)
    said, waiting, asked = b"", iter(answers), 0
    while True:
        if select.select([terminal], [], [], 2)[0]:
            try:
                said += os.read(terminal, 4096)
            except OSError:
                return said.decode()
        elif len(said) > asked and (answer := next(waiting, None)):
            asked = len(said)
            os.write(terminal, f"{answer}\n".encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
