"""A subscriber's mailbox: what comes into it, once, and what never does. The mail server is a real one."""

from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr

import pytest
from django.utils import timezone

from committees.models import Committee, Organisation
from minutes.models import AgendaItem, Declaration, Matter, Meeting, Minute, Motion, Vote
from published.kinds import Kind
from published.models import Record, Withdrawal
from tests import mailbox as mail
from tests import test_leaks
from tests.mailbox import FROM, follow, work
from tests.making import (
    SUMMER,
    WINTER,
    make_committee,
    make_held_meeting,
    make_item,
    make_person,
    make_winter_and_summer,
    publish,
    without_triggers,
)
from website.alerts import posting
from website.alerts.looking import look, next_daily
from website.alerts.posting import post
from website.alerts.tidying import tidy
from website.models import Coming, Letter, LookedThrough, Subscriber

pytestmark = pytest.mark.django_db
ANN, BEN = "ann@example.org", "ben@example.org"
SITE = "https://minutes.example.org"


@pytest.fixture
def mailbox(settings, db):
    """The mail server of the settings; the log has been looked through to its end."""
    with mail.running() as kept:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.OFFERS_ALERTS, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", kept.port
        settings.DEFAULT_FROM_EMAIL, settings.SITE_URL, settings.HOST = FROM, SITE, "minutes.example.org"
        work()
        yield kept


def letters() -> list[tuple[str, str]]:
    """To whom, and what became of it."""
    return list(Letter.objects.order_by("pk").values_list("subscriber__address", "outcome"))


# — What comes —


def test_who_follows_a_street_is_told_where_it_is_what_is_said_and_how_to_stop(mailbox):
    winter, summer = make_winter_and_summer()
    make_item(summer, "Resurfacing of Quay Street", minutes="<p>It is worn.</p>")
    make_item(winter, "Resurfacing of Mill Lane")
    follow(ANN, "street", "Quay St")
    publish(winter), publish(summer)
    work()
    (letter,) = mailbox.of(ANN)
    text = letter.get_content()
    assert letter["Subject"] == "Minutes for Harbour Committee on Wednesday 15 July 2026, 7.30 pm"
    assert "You asked for alerts about the street “Quay St”." in text
    assert (
        f"* 2 Resurfacing of Quay Street\n  {SITE}/committees/harbour-committee/2026-07-15/resurfacing-of-quay-street/"
        in text
    )
    assert f"{SITE}/committees/harbour-committee/2026-07-15/\n" in text
    assert "Repair of the north mole" not in text and "Mill Lane" not in text
    assert letter["List-Unsubscribe"] == f"<{SITE}{mail.link(letter, 'stop')}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (letter["Auto-Submitted"], letter["Precedence"]) == ("auto-generated", None)
    assert letter["List-Id"] == "<alerts.minutes.example.org>" and letter["Message-ID"].endswith(
        "@minutes.example.org>"
    )
    assert letter.get_content_type() == "text/plain" and parseaddr(letter["From"])[1] == FROM and letter["Date"]


def followed_by(kind: str, said: str, value: str | None = None) -> str:
    address = f"{kind}-{value or 'words'}@example.org"
    follow(address, kind, said, value=value)
    return address


def test_each_is_told_of_what_they_follow_and_of_nothing_else(mailbox):
    make_committee(name="Planning Committee", slug="planning-committee")
    make_person("Jo Ash")
    matter, other = Matter.objects.create(title="The north mole"), Matter.objects.create(title="The south mole")
    wanted = {
        followed_by("all", ""): None,
        followed_by("committee", "Harbour Committee", "harbour-committee"): "about Harbour Committee.",
        followed_by("person", "Councillor Mary Bell", "mary-bell"): "about Councillor Mary Bell.",
        followed_by("matter", "matter number", str(matter.pk)): "about the matter “The north mole”.",
        followed_by("words", "put to tender"): "about “put to tender”.",
    }
    others = [
        followed_by("committee", "Planning Committee", "planning-committee"),
        followed_by("person", "Councillor Jo Ash", "jo-ash"),
        followed_by("matter", "matter number", str(other.pk)),
        followed_by("words", "ender", "ender"),
    ]
    held = make_held_meeting()
    AgendaItem.objects.update(matter=matter)
    publish(held)
    work()
    assert {to for to, _ in mailbox.messages} == set(wanted) and not set(wanted) & set(others)
    assert [to for to, why in wanted.items() if why and why not in mailbox.of(to)[0].get_content()] == []
    assert "* 1 Repair of the north mole\n" in mailbox.of("all-words@example.org")[0].get_content()


