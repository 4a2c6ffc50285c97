"""Somebody who doubts what the website shows asks manage.py verify, which is not blind and doesn't cry wolf."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from committees.models import Organisation
from minutes import triggers
from minutes.models import Document
from proving.repairing import repair
from proving.verifying import Counts, differences, rows, storage
from proving.verifying import printed as printed_again
from published import files, pdf, printing
from published.kinds import Kind
from published.models import PDF, Decision, Item, Link, Paper, Record, Shown, Version, Withdrawal
from publishing import append_only, chain
from publishing.models import Head, Publication
from tests.install import ROOT
from tests.making import make_document, make_held_meeting, make_pdf, without_triggers

pytestmark = pytest.mark.django_db

WINTER, SUMMER = datetime(2026, 1, 15, 9, tzinfo=UTC), datetime(2026, 7, 9, 8, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 17, tzinfo=UTC)
TODAY = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: TODAY)
    monkeypatch.setattr(storage, "PAUSE", 0)


@pytest.fixture
def council(clock, django_capture_on_commit_callbacks):
    """Seven rows of the log: agenda and minutes of two meetings, of which one's agenda was withdrawn; and new minutes that
    go live later, and others that were taken back."""
    winter, summer = make_held_meeting(date=date(2026, 1, 14)), make_held_meeting(date=date(2026, 7, 8))
    for meeting, day in [(winter, WINTER), (summer, SUMMER)]:
        make_document(meeting, content=make_pdf(1 + meeting.date.month))
        Publication.objects.publish(meeting, Kind.AGENDA, now=day)
        Publication.objects.publish(meeting, Kind.DRAFT_MINUTES, now=day + timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        Publication.objects.get(sequence=3).withdraw("Sent out too early.", now=SUMMER + timedelta(hours=2))
    Publication.objects.publish(winter, Kind.MINUTES, goes_live_at=LATER, now=SUMMER + timedelta(hours=3))
    taken_back = Publication.objects.publish(summer, Kind.MINUTES, goes_live_at=LATER, now=SUMMER + timedelta(hours=4))
    with django_capture_on_commit_callbacks(execute=True):
        taken_back.withdraw("Not confirmed.", now=SUMMER + timedelta(hours=5))


def found(**options) -> list[str]:
    return list(differences(Counts(), **options))


def test_all_is_in_order(council):
    said = StringIO()
    call_command("verify", processes=1, stdout=said)
    assert said.getvalue() == (
        "All is in order: 6 publications of 2 meetings, 2 files; 0 PDFs made again and compared.\n"
    )


def test_all_is_in_order_also_before_and_after_what_is_scheduled_goes_live_and_with_the_clock_an_hour_back(
    council, monkeypatch
):
    for moment in (LATER - timedelta(seconds=1), LATER, LATER + timedelta(days=400), SUMMER + timedelta(hours=4)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert found() == []


@pytest.fixture
def agendas(clock):
    """Of two meetings, and nothing else."""
    meetings = [make_held_meeting(date=date(2026, 1, 14)), make_held_meeting(date=date(2026, 7, 8))]
    return [Publication.objects.publish(meeting, Kind.AGENDA, now=SUMMER) for meeting in meetings]


def test_each_publication_and_each_meeting_is_counted_and_made_again(agendas):
    said = StringIO()
    call_command("verify", processes=1, stdout=said)
    call_command("rebuild_website", processes=1, stdout=said)
    assert said.getvalue() == (
        "All is in order: 2 publications of 2 meetings, 0 files; 0 PDFs made again and compared.\n"
        "Made again: 2 meetings.\n"
    )


def test_one_of_each_is_counted_as_one():
    meeting = make_held_meeting(date=date(2026, 1, 14))
    make_document(meeting, item=meeting.items.first())
    Publication.objects.publish(meeting, Kind.AGENDA, now=SUMMER)
    said = StringIO()
    call_command("verify", processes=1, stdout=said)
    assert said.getvalue().startswith("All is in order: 1 publication of 1 meeting, 1 file; 0 PDFs made again")


def test_each_file_that_was_made_is_looked_at_and_a_short_one_has_its_turn(agendas):
    for version, letter in ((1, "b"), (2, "a")):
        PDF.objects.filter(version=version, name="agenda").update(sha256=letter * 64, made_at=SUMMER, pages=2)
    Paper.objects.create(version_id=2, position=1, title="Survey", sha256="c" * 64, size=5, file_name="survey.pdf")
    assert list(storage.named_files()) == [["c" * 64], ["b" * 64, "a" * 64]]
    assert {row.version_id for _ in range(40) for row in printed_again._some()} == {1, 2}


def test_what_an_earlier_release_printed_is_not_compared_and_what_it_says_is():
    def values(table, **fields):
        return rows._values(table(**fields), False, str)

    assert values(Version, title="Then", brief="Then", front="<p>Then", made_with=0) == values(
        Version, title="Now", brief="Now", front="<p>Now", made_with=1
    )
    assert values(Item, heading="Then", body="Then") == values(Item, heading="Now", body="Now")
    assert values(Decision, brief="Then") == values(Decision, brief="Now")
    assert values(Item, number="4") != values(Item, number="5")


def test_what_an_address_shows_is_compared_from_now_on():
    def shows(starts_at=None, ends_at=None):
        return rows._stretches([Shown(version_id=1, starts_at=starts_at, ends_at=ends_at)], TODAY)

    assert shows(starts_at=WINTER) == shows() != shows(starts_at=LATER)
    assert shows(ends_at=TODAY) == [] != shows(ends_at=LATER)


def test_a_large_log_is_read_a_few_meetings_at_a_time(council, monkeypatch):
    Version.objects.filter(pk__in=[2, 4]).update(title="Forged")
    all_at_once = found()
    for few in (1, 4, 5):
        monkeypatch.setattr(rows, "AT_ONCE", few)
        assert found() == all_at_once
    assert len(all_at_once) == 2


def test_the_command_counts_what_it_found(council):
    for pk, said in [(2, r"^1 difference found\.$"), (4, r"^2 differences found\.$")]:
        Version.objects.filter(pk=pk).update(title="Forged")
        with pytest.raises(CommandError, match=said):
            call_command("verify", processes=1, stdout=StringIO())


def test_two_processes_find_what_one_finds(council):
    Version.objects.filter(pk=2).update(title="Forged")
    assert found(processes=2) == found(processes=1) != []


# What somebody who holds the database does, and what verify says of it.
def change_a_note():
    Publication.objects.filter(sequence=2).update(note="Quite another reason")


def change_a_time():
    Publication.objects.filter(sequence=4).update(published_at=WINTER, goes_live_at=WINTER)


def remove_the_first():
    Version.objects.filter(pk=1).delete()
    raw("DELETE FROM publishing_publication WHERE sequence = 1")


def remove_one_between():
    raw("DELETE FROM publishing_publication WHERE sequence = 6")


def remove_two_between():
    raw("DELETE FROM publishing_publication WHERE sequence IN (5, 6)")


def remove_the_last():
    raw("DELETE FROM publishing_publication WHERE sequence = 8")


def move_a_row_to_another_meeting():
    other = Publication.objects.get(sequence=4).meeting_id
    Publication.objects.filter(sequence=1).update(meeting_id=other)


def put_another_record():
    text = Record.objects.get(pk=2).text.replace("tender", "auction")
    Record.objects.filter(pk=2).update(text=text)


def put_the_record_of_another_kind():
    """Of the same meeting, and with a digest that fits."""
    agenda = Publication.objects.get(sequence=1)
    Record.objects.filter(pk=2).update(text=agenda.record.text, salt=agenda.record.salt)
    Publication.objects.filter(sequence=2).update(record_digest=agenda.record_digest)


def give_two_meetings_one_address():
    address = Publication.objects.get(sequence=1).address
    Publication.objects.filter(sequence=4).update(address=address)


def put_another_salt():
    Record.objects.filter(pk=4).update(salt="0" * 64)


def remove_a_record():
    Record.objects.filter(pk=2).delete()


def bring_back_what_was_withdrawn():
    record = Record.objects.get(pk=4)
    Record.objects.create(sequence=3, salt=record.salt, text=record.text)
    Version.objects.filter(pk=4).update(kind="agenda")
    version = Version.objects.get(pk=4)
    version.record_id = 3
    version.save(force_insert=True)
    Version.objects.filter(pk=4).update(kind="draft-minutes")


def leave_a_pdf_of_what_was_withdrawn():
    bring_back_what_was_withdrawn()
    PDF.objects.create(version_id=3, name="agenda", sha256="a" * 64, made_at=TODAY)


def wind_the_head_back():
    Head.objects.update(sequence=7, digest=Publication.objects.get(sequence=7).digest)


def give_the_head_another_digest():
    Head.objects.update(digest="e" * 64)


def withdraw_for_another_meeting():
    first = Publication.objects.get(sequence=1).meeting_id
    Publication.objects.filter(sequence=5).update(meeting_id=first)


TAMPERED_LOG = {
    change_a_note: "Log, row 2 (harbour-committee/2026-01-14, Draft minutes): a public fact of it was changed",
    change_a_time: "Log, row 4 (harbour-committee/2026-07-08, Draft minutes): its time is earlier",
    remove_the_first: "Log: row 1 is missing before row 2.",
    remove_one_between: "Log: row 6 is missing before row 7.",
    remove_two_between: "Log: rows 5 to 6 are missing before row 7.",
    remove_the_last: "Log: its last row is 7, and the head of the chain is row 8: rows are missing at the end.",
    wind_the_head_back: "Log: its last row is 8, and the head of the chain is row 7: the head was changed.",
    give_the_head_another_digest: "Log: its last row is 8, and the head of the chain is row 8: the head was changed.",
    withdraw_for_another_meeting: "Log, row 5 (harbour-committee/2026-07-08, Withdrawal of Agenda): it withdraws row 3, "
    "which is of another meeting",
    move_a_row_to_another_meeting: "Log, row 4 (harbour-committee/2026-07-08, Draft minutes): its meeting was first",
    put_another_record: "Log, row 2 (harbour-committee/2026-01-14, Draft minutes): its record was changed",
    put_the_record_of_another_kind: "Log, row 2 (harbour-committee/2026-01-14, Draft minutes): its record is of another "
    "address or kind.",
    give_two_meetings_one_address: "Log: harbour-committee/2026-01-14 was given to more than one meeting.",
    put_another_salt: "Log, row 4 (harbour-committee/2026-07-08, Draft minutes): its record was changed",
    remove_a_record: "Log, row 2 (harbour-committee/2026-01-14, Draft minutes): its record is gone, but",
    bring_back_what_was_withdrawn: "Website: records of publication 3, which was withdrawn.",
    leave_a_pdf_of_what_was_withdrawn: "Website: PDFs of publication 3, which was withdrawn.",
}


def raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("tamper", TAMPERED_LOG, ids=lambda tamper: tamper.__name__)
def test_who_changes_the_log_or_a_record_is_found(council, tamper):
    with without_triggers():
        tamper()
    said = found()
    assert any(sentence.startswith(TAMPERED_LOG[tamper]) for sentence in said), said


def without_a_trigger():
    name = append_only.NAMES[connection.vendor][0]
    raw(f"DROP TRIGGER {name}" + (f" ON {append_only.TABLES[name]}" if connection.vendor == "postgresql" else ""))
    return name


def without_a_trigger_of_the_working_record():
    raw(triggers.UNDO[connection.vendor][0])
    return "agenda_item_levels"


@pytest.mark.parametrize("drop", [without_a_trigger, without_a_trigger_of_the_working_record])
def test_a_missing_trigger_is_named(council, drop):
    name = drop()
    assert [s for s in found() if s.startswith(f"Database: the trigger {name}")]


TAMPERED_ROWS = {
    "another title": (lambda: Version.objects.filter(pk=2).update(title="Forged"), "publication 2: versions differ"),
    "another page": (lambda: Version.objects.filter(pk=4).update(front="<p>x"), "publication 4: versions differ"),
    "another committee": (lambda: Version.objects.filter(pk=4).update(committee_name="X"), "publication 4: versions"),
    "another meeting's": (lambda: Version.objects.filter(pk=4).update(key=999), "publication 4: versions differ"),
    "another text": (lambda: Item.objects.filter(version=2).update(body="<p>No."), "publication 2: items differ"),
    "an item's address": (lambda: Item.objects.filter(version=2).update(slug="x"), "publication 2: items differ"),
    "an item gone": (lambda: Item.objects.filter(version=4).delete(), "there are 0 instead of 1"),
    "another item's": (
        lambda: Paper.objects.filter(version=4).update(item=Item.objects.get(version=4)),
        "publication 4: papers differ from the log (item of number 1)",
    ),
    "another decision": (lambda: Decision.objects.filter(version=4).update(kind="refused"), "4: decisions differ"),
    "a paper's file": (lambda: Paper.objects.filter(version=2).update(sha256="b" * 64), "publication 2: papers differ"),
    "a page gone": (lambda: Version.objects.filter(pk=2).delete(), "publication 2: its page is missing"),
    "public too early": (lambda: Version.objects.filter(pk=6).update(live_from=None), "6: its page is public from"),
    "public too late": (lambda: Version.objects.filter(pk=2).update(live_from=LATER), "2: its page is public from"),
    "shown too early": (lambda: Shown.objects.filter(version=6).update(starts_at=None), "shows another version"),
    "shown too long": (lambda: Shown.objects.filter(version=2).update(ends_at=None), "shows another version"),
    "not shown": (lambda: Shown.objects.filter(version=4).delete(), "2026-07-08: it shows another version"),
    "another reason": (lambda: Withdrawal.objects.update(reason="Quite right"), "2026-07-08: what it says of withdraw"),
    "no reason": (lambda: Withdrawal.objects.all().delete(), "2026-07-08: what it says of withdrawals is not"),
    "of no meeting": (lambda: Withdrawal.objects.update(key=999), "withdrawals of meeting 999, which is not in"),
    "of no version": (lambda: Shown.objects.filter(version=4).update(key=99), "showns of meeting 99, which is not in"),
    "chain changed": (lambda: Link.objects.filter(pk=5).update(facts="{}"), "row 5 (harbour-committee/2026-07-08, W"),
    "chain digest": (lambda: Link.objects.filter(pk=8).update(digest="c" * 64), "row 8 (harbour-committee/2026-07-08"),
    "chain tells": (lambda: Link.objects.filter(pk=6).update(live_from=None), "row 6 (harbour-committee/2026-01-14, M"),
    "chain short": (lambda: Link.objects.filter(pk=1).delete(), "the public chain lacks it"),
    "chain long": (lambda: Link.objects.create(pk=9, digest="d" * 64), "publication 9, which is not in the log"),
    "a PDF of no kind": (
        lambda: PDF.objects.create(version_id=2, name="agenda"),
        "it has a PDF “agenda”, which its kind",
    ),
}


@pytest.mark.parametrize("case", TAMPERED_ROWS)
def test_who_changes_what_the_website_shows_is_found_and_a_rebuild_mends_it(council, case):
    tamper, sentence = TAMPERED_ROWS[case]
    tamper()
    said = found()
    assert any(sentence in s for s in said), said
    if case != "a PDF of no kind":
        call_command("rebuild_website", processes=1, stdout=StringIO())
        assert found() == []


def test_pages_of_an_earlier_release_are_compared_in_their_facts_alone(council):
    Version.objects.update(made_with=0, title="As it was printed then", brief="Then", front="<p>Then</p>")
    Item.objects.update(heading="<h2>Then</h2>", body="<p>Then</p>")
    Decision.objects.update(brief="<p>Then</p>")
    assert found() == []
    Item.objects.filter(version=2).update(number="99")
    assert found() == [
        "Website, harbour-committee/2026-01-14, publication 2: items differ from the log (number of number 1). "
        "Run: manage.py rebuild_website"
    ]


def test_rows_are_compared_by_their_places_in_whatever_order_a_database_gives_them():
    """PostgreSQL gives those that were changed last."""
    first, second = {"position": 1, "title": "Apologies"}, {"position": 2, "title": "Minutes"}
    assert rows._first_difference([second, first], [first, second]) == ""
    assert rows._first_difference([second | {"title": "No"}, first], [first, second]) == "title of number 2"


def test_a_record_of_a_newer_release_is_named_and_the_others_are_still_looked_at(council):
    text = Record.objects.get(pk=2).text.replace('"schema":1', '"schema":7')
    with without_triggers():
        Record.objects.filter(pk=2).update(text=text)
    Item.objects.filter(version=4).update(title="Forged")
    said = " ".join(found())
    assert "row 2" in said and "newer Minutebook" in said and "publication 4: items differ" in said


# The chain against a copy that somebody kept.
def kept(tmp_path, client):
    copy = tmp_path / "chain.jsonl"
    copy.write_bytes(b"".join(client.get("/proof/chain.jsonl").streaming_content))
    return copy


def rewrite_from(sequence: int) -> None:
    """As somebody would who holds the whole database: a fact changed, and every digest after it made to fit."""
    before = Publication.objects.filter(sequence=sequence - 1).values_list("digest", flat=True).first()
    for p in Publication.objects.filter(sequence__gte=sequence).order_by("sequence"):
        note = "Rewritten" if p.sequence == sequence else p.note
        Publication.objects.filter(pk=p.pk).update(digest=f"x{p.pk}", previous_digest=f"x{p.pk}", note=note)
    for p in Publication.objects.filter(sequence__gte=sequence).order_by("sequence"):
        after = chain.link(before, p.facts)
        Publication.objects.filter(pk=p.pk).update(previous_digest=before, digest=after)
        before = after
    Head.objects.update(digest=before)


def test_a_chain_that_was_rewritten_is_found_with_a_copy_and_only_so(council, client, tmp_path):
    copy = kept(tmp_path, client)
    assert found(against=copy) == []
    with without_triggers():
        rewrite_from(4)
    call_command("rebuild_website", processes=1, stdout=StringIO())
    assert found() == []
    assert found(against=copy) == [
        f"{copy}: row 4 is the first that is not as in this copy: the log was rewritten from there on."
    ]


def test_a_last_row_that_was_removed_with_all_its_traces_is_found_with_a_copy_and_only_so(council, client, tmp_path):
    copy = kept(tmp_path, client)
    with without_triggers():
        raw("DELETE FROM publishing_publication WHERE sequence = 8")
        raw("DELETE FROM publishing_publication WHERE sequence = 7")
        last = Publication.objects.get(sequence=6)
        Head.objects.update(sequence=6, digest=last.digest, published_at=last.published_at)
    call_command("rebuild_website", processes=1, stdout=StringIO())
    assert found() == []
    assert found(against=copy) == [f"{copy}: row 7 is in this copy and not in the log: it was removed."]


def test_a_file_that_is_no_copy_of_the_chain_is_refused_with_its_line(council, tmp_path):
    copy = tmp_path / "chain.jsonl"
    copy.write_text('{"sequence": 1, "digest": "' + "0" * 64 + '"}\nhello\n')
    with pytest.raises(CommandError, match=r"is not a copy of /proof/chain\.jsonl: line 2 is no row of it"):
        call_command("verify", against=copy, processes=1, stdout=StringIO())
    with pytest.raises(CommandError, match="There is no file"):
        call_command("verify", against=tmp_path / "nothing", processes=1, stdout=StringIO())


# Files.
@pytest.fixture
def printed(council):
    """The PDFs of the two meetings' draft minutes and of an agenda, and of what goes live later, made by the worker."""
    while printing.print_next():
        pass
    assert set(PDF.objects.made().values_list("version", flat=True)) == {1, 2, 4, 6}


