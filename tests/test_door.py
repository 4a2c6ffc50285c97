"""Alison Thrale publishes and withdraws at the door, and nothing happens by a slip."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from committees.models import Person
from desk import withdrawing
from desk.door import proposed
from desk.log_of_meeting import MeetingLog
from minutes.models import AgendaItem, Attendance, Meeting, Motion, Vote
from published.kinds import Kind
from published.models import PDF, Link
from publishing.models import NotReady, Publication
from tests.desk import Page, meeting_page
from tests.making import (
    SUMMER,
    WINTER,
    keep_pdf,
    make_clerk,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_person,
    make_winter_and_summer,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LOG = "/admin/publishing/publication/"
FEBRUARY, AUGUST = datetime(2026, 2, 2, 9, tzinfo=UTC), datetime(2026, 8, 3, 9, tzinfo=UTC)


def door(meeting: Meeting) -> str:
    return f"{LOG}meeting/{meeting.pk}/"


def withdrawal(publication: Publication, meeting: Meeting | None = None) -> str:
    return f"{door(meeting or publication.meeting)}withdraw/{publication.pk}/"


def press(client, address: str, step: str, **fields) -> Page:
    """The page that a button of the door's forms leads to."""
    page = Page(client, address)
    known = page.fields | {"step": step} | fields
    return Page(client, address, client.post(address, known, follow=True))


def go_on(page: Page, step: str, **fields) -> Page:
    response = page.client.post(page.address, page.fields | {"step": step} | fields, follow=True)
    return Page(page.client, page.address, response)


def published_kinds() -> list[str]:
    return list(Publication.objects.values_list("kind", flat=True))


# Choosing and checking


def test_enter_in_any_field_checks_and_never_publishes(desk):
    meeting = make_held_meeting()
    first = Page(desk, door(meeting)).tree.xpath("//form[@id='choice']//*[self::button or @type='submit']")[0]
    assert (first.get("name"), first.get("value")) == ("step", "check")
    assert "1. What to publish" in press(desk, door(meeting), "check", kind="minutes").text
    assert published_kinds() == []


@pytest.mark.parametrize(("now", "time"), [(FEBRUARY, "2026-02-05T17:00"), (AUGUST, "2026-08-05T17:00")])
def test_choosing_another_kind_keeps_what_was_typed(desk, clock, now, time):
    clock(now)
    meeting = make_held_meeting()
    page = press(desk, door(meeting), "check", kind="decisions", note="A page was missing.", goes_live_at=time)
    kept = {name: page.fields[name].strip() for name in ("kind", "note", "goes_live_at")}
    assert kept == {"kind": "decisions", "note": "A page was missing.", "goes_live_at": time}
    assert "Checks: Decisions" in page.text


PROPOSED = {
    "to come": (date(2026, 11, 26), [], "agenda"),
    "to come, its agenda out": (date(2026, 11, 26), ["agenda"], "agenda"),
    "held": (WINTER, [], "draft-minutes"),
    "held, its decisions out": (SUMMER, ["agenda", "decisions"], "draft-minutes"),
    "held, a draft out": (WINTER, ["decisions", "draft-minutes"], "draft-minutes"),
    "approved already": (SUMMER, ["draft-minutes", "minutes"], "minutes"),
}


@pytest.mark.parametrize(("day", "earlier", "kind"), PROPOSED.values(), ids=PROPOSED)
def test_approved_minutes_are_never_proposed_by_themselves(clock, day, earlier, kind):
    clock(datetime(2026, 11, 25, 9, tzinfo=UTC))
    meeting = make_held_meeting(date=day)
    for other in earlier:
        publish(meeting, Kind(other))
    assert proposed(meeting, MeetingLog.of(meeting, timezone.now())) == kind


def test_of_a_cancelled_meeting_its_cancellation_is_proposed():
    meeting = make_held_meeting()
    meeting.cancel("Storm.")
    assert proposed(meeting, MeetingLog.of(meeting, timezone.now())) == Kind.CANCELLATION


@pytest.mark.parametrize("step", ["check", "confirm", "publish"])
def test_what_stops_publishing_is_said_and_nothing_is_published(desk, step):
    page = press(desk, door(make_meeting()), step, kind="minutes")
    assert "There are no agenda items." in page.text
    assert published_kinds() == []
    buttons = page.tree.xpath("//form[@id='choice']//button[@name='step']/@value")
    assert set(buttons) == {"check"} and "It can’t be published yet" in page.text


def test_somebody_who_hears_the_checks_can_tell_their_links_apart(desk):
    meeting = make_held_meeting(venue="")
    for title in ("Dredging", "Buoys"):
        make_item(meeting, title, kind="report", minutes="<p>RESOLVED that it be done.</p>")
    for step in ("check", "confirm"):
        page = press(desk, door(meeting), step, kind="minutes")
        labels = page.tree.xpath("//li[@class='warns']/a/@aria-label")
        assert len(labels) == len(set(labels)) == len(page.tree.xpath("//ul[@class='checks']/li/a")) > 1
        assert (
            "Go there: “Buoys” says “RESOLVED that it be done.”, but has no decision. Record what was resolved …"
            in labels
        )


def test_an_address_that_belongs_to_another_meeting_is_said_before_publishing(desk):
    winter, summer = make_winter_and_summer()
    publish(winter)
    Meeting.objects.filter(pk=winter.pk).update(date=date(2026, 1, 21))
    Meeting.objects.filter(pk=summer.pk).update(date=WINTER)
    for meeting, sentence in [
        (winter, "was first published as harbour-committee/2026-01-14"),
        (summer, "belongs to another meeting"),
    ]:
        page = Page(desk, door(meeting))
        assert sentence in page.text
        assert page.tree.xpath("//li[@class='stops']/a/@href") == [meeting_page(meeting)]