ROLES = {
    "moves": lambda item, jo: Motion.objects.create(item=item, text="<p>That it be done.</p>", mover=jo),
    "seconds": lambda item, jo: Motion.objects.create(item=item, text="<p>That it be done.</p>", seconder=jo),
    "votes": lambda item, jo: Vote.objects.create(
        motion=Motion.objects.create(item=item, text="<p>That.</p>", method="recorded", votes_for=1),
        person=jo,
        cast="for",
    ),
    "declares": lambda item, jo: Declaration.objects.create(item=item, person=jo, nature="A boat"),
}


@pytest.mark.parametrize("role", ROLES)
def test_a_person_is_followed_by_what_they_do_at_an_item(mailbox, role):
    held, jo = make_held_meeting(), make_person("Jo Ash")
    ROLES[role](held.items.get(), jo)
    follow(ANN, "person", "Councillor Jo Ash", value="jo-ash")
    publish(held, despite=[])
    work()
    assert "/2026-03-04/repair-of-the-north-mole/\n" in mailbox.of(ANN)[0].get_content()


def test_an_interest_that_may_not_be_told_is_told_as_the_page_tells_it(mailbox):
    """The member is named there, and what the interest is is not."""
    held, jo = make_held_meeting(), make_person("Jo Ash")
    Declaration.objects.create(item=held.items.get(), person=jo, nature="LK-abcde", is_sensitive=True)
    follow(ANN, "person", "Councillor Jo Ash", value="jo-ash")
    follow(BEN, "words", "abcde")
    publish(held)
    work()
    assert len(mailbox.of(ANN)) == 1 and mailbox.of(BEN) == [] and "abcde" not in mailbox.words


def test_several_reasons_make_one_letter(mailbox):
    for kind, said, value in [("all", "", ""), ("street", "North Mole", None), ("person", "Mary Bell", "mary-bell")]:
        follow(ANN, kind, said, value=value)
    publish(make_held_meeting())
    work()
    (letter,) = mailbox.of(ANN)
    said = "You asked for alerts about everything that is published, the street “North Mole” and Mary Bell."
    assert said in letter.get_content()


def test_what_goes_out_before_a_meeting_and_after_it_is_told_to_who_wants_it(mailbox):
    for when in ("before", "after", "both"):
        follow(f"{when}@example.org", when=when)
    held = make_held_meeting(date=date(2099, 7, 15))
    publish(held, Kind.AGENDA)
    held = make_held_meeting(date=WINTER)
    publish(held, Kind.DRAFT_MINUTES)
    work()
    told = {
        when: [m["Subject"].split(" for ")[0] for m in mailbox.of(f"{when}@example.org")]
        for when in ("before", "after", "both")
    }
    assert told == {"before": ["Agenda"], "after": ["Draft minutes"], "both": ["Agenda", "Draft minutes"]}


def test_a_correction_says_that_it_is_one_and_gives_its_note(mailbox):
    follow(ANN)
    held = make_held_meeting()
    publish(held)
    work()
    Minute.objects.update(body="<p>It was the south mole.</p>")
    publish(held, note="The wrong\nmole was named.")
    work()
    first, second = mailbox.of(ANN)
    assert "orrect" not in first.as_string()
    assert second["Subject"] == f"Corrected: {first['Subject']}"
    assert (
        "This is a correction: version 2 of what was published before.\nWhat has changed: The wrong mole was named.\n"
        in (second.get_content())
    )