def paper_of(version: int) -> Paper:
    return Paper.objects.get(version=version)


def test_a_pdf_that_is_lost_is_named(printed):
    lost = PDF.objects.get(version=4).sha256
    files.remove(lost)
    assert found() == [f"Files, minutes.pdf of 4: the file public/{lost[:2]}/{lost} is missing."]


def put(path, content: bytes = b"%PDF- something", hours_old: float = 0):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    then = time.time() - hours_old * 3600
    os.utime(path, (then, then))
    return path


def test_a_paper_that_is_lost_or_exchanged_is_named(council):
    files.path_of(paper_of(2).sha256).unlink()
    put(files.path_of(paper_of(4).sha256), make_pdf(9))
    winter, summer = paper_of(2).sha256, paper_of(4).sha256
    assert sorted(found(processes=2)) == sorted([
        f"Files, “Survey of the mole” of harbour-committee/2026-01-14, Agenda: the file public/{winter[:2]}/{winter} is missing.",
        f"Files, “Survey of the mole” of harbour-committee/2026-07-08, Draft minutes: the file public/{summer[:2]}/{summer} "
        "is not the one that was published.",
    ])  # fmt: skip


@pytest.mark.parametrize("name", ["ab/ab" + "0" * 62, "ab/.part-x1y2", "loose.pdf", "a/b/c/deep", "zz/{sha256}"])
def test_what_belongs_to_nothing_that_is_published_is_named_and_repair_removes_it(council, settings, name):
    stray = put(settings.PUBLIC_FILES / name.format(sha256=paper_of(2).sha256))
    sentence = f"public/{stray.relative_to(settings.PUBLIC_FILES)}"
    assert found() == [f"Files: {sentence} belongs to nothing that is published. Run: manage.py verify --repair"]
    said = StringIO()
    call_command("verify", repair=True, processes=1, stdout=said)
    assert said.getvalue().startswith(
        f"Removed {sentence}, which belonged to nothing that is published.\nAll is in order"
    )
    assert not stray.exists() and files.exists(paper_of(2).sha256) and files.exists(paper_of(4).sha256)


