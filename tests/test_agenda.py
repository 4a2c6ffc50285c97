"""Alison builds an agenda: titles one after the other, a pasted list, the order, and each row opened in place."""

from datetime import date, timedelta

import lxml.html
import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from minutes.models import Action, AgendaItem, Decision, Document, Matter, Minute
from tests.making import make_committee, make_document, make_item, make_meeting, publish
from tests.test_desk_queries import queries
from tests.test_rights import staff

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SCRIPT = {"HTTP_X_REQUESTED_WITH": "fetch"}


def agenda_of(meeting, rest: str = "") -> str:
    return f"/admin/minutes/meeting/{meeting.pk}/agenda/{rest}"


@pytest.fixture
def meeting():
    """The meeting in March, and another in July with an item of the same title."""
    make_item(make_meeting(date=date(2026, 7, 8)), "Apologies for absence")
    return make_meeting()


def read(desk, meeting, query: str = "") -> str:
    tree = lxml.html.fromstring(desk.get(agenda_of(meeting) + query).content.decode())
    return " ".join(tree.xpath("//div[@id='content']")[0].text_content().split())


def listed(meeting) -> list[str]:
    return [f"{item.number} {item.title}".strip() for item in meeting.numbered_items("parent")]


# One after the other


def test_titles_are_typed_one_after_the_other_and_their_kinds_are_known(desk, meeting):
    for title in ("Apologies for absence", "Declarations of interest", "Repair of the mole"):
        page = desk.post(agenda_of(meeting), {"title": title}, follow=True)
    assert "“Repair of the mole” is added as item 3." in page.content.decode()
    assert [item.kind for item in meeting.items.all()] == ["apologies", "declarations", "business"]
    assert str(LogEntry.objects.first()) == "Added “Repair of the mole”."


@pytest.mark.parametrize(("title", "said"), [("", "Write the item’s title."), ("x" * 501, "A title holds 500 letters")])
def test_what_is_no_title_is_said_and_kept(desk, meeting, title, said):
    page = desk.post(agenda_of(meeting), {"title": title})
    assert said in page.content.decode() and title in page.content.decode()
    answer = desk.post(agenda_of(meeting), {"title": title}, **SCRIPT)
    assert answer.status_code == 422 and said in answer.json()["error"]
    assert meeting.items.count() == 0


def test_beside_late_business_stands_the_rule_of_the_committee_s_own_law(desk):
    for code, said in [("principal-5", "LGA 1972 s.100B(4)(b)"), ("parish-3", "Not on the summons")]:
        page = read(desk, make_meeting(committee=make_committee(slug=code, name=code, clear_days=code)))
        assert said in page, code


def test_a_late_item_without_its_reason_is_refused_at_the_field_of_the_reason(desk, meeting):
    page = desk.post(agenda_of(meeting), {"title": "The gale", "is_late": "on"})
    tree = lxml.html.fromstring(page.content.decode())
    (wrong,) = tree.xpath("//*[@aria-invalid]")
    assert wrong.get("id") == "late-reason" and tree.get_element_by_id(wrong.get("aria-describedby")).text_content()


def test_the_page_begins_at_its_top_unless_there_is_nothing_yet_or_she_came_to_add(desk, meeting):
    def begins(query: str = "") -> list[str]:
        return lxml.html.fromstring(desk.get(agenda_of(meeting) + query).content.decode()).xpath("//@autofocus/../@id")

    assert begins() == ["add-title"]
    item = make_item(meeting, "Mole")
    assert (begins(), begins(f"?at=after-{item.pk}")) == ([], ["add-title"])


def test_items_are_inserted_beside_another_and_the_next_comes_after_the_last(desk, meeting):
    first, last = make_item(meeting, "First"), make_item(meeting, "Last")
    below = make_item(meeting, "Below", parent=first)
    assert "Add an item beside “Last”" in read(desk, meeting, f"?at=before-{last.pk}")
    answer = desk.post(agenda_of(meeting), {"title": "Second", "at": f"after-{first.pk}"}, **SCRIPT).json()
    page = desk.post(agenda_of(meeting), {"title": "Third", "at": answer["at"]})
    assert page.url.startswith(agenda_of(meeting, f"?at=after-{meeting.items.get(title='Third').pk}"))
    desk.post(agenda_of(meeting), {"title": "Below too", "at": f"before-{below.pk}"})
    assert listed(meeting) == ["1 First", "1.1 Below too", "1.2 Below", "2 Second", "3 Third", "4 Last"]


