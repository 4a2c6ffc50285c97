"""Removing words: a passage is struck out of every publication at once, and what it was is kept nowhere.

Each record that held it is put in again without it, under a row of the log of its own; the pages and PDFs made of it are made
anew. What a disk, a backup or a reader's copy still holds for a while is said in docs/withdrawing.md.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from minutes import striking as drafts
from minutes.models import AgendaItem, Meeting
from published.models import Record
from published.record import MeetingRecord
from published.striking import Struck, mark, struck
from publishing import erasing, journal
from publishing.models import Head, Publication
from publishing.overridden import Overridden
from publishing.projecting import save_times
from publishing.slugs import TakenSlug
from richtext.striking import Wanted, pattern, strike

NAMELESS = "words-removed"
Titles = Mapping[tuple[str, str], set[str]]


@dataclass(frozen=True)
class Found:
    """A publication in which the words stand, and its record without them."""

    publication: Publication
    struck: Struck


@dataclass(frozen=True)
class Finding:
    """Where a passage stands. `notes`: the rows of the log whose note or reason has it, which are facts that are proved, and
    stay; `in_drafts`: how often the desk's own rows have it; `moved`: by the address of a meeting, the items whose own tells
    it, with a new one; `fingerprint`: of all that was found, for whoever confirms it."""

    wanted: Wanted
    found: list[Found]
    notes: list[Publication]
    in_drafts: int
    moved: dict[str, dict[str, str]]
    fingerprint: str

    @property
    def is_nowhere(self) -> bool:
        return not (self.found or self.in_drafts)

    @property
    def places(self) -> int:
        """How often it stands in what was published."""
        return sum(each.struck.count for each in self.found)

    @property
    def mark(self) -> str:
        return mark(timezone.localdate())

    @property
    def moved_items(self) -> int:
        return sum(map(len, self.moved.values()))


class Changed(ValidationError):
    """It stands in other places than those that were confirmed."""


def meetings_that_hold(passage: str) -> list[Meeting]:
    """The meetings in whose standing publications the passage may be found, whoever's they are."""
    letters = max(re.findall(r"[A-Za-z0-9]{2,}", passage), key=len, default="")
    records = Record.objects.filter(text__icontains=letters).values("sequence")
    held = Publication.objects.standing().filter(sequence__in=records).order_by().values("meeting")
    return list(Meeting.objects.filter(pk__in=held).select_related("committee"))


def find(passage: str, meetings: Iterable[Meeting], reason: str = "") -> Finding:
    """Where the passage stands in what was published of the meetings, the scheduled among it, and in their drafts. Changes
    nothing. Raises ValidationError if it is too short to be looked for."""
    try:
        wanted = pattern(passage)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    today, meetings = timezone.localdate(), list(meetings)
    log = Publication.objects.filter(meeting__in=meetings).order_by("meeting_id", "sequence")
    rows = list(log.select_related("meeting__committee", "withdrawal", "withdraws"))
    records = Record.objects.in_bulk([row.sequence for row in rows if row.stands])
    frozen = {sequence: MeetingRecord.from_json(record.text) for sequence, record in records.items()}
    published = {row.address: row.meeting for row in rows if row.stands}
    titles = _titles(frozen.values())
    moved = {address: _moved(meeting, wanted, passage, titles) for address, meeting in published.items()}
    found = [
        Found(row, without)
        for row in rows
        if row.stands
        and (without := struck(frozen[row.sequence], wanted, today, reason, moved)).record != frozen[row.sequence]
    ]
    in_drafts = sum(drafts.count_in_draft(meeting, wanted) for meeting in meetings)
    seen = [(each.publication.sequence, records[each.publication.sequence].salt) for each in found]
    return Finding(
        wanted,
        found,
        [row for row in rows if wanted.search(row.note)],
        in_drafts,
        moved,
        hashlib.sha256(repr((passage, seen, in_drafts)).encode()).hexdigest(),
    )


def _titles(frozen: Iterable[MeetingRecord]) -> dict[tuple[str, str], set[str]]:
    """What the items were called in public, by the address of their meeting and their own."""
    titles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in frozen:
        for item in record.items:
            titles[record.address, item.slug] |= {item.title, item.former_title}
    return titles


