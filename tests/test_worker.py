"""A worker does what there is to do, says what it could not do, and stops when it is told to."""

import os
import signal
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError

from config.management.commands import worker
from published import pdf
from published.models import PDF, Item, Record, Version
from tests.making import make_winter_and_summer, publish, without_triggers

# Once: the worker closes its connection when it has done, and here it is the test's. With a server: test_printing.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = datetime(2026, 7, 16, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def signals(clock):
    """The worker takes the signals for itself: give them back. It is July."""
    clock(NOW)
    kept = [(number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)]
    yield
    for number, handler in kept:
        signal.signal(number, handler)


@pytest.fixture
def two():
    """Minutes of a winter and of a summer meeting."""
    return [publish(meeting) for meeting in make_winter_and_summer()]


def run(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("worker", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_worker_makes_what_waits_and_stops_when_nothing_is_left(two):
    assert run("--batch") == ("The worker has started; 2 PDFs are waiting.\n", "")
    assert PDF.objects.made().count() == 2
    PDF.objects.filter(version=1).ask_again()
    assert run("--batch")[0] == "The worker has started; 1 PDF is waiting.\n"
    assert run("--batch")[0] == "The worker has started; 0 PDFs are waiting.\n"


def test_a_pdf_that_can_not_be_made_is_named_with_the_time_of_the_next_try_and_the_others_are_made(two, monkeypatch):
    render = pdf.render

    def fail_at_the_first(version, name):
        if version.pk == 1:
            raise ValueError("a font is missing")
        return render(version, name)

    monkeypatch.setattr(pdf, "render", fail_at_the_first)
    _, said = run("--batch")
    assert said.startswith("minutes.pdf of 1: ") and "It is tried again at 2026-07-16 09:" in said and " UTC.\n" in said
    assert list(PDF.objects.made().values_list("version", flat=True)) == [2]


def test_after_a_release_pages_are_made_again_but_for_the_one_that_can_not_be(two):
    """It goes on serving as it is, and is named once, not again and again."""
    text = Record.objects.get(pk=2).text.replace('"schema":1', '"schema":7')
    with without_triggers():
        Record.objects.filter(pk=2).update(text=text)
    PDF.objects.all().delete()
    Version.objects.update(made_with=0)
    Item.objects.update(body="<p>As it was printed then</p>")
    _, said = run("--batch")
    assert said.count("\n") == 1 and f"{two[1].address}, Minutes can't be made again: " in said
    assert [
        body.startswith("<p>As it was") for body in Item.objects.order_by("version").values_list("body", flat=True)
    ] == [
        False,
        True,
    ]


def test_a_worker_looks_again_and_again_until_it_is_told_to_stop(two, monkeypatch):
    rests = []

    def rest_and_be_stopped(seconds):
        rests.append(seconds)
        if len(rests) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        PDF.objects.filter(version=1).ask_again()

    monkeypatch.setattr(worker.time, "sleep", rest_and_be_stopped)
    with pytest.raises(SystemExit) as stopped:
        run()
    assert stopped.value.code == 0
    assert len(rests) == 2 and all(0 < seconds <= 1 for seconds in rests)
    assert PDF.objects.get(version=1).attempts == 1  # what was asked for meanwhile was made


def test_a_batch_does_not_wait_for_a_database_that_is_away(monkeypatch):
    def away():
        raise OperationalError("the server is starting up")

    monkeypatch.setattr(worker, "print_next", away)
    with pytest.raises(OperationalError, match="starting up"):
        run("--batch")


def test_a_worker_waits_for_a_database_that_restarts_and_goes_on(two, monkeypatch, capsys):
    print_next, rests = worker.print_next, []

    def away_at_first():
        if not rests:
            raise OperationalError("the server is starting up\n")
        return print_next()

    def rest_and_be_stopped(seconds):
        rests.append(seconds)
        if len(rests) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(worker, "print_next", away_at_first)
    monkeypatch.setattr(worker.time, "sleep", rest_and_be_stopped)
    with pytest.raises(SystemExit):
        call_command("worker")
    assert capsys.readouterr().err == "The database can't be used just now: the server is starting up\n"
    assert PDF.objects.made().count() == 2
