"""Alison Thrale summons the members of a committee: by e-mail who consented, on paper the others; and what was done stays."""

import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committees.models import Membership, SummonsAddress
from committees.roles import Role
from published.kinds import Kind
from publishing.models import Summons
from publishing.summonses import LEASE
from tests import mailbox as mail
from tests.desk import Page
from tests.making import keep_pdf, make_committee, make_item, make_meeting, make_person, publish
from tests.test_notice import published_at_the_desk
from tests.test_rights import staff
from tests.test_rights_table import somebody

pytestmark = pytest.mark.django_db

MARY, ANN, CY = "mary@home.example", "ann@home.example", "cy@home.example"
DAY = date(2036, 3, 5)


@pytest.fixture
def mailbox(settings):
    """The mail server of the settings."""
    with mail.running() as kept:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.SENDS_EMAIL, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", kept.port
        settings.DEFAULT_FROM_EMAIL, settings.SITE_URL = mail.FROM, "https://minutes.example.org"
        yield kept


def consent(name: str, address: str, **days) -> SummonsAddress:
    known = {"consented_on": date(2025, 5, 12)}
    return SummonsAddress.objects.create(person=make_person(name), address=address, **(known | days))


def seat(name: str, role: str = "member", **days) -> None:
    Membership.objects.create(committee=make_committee(), person=make_person(name), role=role, **days)


@pytest.fixture
def meeting():
    """Mary and Ann consented, Cy did not; there is a closed item. The agenda is public."""
    for name, role in (("Mary Bell", "chair"), ("Ann Vane", "member"), ("Cy Tern", "member")):
        seat(name, role)
    consent("Mary Bell", MARY), consent("Ann Vane", ANN)
    meeting = make_meeting(date=DAY, summoned_by="Ann Lee, Town Clerk")
    make_item(meeting)
    make_item(meeting, "The lease of Jo Ash", restriction="england-2006-3", public_title="A matter of property")
    publish(meeting, Kind.AGENDA)
    return meeting


def address(meeting) -> str:
    return f"/admin/publishing/publication/meeting/{meeting.pk}/summons/"


def page(desk, meeting) -> Page:
    return Page(desk, address(meeting))


def press(desk, meeting, **fields) -> Page:
    """Press a button of the page, and go where that leads."""
    answer = desk.post(address(meeting), fields or {"step": "send"})
    return page(desk, meeting) if answer.status_code == 302 else Page(desk, address(meeting), answer)


def member(found: Page, name: str) -> str:
    """What the page says of a member."""
    (line,) = (li for li in found.tree.xpath("//ul[@class='summoned']/li") if name in li.text_content())
    return " ".join(line.text_content().split())


def done() -> list[tuple[str, str, str]]:
    return [(row.person.last_name, row.way, row.outcome) for row in Summons.objects.select_related("person")]


def test_each_who_consented_gets_a_summons_of_their_own_and_the_others_none(desk, mailbox, meeting):
    found = press(desk, meeting)
    assert "The summons was sent by e-mail to 2 members." in found.text
    assert [to for to, _ in mailbox.messages] == [MARY, ANN]
    for own, other in ((MARY, ANN), (ANN, MARY)):
        (letter,) = mailbox.of(own)
        assert letter["To"] == own and other not in str(letter) and letter["From"] == mail.FROM
    assert done() == [("Bell", "e-mail", "done"), ("Vane", "e-mail", "done")]
    row = Summons.objects.get(address=MARY)
    assert row.publication == meeting.publications.get() and row.by == get_user_model().objects.get()
    assert "Sent by e-mail to mary@home.example" in member(found, "Mary Bell") and "printed" in member(found, "Cy Tern")


def test_the_summons_tells_place_time_and_business_as_the_public_reads_them(desk, mailbox, meeting):
    keep_pdf(meeting.publications.get(), b"%PDF the notice", "notice")
    meeting.items.update(title="A later draft")
    press(desk, meeting)
    letter = mailbox.of(MARY)[0]
    text = letter.get_body().get_content()
    assert letter["Subject"] == "Summons: Harbour Committee, Wednesday 5 March 2036"
    for words in (
        "Councillor Mary Bell,\n\nyou are summoned to the meeting of the Harbour Committee.",
        "Date: Wednesday 5 March 2036\nTime: 7.30 pm\nPlace: Guildhall\n",
        "Business:\n1 Repair of the north mole\n2 A matter of property (closed to the public)\n",
        "Clear days between today and the meeting: ",
        "https://minutes.example.org/committees/harbour-committee/2036-03-05/\n",
        "Ann Lee, Town Clerk\n",
        "because you consented to that on 12 May 2025.",
    ):
        assert words in text, f"{words}\n\n{text}"
    assert "Jo Ash" not in text and "later draft" not in text
    (attached,) = letter.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("notice.pdf", b"%PDF the notice")
    assert not re.search(r"\n{4}|&#|&amp;", text)


