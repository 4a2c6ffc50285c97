"""Somebody who wants to see how much it carries fills an archive, and it is as if every meeting had been published."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from committees.models import Committee
from demonstration import archive
from demonstration.days import is_summer
from demonstration.loading import load
from minutes.models import AgendaItem, Attendance, Meeting
from published.kinds import Kind
from published.models import Decision, Item, Link, Record, Shown, Version
from published.record import digest
from publishing import chain, projecting
from publishing.freezing import freeze
from publishing.models import Head, Publication
from tests.making import make_person

NOW = timezone.make_aware(datetime(2026, 8, 20, 12))
COUNT = 65


@pytest.fixture
def filled(db, monkeypatch):
    """Two committees that met weekly through more than half a year; one of them once less."""
    monkeypatch.setattr(archive, "LONG", 33)
    load(NOW, archived=COUNT)
    return Meeting.objects.filter(committee__slug__startswith="archive-").order_by("date", "pk")


def test_an_archive_stands_beside_the_demonstration_and_each_meeting_is_as_if_published(filled, client):
    assert filled.count() == COUNT
    assert {is_summer(meeting.date) for meeting in filled} == {True, False}
    assert filled.values("committee").distinct().count() == 2
    assert filled.filter(items__isnull=False).count() == COUNT * archive.ITEMS
    assert Meeting.objects.exclude(pk__in=filled).count() >= 40
    the_log_is_one_chain_in_the_order_of_time()
    for meeting in (filled[0], filled[1], filled[COUNT - 1]):
        each_row_is_what_publishing_makes(meeting)
        page = client.get(f"/committees/{meeting.address}/")
        assert page.status_code == 200
        assert page.content.decode().count('class="decision"') == archive.ITEMS
    call_command("verify")


def the_log_is_one_chain_in_the_order_of_time():
    log = list(Publication.objects.order_by("sequence"))
    for before, after in pairwise(log):
        assert before.published_at <= after.published_at
        assert after.previous_digest == before.digest
        assert after.digest == chain.link(before.digest, after.facts)
    assert Head.objects.get().digest == log[-1].digest
    assert Link.objects.count() == len(log)
    records = Record.objects.in_bulk()
    assert all(p.record_digest == digest(records[p.pk].salt, records[p.pk].text) for p in log if p.pk in records)


def each_row_is_what_publishing_makes(meeting):
    agenda, minutes = Publication.objects.of(meeting).order_by("sequence")
    assert (agenda.kind, minutes.kind) == (Kind.AGENDA, Kind.MINUTES)
    assert agenda.published_at.date() < meeting.date < minutes.published_at.date()
    assert [row.version_id for row in Shown.objects.filter(key=meeting.pk)] == [minutes.pk]
    for publication in (agenda, minutes):
        assert publication.record.text == freeze(meeting, Kind(publication.kind)).to_json()
        pieces = projecting.pieces(publication, publication.meeting_record, NOW)
        for model, made in ((Item, pieces.items), (Decision, pieces.decisions)):
            assert facts(model.objects.filter(version=publication.pk).order_by("position")) == facts(made)
        assert facts([Version.objects.get(pk=publication.pk)]) == facts([pieces.version])
    assert Publication.objects.publish(meeting, Kind.MINUTES).is_unchanged


def facts(rows):
    left_out = {"id", "item"}
    names = [field.name for row in rows for field in row._meta.concrete_fields if field.name not in left_out]
    return [[str(getattr(row, name)) for name in dict.fromkeys(names)] for row in rows]


def test_a_small_archive_alone_is_made_a_week_at_a_time_in_the_order_of_its_log(db, monkeypatch):
    """Of five meetings of two committees; quick enough to be asked about mutants."""
    monkeypatch.setattr(archive, "LONG", 3)
    monkeypatch.setattr(archive, "ITEMS", 3)
    watched = []

    def watch(steps, what):
        watched.append((len(steps), what))
        return steps

    archive.load_archive(5, NOW.date(), watch)
    assert watched == [(3 + 4, "Making the archive")]  # two weeks from agenda to meeting, two more to its minutes
    meetings = list(Meeting.objects.order_by("date", "pk"))
    assert [meeting.date.weekday() for meeting in meetings] == [0, 1, 0, 1, 0]
    assert meetings[-1].date <= NOW.date() - timedelta(30 * 20)  # before the demonstration's own begin
    logged = Publication.objects.order_by("sequence").values_list("meeting", "kind")
    of = [meeting.pk for meeting in meetings]
    assert list(logged) == [*((pk, "agenda") for pk in of), *((pk, "minutes") for pk in of)]
    the_log_is_one_chain_in_the_order_of_time()
    for meeting in meetings:
        assert (meeting.attending, str(meeting.start), meeting.venue) == ("public", "18:30:00", "Harrowmouth Library")
        agenda, minutes = Publication.objects.of(meeting).order_by("sequence")
        hours = [timezone.localtime(p.published_at).hour for p in (agenda, minutes)]
        monday = meeting.date - timedelta(meeting.date.weekday())
        days = [timezone.localdate(p.published_at) - monday for p in (agenda, minutes)]
        assert (hours, days) == ([9, 15], [timedelta(-14), timedelta(14)])
        people = list(meeting.attendances.order_by("position"))
        assert [row.seat for row in people] == ["chair", "vice-chair", *["member"] * 6]
        assert {row.state for row in people} == {"present"} and len({row.person for row in people}) == 8
        each_row_is_what_publishing_makes(meeting)
    for row in (*Meeting.objects.all(), *AgendaItem.objects.all(), *Attendance.objects.all(), *Committee.objects.all()):
        row.full_clean()
    assert [committee.name for committee in Committee.objects.order_by("pk")] == [
        "Harrowmouth Area Committee",
        "Harrowmouth Planning Panel",
    ]
    titles = [tuple(item.title for item in meeting.items.order_by("position")) for meeting in meetings]
    assert len(set(titles)) == len(titles)


def test_however_many_committees_there_are_each_has_a_name_of_its_own(db):
    people = [make_person(f"Mary Bell-{n}", slug=f"mary-bell-{n}") for n in range(9)]
    made = [archive.make_committee(number, people) for number in (0, 4, 5, 49, 50, 100)]
    assert [(committee.slug, committee.name) for committee in made] == [
        ("archive-1", "Harrowmouth Area Committee"),
        ("archive-5", "Harrowmouth Works Committee"),
        ("archive-6", "Penny Cross Area Committee"),
        ("archive-50", "Saltern Works Committee"),
        ("archive-51", "Harrowmouth Area Committee 11"),
        ("archive-101", "Harrowmouth Area Committee 21"),
    ]
    assert [membership.role for membership in made[0].memberships.order_by("pk")] == [
        "chair",
        "vice-chair",
        *["member"] * 6,
    ]


@pytest.mark.django_db
def test_a_number_that_makes_no_sense_is_refused():
    with pytest.raises(CommandError, match="-3 meetings"):
        call_command("demo", meetings=-3)
    assert not Meeting.objects.exists()
