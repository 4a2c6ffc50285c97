"""What a meeting deferred is offered to the committee's next ones, until one has it on its agenda."""

from datetime import date

import lxml.html
import pytest
from django.contrib.admin.models import LogEntry

from minutes.carrying import adjourn
from minutes.deferred import waiting
from minutes.models import Action, Decision, Document, Matter
from published.kinds import Kind
from publishing.freezing import freeze
from tests.making import make_committee, make_document, make_item, make_meeting, publish
from tests.test_agenda import SCRIPT, agenda_of, listed, read
from tests.test_desk_queries import queries
from tests.test_rights import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def winter():
    """The meeting of 14 January 2026: of four items two are deferred, one by a decision. Another committee defers one too."""
    quays = make_committee(slug="quays", name="Quays")
    make_item(make_meeting(date=date(2026, 1, 15), committee=quays), "Bollards", state="deferred")
    winter = make_meeting(date=date(2026, 1, 14))
    make_item(winter, "Buoys", minutes="<p>Said.</p>", decision="<p>Done.</p>")
    mole = make_item(winter, "Mole", state="deferred", state_note="for a survey", purpose="<p>To mend it.</p>")
    mole.matter = Matter.objects.create(title="The north mole")
    mole.save()
    make_document(winter, item=mole)
    make_item(winter, "Lease", restriction="england-2006-3", public_title="A lease")
    lease = winter.items.get(title="Lease")
    Decision.objects.create(item=lease, kind="deferred", text="<p>Deferred to May.</p>")
    make_item(winter, "Ferry", state="withdrawn")
    return winter


@pytest.fixture
def march(winter):
    return make_meeting(date=date(2026, 3, 4))


@pytest.fixture
def summer(march):
    return make_meeting(date=date(2026, 7, 15))


def offered(meeting) -> list[str]:
    return [item.title for item in waiting(meeting)]


def put(client, meeting, item, **headers):
    return client.post(agenda_of(meeting, "deferred/"), {"item": item.pk}, **headers)


def test_what_was_deferred_is_offered_and_put_on_the_agenda_with_its_matter_and_papers(desk, winter, march, summer):
    make_item(march, "Apologies")
    page = read(desk, march)
    assert "Deferred from 14 January 2026 for a survey: Mole Put it on this agenda" in page
    assert "Lease Closed Put it on this agenda" in page
    mole = winter.items.get(title="Mole")
    page = desk.post(agenda_of(march, "deferred/"), {"item": mole.pk}, follow=True).content.decode()
    assert "“Mole” is added as item 2, as it was asked then." in page
    new = march.items.get(title="Mole")
    assert (new.matter.title, new.purpose, new.state) == ("The north mole", "<p>To mend it.</p>", "")
    assert [paper.title for paper in new.documents.all()] == ["Survey of the mole"] and Document.objects.count() == 2
    assert LogEntry.objects.first().get_change_message() == "Deferred from Harbour Committee, 14 January 2026."
    assert offered(march) == offered(summer) == ["Lease"]


def test_what_is_put_on_an_agenda_stands_before_what_closes_it(desk, winter, march):
    make_item(march, "Buoys")
    make_item(march, "Any other business", kind="any-other-business")
    make_item(march, "Exclusion of the public", kind="exclusion")
    make_item(march, "To note the date, time and place of the next meeting")
    for title in ("Mole", "Lease"):
        put(desk, march, winter.items.get(title=title))
    titles = [row.split(" ", 1)[1] for row in listed(march)]
    assert titles == [
        "Buoys",
        "Mole",
        "Any other business",
        "Exclusion of the public",
        "Lease",
        "To note the date, time and place of the next meeting",
    ]


def test_an_item_that_closes_nothing_stays_before_what_is_put_on_the_agenda(desk, winter, march, summer):
    for title in ("Next meeting with the Harbour Users", "The date of the next meeting", "Ferry"):
        make_item(march, title)
    put(desk, march, winter.items.get(title="Mole"))
    assert listed(march)[-1] == "4 Mole"
    make_item(summer, "Dates of future meetings")
    publish(summer, Kind.AGENDA)
    put(desk, summer, winter.items.get(title="Lease"))
    assert listed(summer) == ["1 Dates of future meetings", "2 Lease"]


