"""Alison Thrale sends the draft minutes to the chair by a private link, and decides about what comes back."""

import socketserver
import threading
from datetime import UTC, date, datetime, time, timedelta

import lxml.html
import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.formats import date_format

from committees.models import Organisation
from minutes.models import AgendaItem, ChairComment, ChairLink, Minute
from published.kinds import Kind
from tests.desk import Page
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, publish
from tests.test_door import door

pytestmark = pytest.mark.django_db
SECRET = "The tender of Tern Brothers was the lowest."


@pytest.fixture
def meeting():
    """A held meeting with a second item, whose minutes are closed."""
    meeting = make_held_meeting()
    closed = make_item(meeting, "Tender for the crane", minutes=f"<p>{SECRET}</p>")
    Minute.objects.filter(item=closed).update(restriction="england-2006-3")
    return meeting


def links_page(meeting) -> str:
    return f"{door(meeting)}for-the-chair/"


def make_link(desk, meeting, **fields) -> str:
    """The path of a new link, as the clerk copies it."""
    known = {"to_name": "Councillor Bell", "until": (timezone.localdate() + timedelta(14)).isoformat(), "step": "make"}
    page = Page(desk, links_page(meeting), desk.post(links_page(meeting), known | fields))
    (address,) = page.tree.xpath("//input[@id='address']/@value")
    return address.removeprefix(settings.SITE_URL)


def fields_of(client, path: str) -> dict:
    """The fields of the page as a browser sends them."""
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    (form,) = lxml.html.fromstring(response.content.decode()).xpath("//form[@method='post']")
    return {name: value or "" for name, value in form.form_values()}


def words(response) -> str:
    return " ".join(lxml.html.fromstring(response.content.decode()).text_content().split())


def test_the_chair_reads_the_draft_as_it_stands_and_nothing_that_is_closed(desk, client, meeting):
    path = make_link(desk, meeting)
    client.logout()
    said = words(client.get(path))
    assert (
        "The Harbour Master reported on the state of the mole." in said and "That the repair be put to tender." in said
    )
    assert "What is closed to the public is not shown here." in said and SECRET not in said
    Minute.objects.filter(item__title="Repair of the north mole").update(body="<p>The Engineer reported.</p>")
    assert "The Engineer reported." in words(client.get(path))


def test_what_is_closed_is_in_it_only_if_the_clerk_ticks_that(desk, client, meeting):
    path = make_link(desk, meeting, with_closed="on")
    client.logout()
    said = words(client.get(path))
    assert SECRET in said and "Closed to the public" in said and "is not shown here" not in said
    assert Minute.objects.get(item__title="Tender for the crane").restriction == "england-2006-3"


def test_a_comment_comes_back_to_its_item_with_the_words_that_were_read(desk, client, meeting):
    item = AgendaItem.objects.get(title="Repair of the north mole")
    path = make_link(desk, meeting)
    client.logout()
    fields = fields_of(client, path)
    assert fields["name"] == "Councillor Bell"
    item.minute.body = "<p>The Engineer reported.</p>"
    item.minute.save_columns("body")
    sent = client.post(path, fields | {f"comment-{item.pk}": "It was the Engineer.", "comment-0": "Otherwise good."})
    assert sent.status_code == 303 and "Thank you. 2 comments sent to the clerk." in words(client.get(sent.url))
    whole, comment = ChairComment.objects.order_by("item")
    if whole.item:
        whole, comment = comment, whole
    assert (comment.name, comment.text, comment.item) == ("Councillor Bell", "It was the Engineer.", item)
    assert comment.read == "The Harbour Master reported on the state of the mole." and comment.title == item.title
    assert whole.item is None and whole.text == "Otherwise good."


