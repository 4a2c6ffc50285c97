"""Bryn leaves the council: nobody logs in as him any more, and what he published goes on naming him."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Event, RecoveryCode, User
from committees.models import Appointment
from committees.roles import Role
from tests.desk import Page
from tests.making import make_clerk, make_held_meeting, publish
from tests.phone import give_phone

pytestmark = pytest.mark.django_db

PASSWORD, BRYN = "a long enough password", "bryn@example.org"


@pytest.fixture
def alison(client):
    client.force_login(make_clerk("alison"))
    return client


@pytest.fixture
def bryn():
    """A publisher for all committees, and a manager to come."""
    user = User.objects.create_user(BRYN, PASSWORD, name="Bryn Rees", is_staff=True)
    today = timezone.localdate()
    Appointment.objects.create(user=user, role=Role.PUBLISHER, started_on=today - timedelta(days=30))
    Appointment.objects.create(user=user, role=Role.CLERK, started_on=today + timedelta(days=30))
    return user


def remove(client, user):
    return client.post(f"/admin/accounts/user/{user.pk}/remove/", follow=True)


def test_nobody_logs_in_by_a_removed_account_and_the_log_goes_on_naming_its_owner(alison, bryn, client):
    published = publish(make_held_meeting(), author=bryn)
    give_phone(BRYN), RecoveryCode.objects.create(user=bryn, digest="x")
    his = type(client)()
    his.force_login(bryn)
    asks = alison.get(f"/admin/accounts/user/{bryn.pk}/remove/").content.decode()
    assert "What they published stays" in asks and User.objects.get(pk=bryn.pk).is_active
    page = remove(alison, bryn).content.decode()
    assert "The account of Bryn Rees is removed." in page and "Remove the account" not in page
    bryn.refresh_from_db()
    assert (bryn.is_active, bryn.is_staff, bryn.has_usable_password(), BRYN in bryn.email) == (
        False,
        False,
        False,
        False,
    )
    assert not TOTPDevice.objects.exists() and not RecoveryCode.objects.exists()
    assert his.get("/admin/").status_code == 302
    answer = his.post("/admin/login/", {"username": BRYN, "password": PASSWORD})
    assert answer.status_code == 200
    log = alison.get("/admin/publishing/publication/").content.decode()
    assert "Bryn Rees" in log and str(published.author) == "Bryn Rees"
    event = Event.objects.get(verb="account-removed")
    assert (event.who, event.about) == ("Alison, alison@example.org", f"Bryn Rees, {BRYN}")


def test_appointments_end_today_and_those_to_come_never_begin(alison, bryn):
    remove(alison, bryn)
    today = timezone.localdate()
    first, later = bryn.appointments.order_by("started_on")
    assert first.ended_on == today and later.ended_on == later.started_on - timedelta(days=1)


def test_the_name_of_a_removed_account_stands_as_it_was(alison, bryn):
    remove(alison, bryn)
    answer = alison.post(f"/admin/accounts/user/{bryn.pk}/change/", {"name": "Somebody Else", "email": "x@example.org"})
    assert answer.status_code == 403 and str(User.objects.get(pk=bryn.pk)) == "Bryn Rees"


def test_who_comes_back_is_invited_anew_with_the_same_address(alison, bryn):
    remove(alison, bryn)
    assert Page(alison, "/admin/accounts/user/add/").send(email=BRYN, name="Bryn Rees") is None
    assert User.objects.filter(name="Bryn Rees").count() == 2 and User.objects.get(email=BRYN).pk != bryn.pk


def test_the_last_manager_is_not_removed_and_nobody_removes_themselves(client, bryn):
    Appointment.objects.create(user=bryn, role=Role.MANAGER)
    client.force_login(make_clerk("alison"))
    page = remove(client, bryn).content.decode()
    assert "Bryn Rees is the last manager of all committees" in page
    assert User.objects.get(pk=bryn.pk).is_active and not Event.objects.filter(verb="account-removed").exists()
    client.force_login(bryn)
    assert "You can’t remove your own account" in remove(client, bryn).content.decode()
    assert User.objects.get(pk=bryn.pk).is_active


def test_an_account_that_published_nothing_is_removed_in_the_same_way(alison):
    carys = User.objects.create_user("carys@example.org", name="Carys Pugh")
    remove(alison, carys)
    assert User.objects.filter(name="Carys Pugh", is_active=False, removed_at__isnull=False).exists()