def test_an_item_is_put_on_one_agenda_once(desk, winter, march, summer):
    mole = winter.items.get(title="Mole")
    for meeting in (march, march, summer):
        answer = put(desk, meeting, mole, **SCRIPT)
    assert answer.status_code == 422 and "That item waits no longer" in answer.json()["error"]
    assert listed(march) == ["1 Mole"] and listed(summer) == []


def test_an_item_waits_again_where_it_was_taken_off_deferred_again_or_the_meeting_is_called_off(
    desk, winter, march, summer
):
    mole = winter.items.get(title="Mole")
    put(desk, march, mole)
    march.items.all().delete()
    assert offered(march) == ["Mole", "Lease"]
    put(desk, march, mole)
    march.items.update(state="deferred")
    assert [(item.title, item.meeting) for item in waiting(summer)] == [("Lease", winter), ("Mole", march)]
    march.items.update(state="")
    march.cancel("Storm.")
    assert offered(summer) == ["Mole", "Lease"] and "Deferred from" not in read(desk, march)


@pytest.mark.parametrize("same", ["title", "matter"])
def test_what_the_clerk_put_on_a_later_agenda_by_hand_is_not_offered(winter, march, summer, same):
    matter = Matter.objects.get() if same == "matter" else None
    make_item(march, "The mole again" if matter else "MOLE", matter=matter)
    assert offered(march) == offered(summer) == ["Lease"]


def test_what_went_to_the_resumed_meeting_is_not_offered(winter, march, summer):
    quay = make_item(march, "Quay")
    resumed = make_meeting(date=date(2026, 3, 11))
    adjourn(march, resumed, [quay])
    assert offered(summer) == ["Mole", "Lease"]


def test_no_earlier_meeting_is_offered_what_a_later_one_deferred_and_none_after_two_years(winter, march):
    assert offered(make_meeting(date=date(2026, 1, 7))) == offered(make_meeting(date=date(2028, 2, 1))) == []


def test_sub_items_go_with_the_item_and_one_alone_stays_closed_as_the_item_above_closed_it(desk, winter, march):
    mole, lease = winter.items.get(title="Mole"), winter.items.get(title="Lease")
    make_item(winter, "North", parent=mole, state="deferred")
    make_item(winter, "South", parent=mole, state="withdrawn")
    Decision.objects.all().delete()
    make_item(winter, "Rent of the Ferry House", parent=lease, state="deferred")
    assert offered(march) == ["Mole", "Rent of the Ferry House"]
    for item in waiting(march):
        put(desk, march, item)
    assert listed(march) == ["1 Mole", "1.1 North", "2 Rent of the Ferry House"]
    rent = march.items.get(title="Rent of the Ferry House")
    assert (rent.restriction, rent.public_title) == ("england-2006-3", "A lease")
    assert "Ferry House" not in freeze(march, Kind.AGENDA).to_json()


def test_an_extraordinary_meeting_is_offered_nothing_because_it_does_only_what_it_was_called_for(desk, winter, march):
    extraordinary = make_meeting(date=date(2026, 2, 11), kind="extraordinary")
    Action.objects.create(item=winter.items.first(), what="Mend the buoy")
    page = read(desk, extraordinary)
    assert "Deferred from" not in page and "open action" not in page
    assert put(desk, extraordinary, winter.items.get(title="Mole"), **SCRIPT).status_code == 422
    assert desk.post(agenda_of(extraordinary, "matters-arising/"), **SCRIPT).status_code == 422
    assert not extraordinary.items.exists() and offered(march) == ["Mole", "Lease"]


def test_a_clerk_who_may_not_add_items_is_offered_none(winter, march):
    client = staff("minutes.view_meeting", "minutes.change_agendaitem")
    assert "Put it on this agenda" not in client.get(agenda_of(march)).content.decode()
    assert put(client, march, winter.items.get(title="Mole")).status_code == 403
    assert client.get(agenda_of(march, "deferred/")).status_code == 403 and not march.items.exists()


def test_the_page_asks_as_much_for_2_deferred_items_as_for_20(desk, winter, march):
    make_item(march, "Apologies")
    queries(desk, agenda_of(march))
    few = queries(desk, agenda_of(march))
    for n in range(18):
        make_item(winter, f"Deferred {n}", state="deferred")
    tree = lxml.html.fromstring(desk.get(agenda_of(march)).content.decode())
    assert len(tree.xpath("//section[@class='deferred']//button")) == 20
    assert queries(desk, agenda_of(march)) == few
