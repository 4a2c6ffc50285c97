"""A resident reads: on a phone, with a screen reader, from a link that was kept for years."""

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from urllib.parse import urljoin

import pytest
import tinyhtml5
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from committees.models import Committee, Membership, Organisation
from minutes.models import Attendance, Minute
from published import files
from published.kinds import Kind
from published.models import PDF
from tests.making import (
    SUMMER,
    keep_pdf,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_pdf,
    make_person,
    make_winter_and_summer,
    publish,
)
from website.papers import serve

pytestmark = [pytest.mark.django_db, pytest.mark.once]
COMMITTEE = "/committees/harbour-committee/"
WINTER_PAGE, MEETING = f"{COMMITTEE}2026-01-14/", f"{COMMITTEE}2026-07-15/"
ITEM = f"{MEETING}repair-of-the-north-mole/"
PAGES = ["/", "/committees/", COMMITTEE, MEETING, ITEM, f"{MEETING}publications/1/"]
HEADINGS = {f"h{level}" for level in range(1, 7)}


@pytest.fixture
def meeting():
    """The summer meeting of two, each held, with a paper, published as minutes."""
    for pages, found in enumerate(make_winter_and_summer(), start=1):
        make_document(found, item=found.items.get(), content=make_pdf(pages))
        publish(found)
    Membership.objects.create(committee=found.committee, person=make_person(), role="chair")
    Membership.objects.create(committee=found.committee, person=make_person("Cy Tern"))
    return found


def page_of(client, address: str):
    return tinyhtml5.parse(client.get(address).content.decode(), namespace_html_elements=False)


def headings(page) -> list[tuple[int, str]]:
    found = [element for element in page.iter() if element.tag in HEADINGS]
    return [(int(element.tag[1]), " ".join("".join(element.itertext()).split())) for element in found]


@pytest.mark.parametrize("address", [*PAGES, "/nowhere/", f"{MEETING}minutes.pdf", "/healthz"])
def test_every_answer_says_what_it_may_load_and_who_may_frame_it(client, meeting, address):
    answer = client.get(address)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")


@pytest.mark.parametrize("address", [*PAGES, "/nowhere/"])
def test_headings_are_an_outline_without_gaps(client, meeting, address):
    levels = [level for level, _ in headings(page_of(client, address))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_headings_of_sub_items_and_parts_are_an_outline_too(client):
    meeting = make_held_meeting(date=SUMMER)
    for title in ("Dredging", "Silt"):
        make_item(meeting, f"Part {title}", kind="heading", minutes="<p>Read.</p>")
        item = make_item(meeting, title, minutes="<h3>Sand</h3><p>It was deferred.</p>", decision="<p>Deferred.</p>")
        make_item(
            meeting, f"{title} below", parent=item, minutes="<h3>Sand</h3><p>Noted.</p>", decision="<p>Noted.</p>"
        )
        make_item(meeting, f"Part below {title}", kind="heading", parent=item, minutes="<p>Read.</p>")
    publish(meeting)
    items = ("dredging", "dredging-below", "part-silt", "part-below-silt")
    for address in (MEETING, *(f"{MEETING}{item}/" for item in items)):
        levels = [level for level, _ in headings(page_of(client, address))]
        assert levels[0] == 1 and levels.count(1) == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), address


def title_of(client, address: str) -> str:
    return page_of(client, address).findtext("head/title")


def test_a_tab_says_first_what_is_in_it(client, meeting):
    council = Organisation.objects.get().name
    of_meeting = "Minutes for Harbour Committee on Wednesday 15 July 2026, 7.30 pm"
    titles = {
        "/": f"Meetings, minutes and decisions - {council}",
        "/committees/": f"Committees: {council}",
        COMMITTEE: f"Harbour Committee - {council}",
        MEETING: f"{of_meeting} - {council}",
        f"{MEETING}publications/1/": f"{of_meeting} - {council}",
        ITEM: f"Repair of the north mole: {of_meeting} - {council}",
        "/nowhere/": f"Page not found: {council}",
    }
    assert {address: title_of(client, address) for address in titles} == titles
    cancelled = make_meeting(date=date(2026, 8, 5), start=None)
    cancelled.cancel("The Guildhall is flooded.")
    publish(cancelled, Kind.CANCELLATION)
    said = title_of(client, f"{COMMITTEE}2026-08-05/")
    assert said == f"CANCELLED: Meeting for Harbour Committee on Wednesday 5 August 2026 - {council}"


