"""A reader searches what is published now: and never what is a draft, scheduled, exempt, withdrawn or replaced."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from minutes.models import Minute
from published.kinds import Kind
from published.models import Version, Words
from published.query import parse
from published.searching import Filters, search
from tests.making import (
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_person,
    make_winter_and_summer,
    publish,
)

pytestmark = pytest.mark.django_db


def found(typed: str, now=None, newest_first: bool = False, **filters) -> list[str]:
    """The titles of what is found, with the day of each."""
    answer = search(parse(typed), Filters(**filters), now or timezone.now(), newest_first=newest_first)
    return [f"{result.title} ({result.meeting})" for result in answer.results]


found_in_order = found
WINTER_ITEM, SUMMER_ITEM = "Repair of the north mole (2026-01-14)", "Repair of the north mole (2026-07-15)"


@pytest.fixture
def two():
    winter, summer = make_winter_and_summer()
    return winter, summer, publish(winter), publish(summer)


@pytest.mark.parametrize("newest_first", [True, False])
def test_each_meeting_is_found_by_its_own_words_and_both_by_what_they_share(two, newest_first):
    assert found("ice", newest_first=newest_first) == [WINTER_ITEM]
    assert found("samphire", newest_first=newest_first) == [SUMMER_ITEM]
    assert found("tender", newest_first=newest_first) == [SUMMER_ITEM, WINTER_ITEM]
    assert found("mole -ice", newest_first=newest_first) == [SUMMER_ITEM]


SAID = "; ".join(
    [
        "The planning application 26/0123/FUL for 12 Quay Street, SW1A 2AA, was considered",
        "St. Mary’s Church and O'Brien & Sons co-operated in it",
        "Llŷr Gŵynedd of the café spoke to the councillors",
        "the councillors resolved to be or not to be",
        "it costs £5,000.50 in 2026-27",
        "minutes@example.org; a\\b [c] x^y άλφα край 한국 ệt",
    ]
)
FOUND = """
    26/0123/FUL
    26/0123/ful
    0123
    "26/0123"
    quay street
    "quay street"
    “Quay Street”
    "12 quay street"
    SW1A 2AA
    sw1a 2aa
    st. mary's
    St Marys
    st mary’s
    O'Brien
    obrien
    co-operated
    "co operated"
    Llyr
    LLŶR
    gwynedd
    Gŵynedd
    café
    CAFE
    applications
    councillor
    considering
    £5,000.50
    5,000
    2026-27
    minutes@example.org
    "to be or not to be"
    -herring quay
    quay -"street quay"
    mole quay
    άλφα
    край
    한국
    Et
    a\\b
    c] x
    “quay
""".strip().splitlines()
NOT_FOUND = """
    26/0124/FUL
    0123/26
    26/0123/FULL
    "street quay"
    "quay 12 street"
    1A 2A
    SW1A 2AB
    quay -street
    quay -"12 quay"
    quay herring
    "to be and not to be"
    "councillors quay"
    5,0005
    -quay
    -
    "
    …
    *
