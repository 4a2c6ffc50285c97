"""The clerk says who was in the room: each statement is kept by itself, and nothing about anybody is said for them."""

import json
from datetime import date, time

import lxml.html
import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.models import Membership, Person
from minutes.admin.people.lines import groups_of
from minutes.listing import lines_of, put_on_list
from minutes.models import Attendance, Meeting, Movement
from tests.desk import Page
from tests.making import SUMMER, WINTER, make_committee, make_item, make_meeting, make_person
from tests.test_rights import staff

pytestmark = pytest.mark.django_db

SEATS = [("Mary Bell", "chair"), ("Zoe Ash", "vice-chair"), ("Joe Marsh", "member"), ("Ann Vane", "member")]
TITLES = ["Apologies", "Mooring fees", "The north mole", "Dredging", "Mooring fees of 2025"]


@pytest.fixture
def meeting():
    """A meeting in winter with four members expected, and its twin in summer, which nobody touches."""
    committee = make_committee(quorum=2)
    for name, role in SEATS:
        Membership.objects.create(committee=committee, person=make_person(name), role=role)
    made = [make_meeting(committee=committee, date=day) for day in (WINTER, SUMMER)]
    for each in made:
        each.expect_members()
        for title in TITLES:
            make_item(each, title)
    yield made[0]
    assert {row.state for row in made[1].attendances.all()} == {"expected"}
    assert made[1].attendances.count() == 4 and not Movement.objects.filter(attendance__meeting=made[1]).exists()


def address(meeting) -> str:
    return f"/admin/minutes/meeting/{meeting.pk}/people/"


def row_of(meeting, name: str) -> Attendance:
    return meeting.attendances.get(person=make_person(name))


def state(client, row, value: str, was: str = "expected", column: str = "state"):
    """As the page's script sends one change."""
    name = f"p{row.pk}-{column}"
    return client.post(address(row.meeting), {name: value, f"was-{name}": was}, headers={"accept": "application/json"})


KEYWORDS = {"meeting_began": "meeting-began", "meeting_end": "meeting-end", "meeting_chair": "meeting-chair"}
KEYWORDS |= {"substitute_for": "substitute-for"}


class Form(Page):
    """The page without a script: what its form holds, and its buttons."""

    def __init__(self, client, meeting, response=None):
        super().__init__(client, address(meeting), response)
        self.meeting = meeting
        # lxml takes a choice without a value for one that says "on"; a browser doesn't.
        sent = self.tree.xpath("//form[@id='people_form']")[0].form_values()
        self.fields = {name: "" if name.endswith("-mode") and value == "on" else value for name, value in sent}

    def press(self, button: str, **changes) -> "Form":
        """Press a button that is on the page (by what it does), or Save ("")."""
        changes = {KEYWORDS.get(name, name): value for name, value in changes.items()}
        assert not set(changes) - self._names, "the page has no such fields"
        fields = self.fields | changes
        if button:
            assert self.tree.xpath(f"//button[@value='{button}']"), f"no button {button}"
            fields["do"] = button
        response = self.client.post(self.address, fields)
        return Form(
            self.client, self.meeting, self.client.get(response.url) if response.status_code == 302 else response
        )

    @property
    def said(self) -> str:
        return " ".join(self.tree.xpath("string(//ul[@class='messagelist'])").split())

    @property
    def problems(self) -> list[str]:
        return [" ".join(each.text_content().split()) for each in self.tree.xpath("//*[contains(@class, 'note')]")]

    @property
    def names(self) -> list[str]:
        return [each.text_content() for each in self.tree.xpath("//li[contains(@class, 'person')]//strong")]


# Who is there


def test_the_members_are_there_already_chair_first_and_nothing_is_said_about_them(desk, meeting):
    page = Form(desk, meeting)
    assert [name.split()[-1] for name in page.names] == ["Bell", "Ash", "Marsh", "Vane"]
    assert "0 of 4 members present; quorum 2, not reached" in page.text
    assert {value for name, value in page.fields.items() if name.endswith("-state")} == {"expected"}