def test_an_item_beside_one_that_is_gone_comes_last_and_another_meeting_s_is_not_reached(desk, meeting):
    make_item(meeting, "First")
    elsewhere = AgendaItem.objects.exclude(meeting=meeting).get()
    for at in ("before-99999", f"before-{elsewhere.pk}", "x"):
        desk.post(agenda_of(meeting), {"title": f"At {at}", "at": at})
    assert listed(meeting)[0] == "1 First" and meeting.items.count() == 4


# The order


def order(client, meeting, item, step: str, **further):
    return client.post(agenda_of(meeting, "order/"), {"move": f"{item.pk}:{step}"} | further, **SCRIPT)


def test_rows_go_up_down_to_a_place_in_and_out_and_each_step_is_said(desk, meeting):
    items = [make_item(meeting, title) for title in ("Apologies", "Mole", "Quay", "Buoys")]
    assert order(desk, meeting, items[3], "up").json()["said"] == "Buoys moved to place 3 of 4."
    said = order(desk, meeting, items[0], "place", **{f"place-{items[0].pk}": " 4 "}).json()["said"]
    assert said == "“Apologies” is item 4 now."
    assert order(desk, meeting, items[3], "in").json()["said"] == "“Buoys” is a sub-item of “Mole” now."
    assert listed(meeting) == ["1 Mole", "1.1 Buoys", "2 Quay", "3 Apologies"]
    order(desk, meeting, items[3], "out")
    assert listed(meeting) == ["1 Mole", "2 Buoys", "3 Quay", "4 Apologies"]
    assert LogEntry.objects.filter(object_id=str(items[3].pk)).count() == 3
    answer = desk.post(agenda_of(meeting, "order/"), {"move": f"{items[3].pk}:up"})  # without JavaScript
    assert answer.url == f"{agenda_of(meeting)}#item-{items[3].pk}" and listed(meeting)[0] == "1 Buoys"


def test_a_row_goes_to_a_number_as_it_is_printed(desk, meeting):
    items = [make_item(meeting, title) for title in ("Apologies", "Mole", "Quay")]
    heading = make_item(meeting, "Part 1", kind="heading")
    order(desk, meeting, heading, "place", **{f"place-{heading.pk}": "2"})
    assert listed(meeting) == ["1 Apologies", "Part 1", "2 Mole", "3 Quay"]
    said = order(desk, meeting, items[2], "place", **{f"place-{items[2].pk}": "2."}).json()["said"]
    assert said == "“Quay” is item 2 now."
    assert listed(meeting) == ["1 Apologies", "Part 1", "2 Quay", "3 Mole"]
    said = order(desk, meeting, heading, "place", **{f"place-{heading.pk}": "3"}).json()["said"]
    assert said == "“Part 1” stands before “Mole” now."
    assert listed(meeting) == ["1 Apologies", "2 Quay", "Part 1", "3 Mole"]


@pytest.mark.parametrize(
    ("which", "step", "place", "said"),
    [
        (0, "up", "", "“Part 1” is the first already."),
        (1, "down", "", "“Mole” is the last already."),
        (2, "in", "", "“North” is a sub-item already, and there is no third level."),
        (1, "in", "", "“Mole” has sub-items of its own, and there is no third level. Move those out first."),
        (0, "in", "", "There is no item right before “Part 1” that it could be a sub-item of."),
        (1, "out", "", "“Mole” is a main item already."),
        (1, "place", "1", "“Mole” is item 1 already."),
        (2, "place", "1", "“North” is item 1.1 already."),
        *((1, "place", typed, "Write a number from 1 to 1 for “Mole”.") for typed in ("", "0", "3", "x", "²")),
    ],
)
def test_where_a_row_can_t_go_is_said_and_nothing_changes(desk, meeting, which, step, place, said):
    heading = make_item(meeting, "Part 1", kind="heading")
    mole = make_item(meeting, "Mole")
    item = [heading, mole, make_item(meeting, "North", parent=mole)][which]
    answer = order(desk, meeting, item, step, **{f"place-{item.pk}": place})
    assert answer.status_code == 422 and answer.json()["error"] == said
    assert listed(meeting) == ["Part 1", "1 Mole", "1.1 North"]
    plain = desk.post(
        agenda_of(meeting, "order/"), {"move": f"{item.pk}:{step}", f"place-{item.pk}": place}, follow=True
    )
    assert said in plain.content.decode()


