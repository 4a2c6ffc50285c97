"""The publication log: append-only, and tied together by digests. Publishing and withdrawing are its verbs.

No row of it ever changes (publishing/append_only.py). Which address a meeting has, in which order and when something was
published is asked of the log alone, never of the working record and never of the clock of the moment.
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from accounts import audit
from minutes.models import Document, Meeting
from published import files
from published.kinds import Kind
from published.models import Record
from published.places import Place, places
from published.record import MeetingRecord, digest
from publishing import approvals, chain, erasing, journal, slugs
from publishing.checks import Check, stopping
from publishing.freezing import AsOnTheDay, freeze
from publishing.overridden import Overridden
from publishing.projecting import forget, link_rows, pieces, project
from publishing.summonses import Summons as Summons  # one of this room's tables

# What a row must know to say what became of it, or of the one that it names, without another query.
WHAT_BECAME = "withdraws", "withdrawal", "strikes__withdrawal"


class NotReady(Exception):
    """Something must be put right before publishing; `problems` says what, a sentence each."""

    def __init__(self, problems: list[str]):
        super().__init__(" ".join(problems))
        self.problems = problems


class Changed(NotReady):
    """The draft, or what stands of it in public, is not what the clerk confirmed."""


class Head(models.Model):
    """The one row that says where the log's chain ends. Publishing locks it: the chain has one head."""

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=chain.START)
    published_at = models.DateTimeField(null=True, help_text="The time of the log's last row.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_head")]

    def __str__(self) -> str:
        return f"Head {self.sequence}"

    @classmethod
    def locked(cls) -> "Head":
        return cls.objects.select_for_update().get(pk=1)

    def moment(self, now: datetime | None = None) -> datetime:
        """The time to write into the next row: now, but never earlier than the row before it, whatever the clock says."""
        now = now or timezone.now()
        return max(now, self.published_at) if self.published_at else now


