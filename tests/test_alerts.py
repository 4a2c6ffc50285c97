"""Somebody asks for e-mail alerts, confirms them, changes and ends them; and nobody can do so for somebody else."""

import re
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.proxies import client_address
from minutes.models import Matter as MatterOfMeetings
from published.record import Action, Decision, Item, Matter, MeetingRecord, Motion, Name, Paper, Vote
from tests import mailbox as mail
from tests.mailbox import follow, work
from tests.making import make_committee, make_held_meeting, make_person, publish
from website.alerts import limits, wording
from website.alerts.reading import Reading
from website.alerts.tidying import tidy
from website.models import Letter, SignUp, Subscriber, Subscription

pytestmark = pytest.mark.django_db
ANN, BEN = "ann@example.org", "ben@example.org"
FORGED = [
    f"{'A' * 22}.{'A' * 43}",
    "x",
    "..",
    "%00",
    "9" * 500,
    f"{'é' * 22}.{'A' * 43}",
    f"{'A' * 22}.{'A' * 43}%0d%0aSet-Cookie:%20a=b",
]


@pytest.fixture(autouse=True)
def alerts_are_offered(settings):
    settings.OFFERS_ALERTS = True


@pytest.fixture
def mailbox(settings):
    with mail.running() as kept:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", kept.port, mail.FROM
        work()
        yield kept


def ask(client, address: str = ANN, **changes):
    known = {"kind": "street", "street": "Quay Street", "when": "both", "often": "once", "address": address}
    return client.post("/subscribe/", known | changes)


def words_of(answer) -> str:
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


# — Signing up —


def test_somebody_asks_confirms_and_is_told(client, mailbox):
    make_committee()
    answer = ask(client, "Ann@Example.org", kind="committee", committee="harbour-committee", street="", often="daily")
    assert (answer.status_code, answer["Location"]) == (302, "/subscribe/sent/")
    assert "Look in your mailbox" in words_of(client.get("/subscribe/sent/"))
    work()
    (question,) = mailbox.of(ANN)
    assert (
        "They would be about: Harbour Committee\n" in question.get_content()
        and "one e-mail a day" in question.get_content()
    )
    link = mail.link(question)
    assert "Do you want these alerts?" in words_of(client.get(link))  # as a mail scanner opens it
    assert not Subscriber.objects.exists()
    answer = client.post(link)
    assert answer.status_code == 302
    said = words_of(client.get(answer["Location"]))
    assert "Harbour Committee" in said and "a…@example.org" in said and ANN not in said
    ann = Subscriber.objects.get()
    assert (ann.address, ann.is_daily) == (ANN, True)
    assert ann.subscriptions.values_list("kind", "value", "said", "when").get() == (
        "committee",
        "harbour-committee",
        "Harbour Committee",
        "both",
    )


def test_the_answer_is_the_same_whether_an_address_is_known_or_not(client, mailbox):
    follow(ANN, "street", "Quay Street")
    answers = [ask(client, address) for address in (ANN, BEN)]
    told = [(answer.status_code, answer["Location"], answer.content) for answer in answers]
    assert told[0] == told[1]
    work()
    for address in (ANN, BEN):
        assert len(mailbox.of(address)) == 1
    assert mailbox.of(ANN)[0]["Subject"] == mailbox.of(BEN)[0]["Subject"]


def test_nothing_is_followed_until_the_owner_of_the_address_says_so(client, mailbox):
    ask(client, kind="all")
    work()
    publish(make_held_meeting())
    work()
    assert [message["Subject"] for message in mailbox.of(ANN)] == ["Please confirm your e-mail alerts"]


