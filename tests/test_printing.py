"""PDFs are made by whoever has time, each once, the newest first; what goes wrong is said and tried again."""

import hashlib
import os
import shutil
import signal
import time
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.utils import IntegrityError

from published import files, pdf, printing
from published.kinds import Kind
from published.models import PDF, Version
from publishing.models import Publication
from tests.making import make_held_meeting, make_pdf

pytestmark = pytest.mark.django_db

WINTER, SUMMER = datetime(2026, 1, 15, 9, 0, tzinfo=UTC), datetime(2026, 7, 15, 9, 0, tzinfo=UTC)
AT_HARBOUR = "/committees/harbour-committee/2026-03-04"


@pytest.fixture
def ready(monkeypatch):
    """The renderer without its child and its seconds."""
    made = make_pdf(2)
    monkeypatch.setattr(pdf, "in_child", lambda work, meanwhile: made)
    return made


def publish(day: int = 4, kind: Kind = Kind.MINUTES) -> Publication:
    return Publication.objects.publish(make_held_meeting(date=date(2026, 3, day)), kind)


@pytest.fixture
def at(monkeypatch):
    """Sets the worker's clock."""
    return lambda moment: monkeypatch.setattr(printing.timezone, "now", lambda: moment)


PDFS = {
    Kind.NOTICE: ["notice"],
    Kind.AGENDA: ["agenda", "notice"],
    Kind.SUPPLEMENT: ["agenda", "supplement"],
    Kind.DECISIONS: ["decisions"],
    Kind.DRAFT_MINUTES: ["minutes"],
    Kind.MINUTES: ["minutes"],
}


@pytest.mark.parametrize(("kind", "names"), PDFS.items(), ids=PDFS)
def test_what_is_published_asks_for_its_pdfs(kind, names):
    publish(4, kind), publish(5, kind)
    assert list(PDF.objects.order_by("pk").values_list("name", flat=True)) == names * 2
    assert PDF.objects.waiting().count() == 2 * len(names)


def test_the_newest_is_made_first_and_each_once(ready):
    older, newer = publish(4), publish(5)
    assert [printing.print_next().version_id, printing.print_next().version_id] == [newer.pk, older.pk]
    assert printing.print_next() is None


def test_what_is_scheduled_is_printed_before_it_goes_live(ready):
    meeting = make_held_meeting()
    Publication.objects.publish(meeting, Kind.MINUTES, goes_live_at=datetime(2036, 7, 1, 9, tzinfo=UTC))
    made = printing.print_next()
    assert made.pages == 2 and files.exists(made.sha256)


def test_a_pdf_says_by_what_it_was_made(ready):
    publish()
    printing.print_next()
    made = PDF.objects.get()
    assert "weasyprint 70.0" in made.toolchain and "pango 1." in made.toolchain and len(made.toolchain) < 200
    assert (made.attempts, made.problem, made.leased_until, made.size) == (1, "", None, len(ready))


def test_a_child_has_all_that_it_prints_before_it_starts(monkeypatch, django_assert_num_queries):
    """It shares the worker's connection, and would spoil it by asking the database anything."""
    publish(4), publish(5)
    printed = []

    def without_a_child(work, meanwhile):
        with django_assert_num_queries(0):
            printed.append(work())
        return printed[-1]

    monkeypatch.setattr(pdf, "in_child", without_a_child)
    assert printing.print_next().problem == printing.print_next().problem == ""
    assert len(printed) == 2 and printed[0] != printed[1]


def test_two_workers_never_make_the_same():
    publish(4), publish(5)
    first, second, third = printing.claim(), printing.claim(), printing.claim()
    assert {first.name, second.name} == {"minutes"} and first.pk != second.pk and third is None


def test_two_workers_that_saw_the_same_get_one_each(monkeypatch):
    """Between the look and the claim somebody else claims it."""
    older, newer = publish(4), publish(5)
    queries, due, asked = type(PDF.objects.all()), type(PDF.objects.all()).due, []

    def due_but_taken(self, now):
        asked.append(now)
        if len(asked) == 2:
            PDF.objects.filter(version_id=newer.pk).update(leased_until=now + printing.LEASE)
        return due(self, now)

    monkeypatch.setattr(queries, "due", due_but_taken)
    assert printing.claim().version_id == older.pk


@pytest.mark.parametrize("now", [WINTER, SUMMER], ids=["winter", "summer"])
def test_the_lease_of_a_dead_worker_runs_out(at, now):
    publish()
    at(now)
    dead = printing.claim()
    at(now + printing.LEASE - timedelta(seconds=1))
    assert printing.claim() is None
    at(now + printing.LEASE)
    assert (printing.claim().pk, PDF.objects.get().attempts) == (dead.pk, 2)


