"""What who runs the site sees: whether all is running, what a council still lacks, and what machines ask."""

import re
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import User
from committees.models import Appointment, Committee, Organisation
from committees.website import Website
from published.models import PDF
from running.models import Beat
from tests.desk import Page
from tests.making import make_clerk, make_committee, make_held_meeting, make_meeting, publish
from tests.phone import give_phone

RUNNING, READY = "/admin/running/", "/admin/ready/"
TIMES = {"winter": datetime(2027, 1, 14, 23, 30, tzinfo=UTC), "summer": datetime(2027, 7, 14, 23, 30, tzinfo=UTC)}
pytestmark = pytest.mark.django_db


@pytest.fixture(params=TIMES.values(), ids=TIMES)
def now(request, clock):
    clock(request.param)
    return request.param


@pytest.fixture
def desk(now, desk):
    """Logged in after the clock was set: a log-in ends after twelve hours."""
    return desk


@pytest.fixture
def in_order(now, settings):
    """A server on which all is as it should be."""
    settings.SECURE = settings.SENDS_EMAIL = True
    settings.SITE_URL, settings.EMAIL_HOST = "https://minutes.example.org", "mail.example.org"
    for name in Beat.Name:
        Beat.objects.note(name, now - timedelta(minutes=1), until=now + timedelta(days=60))
    return now


def said(client, address=RUNNING) -> dict[str, tuple[str, str]]:
    """For each thing, its tag and what is said of it."""
    rows = Page(client, address).tree.xpath("//div[contains(@class, 'running')]/dl/div")
    words = [[" ".join(part.text_content().split()) for part in row.xpath("./dt | ./dd")] for row in rows]
    tags = [row.xpath("string(./dt/span)") for row in rows]
    return {dt.removesuffix(tag).strip(): (tag, dd) for tag, (dt, dd) in zip(tags, words, strict=True)}


def wrong(client) -> set[str]:
    return {what for what, (tag, _) in said(client).items() if tag == "Wrong"}


def test_where_all_is_in_order_the_page_says_so_and_my_desk_says_nothing(desk, in_order):
    assert {tag for tag, _ in said(desk).values()} == {"In order"}
    assert "Wrong with the site" not in Page(desk, "/admin/").text


@pytest.mark.parametrize(
    ("name", "late", "what", "do"),
    [
        (Beat.Name.WORKER, timedelta(minutes=11), "Worker", "Start it"),
        (
            Beat.Name.BACKUP,
            timedelta(days=2, minutes=1),
            "Backup",
            "manage.py backup FILE (on a server: minutebook backup FILE)",
        ),
        (Beat.Name.VERIFY, timedelta(days=8, minutes=1), "Proof", "on a server: minutebook verify"),
    ],
)
def test_what_did_not_run_for_long_is_wrong_and_the_page_says_what_to_do(desk, in_order, name, late, what, do):
    Beat.objects.note(name, in_order - late + timedelta(minutes=2))
    assert wrong(desk) == set()
    Beat.objects.note(name, in_order - late)
    assert wrong(desk) == {what} and do in said(desk)[what][1]
    assert f"Wrong with the site {what}" in Page(desk, "/admin/").text
    Beat.objects.filter(name=name).delete()
    assert wrong(desk) == {what} and re.search("never|None", said(desk)[what][1])


def test_when_it_ran_is_told_by_the_council_s_clock(desk, in_order):
    day = {1: "Tuesday 12 January 2027, 22:30", 7: "Tuesday 13 July 2027, 00:30"}[in_order.month]
    hours = {1: 49, 7: 48}[in_order.month]
    Beat.objects.note(Beat.Name.BACKUP, in_order - timedelta(hours=hours))
    assert f"on {day}" in said(desk)["Backup"][1]


def test_what_the_mail_server_and_the_proof_said_is_passed_on(desk, in_order):
    Beat.objects.note(Beat.Name.MAIL, in_order, "E-mails can't be handed in: 535 the password is wrong")
    Beat.objects.note(Beat.Name.VERIFY, in_order, "2 differences were found.")
    assert wrong(desk) == {"E-mail", "Proof"}
    assert "535 the password is wrong" in said(desk)["E-mail"][1] and "2 differences" in said(desk)["Proof"][1]


def test_without_a_mail_server_e_mail_is_wrong(desk, in_order, settings):
    settings.SENDS_EMAIL = False
    assert wrong(desk) == {"E-mail"} and "EMAIL_URL" in said(desk)["E-mail"][1]


def test_a_certificate_that_ends_within_two_weeks_is_wrong(desk, in_order):
    Beat.objects.note(Beat.Name.CERTIFICATE, in_order, until=in_order + timedelta(days=14, minutes=1))
    assert wrong(desk) == set()
    Beat.objects.note(Beat.Name.CERTIFICATE, in_order, until=in_order + timedelta(days=13))
    assert wrong(desk) == {"Certificate"}
    Beat.objects.note(
        Beat.Name.CERTIFICATE, in_order, "Browsers refuse the certificate of minutes.example.org: expired."
    )
    assert "Browsers refuse" in said(desk)["Certificate"][1]


def test_a_disk_that_is_nine_tenths_full_is_wrong(desk, in_order, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1000, 900, 100))
    assert wrong(desk) == set()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1000, 901, 99))
    assert wrong(desk) == {"Disk"}


def test_pdfs_that_failed_are_counted(desk, in_order):
    publish(make_held_meeting())
    assert wrong(desk) == set()
    PDF.objects.update(problem="A font is missing.", attempts=1)
    assert wrong(desk) == {"PDFs"}