def test_an_older_agenda_that_is_still_to_go_live_is_asked_about(desk, clock):
    clock(datetime(2026, 11, 30, 9, tzinfo=UTC))
    meeting, other = (make_held_meeting(date=date(2026, 12, day)) for day in (9, 16))
    for one in (meeting, other):
        publish(one, Kind.AGENDA, goes_live_at=datetime(2026, 12, 2, 9, tzinfo=UTC))
    make_item(meeting, "The mole")
    fields = {"kind": "agenda", "note": "One more item."}
    sentence = "An older agenda is scheduled for 2 December 2026, 09:00 GMT. It will be listed then as if it were newer"
    for step in ("check", "confirm"):
        page = press(desk, door(meeting), step, **fields)
        assert page.text.count(sentence) == 1
        assert f"{door(meeting)}#log" in page.tree.xpath("//li[@class='warns']/a/@href")
    assert sentence not in press(desk, door(meeting), "check", **fields, goes_live_at="3 December 2026, 10 am").text
    assert sentence not in press(desk, door(meeting), "check", kind="draft-minutes").text
    assert sentence in press(desk, door(meeting), "check", kind="supplementary-agenda").text
    Publication.objects.of(meeting).get().withdraw("Out of date.")
    assert sentence not in press(desk, door(meeting), "check", **fields).text


# When


@pytest.mark.parametrize(
    ("now", "past"),
    [(FEBRUARY, "2026-02-02T08:59"), (AUGUST, "2026-08-03T09:59"), (AUGUST, "2026-08-03T10:00")],
)
@pytest.mark.parametrize("step", ["check", "confirm", "publish"])
def test_a_time_that_is_past_is_refused_at_its_field(desk, clock, now, past, step):
    clock(now)
    page = press(desk, door(make_held_meeting(date=date(2026, 1, 7))), step, kind="minutes", goes_live_at=past)
    errors = page.tree.xpath("//div[contains(@class, 'errors')][.//*[@name='goes_live_at']]//li/text()")
    assert errors == ["This time is past. Choose a later one, or leave it empty to publish at once."]
    assert published_kinds() == []


@pytest.mark.parametrize("time", ["2026-03-29T01:30", "2027-03-28T01:00"])
def test_an_hour_that_the_clocks_leave_out_is_refused(desk, clock, time):
    clock(FEBRUARY)
    page = press(desk, door(make_held_meeting(date=WINTER)), "confirm", kind="minutes", goes_live_at=time)
    assert "the clocks go forward then" in page.text


@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 10, 31)])
def test_of_an_hour_that_comes_twice_the_clerk_says_which(desk, clock, day, which, hour):
    clock(AUGUST)
    address = door(make_held_meeting())
    page = press(desk, address, "confirm", kind="minutes", goes_live_at=f"{day}T01:30")
    assert "comes twice" in page.text and "the first, in summer time" in page.text
    page = go_on(go_on(page, "confirm", which=which), "publish")
    assert Publication.objects.get().goes_live_at == datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)


def test_a_command_asks_for_the_offset_of_an_hour_that_comes_twice(clock):
    clock(AUGUST)
    address = make_held_meeting().address
    with pytest.raises(CommandError, match=r"Write 2026-10-25T01:30\+01:00 or 2026-10-25T01:30\+00:00"):
        call_command("publish", address, "minutes", at="2026-10-25T01:30")
    call_command("publish", address, "minutes", at="2026-10-25T01:30+00:00")
    assert Publication.objects.get().goes_live_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


REFUSED_TIMES = {"2026-03-29T01:30": "clocks go forward", "2026-01-09T10:00": "is past", "soon": "not a time"}


@pytest.mark.parametrize(("time", "sentence"), REFUSED_TIMES.items())
def test_a_command_refuses_a_time_in_a_sentence(clock, time, sentence):
    clock(FEBRUARY)
    address = make_held_meeting(date=WINTER).address
    with pytest.raises(CommandError, match=sentence):
        call_command("publish", address, "minutes", at=time)
    assert published_kinds() == []


# Confirming


def test_publishing_takes_a_second_page_that_says_what_the_public_will_see(desk):
    meeting = make_held_meeting(date=WINTER)
    page = press(desk, door(meeting), "confirm", kind="draft-minutes")
    assert published_kinds() == []
    assert (
        "Now the public will see the draft minutes (version 1) of Harbour Committee, 14 January 2026, at "
        "http://127.0.0.1:8000/committees/harbour-committee/2026-01-14/." in page.text
    )
    assert "the first that the public knows of this meeting" in page.text
    assert page.tree.xpath("//*[@class='errornote']") == []  # nothing has changed since they looked
    page = go_on(page, "publish")
    assert published_kinds() == ["draft-minutes"]
    assert Publication.objects.get().author.email == "clerk@example.org"
    assert (
        'href="http://127.0.0.1:8000/committees/harbour-committee/2026-01-14/?after=1">See the public page' in page.html
    )


def test_right_after_publishing_the_clerk_sees_the_page_that_no_cache_can_have(desk, client):
    meeting = make_held_meeting(date=WINTER)
    publish(meeting, Kind.DRAFT_MINUTES)
    make_item(meeting, "Dredging")
    page = go_on(press(desk, door(meeting), "confirm", kind="draft-minutes", note="One more."), "publish")
    (link,) = page.tree.xpath("//a[.='See the public page']/@href")
    path = link.removeprefix("http://127.0.0.1:8000")
    plain, fresh = client.get(path.partition("?")[0]), client.get(path)
    assert path.endswith(f"?after={Publication.objects.last().pk}") and "Dredging" in fresh.text
    assert (fresh.content, fresh["ETag"]) == (plain.content, plain["ETag"])