@pytest.mark.parametrize("kind, said, value", [("committee", "", "harbour-committee"), ("street", "North Mole", None)])
def test_a_cancelled_meeting_is_told_at_once_also_to_who_gets_one_e_mail_a_day(mailbox, clock, kind, said, value):
    clock(datetime(2026, 7, 1, 12, tzinfo=UTC))
    follow(ANN, kind, said, value=value, is_daily=True)
    follow(BEN, "street", "Mill Lane")
    meeting = make_held_meeting(date=SUMMER)
    publish(meeting, Kind.AGENDA)
    work()
    assert mailbox.messages == []
    meeting.cancel("The heating failed.")
    publish(meeting, Kind.CANCELLATION)
    work()
    assert mailbox.of(ANN)[0]["Subject"].startswith(
        "CANCELLED: Meeting for Harbour Committee on Wednesday 15 July 2026"
    )
    assert "as it was announced. Why: The heating failed.\n" in mailbox.of(ANN)[0].get_content()
    assert ("It was on the agenda:" in mailbox.of(ANN)[0].get_content()) == (kind == "street")
    assert [to for to, _ in mailbox.messages] == [ANN]


# — What does not —


def test_who_follows_everything_learns_nothing_that_is_not_published(mailbox, django_capture_on_commit_callbacks):
    """Drafts, what is scheduled, closed, withdrawn, edited since: every text of it holds a canary. The public twin comes."""
    canaries = [
        f"{test_leaks.mark('LK', state, AgendaItem, 'title')}" for state in ("draft", "scheduled", "closed-item")
    ]
    follow(ANN)
    follow(ANN, "committee", "", value="harbour-committee")
    follow(ANN, "person", "Mary Bell", value="mary-bell")
    for number, canary in enumerate(canaries):
        follow(f"canary-{number}@example.org", "words", canary)
    follow(BEN, "words", test_leaks.mark("PUBLIC", "public", AgendaItem, "title"))
    with django_capture_on_commit_callbacks(execute=True):
        test_leaks.make_everything(False)
    work()
    assert test_leaks.CANARY.findall(mailbox.words.encode()) == []
    assert {to for to, _ in mailbox.messages} == {ANN, BEN}
    assert test_leaks.mark("PUBLIC", "public", AgendaItem, "title") in mailbox.of(BEN)[0].get_content()
    told = " ".join(message["Subject"] for message in mailbox.of(ANN))
    assert [day for day in ("11 March", "18 March", "25 March", "1 April") if f"{day} 2026" in told] == []
    assert [day for day in ("4 March", "8 April", "22 April") if f"{day} 2026" not in told] == []


def test_what_is_withdrawn_between_writing_and_sending_is_not_sent(mailbox):
    follow(ANN)
    winter, _ = (publish(meeting) for meeting in make_winter_and_summer())
    while look(timezone.now()):
        pass
    winter.withdraw("A name was in it.")
    work()
    assert [message["Subject"] for message in mailbox.of(ANN)] == [
        "Minutes for Harbour Committee on Wednesday 15 July 2026, 7.30 pm"
    ]
    assert letters() == [(ANN, "withdrawn"), (ANN, "sent")]


def test_what_is_withdrawn_while_the_mail_server_is_asked_is_not_sent(mailbox, monkeypatch):
    """At the last moment, when the server waits for the text."""
    follow(ANN)
    publication = publish(make_held_meeting())
    hand_in = posting._hand_in

    def withdraw_first(*args):
        publication.withdraw("A name was in it.")
        hand_in(*args)

    monkeypatch.setattr(posting, "_hand_in", withdraw_first)
    work()
    assert (mailbox.messages, letters()) == ([], [(ANN, "withdrawn")])


def test_an_agenda_that_is_withdrawn_while_the_server_is_asked_is_not_told_with_the_cancellation(mailbox, monkeypatch):
    follow(ANN), follow(ANN, "street", "North Mole")
    meeting = make_held_meeting(date=date(2099, 7, 15))
    agenda = publish(meeting, Kind.AGENDA)
    work()
    meeting.cancel("The heating failed.")
    publish(meeting, Kind.CANCELLATION)
    hand_in = posting._hand_in

    def withdraw_first(*args):
        if not Withdrawal.objects.exists():
            agenda.withdraw("A name was in it.")
        hand_in(*args)

    monkeypatch.setattr(posting, "_hand_in", withdraw_first)
    work()
    _, told = mailbox.of(ANN)
    assert told["Subject"].startswith("CANCELLED") and "north mole" not in told.get_content()