def test_the_lease_is_renewed_while_the_child_works(at, monkeypatch):
    publish()
    at(SUMMER)

    def slow(work, meanwhile):
        for breath in range(1, 20):
            at(SUMMER + breath * timedelta(seconds=pdf.BREATH))
            meanwhile()
            assert printing.claim() is None
        return make_pdf()

    monkeypatch.setattr(pdf, "in_child", slow)
    assert printing.print_next().sha256 and PDF.objects.made().count() == 1


def test_a_worker_that_slept_too_long_keeps_nothing(at, monkeypatch):
    publish()
    at(SUMMER)

    def asleep(work, meanwhile):
        at(SUMMER + 2 * printing.LEASE)
        assert printing.claim() is not None
        return make_pdf()

    monkeypatch.setattr(pdf, "in_child", asleep)
    printing.print_next()
    assert not PDF.objects.made().exists() and list(files.everything()) == []
    assert PDF.objects.get().leased_until == SUMMER + 3 * printing.LEASE


def test_what_is_withdrawn_while_it_is_made_is_not_kept(monkeypatch):
    publication, other = publish(4), publish(5)

    def withdraw_meanwhile(work, meanwhile):
        other.withdraw("Too early.")
        return make_pdf()

    monkeypatch.setattr(pdf, "in_child", withdraw_meanwhile)
    printing.print_next()
    assert list(PDF.objects.values_list("version_id", "sha256")) == [(publication.pk, "")]
    assert list(files.everything()) == []


def test_a_withdrawal_takes_the_pdf_with_it(ready, django_capture_on_commit_callbacks):
    publication, other = publish(4), publish(5)
    printing.print_next(), printing.print_next()
    PDF.objects.filter(version_id=other.pk).update(sha256="0" * 64)
    with django_capture_on_commit_callbacks(execute=True):
        publication.withdraw("The wrong meeting.")
    assert list(PDF.objects.values_list("version_id", flat=True)) == [other.pk]
    assert list(files.everything()) == []


def fail(why="the paper was torn"):
    def torn(work, meanwhile):
        raise pdf.PDFNotMade(f"The PDF could not be made: {why}")

    return torn


def test_a_failure_is_kept_and_tried_again_later_each_time_and_never_given_up(at, monkeypatch):
    publish()
    monkeypatch.setattr(pdf, "in_child", fail())
    now, pauses = WINTER, []
    for _ in range(12):
        at(now)
        failed = printing.print_next()
        assert "torn" in PDF.objects.get().problem and failed.problem == PDF.objects.get().problem
        pauses.append(failed.next_try_at - now)
        assert printing.print_next() is None
        now = failed.next_try_at
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=16)]
    assert pauses == sorted(pauses) and pauses[-5:] == [timedelta(days=1)] * 5
    assert PDF.objects.get().attempts == 12


def test_what_failed_is_made_in_the_end(at, monkeypatch, ready):
    publish()
    with monkeypatch.context() as broken:
        broken.setattr(pdf, "in_child", fail())
        at(WINTER)
        printing.print_next()
    at(WINTER + timedelta(minutes=2))
    printing.print_next()
    made = PDF.objects.get()
    assert (made.problem, made.next_try_at, bool(made.sha256), made.attempts) == ("", None, True, 2)


def test_what_failed_does_not_stand_in_the_way_of_the_others(at, monkeypatch):
    older, newer = publish(4), publish(5)
    monkeypatch.setattr(pdf, "in_child", fail())
    at(WINTER)
    assert printing.print_next().version_id == newer.pk
    at(WINTER + timedelta(hours=1))
    assert printing.print_next().version_id == older.pk


def test_a_full_disk_is_a_failure_that_passes(monkeypatch, ready):
    publish()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "store", full)
    printing.print_next()
    assert "No space left" in PDF.objects.get().problem


def test_a_database_that_fails_at_the_end_leaves_no_file(monkeypatch, ready):
    publish()

    class Broken:
        def update(self, **changes):
            raise OperationalError("the server closed the connection")

    held = printing._held
    monkeypatch.setattr(printing, "_held", lambda claimed: Broken() if claimed.made_at else held(claimed))
    with pytest.raises(OperationalError):
        printing.print_next()
    assert list(files.everything()) == []


def test_pdfs_that_are_made_stay_when_pages_are_made_again(ready):
    from published.remaking import remake

    publish(4), publish(5)
    printing.print_next()
    before = list(PDF.objects.order_by("pk").values())
    for version in Version.objects.all():
        remake(version)
    assert list(PDF.objects.order_by("pk").values()) == before