def test_a_link_to_confirm_does_once_what_it_does_and_says_the_same_the_second_time(client):
    ask(client), ask(client, kind="all")
    links = [f"/subscribe/confirm/{asked.token}/" for asked in SignUp.objects.order_by("pk")]
    answers = [client.post(links[0]) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"] and Subscription.objects.count() == 1
    client.post(links[1])
    assert sorted(Subscription.objects.values_list("kind", flat=True)) == ["all", "street"]
    assert Subscriber.objects.count() == 1


def test_who_confirms_is_told_that_it_has_begun_and_who_comes_back_that_it_was_confirmed(client):
    ask(client)
    link = f"/subscribe/confirm/{SignUp.objects.get().token}/"
    assert "confirmed this already" not in client.get(link).content.decode()
    page = client.post(link, follow=True).content.decode()
    assert "Your alerts have begun." in page
    again = client.get(link).content.decode()
    assert "You have confirmed this already" in again and "<button" not in again


def test_what_was_ended_is_not_begun_again_by_the_old_link(client):
    ask(client)
    link = f"/subscribe/confirm/{SignUp.objects.get().token}/"
    client.post(link)
    ann = Subscriber.objects.get()
    client.post(f"/subscribe/{ann.token}/", {"end": ann.subscriptions.get().pk})
    assert (client.post(link).status_code, Subscriber.objects.exists()) == (410, False)
    ask(client), ask(client, kind="all")
    links = [f"/subscribe/confirm/{asked.token}/" for asked in SignUp.objects.order_by("pk")]
    client.post(links[0]), client.post(links[1])
    ann = Subscriber.objects.get()
    client.post(f"/subscribe/{ann.token}/", {"end": ann.subscriptions.get(kind="all").pk})
    assert client.post(links[1]).status_code == 302 and ann.subscriptions.get().kind == "street"


def test_the_same_thing_asked_for_twice_is_followed_once_as_it_was_wished_last(client):
    for street, when in [("Quay St", "before"), ("QUAY STREET", "after")]:
        ask(client, street=street, when=when)
        client.post(f"/subscribe/confirm/{SignUp.objects.latest('pk').token}/")
    assert Subscription.objects.values_list("said", "when").get() == ("QUAY STREET", "after")


def test_what_nobody_confirms_is_deleted_after_three_days(client):
    ask(client)
    link = f"/subscribe/confirm/{SignUp.objects.get().token}/"
    tidy(timezone.now() + timedelta(days=2, hours=23))
    assert client.get(link).status_code == 200
    tidy(timezone.now() + timedelta(days=3))
    assert (client.get(link).status_code, SignUp.objects.exists()) == (410, False)


def test_a_page_elsewhere_fills_the_form_in(client):
    make_committee().memberships.create(person=make_person())
    for question, wanted in {
        "committee=harbour-committee": [
            'value="committee" id="id_kind_1" checked',
            'value="harbour-committee" selected',
        ],
        "person=mary-bell": ['value="person" id="id_kind_2" checked', 'value="mary-bell" selected'],
        "matter=17": ['value="matter" id="id_kind_3" checked', 'value="17"'],
        "q=north+mole": ['value="words" id="id_kind_4" checked', 'value="north mole"'],
        "street=Quay+Street": ['value="street" id="id_kind_5" checked', 'value="Quay Street"'],
    }.items():
        page = client.get(f"/subscribe/?{question}").content.decode()
        assert [piece for piece in wanted if piece not in page] == [], question


def test_who_fills_in_one_field_need_not_press_its_button(client):
    ask(client, kind="")
    assert SignUp.objects.get().kind == "street"


WRONG = [
    ({"kind": "", "street": ""}, "Choose what you want to follow."),
    ({"kind": "", "words": "mole"}, "Choose what you want to follow."),
    ({"kind": "committee"}, "Choose a committee."),
    ({"kind": "committee", "committee": "no-such"}, "Select a valid choice."),
    ({"kind": "person"}, "Choose a person."),
    ({"kind": "matter", "matter": "-1"}, "greater than or equal to 1"),
    ({"kind": "matter", "matter": "9" * 40}, "less than or equal to"),
    ({"kind": "nothing"}, "Select a valid choice."),
    ({"street": "a"}, "Write at least 3 letters."),
    ({"street": "https://evil.example/"}, "Write words only"),
    ({"street": "www.evil.example"}, "Write words only"),
    ({"street": "n " * 40}, "Write fewer words."),
    ({"street": "ﷺ" * 80}, "Write fewer words."),
    ({"street": "x" * 81}, "at most 80 characters"),
    ({"street": "\x00Quay"}, "Null characters are not allowed."),
    ({"address": "ann"}, "Enter a valid email address."),
    ({"address": "ann@example.org\r\nBcc: eve@example.org"}, "Enter a valid email address."),
    ({"address": "ann@example.org,eve@example.org"}, "Enter a valid email address."),
    ({"address": "x" * 300 + "@example.org"}, "at most 254 characters"),
    ({"address": ""}, "Write your e-mail address."),
    ({"when": "never"}, "Select a valid choice."),
    ({"often": ""}, "This field is required."),
]


@pytest.mark.parametrize("sent, said", WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, sent, said):
    make_committee()
    answer = ask(client, **sent)
    assert answer.status_code == 400 and said in words_of(answer) and "Nothing was sent yet." in words_of(answer)
    assert not SignUp.objects.exists()
    assert 'value="ann@example.org"' in answer.content.decode() or "address" in sent


def test_a_committee_or_person_that_is_not_shown_yet_can_not_be_followed(client):
    """Nor learnt of by trying."""
    hidden = {"shown_from": timezone.localdate() + timedelta(days=1)}
    make_committee(name="Secret Committee", slug="secret", **hidden), make_person("Sid Secret", **hidden)
    assert "secret" not in client.get("/subscribe/?committee=secret").content.decode().lower().replace(
        "committee=secret", ""
    )
    for kind, slug, none in [("committee", "secret", "no-such"), ("person", "sid-secret", "nobody")]:
        assert words_of(ask(client, kind=kind, **{kind: slug})) == words_of(ask(client, kind=kind, **{kind: none}))


ODD = [
    "%00",
    "../../etc/passwd",
    "'",
    '"><b>',
    "(NEAR OR",
    "2026-02-30",
    "-1",
    "9" * 40,
    "😀",
    "%E2%80%AE",
    "x" * 100_000,
    "%ff",
]


@pytest.mark.parametrize("name", ["committee", "person", "matter", "q", "street", "page", "kind"])
def test_an_odd_question_is_answered(client, name):
    for odd in ODD:
        for question in (f"{name}={odd}", f"{name}=a&{name}={odd}"):
            answer = client.get(f"/subscribe/?{question}")
            assert answer.status_code == 200 and "<b>" not in words_of(answer), odd


@pytest.mark.parametrize(
    "name", ["kind", "committee", "person", "matter", "words", "street", "when", "often", "address"]
)
def test_odd_things_in_the_form_are_answered(client, name):
    for odd in [*ODD, "\x00", "\ud800", "\u202e"]:
        try:
            answer = ask(client, **{name: odd})
        except UnicodeEncodeError:
            continue  # nothing that a browser could send
        assert answer.status_code in {302, 400, 429}


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"kind=all&kind=street", b"{}", b"address=" + b"x" * 100_000])
def test_a_damaged_form_is_no_fault_of_the_server(client, body):
    answer = client.generic("POST", "/subscribe/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400 and not SignUp.objects.exists()


def test_where_no_e_mail_is_sent_the_page_says_so(client, settings):
    settings.OFFERS_ALERTS = False
    answer = client.get("/subscribe/")
    assert "This site sends no e-mail alerts." in words_of(answer) and "<form" not in answer.content.decode()
    ask(client)
    assert not SignUp.objects.exists()


def test_where_no_e_mail_is_sent_no_page_offers_alerts_not_even_from_a_reader_s_own_cache(client, settings):
    meeting = make_held_meeting()
    item = meeting.items.get()
    item.matter = MatterOfMeetings.objects.create(title="The north mole")
    item.save()
    publish(meeting)
    here = "/committees/harbour-committee/"
    item_page = f"{here}2026-03-04/repair-of-the-north-mole/"
    pages = ["/", here, f"{here}2026-03-04/", item_page, "/taking-part/", "/words/", "/decisions/", "/unknown/"]
    known = {}
    for page in pages:
        answer = client.get(page)
        assert "/subscribe/" in answer.content.decode(), page
        known[page] = answer.headers.get("ETag", "")
    settings.OFFERS_ALERTS = False
    for page in pages:
        answer = client.get(page, headers={"If-None-Match": known[page]})
        text = answer.content.decode()
        assert answer.status_code != 304 and "/subscribe/" not in text and "mail alerts" not in text, page
    found = re.findall('href="([^"]+)"', client.get("/subscribe/").content.decode().partition("<main")[2])
    for other in ("/feed.atom", "/meetings/calendar.ics"):
        assert other in found and client.get(other).status_code == 200


def test_no_cache_keeps_any_of_it_and_another_site_can_not_send_the_form(client):
    ann = follow(ANN)
    ask(client)
    asked = SignUp.objects.get()
    pages = ["/subscribe/", "/subscribe/sent/", f"/subscribe/confirm/{asked.token}/", f"/subscribe/{ann.token}/"]
    for page in [*pages, f"/subscribe/{ann.token}/stop/"]:
        for method in (client.get, client.head):
            answer = method(page, headers={"If-None-Match": '*, W/"x"'})
            assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store"), page
    strict = Client(enforce_csrf_checks=True)
    assert ask(strict).status_code == 403 and "allow cookies" in ask(strict).content.decode()
    assert client.put("/subscribe/").status_code == 405 and client.delete("/subscribe/sent/").status_code == 405


def test_the_form_takes_three_queries_however_many_committees_there_are(client, django_assert_num_queries):
    for number in range(20):
        make_committee(name=f"Committee {number}", slug=f"committee-{number}"), make_person(f"Jo {'x' * number}")
    with django_assert_num_queries(3):  # organisation, committees, people
        client.get("/subscribe/")
    with django_assert_num_queries(3):  # network, address, the row: what the website's role on PostgreSQL may do
        ask(client)


# — Limits —


def test_an_address_is_written_to_three_times_an_hour_however_often_somebody_asks(client, mailbox):
    """From a thousand networks."""
    sent = {"kind": "all", "when": "both", "often": "once", "address": ANN}
    networks = (f"10.0.{number // 250}.{number % 250}" for number in range(1000))
    answers = {client.post("/subscribe/", sent, REMOTE_ADDR=network).status_code for network in networks}
    assert answers == {302} and SignUp.objects.count() == 3
    work()
    assert len(mailbox.of(ANN)) == 3
    later = timezone.now() - timedelta(hours=1, minutes=1)
    SignUp.objects.update(asked_at=later)
    for _ in range(9):
        ask(client)
    assert SignUp.objects.count() == 5  # a day


def test_a_network_asks_for_twenty_addresses_an_hour_and_is_told_so(client):
    answers = [ask(client, f"{number}@example.org") for number in range(1000)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429] * 980
    assert answers[-1]["Retry-After"] == "3600" and "try again in an hour" in words_of(answers[-1])
    assert client.post("/subscribe/", {"address": "x"}, REMOTE_ADDR="10.9.9.9").status_code == 400
    sent = {"kind": "all", "when": "both", "often": "once", "address": BEN}
    assert client.post("/subscribe/", sent, REMOTE_ADDR="10.9.9.9").status_code == 302


def network(rf, remote: str, forwarded: str = "", now=None) -> str:
    """As the view has it, which stands behind config/proxies.py."""
    asked = rf.get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded} if forwarded else {})
    return client_address(lambda request: limits.network_of(request, now or timezone.now()))(asked)


