"""Alison and Priya have the same page open. The second to save is told, loses nothing, and takes nothing back unknowingly."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minutes.merging import merge
from minutes.models import Action, AgendaItem, Attendance, Decision, Declaration, Document, Meeting, Minute, Motion
from tests.desk import Page, item_page, meeting_page, motion_page
from tests.making import make_clerk, make_document, make_item, make_meeting, make_pdf, make_person, make_upload

pytestmark = pytest.mark.django_db


def at_her_desk(name: str) -> Client:
    client = Client()
    client.force_login(make_clerk(name))
    return client


@pytest.fixture
def alison():
    return at_her_desk("alison")


@pytest.fixture
def priya():
    return at_her_desk("priya")


@pytest.fixture
def both(alison, priya):
    """Opens an address for both, Alison first."""
    return lambda address: (Page(alison, address), Page(priya, address))


def test_each_change_that_one_clerk_made_where_the_other_rewrote_all_is_among_hers():
    def text(*words: str) -> str:
        return "".join(f"<p>{word}</p>" for word in words)

    base, theirs = text("Ash", "Beech", "Cedar", "Elm"), text("Alder", "Beech", "Cherry", "Elm")
    pieces = merge(base, theirs, text("Oak", "Elm"))
    assert [(piece.theirs, piece.mine) for piece in pieces] == [
        (text("Alder", "Beech", "Cherry"), text("Oak")), (text("Elm"), text("Elm")),
    ]  # fmt: skip
    assert [piece.settled for piece in pieces] == [False, True]


def test_two_clerks_write_the_first_minutes_of_an_item_and_both_texts_are_kept(both):
    item = make_item(make_meeting())
    hers, second = both(item_page(item))
    assert hers.send(minute_body="<p>Alison heard this.</p>") is None
    page = second.send(minute_body="<p>Priya heard that.</p>")
    assert "Alison (at " in page.text and "changed this while you had it open" in page.text
    assert page.text.count("Alison heard this.") == 1  # beside
    assert page.fields["minute_body"].strip() == "<p>Priya heard that.</p>"
    assert Minute.objects.get().body == "<p>Alison heard this.</p>"
    assert page.send(minute_body="<p>Both were heard.</p>", replaced_version=page_version(page)) is None
    assert Minute.objects.get().body == "<p>Both were heard.</p>"


def page_version(page: Page) -> str:
    """The value of the box "Mine replaces what is stored"."""
    return page.tree.xpath("//input[@name='replaced_version']/@value")[0]


def test_saving_again_without_ticking_the_box_replaces_nothing(both):
    item = make_item(make_meeting(), "Old title")
    hers, second = both(item_page(item))
    hers.send(title="Alison’s title")
    page = second.send(title="Priya’s title")
    assert "replaced_version" not in page.fields
    page = page.send()
    assert AgendaItem.objects.get().title == "Alison’s title"
    assert page.send(replaced_version=page_version(page)) is None
    assert AgendaItem.objects.get().title == "Priya’s title"


def test_a_third_save_that_came_meanwhile_is_a_new_conflict(alison, priya):
    item = make_item(make_meeting(), "Old title")
    second = Page(priya, item_page(item))
    Page(alison, item_page(item)).send(title="Alison’s title")
    page = second.send(title="Priya’s title")
    Page(alison, item_page(item)).send(title="Alison’s second thought")
    page = page.send(replaced_version=page_version(page))
    assert "Alison’s second thought" in page.text
    assert AgendaItem.objects.get().title == "Alison’s second thought"
    assert page.send(replaced_version=page_version(page)) is None
    assert AgendaItem.objects.get().title == "Priya’s title"


def test_only_what_differs_is_listed_and_what_is_equal_is_not(both):
    item = make_item(make_meeting(), "Mole", officer="Harbour Master", kind="report")
    hers, second = both(item_page(item))
    hers.send(kind="petition", officer="Engineer")
    page = second.send(officer="Surveyor")
    rows = [
        [cell.text_content() for cell in row]
        for row in page.tree.xpath("//section[contains(@class,'conflict')]//tbody/tr")
    ]
    assert rows == [["Kind", "Petition", "Report"], ["Officer", "Engineer", "Surveyor"]]


ROWS = {
    Decision: ("decisions", {"kind": "noted", "text": "<p>Alison’s decision</p>"}),
    Declaration: ("declarations", {"nature": "Alison’s note"}),
    Action: ("actions", {"what": "Alison’s action"}),
    Document: ("documents", {"title": "Alison’s paper"}),
}


@pytest.fixture
def full_item():
    item = make_item(make_meeting(), decision="<p>Old decision</p>")
    Decision.objects.create(item=item, text="<p>A second decision</p>")
    for name in ("Mary Bell", "Ann Vane"):
        Declaration.objects.create(item=item, person=make_person(name), kind="pecuniary", nature=f"{name}’s boat")
    for what in ("Old action", "A second action"):
        Action.objects.create(item=item, what=what)
    for title in ("Old paper", "A second paper"):
        make_document(item.meeting, title, item=item)
    return item


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_rows_of_an_item_are_guarded_with_it(both, full_item, model):
    prefix, change = ROWS[model]
    hers, second = both(item_page(full_item))
    hers.send(**{f"{prefix}-0-{name}": value for name, value in change.items()})
    stored = list(model.objects.values())
    page = second.send(
        **{f"{prefix}-0-{name}": str(value).replace("Alison", "Priya") for name, value in change.items()}
    )
    assert list(model.objects.values()) == stored
    assert "Alison’s" in page.text and "Priya’s" in page.text
    assert page.send(replaced_version=page_version(page)) is None
    assert "Priya’s" in str(list(model.objects.values())) and model.objects.count() == 2


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_a_row_that_the_first_clerk_deleted_is_kept_with_the_second_clerk_s_text(both, full_item, model):
    prefix, change = ROWS[model]
    hers, second = both(item_page(full_item))
    hers.send(**{f"{prefix}-0-DELETE": "on"})
    assert model.objects.count() == 1
    changes = {f"{prefix}-0-{name}": str(value).replace("Alison", "Priya") for name, value in change.items()}
    page = second.send(**changes)
    assert "Removed meanwhile: 1 of the kind" in page.text and "Priya’s" in str(page.fields.values())
    files = {f"{prefix}-1-file": make_upload()} if model is Document else {}  # a browser can't keep a chosen file
    assert page.send(replaced_version=page_version(page), **files) is None
    assert "Priya’s" in str(list(model.objects.values())) and model.objects.count() == 2


def test_a_row_that_the_first_clerk_added_is_named_and_left_as_it_is(both, full_item):
    hers, second = both(item_page(full_item))
    hers.row("actions", what="Mend the fence").send()
    second.row("actions", what="Paint the fence")
    page = second.send(title="Priya’s title")
    assert "Added meanwhile, and left as it is: action “Mend the fence”" in page.text
    assert page.send(replaced_version=page_version(page)) is None
    whats = set(Action.objects.values_list("what", flat=True))
    assert whats == {"Old action", "A second action", "Mend the fence", "Paint the fence"}


def test_both_clerks_remove_the_same_row(both, full_item):
    hers, second = both(item_page(full_item))
    hers.send(**{"actions-0-DELETE": "on"})
    page = second.send(**{"actions-0-DELETE": "on"}, title="Priya’s title")
    assert page.send(replaced_version=page_version(page)) is None
    assert [row.what for row in Action.objects.all()] == ["A second action"]


def test_a_meeting_is_guarded(both):
    meeting = make_meeting()
    hers, second = both(meeting_page(meeting))
    hers.send(subtitle="Budget meeting")
    page = second.send(subtitle="Annual meeting", venue="Custom House")
    assert "Budget meeting" in page.text and "Guildhall" in page.text
    meeting.refresh_from_db()
    assert (meeting.subtitle, meeting.venue) == ("Budget meeting", "Guildhall")


def test_who_attends_is_stated_while_somebody_else_changes_the_meeting(both):
    """The two don't stand in each other's way: a person's attendance is no field of the meeting."""
    meeting = make_meeting()
    mary = Attendance.objects.create(meeting=meeting, person=make_person())
    _, second = both(meeting_page(meeting))
    mary.replace("state", "expected", "present")
    assert second.send(venue="Custom House") is None


