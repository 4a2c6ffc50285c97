"""When something breaks, Dylan of IT gets an e-mail that says where, and nothing that anybody wrote."""

import logging
import re
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.db import IntegrityError

from config import database
from config.mailing_errors import ToAdministrators
from tests import mailbox as mail
from tests.install import ROOT
from tests.making import make_clerk, make_held_meeting, make_meeting, publish

DYLAN, OTHER = "dylan@example.org", "it@example.org"
SECRET = "The sale of Quay House to Mr Vane"


@pytest.fixture
def mailbox(settings):
    with mail.running() as kept:
        settings.ERRORS_TO, settings.SENDS_EMAIL = [DYLAN, OTHER], True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", kept.port, mail.FROM
        for handler in logging.getLogger().handlers:
            if isinstance(handler, ToAdministrators):
                handler.sent.clear()
        yield kept


def breaks(words: str):
    held = words
    try:
        raise ValueError(held)
    except ValueError as error:
        raise IntegrityError(f"Key (title)=({words}) exists") from error


@pytest.mark.django_db
def test_a_page_that_breaks_is_told_with_its_place_and_no_word_of_what_was_sent(client, mailbox, monkeypatch):
    client.raise_request_exception = False
    client.force_login(make_clerk("alison"))
    meeting = make_meeting()
    monkeypatch.setattr("minutes.models.Meeting.clean", lambda self: breaks(self.clerk_note))
    client.cookies["mark"] = "COOKIE-CANARY"
    page = f"/admin/minutes/meeting/{meeting.pk}/change/"
    fields = {
        "clerk_note": SECRET,
        "date": "2026-07-08",
        "password": "PASSWORD-CANARY",
        "committee": meeting.committee_id,
    }
    answer = client.post(f"{page}?q=QUERY-CANARY", fields)
    assert answer.status_code == 500 and SECRET not in answer.content.decode()
    (letter,) = mailbox.of(DYLAN)
    text = letter.get_content() + str(letter)
    assert "django.db.utils.IntegrityError" in text and "ValueError" in text
    assert re.search(r"tests/test_errors_by_mail.py, line \d+, breaks", text)
    assert (
        "django/contrib/admin/options.py, line" in text
        and "POST /admin/minutes/meeting/<path:object_id>/change/" in text
    )
    for word in ("Quay House", "CANARY", client.session.session_key, "alison", "csrf", "Vane", str(ROOT)):
        assert word not in text, word


def test_the_same_place_sends_one_e_mail_in_ten_minutes_and_another_place_its_own(mailbox, monkeypatch):
    log = logging.getLogger("minutes.something")

    def once_more(where=breaks):
        try:
            where(SECRET)
        except (IntegrityError, ZeroDivisionError):
            log.exception("While keeping %s", SECRET)

    for _ in range(5):
        once_more()
    once_more(lambda words: 1 / 0)
    assert len(mailbox.of(DYLAN)) == 2 and "Quay" not in mailbox.words and "ZeroDivisionError" in mailbox.words
    later = time.monotonic() + 601
    monkeypatch.setattr("config.mailing_errors.time.monotonic", lambda: later)
    once_more()
    assert len(mailbox.of(DYLAN)) == 3


@pytest.mark.django_db
def test_an_unknown_host_a_warning_and_no_setting_send_nothing(mailbox, settings, client):
    settings.ALLOWED_HOSTS = ["minutes.example.org"]
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    logging.getLogger("minutes").warning("Look.")
    settings.ERRORS_TO = []
    logging.getLogger("minutes").error("Broken.")
    assert not mailbox.messages


@pytest.mark.django_db
def test_a_reader_who_is_told_to_wait_for_a_pdf_is_no_error(mailbox, client, capsys):
    meeting = make_held_meeting()
    publish(meeting)
    assert client.get(f"/committees/{meeting.address}/minutes.pdf").status_code == 503
    assert not mailbox.messages and "Service Unavailable" not in capsys.readouterr().err


def test_a_database_that_stays_away_is_told(mailbox):
    assert database._later().status_code == 503
    assert "config" not in mailbox.words and "ERROR of minutebook.database" in mailbox.words


def test_a_mail_server_that_is_away_hides_no_error(mailbox, settings, capsys):
    settings.EMAIL_PORT = 1
    logging.getLogger("minutes").error("Broken: %s", SECRET)
    assert "An error could not be mailed to ERRORS_TO: ConnectionRefusedError" in capsys.readouterr().err


def test_an_installation_that_breaks_mails_it(install):
    """A real server, one of whose tables is gone."""
    env = {"ERRORS_TO": f"{DYLAN}, {OTHER}"}
    with mail.running() as mailbox, install.serve(env=env | {"EMAIL_URL": mailbox.url}) as address:
        install.python(
            "from django.db import connection\nconnection.cursor().execute('ALTER TABLE committees_website RENAME TO gone')"
        )
        asked = Request(f"{address}/accessibility/?q=QUERY-CANARY", headers={"Cookie": "session=COOKIE-CANARY"})
        with pytest.raises(HTTPError, match="500"):
            urlopen(asked)
    (letter,) = mailbox.of(DYLAN)
    assert letter["Subject"].startswith("Minutebook: django.db.utils.")
    assert "GET /accessibility/" in letter.get_content() and "CANARY" not in str(letter)