def test_an_item_right_below_a_heading_is_not_put_under_it(desk, meeting):
    make_item(meeting, "Part 1", kind="heading")
    assert "no item right before" in order(desk, meeting, make_item(meeting, "Mole"), "in").json()["error"]


def test_who_moves_a_row_that_somebody_else_has_deleted_is_told(desk, meeting):
    gone = make_item(meeting, "Gone")
    make_item(meeting, "Stays")
    AgendaItem.objects.filter(pk=gone.pk).delete()
    for answer in (order(desk, meeting, gone, "down"), desk.get(agenda_of(meeting, f"{gone.pk}/"), **SCRIPT)):
        assert "somebody else has deleted it" in answer.json()["error"] and "Stays" in answer.json()["items"]


def test_moving_rows_puts_nobody_in_conflict_who_edits_their_neighbours(desk, meeting):
    items = [make_item(meeting, title) for title in ("First", "Second", "Third")]
    order(desk, meeting, items[2], "place", **{f"place-{items[2].pk}": "1"})
    assert [(item.title, item.version) for item in meeting.items.all()] == [("Third", 1), ("First", 0), ("Second", 0)]


# A row, opened


def row_of(client, meeting, item):
    page = client.get(agenda_of(meeting, f"{item.pk}/"))
    form = lxml.html.fromstring(page.content.decode()).xpath("//form[@class='row-form']")[0]
    return {name.removeprefix(f"item-{item.pk}-"): value for name, value in form.form_values()}


def save_row(client, meeting, item, fields: dict, **changes):
    values = fields | changes
    named = {
        name if name in {"opened_version", "replaced_version"} else f"item-{item.pk}-{name}": value
        for name, value in values.items()
    }
    return client.post(agenda_of(meeting, f"{item.pk}/"), named, **SCRIPT)


@pytest.mark.parametrize(
    ("days", "ground", "field", "said"),
    [
        ("principal-5", "england-2006-3", "public_title", "A restricted item needs a public title"),
        ("parish-3", "parish-1960", "restriction_reason", "This ground needs its reason in words"),
    ],
)
def test_what_a_closed_item_lacks_is_said_at_its_own_field(desk, meeting, days, ground, field, said):
    type(meeting.committee).objects.update(clear_days=days)
    item = make_item(meeting, "Legal claim")
    title = "" if field == "public_title" else "A claim"
    typed = row_of(desk, meeting, item) | {"restriction": ground, "public_title": title}
    row = save_row(desk, meeting, item, typed).json()["row"]
    [error] = lxml.html.fromstring(row).xpath("//ul[contains(@class, 'errorlist')]")
    assert said in error.text_content() and f"field-{field}" in error.getparent().get("class")


def test_a_row_is_closed_deferred_and_given_what_belongs_to_it(desk, meeting):
    item, other = make_item(meeting, "Mooring contract"), make_item(meeting, "Quay")
    changes = {
        "restriction": "england-2006-3", "public_title": "A contract", "officer": "Harbour Master", "taken": "2",
        "state": "deferred", "state_note": "to 5 May", "chair_note": "Ask Bell.", "background_papers": "Survey of 2019",
        "kind": "report", "number_by_hand": "7b",
    }  # fmt: skip
    said = save_row(desk, meeting, item, row_of(desk, meeting, item), **changes).json()["said"]
    assert said == "“Mooring contract” is saved."
    item.refresh_from_db()
    assert {name: str(getattr(item, name)) for name in changes} == changes
    text = read(desk, meeting)
    assert "Closed to the public: “A contract”" in text and "Deferred: to 5 May" in text and "Taken as number 2" in text
    other.refresh_from_db()
    assert other.restriction == "" and item.version == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Write the item’s title."),
        ({"restriction": "england-2006-3"}, "A restricted item needs a public title"),
        ({"restriction": "parish-1960", "public_title": "A"}, "Select a valid choice"),
        ({"is_late": "on"}, "A late item needs the reason for its urgency"),
        ({"taken": "soon"}, "Enter a whole number"),
    ],
)
def test_what_a_row_can_t_be_is_said_at_it_and_what_was_typed_stays(desk, meeting, changes, said):
    item = make_item(meeting, "Mole")
    answer = save_row(desk, meeting, item, row_of(desk, meeting, item), officer="Mary Bell", **changes)
    assert answer.status_code == 422 and said in answer.json()["row"] and "Mary Bell" in answer.json()["row"]
    item.refresh_from_db()
    assert (item.title, item.officer, item.version) == ("Mole", "", 0)


