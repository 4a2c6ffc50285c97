"""From a record to the pieces of its pages: rendered once a version, when it is published.

The frame around them (crumbs, banners, downloads, what was published when) is made by website/ at the request.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time

from django.db import models
from django.template.loader import render_to_string
from django.utils.formats import date_format

from published import addresses
from published.kinds import Kind
from published.models import PDF, Action, Decision, Item, Paper, Version
from published.paragraphs import numbered
from published.record import Action as RecordAction
from published.record import Item as RecordItem
from published.record import MeetingRecord
from published.references import References
from published.templatetags.published import day as written_day
from published.templatetags.published import sitting
from published.webcasts import starting_at
from richtext.headings import moved_headings

# Raise it by one whenever a version's pieces come out otherwise than before, and put the digest that the failing test
# (tests/test_bodies.py) names. Older versions keep serving, and the worker makes them again, newest first.
MADE_WITH = 4
MADE_OF = "866c1802a215efa1"


@dataclass(frozen=True)
class Pieces:
    """A version's rows, not saved: the version itself, and what hangs on it in the order in which it is to be saved."""

    version: Version
    items: list[Item]
    decisions: list[Decision]
    actions: list[Action]
    papers: list[Paper]

    def save(self) -> None:
        """Put them in the place of what is there of the same version, and ask for its PDFs; those that are made stay.
        Call it inside a transaction."""
        Item.objects.filter(version=self.version).delete()
        Paper.objects.filter(version=self.version, item=None).delete()
        self.version.save()
        _save_below([self])

    @property
    def rows(self) -> list[models.Model]:
        return [self.version, *self.items, *self.decisions, *self.actions, *self.papers]


def save_new(made: Iterable[Pieces]) -> None:
    """Put in the rows of versions that have none yet, together. Call it inside a transaction."""
    made = list(made)
    Version.objects.bulk_create(pieces.version for pieces in made)
    _save_below(made)


def _save_below(made: list[Pieces]) -> None:
    Item.objects.bulk_create(item for pieces in made for item in pieces.items)
    Decision.objects.bulk_create(decision for pieces in made for decision in pieces.decisions)
    Action.objects.bulk_create(action for pieces in made for action in pieces.actions)
    Paper.objects.bulk_create(paper for pieces in made for paper in pieces.papers)
    PDF.objects.ask_for(pieces.version for pieces in made)


def make(record: MeetingRecord, version: Version) -> Pieces:
    """Fill `version`, of which the log's facts are given (key, note and times), with what the record says, and make its
    rows."""
    kind, day = Kind(record.kind), date.fromisoformat(record.date)
    context = {
        "record": record,
        "kind": kind,
        "day": day,
        "version": version,
        "path": addresses.meeting(record.committee_slug, record.slug),
        "references": References.of(record),
    }
    version.committee_slug, version.meeting_slug = record.committee_slug, record.slug
    version.committee_name, version.subtitle = record.committee, record.subtitle
    version.date, version.start = day, time.fromisoformat(record.start) if record.start else None
    version.kind, version.rank = kind.value, kind.rank
    version.title = _title(record, kind, day)
    version.brief = _render("published/_meeting_brief.html", context)
    version.front = _render("published/_front.html", context)
    if approval := record.approval:
        version.approved_at, version.approved_item = f"{approval.committee_slug}/{approval.meeting}", approval.item
        version.approved_on = date.fromisoformat(approval.date) if approval.date else None
        version.signed_on = date.fromisoformat(approval.signed_on) if approval.signed_on else None
    version.made_with = MADE_WITH
    items = [_item(version, position, item, context) for position, item in enumerate(record.items, start=1)]
    return Pieces(
        version,
        items,
        list(_decisions(record, items, context)),
        list(_actions(record, items)),
        list(_papers(record, version, items)),
    )


