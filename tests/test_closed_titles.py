"""A title that says that it is closed is asked about, wherever a clerk types it, and nobody reads it meanwhile."""

import lxml.html
import pytest

from minutes.closed_titles import closed_part, is_heading, why_closed
from minutes.models import AgendaItem
from published.kinds import Kind
from publishing.freezing import freeze
from tests.desk import Page, item_page
from tests.making import make_item
from tests.test_agenda import SCRIPT, agenda_of, listed, meeting, read, row_of, save_row  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
ASKS = "Its words say that it is closed to the public: is it?"
MARKED = ["EXEMPT: Lease of the quay", "Confidential - staffing", "PART 2: Lease of the quay", "Tender (exempt)"]
OPEN = [
    "Exempt accommodation",
    "Exclusion of the press and public",
    "Repair of the mole",
    "Part 2",
    "PART II – EXEMPT ITEMS",
]


def form_that_asks(page: str) -> dict:
    form = lxml.html.fromstring(page).xpath("//form[contains(@class, 'asks-closed')]")[0]
    return dict(form.form_values())


@pytest.mark.parametrize("title", MARKED)
def test_a_title_typed_alone_that_says_that_it_is_closed_is_asked_about_and_not_stored(desk, meeting, title):  # noqa: F811
    page = desk.post(agenda_of(meeting), {"title": title}).content.decode()
    fields = form_that_asks(page)
    assert ASKS in page and fields["title"] == title and fields["is_closed"] == "on" and not meeting.items.exists()
    page = desk.post(agenda_of(meeting), fields).content.decode()
    assert "It is closed: write what the public may read in its place." in page and not meeting.items.exists()
    desk.post(agenda_of(meeting), form_that_asks(page) | {"public_title": "A lease"})
    item = meeting.items.get()
    assert (item.title, item.public_title, item.restriction) == (title, "A lease", "unknown")
    assert title not in freeze(meeting, Kind.AGENDA).to_json()


@pytest.mark.parametrize("title", OPEN)
def test_a_title_that_says_no_such_thing_is_added_at_once(desk, meeting, title):  # noqa: F811
    assert desk.post(agenda_of(meeting), {"title": title}).status_code == 302
    assert [item.title for item in meeting.items.filter(restriction="")] == [title]


def test_a_title_that_is_open_all_the_same_is_stored_as_the_clerk_says(desk, meeting):  # noqa: F811
    answer = desk.post(agenda_of(meeting), {"title": "Confidential: waste"}, **SCRIPT)
    assert answer.status_code == 422 and f"Not added yet: “Confidential: waste”. {ASKS}" in answer.json()["said"]
    fields = form_that_asks(answer.json()["asks"])
    del fields["is_closed"]
    assert "is added as item 1" in desk.post(agenda_of(meeting), fields, **SCRIPT).json()["said"]
    assert meeting.items.get().restriction == ""


def test_a_late_item_keeps_its_reason_and_one_beside_another_its_place(desk, meeting):  # noqa: F811
    first, _ = make_item(meeting, "First"), make_item(meeting, "Last")
    late = {"title": "EXEMPT: Quay", "is_late": "on", "late_reason": "Storm", "late_agreed_by": "Chair"}
    page = desk.post(agenda_of(meeting), late | {"at": f"after-{first.pk}"}).content.decode()
    desk.post(agenda_of(meeting), form_that_asks(page) | {"public_title": "A quay"})
    assert [item.title for item in meeting.items.in_order()] == ["First", "EXEMPT: Quay", "Last"]
    item = meeting.items.get(is_late=True)
    assert (item.late_reason, item.late_agreed_by, item.public_title) == ("Storm", "Chair", "A quay")


def test_an_item_below_the_heading_of_a_closed_part_is_asked_about_and_one_above_is_not(desk, meeting):  # noqa: F811
    make_item(meeting, "Mole")
    desk.post(agenda_of(meeting), {"title": "Part 2: exempt items"})
    part = meeting.items.get(kind="heading")
    page = desk.post(agenda_of(meeting), {"title": "Rent"}).content.decode()
    assert "It stands below “Part 2: exempt items”: is it closed to the public?" in page
    desk.post(agenda_of(meeting), {"title": "Buoys", "at": f"before-{part.pk}"})
    desk.post(agenda_of(meeting), form_that_asks(page) | {"public_title": "A rent"})
    assert listed(meeting) == ["1 Mole", "2 Buoys", "Part 2: exempt items", "3 Rent"]
    rent = meeting.items.get(title="Rent")
    below = make_item(meeting, "North", parent=rent)  # closed with the item above: not asked about again
    desk.post(agenda_of(meeting), {"title": "EXEMPT: South", "at": f"after-{below.pk}"})
    assert rent.children.count() == 2


def test_a_title_that_is_changed_into_such_a_one_is_asked_about(desk, meeting):  # noqa: F811
    item = make_item(meeting, "Quay")
    fields = row_of(desk, meeting, item)
    answer = save_row(desk, meeting, item, fields, title="EXEMPT: Quay")
    assert "The title says that this is closed to the public: is it?" in answer.json()["row"]
    item.refresh_from_db()
    assert item.title == "Quay"
    again = lxml.html.fromstring(answer.json()["row"]).xpath("//form")[0]
    assert desk.post(agenda_of(meeting, f"{item.pk}/"), dict(again.form_values()), **SCRIPT).status_code == 200
    item.refresh_from_db()
    assert (item.title, item.restriction) == ("EXEMPT: Quay", "")
    save_row(desk, meeting, item, row_of(desk, meeting, item), officer="Engineer")  # not asked again of the same title


def test_the_item_s_own_page_asks_too_and_takes_a_ground_for_an_answer(desk, meeting):  # noqa: F811
    item = make_item(meeting, "Quay")
    page = Page(desk, item_page(item)).send(title="Confidential - quay")
    assert "The title says that this is closed to the public: is it?" in page.text
    assert AgendaItem.objects.get(pk=item.pk).title == "Quay"
    assert page.send(restriction="england-2006-3", public_title="A quay") is None
    page = Page(desk, f"/admin/minutes/agendaitem/add/?meeting={meeting.pk}").send(
        title="EXEMPT: mole", meeting=meeting.pk
    )
    assert not meeting.items.filter(title="EXEMPT: mole").exists()
    assert page.send() is None and meeting.items.get(title="EXEMPT: mole").restriction == ""


def test_a_heading_is_asked_about_only_where_it_says_more_than_that_its_part_is_closed():
    asked = {
        title: bool(why_closed(title, closed_part(title)))
        for title in ("Part 2 – Items during which the press and public may be excluded", "PART 2 – PRIVATE BUSINESS",
                      "Part 2 (Sale of 4 High Street)", "Part 2: sale of 4 High Street, not for publication")
    }  # fmt: skip
    assert all(map(is_heading, asked)) and list(asked.values()) == [False, False, True, True]
