"""Who did what at the desk is written down once and for good: managers read it, nobody changes it, and it tells no secret."""

import html
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import only_grows
from accounts.audit import Event, Verb, record
from accounts.models import User
from committees.models import Appointment
from committees.roles import Role
from minutes.models import Meeting
from proving.verifying import Counts, of_log_and_records
from published.kinds import Kind
from publishing.models import Publication
from tests.desk import Page
from tests.making import make_clerk, make_committee, make_held_meeting, make_item, publish

pytestmark = pytest.mark.django_db

PASSWORD, ALISON, BRYN = "a long enough password", "alison@example.org", "bryn@example.org"
SECRET = "The sale of Quay House"


def log_in(client, email: str, password: str = PASSWORD, **meta):
    return client.post("/admin/login/?next=/admin/", {"username": email, "password": password}, **meta)


def rows() -> list[tuple[str, str, str]]:
    """What, who and of whom, the oldest first."""
    return list(Event.objects.order_by("pk").values_list("verb", "who", "about"))


def refused(statement: str) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(refusal.value)


# It only grows


def test_no_row_is_changed_or_deleted_by_anybody():
    record(Verb.LOGGED_IN, make_clerk("alison"))
    statements = ["UPDATE accounts_event SET verb = 'x'", "DELETE FROM accounts_event"]
    if connection.vendor == "postgresql":
        statements.append("TRUNCATE accounts_event")
    for statement in statements:
        assert only_grows.REFUSAL in refused(statement), statement
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.all().delete()
    assert Event.objects.count() == 1


def test_verify_says_when_its_triggers_are_missing():
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        only_grows.drop(None, editor)
        assert only_grows.missing() == list(only_grows.MADE[connection.vendor])
        found = [line for line in of_log_and_records(Counts()) if "audit_no_" in line]
        assert len(found) == len(only_grows.missing())
        only_grows.create(None, editor)
    assert only_grows.missing() == []


def test_a_name_stays_as_it_was_when_the_account_is_renamed_or_deleted():
    alison = make_clerk("alison")
    record(Verb.LOGGED_IN, alison)
    User.objects.update(name="Alison Vane", email="vane@example.org")
    alison.delete()
    assert rows() == [("logged-in", f"Alison, {ALISON}", "")]


# Log-ins


def test_a_log_in_a_wrong_password_a_lock_out_and_a_log_out_are_written_down_with_their_address(client):
    make_clerk("alison")
    log_in(client, ALISON, REMOTE_ADDR="192.0.2.7")
    client.post("/admin/logout/", REMOTE_ADDR="192.0.2.7")
    for _ in range(6):
        log_in(client, ALISON, "wrong", REMOTE_ADDR="2001:db8::7")
    assert rows() == [
        ("logged-in", f"Alison, {ALISON}", ""),
        ("logged-out", f"Alison, {ALISON}", ""),
        *[("log-in-refused", "", f"Alison, {ALISON}")] * 2,
        ("locked-out", "", f"Alison, {ALISON}"),
        ("log-in-refused", "", f"Alison, {ALISON}"),
    ]
    assert (
        list(Event.objects.order_by("pk").values_list("address", flat=True)) == ["192.0.2.7"] * 2 + ["2001:db8::7"] * 4
    )


def test_of_an_address_without_an_account_no_word_is_kept(client):
    make_clerk("alison")
    log_in(client, "my secret password 1970", "x")
    assert rows() == [("log-in-refused", "", "an address without an account")]


def test_an_empty_installation_writes_nothing_so_that_a_backup_can_be_restored(client):
    log_in(client, ALISON)
    assert not Event.objects.exists()


def test_times_are_those_of_the_moment_and_kept_in_utc(client):
    before = timezone.now()
    make_clerk("alison")
    log_in(client, ALISON)
    event = Event.objects.get()
    assert before <= event.at <= timezone.now() and event.at.utcoffset() == timedelta(0)


# What managers and publishers do


@pytest.fixture
def manager(client):
    """At her desk: all committees."""
    alison = User.objects.create_user(ALISON, PASSWORD, name="Alison Thrale", is_staff=True)
    Appointment.objects.create(user=alison, role=Role.MANAGER)
    client.force_login(alison)
    return client


