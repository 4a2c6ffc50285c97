"""What a clerk publishes is what the public may know of that day: no more, no less, and no later change of the draft."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from committees.law import Ground
from committees.models import Committee, Membership, Organisation, Party, Person
from minutes.models import AgendaItem, Attendance, Decision, Declaration, Minute, Motion, Movement, Vote
from published import bodies
from published.kinds import Kind
from published.models import TABLES
from publishing.freezing import freeze, names_in
from publishing.models import NotReady, Publication
from publishing.projecting import pieces, save_times
from tests.making import (
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_pdf,
    make_person,
    make_winter_and_summer,
    publish,
    put_below,
)

pytestmark = pytest.mark.django_db
PAGE = "/committees/harbour-committee/2026-03-04/"
CLOSED = {"restriction": Ground.ENGLAND_3, "public_title": "A lease"}
SEASONS = {"winter": datetime(2026, 12, 2, 12, tzinfo=UTC), "summer": datetime(2027, 7, 14, 11, tzinfo=UTC)}


def text_of(meeting, kind=Kind.MINUTES) -> str:
    return freeze(meeting, kind).to_json()


# When


def test_an_unchanged_meeting_has_no_new_version():
    meeting, other = make_winter_and_summer()
    first = publish(meeting)
    publish(other)
    again = publish(meeting)
    assert (again, again.is_unchanged, Publication.objects.count()) == (first, True, 2)


def test_a_correction_says_what_changed():
    meeting = make_held_meeting()
    publish(meeting, note="")
    make_item(meeting, "Late buoy", minutes="<p>The buoy was found.</p>")
    with pytest.raises(NotReady, match="what has changed since"):
        publish(meeting, note="  ")
    publish(meeting, note="An item was missing.")
    assert [p.note for p in Publication.objects.all()] == ["", "An item was missing."]


def test_what_is_withdrawn_is_published_anew_though_nothing_has_changed():
    meeting = make_held_meeting()
    publish(meeting).withdraw("It named a resident.")
    again = publish(meeting, note="The resident agrees.")
    assert (again.sequence, again.is_unchanged) == (3, False)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"date": timezone.localdate() + timedelta(30)}, "has not taken place"),
        ({"cancelled_at": timezone.now(), "cancellation_reason": "Storm."}, "only its cancellation"),
    ],
)
@pytest.mark.parametrize("kind", [k for k in Kind if k.has_decisions])
def test_minutes_wait_until_there_is_something_to_minute(kind, change, sentence):
    meeting = make_held_meeting(**change)
    with pytest.raises(NotReady, match=sentence):
        publish(meeting, kind)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("kind", [k for k in Kind if k.has_items])
def test_a_meeting_with_no_items_is_not_published(kind):
    with pytest.raises(NotReady, match="no agenda items"):
        publish(make_meeting(), kind)


def test_a_meeting_that_takes_place_has_no_cancellation():
    with pytest.raises(NotReady, match="is not cancelled"):
        publish(make_held_meeting(), Kind.CANCELLATION)


@pytest.mark.parametrize("noon", SEASONS.values(), ids=SEASONS)
def test_a_time_that_is_past_is_not_taken_for_now(noon, clock):
    clock(noon)
    with pytest.raises(NotReady, match="is past"):
        publish(make_held_meeting(), goes_live_at=noon - timedelta(seconds=1))
    assert publish(make_held_meeting(date=date(2026, 7, 8)), goes_live_at=noon).goes_live_at == noon


@pytest.mark.parametrize("noon", SEASONS.values(), ids=SEASONS)
def test_a_scheduled_publication_is_unknown_until_its_moment(client, clock, noon):
    later = noon + timedelta(days=2)
    clock(noon)
    paper = make_document(make_held_meeting())
    publish(paper.meeting, goes_live_at=later)
    pages = [
        PAGE,
        f"{PAGE}publications/1/",
        f"{PAGE}repair-of-the-north-mole/",
        f"/documents/{paper.sha256}/survey.pdf",
    ]
    for moment, status in [(noon, 404), (later - timedelta(seconds=1), 404), (later, 200)]:
        clock(moment)
        assert [client.get(address).status_code for address in pages] == [status] * 4
        assert ("put to tender" in client.get("/").content.decode()) == (status == 200)


# What


def test_a_note_to_ourselves_is_published_in_no_kind():
    meeting = make_held_meeting(clerk_note="Ring Ann Low.", cancelled_at=timezone.now(), cancellation_reason="Storm.")
    other = make_held_meeting(date=date(2026, 7, 8), clerk_note="Ring Ann Low.", public_note="Bring a coat.")
    for kind in Kind:
        assert "Ann Low" not in text_of(meeting, kind) + text_of(other, kind)
        assert "Bring a coat." in text_of(other, kind)


def test_the_letters_of_late_items_start_anew_at_each_number():
    meeting = make_held_meeting()
    late = {"is_late": True, "late_reason": "The storm was last night."}
    for title in ("Storm", "Flood"):
        make_item(meeting, title, **late)
    make_item(meeting, "Dredging")
    for title in ("Pier", "Quay"):
        make_item(meeting, title, **late)
    numbers = [item.number for item in freeze(meeting, Kind.AGENDA).items]
    assert numbers == ["1", "1a", "1b", "2", "2a", "2b"]


def test_an_item_closed_to_the_public_shows_its_number_its_public_title_and_the_ground():
    meeting = make_held_meeting()
    for title in ("Secret lease of the kiosk", "Secret lease of the crane"):
        make_item(meeting, title, minutes="<p>Secret rent.</p>", decision="<p>Secretly agreed.</p>", **CLOSED)
    record = freeze(meeting, Kind.MINUTES)
    shown = [(item.number, item.title, item.closed.ground) for item in record.items[1:]]
    assert shown == [("2", "A lease", "england-2006-3"), ("3", "A lease", "england-2006-3")]
    assert "ecret" not in record.to_json()


def test_nothing_below_a_closed_item_is_published_however_deep_it_lies():
    """The database holds two levels; should it ever hold more, what is below stays closed all the same."""
    meeting = make_held_meeting()
    closed, opened = make_item(meeting, "Lease", **CLOSED), make_item(meeting, "Dredging")
    below = [make_item(meeting, "Secret rent", parent=closed), make_item(meeting, "Open sand", parent=opened)]
    deep = [make_item(meeting, "Secret tenant"), make_item(meeting, "Open silt")]
    for item, parent in zip(deep, below, strict=True):
        make_document(meeting, f"Paper of {item}", item=item, content=make_pdf(item.pk))
        put_below(item, parent)
    for kind in (Kind.AGENDA, Kind.MINUTES):
        text = text_of(meeting, kind)
        assert "Secret" not in text and "Open sand" in text and "Paper of Open silt" in text


def make_motions(item, **changes) -> tuple[Motion, Motion]:
    """A motion, and an amendment to it."""
    motion = Motion.objects.create(item=item, text=f"<p>Move {item}.</p>", **changes)
    return motion, Motion.objects.create(item=item, amends=motion, text=f"<p>Amend {item}.</p>")


def test_an_amendment_of_a_closed_motion_is_closed_with_it_and_others_hang_under_theirs():
    meeting = make_held_meeting()
    closed, opened = make_item(meeting, "secretly"), make_item(meeting, "openly")
    make_motions(closed, restriction=Ground.ENGLAND_3)
    _, amendment = make_motions(opened)
    Motion.objects.create(item=opened, amends=amendment, text="<p>Amend it again.</p>")
    record = freeze(meeting, Kind.MINUTES)
    assert record.items[1].motions == () and "secretly." not in record.to_json()
    motion = record.items[2].motions[0]
    assert motion.amendments[0].amendments[0].text == "<p>Amend it again.</p>"
    assert len(record.items[2].motions) == len(motion.amendments) == 1


def test_who_came_at_a_closed_item_or_below_it_came_at_its_public_title():
    meeting = make_held_meeting()
    closed = make_item(meeting, "Secret lease", **CLOSED)
    below = make_item(meeting, "Secret rent", parent=closed)
    opened = meeting.items.first()
    for name, came_at, left_at in [
        ("Ann Low", closed, closed),
        ("Bea Cliff", below, below),
        ("Cy Tern", opened, closed),
    ]:
        row = Attendance.objects.create(meeting=meeting, person=make_person(name), state="present")
        for kind, item in [("arrived", came_at), ("left", left_at)]:
            Movement.objects.create(attendance=row, kind=kind, item=item)
    frozen = freeze(meeting, Kind.MINUTES)
    came = {row.person.name: [(m.kind, m.item) for m in row.movements] for row in frozen.attendance}
    assert came["Councillor Mary Bell"] == []
    assert came["Councillor Ann Low"] == came["Councillor Bea Cliff"] == [("arrived", "A lease"), ("left", "A lease")]
    assert came["Councillor Cy Tern"] == [("arrived", "Repair of the north mole"), ("left", "A lease")]


def test_closed_minutes_and_decisions_say_why_beside_what_is_open():
    meeting = make_held_meeting()
    item = meeting.items.get()
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>", decision="<p>Deferred.</p>")
    Minute.objects.filter(item=item).update(restriction=Ground.ENGLAND_5, number="7/26")
    Decision.objects.create(item=item, text="<p>Sue.</p>", restriction=Ground.ENGLAND_5)
    Declaration.objects.create(item=item, person=make_person(), nature="Sues too.")
    shown, other = freeze(meeting, Kind.MINUTES).items
    assert (shown.minutes, shown.minutes_closed.ground, shown.minute_number) == ("", "england-2006-5", "7/26")
    assert [d.text for d in shown.decisions] == ["<p>That the repair be put to tender.</p>"]
    assert shown.decisions_closed.ground == "england-2006-5" and shown.declarations == ()
    assert (other.minutes, other.minutes_closed, other.decisions_closed) == ("<p>It was deferred.</p>", None, None)


def test_an_agenda_says_nothing_of_what_has_been_drafted():
    meeting = make_held_meeting(end=time(21))
    meeting.attendances.update(state="apologies")
    record = freeze(meeting, Kind.AGENDA)
    assert (record.end, record.attendance[0].state, record.items[0].minutes) == ("", "", "")
    assert record.items[0].decisions == () and freeze(meeting, Kind.DECISIONS).items[0].minutes == ""
    assert freeze(meeting, Kind.DECISIONS).items[0].decisions[0].text == "<p>That the repair be put to tender.</p>"
    minutes = freeze(meeting, Kind.MINUTES)
    assert (minutes.end, minutes.attendance[0].state) == ("21:00", "apologies")


# Names, and what is typed later


def change_everything(meeting) -> None:
    """What a clerk may type a year later: another committee, another day, and other names and parties for the same people."""
    party = Party.objects.create(name="Tideline Party")
    Person.objects.update(last_name="Renamed", party=party)
    Membership.objects.update(role="vice-chair")
    Committee.objects.filter(pk=meeting.committee_id).update(name="Renamed Committee")
    meeting.committee, meeting.date = make_committee(name="Quay Board", slug="quay-board"), date(2026, 7, 8)
    meeting.start, meeting.venue, meeting.public_note = time(0, 30), "Custom House", "Moved."
    meeting.save()
    meeting.items.update(title="Renamed item")
    Minute.objects.update(body="<p>Rewritten.</p>")


def snapshot() -> list[str]:
    def values(row):
        return [getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in {"id", "item"}]

    return sorted(repr((table.__name__, values(row))) for table in TABLES for row in table.objects.all())


def test_no_change_of_a_draft_changes_anything_public_also_when_the_pages_are_made_again(client):
    winter, summer = make_winter_and_summer()
    make_document(winter, item=winter.items.get())
    pages = ["/committees/harbour-committee/2026-01-14/", "/committees/harbour-committee/2026-07-15/"]
    pages += [f"{page}repair-of-the-north-mole/" for page in pages] + ["/"]
    published = [publish(winter), publish(summer)]
    before, rows = [client.get(page).content for page in pages], snapshot()
    change_everything(winter)
    for publication in published:
        fresh = Publication.objects.get(pk=publication.pk)
        pieces(fresh, fresh.meeting_record, timezone.now()).save()
        save_times(list(Publication.objects.log_of(fresh.meeting_id)), timezone.now())
    assert snapshot() == rows
    assert [client.get(page).content for page in pages] == before
    assert "2026-01-14" not in client.get("/committees/quay-board/").content.decode()
    assert "2026-01-14" in client.get("/committees/harbour-committee/").content.decode()


def make_meeting_of_many_names():
    """Everybody who can stand in a record, each once."""
    meeting = make_held_meeting()
    item = meeting.items.get()
    people = [make_person(name) for name in ("Ann Low", "Bea Cliff", "Cy Tern", "Di Marsh", "Eve Quill")]
    Attendance.objects.create(
        meeting=meeting, person=people[0], capacity="substitute", substitute_for=people[1], state="present"
    )
    motion = Motion.objects.create(item=item, text="<p>Wait.</p>", mover=make_person())
    amendment = Motion.objects.create(item=item, amends=motion, text="<p>Wait a week.</p>", seconder=people[2])
    Vote.objects.create(motion=amendment, person=people[3], cast="against")
    Declaration.objects.create(item=item, person=people[4])
    return meeting


def test_a_correction_can_keep_every_name_as_it_was_on_the_day():
    meeting = make_meeting_of_many_names()
    first = publish(meeting).meeting_record
    Person.objects.update(last_name="Renamed")
    Committee.objects.update(name="Renamed Committee")
    Organisation.objects.update(name="Renamed Council")
    Minute.objects.update(body="<p>The mole is well.</p>")
    kept = publish(meeting, note="A typing error.", as_on_the_day=True).meeting_record
    assert names_in(kept) == names_in(first) and len(names_in(first)) == 6
    assert (kept.committee, kept.organisation) == (first.committee, first.organisation)
    assert kept.items[0].minutes == "<p>The mole is well.</p>" and "Renamed" not in kept.to_json()
    renamed = publish(meeting, note="With the names of today.").meeting_record
    assert {name.rpartition(" ")[2] for name in names_in(renamed).values()} == {"Renamed"}
    assert (renamed.committee, renamed.organisation) == ("Renamed Committee", "Renamed Council")


def test_a_correction_of_one_letter_is_a_new_version():
    meeting, other = make_winter_and_summer()
    publish(meeting), publish(other)
    Minute.objects.filter(item__meeting=meeting).update(body="<p>Ice lay on the mole!</p>")
    again = publish(meeting, note="A typing error.")
    assert (again.is_unchanged, Publication.objects.count()) == (False, 3)


def test_a_minute_that_is_still_to_be_written_keeps_its_number():
    meeting = make_held_meeting()
    Minute.objects.create(item=make_item(meeting, "Dredging"), number="45/18")
    assert freeze(meeting, Kind.MINUTES).items[1].minute_number == "45/18"


def test_a_sub_item_stands_below_its_own_item_wherever_it_was_added():
    meeting = make_meeting()
    first, second, third = (make_item(meeting, title) for title in ("Moles", "Piers", "Quays"))
    make_item(meeting, "East pier", parent=second), make_item(meeting, "West mole", parent=first)
    AgendaItem.objects.filter(pk=third.pk).update(parent=second, position=1)
    AgendaItem.objects.filter(title="East pier").update(position=2)
    assert [(item.number, item.title) for item in freeze(meeting, Kind.AGENDA).items] == [
        ("1", "Moles"), ("1.1", "West mole"), ("2", "Piers"), ("2.1", "Quays"), ("2.2", "East pier"),
    ]  # fmt: skip


def test_what_was_published_before_is_not_rendered_again(monkeypatch):
    """However many versions there are: whoever publishes holds up all the others."""
    meeting, rendered, make = make_held_meeting(), [], bodies.make
    publish(meeting), publish(meeting, Kind.AGENDA)
    make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>")
    monkeypatch.setattr(bodies, "make", lambda *made: rendered.append(made) or make(*made))
    publish(meeting, note="An item was missing.")
    assert len(rendered) == 1


def test_an_item_is_frozen_with_few_questions_however_many_there_are(django_assert_max_num_queries):
    meeting = make_held_meeting()
    for n in range(20):
        make_motions(make_item(meeting, f"Pier {n}", minutes="<p>Seen.</p>", decision="<p>Noted.</p>"))
    with django_assert_max_num_queries(16):
        assert len(freeze(meeting, Kind.MINUTES).items) == 21
    assert AgendaItem.objects.count() == 21


@pytest.mark.parametrize("address", ["/", "/committees/harbour-committee/"])
def test_nobody_is_told_of_a_meeting_to_come_before_its_agenda_is_live(client, address):
    day = timezone.localdate() + timedelta(days=30)
    announced, scheduled = make_held_meeting(date=day), make_held_meeting(date=day + timedelta(days=1))
    publish(announced, Kind.AGENDA)
    publish(scheduled, Kind.AGENDA, goes_live_at=timezone.now() + timedelta(days=2))
    page = client.get(address).content.decode()
    assert f'href="/committees/{announced.address}/"' in page and scheduled.address not in page