def test_words_that_are_removed_meanwhile_are_not_sent(mailbox):
    follow(ANN, "words", "north mole")
    publish(make_held_meeting())
    while look(timezone.now()):
        pass
    record = Record.objects.get()
    with without_triggers():  # as publishing.striking leaves it
        Record.objects.update(text=record.text.replace("north mole", "[words removed, 4 March 2026]"))
    work()
    assert (mailbox.messages, letters()) == ([], [(ANN, "unfollowed")])


def test_what_was_there_before_somebody_subscribed_is_not_told(mailbox, clock):
    clock(datetime(2026, 7, 16, 9, tzinfo=UTC))
    publish(make_held_meeting(date=WINTER))
    clock(datetime(2026, 7, 16, 9, 1, tzinfo=UTC))
    follow(ANN)
    publish(make_held_meeting(date=SUMMER))
    work()
    assert ["15 July" in message["Subject"] for message in mailbox.of(ANN)] == [True]


def test_the_first_worker_of_an_archive_tells_nobody_of_it_but_of_what_is_still_coming(mailbox, clock):
    now = datetime(2026, 7, 16, 9, tzinfo=UTC)
    clock(now)
    LookedThrough.objects.all().delete()
    publish(make_held_meeting(date=WINTER))
    publish(make_held_meeting(date=SUMMER), goes_live_at=now + timedelta(days=1))
    follow(ANN, since=now - timedelta(days=1))
    work(now)
    assert mailbox.messages == []
    work(now + timedelta(days=1))
    assert ["15 July" in message["Subject"] for message in mailbox.of(ANN)] == [True]


@pytest.mark.parametrize("month", [1, 7])
def test_what_is_scheduled_is_told_when_its_time_comes_and_not_a_second_before(mailbox, clock, month):
    moment = datetime(2026, month, 20, 17, tzinfo=UTC)
    clock(moment - timedelta(days=3))
    follow(ANN)
    publish(make_held_meeting(date=WINTER), goes_live_at=moment)
    work()
    clock(moment - timedelta(seconds=1))
    work()
    assert mailbox.messages == []
    clock(moment)
    work(), work()
    assert len(mailbox.of(ANN)) == 1 and not Coming.objects.exists()


def test_a_worker_that_was_down_when_its_time_came_tells_it_later_and_passes_nothing_over(mailbox, clock):
    moment = datetime(2026, 7, 20, 17, tzinfo=UTC)
    winter, summer = make_winter_and_summer()
    clock(moment - timedelta(days=3))
    follow(ANN)
    publish(winter, goes_live_at=moment)  # nobody looks before its time
    clock(moment + timedelta(minutes=30))
    publish(summer)
    clock(moment + timedelta(hours=1))
    work(), work()
    assert sorted("January" in message["Subject"] for message in mailbox.of(ANN)) == [False, True]


def test_what_is_taken_back_before_its_time_or_moved_is_told_never_or_once(mailbox, clock):
    moment = datetime(2026, 7, 20, 17, tzinfo=UTC)
    winter, summer = make_winter_and_summer()
    clock(moment - timedelta(days=3))
    follow(ANN)
    taken_back, moved = publish(winter, goes_live_at=moment), publish(summer, goes_live_at=moment)
    work()
    taken_back.withdraw("Too early.")
    moved.move(moment + timedelta(hours=2))
    clock(moment + timedelta(hours=1))
    work()
    assert mailbox.messages == []
    clock(moment + timedelta(hours=3))
    work()
    assert len(mailbox.of(ANN)) == 1 and "15 July" in mailbox.of(ANN)[0]["Subject"]


def test_who_ended_it_meanwhile_gets_nothing(mailbox, client):
    ann, ben = follow(ANN), follow(BEN)
    publish(make_held_meeting())
    while look(timezone.now()):
        pass
    client.post(f"/subscribe/{ann.token}/stop/")
    client.post(f"/subscribe/{ben.token}/", {"end": ben.subscriptions.get().pk})
    work()
    assert mailbox.messages == [] and not Subscriber.objects.exists() and not Letter.objects.exists()