def test_a_lost_file_is_asked_for_again(ready):
    publish()
    before = PDF.objects.values().get()
    files.remove(printing.print_next().sha256)
    PDF.objects.ask_again()
    assert PDF.objects.values().get() == before  # as if nobody had tried
    assert files.exists(printing.print_next().sha256)


def test_a_file_that_is_there_is_not_stored_again(ready):
    publish()
    made = printing.print_next()
    assert not files.store(BytesIO(ready), made.sha256)
    files.path_of(made.sha256).write_bytes(b"torn")
    assert files.store(BytesIO(ready), made.sha256) and files.path_of(made.sha256).read_bytes() == ready


def test_a_directory_that_can_t_be_written_to_the_disk_is_said_to_be_the_trouble(ready, monkeypatch):
    """Not the temporary name, which is gone by then."""

    def fail(_):
        raise OSError("The disk does not answer.")

    monkeypatch.setattr(files, "sync_directory", fail)
    with pytest.raises(OSError, match=r"The disk does not answer\."):
        files.store(BytesIO(ready), hashlib.sha256(ready).hexdigest())


@pytest.mark.parametrize(
    "path", ["templates/published/_papers.html", "templates/published/pdf/document.html", "static/published/print.css"]
)
def test_another_template_or_style_sheet_is_another_toolchain(settings, tmp_path, path):
    for place in ("templates/published", "static/published"):
        shutil.copytree(settings.BASE_DIR / place, tmp_path / place)
    settings.BASE_DIR = tmp_path
    before = pdf.toolchain.__wrapped__()
    with (tmp_path / path).open("a") as part:
        part.write("\n")
    assert pdf.toolchain.__wrapped__() != before


def test_the_database_knows_no_made_pdf_without_a_file():
    publish()
    with pytest.raises(IntegrityError):
        PDF.objects.update(made_at=WINTER)


def test_to_ask_what_is_missing_reads_one_index(ready):
    """However many are made already. SQLite tells its plan in words."""
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plan")
    plan = PDF.objects.due(SUMMER)[:1].explain()
    assert "USING INDEX pdf_waiting" in plan and "TEMP B-TREE" not in plan


# The reader


def test_a_reader_is_told_to_wait(client):
    publish()
    answer = client.get(f"{AT_HARBOUR}/minutes.pdf")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert "The PDF is being made" in answer.text and "could not" not in answer.text


NEXT_TRY = {  # in the site's time, an hour ahead of UTC in summer
    "winter": (datetime(2037, 1, 15, 9, 5, tzinfo=UTC), "15 January 2037 at 09:05"),
    "summer": (datetime(2037, 7, 15, 9, 5, tzinfo=UTC), "15 July 2037 at 10:05"),
}


@pytest.mark.parametrize(("moment", "words"), NEXT_TRY.values(), ids=NEXT_TRY)
def test_a_reader_is_told_the_truth_about_a_failure(client, moment, words):
    publish()
    PDF.objects.update(problem="The PDF could not be made: MemoryError", next_try_at=moment, attempts=5)
    answer = client.get(f"{AT_HARBOUR}/minutes.pdf")
    assert words in answer.text.replace("\n", " ") and "MemoryError" not in answer.text
    assert "being made" not in answer.text
    left = (moment - datetime.now(UTC)).total_seconds()
    assert abs(int(answer["Retry-After"]) - left) < 5


def test_a_reader_gets_what_was_made(client, ready):
    publish()
    printing.print_next()
    answer = client.get(f"{AT_HARBOUR}/minutes.pdf")
    assert answer.status_code == 200 and answer.getvalue() == ready


# The worker, in processes of its own

PUBLISH = """
from tests.making import *
from published.kinds import Kind
from publishing.models import *
for day in range(1, {days} + 1):
    meeting = make_held_meeting(date=date(2026, 3, day))
    for n in range({items}):
        make_item(meeting, f"Pier {{n}}", minutes="<p>The pier was inspected and found sound.</p>" * 12)
    Publication.objects.publish(meeting, Kind.MINUTES)
"""
STATE = "from published.models import PDF\nprint(PDF.objects.made().count(), PDF.objects.waiting().count())"


def until_it_renders(worker) -> None:
    """Waits for the worker's child, which makes the PDF; what it starts itself to look for libraries is none."""
    worker.started = worker.stdout.readline()
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
    end = time.monotonic() + 60
    while not children.read_text().strip():
        assert time.monotonic() < end and worker.poll() is None
        time.sleep(0.002)


