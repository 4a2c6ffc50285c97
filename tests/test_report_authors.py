"""The author of a report puts papers into one item, and does and sees nothing else at the desk."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from minutes.models import Document, PaperWanted, ReportAuthor
from tests.desk import Page
from tests.making import make_clerk, make_document, make_item, make_meeting, make_upload
from tests.test_rights_table import OF_A_ROW, OF_ANY, Place, ask, opens

pytestmark = pytest.mark.django_db


@pytest.fixture
def items():
    """Two of a meeting: the author's, and another."""
    meeting = make_meeting(date=date(2027, 7, 14))
    return make_item(meeting, "Repair of the north mole"), make_item(meeting, "CANARY of the other item")


@pytest.fixture
def bryn():
    return get_user_model().objects.create_user("bryn@example.org", name="Bryn Hale", is_staff=True)


@pytest.fixture
def author(items, bryn):
    return ReportAuthor.objects.create(user=bryn, item=items[0])


@pytest.fixture
def browser_of_bryn(bryn):
    client = Client()
    client.force_login(bryn)
    return client


def page_of(author) -> str:
    return f"/admin/minutes/reportauthor/{author.pk}/papers/"


def test_a_clerk_names_an_author_who_sends_a_paper_from_their_first_page(desk, items, bryn, browser_of_bryn):
    PaperWanted.objects.create(item=items[0], title="Report", of_whom="Bryn Hale")
    want = Page(desk, f"/admin/minutes/meeting/{items[0].meeting_id}/papers/item/{items[0].pk}/want/")
    (link,) = want.tree.xpath("//a[contains(., 'Let its author put it here')]/@href")
    assert Page(desk, link).send(user=bryn.pk) is None
    first = Page(browser_of_bryn, "/admin/")
    assert "CANARY" not in first.html and "no rights" not in first.text
    (link,) = first.tree.xpath("//a[contains(., 'Repair of the north mole')]/@href")
    sent = browser_of_bryn.post(link, {"file": make_upload("1 Survey of the mole.pdf"), "title": ""}, follow=True)
    assert "“Survey of the mole” is with the clerk now." in sent.content.decode()
    paper = Document.objects.get()
    assert (paper.item, paper.title, paper.restriction) == (items[0], "Survey of the mole", "")
    assert PaperWanted.objects.get().came_on == timezone.localdate()
    history = desk.get(f"/admin/minutes/agendaitem/{items[0].pk}/history/").content.decode()
    assert "Paper put on it by its author: Survey of the mole." in history and "Bryn Hale" in history


def test_a_paper_whose_name_says_that_it_is_closed_is_closed_until_a_clerk_has_looked(author, browser_of_bryn):
    browser_of_bryn.post(page_of(author), {"file": make_upload("EXEMPT Tender.pdf"), "title": "Tender"})
    assert Document.objects.get().is_closed and Document.objects.get().title == "Tender"


def test_what_can_t_be_kept_is_refused_at_its_field_and_nothing_is_stored(author, browser_of_bryn):
    for file, said in [(make_upload("notes.txt", b"x"), "Papers may be PDF"), ("", "This field is required.")]:
        answer = browser_of_bryn.post(page_of(author), {"file": file, "title": "Kept"})
        page = Page(browser_of_bryn, page_of(author), answer)
        assert said in page.text and 'value="Kept"' in page.html
    assert not Document.objects.exists() and default_storage.exists("papers") is False


def test_the_same_file_sent_twice_is_there_once(author, browser_of_bryn, django_capture_on_commit_callbacks):
    upload = make_upload().read()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser_of_bryn.post(page_of(author), {"file": make_upload(content=upload)}, follow=True)
    assert "is with this item already" in answer.content.decode()
    assert Document.objects.count() == 1 and len(default_storage.listdir("papers")[1]) == 1


def test_a_paper_is_not_put_into_another_item_by_a_forged_form(author, items, browser_of_bryn):
    forged = {"file": make_upload(), "item": items[1].pk, "meeting": make_meeting().pk, "position": 9}
    browser_of_bryn.post(page_of(author), forged)
    assert Document.objects.get().item == items[0] and Document.objects.get().meeting == items[0].meeting


DAYS = {"until yesterday": (-5, -1, 404), "from tomorrow": (1, 5, 404), "today alone": (0, 0, 200)}


@pytest.mark.parametrize("case", DAYS)
def test_an_author_sends_on_their_days_alone(author, browser_of_bryn, case):
    first, last, status = DAYS[case]
    today = timezone.localdate()
    ReportAuthor.objects.update(started_on=today + timedelta(first), ended_on=today + timedelta(last))
    answer = browser_of_bryn.get(page_of(author))
    assert answer.status_code == status
    sent = browser_of_bryn.post(page_of(author), {"file": make_upload()})
    assert sent.status_code == (302 if status == 200 else 404) and Document.objects.exists() == (status == 200)
    assert ("north mole" in browser_of_bryn.get("/admin/").content.decode()) == (status == 200)


def test_the_page_is_its_author_s_and_not_even_a_superuser_s(author, bryn, items):
    others = ReportAuthor.objects.create(user=make_clerk("other"), item=items[1])
    client = Client()
    client.force_login(bryn)
    for address in (page_of(others), page_of(others).replace(str(others.pk), "99999")):
        answer = client.get(address)
        assert answer.status_code == 404 and b"CANARY" not in answer.content
    client.force_login(others.user)
    assert client.get(page_of(author)).status_code == 404


def test_an_author_opens_no_other_address_of_the_desk(bryn, browser_of_bryn, monkeypatch):
    place, other = Place.make("Harbour", "CANARY"), Place.make("Market", "CANARY")
    author = ReportAuthor.objects.create(user=bryn, item_id=place.item)
    make_document(author.item.meeting, "CANARY beside it", item=author.item)
    tried = 0
    for row in OF_A_ROW:
        for method, allowed in (("get", row.sees), ("post", row.does)):
            if allowed is not None:
                answer = ask(browser_of_bryn, method, row.address.format(**place.ids))
                tried += 1
                assert not opens(answer) and b"CANARY" not in answer.content, row.address
    for row in OF_ANY:
        assert not opens(ask(browser_of_bryn, "get", row.address.format(own=place, other=other))), row.address
    assert tried > 90
    page = browser_of_bryn.get(page_of(author)).content
    assert b"CANARY of the item" in page and b"beside it" not in page and b"of the paper" not in page
