"""Who publishes although a check warned is kept with it, for everybody who reads the log at the desk, and for nobody else."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from committees.models import Appointment
from committees.roles import Role
from minutes.models import Meeting, Minute
from published.kinds import Kind
from publishing.checks.check import Check, look
from publishing.models import Changed, NotReady, Publication
from publishing.overridden import Overridden
from tests.desk import Page
from tests.making import (
    LONG_AGO,
    SUMMER,
    WINTER,
    make_clerk,
    make_committee,
    make_held_meeting,
    make_item,
    make_winter_and_summer,
    publish,
)

pytestmark = pytest.mark.django_db
WARNED = "“Dredging” says “31 June 2026”: there is no such day. Correct it."


def door(meeting: Meeting) -> str:
    return f"/admin/publishing/publication/meeting/{meeting.pk}/"


def make_odd_meeting(day=SUMMER) -> Meeting:
    meeting = make_held_meeting(date=day)
    make_item(meeting, "Dredging", minutes="<p>It ends on 31 June 2026.</p>")
    return meeting


def confirm(client, meeting: Meeting, kind: str = "draft-minutes", **fields) -> Page:
    """The door's two pages: what is to be published, and the button that publishes it."""
    address = door(meeting)
    page = Page(client, address)
    page = Page(client, address, client.post(address, page.fields | {"kind": kind, "step": "confirm"} | fields))
    return Page(client, address, client.post(address, page.fields | {"step": "publish"}, follow=True))


def kept(publication: Publication | None = None) -> list[tuple[str, str, str]]:
    rows = Overridden.objects.filter(publication=publication) if publication else Overridden.objects.all()
    return [(row.code, row.sentence, str(row.confirmed_by or "")) for row in rows]


def test_what_the_publisher_confirmed_nevertheless_is_kept_and_stands_in_the_log(client):
    other, meeting = make_held_meeting(date=WINTER), make_odd_meeting()
    alison = make_clerk("alison")
    client.force_login(alison)
    page = confirm(client, meeting)
    row = Overridden.objects.get()
    publication = Publication.objects.get()
    assert (row.code, row.sentence, row.confirmed_by, row.confirmed_at) == (
        "days",
        WARNED,
        alison,
        publication.published_at,
    )
    assert "Published although 1 check warned, by Alison" in page.text and WARNED in page.text
    assert "Published although" not in confirm(client, other).text
    assert kept() == [("days", WARNED, "Alison")]


def test_each_version_keeps_its_own_and_a_version_without_a_warning_none(client):
    meeting = make_odd_meeting()
    for name in ("alison", "tom"):
        client.force_login(make_clerk(name))
        confirm(client, meeting, note="Better words.")
        make_item(meeting, f"Noted by {name}", minutes="<p>Noted.</p>")
    Minute.objects.filter(item__title="Dredging").update(body="<p>It ends on 30 June 2026.</p>")
    page = confirm(client, meeting, note="The day was wrong.")
    first, second, third = Publication.objects.all()
    assert [kept(one) for one in (first, second, third)] == [
        [("days", WARNED, "Alison")],
        [("days", WARNED, "Tom")],
        [],
    ]
    assert page.text.count("Published although") == 2


def test_nothing_is_kept_of_what_was_not_published():
    meeting = make_odd_meeting()
    warned = [look(WARNED, "")]
    with pytest.raises(Changed):
        publish(meeting, despite=warned, confirmed="what was shown before")
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=datetime.now(UTC), cancellation_reason="Storm.")
    with pytest.raises(NotReady):
        publish(meeting, despite=warned)
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=None)
    publish(meeting)
    assert publish(meeting, despite=warned).is_unchanged
    assert kept() == []


def test_what_stops_is_never_among_it():
    publish(make_odd_meeting(), despite=[Check("It stops.", ""), look(WARNED, "")])
    assert [sentence for _, sentence, _ in kept()] == [WARNED]


def test_the_command_keeps_them_too_and_the_log_says_that_nobody_is_named(desk):
    meeting = make_odd_meeting()
    call_command("publish", meeting.address, "draft-minutes", stdout=StringIO(), stderr=StringIO())
    assert kept() == [("days", WARNED, "")]
    page = Page(desk, door(meeting)).text
    assert "Published although 1 check warned" in page and "by the command manage.py publish" in page


def test_what_is_put_off_to_another_time_keeps_who_confirmed_it_first(clock):
    clock(datetime(2026, 7, 20, 9, tzinfo=UTC))
    alison, tom = make_clerk("alison"), make_clerk("tom")
    at = [datetime(2026, 8, day, 9, tzinfo=UTC) for day in (3, 4)]
    first = publish(make_odd_meeting(), author=alison, despite=[look(WARNED, "")], goes_live_at=at[0])
    clock(datetime(2026, 7, 21, 9, tzinfo=UTC))
    moved = first.move(at[1], author=tom)
    assert kept(moved) == kept(first) == [("", WARNED, "Alison")]
    assert {row.confirmed_at for row in Overridden.objects.all()} == {first.published_at}


def test_the_public_and_the_proof_know_nothing_of_it(client):
    winter, summer = make_winter_and_summer()
    plain, warned = publish(winter), publish(summer, despite=[look("LK-warned", "")])
    assert "LK-warned" not in warned.record.text and plain.facts.keys() == warned.facts.keys()
    here = f"/committees/harbour-committee/{summer.slug}/"
    for address in ("/", "/proof/", here, f"{here}publications/1/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert b"LK-warned" not in answer.content
    out = StringIO()
    call_command("verify", stdout=out)
    assert "Overridden" not in out.getvalue()


def test_a_viewer_of_the_committee_reads_it_and_a_clerk_of_another_does_not():
    meeting = make_odd_meeting()
    publish(meeting, Kind.DRAFT_MINUTES, author=make_clerk("alison"), despite=[look(WARNED, "")])
    Minute.objects.filter(item__title="Dredging").update(body="<p>It ends.</p>")
    here, answers = f"/admin/publishing/publication/{Publication.objects.get().pk}/change/", {}
    for role, committee in ((Role.VIEWER, meeting.committee), (Role.CLERK, make_committee(slug="pier", name="Pier"))):
        user = get_user_model().objects.create_user(f"{role}@example.org", is_staff=True)
        Appointment.objects.create(user=user, role=role, committee=committee, started_on=LONG_AGO)
        client = Client()
        client.force_login(user, "committees.rights.RightsByCommittee")
        answers[role] = client.get(here)
    page = Page(client, here, answers[Role.VIEWER]).text
    assert "Published although" in page and WARNED in page and "Confirmed by Alison, " in page
    assert answers[Role.CLERK].status_code == 302  # as for a row that is not there


def test_nobody_writes_it_in_the_admin(desk):
    assert desk.get("/admin/publishing/overridden/").status_code == 404