def test_no_two_things_of_a_page_have_one_name(client, meeting):
    make_item(meeting, minutes="<p>It was repaired again.</p>")
    make_item(meeting, "Content", minutes="<p>It was full.</p>")
    publish(meeting, note="Two items were missing.")
    names = [element.get("id") for element in page_of(client, MEETING).iter() if element.get("id")]
    assert "repair-of-the-north-mole-2" in names and sorted(set(names)) == sorted(names)


def test_an_item_has_its_minutes_its_decision_and_its_papers_in_this_order(client, meeting):
    found = [text for level, text in headings(page_of(client, ITEM)) if level == 2]
    assert found == ["Minutes", "Decision", "Supporting documents", "When this was published"]


def test_a_meeting_has_them_in_the_same_order(client, meeting):
    found = [text for level, text in headings(page_of(client, MEETING)) if level == 3]
    assert found == ["Minutes", "Decision", "Supporting documents"]


@pytest.mark.parametrize("address", [MEETING, ITEM])
def test_a_page_links_to_the_paper_of_its_own_meeting(client, meeting, address):
    paper = meeting.documents.get()
    links = {"".join(a.itertext()): a.get("href") for a in page_of(client, address).iter("a")}
    assert links["Survey of the mole (report, PDF, 1\xa0KB, 2\xa0pages)"] == f"/documents/{paper.sha256}/survey.pdf"
    assert "Survey of the mole (report, PDF, 1\xa0KB, 1\xa0page)" not in links


def test_only_an_item_without_papers_says_so(client, meeting):
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
    publish(meeting, note="An item was missing.")
    none = "No supporting documents are published here for this item."
    assert none in client.get(f"{MEETING}dredging/").content.decode()
    assert none not in client.get(ITEM).content.decode()


def test_an_item_leads_to_the_items_before_and_after_it(client, meeting):
    make_item(meeting, "Part two", kind="heading")
    for title in ("Dredging", "Ballast"):
        make_item(meeting, title)
    publish(meeting, note="Items were missing.")
    links = {a.get("rel"): a.get("href") for a in page_of(client, f"{MEETING}dredging/").iter("a")}
    assert (links["prev"], links["next"]) == (ITEM, f"{MEETING}ballast/")
    links = {a.get("rel"): a.get("href") for a in page_of(client, f"{MEETING}ballast/").iter("a")}
    assert links["prev"] == f"{MEETING}dredging/" and "next" not in links
    ends = [a.get("rel") for a in page_of(client, ITEM).iter("a")]
    assert "prev" not in ends and "next" in ends


def test_a_meeting_leads_to_those_before_and_after_it_of_its_committee(client, meeting):
    publish(make_held_meeting(date=date(2026, 7, 1), committee=make_committee(name="Quay Board", slug="quay-board")))
    for day, sitting in [(date(2025, 12, 3), 1), (SUMMER, 2), (date(2026, 8, 12), 1)]:
        publish(make_held_meeting(date=day, sitting=sitting), Kind.AGENDA)
    make_held_meeting(date=date(2026, 7, 8))  # a draft
    links = {a.get("rel"): urljoin(MEETING, a.get("href")) for a in page_of(client, MEETING).iter("a")}
    assert (links["prev"], links["next"]) == (WINTER_PAGE, f"{COMMITTEE}2026-07-15-2/")
    assert "prev" not in {a.get("rel") for a in page_of(client, f"{COMMITTEE}2025-12-03/").iter("a")}


