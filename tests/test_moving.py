"""A clerk changes when something goes live: what was frozen goes live then, and the public never knew of another time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from minutes.models import AgendaItem
from proving.verifying import Counts, differences
from published import files
from published.models import Link, Version
from publishing.models import Publication
from tests.desk import Page
from tests.making import make_document, make_item, make_meeting, make_pdf, make_winter_and_summer, publish
from tests.test_door import door, go_on
from tests.test_rights import staff

pytestmark = pytest.mark.django_db
WINTER, NOW = datetime(2026, 2, 2, 9, tzinfo=UTC), datetime(2026, 8, 3, 9, tzinfo=UTC)
AUGUST, NOVEMBER = datetime(2026, 8, 5, 16, tzinfo=UTC), datetime(2026, 11, 5, 17, tzinfo=UTC)
BOTH = [
    "minutes.view_meeting",
    "minutes.view_agendaitem",
    "publishing.add_publication",
    "publishing.withdraw_publication",
]


@pytest.fixture
def two(clock):
    """Minutes of two meetings, each with a paper, scheduled for the same hour."""
    clock(NOW)
    found = []
    for pages, meeting in enumerate(make_winter_and_summer(), start=1):
        make_document(meeting, content=make_pdf(pages))
        found.append(publish(meeting, goes_live_at=AUGUST, note="First."))
    return found


def moving(publication: Publication) -> str:
    return f"{door(publication.meeting)}move/{publication.pk}/"


def test_it_goes_live_at_the_other_time_as_it_was_frozen_and_the_log_holds(
    desk, client, clock, two, django_capture_on_commit_callbacks
):
    winter, summer = two
    AgendaItem.objects.filter(meeting=winter.meeting).update(title="Changed in the draft")
    page = Page(desk, door(winter.meeting))
    assert page.tree.xpath("//td[@class='away']/a[1]/@href") == [moving(winter)]
    page = go_on(Page(desk, moving(winter)), "confirm", goes_live_at="5 November 2026, 5 pm")
    assert "It goes live on Thursday 5 November 2026, 17:00 GMT instead." in page.text and winter.stands
    with django_capture_on_commit_callbacks(execute=True):
        page = go_on(page, "move")
    assert "Minutes goes live on 5 November 2026, 17:00 GMT, and not on 5 August 2026, 17:00 BST." in page.text
    moved = Publication.objects.of(winter.meeting).standing().get()
    assert (moved.goes_live_at, moved.note) == (NOVEMBER, "First.")
    assert moved.record.text.count("Changed in the draft") == 0 and "north mole" in moved.record.text
    assert Publication.objects.of(summer.meeting).standing().get() == summer
    clock(AUGUST + timedelta(minutes=1))
    assert [client.get(f"/committees/{one.address}/").status_code for one in two] == [404, 200]
    clock(NOVEMBER)
    page = client.get(f"/committees/{winter.address}/").content.decode()
    assert "Ice lay on the mole." in page and "taken back" not in page and "ithdrawn" not in page
    assert moved.meeting_record.files and all(map(files.exists, moved.meeting_record.files))
    assert not list(differences(Counts())) and not any(
        "another time" in facts for facts in Link.objects.values_list("facts", flat=True)
    )


def test_without_a_time_it_is_public_at_once(desk, client, two):
    page = go_on(Page(desk, moving(two[0])), "confirm", goes_live_at="")
    assert "It goes live now." in page.text
    assert "Minutes is public now, and not on 5 August 2026, 17:00 BST." in go_on(page, "move").text
    assert [client.get(f"/committees/{one.address}/").status_code for one in two] == [200, 404]


def test_a_time_that_is_past_or_none_is_refused_at_the_field_and_one_that_comes_twice_is_asked_about(desk, two):
    page = go_on(Page(desk, moving(two[0])), "confirm", goes_live_at="1 February 2026, 5 pm")
    assert "This time is past." in page.text and page.fields["goes_live_at"] == "1 February 2026, 5 pm"
    page = go_on(page, "confirm", goes_live_at="25 October 2026, 01:30")
    assert "comes twice" in page.text and "the second, an hour later" in page.text
    page = go_on(go_on(page, "confirm", which="second"), "move")
    moved = Publication.objects.of(two[0].meeting).standing().get()
    assert moved.goes_live_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_agenda_that_would_come_too_late_is_warned_of(desk, clock):
    clock(WINTER)
    meeting = make_meeting()
    make_item(meeting)
    agenda = publish(meeting, "agenda", goes_live_at=datetime(2026, 2, 5, 17, tzinfo=UTC))
    late = go_on(Page(desk, moving(agenda)), "confirm", goes_live_at="2 March 2026, 5 pm").text
    assert "too late for the 5 clear days’ notice" in late and "The last lawful moment is" in late
    assert "too late" not in go_on(Page(desk, moving(agenda)), "confirm", goes_live_at="6 February 2026, 5 pm").text


def test_what_went_live_meanwhile_or_was_taken_back_is_not_moved(desk, clock, two):
    winter, summer = two
    summer.withdraw("Wrong.")
    clock(AUGUST)
    for publication in (winter, summer):
        assert (
            "Minutes is not scheduled any more."
            in Page(desk, door(publication.meeting), desk.get(moving(publication), follow=True)).text
        )
        with pytest.raises(ValidationError):
            Publication.objects.get(pk=publication.pk).move(NOVEMBER, now=AUGUST)
    assert not Version.objects.filter(goes_live_at=NOVEMBER).exists() and Publication.objects.count() == 3


def test_it_needs_the_rights_to_publish_and_to_withdraw(two):
    for right in BOTH[2:]:
        client = staff(*(one for one in BOTH if one != right))
        assert client.post(moving(two[0]), {"step": "move", "goes_live_at": ""}).status_code == 403
        assert "Change when it goes live" not in client.get(door(two[0].meeting)).content.decode()
    assert Publication.objects.count() == 2
    assert staff(*BOTH).get(moving(two[0])).status_code == 200


def test_it_is_said_that_what_was_published_since_would_be_replaced_by_older_words(desk, two):
    winter, summer = two
    make_item(winter.meeting, "The mole")
    publish(winter.meeting, note="One more item.")
    pages = [
        go_on(Page(desk, moving(one)), "confirm", goes_live_at="5 November 2026, 5 pm").text for one in (winter, summer)
    ]
    assert ["This one will replace it on the meeting’s page" in page for page in pages] == [True, False]
    assert "Minutes of 3 August 2026, 10:00 was published after this one was scheduled." in pages[0]