def test_one_change_is_one_small_post_and_touches_its_own_column(desk, meeting):
    mary = row_of(meeting, "Mary Bell")
    Attendance.objects.filter(pk=mary.pk).update(comment="By train", mode="remote")
    answer = state(desk, mary, "present").json()
    assert answer["said"].startswith("Councillor Mary Bell, attendance: “Present”. Saved at ")
    assert answer["quorum"] == "1 of 4 members present; quorum 2, not reached"
    mary.refresh_from_db()
    assert (mary.state, mary.comment, mary.mode, mary.version) == ("present", "By train", "remote", 1)
    assert LogEntry.objects.latest("pk").change_message == "Councillor Mary Bell, attendance: “Present”."


def test_one_change_asks_the_database_six_times(desk, meeting):
    mary = row_of(meeting, "Mary Bell")
    state(desk, mary, "present")
    with CaptureQueriesContext(connection) as asked:
        state(desk, mary, "apologies", was="present")
    count = [query for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(count) <= 6, "\n".join(query["sql"] for query in count)


def test_all_are_present_in_one_click_but_for_those_of_whom_something_is_stated(desk, meeting):
    state(desk, row_of(meeting, "Joe Marsh"), "apologies")
    page = Form(desk, meeting).press("all-present")
    assert "Present: Councillor Mary Bell, Councillor Zoe Ash, Councillor Ann Vane. Saved at" in page.said
    assert "3 of 4 members present; quorum 2" in page.text and "not reached" not in page.text
    assert row_of(meeting, "Joe Marsh").state == "apologies"


def test_two_clerks_at_once_keep_both_changes_and_a_stale_one_shows_both_values(desk, meeting):
    mary, other = row_of(meeting, "Mary Bell"), staff("minutes.view_meeting", "minutes.change_attendance")
    assert state(desk, mary, "present").status_code == 200
    assert state(other, mary, "By train", was="", column="comment").status_code == 200
    stale = state(other, mary, "apologies")
    assert stale.status_code == 409
    told = stale.json()
    assert told["problem"].startswith("Clerk (at ")
    assert "changed this meanwhile, to “Present”. Yours is not saved: “Apologies”." in told["problem"]
    assert (told["stored"], told["stored_words"]) == ("present", "“Present”")
    assert state(other, mary, "apologies", was="present").status_code == 200
    mary.refresh_from_db()
    assert (mary.state, mary.comment, mary.version) == ("apologies", "By train", 3)


def test_to_state_what_somebody_else_stated_meanwhile_is_no_conflict(desk, meeting):
    mary = row_of(meeting, "Mary Bell")
    state(desk, mary, "present")
    assert state(desk, mary, "present").status_code == 200


def test_without_a_script_save_keeps_every_change_and_a_stale_one_is_asked_about(desk, meeting):
    mary, joe = row_of(meeting, "Mary Bell"), row_of(meeting, "Joe Marsh")
    page = Form(desk, meeting)
    state(desk, mary, "present")
    changes = {"state": "apologies", "apology_reason": "Ill"}
    page = page.press(
        "", **{f"p{mary.pk}-state": "absent"}, **{f"p{joe.pk}-{name}": of for name, of in changes.items()}
    )
    assert len(page.problems) == 1 and "changed this meanwhile, to “Present”" in page.problems[0]
    assert page.fields[f"p{mary.pk}-state"] == "absent"
    joe.refresh_from_db()
    assert (joe.state, joe.apology_reason) == ("apologies", "Ill")
    assert page.press("").problems == []
    assert row_of(meeting, "Mary Bell").state == "absent"


def test_the_reason_for_apologies_is_in_no_history(desk, meeting):
    state(desk, row_of(meeting, "Joe Marsh"), "CANARY", was="", column="apology_reason")
    assert row_of(meeting, "Joe Marsh").apology_reason == "CANARY"
    assert "CANARY" not in json.dumps(list(LogEntry.objects.values_list("change_message", flat=True)))
    assert "Private: it never leaves the desk." in Form(desk, meeting).text


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("state", "asleep", "is not one of the available choices"),
        ("state", "", "This field is required."),
        ("comment", "x" * 301, "at most 300 characters"),
        ("comment", "a\x00b", "Null characters are not allowed."),
        ("capacity", "substitute", "A substitute is listed with the member that they stand in for"),
    ],
)
def test_what_can_t_be_is_refused_with_a_sentence(desk, meeting, column, value, said):
    mary = row_of(meeting, "Mary Bell")
    answer = state(desk, mary, value, was=getattr(mary, column), column=column)
    assert answer.status_code == 422 and said in answer.json()["problem"]
    assert answer.json()["stored"] is None
    assert row_of(meeting, "Mary Bell").version == 0