@pytest.mark.parametrize("address", [MEETING, ITEM])
def test_a_draft_says_that_it_is_one_and_minutes_do_not(client, address):
    meeting, says = make_held_meeting(date=SUMMER), "subject to confirmation at the next meeting"
    publish(meeting, Kind.DRAFT_MINUTES)
    assert says in client.get(address).content.decode()
    publish(meeting)
    assert says not in client.get(address).content.decode()


def test_a_cancelled_meeting_says_why_and_its_items_stay(client):
    for day in (date(2026, 1, 14), SUMMER):
        meeting = make_held_meeting(date=day)
        publish(meeting, Kind.AGENDA)
    meeting.cancel("The Guildhall is flooded.")
    publish(meeting, Kind.CANCELLATION)
    page = client.get(MEETING).content.decode()
    assert "Harbour Committee, CANCELLED</h1>" in page and "<title>CANCELLED: Meeting for " in page
    assert "The Guildhall is flooded." in page and "put off to" not in page
    assert "It is not part of" in client.get(ITEM).content.decode()
    assert "CANCELLED" not in client.get(WINTER_PAGE).content.decode()


def test_a_postponed_meeting_says_so_with_its_new_day_everywhere(client):
    for day, new in ((date(2026, 1, 14), date(2026, 1, 21)), (SUMMER, date(2026, 8, 5))):
        meeting = make_meeting(date=day)
        meeting.cancel("The Guildhall is flooded.", postponed_to=make_held_meeting(date=new))
        publish(meeting, Kind.CANCELLATION)
    publish(meeting.postponed_to, Kind.AGENDA)
    page = client.get(MEETING).content.decode()
    assert "Harbour Committee, POSTPONED to 5 August 2026</h1>" in page
    assert "<title>POSTPONED to 5 August 2026: Meeting for Harbour Committee on Wednesday 15 July 2026" in page
    assert (
        'Postponed.</strong> This meeting was put off to <a href="/committees/harbour-committee/2026-08-05/">' in page
    )
    lists = client.get(COMMITTEE).content.decode()
    assert "Postponed</span> to 5 August 2026" in lists and "Postponed</span> to 21 January 2026" in lists
    assert not re.search("cancelled", re.sub(r'class="[^"]*"', "", page + lists), re.IGNORECASE)


def test_an_agenda_tells_nothing_of_what_has_been_drafted(client):
    meeting = make_held_meeting(date=SUMMER)
    meeting.attendances.update(state="apologies")
    publish(meeting, Kind.AGENDA)
    page = client.get(MEETING).content.decode()
    assert "Harbour Master" not in page and "put to tender" not in page and "Apologies" not in page
    assert "Councillor Mary Bell" in page


def test_each_version_stays_as_it_was_and_says_which_it_is(client, meeting):
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
    publish(meeting, Kind.DRAFT_MINUTES)
    publish(meeting, note="An item was missing.")
    first, second = (client.get(f"{MEETING}publications/{n}/").content.decode() for n in (1, 3))
    changed = f'An item was missing. <a href="{MEETING}publications/">What was changed when</a>'
    assert "Dredging" not in first and "An item was missing." not in first and "Minutes, version 1<" in first
    assert "Dredging" in second and changed in second and "Minutes, version 2<" in second
    assert changed in client.get(MEETING).content.decode()
    assert "An item was missing." not in client.get(WINTER_PAGE).content.decode()


MOMENTS = {
    "winter": (datetime(2027, 1, 14, 23, 30, tzinfo=UTC), "14 January 2027", "23:30"),
    "summer": (datetime(2027, 7, 14, 23, 30, tzinfo=UTC), "15 July 2027", "00:30"),
}