def test_the_second_page_counts_items_without_headings_and_says_of_which_there_is_a_public_minute(desk):
    meeting = make_held_meeting(date=WINTER, attending="partly")
    make_item(meeting, "Part 2", kind="heading")
    for title, summary in (("Lease", ""), ("Tender", "<p>One was accepted.</p>")):
        item = make_item(meeting, title, minutes="<p>X.</p>", restriction="england-2006-3", public_title=title)
        item.minute.summary = summary
        item.minute.save()
    text = press(desk, door(meeting), "confirm", kind="draft-minutes").text
    assert (
        "It holds 3 agenda items (of 1 the public sees the title and the ground only; "
        "of 1 the public sees the title, the ground and the public minute) and 0 papers." in text
    )


def test_the_second_page_says_what_is_replaced_and_what_is_not(desk, clock):
    clock(AUGUST)  # all in one moment: the newer one counts
    meeting = make_held_meeting(date=SUMMER)
    publish(meeting, Kind.AGENDA)
    assert "Replaces Agenda (version 1)" in press(desk, door(meeting), "confirm", kind="draft-minutes").text
    make_item(meeting, "Dredging")
    assert "Replaces Agenda (version 1)" in press(desk, door(meeting), "confirm", kind="agenda", note="One more.").text
    publish(meeting, Kind.MINUTES)
    page = press(desk, door(meeting), "confirm", kind="draft-minutes")
    assert "goes on showing Minutes (version 1), which says more" in page.text


@pytest.mark.parametrize(
    ("now", "time", "words"),
    [
        (FEBRUARY, "2026-02-05T17:00", "Thursday 5 February 2026, 17:00 GMT"),
        (AUGUST, "2026-08-05T17:00", "Wednesday 5 August 2026, 17:00 BST"),
    ],
)
def test_what_is_scheduled_says_when_and_is_not_linked_before(desk, clock, now, time, words):
    clock(now)
    meeting = make_held_meeting(date=WINTER)
    page = press(desk, door(meeting), "confirm", kind="minutes", goes_live_at=time)
    assert f"On {words} the public will see" in page.text and "Schedule minutes" in page.text
    page = go_on(page, "publish")
    assert "scheduled for" in page.text and "See the public page" not in page.text


def test_what_changed_since_it_was_shown_is_shown_again_and_not_published(desk):
    meeting = make_held_meeting()
    page = press(desk, door(meeting), "confirm", kind="minutes")
    make_item(meeting, "Dredging", minutes="<p>Somebody else wrote this meanwhile.</p>")
    page = go_on(page, "publish")
    assert "The draft has changed since you looked." in page.text and "2 agenda items" in page.text
    assert published_kinds() == []
    go_on(page, "publish")
    assert published_kinds() == ["minutes"]


def test_what_somebody_published_meanwhile_is_shown_before_publishing(desk):
    meeting = make_held_meeting()
    page = press(desk, door(meeting), "confirm", kind="draft-minutes")
    publish(meeting, Kind.MINUTES)
    page = go_on(page, "publish")
    assert "goes on showing Minutes (version 1)" in page.text
    assert published_kinds() == ["minutes"]


def test_a_paper_that_was_damaged_since_is_said_and_nothing_is_published(desk, settings):
    meeting = make_held_meeting()
    paper = make_document(meeting)
    page = press(desk, door(meeting), "confirm", kind="minutes")
    (settings.PRIVATE_FILES / paper.file.name).write_bytes(b"%PDF- something else")
    page = go_on(page, "publish")
    assert page.text.count("be copied to public storage, and nothing was published") == 1
    assert "1. What to publish" in page.text
    assert published_kinds() == []


def test_an_item_that_was_renamed_since_is_published_at_the_first_press(desk):
    """It keeps its address: what the clerk was shown must have said so too, or publishing would never take it for the same."""
    meeting = make_held_meeting()
    publish(meeting)
    meeting.items.update(title="Repair of the south mole")
    page = go_on(press(desk, door(meeting), "confirm", kind="minutes", note="It was the other mole."), "publish")
    assert "Minutes published." in page.text
    assert [item.slug for item in Publication.objects.last().meeting_record.items] == ["repair-of-the-north-mole"]


def test_a_second_press_makes_no_second_version(desk):
    meeting = make_held_meeting()
    page = press(desk, door(meeting), "confirm", kind="minutes")
    go_on(page, "publish")
    assert "there is no new version" in go_on(page, "publish").text
    assert published_kinds() == ["minutes"]


def test_nothing_is_published_that_nobody_confirmed(desk):
    meeting = make_held_meeting()
    page = press(desk, door(meeting), "publish", kind="minutes")
    assert "What the public will see" in page.text and published_kinds() == []


def test_a_correction_needs_its_note_at_the_field(desk):
    meeting = make_held_meeting()
    publish(meeting)
    make_item(meeting, "Dredging", minutes="<p>The bar was dredged.</p>")
    page = press(desk, door(meeting), "confirm", kind="minutes", note=" ")
    assert page.tree.xpath("//div[contains(@class, 'errors')][.//*[@name='note']]//li/text()") == [
        "Say what has changed since the version before; the public reads it."
    ]
    page = go_on(page, "confirm", note="An item was missing.")
    assert "The public reads the note: “An item was missing.”" in page.text