def test_two_clerks_with_one_row_open_lose_nothing(desk, meeting):
    item = make_item(meeting, "Mole")
    opened = row_of(desk, meeting, item)
    save_row(desk, meeting, item, opened, officer="Harbour Master")
    answer = save_row(desk, meeting, item, opened, officer="Engineer")
    row = lxml.html.fromstring(answer.json()["row"]).text_content()
    assert answer.status_code == 422 and "Harbour Master" in row and "changed this while you had it open" in row
    assert save_row(desk, meeting, item, opened, officer="Engineer", replaced_version="1").status_code == 200
    item.refresh_from_db()
    assert item.officer == "Engineer"


def test_a_matter_is_found_by_typing_and_a_new_one_is_made_and_said(desk, meeting):
    mole, other = (
        Matter.objects.create(title=title, reference=ref) for title, ref in [("The mole", "24/17"), ("Mole End", "")]
    )
    found = desk.get(agenda_of(meeting, "matters/?q=mole")).json()["matters"]
    assert (
        found == ["Mole End", "The mole (24/17)"]
        and desk.get(agenda_of(meeting, "matters/?q=")).json()["matters"] == []
    )
    item = make_item(meeting, "Repair")
    opened = row_of(desk, meeting, item)
    save_row(desk, meeting, item, opened, matter_name="the MOLE (24/17)")
    assert AgendaItem.objects.get(pk=item.pk).matter == mole != other
    said = save_row(desk, meeting, item, row_of(desk, meeting, item), matter_name="Dredging").json()["said"]
    assert said.endswith("“Dredging” is a new matter.")
    save_row(desk, meeting, item, row_of(desk, meeting, item), matter_name="")
    assert AgendaItem.objects.get(pk=item.pk).matter is None and Matter.objects.count() == 3


# Late items, and an agenda that is out


def test_a_late_item_states_its_reason_and_who_agreed(desk, meeting):
    make_item(meeting, "Mole")
    late = {"title": "Burst pipe", "is_late": "on", "late_reason": "", "late_agreed_by": "Councillor Mary Bell"}
    page = desk.post(agenda_of(meeting), late).content.decode()
    assert (
        "A late item needs the reason for its urgency" in page
        and "Burst pipe" in page
        and "Councillor Mary Bell" in page
    )
    desk.post(agenda_of(meeting), late | {"late_reason": "It floods the quay."})
    item = meeting.items.get(is_late=True)
    assert (item.late_reason, item.late_agreed_by) == ("It floods the quay.", "Councillor Mary Bell")
    assert listed(meeting) == ["1 Mole", "1a Burst pipe"] and "Late, agreed by Councillor Mary Bell" in read(
        desk, meeting
    )


def test_a_parish_clerk_is_told_that_what_is_not_on_the_summons_can_t_be_decided(desk):
    committee = make_committee(slug="parish", name="Parish Council", clear_days="parish-3")
    meeting = make_meeting(committee=committee, kind="extraordinary")
    text = read(desk, meeting)
    assert (
        "Not on the summons: the council can’t decide it." in text
        and "only the business that it was summoned for" in text
    )
    desk.post(agenda_of(meeting), {"title": "Burst pipe", "is_late": "on"})
    assert meeting.items.get().is_late


def test_titles_are_locked_once_the_agenda_is_out_and_a_change_says_what_the_public_will_read(desk, meeting, clock):
    item, draft = make_item(meeting, "Mole"), make_item(meeting, "Quay")
    for each in (item, draft):
        assert "Change the title" not in desk.get(agenda_of(meeting, f"{each.pk}/")).content.decode()
    publish(meeting, "agenda")
    fresh = make_item(meeting, "Buoys")
    text = read(desk, meeting)
    assert "The agenda is public." in text and "Add a late item" in text
    assert lxml.html.fromstring(desk.get(agenda_of(meeting)).content.decode()).xpath("//details[@id='late']/@open")
    locked, unlocked = (desk.get(agenda_of(meeting, f"{each.pk}/")).content.decode() for each in (item, fresh))
    assert "the public reads the new title with the words “On the agenda: Mole”" in locked
    assert "Change the title" not in unlocked
    save_row(desk, meeting, item, row_of(desk, meeting, item), title="Repair of the mole")
    assert "On the agenda: Mole" in read(desk, meeting) and "On the agenda: Quay" not in read(desk, meeting)


