"""Who publishes, or says who may do what, logs in with a password and a code: Alison with her phone, and without it."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from accounts.models import Event, RecoveryCode, User
from committees.models import Appointment
from committees.roles import Role
from tests.making import make_clerk, make_committee
from tests.phone import Phone, give_phone

pytestmark = pytest.mark.django_db

PASSWORD, ALISON, BRYN = "a long enough password", "alison@example.org", "bryn@example.org"
STEP, SET_UP = "/admin/login/second-step/", "/admin/login/second-factor/"


@pytest.fixture(autouse=True)
def forced(settings):
    settings.FORCES_SECOND_FACTOR = True


@pytest.fixture
def alison():
    """A superuser."""
    return make_clerk("alison")


@pytest.fixture
def phone(alison) -> Phone:
    return give_phone(ALISON)


def log_in(client, email: str = ALISON, password: str = PASSWORD):
    """The password; gives where it leads."""
    answer = client.post("/admin/login/?next=/admin/account/", {"username": email, "password": password}, follow=True)
    return answer.request["PATH_INFO"]


def give(client, code: str):
    return client.post(STEP, {"code": code, "next": "/admin/account/"})


def is_in(client) -> bool:
    return client.get("/admin/account/").status_code == 200


def appointed(role: Role, email: str = BRYN) -> User:
    user = User.objects.create_user(email, PASSWORD, name="Bryn Rees", is_staff=True)
    Appointment.objects.create(user=user, role=role, committee=make_committee(name=role, slug=role))
    return user


def set_up(client) -> list[str]:
    """With a phone that typed the key; gives the recovery codes."""
    page = client.get(SET_UP).content.decode()
    done = client.post(SET_UP, {"code": Phone.typed(page).code(), "next": "/admin/account/"})
    return done.context["codes"]


# Logging in


def test_password_and_code_together_let_alison_in(client, phone):
    assert log_in(client) == STEP and not is_in(client)
    first = client.session.session_key
    answer = give(client, phone.code())
    assert (answer.status_code, answer["Location"]) == (302, "/admin/account/") and is_in(client)
    assert client.session.session_key != first
    assert list(Event.objects.values_list("verb", flat=True)) == ["logged-in"]


def test_a_code_is_taken_with_the_space_that_phones_show(client, phone):
    log_in(client)
    code = phone.code()
    assert give(client, f" {code[:3]} {code[3:]} ").status_code == 302 and is_in(client)


def test_half_a_log_in_opens_nothing_of_the_desk_and_no_other_way_in_leads_round(client, phone):
    log_in(client)
    paths = [
        "/admin/",
        "/admin/account/",
        "/admin/accounts/user/",
        "/admin/password_change/",
        "/admin/minutes/meeting/",
    ]
    for path in [*paths, "/admin/account/recovery-codes/", "/admin/jsi18n/"]:
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/"), path
    for path in ["/admin/account/log-out-everywhere/", "/admin/password_change/", "/admin/account/recovery-codes/"]:
        assert client.post(path, {"password": PASSWORD}).status_code == 302, path
    page = client.post(SET_UP, {"code": "123456"})  # a phone of the thief's own
    assert page.status_code == 302 and TOTPDevice.objects.get().key == phone.key.hex()
    assert "Carys" not in client.get("/", follow=True).content.decode() and not is_in(client)


def test_a_wrong_code_is_refused_with_a_sentence_about_the_clock_and_waits_longer_each_time(client, phone):
    log_in(client)
    wrong = f"{(int(phone.code()) + 1) % 1_000_000:06}"
    assert "your phone’s clock may be wrong" in give(client, wrong).content.decode()
    assert "Wait 1 second, then type the newest code." in give(client, phone.code()).content.decode()
    for failures, said in [(7, "Wait 64 seconds"), (10, "Wait 9 minutes")]:
        TOTPDevice.objects.update(throttling_failure_count=failures, throttling_failure_timestamp=timezone.now())
        page = give(client, phone.code()).content.decode()
        assert said in page and not is_in(client)
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(hours=1))
    assert give(client, phone.code()).status_code == 302
    assert Event.objects.filter(verb="code-refused").count() == 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "' OR 1=1 --", "x" * 500, "12 34 5é", "\0"])
def test_what_is_no_code_is_answered_on_the_page(typed, client, phone):
    log_in(client)
    page = give(client, typed)
    assert page.status_code == 200 and page.context["form"].errors["code"] and not is_in(client)


def test_a_code_works_once(client, phone):
    other, code = type(client)(), phone.code()
    log_in(client), log_in(other)
    assert give(client, code).status_code == 302
    assert "each works once" in give(other, code).content.decode() and not is_in(other)


@pytest.mark.parametrize(
    "late, works", [(0, True), (30, True), (-30, True), (90, False), (3600, False), (-3600, False)]
)
def test_a_clock_a_step_off_is_tolerated_and_an_hour_is_not(late, works, client, phone):
    log_in(client)
    answer = give(client, phone.code(late))
    assert is_in(client) is works
    if not works:
        assert "its date and time by itself" in answer.content.decode()


def test_who_gave_the_password_and_leaves_can_log_in_as_somebody_else(client, phone):
    log_in(client)
    assert client.post(STEP, {"leave": "1"})["Location"] == "/admin/login/"
    assert client.get("/admin/login/").status_code == 200 and give(client, phone.code())["Location"] == "/admin/login/"
    assert not is_in(client)


def test_the_step_leads_nowhere_but_to_our_own_pages(client, phone):
    log_in(client)
    answer = client.post(STEP, {"code": phone.code(), "next": "//evil.example/"})
    assert answer["Location"] == "/admin/"


# Who must have one


@pytest.mark.parametrize("role, must", [("viewer", False), ("clerk", False), ("publisher", True), ("manager", True)])
def test_who_publishes_or_appoints_must_have_one_and_others_need_not(role, must, client):
    appointed(Role(role))
    assert log_in(client, BRYN) == (SET_UP if must else "/admin/account/")
    assert is_in(client) is not must


def test_each_power_is_a_right_that_django_knows():
    known = {f"{app}.{name}" for app, name in Permission.objects.values_list("content_type__app_label", "codename")}
    assert set(second_factor.POWERS) <= known


def test_in_the_demonstration_a_password_is_enough(client, settings, alison):
    settings.FORCES_SECOND_FACTOR = False
    assert log_in(client) == "/admin/account/" and is_in(client)


def test_who_is_appointed_to_publish_while_logged_in_sets_one_up_before_anything_else(client):
    bryn = appointed(Role.CLERK)
    log_in(client, BRYN)
    assert is_in(client)
    Appointment.objects.create(user=bryn, role=Role.PUBLISHER, committee=bryn.appointments.get().committee)
    assert not is_in(client)
    assert client.get("/admin/", follow=True).request["PATH_INFO"] == SET_UP
    set_up(client)
    assert is_in(client)


# Setting up


def test_a_publisher_is_led_to_set_it_up_and_is_then_logged_in(client):
    appointed(Role.PUBLISHER)
    log_in(client, BRYN)
    page = client.get(SET_UP).content.decode()
    assert '<img src="data:image/svg+xml' in page
    done = client.post(SET_UP, {"code": Phone.typed(page).code(), "next": "/admin/account/"}).content.decode()
    assert "They are not shown again" in done and 'href="/admin/account/"' in done and is_in(client)
    assert RecoveryCode.objects.count() == 10
    kinds = ["logged-in", "recovery-codes-made", "second-factor-set-up"]
    assert list(Event.objects.values_list("verb", flat=True)) == kinds
    again = type(client)()
    assert log_in(again, BRYN) == STEP


def test_the_first_code_does_not_log_in_once_more(client):
    appointed(Role.PUBLISHER)
    log_in(client, BRYN)
    code = Phone.typed(client.get(SET_UP).content.decode()).code()
    client.post(SET_UP, {"code": code})
    other = type(client)()
    log_in(other, BRYN)
    assert give(other, code).status_code == 200 and not is_in(other)


def test_a_wrong_code_sets_nothing_up_and_keeps_the_key_that_the_phone_has(client):
    appointed(Role.PUBLISHER)
    log_in(client, BRYN)
    first = Phone.typed(client.get(SET_UP).content.decode())
    page = client.post(SET_UP, {"code": first.code(3600)}).content.decode()
    assert "its date and time by itself" in page and Phone.typed(page) == first
    assert not TOTPDevice.objects.exists() and not is_in(client)


def test_a_key_that_a_thief_has_seen_is_not_the_one_that_its_owner_sets_up(client):
    appointed(Role.PUBLISHER)
    thief = type(client)()
    log_in(thief, BRYN), log_in(client, BRYN)
    assert Phone.typed(thief.get(SET_UP).content.decode()) != Phone.typed(client.get(SET_UP).content.decode())
    set_up(client)
    assert thief.get(SET_UP).status_code == 302 and not is_in(thief)  # that session is over


def test_another_phone_needs_the_password_and_ends_all_other_sessions(client, alison, phone):
    other = type(client)()
    log_in(client), give(client, phone.code(30))
    log_in(other), give(other, phone.code())
    assert is_in(client) and is_in(other)
    new = Phone.typed(client.get(SET_UP).content.decode())
    refused = client.post(SET_UP, {"code": new.code(), "password": "not hers at all"}).content.decode()
    assert "This is not your password." in refused and Phone.of(ALISON) == phone
    client.post(SET_UP, {"code": new.code(), "password": PASSWORD})
    assert Phone.of(ALISON) == new and is_in(client) and not is_in(other)


# Recovery codes


def test_each_recovery_code_logs_in_once_and_none_is_kept_in_words(client):
    appointed(Role.PUBLISHER)
    log_in(client, BRYN)
    codes = set_up(client)
    assert len(set(codes)) == 10 and all(len(code) == 14 for code in codes)
    kept = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code.replace("-", "") in kept for code in codes)
    for typed in (codes[0], f" {codes[1].upper()} ", codes[2].replace("-", "")):
        one, again = type(client)(), type(client)()
        log_in(one, BRYN), log_in(again, BRYN)
        assert give(one, typed).status_code == 302 and is_in(one), typed
        assert give(again, typed).status_code == 200 and not is_in(again)
        TOTPDevice.objects.update(throttling_failure_count=0)
    assert "7 recovery codes are left" in client.get("/admin/account/").content.decode()
    assert Event.objects.filter(verb="recovery-code-used").count() == 3


def test_one_person_s_recovery_code_is_no_use_to_another(client, phone):
    appointed(Role.PUBLISHER)
    log_in(client, BRYN)
    codes = set_up(client)
    thief = type(client)()
    log_in(thief)
    assert give(thief, codes[0]).status_code == 200 and not is_in(thief)


def test_new_recovery_codes_need_the_password_and_end_the_old(client):
    appointed(Role.PUBLISHER)
    log_in(client, BRYN)
    old = set_up(client)
    address = "/admin/account/recovery-codes/"
    assert "This is not your password." in client.post(address, {"password": "guessed"}).content.decode()
    new = client.post(address, {"password": PASSWORD}).context["codes"]
    assert not set(new) & set(old)
    other = type(client)()
    log_in(other, BRYN)
    assert give(other, old[0]).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert give(other, new[0]).status_code == 302


# A manager's help


def test_a_manager_resets_the_second_factor_of_who_lost_phone_and_codes(client, phone):
    bryn = appointed(Role.PUBLISHER)
    give_phone(BRYN)
    log_in(client), give(client, phone.code())
    his = f"/admin/accounts/user/{bryn.pk}/reset-second-factor/"
    assert his.endswith("reset-second-factor/") and "Reset the second factor" in client.get(his).content.decode()
    assert client.post(his).status_code == 302
    other = type(client)()
    assert log_in(other, BRYN) == SET_UP
    event = Event.objects.get(verb="second-factor-reset")
    assert (event.who, event.about) == (f"Alison, {ALISON}", f"Bryn Rees, {BRYN}")
    assert client.get(his).status_code == 404  # there is none to reset


@pytest.mark.parametrize("verb", ["link", "reset-second-factor", "end-sessions", "remove"])
def test_who_is_no_superuser_does_nothing_to_one_and_a_clerk_nothing_to_anybody(verb, client, phone, settings):
    settings.FORCES_SECOND_FACTOR = False
    bryn, carys = appointed(Role.CLERK), User.objects.create_user("carys@example.org", PASSWORD, is_staff=True)
    Appointment.objects.create(user=carys, role=Role.MANAGER)
    alison = User.objects.get(email=ALISON)
    for who, whom in [(carys, alison), (bryn, carys), (bryn, alison)]:
        client.force_login(who)
        for asked in (client.get, client.post):
            assert asked(f"/admin/accounts/user/{whom.pk}/{verb}/").status_code == 403


# Sessions


def test_log_out_everywhere_else_leaves_the_one_at_which_it_is_pressed(client, alison, settings):
    settings.FORCES_SECOND_FACTOR = False
    other, third = type(client)(), type(client)()
    log_in(client), log_in(other), log_in(third)
    assert client.post("/admin/account/log-out-everywhere/").status_code == 302
    assert [is_in(one) for one in (client, other, third)] == [True, False, False]
    assert client.get("/admin/account/log-out-everywhere/").status_code == 405


def test_a_manager_logs_somebody_out_everywhere(client, alison, settings):
    settings.FORCES_SECOND_FACTOR = False
    bryn, other = appointed(Role.CLERK), type(client)()
    log_in(client), log_in(other, BRYN)
    client.post(f"/admin/accounts/user/{bryn.pk}/end-sessions/")
    assert is_in(client) and not is_in(other)
    assert log_in(other, BRYN) == "/admin/account/"


def test_who_is_made_inactive_or_changes_the_password_is_out_everywhere_at_once(client, alison, settings):
    settings.FORCES_SECOND_FACTOR = False
    other = type(client)()
    log_in(client), log_in(other)
    new = {
        "old_password": PASSWORD,
        "new_password1": "slipway and north mole",
        "new_password2": "slipway and north mole",
    }
    assert client.post("/admin/password_change/", new).status_code == 302
    assert is_in(client) and not is_in(other)
    User.objects.update(is_active=False)
    assert not is_in(client)
    assert Event.objects.filter(verb="password-changed", who__contains=ALISON).count() == 1


@pytest.mark.parametrize("hours, used, lasts", [(1, 1, True), (11, 1, True), (12.1, 1, False), (3, 2.1, False)])
def test_a_log_in_ends_after_twelve_hours_or_two_without_use(hours, used, lasts, client, alison, settings, monkeypatch):
    """`used`: how often, in hours."""
    settings.FORCES_SECOND_FACTOR = False
    log_in(client)
    begun, passed = time.time(), 0.0
    while passed < hours:
        passed = min(passed + used, hours)
        monkeypatch.setattr("accounts.second_factor.time.time", lambda: begun + passed * 3600)  # noqa: B023
        found = is_in(client)
    assert found is lasts


def test_a_half_log_in_ends_too(client, phone, monkeypatch):
    log_in(client)
    code, later = phone.code(), time.time() + 2.1 * 3600
    monkeypatch.setattr("accounts.second_factor.time.time", lambda: later)
    assert give(client, code)["Location"] == "/admin/login/"


def test_a_clerk_who_need_not_have_a_phone_but_has_one_is_asked_for_it(client):
    appointed(Role.CLERK)
    phone = give_phone(BRYN)
    assert log_in(client, BRYN) == STEP and not is_in(client)
    assert give(client, phone.code()).status_code == 302 and is_in(client)


def test_the_only_manager_who_lost_phone_and_codes_is_helped_on_the_machine_itself(client, phone, capsys):
    log_in(client), give(client, phone.code())
    call_command("reset_second_factor", "Alison@example.org")
    assert "The second factor of Alison is reset" in capsys.readouterr().out and not is_in(client)
    assert log_in(client) == SET_UP
    event = Event.objects.get(verb="second-factor-reset")
    assert (event.who, event.about) == ("", f"Alison, {ALISON}")
    for email, said in [("nobody@example.org", "There is no account"), (ALISON, "Alison has no second factor")]:
        with pytest.raises(CommandError, match=said):
            call_command("reset_second_factor", email)
