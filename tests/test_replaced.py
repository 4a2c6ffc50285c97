"""A decision that replaces an earlier one of the matter says so, and the earlier one leads to it: where a clerk recorded it."""

from datetime import UTC, date, datetime

import lxml.html
import pytest
from django.db import connection
from django.utils import timezone

from minutes.models import Decision, Matter
from published import asking, pdf
from published.kinds import Kind
from published.models import Item, Version
from published.striking import struck
from publishing.checks import checks
from publishing.freezing import freeze
from publishing.models import Publication
from richtext.striking import pattern
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, publish
from tests.test_minutes_desk import desk_of, form_of, said, send, tree_of

pytestmark = pytest.mark.django_db
OLD, NEW = "/committees/harbour-committee/2026-01-14/the-mole/", "/committees/harbour-committee/2026-07-15/the-mole/"


@pytest.fixture
def matter():
    return Matter.objects.create(title="Repair of the mole")


def taken(matter: Matter, day: date, **changes):
    """The item of a held meeting that decided of the matter."""
    meeting = make_held_meeting(date=day, **changes)
    return make_item(meeting, "The mole", matter=matter, decision="<p>That it be repaired.</p>")


@pytest.fixture
def winter(matter):
    item = taken(matter, date(2026, 1, 14))
    publish(item.meeting)
    return item


@pytest.fixture
def summer(matter, winter):
    """Replaces what was decided in winter; not published yet."""
    item = taken(matter, date(2026, 7, 15))
    item.decisions.update(replaces=winter)
    return item


def links(client, address: str, path: str) -> list[tuple[str, str]]:
    found = lxml.html.fromstring(client.get(address).content.decode()).xpath(f"//main{path}//a")
    return [(" ".join(link.text_content().split()), link.get("href")) for link in found]


def replaced(client, address: str = OLD) -> list[tuple[str, str]]:
    return links(client, address, "//p[contains(@class, 'replaced')]")


def test_both_items_lead_to_each_other(client, summer):
    publish(summer.meeting)
    assert links(client, NEW, "//dl[@class='facts']") == [("the decision of 14 January 2026", OLD)]
    assert replaced(client) == [("15 July 2026", NEW)] and replaced(client, NEW) == []


def test_the_matter_and_the_register_say_which_was_replaced(client, matter, summer):
    publish(summer.meeting)
    page = lxml.html.fromstring(client.get(f"/matters/{matter.pk}/").content.decode())
    assert page.xpath("//p[contains(@class, 'replaced')]/preceding-sibling::article[1]//h3/a/@href") == [OLD]
    assert ("the decision of 14 January 2026", OLD) in links(client, "/decisions/", "//article")


def test_paper_and_data_name_the_earlier_decision(client, summer):
    publish(summer.meeting)
    paper = lxml.html.fromstring(pdf.document(Version.objects.get(meeting_slug="2026-07-15")))
    assert "Replaces:the decision of 14 January 2026" in " ".join(paper.text_content().split())
    [decision] = client.get(f"{NEW}item.json").json()["item"]["decisions"]
    assert decision["replaces"] == {
        "committee_slug": "harbour-committee", "meeting": "2026-01-14", "date": "2026-01-14", "item": "the-mole"
    }  # fmt: skip


def test_nothing_is_told_before_it_is_public_nor_after_it_was_withdrawn(client, summer):
    kept = client.get(OLD)["ETag"]
    assert replaced(client) == []
    published = publish(summer.meeting)
    assert client.get(OLD, headers={"if-none-match": kept}).status_code == 200 and len(replaced(client)) == 1
    published.withdraw(reason="It named a resident.")
    assert replaced(client) == []


def test_what_is_scheduled_is_not_told(client, summer):
    publish(summer.meeting, goes_live_at=datetime(2099, 1, 1, tzinfo=UTC))
    assert replaced(client) == []


def test_a_later_version_that_replaces_nothing_takes_it_back(client, summer):
    publish(summer.meeting)
    summer.decisions.update(replaces=None)
    publish(summer.meeting, note="It stands beside the earlier one.")
    assert replaced(client) == [] and links(client, NEW, "//dl[@class='facts']") == []


@pytest.mark.parametrize("case", ["closed", "not public"])
def test_what_the_public_can_t_read_is_not_led_to(case, matter, winter, summer):
    if case == "closed":
        winter.restriction, winter.public_title = "england-2006-3", "Staffing"
        winter.save_columns("restriction", "public_title")
    else:
        Publication.objects.of(winter.meeting).get().withdraw(reason="It named a resident.")
    record = publish(summer.meeting).meeting_record
    assert {decision.replaces for item in record.items for decision in item.decisions} == {None}