def test_a_form_in_which_no_button_was_pressed_sends_nothing(desk, mailbox, meeting):
    press(desk, meeting, step="check")
    assert mailbox.messages == []


def test_without_the_pdf_the_summons_goes_out_and_says_nothing_of_one(desk, mailbox, meeting):
    assert "the PDF is not made yet" in page(desk, meeting).text
    press(desk, meeting)
    letter = mailbox.of(MARY)[0]
    assert list(letter.iter_attachments()) == [] and "ttached" not in letter.get_content()


@pytest.mark.parametrize("state", ["not yet", "withdrawn", "withdrawn today"])
def test_who_does_not_consent_today_is_sent_no_e_mail(desk, mailbox, meeting, state):
    today = timezone.localdate()
    ended = {"not yet": None, "withdrawn": today - timedelta(30), "withdrawn today": today}[state]
    begun = today + timedelta(1) if state == "not yet" else today - timedelta(60)
    consent("Cy Tern", CY, consented_on=begun, withdrawn_on=ended)
    press(desk, meeting)
    assert mailbox.of(CY) == [] and len(mailbox.messages) == 2
    assert "printed" in member(page(desk, meeting), "Cy Tern")


def test_what_somebody_else_is_sending_or_has_sent_is_not_sent_again(desk, mailbox, meeting):
    other = get_user_model().objects.create_superuser("jo@example.org", "a long enough password")
    theirs = Summons.objects.claim(meeting.publications.get(), make_person(), MARY, other)
    found = press(desk, meeting)
    assert "Being sent by e-mail to mary@home.example" in member(found, "Mary Bell") and "to 1 member." in found.text
    theirs.end(Summons.Outcome.DONE)
    press(desk, meeting), press(desk, meeting)
    assert [to for to, _ in mailbox.messages] == [ANN]
    assert done() == [("Bell", "e-mail", "done"), ("Vane", "e-mail", "done")]


BEGIN = """
from tests.making import *
from committees.models import Membership, SummonsAddress
make_clerk(), make_clerk("jo")
for n in range(6):
    person = make_person(f"Mary Bell{n}")
    Membership.objects.create(committee=make_committee(), person=person)
    SummonsAddress.objects.create(person=person, address=f"m{n}@home.example", consented_on=date(2025, 5, 12))
meeting = make_meeting(date=date(2036, 3, 5))
make_item(meeting)
publish(meeting, Kind.AGENDA)
"""
PRESS = """
import time
from collections import Counter
from threading import Barrier, Thread
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from publishing.models import Summons
from tests import mailbox
together = Barrier(4)
def press(client):
    together.wait()
    client.post("/admin/publishing/publication/meeting/1/summons/", {"step": "send"})
    connection.close()
with mailbox.running() as kept, override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=kept.port, SENDS_EMAIL=True
):
    kept.watch = lambda event, to: time.sleep(0.03)  # a mail server takes its time
    threads = []
    for user in [*get_user_model().objects.all()] * 2:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user)
        threads.append(Thread(target=press, args=(client,)))
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    outcomes = list(Summons.objects.values_list("outcome", flat=True))
    print(sorted(Counter(to for to, _ in kept.messages).values()), outcomes.count("done"), len(outcomes))
"""


def test_of_two_clerks_who_press_twice_at_the_same_moment_each_member_gets_one(install):
    install.begin(BEGIN)
    assert install.python(PRESS).stdout.strip() == "[1, 1, 1, 1, 1, 1] 6 6"