def test_a_motion_and_its_votes_are_guarded_together(both):
    motion = Motion.objects.create(item=make_item(make_meeting()), text="<p>That it be mended.</p>", method="recorded")
    hers, second = both(motion_page(motion))
    hers.row("votes", person=make_person().pk, cast="for").send()
    page = second.row("votes", person=make_person().pk, cast="against").send()
    assert "changed this while you had it open" in page.text
    assert [vote.cast for vote in motion.votes.all()] == ["for"]


def test_a_motion_is_not_edited_at_its_item(both, full_item):
    motion = Motion.objects.create(item=full_item, text="<p>That it be mended.</p>")
    page = Page(both(item_page(full_item))[0].client, item_page(full_item))
    assert not [name for name in page.fields if name.startswith("motions")]
    assert f'href="{motion_page(motion)}"' in page.html and "That it be mended." in page.text


def test_a_save_names_the_columns_that_it_changes(alison):
    """So it takes back nothing that publishing stores meanwhile, such as an item's address."""
    item = make_item(make_meeting(), decision="<p>Old</p>")
    page = Page(alison, item_page(item))
    with CaptureQueriesContext(connection) as asked:
        assert page.send(**{"decisions-0-reference": "12/26"}, title="New title") is None
    updates = [query["sql"].split(" WHERE ")[0] for query in asked if query["sql"].startswith("UPDATE")]
    columns = {
        table: {column for sql in updates if f'"{table}" SET' in sql for column in re.findall(r'"(\w+)" = ', sql)}
        for table in ("minutes_agendaitem", "minutes_decision")
    }
    assert columns == {"minutes_agendaitem": {"title", "version"}, "minutes_decision": {"reference", "version"}}
    assert item.decisions.get().reference == "12/26"


