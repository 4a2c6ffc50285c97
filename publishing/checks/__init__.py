"""What must be right before publishing, in sentences."""

from datetime import date

from django.utils import timezone

from minutes.draft import MINUTED, Draft
from minutes.models import AgendaItem, Meeting
from published.kinds import Kind
from publishing.checks import (
    agenda,
    approval,
    comments,
    contacts,
    days,
    naming,
    outcome,
    papers,
    quorum,
    replaced,
    showing,
    summons,
    typing,
    undecided,
    votes,
    wording,
)
from publishing.checks.check import Check
from publishing.checks.texts import note_of_version, public_texts

__all__ = ["Check", "checks", "in_order", "stopping"]


def checks(
    meeting: Meeting, kind: Kind, today: date | None = None, draft: Draft | None = None, note: str = ""
) -> list[Check]:
    """Everything in the working record to be put right or thought about before `meeting` is published as `kind`.

    `today` is the day of publication in the organisation's time zone; `draft` is the meeting's, if it has been read; `note` is
    what will be said of the new version. What the log adds to it (addresses, what was open before, names that have changed) is
    in desk.reviewing."""
    draft, today = draft or Draft(meeting), today or timezone.localdate()
    items = _items(draft, kind)
    found = [*_of_facts(draft, kind, items, today), *typing.typing(meeting)]
    if kind.has_items:
        found += [
            *summons.summons(meeting, kind, items, today),
            *wording.wording(items, kind),
            *papers.other_papers(draft),
        ]
    found += _of_words(draft, kind, note)
    if kind.has_decisions:
        found += [*undecided.undecided(meeting, kind, items), *replaced.replaced(items)]
    if kind.has_minutes:
        found += [*undecided.resolved(items), *quorum.quorum(meeting, draft.room, items)]
        found += comments.waiting(meeting)
    return in_order(found, items)


def _of_words(draft: Draft, kind: Kind, note: str) -> list[Check]:
    """What is read out of the words that will be public."""
    texts = [*note_of_version(note), *public_texts(draft.meeting, draft.items if kind.has_items else [], kind)]
    return [*days.days(texts), *naming.names(draft, texts), *contacts.contacts(draft, texts)]


def stopping(meeting: Meeting, kind: Kind) -> list[Check]:
    """What stops it. Nothing does that weighs words or looks at earlier agendas: that takes as long as publishing."""
    draft = Draft(meeting)
    found = _of_facts(draft, kind, _items(draft, kind), timezone.localdate())
    return [check for check in found if check.stops]


def _of_facts(draft: Draft, kind: Kind, items: list[AgendaItem], today: date) -> list[Check]:
    meeting = draft.meeting
    found = [*agenda.state(meeting, kind), *agenda.instead(meeting, kind)]
    found += [*approval.approval(draft, kind), *showing.showing(draft, kind, today)]
    if kind.has_items:
        found += [*agenda.items(meeting, items), *agenda.papers(meeting, draft.documents), *agenda.waiting(meeting)]
        found += wording.unfilled(items, kind)
    if kind.has_items and not kind.has_decisions:
        found += agenda.notice(meeting, today)
    if kind.has_decisions:
        found += [*outcome.outcome(meeting, kind, items), *outcome.late(meeting, items)]
    if kind.has_minutes:
        room = draft.room
        found += [
            *outcome.contradictions(room, items),
            *outcome.attendance(meeting, room),
            *outcome.movements(meeting, room),
            *votes.votes(room, items),
        ]
    return found


def _items(draft: Draft, kind: Kind) -> list[AgendaItem]:
    """The items in the order of the agenda, with what the checks read of them."""
    decided = ["decisions"] if kind.has_decisions else []
    return draft.items_with("minute", *decided, *(MINUTED if kind.has_minutes else ()))


def in_order(found: list[Check], items: list[AgendaItem]) -> list[Check]:
    """Each once. What stops comes first; then what is about the meeting, and what is about an item by the order of the agenda."""
    places = {item.pk: place for place, item in enumerate(items, start=1)}
    return sorted(dict.fromkeys(found), key=lambda check: (not check.stops, places.get(check.item, 0)))