def _moved(meeting: Meeting, wanted: Wanted, passage: str, titles: Titles) -> dict[str, str]:
    """The addresses of items that tell the words ("vanes-cottage" of “Vane’s Cottage”), each with one that is made of the title
    without them."""
    taken = dict(TakenSlug.objects.filter(meeting=meeting).values_list("slug", "item"))
    items = AgendaItem.objects.in_bulk(taken.values())
    letters = slugify(passage).replace("-", "")

    def tells(slug: str) -> bool:
        called = {*titles.get((meeting.address, slug), ()), getattr(items.get(taken[slug]), "title", "")}
        has_letters = bool(letters) and letters in slug.replace("-", "")
        return bool(wanted.search(slug.replace("-", " "))) or (has_letters and any(map(wanted.search, called)))

    telling = {slug for slug in taken if tells(slug)}
    used, moved = taken.keys() - telling, {}
    for slug in sorted(telling):
        item = items.get(taken[slug]) or AgendaItem(title=NAMELESS)
        for column in ("title", "public_title"):
            setattr(item, column, strike(getattr(item, column), wanted, mark(timezone.localdate()))[0])
        moved[slug] = item.proposed_slug(used)
        used.add(moved[slug])
    return moved


def look(passage: str, meetings: Iterable[Meeting], reason: str) -> Finding:
    """`find`, for who is about to confirm it: what `remove` would refuse is refused."""
    finding = find(passage, meetings, reason.strip())
    _refuse(finding, reason)
    return finding


def remove(
    passage: str,
    meetings: list[Meeting],
    reason: str,
    *,
    author=None,
    confirmed: str = "",
    now: datetime | None = None,
) -> Finding:
    """Strike the passage out of all that was published of the meetings and of all that the desk keeps of them, or of nothing.

    `reason` is public. `confirmed` is the fingerprint of what was looked at. Raises ValidationError without a reason, or if that
    has the passage in it; Changed if it stands elsewhere by now."""
    with transaction.atomic():
        head = Head.locked()
        now = head.moment(now)
        finding = look(passage, meetings, reason)
        if confirmed and confirmed != finding.fingerprint:
            raise Changed("It has changed where these words stand since you looked. This is how it is now.")
        told = _told(finding)
        for meeting in meetings:
            drafts.strike_draft(meeting, finding.wanted, mark(timezone.localdate()))
            for row in Overridden.objects.filter(publication__meeting=meeting):
                drafts.strike_row(row, finding.wanted, mark(timezone.localdate()))
        drafts.strike_history(finding.wanted, mark(timezone.localdate()))
        _move(finding)
        gone: set[str] = set()
        for each in finding.found:
            gone |= each.publication.strike(each.struck.record, reason.strip(), head, author=author, now=now)
        for meeting in {each.publication.meeting for each in finding.found}:
            save_times(list(Publication.objects.log_of(meeting.pk)), now)
            drafts.tell(meeting, timezone.localdate(), reason.strip(), *told[meeting.pk])
        transaction.on_commit(lambda: erasing.erase(gone))
        transaction.on_commit(journal.keep, robust=True)
    return finding


def _refuse(finding: Finding, reason: str) -> None:
    if not reason.strip():
        raise ValidationError("Say why the words are removed; the public reads it.", "reason")
    if finding.wanted.search(reason):
        raise ValidationError(
            "The reason has the words in it that are to go. The public reads it: say it without them.",
            "reason",
        )
    if finding.is_nowhere:
        raise ValidationError("These words stand nowhere in what was published of this meeting, nor in its draft.")


def _told(finding: Finding) -> dict[int, tuple[list[AgendaItem], bool]]:
    """By meeting: the items from which words go, and whether any go from what is said of the whole."""
    told: dict[int, tuple[list[AgendaItem], bool]] = {}
    for each in finding.found:
        meeting = each.publication.meeting
        items, elsewhere = told.get(meeting.pk, ([], False))
        known = {item.pk for item in items}
        new = meeting.items.filter(slug__in=each.struck.items).exclude(pk__in=known)
        told[meeting.pk] = [*items, *new], elsewhere or each.struck.elsewhere > 0
    return told


def _move(finding: Finding) -> None:
    for meeting in {each.publication.meeting for each in finding.found}:
        for old, new in finding.moved[meeting.address].items():
            AgendaItem.objects.filter(meeting=meeting, slug=old).update(slug=new)
            TakenSlug.objects.filter(meeting=meeting, slug=old).update(slug=new)
