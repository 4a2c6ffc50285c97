"""A resident reads: on a phone, with a screen reader, from a link that was kept for years."""

from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
import tinyhtml5
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from committees.models import Committee, Membership, Organisation
from publishing.models import Kind, Publication
from publishing.pdf import make_pdf
from tests.making import make_committee, make_document, make_held_meeting, make_item, make_meeting, make_person

pytestmark = pytest.mark.django_db
MEETING = "/committees/harbour-committee/2026-03-04/"
HEADINGS = {f"h{level}" for level in range(1, 7)}
ITEM = f"{MEETING}repair-of-the-north-mole/"


@pytest.fixture
def meeting():
    """Held, with a paper, published as minutes."""
    found = make_held_meeting()
    make_document(found, item=found.items.get())
    Membership.objects.create(committee=found.committee, person=make_person(), role="chair")
    Publication.objects.publish(found, Kind.MINUTES)
    return found


def page_of(client, address: str):
    return tinyhtml5.parse(client.get(address).content.decode(), namespace_html_elements=False)


def headings(page) -> list[tuple[int, str]]:
    found = [element for element in page.iter() if element.tag in HEADINGS]
    return [(int(element.tag[1]), " ".join("".join(element.itertext()).split())) for element in found]


# One organisation query each; two of the home page's three lists are empty here, and asked for all the same.
QUERIES = {
    "/": 4,
    "/committees/": 2,
    "/committees/harbour-committee/": 4,
    MEETING: 2,
    ITEM: 2,
    f"{MEETING}publications/1/": 2,
}


@pytest.mark.parametrize(("address", "number"), QUERIES.items(), ids=QUERIES)
def test_a_page_asks_few_queries(client, meeting, django_assert_num_queries, address, number):
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", QUERIES)
def test_a_page_may_be_kept_a_minute_and_asked_for_again(client, meeting, address):
    answer = client.get(address)
    assert answer["Cache-Control"] == "public, max-age=60, must-revalidate"
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    assert not answer.cookies and "Set-Cookie" not in answer


def test_a_correction_is_seen_by_whoever_kept_the_page(client, meeting):
    kept = client.get(MEETING)["ETag"]
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
    Publication.objects.publish(meeting, Kind.MINUTES, note="An item was missing.")
    assert client.get(MEETING, headers={"if-none-match": kept}).status_code == 200


@pytest.mark.parametrize("address", [*QUERIES, "/nowhere/", f"{MEETING}minutes.pdf", "/healthz"])
def test_every_answer_says_what_it_may_load_and_who_may_frame_it(client, meeting, address):
    answer = client.get(address)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")


