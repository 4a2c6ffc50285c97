"""An address is a promise: it belongs to one meeting or item for ever, and tells nothing of what is closed or to come."""

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urljoin

import pytest
from django.core.management import CommandError, call_command
from django.urls import resolve

from committees.law import Ground
from minutes.models import Meeting
from published import addresses
from published.kinds import Kind
from published.models import Item, Paper, Version
from published.places import places_at
from publishing.models import NotReady, Publication
from tests.making import (
    SUMMER,
    WINTER,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_pdf,
    make_winter_and_summer,
    publish,
)

pytestmark = pytest.mark.django_db
COMMITTEE = "/committees/harbour-committee/"
PAGES = {"winter": f"{COMMITTEE}2026-01-14/", "summer": f"{COMMITTEE}2026-07-15/"}
NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


# Of a meeting


def move(meeting: Meeting, **changes) -> Meeting:
    """What a clerk types into the draft of a published meeting."""
    Meeting.objects.filter(pk=meeting.pk).update(**changes)
    return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def moved():
    """A winter meeting was published; then its date was changed, and another meeting made on the old date."""
    first = make_held_meeting(date=WINTER, public_note="The first.")
    publish(first)
    move(first, date=date(2026, 1, 21))
    return first, make_held_meeting(date=WINTER, public_note="The second.")


def test_two_meetings_can_not_hold_one_address(moved, client):
    with pytest.raises(NotReady, match="2026-01-14 belongs to another meeting"):
        publish(moved[1])
    assert b"The first." in client.get(PAGES["winter"]).content


def test_a_published_meeting_does_not_take_another_date(moved):
    with pytest.raises(NotReady, match="first published as harbour-committee/2026-01-14"):
        publish(moved[0], Kind.DRAFT_MINUTES)


def test_each_sitting_of_a_day_is_addressed_by_its_number():
    slugs = [make_meeting(date=day, sitting=n).slug for day in (WINTER, SUMMER) for n in (1, 2, 3)]
    assert slugs == [f"{day}{sitting}" for day in ("2026-01-14", "2026-07-15") for sitting in ("", "-2", "-3")]


def test_the_second_sitting_of_a_day_has_an_address_of_its_own(moved, client):
    publish(move(moved[1], sitting=2))
    assert b"The second." in client.get(f"{COMMITTEE}2026-01-14-2/").content
    assert b"The first." in client.get(PAGES["winter"]).content


def test_withdrawing_an_address_withdraws_what_was_published_there(moved, client):
    call_command("withdraw", "harbour-committee/2026-01-14", "minutes", "--reason", "It named a resident.")
    assert Publication.objects.get(withdraws__isnull=False).meeting == moved[0]
    assert b"It named a resident." in client.get(PAGES["winter"]).content


def test_withdrawing_the_new_date_of_a_draft_withdraws_nothing(moved, client):
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("withdraw", "harbour-committee/2026-01-21", "minutes", "--reason", "It named a resident.")
    assert client.get(PAGES["winter"]).status_code == 200


def test_publishing_an_address_publishes_the_meeting_that_has_it(moved):
    """The address is looked up in the log: it is the first meeting, which has another date now, and is refused."""
    with pytest.raises(CommandError, match="first published as harbour-committee/2026-01-14"):
        call_command("publish", "harbour-committee/2026-01-14", "minutes", "--note", "Again.")
    with pytest.raises(CommandError, match="There is no meeting"):
        call_command("publish", "harbour-committee/2026-01-21", "minutes")


def test_a_withdrawn_meeting_keeps_its_address(moved):
    Publication.objects.get().withdraw("It named a resident.")
    with pytest.raises(NotReady, match="belongs to another meeting"):
        publish(moved[1])


def test_an_address_that_is_scheduled_is_reserved_until_it_is_taken_back(client, clock):
    clock(NOON)
    first = make_held_meeting(date=WINTER)
    coming = publish(first, goes_live_at=NOON + DAY)
    move(first, date=date(2026, 1, 21))
    second = make_held_meeting(date=WINTER, public_note="The second.")
    with pytest.raises(NotReady, match="belongs to another meeting"):
        publish(second)
    coming.withdraw("Too early.")
    publish(second)
    publish(Meeting.objects.get(pk=first.pk))
    assert b"The second." in client.get(PAGES["winter"]).content
    assert client.get(f"{COMMITTEE}2026-01-21/").status_code == 200