def test_a_person_who_was_removed_meanwhile_is_said_to_be_gone(desk, meeting):
    mary = row_of(meeting, "Mary Bell")
    Form(desk, meeting).press(f"remove:{mary.pk}")
    answer = state(desk, mary, "present")
    assert answer.status_code == 422 and "is not on the list any more" in answer.json()["problem"]
    elsewhere = Meeting.objects.get(date=SUMMER).attendances.first()
    name = f"p{elsewhere.pk}-state"
    forged = desk.post(address(meeting), {name: "present", f"was-{name}": "expected", "do": f"remove:{elsewhere.pk}"})
    assert "is not on the list any more" in forged.content.decode()


def test_members_are_listed_with_a_button_where_none_are(desk, meeting):
    meeting.attendances.all().delete()
    page = Form(desk, meeting)
    assert page.names == [] and "Nobody is listed yet." in page.text
    assert desk.get(address(meeting)).status_code == 200 and not meeting.attendances.exists()
    page = page.press("members")
    assert len(page.names) == 4 and "Listed as expected: Councillor Mary Bell" in page.said
    assert "more member" not in page.text
    Membership.objects.create(committee=meeting.committee, person=make_person("Una Reed"), role="member")
    assert "List 1 more member" in Form(desk, meeting).text
    assert len(Form(desk, meeting).press("members").names) == 5


# The sitting


def test_the_times_are_kept_as_they_are_typed(desk, meeting):
    page = Form(desk, meeting).press("", meeting_began="7.35 pm", meeting_end="21.50")
    meeting.refresh_from_db()
    assert (meeting.began, meeting.end) == (time(19, 35), time(21, 50))
    assert "Began at: “19:35”. Ended at: “21:50”. Saved at" in page.said
    page = page.press("", meeting_end="soon")
    assert page.problems == ["Write the time like 19:30 or 7.30 pm."] and page.fields["meeting-end"] == "soon"
    assert page.press("", meeting_end="").fields["meeting-end"] == ""


def test_another_chair_presides_and_there_is_one(desk, meeting):
    zoe, joe, mary = (row_of(meeting, name) for name in ("Zoe Ash", "Joe Marsh", "Mary Bell"))
    page = Form(desk, meeting).press("", meeting_chair=str(zoe.pk))
    assert "In the chair: Councillor Zoe Ash." in page.said
    seats = dict(meeting.attendances.values_list("person__last_name", "seat"))
    assert seats == {"Ash": "chair", "Bell": "member", "Marsh": "member", "Vane": "member"}
    page = page.press("", **{"meeting-vice-chair": str(joe.pk)})
    page.press("", meeting_chair=str(mary.pk))
    seats = dict(meeting.attendances.values_list("person__last_name", "seat"))
    assert seats == {"Bell": "chair", "Marsh": "vice-chair", "Ash": "member", "Vane": "member"}


def test_an_outgoing_chair_presides_who_is_no_member_any_more(desk, meeting):
    make_person("Una Reed")
    page = Form(desk, meeting).press("add", names="Una Reed", **{"as": "other-member"})
    una = row_of(meeting, "Una Reed")
    page.press("", meeting_chair=str(una.pk))
    assert list(meeting.attendances.filter(seat="chair")) == [una]
    assert Form(desk, meeting).press("", meeting_chair="").fields["meeting-chair"] == ""
    assert row_of(meeting, "Una Reed").seat == ""


# Coming and going


