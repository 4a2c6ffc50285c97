"""A public address answers whoever asks, however oddly: never with an error of ours, a cookie, or an open door."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from committees.models import Organisation
from publishing.models import Publication
from tests.making import make_clerk, make_document, make_held_meeting, make_pdf, publish

pytestmark = pytest.mark.django_db
MEETING = "/committees/harbour-committee/2026-03-04/"
PAGES = ["/", "/committees/", "/committees/harbour-committee/", MEETING, f"{MEETING}publications/1/"]
PAGES += [
    f"{MEETING}repair-of-the-north-mole/",
    f"{MEETING}attendance/",
    "/people/",
    "/meetings/",
    "/meetings/2026/03/",
    "/decisions/",
    "/decisions.json",
    "/decisions.atom",
    "/feed.atom",
    "/meetings/calendar.ics",
    f"{MEETING}calendar.ics",
    f"{MEETING}meeting.json",
    "/api/meetings",
    "/committees.json",
]


@pytest.fixture
def meeting():
    found = make_held_meeting()
    make_document(found, item=found.items.get(), content=make_pdf(2), name="Survey of the møle.pdf")
    publish(found)
    return found


NONE_OF_OURS = [
    f"/documents/{'a' * 64}/%00",
    f"/documents/{'a' * 64}/{'x' * 5000}",
    f"/documents/{'a' * 64}/..%2f..%2fetc%2fpasswd",
    f"/documents/{'A' * 64}/paper.pdf",
    f"/documents/{'a' * 64}/%ff%fe",
    f"/documents/{'a' * 64}/%ed%a0%80.pdf",
    "/committees/%00/",
    f"/committees/{'x' * 5000}/",
    "/committees/harbour-committee/2026-99-99/",
    "/committees/harbour-committee/٢٠٢٦-٠٣-٠٤/",
    "/committees/harbour-committee/2026-03-04-1/",
    "/committees/harbour-committee/2026-03-04-0/",
    "/committees/HARBOUR-COMMITTEE/2026-03-04/",
    f"{MEETING}publications/0/",
    f"{MEETING}publications/{'9' * 40}/",
    f"{MEETING}publications/-1/",
    f"{MEETING}REPAIR-OF-THE-NORTH-MOLE/",
    f"{MEETING}{'x' * 5000}/",
    "/committees/../../etc/passwd/",
    "/committees/%0d%0aSet-Cookie:%20a=b/",
]


@pytest.mark.parametrize("address", NONE_OF_OURS)
def test_an_odd_address_is_an_unknown_one(client, meeting, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert "evil" not in repr(answer.headers) and "Set-Cookie" not in answer


@pytest.mark.parametrize("path", ["//evil.example/committees", "//evil.example/", "/\\evil.example/committees"])
def test_no_path_leads_to_another_site(client, path):
    answer = client.generic("GET", "/", PATH_INFO=path)
    assert answer.status_code in (301, 404) and not answer.get("Location", "/").startswith(("//", "/\\"))


ODD_QUESTIONS = [
    "?before=2026-02-31",
    "?before=%00",
    "?before=0000-00-00",
    "?before=9999-12-31",
    "?before=20260304",
    "?before=-1",
    "?before=" + "9" * 500,
    "?before=2026-W10",
    "?before=%ff",
    "?preview=1",
]


@pytest.mark.parametrize("question", ODD_QUESTIONS)
def test_an_odd_question_is_answered(client, meeting, question):
    assert client.get(f"/committees/harbour-committee/{question}").status_code == 200


ODD_HEADERS = [
    {"if-none-match": 'W/"x", "y", broken'},
    {"if-none-match": '"'},
    {"if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    {"range": "bytes=5-2"},
    {"cookie": "session=../../etc/passwd; csrf=x"},
    {"accept-language": "cy"},
    {"x-forwarded-host": "evil.example"},
]


@pytest.mark.parametrize("headers", ODD_HEADERS, ids=str)
@pytest.mark.parametrize("address", [MEETING, "/"])
def test_a_page_is_the_same_whoever_asks(client, meeting, address, headers):
    asked = client.get(address, headers=headers)
    assert (asked.status_code, asked.content) == (200, client.get(address).content)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_the_same_for_a_signed_in_clerk_and_may_be_kept(client, meeting, address):
    """A cache in front of the site may give the clerk's answer to anybody."""
    stranger = client.get(address)
    client.force_login(make_clerk())
    clerk = client.get(address)
    assert (clerk.content, clerk["ETag"]) == (stranger.content, stranger["ETag"])
    assert "Cookie" not in clerk.get("Vary", "") and not clerk.cookies


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", PAGES)
def test_nobody_writes_to_a_page(meeting, method, address):
    answer = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert answer.status_code in (403, 405)
    assert (answer["Cache-Control"], "Set-Cookie" in answer) == ("no-store", False)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_host_that_is_not_ours_is_refused(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert (answer.status_code, answer["Cache-Control"]) == (400, "no-store")
    assert b"evil" not in answer.content


def test_a_fault_of_ours_is_told_in_a_sentence_and_kept_by_no_cache(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("website.meetings.shown_at", lambda *arguments: 1 / 0)
    monkeypatch.setattr("website.caching.Organisation.objects.current", lambda: 1 / 0)
    answer = client.get(MEETING)
    assert (answer.status_code, answer["Cache-Control"]) == (500, "no-store")
    assert b"Something went wrong" in answer.content and b"ZeroDivisionError" not in answer.content
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_withdrawn_page_says_what_it_may_load_and_is_kept_by_no_cache(client, meeting):
    Publication.objects.get().withdraw("A <b>name</b> was in it.")
    answer = client.get(MEETING)
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "A &lt;b&gt;name&lt;/b&gt; was in it." in answer.content.decode()
    assert f"<title>Withdrawn: {Organisation.objects.get()}</title>" in answer.content.decode()


def test_a_paper_with_a_foreign_name_is_downloaded_from_its_own_link(client, meeting):
    page = client.get(f"{MEETING}repair-of-the-north-mole/").content.decode()
    link = page.partition('href="/documents/')[2].partition('"')[0]
    answer = client.get(f"/documents/{link}")
    assert answer.status_code == 200 and "m%C3%B8le" in answer["Content-Disposition"]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert int(answer["Content-Length"]) == meeting.documents.get().size


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_what_can_only_be_read_says_so_before_it_asks_for_a_cookie(meeting, method):
    client = Client(enforce_csrf_checks=True)
    for address in ["/", MEETING, f"{MEETING}meeting.json", "/feed.atom", "/search/"]:
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer["Allow"], answer["Cache-Control"]) == (405, "GET, HEAD", "no-store"), address


def test_machines_are_told_moments_as_html_writes_them(client):
    """HTML: a fraction of a second has three digits at most; what is published has six."""
    meeting = make_held_meeting()
    published = publish(meeting, now=datetime(2026, 3, 9, 12, 30, 15, 123456, tzinfo=UTC))
    publish(meeting, note="A slip.", now=datetime(2026, 7, 9, 12, 30, 15, 123456, tzinfo=UTC))
    for address in ("/", "/proof/", f"/committees/{meeting.address}/", f"/committees/{meeting.address}/publications/"):
        said = re.findall('datetime="([^"]+)"', client.get(address).text)
        assert said and [moment for moment in said if "." in moment] == [], address
    assert published.published_at.microsecond