def test_the_clerk_reads_it_at_its_item_and_decides_and_no_word_of_the_minutes_changes(desk, client, meeting):
    item = AgendaItem.objects.get(title="Repair of the north mole")
    path = make_link(desk, meeting)
    desk.post(path, fields_of(desk, path) | {f"comment-{item.pk}": "It was the Engineer."})
    minutes = f"/admin/minutes/meeting/{meeting.pk}/minutes/"
    (at,) = Page(desk, minutes).tree.xpath(f"//section[@id='item-{item.pk}']//li[@class='comment']")
    assert "Councillor Bell wrote: It was the Engineer." in " ".join(at.text_content().split())
    assert "1 comment of the chair waits" in Page(desk, "/admin/").text
    before = Minute.objects.get(item=item).body
    comment = ChairComment.objects.get()
    for decision, said in [("done", "Done"), ("", ""), ("set-aside", "Set aside")]:
        desk.post(f"{links_page(meeting)}{comment.pk}/", {"decision": decision})
        comment.refresh_from_db()
        assert comment.decision == decision and said in Page(desk, minutes).text
    assert comment.decided_by and "Comments on drafts" not in Page(desk, "/admin/").text
    assert Minute.objects.get(item=item).body == before
    assert LogEntry.objects.filter(
        change_message="Set aside: what Councillor Bell wrote on Repair of the north mole."
    ).exists()
    assert desk.post(f"{links_page(meeting)}{comment.pk}/", {"decision": "rewrite"}).status_code == 404
    other = make_meeting(date=meeting.date + timedelta(7))
    assert desk.post(f"{links_page(other)}{comment.pk}/", {"decision": "done"}).status_code == 404


@pytest.mark.parametrize("now", [datetime(2026, 1, 9, 12, tzinfo=UTC), datetime(2026, 7, 9, 12, tzinfo=UTC)])
def test_a_link_is_open_to_the_end_of_its_last_day_and_answers_in_a_sentence_from_then_on(
    desk, client, clock, meeting, now
):
    clock(now)
    path = make_link(desk, meeting, until=now.date().isoformat())
    link = ChairLink.objects.get()
    client.logout()
    clock(link.expires_at - timedelta(seconds=1))
    assert (
        timezone.localtime(link.expires_at).strftime("%d %H:%M") == "10 00:00" and client.get(path).status_code == 200
    )
    clock(link.expires_at)
    gone = client.get(path)
    assert gone.status_code == 410 and "This link has expired. Ask the clerk for a new one." in words(gone)
    assert "mole" not in words(gone)


def test_what_is_typed_when_the_link_ends_is_shown_to_copy_and_not_kept(desk, client, clock, meeting):
    item = meeting.items.first()
    path = make_link(desk, meeting)
    client.logout()
    fields = fields_of(client, path) | {f"comment-{item.pk}": "It was the <b>Engineer</b>."}
    clock(ChairLink.objects.get().expires_at)
    refused = client.post(path, fields)
    assert refused.status_code == 410 and not ChairComment.objects.exists()
    (typed,) = lxml.html.fromstring(refused.content.decode()).xpath("//textarea")
    assert typed.text == "It was the <b>Engineer</b>."
    assert "What you wrote was not sent." in words(refused) and "1 Repair of the north mole" in words(refused)


def test_after_the_minutes_are_public_the_link_says_so_and_before_it_does_not(desk, client, meeting):
    path = make_link(desk, meeting)
    publish(meeting, Kind.AGENDA)
    scheduled = publish(meeting, Kind.DRAFT_MINUTES, goes_live_at=timezone.now() + timedelta(1))
    assert client.get(path).status_code == 200
    scheduled.withdraw("Too early.")
    publish(meeting, Kind.DRAFT_MINUTES)
    gone = client.get(path)
    assert gone.status_code == 410
    assert "have been published since this link was made: read them on the public page." in words(gone)
    (public,) = lxml.html.fromstring(gone.content.decode()).xpath("//h1/a/@href")
    assert public == "/committees/harbour-committee/2026-03-04/" and client.get(public).status_code == 200
    assert client.get(make_link(desk, meeting)).status_code == 200  # made since, for a correction


