"""One meeting's minutes all the way: draft, approved, signed, annotated, each by the desk's own forms; and what the public could
read at each step."""

from datetime import date

import pytest
from lxml import html

from minutes.models import Minute
from tests.making import make_held_meeting, make_item, make_meeting
from tests.test_approval import words

pytestmark = pytest.mark.django_db

DOOR = "/admin/publishing/publication/meeting/{}/"


@pytest.fixture
def meetings():
    """Of February and March, and one of May whose second item is about the minutes of February."""
    february, march, may = make_held_meeting(date=date(2026, 2, 4)), *map(_next, (date(2026, 3, 4), date(2026, 5, 6)))
    make_item(may, "Correction of the record", decision="<p>That a note be added to the minutes of 4 February.</p>")
    return february, march, may


def _next(day: date):
    meeting = make_meeting(date=day)
    make_item(meeting, "Minutes of the last meeting", kind="previous-minutes", minutes="<p>Taken as read.</p>")
    return meeting


def publish(desk, meeting, kind: str, note: str = "") -> None:
    """Through the door: its second page, and the one button there."""
    chosen = {"kind": kind, "note": note}
    second = desk.post(DOOR.format(meeting.pk), chosen | {"step": "confirm"})
    [confirmed] = html.fromstring(second.content.decode()).xpath("//input[@name='confirmed']/@value")
    assert desk.post(DOOR.format(meeting.pk), chosen | {"step": "publish", "confirmed": confirmed}).status_code == 302


def press(desk, meeting, item, of, outcome: str, corrections: str = "") -> None:
    address = DOOR.format(meeting.pk) + f"approvals/{item.pk}/{of.pk}/"
    answer = desk.post(address, {"outcome": outcome, "corrections": corrections, "opened_version": ""})
    assert answer.status_code == 302


def test_minutes_go_from_draft_to_signed_and_annotated_and_the_public_reads_each_step(desk, client, meetings):
    february, march, may = meetings
    reader, address, approval = (
        type(client)(),
        f"/committees/{february.address}/",
        DOOR.format(february.pk) + "approval/",
    )

    def read() -> str:
        return words(reader.get(address))

    # Draft: everybody reads that it is one.
    assert reader.get(address).status_code == 404
    publish(desk, february, "draft-minutes")
    draft = read()
    assert "Draft minutes." in draft and "Approved" not in draft

    # The next meeting corrects and approves them: nothing changes in public.
    item = march.items.get()
    press(desk, march, item, february, "corrected", "That “south mole” be read for “mole”.")
    assert read() == draft
    Minute.objects.filter(item__meeting=february).update(body="<p>The Harbour Master reported on the south mole.</p>")
    assert read() == draft

    # Somebody publishes what was approved.
    publish(desk, march, "draft-minutes")
    publish(desk, february, "minutes")
    final = read()
    assert "Approved at the meeting of 4 March 2026, item 1, with these corrections: That “south mole” be read" in final
    assert "south mole." in final and "Draft minutes." not in final
    assert "Draft minutes." in words(
        reader.get(f"{address}publications/1/")
    )  # the draft is kept, and goes on saying so

    # Signed: told with the next version.
    desk.post(approval, {"sign": "1", "signed-signed_by": "Councillor Mary Bell", "signed-signed_on": "4 March 2026"})
    assert read() == final
    publish(desk, february, "minutes", "The minutes are signed.")
    assert "Signed by Councillor Mary Bell on 4 March 2026." in read()

    # A later resolution adds a note, and leaves the words.
    note = {"committee": may.committee_id, "day": "6 May 2026", "number": "2", "text": "The mole was the north mole."}
    desk.post(approval, {"annotate": "1"} | {f"note-{name}": value for name, value in note.items()})
    publish(desk, february, "minutes", "A note was added.")
    annotated = read()
    assert "Note by a later resolution, 6 May 2026, item 2: The mole was the north mole." in annotated
    assert "reported on the south mole." in annotated and "Signed by Councillor Mary Bell" in annotated
    assert (
        words(reader.get(f"{address}publications/2/")).count("Signed by") == 0
    )  # what was read before stays as it was
