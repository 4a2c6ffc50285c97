"""The website is made again from the log: the same log gives the same rows, and nobody has to stop working."""

import random
import time
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes.models import Meeting
from proving import progress, rebuilding
from proving.models import Rebuild
from proving.verifying import Counts, differences, storage
from published import asking
from published.kinds import Kind
from published.models import PDF, TABLES, Item, Paper, Record, Shown, Version
from published.record import digest
from publishing.models import Head, Publication
from tests.making import make_held_meeting, without_triggers

WINTER, SUMMER = datetime(2026, 1, 15, 9, tzinfo=UTC), datetime(2026, 7, 9, 8, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch):
    """Sets the time; it is noon on 25 November 2026."""
    monkeypatch.setattr(storage, "PAUSE", 0)

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(datetime(2026, 11, 25, 12, tzinfo=UTC))
    return set_to


@pytest.fixture
def meetings(db, clock) -> list[Meeting]:
    """Two of one shape, in winter and in summer, with minutes in draft."""
    found = [make_held_meeting(date=date(2026, 1, 14)), make_held_meeting(date=date(2026, 7, 8))]
    for meeting, day in zip(found, (WINTER, SUMMER), strict=True):
        Publication.objects.publish(meeting, Kind.DRAFT_MINUTES, now=day)
    return found


def found() -> list[str]:
    return list(differences(Counts()))


def rebuild(**options) -> str:
    said = StringIO()
    call_command("rebuild_website", processes=1, stdout=said, **options)
    return said.getvalue()


def lose_everything() -> None:
    for table in reversed(TABLES):
        table.objects.all().delete()


def shown(moments: list[datetime]) -> list[list]:
    """What meetings' addresses show at each moment."""
    return [sorted(asking.rows(f"SELECT v.sequence, v.title, v.front FROM {asking.SHOWN}", now)) for now in moments]


# What clerks do, one after the other; the clock is put back now and then.
STEP = st.tuples(
    st.sampled_from(["publish", "schedule", "withdraw", "cancel", "revive"]),
    st.integers(0, 1),  # the meeting
    st.sampled_from([-1, 0, 1, 30]),  # hours by which the clock has moved
    st.sampled_from([Kind.AGENDA, Kind.DRAFT_MINUTES, Kind.MINUTES, Kind.DECISIONS]),
)


def take(step, meeting: Meeting, now: datetime) -> None:
    what, _, _, kind = step
    Meeting.objects.filter(pk=meeting.pk).update(public_note=f"{what} at {now}")
    if what == "withdraw":
        standing = Publication.objects.of(meeting).standing().first()
        if standing:
            standing.withdraw("It was wrong.", now=now)
        return
    later = Head.objects.get(pk=1).moment(now) + timedelta(days=2) if what == "schedule" else None
    cancelled = now if what == "cancel" else None
    Meeting.objects.filter(pk=meeting.pk).update(
        cancelled_at=cancelled, cancellation_reason="Storm" if cancelled else ""
    )
    kind = Kind.CANCELLATION if what == "cancel" else kind
    Publication.objects.publish(meeting, kind, note="Again.", goes_live_at=later, now=now)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=3, max_size=8))
def test_the_same_log_gives_the_same_rows(meetings, clock, steps):
    with transaction.atomic():
        now = SUMMER
        for step in steps:
            now += step[2] * HOUR
            clock(now)
            take(step, meetings[step[1]], now)
        moments = [now, now + 47 * HOUR, now + 49 * HOUR, now + timedelta(days=9)]
        before = shown(moments)
        assert found() == []
        lose_everything()
        rebuild()
        assert found() == []
        assert shown(moments) == before
        transaction.set_rollback(True)


def test_a_rebuild_leaves_live_what_is_live_with_the_clock_an_hour_back(meetings, clock, client):
    clock(SUMMER - HOUR)
    lose_everything()
    rebuild()
    for address in ("2026-01-14", "2026-07-08"):
        assert client.get(f"/committees/harbour-committee/{address}/").status_code == 200
    assert found() == []


def test_no_cache_takes_a_page_for_the_one_that_it_was_before_its_neighbour_went_live(meetings, clock, client):
    Publication.objects.publish(make_held_meeting(date=date(2026, 3, 4)), Kind.AGENDA, goes_live_at=LATER)
    address = "/committees/harbour-committee/2026-01-14/"
    before = client.get(address)
    clock(LATER + HOUR)
    rebuild()
    after = client.get(address)
    assert b"2026-03-04" not in before.content and b"2026-03-04" in after.content
    assert after["ETag"] != before["ETag"]