@pytest.mark.parametrize("today", [date(2026, 11, 30), date(2026, 7, 1)])
def test_everywhere_it_is_said_to_the_end_of_which_day_a_link_is_open(desk, client, clock, mail_server, today):
    clock(datetime.combine(today, time(12), UTC))
    meeting = make_held_meeting()
    path = make_link(desk, meeting, until=(today + timedelta(14)).isoformat(), to_email="bell@example.org")
    said = f"until the end of {date_format(today + timedelta(14), 'j F Y')}"
    assert said in words(client.get(path)) and said in words(client.get(f"{path}?sent=1"))
    (message,) = mail_server.messages
    assert said in " ".join(message.replace("=\r\n", "").split())
    (row,) = Page(desk, links_page(meeting)).tree.xpath("//table[@aria-labelledby='links']/tbody/tr")
    assert said.removeprefix("until ") in row.text_content() and "00:00" not in row.text_content()


def test_a_private_draft_is_under_no_licence_and_the_public_page_is(desk, client, meeting):
    organisation = Organisation.objects.get()
    organisation.data_licence = "Open Government Licence v3.0"
    organisation.save()
    path = make_link(desk, meeting)
    publish(meeting, Kind.AGENDA)
    client.logout()
    assert "may be used under" in words(client.get("/committees/harbour-committee/2026-03-04/"))
    assert "may be used under" not in words(client.get(path))


def test_what_has_ended_is_not_taken_back(desk, clock, meeting):
    make_link(desk, meeting)
    make_link(desk, meeting, to_name="Councillor Vane", until=(timezone.localdate() + timedelta(60)).isoformat())
    buttons = "//button[@name='take-back']/@aria-label"
    assert len(Page(desk, links_page(meeting)).tree.xpath(buttons)) == 2
    clock(ChairLink.objects.get(to_name="Councillor Bell").expires_at)
    desk.force_login(ChairLink.objects.first().made_by)
    assert Page(desk, links_page(meeting)).tree.xpath(buttons) == ["Take back the link for Councillor Vane"]


def test_a_token_that_never_was_and_one_that_was_taken_back_are_answered_alike(desk, client, meeting):
    path = make_link(desk, meeting)
    page = Page(desk, links_page(meeting))
    assert "Councillor Bell" in page.text
    desk.post(links_page(meeting), {"take-back": str(ChairLink.objects.get().pk)})
    client.logout()
    never = path.replace(path.split("/")[-2], "x" * 43)
    was, not_ever = client.get(path), client.get(never)
    assert was.status_code == not_ever.status_code == 404 and was.content == not_ever.content
    assert dict(was.headers) == dict(not_ever.headers)
    assert "This link doesn’t open anything. Ask the clerk who sent it." in words(was)
    assert "2026-03-04" not in words(was) and was["Cache-Control"] == "private, no-store"
    sent = [client.post(at, {"comment-0": "Typed"}) for at in (path, never)]
    assert [each.status_code for each in sent] == [404, 404] and "Typed" in words(sent[0])
    assert sent[0].content == sent[1].content and not ChairComment.objects.exists()


def test_the_token_is_long_and_kept_nowhere(desk, meeting):
    tokens = {make_link(desk, meeting).split("/")[-2] for _ in range(3)}
    assert len(tokens) == 3 and all(len(token) == 43 for token in tokens)
    stored = repr([*ChairLink.objects.values(), *LogEntry.objects.values()])
    assert not any(token in stored for token in tokens)
    assert not any(token in Page(desk, links_page(meeting)).html for token in tokens)


def test_no_cache_keeps_the_page_and_no_other_site_learns_its_address(desk, client, meeting):
    path = make_link(desk, meeting)
    client.logout()
    answers = [client.get(path), client.get(path + "?sent=1"), client.post(path, {})]
    for answer in answers:
        assert answer["Cache-Control"] == "private, no-store" and answer["X-Robots-Tag"] == "noindex, nofollow"
        assert (
            answer["Referrer-Policy"] == "strict-origin" and "form-action 'self'" in answer["Content-Security-Policy"]
        )
    html = answers[0].content.decode()
    assert "/admin/" not in html and "csrfmiddlewaretoken" in html and "/documents/" not in html
    assert client.put(path).status_code == 405