def test_repair_removes_uploads_that_no_draft_names_but_not_those_of_this_hour(council, settings):
    named = settings.PRIVATE_FILES / Document.objects.first().file.name
    os.utime(named, (0, 0))
    logo = put(settings.PRIVATE_FILES / "organisation/sign.png", hours_old=900)
    Organisation.objects.update(logo="organisation/sign.png")
    left = put(settings.PRIVATE_FILES / "papers/left.pdf", hours_old=1.1)
    fresh = put(settings.PRIVATE_FILES / "papers/fresh.pdf", hours_old=0.9)
    call_command("verify", processes=1, stdout=StringIO())
    assert left.exists()
    assert list(repair()) == ["Removed private/papers/left.pdf, which no draft names."]
    assert [path.exists() for path in (named, logo, fresh, left)] == [True, True, True, False]


def test_repair_brings_papers_back_from_the_working_record_and_has_lost_pdfs_made_again(printed):
    paper, pdf = paper_of(2).sha256, PDF.objects.get(version=4)
    files.remove(paper)
    files.remove(pdf.sha256)
    assert list(repair()) == [
        f"Brought back public/{paper[:2]}/{paper} from the working record.",
        "Asked for minutes.pdf of 4 again; the worker makes it.",
    ]
    assert found() == []
    printing.print_next()
    assert PDF.objects.get(version=4).sha256 == pdf.sha256 and files.exists(pdf.sha256)


