"""Each form of the desk is saved once with valid data, as its clerk would: a new one without a case here fails."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from committees.closed_days import ClosedDays
from committees.models import Appointment, Committee, Organisation, Party, Person, Ward, Website
from minutes.models import AgendaItem, Matter, Meeting, Motion, Phrase, ReportAuthor, StandingItem
from tests.desk import Page
from tests.making import make_clerk, make_committee, make_item, make_meeting, make_person, make_upload

pytestmark = pytest.mark.django_db

# The forms of the rooms above, which have tests of their own, and of Django and its packages.
ELSEWHERE = {"publishing", "auth", "accounts", "axes", "django_tasks_db", "django_tasks_database"}


def new_meeting():
    return "", {"committee": make_committee().pk, "date": "2026-07-08", "start": "19:30"}


def new_item():
    return f"?meeting={make_meeting().pk}", {"title": "Dredging", "minute_body": "<p>Said.</p>"}


def new_motion():
    return f"?item={make_item(make_meeting()).pk}", {"text": "<p>That it be done.</p>"}


# How each is added: what follows its address, and what the clerk fills in. None: there is nothing to add.
ADDED = {
    Meeting: new_meeting,
    AgendaItem: new_item,
    Motion: new_motion,
    Matter: lambda: ("", {"title": "The lease of the quay"}),
    Committee: lambda: ("", {"name": "Quays", "slug": "quays"}),
    ClosedDays: lambda: ("", {"first": "19 September 2022", "reason": "day of public mourning"}),
    Person: lambda: ("", {"last_name": "Vane", "slug": "vane"}),
    Party: lambda: ("", {"name": "Independent"}),
    Appointment: lambda: ("", {"user": get_user_model().objects.get().pk, "role": "viewer"}),
    Ward: lambda: ("", {"name": "Quayside"}),
    ReportAuthor: lambda: (
        f"?item={make_item(make_meeting()).pk}",
        {"user": get_user_model().objects.get().pk},
    ),
    Phrase: lambda: ("", {"name": "Noted", "text": "<p>The report was noted.</p>"}),
    Organisation: None,
    Website: None,
    StandingItem: None,
}
# A valid new row of each table or stack, by the page that it is on and the name of its fields.
ROWS = {
    (AgendaItem, "decisions"): lambda: {"text": "<p>That it be done.</p>"},
    (AgendaItem, "documents"): lambda: {"title": "Survey", "file": make_upload()},
    (AgendaItem, "declarations"): lambda: {"person": make_person().pk, "kind": "pecuniary"},
    (AgendaItem, "actions"): lambda: {"what": "Mend the fence"},
    (Motion, "votes"): lambda: {"person": make_person().pk, "cast": "for"},
    (Person, "summons_addresses"): lambda: {"address": "mary@home.example", "consented_on": "12 May 2025"},
    (Committee, "memberships"): lambda: {"person": make_person().pk, "role": "chair"},
    (Committee, "standing_items"): lambda: {"title": "Apologies for absence"},
}
OURS = {model: made for model, made in admin.site._registry.items() if model._meta.app_label not in ELSEWHERE}


def inlines(model) -> dict[str, type]:
    """The tables and stacks of a page, by the name that their fields begin with."""
    request = RequestFactory().get("/")
    request.user = get_user_model()(is_superuser=True)
    request.resolver_match = type("Match", (), {"kwargs": {}})
    sets = OURS[model].get_formsets_with_inlines(request)
    return {formset.get_default_prefix(): inline.model for formset, inline in sets}


@pytest.fixture
def desk(client):
    client.force_login(make_clerk("alison"))
    return client


def test_each_form_has_a_case():
    assert set(OURS) == set(ADDED)
    assert {(model, prefix) for model in OURS for prefix in inlines(model)} == set(ROWS)


def address_of(model, rest: str) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{rest}"


@pytest.mark.parametrize("model", [model for model in OURS if ADDED.get(model)], ids=lambda model: model.__name__)
def test_it_is_added_with_every_row_and_saved_again(desk, model):
    query, fields = ADDED[model]()
    page = Page(desk, address_of(model, f"add/{query}"))
    rows = [key for key in ROWS if key[0] is model]
    before = {prefix: inlines(model)[prefix].objects.count() for _, prefix in rows}
    for key in rows:
        page.row(key[1], **ROWS[key]())
    assert page.send(**fields) is None
    made = model.objects.latest("pk")
    for prefix, count in before.items():
        assert inlines(model)[prefix].objects.count() == count + 1, prefix
    assert Page(desk, address_of(model, f"{made.pk}/change/")).send() is None
    assert model.objects.latest("pk") == made


@pytest.mark.parametrize("key", ROWS, ids=lambda key: f"{key[0].__name__}.{key[1]}")
def test_a_row_is_added_to_a_page_that_is_there_then_changed_then_removed(desk, key):
    model, prefix = key
    query, fields = ADDED[model]()
    assert Page(desk, address_of(model, f"add/{query}")).send(**fields) is None
    address = address_of(model, f"{model.objects.latest('pk').pk}/change/")
    for change in [None, {}, {f"{prefix}-0-DELETE": "on"}]:
        page = Page(desk, address)
        if change is None:
            page.row(prefix, **ROWS[key]())
        assert page.send(**(change or {})) is None
    assert not inlines(model)[prefix].objects.exists()


def test_the_organisation_is_changed(desk):
    address = address_of(Organisation, f"{Organisation.objects.get().pk}/change/")
    assert Page(desk, address).send(name="Quayside Council") is None
    assert Organisation.objects.get().name == "Quayside Council"


def test_the_website_is_changed(desk):
    address = address_of(Website, f"{Website.objects.get().pk}/change/")
    assert Page(desk, address).send(accent="#7a1f38", speaking="<p>Write to us by noon.</p>") is None
    assert Website.objects.get().speaking == "<p>Write to us by noon.</p>"