def test_a_mailbox_that_is_refused_is_said_printed_for_and_can_be_tried_again(desk, mailbox, meeting):
    mailbox.answers[MARY] = ["550 5.1.1 No such mailbox", "250 OK"]
    found = press(desk, meeting)
    assert "It could not be sent to 1 member" in found.text and "Print the summons for 2 members" in found.text
    assert "Refused by the mail server for mary@home.example: 550 5.1.1 No such mailbox" in member(found, "Mary Bell")
    press(desk, meeting)
    assert [to for to, _ in mailbox.messages] == [ANN]  # the button for all leaves who was refused alone
    found = press(desk, meeting, again=str(make_person().pk))
    assert [to for to, _ in mailbox.messages] == [ANN, MARY] and "Print the summons for 1 member" in found.text
    assert done() == [("Bell", "e-mail", "refused"), ("Vane", "e-mail", "done"), ("Bell", "e-mail", "done")]
    press(desk, meeting, again=str(make_person().pk))
    assert len(mailbox.messages) == 2


@pytest.mark.parametrize("answer", ["451 4.3.0 Try again later", "552 5.2.3 Too large", "421 4.3.2 Closing"])
def test_what_fails_is_said_beside_the_member_and_sent_by_the_same_button_later(desk, mailbox, meeting, answer):
    mailbox.answers["text"] = [answer, "250 OK"]
    found = press(desk, meeting)
    assert f"Not sent to mary@home.example: {answer[:3]}" in member(found, "Mary Bell")
    press(desk, meeting), press(desk, meeting)
    assert sorted(to for to, _ in mailbox.messages) == [ANN, MARY]


def test_a_mail_server_that_is_away_is_said_and_nothing_is_recorded(desk, mailbox, meeting, settings):
    with mail.running() as other:
        gone = other.port
    settings.EMAIL_PORT = gone
    assert "The mail server can’t be used just now, and nothing was sent" in press(desk, meeting).text
    settings.EMAIL_PORT = mailbox.port
    press(desk, meeting)
    assert len(mailbox.messages) == 2 and len(done()) == 2


def test_an_e_mail_whose_sender_died_was_perhaps_sent_and_is_sent_again_by_a_button_of_its_own(desk, mailbox, meeting):
    old = timezone.now() - LEASE - timedelta(seconds=1)
    begun = {"publication": meeting.publications.get(), "person": make_person(), "way": "e-mail", "address": MARY}
    Summons.objects.create(**begun, by=get_user_model().objects.get(), at=old)
    assert "Perhaps sent to mary@home.example" in member(page(desk, meeting), "Mary Bell")
    press(desk, meeting)
    assert mailbox.of(MARY) == []
    press(desk, meeting, again=str(make_person().pk))
    assert len(mailbox.of(MARY)) == 1
    assert done() == [("Bell", "e-mail", "doubtful"), ("Vane", "e-mail", "done"), ("Bell", "e-mail", "done")]


def test_without_a_mail_server_the_page_says_so_and_offers_paper_for_all(desk, meeting, mailoutbox):
    found = press(desk, meeting)
    assert "This site sends no e-mail" in found.text and "Print the summons for all 3" in found.text
    assert "Send the summons" not in found.text and mailoutbox == [] and done() == []


def test_paper_that_was_delivered_is_recorded_by_a_tick_once(desk, meeting):
    cy, mary = make_person("Cy Tern"), make_person()
    today = timezone.localdate()
    fields = {"step": "delivered", "people": [cy.pk, mary.pk], "way": "hand", "on": "yesterday"}
    press(desk, meeting, **fields)
    found = press(desk, meeting, **fields)
    day = today - timedelta(1)
    assert f"By hand on {day.day} {day:%B %Y}" in member(found, "Cy Tern")
    assert done() == [("Tern", "hand", "done"), ("Bell", "hand", "done")]
    assert Summons.objects.first().delivered_on == day
    for wrong, said in (
        ({"people": []}, "Tick the members to whom it was delivered."),
        ({"on": "1 January 2036"}, "This day is to come."),
        ({"people": [make_person("Jo Ash").pk]}, "Select a valid choice."),
    ):
        found = press(desk, meeting, **fields | wrong)
        assert said in found.text and found.tree.xpath("//input[@name='way'][@value='hand'][@checked]"), said
    assert len(done()) == 2


