"""Who meets: what the public list and the desk rest on."""

import time
from datetime import date

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from committees.asking import seats
from committees.models import Committee, Membership, Organisation, Party, Person, Ward
from tests.desk import Page
from tests.making import SUMMER, WINTER, make_committee, make_person

pytestmark = pytest.mark.django_db


# Order


def test_committees_are_listed_as_a_council_speaks_of_them():
    kinds = {"other": "Forum", "board": "Ports Board", "regulatory": "Planning", "council": "Council", "parish": "Mole"}
    for kind, name in {**kinds, "scrutiny": "Scrutiny", "executive": "Cabinet"}.items():
        make_committee(slug=kind, name=name, kind=kind)
    make_committee(slug="licensing", name="Licensing", kind="regulatory")
    make_committee(slug="old", name="Old Council", kind="council", dissolved_on=WINTER)
    order = ["Council", "Cabinet", "Licensing", "Planning", "Scrutiny", "Mole", "Ports Board", "Forum"]
    assert [str(committee) for committee in Committee.objects.active().by_kind()] == order
    assert [str(committee) for committee in Committee.objects.all()] == ["Council", "Old Council", *order[1:]]


def test_a_committee_that_changes_its_kind_changes_its_place():
    first, second = make_committee(slug="a", name="A", kind="board"), make_committee(slug="b", name="B", kind="board")
    second.kind = "council"
    second.save()
    assert list(Committee.objects.all()) == [second, first]


SEATS = {"Una Reed": "co-opted", "Ann Vane": "substitute", "Zoe Ash": "member", "Joe Ash": "member"}


def test_members_are_listed_as_minutes_print_them():
    committee = make_committee()
    for name, role in {**SEATS, "Tom Quill": "vice-chair", "Mary Bell": "chair"}.items():
        Membership.objects.create(committee=committee, person=make_person(name), role=role)
    order = [
        "Bell, Chair",
        "Quill, Vice-Chair",
        "Ash, Member",
        "Ash, Member",
        "Vane, Substitute",
        "Reed, Co-opted member",
    ]
    for sitting in (committee.memberships.all(), committee.memberships.in_order()):
        assert [str(seat).split(" ", 2)[2] for seat in sitting] == order
        assert [seat.person.first_name for seat in sitting][2:4] == ["Joe", "Zoe"]
    listed = seats(committee.pk, SUMMER)
    assert [f"{seat.name}, {seat.label}".split(" ", 2)[2] for seat in listed] == order
    assert [seat.name for seat in listed][2:4] == ["Councillor Joe Ash", "Councillor Zoe Ash"]


# Days


@pytest.mark.parametrize("day", [WINTER, SUMMER])
def test_a_member_sits_from_the_first_day_to_the_last(day):
    before, after = date.fromordinal(day.toordinal() - 1), date.fromordinal(day.toordinal() + 1)
    committee = make_committee()
    for name, days in {
        "Ann Always": {},
        "Ben Begins": {"started_on": day},
        "Eve Ends": {"ended_on": day},
        "Joe Justone": {"started_on": day, "ended_on": day},
    }.items():
        Membership.objects.create(committee=committee, person=make_person(name), **days)

    def sitting(on: date) -> list[str]:
        found = [seat.person.last_name for seat in committee.memberships.on(on).in_order()]
        assert [seat.name.split()[-1] for seat in seats(committee.pk, on)] == found
        return found

    assert sitting(before) == ["Always", "Ends"]
    assert sitting(day) == ["Always", "Begins", "Ends", "Justone"]
    assert sitting(after) == ["Always", "Begins"]


def refused(**seat) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Membership.objects.create(**seat)
    return str(error.value)


def test_the_database_holds_one_seat_a_person_and_an_end_that_comes_after_the_start():
    committee, quays = make_committee(), make_committee(slug="quays", name="Quays Board")
    ann, mary = make_person("Ann Vane"), make_person()
    assert "membership_ends_after_it_starts" in refused(
        committee=committee, person=ann, started_on=SUMMER, ended_on=WINTER
    )
    Membership.objects.create(committee=committee, person=ann, started_on=WINTER, ended_on=WINTER)
    Membership.objects.create(committee=committee, person=ann)
    Membership.objects.create(committee=quays, person=ann)
    Membership.objects.create(committee=committee, person=mary)
    assert "UNIQUE" in refused(committee=committee, person=ann, started_on=SUMMER).upper()


# Names and addresses