def test_saving_without_a_change_disturbs_nobody(both):
    hers, second = both(item_page(make_item(make_meeting(), minutes="<p>Said.</p>")))
    assert hers.send() is None
    assert second.send(title="Priya’s title") is None


PAYLOAD = "<img src=x onerror=alert(1)>"


def test_what_either_clerk_wrote_is_shown_as_text(both, full_item):
    hers, second = both(item_page(full_item))
    hers.send(title=f"A {PAYLOAD}", minute_body=f"<p>A{PAYLOAD}</p>", **{"actions-0-what": f"A {PAYLOAD}"})
    page = second.send(title=f"B {PAYLOAD}", minute_body=f"<p>B{PAYLOAD}</p>", **{"actions-0-what": f"B {PAYLOAD}"})
    assert "onerror" in page.text and "<img src=x" not in page.html
    assert not page.tree.xpath("//*[@onerror]")


def test_the_version_can_t_be_forged_away(both):
    hers, second = both(item_page(make_item(make_meeting(), "Old title")))
    hers.send(title="Alison’s title")
    for version in ("", "x", "-1", "99"):
        second.fields["opened_version"] = version
        assert "changed this while you had it open" in second.send(title="Priya’s title").text
    del second.fields["opened_version"]
    assert second.send(title="Priya’s title") is not None


def test_a_stale_page_neither_cancels_nor_revives(alison, priya):
    meeting = make_meeting()
    address = f"/admin/minutes/meeting/{meeting.pk}/cancellation/"
    stale, form = Page(priya, address), Page(priya, meeting_page(meeting))
    assert Page(alison, address).press("cancel", reason="Storm.") is None
    page = stale.press("cancel", reason="Flood.")
    assert "changed this meeting while you had this page open" in page.text and "Storm." in page.text
    form.send(venue="Custom House")
    assert Meeting.objects.get().cancellation_reason == "Storm."
    assert page.press("revive") is None
    assert not Meeting.objects.get().is_cancelled


def test_a_paper_is_replaced_by_one_clerk_and_renamed_by_the_other(both, full_item):
    hers, second = both(item_page(full_item))
    hers.send(**{"documents-0-file": make_upload(content=make_pdf(3))})
    page = second.send(**{"documents-0-title": "Priya’s title"})
    assert page.send(replaced_version=page_version(page)) is None
    paper = full_item.documents.first()
    assert (paper.title, paper.pages) == ("Priya’s title", 3)