def test_a_late_comer_arrives_leaves_and_comes_back(desk, meeting):
    joe = row_of(meeting, "Joe Marsh")
    page, name = Form(desk, meeting), f"p{joe.pk}-item"
    for item, kind, words in [
        ("2", "arrived", "arrived"),
        ("the north", "left", "left"),
        ("4 Dredging", "arrived", "came back"),
    ]:
        page = page.press(f"move:{joe.pk}:{kind}", **{name: item})
        assert f"Councillor Joe Marsh {words} at “" in page.said, page.problems
    assert [str(move.item) for move in joe.movements.all()] == ["Mooring fees", "The north mole", "Dredging"]
    assert "Arrived at “2 Mooring fees”. Left at “3 The north mole”. Came back at “4 Dredging”." in page.text
    joe.refresh_from_db()
    assert joe.state == "present"  # who arrives is there
    page.press(f"unmove:{joe.movements.last().pk}")
    assert joe.movements.count() == 2


@pytest.mark.parametrize(
    ("before", "kind", "item", "said"),
    [
        ([("arrived", 2)], "left", "2", "arrived at “The north mole”, and can’t have left at “Mooring fees”"),
        ([("left", 2)], "arrived", "2", "left at “The north mole”, and can’t have come back at “Mooring fees”"),
        ([], "arrived", "9", "No item on the agenda is “9”"),
        ([], "arrived", "", "At which item?"),
        ([], "arrived", "Mooring", "More than one item is “Mooring”"),
    ],
)
def test_nobody_leaves_before_they_arrived(desk, meeting, before, kind, item, said):
    joe, items = row_of(meeting, "Joe Marsh"), list(meeting.items.in_order())
    for what, at in before:
        Movement.objects.create(attendance=joe, kind=what, item=items[at])
    page = Form(desk, meeting).press(f"move:{joe.pk}:{kind}", **{f"p{joe.pk}-item": item})
    assert said in page.problems[0] and page.fields[f"p{joe.pk}-item"] == item
    assert joe.movements.count() == len(before)


@pytest.mark.parametrize("typed", ["3, 18:42", "18:42 3", "the north, 6.42 pm", "3 at 6.42pm"])
def test_a_time_is_kept_beside_the_item(desk, meeting, typed):
    joe = row_of(meeting, "Joe Marsh")
    page = Form(desk, meeting).press(f"move:{joe.pk}:arrived", **{f"p{joe.pk}-item": typed})
    moved = joe.movements.get()
    assert (str(moved.item), moved.at) == ("The north mole", time(18, 42))
    assert "Councillor Joe Marsh arrived at 18:42, at “The north mole”." in page.said
    assert "Arrived at “3 The north mole”, 18:42." in page.text
    page = page.press(f"move:{joe.pk}:left", **{f"p{joe.pk}-item": "4, 18:30"})
    assert page.problems == ["Councillor Joe Marsh arrived at 18:42, and can’t have left at 18:30, before it."]
    page.press(f"move:{joe.pk}:left", **{f"p{joe.pk}-item": "4 00:10"})
    assert joe.movements.last().at == time(0, 10)


@pytest.mark.parametrize("typed", ["18:42", "6.42 p.m.", "7pm"])
def test_a_time_alone_asks_for_the_item(desk, meeting, typed):
    joe = row_of(meeting, "Joe Marsh")
    page = Form(desk, meeting).press(f"move:{joe.pk}:arrived", **{f"p{joe.pk}-item": typed})
    assert page.problems == [f"Which item was taken then? Write it with the time: “1, {typed}”."]
    assert not joe.movements.exists() and page.fields[f"p{joe.pk}-item"] == typed


def test_of_two_clerks_who_record_the_same_arrival_the_second_is_told(desk, meeting):
    joe = row_of(meeting, "Joe Marsh")
    page, name = Form(desk, meeting), f"p{joe.pk}-item"
    page.press(f"move:{joe.pk}:arrived", **{name: "2"})
    page = page.press(f"move:{joe.pk}:arrived", **{name: "3"})
    assert "is in the room already, since “Mooring fees”" in page.problems[0]


def test_the_item_of_an_arrival_is_deleted_meanwhile(desk, meeting):
    joe = row_of(meeting, "Joe Marsh")
    page = Form(desk, meeting)
    meeting.items.filter(title="Dredging").delete()
    page = page.press(f"move:{joe.pk}:arrived", **{f"p{joe.pk}-item": "4 Dredging"})
    assert "No item on the agenda is “4 Dredging”" in page.problems[0]
    page = page.press(f"move:{joe.pk}:arrived", **{f"p{joe.pk}-item": "3"})
    meeting.items.filter(title="The north mole").delete()
    assert joe.movements.count() == 0