@pytest.mark.parametrize(("length", "fits"), [(2000, True), (2001, False)])
def test_what_is_longer_than_the_log_takes_is_refused_at_its_field(desk, length, fits):
    meeting = make_held_meeting()
    publication = publish(meeting)
    coming = publish(meeting, Kind.DECISIONS, goes_live_at=datetime(2099, 1, 14, 17, tzinfo=UTC))
    make_item(meeting, "Dredging", minutes="<p>The bar was dredged.</p>")
    pages = [press(desk, door(meeting), "confirm", kind="minutes", note="x" * length)]
    pages += [press(desk, withdrawal(row), "confirm", reason="x" * length) for row in (publication, coming)]
    refusal = f"Ensure this value has at most 2000 characters (it has {length})."
    assert [refusal in page.text for page in pages] == [not fits] * 3


def test_what_has_not_changed_is_not_confirmed(desk):
    meeting = make_held_meeting()
    publish(meeting)
    page = press(desk, door(meeting), "confirm", kind="minutes", note="Again.")
    assert "makes no new version" in page.text and "Publish as" in page.text


# Names that a correction would change


def corrected_after_two_marriages() -> Meeting:
    """Published with Mary Bell and Joan Pike, who have other names by now; and a typing error is put right."""
    meeting = make_held_meeting(date=WINTER)
    Attendance.objects.create(meeting=meeting, person=make_person("Joan Pike"), state="present")
    publish(meeting, Kind.DRAFT_MINUTES)
    Person.objects.filter(slug="mary-bell").update(last_name="Hart")
    Person.objects.filter(slug="joan-pike").update(last_name="Moor")
    meeting.committee.name = "Harbours Committee"
    meeting.committee.save()
    make_item(meeting, "Dredging", minutes="<p>The bar was dredged.</p>")
    return meeting


def test_a_correction_keeps_the_names_of_the_day_unless_the_clerk_says_otherwise(desk):
    meeting = corrected_after_two_marriages()
    page = Page(desk, door(meeting))
    for sentence in (
        "Councillor Mary Bell is now printed as Councillor Mary Hart.",
        "Councillor Joan Pike is now printed as Councillor Joan Moor.",
        "Harbour Committee is now printed as Harbours Committee.",
    ):
        assert sentence in page.text
    assert page.fields["as_on_the_day"] == "on"
    page = go_on(page, "confirm", note="An item was missing.")
    assert "Names stay as they were on the day: Councillor Mary Bell, Councillor Joan Pike, Harbour" in page.text
    go_on(page, "publish")
    assert names_of_the_newest() == ["Harbour Committee", "Councillor Mary Bell", "Councillor Joan Pike"]


def test_a_correction_prints_the_names_of_today_if_the_clerk_says_so(desk):
    page = Page(desk, door(corrected_after_two_marriages()))
    del page.fields["as_on_the_day"]
    page = go_on(page, "confirm", note="Names corrected.")
    assert "Names are printed as they are now" in page.text
    go_on(page, "publish")
    assert names_of_the_newest() == ["Harbours Committee", "Councillor Mary Hart", "Councillor Joan Moor"]


def test_names_of_the_day_are_chosen_also_where_the_page_had_no_box_for_them(desk):
    meeting = corrected_after_two_marriages()
    page = press(desk, f"{door(meeting)}?kind=agenda", "check", kind="agenda")
    assert "as_on_the_day" not in page.fields
    assert go_on(page, "check", kind="draft-minutes").fields["as_on_the_day"] == "on"


def test_the_preview_prints_the_names_that_the_clerk_chose(desk):
    page = Page(desk, door(corrected_after_two_marriages()))
    assert "Mary Bell" in previewed(page) and "Mary Hart" not in previewed(page)
    confirmed = previewed(go_on(page, "confirm", note="Corrected."))
    assert "Mary Bell" in confirmed and "Mary Hart" not in confirmed and ": Corrected." in confirmed
    del page.fields["as_on_the_day"]
    page = go_on(page, "check", note="Corrected.")
    assert "Mary Hart" in previewed(page) and "Mary Bell" not in previewed(page)
    assert previewed(go_on(page, "confirm")) == previewed(page)


def previewed(page: Page) -> str:
    """What a page's link to the preview leads to."""
    (link,) = page.tree.xpath("//a[contains(., 'review the public page')]/@href")
    return Page(page.client, link).text


def names_of_the_newest() -> list[str]:
    record = Publication.objects.last().meeting_record
    return [record.committee, *(attendee.person.name for attendee in record.attendance)]


def test_a_command_keeps_the_names_of_the_day_too(capsys):
    meeting = corrected_after_two_marriages()
    call_command("publish", meeting.address, "draft-minutes", note="An item was missing.")
    assert "Councillor Mary Bell is now printed as Councillor Mary Hart." in capsys.readouterr().err
    assert names_of_the_newest()[1] == "Councillor Mary Bell"


# Withdrawing


def test_withdrawing_asks_twice_and_says_what_is_gone_and_what_shows_again(desk):
    meeting = make_held_meeting()
    make_document(meeting, "Survey of the mole")
    publish(meeting, Kind.AGENDA)
    minutes = publish(meeting)
    page = Page(desk, withdrawal(minutes))
    assert "shows Agenda (version 1) again" in page.text
    page = go_on(page, "confirm", reason="It named a resident.")
    assert "“It named a resident.”" in page.text and not Publication.objects.exclude(withdraws=None).exists()
    page = go_on(page, "withdraw")
    assert "Minutes (version 1): withdrawn, and gone from the site." in page.text
    written = Publication.objects.get(withdraws=minutes)
    assert (written.note, written.author.email) == ("It named a resident.", "clerk@example.org")