def test_the_printed_summons_is_a_leaf_for_each_who_gets_no_e_mail(desk, mailbox, meeting):
    mailbox.answers[MARY] = ["550 No such mailbox"]
    press(desk, meeting)
    for name, people in (
        ("summons", ["Mary Bell", "Cy Tern"]),
        ("summons-for-all", ["Mary Bell", "Cy Tern", "Ann Vane"]),
    ):
        answer = desk.get(address(meeting).replace("summons/", f"print/{name}/"))
        leaves = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True
        )
        leaves = [" ".join(leaf.split()) for leaf in leaves.stdout.decode().split("\f")[:-1]]
        assert len(leaves) == len(people)
        for leaf, person in zip(leaves, people, strict=True):
            assert f"Councillor {person} You are summoned to this meeting" in leaf and "Ann Lee, Town Clerk" in leaf
            assert "A matter of property" in leaf and "Jo Ash" not in leaf


def test_the_record_is_printed_with_every_try(desk, mailbox, meeting):
    mailbox.answers[MARY] = ["550 No such mailbox"]
    press(desk, meeting)
    answer = desk.get(address(meeting).replace("summons/", "print/summoned/"))
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True)
    words = " ".join(text.stdout.decode().split())
    assert (
        "Refused by the mail server for mary@home.example: 550" in words
        and "Sent by e-mail to ann@home.example" in words
    )


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_record_only_grows(desk, mailbox, meeting, verb):
    press(desk, meeting)
    rows = Summons.objects.filter(address=MARY)
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        rows.update(address="other@home.example") if verb == "update" else rows.delete()
    assert rows.count() == 1


def test_a_supplement_is_a_summons_of_its_own(desk, mailbox, meeting):
    press(desk, meeting)
    make_item(meeting, "Fallen crane")
    publish(meeting, Kind.SUPPLEMENT, note="The crane fell.")
    found = page(desk, meeting)
    assert "Summons with: Supplementary agenda" in found.text and "Sent" not in member(found, "Ann Vane")
    press(desk, meeting)
    text = mailbox.of(ANN)[1].get_content()
    assert "The agenda has a supplement. The business is now:" in text and "3 Fallen crane (added on " in text
    assert [row.publication.kind for row in Summons.objects.filter(address=ANN)] == ["agenda", "supplementary-agenda"]


def called_off(meeting, reason: str = "The boiler has failed", instead=None) -> None:
    meeting.refresh_from_db()
    meeting.cancel(reason, instead)
    publish(meeting, Kind.CANCELLATION)


def test_those_who_were_summoned_are_told_in_the_same_ways_that_the_meeting_is_cancelled(desk, mailbox, meeting):
    """By e-mail and on paper, each once, with the reason and the day instead; also who has left the committee since."""
    press(desk, meeting)
    cy = make_person("Cy Tern")
    press(desk, meeting, step="delivered", people=[cy.pk], way="hand", on="yesterday")
    seat("Una Pike")  # came after the summonses
    Membership.objects.filter(person=make_person("Ann Vane")).update(ended_on=date(2026, 1, 1))
    instead = make_meeting(date=DAY + timedelta(14))
    called_off(meeting, instead=instead)
    found = page(desk, meeting)
    assert "Cancelled: those who were summoned are told" in found.text and "late. The last" not in found.text
    assert len(found.tree.xpath("//ul[@class='summoned']/li")) == 3
    assert "No summons is recorded for Councillor Una Pike. Who had one all the same is to be told too." in found.text
    assert "Print the cancellation for 1 member" in found.text
    found = press(desk, meeting)
    assert "The cancellation was sent by e-mail to 2 members." in found.text
    press(desk, meeting)
    assert [to for to, _ in mailbox.messages] == [MARY, ANN, MARY, ANN]
    letter = mailbox.of(MARY)[1]
    assert letter["Subject"] == "Cancelled: Harbour Committee, Wednesday 5 March 2036"
    for words in (
        "This meeting is cancelled and does not take place.\nIt is put off to 19 March 2036.",
        "Reason: The boiler has failed",
        "https://minutes.example.org/committees/harbour-committee/2036-03-05/",
        "because you consented to that on 12 May 2025.",
    ):
        assert words in letter.get_content(), words
    assert not list(letter.iter_attachments()) and "lease of Jo Ash" not in letter.get_content()
    answer = desk.get(address(meeting).replace("summons/", "print/summons/"))
    leaf = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True)
    words = " ".join(leaf.stdout.decode().split())
    assert (
        leaf.stdout.count(b"\f") == 1
        and "Councillor Cy Tern You were summoned to this meeting. It is cancelled" in words
    )
    assert "The boiler has failed" in words and "19 March 2036" in words and "Business" not in words
    found = press(desk, meeting, step="delivered", people=[cy.pk], way="post", on="today")
    assert "Recorded: a printed cancellation for 1 member." in found.text
    rows = [(row.person.last_name, row.way) for row in Summons.objects.filter(publication__kind=Kind.CANCELLATION)]
    assert rows == [("Bell", "e-mail"), ("Vane", "e-mail"), ("Tern", "post")]


