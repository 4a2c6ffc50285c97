"""A clerk takes something off the site: it is gone at once, its address says why, and what is hidden stays hidden."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from published import files
from published.kinds import Kind
from published.models import PDF, TABLES, Link, Record, Version, Withdrawal
from publishing.models import Publication
from tests.making import (
    SUMMER,
    keep_pdf,
    make_clerk,
    make_document,
    make_held_meeting,
    make_item,
    make_pdf,
    make_winter_and_summer,
    publish,
)

pytestmark = pytest.mark.django_db
WINTER_PAGE, SUMMER_PAGE = "/committees/harbour-committee/2026-01-14/", "/committees/harbour-committee/2026-07-15/"
NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ITEM = "repair-of-the-north-mole/"


@pytest.fixture
def two():
    """Two meetings of one shape, each with a paper and a PDF: of the first everything is withdrawn in the tests."""
    found = []
    for pages, meeting in enumerate(make_winter_and_summer(), start=1):
        make_document(meeting, content=make_pdf(pages))
        found.append(publish(meeting))
        keep_pdf(found[-1], make_pdf(10 + pages))
    return found


def withdrawn(publication, commit, reason="It named a resident."):
    """Withdraw it, and do what follows once that is committed."""
    with commit(execute=True):
        return publication.withdraw(reason)


def test_withdrawing_needs_a_reason(two):
    with pytest.raises(ValidationError, match="Say why"):
        two[0].withdraw("  ")
    with pytest.raises(CommandError, match="Say why"):
        call_command("withdraw", "harbour-committee/2026-01-14", "minutes", "--reason", " ")
    assert Version.objects.count() == 2


def test_the_log_itself_takes_no_withdrawal_without_a_reason(two):
    with pytest.raises(IntegrityError, match="a_withdrawal_says_why"), transaction.atomic():
        Publication.objects.create(
            sequence=9,
            meeting=two[0].meeting,
            withdraws=two[0],
            goes_live_at=NOON,
            published_at=NOON,
            previous_digest="p",
            digest="d",
        )


def test_the_log_keeps_who_withdrew_something_and_when(two):
    joan = make_clerk("joan")
    withdrawal = two[0].withdraw(" It named a resident. ", author=joan, now=two[1].published_at + HOUR)
    kept = Publication.objects.get(pk=withdrawal.pk)
    assert (kept.author, kept.note, kept.withdraws) == (joan, "It named a resident.", two[0])
    assert kept.published_at == kept.goes_live_at == two[1].published_at + HOUR
    assert [str(row) for row in Publication.objects.order_by("sequence")] == [
        "Minutes",
        "Minutes",
        "Withdrawal of Minutes",
    ]


def test_a_publication_is_withdrawn_once_and_a_withdrawal_never(two):
    withdrawal = two[0].withdraw("It named a resident.")
    for row in (Publication.objects.get(pk=two[0].pk), withdrawal):
        with pytest.raises(ValidationError, match="withdrawn already"):
            row.withdraw("Again.")
    assert Publication.objects.count() == 3


def test_each_address_of_what_is_withdrawn_says_why_and_nothing_else(two, client, django_capture_on_commit_callbacks):
    withdrawn(two[0], django_capture_on_commit_callbacks)
    items = (f"{WINTER_PAGE}{ITEM}", f"{WINTER_PAGE}no-such-item/")
    for address in (WINTER_PAGE, f"{WINTER_PAGE}minutes.pdf", f"{WINTER_PAGE}publications/1/", *items):
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
        assert b"It named a resident." in answer.content and b"north mole" not in answer.content
    assert client.get(f"{WINTER_PAGE}agenda.pdf").status_code == 404


def test_nothing_is_left_of_what_is_withdrawn_and_all_of_the_other(two, django_capture_on_commit_callbacks):
    gone, other = (publication.meeting.documents.get().sha256 for publication in two)
    withdrawn(two[0], django_capture_on_commit_callbacks)
    assert {path.name for path in files.everything()} == {other, PDF.objects.get().sha256} and gone != other
    assert [r.sequence for r in Record.objects.all()] == [v.pk for v in Version.objects.all()] == [two[1].sequence]
    tables = [t for t in TABLES if "version" in {f.name for f in t._meta.concrete_fields}]
    assert {row.version_id for t in tables for row in t.objects.all()} == {two[1].sequence}


def test_the_other_meeting_s_pages_stay(two, client, django_capture_on_commit_callbacks):
    withdrawn(two[0], django_capture_on_commit_callbacks)
    for address in (SUMMER_PAGE, f"{SUMMER_PAGE}{ITEM}", f"{SUMMER_PAGE}minutes.pdf", f"{SUMMER_PAGE}publications/1/"):
        assert client.get(address).status_code == 200
    for address in ("/", "/committees/harbour-committee/"):
        page = client.get(address).content.decode()
        named = page.replace(
            f'{WINTER_PAGE}">Withdrawn: ', ""
        )  # what is new tells of the withdrawal, and nothing else of it
        assert "2026-07-15" in page and "2026-01-14" not in named


def test_nothing_is_erased_when_the_withdrawal_comes_to_nothing(two, django_capture_on_commit_callbacks):
    kept = {path.name for path in files.everything()}
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        two[0].withdraw("It named a resident.")
        raise RuntimeError
    assert {path.name for path in files.everything()} == kept and Record.objects.count() == 2


def test_a_paper_that_another_publication_needs_stays(django_capture_on_commit_callbacks, client):
    meeting, other = make_winter_and_summer()
    paper = make_document(meeting)
    make_document(other, content=paper.file.read())
    publish(other)
    withdrawn(publish(meeting), django_capture_on_commit_callbacks)
    assert client.get(f"/documents/{paper.sha256}/survey.pdf").status_code == 200


def test_a_paper_that_an_earlier_version_needs_stays_until_that_is_withdrawn_too(
    django_capture_on_commit_callbacks, client
):
    meeting = make_held_meeting()
    paper = make_document(meeting)
    first = publish(meeting)
    make_item(meeting, "Dredging", minutes="<p>Deferred.</p>")
    withdrawn(publish(meeting, note="An item was missing."), django_capture_on_commit_callbacks)
    assert client.get(f"/documents/{paper.sha256}/survey.pdf").status_code == 200
    withdrawn(first, django_capture_on_commit_callbacks)
    assert client.get(f"/documents/{paper.sha256}/survey.pdf").status_code == 404
    assert list(files.everything()) == []


def test_the_version_before_shows_again_and_the_log_says_what_happened(client):
    meeting = make_held_meeting(date=SUMMER)
    publish(meeting)
    make_item(meeting, "Secret plan", minutes="<p>It slipped in.</p>")
    publish(meeting, note="One more item.").withdraw("The item was not public.")
    page = client.get(SUMMER_PAGE).content.decode()
    assert "north mole" in page and "Secret plan" not in page and "One more item." not in page
    assert "version 2" in page and "The item was not public." in page
    assert client.get(f"{SUMMER_PAGE}publications/2/").status_code == 410
    assert client.get(f"{SUMMER_PAGE}secret-plan/").status_code == 404


def test_after_the_minutes_are_withdrawn_the_agenda_shows_again(client):
    meeting = make_held_meeting(date=SUMMER)
    publish(meeting, Kind.AGENDA)
    publish(meeting).withdraw("It named a resident.")
    page = client.get(SUMMER_PAGE).content.decode()
    assert "Harbour Master" not in page and "It named a resident." in page
    assert client.get(f"{SUMMER_PAGE}minutes.pdf").status_code == 410
    keep_pdf(Publication.objects.get(kind=Kind.AGENDA, withdraws=None))
    assert client.get(f"{SUMMER_PAGE}agenda.pdf").status_code == 200


def test_when_all_is_withdrawn_the_address_gives_the_newest_reason_and_each_version_its_own(client):
    meeting = make_held_meeting(date=SUMMER)
    first, second = publish(meeting, Kind.AGENDA), publish(meeting)
    second.withdraw("It named a resident.")
    first.withdraw("The room was wrong.")
    reasons = {"": "The room was wrong.", "publications/1/": "The room was wrong."}
    reasons |= {"publications/2/": "It named a resident.", "minutes.pdf": "It named a resident."}
    for address, reason in reasons.items():
        answer = client.get(f"{SUMMER_PAGE}{address}")
        assert (answer.status_code, reason in answer.content.decode()) == (410, True), address


# What had not gone live


def test_what_is_taken_back_before_its_time_was_never_there(client, clock):
    clock(NOON)
    meeting = make_held_meeting(date=SUMMER)
    paper = make_document(meeting)
    publish(meeting, goes_live_at=NOON + HOUR).withdraw("Too early.")
    pages = [SUMMER_PAGE, f"{SUMMER_PAGE}publications/1/", f"{SUMMER_PAGE}minutes.pdf", f"{SUMMER_PAGE}{ITEM}"]
    for hours in (0, 1, 9):
        clock(NOON + hours * HOUR)
        answers = [client.get(address) for address in [*pages, f"/documents/{paper.sha256}/survey.pdf"]]
        assert {answer.status_code for answer in answers} == {404}
        assert not any(b"Too early." in answer.content for answer in answers)
    assert not Withdrawal.objects.exists() and set(Link.objects.values_list("facts", flat=True)) == {""}


def test_what_is_withdrawn_in_the_moment_in_which_it_goes_live_was_live(client, clock):
    clock(NOON)
    publication = publish(make_held_meeting(date=SUMMER), goes_live_at=NOON + HOUR)
    clock(NOON + HOUR)
    publication.withdraw("It named a resident.")
    assert client.get(SUMMER_PAGE).status_code == 410


def test_a_version_replaced_before_it_went_live_is_shown_only_as_what_it_was(client, clock):
    """The clerk saw the slip in time, and took the first one back."""
    clock(NOON)
    meeting = make_held_meeting(date=SUMMER, public_note="Ring Ann Low on 01234.")
    slip = publish(meeting, Kind.AGENDA, goes_live_at=NOON + HOUR)
    meeting.public_note = ""
    meeting.save()
    publish(meeting, Kind.AGENDA, note="A number was taken out.", goes_live_at=NOON + HOUR)
    slip.withdraw("A number was in it.")
    clock(NOON + HOUR)
    assert client.get(SUMMER_PAGE).status_code == client.get(f"{SUMMER_PAGE}publications/1/").status_code == 200
    assert client.get(f"{SUMMER_PAGE}publications/2/").status_code == 404
    assert b"Ann Low" not in client.get(f"{SUMMER_PAGE}publications/1/").content


# The command


@pytest.fixture
def versions(clock):
    """An agenda of a meeting is out and version 1 and 2 of its minutes, and a third is scheduled; the other has minutes."""
    clock(NOON)
    winter, summer = make_winter_and_summer()
    publish(winter), publish(summer, Kind.AGENDA)
    for n, live in enumerate([None, None, NOON + HOUR], start=1):
        make_item(summer, f"Pier {n}", minutes="<p>It was seen.</p>")
        publish(summer, note="Another pier.", goes_live_at=live)
    return summer


@pytest.mark.parametrize(
    ("options", "sequence"), [([], 5), (["--release", "1"], 3), (["--release", "2"], 4), (["--scheduled"], 5)], ids=str
)
def test_the_command_withdraws_the_version_that_was_said(versions, options, sequence, capsys):
    call_command("withdraw", "/harbour-committee/2026-07-15/", "minutes", "--reason", "It named a resident.", *options)
    assert Publication.objects.get(withdraws__isnull=False).withdraws_id == sequence
    said = capsys.readouterr().out
    assert "Withdrawn: Minutes, of harbour-committee/2026-07-15" in said and "An earlier Minutes still stands" in said


@pytest.mark.parametrize("what", [["decisions"], ["minutes", "--release", "3"], ["draft-minutes"]], ids=str)
def test_the_command_withdraws_nothing_that_was_not_said(versions, what):
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("withdraw", "harbour-committee/2026-07-15", *what, "--reason", "It named a resident.")
    assert not Publication.objects.filter(withdraws__isnull=False).exists()


def test_a_withdrawal_is_of_the_day_on_which_the_council_s_own_clock_was(client, clock):
    """Half past midnight in summer is still the day before in Greenwich."""
    for day, moment in [
        (date(2026, 1, 14), datetime(2027, 1, 13, 23, 30, tzinfo=UTC)),
        (date(2026, 7, 15), datetime(2027, 7, 14, 23, 30, tzinfo=UTC)),
    ]:
        clock(moment)
        publish(make_held_meeting(date=day)).withdraw("It named a resident.")
    assert "13 January 2027, 23:30" in client.get(WINTER_PAGE).content.decode()
    assert "15 July 2027, 00:30" in client.get(SUMMER_PAGE).content.decode()