@pytest.mark.parametrize("address", [*QUERIES, "/nowhere/"])
def test_headings_are_an_outline_without_gaps(client, meeting, address):
    levels = [level for level, _ in headings(page_of(client, address))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", [MEETING, ITEM, "/", "/committees/"])
def test_a_page_is_read_and_not_written_to(client, meeting, address):
    assert client.post(address).status_code == 405
    assert client.head(address).content == b""


def test_an_item_has_its_minutes_its_decision_and_its_papers_in_this_order(client, meeting):
    page = page_of(client, ITEM)
    assert [text for level, text in headings(page) if level == 2] == ["Minutes:", "Decision", "Supporting documents:"]
    assert "Survey of the mole (PDF, 1 KB)" in ["".join(a.itertext()) for a in page.iter("a")]


def test_a_meeting_has_papers_decision_and_minutes_in_this_order(client, meeting):
    found = [text for level, text in headings(page_of(client, MEETING)) if level == 3]
    assert found == ["Additional documents:", "Decision", "Minutes:"]


def test_an_item_without_papers_says_so(client):
    Publication.objects.publish(make_held_meeting(), Kind.MINUTES)
    assert "There are no supporting documents for this item." in client.get(ITEM).content.decode()


def test_a_draft_says_that_it_is_one(client):
    Publication.objects.publish(make_held_meeting(), Kind.DRAFT_MINUTES)
    for address in (MEETING, ITEM):
        assert "subject to confirmation at the next meeting" in client.get(address).content.decode()


def test_a_cancelled_meeting_says_why_and_its_items_stay(client):
    meeting = make_held_meeting()
    Publication.objects.publish(meeting, Kind.AGENDA)
    meeting.cancel("The Guildhall is flooded.")
    Publication.objects.publish(meeting, Kind.CANCELLATION)
    page = client.get(MEETING).content.decode()
    assert "CANCELLED" in page and "The Guildhall is flooded." in page
    assert "It is not part of" in client.get(ITEM).content.decode()


def test_an_agenda_tells_nothing_of_what_has_been_drafted(client):
    meeting = make_held_meeting()
    meeting.attendances.update(state="apologies")
    Publication.objects.publish(meeting, Kind.AGENDA)
    page = client.get(MEETING).content.decode()
    assert "Harbour Master" not in page and "put to tender" not in page and "Apologies" not in page
    assert "Councillor Mary Bell" in page


def test_each_version_stays_as_it_was(client, meeting):
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
    Publication.objects.publish(meeting, Kind.MINUTES, note="An item was missing.")
    assert b"Dredging" not in client.get(f"{MEETING}publications/1/").content
    assert b"Dredging" in client.get(f"{MEETING}publications/2/").content
    assert b"An item was missing." in client.get(MEETING).content


def test_the_pdf_is_ready_after_the_worker_and_says_to_wait_before(client, meeting):
    waiting = client.get(f"{MEETING}minutes.pdf")
    assert (waiting.status_code, waiting["Retry-After"], waiting["Cache-Control"]) == (503, "10", "no-store")
    make_pdf(1)
    ready = client.get(f"{MEETING}minutes.pdf")
    assert (ready.status_code, ready["Content-Type"]) == (200, "application/pdf")
    assert ready["Content-Disposition"] == 'inline; filename="harbour-committee-2026-03-04-minutes.pdf"'
    assert b"Printed minutes (PDF, " in client.get(MEETING).content


def test_a_paper_opens_and_is_asked_for_again(client, meeting):
    document = meeting.documents.get()
    answer = client.get(f"/documents/{document.sha256}/survey.pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert client.get(f"/documents/{document.sha256}/another.pdf").status_code == 404
    assert client.get(f"/documents/{'0' * 64}/survey.pdf").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/committees/nobody/",
        "/committees/harbour-committee/2026-03-05/",
        "/committees/harbour-committee/2026-13-45/",
        "/committees/harbour-committee/2026-03-04-2/",
        f"{MEETING}publications/99/",
        f"{MEETING}agenda.pdf",
        f"{MEETING}attendance/",
    ],
)
def test_an_unknown_address_helps_and_is_kept_by_no_cache(client, meeting, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert "all committees" in answer.content.decode()


def test_home_tells_what_comes_and_what_was_decided(client, meeting):
    coming = make_meeting(date=timezone.localdate() + timedelta(9))
    make_item(coming, "Dredging")
    Publication.objects.publish(coming, Kind.AGENDA)
    page = client.get("/").content.decode()
    assert page.index("Next meetings") < page.index(f"{coming.date:%Y-%m-%d}")
    assert "That the repair be put to tender." in page


def test_a_committee_lists_its_members_and_meetings(client, meeting):
    page = client.get("/committees/harbour-committee/").content.decode()
    assert "Councillor Mary Bell" in page and "(Chair)" in page and 'datetime="2026-03-04"' in page


def test_every_meeting_of_a_long_archive_is_reached(client):
    committee = make_committee()
    days = [date(2025, 1, 1) + timedelta(n) for n in range(45)]
    for day in days:
        Publication.objects.publish(make_held_meeting(committee=committee, date=day), Kind.AGENDA)
    first = client.get("/committees/harbour-committee/").content.decode()
    assert f'href="?before={days[5]}"' in first and f'datetime="{days[4]}"' not in first
    second = client.get(f"/committees/harbour-committee/?before={days[5]}").content.decode()
    assert all(f'datetime="{day}"' in second for day in days[:5]) and "?before" not in second
    assert client.get("/committees/harbour-committee/?before=yesterday").status_code == 200


def test_a_committee_that_met_until_last_year_keeps_its_page(client, meeting):
    Committee.objects.update(dissolved_on=date(2026, 5, 1))
    assert "met until 1 May 2026" in client.get("/committees/harbour-committee/").content.decode()
    assert "harbour-committee" not in client.get("/committees/").content.decode()


def test_the_organisation_shows_its_sign(client):
    assert client.get("/logo").status_code == 404
    organisation, picture = Organisation.objects.get(), BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    organisation.logo.save("sign.png", ContentFile(picture.getvalue()))
    assert '<img src="/logo" alt="">' in client.get("/").content.decode()
    answer = client.get("/logo")
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("image/png", picture.getvalue())


@pytest.mark.once
def test_the_public_stack_has_no_desk(install):
    import urllib.error
    import urllib.request

    with install.serve(env={"MINUTEBOOK_ROLE": "website"}) as address:
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/admin/")
        assert urllib.request.urlopen(f"{address}/healthz").read() == b"ok\n"


TEXT = "<ul><li>one</li></ul><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
PUBLISH = f"""
from tests.making import *
from publishing.models import *
meeting = make_held_meeting(public_note="Bring a coat.")
make_document(meeting, item=meeting.items.get())
for n in range(4):
    make_item(meeting, f"Pier {{n}}", minutes="{TEXT}")
Publication.objects.publish(meeting, Kind.DRAFT_MINUTES)
"""


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(install, browser, scheme):
    """axe's rules for WCAG 2.2 AA, target size included, and nothing wider than a 320 px phone."""
    from axe_playwright_python.sync_playwright import Axe

    install.python(PUBLISH)
    options = {"rules": {"target-size": {"enabled": True}}}
    with install.serve() as site:
        for width in (320, 1280):
            page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
            asked = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            for address in [*QUERIES, "/nowhere/"]:
                page.goto(site + address)
                faults = Axe().run(page, options=options).response["violations"]
                assert [(rule["id"], node["html"]) for rule in faults for node in rule["nodes"]] == [], address
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert {url for url in asked if not url.startswith(site)} == set()
            page.context.close()