def test_who_is_said_to_have_come_is_not_absent(desk, meeting):
    joe = row_of(meeting, "Joe Marsh")
    Form(desk, meeting).press(f"move:{joe.pk}:arrived", **{f"p{joe.pk}-item": "2"})
    answer = state(desk, joe, "absent", was="present")
    assert "It is recorded when Councillor Joe Marsh came or went. Remove that first." in answer.json()["problem"]


# Substitutes, officers, guests


def test_a_substitute_comes_for_a_member_who_is_away(desk, meeting):
    make_person("Una Reed")
    mary, joe = row_of(meeting, "Mary Bell"), row_of(meeting, "Joe Marsh")
    state(desk, mary, "present")
    page = Form(desk, meeting)
    refused = page.press("substitute", substitute="Una Reed", substitute_for=str(mary.pk))
    assert "Councillor Mary Bell is present, and needs no substitute" in refused.problems[0]
    assert refused.fields["substitute"] == "Una Reed"
    page = refused.press("substitute", substitute_for=str(joe.pk))
    assert "Listed, from who is on file: Councillor Una Reed." in page.said
    una = row_of(meeting, "Una Reed")
    assert (una.capacity, una.state, una.substitute_for.last_name) == ("substitute", "expected", "Marsh")
    assert "Substitute for Councillor Joe Marsh" in page.text
    page = page.press("all-present")
    assert "Still expected, because a substitute is listed: Councillor Joe Marsh." in page.said
    assert "4 of 4 members present, 1 by a substitute; quorum 2" in page.text
    answer = state(desk, joe, "present")
    assert "Councillor Una Reed is listed as the substitute for Councillor Joe Marsh." in answer.json()["problem"]
    again = page.press("substitute", substitute="Ivy Moor", substitute_for=str(joe.pk))
    assert "is listed as the substitute for Councillor Joe Marsh already" in again.problems[0]


def test_a_substitute_who_is_new_is_put_on_file_and_the_page_says_so(desk, meeting):
    joe = row_of(meeting, "Joe Marsh")
    page = Form(desk, meeting).press("substitute", substitute="Cllr Ivy Moor", substitute_for=str(joe.pk))
    assert "New on file, and listed: Councillor Ivy Moor." in page.said
    ivy = Person.objects.get(last_name="Moor")
    assert (ivy.title, ivy.first_name, ivy.slug) == ("Councillor", "Ivy", "ivy-moor")
    other = staff("minutes.view_meeting", "minutes.change_attendance", "minutes.add_attendance")
    zoe = row_of(meeting, "Zoe Ash")
    page = Form(other, meeting).press("substitute", substitute="Guy Moor", substitute_for=str(zoe.pk))
    assert "Listed by name alone: Guy Moor." in page.said and not Person.objects.filter(first_name="Guy").exists()


def test_of_two_people_of_one_name_the_clerk_says_who(desk, meeting):
    make_person("Una Reed", post="")
    make_person("Una Reed", slug="una-reed-2", title="Canon")
    joe = row_of(meeting, "Joe Marsh")
    page = Form(desk, meeting).press("substitute", substitute="Una Reed", substitute_for=str(joe.pk))
    assert "Who is “Una Reed”?" in page.text and meeting.attendances.count() == 4
    page = page.press("substitute", who=str(Person.objects.get(slug="una-reed-2").pk))
    assert "Canon Una Reed" in page.names and meeting.attendances.count() == 5


def test_a_member_does_not_stand_in_for_another_or_for_nobody(desk, meeting):
    joe = row_of(meeting, "Joe Marsh")
    page = Form(desk, meeting).press("substitute", substitute="Ann Vane", substitute_for=str(joe.pk))
    assert page.problems == ["On the list already: Councillor Ann Vane."]
    page = page.press("substitute", substitute="Ivy Moor", substitute_for="")
    assert page.problems == ["Choose the member for whom the substitute comes."]
    assert page.press("substitute", substitute=" ").problems == ["Write the name of the substitute."]
    assert meeting.attendances.count() == 4