def test_a_meeting_given_to_another_committee_in_the_draft_stays_where_it_was_published(client):
    winter, summer = make_winter_and_summer()
    publish(winter), publish(summer)
    move(winter, committee=make_committee(name="Quay Board", slug="quay-board"))
    publish(summer, Kind.DRAFT_MINUTES)  # writes rows anew
    here, there = client.get(COMMITTEE).content.decode(), client.get("/committees/quay-board/").content.decode()
    assert all(page in here for page in PAGES.values()) and "2026-01-14" not in there
    with pytest.raises(NotReady, match="first published as harbour-committee"):
        publish(Meeting.objects.get(pk=winter.pk), note="Moved.")


# Of an item


def test_an_item_s_address_answers_with_the_item_of_its_own_meeting(client):
    """Every meeting has its Apologies: a page of another meeting's would not be noticed for years."""
    for meeting in make_winter_and_summer():
        publish(meeting)
    winter, summer = (client.get(f"{page}repair-of-the-north-mole/").content.decode() for page in PAGES.values())
    assert "Ice lay" in winter and "Samphire" not in winter and "14 January 2026" in winter
    assert "Samphire grew" in summer and "Ice" not in summer and "15 July 2026" in summer


def test_two_items_of_one_title_have_two_addresses(client):
    meeting = make_held_meeting(date=SUMMER)
    make_item(meeting, minutes="<p>It was repaired again.</p>")
    publish(meeting)
    first, second = (client.get(f"{PAGES['summer']}repair-of-the-north-mole{n}/").content.decode() for n in ("", "-2"))
    assert "repaired again" in second and "repaired again" not in first


@pytest.mark.parametrize("title", ["Attendance", "Publications", "Anwesenheit!", "—", "x" * 300])
def test_no_title_makes_an_address_that_is_something_else(title, client):
    meeting = make_held_meeting(date=SUMMER)
    item = make_item(meeting, title, minutes="<p>It was heard.</p>")
    publish(meeting)
    item.refresh_from_db()
    assert len(item.slug) <= 100 and item.slug not in ("attendance", "publications", "")
    assert b"It was heard." in client.get(f"{PAGES['summer']}{item.slug}/").content


@pytest.fixture
def grievance():
    """Two meetings whose second item will turn out to be exempt."""
    for day in (WINTER, SUMMER):
        meeting = make_meeting(date=day)
        make_item(meeting, "Apologies")
        make_item(meeting, "Grievance of Ann Low")
    return meeting


def close(meeting: Meeting, title: str = "Grievance of Ann Low") -> None:
    meeting.items.filter(title=title).update(restriction=Ground.ENGLAND_4, public_title="Staffing")


def published_slugs(meeting: Meeting) -> set[str]:
    return set(Item.objects.filter(version__key=meeting.pk).values_list("slug", flat=True))