@pytest.mark.parametrize(("moment", "day", "hour"), MOMENTS.values(), ids=MOMENTS)
def test_when_something_was_published_is_told_by_the_council_s_own_clock(client, clock, meeting, moment, day, hour):
    clock(moment)
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
    publish(meeting, note="An item was missing.")
    page = page_of(client, MEETING)
    said = [" ".join("".join(element.itertext()).split()) for element in page.iter("p")]
    assert f"Minutes, changed {day}: An item was missing. What was changed when" in said
    newest = next(
        line for section in page.iter("section") if section.get("class") == "log" for line in section.iter("li")
    )
    assert "".join(newest.itertext()).startswith(f"Minutes, version 2, {day}, {hour}: An item was missing.")
    assert f"as it went out on {day}, {hour}." in client.get(f"{MEETING}publications/2/").content.decode()


def test_the_pdf_is_ready_after_the_worker_and_says_to_wait_before(client, meeting):
    waiting = client.get(f"{MEETING}minutes.pdf")
    assert (waiting.status_code, waiting["Cache-Control"]) == (503, "no-store")
    assert int(waiting["Retry-After"]) > 0 and b"is being made" in waiting.content
    assert f'<a href="{MEETING}">the same text' in waiting.content.decode()
    keep_pdf(meeting.publications.get())
    ready = client.get(f"{MEETING}minutes.pdf")
    assert (ready.status_code, ready["Content-Type"]) == (200, "application/pdf")
    assert ready["Content-Disposition"] == 'inline; filename="harbour-committee-2026-07-15-minutes.pdf"'
    assert "Printed minutes (PDF, 1\xa0KB)" in client.get(MEETING).content.decode()
    assert client.get(f"{WINTER_PAGE}minutes.pdf").status_code == 503
    assert "Printed minutes (PDF)" in client.get(WINTER_PAGE).content.decode()


def test_a_pdf_that_could_not_be_made_is_told_as_it_is(client, meeting):
    problem = {"problem": "The disk is full.", "attempts": 2, "next_try_at": timezone.now() + timedelta(hours=1)}
    PDF.objects.update_or_create(version_id=meeting.publications.get().pk, name="minutes", defaults=problem)
    answer = client.get(f"{MEETING}minutes.pdf")
    assert answer.status_code == 503 and b"could not be made so far" in answer.content
    assert b"The disk is full." not in answer.content and b"within seconds" not in answer.content


def test_what_is_lost_is_not_offered(client, meeting):
    """The worker makes a lost PDF again; a lost paper is told by verify."""
    paper, printed = meeting.documents.get(), keep_pdf(meeting.publications.get())
    addresses = [f"{MEETING}minutes.pdf", f"/documents/{paper.sha256}/survey.pdf"]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    for sha256 in (paper.sha256, printed.sha256):
        files.remove(sha256)
    assert [client.get(address).status_code for address in addresses] == [503, 404]


def test_whoever_asks_as_it_is_tried_again_is_told_to_wait_ten_seconds(client, meeting):
    moment = timezone.now() + timedelta(seconds=2)
    PDF.objects.update(problem="The disk is full.", attempts=2, next_try_at=moment)
    assert client.get(f"{MEETING}minutes.pdf")["Retry-After"] == "10"


def test_agenda_and_minutes_are_two_files_and_drafts_give_way_to_minutes(client):
    meeting, made = make_held_meeting(date=SUMMER), {}
    for pages, kind in enumerate([Kind.AGENDA, Kind.MINUTES, Kind.DRAFT_MINUTES, Kind.SUPPLEMENT], start=1):
        made[kind] = make_pdf(pages)
        keep_pdf(publish(meeting, kind), made[kind])
    found = {name: b"".join(client.get(f"{MEETING}{name}.pdf").streaming_content) for name in ("agenda", "minutes")}
    assert found == {"agenda": made[Kind.SUPPLEMENT], "minutes": made[Kind.MINUTES]}
    page = client.get(MEETING).content.decode()
    assert "Printed minutes (PDF" in page and "Agenda with its supplements (PDF" in page and "Printed draft" not in page