def test_nobody_is_told_of_a_cancellation_that_the_public_does_not_know_or_that_was_taken_back(desk, mailbox, meeting):
    press(desk, meeting)
    meeting.refresh_from_db()
    meeting.cancel("The boiler has failed")
    found = press(desk, meeting)
    assert (
        "nobody is summoned to it any more. Publish the cancellation, and those who were summoned are told"
        in found.text
    )
    meeting.revive()
    called_off(meeting)
    answer = desk.get(f"/admin/minutes/meeting/{meeting.pk}/cancellation/").content.decode()
    assert f'told on the page <a href="{address(meeting)}">Summons</a>' in answer
    meeting.refresh_from_db()
    meeting.revive()
    publish(meeting, Kind.AGENDA, note="It is held.")
    assert "Summons with: Agenda" in page(desk, meeting).text
    assert len(mailbox.messages) == 2


def test_where_nobody_was_summoned_nobody_is_told_of_the_cancellation(desk, mailbox, meeting):
    called_off(meeting)
    found = press(desk, meeting)
    assert "Nobody was recorded here as summoned" in found.text and "Enter them" not in found.text
    assert "by e-mail that it is cancelled" not in found.text and mailbox.messages == []


def test_who_publishes_a_cancellation_is_led_to_those_who_were_summoned(desk, mailbox, meeting):
    press(desk, meeting)
    meeting.refresh_from_db()
    meeting.cancel("The boiler has failed")
    found = published_at_the_desk(desk, meeting, "cancellation")
    assert found.tree.xpath("//a[.='Tell those who were summoned to it']/@href") == [address(meeting)]


def test_what_is_not_public_yet_or_any_more_summons_nobody(desk, mailbox):
    seat("Mary Bell"), consent("Mary Bell", MARY)
    meeting = make_meeting(date=DAY)
    make_item(meeting)
    assert "No agenda of this meeting is public." in press(desk, meeting).text
    scheduled = publish(meeting, Kind.AGENDA, goes_live_at=timezone.now() + timedelta(1))
    assert "No agenda of this meeting is public." in press(desk, meeting).text
    scheduled.withdraw("Too early.")
    publish(meeting, Kind.AGENDA, note="Again.")
    meeting.cancel("Storm.")
    assert "The meeting is cancelled: nobody is summoned" in press(desk, meeting).text
    held = make_meeting(date=date(2026, 3, 4))
    make_item(held)
    publish(held, Kind.AGENDA)
    assert "The meeting has begun: nobody is summoned" in press(desk, held).text
    assert mailbox.messages == [] and done() == []


def test_the_members_of_the_meeting_s_day_are_summoned_and_no_others(desk, meeting):
    seat("Jo Ash", started_on=DAY), seat("Una Pike", started_on=DAY + timedelta(1))
    seat("Sid Marsh", ended_on=DAY - timedelta(1)), seat("Tom Reed", "substitute")
    names = [
        " ".join(name.split()) for name in page(desk, meeting).tree.xpath("//ul[@class='summoned']/li/strong/text()")
    ]
    assert names == [f"Councillor {name}" for name in ("Mary Bell", "Jo Ash", "Cy Tern", "Ann Vane")]


@pytest.mark.parametrize("day", [date(2036, 3, 5), date(2036, 7, 16)], ids=["winter", "summer"])
def test_a_summons_that_comes_too_late_is_warned_of_and_sent(desk, mailbox, day, clock):
    seat("Mary Bell"), consent("Mary Bell", MARY)
    meeting = make_meeting(date=day)
    make_item(meeting)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/London")) - timedelta(7)
    clock((midnight - timedelta(minutes=30)).astimezone(UTC))  # Tuesday of the week before: five clear working days
    publish(meeting, Kind.AGENDA)
    desk.force_login(get_user_model().objects.get())
    assert "late. The last lawful moment was" not in page(desk, meeting).text
    clock((midnight + timedelta(minutes=30)).astimezone(UTC))
    found = page(desk, meeting)
    assert "it is 1 day late. The last lawful moment was" in found.text and "Yes: clear day 4" in found.text
    assert "late. The last" not in press(desk, meeting).text
    assert "Clear days between today and the meeting: 4. The law asks for 5." in mailbox.of(MARY)[0].get_content()