def test_a_title_can_not_add_to_an_e_mails_head(mailbox):
    odd = "Quay Street\r\nBcc: eve@example.org\r\n\r\nhttps://evil.example \u2028\u202emole"
    committee = make_committee()
    held = make_held_meeting()
    make_item(held, odd)
    Committee.objects.filter(pk=committee.pk).update(name="Harbour\r\nBcc: eve@example.org")
    Organisation.objects.update(name="Council\r\nBcc: eve@example.org")
    follow(ANN, "street", "Quay Street\r\nX: y", value="quay street")
    publish(Meeting.objects.get(pk=held.pk))
    work()
    ((to, letter),) = mailbox.messages
    assert (to, letter["Bcc"], letter["X"], letter["To"]) == (ANN, None, None, ANN)
    assert "Harbour Bcc: eve@example.org" in letter["Subject"] and "Bcc" in letter["From"]
    assert "* 2 Quay Street Bcc: eve@example.org https://evil.example mole\n" in letter.get_content()


# — One e-mail a day —


@pytest.mark.parametrize(
    "day, hour",
    [(WINTER, 7), (SUMMER, 6), (date(2026, 3, 29), 6), (date(2026, 10, 25), 7)],
    ids=["winter", "summer", "the clocks go forward", "the clocks go back"],
)
def test_the_e_mail_of_the_day_goes_out_at_seven_on_the_councils_clocks(day, hour):
    seven = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    assert next_daily(seven - timedelta(seconds=1)) == seven
    following = next_daily(seven)
    assert following > seven and (timezone.localtime(following).hour, following.date()) == (7, day + timedelta(days=1))


def test_who_wants_one_e_mail_a_day_gets_one_with_all_of_the_day(mailbox, clock):
    winter, summer = make_winter_and_summer()
    noon = datetime(2026, 7, 20, 11, tzinfo=UTC)
    clock(noon)
    follow(ANN, is_daily=True)
    publish(winter)
    work()
    clock(noon + timedelta(hours=5))
    publish(summer)
    work()
    clock(datetime(2026, 7, 21, 5, 59, tzinfo=UTC))
    work()
    assert mailbox.messages == []
    clock(datetime(2026, 7, 21, 6, tzinfo=UTC))
    work(), work()
    (letter,) = mailbox.of(ANN)
    assert letter["Subject"] == "2 new publications, 21 July 2026"
    assert all(
        f"Minutes for Harbour Committee on Wednesday {day}" in letter.get_content() for day in ("14 January", "15 July")
    )
    clock(datetime(2026, 7, 22, 6, tzinfo=UTC))
    work()
    assert len(mailbox.of(ANN)) == 1


def test_who_chooses_at_once_again_does_not_wait_for_the_day(mailbox, client):
    ann = follow(ANN, is_daily=True)
    publish(make_held_meeting())
    work()
    client.post(f"/subscribe/{ann.token}/", {"often": "once"})
    work()
    assert len(mailbox.of(ANN)) == 1


# — Once —


def test_nothing_is_sent_twice_however_often_a_worker_looks(mailbox):
    follow(ANN), follow(BEN)
    publish(make_held_meeting())
    for _ in range(5):
        work()
    LookedThrough.objects.update(sequence=0)  # not even then
    work()
    assert sorted(to for to, _ in mailbox.messages) == [ANN, BEN]


def test_a_worker_that_dies_before_the_text_leaves_a_letter_that_is_sent_when_its_lease_has_run_out(
    mailbox, monkeypatch
):
    follow(ANN)
    publish(make_held_meeting())

    def die(*_):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(posting, "_hand_in", die)
        with pytest.raises(SystemExit):
            work()
    work()
    assert mailbox.messages == []  # somebody may still be at it
    work(timezone.now() + posting.LEASE)
    assert letters() == [(ANN, "sent")] and len(mailbox.of(ANN)) == 1


def test_a_worker_that_dies_with_the_text_on_its_way_leaves_a_letter_that_is_not_sent_again(mailbox, monkeypatch):
    follow(ANN)
    publish(make_held_meeting())

    def die(*_):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(posting.Claimed, "end", die)
        with pytest.raises(SystemExit):
            work()
    later = timezone.now() + posting.LEASE
    work(later)
    tidy(later)
    assert letters() == [(ANN, "doubtful")] and len(mailbox.of(ANN)) == 1


# — Trouble —