def test_a_long_rebuild_says_now_and_then_how_far_it_is(meetings, monkeypatch, capsys):
    monkeypatch.setattr(progress, "EVERY", 0)
    rebuild()
    assert capsys.readouterr().err == "1 of 2 meetings\n2 of 2 meetings\n"


def test_a_pdf_that_is_made_stays_and_one_that_is_missing_is_asked_for(meetings):
    first, second = PDF.objects.order_by("version")
    PDF.objects.filter(pk=first.pk).update(sha256="a" * 64, made_at=SUMMER)
    second.delete()
    rebuild()
    assert list(PDF.objects.order_by("version").values_list("version", "name", "sha256")) == [
        (1, "minutes", "a" * 64),
        (2, "minutes", ""),
    ]


def test_a_rebuild_never_touches_the_head_of_the_chain(meetings):
    Head.objects.update(digest="e" * 64)
    rebuild()
    assert Head.objects.get().digest == "e" * 64
    assert "Log: its last row is 2, and the head of the chain is row 2: the head was changed." in found()


def test_rows_of_nothing_are_removed_with_their_files(meetings, settings):
    copy = Version.objects.get(pk=1)
    record = Record.objects.get(pk=1)
    Record.objects.create(sequence=77, salt=record.salt, text=record.text)
    copy.record_id = 77
    copy.save(force_insert=True)
    PDF.objects.create(version=copy, name="minutes", sha256="b" * 64, made_at=SUMMER)
    Paper.objects.create(version=copy, position=1, title="Survey", sha256="c" * 64, size=5, file_name="survey.pdf")
    paths = [settings.PUBLIC_FILES / (letter * 2) / (letter * 64) for letter in "bc"]
    for path in paths:
        path.parent.mkdir(parents=True)
        path.write_bytes(b"%PDF-")
    rebuild()
    assert sorted(Version.objects.values_list("pk", flat=True)) == [1, 2]
    assert not any(path.exists() for path in paths)
    # The record stays: it is evidence of something, and only who drops the trigger can remove it.
    assert found() == [
        "Website: records of publication 77, which is not in the log. Run: manage.py rebuild_website",
    ]


def test_a_record_of_a_newer_release_is_named_and_all_else_is_made_again(meetings):
    record = Record.objects.get(pk=1)
    text = record.text.replace('"schema":1', '"schema":7')
    with without_triggers():
        Record.objects.filter(pk=1).update(text=text)
        Publication.objects.filter(pk=1).update(record_digest=digest(record.salt, text))
    Publication.objects.publish(meetings[0], Kind.DECISIONS)
    Item.objects.update(body="Lost")
    said = StringIO()
    with pytest.raises(CommandError, match=r"^1 publications could not be made again"):
        call_command("rebuild_website", processes=1, stdout=said)
    assert "harbour-committee/2026-01-14, publication 1: its record can't be read (" in said.getvalue()
    assert "newer Minutebook" in said.getvalue()
    assert list(Item.objects.filter(body="Lost").values_list("version", flat=True)) == [1]


def test_what_was_tampered_with_is_not_printed_and_all_else_is(meetings):
    Publication.objects.publish(meetings[0], Kind.DECISIONS)
    with without_triggers():
        Record.objects.filter(pk=1).update(text=Record.objects.get(pk=1).text.replace("tender", "auction"))
    Item.objects.update(body="Lost")
    said = StringIO()
    with pytest.raises(CommandError, match=r"1 publications could not be made again; all others are"):
        call_command("rebuild_website", processes=1, stdout=said)
    assert (
        "harbour-committee/2026-01-14, publication 1: its record is not the one that was published." in said.getvalue()
    )
    assert not Item.objects.filter(body__contains="auction").exists()
    assert list(Item.objects.filter(body="Lost").values_list("version", flat=True)) == [1]