def test_repair_ends_the_lease_of_a_worker_that_was_killed_and_of_no_other(council):
    waiting = PDF.objects.order_by("version")
    PDF.objects.filter(pk=waiting[0].pk).update(leased_until=TODAY - timedelta(seconds=1))
    PDF.objects.filter(pk=waiting[1].pk).update(leased_until=TODAY + timedelta(seconds=1))
    assert list(repair()) == ["Ended 1 leases of workers that were stopped while they made a PDF."]
    assert [row.leased_until is None for row in waiting[:2]] == [True, False]


def test_what_is_withdrawn_while_verify_runs_is_not_missed(council, monkeypatch):
    gone = paper_of(2).sha256
    files.remove(gone)
    look = storage._look

    def look_and_withdraw(sha256s):
        found = look(sha256s)
        Paper.objects.filter(sha256=gone).delete()
        return found

    monkeypatch.setattr(storage, "_look", look_and_withdraw)
    assert not [sentence for sentence in found() if sentence.startswith("Files")]


def forge(version: int, **changes) -> None:
    """Another PDF in the place of one, with its digest in the row."""
    row = PDF.objects.select_related("version__record").get(version=version)
    row.version.record.text = row.version.record.text.replace("be put to tender", "not be put to tender")
    content = pdf.render(row.version)
    sha256 = hashlib.sha256(content).hexdigest()
    files.remove(row.sha256)
    put(files.path_of(sha256), content)
    PDF.objects.filter(pk=row.pk).update(sha256=sha256, size=len(content), **changes)