def test_a_network_is_kept_as_a_digest_that_is_another_the_next_day_and_is_gone_then(client, rf, settings):
    one = network(rf, "192.0.2.7")
    assert one == network(rf, "::ffff:192.0.2.7") and len(one) == 32 and "192" not in one
    assert one != network(rf, "192.0.2.8")
    assert one != network(rf, "192.0.2.7", now=timezone.now() + timedelta(days=1))
    assert network(rf, "2001:db8::1") == network(rf, "2001:db8::2") != network(rf, "2001:db8:1::1")
    assert network(rf, "192.0.2.7", "10.0.0.1") == one  # no proxy is known of
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert network(rf, "127.0.0.1", "10.0.0.1, 192.0.2.7") == one  # what our own proxy says
    assert network(rf, "192.0.2.7", "10.0.0.1") == one  # which is not ours
    assert network(rf, "") == network(rf, "unix:") == ""
    ask(client)
    assert len(SignUp.objects.get().network) == 32
    tidy(timezone.now() + timedelta(days=1))
    assert SignUp.objects.get().network == ""


# — Links —


@pytest.mark.parametrize("forged", FORGED)
def test_a_link_that_we_never_made_opens_nothing(client, forged):
    follow(ANN)
    for address in (f"/subscribe/{forged}/", f"/subscribe/{forged}/stop/", f"/subscribe/confirm/{forged}/"):
        for method in (client.get, client.post, client.head):
            answer = method(address)
            assert answer.status_code == 404 and "Set-Cookie" not in answer
    assert Subscriber.objects.count() == 1