class PublicationQuerySet(models.QuerySet):
    def of(self, meeting: Meeting, kind: Kind | None = None):
        """The meeting's publications (of one kind), the newest first; withdrawals are not among them."""
        found = self.publications().filter(meeting=meeting).order_by("-sequence")
        return found.filter(kind=kind) if kind else found

    def publications(self):
        """Without the rows that say what became of one: withdrawals, and removals of words."""
        return self.filter(withdraws=None, strikes=None)

    def standing(self):
        """Publications that were not withdrawn."""
        return self.publications().filter(withdrawal=None)

    def known_or_coming(self):
        """Publications that went live at some time, or still will: all but those taken back before anybody saw them."""
        return self.publications().filter(Q(withdrawal=None) | Q(withdrawal__published_at__gte=F("goes_live_at")))

    def log_of(self, meeting_id: int):
        """All rows of one meeting, withdrawals included, in the order of the log."""
        return self.filter(meeting_id=meeting_id).order_by("sequence").select_related(*WHAT_BECAME)

    def claim(self, address: str) -> "Publication | None":
        """The publication by which a meeting claimed a public address: the first that went live there, or that is
        scheduled to. The address is that meeting's for ever."""
        return self.known_or_coming().filter(address=address.strip("/")).order_by("sequence").first()

    def meeting_at(self, address: str) -> Meeting | None:
        """The meeting that a public address stands for: the one that claimed it, or else the one that would."""
        claim = self.claim(address)
        if claim:
            return claim.meeting
        found = Meeting.objects.at(address).select_related("committee").first()
        return found if found and not self.known_or_coming().filter(meeting=found).exists() else None

    def publish(
        self,
        meeting: Meeting,
        kind: Kind,
        *,
        author=None,
        note: str = "",
        goes_live_at: datetime | None = None,
        as_on_the_day: bool = False,
        confirmed: str = "",
        despite: Iterable[Check] = (),
        now: datetime | None = None,
    ) -> "Publication":
        """Freeze the meeting and publish it: the log, the rows of the pages and the files, or none of them.

        `note` says why, and is required from the second version on. `goes_live_at` (aware) may lie in the future; until
        then no public address knows of it. `as_on_the_day` keeps the names that the version before it printed.
        `confirmed` is the fingerprint of what the clerk was shown (desk.reviewing): Changed is raised if it is not
        what would be published now. `despite` is what the author was told before they confirmed it. `now` is the moment of
        publication. The PDF is made afterwards by the worker. An unchanged record makes no new version: the publication that
        stands is returned. Raises NotReady with sentences if a check stops it.
        """
        kind = Kind(kind)
        with public_files() as stored, transaction.atomic():
            head = Head.locked()
            now = head.moment(now)  # under the lock, so that the log's times are in its order
            meeting = Meeting.objects.select_related("committee", "postponed_to", "adjourned_to").get(pk=meeting.pk)
            earlier = self.of(meeting, kind).known_or_coming().first()
            _refuse(self._problems(meeting, kind, goes_live_at, now))
            if kind.has_items:
                slugs.settle(meeting, self.standing_records(meeting))
            names = self.names_on_the_day(meeting, kind) if as_on_the_day else None
            text = freeze(meeting, kind, names, now).to_json()
            goes_live_at = goes_live_at or now
            if earlier and earlier.stands and earlier.record.text == text and earlier.goes_live_at <= goes_live_at:
                earlier.is_unchanged = True
                return earlier
            if confirmed and confirmed != self.fingerprint(meeting, text):
                raise Changed(["The draft has changed since you looked. This is what would be published now."])
            if earlier and not note.strip():
                _refuse(["Say in the note what has changed since the version before; the public reads it."])
            _refuse(approvals.problems_of_note(meeting, kind, note))
            publication = Publication(
                meeting=meeting,
                kind=kind,
                note=note.strip(),
                goes_live_at=goes_live_at,
                published_at=now,
                author=author,
            )
            frozen = MeetingRecord.from_json(text)
            publication._append(head, frozen, text, stored)
            Overridden.objects.keep(publication, despite)
            if frozen.approval:
                approvals.lock(meeting)
        return publication

    def _problems(self, meeting: Meeting, kind: Kind, goes_live_at: datetime | None, now: datetime) -> list[str]:
        found = [check.sentence for check in stopping(meeting, kind)]
        if goes_live_at and goes_live_at < now:
            found.append("The time at which it goes live is past. Choose a later one, or none to publish at once.")
        return found + self.address_problems(meeting)

    def address_problems(self, meeting: Meeting, known: "list[Publication] | None" = None) -> list[str]:
        """An address is a promise: a published meeting keeps its committee and its date, and no other takes them. `known` are the
        meeting's that are known or coming, the newest first, if they have been read."""
        known = list(self.of(meeting).known_or_coming()) if known is None else known
        own = known[-1] if known else None
        if own:
            return (
                []
                if own.address == meeting.address
                else [
                    f"The meeting was first published as {own.address} and is now {meeting.address}. Set its date and committee "
                    "back, cancel it as postponed, and make a new meeting for the new date, so that the old address goes on "
                    "saying so."
                ]
            )
        claim = self.claim(meeting.address)
        return (
            []
            if claim is None
            else [
                f"The address {meeting.address} belongs to another meeting, which was published there. Give this one another "
                "date, or set its “sitting” to a number that is free."
            ]
        )

    def names_on_the_day(self, meeting: Meeting, kind: Kind) -> AsOnTheDay:
        """The names that the newest version of the kind printed; none if there is none."""
        newest = self.of(meeting, kind).standing().first()
        return AsOnTheDay(newest.meeting_record if newest else None)

    def fingerprint(self, meeting: Meeting, text: str) -> str:
        """What a clerk confirms: a record's text, on top of what the meeting's log said when they read it."""
        return fingerprint(self.filter(meeting=meeting).aggregate(last=Max("sequence"))["last"] or 0, text)

    def standing_records(self, meeting: Meeting) -> models.QuerySet[Record]:
        """The records of the meeting's publications that stand, the scheduled ones among them."""
        return Record.objects.filter(sequence__in=self.of(meeting).standing().order_by().values("sequence"))

    def places_of(self, meeting: Meeting, now: datetime) -> dict[int, Place]:
        """The public number and version of each publication of a meeting that has gone live until now, by sequence."""
        return self.places_of_all([meeting.pk], now)

    def places_of_all(self, meeting_ids: Iterable[int], now: datetime) -> dict[int, Place]:
        """The same, of several meetings at once. Two queries."""
        now, rows = Head.objects.get(pk=1).moment(now), defaultdict(list)
        live = self.filter(meeting__in=meeting_ids).known_or_coming().filter(goes_live_at__lte=now)
        for publication in live.select_related("withdrawal"):
            rows[publication.meeting_id].append(publication.place_row)
        return {place.sequence: place for of_meeting in rows.values() for place in places(of_meeting)}


def digests_in_force(log: "Iterable[Publication]") -> dict[int, str]:
    """By sequence, the digest of each publication's record as it is now. `log`: whole meetings' rows, in their order."""
    return {row.strikes_id or row.sequence: row.record_digest for row in log}


def fingerprint(last: int, text: str) -> str:
    """See PublicationQuerySet.fingerprint; `last` is the sequence of the last row of the meeting's log (0: there is none)."""
    return hashlib.sha256(f"{last}\n{text}".encode()).hexdigest()