def test_a_forged_pdf_is_found_by_making_it_again_also_with_its_row_made_to_fit(printed, client):
    said = StringIO()
    call_command("verify", pdfs=True, processes=1, stdout=said)
    assert said.getvalue().endswith("8 files; 6 PDFs made again and compared.\n")
    forge(2)
    assert found(all_pdfs=True) == ["Files, minutes.pdf of 2: it is not what is made of its record."]
    assert found(all_pdfs=True, processes=2) == found(all_pdfs=True)


def test_some_pdfs_are_made_again_each_time(printed):
    counts = Counts()
    assert list(differences(counts)) == []
    assert 1 <= counts.pdfs <= printed_again.SAMPLE


def test_each_short_pdf_has_its_turn_and_a_long_one_only_when_all_are_asked_for(printed):
    long = PDF.objects.get(version=2)
    PDF.objects.filter(pk=long.pk).update(pages=400)
    PDF.objects.update(id=F("id") + 5000)  # as in an archive whose first pages are gone
    drawn = {row.version_id for _ in range(100) for row in printed_again._some()}
    assert drawn == {1, 4, 6}
    assert {row.version_id for row in printed_again._all()} == {1, 2, 4, 6}


def test_a_pdf_of_other_libraries_is_compared_by_its_words_and_one_of_another_release_is_counted(printed):
    others = "weasyprint 1, " + pdf.toolchain().rpartition(", ")[2]
    forge(2, toolchain=others)
    assert found(all_pdfs=True) == ["Files, minutes.pdf of 2: its words are not those of its record."]
    PDF.objects.filter(version=2).update(toolchain="weasyprint 1, minutebook of long ago")
    counts = Counts()
    assert list(differences(counts, all_pdfs=True)) == []
    assert counts.unlike == 1