def test_a_person_is_printed_with_what_is_known_of_the_name():
    mary, porter = make_person(), Person.objects.create(last_name="Porter", slug="porter")
    jo = Person.objects.create(title="Dr", last_name="Ash", slug="jo-ash")
    assert [str(person) for person in (mary, porter, jo)] == ["Councillor Mary Bell", "Porter", "Dr Ash"]
    assert list(Person.objects.all()) == [jo, mary, porter]


ADDRESSES = {
    "planning": True,
    "planning-2026": True,
    "2": True,
    "Planning": False,
    "planning-": False,
    "-planning": False,
    "planning--board": False,
    "planning_board": False,
    "planning\n": False,
    "tŷ": False,
}


@pytest.mark.parametrize(("slug", "is_plain"), ADDRESSES.items())
def test_an_address_is_plain(slug, is_plain):
    for row in (Committee(name="Planning", slug=slug), Person(last_name="Bell", slug=slug)):
        if is_plain:
            row.full_clean()
            continue
        with pytest.raises(ValidationError) as refusal:
            row.full_clean()
        assert list(refusal.value.message_dict) == ["slug"]


def test_the_address_of_a_committee_is_chosen_once(desk):
    assert Page(desk, "/admin/committees/committee/add/").tree.xpath("//input[@name='slug']")
    page = Page(desk, f"/admin/committees/committee/{make_committee().pk}/change/")
    assert "slug" not in page.fields and "harbour-committee" in page.text
    assert page.send(name="Ports Committee") is None
    assert [(committee.name, committee.slug) for committee in Committee.objects.all()] == [
        ("Ports Committee", "harbour-committee")
    ]


# The organisation


def test_there_is_one_organisation_to_change_and_none_to_add_or_delete(desk):
    assert desk.get("/admin/committees/organisation/add/").status_code == 403
    assert desk.get("/admin/committees/organisation/1/delete/").status_code == 403
    page = Page(desk, "/admin/committees/organisation/1/change/")
    assert page.send(name="Saltmarsh Council", data_licence_url="example.org/licence") is None
    stored = Organisation.objects.get()
    assert (str(stored), stored.data_licence_url) == ("Saltmarsh Council", "https://example.org/licence")
    with pytest.raises(IntegrityError, match="one_organisation"), transaction.atomic():
        Organisation.objects.create(pk=2, name="Another council")


def test_a_new_name_is_on_every_page_after_ten_seconds_at_most(settings, monkeypatch):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "names"}}
    cache.clear()
    old = Organisation.objects.current().name
    Organisation.objects.update(name="Saltmarsh Council")
    began = time.time()
    for later, name in [(9, old), (11, "Saltmarsh Council")]:
        monkeypatch.setattr(time, "time", lambda later=later: began + later)
        assert Organisation.objects.current().name == name


# The desk's lists


def test_the_desk_finds_committees_and_people_by_name(desk):
    make_committee(), make_committee(slug="quays", name="Quays Board")
    party, ward = Party.objects.create(name="Harbour Party"), Ward.objects.create(name="Mole Ward")
    mary = make_person(party=party, ward=ward)
    make_person("Ann Vane")
    assert [str(party), str(ward), mary.party, mary.ward] == ["Harbour Party", "Mole Ward", party, ward]
    found = Page(desk, "/admin/committees/committee/?q=quays").text
    assert "Quays Board" in found and "Harbour Committee" not in found
    for words in ("mary", "bell"):
        found = Page(desk, f"/admin/committees/person/?q={words}").text
        assert "Councillor Mary Bell" in found and "Mole Ward" in found and "Ann Vane" not in found


@pytest.mark.parametrize("many", [2, 12])
def test_the_desk_s_list_of_people_costs_the_same_for_2_and_for_12(desk, many, django_assert_max_num_queries):
    for number in range(many):
        party, ward = Party.objects.create(name=f"Party {number}"), Ward.objects.create(name=f"Ward {number}")
        make_person(f"Una Reed{number}", slug=f"una-{number}", party=party, ward=ward)
    with django_assert_max_num_queries(8):
        Page(desk, "/admin/committees/person/")


def test_a_person_in_a_row_is_shown_by_name_and_looked_up_only_when_changed(desk):
    committee = make_committee()
    for name in ("Ann Vane", "Mary Bell"):
        Membership.objects.create(committee=committee, person=make_person(name))
    page = Page(desk, f"/admin/committees/committee/{committee.pk}/change/")
    for row, name in enumerate(["Bell", "Vane"]):
        options = page.tree.xpath(f"//select[@name='memberships-{row}-person']/option")
        assert [option.text for option in options if option.get("selected") is not None] == [
            f"Councillor {'Mary' if name == 'Bell' else 'Ann'} {name}"
        ]
        assert page.tree.xpath(f"//select[@name='memberships-{row}-person']")[0].get("disabled") is not None