def test_a_paper_that_something_else_needs_is_not_said_to_be_gone(desk):
    meeting = make_held_meeting()
    make_document(meeting, "Survey of the mole")
    agenda = publish(meeting, Kind.AGENDA)
    assert "(Survey of the mole)" in Page(desk, withdrawal(agenda)).text
    publish(meeting)
    assert "Survey of the mole" not in Page(desk, withdrawal(agenda)).text


def test_what_says_less_is_withdrawn_without_a_change_of_the_page(desk):
    meeting = make_held_meeting()
    agenda = publish(meeting, Kind.AGENDA)
    publish(meeting)
    assert "goes on showing Minutes (version 1)" in Page(desk, withdrawal(agenda)).text


def test_the_last_version_leaves_an_address_that_says_why(desk):
    text = Page(desk, withdrawal(publish(make_held_meeting()))).text
    assert "then says that this was withdrawn, and why" in text
    assert "What can’t be promised: backups" in text


REFUSED_REASONS = {
    "withdrawn": (None, "Say why it is withdrawn; the public reads it."),
    "taken back": (datetime(2099, 1, 14, 17, tzinfo=UTC), "Say why it is taken back; the log keeps it."),
}


@pytest.mark.parametrize("step", ["confirm", "withdraw"])
@pytest.mark.parametrize(("live", "refusal"), REFUSED_REASONS.values(), ids=REFUSED_REASONS)
def test_a_withdrawal_without_a_reason_is_refused_at_the_field(desk, step, live, refusal):
    publication = publish(make_held_meeting(), goes_live_at=live)
    page = press(desk, withdrawal(publication), step, reason=" ")
    assert page.tree.xpath("//div[contains(@class, 'errors')][.//*[@name='reason']]//li/text()") == [refusal]
    assert page.tree.xpath("//label[@for='id_reason']/text()") == ["Reason"]
    assert not Publication.objects.exclude(withdraws=None).exists()


def test_the_reason_is_kept_when_the_clerk_goes_back(desk):
    page = press(desk, withdrawal(publish(make_held_meeting())), "confirm", reason="It named a resident.")
    assert go_on(page, "change").fields["reason"] == "It named a resident."


@pytest.mark.parametrize(
    ("now", "live"), [(FEBRUARY, datetime(2026, 2, 5, 17, tzinfo=UTC)), (AUGUST, datetime(2026, 8, 5, 16, tzinfo=UTC))]
)
def test_a_scheduled_publication_is_taken_back_and_nobody_reads_why(desk, client, clock, now, live):
    clock(now)
    publication = publish(make_held_meeting(date=WINTER), goes_live_at=live)
    page = Page(desk, withdrawal(publication))
    assert "Take back: Minutes (scheduled for" in page.text and "The public never knew of it" in page.text
    page = go_on(go_on(page, "confirm", reason="Canary reason"), "withdraw")
    assert "taken back; the public never knew of it" in page.text
    assert not any("Canary" in facts for facts in Link.objects.values_list("facts", flat=True))


def test_only_a_publication_of_this_meeting_is_withdrawn_here(desk):
    winter, summer = make_winter_and_summer()
    other = publish(summer)
    publish(winter)
    assert desk.get(withdrawal(other, winter)).status_code == 404
    assert desk.post(withdrawal(other, winter), {"step": "withdraw", "reason": "x"}).status_code == 404
    assert other.stands and not Publication.objects.exclude(withdraws=None).exists()


def test_what_is_withdrawn_already_is_said(desk):
    publication = publish(make_held_meeting())
    withdrawn = publication.withdraw("It named a resident.")
    assert (
        "is withdrawn already"
        in Page(desk, door(publication.meeting), desk.get(withdrawal(publication), follow=True)).text
    )
    assert desk.get(withdrawal(withdrawn)).status_code == 404


def test_what_a_colleague_withdraws_at_the_same_moment_is_said(desk, monkeypatch):
    publication = publish(make_held_meeting())
    page = press(desk, withdrawal(publication), "confirm", reason="It named a resident.")
    standing_of = withdrawing.standing_of

    def look_and_be_overtaken(meeting, now):
        found = standing_of(meeting, now)
        publication.withdraw("It named somebody.")
        return found

    monkeypatch.setattr(withdrawing, "standing_of", look_and_be_overtaken)
    page = go_on(page, "withdraw")
    assert "This publication is withdrawn already." in page.text and "What was published" in page.text
    assert [row.note for row in Publication.objects.exclude(withdraws=None)] == ["It named somebody."]


# What was published


PDFS = {
    "waiting": ({}, "minutes.pdf: waiting to be made"),
    "failed": (
        {"problem": "It took longer than 60 s.", "next_try_at": datetime(2026, 7, 16, 9, tzinfo=UTC), "attempts": 2},
        "minutes.pdf: failed (It took longer than 60 s.); tried again 16 Jul 2026, 10:00",
    ),
    "made": ({"sha256": "ab" * 32, "size": 161_000, "made_at": AUGUST}, "minutes.pdf: made, 161 KB"),
}


@pytest.mark.parametrize(("facts", "words"), PDFS.values(), ids=PDFS)
def test_the_log_says_how_far_each_pdf_is(desk, facts, words):
    meeting = make_held_meeting()
    PDF.objects.update_or_create(version_id=publish(meeting).sequence, name="minutes", defaults=facts)
    keep_pdf(publish(meeting, Kind.AGENDA))
    text = Page(desk, door(meeting)).text
    assert words in text and "agenda.pdf: made, 1 KB" in text


