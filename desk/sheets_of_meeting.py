"""What stands on the sheets for the chair, for taking notes and of actions."""

from collections import defaultdict
from itertools import pairwise

from django.utils import timezone

from committees.models import Membership
from minutes.arising import arising_at
from minutes.models import Action, AgendaItem, Attendance, Document, Meeting, name_motions
from minutes.room import as_taken

GUESTS = {Attendance.Capacity.OTHER_MEMBER, Attendance.Capacity.GUEST}
MOVED = "parent", "children", "motions__mover", "motions__seconder", "declarations__person"
LINES = {  # for notes by hand
    AgendaItem.Kind.APOLOGIES: 2,
    AgendaItem.Kind.DECLARATIONS: 3,
    AgendaItem.Kind.PREVIOUS_MINUTES: 1,
    AgendaItem.Kind.MATTERS_ARISING: 3,
    AgendaItem.Kind.EXCLUSION: 1,
    AgendaItem.Kind.ANY_OTHER: 3,
    AgendaItem.Kind.BUSINESS: 3,
    AgendaItem.Kind.REPORT: 4,
    AgendaItem.Kind.PETITION: 4,
    AgendaItem.Kind.QUESTIONS: 6,
    AgendaItem.Kind.MOTION: 6,
}
UNMOVED = {  # business that is done without a motion
    AgendaItem.Kind.HEADING,
    AgendaItem.Kind.APOLOGIES,
    AgendaItem.Kind.DECLARATIONS,
    AgendaItem.Kind.MATTERS_ARISING,
    AgendaItem.Kind.QUESTIONS,
    AgendaItem.Kind.ANY_OTHER,
}


def chair(meeting: Meeting) -> dict:
    """All items in the order in which they are taken, the closed ones among them, with the notes for the chair; and who
    comes, for whom, and who does not."""
    rows = list(meeting.attendances.select_related("person", "substitute_for"))
    expected = [row for row in rows if row.state in {Attendance.State.EXPECTED, Attendance.State.PRESENT}]
    agenda = meeting.numbered_items("documents", *MOVED)
    for item in agenda:
        name_motions(item.motions.all())
    return {
        **_in_order(agenda),
        "arising": arising_at(meeting),
        "apologies": [row for row in rows if row.state == Attendance.State.APOLOGIES],
        "substitutes": [row for row in expected if row.capacity == Attendance.Capacity.SUBSTITUTE],
        "officers": [row for row in expected if row.capacity == Attendance.Capacity.OFFICER],
        "guests": [row for row in expected if row.capacity in GUESTS],
        "members": len(_seats(meeting)),
    }


def notes(meeting: Meeting) -> dict:
    """Who may be there, with boxes, and all items in the order in which they are taken, with space after their kind."""
    found = _in_order(meeting.numbered_items("parent", "children"))
    for item in found["items"]:
        item.lines = range(0 if item.state else 1 if item.children.all() else LINES.get(item.kind, 0))
    return found | {"people": _people(meeting), "blank_rows": range(4)}


def actions(meeting: Meeting) -> dict:
    """What is still to be done by the committee's decisions, by owner; what comes of closed business on leaves of its own."""
    rows = Action.objects.filter(item__meeting__committee=meeting.committee_id, done_on=None)
    open_rows, closed_rows = [], []
    today = timezone.localdate()
    for row in rows.select_related("item__meeting", "item__parent"):
        row.is_overdue = row.due is not None and row.due < today
        (closed_rows if row.item.is_closed else open_rows).append(row)
    for row in closed_rows:
        row.ground = ground_of(row.item)
    return {"owners": _by_owner(open_rows), "closed_owners": _by_owner(closed_rows)}


def ground_of(row: AgendaItem | Document) -> str:
    """Why something is closed, in words: by itself, or with what it stands below. "" for what is open."""
    if row.is_restricted:
        reason = f": {row.restriction_reason}" if row.restriction_reason else ""
        return f"{row.get_restriction_display()}{reason}"
    above = row.item if isinstance(row, Document) else row.parent
    return ground_of(above) if above else ""


def _in_order(agenda: list[AgendaItem]) -> dict:
    """`agenda` (with "parent" and "children") as it is taken. `moved` are the main items out of their order, each with the one
    that comes before it, or None."""
    items = _with_grounds(as_taken(agenda))
    for item in items:
        item.is_unmoved = bool(item.state) or item.kind in UNMOVED or bool(item.children.all())
    mains = [item for item in items if not (item.parent_id or item.is_heading)]
    return {"items": items, "moved": [(item, before) for before, item in pairwise([None, *mains]) if item.taken]}


def _with_grounds(items: list[AgendaItem]) -> list[AgendaItem]:
    for item in items:
        item.ground = ground_of(item)
        for paper in item.documents.all() if "documents" in getattr(item, "_prefetched_objects_cache", {}) else []:
            paper.ground = ground_of(paper)
    return items


def _by_owner(rows: list[Action]) -> list[tuple[str, list[Action]]]:
    """In the order of the alphabet, and last what nobody is named for; the earliest due first."""
    together = defaultdict(list)
    for row in rows:
        together[row.owner.strip()].append(row)
    return sorted(together.items(), key=lambda pair: (not pair[0], pair[0].casefold()))


def _people(meeting: Meeting) -> list[tuple[str, str, bool]]:
    """Names, what they are, and whether they sent apologies: those who are listed for the meeting, else the committee's
    members of the day."""
    listed = meeting.attendances.select_related("person", "substitute_for")
    found = [(row.name, _described(row), row.state == Attendance.State.APOLOGIES) for row in listed]
    return found or [(name, role, False) for name, role in _seats(meeting)]


def _described(row: Attendance) -> str:
    """What somebody is here: their seat, if it isn't that of any member; else their post."""
    if row.substitute_for:
        return f"for {row.substitute_for}"
    seat = "" if row.seat == Membership.Role.MEMBER else row.get_seat_display()
    return seat or row.role or ("" if row.capacity == Attendance.Capacity.MEMBER else row.get_capacity_display())


def _seats(meeting: Meeting) -> list[tuple[str, str]]:
    seats = Membership.objects.filter(committee=meeting.committee_id).on(meeting.date).exclude(role="substitute")
    return [(str(seat.person), seat.get_role_display()) for seat in seats.in_order()]