# While others work, with real processes.
BUSY = """
from django.core.exceptions import ValidationError
from minutes.models import Meeting
from published import printing
from publishing.models import Publication
from tests.making import *
import os, random, signal, time

def work(until):
    chance = random.Random(os.getpid())
    meetings = list(Meeting.objects.order_by("pk"))
    while time.monotonic() < until:
        meeting = chance.choice(meetings)
        try:
            if chance.random() < 0.3:
                standing = Publication.objects.of(meeting).standing().first()
                if standing:
                    standing.withdraw("It was wrong.")
            else:
                Meeting.objects.filter(pk=meeting.pk).update(public_note=str(chance.random()))
                Publication.objects.publish(meeting, chance.choice(["agenda", "draft-minutes"]), note="Again.")
        except ValidationError:
            pass
        if chance.random() < 0.3:
            printing.print_next()

def start(seconds, number):
    # Forked before anything has connected to the database.
    until = time.monotonic() + seconds
    for _ in range(number):
        if os.fork() == 0:
            work(until)
            os._exit(0)
    for _ in range(number):
        assert os.wait()[1] == 0
"""
MEETINGS = """
for day in (date(2026, 1, 14), date(2026, 7, 8)):
    meeting = make_held_meeting(date=day)
    make_document(meeting, content=make_pdf(day.month))
"""