def test_a_paper_opens_under_its_own_name_alone(client, meeting):
    document = meeting.documents.get()
    answer = client.get(f"/documents/{document.sha256}/survey.pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Cache-Control"] == "public, max-age=60, s-maxage=1, must-revalidate"
    assert client.get(f"/documents/{document.sha256}/another.pdf").status_code == 404
    assert client.get(f"/documents/{'0' * 64}/survey.pdf").status_code == 404


def test_a_picture_opens_in_a_sandbox_and_a_pdf_can_not(client, meeting):
    """A browser's own viewer of PDFs doesn't run in one."""
    picture = BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "png")
    photograph = make_document(meeting, "The mole", content=picture.getvalue(), name="mole.png")
    publish(meeting, note="With a photograph.")
    addresses = [f"/documents/{d.sha256}/{d.file_name}" for d in (photograph, meeting.documents.first())]
    answers = [client.get(address) for address in addresses]
    allowed = ["default-src 'none'; sandbox", "default-src 'none'"]
    assert [answer["Content-Security-Policy"] for answer in answers] == allowed
    assert [answer["Cross-Origin-Resource-Policy"] for answer in answers] == ["same-origin"] * 2
    shown = [answer["Content-Disposition"].partition(";")[0] for answer in answers]
    assert shown == ["inline", "inline"]


@pytest.mark.parametrize(
    ("name", "how"),
    [("minutes.PDF", "inline"), ("mole.JPG", "inline"), ("mole.jpeg", "inline"), ("fees.docx", "attachment")],
)
def test_a_file_that_a_browser_can_show_opens_there_and_another_is_saved(name, how):
    sha256 = hashlib.sha256(b"anything").hexdigest()
    files.store(BytesIO(b"anything"), sha256)
    assert serve(sha256, name)["Content-Disposition"].partition(";")[0] == how


def test_whoever_watches_the_site_is_told_that_it_is_well(client):
    answer = client.get("/healthz")
    assert (answer.content, answer["Content-Type"]) == (b"ok\n", "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    "address",
    [
        "/committees/nobody/",
        f"{COMMITTEE}2026-07-16/",
        f"{COMMITTEE}2026-13-45/",
        f"{COMMITTEE}2026-07-15-2/",
        f"{MEETING}publications/99/",
        f"{MEETING}agenda.pdf",
        f"{MEETING}nothing/",
    ],
)
def test_an_unknown_address_helps_and_is_kept_by_no_cache(client, meeting, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert "all committees" in answer.content.decode()


def test_home_tells_what_comes_and_what_was_decided(client, meeting):
    coming = [make_meeting(date=timezone.localdate() + timedelta(days)) for days in (9, 3)]
    for each in coming:
        make_item(each, "Dredging")
        publish(each, Kind.AGENDA)
    nexts, _, latest = client.get("/").content.decode().partition("Latest decisions")
    assert nexts.index(f"{coming[1].date}/") < nexts.index(f"{coming[0].date}/")
    assert "2026-07-15" not in nexts and latest.count("That the repair be put to tender.") == 2
    assert latest.index(f'datetime="{SUMMER}"') < latest.index('datetime="2026-01-14"')
    minutes, _, news = latest.partition("Latest minutes")[2].partition("New, corrected and withdrawn")
    assert [f"{each.date}/" in news for each in coming] == [True, True]
    assert minutes.index("2026-07-15/") < minutes.index("2026-01-14/") and str(coming[0].date) not in minutes


def test_home_shows_six_of_each_and_no_approval_of_minutes_as_a_decision(client):
    for n in range(1, 9):
        meeting = make_held_meeting(date=date(2026, 5, n))
        make_item(
            meeting, "Minutes of the last meeting", kind="previous-minutes", decision="<p>That they be signed.</p>"
        )
        publish(meeting)
    decisions, _, latest = client.get("/").content.decode().partition("Latest minutes")
    latest = latest.partition("New, corrected and withdrawn")[0]
    assert decisions.count("put to tender") == 6 and "be signed" not in decisions
    assert latest.count('<time datetime="2026-05-0') == 6 and "2026-05-08" in latest and "2026-05-02" not in latest


def test_a_committee_lists_its_members_and_meetings_and_nobody_else_s(client, meeting):
    board = make_committee(name="Quay Board", slug="quay-board")
    Membership.objects.create(committee=board, person=make_person("Ann Low"), role="chair")
    publish(make_held_meeting(committee=board, date=date(2026, 2, 4)))
    page = client.get(COMMITTEE).content.decode()
    assert page.index("Councillor Mary Bell") < page.index("(Chair)") < page.index("Councillor Cy Tern")
    assert 'datetime="2026-07-15"' in page and "Ann Low" not in page and "2026-02-04" not in page
    other = client.get("/committees/quay-board/").content.decode()
    assert "Ann Low" in other and 'datetime="2026-02-04"' in other and "2026-07-15" not in other


@pytest.mark.parametrize("day", [date(2026, 1, 14), date(2026, 7, 15)], ids=["winter", "summer"])
def test_a_member_is_listed_to_the_last_day_of_the_term(client, clock, day):
    committee = make_committee()
    Membership.objects.create(committee=committee, person=make_person(), ended_on=day)
    Membership.objects.create(committee=committee, person=make_person("Cy Tern"), started_on=day + timedelta(1))
    listed = []
    for hours in (12, 36):
        clock(datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours))
        page = client.get(COMMITTEE).content.decode().partition("Former members")[0]
        listed.append([name for name in ("Mary Bell", "Cy Tern") if name in page])
    assert listed == [["Mary Bell"], ["Cy Tern"]]