def test_officers_are_pasted_one_a_line_and_remembered_the_next_time(desk, meeting):
    make_person("Jane Roe", title="", post="Monitoring Officer")
    page = Form(desk, meeting).press(
        "add", names="• Jane Roe, Monitoring Officer\n\nTom Oak\tHarbour Engineer", **{"as": "officer"}
    )
    assert "Listed, from who is on file: Jane Roe. Listed by name alone: Tom Oak." in page.said
    officers = meeting.attendances.filter(capacity="officer")
    assert [(row.name, row.role, row.state) for row in officers] == [
        ("Jane Roe", "Monitoring Officer", "expected"),
        ("Tom Oak", "Harbour Engineer", "expected"),
    ]
    later = make_meeting(committee=meeting.committee, date=date(2026, 2, 4))
    make_meeting(committee=meeting.committee, date=date(2026, 1, 28)).cancel("Storm.")
    page = Form(desk, later)
    assert "All 2 of last time" in page.text
    page = page.press(f"officers:{officers[1].pk}")
    assert page.names == ["Tom Oak"] and "All 2" not in page.text
    page = page.press(f"officers:{officers[0].pk}")
    assert {row.state for row in later.attendances.all()} == {"expected"}
    assert [(row.name, row.role) for row in later.attendances.all()] == [
        ("Tom Oak", "Harbour Engineer"),
        ("Jane Roe", "Monitoring Officer"),
    ]
    last = make_meeting(committee=meeting.committee, date=date(2026, 3, 4))
    assert sorted(Form(desk, last).press("officers").names) == ["Jane Roe", "Tom Oak"]


def test_a_guest_with_the_name_of_somebody_on_file_is_asked_about(desk, meeting):
    una = make_person("Una Reed")
    page = Form(desk, meeting).press("add", names="Una Reed\nTom Oak", **{"as": "guest"})
    assert "Who is “Una Reed”?" in page.text and "Listed by name alone: Tom Oak." in page.said
    assert meeting.attendances.filter(capacity="guest").count() == 1
    assert page.press("add", who="").text.count("Who is “Una Reed”?") == 1
    page.press("add", who="other")
    assert meeting.attendances.get(guest_name="Una Reed").person is None
    meeting.attendances.filter(guest_name="Una Reed").delete()
    page.press("add", who=str(una.pk))
    assert meeting.attendances.get(person=una).capacity == "guest"


def test_who_stands_twice_on_a_pasted_list_is_listed_once():
    meeting, person = make_meeting(), make_person("Mary Bell", title="Cllr")
    told = put_on_list(meeting, "other-member", lines_of("Mary Bell\nIvy Moor\nMary Bell\nIvy Moor"))
    assert [row.person or row.guest_name for row in told.added] == [person, "Ivy Moor"]
    assert told.already == ["Cllr Mary Bell", "Ivy Moor"]


def test_people_stand_under_what_they_are_in_the_order_of_minutes():
    capacities = ["press", "officer", "guest", "other-member", "substitute", "member"]
    rows = [Attendance(pk=place, capacity=capacity) for place, capacity in enumerate(capacities)]
    assert [(name, [line.row.capacity for line in lines]) for name, lines in groups_of(rows, {}, {}, {})] == [
        ("Members", ["substitute", "member"]), ("Other members", ["other-member"]), ("Officers", ["officer"]),
        ("Guests and press", ["press", "guest"]),
    ]  # fmt: skip
    assert [name for name, _ in groups_of(rows[:2], {}, {}, {})] == ["Officers", "Guests and press"]


def test_nobody_is_listed_twice_and_no_name_is_too_long_for_the_list(desk, meeting):
    page = Form(desk, meeting).press("add", names="Tom Oak\nTom Oak\nCouncillor Ann Vane", **{"as": "press"})
    assert page.problems == ["On the list already: Tom Oak, Councillor Ann Vane."]
    page = page.press("add", names="x" * 201, **{"as": "press"})
    assert "Longer than 200 letters, and not listed" in page.problems[0]
    name = "Wolfeschlegelsteinhausen " * 3 + "Bergerd"
    assert name in page.press("add", names=name, **{"as": "press"}).names
    assert Form(desk, meeting).press("add", names=" \n ").problems == ["Write at least one name."]


