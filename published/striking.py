"""Words struck out of a frozen record: everything else in it stays as it was published."""

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.formats import date_format

from published import record
from published.record import MeetingRecord, Removal
from richtext.cleaning import clean_html
from richtext.striking import Wanted, strike, strike_address, strike_name

# The fields that hold words of people. All others are codes, addresses, numbers, dates, or the council's and committees' names.
WORDS: dict[type, tuple[str, ...]] = {
    record.Name: ("name",),
    record.Closed: ("reason",),
    record.Paper: ("title", "file_name"),
    record.ClosedPaper: (),
    record.Vote: ("group",),
    record.Motion: ("text",),
    record.Decision: ("text", "reference", "reasons", "options", "conflicts", "dispensation", "officer"),
    record.Replaced: (),
    record.Declaration: ("nature",),
    record.Action: ("what", "owner"),
    record.Matter: ("title", "reference"),
    record.Item: tuple(
        "title former_title state_note officer purpose recommendation late_reason late_agreed_by minutes summary "
        "background_papers".split()
    ),
    record.Movement: ("item",),
    record.Attendee: ("role", "represents", "comment"),
    record.Approval: ("corrections", "signed_by"),
    record.Annotation: ("text",),
    record.Removal: (),
    record.MeetingRecord: tuple(
        "subtitle venue remote_link webcast_link note summoned_by contact_officer contact_email contact_phone "
        "cancellation_reason".split()
    ),
}
# Those of them that are no texts, and hold no spaces.
ADDRESSES = {"file_name": strike_name, "remote_link": strike_address, "webcast_link": strike_address}


def mark(on: date) -> str:
    """What stands in the place of the words: "[words removed, 4 March 2026]"."""
    return f"[words removed, {date_format(on, 'j F Y')}]"


@dataclass
class Struck:
    """A record without the words. `items`: how often they stood in each item, by the address that it had; `elsewhere`: how
    often in the rest, such as its list of people."""

    record: MeetingRecord
    items: Counter[str] = field(default_factory=Counter)
    elsewhere: int = 0

    @property
    def count(self) -> int:
        return self.items.total() + self.elsewhere


# By the address of a meeting: the items whose own address told the words, each with its new one.
Moved = Mapping[str, Mapping[str, str]]


def struck(frozen: MeetingRecord, wanted: Wanted, on: date, reason: str, moved: Moved) -> Struck:
    """`frozen` without what `wanted` finds; where it stood, that words were removed on that day, and the public reason."""
    told, found, items = Removal(on.isoformat(), reason), Struck(frozen), []
    own = moved.get(frozen.address, {})
    for item in frozen.items:
        left, count = _without(item, wanted, mark(on))
        if count:
            found.items[item.slug] = count
            left = replace(left, removals=(*left.removals, told))
        decisions = tuple(replace(d, replaces=d.replaces and _led(d.replaces, moved)) for d in left.decisions)
        items.append(replace(left, slug=own.get(item.slug, item.slug), decisions=decisions))
    rest, found.elsewhere = _without(replace(frozen, items=()), wanted, mark(on))
    if found.elsewhere:
        rest = replace(rest, removals=(*rest.removals, told))
    approval = rest.approval and _led(rest.approval, moved)
    annotations = tuple(_led(note, moved) for note in rest.annotations)
    found.record = replace(rest, items=tuple(items), approval=approval, annotations=annotations)
    return found


def _led(place: Any, moved: Moved) -> Any:
    """What leads to an item, by its new address."""
    there = moved.get(f"{place.committee_slug}/{place.meeting}", {})
    return replace(place, item=there.get(place.item, place.item))


def _without(value: Any, wanted: Wanted, mark: str) -> tuple[Any, int]:
    """A dataclass, or a tuple of them, without the words, and how often they stood there."""
    if isinstance(value, tuple):
        parts = [_without(part, wanted, mark) for part in value]
        return tuple(part for part, _ in parts), sum(count for _, count in parts)
    if not dataclasses.is_dataclass(value):
        return value, 0
    changed, total = {}, 0
    for each in dataclasses.fields(value):
        was = getattr(value, each.name)
        if each.name not in WORDS[type(value)]:
            new, count = _without(was, wanted, mark)
        elif each.name in ADDRESSES:
            new, count = ADDRESSES[each.name](was, wanted)
        else:
            new, count = _words(was, wanted, mark)
        if count:
            changed[each.name], total = new, total + count
    if "name" in changed and isinstance(value, record.Name):
        changed["slug"] = ""  # the person's page would tell the name
    return (replace(value, **changed), total) if changed else (value, 0)


def _words(value: Any, wanted: Wanted, mark: str) -> tuple[Any, int]:
    if isinstance(value, tuple):
        parts = [_words(part, wanted, mark) for part in value]
        return tuple(part for part, _ in parts), sum(count for _, count in parts)
    left, count = strike(value, wanted, mark)
    return (clean_html(left) if count and "<" in left else left), count