def test_another_meeting_is_told_of_nowhere(desk, client, meeting):
    make_held_meeting(
        date=meeting.date + timedelta(7), venue="CANARY", committee=make_committee(name="CANARY", slug="canary")
    )
    assert "CANARY" not in client.get(make_link(desk, meeting)).content.decode()


def test_a_form_of_another_site_sends_no_comment(desk, meeting):
    from django.test import Client

    path = make_link(desk, meeting)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"name": "Bell", "comment-0": "Forged"}).status_code == 403
    assert not ChairComment.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Nothing is written yet. Write into one of the fields below, then send."),
        ({"comment-0": "   "}, "Nothing is written yet."),
        ({"comment-0": "Good.", "name": ""}, "Write your name."),
        (
            {"comment-0": "x" * 5001},
            "Your comment on the minutes as a whole is too long: write 5,000 characters at most.",
        ),
    ],
)
def test_what_is_lacking_is_said_and_what_was_typed_stays(desk, client, meeting, changes, sentence):
    path = make_link(desk, meeting)
    answer = client.post(path, fields_of(client, path) | changes)
    assert answer.status_code == 400 and sentence in words(answer)
    assert (changes.get("comment-0", "").strip() in answer.content.decode()) and not ChairComment.objects.exists()


def test_a_comment_on_an_item_that_is_deleted_meanwhile_is_kept_under_its_name(desk, client, meeting):
    item = make_item(meeting, "Buoys")
    path = make_link(desk, meeting)
    fields = fields_of(client, path) | {f"comment-{item.pk}": "Two are adrift."}
    item.delete()
    assert client.post(path, fields).status_code == 303
    assert ChairComment.objects.get().title == "3 Buoys" and ChairComment.objects.get().item is None
    assert (
        "Councillor Bell wrote of “3 Buoys”: Two are adrift."
        in Page(desk, f"/admin/minutes/meeting/{meeting.pk}/minutes/").text
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"to_name": ""}, "This field is required."),
        ({"until": "2020-01-01"}, "This day is past. Choose a later one."),
        ({"until": "2099-01-01"}, "A link is open for 90 days at most."),
        ({"to_email": "no address"}, "Enter a valid email address."),
    ],
)
def test_a_link_that_can_t_be_made_so_is_not_made(desk, meeting, changes, sentence):
    known = {"to_name": "Councillor Bell", "until": timezone.localdate().isoformat()}
    page = Page(desk, links_page(meeting), desk.post(links_page(meeting), known | changes))
    assert sentence in page.text and not ChairLink.objects.exists()


class MailServer(socketserver.StreamRequestHandler):
    """As much of SMTP as hands in one message."""

    def handle(self):
        self.reply("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self.reply("354 go on")
                self.server.messages.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self.reply("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def reply(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer) as server:
        server.messages = []
        settings.SENDS_EMAIL, settings.EMAIL_HOST, settings.EMAIL_PORT = True, *server.server_address
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_the_link_is_sent_by_e_mail_where_a_mail_server_is_set(desk, client, meeting, mail_server):
    path = make_link(desk, meeting, to_email="bell@example.org")
    (message,) = mail_server.messages
    assert f"{settings.SITE_URL}{path}" in message.replace("=\r\n", "") and "To: bell@example.org" in message
    assert (
        "Subject: Draft minutes: Harbour Committee, 4 March 2026" in message
        and SECRET not in message
        and "Harbour Master" not in message
    )


def test_an_e_mail_that_can_t_be_sent_is_said_and_the_link_is_there_to_copy(desk, meeting, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SENDS_EMAIL, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", 1
    known = {"to_name": "Councillor Bell", "to_email": "bell@example.org", "until": timezone.localdate().isoformat()}
    page = Page(desk, links_page(meeting), desk.post(links_page(meeting), known))
    assert "The e-mail could not be sent. Copy the link below and send it yourself." in page.text
    assert page.tree.xpath("//input[@id='address']/@value")
