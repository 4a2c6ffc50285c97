"""Alison double-clicks on Save: what she made is there once, and she reads that it is."""

import lxml.html
import pytest
from django.test import Client

from committees.models import Committee, Party, Person
from minutes.models import Matter, Meeting, Minute, Phrase
from tests.desk import Page, meeting_page
from tests.making import SUMMER, WINTER, make_clerk, make_item, make_meeting

pytestmark = pytest.mark.django_db
NEW = {
    "committees/committee": (
        Committee,
        {"name": "Harbour Committee", "slug": "harbour"},
        "Harbour Committee is added.",
    ),
    "committees/person": (
        Person,
        {"first_name": "Mary", "last_name": "Bell", "slug": "mary-bell"},
        "added successfully",
    ),
    "committees/party": (Party, {"name": "Green Valley"}, "added successfully"),
    "minutes/matter": (Matter, {"title": "North mole"}, "added successfully"),
    "minutes/phrase": (Phrase, {"name": "Noted", "text": "<p>It was noted.</p>"}, "added successfully"),
}


@pytest.fixture
def careful():
    """A browser in which the tokens of forms are looked at."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_clerk("careful"))
    return client


@pytest.mark.parametrize("where", NEW)
def test_a_form_that_is_sent_twice_makes_one_thing_and_says_so(careful, where):
    model, fields, said = NEW[where]
    page, before = Page(careful, f"/admin/{where}/add/"), model.objects.count()
    first, second = (careful.post(page.address, page.fields | fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302) and first.url == second.url
    assert model.objects.count() == before + 1
    assert said in Page(careful, second.url).text


def test_what_is_put_on_an_agenda_or_into_a_minute_twice_is_there_once_and_nothing_is_refused(careful):
    winter, summer = make_meeting(date=WINTER), make_meeting(date=SUMMER)
    mole, quay = (make_item(winter, title, state="deferred") for title in ("Mole", "Quay"))
    phrase = Phrase.objects.create(name="Noted", text="<p>It was noted.</p>")
    agenda, minutes = (f"/admin/minutes/meeting/{summer.pk}/{tab}/" for tab in ("agenda", "minutes"))
    for tab, rest, fields in [
        (agenda, "deferred/", {"item": mole.pk}),
        (minutes, f"{quay.pk}/phrase/", {"phrase": phrase.pk}),
    ]:
        place = minutes.replace(str(summer.pk), str(winter.pk)) + rest if tab == minutes else tab + rest
        token = lxml.html.fromstring(careful.get(tab).content).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
        answers = [careful.post(place, fields | {"csrfmiddlewaretoken": token}, follow=True) for _ in range(2)]
        assert all(not message.tags.startswith("error") for answer in answers for message in answer.context["messages"])
    assert [item.title for item in summer.items.all()] == ["Mole"]
    assert Minute.objects.get().body == "<p>It was noted.</p>"


def test_another_one_from_the_same_page_or_from_a_new_page_is_another_one(careful):
    page = Page(careful, "/admin/minutes/matter/add/")
    for name in ("North mole", "South quay"):
        careful.post(page.address, page.fields | {"title": name})
    careful.post(page.address, Page(careful, page.address).fields | {"title": "North mole"})
    assert Matter.objects.count() == 3


def test_a_form_with_a_mistake_is_answered_twice_and_the_mended_one_is_done(careful):
    page = Page(careful, "/admin/committees/party/add/")
    for _ in range(2):
        assert careful.post(page.address, page.fields | {"name": ""}).status_code == 200
    careful.post(page.address, page.fields | {"name": "Green Valley"})
    assert Party.objects.count() == 1


def test_a_change_that_is_sent_twice_is_no_conflict_with_oneself(careful):
    make_meeting(date=WINTER)
    meeting = make_meeting(date=SUMMER)
    page = Page(careful, meeting_page(meeting))
    answers = [careful.post(page.address, page.fields | {"venue": "Town Hall"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Meeting.objects.get(pk=meeting.pk).version == meeting.version + 1


def test_what_one_clerk_sent_says_nothing_of_what_another_sends(careful):
    page = Page(careful, "/admin/minutes/matter/add/")
    careful.post(page.address, page.fields | {"title": "North mole"})
    other = Client()
    other.force_login(make_clerk("other"))
    other.post(page.address, page.fields | {"title": "North mole"})
    assert Matter.objects.count() == 2


def test_a_new_meeting_and_a_postponement_are_made_once(careful):
    meeting = make_meeting(date=SUMMER)
    address = f"/admin/minutes/meeting/new/?committee={meeting.committee_id}"
    token = lxml.html.fromstring(careful.get(address).content.decode()).xpath(
        "//form//input[@name='csrfmiddlewaretoken']/@value"
    )[-1]
    fields = {"csrfmiddlewaretoken": token, "date": "12 August 2026", "sitting": "1", "begin": "empty"}
    answers = [careful.post(address, fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302] and answers[0].url == answers[1].url
    assert Meeting.objects.count() == 2
    address = f"/admin/minutes/meeting/{meeting.pk}/cancellation/"
    fields = Page(careful, address).fields | {"reason": "Storm.", "cancel": "1"}
    assert [careful.post(address, fields).status_code for _ in range(2)] == [302, 302]
    assert Meeting.objects.get(pk=meeting.pk).version == meeting.version + 1