def test_two_items_are_not_taken_as_one_number(desk, meeting):
    first, second = make_item(meeting, "Mole", taken=3), make_item(meeting, "Quay")
    make_item(AgendaItem.objects.exclude(meeting=meeting).get().meeting, "Elsewhere", taken=2)
    answer = save_row(desk, meeting, second, row_of(desk, meeting, second), taken="3")
    assert "“Mole” is taken as number 3 already. Give one of the two another number" in answer.json()["row"]
    assert 'value="3"' in answer.json()["row"] and meeting.items.get(pk=second.pk).taken is None
    assert save_row(desk, meeting, second, row_of(desk, meeting, second), taken="2").status_code == 200
    assert save_row(desk, meeting, first, row_of(desk, meeting, first), officer="Engineer").status_code == 200
    assert [item.taken for item in meeting.items.all()] == [3, 2]


# Matters arising


def test_open_actions_of_earlier_meetings_are_brought_in_once_and_closed_business_stays_out(desk, meeting):
    winter = make_meeting(date=date(2026, 1, 14))
    other = make_meeting(date=date(2026, 1, 15), committee=make_committee(slug="quays", name="Quays"))
    open_item, closed = (
        make_item(winter, "Buoys"),
        make_item(winter, "C", restriction="england-2006-3", public_title="A"),
    )
    below, later = (
        make_item(winter, "D", parent=closed),
        meeting.committee.meetings.get(date=date(2026, 7, 8)).items.get(),
    )
    secret = make_item(winter, "E", minutes="<p>x</p>")
    Minute.objects.filter(item=secret).update(restriction="england-2006-3")
    for item in (open_item, closed, below, later, secret, make_item(other)):
        Action.objects.create(item=item, what=f"Mend <{item.title}>", owner="Engineer", due=date(2026, 5, 4))
    Action.objects.create(item=open_item, what="Done", done_on=date(2026, 2, 1))
    make_item(meeting, "Minutes of the previous meeting", kind="previous-minutes")
    make_item(meeting, "Mole")
    assert "Bring in 1 open action of earlier meetings" in read(desk, meeting)
    page = desk.post(agenda_of(meeting, "matters-arising/"), follow=True).content.decode()
    assert "1 open action is listed at “Matters arising and actions”. Read them before you publish." in page
    assert listed(meeting) == ["1 Minutes of the previous meeting", "2 Matters arising and actions", "3 Mole"]
    line = "Mend &lt;Buoys&gt; (meeting of 14 January 2026)"  # who is to do it, and by when, stays at the desk
    assert meeting.items.get(kind="matters-arising").purpose == f"<ul><li>{line}</li></ul>"
    again = desk.post(agenda_of(meeting, "matters-arising/"), follow=True).content.decode()
    assert "on this agenda already" in again and meeting.items.get(kind="matters-arising").purpose.count("<li>") == 1


def test_an_agenda_that_is_out_is_given_no_item_for_open_actions_but_takes_them_at_one_that_it_has(desk, meeting):
    winter, march = (make_meeting(date=day) for day in (date(2026, 1, 14), date(2026, 3, 11)))
    Action.objects.create(item=make_item(winter, "Buoys"), what="Mend the buoys")
    for one in (meeting, march):
        make_item(one, "Minutes of the previous meeting", kind="previous-minutes")
        make_item(one, "Mole")
    make_item(march, "Matters arising from the minutes", kind="matters-arising")
    for one in (meeting, march):
        publish(one, "agenda")
    page = read(desk, meeting)
    assert "1 open action of earlier meetings. The agenda is published" in page and "Bring in 1 open" not in page
    answer = desk.post(agenda_of(meeting, "matters-arising/"), **SCRIPT)
    assert answer.status_code == 422 and "Add “Matters arising and actions” as a late item" in answer.json()["error"]
    assert listed(meeting) == ["1 Minutes of the previous meeting", "2 Mole"]
    assert "Bring in 1 open action" in read(desk, march)
    assert desk.post(agenda_of(march, "matters-arising/"), **SCRIPT).status_code == 200
    assert march.items.last().purpose == "<ul><li>Mend the buoys (meeting of 14 January 2026)</li></ul>"


@pytest.mark.parametrize("what", ["a notice alone", "an agenda taken back", "an agenda withdrawn"])
def test_while_no_agenda_is_public_an_item_for_open_actions_is_made(desk, meeting, what):
    Action.objects.create(item=make_item(make_meeting(date=date(2026, 1, 14)), "Buoys"), what="Mend the buoys")
    make_item(meeting, "Mole")
    live = timezone.now() + timedelta(days=1) if "back" in what else None
    publication = publish(meeting, "notice" if "notice" in what else "agenda", goes_live_at=live)
    if "notice" not in what:
        publication.withdraw("It was another meeting’s.")
    assert desk.post(agenda_of(meeting, "matters-arising/"), **SCRIPT).status_code == 200
    assert meeting.items.filter(kind="matters-arising").exists()