def test_the_log_counts_as_the_public_does_and_marks_what_is_scheduled(desk, clock):
    clock(AUGUST)
    winter, summer = make_winter_and_summer()
    publish(winter, Kind.DRAFT_MINUTES, goes_live_at=datetime(2026, 8, 5, 16, tzinfo=UTC))
    for meeting in (summer, winter):
        publish(meeting, Kind.AGENDA)
        make_item(meeting, "Dredging", minutes="<p>The bar was dredged.</p>")
        publish(meeting, Kind.AGENDA, note="An item was missing.")
    rows = [row.text_content() for row in Page(desk, LOG).tree.xpath("//table[@id='result_list']/tbody/tr")]
    assert ["2 (version 2)" in row for row in rows] == [True, False, True, False, False]
    assert "Scheduled for 5 August 2026, 17:00 BST" in rows[-1] and "(version" not in rows[-1]
    of_winter = Page(desk, door(winter)).text
    assert "Agenda (version 2)" in of_winter and "Scheduled: 5 Aug 2026, 17:00 BST" in of_winter


# Who may


ROLES = {
    "nobody": [],
    "publishing alone": ["add_publication"],
    "withdrawing alone": ["withdraw_publication"],
    "drafts alone": ["view_meeting", "view_agendaitem"],
    "meetings but not their items": ["view_meeting", "add_publication", "withdraw_publication"],
    "items but not their meetings": ["view_agendaitem", "add_publication", "withdraw_publication"],
    "the log": ["view_publication"],
    "publisher": ["view_meeting", "view_agendaitem", "add_publication"],
    "withdrawer": ["view_meeting", "view_agendaitem", "withdraw_publication"],
    "clerk": ["view_meeting", "change_agendaitem"],
}
READERS = {"publisher", "withdrawer", "clerk"}
ADDRESSES = {
    "door": ("", READERS),
    "preview": ("preview/minutes/", READERS),
    "withdrawal": ("withdraw/{sequence}/", {"withdrawer"}),
    "another time": ("move/{sequence}/", set()),
    "withdrawal of several": ("withdraw/?version={sequence}", {"withdrawer"}),
}


def log_in(client, role: str) -> None:
    user = User.objects.create_user("somebody@example.org", password="a long enough password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=ROLES[role]))
    client.force_login(user)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("address", "allowed"), ADDRESSES.values(), ids=ADDRESSES)
def test_each_page_of_the_door_is_for_who_may(client, role, address, allowed):
    log_in(client, role)
    for meeting in make_winter_and_summer():
        path = door(meeting) + address.format(sequence=publish(meeting).pk)
        answer = client.get(path)
        assert answer.status_code == (200 if role in allowed else 403)
        assert role in allowed or b"north mole" not in answer.content.lower()


@pytest.mark.parametrize("role", ROLES)
def test_publishing_and_withdrawing_are_for_who_may(client, role):
    meeting, other = make_winter_and_summer()
    standing = publish(other)
    make_clerk()
    log_in(client, role)
    fingerprint = Publication.objects.fingerprint(meeting, "x")
    choice = {"kind": "minutes", "confirmed": fingerprint}
    for step in ("check", "confirm", "publish"):
        answer = client.post(door(meeting), choice | {"step": step})
        assert answer.status_code == (200 if role == "publisher" else 403)
    answer = client.post(withdrawal(standing), {"step": "withdraw", "reason": "It named a resident."})
    assert answer.status_code == (302 if role == "withdrawer" else 403)
    assert Publication.objects.filter(withdraws=standing).exists() == (role == "withdrawer")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("what", ["", "{sequence}/change/", "{sequence}/history/"])
def test_the_log_is_for_who_may_read_it(client, role, what):
    publication = publish(make_held_meeting())
    log_in(client, role)
    assert client.get(LOG + what.format(sequence=publication.pk)).status_code == (200 if role == "the log" else 403)


@pytest.mark.parametrize("address", ["", "preview/minutes/", "withdraw/1/"])
def test_a_stranger_is_asked_to_log_in(client, address):
    meeting = make_held_meeting()
    publish(meeting)
    answer = client.get(door(meeting) + address)
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize(
    "address", ["99/", "99/preview/minutes/", "99/withdraw/1/", "{pk}/preview/x/", "{pk}/withdraw/9/"]
)
def test_what_is_not_there_is_not_found(desk, address):
    meeting = make_held_meeting()
    publish(meeting)
    assert desk.get(f"{LOG}meeting/{address.format(pk=meeting.pk)}").status_code == 404


@pytest.mark.parametrize("role", sorted(ROLES.keys() - READERS))
def test_nobody_learns_which_meetings_there_are(client, role):
    log_in(client, role)
    for address in ADDRESSES.values():
        assert client.get(f"{LOG}meeting/99/{address[0].format(sequence=1)}").status_code == 403


@pytest.mark.parametrize("model", [Meeting, AgendaItem])
def test_drafts_that_somebody_may_not_see_at_the_desk_are_not_seen_at_the_door(desk, monkeypatch, model):
    winter, summer = make_winter_and_summer()
    hidden = winter if model is Meeting else winter.items.get()
    sees = staticmethod(lambda request, obj=None: obj != hidden)
    monkeypatch.setattr(site.get_model_admin(model), "has_view_permission", sees)
    for address in ("", "preview/minutes/"):
        assert desk.get(door(winter) + address).status_code == 403
        assert desk.get(door(summer) + address).status_code == 200


def test_who_may_only_withdraw_sees_no_form_to_publish_and_the_other_way_round(client):
    meeting = make_held_meeting()
    publish(meeting)
    log_in(client, "withdrawer")
    assert "Go on to publish" not in (text := Page(client, door(meeting)).text) and "Withdraw…" in text
    User.objects.get().delete()
    log_in(client, "publisher")
    assert "Go on to publish" in (text := Page(client, door(meeting)).text) and "Withdraw…" not in text