def test_a_rebuild_that_was_stopped_goes_on_where_it_was(meetings, monkeypatch):
    lose_everything()
    write = rebuilding._write_times

    def stop_at_the_second(log, head):
        if log[0].meeting_id == meetings[1].pk:
            raise KeyboardInterrupt
        write(log, head)

    with monkeypatch.context() as stopping:
        stopping.setattr(rebuilding, "_write_times", stop_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            rebuild()
    assert Rebuild.objects.get().after == meetings[0].pk
    first = Item.objects.filter(version=1).values_list("pk", flat=True).get()
    assert rebuild() == "Going on with a run that was stopped: 1 meetings are left.\nMade again: 1 meetings.\n"
    assert Item.objects.filter(version=1).values_list("pk", flat=True).get() == first
    assert found() == [] and not Rebuild.objects.exists()
    assert rebuild() == "Made again: 2 meetings.\n"


@pytest.mark.parametrize("too_old", [{"made_with": 0}, {"began_at": datetime(2026, 11, 24, 11, tzinfo=UTC)}])
def test_a_run_of_another_release_or_of_another_day_begins_anew(meetings, too_old):
    fresh = {"made_with": rebuilding.MADE_WITH, "began_at": timezone.now(), "after": meetings[0].pk}
    Rebuild.objects.create(**fresh | too_old)
    assert rebuild() == "Made again: 2 meetings.\n"


@pytest.mark.parametrize("act", ["publish", "withdraw"])
def test_what_is_published_or_withdrawn_while_a_meeting_is_made_again_is_in_it(meetings, monkeypatch, act):
    render, made = rebuilding.render, []

    def render_and_be_overtaken(source):
        found = render(source)
        made.append(source.key)
        if len(made) == 1:
            Meeting.objects.filter(pk=meetings[0].pk).update(public_note="Bring boots.")
            if act == "publish":
                Publication.objects.publish(meetings[0], Kind.DRAFT_MINUTES, note="Boots.")
            else:
                Publication.objects.get(pk=1).withdraw("It was wrong.")
        return found

    monkeypatch.setattr(rebuilding, "render", render_and_be_overtaken)
    rebuild()
    assert made == [meetings[0].pk, meetings[0].pk, meetings[1].pk]
    assert found() == []
    assert sorted(Version.objects.values_list("pk", flat=True)) == ([1, 2, 3] if act == "publish" else [2])
    assert Shown.objects.filter(key=meetings[0].pk).count() == (act == "publish")


def test_who_waits_for_the_lock_gets_it_between_two_writes(meetings, monkeypatch):
    rests = []
    monkeypatch.setattr(rebuilding.time, "sleep", rests.append)
    rebuild()
    assert len(rests) == 4  # a page and its times, of each meeting
    assert all(0 < rest <= rebuilding.LONGEST_REST for rest in rests)


# With real processes.
MANY = """
from tests.making import *
from publishing.models import Publication
for n in range({meetings}):
    meeting = make_held_meeting(date=date(2026, 1 + 6 * (n % 2), 1 + n // 2))
    Publication.objects.publish(meeting, "agenda")
    Publication.objects.publish(meeting, "draft-minutes")
"""


def test_a_rebuild_killed_again_and_again_comes_to_its_end(install):
    install.python(MANY.format(meetings=12))
    install.python("from published.models import *\nfor table in reversed(TABLES): table.objects.all().delete()")
    chance = random.Random(5)
    for _ in range(4):
        process = install.popen("rebuild_website", "--processes", "2")
        time.sleep(1 + 2 * chance.random())
        process.kill()
        process.wait()
    install.manage("rebuild_website")
    assert "All is in order: 24 publications of 12 meetings" in install.manage("verify").stdout


def test_two_publishers_a_withdrawal_and_a_rebuild_at_once_on_one_meeting(install):
    install.python(MANY.format(meetings=2))
    address = "harbour-committee/2026-07-01"
    everyone = [
        install.popen("rebuild_website"),
        install.popen("publish", address, "decisions"),
        install.popen("publish", address, "minutes"),
        install.popen("withdraw", address, "draft-minutes", "--reason", "It was wrong."),
        install.popen("rebuild_website", "--processes", "2"),
    ]
    said = [process.communicate() for process in everyone]
    assert [process.returncode for process in everyone] == [0] * 5, said
    assert "All is in order: 6 publications of 2 meetings" in install.manage("verify").stdout


WAITING = """
from publishing.models import Head, Publication
from minutes.models import Meeting
import time
from django.db import transaction
longest, meeting = 0, Meeting.objects.order_by("pk").last()
for n in range(8):
    Meeting.objects.filter(pk=meeting.pk).update(public_note=str(n))
    begun = time.monotonic()
    with transaction.atomic():
        Head.locked()
        longest = max(longest, time.monotonic() - begun)
    Publication.objects.publish(meeting, "draft-minutes", note="Again.")
    time.sleep(0.2)
print(longest)
"""


def test_a_clerk_waits_no_second_for_a_rebuild(install):
    install.python(MANY.format(meetings=16))
    process = install.popen("rebuild_website", "--processes", "2")
    longest = float(install.python(WAITING).stdout)
    assert process.wait() == 0
    assert longest < 1
    assert "All is in order" in install.manage("verify").stdout
