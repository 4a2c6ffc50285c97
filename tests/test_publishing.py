"""What a clerk publishes stands in a log that nobody alters, and what is withdrawn is gone."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from publishing import chain, files
from publishing.models import Edition, Kind, NotReady, Publication, RenderedPDF
from publishing.pdf import make_pdf
from publishing.projecting import project
from publishing.readmodel import TABLES
from publishing.verify import differences
from tests.making import make_committee, make_document, make_held_meeting, make_item, make_meeting

pytestmark = pytest.mark.django_db
PAGE = "/committees/harbour-committee/2026-03-04/"


def publish(meeting, kind=Kind.MINUTES, **options) -> Publication:
    return Publication.objects.publish(meeting, kind, **options)


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def without_triggers() -> None:
    """What an administrator of the database could do."""
    statements = {
        "sqlite": ["DROP TRIGGER publication_no_update", "DROP TRIGGER publication_no_delete"],
        "postgresql": ["SET CONSTRAINTS ALL IMMEDIATE", "ALTER TABLE publishing_publication DISABLE TRIGGER USER"],
    }
    for statement in statements[connection.vendor]:
        sql(statement)


# The log refuses


@pytest.mark.parametrize("column", [f.column for f in Publication._meta.concrete_fields])
def test_nobody_changes_a_row_of_the_log(column):
    publish(make_held_meeting())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(f"UPDATE publishing_publication SET {column} = {column}")


def test_nobody_deletes_from_the_log():
    publish(make_held_meeting())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql("DELETE FROM publishing_publication")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_nobody_truncates_the_log():
    publish(make_held_meeting())
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql("TRUNCATE publishing_publication CASCADE")


def test_a_withdrawal_may_erase_the_record_and_nothing_else():
    publication = publish(make_held_meeting())
    publication.withdraw("It named a resident.")
    publication.refresh_from_db()
    assert publication.record is None
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql("UPDATE publishing_publication SET record = 'back' WHERE id = %s", publication.pk)


# Publishing


def test_an_unchanged_meeting_has_no_new_version():
    meeting = make_held_meeting()
    assert publish(meeting) == publish(meeting)
    assert Publication.objects.count() == 1


def test_a_correction_says_what_changed():
    meeting = make_held_meeting()
    publish(meeting)
    make_item(meeting, "Late buoy", minutes="<p>The buoy was found.</p>")
    with pytest.raises(NotReady, match="what has changed since version 1"):
        publish(meeting)
    assert publish(meeting, note="An item was missing.").version == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"date": timezone.localdate() + timedelta(30)}, "has not taken place"),
        ({"cancelled_at": timezone.now(), "cancellation_reason": "Storm."}, "only its cancellation"),
    ],
)
def test_minutes_wait_until_there_is_something_to_minute(change, sentence):
    meeting = make_held_meeting(**change)
    with pytest.raises(NotReady, match=sentence):
        publish(meeting)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("kind", [k for k in Kind if k.has_items])
def test_a_meeting_with_no_items_is_not_published(kind):
    with pytest.raises(NotReady, match="no agenda items"):
        publish(make_meeting(), kind)


def test_a_published_meeting_keeps_its_address():
    meeting = make_held_meeting()
    publish(meeting)
    meeting.date = date(2026, 3, 5)
    meeting.save()
    with pytest.raises(NotReady, match="first published as harbour-committee/2026-03-04"):
        publish(meeting, note="Another day.")


def test_a_scheduled_publication_is_unknown_until_its_moment(client, monkeypatch):
    meeting = make_held_meeting()
    later = timezone.now() + timedelta(days=2)
    publish(meeting, goes_live_at=later)
    assert client.get(PAGE).status_code == 404
    monkeypatch.setattr("django.utils.timezone.now", lambda: later - timedelta(seconds=1))
    assert client.get(PAGE).status_code == 404
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert client.get(PAGE).status_code == 200


def test_a_paper_that_has_changed_since_it_was_checked_is_not_published(settings):
    meeting = make_held_meeting()
    document = make_document(meeting)
    (settings.PRIVATE_FILES / document.file.name).write_bytes(b"%PDF- something else")
    with pytest.raises(NotReady, match="nothing was published"):
        publish(meeting)
    assert not Publication.objects.exists()
    assert list(files.everything()) == []


# Withdrawing


def test_withdrawing_needs_a_reason_and_happens_once():
    publication = publish(make_held_meeting())
    with pytest.raises(ValidationError, match="Say why"):
        publication.withdraw("  ")
    publication.withdraw("It named a resident.")
    with pytest.raises(ValidationError, match="withdrawn already"):
        publication.withdraw("Again.")


def test_of_what_is_withdrawn_its_address_says_why_and_nothing_is_left(client, django_capture_on_commit_callbacks):
    meeting = make_held_meeting()
    document = make_document(meeting)
    publication = publish(meeting)
    make_pdf(publication.sequence)
    with django_capture_on_commit_callbacks(execute=True):
        publication.withdraw("It named a resident.")
    for address in (PAGE, f"{PAGE}minutes.pdf", f"{PAGE}publications/1/"):
        answer = client.get(address)
        assert (answer.status_code, b"It named a resident." in answer.content) == (410, True)
        assert b"north mole" not in answer.content
    assert client.get(f"{PAGE}repair-of-the-north-mole/").status_code == 404
    assert client.get(f"/documents/{document.sha256}/survey.pdf").status_code == 404
    assert list(files.everything()) == [] and not RenderedPDF.objects.exists()
    assert list(differences()) == []


def test_a_paper_that_another_publication_needs_stays(django_capture_on_commit_callbacks):
    meeting, other = make_held_meeting(), make_held_meeting(date=date(2026, 4, 1))
    document = make_document(meeting)
    with document.file.open() as source:
        make_document(other, content=source.read())
    publish(other)
    with django_capture_on_commit_callbacks(execute=True):
        publish(meeting).withdraw("Wrong version.")
    assert files.exists(document.sha256)


def test_the_version_before_shows_again(client):
    meeting = make_held_meeting()
    publish(meeting)
    make_item(meeting, "Secret plan", minutes="<p>It slipped in.</p>")
    publish(meeting, note="One more item.").withdraw("The item was not public.")
    page = client.get(PAGE).content
    assert b"north mole" in page and b"Secret plan" not in page


# Proof


def test_each_row_names_the_digest_of_the_row_before():
    for day in range(1, 5):
        publish(make_held_meeting(date=date(2026, 3, day)))
    rows = list(Publication.objects.order_by("sequence"))
    assert [row.previous_digest for row in rows] == [chain.START, *(row.digest for row in rows[:-1])]
    assert list(differences()) == []


LOG_EDITS = {
    "record": "SET record = replace(record, 'mole', 'mule')",
    "note": "SET note = 'x'",
    "kind": "SET kind = 'agenda'",
    "address": "SET address = 'harbour-committee/2026-03-09'",
    "goes_live_at": "SET goes_live_at = '2020-01-01 00:00:00+00:00'",
    "digest": f"SET digest = '{'0' * 64}'",
    "record gone": "SET record = NULL",
}


@pytest.mark.parametrize("edit", LOG_EDITS.values(), ids=LOG_EDITS)
def test_verify_finds_what_was_changed_in_the_log(edit):
    publish(make_held_meeting())
    without_triggers()
    sql(f"UPDATE publishing_publication {edit}")
    assert any(sentence.startswith("Log, row 1") for sentence in differences())


@pytest.mark.parametrize("sequence", [1, 2, 3])
def test_verify_finds_a_row_that_was_taken_out(sequence):
    for day in (1, 2, 3):
        publish(make_held_meeting(date=date(2026, 3, day)))
    without_triggers()
    sql("DELETE FROM publishing_publication WHERE sequence = %s", sequence)
    assert any(sentence.startswith("Log") for sentence in differences())


def texts_of_the_read_model():
    kinds = {"CharField", "TextField", "SlugField"}
    return [(t, f.name) for t in TABLES for f in t._meta.concrete_fields if f.get_internal_type() in kinds]


@pytest.mark.parametrize(
    ("table", "name"), texts_of_the_read_model(), ids=lambda value: getattr(value, "__name__", value)
)
def test_verify_finds_what_was_changed_in_the_read_model(table, name):
    meeting = make_held_meeting()
    make_document(meeting)
    publish(meeting)
    publish(meeting, Kind.DRAFT_MINUTES).withdraw("Too early.")
    assert table.objects.update(**{name: "x"}) > 0
    assert any(sentence.startswith("Website") for sentence in differences())


def test_verify_finds_a_file_that_was_changed_or_lost_or_put_there():
    meeting = make_held_meeting()
    document = make_document(meeting)
    publish(meeting)
    path = files.path_of(document.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert [s for s in differences() if "is not the one that was published" in s]
    path.unlink()
    assert [s for s in differences() if "is missing" in s]
    stray = files.path_of("ab" * 32)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    assert [s for s in differences() if "belongs to nothing" in s]


def test_the_website_is_made_again_from_the_log_alone_and_is_the_same():
    meeting = make_held_meeting()
    make_document(meeting)
    publish(meeting, Kind.AGENDA, now=timezone.make_aware(datetime.combine(date(2026, 2, 20), time(9))))
    publish(meeting, Kind.DRAFT_MINUTES).withdraw("Too early.")
    publish(meeting)
    before = snapshot()
    for table in TABLES:
        table.objects.all().delete()
    project(Publication.objects.log_of(meeting.pk))
    assert snapshot() == before
    assert Edition.objects.get().head_sequence == 4


def snapshot() -> list[str]:
    def values(row):
        return [getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key]

    return sorted(repr((table.__name__, values(row))) for table in TABLES for row in table.objects.all())


def test_two_sittings_on_one_day_have_addresses_of_their_own(client):
    committee = make_committee()
    publish(make_held_meeting(committee=committee))
    publish(make_held_meeting(committee=committee, sitting=2))
    assert client.get("/committees/harbour-committee/2026-03-04-2/").status_code == 200