def test_a_clerk_who_may_not_publish_checks_and_previews_and_finds_no_button_that_does_more(client):
    meeting, other = make_winter_and_summer()
    publish(meeting)
    publish(other, goes_live_at=timezone.now() + timedelta(days=2))
    log_in(client, "clerk")
    for one in (meeting, other):
        page = Page(client, f"{door(one)}?kind=agenda")
        assert "Checks: Agenda" in page.text and "Somebody who publishes for this committee publishes it." in page.text
        assert "What differs from" in page.text and "What was published" in page.text
        buttons = page.tree.xpath("//div[@class='door']//button")
        assert [button.text for button in buttons] == ["Check"] and buttons[0].getparent().get("name") is None
        assert page.tree.xpath("//div[@class='door']//form/@method") == ["get"]
        for word in ("Withdraw…", "Take back…", "Change when it goes live…", "Go on to publish", "Let it go live then"):
            assert word not in page.text
        (preview,) = page.tree.xpath("//a[contains(., 'Preview the public page')]/@href")
        assert "Agenda, as it would be published now." in Page(client, preview).text
        assert client.get(f"{door(one)}differs/").status_code == 200
    assert Publication.objects.count() == 2


@pytest.mark.parametrize(("day", "utc"), [((2026, 1, 5), 17), ((2026, 7, 5), 16)], ids=["winter", "summer"])
def test_another_time_is_typed_over_the_one_that_it_has(desk, clock, day, utc):
    clock(datetime(*day, 9, tzinfo=UTC))
    publication = publish(make_held_meeting(date=date(2025, 12, 1)), goes_live_at=datetime(*day, utc, tzinfo=UTC))
    page = Page(desk, f"{door(publication.meeting)}move/{publication.pk}/")
    (field,) = page.tree.xpath("//input[@name='goes_live_at']")
    assert field.value == f"5 {'January' if utc == 17 else 'July'} 2026, 17:00"


def test_a_preview_says_what_it_is_of_and_leads_back_to_publishing_that(desk):
    meeting = make_held_meeting(date=SUMMER)
    page = Page(desk, f"{door(meeting)}preview/agenda/")
    assert "Agenda, as it would be published now." in page.text and "2026-07-15" not in page.text
    assert "Harbour Committee" in page.tree.findtext(".//title") and "15 July 2026" in page.tree.findtext(".//title")
    assert "None" not in page.text
    assert not "".join(page.tree.xpath("//main/text()")).strip()  # nothing stands between the pieces
    (back,) = page.tree.xpath("//a[.='To publishing']/@href")
    assert Page(desk, back).fields["kind"] == "agenda"  # while its draft minutes would be proposed
    assert Page(desk, f"{door(meeting)}?kind=x").fields["kind"] == "draft-minutes"


@pytest.mark.parametrize("day", [WINTER, SUMMER])
def test_a_preview_begins_as_the_public_page_will(desk, client, day):
    """Title, state, change note, front and items, in the same words and order; but for the links around them."""
    meeting = make_held_meeting(date=day, subtitle="Special")
    publish(meeting, Kind.AGENDA)
    publish(meeting, Kind.DRAFT_MINUTES)
    make_item(meeting, "Dredging", minutes="<p>Said.</p>")
    make_document(meeting, "Plan of the harbour")
    page = press(desk, door(meeting), "confirm", kind="draft-minutes", note="One more & a plan.")
    (link,) = page.tree.xpath("//a[contains(., 'Preview the public page')]/@href")
    previewed = parts(Page(desk, link))
    go_on(page, "publish")
    assert parts(Page(client, f"/committees/harbour-committee/{day}/")) == previewed
    assert previewed[0].startswith("Agenda and draft minutes Harbour Committee")
    assert previewed[1].startswith("Draft minutes. They are subject to confirmation")
    assert "One more & a plan." in previewed[2] and any("Plan of the harbour" in part for part in previewed)


AROUND = {"crumbs", "downloads", "log", "more", "neighbours"}


def parts(page: Page) -> list[str]:
    """What a page's content consists of, without what the frame puts around it."""
    return [
        " ".join(part.text_content().split())
        for part in page.tree.xpath("//main/*[not(self::script)]")
        if part.get("class") not in AROUND
    ]


def test_no_cache_and_no_search_engine_keeps_a_preview(desk):
    meeting = make_held_meeting()
    preview = desk.get(f"{door(meeting)}preview/minutes/")
    assert preview["X-Robots-Tag"] == "noindex" and "no-store" in preview["Cache-Control"]
    assert b"Preview: not public" in preview.content and b"north mole" in preview.content
    assert not Publication.objects.exists() and not AgendaItem.objects.exclude(slug="").exists()
    assert "no-store" in desk.get(door(meeting))["Cache-Control"]


# Hostile and large


SCRIPT = "<script>alert(1)</script>"


def hostile_meeting() -> Meeting:
    meeting = make_held_meeting(committee=make_committee(name=f"Harbour {SCRIPT}"), subtitle=SCRIPT)
    publish(meeting)
    Person.objects.filter(slug="mary-bell").update(last_name=f"Hart {SCRIPT}")
    item = make_item(meeting, f"Mole {SCRIPT}", minutes="<p>x</p>", kind="report")
    make_document(meeting, f"Survey {SCRIPT}")
    motion = Motion.objects.create(item=item, text="<p>x</p>", votes_for=7)
    Vote.objects.create(motion=motion, person=make_person(f"Joan {SCRIPT}", slug="joan"), cast="for")
    publish(meeting, note=f"Note {SCRIPT}")
    Person.objects.filter(slug="mary-bell").update(last_name=f"Moor {SCRIPT}")
    AgendaItem.objects.filter(pk=item.pk).update(restriction="england-2006-3", public_title=f"Closed {SCRIPT}")
    return meeting