BEFORE = {
    "a notice had gone out": lambda meeting: publish(meeting, Kind.NOTICE),
    "its agenda was withdrawn": lambda meeting: publish(meeting, Kind.AGENDA).withdraw("It named a person."),
    "its agenda had not gone live": lambda meeting: publish(
        meeting, Kind.AGENDA, goes_live_at=datetime(2099, 1, 1, tzinfo=UTC)
    ),
    "its agenda was out": lambda meeting: publish(meeting, Kind.AGENDA),
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_a_closed_title_is_in_no_address_made_after_it_was_closed(grievance, before):
    before(grievance)
    close(grievance)
    record = publish(grievance, Kind.AGENDA, note="The item is exempt.").meeting_record
    assert [item.slug for item in record.items] == ["apologies", "staffing"]


def test_a_closed_title_is_in_no_address_once_the_versions_that_showed_it_are_withdrawn(grievance, client):
    opened = [publish(grievance, Kind.AGENDA)]
    make_item(grievance, "Dredging")
    opened.append(publish(grievance, Kind.AGENDA, note="An item was missing."))
    close(grievance)
    publish(grievance, Kind.AGENDA, note="The item is exempt.")
    for publication in opened:
        publication.withdraw("It named a person.")
    page = client.get(PAGES["summer"]).content.decode()
    assert f"{PAGES['summer']}staffing/" in page and "ann-low" not in page.lower() and "Ann Low" not in page
    assert client.get(f"{PAGES['summer']}grievance-of-ann-low/").status_code == 404
    assert published_slugs(grievance) == {"apologies", "staffing", "dredging"}


def test_an_item_that_is_open_keeps_its_address_under_another_title(grievance):
    publish(grievance, Kind.AGENDA)
    grievance.items.filter(title="Apologies").update(title="Apologies for absence")
    record = publish(grievance, Kind.AGENDA, note="The title was short.").meeting_record
    assert (record.items[0].slug, record.items[0].title) == ("apologies", "Apologies for absence")


def test_the_address_of_a_deleted_item_is_given_to_no_other(grievance, client):
    publish(grievance, Kind.AGENDA)
    grievance.items.get(title="Apologies").delete()
    make_item(grievance, "Apologies")
    record = publish(grievance, Kind.AGENDA, note="It was another item.").meeting_record
    assert [item.slug for item in record.items] == ["grievance-of-ann-low", "apologies-2"]
    assert "It is not part of" in client.get(f"{PAGES['summer']}apologies/").content.decode()
    for publication in Publication.objects.of(grievance):
        publication.withdraw("It was sent out too early.")
    again = publish(grievance, Kind.AGENDA, note="It is in time now.").meeting_record
    assert [item.slug for item in again.items] == ["grievance-of-ann-low", "apologies-2"]


def test_items_that_change_their_titles_with_each_other_keep_their_addresses(grievance):
    first = publish(grievance, Kind.AGENDA).meeting_record
    one, two = grievance.items.all()
    grievance.items.filter(pk=one.pk).update(title=two.title)
    grievance.items.filter(pk=two.pk).update(title=one.title)
    second = publish(grievance, Kind.AGENDA, note="The titles were mixed up.").meeting_record
    assert [item.slug for item in second.items] == [item.slug for item in first.items]
    assert [item.title for item in second.items] == [item.title for item in reversed(first.items)]


# Of a publication


@pytest.fixture
def hidden(clock):
    """A meeting with four publications, of which the public has seen the second and the fourth."""
    clock(NOON)
    meeting = make_held_meeting(date=SUMMER)
    publish(meeting, goes_live_at=NOON + 9 * DAY, note="SCHEDULED")
    publish(meeting, Kind.AGENDA)
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
    publish(meeting, Kind.AGENDA, goes_live_at=NOON + DAY, note="TAKEN BACK").withdraw("SLIP")
    publish(meeting, Kind.AGENDA, note="An item was missing.")
    return meeting


def test_public_numbers_tell_nothing_of_what_is_hidden(hidden, client):
    page = client.get(PAGES["summer"]).content.decode()
    log = page.partition("What was published when")[2]
    assert [f"publications/{n}/" in log for n in range(1, 6)] == [True, True, False, False, False]
    assert "version 2" in log and "version 3" not in log
    assert "SCHEDULED" not in page and "TAKEN BACK" not in page and "SLIP" not in page
    first, second = (client.get(f"{PAGES['summer']}publications/{n}/").content.decode() for n in (1, 2))
    assert "Agenda, version 1<" in first and "publication 1 of" in first and "Dredging" not in first
    assert "Agenda, version 2<" in second and "publication 2 of" in second and "Dredging" in second


def test_what_goes_live_later_has_the_next_number_and_moves_none(hidden, client, clock):
    second = client.get(f"{PAGES['summer']}publications/2/").content
    assert b"publications/3/" not in second and b"../3/" not in second
    clock(NOON + 9 * DAY)
    later, beside = client.get(f"{PAGES['summer']}publications/2/").content, b'<nav class="neighbours"'
    assert later.partition(beside)[0] == second.partition(beside)[0] and b'rel="next" href="../3/"' in later
    third = client.get(f"{PAGES['summer']}publications/3/").content.decode()
    assert "Minutes, version 1<" in third and "publication 3 of" in third
    assert client.get(f"{PAGES['summer']}publications/4/").status_code == 404


def test_a_withdrawn_publication_keeps_its_number_and_moves_none(hidden, client):
    Publication.objects.get(sequence=2).withdraw("It named a resident.")
    assert client.get(f"{PAGES['summer']}publications/1/").status_code == 410
    at_the_desk = Publication.objects.places_of(hidden, NOON).values()
    assert list(at_the_desk) == places_at("harbour-committee", "2026-07-15", NOON)
    assert [(place.note, place.reason) for place in at_the_desk] == [
        ("", "It named a resident."),
        ("An item was missing.", ""),
    ]
    assert "Agenda, version 2<" in client.get(f"{PAGES['summer']}publications/2/").content.decode()


def test_the_desk_and_the_public_count_alike(hidden):
    at_the_desk = Publication.objects.places_of(hidden, NOON)
    assert list(at_the_desk.values()) == places_at("harbour-committee", "2026-07-15", NOON)
    assert [(p.number, p.version, p.kind) for p in at_the_desk.values()] == [(1, 1, "agenda"), (2, 2, "agenda")]
    assert set(at_the_desk) == {2, 5}


# As a body writes them and as the site answers them


def test_every_path_that_a_body_links_to_is_an_address_of_the_site(client):
    sha256 = "a" * 64
    paths = {
        addresses.committee("quay-board"): ("committee", {"slug": "quay-board"}),
        addresses.meeting("quay-board", "2026-01-14"): ("meeting", {"committee": "quay-board", "slug": "2026-01-14"}),
        addresses.meeting("quay-board", "2026-07-15-2"): (
            "meeting",
            {"committee": "quay-board", "slug": "2026-07-15-2"},
        ),
        addresses.item("quay-board", "2026-07-15", "ice"): (
            "item",
            {"committee": "quay-board", "slug": "2026-07-15", "item": "ice"},
        ),
        addresses.publication("quay-board", "2026-07-15", 3): (
            "publication",
            {"committee": "quay-board", "slug": "2026-07-15", "number": 3},
        ),
        addresses.matter(12): ("matter", {"matter": 12}),
        addresses.document(sha256, "report.pdf"): ("document", {"sha256": sha256, "file_name": "report.pdf"}),
    }
    assert {path: (resolve(path).url_name, resolve(path).kwargs) for path in paths} == paths
    written = {
        name for name, made in vars(addresses).items() if callable(made) and made.__module__ == addresses.__name__
    }
    assert written == {name for name, _ in paths.values()} | {"ground"}  # a place on one page
    assert addresses.ground("wales-14") == f"{addresses.REASONS_RESTRICTED}#wales-14"
    assert {client.get(path).status_code for path in paths} == {404}  # nothing has been published yet
    assert {client.get(path).status_code for path in (addresses.PROOF, addresses.REASONS_RESTRICTED)} == {200}


def test_every_link_on_the_pages_of_two_meetings_is_answered(client):
    for pages, meeting in enumerate(make_winter_and_summer(), start=1):
        make_item(meeting, "Dredging", minutes="<p>Deferred.</p>", parent=meeting.items.get())
        make_document(
            meeting, item=meeting.items.first(), content=make_pdf(pages), name="Bericht über die Mole & more.pdf"
        )
        make_document(meeting, content=make_pdf(pages + 2))
        publish(meeting)
    seen, wanted = set(), {"/"}
    while wanted:
        address = wanted.pop()
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200 or address.endswith("minutes.pdf"), address
        if answer["Content-Type"].startswith("text/html"):
            links = {urljoin(address, link) for link in re.findall(r'href="([^"#:]+)"', answer.content.decode())}
            wanted |= {link for link in links if not link.startswith("/static/")} - seen
    assert len([address for address in seen if address.startswith("/documents/")]) == 4
    assert len([address for address in seen if address.endswith("/dredging/")]) == 2
    assert len([address for address in seen if address.endswith(("/publications/1/", "/minutes.pdf"))]) == 4


def test_rows_of_two_meetings_are_never_mixed_up():
    for meeting in make_winter_and_summer():
        make_document(meeting, item=meeting.items.get(), content=make_pdf(meeting.pk))
        publish(meeting)
    for version in Version.objects.all():
        assert {item.version_id for item in version.items.all()} == {version.pk}
        assert version.papers.get().sha256 == Meeting.objects.get(pk=version.key).documents.get().sha256
    assert Paper.objects.count() == 2