def test_who_is_refused_for_now_is_tried_again_later_with_the_same_message_id(mailbox):
    mailbox.answers[ANN] = ["451 greylisted", "250 OK"]
    mailbox.answers["text"] = ["452 no room", "250 OK"]
    follow(ANN), follow(BEN)
    publish(make_held_meeting())
    now = timezone.now()
    work(now)
    assert mailbox.messages == [] and {row.problem for row in Letter.objects.all()} == {"451 greylisted", "452 no room"}
    assert not Subscriber.objects.exclude(refusals=0).exists()
    work(now + timedelta(minutes=1))
    assert mailbox.messages == []
    work(now + timedelta(minutes=3))
    assert sorted(to for to, _ in mailbox.messages) == [ANN, BEN] and {o for _, o in letters()} == {"sent"}


def test_who_is_refused_for_good_three_times_in_a_row_is_forgotten_and_the_others_are_not(mailbox):
    mailbox.answers[ANN] = ["550 no such user"]
    mailbox.answers[BEN] = ["550 no", "550 no", "250 OK", "550 no"]
    follow(ANN), follow(BEN)
    for number in range(4):
        publish(make_held_meeting(date=date(2026, 3, 4 + number)))
        work()
    assert list(Subscriber.objects.values_list("address", "refusals")) == [(BEN, 1)]
    assert [outcome for _, outcome in letters()] == ["refused", "refused", "sent", "refused"]


def test_a_mail_server_that_is_away_holds_nothing_up_and_everything_is_sent_when_it_is_back(mailbox, settings):
    follow(ANN)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    publish(make_held_meeting())
    work()
    with pytest.raises(posting.Trouble):
        post(timezone.now())
    assert Letter.objects.get().attempts == 0
    settings.EMAIL_PORT = port
    work()
    assert len(mailbox.of(ANN)) == 1


def test_after_two_days_in_vain_a_letter_is_given_up(mailbox, clock):
    mailbox.answers[ANN] = ["451 not now"]
    now = began = datetime(2026, 7, 20, 17, tzinfo=UTC)
    clock(now)
    follow(ANN)
    publish(make_held_meeting())
    work()
    while Letter.objects.filter(done_at=None).exists() and now < began + timedelta(days=9):
        now += timedelta(minutes=10)
        clock(now)
        work()
    assert letters() == [(ANN, "late")] and timedelta(hours=36) < now - began < timedelta(hours=60)


def test_a_record_that_can_not_be_read_holds_up_no_other_letter(mailbox):
    follow(ANN)
    first, _ = (publish(meeting) for meeting in make_winter_and_summer())
    while look(timezone.now()):
        pass
    with without_triggers():
        Record.objects.filter(pk=first.pk).update(
            text=Record.objects.get(pk=first.pk).text.replace('"schema":1', '"schema":7')
        )
    work()
    assert len(mailbox.of(ANN)) == 1 and "schema 7" in Letter.objects.get(done_at=None).problem


def test_an_address_that_no_mail_can_be_written_to_holds_up_no_other_letter(mailbox):
    follow(f"a@{'ä' * 100}.org")
    follow(ANN)
    publish(make_held_meeting())
    work()
    assert len(mailbox.of(ANN)) == 1 and Letter.objects.get(done_at=None).problem


# — Growth —


def test_looking_for_news_where_there_is_none_takes_three_queries_whatever_the_archive(
    mailbox, django_assert_num_queries
):
    for number in range(3):
        publish(make_held_meeting(date=date(2026, 3, 4 + number)))
        work()
        with django_assert_num_queries(3):
            assert not look(timezone.now())


def test_a_letter_takes_as_many_queries_among_many_as_alone(mailbox, django_assert_max_num_queries):
    for number in range(30):
        follow(f"{number}@example.org", "street", f"Street {number}")
    follow(ANN, "street", "North Mole")
    publish(make_held_meeting())
    with django_assert_max_num_queries(12):
        look(timezone.now())
    with django_assert_max_num_queries(24):
        assert post(timezone.now())
    assert [to for to, _ in mailbox.messages] == [ANN]


def test_what_is_long_done_with_is_kept_no_longer(mailbox):
    follow(ANN)
    publish(make_held_meeting())
    work()
    tidy(timezone.now() + timedelta(days=29))
    assert Letter.objects.count() == 1
    tidy(timezone.now() + timedelta(days=31))
    assert Letter.objects.count() == 0
    work()
    assert len(mailbox.of(ANN)) == 1
