"""A stranger starts Minutebook, and finds a council at work."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from committees.models import Committee, Person
from minutes.models import AgendaItem, Declaration, Document, Meeting, Motion
from publishing.demo.days import meeting_days
from publishing.demo.loading import load
from publishing.models import Kind, Publication, PublishedMeeting
from publishing.verify import differences

YEAR = [date(2026, 1, 1) + timedelta(n) for n in range(366)]


@pytest.mark.parametrize("today", YEAR[::7])
def test_there_is_always_a_next_meeting_soon_and_none_on_a_weekend(today):
    days = sorted(day for found in meeting_days(today).values() for day in found)
    assert any(today < day <= today + timedelta(14) for day in days)
    assert sum(day > today for day in days) >= 4
    assert len(days) >= 40
    assert all(day.isoweekday() <= 5 for day in days)


@pytest.mark.django_db
def test_the_council_has_all_that_a_council_meets_with(client, settings):
    call_command("demo")
    assert Committee.objects.values("kind").distinct().count() == Committee.objects.count() == 6
    assert Person.objects.count() == 24
    assert Meeting.objects.count() >= 40
    assert AgendaItem.objects.count() >= 300
    assert set(Publication.objects.values_list("kind", flat=True)) >= {*Kind} - {Kind.SUPPLEMENT}
    assert AgendaItem.objects.exclude(restriction="").exists() and Document.objects.exclude(restriction="").exists()
    assert AgendaItem.objects.filter(is_late=True).exists() and AgendaItem.objects.filter(parent__isnull=False).exists()
    assert Motion.objects.filter(method="recorded", votes__isnull=False).exists() and Declaration.objects.exists()
    assert Publication.objects.filter(kind=Kind.MINUTES, version=2).exists()
    assert Publication.objects.filter(goes_live_at__gt=timezone.now()).exists()
    assert list(differences()) == []
    assert (settings.DATA / "clerk-login.txt").stat().st_mode & 0o777 == 0o600
    every_page_answers(client)


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-01-05", "2026-08-20"])
def test_it_loads_on_any_day_of_the_year(day):
    made = load(timezone.make_aware(datetime.fromisoformat(f"{day}T12:00")))
    assert made["meetings"] >= 40
    assert list(differences()) == []


def every_page_answers(client):
    for meeting in PublishedMeeting.objects.shown(timezone.now()):
        assert client.get(meeting.get_absolute_url()).status_code == 200
    assert (
        "Purchase of 14 Quay Street"
        not in client.get(PublishedMeeting.objects.first().get_absolute_url()).content.decode()
    )


@pytest.mark.django_db
def test_a_second_start_changes_nothing_and_a_full_database_is_refused(capsys):
    Committee.objects.create(name="Harbour Committee", slug="harbour-committee")
    call_command("demo", if_empty=True)
    with pytest.raises(CommandError, match="empty database only"):
        call_command("demo")
    assert Committee.objects.count() == 1
    assert not Meeting.objects.exists()
