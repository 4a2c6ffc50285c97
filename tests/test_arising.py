"""What a meeting left to be done stands on the committee's next agenda by itself, and so does what it deferred."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.admin.models import LogEntry

from desk.reviewing import review
from minutes.arising import arising_at
from minutes.carrying import postpone
from minutes.models import Action, Attendance, Meeting, Minute, StandingItem
from published.kinds import Kind
from publishing.freezing import freeze
from tests.making import make_committee, make_item, make_meeting, make_person, publish
from tests.test_agenda import SCRIPT, agenda_of, listed, read
from tests.test_desk_queries import queries
from tests.test_minutes_desk import desk_of, form_of, said, send
from tests.test_new_meetings import new
from tests.test_rights import staff

pytestmark = pytest.mark.django_db

FEBRUARY, APRIL, JUNE = date(2026, 2, 10), date(2026, 4, 14), date(2026, 6, 9)


@pytest.fixture
def winter(clock):
    """The meeting of 14 January 2026; today is 2 February. It left two things to be done, and so did another committee."""
    clock(datetime(2026, 2, 2, 9, tzinfo=UTC))
    quays = make_committee(slug="quays", name="Quays")
    Action.objects.create(item=make_item(make_meeting(date=date(2026, 1, 15), committee=quays)), what="Elsewhere")
    winter = make_meeting(date=date(2026, 1, 14))
    make_item(winter, "Minutes of the last meeting", kind="previous-minutes")
    buoys = make_item(winter, "Buoys")
    Action.objects.create(item=buoys, what="Mend the buoy", owner="Harbour Master", due=date(2026, 1, 30))
    Action.objects.create(item=buoys, what="Ask for tenders", owner="Clerk", due=date(2026, 3, 1))
    return winter


def stand(meeting: Meeting) -> list[str]:
    """What arises there, in its order: "Mend the buoy: overdue, twice"."""
    rows = arising_at(meeting)
    states = ["done" if row.action.done_on else "overdue" if row.is_overdue else "open" for row in rows]
    return [f"{row.action.what}: {state}, {row.times}".strip(", ") for row, state in zip(rows, states, strict=True)]


def made(desk, winter, day: date, **changes) -> Meeting:
    new(desk, winter.committee, date=f"{day:%-d %B %Y}", **changes)
    return Meeting.objects.get(committee=winter.committee, date=day)


# They come by themselves


def test_a_new_meeting_has_the_item_with_what_is_open_its_owner_its_day_and_its_state(desk, winter):
    february = made(desk, winter, FEBRUARY)
    assert listed(february) == ["1 Minutes of the last meeting", "2 Matters arising and actions"]
    page = read(desk, february)
    assert "Mend the buoy Harbour Master. Due 30 January 2026. Overdue From 14 January 2026, Buoys." in page
    assert "Ask for tenders Clerk. Due 1 March 2026. Open From 14 January 2026, Buoys." in page
    assert "Elsewhere" not in page


@pytest.mark.parametrize("begin", ["standing", "last"])
def test_the_committee_s_own_words_are_kept_and_twice_made_is_not_doubled(desk, winter, begin):
    StandingItem.objects.create(committee=winter.committee, title="Action tracker", kind="matters-arising")
    february = made(desk, winter, FEBRUARY, begin="standing")
    april = made(desk, winter, APRIL, begin=begin)
    for meeting in (february, april):
        assert [row for row in listed(meeting) if "ction" in row] == ["1 Action tracker"]
    assert stand(april) == ["Mend the buoy: overdue, once", "Ask for tenders: open, once"]


def test_text_that_was_written_into_the_item_of_the_last_meeting_is_not_copied(desk, winter):
    february = made(desk, winter, FEBRUARY)
    desk.post(agenda_of(february, "matters-arising/"))
    assert "Mend the buoy" in february.items.get(kind="matters-arising").purpose
    april = made(desk, winter, APRIL, begin="last")
    assert april.items.get(kind="matters-arising").purpose == ""


def test_an_empty_agenda_stays_empty_and_an_extraordinary_one_takes_nothing_of_others(desk, winter):
    assert listed(made(desk, winter, FEBRUARY, begin="empty")) == []
    april = made(desk, winter, APRIL, kind="extraordinary")
    assert "2 Matters arising and actions" not in listed(april) and stand(april) == []


def test_a_meeting_without_anything_to_be_done_has_no_item_for_it(desk, winter):
    Action.objects.all().delete()
    assert listed(made(desk, winter, FEBRUARY)) == ["1 Minutes of the last meeting"]


def test_what_is_given_at_the_minutes_comes_onto_the_next_agenda_that_was_made_before(desk, winter):
    Action.objects.all().delete()
    february, april = (make_meeting(date=day) for day in (FEBRUARY, APRIL))
    buoys = winter.items.get(title="Buoys")
    for what in ("Paint the buoy", "Weigh the anchor"):
        send(desk, form_of(buoys, "action"), what=what)
    assert (listed(february), listed(april)) == (["1 Matters arising and actions"], [])
    assert stand(february) == ["Paint the buoy: open", "Weigh the anchor: open"]


def test_an_agenda_that_the_public_has_read_gets_no_item_more(desk, winter):
    Action.objects.all().delete()
    february = make_meeting(date=FEBRUARY)
    make_item(february, "Mole")
    publish(february, "agenda")
    send(desk, form_of(winter.items.get(title="Buoys"), "action"), what="Paint the buoy")
    assert listed(february) == ["1 Mole"] and stand(february) == ["Paint the buoy: open"]


# How they stand later


def test_an_action_is_carried_over_until_it_is_done_and_not_beyond_the_meeting_that_was_told(desk, winter, clock):
    february, april, june = (make_meeting(date=day) for day in (FEBRUARY, APRIL, JUNE))
    clock(datetime(2026, 4, 15, 9, tzinfo=UTC))
    buoy = Action.objects.get(what="Mend the buoy")
    desk.post(f"{desk_of(april)}done/{buoy.pk}/")
    buoy.refresh_from_db()
    assert buoy.done_on == APRIL
    assert stand(february) == ["Ask for tenders: overdue", "Mend the buoy: done"]
    assert stand(april) == ["Ask for tenders: overdue, once", "Mend the buoy: done, once"]
    assert stand(june) == ["Ask for tenders: overdue, twice"]
    page = said(desk.get(desk_of(april)))
    assert "Mend the buoy Harbour Master. Due 30 January 2026. Done on 14 April 2026 Carried over once" in page


def test_what_is_done_before_a_meeting_is_told_there_as_done_since(desk, winter):
    february, april = (make_meeting(date=day) for day in (FEBRUARY, APRIL))
    desk.post(f"{desk_of(february)}done/{Action.objects.get(what='Ask for tenders').pk}/")
    assert Action.objects.get(what="Ask for tenders").done_on == date(2026, 2, 2)
    assert stand(february) == ["Mend the buoy: overdue", "Ask for tenders: done"]
    assert stand(april) == ["Mend the buoy: overdue, once"]


def test_a_meeting_that_was_called_off_passes_them_on_and_does_not_count(desk, winter):
    february, april, june = (make_meeting(date=day) for day in (FEBRUARY, APRIL, JUNE))
    february.cancel("Snow.")
    Action.objects.create(item=make_item(february, "Lamp"), what="Mend the lamp")
    assert stand(april)[0] == "Mend the buoy: overdue" and stand(june)[0] == "Mend the buoy: overdue, once"
    assert "Mend the lamp: open" in stand(april)


def test_a_meeting_that_was_put_off_takes_the_item_along_once(desk, winter):
    february = made(desk, winter, FEBRUARY)
    instead = make_meeting(date=date(2026, 2, 17))
    postpone(february, "Snow.", instead)
    assert listed(instead) == ["1 Minutes of the last meeting", "2 Matters arising and actions"]
    assert stand(instead) == ["Mend the buoy: overdue", "Ask for tenders: open"]


# What the clerk says of them


@pytest.mark.parametrize("where", ["agenda", "minutes"])
def test_the_state_is_set_on_the_agenda_and_on_the_minutes_and_taken_back(desk, winter, where):
    february = made(desk, winter, FEBRUARY)
    buoy = Action.objects.get(what="Mend the buoy")
    address, to = f"{desk_of(february)}done/{buoy.pk}/", {"to": "agenda"} if where == "agenda" else {}
    page = desk.post(address, to, follow=True)
    assert page.redirect_chain[0][0].startswith(f"/admin/minutes/meeting/{february.pk}/{where}/")
    assert "Done: Mend the buoy" in page.content.decode() and "Done on 2 February 2026" in page.content.decode()
    answer = desk.post(address, to | {"again": "1"}, **SCRIPT).json()
    assert answer["said"] == "Open again: Mend the buoy"
    assert "Overdue" in answer["items" if where == "agenda" else "arising"]
    assert Action.objects.get(what="Mend the buoy").done_on is None
    assert [entry.get_change_message() for entry in LogEntry.objects.all()[:2]] == ["Open again.", "Done."]


def test_who_may_not_see_actions_is_shown_none_on_the_agenda(winter):
    february = make_meeting(date=FEBRUARY)
    make_item(february, kind="matters-arising")
    client = staff("minutes.view_meeting", "minutes.change_agendaitem")
    assert "Mend the buoy" not in client.get(agenda_of(february)).content.decode()
    reader = staff("minutes.view_meeting", "minutes.view_agendaitem", "minutes.view_action")
    page = reader.get(agenda_of(february)).content.decode()
    assert "Mend the buoy" in page and "Not done after all" not in page and ">Done</button>" not in page


def test_closed_business_is_marked_as_such(desk, winter):
    february = make_meeting(date=FEBRUARY)
    make_item(february, kind="matters-arising")
    above = make_item(winter, "Lease", restriction="england-2006-3", public_title="A lease")
    below, minuted = make_item(winter, "Rent", parent=above), make_item(winter, "Staff", minutes="<p>Said.</p>")
    Minute.objects.filter(item=minuted).update(restriction="england-2006-1")
    for item in (above, below, minuted):
        Action.objects.create(item=item, what=f"Write about {item.title}")
    assert [row.action.what for row in arising_at(february) if row.is_closed] == [
        "Write about Lease",
        "Write about Rent",
        "Write about Staff",
    ]
    assert read(desk, february).count("Open Closed From") == 3


@pytest.mark.parametrize("address", [agenda_of, desk_of], ids=["agenda", "minutes"])
def test_a_page_asks_as_much_for_2_actions_after_one_meeting_as_for_20_after_30(desk, winter, address):
    june = make_meeting(date=JUNE)
    make_item(june, kind="matters-arising")
    queries(desk, address(june))
    few = queries(desk, address(june))
    for n in range(1, 29):
        earlier = make_meeting(date=date(2026, 3, n))
        Action.objects.create(item=make_item(earlier, f"Mole {n}"), what=f"Mend {n}")
    assert len(stand(june)) == 30 and queries(desk, address(june)) == few


def test_a_committee_that_publishes_its_actions_is_given_the_item_alone_because_they_are_printed_there(desk, winter):
    winter.committee.publishes_actions = True
    winter.committee.save()
    february = make_meeting(date=FEBRUARY)
    assert "Bring in 2 open actions" in read(desk, february)
    desk.post(agenda_of(february, "matters-arising/"))
    assert [(item.title, item.purpose) for item in february.items.all()] == [("Matters arising and actions", "")]
    assert "Bring in" not in read(desk, february)
    assert desk.post(agenda_of(february, "matters-arising/"), **SCRIPT).status_code == 422


def test_an_action_that_the_text_of_its_item_says_already_is_told_of_because_it_is_printed_twice(desk, winter):
    winter.committee.publishes_actions = True
    winter.committee.save()
    Attendance.objects.create(meeting=winter, person=make_person(), state="present", role="chair")
    Action.objects.create(item=winter.items.get(title="Buoys"), what="Weigh the anchor", owner="Clerk")
    Minute.objects.create(item=winter.items.get(title="Buoys"), body="<p>Said.</p>")
    publish(winter, "draft-minutes")
    february = make_meeting(date=FEBRUARY)
    item = make_item(
        february, "Matters arising", kind="matters-arising", purpose="<ul><li>Mend the buoy (January)</li></ul>"
    )
    make_item(february, "Anchors", purpose="<p>Weigh the anchor</p>")

    def told() -> list[str]:
        return [check.sentence for check in review(february, Kind.AGENDA).checks if check.code == "doubled"]

    assert told() == [
        "“Matters arising” says “Mend the buoy” twice: in its text, and in the list of actions that is printed there. "
        "Take it out of the text."
    ]
    item.purpose = ""
    item.save_columns("purpose")
    assert told() == []
    assert freeze(february, Kind.AGENDA).to_json().count("Mend the buoy") == 1


# What was deferred


def test_what_was_deferred_comes_onto_the_next_meeting_that_is_made_and_onto_no_other(desk, winter):
    make_item(winter, "Mole", state="deferred", purpose="<p>To mend it.</p>")
    make_item(winter, "Lease", state="deferred", restriction="england-2006-3", public_title="A lease")
    page = new(desk, winter.committee, date=f"{FEBRUARY:%-d %B %Y}").content.decode()
    assert "Brought over, because an earlier meeting deferred it: “Mole”, “Lease”." in page
    february, april = Meeting.objects.get(date=FEBRUARY), made(desk, winter, APRIL)
    assert listed(february)[2:] == ["3 Mole", "4 Lease"] and "Mole" not in " ".join(listed(april))
    assert february.items.get(title="Lease").restriction == "england-2006-3"
    notes = [entry.get_change_message() for entry in LogEntry.objects.all() if entry.object_repr == "Mole"]
    assert notes == ["Deferred from Harbour Committee, 14 January 2026."]


def test_a_meeting_behind_another_one_to_come_leaves_what_was_deferred_to_that(desk, winter):
    make_item(winter, "Mole", state="deferred")
    make_meeting(date=FEBRUARY)
    assert "Mole" not in " ".join(listed(made(desk, winter, APRIL)))
    assert "Put it on this agenda" in read(desk, Meeting.objects.get(date=FEBRUARY))


def test_of_a_year_of_meetings_the_first_has_what_was_deferred_and_each_the_item_for_actions(desk, winter):
    make_item(winter, "Mole", state="deferred")
    StandingItem.objects.create(committee=winter.committee, title="Apologies", kind="apologies")
    asked = {"week": "2", "weekday": "1", "begin": "2 February 2026", "end": "30 April 2026", "start": "", "venue": ""}
    days = ["2026-02-10", "2026-03-10", "2026-04-14"]
    address = f"/admin/minutes/meeting/year/?committee={winter.committee_id}"
    desk.post(address, asked | {"shown": days, "days": days})
    agendas = [listed(meeting) for meeting in winter.committee.meetings.filter(date__in=days).order_by("date")]
    both = ["1 Apologies", "2 Matters arising and actions"]
    assert agendas == [[*both, "3 Mole"], both, both]