""".strip().splitlines()


@pytest.fixture
def said():
    meeting = make_held_meeting()
    Minute.objects.update(body=f"<p>{SAID.replace('&', '&amp;')}</p>")
    publish(meeting)
    publish(make_held_meeting(date=meeting.date.replace(month=7)))  # one that has none of it


@pytest.mark.parametrize("newest_first", [True, False])
def test_words_references_places_and_phrases_are_found_whole(said, newest_first):
    item = "Repair of the north mole (2026-03-04)"
    wrong = [typed.strip() for typed in FOUND if found(typed.strip(), newest_first=newest_first) != [item]]
    assert wrong == []
    assert [typed for typed in NOT_FOUND if found(typed.strip(), newest_first=newest_first)] == []


def test_a_scheduled_publication_is_found_from_its_moment_on_and_what_it_replaces_no_more(two):
    winter, now = two[0], timezone.now()
    Minute.objects.filter(item__meeting=winter).update(body="<p>Snow lay on the mole.</p>")
    then = now + timedelta(days=2)
    publish(winter, note="Corrected.", goes_live_at=then)
    before, after = then - timedelta(seconds=1), then
    assert (found("ice", before), found("snow", before)) == ([WINTER_ITEM], [])
    assert (found("ice", after), found("snow", after)) == ([], [WINTER_ITEM])
    assert found("samphire", before) == found("samphire", after) == [SUMMER_ITEM]


def test_what_is_replaced_at_once_is_found_no_more_and_again_when_the_new_is_withdrawn(two):
    winter = two[0]
    Minute.objects.filter(item__meeting=winter).update(body="<p>Snow lay on the mole.</p>")
    corrected = publish(winter, note="Corrected.")
    assert (found("ice"), found("snow")) == ([], [WINTER_ITEM])
    assert Words.objects.filter(text__contains="Ice").count() == 0
    corrected.withdraw("It was summer.")
    assert (found("ice"), found("snow"), found("samphire")) == ([WINTER_ITEM], [], [SUMMER_ITEM])


def test_of_what_is_withdrawn_nothing_is_found_and_of_the_other_all(two):
    two[2].withdraw("It named a resident.")
    assert (found("ice"), found("samphire")) == ([], [SUMMER_ITEM])
    assert set(Words.objects.values_list("version_id", flat=True)) == {two[3].sequence}


def test_a_cancelled_meeting_is_found_as_such_and_its_agenda_no_more():
    meeting = make_meeting(date=timezone.localdate() + timedelta(days=30))
    make_item(meeting, "Dredging of the basin")
    publish(meeting, Kind.AGENDA)
    assert len(found("dredging")) == 1
    meeting.cancelled_at, meeting.cancellation_reason = timezone.now(), "Storm damage at the Guildhall."
    meeting.save()
    publish(meeting, Kind.CANCELLATION)
    assert found("dredging") == []
    [line] = found("storm")
    assert line.startswith("CANCELLED: ")


def test_filters_find_the_committee_the_kind_and_the_year_alone(two):
    quay = make_held_meeting(
        committee=make_committee(name="Quay Board", slug="quay-board"), date=two[0].date.replace(year=2025)
    )
    make_document(quay, "Plan of the mole", item=quay.items.get())
    publish(quay, Kind.AGENDA)
    agenda = "Repair of the north mole (2025-01-14)"

    def found(typed, **filters):
        return found_in_order(typed, newest_first=True, **filters)

    assert found("repair") == [SUMMER_ITEM, WINTER_ITEM, agenda]
    assert found("mole", committee="quay-board") == [agenda, "Plan of the mole (2025-01-14)"]
    assert found("repair", committee="harbour-committee") == [SUMMER_ITEM, WINTER_ITEM]
    assert found("repair", kind="agenda") == [agenda]
    assert found("repair", kind="minutes") == found("repair", kind="decisions") == [SUMMER_ITEM, WINTER_ITEM]
    assert found("mole", kind="documents") == ["Plan of the mole (2025-01-14)"]
    assert found("repair", year=2025) == [agenda]
    assert found("repair", year=2026) == [SUMMER_ITEM, WINTER_ITEM]
    assert found("repair", year=2027) == found("repair", year=9999) == found("repair", year=1) == []
    assert found("repair", year=2025, committee="harbour-committee") == []


def test_a_committee_s_filter_finds_no_other_of_a_like_name(two):
    for slug in ("harbour-committees", "harbour", "harbour-committee-2", "harbour_committee"):
        publish(make_held_meeting(committee=make_committee(name=slug, slug=slug)))
        assert len(found("repair", committee=slug)) == 1
    assert found("repair", committee="harbour-committee") == [SUMMER_ITEM, WINTER_ITEM]
    assert len(found("repair")) == 6


def test_what_has_the_words_as_they_were_typed_comes_first_then_what_has_them_in_its_title():
    meeting = make_meeting()
    make_item(meeting, "Street lights", minutes="<p>The lights along the quay.</p>" + "<p>Nothing else.</p>" * 20)
    make_item(meeting, "Any other business", minutes="<p>A hole in Quay Street, and a word on lights.</p>")
    make_item(
        meeting, "Finance", minutes="<p>Lights in the street were paid for by the quay.</p>" + "<p>More.</p>" * 30
    )
    make_person(), publish(meeting, Kind.AGENDA), publish(meeting, Kind.DRAFT_MINUTES)
    assert [line[:10] for line in found("quay street")] == ["Any other ", "Street lig", "Finance (2"]
    assert found("lights")[0].startswith("Street lig")


def test_newest_first_goes_on_where_it_ended_and_shows_each_once(monkeypatch):
    monkeypatch.setattr("published.searching.PAGE", 4)
    for month in (1, 7):
        meeting = make_meeting(date=timezone.localdate().replace(day=1, month=month, year=2025))
        for n in range(5):
            make_item(meeting, f"Mooring {n}")
        publish(meeting, Kind.AGENDA)
    for newest_first in (True, False):
        after, seen = None, []
        while True:
            page = search(parse("mooring"), Filters(), timezone.now(), newest_first=newest_first, after=after)
            seen.append([f"{r.title[-1]}/{r.day.month}" for r in page.results])
            if page.next is None:
                break
            after = page.next
        assert [len(page) for page in seen] == [4, 4, 2]
        flat = [one for page in seen for one in page]
        assert len(set(flat)) == 10
        if newest_first:
            assert flat == [f"{n}/{month}" for month in (7, 1) for n in range(5)]


def test_what_is_very_common_is_found_newest_first_and_counted_no_further(monkeypatch, two):
    """PostgreSQL then asks in another way; the answer is the same."""
    monkeypatch.setattr("published.searching.FEW", 1)
    monkeypatch.setattr("published.searching.COUNTED", 1)
    assert found("tender", newest_first=True) == [SUMMER_ITEM, WINTER_ITEM]
    answer = search(parse("tender"), Filters(), timezone.now(), newest_first=True)
    assert answer.count == 2  # "more than 1"


def test_words_of_tags_and_of_the_page_around_them_are_not_searched(two):
    for word in ("strong", "class", "br", "p", "Skip", "breadcrumb", "href"):
        assert found(word) == []
    assert Version.objects.filter(front__contains="class").exists()


def test_what_the_search_asks_first_stands_before_the_long_text_of_a_row():
    """SQLite reads a row from its beginning: behind a text it would read through the whole of it."""
    with connection.cursor() as cursor:
        columns = [
            column.name for column in connection.introspection.get_table_description(cursor, Words._meta.db_table)
        ]
    assert columns.index("version_id") < columns.index("text")