class Publication(models.Model):
    """One row of the log: a publication, the withdrawal of one (`withdraws`), or the removal of words from one (`strikes`), whose
    record is from then on the one with this row's digest."""

    COMMITTEE = "meeting__committee"  # see committees/rights.py

    sequence = models.PositiveBigIntegerField(primary_key=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="publications")
    address = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind)
    note = models.TextField(blank=True)
    goes_live_at = models.DateTimeField()
    published_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="publications")
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, related_name="withdrawal")
    strikes = models.ForeignKey("self", models.PROTECT, null=True, related_name="strikings")
    record_digest = models.CharField(max_length=64, blank=True)
    previous_digest = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    objects = PublicationQuerySet.as_manager()
    is_unchanged = False  # True on what publish() returns if it made nothing new

    class Meta:
        ordering = ["sequence"]
        permissions = [("withdraw_publication", "Can withdraw publications")]
        constraints = [
            models.CheckConstraint(condition=~Q(withdraws=F("sequence")), name="no_withdrawal_of_itself"),
            models.CheckConstraint(
                condition=Q(withdraws=None) | ~Q(note=""),
                name="a_withdrawal_says_why",
                violation_error_message="Say why it is withdrawn; the public reads it.",
            ),
            models.CheckConstraint(
                condition=Q(strikes=None) | Q(withdraws=None) & ~Q(note=""),
                name="a_removal_of_words_says_why",
                violation_error_message="Say why the words are removed; the public reads it.",
            ),
            models.CheckConstraint(condition=Q(goes_live_at__gte=F("published_at")), name="live_not_before_published"),
        ]

    def __str__(self) -> str:
        what = "Withdrawal of " if self.withdraws_id else "Words removed from " if self.strikes_id else ""
        return f"{what}{self.get_kind_display()}"

    def withdraw(self, reason: str, *, author=None, now: datetime | None = None) -> "Publication":
        """Take the publication off the site: its record, its PDF and its files go at once, for good.

        What stays is that it was published and withdrawn, when, and `reason`, which the public reads; nothing at all of
        what was not live yet. The version before it shows again, if there is one. What the disk still holds for a while
        (write-ahead logs, backups) is said in docs/withdrawing.md. Raises ValidationError without a reason, or if it is
        withdrawn already.
        """
        if not reason.strip():
            raise ValidationError("Say why it is withdrawn; the public reads it.")
        with transaction.atomic():
            head = Head.locked()
            if not self.is_publication or Publication.objects.filter(withdraws=self).exists():
                raise ValidationError("This publication is withdrawn already.")
            now = head.moment(now)
            withdrawal = Publication(
                meeting_id=self.meeting_id,
                address=self.address,
                kind=self.kind,
                note=reason.strip(),
                goes_live_at=now,
                published_at=now,
                author=author,
                withdraws=self,
            )
            withdrawal._link(head)
            gone = forget(self)
            project(Publication.objects.log_of(self.meeting_id), now)
            if not Publication.objects.of(self.meeting, Kind.MINUTES).standing().exists():
                approvals.unlock(self.meeting_id)
            transaction.on_commit(lambda: erasing.erase(gone))
            transaction.on_commit(journal.keep, robust=True)
        return withdrawal

    def move(self, goes_live_at: datetime | None, *, author=None, now: datetime | None = None) -> "Publication":
        """Let what is scheduled go live at another time, or at once without one: its frozen record is published anew, and
        this one is taken back, of which the public learns nothing. Both or neither. Raises ValidationError if it is not
        scheduled any more, or that time is past."""
        with public_files() as stored, transaction.atomic():
            head = Head.locked()
            now = head.moment(now)
            goes_live_at = goes_live_at or now
            if not self.is_publication or Publication.objects.filter(withdraws=self).exists():
                raise ValidationError("This publication is withdrawn already.")
            if self.goes_live_at <= now:
                raise ValidationError("It went live meanwhile. What is wrong in it is withdrawn, or published anew.")
            if goes_live_at < now:
                raise ValidationError("This time is past. Choose a later one, or leave it empty to publish at once.")
            moved = Publication(
                meeting=self.meeting,
                kind=self.kind,
                note=self.note,
                goes_live_at=goes_live_at,
                published_at=now,
                author=author,
            )
            moved._append(head, self.meeting_record, self.record.text, stored)
            Overridden.objects.carry(self, moved)
            self.withdraw("It goes live at another time.", author=author, now=now)
        return moved

    def strike(self, without: MeetingRecord, reason: str, head: Head, *, author=None, now: datetime) -> set[str]:
        """Put the record without the words in the place of this publication's, for good, under a row of its own at the head of
        the chain. Its place, its time and its versions stay; its PDFs are made anew. Gives the sha-256 of the files that it had.
        Hold the lock, and write the meeting's times afterwards: see publishing/striking.py."""
        salt, text = secrets.token_hex(32), without.to_json()
        removal = Publication(
            meeting_id=self.meeting_id,
            address=self.address,
            kind=self.kind,
            note=reason,
            goes_live_at=max(now, self.goes_live_at),
            published_at=now,
            author=author,
            strikes=self,
            record_digest=digest(salt, text),
        )
        removal._link(head)
        gone = forget(self)
        Record.objects.create(sequence=self.sequence, salt=salt, text=text)
        pieces(self, without, now).save()
        for row in link_rows([removal], now):
            row.save()
        return gone

    def _append(self, head: Head, record: MeetingRecord, text: str, stored: list[str]) -> None:
        """Add this publication at the head of the chain, with its record, its papers and the rows of its pages."""
        salt = secrets.token_hex(32)
        self.address, self.record_digest = record.address, digest(salt, text)
        _store_papers(self.meeting, record, stored)
        self._link(head)
        Record.objects.create(sequence=self.sequence, salt=salt, text=text)
        project(Publication.objects.log_of(self.meeting_id), self.published_at, new=record)

    def _link(self, head: Head) -> None:
        self.follow(head)
        self.save(force_insert=True)
        head.save()
        did = audit.Verb
        verb = did.WITHDRAWN if self.withdraws_id else did.WORDS_REMOVED if self.strikes_id else did.PUBLISHED
        audit.record(verb, self.author, f"{self.address} {self.kind}, row {self.sequence} of the log")

    def follow(self, head: Head) -> None:
        """Take the place at the head of the chain. Saves neither; hold the lock."""
        self.sequence, self.previous_digest = head.sequence + 1, head.digest
        self.digest = chain.link(self.previous_digest, self.facts)
        head.sequence, head.digest, head.published_at = self.sequence, self.digest, self.published_at

    @property
    def facts(self) -> dict[str, Any]:
        """What the digest covers besides the row before: every public fact of this one."""
        return {
            "sequence": self.sequence,
            "address": self.address,
            "kind": str(self.kind),
            "note": self.note,
            "goes_live_at": _utc(self.goes_live_at),
            "published_at": _utc(self.published_at),
            "withdraws": self.withdraws_id,
            "strikes": self.strikes_id,
            "record_digest": self.record_digest,
        }

    @property
    def is_publication(self) -> bool:
        return self.withdraws_id is None and self.strikes_id is None

    @property
    def stands(self) -> bool:
        return self.is_publication and not self.is_withdrawn

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")

    @property
    def was_never_live(self) -> bool:
        """Whether it was taken back before its time, so that the public never knew of it; of a withdrawal or a
        removal of words, whether that is so of what it names."""
        if not self.is_publication:
            return (self.withdraws or self.strikes).was_never_live
        return self.is_withdrawn and self.withdrawal.published_at < self.goes_live_at

    @property
    def place_row(self) -> tuple:
        """What published.places.places asks of it."""
        if self.is_withdrawn:
            return self.goes_live_at, self.sequence, self.kind, "", self.withdrawal.published_at, self.withdrawal.note
        return self.goes_live_at, self.sequence, self.kind, self.note

    @property
    def record(self) -> Record:
        """The frozen record's text. Record.DoesNotExist if it was withdrawn."""
        return Record.objects.get(sequence=self.sequence)

    @property
    def meeting_record(self) -> MeetingRecord:
        return MeetingRecord.from_json(self.record.text)