def test_the_link_of_one_opens_nothing_of_another_nor_of_another_kind(client):
    ann, ben = follow(ANN), follow(BEN)
    ask(client)
    asked = SignUp.objects.get()
    mixed = ann.token.partition(".")[0] + "." + ben.token.partition(".")[2]
    changed = ann.token[:-1] + ("A" if ann.token[-1] != "A" else "B")
    for token in (mixed, changed, asked.token, ann.token.swapcase()):
        assert client.post(f"/subscribe/{token}/stop/").status_code == 404
    assert client.post(f"/subscribe/confirm/{ann.token}/").status_code == 404
    client.post(f"/subscribe/{ann.token}/", {"end": ben.subscriptions.get().pk})
    assert (Subscriber.objects.count(), Subscription.objects.count()) == (2, 2)


def test_a_link_lives_on_when_the_secret_changes_and_dies_when_the_old_one_is_forgotten(client, settings):
    ann, old = follow(ANN), settings.SECRET_KEY
    token = ann.token
    settings.SECRET_KEY = "another key for tests only, which is long enough to be accepted"
    assert client.get(f"/subscribe/{token}/").status_code == 404
    settings.SECRET_KEY_FALLBACKS = [old]
    assert client.get(f"/subscribe/{token}/").status_code == 200