def test_an_address_that_told_words_leads_to_where_the_item_is_now(winter, summer):
    found = struck(freeze(summer.meeting, Kind.MINUTES), pattern("Winifred"), date(2026, 12, 1), "It named a resident.",
        {"harbour-committee/2026-01-14": {"the-mole": "words-removed"}})  # fmt: skip
    assert [d.replaces.item for item in found.record.items for d in item.decisions if d.replaces] == ["words-removed"]


def test_a_page_asks_one_query_more_for_one_and_for_ten(client, matter, winter, django_assert_num_queries):
    client.get(OLD)
    with django_assert_num_queries(5):
        client.get(OLD)
    for month in range(2, 12):
        later = taken(matter, date(2026, month, 4))
        later.decisions.update(replaces=winter)
        publish(later.meeting)
        if month in {2, 11}:
            with django_assert_num_queries(6):
                assert len(replaced(client)) == month - 1


@pytest.mark.parametrize("sql", ["ITEM", "MATTER", "REPLACED_BY"])
def test_what_replaces_a_decision_is_found_in_an_index_of_its_own(sql):
    """However many decisions there are: most replace nothing. SQLite tells its plan in words."""
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plan")
    values = {"committee": "harbour-committee", "meeting": "2026-01-14", "item": "the-mole", "matter": 1, "position": 0}
    asked = f"EXPLAIN QUERY PLAN {getattr(asking, sql)}"
    plan = " ".join(str(row) for row in asking.rows(asked, timezone.now(), **values, most=40, address="a/b/c"))
    assert "USING INDEX decision_replaces" in plan


# — At the desk —


def offered(page) -> list[str]:
    return tree_of(page).xpath("//select[@name='replaces']/option/text()")


def test_a_clerk_records_it_and_reads_it_there(desk, winter, summer):
    decision = summer.decisions.get()
    Decision.objects.update(replaces=None)
    address = form_of(summer, "decision", decision.pk)
    assert offered(desk.get(address)) == ["Nothing earlier", "14 January 2026: The mole"]
    assert send(desk, address, replaces=winter.pk).status_code == 302
    decision.refresh_from_db()
    assert decision.replaces == winter
    assert "Replaces what was decided on14 January 2026: The mole" in said(desk.get(desk_of(summer.meeting)))


@pytest.mark.parametrize("case", ["closed", "not public", "never published"])
def test_that_the_public_will_read_no_link_is_said_at_the_choice_or_at_the_door(desk, case, matter, winter, summer):
    def at_the_door() -> list[str]:
        return [check.sentence for check in checks(summer.meeting, Kind.MINUTES) if check.code == "replaced"]

    assert at_the_door() == []
    why = "that is not public"
    if case == "closed":
        winter.restriction, winter.public_title = "england-2006-3", "Staffing"
        winter.save_columns("restriction", "public_title")
        address, why = form_of(summer, "decision", summer.decisions.get().pk), "that is closed to the public"
        assert (
            offered(desk.get(address))[1]
            == "14 January 2026: The mole (closed to the public: no link will be published)"
        )
    elif case == "not public":
        Publication.objects.of(winter.meeting).get().withdraw(reason="It named a resident.")
    else:
        summer.decisions.update(replaces=taken(matter, date(2026, 1, 14), sitting=2))
    said = (
        f"“The mole” replaces what was decided on 14 January 2026 at “The mole”, but {why}: the public will read of no "
    )
    assert at_the_door() == [f"{said}earlier decision here."]
    summer.restriction, summer.public_title = "england-2006-3", "Staffing"
    summer.save_columns("restriction", "public_title")
    assert at_the_door() == []  # nothing of it is read


def test_earlier_items_of_the_same_matter_and_committee_alone_are_offered(desk, matter, winter, summer):
    cabinet = make_committee(slug="cabinet", name="Cabinet")
    taken(matter, date(2026, 3, 4), committee=cabinet)
    taken(Matter.objects.create(title="Fees"), date(2026, 3, 4))
    taken(matter, date(2026, 9, 9))
    make_item(make_meeting(date=date(2026, 7, 15), sitting=2), "The mole again", matter=matter)
    earlier = taken(matter, date(2026, 5, 6))
    assert list(summer.earlier_of_matter()) == [earlier, winter]
    foreign = make_item(make_meeting(committee=cabinet, date=date(2026, 3, 5)), "Theirs", matter=matter)
    address = form_of(summer, "decision", summer.decisions.get().pk)
    assert "Select a valid choice" in said(send(desk, address, replaces=foreign.pk))


def test_where_there_is_nothing_earlier_it_is_not_asked(desk, winter):
    assert offered(desk.get(form_of(winter, "decision", winter.decisions.get().pk))) == []


def test_a_rebuilt_page_leads_there_as_well(client, summer):
    from django.core.management import call_command

    publish(summer.meeting)
    Item.objects.filter(slug="the-mole").update(body="")
    call_command("rebuild_website", verbosity=0)
    assert replaced(client) == [("15 July 2026", NEW)] and links(client, NEW, "//dl[@class='facts']")