@contextmanager
def public_files() -> Iterator[list[str]]:
    """What is stored within is removed again if it ends in an error: wrap it around the outermost transaction, because a
    rollback knows nothing of files. Gives the list of the sha-256 that were stored."""
    outer, own = _stored.get(), []
    token = _stored.set(own)
    try:
        yield own
    except BaseException:
        if own:
            with transaction.atomic():
                Head.locked()
                files.remove_unneeded(own)
        raise
    finally:
        _stored.reset(token)
    if outer is not None:
        outer.extend(own)


_stored: ContextVar[list[str] | None] = ContextVar("stored", default=None)


def _store_papers(meeting: Meeting, record: MeetingRecord, stored: list[str]) -> None:
    """Copy the papers that the record names to public storage; `stored` collects what was not there before."""
    wanted = record.files
    for document in Document.objects.filter(meeting=meeting, restriction="", sha256__in=wanted):
        if document.sha256 in wanted:
            wanted.discard(document.sha256)
            try:
                with document.file.storage.open(document.file.name) as source:
                    if files.store(source, document.sha256):
                        stored.append(document.sha256)
            except (files.DigestDiffers, OSError) as error:
                _refuse([f"“{document}” can't be copied to public storage, and nothing was published: {error}"])


def _refuse(problems: list[str]) -> None:
    if problems:
        raise NotReady(problems)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