def test_an_agenda_of_more_than_nine_items_is_read_in_its_order(client):
    meeting = make_meeting(date=SUMMER)
    for n in range(11):
        make_item(meeting, f"Pier {n}")
    publish(meeting, Kind.AGENDA)
    read = [text for level, text in headings(page_of(client, MEETING)) if "Pier" in text]
    assert read == [f"{n + 1} Pier {n}" for n in range(11)]


def test_who_was_there_and_who_was_not_stand_under_headings_of_their_own(client):
    meeting = make_held_meeting(date=SUMMER)
    for name, state in [("Ann Low", "apologies"), ("Bea Cliff", "absent"), ("Cy Tern", "expected")]:
        Attendance.objects.create(meeting=meeting, person=make_person(name), state=state)
    publish(meeting)
    [names] = [dl for dl in page_of(client, MEETING).iter("dl") if dl.get("class") == "names"]
    assert ["".join(row.itertext()).replace("\n", "") for row in names.iter("div")] == [
        "Present:Councillor Mary Bell (Chair)",
        "Apologies:Councillor Ann Low",
        "Absent:Councillor Bea Cliff",
        "Not recorded:Councillor Cy Tern",
    ]


@pytest.mark.parametrize("sittings", [1, 3])
def test_every_meeting_of_a_long_archive_is_reached(client, sittings):
    committee = make_committee()
    days = [date(2025, 1, 1) + timedelta(n) for n in range(45)]
    for day in days:
        publish(make_held_meeting(committee=committee, date=day), Kind.AGENDA)
    for sitting in range(2, sittings + 1):  # on the last day of the first page: they stand together
        publish(make_held_meeting(committee=committee, date=days[5], sitting=sitting), Kind.AGENDA)
    first = client.get(COMMITTEE).content.decode()
    assert f'href="?before={days[5]}#Past"' in first and f'datetime="{days[4]}"' not in first
    assert first.count(f'datetime="{days[5]}"') == sittings
    second = client.get(f"{COMMITTEE}?before={days[5]}").content.decode()
    assert all(f'datetime="{day}"' in second for day in days[:5]) and "?before" not in second
    assert client.get(f"{COMMITTEE}?before=yesterday").status_code == 200