def test_what_is_typed_for_one_button_is_not_lost_by_another(desk, meeting):
    page = Form(desk, meeting).press("all-present", names="Tom Oak, Engineer", substitute="Una Reed")
    assert (page.fields["names"], page.fields["substitute"]) == ("Tom Oak, Engineer", "Una Reed")
    assert row_of(meeting, "Mary Bell").state == "present"


def test_people_on_file_are_found_by_typing(desk, meeting):
    for name in ("Una Reed", "Una Moor"):
        make_person(name)
    assert desk.get(address(meeting) + "find/?q=una re").json() == {"people": ["Councillor Una Reed"]}
    assert len(desk.get(address(meeting) + "find/?q=").json()["people"]) == 6


# Rights, size, bad input


def test_who_may_look_sees_no_control_and_changes_nothing(desk, meeting):
    make_item(meeting, "CANARY", restriction="england-2006-3", public_title="A contract")
    joe, items = row_of(meeting, "Joe Marsh"), list(meeting.items.in_order())
    Movement.objects.create(attendance=joe, kind="left", item=items[-1])
    looking = staff("minutes.view_meeting", "minutes.view_attendance")
    page = Page(looking, address(meeting))
    assert "Councillor Joe Marsh" in page.text and "left at “6 A contract”" in page.text and "CANARY" not in page.html
    assert (
        page.tree.xpath("//div[@id='content']//*[self::input or self::select or self::textarea or self::button]") == []
    )
    assert state(looking, joe, "absent").status_code == 403
    assert looking.get(address(meeting) + "find/?q=a").status_code == 403
    for client in (staff("minutes.view_meeting"), staff("minutes.view_attendance")):
        assert client.get(address(meeting)).status_code == 403


@pytest.mark.parametrize(
    ("button", "right"),
    [
        ("all-present", "change"),
        ("members", "add"),
        ("remove:{}", "delete"),
        ("add", "add"),
        ("officers", "add"),
        ("substitute", "add"),
        ("move:{}:left", "change"),
    ],
)
def test_each_button_needs_its_right(desk, meeting, button, right):
    button = button.format(row_of(meeting, "Joe Marsh").pk)
    fields = {"do": button, "as": "guest"}
    change = staff("minutes.view_meeting", "minutes.change_attendance")
    assert change.post(address(meeting), fields).status_code == (
        200 if button.startswith("move") else 302 if right == "change" else 403
    )


def test_who_may_not_change_the_meeting_states_no_times(meeting):
    client = staff("minutes.view_meeting", "minutes.change_attendance")
    assert "meeting-began" not in Form(client, meeting).fields
    assert client.post(address(meeting), {"meeting-began": "20:00", "was-meeting-began": ""}).status_code == 403


@pytest.mark.parametrize(
    "do",
    [
        "",
        "x",
        "move",
        "move:x:left",
        "move:9:gone",
        "unmove:x",
        "unmove:" + "9" * 30,
        "remove:٣",
        "remove:" + "9" * 30,
        "officers:x",
    ],
)
def test_a_forged_button_is_no_fault_of_the_server(desk, meeting, do):
    assert desk.post(address(meeting), {"do": do, "px-state": "present", "was-px-state": "x"}).status_code in {200, 302}
    assert {row.state for row in meeting.attendances.all()} == {"expected"}


def full(day, people: int) -> Meeting:
    """A meeting at which so many attend, each with two movements at one of as many items."""
    meeting = make_meeting(date=day, committee=make_committee(slug=f"council-{people}", name=f"Council of {people}"))
    made = [
        Person(title="Councillor", first_name="Una", last_name=f"Reed {n:03}", slug=f"una-{people}-{n}")
        for n in range(people)
    ]
    Person.objects.bulk_create(made)
    Membership.objects.bulk_create(
        Membership(committee=meeting.committee, person=person, role_order=2) for person in made
    )
    meeting.expect_members()
    items = [make_item(meeting, f"Item {n}") for n in range(20)]
    for row in meeting.attendances.all():
        Movement.objects.bulk_create(
            Movement(attendance=row, kind=kind, item=item, position=1)
            for kind, item in zip(("left", "arrived"), items, strict=False)
        )
    return meeting


