"""Managers say who may do what, where, from when until when; somebody must be left who can."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from committees.models import Appointment
from committees.roles import Role
from tests.desk import Page
from tests.making import make_clerk, make_committee

pytestmark = pytest.mark.django_db
PAGES = "/admin/committees/appointment/"
SENTENCE = (
    "Joan is the last manager of {}: nobody could say any more who may do what there. Appoint another manager first."
)


def make_user(name: str, **changes):
    known = {"name": name, "is_staff": True}
    return get_user_model().objects.create_user(f"{name.lower()}@example.org", **(known | changes))


def appoint(user, role=Role.MANAGER, committee=None, since: int = -30, until: int | None = None) -> Appointment:
    """From and until so many days from today."""
    first, last = (n if n is None else timezone.localdate() + timedelta(n) for n in (since, until))
    return Appointment.objects.create(user=user, role=role, committee=committee, started_on=first, ended_on=last)


@pytest.fixture
def harbour():
    return make_committee()


@pytest.fixture
def market():
    return make_committee(name="Market Committee", slug="market-committee")


@pytest.fixture
def joan(harbour):
    return appoint(make_user("Joan"), committee=harbour)


@pytest.fixture
def desk_of_joan(joan):
    client = Client()
    client.force_login(joan.user)
    return client


def days(n: int) -> str:
    return f"{timezone.localdate() + timedelta(n):%d/%m/%Y}"


def test_a_manager_appoints_a_clerk_who_can_work_at_once_and_the_log_says_so(desk_of_joan, harbour, market):
    bryn = make_user("Bryn")
    page = Page(desk_of_joan, f"{PAGES}add/")
    assert "Market Committee" not in page.html and "Bryn" in page.html
    assert page.send(user=bryn.pk, role="clerk", committee=harbour.pk, started_on="today") is None
    client = Client()
    client.force_login(bryn)
    assert client.get(f"/admin/minutes/meeting/new/?committee={harbour.pk}").status_code == 200
    assert client.get(f"/admin/minutes/meeting/new/?committee={market.pk}").status_code == 404
    entry = LogEntry.objects.latest("pk")
    assert (str(entry.user), entry.object_repr) == ("Joan", "Bryn, clerk, Harbour Committee")


def test_the_page_of_an_account_leads_to_its_appointment_as_long_as_it_can_log_in(client, harbour):
    manager, carys = make_user("Mia"), make_user("Carys")
    appoint(manager)
    client.force_login(manager)
    page = Page(client, f"/admin/accounts/user/{carys.pk}/change/")
    [link] = page.tree.xpath("//a[.='Appoint Carys to a committee']/@href")
    form = Page(client, link)
    assert form.fields["user"] == str(carys.pk)
    assert form.send(role="clerk", committee=harbour.pk) is None
    assert carys.appointments.get().committee == harbour
    get_user_model().objects.filter(pk=carys.pk).update(is_active=False)
    assert "to a committee" not in Page(client, f"/admin/accounts/user/{carys.pk}/change/").text


def test_who_may_change_accounts_and_appoint_nobody_is_not_led_there(client):
    helper, carys = make_user("Mia"), make_user("Carys")
    helper.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(helper)
    assert "to a committee" not in Page(client, f"/admin/accounts/user/{carys.pk}/change/").text


@pytest.mark.parametrize("is_superuser", [True, False])
def test_the_page_of_an_account_is_in_our_own_words(client, is_superuser):
    manager = make_user("Mia", is_superuser=is_superuser)
    appoint(manager)
    client.force_login(manager)
    said = Page(client, f"/admin/accounts/user/{make_user('Carys').pk}/change/").text
    assert "May do everything in every committee, without an appointment." in said
    for stock in (
        "Designates",
        "The groups this user belongs to",
        "Specific permissions",
        "Raw passwords",
        "Superuser status",
    ):
        assert stock not in said


def test_one_person_is_clerk_and_publisher_and_covers_for_two_weeks(desk_of_joan, harbour):
    bryn = make_user("Bryn")
    for role in ("clerk", "publisher"):
        page = Page(desk_of_joan, f"{PAGES}add/")
        sent = {"user": bryn.pk, "role": role, "committee": harbour.pk}
        assert page.send(**sent, started_on=days(0), ended_on=days(14)) is None
    assert {row.role for row in bryn.appointments.on(timezone.localdate() + timedelta(14))} == {"clerk", "publisher"}
    assert not bryn.appointments.on(timezone.localdate() + timedelta(15)).exists()


def test_cover_can_t_end_before_it_begins(desk_of_joan, harbour):
    page = Page(desk_of_joan, f"{PAGES}add/")
    sent = {"user": make_user("Bryn").pk, "role": "clerk", "committee": harbour.pk}
    page = page.send(**sent, started_on=days(2), ended_on=days(0))
    assert "The last day can't come before the first." in page.text


def test_a_role_given_by_mistake_today_is_taken_away_today(desk_of_joan, harbour):
    bryn = make_user("Bryn")
    given = appoint(bryn, Role.CLERK, harbour, since=0)
    client = Client()
    client.force_login(bryn)
    address = f"/admin/minutes/meeting/new/?committee={harbour.pk}"
    assert client.get(address).status_code == 200
    assert Page(desk_of_joan, f"{PAGES}{given.pk}/change/").send(ended_on=days(-2))
    assert Page(desk_of_joan, f"{PAGES}{given.pk}/change/").send(ended_on="yesterday") is None
    assert client.get(address).status_code == 403
    assert not bryn.appointments.on(timezone.localdate()).exists()


@pytest.mark.parametrize(
    ("since", "until", "again"), [(0, None, False), (20, None, False), (-40, -31, True)], ids=["now", "later", "before"]
)
def test_the_same_appointment_is_not_given_twice(desk_of_joan, harbour, market, since, until, again):
    bryn = make_user("Bryn")
    appoint(bryn, Role.CLERK, market)
    appoint(bryn, Role.CLERK, harbour, since=-60, until=-61)  # given by mistake, and never in force
    appoint(bryn, Role.CLERK, harbour, since=-30)
    page = Page(desk_of_joan, f"{PAGES}add/")
    sent = {"user": bryn.pk, "role": "clerk", "committee": harbour.pk, "started_on": days(since)}
    refused = page.send(**sent, ended_on="" if until is None else days(until))
    assert (refused is None) == again
    if not again:
        assert "There is this appointment already: Bryn, clerk, Harbour Committee, from " in refused.text


def test_who_can_not_log_in_is_not_offered(desk_of_joan):
    make_user("Gone", is_active=False), make_user("Reader", is_staff=False)
    page = Page(desk_of_joan, f"{PAGES}add/")
    assert ">Gone<" not in page.html and ">Reader<" not in page.html


WAYS = {
    "ended yesterday": {"ended_on": days(-1)},
    "ended next month": {"ended_on": days(30)},
    "made a clerk": {"role": "clerk"},
    "begun tomorrow": {"started_on": days(1)},
}


@pytest.mark.parametrize("way", WAYS)
def test_the_last_manager_stays_one(desk_of_joan, joan, way):
    page = Page(desk_of_joan, f"{PAGES}{joan.pk}/change/")
    page = page.send(**WAYS[way])
    assert page and SENTENCE.format("Harbour Committee") in page.text
    assert Appointment.objects.get(pk=joan.pk) == joan and Appointment.objects.get(pk=joan.pk).ended_on is None


OTHERS = {
    "another manager": (Role.MANAGER, "here", -1, None, True),
    "a manager of all committees": (Role.MANAGER, "all", -1, None, True),
    "a manager of another committee": (Role.MANAGER, "there", -1, None, False),
    "a clerk": (Role.CLERK, "here", -1, None, False),
    "a manager from tomorrow": (Role.MANAGER, "here", 1, None, False),
    "a manager until yesterday": (Role.MANAGER, "here", -9, -1, False),
    "a manager until next week": (Role.MANAGER, "here", -1, 7, False),
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_manager_goes_once_another_is_there_who_stays_as_long(desk_of_joan, joan, market, other):
    role, place, since, until, may_go = OTHERS[other]
    committee = {"here": joan.committee, "there": market, "all": None}[place]
    appoint(make_user("Bryn"), role, committee, since, until)
    page = Page(desk_of_joan, f"{PAGES}{joan.pk}/change/").send(ended_on=days(-1))
    assert (page is None) == may_go, other
    if page:
        assert SENTENCE.format("Harbour Committee") in page.text


def test_a_manager_s_place_goes_to_somebody_else_who_can_log_in(desk_of_joan, joan):
    bryn = make_user("Bryn")
    assert Page(desk_of_joan, f"{PAGES}{joan.pk}/change/").send(user=bryn.pk) is None
    assert Appointment.objects.get().user == bryn


def test_a_manager_who_can_not_log_in_is_none(desk_of_joan, joan):
    appoint(make_user("Bryn", is_active=False), committee=joan.committee)
    assert Page(desk_of_joan, f"{PAGES}{joan.pk}/change/").send(ended_on=days(-1))


def test_what_does_not_take_the_manager_away_is_stored(desk_of_joan, joan):
    page = Page(desk_of_joan, f"{PAGES}{joan.pk}/change/")
    assert page.send(started_on=days(-60)) is None


def test_the_last_manager_s_account_is_not_closed(client, joan):
    client.force_login(make_clerk("admin"))
    address = f"/admin/accounts/user/{joan.user.pk}/change/"
    page = Page(client, address)
    assert "Manager: says who may do what" in page.text
    for box in ("is_active", "is_staff"):
        page = Page(client, address).send(box)
        assert page and SENTENCE.format("Harbour Committee") in page.text
    appoint(make_user("Bryn"))
    assert Page(client, address).send("is_active") is None


def test_nobody_who_was_appointed_is_deleted(client, joan):
    client.force_login(make_clerk("admin"))
    client.post(f"/admin/accounts/user/{joan.user.pk}/delete/", {"post": "yes"})
    assert Appointment.objects.get() == joan


def test_two_managers_are_not_ended_one_after_the_other_and_none_is_deleted(client, joan):
    bryn = appoint(make_user("Bryn"), committee=joan.committee)
    client.force_login(make_clerk("admin"))
    assert Page(client, f"{PAGES}{bryn.pk}/change/").send(ended_on=days(-1)) is None
    assert Page(client, f"{PAGES}{joan.pk}/change/").send(ended_on=days(-1))
    assert client.post(PAGES, {"action": "delete_selected", "_selected_action": [joan.pk], "post": "yes"})
    assert Appointment.objects.count() == 2


def test_the_list_asks_as_much_for_20_as_for_2(client, harbour, django_assert_max_num_queries):
    client.force_login(make_clerk("admin"))
    for n in range(20):
        appoint(make_user(f"User{n}"), Role.CLERK, harbour)
    client.get(PAGES)
    with django_assert_max_num_queries(9):
        assert "User19" in client.get(PAGES).content.decode()
