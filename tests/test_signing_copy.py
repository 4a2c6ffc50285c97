"""The copy of the minutes that is signed: its words, its leaves, and where it is found."""

from datetime import date

import pytest

from desk.signing import signing
from minutes.models import Minute
from published.kinds import Kind
from publishing.models import Publication
from tests.making import make_held_meeting, make_item, make_meeting, publish
from tests.test_approval import FEBRUARY, approve, at_the_item, made_next, made_public
from tests.test_sheets import address, pages

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINK = "Print the copy to sign"


@pytest.fixture
def february():
    """Long enough for several leaves."""
    meeting = make_held_meeting(date=FEBRUARY)
    for number in range(12):
        make_item(meeting, f"Pier {number}", minutes="<p>Members discussed the pier at length.</p>" * 9)
    make_item(
        meeting, "Tender of Quay", restriction="england-2006-3", public_title="A contract", minutes="<p>Bids.</p>"
    )
    publish(meeting, Kind.DRAFT_MINUTES)
    return meeting


def test_each_leaf_has_its_number_and_room_for_initials_and_the_last_for_the_signature(desk, february):
    leaves = pages(desk.get(address(february, "signing")).content)
    assert len(leaves) > 2
    for number, leaf in enumerate(leaves, start=1):
        assert f"Leaf {number} of {len(leaves)}" in leaf and "Initials: …" in leaf
        assert "raft" not in leaf and "Page" not in leaf
        assert ("Signed by the person presiding" in leaf) == (number == len(leaves))
    assert "Minutes of the Harbour Committee" in leaves[0]


def test_it_has_the_words_as_they_are_to_be_approved_and_nothing_that_is_closed(desk, february):
    Minute.objects.filter(item__title="Repair of the north mole").update(body="<p>The south mole was meant.</p>")
    said = " ".join(pages(desk.get(address(february, "signing")).content))
    assert "The south mole was meant." in said and "Pier 11" in said
    assert "Quay" not in said and "Bids" not in said and "A contract" in said


def test_it_says_at_which_meeting_once_that_is_recorded_and_publishes_nothing(desk, february):
    approve(february, made_next(), "corrected", corrections="That “south” be read for “north”.")
    count = Publication.objects.count()
    said = " ".join(pages(desk.get(address(february, "signing")).content))
    assert "Approved as a correct record at the meeting of 4 March 2026" in said
    assert "That “south” be read for “north”." in said
    assert Publication.objects.count() == count


def test_it_is_found_at_the_item_and_in_the_menu_of_a_meeting_that_was_held(desk, february):
    march = made_next()
    assert LINK in at_the_item(desk, march)
    for meeting, shown in [(february, True), (make_meeting(date=date(2099, 3, 4)), False)]:
        page = desk.get(f"/admin/minutes/meeting/{meeting.pk}/minutes/").content.decode()
        assert (address(meeting, "signing") in page) == shown
    approve(february, march)
    publish(february, Kind.MINUTES)
    assert LINK not in at_the_item(desk, march)


def test_it_asks_as_much_of_a_long_meeting_as_of_a_short_one(february, django_assert_max_num_queries):
    for meeting in (made_public(date(2026, 1, 7)), february):
        with django_assert_max_num_queries(34):
            assert signing(meeting)["record"].items