def test_the_next_meeting_is_the_first_of_many_that_are_announced(client):
    tomorrow = timezone.localdate() + timedelta(1)
    for n in reversed(range(44)):
        publish(make_held_meeting(date=tomorrow + timedelta(n)), Kind.NOTICE)
    coming = client.get(COMMITTEE).content.decode().partition("Past meetings")[0]
    assert coming.index(f'datetime="{tomorrow}"') < coming.index(f'datetime="{tomorrow + timedelta(1)}"')


def test_a_committee_that_met_until_last_year_keeps_its_page(client, meeting):
    make_committee(name="Quay Board", slug="quay-board")
    Committee.objects.filter(slug="harbour-committee").update(dissolved_on=date(2026, 5, 1))
    assert "met until 1 May 2026" in client.get(COMMITTEE).content.decode()
    page = client.get("/committees/").content.decode()
    assert "harbour-committee" not in page and "quay-board" in page


def test_the_organisation_shows_its_sign(client):
    assert client.get("/logo").status_code == 404
    organisation, picture = Organisation.objects.get(), BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    organisation.logo.save("sign.png", ContentFile(picture.getvalue()))
    assert '<img src="/logo" alt="">' in client.get("/").content.decode()
    answer = client.get("/logo")
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("image/png", picture.getvalue())
    allowed = "default-src 'none'; sandbox", "public, max-age=60, s-maxage=1, must-revalidate"
    assert (answer["Content-Security-Policy"], answer["Cache-Control"]) == allowed
    organisation.logo.storage.delete(organisation.logo.name)
    assert client.get("/logo").status_code == 404


def test_the_council_says_on_its_first_page_what_it_is(client):
    Organisation.objects.update(strapline="We keep the harbour.")
    assert "We keep the harbour." in client.get("/").content.decode()
    assert "We keep the harbour." not in client.get("/committees/").content.decode()


def test_what_people_write_is_never_markup(client):
    nasty = "<img src=x onerror=alert(1)>&amp;"
    meeting = make_held_meeting(date=SUMMER, venue=nasty, subtitle=nasty, public_note=nasty)
    make_item(meeting, nasty, officer=nasty, minutes="<p>Read.</p>", decision="<p>Noted.</p>")
    make_document(meeting, nasty, item=meeting.items.last())
    meeting.attendances.update(role=nasty)
    Organisation.objects.update(name=nasty, strapline=nasty)
    publish(meeting)
    Minute.objects.update(body="<p>Heard.</p>")
    publish(meeting, note=nasty)
    for address in ("/", COMMITTEE, MEETING, f"{MEETING}publications/1/", f"{MEETING}img-srcx-onerroralert1amp/"):
        answer = client.get(address)
        assert answer.status_code == 200 and b"<img src=x" not in answer.content, address
        assert b"&lt;img src=x onerror=alert(1)&gt;&amp;amp;" in answer.content, address


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
meeting = make_held_meeting(date=SUMMER, public_note="Bring a coat.")
make_document(meeting, item=meeting.items.get())
for n in range(4):
    make_item(meeting, f"Pier {{n}}", minutes="{TEXT}")
publish(meeting, Kind.DRAFT_MINUTES)
"""


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(install, browser, scheme):
    """axe's rules for WCAG 2.2 AA, target size included, and nothing wider than a 320 px phone."""
    from axe_playwright_python.sync_playwright import Axe

    install.begin(PUBLISH)
    options = {"rules": {"target-size": {"enabled": True}}}
    with install.serve() as site:
        for width in (320, 1280):
            page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
            asked = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            for address in [*PAGES, "/nowhere/"]:
                page.goto(site + address)
                faults = Axe().run(page, options=options).response["violations"]
                assert [(rule["id"], node["html"]) for rule in faults for node in rule["nodes"]] == [], address
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert {url for url in asked if not url.startswith(site)} == set()
            page.context.close()
