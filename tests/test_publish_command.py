"""Somebody who publishes from a script or a terminal reads the same warnings as at the desk, and what came of it."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from committees.models import Person
from minutes.models import Meeting
from published.kinds import Kind
from publishing.checks.approval import NOBODY
from publishing.models import Publication
from tests.install import ROOT
from tests.making import SUMMER, WINTER, make_held_meeting, make_item, make_meeting, publish

pytestmark = pytest.mark.django_db
AUGUST = datetime(2026, 8, 3, 9, tzinfo=UTC)
ADDRESS = "harbour-committee/2026-07-15"
PLACE = f"http://127.0.0.1:8000/committees/{ADDRESS}/"


@pytest.fixture
def meeting(clock) -> Meeting:
    """Of July, beside one of January; it is August."""
    clock(AUGUST)
    make_held_meeting(date=WINTER)
    return make_held_meeting(date=SUMMER)


def typed(*words: str) -> tuple[list[str], list[str]]:
    """The lines that the command prints, and those of them that are warnings."""
    out, err = StringIO(), StringIO()
    call_command("publish", *words, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def test_the_command_says_what_was_published_and_where(meeting):
    assert typed(ADDRESS, "draft-minutes") == ([f"Published: Draft minutes: {PLACE}"], [])
    published = Publication.objects.get()
    assert (published.meeting, published.kind, published.note, published.goes_live_at) == (
        meeting,
        Kind.DRAFT_MINUTES,
        "",
        AUGUST,
    )


def test_publishing_the_same_again_makes_no_second_version(meeting):
    typed(ADDRESS, "minutes")
    assert typed(ADDRESS, "minutes") == ([f"Nothing has changed since Minutes was published: {PLACE}"], [])
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "words", "moment"),
    [
        ("2026-08-05T17:00", "5 August 2026, 17:00 BST", datetime(2026, 8, 5, 16, tzinfo=UTC)),
        ("2026-12-05T17:00", "5 December 2026, 17:00 GMT", datetime(2026, 12, 5, 17, tzinfo=UTC)),
        ("2026-12-05T17:00+01:00", "5 December 2026, 16:00 GMT", datetime(2026, 12, 5, 16, tzinfo=UTC)),
    ],
)
def test_what_is_scheduled_is_said_on_the_councils_clocks(meeting, at, words, moment):
    assert typed(ADDRESS, "draft-minutes", "--at", at) == ([f"Draft minutes will go live on {words}: {PLACE}"], [])
    assert Publication.objects.get().goes_live_at == moment


def test_the_very_second_is_past(meeting):
    said = r"--at: 3 August 2026, 10:00 BST is past\. Choose a later time, or leave --at out to publish now\."
    with pytest.raises(CommandError, match=said):
        typed(ADDRESS, "minutes", "--at", "2026-08-03T10:00")
    assert not Publication.objects.exists()


def test_the_note_stands_in_the_log(meeting):
    typed(ADDRESS, "minutes")
    make_item(meeting, "Dredging", minutes="<p>The bar was dredged.</p>")
    with pytest.raises(CommandError, match=r"^Not published\. Say in the note what has changed since"):
        typed(ADDRESS, "minutes")
    typed(ADDRESS, "minutes", "--note", "An item was missing.")
    assert Publication.objects.last().note == "An item was missing."


def test_everything_that_stops_it_is_said_one_sentence_after_the_other():
    make_meeting(date=date(2099, 3, 4))
    with pytest.raises(CommandError) as refused:
        typed("harbour-committee/2099-03-04", "minutes")
    said = ["The meeting has not taken place", "Publish", "There are no agenda items", "Add at least"]
    sentences = str(refused.value).split(". ")
    assert sentences[0] == "Not published"
    assert all(map(str.startswith, sentences[1:], said)) and len(sentences) == 5
    assert not Publication.objects.exists()


def test_what_does_not_stop_it_is_a_note_beside_it(meeting):
    make_item(meeting, "Dredging", kind="report", minutes="<p>Said.</p>")
    said, warned = typed(ADDRESS, "minutes")
    assert said == [f"Published: Minutes: {PLACE}"]
    no_decision = "“Dredging” is a report, but has no decision. Record it, or that the item was deferred or withdrawn."
    assert warned == [f"Note: {NOBODY}", f"Note: {no_decision}"]


def test_a_meeting_that_is_not_there_is_asked_for_by_the_address_as_it_was_written():
    with pytest.raises(
        CommandError, match=r"^There is no meeting harbour-committee/2026-07-16\. Write the committee's"
    ):
        typed("harbour-committee/2026-07-16", "minutes")


def renamed(meeting: Meeting) -> None:
    """Published with Mary Bell, who is Mary Hart by now; and something else to correct."""
    publish(meeting)
    Person.objects.filter(slug="mary-bell").update(last_name="Hart")
    make_item(meeting, "Dredging", minutes="<p>The bar was dredged.</p>")


def names() -> list[str]:
    return [attendee.person.name for attendee in Publication.objects.last().meeting_record.attendance]


def test_names_stay_as_they_were_on_the_day_and_the_command_says_so(meeting):
    renamed(meeting)
    _, warned = typed(ADDRESS, "minutes", "--note", "An item was missing.")
    assert warned == [
        "Note: names stay as the version before printed them; --new-names prints them as they are.",
        "Kept as it was: Councillor Mary Bell is now printed as Councillor Mary Hart.",
    ]
    assert names() == ["Councillor Mary Bell"]


def test_names_of_today_are_printed_if_asked_for(meeting):
    renamed(meeting)
    _, warned = typed(ADDRESS, "minutes", "--note", "Names corrected.", "--new-names")
    assert warned == ["Note: Councillor Mary Bell is now printed as Councillor Mary Hart."]
    assert names() == ["Councillor Mary Hart"]


def test_an_hour_that_comes_twice_asks_for_its_offset_and_no_other_error_does(meeting):
    for at, said in [
        ("2026-10-25T01:30", r"which is meant\. Write 2026-10-25T01:30\+01:00 or 2026-10-25T01:30\+00:00\.$"),
        ("2027-03-28T01:30", r"the clocks go forward then\. Choose another time\.$"),
    ]:
        with pytest.raises(CommandError, match=f"^--at: .*{said}"):
            typed(ADDRESS, "minutes", "--at", at)


def test_each_command_says_in_its_help_what_it_does():
    """`manage.py COMMAND --help` is where somebody looks first."""
    ours = {name: app for name, app in get_commands().items() if (ROOT / str(app)).is_dir()}
    assert ours.keys() > {"publish", "withdraw", "verify", "demo"}
    assert [name for name, app in ours.items() if not load_command_class(app, name).help.strip()] == []