def test_who_reads_the_database_can_not_make_a_link():
    ann = follow(ANN)
    kept = {str(value) for value in Subscriber.objects.values_list().get()}
    assert ann.token not in kept and ann.token.partition(".")[2] not in " ".join(kept)


def test_one_click_unsubscribes_without_cookies_and_the_second_says_the_same(mailbox):
    """RFC 8058 §3.2: as a mail program does it, and a browser that knows nothing of us."""
    program = Client(enforce_csrf_checks=True)
    follow(ANN), follow(ANN, "street", "Quay Street"), follow(BEN)
    publish(make_held_meeting())
    work()
    address = re.fullmatch(r"<(https?://[^/]+)(/\S+)>", mailbox.of(ANN)[0]["List-Unsubscribe"])[2]
    assert program.get(address).status_code == 200 and Subscriber.objects.count() == 2  # a scanner opens it
    answers = [
        program.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        for _ in range(3)
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert "No alerts are sent any more" in words_of(answers[0])
    assert not [answer for answer in answers if answer.cookies]
    assert list(Subscriber.objects.values_list("address", flat=True)) == [BEN]
    assert not Letter.objects.exclude(subscriber__address=BEN).exists() and Subscription.objects.count() == 1
    assert words_of(program.get(mail.link(mailbox.of(ANN)[0]))) == words_of(answers[0])


def test_ending_all_deletes_the_address_everywhere_at_once(client):
    ask(client)
    client.post(f"/subscribe/confirm/{SignUp.objects.get().token}/")
    ask(client, kind="all")
    client.post(f"/subscribe/{Subscriber.objects.get().token}/stop/")
    assert not any(model.objects.exists() for model in (SignUp, Subscriber, Subscription, Letter))


def test_one_of_several_is_ended_and_how_often_is_changed(client):
    follow(ANN), follow(ANN, "street", "Quay Street")
    ann = Subscriber.objects.get()
    page = f"/subscribe/{ann.token}/"
    said = words_of(client.get(page))
    assert "everything that is published" in said and "the street “Quay Street”" in said
    client.post(page, {"end": ann.subscriptions.get(kind="all").pk})
    client.post(page, {"often": "daily"})
    assert ann.subscriptions.get().kind == "street" and Subscriber.objects.get().is_daily
    for odd in ({"end": "x"}, {"end": "9" * 40}, {"end": "-1"}, {"end": "\x00"}, {"end": "²"}, {"often": "never"}, {}):
        assert client.post(page, odd).status_code == 302
    assert ann.subscriptions.count() == 1
    client.post(page, {"end": ann.subscriptions.get().pk})
    assert "No alerts are sent any more" in words_of(client.get(page))


def test_no_more_than_fifty_things_are_followed_by_one_address(client):
    for number in range(50):
        follow(ANN, "words", f"word {number}")
    ask(client)
    answer = client.post(f"/subscribe/confirm/{SignUp.objects.get().token}/")
    assert answer.status_code == 400 and "You follow 50 things" in words_of(answer)
    assert Subscription.objects.count() == 50
    Subscription.objects.first().delete()
    client.post(f"/subscribe/confirm/{SignUp.objects.get().token}/")
    assert Subscription.objects.filter(kind="street").count() == 1


# — Words and streets —


@pytest.mark.parametrize(
    "text, phrase, found",
    [
        ("Works in Quay Street.", "Quay St", True),
        ("Works in QUAY ST.", "quay street", True),
        ("St Mary’s St", "Saint Marys Street", True),
        ("St. Mary's Rd", "st marys road", True),
        ("Old Quay Streets", "Quay Street", False),
        ("Quayside", "Quay", False),
        ("Heol y Môr", "heol y mor", True),
        ("Ffordd Tŷ-gwyn", "Ty Gwyn", True),
        ("Straße", "STRASSE", True),
        ("Quay, Street", "Quay Street", True),
        ("", "", False),
    ],
)
def test_a_street_is_found_as_people_write_it(text, phrase, found):
    assert wording.holds(wording.lines([wording.street(text)]), wording.street(phrase)) is found


def test_a_word_is_not_taken_for_a_street():
    assert not wording.holds(wording.lines([wording.words("in Quay Street")]), wording.words("Quay St"))


@given(st.text(max_size=200), st.text(max_size=40))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_typed_is_found_in_itself_and_stands_in_one_line(before, typed):
    for make in (wording.words, wording.street):
        text = make(f"{before} {typed} {before}")
        assert not make(typed) or wording.holds(wording.lines([text]), make(typed))
        assert make(make(typed)) == make(typed)
    assert len(wording.one_line(before).splitlines()) <= 1 and not set(wording.one_line(before)) & set("\r\n\0\u2028")


EVERYWHERE = {
    "title": {"title": "The north mole"},
    "former title": {"former_title": "The north mole"},
    "matter": {"matter": Matter(1, "The north mole")},
    "purpose": {"purpose": "<p>The <strong>north</strong> mole.</p>"},
    "recommendation": {"recommendation": "<p>The north mole.</p>"},
    "minutes": {"minutes": "<ul><li>The north mole</li></ul>"},
    "public minute": {"summary": "<p>The north&nbsp;mole</p>"},
    "decision": {"decisions": (Decision("agreed", "<p>The north mole</p>"),)},
    "reasons": {"decisions": (Decision("agreed", "", reasons="<p>The north mole</p>"),)},
    "motion": {"motions": (Motion("<p>The north mole</p>"),)},
    "amendment": {"motions": (Motion("", amendments=(Motion("<p>The north mole</p>"),)),)},
    "action": {"actions": (Action("Mend the north mole"),)},
    "paper": {"papers": (Paper("Survey of the north mole", "report", "a.pdf", "0", 1),)},
    "background paper": {"background_papers": ("Letter on the north mole",)},
}
NOT_THERE = {
    "torn apart": {"title": "The north", "officer": "mole"},
    "in two paragraphs": {"minutes": "<p>north</p><p>mole</p>"},
    "struck": {"minutes": "<p>the <s>north</s> mole</p>"},
    "in an attribute": {"minutes": '<p><a href="https://example.org/?north mole">x</a></p>'},
}


def record_of(**changes) -> MeetingRecord:
    item = Item(**({"slug": "mole", "number": "1", "title": "An item", "kind": "ordinary"} | changes))
    return MeetingRecord(
        "minutes", "Council", "Harbour Committee", "harbour-committee", "2026-03-04", "2026-03-04", items=(item,)
    )


@pytest.mark.parametrize("changes", EVERYWHERE.values(), ids=EVERYWHERE)
def test_words_are_found_wherever_an_item_has_them(changes):
    assert Reading(record_of(**changes)).tells_of("words", "north mole")


@pytest.mark.parametrize("changes", NOT_THERE.values(), ids=NOT_THERE)
def test_words_that_do_not_stand_there_are_not_found(changes):
    assert not Reading(record_of(**changes)).tells_of("words", "north mole")


def test_a_person_is_found_in_an_amendment_s_votes():
    vote = Motion("", amendments=(Motion("", votes=(Vote(Name("Jo Ash", "jo-ash"), "for"),)),))
    reading = Reading(record_of(motions=(vote,)))
    assert (
        reading.tells_of("person", "jo-ash")
        and not reading.tells_of("person", "")
        and not reading.tells_of("person", "jo")
    )


# — In a browser —


@pytest.mark.once
def test_somebody_signs_up_and_ends_it_in_a_browser_without_javascript(install, browser):
    """With a keyboard alone, in the dark, on a telephone."""
    install.begin("from tests.making import *\nmake_committee()\nmake_person()")
    with mail.running() as kept, install.serve(env={"EMAIL_URL": kept.url}) as site:
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": 320, "height": 640}, color_scheme="dark"
        )
        page = context.new_page()
        page.goto(f"{site}/subscribe/?q=north+mole")
        page.get_by_role("button", name="Send me a link to confirm").press("Enter")
        assert page.get_by_role("alert").inner_text().startswith("Nothing was sent yet.")
        page.get_by_label("Your e-mail address").fill(ANN)
        page.keyboard.press("Enter")
        page.wait_for_url("**/subscribe/sent/")
        install.manage("worker", "--batch", env={"EMAIL_URL": kept.url, "SITE_URL": site})
        page.goto(site + mail.link(kept.of(ANN)[0]))
        page.get_by_role("button", name="Yes, send me alerts").press("Enter")
        assert page.get_by_role("heading", level=1).inner_text() == "Your alerts"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name="End: “north mole”").press("Enter")
        assert page.get_by_role("heading", level=1).inner_text() == "No alerts are sent any more"
        context.close()


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_of_alerts(install, browser, scheme):
    """axe's rules for WCAG 2.2 AA, target size included, and nothing wider than a 320 px phone."""
    from axe_playwright_python.sync_playwright import Axe

    install.begin("from tests.making import *\nmake_committee()\nmake_person()")
    told = "from tests.mailbox import *\nprint(follow('a@example.org', 'street', 'Quay Street').token)"
    token = install.python(told).stdout.strip()
    pages = ["/subscribe/?matter=17", "/subscribe/sent/", f"/subscribe/{token}/", f"/subscribe/{token}/stop/"]
    options = {"rules": {"target-size": {"enabled": True}}}
    with install.serve(env={"EMAIL_URL": "smtp://127.0.0.1:1/?from=a@example.org"}) as site:
        for width in (320, 1280):
            page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
            for address in [*pages, "/subscribe/?q=mole#pressed"]:
                page.goto(site + address)
                if address.endswith("#pressed"):
                    page.get_by_role("button", name="Send me a link to confirm").click()
                    field = page.get_by_label("Your e-mail address")
                    assert field.get_attribute("aria-describedby") == "id_address_error"
                faults = Axe().run(page, options=options).response["violations"]
                assert [(rule["id"], node["html"]) for rule in faults for node in rule["nodes"]] == [], address
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            page.context.close()