# Deleting


def test_deleting_says_what_goes_with_the_item_and_ends_at_the_agenda(desk, meeting):
    item = make_item(meeting, "Mole", minutes="<p>Said.</p>", decision="<p>Done.</p>")
    make_document(meeting, item=item)
    make_item(meeting, "Quay")
    page = desk.get(f"/admin/minutes/agendaitem/{item.pk}/delete/").content.decode()
    assert all(f"<li>{line}</li>" in page for line in ("Documents: 1", "Decisions: 1", "Minutes: 1"))
    answer = desk.post(f"/admin/minutes/agendaitem/{item.pk}/delete/", {"post": "yes"})
    assert answer.url == agenda_of(meeting) and listed(meeting) == ["1 Quay"]
    assert not (Minute.objects.exists() or Decision.objects.exists() or Document.objects.exists())


# Who may, and how much is asked


def test_who_may_only_look_sees_the_agenda_and_no_button(meeting):
    item = make_item(meeting, "Mole")
    client = staff("minutes.view_meeting", "minutes.view_agendaitem")
    page = lxml.html.fromstring(client.get(agenda_of(meeting)).content.decode())
    assert "Mole" in page.text_content()
    content = page.xpath("//div[@id='content']")[0]
    assert (
        content.xpath(".//button[not(@id)][ancestor::form[not(@hidden)]] | .//input[not(@type='hidden')] | .//textarea")
        == []
    )
    assert f"{item.pk}/delete" not in client.get(agenda_of(meeting)).content.decode()
    for rest, data in [("", {"title": "X"}), ("paste/", {"list": "X"}), ("undo/", {}), ("order/", {"move": f"{item.pk}:up"}),
                       ("matters-arising/", {}), (f"{item.pk}/", {})]:  # fmt: skip
        assert client.post(agenda_of(meeting, rest), data).status_code == 403
    assert staff("minutes.view_meeting").get(agenda_of(meeting)).status_code == 403
    assert staff("minutes.view_agendaitem").get(agenda_of(meeting)).status_code == 403
    assert listed(meeting) == ["1 Mole"]


def test_a_matter_is_made_by_who_may_make_one(meeting):
    item = make_item(meeting, "Mole")
    client = staff("minutes.view_meeting", "minutes.change_agendaitem")
    answer = save_row(client, meeting, item, row_of(client, meeting, item), matter_name="Dredging")
    assert "There is no matter of that name. Choose one that is on file." in answer.json()["row"]
    assert not Matter.objects.exists()


def test_an_item_of_another_meeting_is_not_reached_from_this_one(desk, meeting):
    elsewhere = AgendaItem.objects.exclude(meeting=meeting).get()
    make_item(elsewhere.meeting, "Quay")
    assert order(desk, meeting, elsewhere, "down").status_code == 422
    assert listed(elsewhere.meeting) == ["1 Apologies for absence", "2 Quay"]
    assert desk.post(agenda_of(meeting, f"{elsewhere.pk}/"), {"title": "Forged"}, **SCRIPT).status_code == 422
    elsewhere.refresh_from_db()
    assert elsewhere.title == "Apologies for absence"


def test_reading_changes_nothing(desk, meeting):
    item = make_item(meeting, "Mole")
    for rest in ("", f"{item.pk}/", "paste/", "matters/", "?at=before-1", "?added=forged"):
        assert desk.get(agenda_of(meeting, rest)).status_code == 200
    for rest in ("order/", "undo/", "matters-arising/"):
        assert desk.get(agenda_of(meeting, rest)).status_code == 405
    assert listed(meeting) == ["1 Mole"] and not LogEntry.objects.exists()


def test_a_page_asks_as_much_for_2_items_as_for_40(desk, meeting):
    def fill(count):
        for n in range(count):
            item = make_item(meeting, f"Item {n}", minutes="<p>Said.</p>", matter=Matter.objects.create(title=f"M{n}"))
            make_item(meeting, f"Below {n}", parent=item)
            make_document(meeting, item=item)

    fill(2)
    publish(meeting, "agenda")
    queries(desk, agenda_of(meeting))
    few = queries(desk, agenda_of(meeting))
    fill(38)
    assert queries(desk, agenda_of(meeting)) == few <= 20
