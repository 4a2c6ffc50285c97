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
from django.utils.text import Truncator

from published import addresses
from published.kinds import Kind
from published.models import PDF, Action, Decision, Declared, Item, Paper, Presence, Version, VoteCast
from published.paragraphs import numbered
from published.record import Action as RecordAction
from published.record import Decision as RecordDecision
from published.record import Item as RecordItem
from published.record import MeetingRecord, Motion, Replaced
from published.references import References
from published.templatetags.published import day as written_day
from published.templatetags.published import in_rank, remarks, sitting
from published.webcasts import starting_at
from richtext.headings import moved_headings
from richtext.plain_text import standing, text_of
from richtext.templatetags.richtext import plaintext

# Raise it by one whenever a version's pieces come out otherwise than before, and put the digest that the failing test
# (tests/test_bodies.py) names. Older versions keep serving, and the worker makes them again, newest first.
MADE_WITH = 7
MADE_OF = "46945bf93eb4503e"


@dataclass(frozen=True)
class Pieces:
    """A version's rows, not saved: the version itself, and what hangs on it in the order in which it is to be saved."""

    version: Version
    items: list[Item]
    decisions: list[Decision]
    actions: list[Action]
    presences: list[Presence]
    declared: list[Declared]
    votes: list[VoteCast]
    papers: list[Paper]

    def save(self) -> None:
        """Put them in the place of what is there of the same version, and ask for its PDFs; those that are made stay.
        Call it inside a transaction."""
        Item.objects.filter(version=self.version).delete()
        Paper.objects.filter(version=self.version, item=None).delete()
        Presence.objects.filter(version=self.version).delete()
        self.version.save()
        _save_below([self])

    @property
    def rows(self) -> list[models.Model]:
        said_of_people = [*self.presences, *self.declared, *self.votes]
        return [self.version, *self.items, *self.decisions, *self.actions, *said_of_people, *self.papers]


def save_new(made: Iterable[Pieces]) -> None:
    """Put in the rows of versions that have none yet, together. Call it inside a transaction."""
    made = list(made)
    Version.objects.bulk_create(pieces.version for pieces in made)
    _save_below(made)


def _save_below(made: list[Pieces]) -> None:
    Item.objects.bulk_create(item for pieces in made for item in pieces.items)
    Decision.objects.bulk_create(decision for pieces in made for decision in pieces.decisions)
    Action.objects.bulk_create(action for pieces in made for action in pieces.actions)
    Presence.objects.bulk_create(row for pieces in made for row in pieces.presences)
    Declared.objects.bulk_create(row for pieces in made for row in pieces.declared)
    VoteCast.objects.bulk_create(row for pieces in made for row in pieces.votes)
    Paper.objects.bulk_create(paper for pieces in made for paper in pieces.papers)
    PDF.objects.ask_for((pieces.version, bool(pieces.papers)) for pieces in made)


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
    version.head = _head(record)
    version.made_with = MADE_WITH
    items = [_item(version, position, item, context) for position, item in enumerate(record.items, start=1)]
    return Pieces(
        version,
        items,
        list(_decisions(record, items, context)),
        list(_actions(record, items)),
        list(_presences(record, version)),
        list(_declared(record, items)),
        list(_votes(record, items)),
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
        body=numbered(
            _render("published/_item.html", around | {"item": linked}),
            item.slug,
            f"item {item.number}" if item.number else item.title,
        ),
        lacks_papers=item.lacks_papers,
        said=_digest(replace(item, number="", level=1)),
        minuted=_minuted(item) if context["kind"].has_minutes else "",
        matter=item.matter.id if item.matter else None,
        matter_title=item.matter.title if item.matter else "",
        matter_reference=item.matter.reference if item.matter else "",
    )