def test_verify_finds_nothing_while_two_clerks_publish_and_withdraw_and_pdfs_are_made(install):
    install.begin(f"from tests.making import *\n{MEETINGS}")
    code = f"import django\ndjango.setup()\n{BUSY}\nstart(14, 2)"
    busy = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=install.env, stderr=subprocess.PIPE, text=True)
    looked = 0
    while busy.poll() is None:
        said = install.manage("verify", "--processes", "2", check=False)
        assert "All is in order" in said.stdout, said.stdout + said.stderr
        looked += 1
    assert busy.returncode == 0, busy.stderr.read()
    assert looked >= 1
    assert "All is in order" in install.manage("verify").stdout


KILLED = """
def upload_and_publish(meeting):
    make_document(meeting, f"Paper {os.getpid()}", content=make_pdf(2) + os.urandom(300_000) + b"%%EOF")
    Publication.objects.publish(meeting, "agenda", note="Another paper.")
    printing.print_next()

begun = time.monotonic()
if (pid := os.fork()) == 0:
    upload_and_publish(Meeting.objects.order_by("pk").first())
    os._exit(0)
os.waitpid(pid, 0)
longest = 1.5 * (time.monotonic() - begun)  # so that kills fall into every stage, and some come through

for n in range(KILLS):
    pid = os.fork()
    if pid == 0:
        try:
            upload_and_publish(Meeting.objects.order_by("pk")[n % 2])
        finally:
            os._exit(0)
    time.sleep(random.Random(n).random() * longest)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
"""


