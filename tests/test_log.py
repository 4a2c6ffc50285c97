"""What a clerk publishes stands in a log that nobody alters, in an order that no clock upsets, whole or not at all."""

from datetime import UTC, date, datetime, timedelta
from datetime import time as Time

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from published import files
from published.kinds import Kind
from published.models import TABLES, Link, Record, Version
from published.record import digest
from publishing import append_only, chain
from publishing.models import Head, NotReady, Publication, public_files
from tests.making import (
    make_document,
    make_held_meeting,
    make_item,
    make_pdf,
    make_winter_and_summer,
    publish,
    without_triggers,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOONS = {"winter": datetime(2026, 12, 2, 12, tzinfo=UTC), "summer": datetime(2027, 7, 14, 11, tzinfo=UTC)}


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(statement: str, *values) -> str:
    """What the database says to a statement that somebody types."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        sql(statement, *values)
    return str(error.value)


@pytest.fixture
def two():
    """Two publications, of a winter and of a summer meeting."""
    return [publish(meeting) for meeting in make_winter_and_summer()]


# The database refuses


def test_no_migration_has_lost_the_triggers():
    assert append_only.missing() == []


def test_a_migration_that_loses_the_triggers_makes_them_again(two):
    with without_triggers():
        assert append_only.missing() == append_only.NAMES[connection.vendor]
    assert append_only.missing() == []
    for table, said in ((append_only.LOG, append_only.REFUSAL), (append_only.RECORDS, append_only.KEPT)):
        assert said in refused(f"UPDATE {table} SET sequence = sequence")
        assert said in refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("column", [field.column for field in Publication._meta.concrete_fields])
def test_nobody_changes_a_row_of_the_log(two, column):
    for publication in two:
        assert append_only.REFUSAL in refused(
            f"UPDATE publishing_publication SET {column} = {column} WHERE sequence = %s", publication.sequence
        )


def test_nobody_deletes_from_the_log(two):
    withdrawal = two[0].withdraw("It named a resident.")
    for publication in [*two, withdrawal]:
        assert append_only.REFUSAL in refused(
            "DELETE FROM publishing_publication WHERE sequence = %s", publication.sequence
        )


@pytest.mark.parametrize("column", [field.column for field in Record._meta.concrete_fields])
def test_nobody_changes_a_record_withdrawn_or_not(two, column):
    for publication in two:
        statement = f"UPDATE published_record SET {column} = {column} WHERE sequence = %s"
        assert append_only.KEPT in refused(statement, publication.sequence)


def test_a_record_goes_with_its_own_withdrawal_alone(two):
    two[0].withdraw("It named a resident.")
    assert list(Record.objects.values_list("sequence", flat=True)) == [two[1].sequence]
    assert append_only.KEPT in refused("DELETE FROM published_record WHERE sequence = %s", two[1].sequence)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize(
    ("table", "said"), [(append_only.LOG, append_only.REFUSAL), (append_only.RECORDS, append_only.KEPT)]
)
def test_nobody_truncates_the_log(two, table, said):
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    assert said in refused(f"TRUNCATE {table} CASCADE")


def test_the_chain_has_one_head(two):
    with pytest.raises(IntegrityError), transaction.atomic():
        Head.objects.create(pk=2)
    head = Head.objects.get()
    assert (head.sequence, head.digest, head.published_at) == (2, two[1].digest, two[1].published_at)


# The chain


def test_each_row_names_the_digest_of_the_row_before(two):
    two[1].withdraw("It named a resident.")
    rows = list(Publication.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == [1, 2, 3]
    assert [row.previous_digest for row in rows] == [chain.START, *(row.digest for row in rows[:-1])]
    assert [row.digest for row in rows] == [chain.link(row.previous_digest, row.facts) for row in rows]


def test_a_row_holds_the_digest_of_its_own_record(two):
    records = Record.objects.order_by("sequence")
    assert [row.record_digest for row in two] == [digest(record.salt, record.text) for record in records]
    assert records[0].salt != records[1].salt and len(records[0].salt) == 64


def test_the_public_side_of_the_chain_is_the_log(two):
    two[0].withdraw("It named a resident.")
    links = [(link.digest, link.facts) for link in Link.objects.order_by("sequence")]
    rows = Publication.objects.order_by("sequence")
    assert links == [(row.digest, chain.canonical(row.facts)) for row in rows]


def test_of_what_was_taken_back_before_its_time_the_chain_shows_digests_alone(two, clock):
    clock(NOONS["winter"])
    coming = publish(make_held_meeting(), note="Not yet.", goes_live_at=NOONS["winter"] + HOUR)
    taken_back = coming.withdraw("Too early.")
    hidden = Link.objects.filter(sequence__in=[coming.sequence, taken_back.sequence]).order_by("sequence")
    assert [(link.digest, link.facts) for link in hidden] == [(coming.digest, ""), (taken_back.digest, "")]
    assert not any(link.is_known(NOONS["winter"] + 9 * HOUR) for link in hidden)


@pytest.mark.parametrize("noon", NOONS.values(), ids=NOONS)
def test_until_a_publication_is_live_the_public_knows_its_digest_alone(noon, clock):
    clock(noon)
    for day in (1, 2):
        publish(make_held_meeting(date=date(2026, 3, day)), goes_live_at=noon + day * HOUR)
    known = [sum(link.is_known(noon + n * HOUR) for link in Link.objects.all()) for n in range(4)]
    assert known == [0, 1, 2, 2]


def test_the_chain_of_an_installation_is_still_read_by_the_next_release():
    """A release that counted the digest otherwise would call every log forged."""
    facts = {"sequence": 1, "note": "Ŵyn’s correction", "withdraws": None}
    known = "91ac49f6a1fa97e406b5d90ab9e3ce19e5f702f1e4e1cec10207c9f75dedcb2b"
    assert chain.link(chain.START, facts) == known
    assert chain.link(chain.START, dict(reversed(facts.items()))) == known


FACTS = {"sequence": 1, "note": "n", "withdraws": None}


@pytest.mark.parametrize("changed", [{"note": "another"}, {"withdraws": 0}, {"sequence": 2}], ids=str)
def test_a_changed_fact_is_another_link(changed):
    assert chain.link(chain.START, FACTS) != chain.link(chain.START, FACTS | changed)
    assert chain.link("1" * 64, FACTS) != chain.link(chain.START, FACTS)


# The clock is set back an hour


@pytest.fixture(params=NOONS.values(), ids=NOONS)
def set_back(request, clock):
    """Published at noon; now the clock says eleven. Gives the publication."""
    clock(request.param)
    publication = publish(make_held_meeting())
    clock(request.param - HOUR)
    return publication


PAGE = "/committees/harbour-committee/2026-03-04/"


def test_what_was_live_stays_live_when_the_clock_is_set_back(set_back, client):
    keep_its_paper = make_document(set_back.meeting)
    publish(set_back.meeting, note="With its paper.")
    papers = f"/documents/{keep_its_paper.sha256}/survey.pdf"
    pages = [PAGE, f"{PAGE}repair-of-the-north-mole/", f"{PAGE}publications/1/", f"{PAGE}publications/2/", papers]
    assert [client.get(address).status_code for address in pages] == [200] * 5
    assert "2026-03-04" in client.get("/committees/harbour-committee/").content.decode()
    assert "put to tender" in client.get("/").content.decode()


def test_no_row_is_earlier_than_the_row_before(set_back):
    later = publish(make_held_meeting(date=date(2026, 7, 8)))
    withdrawal = later.withdraw("It named a resident.")
    assert set_back.published_at == later.published_at == later.goes_live_at == withdrawal.published_at


def test_numbers_stay_when_the_clock_is_set_back(set_back, client):
    before = client.get(PAGE).content.decode()
    make_item(set_back.meeting, "Dredging", minutes="<p>It was deferred.</p>")
    second = publish(set_back.meeting, note="An item was missing.")
    after = client.get(PAGE).content.decode()
    assert 'href="publications/1/"' in before and "publications/2/" not in before
    assert 'href="publications/2/"' in after and ">Minutes, version 2, " in after
    places = Publication.objects.places_of(set_back.meeting, set_back.published_at - HOUR)
    assert [(p, place.number, place.version) for p, place in places.items()] == [(1, 1, 1), (second.sequence, 2, 2)]


def test_what_is_withdrawn_while_the_clock_is_set_back_is_gone_for_ever(set_back, client, clock):
    set_back.withdraw("It named a resident.")
    for hours in (-1, 0, 1, 24):
        clock(set_back.published_at + hours * HOUR)
        answer = client.get(PAGE)
        assert (answer.status_code, b"It named a resident." in answer.content) == (410, True)


# Whole or not at all


def test_an_error_after_publishing_takes_log_rows_and_files_back():
    meeting, other = make_winter_and_summer()
    make_document(meeting), make_document(other, content=make_pdf(2))
    with pytest.raises(RuntimeError), public_files(), transaction.atomic():
        publish(meeting)
        publish(other)
        assert len(list(files.everything())) == 2
        raise RuntimeError("The second file of the import can't be read.")
    assert list(files.everything()) == []
    assert not Publication.objects.exists() and not any(t.objects.exists() for t in TABLES)
    assert Head.objects.get().sequence == 0


def test_an_error_leaves_a_file_that_something_else_published_needs():
    meeting, other = make_winter_and_summer()
    first = make_document(meeting)
    make_document(other, content=first.file.read())
    publish(meeting)
    with pytest.raises(RuntimeError), public_files(), transaction.atomic():
        publish(other)
        raise RuntimeError
    assert files.exists(first.sha256)


def test_a_paper_that_has_changed_since_it_was_checked_is_not_published(settings):
    meeting = make_held_meeting()
    first, second = make_document(meeting), make_document(meeting, content=make_pdf(2))
    (settings.PRIVATE_FILES / second.file.name).write_bytes(b"%PDF- something else")
    with pytest.raises(NotReady, match="nothing was published"):
        publish(meeting)
    assert not Publication.objects.exists() and not Version.objects.exists()
    assert list(files.everything()) == [] and first.sha256 != second.sha256


def test_a_damaged_file_is_mended_when_its_paper_is_published_again():
    winter, summer = make_winter_and_summer()
    paper = make_document(winter)
    make_document(summer, "The survey again", content=paper.file.read())
    publish(winter)
    path = files.path_of(paper.sha256)
    path.write_bytes(b"%PDF- half of i")
    publish(summer)
    assert files.digest_of(path) == paper.sha256


def test_a_paper_of_two_meetings_is_kept_once():
    winter, summer = make_winter_and_summer()
    paper = make_document(winter)
    make_document(summer, "The survey again", content=paper.file.read())
    publish(winter), publish(summer)
    assert [path.name for path in files.everything()] == [paper.sha256]


# The meeting may be at midnight


@pytest.mark.parametrize(
    ("now", "day", "start", "has_begun"),
    [
        (datetime(2027, 7, 14, 23, 29, tzinfo=UTC), date(2027, 7, 15), Time(0, 30), False),
        (datetime(2027, 7, 14, 23, 30, tzinfo=UTC), date(2027, 7, 15), Time(0, 30), True),
        (datetime(2027, 1, 13, 23, 29, tzinfo=UTC), date(2027, 1, 13), Time(23, 30), False),
        (datetime(2027, 1, 13, 23, 30, tzinfo=UTC), date(2027, 1, 13), Time(23, 30), True),
        (datetime(2027, 7, 14, 23, 0, tzinfo=UTC), date(2027, 7, 15), None, True),
        (datetime(2027, 1, 13, 23, 59, tzinfo=UTC), date(2027, 1, 14), None, False),
    ],
    ids=str,
)
def test_minutes_wait_for_the_hour_that_the_councils_own_clock_shows(now, day, start, has_begun, clock):
    clock(now)
    meeting = make_held_meeting(date=day, start=start)
    assert meeting.has_begun == has_begun
    if has_begun:
        assert publish(meeting, Kind.MINUTES).sequence == 1
    else:
        with pytest.raises(NotReady, match="has not taken place"):
            publish(meeting, Kind.MINUTES)