def test_an_appointment_and_its_end_are_written_down(manager):
    bryn, harbour = User.objects.create_user(BRYN, PASSWORD, name="Bryn Rees", is_staff=True), make_committee()
    fields = {
        "user": bryn.pk,
        "role": "publisher",
        "committee": harbour.pk,
        "started_on": "4 March 2026",
        "ended_on": "",
    }
    assert manager.post("/admin/committees/appointment/add/", fields).status_code == 302
    made = Appointment.objects.get(user=bryn)
    address = f"/admin/committees/appointment/{made.pk}/change/"
    assert Page(manager, address).send(ended_on="8 July 2026") is None
    assert Page(manager, address).send() is None  # nothing changed
    said = f"Bryn Rees, {BRYN}: publisher of {harbour}, from 2026-03-04"
    assert rows()[1:] == [
        ("appointed", f"Alison Thrale, {ALISON}", f"{said} on"),
        ("appointment-changed", f"Alison Thrale, {ALISON}", f"{said} until 2026-07-08"),
    ]


def test_a_changed_account_is_written_down(manager):
    bryn = User.objects.create_user(BRYN, PASSWORD, name="Bryn Rees", is_staff=True)
    page = Page(manager, f"/admin/accounts/user/{bryn.pk}/change/")
    assert page.send(email="rees@example.org") is None
    assert rows()[1:] == [("account-changed", f"Alison Thrale, {ALISON}", "Bryn Rees, rees@example.org")]


def test_what_is_published_moved_withdrawn_and_cleaned_is_told_by_its_public_address_alone(
    django_capture_on_commit_callbacks,
):
    alison, now = make_clerk("alison"), timezone.now()
    winter = make_held_meeting(date=date(2026, 1, 14), subtitle=SECRET)
    summer = make_held_meeting(committee=winter.committee, date=date(2099, 7, 15))
    for meeting in (winter, summer):
        make_item(meeting, SECRET, restriction="england-3", public_title="Land")
    with django_capture_on_commit_callbacks(execute=True):
        first = publish(winter, author=alison, note=f"Note on {SECRET}")
        later = publish(summer, Kind.AGENDA, author=alison, goes_live_at=now + timedelta(days=1))
        later.move(now + timedelta(days=2), author=alison)
        first.withdraw(f"It named {SECRET}.", author=alison)
    who = f"Alison, {ALISON}"
    slug = winter.committee.slug
    assert rows() == [
        ("published", who, f"{slug}/2026-01-14 minutes, row 1 of the log"),
        ("published", who, f"{slug}/{summer.date} agenda, row 2 of the log"),
        ("published", who, f"{slug}/{summer.date} agenda, row 3 of the log"),
        ("withdrawn", who, f"{slug}/{summer.date} agenda, row 4 of the log"),
        ("withdrawn", who, f"{slug}/2026-01-14 minutes, row 5 of the log"),
    ]
    assert "Quay" not in str(list(Event.objects.values()))
    assert Publication.objects.count() == 5


def test_what_fails_leaves_no_row(monkeypatch):
    meeting = make_held_meeting()
    monkeypatch.setattr("publishing.models.Head.save", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(meeting, author=make_clerk("alison"))
    assert not Event.objects.exists() and Meeting.objects.count() == 1


# Reading it


def test_managers_of_all_committees_read_it_and_nobody_changes_it_there(manager, client):
    record(Verb.INVITED, None, "<script>alert(1)</script>")
    page = manager.get("/admin/accounts/event/?q=script").content.decode()
    assert html.escape("<script>alert(1)</script>") in page and "<script>alert" not in page
    assert manager.get("/admin/accounts/event/?verb__exact=invited").status_code == 200
    event = Event.objects.first()
    answers = [
        manager.post("/admin/accounts/event/add/", {"verb": "invited"}),
        manager.post(f"/admin/accounts/event/{event.pk}/change/", {"verb": "logged-in"}),
        manager.post(f"/admin/accounts/event/{event.pk}/delete/", {"post": "yes"}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "Audit" in manager.get("/admin/").content.decode()
    bryn = User.objects.create_user(BRYN, PASSWORD, is_staff=True)
    for role in (Role.CLERK, Role.PUBLISHER, Role.VIEWER):
        Appointment.objects.create(user=bryn, role=role)
    Appointment.objects.create(user=bryn, role=Role.MANAGER, committee=make_committee())
    client.force_login(bryn)
    assert client.get("/admin/accounts/event/").status_code == 403


def test_the_page_of_the_audit_asks_as_little_of_ten_thousand_rows(manager, django_assert_max_num_queries):
    Event.objects.bulk_create(Event(verb=Verb.LOGGED_IN, who=f"Person {n}") for n in range(1000))
    with django_assert_max_num_queries(8):
        assert manager.get("/admin/accounts/event/").status_code == 200