def test_the_demonstration_is_not_told_off_for_having_no_backup(desk, now, settings):
    settings.IS_DEMONSTRATION = True
    assert "Wrong with the site" not in Page(desk, "/admin/").text
    settings.IS_DEMONSTRATION = False
    assert "Wrong with the site" in Page(desk, "/admin/").text


def test_a_new_council_is_led_to_each_thing_that_it_lacks_until_it_is_there(desk, now, settings):
    Organisation.objects.update(contact_name="", contact_email="", data_licence="")
    settings.SECURE = settings.SENDS_EMAIL = False
    assert {tag for tag, _ in said(desk, READY).values()} == {"To do"}
    page = Page(desk, READY)
    links = page.tree.xpath("//dd/a/@href")
    assert RUNNING not in links and "systemctl start minutebook-worker" in page.text and "manage.py worker" in page.text
    assert len(links) == 9 and {desk.get(link).status_code for link in links} == {200}

    Organisation.objects.update(contact_name="Ann Hill", contact_email="clerk@example.org", data_licence="OGL v3.0")
    Website.objects.update(
        privacy_url="https://example.org/privacy", retention_url="https://example.org/keeping", compliance="partial"
    )
    make_meeting(committee=make_committee(usual_start="19:30"))
    Appointment.objects.create(user=User.objects.get(), role="manager")
    assert "1 of 1 people who publish or say who may do what have none yet" in Page(desk, READY).text
    give_phone(User.objects.get().email)
    settings.SECURE = settings.SENDS_EMAIL = True
    settings.EMAIL_HOST = "mail.example.org"
    for name in Beat.Name:
        Beat.objects.note(name, now)
    assert {tag for tag, _ in said(desk, READY).values()} == {"Done"}
    assert "All 13 things are done" in Page(desk, READY).text


def test_a_committee_that_was_dissolved_is_no_first_one(desk, now):
    make_committee(usual_start="19:30", dissolved_on=now.date())
    assert [said(desk, READY)[what][0] for what in ("Committee", "Pattern of meetings")] == ["To do"] * 2
    assert Committee.objects.count() == 1


@pytest.mark.parametrize("address", [RUNNING, READY])
def test_who_does_not_run_the_site_is_told_so_and_sees_nothing_of_it(client, address, now):
    assert client.get(address).status_code == 302
    user = make_clerk("ann")
    user.is_superuser = False
    user.save()
    client.force_login(user)
    assert client.get(address).status_code == 403
    assert "Wrong with the site" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("address", [RUNNING, READY])
def test_the_pages_cost_the_same_however_much_there_is(desk, address, now):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        return len(captured)

    few = queries()
    for name in Beat.Name:
        Beat.objects.note(name, now)
    publish(make_held_meeting())
    make_committee(name="Quay Board", slug="quay-board")
    assert queries() == few


def test_the_foot_of_each_page_leads_to_the_council_s_notices(client):
    assert b"Privacy notice" not in client.get("/").content
    site = Website.objects.get()
    site.privacy_url, site.retention_url = "https://example.org/privacy", "https://example.org/keeping"
    site.save()
    page = client.get("/committees/").content.decode()
    assert '<a href="https://example.org/privacy">Privacy notice</a>' in page
    assert '<a href="https://example.org/keeping">How long records are kept</a>' in page


def test_an_installation_that_can_serve_says_that_it_is_ready(client, tmp_path):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ready\n", "no-store")


def test_one_whose_database_lacks_a_migration_says_so(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'running'")
    answer = client.get("/readyz")
    assert answer.status_code == 503 and b"lacks 1 migration: run manage.py migrate" in answer.content


def test_migrations_of_a_newer_release_keep_this_one_serving(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('minutes', '0099_newer', CURRENT_TIMESTAMP)"
        )
    assert client.get("/readyz").status_code == 200


def test_one_that_can_not_write_its_files_says_so(client, settings, tmp_path):
    settings.DATA = tmp_path / "nowhere"
    answer = client.get("/readyz")
    assert answer.status_code == 503 and b"can't be written" in answer.content


def test_prometheus_reads_numbers_and_nothing_else(client, now, settings):
    settings.METRICS_TOKEN = "a token that nobody can guess"
    publish(make_held_meeting())
    Beat.objects.note(Beat.Name.BACKUP, now - timedelta(hours=2), "It failed: secret-plan.pdf")
    answer = client.get("/metrics", headers={"authorization": f"Bearer {settings.METRICS_TOKEN}"})
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    text = answer.content.decode()
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["minutebook_last_run_age_seconds", "backup"] == 7200
    assert found["minutebook_last_run_failed", "backup"] == 1
    assert (found["minutebook_publications",], found["minutebook_pdfs_waiting",]) == (1, 1)
    assert "secret-plan" not in text and "Harbour" not in text


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer wrong", "a token that nobody can guess"])
def test_without_the_token_there_is_no_such_address(client, settings, sent):
    for settings.METRICS_TOKEN in ("", "a token that nobody can guess"):
        assert client.get("/metrics", headers={"authorization": sent}).status_code == 404


def test_a_token_that_can_be_guessed_stops_the_start(install):
    done = install.manage("check", check=False, env={"METRICS_TOKEN": "short"})
    assert done.returncode and "METRICS_TOKEN must have at least 20 random characters" in done.stderr


def test_the_worker_the_backup_and_the_proof_leave_a_note_when_they_ran(install, tmp_path):
    install.begin("from tests.making import *\npublish(make_held_meeting())")
    install.manage("worker", "--batch")
    install.manage("backup", tmp_path / "minutebook.tar")
    install.manage("verify")
    noted = install.python(
        "from running.models import Beat\nprint([(b.name, b.problem) for b in Beat.objects.order_by('name')])"
    ).stdout
    assert noted == "[('backup', ''), ('verify', ''), ('worker', '')]\n"