def test_who_reads_drafts_reads_it_and_who_publishes_sends(mailbox, meeting):
    viewer, publisher = (somebody((role, meeting.committee)) for role in (Role.VIEWER, Role.PUBLISHER))
    assert "Send the summons" not in page(viewer, meeting).text
    assert viewer.post(address(meeting), {"step": "send"}).status_code == 403 and mailbox.messages == []
    press(publisher, meeting)
    assert len(mailbox.messages) == 2
    drafts = ["minutes.view_meeting", "minutes.view_agendaitem"]
    for rights, answer in ((drafts, 403), ([*drafts, "publishing.view_publication"], 200)):
        client = staff(*rights)
        for there in ("summons/", "print/summons/", "print/summons-for-all/"):
            assert client.get(address(meeting).replace("summons/", there)).status_code == answer, there


def test_where_members_want_their_summonses_is_read_by_those_alone_who_send_or_enter_it(desk, mailbox, meeting):
    """Beside the members, in what was done and on its sheet, on a person's page and in its history."""
    here, mary = meeting.committee, make_person()
    person = f"/admin/committees/person/{mary.pk}/change/"
    ended = {"summons_addresses-0-withdrawn_on": "12 May 2026", "summons_addresses-0-address": MARY}
    Page(desk, person).send(**ended)
    Page(desk, person).row("summons_addresses", address="bell@home.example", consented_on="12 May 2026").send()
    mailbox.answers["bell@home.example"] = ["550 No such mailbox bell@home.example"]
    press(desk, meeting)
    history = person.replace("change", "history")
    for role in Role:
        client = somebody((role, here))
        read = [each for each in (address(meeting), person, history) if b"@home" in client.get(each).content]
        printed = client.get(address(meeting).replace("summons/", "print/summoned/"))
        may = role != Role.VIEWER
        assert read == ([address(meeting), person] if may else []), role
        assert printed.status_code == (200 if may else 403)
        if not may:
            found = page(client, meeting)
            assert (
                "by e-mail, by consent of 12 May 2026" in member(found, "Mary Bell")
                and "Refused by e-mail" in found.text
            )
            assert "Sent by e-mail" in member(found, "Ann Vane") and "Print this record" not in found.text


def test_who_has_no_agenda_to_print_reads_what_to_do(desk):
    meeting = make_meeting(date=DAY)
    for name, said in (("summons", "Publish it first"), ("summoned", "")):
        answer = desk.get(address(meeting).replace("summons/", f"print/{name}/"), follow=True)
        assert said in answer.content.decode(errors="replace") and answer.status_code == 200


def test_a_person_s_page_takes_a_consent_and_its_end(desk):
    person = make_person()
    there = f"/admin/committees/person/{person.pk}/change/"
    prefix = "summons_addresses"
    assert Page(desk, there).row(prefix, address=MARY, consented_on="12 May 2025").send() is None
    again = Page(desk, there).row(prefix, address=ANN, consented_on="12 May 2026").send()
    assert "Say when the consent to the other address was withdrawn" in again.text
    assert "can’t be withdrawn before" in Page(desk, there).send(**{f"{prefix}-0-withdrawn_on": "11 May 2025"}).text
    assert "This day is to come" in Page(desk, there).send(**{f"{prefix}-0-withdrawn_on": "1 May 2036"}).text
    new = Page(desk, there).row(prefix, address=ANN, consented_on="12 May 2026")
    assert new.send(**{f"{prefix}-0-withdrawn_on": "12 May 2026"}) is None
    assert [row.address for row in SummonsAddress.objects.on(date(2026, 5, 12))] == [ANN]


def test_a_page_of_twelve_members_asks_no_more_than_one_of_two(desk, mailbox, meeting):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(desk, meeting)
        return len(asked)

    press(desk, meeting), count()
    before = count()
    for n in range(10):
        seat(f"Mary Reed{n}"), consent(f"Mary Reed{n}", f"reed{n}@home.example")
    press(desk, meeting)
    assert len(mailbox.messages) == 12 and count() == before == 10
