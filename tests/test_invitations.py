"""Alison invites Carys by e-mail, and who forgot a password gets a link: each works once, and nobody learns who has one."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as product
from django.contrib.auth.hashers import MD5PasswordHasher
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import resetting
from accounts.letters import NotSent
from accounts.models import Event, PasswordAsked, User
from tests import mailbox as mail
from tests.desk import Page
from tests.making import make_clerk
from tests.phone import give_phone

pytestmark = pytest.mark.django_db

PASSWORD, NEW = "a long enough password", "slipway and north mole"
ALISON, CARYS = "alison@example.org", "carys@example.org"
LINK = re.compile(r"^(https?://\S+/admin(/login/(?:invited|new-password)/\S+))$", re.MULTILINE)


@pytest.fixture(autouse=True)
def sends(settings):
    settings.SENDS_EMAIL = True


@pytest.fixture
def mailbox(settings):
    with mail.running() as kept:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", kept.port, mail.FROM
        yield kept


@pytest.fixture
def alison(client):
    client.force_login(make_clerk("alison"))
    return client


@pytest.fixture
def invite(alison, django_capture_on_commit_callbacks):
    def invite(email=CARYS, name="Carys Pugh"):
        with django_capture_on_commit_callbacks(execute=True):
            return alison.post("/admin/accounts/user/add/", {"email": email, "name": name})

    return invite


def link_in(message) -> str:
    return "/admin" + LINK.search(message.get_content())[2]


def choose(client, link: str, password: str = NEW):
    """Open the link and choose a password; gives the last answer."""
    page = client.get(link, follow=True)
    if not page.context.get("validlink"):
        return page
    return client.post(page.request["PATH_INFO"], {"new_password1": password, "new_password2": password})


def log_in(client, email: str, password: str):
    return client.post("/admin/login/?next=/admin/", {"username": email, "password": password})


def ask(client, email: str):
    return client.post("/admin/login/forgotten/", {"email": email})


# Invitations


def test_carys_is_invited_chooses_a_password_and_logs_in(invite, mailbox, client):
    answer = invite("Carys@Example.org")
    carys = User.objects.get(email=CARYS)
    assert answer.headers["Location"] == f"/admin/accounts/user/{carys.pk}/change/"
    assert (carys.is_staff, carys.is_superuser, carys.has_usable_password()) == (True, False, False)
    (letter,) = mailbox.of(CARYS)
    assert letter["Auto-Submitted"] == "auto-generated" and LINK.search(letter.get_content())[1].startswith(
        product.SITE_URL
    )
    client.logout()
    assert choose(client, link_in(letter))["Location"] == "/admin/login/"
    assert "Your password is kept" in client.get("/admin/login/").content.decode()
    assert "_auth_user_id" not in client.session
    assert log_in(client, CARYS, NEW).status_code == 302 and client.session["_auth_user_id"] == str(carys.pk)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "logged-in",
        "invited",
        "link-sent",
        "logged-out",
        "password-set",
        "logged-in",
    ]


def test_an_invitation_works_once_and_shows_no_password_of_its_own(invite, mailbox, client):
    invite()
    link = link_in(mailbox.of(CARYS)[0])
    client.logout()
    choose(client, link)
    again = choose(client, link, "another long password")
    assert "This link works no more" in again.content.decode()
    assert User.objects.get(email=CARYS).check_password(NEW)


def test_an_invitation_is_dead_after_the_address_changed_or_the_account_was_closed(invite, mailbox, client):
    for change in ({"email": "pugh@example.org"}, {"is_active": False}):
        User.objects.filter(name="Carys Pugh").delete()
        invite()
        link = link_in(mailbox.of(CARYS)[-1])
        User.objects.filter(email=CARYS).update(**change)
        assert "This link works no more" in type(client)().get(link, follow=True).content.decode(), change


@pytest.mark.parametrize("kind, days, works", [("invited", 6, True), ("invited", 8, False), ("new-password", 1, False)])
def test_an_invitation_lasts_a_week_and_a_reset_two_hours(kind, days, works, client, monkeypatch):
    from accounts.links import INVITATION, NEW_PASSWORD

    links, alison = {"invited": INVITATION, "new-password": NEW_PASSWORD}[kind], make_clerk("alison")
    link = links.address(alison).removeprefix(product.SITE_URL)
    then = links._now() + timedelta(days=days)
    monkeypatch.setattr(type(links), "_now", lambda self: then)
    assert ("Choose a password" in client.get(link, follow=True).content.decode()) is works


def test_a_link_of_one_kind_does_not_open_the_other_s_page(client):
    from accounts.links import INVITATION

    link = INVITATION.address(make_clerk("alison")).removeprefix(product.SITE_URL)
    page = client.get(link.replace("/invited/", "/new-password/"), follow=True).content.decode()
    assert "This link works no more" in page


def test_an_address_that_is_none_is_refused_at_the_field(alison):
    page = alison.post("/admin/accounts/user/add/", {"email": "carys at example.org", "name": "Carys"})
    assert page.context["adminform"].form.errors["email"] == ["Enter a valid email address."]
    assert User.objects.count() == 1


def test_a_mailbox_that_is_not_there_is_said_with_what_to_do_and_the_link_is_sent_again(invite, mailbox, client):
    mailbox.answers["crays@example.org"] = ["550 5.1.1 No such mailbox"]
    invite("crays@example.org")
    carys = User.objects.get(name="Carys Pugh")
    address = f"/admin/accounts/user/{carys.pk}"
    page = client.post(f"{address}/link/", follow=True).content.decode()
    assert "The mail server takes nothing for crays@example.org: 5.1.1 No such mailbox." in page
    assert "Look whether the address is right" in page
    assert Page(client, f"{address}/change/").send(email=CARYS) is None
    assert "Send a link for a password" in client.get(f"{address}/change/").content.decode()
    assert client.get(f"{address}/link/").status_code == 200
    assert f"on its way to {CARYS}" in client.post(f"{address}/link/", follow=True).content.decode()
    assert choose(type(client)(), link_in(mailbox.of(CARYS)[0])).status_code == 302


def test_a_mail_server_that_is_away_is_said_and_the_account_is_there(invite, mailbox, client, settings):
    settings.EMAIL_PORT = 1
    invite()
    page = client.post(f"/admin/accounts/user/{User.objects.get(email=CARYS).pk}/link/", follow=True).content.decode()
    assert f"The e-mail to {CARYS} could not be sent" in page and "Send the link again" in page


def test_without_a_mail_server_the_manager_hands_the_link_over(invite, client, settings):
    settings.SENDS_EMAIL = settings.PRINTS_EMAIL = False
    invite()
    page = client.post(f"/admin/accounts/user/{User.objects.get(email=CARYS).pk}/link/", follow=True).content.decode()
    assert "This installation sends no e-mail. Give Carys Pugh this link yourself" in page
    shown = re.search(r"http://\S+?(/admin/login/invited/[^\s<]+)", page)[1]
    assert choose(type(client)(), shown).status_code == 302
    assert Event.objects.filter(verb="link-shown", who__contains=ALISON, about__contains=CARYS).count() == 2


# Forgotten


def test_who_forgot_a_password_gets_a_link_from_the_worker_and_their_sessions_end(mailbox, client):
    make_clerk("alison")
    elsewhere = type(client)()
    log_in(elsewhere, ALISON, PASSWORD)
    assert "Password forgotten?" in client.get("/admin/login/").content.decode()
    assert client.get("/admin/login/forgotten/").status_code == 200
    assert ask(client, " Alison@example.org ")["Location"] == "/admin/login/forgotten/sent/"
    assert "If there is an account" in client.get("/admin/login/forgotten/sent/").content.decode()
    while resetting.send_next(timezone.now()):
        pass
    (letter,) = mailbox.of(ALISON)
    assert elsewhere.get("/admin/").status_code == 200
    assert choose(client, link_in(letter)).status_code == 302
    assert elsewhere.get("/admin/").status_code == 302
    assert log_in(client, ALISON, PASSWORD).status_code == 200 and log_in(client, ALISON, NEW).status_code == 302


def test_a_reset_does_not_go_round_the_second_factor(mailbox, client):
    make_clerk("alison")
    give_phone(ALISON)
    ask(client, ALISON)
    resetting.send_next(timezone.now())
    choose(client, link_in(mailbox.of(ALISON)[0]))
    assert TOTPDevice.objects.filter(user__email=ALISON).exists()
    log_in(client, ALISON, NEW)
    assert client.get("/admin/", follow=True).request["PATH_INFO"] == "/admin/login/second-step/"


def test_a_reset_link_is_used_once_and_is_dead_after_password_or_address_changed(mailbox, client):
    for change in ("used", "password", "address", "log-in"):
        User.objects.all().delete()
        PasswordAsked.objects.all().delete()
        alison = make_clerk("alison")
        ask(client, ALISON)
        resetting.send_next(timezone.now())
        link = link_in(mailbox.of(ALISON)[-1])
        if change == "used":
            assert choose(client, link).status_code == 302
        elif change == "password":
            alison.set_password("a third long password")
            alison.save()
        elif change == "address":
            User.objects.update(email="thrale@example.org")
        else:
            log_in(type(client)(), ALISON, PASSWORD)
        before = User.objects.get().password
        assert "This link works no more" in choose(client, link, "a fourth long password").content.decode(), change
        assert User.objects.get().password == before


def test_a_link_that_was_opened_is_dead_when_the_password_changes_before_it_is_sent(mailbox, client):
    alison = make_clerk("alison")
    ask(client, ALISON)
    resetting.send_next(timezone.now())
    form = client.get(link_in(mailbox.of(ALISON)[0]), follow=True).request["PATH_INFO"]
    assert "token" not in form and form.endswith("/set-password/")
    alison.set_password("a third long password")
    alison.save()
    client.post(form, {"new_password1": NEW, "new_password2": NEW})
    assert User.objects.get().check_password("a third long password")


@pytest.mark.parametrize("email", [ALISON, "nobody@example.org", "bryn@example.org", "carys@example.org"])
def test_the_answer_and_its_work_are_the_same_whoever_is_asked_for(email, client, django_assert_num_queries):
    """A clerk, nobody, one whose account is closed, one who was invited: the page asks the database for the same three things."""
    make_clerk("alison")
    User.objects.create_user("bryn@example.org", PASSWORD, is_active=False)
    User.objects.create_user(CARYS)
    with django_assert_num_queries(3) as asked:
        answer = ask(client, email)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/forgotten/sent/")
    assert not any("accounts_user" in query["sql"] for query in asked.captured_queries)


def test_only_who_has_an_account_is_written_to(mailbox, client):
    make_clerk("alison")
    User.objects.create_user("bryn@example.org", PASSWORD, is_active=False)
    User.objects.create_user(CARYS)
    for email in (ALISON, "nobody@example.org", "bryn@example.org", CARYS):
        ask(client, email)
    while resetting.send_next(timezone.now()):
        pass
    assert sorted(to for to, _ in mailbox.messages) == [ALISON, CARYS]
    assert "/invited/" in mailbox.of(CARYS)[0].get_content()  # who has no password yet chooses the first


class Counted(MD5PasswordHasher):
    """A real hasher that counts how often it worked."""

    algorithm = "counted"
    worked = 0

    def encode(self, password, salt):
        type(self).worked += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("email", [ALISON, "nobody@example.org", "bryn@example.org", "carys@example.org"])
def test_a_wrong_password_is_answered_alike_and_takes_as_long_whoever_it_is(email, client, settings):
    settings.PASSWORD_HASHERS = ["tests.test_invitations.Counted"]
    from django.contrib.auth import hashers

    make_clerk("alison"), User.objects.create_user("bryn@example.org", PASSWORD, is_active=False)
    User.objects.create_user(CARYS)
    hasher = type(hashers.get_hasher())
    hasher.worked = 0
    answer = log_in(client, email, "guessed and wrong")
    assert hasher.worked == 1
    said = "This e-mail address and this password don’t open an account here"
    assert answer.status_code == 200 and said in answer.content.decode()


def test_a_mailbox_is_written_to_three_times_an_hour_and_a_place_asks_for_twenty(client):
    make_clerk("alison")
    for number in range(30):
        ask(client, ALISON if number < 10 else f"person{number}@example.org")
    assert PasswordAsked.objects.filter(email=ALISON).count() == 3
    assert PasswordAsked.objects.count() == 20
    assert (
        client.post("/admin/login/forgotten/", {"email": "dilys@example.org"}, REMOTE_ADDR="192.0.2.9").status_code
        == 302
    )
    assert PasswordAsked.objects.count() == 21


def test_what_was_asked_for_is_tried_again_while_no_mail_server_answers_and_forgotten_after_a_day(
    client, settings, mailbox
):
    make_clerk("alison")
    ask(client, ALISON)
    settings.EMAIL_PORT = 1
    with pytest.raises(NotSent):
        resetting.send_next(timezone.now())
    settings.EMAIL_PORT = mailbox.port
    assert resetting.send_next(timezone.now()) and len(mailbox.of(ALISON)) == 1
    assert not resetting.send_next(timezone.now() + timedelta(days=1, minutes=1)) and not PasswordAsked.objects.exists()


def test_a_refused_mailbox_is_not_tried_again(client, mailbox):
    make_clerk("alison")
    mailbox.answers[ALISON] = ["550 No"]
    ask(client, ALISON)
    assert resetting.send_next(timezone.now()) and not resetting.send_next(timezone.now())


def test_where_no_e_mail_is_sent_the_page_says_who_has_a_link(client, settings):
    settings.SENDS_EMAIL = settings.PRINTS_EMAIL = False
    page = client.get("/admin/login/forgotten/").content.decode()
    assert "Ask a manager" in page and "<input" not in page.partition("content-main")[2]
    sent = client.get("/admin/login/forgotten/sent/").content.decode()
    assert "sends no e-mail. Ask a manager" in sent and "on its way" not in sent and "mailbox" not in sent
    ask(client, ALISON)
    assert not PasswordAsked.objects.exists()


def test_the_demonstration_says_that_it_prints_the_link_whoever_asks(client, settings):
    settings.SENDS_EMAIL, settings.PRINTS_EMAIL = False, True
    make_clerk("alison")
    answers = {ask(client, address).url for address in (ALISON, "nobody@example.org")}
    pages = [client.get(address).content.decode() for address in ("/admin/login/forgotten/", *answers)]
    assert len(pages) == 2 and all("printed in the terminal" in page and "on its way" not in page for page in pages)


def test_a_forged_host_does_not_get_into_a_link(client, mailbox):
    make_clerk("alison")
    answer = client.post("/admin/login/forgotten/", {"email": ALISON}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    client.post("/admin/login/forgotten/", {"email": ALISON}, headers={"x-forwarded-host": "evil.example"})
    resetting.send_next(timezone.now())
    assert "evil" not in mailbox.words and product.SITE_URL in mailbox.words


def test_who_was_locked_out_gets_in_at_once_with_the_password_that_a_link_let_them_choose(mailbox, client):
    make_clerk("alison"), make_clerk("bryn")
    for email in (ALISON, "bryn@example.org"):
        assert [log_in(client, email, "guessed").status_code for _ in range(3)] == [200, 200, 429]
    ask(client, ALISON)
    resetting.send_next(timezone.now())
    choose(client, link_in(mailbox.of(ALISON)[0]))
    assert log_in(client, ALISON, NEW).status_code == 302
    client.logout()
    assert log_in(client, "bryn@example.org", PASSWORD).status_code == 429  # whose password nobody chose