KILLS = int(os.environ.get("MINUTEBOOK_TEST_KILLS", "12"))


def test_after_many_kills_repair_leaves_all_in_order(install):
    install.begin(f"from tests.making import *\n{MEETINGS}")
    install.python(BUSY + KILLED.replace("KILLS", str(KILLS)), timeout=600)
    rows = install.python("from publishing.models import *\nprint(Publication.objects.count())").stdout
    assert int(rows) > 2  # some came through
    said = install.manage("verify", "--repair")
    assert "All is in order" in said.stdout
    assert list((install.data / "public").rglob(".part-*")) == []


@pytest.mark.once
def test_after_a_restore_of_an_older_database_repair_mends_and_a_kept_chain_tells_what_is_lost(install, tmp_path):
    if install.env["DATABASE_URL"].startswith("postgres"):
        pytest.skip("copies the database as a file")
    install.begin(f"from tests.making import *\n{MEETINGS}")
    install.manage("publish", "harbour-committee/2026-01-14", "agenda")
    database, older = install.data / "minutebook.sqlite3", tmp_path / "older.sqlite3"
    with sqlite3.connect(database) as open_database:
        open_database.execute("VACUUM INTO ?", [str(older)])
    install.manage("publish", "harbour-committee/2026-07-08", "agenda")
    kept = tmp_path / "chain.jsonl"
    with install.serve() as address:
        kept.write_bytes(urllib.request.urlopen(f"{address}/proof/chain.jsonl").read())
    for file in install.data.glob("minutebook.sqlite3*"):
        file.unlink()
    older.replace(database)
    said = install.manage("verify", check=False)
    assert said.returncode == 1 and said.stdout.count("belongs to nothing that is published") == 1
    assert "All is in order: 1 publication of" in install.manage("verify", "--repair").stdout
    said = install.manage("verify", "--against", str(kept), check=False).stdout
    assert said == f"{kept}: row 2 is in this copy and not in the log: it was removed.\n"