def _head(record: MeetingRecord) -> str:
    plain = {name: value for name, value in vars(record).items() if isinstance(value, str | int) and value}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


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
    rows = zip(items, record.items, strict=True)
    found = [(row, item, n, d) for row, item in rows for n, d in enumerate(_decided(item), start=1)]
    for position, (row, item, number, decision) in enumerate(found, start=1):
        path = f"{context['path']}{item.slug}/"
        text, reasons, options = map(plaintext, (decision.text, decision.reasons, decision.options))
        found = Decision(
            version=row.version,
            item=row,
            position=position,
            key=row.version.key,
            number=number,
            rank=-position,
            committee_slug=record.committee_slug,
            date=context["day"],
            item_kind=item.kind,
            kind=decision.kind,
            reference=decision.reference,
            is_key=decision.is_key,
            text=text,
            reasons=reasons,
            options=options,
            officer=decision.officer,
            call_in=decision.call_in,
            call_in_by=date.fromisoformat(decision.call_in_by) if decision.call_in_by else None,
            effective_on=date.fromisoformat(decision.effective_on) if decision.effective_on else None,
            replaces=_address(decision.replaces) if decision.replaces else "",
            words="\n".join((item.title, decision.reference, text, reasons, options, decision.officer)).casefold(),
            brief=_render(
                "published/_decision_brief.html", {**context, "item": item, "decision": decision, "path": path}
            ),
        )
        around = {**context, "decision": found, "replaces": decision.replaces, "path": path, "meeting": context["path"]}
        found.entry = _render("published/_decision_entry.html", around)
        yield found


def _address(place: Replaced) -> str:
    return f"{place.committee_slug}/{place.meeting}/{place.item}"


CARRIED = "carried"


def _decided(item: RecordItem) -> Iterable[RecordDecision]:
    """The decisions of an item; where none is published or closed, the motions that were carried, with what was carried of
    their amendments."""
    if item.decisions or item.decisions_closed:
        return item.decisions
    return [RecordDecision(CARRIED, _as_amended(motion)) for motion in item.motions if motion.result == CARRIED]


def _as_amended(motion: Motion) -> str:
    """What a motion says and, behind it, each amendment that was carried: nobody but a clerk makes one text of them."""
    carried = [amendment for amendment in motion.amendments if amendment.result == CARRIED]
    return motion.text + "".join(f"<p>Amendment carried:</p>{_as_amended(amendment)}" for amendment in carried)


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


def _presences(record: MeetingRecord, version: Version) -> Iterator[Presence]:
    for position, row in enumerate(in_rank(record.attendance), start=1):
        yield Presence(
            version=version,
            position=position,
            date=version.date,
            person=row.person.slug,
            name=row.person.name,
            capacity=row.capacity,
            seat=row.seat,
            role=row.role,
            represents=row.represents,
            state=row.state,
            remote=row.remote,
            substitute_for=row.substitute_for.name if row.substitute_for else "",
            comment=remarks(row),
        )


def _declared(record: MeetingRecord, items: list[Item]) -> Iterator[Declared]:
    found = [(row, said) for row, item in zip(items, record.items, strict=True) for said in item.declarations]
    for position, (row, said) in enumerate(found, start=1):
        yield Declared(
            version=row.version,
            item=row,
            position=position,
            date=row.version.date,
            person=said.person.slug,
            name=said.person.name,
            kind=said.kind,
            nature=said.nature,
            afterwards=said.afterwards,
        )


MOTION = VoteCast._meta.get_field("text").max_length


def _votes(record: MeetingRecord, items: list[Item]) -> Iterator[VoteCast]:
    pairs = zip(items, record.items, strict=True)
    motions = [(row, *found) for row, item in pairs for found in _with_amendments(item.motions)]
    votes = [(number, *motion, vote) for number, motion in enumerate(motions, start=1) for vote in motion[1].votes]
    for position, (number, row, motion, is_amendment, vote) in enumerate(votes, start=1):
        yield VoteCast(
            version=row.version,
            item=row,
            position=position,
            date=row.version.date,
            motion=number,
            text=Truncator(" ".join(text_of(standing(motion.text)).split())).chars(MOTION),
            is_amendment=is_amendment,
            method=motion.method,
            result=motion.result,
            person=vote.person.slug,
            name=vote.person.name,
            party=vote.group,
            cast=vote.cast,
        )


def _with_amendments(motions: Iterable[Motion], below: bool = False) -> Iterator[tuple[Motion, bool]]:
    """The motions, each followed by the amendments to it, and whether it is one."""
    for motion in motions:
        yield motion, below
        yield from _with_amendments(motion.amendments, below=True)


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