def _item(version: Version, position: int, item: RecordItem, context: dict) -> Item:
    label = 4 if item.level == 2 and not item.is_heading else 3
    video = starting_at(context["record"].webcast_link, item.video_at)
    around = {"label": label, "text": label + 1, "site": "", "video": video}
    linked = context["references"].linked(item, f"{context['path']}{item.slug}/")
    return Item(
        version=version,
        position=position,
        slug=item.slug,
        number=item.number,
        title=item.title,
        kind=item.kind,
        level=item.level,
        heading=_render("published/_item_heading.html", {**context, "item": item}),
        body=numbered(_render("published/_item.html", around | {"item": linked}), item.slug),
        lacks_papers=item.lacks_papers,
        said=_digest(replace(item, number="", level=1)),
        minuted=_minuted(item) if context["kind"].has_minutes else "",
        matter=item.matter.id if item.matter else None,
        matter_title=item.matter.title if item.matter else "",
        matter_reference=item.matter.reference if item.matter else "",
    )


def _minuted(item: RecordItem) -> str:
    """A digest of what happened at an item and was decided, which later minutes put right; "" where some of it is closed: to
    close or to open it is no correction."""
    if item.closed or item.minutes_closed or item.decisions_closed:
        return ""
    names = "minutes summary decisions motions declarations".split()
    return _digest(RecordItem("", "", item.title, "", **{name: getattr(item, name) for name in names}))


def _digest(item: RecordItem) -> str:
    said = json.dumps(item, default=vars, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _decisions(record: MeetingRecord, items: list[Item], context: dict) -> Iterator[Decision]:
    found = [(row, item, d) for row, item in zip(items, record.items, strict=True) for d in item.decisions]
    for position, (row, item, decision) in enumerate(found, start=1):
        path = f"{context['path']}{item.slug}/"
        yield Decision(
            version=row.version,
            item=row,
            position=position,
            date=context["day"],
            item_kind=item.kind,
            kind=decision.kind,
            reference=decision.reference,
            is_key=decision.is_key,
            brief=_render(
                "published/_decision_brief.html", {**context, "item": item, "decision": decision, "path": path}
            ),
        )


def _actions(record: MeetingRecord, items: list[Item]) -> Iterator[Action]:
    rows = zip(items, record.items, strict=True)
    found = [(row, action, here) for row, item in rows for here in (True, False) for action in _told(item, here)]
    for position, (row, action, here) in enumerate(found, start=1):
        yield Action(
            version=row.version,
            item=row,
            position=position,
            number=action.id,
            is_given_here=here,
            what=action.what,
            owner=action.owner,
            due=date.fromisoformat(action.due) if action.due else None,
            state=action.state,
            done_on=date.fromisoformat(action.done_on) if action.done_on else None,
        )


def _told(item: RecordItem, here: bool) -> tuple[RecordAction, ...]:
    return item.actions if here else item.arising


def _papers(record: MeetingRecord, version: Version, items: list[Item]) -> Iterator[Paper]:
    of_meeting = [(None, paper) for paper in record.papers]
    of_items = [(row, paper) for row, item in zip(items, record.items, strict=True) for paper in item.papers]
    for position, (row, paper) in enumerate(of_meeting + of_items, start=1):
        yield Paper(
            version=version,
            item=row,
            position=position,
            kind=paper.kind,
            title=paper.title,
            file_name=paper.file_name,
            sha256=paper.sha256,
            size=paper.size,
            pages=paper.pages,
        )


def _title(record: MeetingRecord, kind: Kind, day: date) -> str:
    """What a reader of many tabs, or of search results, must see first."""
    hour = sitting(record.start, record.slug)
    off = f"{_called_off(record)}: " if kind == Kind.CANCELLATION else ""
    return f"{off}{kind.heading} for {record.committee} on {date_format(day, 'l j F Y')}{hour and f', {hour}'}"


def _called_off(record: MeetingRecord) -> str:
    return f"POSTPONED to {written_day(record.postponed_to)}" if record.postponed_to else "CANCELLED"


def _render(template: str, context: dict) -> str:
    """A piece of a page, without the blank lines that templates leave behind: a good part of a long page's bytes."""
    return re.sub(r"\n\s*\n", "\n", render_to_string(template, context)).strip()


def raised(body: str, levels: int) -> str:
    """An item's text with its headings so many levels up: on its own page they stand directly under the title. The text
    is our templates' and clean rich text, so that "<h3" can only be a heading."""
    return moved_headings(body, -levels)