def test_two_workers_share_the_work_and_stop_when_it_is_done(install):
    install.python(PUBLISH.format(days=4, items=1))
    workers = [install.popen("worker", "--batch") for _ in range(2)]
    said = [worker.communicate() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], said
    assert "The worker has started; " in said[0][0] and "PDFs are waiting." in said[0][0]
    assert install.python(STATE).stdout.split() == ["4", "0"]
    attempts = install.python("from published.models import PDF\nprint(sum(p.attempts for p in PDF.objects.all()))")
    assert attempts.stdout.split() == ["4"]


@pytest.mark.once
def test_a_worker_that_is_stopped_stops_at_once_and_gives_its_lease_back(install):
    install.begin(PUBLISH.format(days=1, items=60))
    worker = install.popen("worker")
    until_it_renders(worker)
    child = int(Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()[0])
    worker.send_signal(signal.SIGTERM)
    _, err = worker.communicate(timeout=30)
    assert worker.returncode == 0 and "1 PDF is waiting" in worker.started and "Traceback" not in err
    assert not Path(f"/proc/{child}").exists()
    assert [path for path in (install.data / "public").rglob("*") if path.is_file()] == []
    install.manage("worker", "--batch")
    assert install.python(STATE).stdout.split() == ["1", "0"]


@pytest.mark.once
def test_a_worker_that_is_killed_leaves_no_half_file_and_another_takes_over(install):
    install.begin(PUBLISH.format(days=1, items=60))
    worker = install.popen("worker", "--batch", start_new_session=True)
    until_it_renders(worker)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.communicate()
    assert [path for path in (install.data / "public").rglob("*") if path.is_file()] == []
    install.python("from published.models import PDF\nPDF.objects.update(leased_until='2026-01-01T00:00Z')")
    install.manage("worker", "--batch")
    assert install.python(STATE).stdout.split() == ["1", "0"]


WITHDRAWN_AS_IT_IS_KEPT = """
import threading, time
from published import files, pdf, printing
from publishing.models import Publication
def withdraw():
    Publication.objects.get(sequence=1).withdraw("The wrong meeting.")
    from django.db import connection
    connection.close()
clerk = threading.Thread(target=withdraw)
store = files.store
def store_slowly(source, sha256):
    clerk.start()
    time.sleep(1)
    return store(source, sha256)
files.store = store_slowly
printed = printing.print_next()
clerk.join()
print(bool(printed.sha256))
"""


def test_what_is_withdrawn_in_the_moment_in_which_it_is_kept_is_gone_all_the_same(install):
    """The withdrawal waits for the worker and takes the new PDF with it."""
    install.begin(PUBLISH.format(days=1, items=1))
    assert install.python(WITHDRAWN_AS_IT_IS_KEPT).stdout.split() == ["True"]
    assert install.python(STATE).stdout.split() == ["0", "0"]
    assert [path for path in (install.data / "public").rglob("*") if path.is_file()] == []


@pytest.mark.once
@pytest.mark.parametrize("pango", [None, 15_603])
def test_a_warm_worker_has_no_thread_that_its_children_would_wait_for(install, pango):
    """Debian 13's Pango keeps one as soon as it is asked for a font; what it was asked for is seen where this one has none."""
    newer = f"typesetting.pango = Mock(pango_version=lambda: {pango})\n" if pango else ""
    said = install.python(
        f"import os\nfrom unittest.mock import Mock\nfrom published import typesetting\n{newer}typesetting.warm()\n"
        "print(len(os.listdir('/proc/self/task')), typesetting.style_of.cache_info().currsize)"
    ).stdout.split()
    assert said[0] == "1" and (said[1] == "0" or not pango)


@pytest.mark.once
def test_a_document_past_its_memory_leaves_nothing_but_the_reason(install):
    install.begin(PUBLISH.format(days=1, items=1))
    install.python(
        "from published import pdf, printing, typesetting\ntypesetting.style()\npdf.MEMORY = 1 << 20\nprinting.print_next()"
    )
    said = install.python("from published.models import PDF\nprint(PDF.objects.failed().get().problem)").stdout
    assert "The PDF could not be made" in said
    assert [path for path in (install.data / "public").rglob("*") if path.is_file()] == []


@pytest.mark.once
def test_a_worker_waits_for_a_database_that_is_away(install):
    code = """
from django.core.management import call_command
from django.db import OperationalError
from config.management.commands import worker
answers = iter([OperationalError("the server is starting up"), OperationalError("no"), True, KeyboardInterrupt()])
def next_answer():
    answer = next(answers)
    if isinstance(answer, BaseException): raise answer
    print("printed")
worker.print_next, worker.PAUSE = next_answer, 0.01
call_command("worker")
"""
    said = install.python(code, check=False)
    assert said.stderr.count("The database can't be used just now") == 2 and "printed" in said.stdout