def test_a_council_of_150_asks_as_much_as_one_of_2(desk):
    few, many = full(WINTER, 2), full(SUMMER, 150)
    Form(desk, few)
    counts = []
    for meeting in (few, many):
        with CaptureQueriesContext(connection) as asked:
            page = Form(desk, meeting)
        counts.append(len(asked))
    assert len(page.names) == 150
    assert counts[0] == counts[1] <= 16


def test_a_council_of_150_is_saved_in_one_form_without_a_script(desk, settings):
    meeting = full(SUMMER, 150)
    Movement.objects.all().delete()
    page = Form(desk, meeting)
    for name in [name for name in page.fields if name.endswith("-state") and not name.startswith("was-")]:
        page.fields[name] = "present"
    page = page.press("")
    assert meeting.attendances.filter(state="present").count() == 150
    assert "150 of 150 members present" in page.text


def test_members_are_listed_with_as_many_questions_for_150_as_for_2(django_assert_num_queries):
    for people in (2, 150):
        meeting = full(WINTER, people)
        meeting.attendances.all().delete()
        with CaptureQueriesContext(connection) as asked:
            meeting.expect_members()
        assert len(asked) <= 7 and meeting.attendances.count() == people


def test_a_script_in_a_name_is_shown_as_text(desk, meeting):
    name = "<script>alert(1)</script>"
    page = Form(desk, meeting).press("add", names=name, **{"as": "guest"})
    assert name in page.names and name not in page.html


def test_every_control_says_whose_it_is(desk, meeting):
    tree = Form(desk, meeting).tree
    person = tree.xpath("//li[contains(@class, 'person')]")[1]
    for control in person.xpath(".//input[@type != 'hidden' or not(@type)] | .//select"):
        label = control.xpath("ancestor::label") or tree.xpath(f"//label[@for='{control.get('id')}']")
        name = control.get("aria-label") or label[0].text_content()
        assert "Zoe Ash" in name, lxml.html.tostring(control)
    for button in person.xpath(".//button"):
        assert "Zoe Ash" in button.get("aria-label")


def test_a_name_that_is_short_for_somebodys_on_file_is_asked_about_and_makes_nobody(desk, meeting):
    pat, joe = make_person("Pat Green"), row_of(meeting, "Joe Marsh")
    for typed in ("Cllr P Green", "Cllr Green", "Councillor Pat Greene"):
        page = Form(desk, meeting).press("substitute", substitute=typed, substitute_for=str(joe.pk))
        assert f"Who is “{typed}”?" in page.text and not Person.objects.exclude(pk=pat.pk).filter(
            last_name__startswith="Green"
        )
    page.press("substitute", who=str(pat.pk))
    assert meeting.attendances.get(capacity="substitute").person == pat


def test_a_last_name_alone_that_nobody_on_file_has_makes_no_member_and_asks_for_the_first(desk, meeting):
    joe, people = row_of(meeting, "Joe Marsh"), Person.objects.count()
    page = Form(desk, meeting).press("substitute", substitute="Cllr Khan", substitute_for=str(joe.pk))
    assert "Nobody on file is called “Cllr Khan”. Write the first name too." in page.text
    assert page.fields["substitute"] == "Cllr Khan" and Person.objects.count() == people
    page = page.press("substitute", substitute="Cllr Sana Khan")
    assert meeting.attendances.get(capacity="substitute").person.first_name == "Sana"


def test_an_officer_on_file_is_meant_without_the_post_and_of_a_guest_initials_say_nothing(desk, meeting):
    make_person("Jane Roe", title="", post="Monitoring Officer")
    page = Form(desk, meeting).press("add", names="Jane Roe", **{"as": "officer"})
    assert "Listed, from who is on file: Jane Roe." in page.said
    assert "Listed by name alone: J Roe." in Form(desk, meeting).press("add", names="J Roe", **{"as": "guest"}).said
