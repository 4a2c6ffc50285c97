"""Real workers and a real mail server: workers are killed in the middle of their letters, and every letter comes once.

A worker is killed while the mail server looks: when a sender, or a recipient, is named, and when the text is there and not yet
answered. `-s` prints how often at which.
"""

import os
import random
import signal
import time
from collections import Counter

import pytest

from tests import mailbox as mail

MANY = 40
SET_UP = f"""
from datetime import timedelta
from django.utils import timezone
from tests.mailbox import *
from tests.making import *
from website.models import Letter
work()
for number in range({MANY}):
    follow(f"reader-{{number}}@example.org", since=timezone.now() - timedelta(minutes=1))
publish(make_held_meeting(), Kind.DECISIONS)
"""
# Every second one waits for the e-mail of the day, which has come.
WRITTEN = """
Subscriber.objects.filter(address__regex="[13579]@").update(is_daily=True)
look(timezone.now())
Letter.objects.update(due_at=timezone.now())
"""
LATER = """
from django.utils import timezone
from website.alerts.tidying import tidy
from website.models import Letter
Letter.objects.filter(leased_until__isnull=False).update(leased_until=timezone.now())
Letter.objects.filter(handed_in_at=None, done_at=None).update(due_at=timezone.now())
tidy(timezone.now())
print(Letter.objects.filter(done_at=None).count())
"""
OUTCOMES = "from website.models import Letter\nprint(*Letter.objects.values_list('outcome', flat=True))"


def kill_at(kept: mail.Mailbox, event: str, after: int, pid: int) -> None:
    """Have the worker killed when the server sees that event for the so-manieth time."""
    seen = Counter()

    def watch(what: str, address: str) -> None:
        seen[what] += 1
        if what == event and seen[what] == after:
            os.kill(pid, signal.SIGKILL)

    kept.watch = watch


def test_every_letter_comes_once_however_often_the_worker_is_killed(install):
    install.begin(SET_UP + WRITTEN)
    chance, killed = random.Random(20260715), Counter()
    with mail.running() as kept:
        env = {"EMAIL_URL": kept.url}
        for number in range(6):
            event = ("mail", "rcpt", "text")[number % 3]
            worker = install.popen("worker", env=env)
            kill_at(kept, event, chance.randint(1, 4), worker.pid)
            waiting = install.python(LATER).stdout.split()[-1]  # the leases of the one before have run out
            if waiting == "0":
                worker.kill()
            worker.wait(60)
            worker.communicate()
            killed[event] += worker.returncode == -signal.SIGKILL
        kept.watch = lambda what, address: None
        install.python(LATER)
        install.manage("worker", "--batch", env=env)
        came = Counter(to for to, _ in kept.messages)
        print(f"\n{dict(killed)}; {len(kept.messages)} letters for {len(came)} of {MANY}")
        assert came == Counter(f"reader-{number}@example.org" for number in range(MANY))
        outcomes = Counter(install.python(OUTCOMES).stdout.split())
        assert outcomes["sent"] + outcomes["doubtful"] == MANY and outcomes["doubtful"] <= killed["text"]
        ids = [message["Message-ID"] for _, message in kept.messages]
        assert len(set(ids)) == MANY


def test_two_workers_at_once_send_every_letter_once(install):
    install.begin(SET_UP)
    with mail.running() as kept:
        workers = [install.popen("worker", "--batch", env={"EMAIL_URL": kept.url}) for _ in range(2)]
        assert [(worker.wait(120), worker.communicate()[1]) for worker in workers] == [(0, "")] * 2
        assert Counter(to for to, _ in kept.messages) == Counter(f"reader-{n}@example.org" for n in range(MANY))


def test_a_worker_that_is_told_to_stop_ends_the_letter_that_it_is_handing_in(install):
    """Nobody need ask afterwards whether it was sent: the mail server takes a while to answer."""
    install.begin(SET_UP)
    with mail.running() as kept:
        worker = install.popen("worker", env={"EMAIL_URL": kept.url})

        def stop(what: str, address: str) -> None:
            if what == "text" and len(kept.messages) == 3:
                os.kill(worker.pid, signal.SIGTERM)
                time.sleep(1)

        kept.watch = stop
        assert worker.wait(60) == 0
        worker.communicate()
        assert len(kept.messages) == 3
        assert Counter(install.python(OUTCOMES).stdout.split())["sent"] == 3


@pytest.mark.once
def test_the_demonstration_s_worker_prints_its_e_mails(install):
    (install.data / "clerk-login.txt").write_text("a log-in")
    install.python("from tests.mailbox import *\nwork()\nfollow('ann@example.org', 'street', 'North Mole')")
    install.python("from tests.making import *\npublish(make_held_meeting(), Kind.DECISIONS)")
    said = install.manage("worker", "--batch").stdout
    assert "Subject: Decisions for Harbour Committee on Wednesday 4 March 2026, 7.30 pm" in said
    assert "You asked for alerts about the street “North Mole”." in said