def test_a_script_is_shown_as_text_everywhere_at_the_door(desk):
    User.objects.update(name=f"Alison {SCRIPT}")
    meeting = hostile_meeting()
    first, second = Publication.objects.order_by("sequence")
    PDF.objects.update_or_create(
        version_id=first.pk, name="minutes", defaults={"problem": SCRIPT, "next_try_at": AUGUST}
    )
    pages = [Page(desk, door(meeting)), Page(desk, withdrawal(second))]
    pages += [press(desk, door(meeting), step, kind="minutes", note=SCRIPT) for step in ("check", "confirm")]
    pages += [go_on(pages[-1], "publish"), press(desk, withdrawal(second), "confirm", reason=SCRIPT)]
    pages += [go_on(pages[-1], "withdraw"), press(desk, door(meeting), "check", kind=SCRIPT, goes_live_at=SCRIPT)]
    pages += [Page(desk, LOG), Page(desk, f"{LOG}{second.pk}/change/")]
    assert Publication.objects.count() == 4
    for page in pages:
        assert "alert(1)" in page.html and SCRIPT not in page.html


@pytest.mark.parametrize(("step", "pinned"), [("check", 35), ("confirm", 33)])
def test_the_door_asks_as_much_of_a_long_meeting_as_of_a_short_one(desk, step, pinned):
    counts = []
    for size in (2, 7):
        meeting = make_held_meeting(date=date(2026, 3, size))
        for number in range(size):
            item = make_item(meeting, f"Item {number}", minutes="<p>x</p>", decision="<p>y</p>", is_late=True)
            make_document(meeting, f"Paper {number}", item=item)
            make_item(meeting, f"Below {number}", parent=item)
            motion = Motion.objects.create(item=item, text="<p>x</p>", votes_for=size)
            Vote.objects.create(motion=motion, person=make_person(f"Joan Pike-{number}"), cast="for")
            publish(meeting, note="One more item.")
        make_item(meeting, "Last", restriction="england-2006-3", public_title="Closed")
        with CaptureQueriesContext(connection) as queries:
            desk.post(door(meeting), {"kind": "minutes", "note": "One more.", "step": step})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= pinned


def test_the_log_asks_as_much_of_many_meetings_as_of_one(desk):
    counts = []
    for day in (1, 2, 3):
        meeting = make_held_meeting(date=date(2026, 3, day))
        publish(meeting, Kind.AGENDA).withdraw("Too early.")
        publish(meeting)
        with CaptureQueriesContext(connection) as queries:
            desk.get(LOG)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_the_public_page_is_linked_only_while_there_is_one(desk):
    winter, summer = make_winter_and_summer()
    publication = publish(winter)
    publish(summer, goes_live_at=datetime(2099, 1, 14, 17, tzinfo=UTC))
    assert "The meeting’s public page" in Page(desk, door(winter)).text
    assert "The meeting’s public page" not in Page(desk, door(summer)).text
    publication.withdraw("It named a resident.")
    assert "The meeting’s public page" not in Page(desk, door(winter)).text


@pytest.mark.parametrize("fields", [{"kind": "x"}, {"kind": ""}, {}, {"kind": "minutes", "goes_live_at": "99"}])
@pytest.mark.parametrize("step", ["check", "confirm", "publish", "x", ""])
def test_a_forged_form_publishes_nothing(desk, fields, step):
    meeting = make_held_meeting()
    assert desk.post(door(meeting), fields | {"step": step}).status_code == 200
    assert published_kinds() == []


def test_publishing_refuses_what_nobody_confirmed():
    with pytest.raises(NotReady, match="has changed since you looked"):
        publish(make_held_meeting(), confirmed="something else")


# In a real browser

SET_UP = """
from tests.making import *
make_clerk()
winter, summer = make_winter_and_summer()
publish(winter, Kind.AGENDA)
"""


@pytest.mark.once
def test_the_clerk_presses_enter_and_then_publishes_and_withdraws(install, page):
    from axe_playwright_python.sync_playwright import Axe

    install.begin(SET_UP)
    with install.serve() as address:
        page.goto(f"{address}/admin/login/?next={LOG}meeting/1/")
        page.fill("#id_username", "clerk@example.org")
        page.fill("#id_password", "a long enough password")
        page.keyboard.press("Enter")
        page.get_by_label("Decisions", exact=True).check()
        page.fill("[name=goes_live_at]", "2099-01-14T17:00")
        page.press("[name=goes_live_at]", "Enter")
        page.wait_for_selector("text=Checks: Decisions")
        assert page.input_value("[name=goes_live_at]") == "2099-01-14T17:00"
        page.fill("[name=goes_live_at]", "")
        page.click("text=Go on to publish")
        button = page.get_by_role("button", name="Publish decisions")
        assert button.bounding_box()["height"] >= 44
        found = {rule["id"] for rule in Axe().run(page).response["violations"]}
        button.click()
        page.click("text=See the public page")
        assert page.url.partition("?")[0] == f"{address}/committees/harbour-committee/2026-01-14/"
        page.goto(f"{address}{LOG}meeting/1/")
        page.get_by_role("link", name="Withdraw…").first.click()
        page.fill("[name=reason]", "It named a resident.")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Withdraw Decisions").click()
        page.wait_for_selector("text=withdrawn, and gone from the site")
    assert found == set()
