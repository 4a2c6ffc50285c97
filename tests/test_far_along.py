"""Who starts long work sees how far it has come, and it uses the processes that they gave it."""

import os
import re
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from proving import progress
from proving.progress import Progressing
from proving.spreading import spread
from proving.verifying.log import chunks


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_that_moves_and_is_gone_at_the_end(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    screen, threads = Terminal(), threading.active_count()
    with Progressing(screen, "meetings", 2) as told:
        assert threading.active_count() == threads  # work is forked while it is shown
        told(1)
        told(2)
    drawn = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())
    assert [drawn.count("meetings ━") > 0, "0/2" in drawn, "1/2" in drawn, "2/2" in drawn] == [True] * 4
    assert drawn.rindex("\x1b[2K") > drawn.rindex("2/2")  # the line is wiped


def test_elsewhere_short_work_says_nothing_and_long_work_a_line_now_and_then(monkeypatch):
    log, clock = StringIO(), iter([0.0, 4.9, 5.0, 5.0, 6.0, 10.0, 10.0, 11.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with Progressing(log, "meetings", 4000) as told:
        for done in (900, 1000, 1100, 2000, 2100):
            told(done)
    assert log.getvalue() == "1,000 of 4,000 meetings\n2,000 of 4,000 meetings\n"


def in_which(job: int) -> tuple[int, int]:
    return job, os.getpid()


def test_one_process_is_this_one_and_two_are_others_and_the_order_stays():
    assert list(spread(in_which, range(9), 1)) == [(job, os.getpid()) for job in range(9)]
    elsewhere = list(spread(in_which, range(9), 2))
    assert [job for job, _ in elsewhere] == list(range(9))
    assert os.getpid() not in {process for _, process in elsewhere}


def test_of_a_large_archive_only_a_few_meetings_are_held_at_a_time():
    taken = []
    done = spread(in_which, (taken.append(job) or job for job in range(1000)), 2)
    next(done)
    assert 2 < len(taken) <= 5  # enough that neither waits
    done.close()
    assert list(chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["verify", "rebuild_website"])
def test_long_work_takes_as_many_processes_as_it_is_given_but_not_none(command):
    with pytest.raises(CommandError, match=r"^--processes must be 1 or more\.$"):
        call_command(command, "--processes", "0")
    for number in ("1", "2"):
        call_command(command, "--processes", number, stdout=StringIO())


@pytest.mark.django_db
def test_where_nothing_was_published_all_is_in_order():
    said = StringIO()
    call_command("verify", "--processes", "1", stdout=said)
    assert said.getvalue() == (
        "All is in order: 0 publications of 0 meetings, 0 files; 0 PDFs made again and compared.\n"
    )
