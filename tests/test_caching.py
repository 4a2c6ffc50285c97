"""A reader's cache, or one in front of the site, asks whether a page is still true, and is told the truth."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.cache import cache

from committees.models import Committee, Membership, Organisation, Party, Ward
from minutes.models import Meeting, Minute
from published import bodies
from published.kinds import Kind
from published.models import Version
from publishing.models import NotReady, Publication
from publishing.projecting import pieces
from tests.making import (
    keep_pdf,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_pdf,
    make_person,
    make_winter_and_summer,
    publish,
)
from website import caching

pytestmark = pytest.mark.django_db
SURVEY = make_pdf(2)
COMMITTEE = "/committees/harbour-committee/"
MEETING = f"{COMMITTEE}2026-07-15/"
PAGES = {
    "home": "/",
    "committees": "/committees/",
    "committee": COMMITTEE,
    "meeting": MEETING,
    "item": f"{MEETING}repair-of-the-north-mole/",
    "publication": f"{MEETING}publications/1/",
    "paper": f"/documents/{hashlib.sha256(SURVEY).hexdigest()}/survey.pdf",
}
NAMES = list(PAGES)
NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def summer(clock):
    """Two meetings are published, and a third version of the second is scheduled for tomorrow."""
    clock(NOON)
    winter, summer = make_winter_and_summer()
    make_document(summer, item=summer.items.get(), content=SURVEY)
    publish(winter), publish(summer)
    summer.public_note = "The chair was in York."
    summer.save()
    publish(summer, note="The chair was away.", goes_live_at=NOON + DAY)
    return summer


def asked_again(client, name: str, etag: str):
    return client.get(PAGES[name], headers={"if-none-match": etag})


@pytest.mark.parametrize("name", NAMES)
def test_a_page_may_be_kept_a_minute_and_is_asked_for_again(client, summer, name):
    answer = client.get(PAGES[name])
    assert answer["Cache-Control"] == "public, max-age=60, s-maxage=1, must-revalidate"
    for known in (answer["ETag"], f"W/{answer['ETag']}", f'"x", {answer["ETag"]}', "*"):
        again = asked_again(client, name, known)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    assert not answer.cookies and "Set-Cookie" not in answer


@pytest.mark.parametrize("known", ['"x"', 'W/"x", "y", broken', '"', ""])
def test_whoever_has_another_page_gets_this_one(client, summer, known):
    assert [asked_again(client, name, known).status_code for name in NAMES] == [200] * len(NAMES)


def correct(meeting, clock):
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
    publish(meeting, note="An item was missing.")


def withdraw_the_agenda(meeting, clock):
    publish(meeting, Kind.AGENDA).withdraw("The room was wrong.")


def publish_another(meeting, clock):
    publish(make_held_meeting(date=date(2026, 8, 12)), Kind.DRAFT_MINUTES)


def make_the_pdf(meeting, clock):
    keep_pdf(Publication.objects.of(meeting).last())


def rename_the_organisation(meeting, clock):
    clock(NOON + timedelta(seconds=1))
    organisation = Organisation.objects.get()
    organisation.name = "Tideline Council"
    organisation.save()


def change_its_telephone_number(meeting, clock):
    clock(NOON + timedelta(seconds=1))
    organisation = Organisation.objects.get()
    organisation.contact_phone = "01234 567890"
    organisation.save()


def make_again(meeting, clock):
    """As the worker does after a release that raised MADE_WITH."""
    for publication in Publication.objects.standing():
        made = pieces(publication, publication.meeting_record, NOON)
        made.version.made_with = bodies.MADE_WITH + 1
        made.save()


FRAMED = {"meeting", "item", "publication"}  # whose ETag is of what was published; the others' is of their bytes
CHANGES = {
    "a correction": (correct, FRAMED | {"home"}),
    "a new version and its withdrawal": (withdraw_the_agenda, FRAMED | {"home"}),
    "another meeting is published": (publish_another, FRAMED | {"home", "committee"}),
    "a PDF is made": (make_the_pdf, FRAMED),
    "tomorrow comes": (lambda meeting, clock: clock(NOON + DAY), FRAMED | {"home"}),
    "the organisation has another name": (rename_the_organisation, FRAMED | {"home", "committees", "committee"}),
    "the organisation has another telephone number": (
        change_its_telephone_number,
        FRAMED | {"home", "committees", "committee"},
    ),
    "its pieces are made again": (make_again, FRAMED),
}


@pytest.mark.parametrize(("change", "changed"), CHANGES.values(), ids=CHANGES)
def test_what_has_changed_is_told_and_nothing_else(client, summer, clock, change, changed):
    kept = {name: client.get(PAGES[name])["ETag"] for name in NAMES}
    change(summer, clock)
    statuses = {name: asked_again(client, name, etag).status_code for name, etag in kept.items()}
    assert statuses == {name: 200 if name in changed else 304 for name in NAMES}


def type_into_the_draft(meeting, clock):
    Minute.objects.update(body="<p>Rewritten.</p>")
    Meeting.objects.update(venue="Custom House", version=9)


def try_in_vain(meeting, clock):
    with pytest.raises(NotReady):
        publish(make_meeting(), Kind.AGENDA)


NO_CHANGES = {
    "nothing": lambda meeting, clock: None,
    "an hour passes": lambda meeting, clock: clock(NOON + timedelta(hours=1)),
    "the last second before tomorrow's version": lambda meeting, clock: clock(NOON + DAY - timedelta(microseconds=1)),
    "a clerk types": type_into_the_draft,
    "an unchanged meeting is published again": lambda meeting, clock: publish(Meeting.objects.get(date="2026-01-14")),
    "a publication is refused": try_in_vain,
}


@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_nobody_is_sent_a_page_again_for_nothing(client, summer, clock, change):
    kept = {name: client.get(PAGES[name])["ETag"] for name in NAMES}
    change(summer, clock)
    assert {name: asked_again(client, name, etag).status_code for name, etag in kept.items()} == dict.fromkeys(
        NAMES, 304
    )


def test_each_page_has_an_etag_of_its_own(client, summer):
    assert len({client.get(address)["ETag"] for address in PAGES.values()}) == len(PAGES)
    other = [client.get(f"{COMMITTEE}2026-01-14/{item}")["ETag"] for item in ("", "repair-of-the-north-mole/")]
    make_item(summer, "Dredging", minutes="<p>It was deferred.</p>")
    publish(summer, note="An item was missing.")
    items = {client.get(f"{MEETING}{item}/")["ETag"] for item in ("dredging", "repair-of-the-north-mole")}
    assert len(items) == 2
    assert set(other).isdisjoint({client.get(address)["ETag"] for address in PAGES.values()})


def test_a_kept_page_shows_the_scheduled_version_as_soon_as_it_is_due(client, summer, clock):
    kept = client.get(MEETING)["ETag"]
    clock(NOON + DAY)
    assert b"in York" in asked_again(client, "meeting", kept).content


def test_a_kept_page_is_never_confirmed_after_its_withdrawal(client, summer):
    kept = {name: client.get(PAGES[name])["ETag"] for name in NAMES}
    for publication in Publication.objects.of(summer):
        publication.withdraw("It named a resident.")
    gone = {name: asked_again(client, name, etag).status_code for name, etag in kept.items()}
    assert gone == {
        "home": 200, "committees": 304, "committee": 200, "meeting": 410, "item": 410, "publication": 410, "paper": 404,
    }  # fmt: skip
    home = asked_again(client, "home", kept["home"]).content
    assert home.count(b"2026-07-15") == home.count(b"Withdrawn: ") > 0


def test_a_kept_pdf_is_confirmed_until_another_is_made(client, summer):
    first = keep_pdf(Publication.objects.of(summer).last())
    answer = client.get(f"{MEETING}minutes.pdf")
    known = {"if-none-match": answer["ETag"]}
    assert client.get(f"{MEETING}minutes.pdf", headers=known).status_code == 304
    keep_pdf(Publication.objects.of(summer).last(), make_pdf(3))
    assert client.get(f"{MEETING}minutes.pdf", headers=known).status_code == 200
    assert first.sha256[:32] in answer["ETag"]


def test_a_council_that_has_another_name_is_called_so_on_every_page(client, summer, clock):
    client.get(MEETING)
    rename_the_organisation(summer, clock)
    assert all("Tideline Council" in client.get(PAGES[name]).content.decode() for name in NAMES if name != "paper")


def test_a_new_release_changes_every_etag(client, summer, monkeypatch):
    kept = {name: client.get(PAGES[name])["ETag"] for name in FRAMED}
    monkeypatch.setattr(caching, "release", lambda: "the next release")
    assert all(asked_again(client, name, etag).status_code == 200 for name, etag in kept.items())


def test_a_changed_frame_or_style_sheet_is_a_new_release(settings, tmp_path):
    frame, manifest = tmp_path / "templates/website/base.html", tmp_path / "static/staticfiles.json"
    other = tmp_path / "templates/desk/base.html"
    settings.BASE_DIR, settings.STATIC_ROOT, releases = tmp_path, tmp_path / "static", []
    for changed in (other, frame, frame, other, manifest, manifest, other):
        changed.parent.mkdir(parents=True, exist_ok=True)
        changed.write_text(f"Change {len(releases)}")
        releases.append(caching.release.__wrapped__())
    assert [before != after for before, after in pairwise(releases)] == [True, True, False, True, True, False]


# What it costs. The organisation is kept in memory for ten seconds, as it is in an installation.


@pytest.fixture
def warm(client, settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "warm"}}
    monkeypatch.setattr("committees.models.KNOWN_FOR", 600)  # seconds: longer than any test takes
    cache.clear()
    Organisation.objects.current()
    yield
    cache.clear()


# name: queries of the page, queries of "it has not changed"
QUERIES = {
    "home": (4, 4),
    "committees": (1, 1),
    "committee": (3, 3),
    "attendance": (3, 3),
    "people": (1, 1),
    "person": (4, 4),
    "meetings": (2, 2),
    "month": (2, 2),
    "meeting": (3, 1),
    "item": (4, 1),
    "item between two": (4, 1),
    "publication": (3, 2),
    "paper": (1, 1),
    "pdf": (2, 2),
}


def small():
    meeting = make_held_meeting(date=date(2026, 7, 15))
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>", decision="<p>Deferred.</p>")
    make_item(meeting, "Any other business")
    make_document(meeting, item=meeting.items.first())
    for n in range(1, 4):
        facts = {"party": Party.objects.create(name=f"Party {n}"), "ward": Ward.objects.create(name=f"Ward {n}")}
        Membership.objects.create(committee=meeting.committee, person=make_person(f"Una Reed-{n}", **facts))
    return meeting


def of_60_meetings():
    for n in range(59):
        publish(make_held_meeting(date=date(2026, 1, 1) + n * DAY), Kind.AGENDA)
    return small()


def of_40_items():
    meeting = small()
    for n in range(37):
        item = make_item(meeting, f"Pier {n}", minutes="<p>It was seen.</p>", decision="<p>Noted.</p>")
    make_document(meeting, item=item, content=make_pdf(2))
    return meeting


def of_many_versions():
    meeting = small()
    for n in range(8):
        Minute.objects.update(body=f"<p>Rewritten {n} times.</p>")
        publish(meeting, note="A slip.")
        publish(meeting, Kind.AGENDA, note="A slip.").withdraw("A slip.")
        Meeting.objects.update(venue=f"Room {n}")
    return meeting


SIZES = {"of 3 items": small, "of 60 meetings": of_60_meetings, "of 40 items": of_40_items, "of 17": of_many_versions}


@pytest.mark.parametrize("make", SIZES.values(), ids=SIZES)
def test_a_page_costs_the_same_in_a_small_archive_and_a_large_one(client, warm, make, django_assert_num_queries):
    meeting = make()
    keep_pdf(publish(meeting, note="The last."))
    paper = meeting.documents.first()
    pages = PAGES | {"paper": f"/documents/{paper.sha256}/survey.pdf", "pdf": f"{MEETING}minutes.pdf"}
    pages |= {"item between two": f"{MEETING}dredging/", "attendance": f"{MEETING}attendance/"}
    pages |= {"people": "/people/", "person": "/people/una-reed-1/"}
    pages |= {"meetings": "/meetings/", "month": "/meetings/2026/07/"}
    corrected = {"publication": 1} if make is of_many_versions else {}  # where later minutes put something right
    for name, (whole, unchanged) in QUERIES.items():
        with django_assert_num_queries(whole + corrected.get(name, 0)):
            answer = client.get(pages[name])
        with django_assert_num_queries(unchanged):
            again = client.get(pages[name], headers={"if-none-match": answer["ETag"]})
        assert (name, answer.status_code, again.status_code) == (name, 200, 304)


def test_the_frame_is_rendered_once_until_the_organisation_changes(client, summer, clock):
    def rendered() -> list[bool]:
        answers = [client.get(PAGES[name]) for name in ("meeting", "item", "home")]
        return ["website/framed.html" in [template.name for template in answer.templates] for answer in answers]

    rename_the_organisation(summer, clock)
    assert [rendered(), rendered()] == [[True, False, False], [False] * 3]
    clock(NOON + timedelta(seconds=2))
    Organisation.objects.get().save()
    assert rendered() == [True, False, False]


@pytest.mark.parametrize("address", ["/nowhere/", f"{COMMITTEE}2026-07-16/", f"{COMMITTEE}2026-07-15/nothing/"])
def test_an_unknown_address_costs_little(client, warm, summer, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        assert client.get(address).status_code == 404
    assert Version.objects.count() == 3 and Committee.objects.count() == 1
